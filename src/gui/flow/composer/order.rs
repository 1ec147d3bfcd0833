//! What the button does: the choices as a transfer or as a workload.

use std::sync::Arc;

use super::{Composer, kind::Kind};
use crate::{
    gui::{
        command::{Command, Content, Sending},
        desk::Desk,
    },
    kms::{KeyId, Region, api::EncryptionContext},
    workloads::{
        Bucket, Database, Delivery, FlowOrder, GlobalTable, KeyAt, Proof, ProofKind, Records,
        ReplicationBehaviour, ReplicationRule, SnapshotCopy,
    },
    world::Principal,
};

/// The table of the global-table workload.
const TABLE: &str = "customers";

impl Composer {
    /// Why nothing can be sent or run yet; nothing if it can.
    pub(super) fn missing(&self) -> Option<&'static str> {
        let text = self.texts.of(self.kind);
        match self.kind {
            Kind::File if self.file.is_none() => Some("Choose a file first"),
            Kind::Object if text.is_empty() => Some("Name the object first"),
            Kind::Table if text.is_empty() => Some("Name the item first"),
            Kind::Recovery if text.is_empty() => Some("Name the database first"),
            Kind::Object
                if self.destination_key.is_none() && self.replication == ReplicationBehaviour::AsS3Does =>
            {
                Some("There is no symmetric encryption key in the destination, and S3 needs one")
            }
            _ => None,
        }
    }

    /// What is to be done; nothing while something is missing.
    pub(super) fn command(&self, desk: &Desk) -> Option<Command> {
        if self.kind.is_sent() {
            return self.sending(desk).map(|sending| Command::Send(Box::new(sending)));
        }
        self.order(desk).map(|order| Command::RunWorkload(Box::new(order)))
    }

    fn sending(&self, desk: &Desk) -> Option<Sending> {
        let content = match self.kind {
            Kind::File => Content::File(self.file.as_ref()?.path.clone()),
            _ => Content::Text(self.texts.of(self.kind).clone()),
        };
        let (source, key) = (self.from?, self.key()?);
        let context = self.context.context();
        Some(Sending {
            content,
            source,
            destination: self.to?,
            key_id: key_name(desk, key, source),
            reader_context: context.clone(),
            context,
            reader: self.reader.clone().unwrap_or_else(|| desk.acting.clone()),
        })
    }

    fn order(&self, desk: &Desk) -> Option<FlowOrder> {
        let text = self.texts.of(self.kind);
        let (from, to, key) = (self.from?, self.to?, self.key()?);
        let key_id = key_name(desk, key, from);
        let (writer, reader) = (desk.acting_arn(), self.reader_arn(desk));
        let data: Arc<[u8]> = text.as_bytes().into();
        Some(match self.kind {
            Kind::Text | Kind::File => return None,
            Kind::Envelope => {
                let at =
                    |key: &KeyId, region| KeyAt { endpoint: region, key_id: key_name(desk, key, region) };
                let mut keys = vec![at(key, from)];
                keys.extend(self.also_under.as_ref().map(|(key, region)| at(key, *region)));
                let delivery = Delivery {
                    name: "Message".into(),
                    from,
                    to,
                    keys,
                    reader_client: self.client,
                    writer,
                    reader,
                    context: self.context.context(),
                };
                FlowOrder::Delivery { delivery, data }
            }
            Kind::Object => {
                let bucket = |key: &KeyId, key_id: String, region, suffix: &str| Bucket {
                    name: bucket_name(&desk.key_label(key, region), region, suffix),
                    region,
                    key_id,
                    bucket_key: self.bucket_keys,
                    caller: Arc::clone(&writer),
                };
                // Bytes that are copied unchanged need no key of the destination.
                let there = self.destination_key.as_ref().unwrap_or(key);
                let suffix = if from == to { "-copy" } else { "" };
                let rule = ReplicationRule {
                    to: bucket(there, key_name(desk, there, to), to, suffix),
                    behaviour: self.replication,
                };
                FlowOrder::Object {
                    bucket: bucket(key, key_id, from, ""),
                    rules: vec![rule],
                    object: text.as_str().into(),
                    data: sample(text, from),
                    reader: Some(reader),
                }
            }
            Kind::Table => {
                let members = desk.world().store().family(key)?.members.keys();
                let callers = members.map(|region| (*region, Arc::clone(&writer))).collect();
                let context = EncryptionContext::from([("table".to_owned(), TABLE.to_owned())]);
                let items = Records::under_key(desk.world(), key, callers, context)?;
                let regions = [Some(from), self.also_in];
                FlowOrder::Item {
                    table: GlobalTable { name: TABLE.into(), items },
                    item: text.as_str().into(),
                    writes: regions.into_iter().flatten().map(|it| (it, value(desk, text, it))).collect(),
                    reader: Some(reader),
                }
            }
            Kind::Recovery => {
                let anew = |key: &KeyId| SnapshotCopy::ReEncrypted { key_id: key_name(desk, key, to) };
                FlowOrder::Recovery {
                    database: Database { name: text.as_str().into(), region: from, key_id, caller: writer },
                    data: sample(text, from),
                    to,
                    copy: self.copy_under.as_ref().map_or(SnapshotCopy::Unchanged, anew),
                    restorer: Some(reader),
                }
            }
            Kind::Signing | Kind::Token => {
                let family = desk.world().store().family(key)?;
                // Where the verifier's Region has no member it asks where the proof was made.
                let verified = if family.members.contains_key(&to) { to } else { from };
                let at = |region| KeyAt { endpoint: region, key_id: key_name(desk, key, region) };
                let proof = Proof {
                    name: if self.kind == Kind::Signing { "Document" } else { "Token" }.into(),
                    kind: ProofKind::of_key(family)?,
                    from,
                    maker_key: at(from),
                    maker: writer,
                    to,
                    verifier_key: at(verified),
                    verifier: reader,
                };
                FlowOrder::Proof { proof, data }
            }
        })
    }

    fn reader_arn(&self, desk: &Desk) -> Arc<str> {
        let named = self.reader.as_ref().and_then(|name| desk.world().principals().named(name));
        named.map_or_else(|| desk.acting_arn(), |it| Principal::acting_arn(it).into())
    }
}

/// A key as a request names it in a Region: by an alias, or by its id.
fn key_name(desk: &Desk, key: &KeyId, region: Region) -> String {
    let alias = desk.world().store().aliases_of(key, region).next();
    alias.map_or_else(|| key.to_string(), ToString::to_string)
}

/// Every key has a bucket of its own in each Region: a bucket's key does not change while it is in use.
fn bucket_name(key: &str, region: Region, suffix: &str) -> Arc<str> {
    let letter = |it: char| if it.is_ascii_alphanumeric() { it.to_ascii_lowercase() } else { '-' };
    let name: String = key.chars().map(letter).collect();
    format!("{name}-{region}{suffix}").into()
}

/// What something with this name holds that was written in a Region.
fn sample(name: &str, region: Region) -> Arc<[u8]> {
    format!("{name}, written in {region}: all is well, and nobody else may read it").into_bytes().into()
}

/// What an item holds that is written in a Region: something else each time, so that what is read tells whose write it is.
fn value(desk: &Desk, item: &str, region: Region) -> Arc<[u8]> {
    let number = desk.stage.flows.made() + 1;
    format!("{item}, as {region} wrote it by flow {number}").into_bytes().into()
}
