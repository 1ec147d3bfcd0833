//! One key as the table shows it, with the text that it is found by.

use std::collections::HashMap;

use crate::{
    gui::{
        key_words::{origin_name, type_name, usage_name},
        trail::contains_ignoring_case,
    },
    kms::{
        AliasName, CustomKeyStoreId, KeyFamily, KeyId, Member, MemberState, Region, Timestamp,
        api::{KeySpec, KeyState, KeyUsage, MultiRegionKeyType, Origin},
    },
    world::World,
};

/// A key of the table.
#[derive(Clone, Debug)]
pub(super) struct KeyRow {
    /// Its Region.
    pub region: Region,
    /// Its id.
    pub key: KeyId,
    /// Its aliases without their prefix, as one text; empty if it has none.
    pub aliases: String,
    /// Its state.
    pub state: MemberState,
    /// Its role; nothing for a single-Region key.
    pub role: Option<MultiRegionKeyType>,
    /// What kind of key it is.
    pub spec: KeySpec,
    /// What it may be used for.
    pub usage: KeyUsage,
    /// Where its material comes from.
    pub origin: Origin,
    /// Its tags.
    pub tags: Vec<(String, String)>,
    /// They as one text.
    pub tags_text: String,
    /// When it was created.
    pub created: Timestamp,
    /// Its description.
    pub description: String,
    /// Its ARN.
    pub arn: String,
    /// The custom key store that it is in.
    pub store: Option<CustomKeyStoreId>,
    /// All that free words look for, in lower case.
    search: String,
}

/// The Regionality, as the table's column and its filter call it.
pub(super) const REGIONALITIES: [(Option<MultiRegionKeyType>, &str); 3] = [
    (None, "Single Region"),
    (Some(MultiRegionKeyType::Primary), "Multi-Region primary"),
    (Some(MultiRegionKeyType::Replica), "Multi-Region replica"),
];

/// What a role is called in the column Regionality.
pub(super) fn regionality_name(role: Option<MultiRegionKeyType>) -> &'static str {
    REGIONALITIES.iter().find(|(it, _)| *it == role).map_or("", |(_, name)| name)
}

/// What a state is called in the column Status.
pub(super) fn status_name(state: KeyState) -> &'static str {
    match state {
        KeyState::Creating => "Creating",
        KeyState::Enabled => "Enabled",
        KeyState::Disabled => "Disabled",
        KeyState::PendingDeletion => "Pending deletion",
        KeyState::PendingImport => "Pending import",
        KeyState::PendingReplicaDeletion => "Pending replica deletion",
        KeyState::Unavailable => "Unavailable",
        KeyState::Updating => "Updating",
    }
}

impl KeyRow {
    fn new(region: Region, family: &KeyFamily, member: &Member, aliases: &[&AliasName]) -> Self {
        let joined = |parts: Vec<String>| parts.join(", ");
        let aliases = joined(aliases.iter().map(|it| it.short().to_owned()).collect());
        let tags: Vec<_> = member.tags.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
        let as_text = |(key, value): &(String, String)| {
            if value.is_empty() { key.clone() } else { format!("{key}={value}") }
        };
        let mut row = Self {
            region,
            key: family.id.clone(),
            aliases,
            state: member.state,
            role: family.role(region),
            spec: family.spec,
            usage: family.usage,
            origin: family.origin,
            tags_text: joined(tags.iter().map(as_text).collect()),
            tags,
            created: member.created,
            description: member.description.clone(),
            arn: family.arn(region).text(),
            store: family.place.as_ref().map(|place| place.store().clone()),
            search: String::new(),
        };
        let parts = [
            row.aliases.as_str(),
            row.key.as_str(),
            row.tags_text.as_str(),
            row.status(),
            row.spec.name(),
            row.regionality(),
            row.key_type(),
            row.key_usage(),
            region.code(),
            row.description.as_str(),
        ];
        // Parted by a character that nobody types, so that no word is found across two of them.
        row.search = parts.join("\n").to_lowercase();
        row
    }

    /// The first alias, or else the id.
    pub fn label(&self) -> &str {
        let first = self.aliases.split(", ").next().unwrap_or_default();
        if first.is_empty() { self.key.as_str() } else { first }
    }

    /// The state's name.
    pub fn status(&self) -> &'static str {
        status_name(self.state.key_state())
    }

    /// The Regionality's name.
    pub fn regionality(&self) -> &'static str {
        regionality_name(self.role)
    }

    /// `Symmetric` or `Asymmetric`.
    pub fn key_type(&self) -> &'static str {
        type_name(self.spec)
    }

    /// What it may be used for, in words.
    pub fn key_usage(&self) -> &'static str {
        usage_name(self.usage)
    }

    /// Where its material comes from, in words.
    pub fn origin_name(&self) -> &'static str {
        origin_name(self.origin)
    }

    /// Whether a word in lower case stands anywhere in what the row tells.
    pub fn says(&self, word: &str) -> bool {
        self.search.contains(word)
    }

    /// Whether a tag has these parts in its key and in its value.
    pub fn has_tag(&self, key: &str, value: Option<&str>) -> bool {
        self.tags.iter().any(|(name, text)| match value {
            Some(value) => contains_ignoring_case(name, key) && contains_ignoring_case(text, value),
            None => contains_ignoring_case(name, key) || contains_ignoring_case(text, key),
        })
    }
}

/// The customer managed keys of Regions.
pub(super) fn read(world: &World, regions: &[Region]) -> Vec<KeyRow> {
    let store = world.store();
    let mut rows = Vec::with_capacity(regions.iter().map(|it| store.key_count_in(*it)).sum());
    for region in regions {
        let mut aliases: HashMap<&KeyId, Vec<&AliasName>> = HashMap::new();
        for (_, name, alias) in store.aliases_in(*region) {
            aliases.entry(&alias.target).or_default().push(name);
        }
        for key in store.keys_in(*region) {
            let Some((family, member)) = store.member(key, *region) else { continue };
            if !family.is_aws_managed() {
                let names = aliases.get(key).map_or(&[][..], Vec::as_slice);
                rows.push(KeyRow::new(*region, family, member, names));
            }
        }
    }
    rows
}
