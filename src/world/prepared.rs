//! A request whose slow steps are done outside the world's lock.
//!
//! Making an RSA key takes seconds. Whoever shares a world behind a lock prepares such a request under the lock,
//! computes it while the lock is free, and commits it under the lock again. The answer, and every byte of it, is the
//! one that [`World::call`] gives: its randomness is drawn when it is prepared.

use imbl::OrdMap;
use rand_core::Rng as _;

use super::{Call, World};
use crate::kms::{
    Breath, KmsError, Workbench,
    api::{EncryptionAlgorithm, KeySpec, Origin, Request, Response, SigningAlgorithm},
};

/// A request in preparation.
#[derive(Debug)]
pub struct Prepared {
    call: Call,
    /// Where the request's randomness comes from; nothing for a request that is quick.
    seed: Option<[u8; 32]>,
    /// What the world could answer from when the request was prepared.
    world: World,
    bench: Workbench,
}

/// What came of committing a request.
#[derive(Debug)]
pub enum Committed {
    /// The answer; the world has changed as the request demanded.
    Answered(Result<Response, KmsError>),
    /// The world has changed meanwhile, so that other slow steps are needed. It is as it was before.
    Again(Box<Prepared>),
}

impl Prepared {
    /// The request, whose long steps pause for breath.
    pub fn with(self, breath: Breath) -> Self {
        Self { bench: self.bench.with(breath), ..self }
    }

    /// Does the slow steps, on a copy of the world.
    pub fn compute(&mut self) {
        if self.seed.is_none() {
            return;
        }
        let mut world = self.world.clone();
        // The answer is given when the request is committed; what was made for it stays on the bench.
        let _ = world.answer(&self.call, self.seed, &mut self.bench);
    }
}

impl World {
    /// Takes a request in hand whose slow steps shall be done outside; nothing is answered or recorded yet.
    pub fn prepare(&mut self, call: Call) -> Prepared {
        let seed = if self.is_dark(call.region) { None } else { self.seed_for(&call.request) };
        Prepared { call, seed, world: self.without_past(), bench: Workbench::keeping() }
    }

    /// Answers a prepared request, as [`Self::call`] does, without doing anything slow.
    pub fn commit(&mut self, prepared: Prepared) -> Committed {
        let Prepared { call, seed, bench, .. } = prepared;
        if let Err(unreachable) = self.reach(call.region) {
            return Committed::Answered(Err(unreachable.into()));
        }
        // The Region may have been dark when the request was prepared.
        let seed = seed.or_else(|| self.seed_for(&call.request));
        let mut bench = bench.finished();
        let before = (self.store.clone(), self.backends.clone(), self.rng.clone(), self.throttle.clone());
        let answered = self.answer(&call, seed, &mut bench);
        if bench.lacked() {
            (self.store, self.backends, self.rng, self.throttle) = before;
            let world = self.without_past();
            return Committed::Again(Box::new(Prepared { call, seed, world, bench: bench.again() }));
        }
        Committed::Answered(self.conclude(call.region, Box::new(call.request), answered))
    }

    /// The world as far as an answer depends on it: without the trail and whatever else only tells of the past. Those
    /// would keep old events in memory for as long as somebody computes.
    fn without_past(&self) -> Self {
        let (trail, metrics, happenings) = Default::default();
        // Every part is cheap to clone.
        Self { trail, metrics, happenings, packets: OrdMap::new(), ..self.clone() }
    }

    /// The seed of a request of its own randomness: one that may be slow. It is spent even if the request is refused,
    /// as that is not known yet.
    pub(super) fn seed_for(&mut self, request: &Request) -> Option<[u8; 32]> {
        may_be_slow(request).then(|| {
            let mut seed = [0; 32];
            self.rng.fill_bytes(&mut seed);
            seed
        })
    }
}

/// Whether a request may need an RSA key to be made, or the private half of one.
pub fn may_be_slow(request: &Request) -> bool {
    let is_rsa = |spec: KeySpec| matches!(spec, KeySpec::Rsa2048 | KeySpec::Rsa3072 | KeySpec::Rsa4096);
    let is_oaep = |algorithm: &Option<EncryptionAlgorithm>| {
        matches!(algorithm, Some(EncryptionAlgorithm::RsaesOaepSha1 | EncryptionAlgorithm::RsaesOaepSha256))
    };
    match request {
        Request::CreateKey(it) => {
            matches!(it.origin, None | Some(Origin::AwsKms))
                && it.key_spec.or(it.customer_master_key_spec).is_some_and(is_rsa)
        }
        Request::GenerateDataKeyPair(it) => it.key_pair_spec.is_some_and(|spec| is_rsa(spec.key_spec())),
        Request::GenerateDataKeyPairWithoutPlaintext(it) => {
            it.key_pair_spec.is_some_and(|spec| is_rsa(spec.key_spec()))
        }
        Request::Sign(it) => matches!(
            it.signing_algorithm,
            Some(
                SigningAlgorithm::RsassaPssSha256
                    | SigningAlgorithm::RsassaPssSha384
                    | SigningAlgorithm::RsassaPssSha512
                    | SigningAlgorithm::RsassaPkcs1V15Sha256
                    | SigningAlgorithm::RsassaPkcs1V15Sha384
                    | SigningAlgorithm::RsassaPkcs1V15Sha512
            )
        ),
        Request::Decrypt(it) => is_oaep(&it.encryption_algorithm),
        Request::ReEncrypt(it) => is_oaep(&it.source_encryption_algorithm),
        Request::GetParametersForImport(_) | Request::ImportKeyMaterial(_) => true,
        _ => false,
    }
}
