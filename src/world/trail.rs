//! The trail: a record of every call in the Region that was called, and of what the service did by itself.

use std::sync::Arc;

use imbl::Vector;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::kms::{
    EpochSeconds, Exception, KeyArn, KeyMaterialId, KmsError, RecordSource, Region, Timestamp, Touched,
    api::{Operation, Request, Response},
    uuid_text,
};

/// How many events a world keeps; the oldest go first.
const MAX_EVENTS: usize = 100_000;

/// One event of a Region's trail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrailEvent {
    /// Numbers the events of all Regions in the order in which they happened.
    pub number: u64,
    /// When it happened.
    pub time: Timestamp,
    /// Whose trail it is in.
    pub region: Region,
    /// `eventName`: the operation, or what the service did.
    pub name: Arc<str>,
    /// Who did it.
    pub actor: Actor,
    /// The keys it was about, each by the ARN of the member that was touched.
    pub keys: Vec<KeyArn>,
    /// The version of key material that was used.
    pub material: Option<KeyMaterialId>,
    /// `requestParameters`, or `serviceEventDetails` of a service event, as JSON.
    pub parameters: Option<Arc<str>>,
    /// `responseElements`, as JSON.
    pub response: Option<Arc<str>>,
    /// Why the call was refused.
    pub error: Option<KmsError>,
    /// Whether the call changes nothing.
    pub read_only: bool,
    /// Equal in the events that one request made in several Regions.
    pub request: u64,
}

/// Who is behind an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
}

/// The events of all Regions, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Trail {
    events: Vector<Arc<TrailEvent>>,
    made: u64,
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
        if self.events.len() > MAX_EVENTS {
            self.events.pop_front();
        }
        event
    }
}

/// The event of a request and its answer.
pub(super) fn of_request(
    (number, time, region): (u64, Timestamp, Region),
    caller: &Arc<str>,
    request: &Request,
    touched: Touched,
    answer: &Result<Response, KmsError>,
) -> TrailEvent {
    let operation = request.operation();
    let elements = answer.as_ref().ok().and_then(|response| response_elements(response, &touched));
    TrailEvent {
        number,
        time,
        region,
        name: operation.name().into(),
        actor: Actor::Caller(Arc::clone(caller)),
        keys: touched.keys,
        material: touched.material,
        parameters: request_parameters(request).map(|value| value.to_string().into()),
        response: elements.map(|value| value.to_string().into()),
        error: answer.as_ref().err().cloned(),
        read_only: operation.is_read_only(),
        request: number,
    }
}

/// The actor that a record made by the service names.
pub(super) fn actor_of(source: RecordSource, caller: Option<&Arc<str>>) -> Actor {
    match (source, caller) {
        (RecordSource::CallerElsewhere, Some(caller)) => Actor::Through(Arc::clone(caller)),
        (RecordSource::ServiceEvent, _) => Actor::ServiceEvent,
        (RecordSource::Internal | RecordSource::CallerElsewhere, _) => Actor::Service,
    }
}

/// `KeyId` as `keyId`.
fn lower_camel(name: &str) -> String {
    let mut characters = name.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

/// A JSON object with the first letters of all names in lower case.
fn with_lower_camel_names(value: Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .map(|(name, value)| {
                    // An encryption context's own keys are the caller's, not names of the API.
                    let inner = if name.ends_with("Context") { value } else { with_lower_camel_names(value) };
                    (lower_camel(&name), inner)
                })
                .collect(),
        ),
        Value::Array(elements) => Value::Array(elements.into_iter().map(with_lower_camel_names).collect()),
        other => other,
    }
}

/// What an event shows of the members of a response or of a made record: names in lower camel case, dates as text.
pub(super) fn elements(value: Value) -> Value {
    with_dates_as_text(with_lower_camel_names(value))
}

/// A JSON value whose dates, which the API writes as seconds since the epoch, are written as trails write them.
fn with_dates_as_text(mut value: Value) -> Value {
    match &mut value {
        Value::Object(members) => {
            for (name, value) in members {
                let moment: Option<EpochSeconds> =
                    if name.ends_with("Date") { serde_json::from_value(value.clone()).ok() } else { None };
                *value = match moment {
                    Some(EpochSeconds(moment)) => Value::String(moment.trail_text()),
                    None => with_dates_as_text(value.take()),
                };
            }
        }
        Value::Array(elements) => {
            for element in elements {
                *element = with_dates_as_text(element.take());
            }
        }
        _ => {}
    }
    value
}

/// The members that a trail shows with their default values where the request leaves them out.
fn defaults(request: &Request) -> Value {
    match request {
        Request::CreateKey(_) => json!({
            "description": "",
            "keyUsage": "ENCRYPT_DECRYPT",
            "keySpec": "SYMMETRIC_DEFAULT",
            "customerMasterKeySpec": "SYMMETRIC_DEFAULT",
            "origin": "AWS_KMS",
        }),
        Request::ReplicateKey(_) => json!({ "description": "" }),
        Request::Encrypt(_) | Request::Decrypt(_) => json!({ "encryptionAlgorithm": "SYMMETRIC_DEFAULT" }),
        Request::ScheduleKeyDeletion(_) => json!({ "pendingWindowInDays": 30 }),
        _ => Value::Null,
    }
}

/// `requestParameters`: the request without plaintext and ciphertext.
fn request_parameters(request: &Request) -> Option<Value> {
    let wrapped = serde_json::to_value(request).ok()?;
    let Value::Object(by_operation) = wrapped else { return None };
    let (_, members) = by_operation.into_iter().next()?;
    let Value::Object(mut parameters) = with_lower_camel_names(members) else { return None };
    for secret in ["plaintext", "ciphertextBlob", "dryRun"] {
        parameters.remove(secret);
    }
    parameters.retain(|_, value| !matches!(value, Value::Array(list) if list.is_empty()));
    if let Value::Object(defaults) = defaults(request) {
        for (name, value) in defaults {
            parameters.entry(name).or_insert(value);
        }
    }
    if parameters.is_empty() { None } else { Some(Value::Object(parameters)) }
}

/// `responseElements`: nothing for reads and cryptography; the key's ARN for changes without an answer.
fn response_elements(response: &Response, touched: &Touched) -> Option<Value> {
    match response {
        Response::CreateKey(_) | Response::ReplicateKey(_) | Response::ScheduleKeyDeletion(_) => {}
        Response::CancelKeyDeletion(_) | Response::RotateKeyOnDemand(_) => {}
        Response::CreateAlias(())
        | Response::DeleteAlias(())
        | Response::DisableKey(())
        | Response::DisableKeyRotation(())
        | Response::EnableKey(())
        | Response::EnableKeyRotation(())
        | Response::PutKeyPolicy(())
        | Response::TagResource(())
        | Response::UntagResource(())
        | Response::UpdateAlias(())
        | Response::UpdateKeyDescription(())
        | Response::UpdatePrimaryRegion(()) => {
            return touched.keys.first().map(|key| json!({ "keyId": key.to_string() }));
        }
        _ => return None,
    }
    serde_json::to_value(response).ok().map(elements)
}

impl TrailEvent {
    /// A UUID that is always the same for the same event.
    fn uuid(&self, purpose: &str, number: u64) -> String {
        let digest = Sha256::new()
            .chain_update(purpose)
            .chain_update(number.to_be_bytes())
            .chain_update(self.time.as_micros().to_be_bytes())
            .finalize();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        uuid_text(&bytes)
    }

    /// The event as a record of CloudTrail.
    pub fn to_record(&self) -> Value {
        let parse = |text: &Option<Arc<str>>| match text {
            Some(text) => serde_json::from_str(text).unwrap_or(Value::Null),
            None => Value::Null,
        };
        let is_service_event = self.actor == Actor::ServiceEvent;
        let account = self.keys.first().map(|key| key.account.to_string());
        let account = account.or_else(|| self.caller_account()).unwrap_or_default();
        let internal = matches!(self.actor, Actor::Service | Actor::ServiceEvent);
        let source = match &self.actor {
            Actor::Caller(_) => "127.0.0.1",
            Actor::Through(_) => "kms.amazonaws.com",
            Actor::Service | Actor::ServiceEvent => "AWS Internal",
        };
        let mut record = Map::new();
        let mut put = |name: &str, value: Value| {
            record.insert(name.to_owned(), value);
        };
        put("eventVersion", json!("1.11"));
        put("userIdentity", self.user_identity(&account));
        put("eventTime", json!(self.time.iso_8601()));
        put("eventSource", json!("kms.amazonaws.com"));
        put("eventName", json!(&*self.name));
        put("awsRegion", json!(self.region.code()));
        put("sourceIPAddress", json!(source));
        put("userAgent", json!(if internal { "AWS Internal" } else { "mrk-console" }));
        if let Some(error) = &self.error {
            put("errorCode", json!(error.exception.trail_code()));
            put("errorMessage", json!(error.message));
        }
        put("requestParameters", if is_service_event { Value::Null } else { parse(&self.parameters) });
        put("responseElements", parse(&self.response));
        if let Some(material) = &self.material {
            put("additionalEventData", json!({ "keyMaterialId": material }));
        }
        put("requestID", json!(self.uuid("request", self.request)));
        put("eventID", json!(self.uuid("event", self.number)));
        put("readOnly", json!(self.read_only));
        let resource = |key: &KeyArn| json!({ "accountId": key.account, "type": "AWS::KMS::Key", "ARN": key.to_string() });
        // The new primary's Region records its part of UpdatePrimaryRegion without resources.
        let is_promotion = self.name.as_ref() == Operation::UpdatePrimaryRegion.name();
        if !(is_promotion && matches!(self.actor, Actor::Through(_))) {
            put("resources", self.keys.iter().map(resource).collect());
        }
        put("eventType", json!(if is_service_event { "AwsServiceEvent" } else { "AwsApiCall" }));
        put("managementEvent", json!(true));
        put("recipientAccountId", json!(account));
        if is_service_event && self.parameters.is_some() {
            put("serviceEventDetails", parse(&self.parameters));
        }
        put("eventCategory", json!("Management"));
        Value::Object(record)
    }

    fn caller_account(&self) -> Option<String> {
        match &self.actor {
            Actor::Caller(arn) | Actor::Through(arn) => arn.split(':').nth(4).map(str::to_owned),
            Actor::Service | Actor::ServiceEvent => None,
        }
    }

    fn user_identity(&self, account: &str) -> Value {
        let (arn, invoked_by) = match &self.actor {
            Actor::Caller(arn) => (arn, None),
            Actor::Through(arn) => (arn, Some("kms.amazonaws.com")),
            Actor::Service | Actor::ServiceEvent => {
                return json!({ "accountId": account, "invokedBy": "AWS Internal" });
            }
        };
        let resource = arn.rsplit_once(':').map_or("", |(_, resource)| resource);
        let kind = match resource.split_once('/').map_or(resource, |(kind, _)| kind) {
            "assumed-role" => "AssumedRole",
            "root" => "Root",
            _ => "IAMUser",
        };
        let mut identity = json!({
            "type": kind,
            "arn": &**arn,
            "accountId": arn.split(':').nth(4).unwrap_or(account),
        });
        if kind == "IAMUser"
            && let Some((_, name)) = resource.rsplit_once('/')
        {
            identity["userName"] = json!(name);
        }
        if let Some(service) = invoked_by {
            identity["invokedBy"] = json!(service);
        }
        identity
    }

    /// The exception that refused the call, if one did.
    pub fn exception(&self) -> Option<Exception> {
        self.error.as_ref().map(|error| error.exception)
    }
}
