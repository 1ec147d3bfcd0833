//! The slow steps of requests: making RSA keys, and what takes an RSA private key.
//!
//! A step depends on nothing but its inputs, so its product is the same whenever it is done. The world can therefore
//! have a request worked through on a copy first, outside its lock, and then for good: the second time the slow steps
//! lie finished on the workbench.

use std::{collections::BTreeMap, fmt, sync::Arc};

use sha2::{Digest, Sha256};

use super::{
    api::{EncryptionAlgorithm, KeySpec, MessageType, SigningAlgorithm},
    cryptography::{KeyPair, decrypt_with, signature},
};

/// Names a step by all its inputs.
type StepId = [u8; 32];

/// What a step made.
#[derive(Clone, Debug)]
enum Product {
    KeyPair(Option<KeyPair>),
    Bytes(Option<Vec<u8>>),
}

/// Whether a step may be done here and now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pace {
    /// Yes, and nobody asks for it again.
    AtOnce,
    /// Yes, and its product is kept.
    Keeping,
    /// No: it must lie finished here.
    OnlyFinished,
}

/// What is asked to pause every few hundred microseconds of a long step, for the sake of others.
#[derive(Clone)]
pub struct Breath(Arc<dyn Fn() + Send + Sync>);

impl Breath {
    /// Pauses as `pause` does.
    pub fn new(pause: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Arc::new(pause))
    }

    /// Never pauses.
    pub fn none() -> Self {
        Self::new(|| {})
    }
}

impl fmt::Debug for Breath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Breath")
    }
}

/// Where the slow steps of one request are done, or lie finished.
#[derive(Clone, Debug)]
pub struct Workbench {
    pace: Pace,
    breath: Breath,
    finished: BTreeMap<StepId, Product>,
    /// A step was asked for that did not lie finished here.
    lacked: bool,
}

impl Workbench {
    /// A bench on which slow steps are done when they are asked for.
    pub fn at_once() -> Self {
        Self { pace: Pace::AtOnce, breath: Breath::none(), finished: BTreeMap::new(), lacked: false }
    }

    /// A bench that keeps what is made, for [`Self::finished`].
    pub fn keeping() -> Self {
        Self { pace: Pace::Keeping, ..Self::at_once() }
    }

    /// The bench, with pauses for breath in long steps.
    pub fn with(self, breath: Breath) -> Self {
        Self { breath, ..self }
    }

    /// The bench with what was made on it, on which nothing slow is done any more.
    pub fn finished(self) -> Self {
        Self { pace: Pace::OnlyFinished, lacked: false, ..self }
    }

    /// The bench with what was made on it, to make more.
    pub fn again(self) -> Self {
        Self { pace: Pace::Keeping, ..self }
    }

    /// Whether a step was asked for that did not lie finished here. The answer of the request is then worth nothing.
    pub fn lacked(&self) -> bool {
        self.lacked
    }

    fn step(&mut self, id: impl FnOnce() -> StepId, work: impl FnOnce() -> Product) -> Option<Product> {
        if self.pace == Pace::AtOnce {
            return Some(work());
        }
        let id = id();
        if let Some(product) = self.finished.get(&id) {
            return Some(product.clone());
        }
        if self.pace == Pace::OnlyFinished {
            self.lacked = true;
            return None;
        }
        let product = work();
        self.finished.insert(id, product.clone());
        Some(product)
    }

    fn bytes(
        &mut self,
        id: impl FnOnce() -> StepId,
        work: impl FnOnce() -> Option<Vec<u8>>,
    ) -> Option<Vec<u8>> {
        match self.step(id, || Product::Bytes(work()))? {
            Product::Bytes(bytes) => bytes,
            Product::KeyPair(_) => None, // another step's: ids differ
        }
    }

    /// [`KeyPair::generate`].
    pub fn generate_key_pair(&mut self, spec: KeySpec, seed: [u8; 32]) -> Option<KeyPair> {
        if !is_slow(spec) {
            return KeyPair::generate(spec, seed);
        }
        let id = || step_id("generate", &[spec.name().as_bytes(), &seed]);
        let breath = self.breath.clone();
        let work = || Product::KeyPair(KeyPair::generate_with_breaths(spec, seed, &*breath.0));
        match self.step(id, work)? {
            Product::KeyPair(pair) => pair,
            Product::Bytes(_) => None, // another step's: ids differ
        }
    }

    /// [`signature::sign`].
    pub fn sign(
        &mut self,
        pair: &KeyPair,
        algorithm: SigningAlgorithm,
        kind: MessageType,
        message: &[u8],
        seed: [u8; 32],
    ) -> Option<Vec<u8>> {
        let work = || signature::sign(pair, algorithm, kind, message, seed);
        if !is_slow(pair.spec()) {
            return work();
        }
        let names = [algorithm.name().as_bytes(), kind.name().as_bytes()];
        let id = || step_id("sign", &[names[0], names[1], pair.pkcs8(), message, &seed]);
        self.bytes(id, work)
    }

    /// [`decrypt_with`].
    pub fn decrypt(
        &mut self,
        pair: &KeyPair,
        algorithm: EncryptionAlgorithm,
        ciphertext: &[u8],
    ) -> Option<Vec<u8>> {
        let id = step_id("decrypt", &[algorithm.name().as_bytes(), pair.pkcs8(), ciphertext]);
        // The seed only blinds the computation: the plaintext does not depend on it.
        self.bytes(|| id, || decrypt_with(pair, algorithm, ciphertext, id))
    }
}

/// Whether the private half of such a key is slow to make and to use.
fn is_slow(spec: KeySpec) -> bool {
    matches!(spec, KeySpec::Rsa2048 | KeySpec::Rsa3072 | KeySpec::Rsa4096)
}

fn step_id(step: &str, inputs: &[&[u8]]) -> StepId {
    let mut hash = Sha256::new().chain_update(step);
    for input in inputs {
        hash.update((input.len() as u64).to_be_bytes());
        hash.update(input);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finished_step_is_not_done_again_and_an_unfinished_one_is_told_of() {
        let mut bench = Workbench::keeping();
        let pair = bench.generate_key_pair(KeySpec::Rsa2048, [1; 32]).expect("made");
        let mut bench = bench.finished();
        assert_eq!(bench.generate_key_pair(KeySpec::Rsa2048, [1; 32]), Some(pair));
        assert!(!bench.lacked());
        assert_eq!(bench.generate_key_pair(KeySpec::Rsa2048, [2; 32]), None);
        assert!(bench.lacked());
        let quick = bench.generate_key_pair(KeySpec::EccNistP256, [2; 32]);
        assert!(quick.is_some(), "quick steps are done at any time");
    }
}
