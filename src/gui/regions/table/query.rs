//! The language of the filter: words that must all be found, free or about one property (`status:disabled`,
//! `tag:team=eu`). Quotes hold together what has spaces.

use super::row::KeyRow;
use crate::{
    gui::trail::contains_ignoring_case,
    kms::api::{KeyState, MultiRegionKeyType},
};

/// A property that a word can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Property {
    Alias,
    Id,
    Status,
    Type,
    Spec,
    Usage,
    Regionality,
    Region,
    Tag,
    Description,
    Origin,
    Store,
    Arn,
}

/// The properties by the names that stand before the colon.
const PROPERTIES: [(&str, Property); 14] = [
    ("alias", Property::Alias),
    ("aliases", Property::Alias),
    ("id", Property::Id),
    ("key", Property::Id),
    ("status", Property::Status),
    ("type", Property::Type),
    ("spec", Property::Spec),
    ("usage", Property::Usage),
    ("regionality", Property::Regionality),
    ("region", Property::Region),
    ("tag", Property::Tag),
    ("description", Property::Description),
    ("origin", Property::Origin),
    ("store", Property::Store),
];

/// What the filter's menus offer to be read about the language.
pub(super) const EXAMPLES: &str = "status:disabled   tag:team=eu   spec:rsa   regionality:replica";

/// One word that must be found.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    /// Nothing for a free word.
    property: Option<Property>,
    /// In lower case; of a property with few values, letters and digits alone.
    wanted: String,
}

/// A filter that was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Query(Vec<Term>);

/// Letters and digits in lower case: `Pending deletion`, `pending-deletion` and `PendingDeletion` are the same.
fn squashed(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words of a text: parted by spaces, but not within quotes.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for character in text.chars() {
        match character {
            '"' => quoted = !quoted,
            it if it.is_whitespace() && !quoted => words.push(String::new()),
            it => words.last_mut().into_iter().for_each(|word| word.push(it)),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

impl Term {
    fn parse(word: &str) -> Self {
        // An ARN has colons of its own.
        if word.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("arn:")) {
            return Self { property: Some(Property::Arn), wanted: word.to_lowercase() };
        }
        let named = word.split_once(':').and_then(|(name, wanted)| {
            let known = PROPERTIES.iter().find(|(it, _)| it.eq_ignore_ascii_case(name))?;
            Some((known.1, wanted))
        });
        match named {
            None => Self { property: None, wanted: word.to_lowercase() },
            Some((property, wanted)) => {
                let wanted = if property.has_few_values() { squashed(wanted) } else { wanted.to_lowercase() };
                Self { property: Some(property), wanted }
            }
        }
    }

    fn matches(&self, row: &KeyRow) -> bool {
        let wanted = self.wanted.as_str();
        let Some(property) = self.property else { return row.says(wanted) };
        let says = |text: &str| contains_ignoring_case(text, wanted);
        let names = |text: &str| squashed(text).contains(wanted);
        match property {
            Property::Alias => says(&row.aliases),
            Property::Id => says(row.key.as_str()),
            Property::Status => names(row.status()),
            // "symmetric" is within "asymmetric", and yet another type.
            Property::Type => squashed(row.key_type()).starts_with(wanted),
            Property::Spec => names(row.spec.name()),
            Property::Usage => names(row.key_usage()) || names(row.usage.name()),
            Property::Regionality => names(row.regionality()),
            Property::Region => says(row.region.code()),
            Property::Tag => match wanted.split_once('=') {
                Some((key, value)) => row.has_tag(key, Some(value)),
                None => row.has_tag(wanted, None),
            },
            Property::Arn => says(&row.arn),
            Property::Description => says(&row.description),
            Property::Origin => names(row.origin_name()) || names(row.origin.name()),
            Property::Store => row.store.as_ref().is_some_and(|store| says(store.as_str())),
        }
    }
}

impl Property {
    fn has_few_values(self) -> bool {
        matches!(
            self,
            Self::Status | Self::Type | Self::Spec | Self::Usage | Self::Regionality | Self::Origin
        )
    }
}

impl Query {
    /// Reads what was typed. Every text is a filter: a name before a colon that is no property's is a free word.
    pub fn parse(text: &str) -> Self {
        Self(words(text).iter().map(|word| Term::parse(word)).collect())
    }

    /// Whether every word is found.
    pub fn matches(&self, row: &KeyRow) -> bool {
        self.0.iter().all(|term| term.matches(row))
    }

    /// Whether it lets through nothing that `earlier` did not.
    fn narrows(&self, earlier: &Self) -> bool {
        let grown =
            |(new, old): (&Term, &Term)| new.property == old.property && new.wanted.starts_with(&old.wanted);
        self.0.len() >= earlier.0.len() && self.0.iter().zip(&earlier.0).all(grown)
    }
}

/// All that holds rows back: the typed filter and the two menus.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Filter {
    /// What was typed.
    pub query: Query,
    /// The only state, if one was chosen.
    pub status: Option<KeyState>,
    /// The only Regionality, if one was chosen.
    pub regionality: Option<Option<MultiRegionKeyType>>,
}

impl Filter {
    /// Whether a row passes.
    pub fn admits(&self, row: &KeyRow) -> bool {
        self.status.is_none_or(|status| row.state.key_state() == status)
            && self.regionality.is_none_or(|role| row.role == role)
            && self.query.matches(row)
    }

    /// Whether it lets through nothing that `earlier` did not, as while somebody types on.
    pub fn narrows(&self, earlier: &Self) -> bool {
        let kept = earlier.status.is_none() || earlier.status == self.status;
        let same = earlier.regionality.is_none() || earlier.regionality == self.regionality;
        kept && same && self.query.narrows(&earlier.query)
    }
}
