//! The window's hold on the simulated clock: pace, slow motion while something travels, and when to draw again.

use egui::Context;

use super::App;
use crate::{
    gui::{
        desk::{Pace, Workspace},
        repaint::rest,
    },
    kms::{Span, Timestamp},
    workloads::{Flow, Leg, Transfer},
};

/// The longest stretch of life that one frame makes up for: after a sleep the clock does not jump.
const LONGEST_FRAME: f64 = 2.0;

/// How often a frame's stretch of time may change the world, at paces at which things can be followed by eye: some two
/// milliseconds of work on a machine of today. What is more waits for the next frame, so that the clock is late and not
/// the window.
const CHANGES_TO_FOLLOW: u64 = 4000;

/// The same at faster paces, where getting on matters more than smoothness.
const CHANGES_TO_GET_ON: u64 = 20_000;

/// How much of what the last frame showed stays in what is told of the clock's being held back.
const SMOOTHING: f64 = 0.95;

/// Turns the machine's time into the world's.
#[derive(Default)]
pub(super) struct WallClock {
    /// The machine's time at the last frame, in seconds.
    last: Option<f64>,
    /// The pace to return to when nothing travels any more.
    after_slow_motion: Option<Pace>,
    /// Files that are being encrypted or decrypted. The clock waits for them: how long this machine takes is no
    /// simulated time, so the same actions give the same world on every machine.
    local_work: u32,
}

impl WallClock {
    /// A file's encryption or decryption begins.
    pub fn local_work_begins(&mut self) {
        self.local_work += 1;
    }

    /// A file's encryption or decryption has ended.
    pub fn local_work_ended(&mut self) {
        self.local_work = self.local_work.saturating_sub(1);
    }
}

impl App {
    /// Lets as much simulated time pass as the pace says.
    pub(super) fn let_the_clock_run(&mut self, ctx: &Context) {
        let time = ctx.input(|input| input.time);
        let passed =
            self.clock.last.replace(time).map_or(0.0, |last| (time - last).clamp(0.0, LONGEST_FRAME));
        let span = Span::seconds_f64(passed * self.desk.pace.factor());
        if span > Span::ZERO && self.clock.local_work == 0 {
            let changes = if self.desk.pace.factor() > 1.0 { CHANGES_TO_GET_ON } else { CHANGES_TO_FOLLOW };
            let begun = self.desk.world().now();
            self.with_stage(|stage| stage.advance_within(stage.world.now() + span, changes));
            let gone = self.desk.world().now() - begun;
            self.note_share((gone.as_seconds_f64() / span.as_seconds_f64()).clamp(0.0, 1.0));
        } else {
            self.desk.clock_share = 1.0;
        }
        self.end_slow_motion();
    }

    /// Takes note of how much of its time the clock got through in a frame.
    fn note_share(&mut self, share: f64) {
        let smooth = SMOOTHING * self.desk.clock_share + (1.0 - SMOOTHING) * share;
        self.desk.clock_share = if share == 1.0 && smooth > 0.99 { 1.0 } else { smooth };
    }

    /// Changes the pace, as a person wants it.
    pub(super) fn set_pace(&mut self, pace: Pace) {
        self.desk.pace = pace;
        self.clock.after_slow_motion = None;
        self.desk.slowed_down = false;
    }

    /// Slows the clock down so that a packet can be followed; the old pace comes back when it is over.
    pub(super) fn slow_down_to_watch(&mut self) {
        if self.desk.pace != Pace::SlowMotion {
            self.clock.after_slow_motion = Some(self.desk.pace);
            self.desk.pace = Pace::SlowMotion;
            self.desk.slowed_down = true;
        }
    }

    fn end_slow_motion(&mut self) {
        if let Some(pace) = self.clock.after_slow_motion
            && !self.is_sending()
        {
            self.set_pace(pace);
        }
    }

    /// Whether a transfer is under way, or a run that people started: traffic goes on and on, and what waits for a dark
    /// Region may do so for ever.
    fn is_sending(&self) -> bool {
        let stage = &self.desk.stage;
        let (world, now) = (&stage.world, stage.world.now());
        let waits = |place| world.is_dark(place);
        let goes_on = |transfer: &Transfer| match transfer.leg {
            Leg::Encrypting => !waits(transfer.source),
            Leg::Travelling(packet) => world.packet(packet).is_some_and(|it| now < it.arrives),
            Leg::Decrypting => !waits(transfer.destination),
            _ => !transfer.leg.is_over(),
        };
        let runs = |flow: &Flow| {
            let arrived =
                flow.steps.last().and_then(|step| step.motions().next()).filter(|it| it.taken.is_none());
            let waiting = arrived.is_some_and(|it| it.arrives < now && waits(it.to));
            flow.load.is_none() && flow.outcome.is_none() && !waiting
        };
        stage.transfers().any(goes_on) || stage.flows.all().any(runs)
    }

    /// Takes the clock to a moment, and stops it there.
    pub(super) fn advance_to(&mut self, moment: Timestamp) {
        self.set_pace(Pace::Paused);
        self.with_stage(|stage| stage.advance(moment.max(stage.world.now())));
    }

    /// Jumps to the next thing that will happen.
    pub(super) fn jump_to_next_event(&mut self) {
        self.with_stage(|stage| {
            if let Some(next) = stage.world.next_event() {
                stage.advance(next);
            }
        });
    }

    /// Asks for the next frame, if there need be one.
    pub(super) fn rest_until_something_happens(&self, ctx: &Context) {
        let world = self.desk.world();
        let in_view = self.desk.workspace == Workspace::DataFlow;
        let moving = in_view && self.flow.is_moving(&self.desk);
        let next_event = world.next_event().map(|next| next - world.now());
        let held_back = self.desk.clock_share < 1.0;
        if let Some(rest) = rest(self.desk.pace, moving || held_back, next_event) {
            ctx.request_repaint_after(rest);
        }
    }
}
