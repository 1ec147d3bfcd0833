//! Results of many flows: in all, and second by second for plots.

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use super::{Act, Deed, Distribution, Flow, Outcome};
use crate::kms::{Region, Timestamp};

/// How many seconds are remembered one by one.
const MOST_SECONDS: i64 = 600;

/// What came of flows of one kind in one Region.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// How many did all that they were to do.
    pub done: u64,
    /// How many KMS refused for another reason than their number.
    pub refused: u64,
    /// How many KMS refused because requests came too fast.
    pub throttled: u64,
    /// How many got no answer from an endpoint.
    pub unreachable: u64,
    /// How many could not begin or go on because their own Region was dark.
    pub dark: u64,
    /// How many failed otherwise.
    pub failed: u64,
    /// The calls to KMS that they made.
    pub calls: u64,
    /// Those of them that went to another Region.
    pub calls_across: u64,
    /// The bytes that they sent to other Regions.
    pub bytes_across: u64,
    /// How long those took that did all.
    pub latency: Distribution,
    /// When the first began that was not done.
    pub first_lost: Option<Timestamp>,
    /// When the last began that was not done.
    pub last_lost: Option<Timestamp>,
}

impl Results {
    /// How many there were.
    pub fn all(&self) -> u64 {
        self.done + self.lost()
    }

    /// How many were not done.
    pub fn lost(&self) -> u64 {
        self.refused + self.throttled + self.unreachable + self.dark + self.failed
    }

    pub(super) fn add(&mut self, flow: &Flow) {
        match &flow.outcome {
            None => return,
            Some(Outcome::Done) => {
                self.done += 1;
                if let Some(took) = flow.took() {
                    self.latency.add(took);
                }
            }
            Some(outcome) => {
                *match outcome {
                    it if it.is_throttled() => &mut self.throttled,
                    Outcome::Refused { .. } => &mut self.refused,
                    Outcome::Unreachable(_) => &mut self.unreachable,
                    Outcome::Dark(_) => &mut self.dark,
                    _ => &mut self.failed,
                } += 1;
                self.first_lost = Some(self.first_lost.map_or(flow.started, |it| it.min(flow.started)));
                self.last_lost = Some(self.last_lost.map_or(flow.started, |it| it.max(flow.started)));
            }
        }
        self.calls += flow.calls().count() as u64;
        self.calls_across += flow.calls_across() as u64;
        self.bytes_across += flow.steps.iter().map(|step| bytes_across(&step.what)).sum::<u64>();
    }

    /// Adds the results of others.
    pub fn add_all(&mut self, other: &Self) {
        self.done += other.done;
        self.refused += other.refused;
        self.throttled += other.throttled;
        self.unreachable += other.unreachable;
        self.dark += other.dark;
        self.failed += other.failed;
        self.calls += other.calls;
        self.calls_across += other.calls_across;
        self.bytes_across += other.bytes_across;
        self.latency.add_all(&other.latency);
        self.first_lost = [self.first_lost, other.first_lost].into_iter().flatten().min();
        self.last_lost = [self.last_lost, other.last_lost].into_iter().flatten().max();
    }
}

/// The bytes that a deed sent to another Region.
fn bytes_across(deed: &Deed) -> u64 {
    match deed {
        Deed::Sent { cargo, .. } => cargo.bytes,
        Deed::Call(call) => {
            [&call.request, &call.answer].into_iter().flatten().map(|cargo| cargo.bytes).sum()
        }
        Deed::Local(_) | Deed::Outside(_) => 0,
    }
}

/// Names the results of one second: which second since the load began, where, and of what.
pub type SecondOf = (i64, Region, Act);

/// Results in all, and of the latest seconds one by one. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    totals: OrdMap<(Region, Act), Results>,
    seconds: OrdMap<SecondOf, Results>,
}

impl Tally {
    /// Everything that happened in a Region, by what the flows did.
    pub fn total(&self, region: Region, act: Act) -> Option<&Results> {
        self.totals.get(&(region, act))
    }

    /// All totals.
    pub fn totals(&self) -> impl Iterator<Item = (Region, Act, &Results)> {
        self.totals.iter().map(|((region, act), results)| (*region, *act, results))
    }

    /// The latest 600 seconds, oldest first. A flow counts in the second in which it ended.
    pub fn seconds(&self) -> impl Iterator<Item = (SecondOf, &Results)> {
        self.seconds.iter().map(|(second, results)| (*second, results))
    }

    /// Those of one Region and act.
    pub fn series(&self, region: Region, act: Act) -> impl Iterator<Item = (i64, &Results)> {
        self.seconds()
            .filter(move |((_, its, what), _)| (*its, *what) == (region, act))
            .map(|((second, ..), results)| (second, results))
    }

    pub(super) fn add(&mut self, flow: &Flow, since: Timestamp) {
        let Some(ended) = flow.ended else { return };
        let place = (flow.began_in, flow.act);
        self.totals.entry(place).or_default().add(flow);
        let second = (ended - since).as_micros().div_euclid(1_000_000);
        self.seconds.entry((second, place.0, place.1)).or_default().add(flow);
        let is_old = |(oldest, ..): &SecondOf| *oldest <= second - MOST_SECONDS;
        while let Some(oldest) = self.seconds.get_min().map(|(key, _)| *key).filter(is_old) {
            self.seconds.remove(&oldest);
        }
    }
}
