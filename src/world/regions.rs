//! The Regions of a world, and those that its accounts can use.

use std::{collections::BTreeSet, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::kms::{Partition, Region};

/// At least one Region, each once, all of one partition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Region>", into = "Vec<Region>")]
pub(super) struct Regions {
    /// In the order in which they are shown.
    shown: Vec<Region>,
    /// Derived: the Regions that an account can use. Asked for by every call.
    enabled: Arc<BTreeSet<Region>>,
}

/// Why a Region could not be added or removed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegionError {
    /// It is of another partition.
    #[error("{0} belongs to another AWS partition; a world has Regions of one partition")]
    OtherPartition(Region),
    /// It is there already.
    #[error("{0} is part of this world already")]
    Present(Region),
    /// There are keys in it.
    #[error("{0} still has keys; delete them first")]
    HasKeys(Region),
    /// There are custom key stores in it.
    #[error("{0} still has custom key stores; delete them first")]
    HasCustomKeyStores(Region),
    /// It is the last one.
    #[error("a world needs at least one Region")]
    Last,
}

fn partition_of(shown: &[Region]) -> Partition {
    shown.first().map_or(Partition::Aws, |region| region.partition())
}

/// The Regions that the accounts of a world can use: those of the world, and all of its partition that need no opting in.
fn enabled(shown: &[Region]) -> Arc<BTreeSet<Region>> {
    let partition = partition_of(shown);
    let open = Region::all().filter(|it| it.partition() == partition && !it.is_opt_in());
    Arc::new(open.chain(shown.iter().copied()).collect())
}

impl TryFrom<Vec<Region>> for Regions {
    type Error = &'static str;

    fn try_from(shown: Vec<Region>) -> Result<Self, Self::Error> {
        let distinct: BTreeSet<Region> = shown.iter().copied().collect();
        let one_partition = shown.windows(2).all(|pair| pair[0].partition() == pair[1].partition());
        if shown.is_empty() || distinct.len() < shown.len() || !one_partition {
            return Err("a world has one Region or more, each once, all of one partition");
        }
        Ok(Self::of(shown))
    }
}

impl From<Regions> for Vec<Region> {
    fn from(regions: Regions) -> Self {
        regions.shown
    }
}

impl Regions {
    /// These Regions: at least one, each once, all of one partition.
    pub fn of(shown: Vec<Region>) -> Self {
        let enabled = enabled(&shown);
        Self { shown, enabled }
    }

    /// In the order in which they are shown.
    pub fn shown(&self) -> &[Region] {
        &self.shown
    }

    /// The Regions that an account can use.
    pub fn enabled(&self) -> &BTreeSet<Region> {
        &self.enabled
    }

    /// Adds a Region at the end.
    ///
    /// # Errors
    /// If it is there, or of another partition.
    pub fn add(&mut self, region: Region) -> Result<(), RegionError> {
        if self.shown.contains(&region) {
            return Err(RegionError::Present(region));
        }
        if region.partition() != partition_of(&self.shown) {
            return Err(RegionError::OtherPartition(region));
        }
        self.shown.push(region);
        self.enabled = enabled(&self.shown);
        Ok(())
    }

    /// Takes a Region out.
    ///
    /// # Errors
    /// If it is the last one.
    pub fn remove(&mut self, region: Region) -> Result<(), RegionError> {
        if self.shown == [region] {
            return Err(RegionError::Last);
        }
        self.shown.retain(|it| *it != region);
        self.enabled = enabled(&self.shown);
        Ok(())
    }
}
