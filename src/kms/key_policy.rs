//! A key policy as a key keeps it: the text as it was put, and what the text says, read once.

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use imbl::OrdMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};

use super::policy::{PolicyDocument, PolicyParseError, default_policy};

/// A key policy or identity policy that could be read. Cheap to clone.
#[derive(Clone)]
pub struct KeyPolicy(Arc<PolicyDocument>);

impl KeyPolicy {
    /// Reads a key policy.
    ///
    /// # Errors
    /// Where the text is not a policy, and why.
    pub fn parse(text: &str) -> Result<Self, PolicyParseError> {
        PolicyDocument::parse_key_policy(text).map(|document| Self(Arc::new(document)))
    }

    /// The policy that a key gets when none is given.
    pub fn default_for(partition: &str, account: &str) -> Self {
        let text = default_policy(partition, account);
        Self::parse(&text)
            .expect("the service's default policy is a key policy: a test of this file reads it")
    }

    /// What stands in the place of a policy while a save is read; the save's own policy replaces it.
    pub(super) fn yet_to_come() -> Self {
        static PLACEHOLDER: OnceLock<KeyPolicy> = OnceLock::new();
        PLACEHOLDER.get_or_init(|| Self::default_for("aws", "000000000000")).clone()
    }

    /// The text, as it was put.
    pub fn text(&self) -> &str {
        self.0.text()
    }

    /// What the text says.
    pub fn document(&self) -> &PolicyDocument {
        &self.0
    }
}

impl PartialEq for KeyPolicy {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.text() == other.text()
    }
}

/// The policies that keys have, so that each text is read and kept once however many keys have it. Only that: what it
/// holds changes nothing but time and memory, and so any two are equal.
#[derive(Clone, Debug, Default)]
pub(super) struct KnownPolicies {
    by_digest: OrdMap<[u8; 32], KeyPolicy>,
    /// How many may be known before those that no key has any longer are forgotten.
    most: usize,
}

impl PartialEq for KnownPolicies {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl KnownPolicies {
    /// [`KeyPolicy::parse`] of a text that may be known.
    ///
    /// # Errors
    /// As [`KeyPolicy::parse`].
    pub fn read(&mut self, text: &str) -> Result<KeyPolicy, PolicyParseError> {
        let digest = Sha256::digest(text).into();
        if let Some(known) = self.by_digest.get(&digest) {
            return Ok(known.clone());
        }
        let policy = KeyPolicy::parse(text)?;
        self.add(digest, &policy);
        Ok(policy)
    }

    /// Remembers a policy that was read elsewhere.
    pub fn learn(&mut self, policy: &KeyPolicy) {
        self.add(Sha256::digest(policy.text()).into(), policy);
    }

    fn add(&mut self, digest: [u8; 32], policy: &KeyPolicy) {
        if self.by_digest.len() >= self.most {
            let in_use = |(_, policy): &(_, &KeyPolicy)| Arc::strong_count(&policy.0) > 1;
            let kept = self.by_digest.iter().filter(in_use);
            self.by_digest = kept.map(|(digest, policy)| (*digest, policy.clone())).collect();
            self.most = 64.max(2 * self.by_digest.len());
        }
        self.by_digest.insert(digest, policy.clone());
    }
}

impl fmt::Debug for KeyPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("KeyPolicy").field(&self.text()).finish()
    }
}

impl Serialize for KeyPolicy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text())
    }
}

impl<'de> Deserialize<'de> for KeyPolicy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_policy_is_a_key_policy() {
        let policy = KeyPolicy::default_for("aws", "111111111111");
        assert!(policy.text().contains("Enable IAM User Permissions"));
        assert_eq!(policy.document().statements().len(), 1);
    }

    #[test]
    fn a_text_is_read_once_and_forgotten_when_no_key_has_it() {
        let mut known = KnownPolicies::default();
        let text = |number: u32| default_policy("aws", &format!("{number:012}"));
        let first = known.read(&text(1)).expect("a policy");
        assert!(Arc::ptr_eq(&first.0, &known.read(&text(1)).expect("a policy").0));
        for number in 2..1000 {
            known.read(&text(number)).expect("a policy");
        }
        assert!(known.by_digest.len() < 200, "{}", known.by_digest.len());
        assert!(Arc::ptr_eq(&first.0, &known.read(&text(1)).expect("a policy").0));
        assert!(known.read("{").is_err());
    }
}
