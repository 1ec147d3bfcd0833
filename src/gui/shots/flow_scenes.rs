//! The scenes of the Data flow: workloads under way, steps, a past moment, a dark Region, traffic.

use egui::Role;
use egui_kittest::kittest::Queryable as _;

use super::scenes::{Scene, Shooting};
use crate::{
    gui::{
        command::Command,
        desk::{Pace, Workspace},
    },
    kms::{Span, Timestamp},
    workloads::CargoKind,
    world::{Load, Packet},
};

/// Frames after which a packet has arrived for certain.
const MOST_STEPS: usize = 60;
/// Moments of the schedule after which a run is over for certain.
const MOST_MOMENTS: usize = 200;

impl Shooting {
    /// Picks from a dropdown.
    fn choose(&mut self, dropdown: &str, item: &str) {
        // In low windows the fields are folded away.
        if self.harness.query_by_role_and_label(Role::ComboBox, dropdown).is_none() {
            self.harness.get_by_label_contains("Choices: ").click();
            self.settle();
        }
        self.harness.get_by_role_and_label(Role::ComboBox, dropdown).click();
        self.settle();
        self.harness.get_by_role_and_label(Role::MenuItem, item).click();
        self.settle();
    }

    /// Runs a workload as the composer offers it.
    fn run(&mut self, workload: &str) {
        self.perform(Command::Open(Workspace::DataFlow));
        self.choose("Workload", workload);
        self.click("Run");
        self.perform(Command::SetPace(Pace::Paused));
    }

    fn is_over(&self) -> bool {
        self.harness.state().desk().stage.flows.all().all(|flow| flow.outcome.is_some())
    }

    /// Lets everything happen that is under way.
    fn finish(&mut self) {
        for _ in 0..MOST_MOMENTS {
            if self.is_over() {
                break;
            }
            self.perform(Command::NextEvent);
        }
    }

    /// Stops while something of a kind is well on its way.
    fn stop_over_the_ocean(&mut self, kind: CargoKind) {
        for _ in 0..MOST_MOMENTS {
            match self.middle_of(kind) {
                Some(middle) => return self.perform(Command::AdvanceTo(middle)),
                None => self.perform(Command::NextEvent),
            }
        }
    }

    /// When what is on its way now will be half way.
    fn middle_of(&self, kind: CargoKind) -> Option<Timestamp> {
        let stage = &self.harness.state().desk().stage;
        let mut motions = stage.flows.motions_at(stage.world.now()).filter(|(_, it)| it.cargo.kind == kind);
        let (_, motion) = motions.next()?;
        Some(motion.departs + Span::micros((motion.arrives - motion.departs).as_micros() / 2))
    }

    /// Sends the text that the data flow starts with, and stops while it is over the ocean.
    fn send(&mut self) {
        self.perform(Command::Open(Workspace::DataFlow));
        self.click("Send");
        for _ in 0..MOST_STEPS {
            let world = self.harness.state().desk().world();
            let is_far = |packet: &Packet| {
                matches!(packet.load, Load::Ciphertext { .. }) && packet.progress(world.now()) > 0.4
            };
            if world.packets().any(is_far) {
                break;
            }
            self.harness.step();
        }
        self.perform(Command::SetPace(Pace::Paused));
    }

    /// A client of the far Region reads under a single-Region key of the home; the answer is on its way back.
    fn routed(&mut self) {
        self.perform(Command::Open(Workspace::DataFlow));
        self.choose("Workload", "Client-side envelope");
        self.choose("Key", "legacy-reports");
        self.click("Run");
        self.perform(Command::SetPace(Pace::Paused));
        self.stop_over_the_ocean(CargoKind::KmsRequest);
        self.perform(Command::NextEvent);
        self.pass_by(Span::millis_f64(22.0));
    }

    /// Steady traffic, watched for a while.
    fn traffic(&mut self) {
        self.pass(60);
        self.perform(Command::ShowTraffic(true));
        self.click("Start traffic");
        for second in 0..45 {
            if second == 20 {
                self.perform(Command::SetDark(self.primary, true));
            }
            if second == 32 {
                self.perform(Command::SetDark(self.primary, false));
            }
            self.pass(1);
        }
        // What was written at the full second is on its way.
        self.pass_by(Span::millis_f64(35.0));
    }

    /// Lets some seconds pass.
    fn pass(&mut self, seconds: i64) {
        self.pass_by(Span::seconds(seconds));
    }

    fn pass_by(&mut self, span: Span) {
        let until = self.harness.state().desk().world().now() + span;
        self.perform(Command::AdvanceTo(until));
    }
}

/// All of them.
pub(super) const SCENES: &[Scene] = &[
    Scene { name: "data-flow", stage: |it| it.perform(Command::Open(Workspace::DataFlow)) },
    Scene { name: "data-flow-in-flight", stage: Shooting::send },
    Scene {
        name: "data-flow-object-storage",
        stage: |it| {
            it.run("Object storage");
            it.stop_over_the_ocean(CargoKind::DataInTransit);
        },
    },
    Scene { name: "data-flow-routed-call", stage: Shooting::routed },
    Scene {
        name: "data-flow-back-in-time",
        stage: |it| {
            it.run("Client-side envelope");
            it.finish();
            for _ in 0..3 {
                it.click("Previous step");
            }
        },
    },
    Scene {
        name: "data-flow-dark-region",
        stage: |it| {
            it.pass(60);
            it.run("Global table");
            it.finish();
            it.perform(Command::SetDark(it.primary, true));
            it.choose("Written in", "eu-west-1");
            it.click("Run");
            it.perform(Command::SetPace(Pace::Paused));
            it.stop_over_the_ocean(CargoKind::TableItem);
        },
    },
    Scene { name: "traffic", stage: Shooting::traffic },
];
