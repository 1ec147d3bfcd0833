//! What the wizard asks for page by page, what was chosen, and the request that comes of it.

use std::collections::BTreeSet;

use super::key_kind::KeyKind;
use crate::{
    gui::desk::Desk,
    kms::{
        AccountId, AliasName, Exception, Region,
        api::{CreateKeyRequest, Origin, Tag},
        policy::ConsolePolicy,
    },
    world::{Principal, PrincipalKind},
};

/// How many tags a key may have (TagResource).
pub(super) const MAX_TAGS: usize = 50;

/// The wizard's pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Page {
    ConfigureKey,
    ChooseRegions,
    AddLabels,
    Administrators,
    Users,
    EditPolicy,
    Review,
}

impl Page {
    /// The pages that lead to a new key, in the console's order.
    pub(super) const CREATE: &'static [Self] = &[
        Self::ConfigureKey,
        Self::AddLabels,
        Self::Administrators,
        Self::Users,
        Self::EditPolicy,
        Self::Review,
    ];
    /// The pages that lead to replicas.
    pub(super) const REPLICATE: &'static [Self] = &[
        Self::ChooseRegions,
        Self::AddLabels,
        Self::Administrators,
        Self::Users,
        Self::EditPolicy,
        Self::Review,
    ];

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::ConfigureKey => "Configure key",
            Self::ChooseRegions => "Choose Regions",
            Self::AddLabels => "Add labels",
            Self::Administrators => "Define key administrative permissions",
            Self::Users => "Define key usage permissions",
            Self::EditPolicy => "Edit key policy",
            Self::Review => "Review",
        }
    }

    /// Whether the page can be left as it is.
    pub(super) fn is_optional(self) -> bool {
        matches!(self, Self::Administrators | Self::Users | Self::EditPolicy)
    }
}

/// Whether the key can have replicas. Never changes once the key is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Regionality {
    SingleRegion,
    MultiRegion,
}

impl Regionality {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::SingleRegion => "Single-Region key",
            Self::MultiRegion => "Multi-Region key",
        }
    }
}

/// What was chosen and typed on the pages.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Choices {
    pub(super) kind: KeyKind,
    pub(super) regionality: Regionality,
    /// Without its prefix, as typed.
    pub(super) alias: String,
    pub(super) description: String,
    pub(super) tags: Vec<Tag>,
    /// ARNs.
    pub(super) administrators: BTreeSet<String>,
    pub(super) administrators_may_delete: bool,
    /// ARNs.
    pub(super) users: BTreeSet<String>,
    /// Ids of other accounts, as typed; rows that were added and not filled are empty.
    pub(super) accounts: Vec<String>,
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            kind: KeyKind::default(),
            regionality: Regionality::SingleRegion,
            alias: String::new(),
            description: String::new(),
            tags: Vec::new(),
            administrators: BTreeSet::new(),
            administrators_may_delete: true,
            users: BTreeSet::new(),
            accounts: Vec::new(),
        }
    }
}

impl Choices {
    /// The alias name with its prefix, as CreateAlias takes it; `None` while nothing is typed.
    pub(super) fn alias_name(&self) -> Option<String> {
        (!self.alias.is_empty()).then(|| format!("{}{}", AliasName::PREFIX, self.alias))
    }

    /// What KMS will have against the alias, in KMS's words where it has any.
    pub(super) fn alias_problem(&self, desk: &Desk, region: Region) -> Option<String> {
        let name = self.alias_name()?;
        if name.chars().count() > 256 {
            return Some(format!(
                "An alias has at most 256 characters with its prefix, this one {}",
                name.len()
            ));
        }
        let Some(parsed) = AliasName::parse(&name) else {
            return Some(format!("{name} contains invalid characters for an alias"));
        };
        if parsed.is_reserved() {
            return Some(format!(
                "{}: names that begin with alias/aws/ are reserved for AWS managed keys",
                Exception::NotAuthorized.name()
            ));
        }
        let account = account(desk)?;
        let taken = desk.world().store().alias(region, account, &parsed).is_some();
        taken.then(|| format!("An alias with the name {} already exists", parsed.arn(region, account)))
    }

    /// The first tag that KMS will not take, and why, in KMS's words.
    pub(super) fn tag_problem(&self) -> Option<(usize, &'static str)> {
        let mut seen = BTreeSet::new();
        self.tags.iter().enumerate().find_map(|(row, tag)| {
            if is_blank(tag) {
                return None;
            }
            let key = tag.tag_key.as_str();
            let problem = if key.is_empty() {
                "A tag needs a key"
            } else if key.chars().count() > 128 {
                "A tag key has at most 128 characters"
            } else if tag.tag_value.chars().count() > 256 {
                "A tag value has at most 256 characters"
            } else if key.to_ascii_lowercase().starts_with("aws:") {
                "Tags beginning with aws: are reserved"
            } else if !seen.insert(key) {
                "Duplicate tag keys"
            } else {
                return None;
            };
            Some((row, problem))
        })
    }

    /// The first other account that is none.
    pub(super) fn account_problem(&self) -> Option<(usize, &'static str)> {
        let row = self.accounts.iter().position(|id| !id.is_empty() && AccountId::parse(id).is_none())?;
        Some((row, "An AWS account ID has 12 digits"))
    }

    /// The tags that go into the request: rows left empty do not.
    pub(super) fn filled_tags(&self) -> impl Iterator<Item = &Tag> {
        self.tags.iter().filter(|tag| !is_blank(tag))
    }

    /// The other accounts that go into the policy.
    pub(super) fn filled_accounts(&self) -> impl Iterator<Item = &String> {
        self.accounts.iter().filter(|id| !id.is_empty())
    }

    /// The key policy that the console makes of the choices.
    pub(super) fn console_policy(&self, desk: &Desk, region: Region) -> String {
        let account = account(desk).map(AccountId::as_str).unwrap_or_default();
        let mut policy = ConsolePolicy::new(region.partition().name(), account, self.kind.policy_kind());
        policy.administrators = in_table_order(desk, &self.administrators);
        policy.allow_administrators_to_delete = self.administrators_may_delete;
        policy.users = in_table_order(desk, &self.users);
        policy.other_accounts = self.filled_accounts().cloned().collect();
        policy.multi_region = self.regionality == Regionality::MultiRegion;
        policy.origin_external = self.kind.origin == Origin::External;
        policy.to_json()
    }

    /// The request, with this key policy.
    pub(super) fn request(&self, policy: &str) -> CreateKeyRequest {
        let mut request = CreateKeyRequest {
            policy: Some(policy.to_owned()),
            description: (!self.description.is_empty()).then(|| self.description.clone()),
            tags: self.filled_tags().cloned().collect(),
            multi_region: self.regionality == Regionality::MultiRegion,
            ..Default::default()
        };
        self.kind.write(&mut request);
        request
    }

    /// A line on what was chosen on a page, for the list of steps.
    pub(super) fn summary(&self, page: Page, policy_by_hand: bool) -> String {
        let selected = |count: usize| match count {
            0 => "None selected".to_owned(),
            count => format!("{count} selected"),
        };
        match page {
            Page::ConfigureKey => {
                format!("{} · {}", self.kind.summary(), self.regionality.name().trim_end_matches(" key"))
            }
            Page::AddLabels => match (self.alias_name(), self.filled_tags().count()) {
                (None, _) => String::new(),
                (Some(alias), 0) => alias,
                (Some(alias), tags) => format!("{alias} · {}", counted(tags, "tag")),
            },
            Page::Administrators => selected(self.administrators.len()),
            Page::Users => match self.filled_accounts().count() {
                0 => selected(self.users.len()),
                accounts => format!("{} · {}", selected(self.users.len()), counted(accounts, "account")),
            },
            Page::EditPolicy if policy_by_hand => "Edited by hand".to_owned(),
            Page::EditPolicy => "As generated".to_owned(),
            Page::ChooseRegions | Page::Review => String::new(),
        }
    }
}

/// A count with its noun: `1 tag`, `2 tags`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn is_blank(tag: &Tag) -> bool {
    tag.tag_key.is_empty() && tag.tag_value.is_empty()
}

/// The account that the key will belong to: that of who makes it.
pub(super) fn account(desk: &Desk) -> Option<&AccountId> {
    desk.acting_principal().map(|principal| &principal.account)
}

/// The users and roles that a key policy can name: those of the key's account. The root user is no one to choose: the
/// policy's first statement speaks for the whole account.
pub(super) fn candidates(desk: &Desk) -> impl Iterator<Item = &Principal> {
    let account = account(desk);
    desk.world()
        .principals()
        .iter()
        .filter(move |it| it.kind != PrincipalKind::Root && Some(&it.account) == account)
}

fn in_table_order(desk: &Desk, arns: &BTreeSet<String>) -> Vec<String> {
    candidates(desk).map(Principal::arn).filter(|arn| arns.contains(arn)).collect()
}
