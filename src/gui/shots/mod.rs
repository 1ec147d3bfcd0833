//! Pictures of the window without a display: the real app in a headless harness, drawn by whatever Vulkan or OpenGL
//! driver there is, a software one for choice.
//!
//! | file | its one job |
//! | --- | --- |
//! | `scenes` | what each picture shows, and how the window gets there |
//! | `flow_scenes`, `compare_scenes` | the same of the Data flow, and of Compare |

mod compare_scenes;
mod flow_scenes;
mod scenes;

use std::{fs, panic, path::Path};

use egui_kittest::Harness;
use image::RgbaImage;

use self::scenes::{Scene, Shooting};
use super::{
    app::{App, StartOptions},
    command::Command,
    desk::{Pace, Selected},
    files::{NoDialogs, SettingsFile},
};
use crate::workloads::demo;

/// The themes that every scene is drawn in.
const THEMES: [&str; 2] = ["dark", "light"];

/// How large a window is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Canvas {
    /// Points of the screen.
    pub size: [f32; 2],
    /// The scale.
    pub zoom: f32,
}

impl Canvas {
    /// That of the pictures in `screenshots/`.
    pub const USUAL: Self = Self { size: [1440.0, 900.0], zoom: 1.0 };
}

fn app(creation: &eframe::CreationContext<'_>, zoom: f32) -> App {
    let options = StartOptions {
        path: None,
        zoom: Some(zoom),
        settings: SettingsFile::default(),
        dialogs: Box::new(NoDialogs),
    };
    App::new(&creation.egui_ctx, options)
}

/// A window that can be drawn.
fn drawable(canvas: Canvas) -> Result<Harness<'static, App>, String> {
    // The harness panics where there is no driver; what it says is for programmers, so it is put in plain words.
    let build = move || {
        Harness::builder().with_size(canvas.size).wgpu().build_eframe(|creation| app(creation, canvas.zoom))
    };
    let quiet = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let built = panic::catch_unwind(build);
    panic::set_hook(quiet);
    built.map_err(|_| {
        "no graphics driver was found to draw with; on Debian and Ubuntu install mesa-vulkan-drivers"
            .to_owned()
    })
}

/// Puts the demo world into a window, with the key selected that most scenes are about.
fn start(mut harness: Harness<'static, App>) -> Result<Shooting, String> {
    let stage = demo::stage().map_err(|error| error.to_string())?;
    let us = stage.world.regions().first().copied().ok_or("the demo world has no Region")?;
    let store = stage.world.store();
    let key = store
        .aliases_in(us)
        .find(|(_, name, _)| name.short() == "global-encrypt")
        .map(|(_, _, alias)| alias.target.clone())
        .ok_or("the demo world has no global-encrypt")?;
    harness.state_mut().show_stage(stage);
    let mut shooting = Shooting { harness, key, primary: us };
    shooting.perform(Command::SetPace(Pace::Paused));
    shooting.perform(Command::Select(Some(Selected { key: shooting.key.clone(), region: us })));
    Ok(shooting)
}

fn all_scenes() -> impl Iterator<Item = &'static Scene> {
    scenes::SCENES.iter().chain(flow_scenes::SCENES).chain(compare_scenes::SCENES)
}

/// The names of all scenes.
pub fn scenes() -> impl Iterator<Item = &'static str> {
    all_scenes().map(|scene| scene.name)
}

/// The names of all pictures: every scene in both themes.
pub fn names() -> impl Iterator<Item = String> {
    scenes().flat_map(|scene| THEMES.map(|theme| format!("{scene}-{theme}")))
}

fn scene(name: &str) -> Result<&'static Scene, String> {
    all_scenes().find(|it| it.name == name).ok_or_else(|| format!("there is no scene named {name}"))
}

/// The window of a scene, without a driver to draw it with; nothing fades in it.
///
/// # Errors
/// If there is no scene of the name.
pub fn stage(name: &str, canvas: Canvas) -> Result<Harness<'static, App>, String> {
    let scene = scene(name)?;
    let harness =
        Harness::builder().with_size(canvas.size).build_eframe(|creation| app(creation, canvas.zoom));
    let mut shooting = start(harness)?;
    shooting.perform(Command::SetReducedMotion(true));
    (scene.stage)(&mut shooting);
    shooting.harness.remove_cursor();
    shooting.settle();
    Ok(shooting.harness)
}

/// Draws the picture of this name.
///
/// # Errors
/// If there is no picture of the name, or no driver to draw with.
pub fn draw(name: &str, canvas: Canvas) -> Result<RgbaImage, String> {
    let of_theme = |theme: &str| name.strip_suffix(theme).and_then(|it| it.strip_suffix('-'));
    let bare = THEMES.into_iter().find_map(of_theme).unwrap_or(name);
    let scene = scene(bare)?;
    let mut shooting = start(drawable(canvas)?)?;
    if name.ends_with("-light") {
        shooting.perform(Command::ToggleTheme);
    }
    (scene.stage)(&mut shooting);
    shooting.harness.remove_cursor();
    shooting.settle();
    shooting.harness.render()
}

/// Draws every picture whose name begins with `only` into `folder`; answers how many there are.
///
/// # Errors
/// If there is no driver to draw with, or the folder cannot be written.
pub fn draw_all(folder: &Path, canvas: Canvas, only: &str) -> Result<usize, String> {
    fs::create_dir_all(folder).map_err(|error| format!("{} could not be made: {error}", folder.display()))?;
    let mut count = 0;
    for name in names().filter(|name| name.starts_with(only)) {
        let path = folder.join(format!("{name}.png"));
        draw(&name, canvas)?
            .save(&path)
            .map_err(|error| format!("{} could not be written: {error}", path.display()))?;
        count += 1;
    }
    Ok(count)
}
