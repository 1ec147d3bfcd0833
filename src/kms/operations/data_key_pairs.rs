//! GenerateDataKeyPair, GenerateDataKeyPairWithoutPlaintext.

use crate::kms::{
    Exception, KmsError,
    api::{
        GenerateDataKeyPairRequest, GenerateDataKeyPairResponse, GenerateDataKeyPairWithoutPlaintextRequest,
        GenerateDataKeyPairWithoutPlaintextResponse,
    },
    service::Handling,
};

impl Handling<'_, '_> {
    pub(super) fn generate_data_key_pair(
        &mut self,
        _: &GenerateDataKeyPairRequest,
    ) -> Result<GenerateDataKeyPairResponse, KmsError> {
        Err(Exception::KmsInternal.without_message())
    }

    pub(super) fn generate_data_key_pair_without_plaintext(
        &mut self,
        _: &GenerateDataKeyPairWithoutPlaintextRequest,
    ) -> Result<GenerateDataKeyPairWithoutPlaintextResponse, KmsError> {
        Err(Exception::KmsInternal.without_message())
    }
}
