//! The Shell workspace: a terminal in which `aws kms …` is typed to this world.
//!
//! | file | its one job |
//! | --- | --- |
//! | `transcript` | what was printed, and how it is drawn |
//! | `input` | the line that is typed: history, completion, running it |
//! | `held` | keys in their order, though several came within one frame |
//! | `side` | the folder of the shell, and examples |
//! | `service` | what the shell's commands reach: the shared stage |
//!
//! A text runs on a thread of its own, which owns the shell for as long as that takes.

mod held;
mod input;
mod service;
mod side;
mod transcript;

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
    mpsc::{Receiver, channel},
};

use egui::{Frame, Margin, Panel, Ui};

pub use self::service::StageService;
use self::{input::Input, transcript::Transcript};
use super::{
    command::Command,
    desk::Desk,
    theme::{space, tokens},
};
use crate::{
    awscli::{Folder, Known, Printed, Shell},
    kms::Region,
};

/// The width of the panel with files and examples.
const SIDE: f32 = 288.0;

/// A text under way.
struct Running {
    interrupt: Arc<AtomicBool>,
    printed: Receiver<Printed>,
}

/// The Shell workspace.
#[derive(Default)]
pub struct TerminalView {
    /// None while a text runs, and before the first frame.
    shell: Option<Shell>,
    /// What the shell's folder was when it was last here.
    folder: Folder,
    /// The Region where none is named.
    region: Option<Region>,
    transcript: Transcript,
    input: Input,
    running: Option<Running>,
    /// The file that is looked into.
    viewed: Option<String>,
}

/// What runs a text: the shell, where it prints, and what stops it.
pub struct Start {
    /// The shell.
    pub shell: Shell,
    /// Where it prints.
    pub print: std::sync::mpsc::Sender<Printed>,
    /// What stops it.
    pub interrupt: Arc<AtomicBool>,
}

impl TerminalView {
    /// Takes the shell to run a text; nothing while another text runs.
    pub fn start(&mut self, desk: &Desk, text: &str) -> Option<Start> {
        let region = self.region(desk)?;
        self.collect();
        let shell = self.shell.take().or_else(|| self.running.is_none().then(|| Shell::new(region)))?;
        self.transcript.prompt(&desk.acting, shell.default_region(), text);
        let (print, printed) = channel();
        let interrupt = Arc::new(AtomicBool::new(false));
        self.running = Some(Running { interrupt: Arc::clone(&interrupt), printed });
        Some(Start { shell, print, interrupt })
    }

    /// Takes the shell back.
    pub fn ended(&mut self, shell: Shell) {
        self.collect();
        self.running = None;
        self.folder = shell.folder().clone();
        self.region = Some(shell.default_region());
        self.input.focus();
        self.shell = Some(shell);
    }

    /// Asks what runs to stop.
    pub fn interrupt(&mut self) {
        self.collect();
        if let Some(running) = &self.running
            && !running.interrupt.swap(true, Ordering::Relaxed)
        {
            self.transcript.add(Printed::Error("^C\n".to_owned()));
        }
    }

    /// Gives the input the keyboard.
    pub fn focus(&mut self) {
        self.input.focus();
    }

    /// Puts a text into the input.
    pub fn put(&mut self, text: String) {
        self.input.put(text);
    }

    /// The file of this name in the shell's folder.
    pub fn file(&self, name: &str) -> Option<Arc<[u8]>> {
        self.folder.read(name)
    }

    /// Copies a file into the shell's folder.
    ///
    /// # Errors
    /// Why it cannot be kept there.
    pub fn import(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), String> {
        let shell = self.shell.as_mut().ok_or("the shell is at work; try again when it is done")?;
        shell.folder_mut().write(name, bytes).map_err(|error| error.to_string())?;
        self.folder = shell.folder().clone();
        Ok(())
    }

    /// Removes a file of the shell's folder.
    pub fn remove(&mut self, name: &str) {
        if let Some(shell) = &mut self.shell {
            shell.folder_mut().remove(name);
            self.folder = shell.folder().clone();
        }
    }

    /// Where commands go that name no Region.
    fn region(&self, desk: &Desk) -> Option<Region> {
        self.region.or_else(|| desk.world().regions().first().copied())
    }

    /// Takes over what was printed since the last time.
    fn collect(&mut self) {
        if let Some(running) = &self.running {
            for piece in running.printed.try_iter() {
                self.transcript.add(piece);
            }
        }
    }

    /// Draws the workspace.
    pub fn ui(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        self.collect();
        let Some(region) = self.region(desk) else { return };
        if self.shell.is_none() && self.running.is_none() {
            self.shell = Some(Shell::new(region));
        }
        let side = Frame::new().fill(tokens(ui).panel).inner_margin(Margin::same(space::L as i8));
        Panel::right("shell side").exact_size(SIDE).resizable(false).frame(side).show(ui, |ui| {
            side::show(ui, self, desk, region, commands);
        });
        let frame = Frame::new().fill(tokens(ui).canvas).inner_margin(Margin::symmetric(16, 12));
        let busy = self.running.is_some();
        Panel::bottom("shell input").resizable(false).frame(frame).show(ui, |ui| {
            let known = || known(desk);
            self.input.ui(
                ui,
                desk,
                region,
                self.shell.as_ref(),
                busy,
                &known,
                &mut self.transcript,
                commands,
            );
        });
        let frame = Frame::new().fill(tokens(ui).canvas).inner_margin(Margin {
            left: 16,
            right: 8,
            top: 12,
            bottom: 0,
        });
        egui::CentralPanel::default().frame(frame).show(ui, |ui| self.transcript.ui(ui));
    }

    /// Has commands go to another Region where they name none.
    fn choose_region(&mut self, region: Region) {
        self.region = Some(region);
        if let Some(shell) = &mut self.shell {
            shell.set_default_region(region);
        }
    }
}

/// What of the world can be named in a command.
fn known(desk: &Desk) -> Known {
    /// Enough to choose from; a list of all keys of a large world helps nobody.
    const MOST: usize = 200;
    let world = desk.world();
    let mut keys = Vec::new();
    for region in world.regions() {
        for (_, name, alias) in world.store().aliases_in(*region).take(MOST) {
            keys.push((name.to_string(), format!("alias in {region}, of {}", alias.target)));
        }
        for id in world.store().keys_in(*region).take(MOST) {
            keys.push((id.to_string(), format!("key in {region}")));
        }
    }
    keys.sort();
    keys.dedup_by(|one, other| one.0 == other.0);
    Known {
        regions: world.regions().to_vec(),
        keys,
        profiles: world.principals().iter().map(|it| it.name.clone()).collect(),
    }
}
