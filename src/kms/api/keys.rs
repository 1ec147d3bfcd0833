//! Making, describing and listing keys, and their lifecycle.

use super::{
    Absent, KeyMetadata, KeySpec, KeyState, KeyUsage, Operation, Origin, ResourceOwner, Tag,
    limits::{DESCRIPTION, GRANT_TOKENS, KEY_ID, Limits, MARKER, POLICY, STORE_ID, XKS_KEY_ID},
    requests, shapes,
};
use crate::kms::{EpochSeconds, family::WAITING_PERIOD_DAYS};

impl Absent for KeyMetadata {}
impl Absent for KeyState {}

requests! {
    /// `CreateKey`
    CreateKeyRequest {
        policy: Option<String> = POLICY,
        description: Option<String> = DESCRIPTION,
        key_usage: Option<KeyUsage>,
        customer_master_key_spec: Option<KeySpec>,
        key_spec: Option<KeySpec>,
        origin: Option<Origin>,
        custom_key_store_id: Option<String> = STORE_ID,
        bypass_policy_lockout_safety_check: bool,
        tags: Vec<Tag>,
        multi_region: bool,
        xks_key_id: Option<String> = Limits::between(1, 128).matching(&XKS_KEY_ID),
    }
    /// `DescribeKey`
    DescribeKeyRequest { key_id: String = KEY_ID.required(), grant_tokens: Vec<String> = GRANT_TOKENS, }
    /// `GetKeyLastUsage`
    GetKeyLastUsageRequest { key_id: String = KEY_ID.required(), }
    /// `ListKeys`
    ListKeysRequest {
        limit: Option<u32> = Limits::between(1, 1000),
        marker: Option<String> = MARKER,
        resource_owners: Option<Vec<ResourceOwner>> = Limits::between(1, 2),
    }
    /// `UpdateKeyDescription`
    UpdateKeyDescriptionRequest {
        key_id: String = KEY_ID.required(),
        description: String = DESCRIPTION.required(),
    }
    /// `EnableKey`
    EnableKeyRequest { key_id: String = KEY_ID.required(), }
    /// `DisableKey`
    DisableKeyRequest { key_id: String = KEY_ID.required(), }
    /// `ScheduleKeyDeletion`
    ScheduleKeyDeletionRequest {
        key_id: String = KEY_ID.required(),
        // The model's shape allows 1 to 365; the service holds to 7 to 30.
        pending_window_in_days: Option<u32> = Limits::days(&WAITING_PERIOD_DAYS),
    }
    /// `CancelKeyDeletion`
    CancelKeyDeletionRequest { key_id: String = KEY_ID.required(), }
}

shapes! {
    /// The result of `ListKeys`
    ListKeysResponse { keys: Vec<KeyListEntry>, next_marker: Option<String>, truncated: bool, }
    /// An entry of `ListKeys`
    KeyListEntry { key_id: String, key_arn: String, }
    /// The result of `CancelKeyDeletion`
    CancelKeyDeletionResponse { key_id: String, }
    /// The result of `GetKeyLastUsage`
    GetKeyLastUsageResponse {
        key_id: String,
        key_last_usage: Option<KeyLastUsageData>,
        tracking_start_date: Option<EpochSeconds>,
        key_creation_date: Option<EpochSeconds>,
    }
    /// When a key was last used for cryptography; empty if it never was
    KeyLastUsageData {
        operation: Option<Operation>,
        timestamp: Option<EpochSeconds>,
        cloud_trail_event_id: Option<String>,
        kms_request_id: Option<String>,
    }
}

/// The result of `CreateKey`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CreateKeyResponse {
    /// The new key.
    pub key_metadata: Box<KeyMetadata>,
}

/// The result of `DescribeKey`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct DescribeKeyResponse {
    /// The key that was asked for.
    pub key_metadata: Box<KeyMetadata>,
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
