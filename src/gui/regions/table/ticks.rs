//! The ticked keys: one by one, in ranges, all at once; and what can be done with them.

use std::collections::BTreeSet;

use super::{list::KeyList, row::KeyRow};
use crate::kms::{KeyId, MemberState, Region};

/// The ticked keys.
#[derive(Default)]
pub(super) struct Ticks {
    keys: BTreeSet<(Region, KeyId)>,
    /// Where a range begins.
    anchor: Option<usize>,
    /// Counts changes.
    revision: u64,
    summary: Summary,
    summed_for: Option<(u64, u64)>,
}

/// What the ticked keys are, all together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Summary {
    /// How many keys are ticked.
    pub ticked: usize,
    /// How many of them the filter hides.
    pub hidden: usize,
    /// How many could be enabled.
    pub disabled: usize,
    /// How many could be disabled.
    pub enabled: usize,
    /// How many wait for their deletion.
    pub pending_deletion: usize,
}

impl Summary {
    fn add(&mut self, row: &KeyRow) {
        self.ticked += 1;
        match row.state {
            MemberState::Disabled | MemberState::Unavailable { enabled: false } => self.disabled += 1,
            MemberState::Enabled | MemberState::Unavailable { enabled: true } => self.enabled += 1,
            _ => {}
        }
        self.pending_deletion += usize::from(row.state.is_pending_deletion());
    }
}

fn name(row: &KeyRow) -> (Region, KeyId) {
    (row.region, row.key.clone())
}

impl Ticks {
    /// Forgets ticked keys that are gone, and counts the rest.
    pub fn update(&mut self, list: &KeyList) {
        let made_for = (list.revision(), self.revision);
        if self.summed_for == Some(made_for) {
            return;
        }
        self.summed_for = Some(made_for);
        self.summary = Summary::default();
        if self.keys.is_empty() {
            return;
        }
        let mut here = BTreeSet::new();
        for row in list.rows() {
            let name = name(row);
            if self.keys.contains(&name) {
                self.summary.add(row);
                here.insert(name);
            }
        }
        self.keys = here;
        let in_sight = list.shown().filter(|row| self.has(row)).count();
        self.summary.hidden = self.summary.ticked - in_sight;
    }

    /// What the ticked keys are, all together.
    pub fn summary(&self) -> Summary {
        self.summary
    }

    /// The ticked keys.
    pub fn keys(&self) -> impl Iterator<Item = (Region, &KeyId)> {
        self.keys.iter().map(|(region, key)| (*region, key))
    }

    /// Whether a key is ticked.
    pub fn has(&self, row: &KeyRow) -> bool {
        // Ids are kept in place: the copy follows no pointer.
        !self.keys.is_empty() && self.keys.contains(&name(row))
    }

    /// Ticks the row at a place, or no longer; a range begins there.
    pub fn turn(&mut self, list: &KeyList, place: usize) {
        let Some(row) = list.get(place) else { return };
        let name = name(row);
        if !self.keys.remove(&name) {
            self.keys.insert(name);
        }
        self.begin_at(place);
    }

    /// Whether a range has begun.
    pub fn is_within_range(&self) -> bool {
        self.anchor.is_some()
    }

    /// A range begins at a place.
    pub fn begin_at(&mut self, place: usize) {
        self.anchor = Some(place);
        self.revision += 1;
    }

    /// Ticks all rows from where the range began to `place`.
    pub fn extend(&mut self, list: &KeyList, place: usize) {
        let from = self.anchor.unwrap_or(place).min(list.len().saturating_sub(1));
        for place in from.min(place)..=from.max(place) {
            if let Some(row) = list.get(place) {
                self.keys.insert(name(row));
            }
        }
        self.anchor = Some(from);
        self.revision += 1;
    }

    /// Ticks every row that is shown, or none of them.
    pub fn set_all(&mut self, list: &KeyList, on: bool) {
        for row in list.shown() {
            if on {
                self.keys.insert(name(row));
            } else {
                self.keys.remove(&name(row));
            }
        }
        self.revision += 1;
    }

    /// Ticks nothing.
    pub fn clear(&mut self) {
        self.keys.clear();
        self.anchor = None;
        self.revision += 1;
    }
}
