//! DeriveSharedSecret.

use crate::kms::{
    Exception, KmsError,
    api::{DeriveSharedSecretRequest, DeriveSharedSecretResponse},
    service::Handling,
};

impl Handling<'_, '_> {
    pub(super) fn derive_shared_secret(
        &mut self,
        _: &DeriveSharedSecretRequest,
    ) -> Result<DeriveSharedSecretResponse, KmsError> {
        Err(Exception::KmsInternal.without_message())
    }
}
