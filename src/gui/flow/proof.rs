//! A proof that crossed, looked at by itself: the digest with its signature, or the claims with their MAC, and what is known
//! of the key that made it. It can be verified again, whole or changed, in any Region and by anybody.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    kms::{
        AccountId, KeyArn, KeyFamily, KeyId, KeyStore, Region,
        api::{
            Blob, MacAlgorithm, MessageType, Operation, Request, SigningAlgorithm, VerifyMacRequest,
            VerifyRequest,
        },
    },
    workloads::{CallStep, Cargo, CargoKind, Flow, FlowOrder, KeyAt, Proof, ProofKind, Stage},
    world::TrailEvent,
};

/// How long a digest that is signed is, in bytes.
const DIGEST: usize = 32;

/// A proof with what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CrossedProof {
    /// What people call the document or the token.
    pub name: Arc<str>,
    /// What kind, and by which algorithm.
    pub kind: ProofKind,
    /// The key, in the Region that was asked first.
    pub key: KeyArn,
    /// The digest that was signed, or the claims.
    pub message: Arc<[u8]>,
    /// The signature or the MAC.
    pub made: Blob,
}

/// What is to be changed before a proof is verified again.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Change {
    /// One bit of this byte of what crossed: the message first, then the proof.
    pub flipped: Option<usize>,
    /// Another document or other claims.
    pub message: Option<String>,
    /// Another algorithm.
    pub kind: Option<ProofKind>,
}

impl CrossedProof {
    /// The proof that a flow sent; nothing of other cargo, and while nobody knows of which key it is.
    pub fn of(stage: &Stage, flow: &Flow, cargo: &Cargo) -> Option<Self> {
        let content = cargo.content.as_ref()?;
        let (_, call) = flow.calls().find(|(_, call)| is_of_proofs(call.operation))?;
        let event = call.event.and_then(|number| event(stage, number));
        let store = stage.world.store();
        let known = event.as_ref().and_then(|event| event.keys.first().cloned());
        let key = known.or_else(|| key_named(call))?;
        let family = store.family(&key.key_id);
        let asked = event.as_ref().and_then(|event| asked_algorithm(event));
        let kind = asked.or_else(|| ProofKind::of_key(family?))?;
        let message = match cargo.kind {
            CargoKind::SignedDigest => DIGEST,
            CargoKind::Token => content.0.len().checked_sub(mac_bytes(family, kind))?,
            _ => return None,
        };
        let (message, made) = content.0.split_at_checked(message)?;
        Some(Self {
            name: plain_name(&flow.name).into(),
            kind,
            key,
            message: message.into(),
            made: made.into(),
        })
    }

    /// Whether it is a signature; else it is a MAC.
    pub fn is_signature(&self) -> bool {
        matches!(self.kind, ProofKind::Signature(_))
    }

    /// The ARN of the key's member in a Region, whether it has one or not.
    pub fn key_in(&self, region: Region) -> String {
        KeyArn { region, ..self.key.clone() }.to_string()
    }

    /// Whether a Region's KMS would find it right.
    pub fn dry_run_in(&self, region: Region) -> Request {
        let (key_id, message) = (self.key_in(region), Blob::from(&*self.message));
        match self.kind {
            ProofKind::Signature(algorithm) => VerifyRequest {
                key_id,
                message,
                message_type: Some(MessageType::Digest),
                signature: self.made.clone(),
                signing_algorithm: Some(algorithm),
                dry_run: true,
                ..Default::default()
            }
            .into(),
            ProofKind::Mac(algorithm) => VerifyMacRequest {
                key_id,
                message,
                mac: self.made.clone(),
                mac_algorithm: Some(algorithm),
                dry_run: true,
                ..Default::default()
            }
            .into(),
        }
    }

    /// Has it brought from one Region to another and verified there, by that Region's own KMS.
    pub fn again(&self, (from, to): (Region, Region), verifier: Arc<str>, change: &Change) -> FlowOrder {
        let kind = change.kind.unwrap_or(self.kind);
        let typed = change.message.as_ref().map(|text| kind.message_of(text.as_bytes()));
        let mut message = typed.unwrap_or_else(|| Arc::clone(&self.message)).to_vec();
        let mut made = self.made.0.clone();
        if let Some(byte) = change.flipped {
            let after = byte.checked_sub(message.len());
            let byte = match after {
                None => message.get_mut(byte),
                Some(byte) => made.get_mut(byte),
            };
            if let Some(byte) = byte {
                *byte ^= 1;
            }
        }
        let key = KeyAt { endpoint: to, key_id: self.key_in(to) };
        let proof = Proof {
            name: self.changed_name(change).into(),
            kind,
            from,
            maker_key: KeyAt { endpoint: self.key.region, key_id: self.key.to_string() },
            maker: Arc::clone(&verifier),
            to,
            verifier_key: key,
            verifier,
        };
        FlowOrder::Verify { proof, message: message.into(), made: Blob(made) }
    }

    /// What the run of a change is called.
    fn changed_name(&self, change: &Change) -> String {
        let name = &self.name;
        match (change.flipped, &change.message, change.kind) {
            (Some(_), ..) => format!("{name}, one bit flipped"),
            (_, Some(_), _) => {
                format!("{name}, other {}", if self.is_signature() { "document" } else { "claims" })
            }
            (_, _, Some(kind)) => format!("{name}, as {}", algorithm_name(kind)),
            _ => format!("{name}, again"),
        }
    }
}

/// The name of an algorithm.
pub(super) fn algorithm_name(kind: ProofKind) -> &'static str {
    match kind {
        ProofKind::Signature(algorithm) => algorithm.name(),
        ProofKind::Mac(algorithm) => algorithm.name(),
    }
}

/// All algorithms of the kind, those that the key has first.
pub(super) fn algorithms(store: &KeyStore, proof: &CrossedProof) -> Vec<ProofKind> {
    let family = store.family(&proof.key.key_id);
    let own: Vec<ProofKind> = match (family, proof.is_signature()) {
        (None, _) => Vec::new(),
        (Some(it), true) => it.spec.signing_algorithms().iter().copied().map(ProofKind::Signature).collect(),
        (Some(it), false) => it.spec.mac_algorithms().iter().copied().map(ProofKind::Mac).collect(),
    };
    let all: Vec<ProofKind> = match proof.is_signature() {
        true => SigningAlgorithm::ALL.iter().copied().map(ProofKind::Signature).collect(),
        false => MacAlgorithm::ALL.iter().copied().map(ProofKind::Mac).collect(),
    };
    let first: BTreeSet<&str> = own.iter().copied().map(algorithm_name).collect();
    let others = all.into_iter().filter(|it| !first.contains(algorithm_name(*it)));
    own.iter().copied().chain(others).collect()
}

fn is_of_proofs(operation: Operation) -> bool {
    matches!(operation, Operation::Sign | Operation::Verify | Operation::GenerateMac | Operation::VerifyMac)
}

/// The event with this number, if the trail still has it.
fn event(stage: &Stage, number: u64) -> Option<Arc<TrailEvent>> {
    stage.world.trail().events().iter().rev().find(|event| event.number == number).cloned()
}

/// The algorithm that a request asked for.
fn asked_algorithm(event: &TrailEvent) -> Option<ProofKind> {
    let parameters = event.parameters()?;
    let text = |name: &str| parameters.get(name).and_then(|value| value.as_str());
    let signing = text("signingAlgorithm").and_then(SigningAlgorithm::from_name).map(ProofKind::Signature);
    signing.or_else(|| text("macAlgorithm").and_then(MacAlgorithm::from_name).map(ProofKind::Mac))
}

/// The key that a call names by its ARN.
fn key_named(call: &CallStep) -> Option<KeyArn> {
    let mut parts = call.key.split(':').skip(4);
    let account = AccountId::parse(parts.next()?)?;
    let key_id = KeyId::parse(parts.next()?.strip_prefix("key/")?)?;
    Some(KeyArn { region: call.endpoint, account, key_id })
}

/// How long a MAC is: the key's spec says it, whatever algorithm was asked for.
fn mac_bytes(family: Option<&KeyFamily>, kind: ProofKind) -> usize {
    let own = family.and_then(|it| it.spec.mac_algorithms().first().copied());
    let algorithm = own.or(match kind {
        ProofKind::Mac(algorithm) => Some(algorithm),
        ProofKind::Signature(_) => None,
    });
    match algorithm {
        Some(MacAlgorithm::HmacSha224) => 28,
        Some(MacAlgorithm::HmacSha384) => 48,
        Some(MacAlgorithm::HmacSha512) => 64,
        Some(MacAlgorithm::HmacSha256) | None => 32,
    }
}

/// The name without what a change added to it.
fn plain_name(name: &str) -> &str {
    name.split_once(", ").map_or(name, |(plain, _)| plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proof(kind: ProofKind) -> CrossedProof {
        CrossedProof {
            name: "Document".into(),
            kind,
            key: KeyArn {
                region: "us-east-1".parse().expect("known"),
                account: AccountId::parse("111111111111").expect("12 digits"),
                key_id: KeyId::parse("mrk-1234567890abcdef1234567890abcdef").expect("a key id"),
            },
            message: kind.message_of(b"text"),
            made: Blob(vec![0; 8]),
        }
    }

    fn changed(proof: &CrossedProof, change: &Change) -> (Proof, Arc<[u8]>, Blob) {
        let ends = ("us-east-1".parse().expect("known"), "eu-west-1".parse().expect("known"));
        match proof.again(ends, "arn".into(), change) {
            FlowOrder::Verify { proof, message, made } => (proof, message, made),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_flipped_bit_is_one_of_the_message_or_of_the_proof() {
        let proof = proof(ProofKind::Mac(MacAlgorithm::HmacSha256));
        for (byte, of_message) in [(0, true), (3, true), (4, false), (11, false)] {
            let change = Change { flipped: Some(byte), ..Change::default() };
            let (_, message, made) = changed(&proof, &change);
            let bits = |a: &[u8], b: &[u8]| a.iter().zip(b).map(|(a, b)| (a ^ b).count_ones()).sum::<u32>();
            let differ = (bits(&message, &proof.message), bits(&made.0, &proof.made.0));
            assert_eq!(differ, if of_message { (1, 0) } else { (0, 1) }, "byte {byte}");
        }
        let (_, message, made) = changed(&proof, &Change { flipped: Some(12), ..Change::default() });
        assert_eq!(
            (message, made),
            (Arc::clone(&proof.message), proof.made.clone()),
            "there is no such byte"
        );
    }

    #[test]
    fn what_is_changed_is_asked_for_in_the_region_of_the_verifier_and_named() {
        let signature = proof(ProofKind::Signature(SigningAlgorithm::EcdsaSha256));
        assert_eq!(signature.message.len(), DIGEST);
        let (same, message, made) = changed(&signature, &Change::default());
        assert_eq!((&message, &made, &*same.name), (&signature.message, &signature.made, "Document, again"));
        let arn = "arn:aws:kms:eu-west-1:111111111111:key/mrk-1234567890abcdef1234567890abcdef";
        assert_eq!(same.verifier_key, KeyAt { endpoint: same.to, key_id: arn.to_owned() });
        let change = Change { message: Some("other".into()), ..Change::default() };
        let (other, message, _) = changed(&signature, &change);
        assert!(message != signature.message && message.len() == DIGEST, "a digest travels");
        assert_eq!(&*other.name, "Document, other document");
        let rsa = ProofKind::Signature(SigningAlgorithm::RsassaPssSha256);
        let (as_rsa, ..) = changed(&signature, &Change { kind: Some(rsa), ..Change::default() });
        assert_eq!((as_rsa.kind, &*as_rsa.name), (rsa, "Document, as RSASSA_PSS_SHA_256"));
        assert_eq!(plain_name(&as_rsa.name), "Document");
    }
}
