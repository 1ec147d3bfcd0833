//! The traffic on which ways are compared.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    kms::{Region, Span},
    workloads::{LoadOrder, Rates, Records},
};

/// The same reads and writes for every way. The same traffic gives the same report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traffic {
    /// The seed of each way's world.
    pub seed: u64,
    /// Where the key is, or its primary; the Region that goes dark.
    pub home: Region,
    /// All Regions; `home` comes to them by itself.
    pub regions: Vec<Region>,
    /// Reads and writes a second in each Region.
    pub rates: Rates,
    /// How long they go on while all Regions can be reached, in seconds.
    pub seconds: u32,
    /// How long they go on while `home` is dark, in seconds.
    pub dark_seconds: u32,
    /// How many records there are.
    pub records: u32,
    /// The bytes of a record.
    pub bytes: usize,
}

impl Traffic {
    /// How long reads and writes go on once `home` is back, in seconds: longer than a client waits for an answer, so that the
    /// end of the last losses is seen.
    pub const BACK_SECONDS: u32 = 10;

    /// The traffic of seed 002: us-east-1 and eu-west-1.
    pub fn of_seed_002(seed: u64) -> Option<Self> {
        let home = Region::parse("us-east-1")?;
        Some(Self {
            seed,
            home,
            regions: vec![home, Region::parse("eu-west-1")?],
            rates: Rates { reads: 5, writes: 1 },
            seconds: 60,
            dark_seconds: 60,
            records: 20,
            bytes: 512,
        })
    }

    /// The same traffic, with the home among its Regions and every Region once.
    pub(super) fn with_home(&self) -> Self {
        let mut regions = vec![self.home];
        regions.extend(self.others());
        let mut seen = std::collections::BTreeSet::new();
        regions.retain(|region| seen.insert(*region));
        Self { regions, ..self.clone() }
    }

    /// The Regions other than the home.
    pub fn others(&self) -> impl Iterator<Item = Region> {
        self.regions.iter().copied().filter(|region| *region != self.home)
    }

    pub(super) fn order(&self, name: &str, records: &Records, seconds: u32) -> LoadOrder {
        LoadOrder {
            name: name.into(),
            records: records.clone(),
            rates: self.regions.iter().map(|region| (*region, self.rates)).collect::<BTreeMap<_, _>>(),
            names: self.records,
            bytes: self.bytes,
            lasts: Some(Span::seconds(i64::from(seconds))),
        }
    }
}
