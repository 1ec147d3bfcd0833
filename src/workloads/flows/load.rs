//! Steady load generators: so many reads and writes of records a second in each Region, evenly spread over the second.

use std::{collections::BTreeMap, sync::Arc};

use rand_core::Rng as _;
use serde::{Deserialize, Serialize};

use super::{Flow, Records, Tally, wakes};
use crate::{
    kms::{Region, Span, Timestamp},
    workloads::Stage,
};

/// Numbers the loads of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LoadId(pub u64);

/// The most reads, and the most writes, a second in one Region; what is asked beyond them is not made.
pub const MOST_PER_SECOND: u32 = 5000;

/// When the clock jumps further than this many seconds, a load plays the last of them only.
const MOST_AT_ONCE: i64 = 60;

/// In so many parts of a second a load makes its flows, so that no moment has all the work of a second.
const PARTS: i64 = 50;

/// How long before a load its records are written for the first time: enough to reach every Region.
const AHEAD: Span = Span::seconds(1);

/// What a Region's load is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rates {
    /// Reads a second.
    pub reads: u32,
    /// Writes a second.
    pub writes: u32,
}

/// What a load generator shall do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadOrder {
    /// What people call it.
    pub name: Arc<str>,
    /// How records are encrypted.
    pub records: Records,
    /// How much of it.
    pub rates: BTreeMap<Region, Rates>,
    /// The records that are read and written: `record 0` and so on, so many of them. Reading one that nobody wrote fails.
    pub names: u32,
    /// The bytes of a record.
    pub bytes: usize,
    /// After how long it stops by itself; never, if nothing.
    pub lasts: Option<Span>,
}

/// A load generator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Load {
    order: LoadOrder,
    started: Timestamp,
    /// The parts of seconds that it has made flows for.
    parts: i64,
    stopped: bool,
    tally: Tally,
}

/// A load generator as others see it.
#[derive(Clone, Copy, Debug)]
pub struct LoadView<'a> {
    /// Its number.
    pub id: LoadId,
    /// What it does.
    pub order: &'a LoadOrder,
    /// When it began, or begins.
    pub started: Timestamp,
    /// Whether it makes no more flows.
    pub stopped: bool,
    /// What came of its flows.
    pub tally: &'a Tally,
}

impl Load {
    pub fn credit(&mut self, flow: &Flow) {
        self.tally.add(flow, self.started);
    }
}

impl super::Flows {
    /// The load generators, oldest first.
    pub fn loads(&self) -> impl DoubleEndedIterator<Item = LoadView<'_>> {
        self.loads.iter().map(|(id, load)| view(*id, load))
    }

    /// The load generator with this number.
    pub fn load(&self, id: LoadId) -> Option<LoadView<'_>> {
        self.loads.get(&id).map(|load| view(id, load))
    }

    /// Whether both have load generators of the same numbers that are asked for the same.
    pub(super) fn has_the_same_loads_as(&self, other: &Self) -> bool {
        let asked = |load: LoadView<'_>| (load.id, load.stopped, load.order.rates.clone());
        self.loads_made == other.loads_made && self.loads().map(asked).eq(other.loads().map(asked))
    }
}

fn view(id: LoadId, load: &Load) -> LoadView<'_> {
    let Load { order, started, stopped, tally, .. } = load;
    LoadView { id, order, started: *started, stopped: *stopped, tally }
}

/// What a record is called.
pub(in crate::workloads) fn record_name(number: u32) -> String {
    format!("record {number}")
}

impl Stage {
    /// Starts a load generator.
    pub fn start_load(&mut self, order: LoadOrder) -> LoadId {
        let now = self.world.now();
        self.start_load_at(now, order)
    }

    /// Starts a load generator in a second, and until then writes each of its records once in a Region, so that its
    /// first reads find them. These writes count as the load's.
    pub fn start_load_with_records(&mut self, order: LoadOrder, region: Region) -> LoadId {
        let started = self.world.now() + AHEAD;
        let id = self.start_load_at(started, order.clone());
        for number in 0..order.names {
            let data = self.data_of(order.bytes);
            let plan = order.records.write(region, &record_name(number), &data).of_load(id);
            self.start(plan);
        }
        id
    }

    fn start_load_at(&mut self, started: Timestamp, order: LoadOrder) -> LoadId {
        let id = LoadId(self.flows.loads_made);
        self.flows.loads_made += 1;
        let load = Load { order, started, parts: 0, stopped: false, tally: Tally::default() };
        self.flows.loads.insert(id, Arc::new(load));
        self.world.wake_at(started, wakes::of_load(id));
        self.world.touch();
        id
    }

    /// Changes the rates of a load generator, from the next fiftieth of a second on.
    pub fn set_rates(&mut self, id: LoadId, rates: BTreeMap<Region, Rates>) {
        if let Some(load) = self.flows.loads.get_mut(&id) {
            Arc::make_mut(load).order.rates = rates;
            self.world.touch();
        }
    }

    /// Has a load generator make no more flows; what it did is remembered.
    pub fn stop_load(&mut self, id: LoadId) {
        if let Some(load) = self.flows.loads.get_mut(&id) {
            Arc::make_mut(load).stopped = true;
            self.world.touch();
        }
    }

    /// Forgets a load generator and what it did; its flows stay.
    pub fn remove_load(&mut self, id: LoadId) {
        self.flows.loads.remove(&id);
        self.world.touch();
    }

    /// Makes the flows of the next part of a load's second, as the clock is on its way to `until`.
    pub(in crate::workloads) fn go_on_with_load(&mut self, id: LoadId, until: Timestamp) {
        let Some(load) = self.flows.loads.get_mut(&id).filter(|load| !load.stopped) else { return };
        let load = Arc::make_mut(load);
        let ahead = (until - load.started).as_micros() / 1_000_000;
        load.parts = load.parts.max((ahead - MOST_AT_ONCE) * PARTS);
        let begins = |part: i64| load.started + Span::micros(part * (1_000_000 / PARTS));
        if load.order.lasts.is_some_and(|lasts| begins(load.parts) - load.started >= lasts) {
            load.stopped = true;
            return;
        }
        let (second, part) = (begins(load.parts - load.parts % PARTS), load.parts % PARTS);
        let next = begins(load.parts + 1);
        load.parts += 1;
        let order = load.order.clone();
        for (region, rates) in &order.rates {
            for moment in spread(second, part, rates.writes) {
                let name = record_name(self.any_of(order.names));
                let data = self.data_of(order.bytes);
                let plan = order.records.write(*region, &name, &data).of_load(id);
                self.start_at(moment, plan);
            }
            for moment in spread(second, part, rates.reads) {
                let name = record_name(self.any_of(order.names));
                self.start_at(moment, order.records.read(*region, &name).of_load(id));
            }
        }
        self.world.wake_at(next, wakes::of_load(id));
    }

    /// Random data.
    fn data_of(&mut self, bytes: usize) -> Vec<u8> {
        let mut data = vec![0; bytes];
        self.rng.fill_bytes(&mut data);
        data
    }

    /// A number below `names`.
    fn any_of(&mut self, names: u32) -> u32 {
        self.rng.next_u32() % names.max(1)
    }
}

/// Those of `count` moments, evenly spread over the second that begins at a moment, that fall into one part of it.
fn spread(second: Timestamp, part: i64, count: u32) -> impl Iterator<Item = Timestamp> {
    let count = i64::from(count.min(MOST_PER_SECOND));
    let first_of = |part: i64| (count * part + PARTS - 1) / PARTS;
    (first_of(part)..first_of(part + 1)).map(move |number| second + Span::micros(1_000_000 * number / count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_second_have_all_its_moments_evenly_spread() {
        let second = Timestamp::from_micros(7_000_000);
        for count in [0, 1, 2, 3, 49, 50, 51, 99, 200, MOST_PER_SECOND, MOST_PER_SECOND + 1] {
            let all: Vec<Timestamp> = (0..PARTS).flat_map(|part| spread(second, part, count)).collect();
            let count = i64::from(count.min(MOST_PER_SECOND));
            let even = (0..count).map(|number| second + Span::micros(1_000_000 * number / count));
            assert!(all.iter().copied().eq(even), "{count}");
            for part in 0..PARTS {
                let begins = second + Span::micros(part * (1_000_000 / PARTS));
                let within = |it: Timestamp| it >= begins && it < begins + Span::micros(1_000_000 / PARTS);
                assert!(spread(second, part, count as u32).all(within), "{count}, part {part}");
            }
        }
    }
}
