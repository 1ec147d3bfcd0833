//! GetKeyLastUsage.

use crate::kms::{
    Exception, KmsError,
    api::{GetKeyLastUsageRequest, GetKeyLastUsageResponse},
    service::Handling,
};

impl Handling<'_, '_> {
    pub(super) fn get_key_last_usage(
        &mut self,
        _: &GetKeyLastUsageRequest,
    ) -> Result<GetKeyLastUsageResponse, KmsError> {
        Err(Exception::KmsInternal.without_message())
    }
}
