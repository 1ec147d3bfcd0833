//! Whether a new key policy would lock its writer out.

use super::context::ConditionSource;
use super::document::PolicyDocument;
use super::evaluate::allows;
use super::request::{AccessRequest, KeySide, Requester};

/// Whether the caller could call PutKeyPolicy again under `new_policy`: the test that CreateKey, ReplicateKey
/// and PutKeyPolicy make unless `BypassPolicyLockoutSafetyCheck` is set. Grants don't count, as no grant
/// gives PutKeyPolicy. A policy that leaves it to IAM passes only if the caller's identity policies allow it.
///
/// `context` is what is known of the request being made; its conditions are taken to hold again.
pub fn caller_keeps_control(
    new_policy: &PolicyDocument,
    requester: &Requester<'_>,
    key_arn: &str,
    key_account: &str,
    context: &dyn ConditionSource,
) -> bool {
    let key = KeySide { account: key_account, policy: new_policy, grants: &[], encryption_context: &[] };
    let request = AccessRequest {
        requester: *requester,
        action: "kms:PutKeyPolicy",
        resource: &key_arn,
        context,
        key: Some(key),
    };
    allows(&request)
}
