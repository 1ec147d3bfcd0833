//! What the cryptographic operations have in common: the checks before a key's material is used, and how new key
//! pairs come about.

use std::fmt::Display;

use rand_core::Rng as _;

use crate::kms::{
    Exception, KmsError, Partition,
    api::{KeySpec, KeyUsage, RecipientInfo},
    cryptography::{BackingKey, KeyPair, Material},
    family::MemberState,
    resolve::ResolvedKey,
    service::{Handling, refusal},
};

/// What KMS says when an algorithm and a key do not go together.
pub(super) fn incompatible(algorithm: impl Display, spec: KeySpec) -> KmsError {
    Exception::InvalidKeyUsage.with(format!("Algorithm {algorithm} is incompatible with key spec {spec}."))
}

/// Refuses an answer that only an enclave shall read. There are no enclaves in this world, so no document is one that
/// an enclave's hypervisor signed.
pub(super) fn refuse_recipient(recipient: Option<&RecipientInfo>) -> Result<(), KmsError> {
    match recipient {
        None => Ok(()),
        Some(_) => Err(Exception::Validation.with("The attestation document in Recipient is not valid.")),
    }
}

impl Handling<'_, '_> {
    /// Cryptography works in `Enabled`, and goes on while a role changes.
    pub(super) fn require_usable(&self, key: &ResolvedKey) -> Result<(), KmsError> {
        match self.member_of(key)?.state {
            MemberState::Enabled | MemberState::Updating => Ok(()),
            state => Err(refusal(state, &key.family.arn(self.region))),
        }
    }

    /// Refuses a key that has another usage than the operation needs; answers the key's spec.
    pub(super) fn require_usage(&self, key: &ResolvedKey, usage: KeyUsage) -> Result<KeySpec, KmsError> {
        let family = &key.family;
        if family.usage == usage {
            return Ok(family.spec);
        }
        Err(Exception::InvalidKeyUsage.with(format!(
            "{} key usage is {} which is not valid for {}.",
            family.arn(self.region),
            family.usage,
            self.operation.name()
        )))
    }

    /// The key's ARN in this Region, as responses of cryptographic operations tell it.
    pub(super) fn local_arn(&self, key: &ResolvedKey) -> String {
        key.family.arn(self.region).text()
    }

    /// The key pair of an asymmetric key.
    pub(super) fn key_pair(&self, key: &ResolvedKey) -> Result<KeyPair, KmsError> {
        // A key has the material of its spec, so this only fails if an operation did not check the spec.
        let pair = key.family.material.current().and_then(BackingKey::key_pair);
        pair.cloned().ok_or_else(|| Exception::KmsInternal.without_message())
    }

    /// The seed of what is random in one step of cryptography.
    pub(super) fn draw_seed(&mut self) -> [u8; 32] {
        let mut seed = [0; 32];
        self.service.rng.fill_bytes(&mut seed);
        seed
    }

    /// Refuses key specs that the called Region does not have: SM2 is China's, and made nowhere in this world; ML-KEM
    /// is everywhere else.
    pub(super) fn require_spec_here(&self, spec: KeySpec) -> Result<(), KmsError> {
        let in_china = self.region.partition() == Partition::AwsCn;
        let refused = match spec {
            KeySpec::Sm2 if in_china => "KeySpec SM2 is not supported.".to_owned(),
            KeySpec::Sm2 => "KeySpec SM2 is supported only in China Regions.".to_owned(),
            KeySpec::MlKem512 | KeySpec::MlKem768 | KeySpec::MlKem1024 if in_china => {
                format!("KeySpec {spec} is not supported in China Regions.")
            }
            _ => return Ok(()),
        };
        Err(Exception::UnsupportedOperation.with(refused))
    }

    /// Draws the material of a new key.
    pub(super) fn new_material(&mut self, spec: KeySpec) -> Result<Material, KmsError> {
        if spec.is_asymmetric() {
            return Ok(Material::KeyPair(self.new_key_pair(spec)?));
        }
        Material::draw(spec, self.service.rng).ok_or_else(|| Exception::KmsInternal.without_message())
    }

    /// Makes a key pair that is no KMS key.
    pub(super) fn new_key_pair(&mut self, spec: KeySpec) -> Result<KeyPair, KmsError> {
        self.require_spec_here(spec)?;
        let seed = self.draw_seed();
        let pair = self.service.bench.generate_key_pair(spec, seed);
        pair.ok_or_else(|| Exception::KmsInternal.without_message())
    }
}
