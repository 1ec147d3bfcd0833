//! Key policies and tags.

use super::{Tag, keys, shapes};
use crate::kms::validate::Violations;

shapes! {
    /// `GetKeyPolicy`
    GetKeyPolicyRequest { key_id: String, policy_name: Option<String>, }
    /// The result of `GetKeyPolicy`
    GetKeyPolicyResponse { policy: String, policy_name: String, }
    /// `PutKeyPolicy`
    PutKeyPolicyRequest {
        key_id: String,
        policy_name: Option<String>,
        policy: String,
        bypass_policy_lockout_safety_check: bool,
    }
    /// `ListKeyPolicies`
    ListKeyPoliciesRequest { key_id: String, limit: Option<u32>, marker: Option<String>, }
    /// The result of `ListKeyPolicies`
    ListKeyPoliciesResponse { policy_names: Vec<String>, next_marker: Option<String>, truncated: bool, }
    /// `TagResource`
    TagResourceRequest { key_id: String, tags: Vec<Tag>, }
    /// `UntagResource`
    UntagResourceRequest { key_id: String, tag_keys: Vec<String>, }
    /// `ListResourceTags`
    ListResourceTagsRequest { key_id: String, limit: Option<u32>, marker: Option<String>, }
    /// The result of `ListResourceTags`
    ListResourceTagsResponse { tags: Vec<Tag>, next_marker: Option<String>, truncated: bool, }
}

impl PutKeyPolicyRequest {
    pub(super) fn check(&self, violations: &mut Violations) {
        violations.key_id("keyId", &self.key_id);
        violations.text_length("policyName", self.policy_name.as_deref(), 1, 128);
        violations.text_length("policy", Some(&self.policy), 1, keys::MAX_POLICY_CHARACTERS);
    }
}

impl GetKeyPolicyRequest {
    pub(super) fn check(&self, violations: &mut Violations) {
        violations.key_id("keyId", &self.key_id);
        violations.text_length("policyName", self.policy_name.as_deref(), 1, 128);
    }
}

impl ListKeyPoliciesRequest {
    pub(super) fn check(&self, violations: &mut Violations) {
        violations.key_id("keyId", &self.key_id);
        violations.range("limit", self.limit.map(i64::from), 1, 1000);
        violations.text_length("marker", self.marker.as_deref(), 1, 1024);
    }
}

impl TagResourceRequest {
    pub(super) fn check(&self, violations: &mut Violations) {
        violations.key_id("keyId", &self.key_id);
        keys::check_tags(violations, &self.tags);
    }
}

impl UntagResourceRequest {
    pub(super) fn check(&self, violations: &mut Violations) {
        violations.key_id("keyId", &self.key_id);
        for (index, key) in self.tag_keys.iter().enumerate() {
            violations.text_length(&format!("tagKeys.{}.member", index + 1), Some(key), 1, 128);
        }
    }
}

impl ListResourceTagsRequest {
    pub(super) fn check(&self, violations: &mut Violations) {
        violations.key_id("keyId", &self.key_id);
        violations.range("limit", self.limit.map(i64::from), 1, 50);
        violations.text_length("marker", self.marker.as_deref(), 1, 1024);
    }
}
