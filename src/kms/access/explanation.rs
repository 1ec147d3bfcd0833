//! Why someone may or may not do something to a key, at full length.

use super::{
    ConditionValues, Identity,
    known::KnownKey,
    question::{KeyQuestion, Question},
};
use crate::kms::{
    KeyId, KeyStore, Region, Timestamp,
    api::EncryptionContext,
    policy::{Decision, Finding, GrantFinding, decide, explain, explain_grants},
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
    /// Explains what this identity may do to a key at a moment; nothing if the Region has no such key.
    pub fn explain(
        &self,
        store: &KeyStore,
        now: Timestamp,
        question: AccessQuestion<'_>,
    ) -> Option<Explanation> {
        let AccessQuestion { region, key, operation, encryption_context } = question;
        let (family, member) = store.member(key, region)?;
        let values = ConditionValues::default().encryption_context(encryption_context);
        let caller = self.caller().ok()?;
        let grants = member.grants.for_caller(&caller).map(|grant| grant.view(grant.visible_from <= now));
        let key = KeyQuestion {
            known: KnownKey { store, family, member, alias: None },
            policy: member.policy.document(),
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
        let explained = question.put(|request| Explanation {
            decision: decide(request),
            statements: explain(request),
            grants: explain_grants(request),
        });
        explained.ok()
    }
}
