//! What a frame costs: the demo world in each workspace, without rasterising.

use egui_kittest::Harness;
use mrk_console::{
    gui::{
        app::{App, StartOptions},
        command::Command,
        desk::{Pace, Selected, Workspace},
        files::{FileDialogs, FileQuestion, SettingsFile},
    },
    workloads::demo,
};

struct NoDialogs;

impl FileDialogs for NoDialogs {
    fn ask(
        &self,
        _question: FileQuestion,
        _answer: std::sync::mpsc::Sender<Option<std::path::PathBuf>>,
        _wake: egui::Context,
    ) {
    }
}

fn window(workspace: Workspace) -> Harness<'static, App> {
    let mut window = Harness::builder().with_size([1440.0, 900.0]).build_eframe(|creation| {
        let options = StartOptions {
            path: None,
            zoom: None,
            settings: SettingsFile::default(),
            dialogs: Box::new(NoDialogs),
        };
        App::new(&creation.egui_ctx, options)
    });
    let stage = demo::stage().expect("the demo world");
    let region = stage.world.regions()[0];
    let key = stage.world.store().keys_in(region).next_back().cloned();
    window.state_mut().show_stage(stage);
    window.state_mut().perform(Command::SetPace(Pace::Paused));
    window.state_mut().perform(Command::Select(key.map(|key| Selected { key, region })));
    window.state_mut().perform(Command::Open(workspace));
    window.run_steps(5);
    window
}

#[divan::bench(args = [Workspace::Regions, Workspace::DataFlow, Workspace::CloudTrail])]
fn frame(bencher: divan::Bencher<'_, '_>, workspace: Workspace) {
    let mut window = window(workspace);
    bencher.bench_local(|| window.step());
}

fn main() {
    divan::main();
}
