//! Runs one way in a world of its own: sets it up, has its Regions read and write, makes its home dark, lets a year pass,
//! and keeps what was seen.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    CannotRun, Traffic, Way,
    set_up::{Ready, inspect, rotate_by_hand, set_up},
};
use crate::{
    kms::{KeyMaterialId, Region, Span},
    workloads::{Act, Flow, FlowId, LoadId, Outcome, Results, Stage, flows::record_name},
    world::World,
};

/// Time enough for what is under way to end.
const SETTLING: Span = Span::seconds(15);

/// Single flows that were run to be looked at, each by the Region in which it ran.
#[derive(Clone, Debug, Default)]
pub struct Witnesses {
    /// Writes while all Regions could be reached.
    pub writes: BTreeMap<Region, FlowId>,
    /// Reads of what the home wrote.
    pub reads: BTreeMap<Region, FlowId>,
    /// Writes while the home was dark.
    pub writes_in_the_dark: BTreeMap<Region, FlowId>,
    /// Reads while the home was dark.
    pub reads_in_the_dark: BTreeMap<Region, FlowId>,
    /// The same reads when the home was back.
    pub reads_after: BTreeMap<Region, FlowId>,
    /// Writes after the year's rotation.
    pub writes_rotated: BTreeMap<Region, FlowId>,
    /// Reads of what was written before the rotation, and of what the home wrote after it.
    pub reads_rotated: BTreeMap<Region, [FlowId; 2]>,
}

/// What rotating for a year took.
#[derive(Clone, Debug, Default)]
pub struct Ceremonies {
    /// The rotations that the service made by itself, by their events in the trail.
    pub automatic: Vec<u64>,
    /// Those that people made, each a flow.
    pub by_hand: Vec<FlowId>,
    /// What people did for them: calls, and acts outside KMS.
    pub acts: usize,
    /// Whether every Region's writers encrypt under other material than before.
    pub rotated: bool,
    /// Whether every Region reads what was written before and after.
    pub all_read: bool,
}

impl Ceremonies {
    /// How many ceremonies there were.
    pub fn count(&self) -> usize {
        self.automatic.len() + self.by_hand.len()
    }
}

/// What was seen of a way.
#[derive(Clone, Debug)]
pub struct Run {
    /// The way.
    pub way: Way,
    /// The world in which it ran, as it was in the end, with all flows that it remembers.
    pub stage: Stage,
    /// The record of setting it up.
    pub set_up: FlowId,
    /// The load while all Regions could be reached.
    pub calm: LoadId,
    /// The load while the home was dark.
    pub dark: LoadId,
    /// The load when the home was back.
    pub back: LoadId,
    /// Single flows to look at.
    pub witnesses: Witnesses,
    /// The record of looking at the key in every Region.
    pub inspection: FlowId,
    /// The id of the key material behind the alias in each Region; nothing where there is none.
    pub materials: BTreeMap<Region, Option<String>>,
    /// A year's rotation.
    pub ceremonies: Ceremonies,
    /// What it costs a month, before the year.
    pub cost: super::MonthlyCost,
}

impl Run {
    /// What came of a load's flows in a Region.
    pub fn results(&self, load: LoadId, region: Region, act: Act) -> Results {
        let load = self.stage.flows.load(load);
        load.and_then(|load| load.tally.total(region, act).cloned()).unwrap_or_default()
    }

    /// What came of all flows of a load.
    pub fn all_results(&self, load: LoadId) -> Results {
        let mut all = Results::default();
        for (_, _, results) in self.stage.flows.load(load).iter().flat_map(|load| load.tally.totals()) {
            all.add_all(results);
        }
        all
    }

    /// One of its flows.
    pub fn flow(&self, id: FlowId) -> Option<&Flow> {
        self.stage.flows.get(id)
    }
}

struct Lab<'a> {
    traffic: &'a Traffic,
    stage: Stage,
    ready: Ready,
}

/// Runs a way on some traffic.
///
/// # Errors
/// If it cannot be set up.
pub(super) fn run(traffic: &Traffic, way: Way) -> Result<Run, CannotRun> {
    let mut stage = Stage::new(traffic.seed);
    stage.world = World::in_partition(traffic.home.partition(), traffic.seed);
    for region in &traffic.regions {
        // One that is there already is as good.
        let _added = stage.world.add_region(*region);
    }
    let unused: Vec<Region> =
        stage.world.regions().iter().copied().filter(|it| !traffic.regions.contains(it)).collect();
    for region in unused {
        // It is empty; and were it not, it would do no harm.
        let _removed = stage.world.remove_region(region);
    }
    let (home, regions) = (traffic.home, &traffic.regions);
    let ready = set_up(&mut stage, way, home, regions)?;
    let mut lab = Lab { traffic, stage, ready };
    let mut witnesses = Witnesses::default();
    lab.write_all_records();
    (witnesses.writes, witnesses.reads) = lab.write_and_read("witness");
    let (materials, inspection) = inspect(&mut lab.stage, way, home, regions);
    let calm = lab.load("calm", traffic.seconds);
    lab.settle();
    let calm_results = lab.stage.flows.load(calm).map(|load| load.tally.totals().fold((0, 0), add_up));
    let cost = super::MonthlyCost::of(&lab.stage, calm_results.unwrap_or_default(), traffic.seconds);

    lab.stage.world.set_dark(home, true);
    for region in regions {
        let plan = lab.ready.records.clone();
        let read = lab.stage.read_record(&plan, *region, &witness("witness", home));
        witnesses.reads_in_the_dark.insert(*region, read);
        let name = witness("in the dark", *region);
        let write = lab.stage.write_record(&plan, *region, &name, name.as_bytes());
        witnesses.writes_in_the_dark.insert(*region, write);
    }
    let dark = lab.load("home dark", traffic.dark_seconds);
    lab.stage.world.set_dark(home, false);
    let back = lab.load("home back", Traffic::BACK_SECONDS);
    lab.settle();
    witnesses.reads_after = lab.read_everywhere(&witness("witness", home));

    let ceremonies = lab.year(way, &mut witnesses)?;
    let Lab { stage, ready, .. } = lab;
    let set_up = ready.flow;
    Ok(Run { way, stage, set_up, calm, dark, back, witnesses, inspection, materials, ceremonies, cost })
}

/// Adds up requests, and bytes between Regions.
fn add_up((calls, bytes): (u64, u64), (_, _, results): (Region, Act, &Results)) -> (u64, u64) {
    (calls + results.calls, bytes + results.bytes_across)
}

fn witness(name: &str, region: Region) -> String {
    format!("{name} of {region}")
}

impl Lab<'_> {
    fn settle(&mut self) {
        self.stage.advance(self.stage.world.now() + SETTLING);
    }

    fn write_all_records(&mut self) {
        let records = self.ready.records.clone();
        for number in 0..self.traffic.records {
            let data = vec![0; self.traffic.bytes];
            self.stage.write_record(&records, self.traffic.home, &record_name(number), &data);
        }
        self.settle();
    }

    /// Has a load run for so many seconds.
    fn load(&mut self, name: &str, seconds: u32) -> LoadId {
        let id = self.stage.start_load(self.traffic.order(name, &self.ready.records, seconds));
        for _ in 0..seconds {
            // Second by second: a load plays only the end of a long jump.
            self.stage.advance(self.stage.world.now() + Span::seconds(1));
        }
        id
    }

    /// Has every Region write a record, and then every Region read that of the home.
    fn write_and_read(&mut self, name: &str) -> (BTreeMap<Region, FlowId>, BTreeMap<Region, FlowId>) {
        let records = self.ready.records.clone();
        let mut writes = BTreeMap::new();
        for region in &self.traffic.regions {
            let name = witness(name, *region);
            writes.insert(*region, self.stage.write_record(&records, *region, &name, name.as_bytes()));
        }
        self.settle();
        let reads = self.read_everywhere(&witness(name, self.traffic.home));
        (writes, reads)
    }

    fn read_everywhere(&mut self, name: &str) -> BTreeMap<Region, FlowId> {
        let records = self.ready.records.clone();
        let mut reads = BTreeMap::new();
        for region in &self.traffic.regions {
            reads.insert(*region, self.stage.read_record(&records, *region, name));
        }
        self.settle();
        reads
    }

    /// Lets a year pass, with the rotation that belongs to it.
    fn year(&mut self, way: Way, witnesses: &mut Witnesses) -> Result<Ceremonies, CannotRun> {
        let (home, regions) = (self.traffic.home, &self.traffic.regions);
        let before = self.stage.world.trail().made();
        self.stage.advance(self.stage.world.now() + Span::days(366));
        let mut by_hand = Vec::new();
        if !way.rotates_by_itself() {
            by_hand.push(rotate_by_hand(&mut self.stage, way, home, regions, &self.ready)?);
        }
        let events = self.stage.world.trail().events().iter();
        let automatic =
            events.filter(|it| it.number >= before && &*it.name == "RotateKey").map(|it| it.number).collect();
        let (writes, new_reads) = self.write_and_read("after the year");
        let old_reads = self.read_everywhere(&witness("witness", home));
        let is_read = |(_, id): (&Region, &FlowId)| {
            self.stage.flows.get(*id).is_some_and(|flow| flow.outcome == Some(Outcome::Done))
        };
        let all_read = new_reads.iter().all(is_read) && old_reads.iter().all(is_read);
        let rotated = regions.iter().all(|region| {
            let old = self.material_of(&witnesses.writes, *region);
            let new = self.material_of(&writes, *region);
            !new.is_empty() && old.is_disjoint(&new)
        });
        let acts = by_hand.iter().filter_map(|id| self.stage.flows.get(*id)).map(|it| it.steps.len()).sum();
        witnesses.writes_rotated = writes;
        witnesses.reads_rotated = old_reads
            .into_iter()
            .filter_map(|(region, old)| Some((region, [old, *new_reads.get(&region)?])))
            .collect();
        Ok(Ceremonies { automatic, by_hand, acts, rotated, all_read })
    }

    /// The key material that a Region's write was encrypted under, as the trail tells it.
    fn material_of(&self, writes: &BTreeMap<Region, FlowId>, region: Region) -> BTreeSet<KeyMaterialId> {
        let flow = writes.get(&region).and_then(|id| self.stage.flows.get(*id));
        let numbers: BTreeSet<u64> =
            flow.into_iter().flat_map(Flow::calls).filter_map(|(_, call)| call.event).collect();
        let events = self.stage.world.trail().events().iter();
        events.filter(|event| numbers.contains(&event.number)).filter_map(|event| event.material).collect()
    }
}
