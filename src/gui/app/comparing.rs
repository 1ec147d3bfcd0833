//! Comparing ways: runs them beside the window, one after the other, and leaves the open world for that of a run.

use std::sync::mpsc;

use super::{App, Outcome};
use crate::{
    gui::desk::{Counted, Pace, Workspace},
    workloads::{
        FlowId,
        ways::{Traffic, Way, run},
    },
};

impl App {
    /// Runs ways on some traffic. What comes of each appears as it comes.
    pub(super) fn compare_ways(&mut self, traffic: Traffic, ways: Vec<Way>) {
        self.desk.workspace = Workspace::Compare;
        if ways.is_empty() || self.compare.is_running() {
            return;
        }
        let (sender, rows) = mpsc::channel();
        let (order, asked) = (traffic.clone(), ways.clone());
        let all = ways.len() as u64;
        let label = format!("Running {all} {}", if all == 1 { "way" } else { "ways" });
        let started = self.start_counted_job(label, Counted::Ways, move |ticket| {
            for (done, way) in (0..).zip(ways) {
                // Nobody listens any more if the window is gone.
                if ticket.report(done, all).is_break() || sender.send((way, run(&traffic, way))).is_err() {
                    break;
                }
            }
            Outcome::Compared
        });
        if started {
            self.compare.begin(order, asked, rows);
        }
    }

    /// Opens the world of a way's run as it was in the end, as a world of its own that stands still.
    pub(super) fn show_run(&mut self, way: Way, flow: Option<FlowId>) {
        let Some(stage) = self.compare.stage_of(way) else { return };
        self.show_new(stage);
        self.set_pace(Pace::Paused);
        self.show_flow(flow);
    }

    /// Shows the flows of the open world, and one of them before all others.
    fn show_flow(&mut self, flow: Option<FlowId>) {
        self.desk.workspace = Workspace::DataFlow;
        if let Some(flow) = flow {
            self.flow.choose_flow(&self.desk, flow);
        }
    }
}
