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
        api::{MacAlgorithm, SigningAlgorithm},
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
        let proof = self;
        let (make_key, verify_key) = (proof.maker_key.key_id.clone(), proof.verifier_key.key_id.clone());
        let (make, verify, kind, workload) = match proof.kind {
            ProofKind::Signature(algorithm) => (
                Asked::Sign { key_id: make_key, algorithm },
                Asked::Verify { key_id: verify_key, algorithm },
                CargoKind::SignedDigest,
                Workload::Signing,
            ),
            ProofKind::Mac(algorithm) => (
                Asked::Mac { key_id: make_key, algorithm },
                Asked::VerifyMac { key_id: verify_key, algorithm },
                CargoKind::Token,
                Workload::Tokens,
            ),
        };
        let moves = vec![
            ask_at(proof.maker_key.endpoint, &proof.maker, make),
            Move::Carry { to: proof.to, kind },
            ask_at(proof.verifier_key.endpoint, &proof.verifier, verify),
        ];
        let plan = Plan::new(workload, Act::Prove, Arc::clone(&proof.name), proof.from, moves);
        let digest;
        let data = match proof.kind {
            ProofKind::Signature(_) => {
                digest = Sha256::digest(data);
                digest.as_slice()
            }
            ProofKind::Mac(_) => data,
        };
        plan.with_data(data)
    }
}
