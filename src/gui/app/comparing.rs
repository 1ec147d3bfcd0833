//! Comparing ways: runs them beside the window, one after the other.

use std::sync::mpsc;

use super::{App, Outcome};
use crate::{
    gui::desk::{Counted, Workspace},
    workloads::ways::{Traffic, Way, run},
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
}
