//! The trail as a save keeps it: what many events have in common stands in tables once, and an event is one line of
//! places in them.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Actor, Answered, EventName, MAX_EVENTS, Told, Trail, TrailEvent};
use crate::kms::{KeyArn, KeyMaterialId, KmsError, Region, RotationRecord, Span, Timestamp, api::Request};

#[derive(Serialize, Deserialize)]
struct Saved<'a> {
    /// How many events there ever were; the last of those below has the number before it.
    made: u64,
    /// When the first of those below happened.
    since: Timestamp,
    regions: Vec<Region>,
    names: Vec<EventName>,
    actors: Vec<(Actor, Option<Arc<str>>)>,
    /// The client of each of the actors, as far as one has one.
    #[serde(default)]
    clients: Vec<Option<Arc<str>>>,
    keys: Vec<KeyArn>,
    materials: Vec<KeyMaterialId>,
    policies: Vec<String>,
    events: Vec<SavedEvent<'a>>,
}

/// The span since the event before; places of Region, name, actor, keys and material in the tables; what was asked
/// and answered; how many numbers back the request's own event is.
#[derive(Serialize, Deserialize)]
struct SavedEvent<'a>(Span, usize, usize, usize, Vec<usize>, Vec<usize>, SavedTold<'a>, SavedAnswer<'a>, u64);

#[derive(Serialize, Deserialize)]
enum SavedTold<'a> {
    Nothing,
    Request(Cow<'a, Request>),
    /// With the place of its key policy.
    RequestWithPolicy(Cow<'a, Request>, usize),
    Rotation(Cow<'a, RotationRecord>),
    Json(Cow<'a, str>),
}

#[derive(Serialize, Deserialize)]
enum SavedAnswer<'a> {
    Nothing,
    KeyArn,
    Json(Cow<'a, str>),
    Error(Cow<'a, KmsError>),
}

/// Values in the order in which they were first met.
struct Table<T> {
    places: BTreeMap<T, usize>,
    values: Vec<T>,
}

impl<T: Ord + Clone> Table<T> {
    fn new() -> Self {
        Self { places: BTreeMap::new(), values: Vec::new() }
    }

    fn place(&mut self, value: T) -> usize {
        let next = self.values.len();
        *self.places.entry(value).or_insert_with_key(|value| {
            self.values.push(value.clone());
            next
        })
    }
}

/// The key policy of a request, which is long and often the same as another's.
fn policy_of(request: &mut Request) -> Option<&mut String> {
    match request {
        Request::CreateKey(it) => it.policy.as_mut(),
        Request::ReplicateKey(it) => it.policy.as_mut(),
        Request::PutKeyPolicy(it) => Some(&mut it.policy),
        _ => None,
    }
}

/// Who made a call: the actor, the role, the client.
type Who<'a> = (&'a Actor, Option<&'a Arc<str>>, Option<&'a Arc<str>>);

/// The tables while a trail is written.
struct Writer<'a> {
    regions: Table<Region>,
    names: Table<EventName>,
    actors: Table<Who<'a>>,
    keys: Table<&'a KeyArn>,
    materials: Table<KeyMaterialId>,
    policies: Table<String>,
    before: Timestamp,
}

impl TrailEvent {
    fn materials(&self) -> impl Iterator<Item = KeyMaterialId> {
        self.material.into_iter().chain(self.source_material)
    }
}

impl<'a> Writer<'a> {
    fn event(&mut self, event: &'a TrailEvent) -> SavedEvent<'a> {
        let told = match &event.told {
            None => SavedTold::Nothing,
            Some(Told::Request(request)) => self.request(request),
            Some(Told::Rotation(rotation)) => SavedTold::Rotation(Cow::Borrowed(rotation)),
            Some(Told::Json(text)) => SavedTold::Json(Cow::Borrowed(text)),
        };
        let answer = match (&event.error, &event.answered) {
            (Some(error), _) => SavedAnswer::Error(Cow::Borrowed(error)),
            (None, Some(Answered::KeyArn)) => SavedAnswer::KeyArn,
            (None, Some(Answered::Json(text))) => SavedAnswer::Json(Cow::Borrowed(text)),
            (None, None) => SavedAnswer::Nothing,
        };
        let span = event.time - self.before;
        self.before = event.time;
        SavedEvent(
            span,
            self.regions.place(event.region),
            self.names.place(event.name),
            self.actors.place((&event.actor, event.role.as_ref(), event.client.as_ref())),
            event.keys.iter().map(|key| self.keys.place(key)).collect(),
            event.materials().map(|material| self.materials.place(material)).collect(),
            told,
            answer,
            event.number - event.request,
        )
    }

    fn request(&mut self, request: &'a Request) -> SavedTold<'a> {
        if !matches!(request, Request::CreateKey(_) | Request::ReplicateKey(_) | Request::PutKeyPolicy(_)) {
            return SavedTold::Request(Cow::Borrowed(request));
        }
        let mut request = request.clone();
        match policy_of(&mut request).map(std::mem::take) {
            Some(policy) => {
                let place = self.policies.place(policy);
                SavedTold::RequestWithPolicy(Cow::Owned(request), place)
            }
            None => SavedTold::Request(Cow::Owned(request)),
        }
    }
}

impl Serialize for Trail {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let since = self.events.front().map_or(Timestamp::default(), |event| event.time);
        let mut writer = Writer {
            regions: Table::new(),
            names: Table::new(),
            actors: Table::new(),
            keys: Table::new(),
            materials: Table::new(),
            policies: Table::new(),
            before: since,
        };
        let events = self.events.iter().map(|event| writer.event(event)).collect();
        let actor = |(actor, role, _): &Who<'_>| ((*actor).clone(), role.cloned());
        let mut clients: Vec<_> = writer.actors.values.iter().map(|(_, _, client)| client.cloned()).collect();
        if clients.iter().all(Option::is_none) {
            clients.clear();
        }
        Saved {
            made: self.made,
            since,
            regions: writer.regions.values,
            names: writer.names.values,
            actors: writer.actors.values.iter().map(actor).collect(),
            clients,
            keys: writer.keys.values.into_iter().cloned().collect(),
            materials: writer.materials.values,
            policies: writer.policies.values,
            events,
        }
        .serialize(serializer)
    }
}

/// What is wrong with a trail that was read.
fn no_such(what: &str) -> String {
    format!("an event of the trail names {what} that its table does not have")
}

impl TryFrom<Saved<'_>> for Trail {
    type Error = String;

    fn try_from(saved: Saved<'_>) -> Result<Self, String> {
        let Saved { made, since, regions, names, actors, clients, keys, materials, policies, events } = saved;
        let count = events.len();
        let first = made.checked_sub(count as u64).filter(|_| count <= MAX_EVENTS);
        let first = first.ok_or_else(|| format!("a trail of {made} events cannot have kept {count}"))?;
        let names: Vec<_> = names.into_iter().map(|name| (name, name.is_read_only())).collect();
        let mut time = since;
        let mut read = |number: u64, event: SavedEvent<'_>| {
            let SavedEvent(span, region, name, actor, key_places, material_places, told, answer, back) =
                event;
            time = time + span;
            let (name, reads) = *names.get(name).ok_or_else(|| no_such("an operation"))?;
            let client = clients.get(actor).cloned().flatten();
            let (actor, role) = actors.get(actor).cloned().ok_or_else(|| no_such("an actor"))?;
            let key = |place: usize| keys.get(place).cloned().ok_or_else(|| no_such("a key"));
            let mut used = Vec::with_capacity(material_places.len());
            for place in material_places {
                used.push(*materials.get(place).ok_or_else(|| no_such("key material"))?);
            }
            let told = match told {
                SavedTold::Nothing => None,
                SavedTold::Request(request) => Some(Told::Request(Box::new(request.into_owned()))),
                SavedTold::RequestWithPolicy(request, place) => {
                    let mut request = request.into_owned();
                    let policy = policy_of(&mut request).ok_or_else(|| no_such("a request with a policy"))?;
                    policy.clone_from(policies.get(place).ok_or_else(|| no_such("a policy"))?);
                    Some(Told::Request(Box::new(request)))
                }
                SavedTold::Rotation(rotation) => Some(Told::Rotation(Box::new(rotation.into_owned()))),
                SavedTold::Json(text) => Some(Told::Json(text.into_owned().into())),
            };
            let (error, answered) = match answer {
                SavedAnswer::Nothing => (None, None),
                SavedAnswer::KeyArn => (None, Some(Answered::KeyArn)),
                SavedAnswer::Json(text) => (None, Some(Answered::Json(text.into_owned().into()))),
                SavedAnswer::Error(error) => (Some(error.into_owned()), None),
            };
            Ok(Arc::new(TrailEvent {
                number,
                time,
                region: *regions.get(region).ok_or_else(|| no_such("a Region"))?,
                name,
                read_only: reads && matches!(actor, Actor::Caller(_)),
                actor,
                role,
                client,
                keys: key_places.into_iter().map(key).collect::<Result<_, String>>()?,
                material: used.first().copied(),
                source_material: used.get(1).copied(),
                error,
                request: number.saturating_sub(back),
                told,
                answered,
            }))
        };
        let events = (first..).zip(events).map(|(number, event)| read(number, event));
        Ok(Self { events: events.collect::<Result<_, String>>()?, made, most: MAX_EVENTS })
    }
}

impl<'de> Deserialize<'de> for Trail {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Saved::deserialize(deserializer)?.try_into().map_err(de::Error::custom)
    }
}
