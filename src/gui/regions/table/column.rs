//! The columns of the table: their heads, widths, texts and orders.

use std::cmp::Ordering;

use super::row::KeyRow;
use crate::gui::trail::NOTHING;

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Column {
    Region,
    Aliases,
    KeyId,
    Status,
    KeyType,
    KeySpec,
    KeyUsage,
    Regionality,
    Tags,
    Created,
    Deletion,
    Description,
    Arn,
    Origin,
    Store,
}

/// How the rows are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sort {
    /// By what.
    pub by: Column,
    /// The largest first.
    pub falling: bool,
}

impl Default for Sort {
    fn default() -> Self {
        Self { by: Column::Aliases, falling: false }
    }
}

impl Column {
    /// All of them, from left to right.
    pub const ALL: [Self; 15] = [
        Self::Region,
        Self::Aliases,
        Self::KeyId,
        Self::Status,
        Self::KeyType,
        Self::KeySpec,
        Self::KeyUsage,
        Self::Regionality,
        Self::Tags,
        Self::Created,
        Self::Deletion,
        Self::Description,
        Self::Arn,
        Self::Origin,
        Self::Store,
    ];

    /// What its head says.
    pub fn title(self) -> &'static str {
        match self {
            Self::Region => "Region",
            Self::Aliases => "Aliases",
            Self::KeyId => "Key ID",
            Self::Status => "Status",
            Self::KeyType => "Key type",
            Self::KeySpec => "Key spec",
            Self::KeyUsage => "Key usage",
            Self::Regionality => "Regionality",
            Self::Tags => "Tags",
            Self::Created => "Creation date",
            Self::Deletion => "Deletion date",
            Self::Description => "Description",
            Self::Arn => "Key ARN",
            Self::Origin => "Origin",
            Self::Store => "Custom key store",
        }
    }

    /// Its width until somebody drags it, in points.
    pub fn width(self) -> f32 {
        match self {
            Self::Region => 132.0,
            Self::Aliases => 136.0,
            Self::KeyId => 112.0,
            Self::Status => 134.0,
            Self::KeyType => 84.0,
            Self::KeySpec => 154.0,
            Self::KeyUsage => 138.0,
            Self::Regionality => 164.0,
            Self::Tags => 150.0,
            Self::Created | Self::Deletion => 150.0,
            Self::Description | Self::Arn => 240.0,
            Self::Origin => 150.0,
            Self::Store => 180.0,
        }
    }

    /// Whether it is shown until somebody chooses. The Region's is chosen by what the table shows.
    pub fn is_usual(self) -> bool {
        matches!(
            self,
            Self::Aliases
                | Self::KeyId
                | Self::Status
                | Self::KeyType
                | Self::KeySpec
                | Self::KeyUsage
                | Self::Regionality
                | Self::Tags
        )
    }

    /// What its cell says of a row.
    pub fn text(self, row: &KeyRow) -> String {
        let or_nothing = |text: &str| if text.is_empty() { NOTHING.to_owned() } else { text.to_owned() };
        match self {
            Self::Region => row.region.code().to_owned(),
            Self::Aliases => or_nothing(&row.aliases),
            Self::KeyId => row.key.to_string(),
            Self::Status => row.status().to_owned(),
            Self::KeyType => row.key_type().to_owned(),
            Self::KeySpec => row.spec.name().to_owned(),
            Self::KeyUsage => row.key_usage().to_owned(),
            Self::Regionality => row.regionality().to_owned(),
            Self::Tags => or_nothing(&row.tags_text),
            Self::Created => row.created.date_and_time(),
            Self::Deletion => row.state.deletion_date().map_or(NOTHING.to_owned(), |it| it.date_and_time()),
            Self::Description => or_nothing(&row.description),
            Self::Arn => row.arn.clone(),
            Self::Origin => row.origin_name().to_owned(),
            Self::Store => or_nothing(row.store.as_ref().map_or("", |it| it.as_str())),
        }
    }

    /// The order of two rows by this column. What is empty comes last.
    fn compare(self, a: &KeyRow, b: &KeyRow) -> Ordering {
        let texts = |a: &str, b: &str| a.is_empty().cmp(&b.is_empty()).then_with(|| a.cmp(b));
        match self {
            Self::Region => a.region.code().cmp(b.region.code()),
            Self::Aliases => texts(&a.aliases, &b.aliases),
            Self::KeyId | Self::Arn => a.key.cmp(&b.key),
            Self::Status => a.status().cmp(b.status()),
            Self::KeyType => a.key_type().cmp(b.key_type()),
            Self::KeySpec => a.spec.name().cmp(b.spec.name()),
            Self::KeyUsage => a.key_usage().cmp(b.key_usage()),
            Self::Regionality => a.regionality().cmp(b.regionality()),
            Self::Tags => texts(&a.tags_text, &b.tags_text),
            Self::Created => a.created.cmp(&b.created),
            Self::Deletion => {
                let (a, b) = (a.state.deletion_date(), b.state.deletion_date());
                a.is_none().cmp(&b.is_none()).then_with(|| a.cmp(&b))
            }
            Self::Description => texts(&a.description, &b.description),
            Self::Origin => a.origin_name().cmp(b.origin_name()),
            Self::Store => {
                let text = |row: &KeyRow| row.store.as_ref().map(ToString::to_string).unwrap_or_default();
                texts(&text(a), &text(b))
            }
        }
    }
}

impl Sort {
    /// The order of two rows: by the column, then by alias, id and Region, so that every order is one.
    pub fn compare(self, a: &KeyRow, b: &KeyRow) -> Ordering {
        let order = self.by.compare(a, b);
        let order = if self.falling { order.reverse() } else { order };
        let alias = || Column::Aliases.compare(a, b);
        order
            .then_with(alias)
            .then_with(|| a.key.cmp(&b.key))
            .then_with(|| a.region.code().cmp(b.region.code()))
    }

    /// What a click on a head makes of the order: by that column, or the other way round.
    pub fn clicked(self, by: Column) -> Self {
        Self { by, falling: self.by == by && !self.falling }
    }

    /// What is said of the order at a head.
    pub fn spoken(self, column: Column) -> String {
        match (self.by == column, self.falling) {
            (true, false) => format!("{}, sorted ascending", column.title()),
            (true, true) => format!("{}, sorted descending", column.title()),
            (false, _) => column.title().to_owned(),
        }
    }
}
