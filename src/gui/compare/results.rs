//! What the runs showed, worked out once for each run: what tables and plots draw in every frame.

use std::sync::mpsc;

use super::words;
use crate::{
    kms::{Region, Span},
    workloads::{
        Act, Stage,
        ways::{CannotRun, Cell, Column, Row, Traffic, Way},
    },
    world::round_trip,
};

/// What comes of a way.
pub type Answer = (Way, Result<Row, CannotRun>);

/// How long reads took in one Region, while all Regions could be reached.
#[derive(Clone, Debug)]
pub struct ReadTimes {
    /// Where the reader was.
    pub region: Region,
    /// Its place among the Regions of the run's world, which gives it its mark.
    pub index: usize,
    /// How many were read.
    pub count: u64,
    /// The shortest, the median, the 95th percentile and the longest.
    pub quantiles: [Span; 4],
}

impl ReadTimes {
    /// The median.
    pub fn median(&self) -> Span {
        self.quantiles[1]
    }
}

/// What the other Regions read in one second.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Second {
    /// The second, counted from the beginning of the calm time.
    pub at: i64,
    /// Reads that were done.
    pub done: u64,
    /// Reads that were lost.
    pub lost: u64,
}

/// A run with what is drawn of it.
pub struct Ran {
    /// The run and its cells.
    pub row: Row,
    /// How long reads took, the home first.
    pub reads: Vec<ReadTimes>,
    /// What the latency plot says in words, one sentence for each other Region.
    pub sentences: Vec<String>,
    /// The reads and the writes that the other Regions lost while the home was dark, each with all that they tried then.
    pub lost_in_the_dark: [(u64, u64); 2],
    /// The other Regions' reads, second by second.
    pub seconds: Vec<Second>,
    /// Within how many seconds of the home's return the other Regions read again, if they lost reads before.
    pub back_within: Option<i64>,
}

impl Ran {
    fn new(traffic: &Traffic, row: Row) -> Self {
        let run = &row.run;
        let order = run.stage.world.regions();
        let regions = [traffic.home].into_iter().chain(traffic.others());
        let reads: Vec<ReadTimes> = regions
            .filter_map(|region| {
                let latency = run.results(run.calm, region, Act::Read).latency;
                let at = |share| latency.percentile(share);
                let quantiles = [latency.min()?, at(0.5)?, at(0.95)?, latency.max()?];
                let index = order.iter().position(|it| *it == region).unwrap_or_default();
                Some(ReadTimes { region, index, count: latency.count(), quantiles })
            })
            .collect();
        let home = reads.iter().find(|it| it.region == traffic.home);
        let far = reads.iter().filter(|it| it.region != traffic.home);
        let sentences = home
            .map_or_else(Vec::new, |home| far.map(|far| latency_sentence(row.run.way, home, far)).collect());
        let seconds = seconds(traffic, &row);
        let lost_in_the_dark = [Act::Read, Act::Write].map(|act| {
            traffic.others().fold((0, 0), |(lost, all), region| {
                let results = row.run.results(row.run.dark, region, act);
                (lost + results.lost(), all + results.all())
            })
        });
        let [(reads_lost, _), _] = lost_in_the_dark;
        let back = row.run.stage.flows.load(row.run.back).filter(|_| reads_lost > 0);
        let again = back.into_iter().flat_map(|load| {
            traffic.others().flat_map(|region| load.tally.series(region, Act::Read).collect::<Vec<_>>())
        });
        let back_within = again.filter(|(_, results)| results.done > 0).map(|(second, _)| second + 1).min();
        Self { row, reads, sentences, lost_in_the_dark, seconds, back_within }
    }

    /// A cell of its row.
    pub fn cell(&self, column: Column) -> Option<&Cell> {
        self.row.cells.get(&column)
    }
}

/// How a far read's time comes about, from what was measured and the table of round trips.
fn latency_sentence(way: Way, home: &ReadTimes, far: &ReadTimes) -> String {
    let (local, median) = (home.median(), far.median());
    let across = round_trip(far.region, home.region);
    let (here, there) = (far.region, home.region);
    let ms = words::ms;
    if median == local {
        format!("a read in {here} takes {}, as long as in {there}", ms(median))
    } else if median == local + across {
        let at = words::who_answers(way);
        format!("{} {at} + {} round trip {here} – {there} = {}", ms(local), ms(across), ms(median))
    } else {
        format!("a read in {here} takes {}, in {there} {}", ms(median), ms(local))
    }
}

/// The reads of the other Regions through the calm and the dark time, and after it.
fn seconds(traffic: &Traffic, row: &Row) -> Vec<Second> {
    let run = &row.run;
    let calm = i64::from(traffic.seconds);
    let mut all: Vec<Second> = Vec::new();
    let back = calm + i64::from(traffic.dark_seconds);
    for (load, from) in [(run.calm, 0), (run.dark, calm), (run.back, back)] {
        let Some(load) = run.stage.flows.load(load) else { continue };
        for region in traffic.others() {
            for (second, results) in load.tally.series(region, Act::Read) {
                let at = from + second;
                let place = all.partition_point(|it| it.at < at);
                if all.get(place).is_none_or(|it| it.at != at) {
                    all.insert(place, Second { at, ..Second::default() });
                }
                all[place].done += results.done;
                all[place].lost += results.lost();
            }
        }
    }
    all
}

/// One line of the table.
pub enum Line {
    /// It was run.
    Ran(Box<Ran>),
    /// It could not be set up.
    CannotRun(CannotRun),
}

/// A comparison: under way, stopped, or whole.
pub struct Results {
    /// The traffic, the same for every way.
    pub traffic: Traffic,
    /// The ways that were asked for, in order.
    pub ways: Vec<Way>,
    /// What came of them so far.
    pub lines: Vec<(Way, Line)>,
    /// Where they come from while they are run.
    rows: Option<mpsc::Receiver<Answer>>,
}

impl Results {
    /// Nothing yet, of ways that are being run.
    pub fn new(traffic: Traffic, ways: Vec<Way>, rows: mpsc::Receiver<Answer>) -> Self {
        Self { traffic, ways, lines: Vec::new(), rows: Some(rows) }
    }

    /// Takes what has come.
    pub fn listen(&mut self) {
        let Some(rows) = &self.rows else { return };
        for (way, answer) in rows.try_iter() {
            let line = match answer {
                Ok(row) => Line::Ran(Box::new(Ran::new(&self.traffic, row))),
                Err(error) => Line::CannotRun(error),
            };
            self.lines.push((way, line));
        }
    }

    /// Takes the last, and waits for no more.
    pub fn ended(&mut self) {
        self.listen();
        self.rows = None;
    }

    /// Whether more will come.
    pub fn is_running(&self) -> bool {
        self.rows.is_some()
    }

    /// Whether it was stopped before all ways were run.
    pub fn is_cut_short(&self) -> bool {
        !self.is_running() && self.lines.len() < self.ways.len()
    }

    /// The runs, in order.
    pub fn ran(&self) -> impl Iterator<Item = &Ran> {
        self.lines.iter().filter_map(|(_, line)| match line {
            Line::Ran(ran) => Some(&**ran),
            Line::CannotRun(_) => None,
        })
    }

    /// The run of a way.
    pub fn of(&self, way: Way) -> Option<&Ran> {
        self.ran().find(|ran| ran.row.run.way == way)
    }

    /// The world of a way's run.
    pub fn stage_of(&self, way: Way) -> Option<Stage> {
        self.of(way).map(|ran| ran.row.run.stage.clone())
    }
}
