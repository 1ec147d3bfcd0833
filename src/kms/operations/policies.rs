//! GetKeyPolicy, PutKeyPolicy, ListKeyPolicies, and the checks on every policy that a key is given.

use std::borrow::Cow;

use super::pagination::{Paging, page};
use crate::kms::{
    Exception, KeyArn, KmsError,
    access::ConditionValues,
    api::{
        GetKeyPolicyRequest, GetKeyPolicyResponse, ListKeyPoliciesRequest, ListKeyPoliciesResponse,
        Operation, PutKeyPolicyRequest,
    },
    key_policy::KeyPolicy,
    policy::{MAX_KEY_POLICY_BYTES, default_policy},
    resolve::Accepts,
    service::Handling,
};

/// The only name that a key policy can have.
const POLICY_NAME: &str = "default";

fn check_name(name: Option<&str>) -> Result<(), KmsError> {
    match name {
        None | Some(POLICY_NAME) => Ok(()),
        Some(other) => Err(Exception::NotFound.with(format!("No such policy exists: {other}"))),
    }
}

impl Handling<'_, '_> {
    /// The policy that a new key gets: the one of the request, or the service's default.
    ///
    /// # Errors
    /// As [`Self::checked_policy`]; the default is never checked.
    pub(super) fn policy_for_new_key(
        &mut self,
        text: Option<&str>,
        bypass_lockout_check: bool,
        key: &KeyArn,
    ) -> Result<KeyPolicy, KmsError> {
        match text {
            Some(text) => self.checked_policy(text, bypass_lockout_check, key),
            None => {
                let text = default_policy(key.region.partition().name(), key.account.as_str());
                let policy = self.service.store.policies.read(&text);
                policy.map_err(|_| Exception::KmsInternal.without_message()) // it is one: see key_policy
            }
        }
    }

    /// Reads a policy that the caller wants the key with this ARN to have.
    ///
    /// # Errors
    /// `LimitExceededException` over 32 KiB; `MalformedPolicyDocumentException` if it cannot be read, names principals
    /// that do not exist, or would not let the caller change it again.
    pub(super) fn checked_policy(
        &mut self,
        text: &str,
        bypass_lockout_check: bool,
        key: &KeyArn,
    ) -> Result<KeyPolicy, KmsError> {
        if text.len() > MAX_KEY_POLICY_BYTES {
            return Err(Exception::LimitExceeded
                .with(format!("The key policy is larger than {} bytes.", MAX_KEY_POLICY_BYTES)));
        }
        let parsed = self.service.store.policies.read(text);
        let parsed = parsed.map_err(|error| Exception::MalformedPolicyDocument.with(error.to_string()))?;
        if self.names_unknown_principals(&parsed) {
            return Err(Exception::MalformedPolicyDocument
                .with("Policy contains a statement with one or more invalid principals."));
        }
        if !bypass_lockout_check && !self.could_put_policy_under(&parsed, key) {
            return Err(Exception::MalformedPolicyDocument
                .with("The new key policy will not allow you to update the key policy in the future."));
        }
        Ok(parsed)
    }

    pub(super) fn get_key_policy(
        &mut self,
        request: &GetKeyPolicyRequest,
    ) -> Result<GetKeyPolicyResponse, KmsError> {
        let key = self.resolve(&request.key_id, Accepts::IdOrArn)?;
        self.authorise_key(Operation::GetKeyPolicy.name(), &key, ConditionValues::default())?;
        check_name(request.policy_name.as_deref())?;
        let (_, member) = self.member(&key.id)?;
        Ok(GetKeyPolicyResponse {
            policy: member.policy.text().to_owned(),
            policy_name: POLICY_NAME.to_owned(),
        })
    }

    pub(super) fn put_key_policy(&mut self, request: &PutKeyPolicyRequest) -> Result<(), KmsError> {
        let key = self.resolve(&request.key_id, Accepts::IdOrArn)?;
        self.refuse_aws_managed(&key)?;
        let bypass = request.bypass_policy_lockout_safety_check;
        let conditions = ConditionValues::default().boolean("kms:BypassPolicyLockoutSafetyCheck", bypass);
        self.authorise_key(Operation::PutKeyPolicy.name(), &key, conditions)?;
        check_name(request.policy_name.as_deref())?;
        let arn = self.member(&key.id)?.0.arn(self.region);
        let policy = self.checked_policy(&request.policy, bypass, &arn)?;
        self.member_mut(&key.id)?.policy = policy;
        Ok(())
    }

    pub(super) fn list_key_policies(
        &mut self,
        request: &ListKeyPoliciesRequest,
    ) -> Result<ListKeyPoliciesResponse, KmsError> {
        let key = self.resolve(&request.key_id, Accepts::IdOrArn)?;
        self.authorise_key(Operation::ListKeyPolicies.name(), &key, ConditionValues::default())?;
        let names = [POLICY_NAME.to_owned()].into_iter();
        let paging = Paging {
            operation: Operation::ListKeyPolicies,
            limit: request.limit,
            default_limit: 100,
            marker: request.marker.as_deref(),
        };
        let page = page(names, &paging, |it| Cow::Borrowed(it))?;
        Ok(ListKeyPoliciesResponse {
            policy_names: page.entries,
            next_marker: page.next_marker,
            truncated: page.truncated,
        })
    }
}
