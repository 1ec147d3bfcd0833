//! The harness that all window tests share.

use std::{
    collections::VecDeque,
    path::PathBuf,
    sync::{Arc, Mutex, mpsc::Sender},
    thread,
    time::{Duration, Instant},
};

use egui_kittest::{Harness, kittest::Queryable as _};
use mrk_console::{
    gui::{
        app::{App, StartOptions},
        command::Command,
        desk::Pace,
        files::{FileDialogs, FileQuestion, SettingsFile},
    },
    workloads::Stage,
};

/// File dialogs that answer from a list, and remember what they were asked.
#[derive(Clone, Default)]
pub struct Answers {
    pub paths: Arc<Mutex<VecDeque<Option<PathBuf>>>>,
    pub questions: Arc<Mutex<Vec<FileQuestion>>>,
}

impl Answers {
    pub fn with(paths: impl IntoIterator<Item = PathBuf>) -> Self {
        let answers = Self::default();
        answers.paths.lock().expect("not poisoned").extend(paths.into_iter().map(Some));
        answers
    }
}

impl FileDialogs for Answers {
    fn ask(&self, question: FileQuestion, answer: Sender<Option<PathBuf>>, wake: egui::Context) {
        self.questions.lock().expect("not poisoned").push(question);
        let path = self.paths.lock().expect("not poisoned").pop_front();
        answer.send(path.expect("the test has an answer for this question")).expect("the window waits");
        wake.request_repaint();
    }
}

/// Seconds of life in a frame.
pub const STEP: f32 = 1.0 / 50.0;

pub type Window = Harness<'static, App>;

/// The app with an empty world and a paused clock.
pub fn window() -> Window {
    window_with(Answers::default(), SettingsFile::default(), None)
}

/// The app with the demo world and a paused clock.
pub fn demo_window() -> Window {
    let mut window = window();
    window.state_mut().show_stage(demo());
    window.run_steps(2);
    window
}

pub fn demo() -> Stage {
    mrk_console::workloads::demo::stage().expect("the demo world")
}

pub fn window_with(answers: Answers, settings: SettingsFile, path: Option<PathBuf>) -> Window {
    let mut window =
        Harness::builder().with_size([1440.0, 900.0]).with_max_steps(40).with_step_dt(STEP).build_eframe(
            |creation| {
                let options = StartOptions { path, zoom: None, settings, dialogs: Box::new(answers) };
                App::new(&creation.egui_ctx, options)
            },
        );
    perform(&mut window, Command::SetPace(Pace::Paused));
    window
}

pub fn perform(window: &mut Window, command: Command) {
    window.state_mut().perform(command);
    window.run_steps(2);
}

/// Draws frames until `done`, which work beside the window brings about.
pub fn wait_until(window: &mut Window, what: &str, mut done: impl FnMut(&Window) -> bool) {
    let begin = Instant::now();
    loop {
        window.step();
        if done(window) {
            return;
        }
        assert!(begin.elapsed() < Duration::from_secs(60), "waited in vain: {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// Whether something in the window has this name.
pub fn shows(window: &Window, label: &str) -> bool {
    window.query_all_by_label(label).next().is_some()
}

/// Whether something in the window has this in its name.
pub fn shows_containing(window: &Window, part: &str) -> bool {
    window.query_all_by_label_contains(part).next().is_some()
}

/// Clicks what has this name and is no mere text: headings share the names of some controls.
pub fn click(window: &mut Window, label: &str) -> egui::Pos2 {
    let named = |node: &egui_kittest::kittest::AccessKitNode<'_>| node.label().is_some_and(|it| it == label);
    let found = window.query_all_by(|node| named(node) && node.role() != egui::Role::Label).next();
    let target = found.unwrap_or_else(|| panic!("there is nothing to click that is named {label}"));
    let center = target.rect().center();
    target.click();
    window.run_steps(4);
    center
}
