//! Replicas, and the change of the primary Region.

use super::{
    KeyMetadata, Tag,
    limits::{DESCRIPTION, KEY_ID, Limits, POLICY, REGION},
    requests,
};

const REGION_CODE: Limits = Limits::between(1, 32).matching(&REGION).required();

requests! {
    /// `ReplicateKey`
    ReplicateKeyRequest {
        key_id: String = KEY_ID.required(),
        replica_region: String = REGION_CODE,
        policy: Option<String> = POLICY,
        bypass_policy_lockout_safety_check: bool,
        description: Option<String> = DESCRIPTION,
        tags: Vec<Tag>,
    }
    /// `UpdatePrimaryRegion`
    UpdatePrimaryRegionRequest { key_id: String = KEY_ID.required(), primary_region: String = REGION_CODE, }
}

/// The result of `ReplicateKey`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ReplicateKeyResponse {
    /// The new replica, still `Creating`.
    pub replica_key_metadata: Box<KeyMetadata>,
    /// Its key policy.
    pub replica_policy: String,
    /// Its tags; absent when there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replica_tags: Vec<Tag>,
}
