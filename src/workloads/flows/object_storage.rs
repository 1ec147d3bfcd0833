//! Object storage with SSE-KMS and replication to a bucket in another Region, in two behaviours that are told apart:
//! as S3 does it, and with bytes copied unchanged, as seed 002 tells it.
//!
//! The service asks the KMS of the bucket's own Region and no other. The encryption context is `aws:s3:arn`: the
//! object's ARN, or the bucket's where a bucket key is used (`bucket_keys`).

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    Act, CargoKind, Client, FlowId, Workload,
    moves::{Asked, Move},
    plan::{Plan, ask, asking},
};
use crate::{
    kms::{Region, api::EncryptionContext},
    workloads::Stage,
};

/// A bucket with default encryption under a KMS key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bucket {
    /// Its name.
    pub name: Arc<str>,
    /// Its Region.
    pub region: Region,
    /// The KMS key of its Region, in any form that GenerateDataKey takes.
    pub key_id: String,
    /// Whether objects share a bucket key, so that KMS is asked seldom: at least once for every requester.
    pub bucket_key: bool,
    /// In whose name the service calls KMS, by the ARN under which it acts.
    pub caller: Arc<str>,
}

/// What replication does with an encrypted object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ReplicationBehaviour {
    /// What S3 does: the object is decrypted at the source, sent inside TLS, and encrypted under the key of the
    /// destination. To S3 a multi-Region key is a key of its Region, like any other.
    AsS3Does,
    /// Object and wrapped data key are copied as they are. Seed 002 tells it so; S3 does not do it.
    CopiedUnchanged,
}

impl ReplicationBehaviour {
    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::AsS3Does => "As S3 does it: decrypted and encrypted anew",
            Self::CopiedUnchanged => "Copied unchanged, as it is often told; S3 does not do it",
        }
    }
}

/// Where objects are replicated to, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplicationRule {
    /// The destination. Its key encrypts replicas where the behaviour is that of S3.
    pub to: Bucket,
    /// The behaviour.
    pub behaviour: ReplicationBehaviour,
}

impl Bucket {
    fn path(&self, object: &str) -> Arc<str> {
        format!("{}/{object}", self.name).into()
    }

    fn context(&self, object: &str) -> EncryptionContext {
        let partition = self.region.partition().name();
        let resource = if self.bucket_key { self.name.to_string() } else { self.path(object).to_string() };
        EncryptionContext::from([("aws:s3:arn".to_owned(), format!("arn:{partition}:s3:::{resource}"))])
    }

    /// Encrypts the data in hand and stores it.
    fn store(&self, object: &str, is_replica: bool) -> Vec<Move> {
        let key_id = self.key_id.clone();
        let mut moves = vec![Move::Context(self.context(object))];
        if self.bucket_key {
            let ask = asking(&self.caller, Asked::DataKey { key_id });
            moves.extend([Move::BucketKey { bucket: Arc::clone(&self.name), ask }, Move::DrawUnderBucketKey]);
        } else if is_replica {
            // The permission that a replication role needs at the destination is kms:Encrypt.
            moves.extend([Move::DrawDataKey, ask(&self.caller, Asked::Wrap { key_id })]);
        } else {
            moves.push(ask(&self.caller, Asked::DataKey { key_id }));
        }
        moves.extend([Move::Seal, Move::Put { name: self.path(object) }]);
        moves
    }

    /// Decrypts the message in hand.
    fn open(&self, keep: bool) -> [Move; 2] {
        let ask = asking(&self.caller, Asked::Unwrap(Client::Own));
        [Move::OpeningKey(ask), Move::Open { keep }]
    }

    /// Replicates the message in hand by a rule; a reader, if there is one, opens the replica when it has arrived.
    fn replicate(&self, object: &str, rule: &ReplicationRule, reader: Option<&Arc<str>>) -> Move {
        let to = &rule.to;
        let mut moves = match rule.behaviour {
            ReplicationBehaviour::CopiedUnchanged => vec![
                Move::Carry { to: to.region, kind: CargoKind::Object },
                Move::Put { name: to.path(object) },
            ],
            ReplicationBehaviour::AsS3Does => {
                let mut moves = self.open(true).to_vec();
                moves.push(Move::Carry { to: to.region, kind: CargoKind::DataInTransit });
                moves.extend(to.store(object, true));
                moves
            }
        };
        moves.extend(reader.map(|reader| {
            let bucket = Self { caller: Arc::clone(reader), ..to.clone() };
            Move::SetOff { act: Act::Read, name: object.into(), moves: bucket.read(object) }
        }));
        Move::SetOff { act: Act::Replicate, name: object.into(), moves }
    }

    /// Reads an object and decrypts it.
    fn read(&self, object: &str) -> Vec<Move> {
        let mut moves = vec![Move::Get { name: self.path(object) }];
        moves.extend(self.open(false));
        moves
    }

    /// What storing an object does.
    pub(super) fn put_plan(
        &self,
        rules: &[ReplicationRule],
        object: &str,
        data: &[u8],
        reader: Option<&Arc<str>>,
    ) -> Plan {
        let mut moves = self.store(object, false);
        moves.extend(rules.iter().map(|rule| self.replicate(object, rule, reader)));
        Plan::new(Workload::ObjectStorage, Act::Write, object.into(), self.region, moves).with_data(data)
    }
}

impl Stage {
    /// Stores an object in a bucket, and has it replicated by each rule.
    pub fn put_object(
        &mut self,
        bucket: &Bucket,
        rules: &[ReplicationRule],
        object: &str,
        data: &[u8],
    ) -> FlowId {
        self.start(bucket.put_plan(rules, object, data, None))
    }

    /// Reads an object from a bucket.
    pub fn get_object(&mut self, bucket: &Bucket, object: &str) -> FlowId {
        let moves = bucket.read(object);
        self.start(Plan::new(Workload::ObjectStorage, Act::Read, object.into(), bucket.region, moves))
    }
}
