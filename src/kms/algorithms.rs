//! The algorithms of a key: those of its spec for the one usage that it has.

use super::{
    KeyFamily,
    api::{
        EncapsulationAlgorithm, EncryptionAlgorithm, KeyAgreementAlgorithm, KeyUsage, MacAlgorithm,
        SigningAlgorithm,
    },
};

impl KeyFamily {
    fn with_usage<T: Copy>(&self, usage: KeyUsage, algorithms: &[T]) -> Option<Vec<T>> {
        (self.usage == usage).then(|| algorithms.to_vec())
    }

    /// `EncryptionAlgorithms`; nothing for a key of another usage.
    pub fn encryption_algorithms(&self) -> Option<Vec<EncryptionAlgorithm>> {
        self.with_usage(KeyUsage::EncryptDecrypt, self.spec.encryption_algorithms())
    }

    /// `SigningAlgorithms`; nothing for a key of another usage.
    pub fn signing_algorithms(&self) -> Option<Vec<SigningAlgorithm>> {
        self.with_usage(KeyUsage::SignVerify, self.spec.signing_algorithms())
    }

    /// `MacAlgorithms`; nothing for a key of another usage.
    pub fn mac_algorithms(&self) -> Option<Vec<MacAlgorithm>> {
        self.with_usage(KeyUsage::GenerateVerifyMac, self.spec.mac_algorithms())
    }

    /// `KeyAgreementAlgorithms`; nothing for a key of another usage.
    pub fn key_agreement_algorithms(&self) -> Option<Vec<KeyAgreementAlgorithm>> {
        self.with_usage(KeyUsage::KeyAgreement, self.spec.key_agreement_algorithms())
    }

    /// `EncapsulationAlgorithms`; nothing for a key of another usage.
    pub fn encapsulation_algorithms(&self) -> Option<Vec<EncapsulationAlgorithm>> {
        self.with_usage(KeyUsage::EncapsulateDecapsulate, self.spec.encapsulation_algorithms())
    }
}
