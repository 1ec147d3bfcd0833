//! What is known of a request, by condition key.
//!
//! Most statements have no conditions, so a request says nothing by itself: it is asked for a key when a condition
//! or a policy variable needs it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::principal::{CALLER_KEYS, Caller};

/// What is known of a request, asked key by key.
pub trait ConditionSource {
    /// The values of a condition key, which is given in lower case; none when the key is absent.
    fn values_of(&self, key: &str) -> Vec<Cow<'_, str>>;
}

/// A request's condition keys, all written down. Keys are not case-sensitive, values are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConditionContext {
    by_key: BTreeMap<String, Vec<String>>,
}

impl ConditionContext {
    /// A context that knows nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a key that has one value, such as `kms:MultiRegionKeyType`.
    pub fn set(&mut self, key: &str, value: impl Into<String>) {
        self.by_key.insert(key.to_ascii_lowercase(), vec![value.into()]);
    }

    /// Sets a key that has a set of values, such as `kms:GrantOperations`.
    pub fn set_many<V: Into<String>>(&mut self, key: &str, values: impl IntoIterator<Item = V>) {
        self.by_key.insert(key.to_ascii_lowercase(), values.into_iter().map(Into::into).collect());
    }

    /// Sets what a caller's ARN alone tells, see [`Caller::condition_value`].
    pub fn set_caller(&mut self, caller: &Caller<'_>) {
        for key in CALLER_KEYS {
            if let Some(value) = caller.condition_value(key) {
                self.set(key, value);
            }
        }
    }

    /// A key's values; empty when the key is absent.
    pub fn values(&self, key: &str) -> &[String] {
        self.by_key.get(&key.to_ascii_lowercase()).map_or(&[], Vec::as_slice)
    }
}

impl ConditionSource for ConditionContext {
    fn values_of(&self, key: &str) -> Vec<Cow<'_, str>> {
        self.by_key.get(key).into_iter().flatten().map(|value| Cow::Borrowed(value.as_str())).collect()
    }
}

impl<K: AsRef<str>, V: Into<String>> FromIterator<(K, V)> for ConditionContext {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let mut context = Self::new();
        for (key, value) in pairs {
            context.set(key.as_ref(), value);
        }
        context
    }
}

/// What a key policy may ask of a request: `kms:ResourceAliases` only works in IAM policies.
pub(super) struct OfKeyPolicy<'a>(pub(super) &'a dyn ConditionSource);

impl ConditionSource for OfKeyPolicy<'_> {
    fn values_of(&self, key: &str) -> Vec<Cow<'_, str>> {
        if key == "kms:resourcealiases" { Vec::new() } else { self.0.values_of(key) }
    }
}
