//! Resource quotas: how much of something an account can have.

use serde::{Deserialize, Serialize};

use super::{Exception, KeyFamily, KmsError, Region, service::Handling};

/// The quotas that an account can have raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceQuotas {
    /// Customer managed keys in one Region, in whatever state; every member of a multi-Region key counts in its own Region.
    pub keys_per_region: u32,
}

impl Default for ResourceQuotas {
    /// What every account begins with.
    fn default() -> Self {
        Self { keys_per_region: 100_000 }
    }
}

impl Handling<'_, '_> {
    /// Refuses one key more than the caller's account can have in a Region.
    pub(super) fn require_room_for_a_key(&self, region: Region) -> Result<(), KmsError> {
        let quota = self.service.quotas.keys_per_region as usize;
        let store = &*self.service.store;
        // Counting an account's keys takes time: only where it can matter.
        if store.key_count_in(region) < quota {
            return Ok(());
        }
        let families = store.keys_in(region).filter_map(|id| store.family(id));
        let counts = |family: &&KeyFamily| family.account == *self.account() && !family.is_aws_managed();
        if families.filter(counts).count() < quota {
            return Ok(());
        }
        Err(Exception::LimitExceeded
            .with(format!("This account has {quota} KMS keys in {region}, as many as its quota allows.")))
    }
}
