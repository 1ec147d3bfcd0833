//! Sign, Verify.

use crate::kms::{
    Exception, KmsError,
    api::{SignRequest, SignResponse, VerifyRequest, VerifyResponse},
    service::Handling,
};

impl Handling<'_, '_> {
    pub(super) fn sign(&mut self, _: &SignRequest) -> Result<SignResponse, KmsError> {
        Err(Exception::KmsInternal.without_message())
    }

    pub(super) fn verify(&mut self, _: &VerifyRequest) -> Result<VerifyResponse, KmsError> {
        Err(Exception::KmsInternal.without_message())
    }
}
