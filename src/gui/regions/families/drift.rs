//! Where the members of a family have drifted apart: pure comparison of what is independent in every Region.
//!
//! What the members share by rule, such as rotation, never drifts. A state that passes by itself, as Creating does, is no
//! drift either.

use std::collections::{BTreeMap, BTreeSet};

use super::policies;
use crate::{
    gui::theme::icons,
    kms::{AliasName, Grant, KeyFamily, Member, MemberState, Region},
};

/// A property that every Region has for itself and that is meant to be alike mostly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Property {
    /// The key policy.
    Policy,
    /// The aliases.
    Aliases,
    /// The tags.
    Tags,
    /// The description.
    Description,
    /// The grants.
    Grants,
    /// Whether the key is enabled.
    State,
}

impl Property {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 6] =
        [Self::Aliases, Self::Policy, Self::Description, Self::Tags, Self::Grants, Self::State];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Policy => "Key policy",
            Self::Aliases => "Aliases",
            Self::Tags => "Tags",
            Self::Description => "Description",
            Self::Grants => "Grants",
            Self::State => "Key state",
        }
    }

    /// Its sign.
    pub(in crate::gui) fn icon(self) -> &'static str {
        match self {
            Self::Policy => icons::SHIELD,
            Self::Aliases => icons::LINK,
            Self::Tags => icons::TAG,
            Self::Description => icons::FILE_TEXT,
            Self::Grants => icons::SIGNATURE,
            Self::State => icons::PROHIBIT,
        }
    }

    /// Whether one member's can be copied to others.
    pub(in crate::gui) fn can_be_copied(self) -> bool {
        matches!(self, Self::Policy | Self::Aliases | Self::Tags | Self::Description)
    }
}

/// How one thing differs from the primary's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::gui) enum Sign {
    /// The primary has it, this member does not.
    Lacks,
    /// This member has it, the primary does not.
    Also,
    /// Both have it, and not alike.
    Other,
}

/// One thing in which a member differs from the primary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::gui) struct Part {
    /// How.
    pub sign: Sign,
    /// What.
    pub text: String,
}

impl Part {
    /// What the primary has and this member does not.
    pub fn lacks(text: String) -> Self {
        Self { sign: Sign::Lacks, text }
    }

    /// What this member has and the primary does not.
    pub fn also(text: String) -> Self {
        Self { sign: Sign::Also, text }
    }

    /// What both have, and not alike.
    pub fn other(text: String) -> Self {
        Self { sign: Sign::Other, text }
    }

    /// As a phrase: `lacks “Use”`.
    pub fn phrase(&self) -> String {
        match self.sign {
            Sign::Lacks => format!("lacks {}", self.text),
            Sign::Also => format!("has also {}", self.text),
            Sign::Other => self.text.clone(),
        }
    }
}

/// A property in which members differ from the primary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::gui) struct Drift {
    /// The property.
    pub property: Property,
    /// The Regions that differ, each with how.
    pub members: BTreeMap<Region, Vec<Part>>,
}

/// A member with its aliases, as it is compared.
#[derive(Clone, Copy)]
struct Side<'a> {
    region: Region,
    member: &'a Member,
    aliases: &'a [AliasName],
}

/// Every property in which members of a family differ from its primary. `aliases` are those of each Region.
pub(super) fn drifts(
    family: &KeyFamily,
    aliases: &BTreeMap<Region, Vec<AliasName>>,
    policies: &mut policies::Memo,
) -> Vec<Drift> {
    let side = |region: Region| {
        let member = family.members.get(&region)?;
        Some(Side { region, member, aliases: aliases.get(&region).map_or(&[], Vec::as_slice) })
    };
    let Some(primary) = side(family.primary) else { return Vec::new() };
    let mut of = |property: Property| {
        let members = family.replica_regions().filter_map(side);
        let differ = members.map(|it| (it.region, difference(property, primary, it, policies)));
        Drift { property, members: differ.filter(|(_, parts)| !parts.is_empty()).collect() }
    };
    Property::ALL.into_iter().map(&mut of).filter(|drift| !drift.members.is_empty()).collect()
}

/// How one member differs from the primary in a property; nothing if it does not.
fn difference(
    property: Property,
    primary: Side<'_>,
    other: Side<'_>,
    policies: &mut policies::Memo,
) -> Vec<Part> {
    match property {
        Property::Policy if primary.member.policy == other.member.policy => Vec::new(),
        Property::Policy => {
            let theirs = (primary.region, primary.member.policy.text());
            policies.difference(theirs, (other.region, other.member.policy.text()))
        }
        Property::Aliases => aliases(primary.aliases, other.aliases),
        Property::Tags => tags(&primary.member.tags, &other.member.tags),
        Property::Description => description(&primary.member.description, &other.member.description),
        Property::Grants => grants(primary.member.grants.iter(), other.member.grants.iter()),
        Property::State => state(primary.member.state, other.member.state),
    }
}

fn aliases(primary: &[AliasName], other: &[AliasName]) -> Vec<Part> {
    let only = |in_these: &[AliasName], not_in: &[AliasName]| -> Vec<String> {
        in_these.iter().filter(|it| !not_in.contains(it)).map(|it| it.as_str().to_owned()).collect()
    };
    let lacking = only(primary, other).into_iter().map(Part::lacks);
    lacking.chain(only(other, primary).into_iter().map(Part::also)).collect()
}

fn tags(primary: &BTreeMap<String, String>, other: &BTreeMap<String, String>) -> Vec<Part> {
    let lacking = primary.iter().filter(|(key, _)| !other.contains_key(*key));
    let mut parts: Vec<Part> = lacking.map(|(key, value)| Part::lacks(tag_text(key, value))).collect();
    for (key, value) in other {
        match primary.get(key) {
            None => parts.push(Part::also(tag_text(key, value))),
            Some(theirs) if theirs != value => {
                parts.push(Part::other(format!("{}, not {}", tag_text(key, value), or_empty(theirs))));
            }
            Some(_) => {}
        }
    }
    parts
}

/// A tag as it is read: `Team = payments`.
pub(in crate::gui) fn tag_text(key: &str, value: &str) -> String {
    if value.is_empty() { key.to_owned() } else { format!("{key} = {value}") }
}

fn or_empty(text: &str) -> &str {
    if text.is_empty() { "empty" } else { text }
}

fn description(primary: &str, other: &str) -> Vec<Part> {
    let quoted =
        |text: &str| if text.is_empty() { "no description".to_owned() } else { format!("“{text}”") };
    let differs = primary != other;
    differs.then(|| Part::other(format!("{}, not {}", quoted(other), quoted(primary)))).into_iter().collect()
}

/// Grants by their terms, for ids differ by nature: how many have them, and what they are in words.
type GrantsByTerms = BTreeMap<String, (usize, String)>;

fn by_terms<'a>(grants: impl Iterator<Item = &'a Grant>) -> GrantsByTerms {
    let mut counted = GrantsByTerms::new();
    for grant in grants {
        let mut terms = grant.terms.clone();
        terms.operations.sort_unstable();
        counted.entry(format!("{terms:?}")).or_insert_with(|| (0, grant_text(grant))).0 += 1;
    }
    counted
}

fn grants<'a>(primary: impl Iterator<Item = &'a Grant>, other: impl Iterator<Item = &'a Grant>) -> Vec<Part> {
    let (theirs, own) = (by_terms(primary), by_terms(other));
    let keys: BTreeSet<&String> = theirs.keys().chain(own.keys()).collect();
    let mut parts = Vec::new();
    for key in keys {
        let count = |of: &GrantsByTerms| of.get(key).map_or(0, |it| it.0);
        let text = theirs.get(key).or_else(|| own.get(key)).map(|it| it.1.clone()).unwrap_or_default();
        match count(&theirs).cmp(&count(&own)) {
            std::cmp::Ordering::Greater => parts.push(Part::lacks(text)),
            std::cmp::Ordering::Less => parts.push(Part::also(text)),
            std::cmp::Ordering::Equal => {}
        }
    }
    parts
}

/// A grant in a few words: its name or whom it names, and how much it allows.
pub(in crate::gui) fn grant_text(grant: &Grant) -> String {
    let grantee = grant.terms.grantee.as_str();
    let short = grantee.rsplit('/').next().unwrap_or(grantee);
    let operations = match grant.terms.operations.as_slice() {
        [one] => one.to_string(),
        many => format!("{} operations", many.len()),
    };
    match &grant.terms.name {
        Some(name) => format!("grant {name} to {short}: {operations}"),
        None => format!("grant to {short}: {operations}"),
    }
}

fn state(primary: MemberState, other: MemberState) -> Vec<Part> {
    // What passes by itself tells nothing.
    let standing = |state: MemberState| match state {
        MemberState::Creating => None,
        MemberState::Updating | MemberState::Enabled => Some("Enabled"),
        MemberState::PendingDeletion { .. } | MemberState::PendingReplicaDeletion { .. } => {
            Some("Pending deletion")
        }
        MemberState::Unavailable { .. } => Some("Unavailable"),
        MemberState::Disabled => Some("Disabled"),
        MemberState::PendingImport => Some("Pending import"),
    };
    match (standing(primary), standing(other)) {
        (Some(theirs), Some(own)) if theirs != own => vec![Part::other(format!("{own}, not {theirs}"))],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kms::Timestamp;

    fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    fn phrases(parts: &[Part]) -> Vec<String> {
        parts.iter().map(Part::phrase).collect()
    }

    #[test]
    fn tags_by_key_and_value() {
        type Pairs<'a> = &'a [(&'a str, &'a str)];
        let cases: [(Pairs<'_>, Pairs<'_>, &[&str]); 6] = [
            (&[], &[], &[]),
            (&[("Team", "a")], &[("Team", "a")], &[]),
            (&[("Team", "a")], &[], &["lacks Team = a"]),
            (&[], &[("Stage", "")], &["has also Stage"]),
            (&[("Team", "a")], &[("Team", "b")], &["Team = b, not a"]),
            (
                &[("Team", ""), ("X", "1")],
                &[("Team", "b"), ("Y", "2")],
                &["lacks X = 1", "Team = b, not empty", "has also Y = 2"],
            ),
        ];
        for (primary, other, expected) in cases {
            assert_eq!(phrases(&tags(&map(primary), &map(other))), expected, "{primary:?} {other:?}");
        }
    }

    #[test]
    fn aliases_by_name() {
        let names = |list: &[&str]| -> Vec<AliasName> {
            list.iter().map(|it| AliasName::parse(&format!("alias/{it}")).expect("a name")).collect()
        };
        let cases: [(&[&str], &[&str], &[&str]); 4] = [
            (&["a"], &["a"], &[]),
            (&["a", "b"], &["b"], &["lacks alias/a"]),
            (&[], &["c"], &["has also alias/c"]),
            (&["a"], &["b"], &["lacks alias/a", "has also alias/b"]),
        ];
        for (primary, other, expected) in cases {
            assert_eq!(phrases(&aliases(&names(primary), &names(other))), expected);
        }
    }

    #[test]
    fn states_that_pass_by_themselves_are_no_drift() {
        let date = Timestamp::from_micros(0);
        let cases = [
            (MemberState::Enabled, MemberState::Enabled, None),
            (MemberState::Enabled, MemberState::Creating, None),
            (MemberState::Updating, MemberState::Enabled, None),
            (MemberState::Enabled, MemberState::Disabled, Some("Disabled, not Enabled")),
            (MemberState::Disabled, MemberState::Enabled, Some("Enabled, not Disabled")),
            (MemberState::Enabled, MemberState::PendingImport, Some("Pending import, not Enabled")),
            (
                MemberState::PendingReplicaDeletion { window_days: 7 },
                MemberState::PendingDeletion { date },
                None,
            ),
            (
                MemberState::Enabled,
                MemberState::PendingDeletion { date },
                Some("Pending deletion, not Enabled"),
            ),
        ];
        for (primary, other, expected) in cases {
            assert_eq!(phrases(&state(primary, other)).first().map(String::as_str), expected, "{other:?}");
        }
    }

    #[test]
    fn descriptions_word_for_word() {
        assert!(description("a", "a").is_empty());
        assert_eq!(phrases(&description("a", "")), ["no description, not “a”"]);
    }
}
