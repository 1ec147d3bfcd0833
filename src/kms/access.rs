//! May this caller do this? What is known of the request goes to [`policy::allows`](super::policy::allows), and its
//! answer becomes `AccessDeniedException` or nothing.

mod known;
mod values;

use std::{collections::BTreeMap, fmt::Display, sync::Arc};

use self::known::{Known, KnownKey};
pub use self::values::ConditionValues;
use super::{
    AccountId, Exception, KeyArn, KmsError, Region,
    key_policy::KeyPolicy,
    policy::{
        AccessRequest, Caller, KeySide, NamedPolicy, PolicyDocument, Requester, allows, caller_keeps_control,
        decide,
    },
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
        let store = &*self.service.store;
        let Some((family, member)) = store.member(&key.id, region) else {
            return Err(self.missing(&key.id));
        };
        let known = KnownKey { store, family, member, alias: key.alias.as_ref() };
        let key_side = KeySide {
            account: family.account.as_str(),
            policy: member.policy.document(),
            grants: &[],
            encryption_context: &[],
        };
        self.judge(region, operation, &family.arn(region), &conditions, Some((known, key_side)))
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
        key: Option<(KnownKey<'_>, KeySide<'_>)>,
    ) -> Result<(), KmsError> {
        let identity = self.caller;
        let caller = identity.caller()?;
        let (key, key_side) = key.unzip();
        let context = Known { now: self.service.now, region, identity, caller: &caller, values, key };
        let action = ["kms:", operation].concat();
        let policies = named(&identity.policies);
        let requester = Requester { caller, identity_policies: &policies, limits: &[] };
        let request =
            AccessRequest { requester, action: &action, resource, context: &context, key: key_side };
        if allows(&request) {
            return Ok(());
        }
        match decide(&request).message(&identity.arn, &action, &resource.to_string()) {
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

fn named(policies: &[(Arc<str>, Arc<PolicyDocument>)]) -> Vec<NamedPolicy<'_>> {
    policies.iter().map(|(name, document)| NamedPolicy { name, document }).collect()
}
