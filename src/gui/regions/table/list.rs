//! The rows of the table, sorted and filtered. Each step is done anew only if what it depends on has changed: the keys, the
//! order, the filter.

use super::{
    column::Sort,
    query::Filter,
    row::{self, KeyRow},
};
use crate::{gui::trail::KeysStamp, kms::Region, world::World};

/// The rows and which of them are shown.
#[derive(Default)]
pub(super) struct KeyList {
    rows: Vec<KeyRow>,
    rows_of: Option<(KeysStamp, Vec<Region>)>,
    /// The places of all rows in their order.
    order: Vec<u32>,
    ordered_by: Option<Sort>,
    /// The places of the rows that pass, in their order.
    shown: Vec<u32>,
    filtered_by: Option<Filter>,
    /// Counts the changes of what is shown.
    revision: u64,
}

impl KeyList {
    /// Brings the rows up to date.
    pub fn update(&mut self, world: &World, regions: &[Region], sort: Sort, filter: &Filter) {
        let current =
            self.rows_of.as_ref().is_some_and(|(stamp, of)| of == regions && stamp.holds_for(world));
        if !current {
            self.rows_of = Some((KeysStamp::of(world), regions.to_vec()));
            self.show(row::read(world, regions));
        }
        self.arrange(sort, filter);
    }

    /// Takes other rows.
    fn show(&mut self, rows: Vec<KeyRow>) {
        self.rows = rows;
        self.ordered_by = None;
    }

    /// Sorts and filters, as far as that is not done.
    fn arrange(&mut self, sort: Sort, filter: &Filter) {
        if self.ordered_by != Some(sort) {
            self.ordered_by = Some(sort);
            self.order = (0..).take(self.rows.len()).collect();
            let rows = &self.rows;
            // The order is the same whatever came before: no two rows are equal in it.
            self.order.sort_unstable_by(|a, b| sort.compare(&rows[*a as usize], &rows[*b as usize]));
            self.filtered_by = None;
        }
        if self.filtered_by.as_ref() == Some(filter) {
            return;
        }
        let passes = |place: &u32| filter.admits(&self.rows[*place as usize]);
        if self.filtered_by.as_ref().is_some_and(|earlier| filter.narrows(earlier)) {
            // Somebody types on: only what passed before can pass.
            self.shown.retain(passes);
        } else {
            self.shown = self.order.iter().copied().filter(passes).collect();
        }
        self.filtered_by = Some(filter.clone());
        self.revision += 1;
    }

    /// Changes whenever the shown rows do.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// How many rows there are, whatever the filter.
    pub fn all(&self) -> usize {
        self.rows.len()
    }

    /// How many rows pass the filter.
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// The row at a place of those that are shown.
    pub fn get(&self, place: usize) -> Option<&KeyRow> {
        self.rows.get(*self.shown.get(place)? as usize)
    }

    /// All rows, whatever the filter.
    pub fn rows(&self) -> &[KeyRow] {
        &self.rows
    }

    /// The rows that are shown.
    pub fn shown(&self) -> impl Iterator<Item = &KeyRow> {
        self.shown.iter().filter_map(|place| self.rows.get(*place as usize))
    }
}

#[cfg(test)]
mod tests;
