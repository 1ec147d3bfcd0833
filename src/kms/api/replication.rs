//! Replicas, and the change of the primary Region.

use super::{KeyMetadata, Tag, keys, shapes};
use crate::kms::validate::Violations;

shapes! {
    /// `ReplicateKey`
    ReplicateKeyRequest {
        key_id: String,
        replica_region: String,
        policy: Option<String>,
        bypass_policy_lockout_safety_check: bool,
        description: Option<String>,
        tags: Vec<Tag>,
    }
    /// `UpdatePrimaryRegion`
    UpdatePrimaryRegionRequest { key_id: String, primary_region: String, }
}

/// The result of `ReplicateKey`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ReplicateKeyResponse {
    /// The new replica, still `Creating`.
    pub replica_key_metadata: KeyMetadata,
    /// Its key policy.
    pub replica_policy: String,
    /// Its tags; absent when there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replica_tags: Vec<Tag>,
}

fn check_region(violations: &mut Violations, member: &str, region: &str) {
    violations.text_length(member, Some(region), 1, 32);
    violations.pattern(member, region, r"^([a-z]+-){2,3}\d+$", looks_like_a_region(region));
}

/// `^([a-z]+-){2,3}\d+$`
fn looks_like_a_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let Some((number, words)) = parts.split_last() else { return false };
    (2..=3).contains(&words.len())
        && words.iter().all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()))
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

impl ReplicateKeyRequest {
    pub(super) fn check(&self, violations: &mut Violations) {
        violations.key_id("keyId", &self.key_id);
        check_region(violations, "replicaRegion", &self.replica_region);
        violations.text_length("policy", self.policy.as_deref(), 1, keys::MAX_POLICY_CHARACTERS);
        violations.text_length("description", self.description.as_deref(), 0, 8192);
        keys::check_tags(violations, &self.tags);
    }
}

impl UpdatePrimaryRegionRequest {
    pub(super) fn check(&self, violations: &mut Violations) {
        violations.key_id("keyId", &self.key_id);
        check_region(violations, "primaryRegion", &self.primary_region);
    }
}

#[cfg(test)]
mod tests {
    use super::looks_like_a_region;

    #[test]
    fn region_codes_have_two_or_three_words_and_a_number() {
        for good in ["us-east-1", "us-gov-west-1", "us-invalid-12"] {
            assert!(looks_like_a_region(good), "{good}");
        }
        for bad in ["", "us-1", "us-east", "us-east-x", "US-east-1", "a-b-c-d-1", "us--1", "us-east-1 "] {
            assert!(!looks_like_a_region(bad), "{bad}");
        }
    }
}
