//! EnableKey and DisableKey. They act on one member; the others go on as they are.

use super::start_overdue_rotation;
use crate::kms::{
    KmsError,
    access::ConditionValues,
    api::{DisableKeyRequest, EnableKeyRequest, Operation},
    family::MemberState,
    resolve::Accepts,
    service::Handling,
};

/// The states besides `Enabled` in which a key can be switched on and off.
fn can_be_switched(state: MemberState) -> bool {
    matches!(state, MemberState::Disabled | MemberState::Unavailable { .. })
}

impl Handling<'_, '_> {
    pub(super) fn enable_key(&mut self, request: &EnableKeyRequest) -> Result<(), KmsError> {
        let key = self.resolve(&request.key_id, Accepts::IdOrArn)?;
        self.authorise_key(Operation::EnableKey.name(), &key, ConditionValues::default())?;
        self.require_state(&key.id, can_be_switched)?;
        self.member_mut(&key.id)?.state.switch(true);
        start_overdue_rotation(self.service, &key.id);
        Ok(())
    }

    pub(super) fn disable_key(&mut self, request: &DisableKeyRequest) -> Result<(), KmsError> {
        let key = self.resolve(&request.key_id, Accepts::IdOrArn)?;
        self.authorise_key(Operation::DisableKey.name(), &key, ConditionValues::default())?;
        self.require_state(&key.id, can_be_switched)?;
        self.member_mut(&key.id)?.state.switch(false);
        Ok(())
    }
}
