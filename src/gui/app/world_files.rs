//! The open world and its file: new, open, save, autosave, and the questions before something would be lost.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
};

use egui::{
    Context, ViewportCommand,
    text::{CCursor, CCursorRange},
};

use super::{App, Outcome, SEED};
use crate::{
    files::{read_stage, write_file, write_stage},
    gui::{
        desk::Workspace,
        files::{Autosave, FileKind, FileQuestion, Recovered, typed_path},
        theme::{body, mono, subdued},
        widgets::{Dialog, DialogOutcome, TextField, Tone},
    },
    workloads::{Stage, demo},
};

/// Seconds of life between two autosaves.
const AUTOSAVE_EVERY: f64 = 30.0;
/// An answer of the system's dialog that comes this quickly, in seconds, comes from a system without one: no person
/// reads a dialog and cancels it in that time.
const NO_DIALOG_WITHIN: f64 = 0.7;

/// What is to be done once unsaved changes are out of the way.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum AfterQuestion {
    NewWorld,
    Demo,
    ChooseFile,
    Open(PathBuf),
    Close,
}

/// A file that was asked for.
pub(super) struct PendingFile {
    kind: FileKind,
    answer: mpsc::Receiver<Option<PathBuf>>,
    /// What is to be written to it, if that is not the world.
    bytes: Option<Arc<[u8]>>,
    /// What is to be done when the world is saved.
    after: Option<AfterQuestion>,
    asked: f64,
    /// A name to begin with.
    name: String,
    /// The path that is typed, where the system has no dialog.
    typed: Option<TypedPath>,
}

/// A path that a person types.
struct TypedPath {
    text: String,
    /// Whether the field has had the keyboard's focus.
    focused: bool,
}

/// The autosave of the open world.
#[derive(Default)]
pub(super) struct Autosaved {
    /// The autosave that this session wrote or recovered, and so may remove.
    own: Option<Autosave>,
    version: u64,
    last: f64,
    /// What to do after the save that is under way.
    pub after_save: Option<AfterQuestion>,
    running: bool,
}

impl App {
    fn time(&self) -> f64 {
        self.ctx.input(|input| input.time)
    }

    fn autosave(&self) -> Option<Autosave> {
        Autosave::of(self.desk.path.as_deref(), self.settings_file.folder())
    }

    pub(super) fn look_for_autosave(&mut self, path: Option<&Path>) {
        let autosave = Autosave::of(path, self.settings_file.folder());
        self.recovery = autosave.and_then(|autosave| autosave.find(path));
    }

    // Opening

    pub(super) fn leave_world_for(&mut self, next: AfterQuestion) {
        self.go_home();
        if self.desk.unsaved { self.question = Some(next) } else { self.go_on_to(next) }
    }

    fn go_on_to(&mut self, next: AfterQuestion) {
        match next {
            AfterQuestion::NewWorld => self.show_new(Stage::new(SEED)),
            AfterQuestion::Demo => match demo::stage() {
                Ok(stage) => self.show_new(stage),
                Err(error) => self.toast_error(&error),
            },
            AfterQuestion::ChooseFile => self.ask_for_file(FileKind::OpenWorld, String::new(), None),
            AfterQuestion::Open(path) => self.read_world(path),
            AfterQuestion::Close => {
                self.forget_autosave();
                self.may_close = true;
                self.ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    pub(super) fn show_new(&mut self, stage: Stage) {
        self.forget_autosave();
        self.desk.path = None;
        self.desk.workspace = Workspace::Regions;
        self.show_stage(stage);
        self.autosaved = Autosaved::default();
        self.set_title();
    }

    /// Removes the autosave of the open world, if this session made it: another may be somebody's unsaved work.
    fn forget_autosave(&mut self) {
        if let Some(autosave) = self.autosaved.own.take() {
            autosave.remove();
        }
    }

    pub(super) fn read_world(&mut self, path: PathBuf) {
        self.read_world_from(path.clone(), path, None);
    }

    fn read_world_from(&mut self, from: PathBuf, path: PathBuf, recovered: Option<Recovered>) {
        self.start_job(format!("Opening {}", from.display()), move |_| {
            let result = read_stage(&from).map(Box::new).map_err(|error| error.to_string());
            Outcome::Read(path, recovered, result)
        });
    }

    pub(super) fn world_was_read(
        &mut self,
        path: PathBuf,
        recovered: Option<Recovered>,
        result: Result<Box<Stage>, String>,
    ) {
        match result {
            Ok(stage) => {
                self.forget_autosave();
                self.desk.path = match &recovered {
                    Some(recovered) => recovered.file.clone(),
                    None => Some(path.clone()),
                };
                self.desk.workspace = Workspace::Regions;
                self.show_stage(*stage);
                self.autosaved = Autosaved::default();
                if let Some(recovered) = recovered {
                    self.autosaved.own = Some(Autosave::at(recovered.autosave));
                    self.saved_version = None; // what was recovered is in no file yet
                    self.refresh();
                    self.toast(Tone::Ok, "Recovered", "Save the world to keep what was recovered.");
                } else {
                    self.remember(&path);
                    self.toast(Tone::Ok, "Opened", path.display().to_string());
                }
                self.set_title();
            }
            Err(problem) => self.toast(Tone::Error, "The file was not opened", problem),
        }
    }

    fn remember(&mut self, path: &Path) {
        self.settings.remember(path);
        self.settings_file.write(&self.settings);
        self.refresh();
    }

    // Saving

    pub(super) fn save_world(&mut self, after: Option<AfterQuestion>) {
        match self.desk.path.clone() {
            Some(path) => self.write_world(path, after),
            None => self.save_world_as(after),
        }
    }

    pub(super) fn save_world_as(&mut self, after: Option<AfterQuestion>) {
        let path = self.desk.path.as_deref().and_then(Path::file_name);
        let name = path.map_or_else(|| "world.ron".to_owned(), |name| name.to_string_lossy().into_owned());
        self.ask_for_file(FileKind::SaveWorld, name, None);
        if let Some(pending) = &mut self.pending_file {
            pending.after = after;
        }
    }

    fn write_world(&mut self, path: PathBuf, after: Option<AfterQuestion>) {
        self.autosaved.after_save = after;
        let of = self.shared.clone();
        let stage = of.lock().clone();
        let version = stage.world.version();
        self.start_job(format!("Saving {}", path.display()), move |_| {
            let result = write_stage(&path, &stage).map_err(|error| error.to_string());
            Outcome::Written { of, path, version, result }
        });
    }

    pub(super) fn world_was_written(
        &mut self,
        is_open: bool,
        path: PathBuf,
        version: u64,
        result: Result<(), String>,
    ) {
        let after = self.autosaved.after_save.take();
        match result {
            Ok(()) if !is_open => self.toast(Tone::Ok, "Saved", path.display().to_string()),
            Ok(()) => {
                self.saved_version = Some(version);
                self.desk.path = Some(path.clone());
                self.forget_autosave();
                self.remember(&path);
                self.set_title();
                self.toast(Tone::Ok, "Saved", path.display().to_string());
                if let Some(after) = after {
                    self.go_on_to(after);
                }
            }
            Err(problem) => self.toast(Tone::Error, "Not saved", problem),
        }
    }

    pub(super) fn autosave_now_and_then(&mut self, ctx: &Context) {
        let version = self.desk.world().version();
        if !self.desk.unsaved || version == self.autosaved.version || self.autosaved.running {
            return;
        }
        let wait = self.autosaved.last + AUTOSAVE_EVERY - self.time();
        if wait > 0.0 {
            ctx.request_repaint_after_secs(wait as f32);
            return;
        }
        let Some(autosave) = self.autosave() else { return };
        self.autosaved.own = Some(autosave.clone());
        self.autosaved.last = self.time();
        self.autosaved.version = version;
        self.autosaved.running = true;
        let stage = self.shared.lock().clone();
        self.start_job("Autosaving".to_owned(), move |_| {
            Outcome::Autosaved(autosave.write(&stage).map_err(|error| error.to_string()))
        });
    }

    pub(super) fn was_autosaved(&mut self, result: Result<(), String>) {
        self.autosaved.running = false;
        match result {
            // It was saved or given up while the autosave was written.
            Ok(()) if !self.desk.unsaved => self.forget_autosave(),
            Ok(()) => {}
            Err(problem) => self.toast(Tone::Warn, "The autosave failed", problem),
        }
    }

    pub(super) fn set_title(&self) {
        let name = self.desk.path.as_deref().and_then(Path::file_name).map(|name| name.to_string_lossy());
        let title = name.map_or_else(|| "MRK Console".to_owned(), |name| format!("{name} — MRK Console"));
        self.ctx.send_viewport_cmd(ViewportCommand::Title(title));
    }

    // Asking for files

    pub(super) fn ask_for_file(&mut self, kind: FileKind, name: String, bytes: Option<Arc<[u8]>>) {
        let (sender, answer) = mpsc::channel();
        self.dialogs.ask(FileQuestion { kind, name: name.clone() }, sender, self.ctx.clone());
        let asked = self.time();
        self.pending_file = Some(PendingFile { kind, answer, bytes, after: None, asked, name, typed: None });
    }

    pub(super) fn collect_chosen_files(&mut self) {
        let now = self.time();
        let Some(pending) = &mut self.pending_file else { return };
        if pending.typed.is_some() {
            return;
        }
        let typed = TypedPath { text: pending.name.clone(), focused: false };
        match pending.answer.try_recv() {
            Ok(Some(path)) => self.file_was_chosen(path),
            // A system without file dialogs answers at once, and as if the person had cancelled.
            Ok(None) if now - pending.asked < NO_DIALOG_WITHIN => pending.typed = Some(typed),
            Ok(None) => self.pending_file = None,
            Err(mpsc::TryRecvError::Disconnected) => pending.typed = Some(typed),
            Err(mpsc::TryRecvError::Empty) => {}
        }
    }

    fn file_was_chosen(&mut self, path: PathBuf) {
        let Some(pending) = self.pending_file.take() else { return };
        match (pending.kind, pending.bytes) {
            (FileKind::OpenWorld, _) => self.read_world(path),
            (FileKind::SaveWorld, _) => self.write_world(with_extension(path), pending.after),
            (FileKind::SendFile, _) => self.flow.choose_file(path),
            (FileKind::ImportIntoShell, _) => self.import_into_shell(path),
            (FileKind::KeyMaterial, _) => self.read_material(path),
            (FileKind::OpenCiphertext, _) => self.read_ciphertext(path),
            // All others ask where to save some bytes.
            (_, Some(bytes)) => {
                self.start_job(format!("Saving {}", path.display()), move |_| {
                    let result = write_file(&path, &bytes).map_err(|error| error.to_string());
                    Outcome::Exported(path, result)
                });
            }
            (_, None) => {}
        }
    }

    /// A world that is dropped on the window is opened; anything else is taken to be sent, or as a ciphertext while the form
    /// for these is open.
    pub(super) fn take_dropped_files(&mut self, ctx: &Context) {
        let dropped = ctx.input(|input| input.raw.dropped_files.clone());
        for path in dropped.into_iter().map(|file| file.path().to_owned()) {
            if path.extension().is_some_and(|extension| extension == "ron") {
                self.leave_world_for(AfterQuestion::Open(path));
            } else if self.desk.workspace == Workspace::DataFlow && self.flow.takes_ciphertexts() {
                self.read_ciphertext(path);
            } else {
                self.desk.workspace = Workspace::DataFlow;
                self.flow.choose_file(path);
            }
        }
    }

    // Questions

    pub(super) fn guard_the_close(&mut self, ctx: &Context) {
        if !ctx.input(|input| input.viewport().close_requested()) {
            return;
        }
        self.go_home();
        if self.desk.unsaved && !self.may_close {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.question = Some(AfterQuestion::Close);
        } else {
            self.forget_autosave();
        }
    }

    /// Draws the questions that are open.
    pub(super) fn ask_about_files(&mut self, ctx: &Context) {
        self.ask_about_recovery(ctx);
        self.ask_about_unsaved_changes(ctx);
        self.ask_for_a_path(ctx);
    }

    pub(super) fn is_asking_for_a_path(&self) -> bool {
        self.pending_file.as_ref().is_some_and(|pending| pending.typed.is_some())
    }

    fn ask_about_recovery(&mut self, ctx: &Context) {
        let Some(recovered) = self.recovery.clone() else { return };
        let outcome =
            Dialog::new("Recover unsaved work?", "Recover").cancel_text("Discard").show(ctx, |ui| {
                ui.label(body("The last session ended without saving. Its autosave is still there:"));
                ui.label(mono(recovered.autosave.display().to_string()));
            });
        match outcome {
            DialogOutcome::Open => {}
            DialogOutcome::Confirmed => {
                self.recovery = None;
                let path = recovered.file.clone().unwrap_or_else(|| recovered.autosave.clone());
                self.read_world_from(recovered.autosave.clone(), path, Some(recovered));
            }
            DialogOutcome::Cancelled | DialogOutcome::Alternative => {
                self.recovery = None;
                let _ = std::fs::remove_file(&recovered.autosave); // the person gave it up
            }
        }
    }

    fn ask_about_unsaved_changes(&mut self, ctx: &Context) {
        let Some(next) = self.question.clone() else { return };
        let name = self.desk.path.as_deref().and_then(Path::file_name);
        let name = name.map_or_else(|| "This world".to_owned(), |name| name.to_string_lossy().into_owned());
        let outcome = Dialog::new("Save changes?", "Save").alternative("Don’t save").show(ctx, |ui| {
            ui.label(body(format!("{name} has changes that are in no file yet.")));
            ui.label(subdued("If they are not saved, they are lost."));
        });
        match outcome {
            DialogOutcome::Open => {}
            DialogOutcome::Cancelled => self.question = None,
            DialogOutcome::Confirmed => {
                self.question = None;
                self.save_world(Some(next));
            }
            DialogOutcome::Alternative => {
                self.question = None;
                self.forget_autosave();
                self.go_on_to(next);
            }
        }
    }

    /// Where the system has no file dialog, a path can be typed.
    fn ask_for_a_path(&mut self, ctx: &Context) {
        let Some(pending) = &mut self.pending_file else { return };
        let Some(typed) = &mut pending.typed else { return };
        let confirm = if pending.kind.is_save() { "Save" } else { "Open" };
        let TypedPath { text, focused } = typed;
        let enabled = !text.trim().is_empty();
        let outcome = Dialog::new(pending.kind.title(), confirm)
            .enabled(enabled)
            .why_disabled("Type the path of a file")
            .show(ctx, |ui| {
                ui.label(subdued("This desktop offers no file dialog, so type the path of the file."));
                let field = TextField::new("Path").mono().width(ui.available_width()).show(ui, text);
                if !std::mem::replace(focused, true) {
                    field.request_focus();
                    select_all(ui, field.id, text);
                }
            });
        match outcome {
            DialogOutcome::Open => {}
            DialogOutcome::Confirmed => {
                let path = typed_path(text);
                self.file_was_chosen(path);
            }
            DialogOutcome::Cancelled | DialogOutcome::Alternative => self.pending_file = None,
        }
    }
}

/// Selects the whole text of a field, so that typing replaces it.
fn select_all(ui: &egui::Ui, field: egui::Id, text: &str) {
    let mut state = egui::TextEdit::load_state(ui.ctx(), field).unwrap_or_default();
    let end = CCursor::new(text.chars().count());
    state.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(0), end)));
    state.store(ui.ctx(), field);
}

fn with_extension(path: PathBuf) -> PathBuf {
    if path.extension().is_some() { path } else { path.with_extension("ron") }
}
