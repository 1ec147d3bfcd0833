//! A world to test in, with short names for what tests do all the time.

use std::sync::Arc;

use mrk_console::{
    kms::{Exception, KeyId, KeyStore, KmsError, Region, Span, Timestamp, api::*},
    world::{Packet, World, may_be_slow},
};

/// What is said of a refused request.
pub type Refusal = (Exception, String);

pub fn us() -> Region {
    region("us-east-1")
}

pub fn eu() -> Region {
    region("eu-west-1")
}

pub fn ap() -> Region {
    region("ap-southeast-1")
}

pub fn region(code: &str) -> Region {
    code.parse().expect("in the catalogue")
}

/// The ARN of a key of the world's account.
pub fn arn(region: Region, key: &str) -> String {
    format!("arn:{}:kms:{region}:111111111111:key/{key}", region.partition().name())
}

pub fn context(pairs: &[(&str, &str)]) -> EncryptionContext {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

pub fn tag(key: &str, value: &str) -> Tag {
    Tag { tag_key: key.to_owned(), tag_value: value.to_owned() }
}

/// A key policy of these statements, each JSON.
pub fn policy(statements: &[&str]) -> String {
    format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, statements.join(","))
}

/// The statement that leaves everything to IAM.
pub const DELEGATE: &str = r#"{"Sid":"Root","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":"kms:*","Resource":"*"}"#;

pub struct Scene {
    pub world: World,
}

/// All of a world that a refused request must leave as it was.
#[derive(Debug, PartialEq)]
struct Unchanged {
    now: Timestamp,
    regions: Vec<Region>,
    store: KeyStore,
    packets: Vec<Packet>,
    next_event: Option<Timestamp>,
    /// What the world will draw next. Requests that may be slow have a draw of their own, refused or not.
    next_key: Option<String>,
}

impl Scene {
    pub fn new() -> Self {
        Self { world: World::new(7) }
    }

    pub fn caller(&self, name: &str) -> Arc<str> {
        self.world.principals().named(name).expect("in the file of principals").acting_arn().into()
    }

    pub fn try_as<R: KmsRequest>(
        &mut self,
        name: &str,
        region: Region,
        request: R,
    ) -> Result<R::Response, KmsError> {
        let caller = self.caller(name);
        self.world.ask(region, &caller, request)
    }

    /// As alice, who may do everything.
    pub fn try_ask<R: KmsRequest>(&mut self, region: Region, request: R) -> Result<R::Response, KmsError> {
        self.try_as("alice", region, request)
    }

    #[track_caller]
    pub fn ask<R: KmsRequest>(&mut self, region: Region, request: R) -> R::Response {
        self.try_ask(region, request).expect("admitted")
    }

    fn unchanged(&self, after: &Request) -> Unchanged {
        let mut later = Self { world: self.world.clone() };
        Unchanged {
            now: self.world.now(),
            regions: self.world.regions().to_vec(),
            store: self.world.store().clone(),
            packets: self.world.packets().cloned().collect(),
            next_event: self.world.next_event(),
            next_key: (!may_be_slow(after)).then(|| later.single(us())),
        }
    }

    /// Asserts that the request is refused, that one event records it, and that nothing else changed.
    #[track_caller]
    pub fn refused_as<R: KmsRequest>(&mut self, name: &str, region: Region, request: R) -> Refusal {
        let request: Request = request.into();
        let before = self.unchanged(&request);
        let events = self.world.trail().made();
        let operation = request.operation();
        let caller = self.caller(name);
        let call = mrk_console::world::Call::new(region, caller, request.clone());
        let error = match self.world.call(call) {
            Ok(answer) => panic!("{} was admitted: {answer:?}", operation.name()),
            Err(error) => error,
        };
        assert_eq!(self.unchanged(&request), before, "{error} changed the world");
        assert_eq!(self.world.trail().made(), events + 1);
        let event = self.world.trail().events().back().expect("just recorded");
        assert_eq!((&*event.name, event.region), (operation.name(), region));
        assert_eq!(event.error.as_ref(), Some(&error));
        (error.exception, error.message.into_owned())
    }

    #[track_caller]
    pub fn refused<R: KmsRequest>(&mut self, region: Region, request: R) -> Refusal {
        self.refused_as("alice", region, request)
    }

    /// Asserts that the request is refused in these words.
    #[track_caller]
    pub fn refuses<R: KmsRequest>(
        &mut self,
        region: Region,
        request: R,
        exception: Exception,
        message: &str,
    ) {
        assert_eq!(self.refused(region, request), (exception, message.to_owned()));
    }

    pub fn pass(&mut self, span: Span) {
        assert_eq!(self.world.advance(self.world.now() + span), None);
    }

    pub fn pass_days(&mut self, days: u32) {
        self.pass(Span::days(days));
    }

    pub fn single(&mut self, region: Region) -> String {
        self.ask(region, CreateKeyRequest::default()).key_metadata.key_id
    }

    /// A multi-Region key whose primary is in us-east-1.
    pub fn primary(&mut self) -> String {
        let request = CreateKeyRequest { multi_region: true, ..Default::default() };
        self.ask(us(), request).key_metadata.key_id
    }

    /// A multi-Region key with members in all three Regions.
    pub fn family(&mut self) -> String {
        let key = self.primary();
        self.replicate(&key, eu());
        self.replicate(&key, ap());
        key
    }

    /// Replicates from us-east-1 and waits until the replica can be used.
    pub fn replicate(&mut self, key: &str, to: Region) {
        self.ask(us(), replicate(key, to));
        self.pass(Span::seconds(5));
    }

    pub fn describe(&mut self, region: Region, key: &str) -> KeyMetadata {
        let request = DescribeKeyRequest { key_id: key.to_owned(), ..Default::default() };
        *self.ask(region, request).key_metadata
    }

    pub fn state(&mut self, region: Region, key: &str) -> KeyState {
        self.describe(region, key).key_state
    }

    pub fn seal(&mut self, region: Region, key: &str, plaintext: &[u8]) -> Blob {
        self.ask(region, encrypt(key, plaintext)).ciphertext_blob
    }

    pub fn open(&mut self, region: Region, ciphertext: &Blob) -> Vec<u8> {
        self.ask(region, decrypt(ciphertext)).plaintext.0
    }

    /// The id of the material that encrypts now, as DescribeKey tells it.
    pub fn material(&mut self, region: Region, key: &str) -> String {
        self.describe(region, key).current_key_material_id.expect("has material")
    }

    /// How many versions of its material a key has.
    pub fn versions(&self, key: &str) -> usize {
        let id = KeyId::parse(key).expect("valid");
        self.world.store().family(&id).expect("exists").material.count()
    }
}

pub fn replicate(key: &str, to: Region) -> ReplicateKeyRequest {
    ReplicateKeyRequest { key_id: key.to_owned(), replica_region: to.code().to_owned(), ..Default::default() }
}

pub fn promote(key: &str, to: Region) -> UpdatePrimaryRegionRequest {
    UpdatePrimaryRegionRequest { key_id: key.to_owned(), primary_region: to.code().to_owned() }
}

pub fn encrypt(key: &str, plaintext: &[u8]) -> EncryptRequest {
    EncryptRequest { key_id: key.to_owned(), plaintext: plaintext.into(), ..Default::default() }
}

pub fn decrypt(ciphertext: &Blob) -> DecryptRequest {
    DecryptRequest { ciphertext_blob: Some(ciphertext.clone()), ..Default::default() }
}

pub fn decrypt_with(key: &str, ciphertext: &Blob) -> DecryptRequest {
    DecryptRequest { key_id: Some(key.to_owned()), ..decrypt(ciphertext) }
}

pub fn data_key(key: &str) -> GenerateDataKeyRequest {
    GenerateDataKeyRequest {
        key_id: key.to_owned(),
        key_spec: Some(DataKeySpec::Aes256),
        ..Default::default()
    }
}

pub fn enable(key: &str) -> EnableKeyRequest {
    EnableKeyRequest { key_id: key.to_owned() }
}

pub fn disable(key: &str) -> DisableKeyRequest {
    DisableKeyRequest { key_id: key.to_owned() }
}

pub fn rotate(key: &str) -> RotateKeyOnDemandRequest {
    RotateKeyOnDemandRequest { key_id: key.to_owned() }
}

pub fn rotate_every(key: &str, days: Option<u32>) -> EnableKeyRotationRequest {
    EnableKeyRotationRequest { key_id: key.to_owned(), rotation_period_in_days: days }
}

pub fn rotation_status(key: &str) -> GetKeyRotationStatusRequest {
    GetKeyRotationStatusRequest { key_id: key.to_owned() }
}

pub fn delete_in(key: &str, days: u32) -> ScheduleKeyDeletionRequest {
    ScheduleKeyDeletionRequest { key_id: key.to_owned(), pending_window_in_days: Some(days) }
}

pub fn cancel(key: &str) -> CancelKeyDeletionRequest {
    CancelKeyDeletionRequest { key_id: key.to_owned() }
}

pub fn put_policy(key: &str, policy: &str) -> PutKeyPolicyRequest {
    PutKeyPolicyRequest { key_id: key.to_owned(), policy: policy.to_owned(), ..Default::default() }
}

pub fn put_policy_unchecked(key: &str, policy: &str) -> PutKeyPolicyRequest {
    PutKeyPolicyRequest { bypass_policy_lockout_safety_check: true, ..put_policy(key, policy) }
}

pub fn create_alias(name: &str, key: &str) -> CreateAliasRequest {
    CreateAliasRequest { alias_name: name.to_owned(), target_key_id: key.to_owned() }
}

pub fn describe(key: &str) -> DescribeKeyRequest {
    DescribeKeyRequest { key_id: key.to_owned(), ..Default::default() }
}
