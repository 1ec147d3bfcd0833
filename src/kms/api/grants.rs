//! Grants: permissions on one key for one grantee, independent in every Region.

use super::{
    EncryptionContext, GrantOperation,
    limits::{
        ALIAS_NAME, GRANT_TOKEN, GRANT_TOKENS, KEY_ID, Limits, MARKER, PRINCIPAL, REQUIRED, SERVICE,
        SOURCE_ARN,
    },
    requests, shapes,
};
use crate::kms::EpochSeconds;

const GRANT_ID: Limits = Limits::between(1, 128);
const PAGE: Limits = Limits::between(1, 100);

requests! {
    /// `CreateGrant`
    CreateGrantRequest {
        key_id: String = KEY_ID.required(),
        grantee_principal: Option<String> = PRINCIPAL,
        retiring_principal: Option<String> = PRINCIPAL,
        operations: Vec<GrantOperation> = REQUIRED,
        constraints: Option<GrantConstraints>,
        grant_tokens: Vec<String> = GRANT_TOKENS,
        name: Option<String> = Limits::between(1, 256).matching(&ALIAS_NAME),
        dry_run: bool,
        grantee_service_principal: Option<String> = SERVICE,
        retiring_service_principal: Option<String> = SERVICE,
    }
    /// What requests must be like for a grant to allow them
    GrantConstraints {
        encryption_context_subset: EncryptionContext,
        encryption_context_equals: EncryptionContext,
        source_arn: Option<String> = Limits::between(20, 512).matching(&SOURCE_ARN),
    }
    /// `ListGrants`
    ListGrantsRequest {
        limit: Option<u32> = PAGE,
        marker: Option<String> = MARKER,
        key_id: String = KEY_ID.required(),
        grant_id: Option<String> = GRANT_ID,
        grantee_principal: Option<String> = PRINCIPAL,
        grantee_service_principal: Option<String> = SERVICE,
    }
    /// `ListRetirableGrants`
    ListRetirableGrantsRequest {
        limit: Option<u32> = PAGE,
        marker: Option<String> = MARKER,
        retiring_principal: Option<String> = PRINCIPAL,
        retiring_service_principal: Option<String> = SERVICE,
    }
    /// `RetireGrant`
    RetireGrantRequest {
        grant_token: Option<String> = GRANT_TOKEN,
        key_id: Option<String> = KEY_ID,
        grant_id: Option<String> = GRANT_ID,
        dry_run: bool,
    }
    /// `RevokeGrant`
    RevokeGrantRequest {
        key_id: String = KEY_ID.required(),
        grant_id: String = GRANT_ID.required(),
        dry_run: bool,
    }
}

shapes! {
    /// The result of `CreateGrant`
    CreateGrantResponse { grant_token: String, grant_id: String, }
    /// The result of `ListGrants` and `ListRetirableGrants`
    ListGrantsResponse { grants: Vec<GrantListEntry>, next_marker: Option<String>, truncated: bool, }
    /// An entry of `ListGrants`
    GrantListEntry {
        key_id: String,
        grant_id: String,
        name: Option<String>,
        creation_date: Option<EpochSeconds>,
        grantee_principal: Option<String>,
        retiring_principal: Option<String>,
        issuing_account: Option<String>,
        operations: Vec<GrantOperation>,
        constraints: Option<GrantConstraints>,
        grantee_service_principal: Option<String>,
        retiring_service_principal: Option<String>,
    }
}
