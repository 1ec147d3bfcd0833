//! Why someone may or may not do something to a key, at full length.

use super::{
    ConditionValues, Identity,
    known::KnownKey,
    question::{KeyQuestion, Question},
};
use crate::kms::{
    KeyId, KeyStore, Region, Timestamp,
    api::EncryptionContext,
    policy::{
        AccessRequest, Decision, Finding, GrantFinding, PolicyDocument, decide, explain, explain_grants,
    },
};

/// A decision with all that was considered for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What decided.
    pub decision: Decision,
    /// Every statement of the key policy and the caller's policies.
    pub statements: Vec<Finding>,
    /// Every grant that names the caller, its role or its account.
    pub grants: Vec<GrantFinding>,
}

/// Whose access to what is to be explained.
#[derive(Clone, Copy, Debug)]
pub struct AccessQuestion<'a> {
    /// The Region whose endpoint would be called.
    pub region: Region,
    /// The key.
    pub key: &'a KeyId,
    /// The permission without its prefix, such as `Decrypt` or `ReEncryptTo`.
    pub operation: &'a str,
    /// The encryption context of the request.
    pub encryption_context: &'a EncryptionContext,
}

impl Identity {
    /// Explains what this identity may do to a key at a moment; nothing if the Region has no such key. With `policy`, as
    /// if that were the key's policy in the Region.
    pub fn explain(
        &self,
        store: &KeyStore,
        now: Timestamp,
        question: AccessQuestion<'_>,
        policy: Option<&PolicyDocument>,
    ) -> Option<Explanation> {
        self.put(store, now, question, policy, |request| Explanation {
            decision: decide(request),
            statements: explain(request),
            grants: explain_grants(request),
        })
    }

    /// What decides, without what else was considered: see [`Self::explain`].
    pub fn decide(
        &self,
        store: &KeyStore,
        now: Timestamp,
        question: AccessQuestion<'_>,
        policy: Option<&PolicyDocument>,
    ) -> Option<Decision> {
        self.put(store, now, question, policy, decide)
    }

    fn put<T>(
        &self,
        store: &KeyStore,
        now: Timestamp,
        question: AccessQuestion<'_>,
        policy: Option<&PolicyDocument>,
        judge: impl FnOnce(&AccessRequest<'_>) -> T,
    ) -> Option<T> {
        let AccessQuestion { region, key, operation, encryption_context } = question;
        let (family, member) = store.member(key, region)?;
        let values = ConditionValues::default().encryption_context(encryption_context);
        let caller = self.caller().ok()?;
        let grants = member.grants.for_caller(&caller).map(|grant| grant.view(grant.visible_from <= now));
        let key = KeyQuestion {
            known: KnownKey { store, family, member, alias: None },
            policy: policy.unwrap_or_else(|| member.policy.document()),
            grants: grants.collect(),
        };
        let resource = family.arn(region);
        let question = Question {
            now,
            region,
            identity: self,
            operation,
            resource: &resource,
            values: &values,
            key: Some(key),
        };
        question.put(judge).ok()
    }
}
