//! Results put into sixty stretches of time, ready to be drawn, and told in words.
//!
//! Only seconds that are over are shown. They never change, as a flow counts in the second in which it ended; so a
//! series is derived once a simulated second, not once a frame.

use std::collections::BTreeMap;

use egui_plot::PlotPoint;

use crate::{
    kms::{Region, Timestamp},
    workloads::{Act, Distribution, LoadId, LoadView, Results},
};

/// How many stretches of time a plot shows.
pub(super) const STRETCHES: usize = 60;

/// After so many stretches without a read, there is no latency to tell any more.
const LATE: usize = 3;

/// How far back plots look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Reach {
    /// A minute, second by second.
    #[default]
    Minute,
    /// Ten minutes, in steps of ten seconds.
    TenMinutes,
}

impl Reach {
    /// The seconds of a stretch.
    pub fn step(self) -> i64 {
        match self {
            Self::Minute => 1,
            Self::TenMinutes => 10,
        }
    }

    /// How it is spoken of.
    pub fn words(self) -> &'static str {
        match self {
            Self::Minute => "in the last minute",
            Self::TenMinutes => "in the last ten minutes",
        }
    }
}

/// Why a request was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Loss {
    Refused,
    Throttled,
    Unreachable,
    Dark,
    Failed,
}

impl Loss {
    pub const ALL: [Self; 5] = [Self::Refused, Self::Throttled, Self::Unreachable, Self::Dark, Self::Failed];

    /// What people call it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Throttled => "throttled",
            Self::Unreachable => "unreachable",
            Self::Dark => "dark",
            Self::Failed => "failed",
        }
    }

    /// How many were lost in this way.
    pub fn of(self, results: &Results) -> u64 {
        match self {
            Self::Refused => results.refused,
            Self::Throttled => results.throttled,
            Self::Unreachable => results.unreachable,
            Self::Dark => results.dark,
            Self::Failed => results.failed,
        }
    }
}

/// The latency of one Region's reads in one stretch, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Latency {
    pub median: f64,
    /// Under which 95 of 100 are.
    pub high: f64,
}

/// One Region's reads.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reads {
    pub region: Region,
    pub latency: [Option<Latency>; STRETCHES],
    /// The medians as lines, interrupted where nothing was read. In powers of ten, as the plot's scale is.
    pub medians: Vec<Vec<PlotPoint>>,
    /// The same for 95 of 100.
    pub highs: Vec<Vec<PlotPoint>>,
}

impl Reads {
    /// The latest latency with its stretch, if something was read of late.
    pub fn latest(&self) -> Option<(usize, Latency)> {
        let mut late = self.latency.iter().enumerate().rev().take(LATE);
        late.find_map(|(at, it)| it.map(|it| (at, it)))
    }
}

/// Something counted, a second.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Counts {
    pub per_second: [f64; STRETCHES],
    /// How many in all stretches.
    pub all: u64,
    pub line: Vec<PlotPoint>,
}

/// What the plots of a load show.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Series {
    of: (LoadId, Timestamp, Reach, i64),
    /// When the first stretch begins.
    pub begins: Timestamp,
    pub reach: Reach,
    pub reads: Vec<Reads>,
    pub lost: [Counts; 5],
    pub reads_done: Counts,
    pub writes_done: Counts,
    /// The plots in words.
    pub spoken_latency: String,
    pub spoken_lost: String,
    pub spoken_done: String,
}

/// The series that was derived last.
#[derive(Default)]
pub(super) struct Held(Option<Series>);

impl Held {
    /// The series of a load at a moment; its Regions come in the order of `regions`.
    pub fn of(&mut self, load: LoadView<'_>, now: Timestamp, reach: Reach, regions: &[Region]) -> &Series {
        let last = last_stretch(load, now, reach);
        let of = (load.id, load.started, reach, last);
        let held = self.0.take().filter(|it| it.of == of);
        self.0.insert(held.unwrap_or_else(|| derive(load, of, regions)))
    }
}

/// The number of the last stretch that is over; of a load that stopped, the last in which something happened.
fn last_stretch(load: LoadView<'_>, now: Timestamp, reach: Reach) -> i64 {
    let over = (now - load.started).as_micros().div_euclid(1_000_000);
    let last = over.div_euclid(reach.step()) - 1;
    if !load.stopped {
        return last;
    }
    let latest = load.tally.seconds().map(|((second, ..), _)| second).filter(|it| *it < over).last();
    latest.map_or(last, |it| it.div_euclid(reach.step()))
}

fn derive(load: LoadView<'_>, of: (LoadId, Timestamp, Reach, i64), regions: &[Region]) -> Series {
    let (_, started, reach, last) = of;
    let (step, first) = (reach.step(), last + 1 - STRETCHES as i64);
    let mut latencies = BTreeMap::<(Region, usize), Distribution>::new();
    let mut lost = [[0; STRETCHES]; 5];
    let (mut reads_done, mut writes_done) = ([0; STRETCHES], [0; STRETCHES]);
    for ((second, region, act), results) in load.tally.seconds() {
        let at = usize::try_from(second.div_euclid(step) - first).ok().filter(|at| *at < STRETCHES);
        let Some(at) = at.filter(|_| matches!(act, Act::Read | Act::Write)) else { continue };
        for (loss, counts) in Loss::ALL.into_iter().zip(&mut lost) {
            counts[at] += loss.of(results);
        }
        if act == Act::Read {
            latencies.entry((region, at)).or_default().add_all(&results.latency);
            reads_done[at] += results.done;
        } else {
            writes_done[at] += results.done;
        }
    }
    // What is before the load has no line.
    let from = usize::try_from(-first).unwrap_or(0).min(STRETCHES);
    let counts = |counts: [u64; STRETCHES]| {
        let per_second = counts.map(|it| it as f64 / step as f64);
        let line = (from..STRETCHES).map(|at| point(at, per_second[at])).collect();
        Counts { per_second, all: counts.iter().sum(), line }
    };
    let mut series = Series {
        of,
        begins: started + crate::kms::Span::seconds(first * step),
        reach,
        reads: reads_of(&latencies),
        lost: lost.map(counts),
        reads_done: counts(reads_done),
        writes_done: counts(writes_done),
        spoken_latency: String::new(),
        spoken_lost: String::new(),
        spoken_done: String::new(),
    };
    series.reads.sort_by_key(|it| regions.iter().position(|region| *region == it.region));
    series.spoken_latency = spoken_latency(&series);
    series.spoken_lost = spoken_lost(&series);
    series.spoken_done = spoken_done(&series);
    series
}

fn point(at: usize, y: f64) -> PlotPoint {
    PlotPoint::new(at as f64 + 0.5, y)
}

fn reads_of(latencies: &BTreeMap<(Region, usize), Distribution>) -> Vec<Reads> {
    let mut reads: Vec<Reads> = Vec::new();
    for ((region, at), distribution) in latencies {
        if reads.last().is_none_or(|it| it.region != *region) {
            let (medians, highs) = (Vec::new(), Vec::new());
            reads.push(Reads { region: *region, latency: [None; STRETCHES], medians, highs });
        }
        let share = |share| distribution.percentile(share).map(crate::kms::Span::as_millis_f64);
        if let (Some(it), Some((median, high))) = (reads.last_mut(), share(0.5).zip(share(0.95))) {
            it.latency[*at] = Some(Latency { median, high });
        }
    }
    for it in &mut reads {
        it.medians = lines(&it.latency, |latency| latency.median);
        it.highs = lines(&it.latency, |latency| latency.high);
    }
    reads
}

/// Lines through what there is, broken where there is nothing.
fn lines(latency: &[Option<Latency>], value: impl Fn(&Latency) -> f64) -> Vec<Vec<PlotPoint>> {
    let mut lines = Vec::new();
    let mut line = Vec::new();
    for (at, latency) in latency.iter().enumerate() {
        match latency {
            Some(latency) => line.push(point(at, in_powers(value(latency)))),
            None if line.is_empty() => {}
            None => lines.push(std::mem::take(&mut line)),
        }
    }
    lines.extend(Some(line).filter(|it| !it.is_empty()));
    lines
}

/// Milliseconds as a power of ten; what takes no time at all counts as a microsecond.
pub(super) fn in_powers(millis: f64) -> f64 {
    millis.max(0.001).log10()
}

/// Milliseconds with three digits.
pub(super) fn millis(millis: f64) -> String {
    match millis {
        it if it < 9.995 => format!("{it:.2} ms"),
        it if it < 99.95 => format!("{it:.1} ms"),
        it => format!("{it:.0} ms"),
    }
}

/// A number a second: whole if it is.
pub(super) fn per_second(count: f64) -> String {
    if count.fract() == 0.0 { format!("{count:.0}/s") } else { format!("{count:.1}/s") }
}

fn spoken_latency(series: &Series) -> String {
    let told = series.reads.iter().map(|it| match it.latest() {
        Some((_, Latency { median, high })) => {
            format!("{} {} median, 95 of 100 under {}", it.region, millis(median), millis(high))
        }
        None => format!("{} nothing of late", it.region),
    });
    let told: Vec<String> = told.collect();
    if series.reads.iter().all(|it| it.latest().is_none()) {
        return "Read latency: nothing was read of late".to_owned();
    }
    format!("Read latency: {}", told.join("; "))
}

fn spoken_lost(series: &Series) -> String {
    let lost = Loss::ALL.into_iter().zip(&series.lost).filter(|(_, counts)| counts.all > 0);
    let told: Vec<String> = lost.map(|(loss, counts)| format!("{} {}", counts.all, loss.word())).collect();
    let told = if told.is_empty() { "none".to_owned() } else { told.join(", ") };
    format!("Requests lost {}: {told}", series.reach.words())
}

fn spoken_done(series: &Series) -> String {
    let latest = |counts: &Counts| per_second(counts.per_second[STRETCHES - 1]);
    format!("Requests done: reads {}, writes {}", latest(&series.reads_done), latest(&series.writes_done))
}
