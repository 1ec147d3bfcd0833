//! The scenes of Compare.

use egui_kittest::kittest::Queryable as _;

use super::scenes::{MOST_WAITS, Scene, Shooting, WAIT};
use crate::{
    gui::command::Command,
    workloads::ways::{Column, Traffic, Way},
};

impl Shooting {
    /// Compares the five ways of seed 002, and waits for the last.
    fn compare(&mut self) {
        let Some(traffic) = Traffic::of_seed_002(2) else { return };
        let traffic = Traffic { seconds: 12, dark_seconds: 12, ..traffic };
        self.perform(Command::Compare(Box::new(traffic), Way::SEED.to_vec()));
        let last = format!("{}, {}: ", Way::ExternalKeyStore.label(), Column::LowOverhead.label());
        for _ in 0..MOST_WAITS {
            self.settle();
            if self.harness.query_all_by_label_contains(&last).next().is_some() {
                break;
            }
            std::thread::sleep(WAIT);
        }
        self.settle();
    }
}

/// All of them.
pub(super) const SCENES: &[Scene] = &[
    Scene { name: "compare", stage: Shooting::compare },
    Scene {
        name: "compare-cell",
        stage: |it| {
            it.compare();
            it.click("Single-Region key, calls routed, Local decrypt: Not met: 50 % of reads");
            it.harness.get_by_label("Decrypt in us-east-1, eu-west-1 after 0.00 ms").click();
            it.settle();
        },
    },
    Scene {
        name: "compare-visited-run",
        stage: |it| {
            it.compare();
            it.click("Single-Region key, calls routed, Local decrypt: Not met: 50 % of reads");
            it.click("Open this run in Data flow");
        },
    },
    Scene {
        name: "compare-measures",
        stage: |it| {
            it.compare();
            it.click("Measures");
        },
    },
    Scene {
        name: "compare-latency",
        stage: |it| {
            it.compare();
            it.click("Read latency");
        },
    },
    Scene {
        name: "compare-outage",
        stage: |it| {
            it.compare();
            it.click("Outage");
        },
    },
];
