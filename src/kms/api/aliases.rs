//! Aliases: names for keys, independent in every Region.

use super::{
    limits::{ALIAS_NAME, KEY_ID, Limits, MARKER},
    requests, shapes,
};
use crate::kms::EpochSeconds;

const NAME: Limits = Limits::between(1, 256).matching(&ALIAS_NAME).required();

requests! {
    /// `CreateAlias`
    CreateAliasRequest { alias_name: String = NAME, target_key_id: String = KEY_ID.required(), }
    /// `UpdateAlias`
    UpdateAliasRequest { alias_name: String = NAME, target_key_id: String = KEY_ID.required(), }
    /// `DeleteAlias`
    DeleteAliasRequest { alias_name: String = NAME, }
    /// `ListAliases`
    ListAliasesRequest {
        key_id: Option<String> = KEY_ID,
        limit: Option<u32> = Limits::between(1, 100),
        marker: Option<String> = MARKER,
    }
}

shapes! {
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
