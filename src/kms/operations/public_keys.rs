//! GetPublicKey.

use crate::kms::{
    Exception, KmsError,
    api::{GetPublicKeyRequest, GetPublicKeyResponse},
    service::Handling,
};

impl Handling<'_, '_> {
    pub(super) fn get_public_key(
        &mut self,
        _: &GetPublicKeyRequest,
    ) -> Result<GetPublicKeyResponse, KmsError> {
        Err(Exception::KmsInternal.without_message())
    }
}
