//! GenerateMac, VerifyMac.

use crate::kms::{
    Exception, KmsError,
    api::{GenerateMacRequest, GenerateMacResponse, VerifyMacRequest, VerifyMacResponse},
    service::Handling,
};

impl Handling<'_, '_> {
    pub(super) fn generate_mac(&mut self, _: &GenerateMacRequest) -> Result<GenerateMacResponse, KmsError> {
        Err(Exception::KmsInternal.without_message())
    }

    pub(super) fn verify_mac(&mut self, _: &VerifyMacRequest) -> Result<VerifyMacResponse, KmsError> {
        Err(Exception::KmsInternal.without_message())
    }
}
