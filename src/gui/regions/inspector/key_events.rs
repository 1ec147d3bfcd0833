//! The events of one key, kept up as they are recorded, so that a frame never reads the whole trail.

use std::{collections::VecDeque, sync::Arc};

use crate::{
    gui::trail::{after, event_numbered, is_in},
    kms::{KeyId, Region},
    world::{Trail, TrailEvent},
};

/// The numbers of the events that touched a key, oldest first.
#[derive(Default)]
pub(super) struct KeyEvents {
    numbers: VecDeque<u64>,
    made_for: Option<(KeyId, Option<Region>)>,
    read_to: Option<Arc<TrailEvent>>,
}

impl KeyEvents {
    /// Brings the list up to date: the events of `key`, in one Region or in all. Reads only what is new, unless
    /// another key is asked for or another world was opened.
    pub fn update(&mut self, trail: &Trail, key: &KeyId, region: Option<Region>) {
        let made_for = self.made_for.as_ref().is_some_and(|it| it.0 == *key && it.1 == region);
        let goes_on = made_for && self.read_to.as_ref().is_some_and(|last| is_in(trail, last));
        if !goes_on {
            self.numbers.clear();
            self.made_for = Some((key.clone(), region));
        }
        let first = trail.events().front().map_or(0, |event| event.number);
        while self.numbers.front().is_some_and(|number| *number < first) {
            self.numbers.pop_front();
        }
        let is_asked = |event: &&Arc<TrailEvent>| {
            region.is_none_or(|region| event.region == region)
                && event.keys.iter().any(|it| it.key_id == *key)
        };
        let new = after(trail, self.read_to.as_deref().filter(|_| goes_on));
        self.numbers.extend(new.filter(is_asked).map(|event| event.number));
        self.read_to = trail.events().last().cloned();
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The event at a place of the list, counted from the newest.
    pub fn newest<'t>(&self, trail: &'t Trail, place: usize) -> Option<&'t Arc<TrailEvent>> {
        let place = self.numbers.len().checked_sub(place + 1)?;
        event_numbered(trail, *self.numbers.get(place)?)
    }

    /// The newest event that went well and has one of these names.
    pub fn last_named<'t>(&self, trail: &'t Trail, names: &[&str]) -> Option<&'t Arc<TrailEvent>> {
        let mut newest_first = self.numbers.iter().rev().filter_map(|number| event_numbered(trail, *number));
        newest_first.find(|event| event.error.is_none() && names.contains(&&*event.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workloads::demo;

    #[test]
    fn only_events_of_the_key_and_the_region_are_told_and_new_ones_come_in() {
        let mut stage = demo::stage().expect("the demo opens");
        let us = Region::parse("us-east-1").expect("known");
        let aliases = stage.world.store().aliases_in(us);
        let key = aliases.filter(|(_, name, _)| name.short() == "orders").map(|(.., it)| it.target.clone());
        let key = key.last().expect("the demo has it");
        let mut events = KeyEvents::default();
        events.update(stage.world.trail(), &key, None);
        let everywhere = events.len();
        let of_key = |event: &&Arc<TrailEvent>| event.keys.iter().any(|it| it.key_id == key);
        assert_eq!(everywhere, stage.world.trail().events().iter().filter(of_key).count());
        events.update(stage.world.trail(), &key, Some(us));
        assert!((1..everywhere).contains(&events.len()), "eu-west-1 has some of them");
        assert!(events.last_named(stage.world.trail(), &["CreateKey"]).is_some());
        let before = events.len();
        let alice = stage.world.principals().named("alice").expect("there").acting_arn().into();
        let request = crate::kms::api::DescribeKeyRequest { key_id: key.to_string(), ..Default::default() };
        stage.world.ask(us, &alice, request).expect("she may");
        events.update(stage.world.trail(), &key, Some(us));
        assert_eq!(events.len(), before + 1);
        assert_eq!(&*events.newest(stage.world.trail(), 0).expect("there").name, "DescribeKey");
    }
}
