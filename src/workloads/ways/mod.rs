//! The ways of seed 002, each really run on the same traffic, and compared.
//!
//! | file | its one job |
//! | --- | --- |
//! | `way` | the ways |
//! | `admin` | people's acts at KMS, recorded as a flow |
//! | `set_up` | setting a way up by real calls; rotating by hand |
//! | `traffic` | reads and writes a second, and an outage |
//! | `lab` | one way's run in a world of its own |
//! | `prices` | costs by a table of prices |
//! | `report` | the table, each cell with the steps that show it |
//!
//! # What is modelled
//!
//! Every way encrypts the same records on the client and replicates the messages unchanged ([`Records`]); the keys, the
//! policies, the grants and the endpoints make the difference. Nothing in the report is written down beforehand: latency,
//! calls and losses are read from flows, rotations from the trail, set-up from the calls that it took. A writer with
//! several keys fails if one of them cannot be reached, as clients do that wrap under all of them. A dark Region is dark
//! as a whole: its workload stands still too, so losses are counted in the other Regions. Reads and writes go on after its
//! return. A client waits
//! [`TIME_OUT`](crate::world::TIME_OUT) for an endpoint and tries once. What people do outside KMS is counted, not
//! carried out in detail.
//!
//! [`Records`]: super::Records

mod admin;
mod lab;
mod prices;
mod report;
mod set_up;
mod traffic;
mod way;

pub use self::{
    lab::{Ceremonies, Run, Witnesses},
    prices::{MonthlyCost, Prices, prices},
    report::{Cell, Column, Report, Row},
    traffic::Traffic,
    way::Way,
};
use crate::{
    kms::Region,
    workloads::{FlowId, Records, Stage},
    world::CallError,
};

/// Why a way could not be run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\u{201c}{}\u{201d} could not be set up, as {region} did not grant a call: {error}", way.label())]
pub struct CannotRun {
    /// The way.
    pub way: Way,
    /// Whose KMS.
    pub region: Region,
    /// What it said, if it said anything.
    pub error: CallError,
}

/// Sets a way up in a stage by real calls, which takes simulated time. Tells how records are encrypted by it, and the
/// record of the set-up.
///
/// # Errors
/// If a call is not granted, as when the stage was set up before: the alias is taken. The stage is then as it was.
pub fn set_up(
    stage: &mut Stage,
    way: Way,
    home: Region,
    regions: &[Region],
) -> Result<(Records, FlowId), CannotRun> {
    let before = stage.clone();
    match set_up::set_up(stage, way, home, regions) {
        Ok(ready) => Ok((ready.records, ready.flow)),
        Err(error) => {
            *stage = before;
            Err(error)
        }
    }
}

/// Runs one way on some traffic, in a world of its own. The same traffic gives the same run.
///
/// # Errors
/// If it cannot be set up.
pub fn run(traffic: &Traffic, way: Way) -> Result<Row, CannotRun> {
    let traffic = traffic.with_home();
    Ok(report::row(&traffic, lab::run(&traffic, way)?))
}

/// Runs ways on the same traffic, each in a world of its own, and reads the table out of the runs.
///
/// # Errors
/// If one cannot be set up.
pub fn compare(traffic: &Traffic, ways: &[Way]) -> Result<Report, CannotRun> {
    let rows = ways.iter().map(|way| run(traffic, *way)).collect::<Result<_, _>>()?;
    Ok(Report { traffic: traffic.with_home(), rows })
}
