//! GenerateDataKey and GenerateDataKeyWithoutPlaintext.

use rand_core::Rng as _;

use super::{cryptography::symmetric_conditions, dry_run, material::refuse_recipient};
use crate::kms::{
    Exception, KmsError,
    api::{
        DataKeySpec, EncryptionContext, GenerateDataKeyRequest, GenerateDataKeyResponse,
        GenerateDataKeyWithoutPlaintextRequest, GenerateDataKeyWithoutPlaintextResponse,
    },
    cryptography::CiphertextKind,
    resolve::Accepts,
    service::Handling,
};

impl Handling<'_, '_> {
    fn make_data_key(
        &mut self,
        key_id: &str,
        size: (Option<u32>, Option<DataKeySpec>),
        context: &EncryptionContext,
        is_dry_run: bool,
    ) -> Result<GenerateDataKeyResponse, KmsError> {
        let length = match size {
            (Some(bytes), None) => bytes as usize, // at most 1024
            (None, Some(spec)) => spec.length(),
            _ => {
                return Err(Exception::Validation.with("Please specify either number of bytes or key spec."));
            }
        };
        let key = self.resolve(key_id, Accepts::Alias)?;
        self.authorise_key(self.operation.name(), &key, symmetric_conditions(context))?;
        self.require_usable(&key)?;
        self.require_symmetric(&key)?;
        if is_dry_run {
            return Err(dry_run());
        }
        let mut plaintext = vec![0; length];
        self.service.rng.fill_bytes(&mut plaintext);
        let sealed = self.seal(&key, CiphertextKind::DataKey, &plaintext, context)?;
        Ok(GenerateDataKeyResponse {
            ciphertext_blob: sealed.ciphertext.into(),
            plaintext: plaintext.into(),
            key_id: sealed.key_arn,
            key_material_id: sealed.material.map(|id| id.to_string()),
        })
    }

    pub(super) fn generate_data_key(
        &mut self,
        request: &GenerateDataKeyRequest,
    ) -> Result<GenerateDataKeyResponse, KmsError> {
        refuse_recipient(request.recipient.as_ref())?;
        let size = (request.number_of_bytes, request.key_spec);
        self.make_data_key(&request.key_id, size, &request.encryption_context, request.dry_run)
    }

    pub(super) fn generate_data_key_without_plaintext(
        &mut self,
        request: &GenerateDataKeyWithoutPlaintextRequest,
    ) -> Result<GenerateDataKeyWithoutPlaintextResponse, KmsError> {
        let size = (request.number_of_bytes, request.key_spec);
        let made = self.make_data_key(&request.key_id, size, &request.encryption_context, request.dry_run)?;
        Ok(GenerateDataKeyWithoutPlaintextResponse {
            ciphertext_blob: made.ciphertext_blob,
            key_id: made.key_id,
            key_material_id: made.key_material_id,
        })
    }
}
