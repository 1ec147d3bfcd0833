//! DeriveSharedSecret.

use super::{
    dry_run, given,
    material::{incompatible, refuse_recipient},
};
use crate::kms::{
    Exception, KmsError,
    access::ConditionValues,
    api::{DeriveSharedSecretRequest, DeriveSharedSecretResponse, KeyUsage},
    cryptography::shared_secret,
    resolve::Accepts,
    service::Handling,
};

impl Handling<'_, '_> {
    pub(super) fn derive_shared_secret(
        &mut self,
        request: &DeriveSharedSecretRequest,
    ) -> Result<DeriveSharedSecretResponse, KmsError> {
        refuse_recipient(request.recipient.as_ref())?;
        let algorithm = *given(&request.key_agreement_algorithm, "key_agreement_algorithm")?;
        let key = self.resolve(&request.key_id, Accepts::Alias)?;
        let conditions = ConditionValues::default().text("kms:KeyAgreementAlgorithm", algorithm.name());
        self.authorise_key(self.operation.name(), &key, conditions)?;
        self.require_usable(&key)?;
        let spec = self.require_usage(&key, KeyUsage::KeyAgreement)?;
        if !spec.key_agreement_algorithms().contains(&algorithm) {
            return Err(incompatible(algorithm, spec));
        }
        // KMS says no more of a peer's key that is unreadable, on another curve, or on none.
        let secret = shared_secret(&self.key_pair(&key)?, &request.public_key.0)
            .ok_or_else(|| Exception::Validation.without_message())?;
        if request.dry_run {
            return Err(dry_run());
        }
        Ok(DeriveSharedSecretResponse {
            key_id: self.local_arn(&key),
            shared_secret: secret.into(),
            key_agreement_algorithm: Some(algorithm),
            key_origin: Some(self.member(&key.id)?.0.origin),
        })
    }
}
