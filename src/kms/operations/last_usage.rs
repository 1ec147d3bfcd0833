//! GetKeyLastUsage: every member of a multi-Region key has its own record, and keeps it in any state.

use crate::kms::{
    EpochSeconds, KmsError,
    access::ConditionValues,
    api::{GetKeyLastUsageRequest, GetKeyLastUsageResponse, KeyLastUsageData, Operation},
    event_id, request_id,
    resolve::Accepts,
    service::Handling,
};

impl Handling<'_, '_> {
    pub(super) fn get_key_last_usage(
        &mut self,
        request: &GetKeyLastUsageRequest,
    ) -> Result<GetKeyLastUsageResponse, KmsError> {
        let key = self.resolve(&request.key_id, Accepts::IdOrArn)?;
        self.authorise_key(Operation::GetKeyLastUsage.name(), &key, ConditionValues::default())?;
        let (family, member) = self.member(&key.id)?;
        let last_use = self.service.store.last_use(&key.id, self.region);
        let usage = last_use.map_or_else(KeyLastUsageData::default, |last| KeyLastUsageData {
            operation: Some(last.operation),
            timestamp: Some(EpochSeconds(last.time)),
            cloud_trail_event_id: Some(event_id(last.event, last.time)),
            kms_request_id: Some(request_id(last.event, last.time)),
        });
        Ok(GetKeyLastUsageResponse {
            key_id: family.id.to_string(),
            key_last_usage: Some(usage),
            // The service has recorded uses for as long as this world has had keys.
            tracking_start_date: Some(EpochSeconds(member.created)),
            key_creation_date: Some(EpochSeconds(member.created)),
        })
    }
}
