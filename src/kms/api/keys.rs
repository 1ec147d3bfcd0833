//! Making, describing and listing keys, and their lifecycle.

use super::{Absent, KeyMetadata, KeySpec, KeyState, KeyUsage, Origin, Tag, shapes};
use crate::kms::{EpochSeconds, family::WAITING_PERIOD_DAYS, validate::Violations};

impl Absent for KeyMetadata {}
impl Absent for KeyState {}

shapes! {
    /// `CreateKey`
    CreateKeyRequest {
        policy: Option<String>,
        description: Option<String>,
        key_usage: Option<KeyUsage>,
        key_spec: Option<KeySpec>,
        origin: Option<Origin>,
        bypass_policy_lockout_safety_check: bool,
        tags: Vec<Tag>,
        multi_region: bool,
    }
    /// `DescribeKey`
    DescribeKeyRequest { key_id: String, }
    /// `ListKeys`
    ListKeysRequest { limit: Option<u32>, marker: Option<String>, }
    /// The result of `ListKeys`
    ListKeysResponse { keys: Vec<KeyListEntry>, next_marker: Option<String>, truncated: bool, }
    /// An entry of `ListKeys`
    KeyListEntry { key_id: String, key_arn: String, }
    /// `UpdateKeyDescription`
    UpdateKeyDescriptionRequest { key_id: String, description: String, }
    /// `EnableKey`
    EnableKeyRequest { key_id: String, }
    /// `DisableKey`
    DisableKeyRequest { key_id: String, }
    /// `ScheduleKeyDeletion`
    ScheduleKeyDeletionRequest { key_id: String, pending_window_in_days: Option<u32>, }
    /// `CancelKeyDeletion`
    CancelKeyDeletionRequest { key_id: String, }
    /// The result of `CancelKeyDeletion`
    CancelKeyDeletionResponse { key_id: String, }
}

/// The result of `CreateKey`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CreateKeyResponse {
    /// The new key.
    pub key_metadata: KeyMetadata,
}

/// The result of `DescribeKey`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct DescribeKeyResponse {
    /// The key that was asked for.
    pub key_metadata: KeyMetadata,
}

/// The result of `ScheduleKeyDeletion`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ScheduleKeyDeletionResponse {
    /// The key's ARN.
    pub key_id: String,
    /// Absent while replicas exist.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deletion_date: Option<EpochSeconds>,
    /// `PendingDeletion` or `PendingReplicaDeletion`.
    pub key_state: KeyState,
    /// The waiting period in days.
    pub pending_window_in_days: u32,
}

/// The most characters that a policy member of a request may have.
pub(super) const MAX_POLICY_CHARACTERS: usize = 131_072;

/// Checks the tags of a request, as the model limits them.
pub(super) fn check_tags(violations: &mut Violations, tags: &[Tag]) {
    for (index, tag) in tags.iter().enumerate() {
        let member = |name: &str| format!("tags.{}.member.{name}", index + 1);
        violations.text_length(&member("tagKey"), Some(&tag.tag_key), 1, 128);
        violations.text_length(&member("tagValue"), Some(&tag.tag_value), 0, 256);
    }
}

impl CreateKeyRequest {
    pub(super) fn check(&self, violations: &mut Violations) {
        violations.text_length("policy", self.policy.as_deref(), 1, MAX_POLICY_CHARACTERS);
        violations.text_length("description", self.description.as_deref(), 0, 8192);
        check_tags(violations, &self.tags);
    }
}

impl ListKeysRequest {
    pub(super) fn check(&self, violations: &mut Violations) {
        violations.range("limit", self.limit.map(i64::from), 1, 1000);
        violations.text_length("marker", self.marker.as_deref(), 1, 1024);
    }
}

impl UpdateKeyDescriptionRequest {
    pub(super) fn check(&self, violations: &mut Violations) {
        violations.key_id("keyId", &self.key_id);
        violations.text_length("description", Some(&self.description), 0, 8192);
    }
}

impl ScheduleKeyDeletionRequest {
    pub(super) fn check(&self, violations: &mut Violations) {
        violations.key_id("keyId", &self.key_id);
        // The model's shape allows 1 to 365; the service holds to 7 to 30.
        violations.range_of_days("pendingWindowInDays", self.pending_window_in_days, &WAITING_PERIOD_DAYS);
    }
}
