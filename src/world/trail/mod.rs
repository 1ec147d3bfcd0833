//! The trail: a record of every call in the Region that was called, and of what the service did by itself.
//!
//! An event keeps what it tells as values and becomes JSON only when somebody reads it.

mod elements;
mod export;
mod name;
mod record;
mod request;
mod saved;

use std::sync::Arc;

use imbl::Vector;
use serde_json::Value;

pub use self::name::EventName;
use crate::kms::{
    Exception, KeyArn, KeyMaterialId, KmsError, RecordDetails, RecordSource, Region, RotationRecord,
    ServiceRecord, Timestamp, Touched,
    api::{Request, Response},
};

/// How many events a world keeps at the most; the oldest go first.
const MAX_EVENTS: usize = 100_000;

/// One event of a Region's trail.
#[derive(Clone, Debug, PartialEq)]
pub struct TrailEvent {
    /// Numbers the events of all Regions in the order in which they happened.
    pub number: u64,
    /// When it happened.
    pub time: Timestamp,
    /// Whose trail it is in.
    pub region: Region,
    /// `eventName`: the operation, or what the service did.
    pub name: EventName,
    /// Who did it.
    pub actor: Actor,
    /// The role in whose session the caller acted, by its own ARN.
    pub role: Option<Arc<str>>,
    /// The client that made the call from outside, as it names itself; nothing for the program's own calls.
    pub client: Option<Arc<str>>,
    /// The keys it was about, each by the ARN of the member that was touched.
    pub keys: Vec<KeyArn>,
    /// The version of key material that was used; by ReEncrypt, to encrypt.
    pub material: Option<KeyMaterialId>,
    /// The version of key material that ReEncrypt decrypted under.
    pub source_material: Option<KeyMaterialId>,
    /// Why the call was refused.
    pub error: Option<KmsError>,
    /// Whether the call changes nothing.
    pub read_only: bool,
    /// Equal in the events that one request made in several Regions.
    pub request: u64,
    told: Option<Told>,
    answered: Option<Answered>,
}

/// Who is behind an event.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Actor {
    /// A caller, by the ARN that the service saw.
    Caller(Arc<str>),
    /// A caller whose request reached this Region through KMS.
    Through(Arc<str>),
    /// The service, recorded as an API call.
    Service,
    /// The service, recorded as a service event.
    ServiceEvent,
}

/// What an event tells of what was asked or done.
#[derive(Clone, Debug, PartialEq)]
enum Told {
    /// A request without its secrets.
    Request(Box<Request>),
    /// A rotation that has ended.
    Rotation(Box<RotationRecord>),
    /// JSON.
    Json(Arc<str>),
}

/// What an event tells of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Answered {
    /// The ARN of the key that was changed; such calls have no answer of their own.
    KeyArn,
    /// JSON.
    Json(Arc<str>),
}

impl Actor {
    /// The end of the ARN, such as `user/alice`, or the service's name.
    pub fn short(&self) -> &str {
        match self {
            Self::Caller(arn) | Self::Through(arn) => {
                let resource = arn.rsplit_once(':').map_or(&**arn, |(_, resource)| resource);
                resource.strip_prefix("assumed-role/").unwrap_or(resource)
            }
            Self::Service | Self::ServiceEvent => "kms.amazonaws.com",
        }
    }

    /// The actor that a record made by the service names.
    fn of(source: RecordSource, caller: Option<&Caller>) -> Self {
        match (source, caller) {
            (RecordSource::CallerElsewhere, Some(caller)) => Self::Through(Arc::clone(&caller.arn)),
            (RecordSource::ServiceEvent, _) => Self::ServiceEvent,
            (RecordSource::Internal | RecordSource::CallerElsewhere, _) => Self::Service,
        }
    }
}

/// Who makes a request, as the trail names callers.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    /// The ARN that the service sees.
    pub arn: Arc<str>,
    /// The role's own ARN, if the caller acts in a role's session.
    pub role: Option<Arc<str>>,
    /// The client that carries the request from outside.
    pub client: Option<Arc<str>>,
}

impl Caller {
    pub fn new(arn: &Arc<str>, role: Option<&Arc<str>>, client: &Option<Arc<str>>) -> Self {
        Self { arn: Arc::clone(arn), role: role.map(Arc::clone), client: client.clone() }
    }
}

/// Where and when an event is recorded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Its number.
    pub number: u64,
    /// The moment.
    pub time: Timestamp,
    /// The Region.
    pub region: Region,
}

/// The events of all Regions, oldest first.
#[derive(Clone, Debug)]
pub struct Trail {
    events: Vector<Arc<TrailEvent>>,
    made: u64,
    /// How many events are kept. Not part of a save: it is a matter of the machine's memory.
    most: usize,
}

impl Default for Trail {
    fn default() -> Self {
        Self { events: Vector::new(), made: 0, most: MAX_EVENTS }
    }
}

impl PartialEq for Trail {
    fn eq(&self, other: &Self) -> bool {
        self.events == other.events && self.made == other.made
    }
}

impl Trail {
    /// The events, oldest first.
    pub fn events(&self) -> &Vector<Arc<TrailEvent>> {
        &self.events
    }

    /// How many events were ever made; changes with every event.
    pub fn made(&self) -> u64 {
        self.made
    }

    pub(super) fn next_number(&self) -> u64 {
        self.made
    }

    pub(super) fn add(&mut self, event: TrailEvent) -> Arc<TrailEvent> {
        let event = Arc::new(event);
        self.events.push_back(Arc::clone(&event));
        self.made += 1;
        if self.events.len() > self.most {
            self.events.pop_front();
        }
        event
    }

    /// Keeps no more than `most` events from now on, and at least one; 100,000 at the most.
    pub(super) fn keep(&mut self, most: usize) {
        self.most = most.clamp(1, MAX_EVENTS);
        let surplus = self.events.len().saturating_sub(self.most);
        self.events = self.events.skip(surplus);
    }
}

impl TrailEvent {
    /// The event of a request and its answer.
    pub(super) fn of_request(
        place: Place,
        caller: Caller,
        mut request: Box<Request>,
        touched: Touched,
        answer: &Result<Response, KmsError>,
    ) -> Self {
        let operation = request.operation();
        request::remove_secrets(&mut request);
        Self {
            number: place.number,
            time: place.time,
            region: place.region,
            name: operation.into(),
            actor: Actor::Caller(caller.arn),
            role: caller.role,
            client: caller.client,
            keys: touched.keys,
            material: touched.material,
            source_material: touched.source_material,
            error: answer.as_ref().err().cloned(),
            read_only: operation.is_read_only(),
            request: place.number,
            told: Some(Told::Request(request)),
            answered: answer.as_ref().ok().and_then(elements::of_response),
        }
    }

    /// The event of a record that the service makes, set off by a caller's request or by nobody's.
    pub(super) fn of_service(
        (number, time): (u64, Timestamp),
        record: ServiceRecord,
        caller: Option<&Caller>,
        request: u64,
    ) -> Self {
        let json = |value: Value| Arc::from(value.to_string());
        let actor = Actor::of(record.source, caller);
        let role = match (&actor, caller) {
            (Actor::Through(_), Some(caller)) => caller.role.clone(),
            _ => None,
        };
        Self {
            number,
            time,
            region: record.region,
            name: EventName::of_service(record.event_name),
            actor,
            role,
            client: None,
            keys: vec![record.key],
            material: None,
            source_material: None,
            error: None,
            read_only: false,
            request,
            told: record.details.map(|details| match details {
                RecordDetails::Rotation(rotation) => Told::Rotation(rotation),
                RecordDetails::Members(value) => Told::Json(json(value)),
            }),
            answered: record.response.map(|value| Answered::Json(json(elements::shown(value)))),
        }
    }

    /// The exception that refused the call, if one did.
    pub fn exception(&self) -> Option<Exception> {
        self.error.as_ref().map(|error| error.exception)
    }

    /// `requestParameters`, or `serviceEventDetails` of a service event.
    pub fn parameters(&self) -> Option<Value> {
        match self.told.as_ref()? {
            Told::Request(request) => request::parameters(request),
            Told::Rotation(rotation) => Some(elements::of_rotation(rotation)),
            Told::Json(text) => serde_json::from_str(text).ok(),
        }
    }

    /// `responseElements`.
    pub fn response_elements(&self) -> Option<Value> {
        match self.answered.as_ref()? {
            Answered::KeyArn => elements::of_changed_key(self.keys.first()?),
            Answered::Json(text) => serde_json::from_str(text).ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        kms::api::ListKeysRequest,
        world::{Call, World},
    };

    #[test]
    fn a_trail_keeps_the_latest_events() {
        let mut world = World::new(1);
        let caller = world.principals().root().expect("there is one").arn;
        let region = world.regions()[0];
        let ask = |world: &mut World, times: usize| {
            for _ in 0..times {
                let call = Call::new(region, Arc::clone(&caller), ListKeysRequest::default().into());
                world.call(call).expect("allowed");
            }
        };
        ask(&mut world, 10);
        world.keep_events(4);
        let numbers = |world: &World| world.trail().events().iter().map(|it| it.number).collect::<Vec<_>>();
        assert_eq!(numbers(&world), [6, 7, 8, 9]);
        ask(&mut world, 3);
        assert_eq!(numbers(&world), [9, 10, 11, 12]);
        assert_eq!(world.trail().made(), 13);
        world.keep_events(0);
        assert_eq!(numbers(&world), [12]);
    }
}
