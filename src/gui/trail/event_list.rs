//! Which events a filter lets through, kept up as events are recorded, so that a frame never reads the whole trail.

use std::{
    collections::{BTreeSet, VecDeque},
    sync::Arc,
};

use super::key_names::KeyNames;
use crate::{
    kms::Region,
    world::{Trail, TrailEvent},
};

/// What is looked for in the trail.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventFilter {
    /// Part of an event's name, Region, principal, client, key or error, in any case.
    pub text: String,
    /// Regions whose events are left out.
    pub hidden: BTreeSet<Region>,
    /// Only calls that were refused.
    pub errors_only: bool,
}

impl EventFilter {
    /// Whether the filter lets everything through.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.hidden.is_empty() && !self.errors_only
    }

    fn admits(&self, event: &TrailEvent, names: &KeyNames) -> bool {
        if self.hidden.contains(&event.region) || (self.errors_only && event.error.is_none()) {
            return false;
        }
        let wanted = self.text.trim();
        let says = |text: &str| contains_ignoring_case(text, wanted);
        wanted.is_empty()
            || says(&event.name)
            || says(event.region.code())
            || says(event.actor.short())
            || event.client.as_deref().is_some_and(says)
            || event.keys.iter().any(|key| says(key.key_id.as_str()) || names.alias(key).is_some_and(says))
            || event.error.as_ref().is_some_and(|error| says(error.exception.name()) || says(&error.message))
    }
}

/// Whether `text` has `part` in it, upper and lower case of ASCII letters alike. Allocates nothing.
pub fn contains_ignoring_case(text: &str, part: &str) -> bool {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    part.is_empty() || text.windows(part.len()).any(|window| window.eq_ignore_ascii_case(part))
}

/// The numbers of the events that a filter lets through, oldest first.
#[derive(Default)]
pub struct EventList {
    numbers: VecDeque<u64>,
    made_for: Option<(EventFilter, u64)>,
    read_to: Option<Arc<TrailEvent>>,
}

impl EventList {
    /// Brings the list up to date: reads only the new events, unless the filter or a key's name changed or another
    /// world was opened.
    pub fn update(&mut self, trail: &Trail, names: &KeyNames, filter: &EventFilter) {
        let events = trail.events();
        let first = events.front().map_or(0, |event| event.number);
        let known = self.made_for.as_ref().is_some_and(|(made_for, generation)| {
            made_for == filter && (*generation == names.generation() || filter.text.trim().is_empty())
        });
        let goes_on = known && self.read_to.as_ref().is_some_and(|last| is_in(trail, last));
        if !goes_on {
            self.numbers.clear();
            self.made_for = Some((filter.clone(), names.generation()));
        }
        while self.numbers.front().is_some_and(|number| *number < first) {
            self.numbers.pop_front();
        }
        let new = after(trail, self.read_to.as_deref().filter(|_| goes_on));
        self.numbers.extend(new.filter(|event| filter.admits(event, names)).map(|event| event.number));
        self.read_to = events.last().cloned();
    }

    /// How many events the filter lets through.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The number of the event at a place of the list, counted from the newest.
    pub fn number_at(&self, place: usize) -> Option<u64> {
        let place = self.numbers.len().checked_sub(place + 1)?;
        self.numbers.get(place).copied()
    }

    /// The event at a place of the list, counted from the newest.
    pub fn newest<'t>(&self, trail: &'t Trail, place: usize) -> Option<&'t Arc<TrailEvent>> {
        event_numbered(trail, self.number_at(place)?)
    }

    /// The place of an event, counted from the newest.
    pub fn place_of(&self, number: u64) -> Option<usize> {
        self.numbers.binary_search(&number).ok().map(|place| self.numbers.len() - 1 - place)
    }
}

/// The event with this number, if the trail still has it.
pub fn event_numbered(trail: &Trail, number: u64) -> Option<&Arc<TrailEvent>> {
    trail.events().get(position(trail, number)?).filter(|event| event.number == number)
}

/// Events are numbered without gaps, so a number tells the place.
fn position(trail: &Trail, number: u64) -> Option<usize> {
    let first = trail.events().front()?.number;
    usize::try_from(number.checked_sub(first)?).ok()
}

/// Whether a trail still has this very event.
pub fn is_in(trail: &Trail, event: &Arc<TrailEvent>) -> bool {
    event_numbered(trail, event.number).is_some_and(|there| Arc::ptr_eq(there, event))
}

/// The events after `last`, oldest first; all if there is no last one.
pub fn after<'t>(trail: &'t Trail, last: Option<&TrailEvent>) -> impl Iterator<Item = &'t Arc<TrailEvent>> {
    let from = last.and_then(|last| position(trail, last.number)).map_or(0, |place| place + 1);
    // By place: an iterator of the whole would walk over all that was read before.
    (from..trail.events().len()).filter_map(|place| trail.events().get(place))
}
