//! The app: owns the shared stage and the views, draws a frame, and carries out what the views asked for.
//!
//! A frame runs in three steps that never mix: [`logic`](eframe::App::logic) lets the clock run and collects what work
//! beside the window has brought, [`ui`](eframe::App::ui) draws from the [`Desk`] and gathers [`Command`]s, and then
//! each command is performed, once.

mod calls;
mod ciphertexts;
mod clock;
mod comparing;
mod endpoint;
mod flows;
mod history;
mod loads;
mod news;
mod perform;
mod preferences;
mod principals;
mod sending;
mod slow_calls;
mod terminal;
mod visit;
mod wizards;
mod world_files;

use std::path::PathBuf;

use egui::{Context, Ui};

use self::world_files::{AfterQuestion, PendingFile};
use super::{
    command::Command,
    command_lines::CommandLine,
    compare::CompareView,
    desk::{Counted, Desk, Pace, Workspace},
    files::{FileDialogs, Recovered, Settings, SettingsFile},
    flow::FlowView,
    jobs::Jobs,
    journal::{JournalSheet, Notice},
    palette::Palette,
    principals::PrincipalsView,
    regions::{OpenDialog, RegionsView},
    shell,
    terminal::TerminalView,
    theme,
    trail::TrailView,
    widgets::{Toast, Tone, drop_expired},
    wizard::Wizard,
};
use crate::{
    awscli::Shell,
    kms::{KmsError, api::Blob},
    workloads::{FileToOpen, SharedStage, Stage},
};

/// The seed of a new world. Always the same, so that every new world on every machine has the same key ids.
const SEED: u64 = 1;

/// How many notices are kept.
const MOST_NOTICES: usize = 500;

/// How the window starts.
pub struct StartOptions {
    /// A file to open.
    pub path: Option<PathBuf>,
    /// The zoom factor, if it is not the usual one.
    pub zoom: Option<f32>,
    /// Where settings are kept.
    pub settings: SettingsFile,
    /// Who asks for files.
    pub dialogs: Box<dyn FileDialogs>,
}

/// What comes of work beside the window.
enum Outcome {
    /// Slow calls were answered on this stage; what the window does about it.
    Answered(SharedStage, Box<dyn FnOnce(&mut App) + Send>),
    /// A file was encrypted and sent on this stage, after this call to KMS, or it was not sent.
    Sent(SharedStage, Option<CommandLine>, Result<(), SendError>),
    /// A file's decryption has ended.
    Opened,
    /// A world was read.
    Read(PathBuf, Option<Recovered>, Result<Box<Stage>, String>),
    /// A world was written.
    Written {
        /// The stage that was written.
        of: SharedStage,
        path: PathBuf,
        /// The world's version that was written.
        version: u64,
        result: Result<(), String>,
    },
    /// The autosave was written.
    Autosaved(Result<(), String>),
    /// A file besides the world was written.
    Exported(PathBuf, Result<(), String>),
    /// The shell has come to the end of a text.
    ShellRan(Box<Shell>),
    /// A file with key material was read.
    MaterialRead(PathBuf, Result<Vec<u8>, String>),
    /// The ways were compared, or the comparison was stopped.
    Compared,
    /// A file for the shell's folder was read.
    Imported(PathBuf, Result<Vec<u8>, String>),
    /// A file with a ciphertext was read.
    CiphertextRead(PathBuf, Result<Blob, String>),
}

/// Why a file was not sent.
enum SendError {
    /// KMS refused.
    Kms(KmsError),
    /// The file could not be read or is too large; or the work was stopped.
    File(String),
}

/// The window's app.
pub struct App {
    ctx: Context,
    shared: SharedStage,
    /// What the desk has in hand while the shared stage is changed.
    blank: Stage,
    desk: Desk,
    regions: RegionsView,
    flow: FlowView,
    trail: TrailView,
    compare: CompareView,
    wizard: Option<Wizard>,
    dialog: Option<OpenDialog>,
    jobs: Jobs<Outcome>,
    clock: clock::WallClock,
    settings: Settings,
    settings_file: SettingsFile,
    dialogs: Box<dyn FileDialogs>,
    pending_file: Option<PendingFile>,
    question: Option<AfterQuestion>,
    recovery: Option<Recovered>,
    /// The world's version that is in the file; none if the world is in no file.
    saved_version: Option<u64>,
    autosaved: world_files::Autosaved,
    /// How many happenings have been told.
    heard: u64,
    may_close: bool,
    endpoint: endpoint::EndpointHold,
    terminal: TerminalView,
    principals: PrincipalsView,
    history: history::History,
    /// Where the world was before the shell began what it runs.
    before_shell: Option<history::Checkpoint>,
    journal: Option<JournalSheet>,
    palette: Palette,
    /// The open world, while that of a compared run is visited.
    home: Option<Box<visit::Home>>,
}

impl App {
    /// The app with an empty world, or the file of the options as soon as it is read.
    pub fn new(ctx: &Context, options: StartOptions) -> Self {
        theme::install(ctx);
        let settings = options.settings.read();
        theme::apply(ctx, settings.look, settings.reduced_motion);
        if let Some(zoom) = options.zoom.or(settings.zoom) {
            ctx.set_zoom_factor(zoom);
        }
        let stage = Stage::new(SEED);
        let mut desk = Desk::new(stage.clone());
        desk.recent.clone_from(&settings.recent);
        desk.inspector_width = settings.inspector_width;
        desk.pace = Pace::RealTime;
        let mut app = Self {
            ctx: ctx.clone(),
            shared: SharedStage::new(stage.clone()),
            blank: stage,
            desk,
            regions: RegionsView::default(),
            flow: FlowView::default(),
            trail: TrailView::default(),
            compare: CompareView::default(),
            wizard: None,
            dialog: None,
            jobs: Jobs::default(),
            clock: clock::WallClock::default(),
            settings,
            settings_file: options.settings,
            dialogs: options.dialogs,
            pending_file: None,
            question: None,
            recovery: None,
            saved_version: Some(0),
            autosaved: world_files::Autosaved::default(),
            heard: 0,
            may_close: false,
            endpoint: endpoint::EndpointHold::default(),
            terminal: TerminalView::default(),
            principals: PrincipalsView::default(),
            history: history::History::default(),
            before_shell: None,
            journal: None,
            palette: Palette::default(),
            home: None,
        };
        app.desk.reduced_motion = app.settings.reduced_motion;
        app.look_for_autosave(options.path.as_deref());
        match options.path {
            Some(path) if path.exists() => app.read_world(path),
            // A file that is not there yet is where the new world will be saved.
            path => app.desk.path = path,
        }
        app
    }

    /// What the window knows, for those who watch it from outside.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Puts a stage in place of the one that was open.
    pub fn show_stage(&mut self, stage: Stage) {
        self.put(SharedStage::new(stage));
        self.serve_the_open_world();
        self.refresh();
        self.let_somebody_act();
    }

    /// Puts a shared stage in place of the one that was open, with nothing selected and nothing to undo.
    fn put(&mut self, shared: SharedStage) {
        {
            let world = &shared.lock().world;
            self.saved_version = Some(world.version());
            self.heard = world.happenings().made();
        }
        // Work under way keeps the stage that it was started on, and cannot reach this one.
        self.shared = shared;
        self.home = None;
        self.desk.visiting = None;
        self.desk.last_action.clear();
        self.wizard = None;
        self.dialog = None;
        self.desk.selected = None;
        self.flow = FlowView::default();
        self.trail = TrailView::default();
        self.regions = RegionsView::default();
        self.terminal = TerminalView::default();
        self.principals = PrincipalsView::default();
        self.history = history::History::default();
        self.before_shell = None;
        self.journal = None;
        self.palette.close();
    }

    /// Changes the stage, and the desk's picture of it.
    fn with_stage<R>(&mut self, change: impl FnOnce(&mut Stage) -> R) -> R {
        // What nobody else holds is changed in place: the desk lets go of its clone first, or every node that is touched
        // would be copied.
        self.desk.stage = self.blank.clone();
        let result = change(&mut self.shared.lock());
        self.refresh();
        result
    }

    /// Brings the desk up to the shared stage.
    fn refresh(&mut self) {
        self.desk.stage = self.shared.lock().clone();
        // What is visited is nobody's work.
        self.desk.unsaved = self.home.is_none() && self.saved_version != Some(self.desk.world().version());
        self.desk.work = self.jobs.shown();
        self.desk.endpoint = self.endpoint_state();
        self.desk.recent.clone_from(&self.settings.recent);
        self.desk.undoable = self.history.undoable();
        if self.desk.selected.is_some() && self.desk.selected_member().is_none() {
            self.desk.selected = None;
        }
    }

    fn toast(&mut self, tone: Tone, title: impl Into<String>, detail: impl Into<String>) {
        let stay = if tone == Tone::Error { 12.0 } else { 5.0 };
        let until = self.ctx.input(|input| input.time) + stay;
        let (title, detail) = (title.into(), detail.into());
        let time = self.desk.world().now();
        self.desk.notices.push(Notice { tone, title: title.clone(), detail: detail.clone(), time });
        let surplus = self.desk.notices.len().saturating_sub(MOST_NOTICES);
        self.desk.notices.drain(..surplus);
        self.desk.unread = (self.desk.unread + 1).min(MOST_NOTICES);
        self.desk.toasts.push(Toast::new(tone, title, detail, until));
    }

    fn toast_error(&mut self, error: &KmsError) {
        self.toast(Tone::Error, error.exception.name(), error.message.to_string());
    }

    /// Starts work beside the window; whether the system had a thread for it.
    fn start_job(
        &mut self,
        label: String,
        work: impl FnOnce(&super::jobs::Ticket) -> Outcome + Send + 'static,
    ) -> bool {
        self.start_counted_job(label, Counted::Bytes, work)
    }

    /// Starts work that counts something.
    fn start_counted_job(
        &mut self,
        label: String,
        counted: Counted,
        work: impl FnOnce(&super::jobs::Ticket) -> Outcome + Send + 'static,
    ) -> bool {
        let ctx = self.ctx.clone();
        let started = self.jobs.start(label, counted, &ctx, work);
        if let Err(error) = &started {
            self.toast(
                Tone::Error,
                "This could not be started",
                format!("The system has no thread: {error}"),
            );
        }
        started.is_ok()
    }

    /// Hands files whose data key KMS has opened to threads that decrypt them.
    fn open_files(&mut self) {
        let files: Vec<FileToOpen> = self.shared.lock().take_files_to_open();
        for file in files {
            let name = self.desk.stage.transfer(file.transfer).map_or("a file", |it| &it.name).to_owned();
            let shared = self.shared.clone();
            self.clock.local_work_begins();
            self.start_job(format!("Decrypting {name}"), move |ticket| {
                let answer = file.open(&mut |done, all| ticket.report(done, all));
                shared.lock().file_opened(file.transfer, answer);
                Outcome::Opened
            });
        }
    }

    fn collect_outcomes(&mut self) {
        for outcome in self.jobs.take_ended() {
            match outcome {
                Outcome::Sent(of, asked, result) => {
                    self.clock.local_work_ended();
                    if of.is(&self.shared) {
                        self.file_was_sent(asked, result);
                    }
                }
                Outcome::Answered(of, then) => {
                    self.clock.local_work_ended();
                    if of.is(&self.shared) {
                        self.refresh();
                        then(self);
                    }
                }
                Outcome::Opened => self.clock.local_work_ended(),
                Outcome::Read(path, recovered, result) => self.world_was_read(path, recovered, result),
                Outcome::Written { of, path, version, result } => {
                    let is_open = of.is(&self.shared);
                    self.world_was_written(is_open, path, version, result);
                }
                Outcome::Autosaved(result) => self.was_autosaved(result),
                Outcome::Exported(path, Ok(())) => self.toast(Tone::Ok, "Saved", path.display().to_string()),
                Outcome::Exported(_, Err(problem)) => self.toast(Tone::Error, "Not saved", problem),
                Outcome::Compared => self.compare.ended(),
                Outcome::ShellRan(shell) => self.shell_ran(*shell),
                Outcome::Imported(path, result) => self.file_was_imported(&path, result),
                Outcome::MaterialRead(path, result) => self.material_was_read(&path, result),
                Outcome::CiphertextRead(path, result) => self.flow.take_ciphertext(&path, result),
            }
        }
    }

    /// Whether a dialog stands over the window.
    fn is_asking(&self) -> bool {
        self.dialog.is_some()
            || self.principals.is_asking()
            || self.palette.is_open()
            || self.endpoint.sheet.is_some()
            || self.journal.is_some()
            || self.question.is_some()
            || self.recovery.is_some()
            || self.is_asking_for_a_path()
    }

    fn draw(&mut self, ui: &mut Ui) -> Vec<Command> {
        let mut commands = Vec::new();
        let Self {
            desk,
            regions,
            flow,
            trail,
            compare,
            wizard,
            dialog,
            terminal,
            endpoint,
            principals,
            journal,
            palette,
            ..
        } = self;
        let busy = wizard.is_some();
        shell::top_bar(ui, desk, &mut commands);
        if let Some(way) = &desk.visiting {
            shell::visit_bar(ui, way, &mut commands);
        }
        shell::status_bar(ui, desk, &mut commands);
        shell::rail(ui, desk, &mut commands);
        egui::CentralPanel::default().frame(shell::canvas(ui)).show(ui, |ui| match wizard {
            Some(wizard) if busy && desk.workspace == Workspace::Regions => {
                wizard.ui(ui, desk, &mut commands)
            }
            _ => match desk.workspace {
                Workspace::Regions => regions.ui(ui, desk, &mut commands),
                Workspace::DataFlow => flow.ui(ui, desk, &mut commands),
                Workspace::CloudTrail => trail.ui(ui, desk, &mut commands),
                Workspace::Compare => compare.ui(ui, desk, &mut commands),
                Workspace::Principals => principals.ui(ui, desk, &mut commands),
                Workspace::Shell => terminal.ui(ui, desk, &mut commands),
            },
        });
        if let Some(dialog) = dialog {
            dialog.ui(ui, desk, &mut commands);
        }
        if let Some(sheet) = &mut endpoint.sheet {
            sheet.ui(ui, desk, &mut commands);
        }
        if let Some(sheet) = journal {
            sheet.ui(ui, desk, &mut commands);
        }
        palette.ui(ui, desk, &mut commands);
        commands
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.compare.listen();
        self.collect_outcomes();
        self.collect_chosen_files();
        self.let_the_clock_run(ctx);
        self.open_files();
        self.refresh();
        self.tell_the_news();
        self.look_at_the_endpoint();
        let now = ctx.input(|input| input.time);
        self.flow.listen(&self.desk, now, self.desk.workspace == Workspace::DataFlow);
        self.take_dropped_files(ctx);
        self.guard_the_close(ctx);
        self.autosave_now_and_then(ctx);
        self.note_the_window(ctx);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.settings_file.write(&self.settings);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        // While a question is open, keys belong to it alone.
        let mut commands = if self.is_asking() { Vec::new() } else { shell::shortcuts(ui, &self.desk) };
        commands.extend(self.draw(ui));
        self.ask_about_files(ui.ctx());
        let now = ui.input(|input| input.time);
        drop_expired(ui.ctx(), &mut self.desk.toasts, now);
        for command in commands {
            self.perform(command);
        }
        self.rest_until_something_happens(ui.ctx());
    }
}
