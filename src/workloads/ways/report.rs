//! What runs of several ways on the same traffic showed, as a table whose every cell leads to the steps that it was read
//! from.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Run, Traffic, Way};
use crate::{
    kms::{Region, Span},
    workloads::{Act, Deed, FlowId, StepId},
};

/// The columns: first those of seed 002's table, then what is measured besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Column {
    /// Whether the key behind the alias has the same material in every Region. Met if it does.
    IdenticalMaterial,
    /// Whether reads ask their own Region's KMS. Met if no read of any Region called another one.
    LocalDecrypt,
    /// Whether a year's rotation is one act that nobody has to do. Met if there was one ceremony, by the service, after
    /// which every Region read old and new records.
    CoordinatedRotation,
    /// Whether the other Regions stand alone while the home is dark. Met if they lost no read and no write.
    GracefulFailover,
    /// Whether there is little to look after. Met if nothing runs outside KMS, nobody has to act in a year, and a message
    /// holds one wrapped key.
    LowOverhead,
    /// The median latency of reads in each Region.
    ReadLatency,
    /// Calls to another Region's KMS for each read, in each Region.
    CallsAcross,
    /// The share of reads that the other Regions lost while the home was dark, and for how long they lost some.
    ReadsLost,
    /// The share of writes that they lost.
    WritesLost,
    /// Rotation ceremonies in a year, and what people did for them.
    Ceremonies,
    /// What people did to set it up.
    SetUp,
    /// Requests to KMS a second under the traffic.
    Requests,
    /// What it costs a month.
    Cost,
    /// Calls for each read in which a data key stood in the clear inside TLS between Regions.
    ClearAcross,
}

impl Column {
    /// All columns.
    pub const ALL: [Self; 14] = [
        Self::IdenticalMaterial,
        Self::LocalDecrypt,
        Self::CoordinatedRotation,
        Self::GracefulFailover,
        Self::LowOverhead,
        Self::ReadLatency,
        Self::CallsAcross,
        Self::ReadsLost,
        Self::WritesLost,
        Self::Ceremonies,
        Self::SetUp,
        Self::Requests,
        Self::Cost,
        Self::ClearAcross,
    ];

    /// Those of seed 002's table.
    pub const SEED: [Self; 5] = [
        Self::IdenticalMaterial,
        Self::LocalDecrypt,
        Self::CoordinatedRotation,
        Self::GracefulFailover,
        Self::LowOverhead,
    ];

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::IdenticalMaterial => "Identical material",
            Self::LocalDecrypt => "Local decrypt",
            Self::CoordinatedRotation => "Coordinated rotation",
            Self::GracefulFailover => "Graceful failover",
            Self::LowOverhead => "Ops overhead",
            Self::ReadLatency => "Read latency (median)",
            Self::CallsAcross => "Cross-Region calls per read",
            Self::ReadsLost => "Reads lost, home dark",
            Self::WritesLost => "Writes lost, home dark",
            Self::Ceremonies => "Rotation ceremonies a year",
            Self::SetUp => "Steps to set up",
            Self::Requests => "KMS requests a second",
            Self::Cost => "Cost a month",
            Self::ClearAcross => "Data keys inside TLS across Regions per read",
        }
    }
}

/// A measured value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// The value with its unit.
    pub text: String,
    /// The value as a number to sort and plot by; nothing if it is none.
    pub number: Option<f64>,
    /// Whether what the column asks is met; nothing where it asks nothing.
    pub meets: Option<bool>,
    /// The steps that show it.
    pub evidence: Vec<StepId>,
    /// The events of the trail that show it besides.
    pub events: Vec<u64>,
}

impl Cell {
    fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), number: None, meets: None, evidence: Vec::new(), events: Vec::new() }
    }

    fn number(self, number: f64) -> Self {
        Self { number: Some(number), ..self }
    }

    fn meets(self, meets: bool) -> Self {
        Self { meets: Some(meets), ..self }
    }

    fn shown_by<'a>(mut self, run: &Run, flows: impl IntoIterator<Item = &'a FlowId>) -> Self {
        let flows = flows.into_iter().filter_map(|id| run.flow(*id));
        self.evidence.extend(flows.flat_map(|flow| flow.step_ids()));
        self
    }
}

/// One way's run and its row of the table.
#[derive(Clone, Debug)]
pub struct Row {
    /// The run.
    pub run: Run,
    /// The cells.
    pub cells: BTreeMap<Column, Cell>,
}

/// What the runs showed.
#[derive(Clone, Debug)]
pub struct Report {
    /// The traffic.
    pub traffic: Traffic,
    /// The rows, in the order in which the ways were asked for.
    pub rows: Vec<Row>,
}

impl Report {
    /// The row of a way.
    pub fn row(&self, way: Way) -> Option<&Row> {
        self.rows.iter().find(|row| row.run.way == way)
    }

    /// A cell of the table.
    pub fn cell(&self, way: Way, column: Column) -> Option<&Cell> {
        self.row(way)?.cells.get(&column)
    }
}

/// Reads the table's row out of a run.
pub(super) fn row(traffic: &Traffic, run: Run) -> Row {
    let cell = |column| (column, measure(traffic, &run, column));
    let cells = Column::ALL.into_iter().map(cell).collect();
    Row { run, cells }
}

fn measure(traffic: &Traffic, run: &Run, column: Column) -> Cell {
    let witnesses = &run.witnesses;
    match column {
        Column::IdenticalMaterial => identical_material(traffic, run),
        Column::LocalDecrypt => {
            let (across, reads) = calls_across(traffic, run);
            let local = ratio(reads.saturating_sub(across), reads);
            Cell::new(format!("{} of reads", percent(local)))
                .number(local)
                .meets(across == 0 && reads > 0)
                .shown_by(run, witnesses.reads.values())
        }
        Column::CoordinatedRotation => {
            let it = &run.ceremonies;
            let text = match (it.rotated, it.all_read) {
                (true, true) => "old and new records are read everywhere",
                (true, false) => "some Regions do not read all records",
                (false, _) => "some Regions still use the old material",
            };
            let ceremonies = match it.count() {
                1 => "1 ceremony".to_owned(),
                count => format!("{count} ceremonies"),
            };
            let by_hand = if it.by_hand.is_empty() { "" } else { " by hand" };
            let text = format!("{ceremonies}{by_hand}; {text}");
            let one_by_itself = it.automatic.len() == 1 && it.by_hand.is_empty();
            Cell::new(text)
                .meets(one_by_itself && it.rotated && it.all_read)
                .shown_by(run, witnesses.writes_rotated.values())
                .shown_by(run, witnesses.reads_rotated.values().flatten())
        }
        Column::GracefulFailover => {
            let (reads, writes) = (lost(traffic, run, Act::Read), lost(traffic, run, Act::Write));
            let (r, w) = (ratio(reads.lost, reads.all), ratio(writes.lost, writes.all));
            Cell::new(format!("{} of reads and {} of writes lost", percent(r), percent(w)))
                .meets(reads.lost + writes.lost == 0 && reads.all > 0)
                .shown_by(run, others(traffic, &witnesses.reads_in_the_dark))
                .shown_by(run, others(traffic, &witnesses.writes_in_the_dark))
        }
        Column::LowOverhead => low_overhead(traffic, run),
        Column::ReadLatency => read_latency(traffic, run),
        Column::CallsAcross => {
            let parts = traffic.regions.iter().map(|region| {
                let results = run.results(run.calm, *region, Act::Read);
                format!("{region} {:.2}", ratio(results.calls_across, results.all()))
            });
            let (across, reads) = calls_across(traffic, run);
            Cell::new(parts.collect::<Vec<_>>().join(" · "))
                .number(ratio(across, reads))
                .shown_by(run, witnesses.reads.values())
        }
        Column::ReadsLost => lost_cell(traffic, run, Act::Read),
        Column::WritesLost => lost_cell(traffic, run, Act::Write),
        Column::Ceremonies => {
            let it = &run.ceremonies;
            let text = format!("{} by KMS, {} by people", it.automatic.len(), it.by_hand.len());
            let cell = Cell::new(text).number(it.count() as f64).shown_by(run, &it.by_hand);
            Cell { events: it.automatic.clone(), ..cell }
        }
        Column::SetUp => {
            let (calls, outside) = acts(run, run.set_up);
            let text = if outside == 0 {
                format!("{calls} calls")
            } else {
                format!("{calls} calls, {outside} outside KMS")
            };
            Cell::new(text).number((calls + outside) as f64).shown_by(run, [&run.set_up])
        }
        Column::Requests => {
            let requests = ratio(run.all_results(run.calm).calls, u64::from(traffic.seconds));
            Cell::new(format!("{requests:.1}"))
                .number(requests)
                .shown_by(run, witnesses.writes.values())
                .shown_by(run, witnesses.reads.values())
        }
        Column::Cost => {
            let total = run.cost.total();
            Cell::new(format!("{total:.2} USD")).number(total).shown_by(run, [&run.set_up])
        }
        Column::ClearAcross => clear_across(run),
    }
}

fn identical_material(traffic: &Traffic, run: &Run) -> Cell {
    let home = run.materials.get(&traffic.home).cloned().flatten();
    let same = run.materials.values().filter(|it| it.is_some() && **it == home).count();
    let all = run.materials.len();
    Cell::new(format!("{same} of {all} Regions"))
        .number(ratio(same as u64, all as u64))
        .meets(same == all)
        .shown_by(run, [&run.inspection])
}

fn low_overhead(traffic: &Traffic, run: &Run) -> Cell {
    let (_, outside) = acts(run, run.set_up);
    let wrapped = run
        .witnesses
        .writes
        .get(&traffic.home)
        .and_then(|id| run.flow(*id))
        .and_then(|flow| run.stage.flows.stored(traffic.home, &flow.name))
        .map_or(0, |stored| stored.message.wrapped.len());
    let yearly = run.ceremonies.acts;
    Cell::new(format!("Outside KMS: {outside} · acts a year: {yearly} · wrapped keys a message: {wrapped}"))
        .meets(outside == 0 && yearly == 0 && wrapped == 1)
        .shown_by(run, [&run.set_up])
        .shown_by(run, &run.ceremonies.by_hand)
        .shown_by(run, run.witnesses.writes.get(&traffic.home))
}

fn read_latency(traffic: &Traffic, run: &Run) -> Cell {
    let median = |region: &Region| run.results(run.calm, *region, Act::Read).latency.percentile(0.5);
    let parts = traffic
        .regions
        .iter()
        .filter_map(|region| median(region).map(|time| format!("{region} {:.2} ms", time.as_millis_f64())));
    let slowest = traffic.regions.iter().filter_map(median).max().map_or(0.0, Span::as_millis_f64);
    Cell::new(parts.collect::<Vec<_>>().join(" · "))
        .number(slowest)
        .shown_by(run, run.witnesses.reads.values())
}

/// Calls to another Region, and reads, of all Regions.
fn calls_across(traffic: &Traffic, run: &Run) -> (u64, u64) {
    let results = traffic.regions.iter().map(|region| run.results(run.calm, *region, Act::Read));
    results.fold((0, 0), |(across, reads), it| (across + it.calls_across, reads + it.all()))
}

#[derive(Default)]
struct Lost {
    lost: u64,
    all: u64,
    /// From the first to the last that was lost.
    span: Span,
}

/// What the other Regions lost while the home was dark.
fn lost(traffic: &Traffic, run: &Run, act: Act) -> Lost {
    let mut all = crate::workloads::Results::default();
    for region in traffic.others() {
        all.add_all(&run.results(run.dark, region, act));
    }
    let span = all.first_lost.zip(all.last_lost).map_or(Span::ZERO, |(first, last)| last - first);
    Lost { lost: all.lost(), all: all.all(), span }
}

fn lost_cell(traffic: &Traffic, run: &Run, act: Act) -> Cell {
    let lost = lost(traffic, run, act);
    let lost_share = ratio(lost.lost, lost.all);
    let text = if lost.lost == 0 {
        percent(lost_share)
    } else {
        format!("{} for {:.0} s", percent(lost_share), lost.span.as_seconds_f64())
    };
    let witnesses = match act {
        Act::Read => &run.witnesses.reads_in_the_dark,
        _ => &run.witnesses.writes_in_the_dark,
    };
    Cell::new(text).number(lost_share).shown_by(run, others(traffic, witnesses))
}

fn clear_across(run: &Run) -> Cell {
    let mut cell = Cell::new("");
    let mut clear = 0;
    let reads: Vec<_> = run.witnesses.reads.values().filter_map(|id| run.flow(*id)).collect();
    for flow in &reads {
        for (number, step) in flow.steps.iter().enumerate() {
            let Deed::Call(call) = &step.what else { continue };
            if [&call.request, &call.answer].into_iter().flatten().any(|cargo| cargo.clear_inside_tls) {
                clear += 1;
                cell.evidence.push(flow.step_id(number));
            }
        }
    }
    let mean = ratio(clear, reads.len() as u64);
    Cell { text: format!("{mean:.2}"), number: Some(mean), ..cell }.or_shown_by(run)
}

impl Cell {
    /// Where nothing shows a value, what was looked at does.
    fn or_shown_by(self, run: &Run) -> Self {
        if self.evidence.is_empty() { self.shown_by(run, run.witnesses.reads.values()) } else { self }
    }
}

/// The calls of a record, and the acts outside KMS.
fn acts(run: &Run, id: FlowId) -> (usize, usize) {
    let Some(flow) = run.flow(id) else { return (0, 0) };
    let outside = flow.steps.iter().filter(|step| matches!(step.what, Deed::Outside(_))).count();
    (flow.calls().count(), outside)
}

fn others<'a>(
    traffic: &Traffic,
    witnesses: &'a BTreeMap<Region, FlowId>,
) -> impl Iterator<Item = &'a FlowId> {
    witnesses.iter().filter(|(region, _)| **region != traffic.home).map(|(_, id)| id)
}

fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}
