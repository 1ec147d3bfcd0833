//! An event as CloudTrail writes it.

use serde_json::{Map, Value, json};

use super::{Actor, TrailEvent};
use crate::{
    kms::{KeyArn, api::Operation, event_id, request_id},
    world::access_key::{access_key_id, unique_id},
};

/// How every client of this world reaches an endpoint.
const TLS_VERSION: &str = "TLSv1.3";
const CIPHER_SUITE: &str = "TLS_AES_256_GCM_SHA384";
const KEY_EXCHANGE: &str = "X25519MLKEM768";

impl TrailEvent {
    /// `eventID`: a UUID that is always the same for the same event.
    pub fn event_id(&self) -> String {
        event_id(self.number, self.time)
    }

    /// `requestID`: a UUID that the events of one request share.
    pub fn request_id(&self) -> String {
        request_id(self.request, self.time)
    }

    /// The event as a record of CloudTrail.
    pub fn to_record(&self) -> Value {
        let is_service_event = self.actor == Actor::ServiceEvent;
        let account = self.keys.first().map(|key| key.account.to_string());
        let caller_account = self.caller_account().map(str::to_owned);
        let account = account.or_else(|| caller_account.clone()).unwrap_or_default();
        let internal = matches!(self.actor, Actor::Service | Actor::ServiceEvent);
        let source = match &self.actor {
            Actor::Caller(_) => "127.0.0.1",
            Actor::Through(_) => "kms.amazonaws.com",
            Actor::Service | Actor::ServiceEvent => "AWS Internal",
        };
        let agent = match &self.actor {
            Actor::Caller(_) => self.client.as_deref().unwrap_or("mrk-console"),
            Actor::Through(_) => "kms.amazonaws.com",
            Actor::Service | Actor::ServiceEvent => "AWS Internal",
        };
        let parameters = self.parameters();
        let has_details = parameters.is_some();
        let parameters = parameters.unwrap_or_default();
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
        put("userAgent", json!(agent));
        if let Some(error) = &self.error {
            put("errorCode", json!(error.exception.trail_code()));
            put("errorMessage", json!(error.message));
        }
        put("requestParameters", if is_service_event { Value::Null } else { parameters.clone() });
        put("responseElements", self.response_elements().unwrap_or_default());
        match (&self.material, &self.source_material) {
            (Some(material), None) => put("additionalEventData", json!({ "keyMaterialId": material })),
            (Some(to), Some(from)) => put(
                "additionalEventData",
                json!({ "sourceKeyMaterialId": from, "destinationKeyMaterialId": to }),
            ),
            (None, _) => {}
        }
        put("requestID", json!(self.request_id()));
        put("eventID", json!(self.event_id()));
        put("readOnly", json!(self.read_only));
        let resource = |key: &KeyArn| json!({ "accountId": key.account, "type": "AWS::KMS::Key", "ARN": key.to_string() });
        // The new primary's Region records its part of UpdatePrimaryRegion without resources.
        let is_promotion = *self.name == *Operation::UpdatePrimaryRegion.name();
        if !(is_promotion && matches!(self.actor, Actor::Through(_))) {
            put("resources", self.keys.iter().map(resource).collect());
        }
        put("eventType", json!(if is_service_event { "AwsServiceEvent" } else { "AwsApiCall" }));
        put("managementEvent", json!(true));
        // An account's own trail tells of its principals' calls; the owner of the key has the key's account's.
        put("recipientAccountId", json!(if internal { account } else { caller_account.unwrap_or(account) }));
        if is_service_event && has_details {
            put("serviceEventDetails", parameters);
        }
        put("eventCategory", json!("Management"));
        if matches!(self.actor, Actor::Caller(_)) {
            let host = self.region.endpoint();
            put(
                "tlsDetails",
                json!({
                    "tlsVersion": TLS_VERSION,
                    "cipherSuite": CIPHER_SUITE,
                    "clientProvidedHostHeader": host,
                    "keyExchange": KEY_EXCHANGE,
                }),
            );
        }
        Value::Object(record)
    }

    fn caller_account(&self) -> Option<&str> {
        match &self.actor {
            Actor::Caller(arn) | Actor::Through(arn) => arn.split(':').nth(4),
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
        let account = arn.split(':').nth(4).unwrap_or(account);
        let resource = arn.rsplit_once(':').map_or("", |(_, resource)| resource);
        let last = resource.rsplit('/').next().unwrap_or_default();
        let mut identity = match resource.split_once('/').map_or(resource, |(kind, _)| kind) {
            "assumed-role" => self.session_identity(arn, account, resource, last),
            "root" => json!({
                "type": "Root",
                "principalId": account,
                "arn": &**arn,
                "accountId": account,
                "accessKeyId": access_key_id(arn),
            }),
            _ => json!({
                "type": "IAMUser",
                "principalId": unique_id("AIDA", arn),
                "arn": &**arn,
                "accountId": account,
                "accessKeyId": access_key_id(arn),
                "userName": last,
            }),
        };
        if let Some(service) = invoked_by {
            identity["invokedBy"] = json!(service);
        }
        identity
    }

    /// The identity of a session of a role, with the role that issued it.
    fn session_identity(&self, arn: &str, account: &str, resource: &str, session: &str) -> Value {
        let role = resource.split('/').nth(1).unwrap_or_default();
        let partition = arn.split(':').nth(1).unwrap_or("aws");
        let issuer = match &self.role {
            Some(role) => role.to_string(),
            None => format!("arn:{partition}:iam::{account}:role/{role}"),
        };
        let issuer_id = unique_id("AROA", &issuer);
        json!({
            "type": "AssumedRole",
            "principalId": format!("{issuer_id}:{session}"),
            "arn": arn,
            "accountId": account,
            "accessKeyId": access_key_id(arn),
            "sessionContext": {
                "sessionIssuer": {
                    "type": "Role",
                    "principalId": issuer_id,
                    "arn": issuer,
                    "accountId": account,
                    "userName": role,
                },
                "attributes": {
                    "creationDate": self.time.iso_8601(),
                    "mfaAuthenticated": "false",
                },
            },
        })
    }
}
