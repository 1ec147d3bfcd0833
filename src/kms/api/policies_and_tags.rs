//! Key policies and tags.

use super::{
    limits::{KEY_ID, Limits, MARKER, POLICY, POLICY_NAME, REQUIRED},
    requests, shapes,
};

const NAME: Limits = Limits::between(1, 128).matching(&POLICY_NAME);
const TAG_KEY: Limits = Limits::between(1, 128);

requests! {
    /// `GetKeyPolicy`
    GetKeyPolicyRequest { key_id: String = KEY_ID.required(), policy_name: Option<String> = NAME, }
    /// `PutKeyPolicy`
    PutKeyPolicyRequest {
        key_id: String = KEY_ID.required(),
        policy_name: Option<String> = NAME,
        policy: String = POLICY.required(),
        bypass_policy_lockout_safety_check: bool,
    }
    /// `ListKeyPolicies`
    ListKeyPoliciesRequest {
        key_id: String = KEY_ID.required(),
        limit: Option<u32> = Limits::between(1, 1000),
        marker: Option<String> = MARKER,
    }
    /// A tag of a key: 1 to 128 characters for its name, up to 256 for its value
    Tag { tag_key: String = TAG_KEY.required(), tag_value: String = Limits::between(0, 256).required(), }
    /// `TagResource`
    TagResourceRequest { key_id: String = KEY_ID.required(), tags: Vec<Tag> = REQUIRED, }
    /// `UntagResource`
    UntagResourceRequest {
        key_id: String = KEY_ID.required(),
        tag_keys: Vec<String> = REQUIRED.of(&TAG_KEY),
    }
    /// `ListResourceTags`
    ListResourceTagsRequest {
        key_id: String = KEY_ID.required(),
        limit: Option<u32> = Limits::between(1, 50),
        marker: Option<String> = MARKER,
    }
}

shapes! {
    /// The result of `GetKeyPolicy`
    GetKeyPolicyResponse { policy: String, policy_name: String, }
    /// The result of `ListKeyPolicies`
    ListKeyPoliciesResponse { policy_names: Vec<String>, next_marker: Option<String>, truncated: bool, }
    /// The result of `ListResourceTags`
    ListResourceTagsResponse { tags: Vec<Tag>, next_marker: Option<String>, truncated: bool, }
}
