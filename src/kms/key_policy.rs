//! A key policy as a key keeps it: the text as it was put, and what the text says, read once.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

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
        self.text() == other.text()
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
}
