//! Undo and redo: a checkpoint of the whole stage before each action, as clones of a stage share structure.
//!
//! To undo an action takes the world back to the moment before it, clock and trail with it: there is no second way of
//! reversing what KMS does. What others did since then is undone with it, and comes back by redo.

use super::App;
use crate::{
    gui::{
        command::Command,
        desk::Undoable,
        files::FileKind,
        journal::{Done, script},
        widgets::Tone,
    },
    kms::{KeyId, api::Request},
    workloads::Stage,
};

/// How many actions can be undone.
const MOST: usize = 200;

/// What a change of rates is called. Several in a row are one step: a number is dragged through many others.
const RATES: &str = "changing the rates of traffic";

/// An action, with the stage that it is exchanged for.
struct Step {
    done: Done,
    /// Before it, among those that were done; after it, among those that were undone.
    stage: Stage,
}

/// What was done and what was undone, oldest first.
#[derive(Default)]
pub(super) struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl History {
    /// What undo and redo would do now.
    pub fn undoable(&self) -> Undoable {
        let title = |steps: &[Step]| steps.last().map(|step| step.done.title.clone());
        Undoable { undo: title(&self.done), redo: title(&self.undone) }
    }

    /// What was done and not undone, oldest first.
    pub fn done(&self) -> Vec<Done> {
        self.done.iter().map(|step| step.done.clone()).collect()
    }
}

/// A checkpoint at the beginning of an action.
pub(super) struct Checkpoint {
    title: String,
    stage: Stage,
}

impl App {
    /// Sets a checkpoint before a command that changes the world; none before any other.
    pub(super) fn checkpoint(&self, command: &Command) -> Option<Checkpoint> {
        self.title_of(command).map(|title| self.checkpoint_named(title))
    }

    /// Sets a checkpoint before something with this title.
    pub(super) fn checkpoint_named(&self, title: String) -> Checkpoint {
        Checkpoint { title, stage: self.shared.lock().clone() }
    }

    /// Notes what was done since a checkpoint, if it changed anything: a refused request does not.
    pub(super) fn note_step(&mut self, since: Checkpoint) {
        let Checkpoint { title, stage } = since;
        if self.desk.stage.has_the_same_things_as(&stage) {
            return;
        }
        if title == RATES && self.history.done.last().is_some_and(|step| step.done.title == RATES) {
            self.history.undone.clear();
            return;
        }
        let lines = self.desk.last_action.clone();
        let is_creation = lines.iter().any(|line| line.is_creation());
        let made = if is_creation { new_keys(&stage, &self.desk.stage) } else { Vec::new() };
        let done = Done { title, time: stage.world.now(), lines, made };
        if self.history.done.len() == MOST {
            self.history.done.remove(0);
        }
        self.history.done.push(Step { done, stage });
        self.history.undone.clear();
    }

    /// Takes the world back to the moment before the last action.
    pub(super) fn undo(&mut self) {
        if let Some(step) = self.history.done.pop() {
            let title = format!("Undone: {}", step.done.title);
            let step = self.exchange(step, title);
            self.history.undone.push(step);
        }
    }

    /// Brings back what was undone last.
    pub(super) fn redo(&mut self) {
        if let Some(step) = self.history.undone.pop() {
            let title = format!("Done again: {}", step.done.title);
            let step = self.exchange(step, title);
            self.history.done.push(step);
        }
    }

    /// Asks where to save what was done as a script.
    pub(super) fn save_script(&mut self) {
        let text = script(&self.history.done(), &self.desk.acting);
        self.ask_for_file(FileKind::SaveScript, "what-i-did.sh".to_owned(), Some(text.into_bytes().into()));
    }

    /// Puts a step's stage in place of the present one, and the present one into the step.
    fn exchange(&mut self, step: Step, title: String) -> Step {
        let Step { done, stage: other } = step;
        let stage = self.with_stage(|stage| {
            let mut other = other;
            other.world.take_the_place_of(&stage.world);
            std::mem::replace(stage, other)
        });
        self.desk.last_action.clear();
        self.let_somebody_act();
        let clock = format!("The clock shows {}", self.desk.world().now().date_and_time());
        self.toast(Tone::Info, title, clock);
        Step { done, stage }
    }

    /// What a command is called when it is undone; nothing if it changes nothing of the world.
    fn title_of(&self, command: &Command) -> Option<String> {
        Some(match command {
            Command::Call { region, request, .. } => format!("{} in {region}", name(request)),
            Command::CallAll { calls, .. } => {
                let (region, request) = calls.first()?;
                match calls.len() {
                    1 => format!("{} in {region}", name(request)),
                    count if calls.iter().all(|(_, it)| name(it) == name(request)) => {
                        format!("{} × {count}", name(request))
                    }
                    count => format!("{} and {} more", name(request), count - 1),
                }
            }
            Command::CreateKey { region, .. } => format!("CreateKey in {region}"),
            Command::Replicate { requests, .. } => match requests.as_slice() {
                [one] => format!("ReplicateKey to {}", one.replica_region),
                several => format!("ReplicateKey to {} Regions", several.len()),
            },
            Command::AddRegion(region) => format!("adding {region}"),
            Command::RemoveRegion(region) => format!("removing {region}"),
            Command::Send(sending) => format!("sending from {} to {}", sending.source, sending.destination),
            Command::SendOn(_, region) => format!("sending on to {region}"),
            Command::SendCiphertext(sending) => format!("sending a ciphertext to {}", sending.to),
            Command::FlipBit(..) => "sending with a flipped bit".to_owned(),
            Command::SendWithContext(..) => "sending with another context".to_owned(),
            Command::PutPrincipal { was: None, principal, .. } => format!("adding {}", principal.name),
            Command::PutPrincipal { principal, .. } => format!("changing {}", principal.name),
            Command::RemovePrincipal(arn) => format!("removing {arn}"),
            Command::RemoveAccount(account) => format!("removing account {account}"),
            Command::SetDark(region, true) => format!("making {region} dark"),
            Command::SetDark(region, false) => format!("bringing {region} back"),
            Command::StartTraffic(order) => format!("starting traffic under {}", order.name),
            Command::SetTrafficRates(..) => RATES.to_owned(),
            Command::StopTraffic(_) => "stopping traffic".to_owned(),
            Command::RemoveTraffic(_) => "removing traffic".to_owned(),
            Command::NextEvent => "jump to the next event".to_owned(),
            Command::RunWorkload(order) => match order.from() {
                Some(region) => format!("{} from {region}", order.label()),
                None => order.label().to_owned(),
            },
            _ => return None,
        })
    }
}

/// The name of the operation that is asked for.
fn name(request: &Request) -> &'static str {
    request.operation().name()
}

/// The keys that are in `after` alone, in the order of its Regions.
fn new_keys(before: &Stage, after: &Stage) -> Vec<KeyId> {
    let mut made = Vec::new();
    for region in after.world.regions() {
        let known: Vec<&KeyId> = before.world.store().keys_in(*region).collect();
        let new = after.world.store().keys_in(*region).filter(|id| known.binary_search(id).is_err());
        for id in new {
            if !made.contains(id) {
                made.push(id.clone());
            }
        }
    }
    made
}
