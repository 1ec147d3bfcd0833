//! GenerateRandom.

use crate::kms::{
    Exception, KmsError,
    api::{GenerateRandomRequest, GenerateRandomResponse},
    service::Handling,
};

impl Handling<'_, '_> {
    pub(super) fn generate_random(
        &mut self,
        _: &GenerateRandomRequest,
    ) -> Result<GenerateRandomResponse, KmsError> {
        Err(Exception::KmsInternal.without_message())
    }
}
