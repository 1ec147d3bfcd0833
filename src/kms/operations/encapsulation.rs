//! Encapsulate, Decapsulate.

use crate::kms::{
    Exception, KmsError,
    api::{DecapsulateRequest, DecapsulateResponse, EncapsulateRequest, EncapsulateResponse},
    service::Handling,
};

impl Handling<'_, '_> {
    pub(super) fn encapsulate(&mut self, _: &EncapsulateRequest) -> Result<EncapsulateResponse, KmsError> {
        Err(Exception::KmsInternal.without_message())
    }

    pub(super) fn decapsulate(&mut self, _: &DecapsulateRequest) -> Result<DecapsulateResponse, KmsError> {
        Err(Exception::KmsInternal.without_message())
    }
}
