//! May this caller do this? What is known of the request goes to [`policy::decide`](super::policy::decide), and its
//! answer becomes `AccessDeniedException` or nothing.

use std::sync::Arc;

use super::{
    AccountId, Exception, KeyArn, KmsError, Region,
    api::{EncryptionContext, Tag},
    key_policy::KeyPolicy,
    policy::{
        AccessRequest, Caller, ConditionContext, KeySide, NamedPolicy, PolicyDocument, Requester,
        caller_keeps_control, decide,
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
}

/// What a request is about, as condition keys.
#[derive(Clone, Debug, Default)]
pub struct ConditionValues(Vec<(String, Vec<String>)>);

impl ConditionValues {
    /// A key with one text.
    pub fn text(self, key: &str, value: &str) -> Self {
        self.texts(key, [value.to_owned()])
    }

    /// A key with several texts.
    pub fn texts(mut self, key: &str, values: impl IntoIterator<Item = String>) -> Self {
        self.0.push((key.to_owned(), values.into_iter().collect()));
        self
    }

    /// A key with a truth value.
    pub fn boolean(self, key: &str, value: bool) -> Self {
        self.text(key, if value { "true" } else { "false" })
    }

    /// A key with a number.
    pub fn number(self, key: &str, value: u32) -> Self {
        self.texts(key, [value.to_string()])
    }

    /// The tags that a request gives.
    pub fn request_tags(mut self, tags: &[Tag]) -> Self {
        if tags.is_empty() {
            return self;
        }
        for tag in tags {
            self = self.text(&format!("aws:RequestTag/{}", tag.tag_key), &tag.tag_value);
        }
        self.texts("aws:TagKeys", tags.iter().map(|tag| tag.tag_key.clone()))
    }

    /// The encryption context of a request.
    pub fn encryption_context(mut self, context: &EncryptionContext) -> Self {
        if context.is_empty() {
            return self;
        }
        for (key, value) in context {
            self = self.text(&format!("kms:EncryptionContext:{key}"), value);
        }
        self.texts("kms:EncryptionContextKeys", context.keys().cloned())
    }
}

impl Identity {
    fn caller(&self) -> Result<Caller<'_>, KmsError> {
        // The world only lets those act who have such an ARN.
        Caller::from_arn(&self.arn).ok_or_else(|| Exception::KmsInternal.without_message())
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
        conditions: ConditionValues,
    ) -> Result<(), KmsError> {
        self.authorise_key_in(self.region, operation, key, conditions)
    }

    /// [`Self::authorise_key`] for the key's member in another Region.
    pub(super) fn authorise_key_in(
        &self,
        region: Region,
        operation: &str,
        key: &ResolvedKey,
        conditions: ConditionValues,
    ) -> Result<(), KmsError> {
        let Some((family, member)) = self.service.store.member(&key.id, region) else {
            return Err(self.missing(&key.id));
        };
        let mut values = conditions
            .text("kms:KeySpec", family.spec.name())
            .text("kms:KeyUsage", family.usage.name())
            .text("kms:KeyOrigin", family.origin.name())
            .boolean("kms:MultiRegion", family.is_multi_region());
        if let Some(role) = family.role(region) {
            values = values.text("kms:MultiRegionKeyType", role.name());
        }
        if let Some(alias) = &key.alias {
            values = values.text("kms:RequestAlias", alias.as_str());
        }
        for (tag, value) in &member.tags {
            values = values.text(&format!("aws:ResourceTag/{tag}"), value);
        }
        let key_side = KeySide {
            account: family.account.as_str(),
            policy: member.policy.document(),
            grants: &[],
            encryption_context: &[],
        };
        self.judge(region, operation, &family.arn(region).to_string(), &values, Some(key_side))
    }

    /// Asks the caller's own policies, for operations that no key policy judges.
    ///
    /// # Errors
    /// `AccessDeniedException`.
    pub(super) fn authorise_account(
        &self,
        operation: &str,
        resource: &str,
        conditions: &ConditionValues,
    ) -> Result<(), KmsError> {
        self.authorise_account_in(self.region, operation, resource, conditions)
    }

    /// [`Self::authorise_account`] for what the request does in another Region.
    pub(super) fn authorise_account_in(
        &self,
        region: Region,
        operation: &str,
        resource: &str,
        conditions: &ConditionValues,
    ) -> Result<(), KmsError> {
        self.judge(region, operation, resource, conditions, None)
    }

    fn judge(
        &self,
        region: Region,
        operation: &str,
        resource: &str,
        values: &ConditionValues,
        key: Option<KeySide<'_>>,
    ) -> Result<(), KmsError> {
        let caller = self.caller.caller()?;
        let context = self.condition_context(region, &caller, values);
        let action = format!("kms:{operation}");
        let policies = named(&self.caller.policies);
        let requester = Requester { caller, identity_policies: &policies, limits: &[] };
        let request = AccessRequest { requester, action: &action, resource, context: &context, key };
        match decide(&request).message(&self.caller.arn, &action, resource) {
            None => Ok(()),
            Some(message) => Err(Exception::AccessDenied.with(message)),
        }
    }

    fn condition_context(
        &self,
        region: Region,
        caller: &Caller<'_>,
        values: &ConditionValues,
    ) -> ConditionContext {
        let mut context = ConditionContext::new();
        context.set_caller(caller);
        context.set("aws:RequestedRegion", region.code());
        context.set("kms:CallerAccount", self.caller.account.as_str());
        for (key, values) in &values.0 {
            context.set_many(key, values.iter().cloned());
        }
        context
    }

    /// Whether a policy names users or roles that do not exist.
    pub(super) fn names_unknown_principals(&self, policy: &KeyPolicy) -> bool {
        let exists = |arn: &str| (self.principal_exists)(arn);
        !policy.document().invalid_principals(exists).is_empty()
    }

    /// Whether the caller could put another policy after this one on the key with this ARN, in that key's Region.
    pub(super) fn could_put_policy_under(&self, policy: &KeyPolicy, key: &KeyArn) -> bool {
        let Ok(caller) = self.caller.caller() else { return false };
        let context = self.condition_context(key.region, &caller, &ConditionValues::default());
        let policies = named(&self.caller.policies);
        let requester = Requester { caller, identity_policies: &policies, limits: &[] };
        let (arn, account) = (key.to_string(), key.account.as_str());
        caller_keeps_control(policy.document(), &requester, &arn, account, &context)
    }
}

fn named(policies: &[(Arc<str>, Arc<PolicyDocument>)]) -> Vec<NamedPolicy<'_>> {
    policies.iter().map(|(name, document)| NamedPolicy { name, document }).collect()
}
