//! Proofs that are made in one Region and verified in another: signatures of documents, and tokens with a MAC.
//!
//! Of a document its digest travels with the signature. A token's claims travel in the clear with their MAC, as tokens
//! do: they are no secret.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{
    Act, CargoKind, FlowId, KeyAt, Workload,
    moves::{Asked, Move},
    plan::{Plan, ask_at},
};
use crate::{
    kms::{
        KeyFamily, Region,
        api::{Blob, MacAlgorithm, SigningAlgorithm},
    },
    workloads::Stage,
};

/// What kind of proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProofKind {
    /// A signature of a document's SHA-256 digest; the algorithm must take one.
    Signature(SigningAlgorithm),
    /// A MAC of a token's claims.
    Mac(MacAlgorithm),
}

/// A proof to be made and verified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// What people call it.
    pub name: Arc<str>,
    /// What kind.
    pub kind: ProofKind,
    /// Where it is made.
    pub from: Region,
    /// The key that makes it.
    pub maker_key: KeyAt,
    /// Who makes it, by the ARN under which it acts.
    pub maker: Arc<str>,
    /// Where it is verified.
    pub to: Region,
    /// The key that verifies it.
    pub verifier_key: KeyAt,
    /// Who verifies it.
    pub verifier: Arc<str>,
}

impl ProofKind {
    /// What a key can prove: a signature by its first algorithm that takes a SHA-256 digest, or a MAC. Nothing if it can
    /// do neither.
    pub fn of_key(key: &KeyFamily) -> Option<Self> {
        use SigningAlgorithm::{EcdsaSha256, RsassaPkcs1V15Sha256, RsassaPssSha256};
        let takes_sha256 =
            |it: &SigningAlgorithm| matches!(it, EcdsaSha256 | RsassaPkcs1V15Sha256 | RsassaPssSha256);
        let signing = key.signing_algorithms().and_then(|all| all.into_iter().find(takes_sha256));
        let mac = || key.mac_algorithms().and_then(|all| all.first().copied());
        signing.map(Self::Signature).or_else(|| mac().map(Self::Mac))
    }

    /// What travels of a document or of claims: of a document its SHA-256 digest, claims as they are.
    pub fn message_of(self, data: &[u8]) -> Arc<[u8]> {
        match self {
            Self::Signature(_) => Sha256::digest(data).as_slice().into(),
            Self::Mac(_) => data.into(),
        }
    }

    fn workload(self) -> Workload {
        match self {
            Self::Signature(_) => Workload::Signing,
            Self::Mac(_) => Workload::Tokens,
        }
    }
}

impl Stage {
    /// Makes a proof of a document or of claims in one Region, and has it verified in another.
    pub fn prove(&mut self, proof: &Proof, data: &[u8]) -> FlowId {
        self.start(proof.plan(data))
    }
}

impl Proof {
    /// What is done with a document or with claims.
    pub(super) fn plan(&self, data: &[u8]) -> Plan {
        let key_id = self.maker_key.key_id.clone();
        let make = match self.kind {
            ProofKind::Signature(algorithm) => Asked::Sign { key_id, algorithm },
            ProofKind::Mac(algorithm) => Asked::Mac { key_id, algorithm },
        };
        let mut moves = vec![ask_at(self.maker_key.endpoint, &self.maker, make)];
        moves.extend(self.verification());
        self.plan_of(moves).with_data(&self.kind.message_of(data))
    }

    /// What is done with a proof that is there already: nobody is asked to make it. The message is what travels with it.
    pub(super) fn verification_plan(&self, message: &[u8], made: &Blob) -> Plan {
        self.plan_of(self.verification().into()).with_data(message).with_proof(made)
    }

    /// The way to the verifier, and what is asked there.
    fn verification(&self) -> [Move; 2] {
        let key_id = self.verifier_key.key_id.clone();
        let (verify, kind) = match self.kind {
            ProofKind::Signature(algorithm) => (Asked::Verify { key_id, algorithm }, CargoKind::SignedDigest),
            ProofKind::Mac(algorithm) => (Asked::VerifyMac { key_id, algorithm }, CargoKind::Token),
        };
        let verify = ask_at(self.verifier_key.endpoint, &self.verifier, verify);
        [Move::Carry { to: self.to, kind }, verify]
    }

    fn plan_of(&self, moves: Vec<Move>) -> Plan {
        Plan::new(self.kind.workload(), Act::Prove, Arc::clone(&self.name), self.from, moves)
    }
}
