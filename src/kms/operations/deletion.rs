//! ScheduleKeyDeletion and CancelKeyDeletion.
//!
//! A primary with replicas waits for them, without a date; its own waiting period starts when the last replica has
//! been deleted.

use crate::kms::{
    Due, EpochSeconds, Exception, KmsError, Span,
    access::ConditionValues,
    api::{
        CancelKeyDeletionRequest, CancelKeyDeletionResponse, Operation, ScheduleKeyDeletionRequest,
        ScheduleKeyDeletionResponse,
    },
    family::MemberState,
    resolve::Accepts,
    service::Handling,
};

/// The waiting period when none is given, in days.
const DEFAULT_WINDOW_DAYS: u32 = 30;

impl Handling<'_, '_> {
    pub(super) fn schedule_key_deletion(
        &mut self,
        request: &ScheduleKeyDeletionRequest,
    ) -> Result<ScheduleKeyDeletionResponse, KmsError> {
        let key = self.resolve(&request.key_id, Accepts::IdOrArn)?;
        let window_days = request.pending_window_in_days.unwrap_or(DEFAULT_WINDOW_DAYS);
        let conditions =
            ConditionValues::default().number("kms:ScheduleKeyDeletionPendingWindowInDays", window_days);
        self.authorise_key(Operation::ScheduleKeyDeletion.name(), &key, conditions)?;
        self.require_state(&key.id, |state| !state.is_pending_deletion() && state != MemberState::Updating)?;

        let region = self.region;
        let date = self.service.now + Span::days(window_days);
        let (family, _) = self.member(&key.id)?;
        let arn = family.arn(region);
        let waits_for_replicas = family.primary == region && family.replica_regions().next().is_some();
        let state = if waits_for_replicas {
            MemberState::PendingReplicaDeletion { window_days }
        } else {
            MemberState::PendingDeletion { date }
        };
        self.member_mut(&key.id)?.state = state;
        if !waits_for_replicas {
            self.service.later(Span::days(window_days), Due::Deletion(key.id, region));
        }
        Ok(ScheduleKeyDeletionResponse {
            key_id: arn.to_string(),
            deletion_date: state.deletion_date().map(EpochSeconds),
            key_state: state.key_state(),
            pending_window_in_days: window_days,
        })
    }

    pub(super) fn cancel_key_deletion(
        &mut self,
        request: &CancelKeyDeletionRequest,
    ) -> Result<CancelKeyDeletionResponse, KmsError> {
        let key = self.resolve(&request.key_id, Accepts::IdOrArn)?;
        self.authorise_key(Operation::CancelKeyDeletion.name(), &key, ConditionValues::default())?;
        let (family, member) = self.member(&key.id)?;
        let arn = family.arn(self.region).to_string();
        if !member.state.is_pending_deletion() {
            return Err(Exception::KmsInvalidState.with(format!("{arn} is not pending deletion.")));
        }
        // A key that lost its imported material meanwhile waits for it, a replica whose copy is on its way for that, and
        // one whose custom key store is not connected for that.
        let wanted = if self.is_cut_off(family) {
            MemberState::Unavailable { enabled: false }
        } else {
            MemberState::Disabled
        };
        let state = family.state_of(member, wanted);
        self.member_mut(&key.id)?.state = state;
        Ok(CancelKeyDeletionResponse { key_id: arn })
    }
}
