//! What shall be run: the Regions, the traffic and the ways, as a person sets them up.

use std::collections::BTreeSet;

use crate::{
    kms::Region,
    workloads::{
        Rates,
        ways::{Traffic, Way},
    },
    world::World,
};

/// The worlds of runs have this seed, so that the same traffic gives the same runs on every machine.
const SEED: u64 = 2;
/// The most reads, and the most writes, a second in each Region.
const MOST_A_SECOND: u32 = 200;
/// The most seconds, calm or dark.
const MOST_SECONDS: u32 = 300;
/// The most bytes of a record.
const MOST_BYTES: u32 = 65_536;
/// The most Regions besides the home.
const MOST_OTHERS: usize = 5;
/// The most reads and writes of one way.
const MOST_FLOWS: u64 = 60_000;

/// A number that is typed, and what it must be.
pub struct Number {
    /// What it is called.
    pub label: &'static str,
    /// What is typed.
    pub text: String,
    least: u32,
    most: u32,
}

impl Number {
    fn new(label: &'static str, value: u32, least: u32, most: u32) -> Self {
        Self { label, text: value.to_string(), least, most }
    }

    fn value(&self) -> Result<u32, String> {
        let within = |value: &u32| (self.least..=self.most).contains(value);
        self.text.trim().parse().ok().filter(within).ok_or_else(|| {
            format!("“{}” must be a whole number from {} to {}", self.label, self.least, self.most)
        })
    }
}

/// What shall be run.
pub struct Order {
    /// The Region of the key or its primary, which goes dark.
    pub home: Region,
    /// The other Regions.
    pub others: BTreeSet<Region>,
    /// Reads and writes a second, seconds calm and dark, bytes of a record.
    pub numbers: [Number; 5],
    /// The ways.
    pub ways: BTreeSet<Way>,
    records: u32,
}

impl Order {
    /// The traffic of seed 002 on the Regions of a partition that a world shows.
    pub fn for_world(world: &World) -> Option<Self> {
        let first = world.regions().first().copied()?;
        let mut traffic = Traffic::of_seed_002(SEED)?;
        if traffic.home.partition() != first.partition() {
            traffic.home = first;
            traffic.regions = world.regions().iter().copied().take(2).collect();
        }
        Some(Self::of(&traffic, &Way::SEED))
    }

    /// An order of this traffic and these ways.
    pub fn of(traffic: &Traffic, ways: &[Way]) -> Self {
        let bytes = u32::try_from(traffic.bytes).unwrap_or(MOST_BYTES);
        Self {
            home: traffic.home,
            others: traffic.others().collect(),
            numbers: [
                Number::new("Reads/s", traffic.rates.reads, 1, MOST_A_SECOND),
                Number::new("Writes/s", traffic.rates.writes, 0, MOST_A_SECOND),
                Number::new("Calm (s)", traffic.seconds, 1, MOST_SECONDS),
                Number::new("Home dark (s)", traffic.dark_seconds, 1, MOST_SECONDS),
                Number::new("Record (bytes)", bytes, 1, MOST_BYTES),
            ],
            ways: ways.iter().copied().collect(),
            records: traffic.records,
        }
    }

    /// The traffic.
    ///
    /// # Errors
    /// What has to be changed first.
    pub fn traffic(&self) -> Result<Traffic, String> {
        let others: Vec<Region> = self.others.iter().copied().filter(|it| *it != self.home).collect();
        if others.is_empty() {
            return Err("Choose at least one other Region to read in".to_owned());
        }
        if others.len() > MOST_OTHERS {
            return Err(format!("Choose at most {MOST_OTHERS} other Regions"));
        }
        let [reads, writes, seconds, dark_seconds, bytes] = &self.numbers;
        let traffic = Traffic {
            seed: SEED,
            home: self.home,
            regions: [self.home].into_iter().chain(others).collect(),
            rates: Rates { reads: reads.value()?, writes: writes.value()? },
            seconds: seconds.value()?,
            dark_seconds: dark_seconds.value()?,
            records: self.records,
            bytes: usize::try_from(bytes.value()?).unwrap_or_default(),
        };
        let flows = flows(&traffic);
        if flows > MOST_FLOWS {
            return Err(format!(
                "These are {flows} reads and writes a way; lower the rates or times to come to {MOST_FLOWS} at most"
            ));
        }
        Ok(traffic)
    }

    /// What would be run.
    ///
    /// # Errors
    /// What has to be changed first.
    pub fn check(&self) -> Result<(Traffic, Vec<Way>), String> {
        let traffic = self.traffic()?;
        let ways: Vec<Way> = Way::ALL.into_iter().filter(|way| self.ways.contains(way)).collect();
        if ways.is_empty() { Err("Choose at least one way".to_owned()) } else { Ok((traffic, ways)) }
    }
}

/// The reads and writes that a way makes.
pub fn flows(traffic: &Traffic) -> u64 {
    let Traffic { rates, seconds, dark_seconds, regions, .. } = traffic;
    let a_second = u64::from(rates.reads + rates.writes) * regions.len() as u64;
    a_second * u64::from(seconds + dark_seconds + Traffic::BACK_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_begins_with_the_traffic_of_the_seed_and_its_five_ways() {
        let order = Order::for_world(&World::new(1)).expect("a Region");
        let (traffic, ways) = order.check().expect("can be run");
        assert_eq!(traffic, Traffic::of_seed_002(SEED).expect("known Regions"));
        assert_eq!(ways, Way::SEED);
        assert_eq!(flows(&traffic), 6 * 2 * 130);
    }

    #[test]
    fn what_cannot_be_run_says_what_to_change() {
        let begin = || Order::for_world(&World::new(1)).expect("a Region");
        let problem = |change: fn(&mut Order)| {
            let mut order = begin();
            change(&mut order);
            order.check().expect_err("cannot be run")
        };
        assert!(problem(|it| it.others.clear()).contains("other Region"));
        assert!(problem(|it| it.others = Region::all().take(9).collect()).contains("at most 5"));
        assert!(problem(|it| it.ways.clear()).contains("one way"));
        assert!(problem(|it| it.numbers[0].text = "201".to_owned()).contains("“Reads/s”"));
        assert!(problem(|it| it.numbers[4].text = "many".to_owned()).contains("“Record (bytes)”"));
        let too_many = problem(|it| {
            it.numbers[0].text = "200".to_owned();
            it.numbers[3].text = "300".to_owned();
        });
        assert!(too_many.contains("lower the rates"), "{too_many}");
    }
}
