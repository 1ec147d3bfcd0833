//! Opening the real window.

use std::path::PathBuf;

use egui::{IconData, ViewportBuilder, vec2};

use super::{
    app::{App, StartOptions},
    files::{SettingsFile, SystemDialogs},
};

pub use eframe::Renderer;

/// Opens the window and returns when it is closed.
///
/// `renderer` of `None` takes the one that suits the system, and the other if that fails: OpenGL on Linux, where it
/// costs a fourth of Vulkan's work on machines without a graphics card, and wgpu elsewhere.
///
/// # Errors
/// If there is no display, or no renderer works; in one line.
pub fn run(path: Option<PathBuf>, renderer: Option<Renderer>, zoom: Option<f32>) -> Result<(), String> {
    if cfg!(target_os = "linux") && !has_display() {
        return Err("there is no display: neither WAYLAND_DISPLAY nor DISPLAY is set".to_owned());
    }
    let order = match renderer {
        Some(renderer) => vec![renderer],
        None if cfg!(target_os = "linux") => vec![Renderer::Glow, Renderer::Wgpu],
        None => vec![Renderer::Wgpu, Renderer::Glow],
    };
    let mut problems = Vec::new();
    for renderer in order {
        match run_with(renderer, path.clone(), zoom) {
            Ok(()) => return Ok(()),
            Err(problem) => problems.push(problem),
        }
    }
    Err(problems.join("; "))
}

fn has_display() -> bool {
    ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

fn run_with(renderer: Renderer, path: Option<PathBuf>, zoom: Option<f32>) -> Result<(), String> {
    let settings = SettingsFile::of_the_user();
    let [width, height] = settings.read().window.unwrap_or([1440.0, 900.0]);
    let viewport = ViewportBuilder::default()
        .with_title("MRK Console")
        .with_app_id("mrk-console")
        .with_inner_size(vec2(width.max(1024.0), height.max(700.0)))
        .with_min_inner_size(vec2(1024.0, 700.0))
        .with_icon(icon());
    let options = eframe::NativeOptions { viewport, renderer, ..Default::default() };
    let start = StartOptions { path, zoom, settings, dialogs: Box::new(SystemDialogs) };
    eframe::run_native(
        "mrk-console",
        options,
        Box::new(|creation| Ok(Box::new(App::new(&creation.egui_ctx, start)))),
    )
    .map_err(|error| one_line(&format!("the window could not be opened with {renderer}: {error}")))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn icon() -> IconData {
    let picture = image::load_from_memory(include_bytes!("../../assets/icon.png"));
    // An icon that cannot be read is left out: the window is worth more than its icon.
    picture.map_or_else(
        |_| IconData::default(),
        |picture| {
            let rgba = picture.to_rgba8();
            IconData { width: rgba.width(), height: rgba.height(), rgba: rgba.into_raw() }
        },
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_icon_can_be_read() {
        assert!(super::icon().width >= 64);
    }
}
