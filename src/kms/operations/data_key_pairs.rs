//! GenerateDataKeyPair and GenerateDataKeyPairWithoutPlaintext: a key pair for use outside KMS, its private key
//! encrypted under a symmetric KMS key.

use super::{dry_run, given, material::refuse_recipient};
use crate::kms::{
    KmsError,
    api::{
        DataKeyPairSpec, EncryptionContext, GenerateDataKeyPairRequest, GenerateDataKeyPairResponse,
        GenerateDataKeyPairWithoutPlaintextRequest, GenerateDataKeyPairWithoutPlaintextResponse,
    },
    cryptography::CiphertextKind,
    operations::cryptography::symmetric_conditions,
    resolve::Accepts,
    service::Handling,
};

impl Handling<'_, '_> {
    fn make_data_key_pair(
        &mut self,
        key_id: &str,
        pair_spec: DataKeyPairSpec,
        context: &EncryptionContext,
        is_dry_run: bool,
    ) -> Result<GenerateDataKeyPairResponse, KmsError> {
        let key = self.resolve(key_id, Accepts::Alias)?;
        let conditions = symmetric_conditions(context).text("kms:DataKeyPairSpec", pair_spec.name());
        self.authorise_key(self.operation.name(), &key, conditions)?;
        self.require_usable(&key)?;
        self.refuse_key_in_store(&key)?;
        self.require_symmetric(&key)?;
        self.require_spec_here(pair_spec.key_spec())?;
        if is_dry_run {
            return Err(dry_run());
        }
        let pair = self.new_key_pair(pair_spec.key_spec())?;
        let sealed = self.seal(&key, CiphertextKind::DataKey, pair.pkcs8(), context)?;
        Ok(GenerateDataKeyPairResponse {
            private_key_ciphertext_blob: sealed.ciphertext.into(),
            private_key_plaintext: pair.pkcs8().into(),
            public_key: pair.public_key().to_der().into(),
            key_id: sealed.key_arn,
            key_pair_spec: Some(pair_spec),
            key_material_id: sealed.material.map(|id| id.to_string()),
        })
    }

    pub(super) fn generate_data_key_pair(
        &mut self,
        request: &GenerateDataKeyPairRequest,
    ) -> Result<GenerateDataKeyPairResponse, KmsError> {
        refuse_recipient(request.recipient.as_ref())?;
        let spec = *given(&request.key_pair_spec, "key_pair_spec")?;
        self.make_data_key_pair(&request.key_id, spec, &request.encryption_context, request.dry_run)
    }

    pub(super) fn generate_data_key_pair_without_plaintext(
        &mut self,
        request: &GenerateDataKeyPairWithoutPlaintextRequest,
    ) -> Result<GenerateDataKeyPairWithoutPlaintextResponse, KmsError> {
        let spec = *given(&request.key_pair_spec, "key_pair_spec")?;
        let made =
            self.make_data_key_pair(&request.key_id, spec, &request.encryption_context, request.dry_run)?;
        Ok(GenerateDataKeyPairWithoutPlaintextResponse {
            private_key_ciphertext_blob: made.private_key_ciphertext_blob,
            public_key: made.public_key,
            key_id: made.key_id,
            key_pair_spec: made.key_pair_spec,
            key_material_id: made.key_material_id,
        })
    }
}
