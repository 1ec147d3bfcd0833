//! Aliases: names for keys, independent in every Region.

use super::shapes;
use crate::kms::{EpochSeconds, validate::Violations};

shapes! {
    /// `CreateAlias`
    CreateAliasRequest { alias_name: String, target_key_id: String, }
    /// `UpdateAlias`
    UpdateAliasRequest { alias_name: String, target_key_id: String, }
    /// `DeleteAlias`
    DeleteAliasRequest { alias_name: String, }
    /// `ListAliases`
    ListAliasesRequest { key_id: Option<String>, limit: Option<u32>, marker: Option<String>, }
    /// The result of `ListAliases`
    ListAliasesResponse { aliases: Vec<AliasListEntry>, next_marker: Option<String>, truncated: bool, }
    /// An entry of `ListAliases`
    AliasListEntry {
        alias_name: String,
        alias_arn: String,
        target_key_id: Option<String>,
        creation_date: Option<EpochSeconds>,
        last_updated_date: Option<EpochSeconds>,
    }
}

fn check_alias_name(violations: &mut Violations, name: &str) {
    violations.text_length("aliasName", Some(name), 1, 256);
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '/' | '_' | '-');
    violations.pattern("aliasName", name, "^[a-zA-Z0-9:/_-]+$", name.is_empty() || name.chars().all(allowed));
}

impl CreateAliasRequest {
    pub(super) fn check(&self, violations: &mut Violations) {
        check_alias_name(violations, &self.alias_name);
        violations.key_id("targetKeyId", &self.target_key_id);
    }
}

impl UpdateAliasRequest {
    pub(super) fn check(&self, violations: &mut Violations) {
        check_alias_name(violations, &self.alias_name);
        violations.key_id("targetKeyId", &self.target_key_id);
    }
}

impl DeleteAliasRequest {
    pub(super) fn check(&self, violations: &mut Violations) {
        check_alias_name(violations, &self.alias_name);
    }
}

impl ListAliasesRequest {
    pub(super) fn check(&self, violations: &mut Violations) {
        violations.text_length("keyId", self.key_id.as_deref(), 1, 2048);
        violations.range("limit", self.limit.map(i64::from), 1, 100);
        violations.text_length("marker", self.marker.as_deref(), 1, 1024);
    }
}
