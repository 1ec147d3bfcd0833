//! One question of access with all that its answer needs, put to the policy room.

use std::{fmt::Display, sync::Arc};

use super::{
    ConditionValues, Identity,
    known::{Known, KnownKey},
};
use crate::kms::{
    KmsError, Region, Timestamp,
    policy::{AccessRequest, GrantView, KeySide, NamedPolicy, PolicyDocument, Requester},
};

/// May `identity` do `operation`?
pub(super) struct Question<'a> {
    pub(super) now: Timestamp,
    /// The Region whose key or account it is about.
    pub(super) region: Region,
    pub(super) identity: &'a Identity,
    /// The permission without its prefix, such as `ReEncryptTo`.
    pub(super) operation: &'a str,
    /// The ARN that policies name the resource by, or `*`.
    pub(super) resource: &'a dyn Display,
    /// What the operation says.
    pub(super) values: &'a ConditionValues<'a>,
    /// The key's side; nothing for operations that only IAM judges.
    pub(super) key: Option<KeyQuestion<'a>>,
}

/// The key's side of a question.
pub(super) struct KeyQuestion<'a> {
    pub(super) known: KnownKey<'a>,
    /// The policy that counts as the key's.
    pub(super) policy: &'a PolicyDocument,
    /// The grants that could count.
    pub(super) grants: Vec<GrantView<'a>>,
}

impl Question<'_> {
    /// Puts the question as a request to be judged.
    ///
    /// # Errors
    /// `KMSInternalException` if the caller has no ARN of one who can call.
    pub(super) fn put<T>(&self, judge: impl FnOnce(&AccessRequest<'_>) -> T) -> Result<T, KmsError> {
        let Self { now, region, identity, operation, resource, values, ref key } = *self;
        let caller = identity.caller()?;
        let known = key.as_ref().map(|key| key.known);
        let context = Known { now, region, identity, caller: &caller, values, key: known };
        // Only grants are held against the encryption context as a whole.
        let encryption_context = match key {
            Some(key) if !key.grants.is_empty() => values.encryption_context_pairs(),
            _ => Vec::new(),
        };
        let key_side = key.as_ref().map(|key| KeySide {
            account: key.known.family.account.as_str(),
            policy: key.policy,
            grants: &key.grants,
            encryption_context: &encryption_context,
        });
        let action = ["kms:", operation].concat();
        let policies = named(&identity.policies);
        let requester = Requester { caller, identity_policies: &policies, limits: &[] };
        Ok(judge(&AccessRequest { requester, action: &action, resource, context: &context, key: key_side }))
    }
}

pub(super) fn named(policies: &[(Arc<str>, Arc<PolicyDocument>)]) -> Vec<NamedPolicy<'_>> {
    policies.iter().map(|(name, document)| NamedPolicy { name, document }).collect()
}
