//! May this caller do this? What is known of the request goes to [`policy::allows`](super::policy::allows), and its
//! answer becomes `AccessDeniedException` or nothing.

mod explanation;
mod known;
mod question;
mod tokens;
mod values;

use std::{
    collections::BTreeMap,
    fmt::Display,
    sync::{Arc, LazyLock},
};

pub use self::{
    explanation::{AccessQuestion, Explanation},
    values::ConditionValues,
};
use self::{
    known::{Known, KnownKey},
    question::{KeyQuestion, Question, named},
};
use super::{
    AccountId, Exception, Grant, GrantTerms, KeyArn, KmsError, Region,
    api::GrantOperation,
    key_policy::KeyPolicy,
    policy::{Caller, GrantView, PolicyDocument, Requester, allows, caller_keeps_control, decide},
    resolve::ResolvedKey,
    service::Handling,
};

/// Who makes a request: a principal with the policies of its identity.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The ARN that the service sees; for a role, its session's.
    pub arn: Arc<str>,
    /// The account that the principal belongs to.
    pub account: AccountId,
    /// The identity policies, by name.
    pub policies: Vec<(Arc<str>, Arc<PolicyDocument>)>,
    /// Condition keys of its requests besides what the ARN tells: `aws:PrincipalOrgID`, `aws:SourceIp`,
    /// `aws:PrincipalTag/…`, `kms:ViaService`, `aws:SourceArn`.
    pub attributes: BTreeMap<String, String>,
}

impl Identity {
    fn caller(&self) -> Result<Caller<'_>, KmsError> {
        // The world only lets those act who have such an ARN.
        Caller::from_arn(&self.arn).ok_or_else(|| Exception::KmsInternal.without_message())
    }

    /// Whether an AWS service makes the requests on the principal's behalf (`kms:ViaService`).
    pub fn acts_through_a_service(&self) -> bool {
        self.attributes.keys().any(|key| key.eq_ignore_ascii_case("kms:ViaService"))
    }
}

impl Handling<'_, '_> {
    /// Asks the key's policy and the caller's own whether the caller may do `operation` to a key of this Region.
    ///
    /// # Errors
    /// `AccessDeniedException` with what was missing or what forbade it.
    pub(super) fn authorise_key(
        &self,
        operation: &str,
        key: &ResolvedKey,
        conditions: ConditionValues<'_>,
    ) -> Result<(), KmsError> {
        self.authorise_key_in(self.region, operation, key, conditions)
    }

    /// [`Self::authorise_key`] for the key's member in another Region.
    pub(super) fn authorise_key_in(
        &self,
        region: Region,
        operation: &str,
        key: &ResolvedKey,
        conditions: ConditionValues<'_>,
    ) -> Result<(), KmsError> {
        self.authorise_by_some_grants(region, operation, key, &conditions, |_| true)
    }

    /// [`Self::authorise_key`] for CreateGrant: of the caller's own grants on the key only one counts that covers the
    /// new one.
    pub(super) fn authorise_new_grant(
        &self,
        key: &ResolvedKey,
        terms: &GrantTerms,
        conditions: &ConditionValues<'_>,
    ) -> Result<(), KmsError> {
        let operation = GrantOperation::CreateGrant.name();
        self.authorise_by_some_grants(self.region, operation, key, conditions, |parent| parent.covers(terms))
    }

    /// Asks about a key of which only those grants count that `counts` takes.
    fn authorise_by_some_grants(
        &self,
        region: Region,
        operation: &str,
        key: &ResolvedKey,
        conditions: &ConditionValues<'_>,
        counts: impl Fn(&Grant) -> bool,
    ) -> Result<(), KmsError> {
        let store = &*self.service.store;
        let family = &*key.family;
        let member = family.members.get(&region).ok_or_else(|| self.missing(&key.id))?;
        let presented = self.presented_grants()?;
        let mut grants = Vec::new();
        if !member.grants.is_empty() {
            let caller = self.caller.caller()?;
            let is_known =
                |grant: &Grant| grant.visible_from <= self.service.now || presented.contains(&grant.id);
            let fitting = member.grants.for_caller(&caller);
            let fitting = fitting.filter(|grant| grant.allows(operation) && counts(grant));
            grants.extend(fitting.map(|grant| grant.view(is_known(grant))));
        }
        let known = KnownKey { store, family, member, alias: key.alias.as_ref() };
        let key = KeyQuestion { known, policy: member.policy.document(), grants };
        self.judge(region, operation, &family.arn(region), conditions, Some(key))
    }

    /// Asks whether the caller may retire a grant of a key of this Region: the retiring principal may, the grantee if
    /// the grant has the operation, and the account that made the grant, which leaves it to its own policies. A key
    /// policy has no say in it, and an identity policy alone is not enough (RetireGrant; retiring and revoking grants).
    ///
    /// # Errors
    /// `AccessDeniedException`.
    pub(super) fn authorise_retiring(&self, key: &ResolvedKey, grant: &Grant) -> Result<(), KmsError> {
        static NO_POLICY: LazyLock<PolicyDocument> = LazyLock::new(PolicyDocument::without_statements);
        let operation = GrantOperation::RetireGrant.name();
        let store = &*self.service.store;
        let (family, member) = self.member(&key.id)?;
        let terms = &grant.terms;
        let issuer = format!("arn:{}:iam::{}:root", self.region.partition().name(), terms.issuing_account);
        let grantee = grant.allows(operation).then(|| terms.grantee.as_str());
        let retiring = terms.retiring.as_ref().map(|retiring| retiring.as_str());
        let allowed = [retiring, grantee, Some(&issuer)].into_iter().flatten();
        let view = |principal| GrantView {
            id: grant.id.as_str(),
            grantee: principal,
            issuing_account: terms.issuing_account.as_str(),
            operations: vec![operation],
            constraints: Vec::new(),
            source_arn: None,
            known: true,
        };
        let known = KnownKey { store, family, member, alias: None };
        let key = KeyQuestion { known, policy: &NO_POLICY, grants: allowed.map(view).collect() };
        let values = ConditionValues::default();
        self.judge(self.region, operation, &family.arn(self.region), &values, Some(key))
    }

    /// Asks the caller's own policies, for operations that no key policy judges.
    ///
    /// # Errors
    /// `AccessDeniedException`.
    pub(super) fn authorise_account(
        &self,
        operation: &str,
        resource: &str,
        conditions: &ConditionValues<'_>,
    ) -> Result<(), KmsError> {
        self.authorise_account_in(self.region, operation, resource, conditions)
    }

    /// [`Self::authorise_account`] for what the request does in another Region.
    pub(super) fn authorise_account_in(
        &self,
        region: Region,
        operation: &str,
        resource: &str,
        conditions: &ConditionValues<'_>,
    ) -> Result<(), KmsError> {
        self.judge(region, operation, &resource, conditions, None)
    }

    fn judge(
        &self,
        region: Region,
        operation: &str,
        resource: &dyn Display,
        values: &ConditionValues<'_>,
        key: Option<KeyQuestion<'_>>,
    ) -> Result<(), KmsError> {
        let (now, identity) = (self.service.now, self.caller);
        let question = Question { now, region, identity, operation, resource, values, key };
        let refusal = question.put(|request| {
            // Most requests are allowed; only a refusal is put into words.
            if allows(request) {
                return None;
            }
            decide(request).message(&identity.arn, request.action, &resource.to_string())
        })?;
        match refusal {
            None => Ok(()),
            Some(message) => Err(Exception::AccessDenied.with(message)),
        }
    }

    /// Whether a policy names users or roles that do not exist.
    pub(super) fn names_unknown_principals(&self, policy: &KeyPolicy) -> bool {
        let exists = |arn: &str| (self.principal_exists)(arn);
        !policy.document().invalid_principals(exists).is_empty()
    }

    /// Whether the caller could put another policy after this one on the key with this ARN, in that key's Region.
    pub(super) fn could_put_policy_under(&self, policy: &KeyPolicy, key: &KeyArn) -> bool {
        let identity = self.caller;
        let Ok(caller) = identity.caller() else { return false };
        let (now, values) = (self.service.now, &ConditionValues::default());
        let context = Known { now, region: key.region, identity, caller: &caller, values, key: None };
        let policies = named(&identity.policies);
        let requester = Requester { caller, identity_policies: &policies, limits: &[] };
        caller_keeps_control(policy.document(), &requester, &key.to_string(), key.account.as_str(), &context)
    }
}
