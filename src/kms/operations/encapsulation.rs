//! Encapsulate and Decapsulate.

use super::{dry_run, given, material::incompatible};
use crate::kms::{
    Exception, KmsError,
    access::ConditionValues,
    api::{
        DecapsulateRequest, DecapsulateResponse, EncapsulateRequest, EncapsulateResponse,
        EncapsulationAlgorithm, KeyUsage,
    },
    cryptography,
    resolve::{Accepts, ResolvedKey},
    service::Handling,
};

impl Handling<'_, '_> {
    /// All checks that Encapsulate and Decapsulate share.
    fn encapsulation_key(
        &mut self,
        key_id: &str,
        algorithm: EncapsulationAlgorithm,
    ) -> Result<ResolvedKey, KmsError> {
        let key = self.resolve(key_id, Accepts::Alias)?;
        self.authorise_key(self.operation.name(), &key, ConditionValues::default())?;
        self.require_usable(&key)?;
        let spec = self.require_usage(&key, KeyUsage::EncapsulateDecapsulate)?;
        if !spec.encapsulation_algorithms().contains(&algorithm) {
            return Err(incompatible(algorithm, spec));
        }
        Ok(key)
    }

    pub(super) fn encapsulate(
        &mut self,
        request: &EncapsulateRequest,
    ) -> Result<EncapsulateResponse, KmsError> {
        let algorithm = *given(&request.encapsulation_algorithm, "encapsulation_algorithm")?;
        let key = self.encapsulation_key(&request.key_id, algorithm)?;
        if request.dry_run {
            return Err(dry_run());
        }
        let pair = self.key_pair(&key)?;
        let made = cryptography::encapsulate(pair.public_key(), self.draw_seed())
            .ok_or_else(|| Exception::KmsInternal.without_message())?;
        Ok(EncapsulateResponse {
            key_id: self.local_arn(&key),
            shared_secret: made.shared_secret.into(),
            shared_secret_ciphertext_blob: made.ciphertext.into(),
            encapsulation_algorithm: Some(algorithm),
        })
    }

    pub(super) fn decapsulate(
        &mut self,
        request: &DecapsulateRequest,
    ) -> Result<DecapsulateResponse, KmsError> {
        let algorithm = *given(&request.encapsulation_algorithm, "encapsulation_algorithm")?;
        let key = self.encapsulation_key(&request.key_id, algorithm)?;
        let pair = self.key_pair(&key)?;
        let secret = cryptography::decapsulate(&pair, &request.shared_secret_ciphertext_blob.0)
            .ok_or_else(|| Exception::InvalidCiphertext.without_message())?;
        if request.dry_run {
            return Err(dry_run());
        }
        Ok(DecapsulateResponse {
            key_id: self.local_arn(&key),
            shared_secret: secret.into(),
            encapsulation_algorithm: Some(algorithm),
        })
    }
}
