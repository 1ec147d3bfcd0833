//! What the service knows of a request when a condition asks: what the operation said, who calls, which Region, which
//! key, and the time.

use std::borrow::Cow;

use super::{ConditionValues, Identity};
use crate::kms::{
    AliasName, KeyFamily, KeyStore, Member, Region, Timestamp,
    policy::{Caller, ConditionSource},
};

/// A request's condition keys, each made when it is asked for.
pub(super) struct Known<'a> {
    pub(super) now: Timestamp,
    /// The Region whose key or account the request is about.
    pub(super) region: Region,
    pub(super) identity: &'a Identity,
    pub(super) caller: &'a Caller<'a>,
    /// What the operation says.
    pub(super) values: &'a ConditionValues<'a>,
    /// The key, for operations on one.
    pub(super) key: Option<KnownKey<'a>>,
}

/// The key that a request is about.
#[derive(Clone, Copy)]
pub(super) struct KnownKey<'a> {
    pub(super) store: &'a KeyStore,
    pub(super) family: &'a KeyFamily,
    pub(super) member: &'a Member,
    /// The alias that the client named it by.
    pub(super) alias: Option<&'a AliasName>,
}

fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

impl ConditionSource for Known<'_> {
    fn values_of(&self, key: &str) -> Vec<Cow<'_, str>> {
        let said = self.values.values_of(key);
        if !said.is_empty() {
            return said;
        }
        if let Some(value) = self.caller.condition_value(key) {
            return vec![value];
        }
        let attributes = &self.identity.attributes;
        if let Some((_, value)) = attributes.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)) {
            return vec![value.into()];
        }
        match key {
            "aws:requestedregion" => vec![self.region.code().into()],
            "aws:currenttime" => vec![self.now.iso_8601().into()],
            "aws:epochtime" => vec![(self.now.as_micros() / 1_000_000).to_string().into()],
            "aws:securetransport" => vec!["true".into()],
            "aws:viaawsservice" => vec![truth(self.identity.acts_through_a_service()).into()],
            _ => self.key.map(|it| it.values_of(key, self.region)).unwrap_or_default(),
        }
    }
}

impl<'a> KnownKey<'a> {
    fn values_of(&self, key: &str, region: Region) -> Vec<Cow<'a, str>> {
        let Self { store, family, member, alias } = *self;
        let text: &'a str = match key {
            "kms:keyspec" => family.spec.name(),
            "kms:keyusage" => family.usage.name(),
            "kms:keyorigin" => family.origin.name(),
            "kms:multiregion" => truth(family.is_multi_region()),
            "kms:multiregionkeytype" => match family.role(region) {
                Some(role) => role.name(),
                None => return Vec::new(),
            },
            "kms:requestalias" => match alias {
                Some(alias) => alias.as_str(),
                None => return Vec::new(),
            },
            "aws:resourceaccount" => family.account.as_str(),
            "kms:resourcealiases" => {
                return store.aliases_of(&family.id, region).map(|name| name.as_str().into()).collect();
            }
            _ => {
                let Some(name) = key.strip_prefix("aws:resourcetag/") else { return Vec::new() };
                let named = member.tags.iter().filter(|(tag, _)| tag.eq_ignore_ascii_case(name));
                return named.map(|(_, value)| value.into()).collect();
            }
        };
        vec![text.into()]
    }
}
