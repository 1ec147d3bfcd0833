//! The command line: the window, or the pictures of it.

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand, ValueEnum};

/// Simulates AWS KMS multi-Region keys so that people can see them
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
#[command(
    after_help = "Examples:\n  mrk-console                 an empty world\n  mrk-console class.ron       a \
                        saved world\n  mrk-console --zoom 1.5      for a projector\n  mrk-console shot \
                        pictures   every workspace as PNG, without a display"
)]
struct Arguments {
    /// A world to open
    file: Option<PathBuf>,
    /// What draws the window
    #[arg(long, value_enum, default_value_t = Renderer::Auto)]
    renderer: Renderer,
    /// The scale of the window, 0.5 to 4
    #[arg(long, value_parser = parse_zoom)]
    zoom: Option<f32>,
    #[command(subcommand)]
    command: Option<Task>,
}

#[derive(Subcommand)]
enum Task {
    /// Draws every workspace and wizard page of the demo world to PNG files, without a display
    Shot {
        /// The folder for the pictures
        folder: PathBuf,
    },
}

/// What draws the window.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Renderer {
    /// The one that suits the system; the other if it fails
    Auto,
    /// OpenGL
    Glow,
    /// Vulkan, Metal or Direct3D
    Wgpu,
}

fn parse_zoom(text: &str) -> Result<f32, String> {
    match text.parse::<f32>() {
        Ok(zoom) if (0.5..=4.0).contains(&zoom) => Ok(zoom),
        _ => Err("a number from 0.5 to 4 is needed".to_owned()),
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("mrk-console: {problem}");
            ExitCode::from(2)
        }
    }
}

#[cfg(feature = "gui")]
fn run(arguments: Arguments) -> Result<(), String> {
    use mrk_console::gui::{shots, window};

    match arguments.command {
        Some(Task::Shot { folder }) => shots::draw_all(&folder).map(|count| {
            println!("{count} pictures in {}", folder.display());
        }),
        None => {
            let renderer = match arguments.renderer {
                Renderer::Auto => None,
                Renderer::Glow => Some(window::Renderer::Glow),
                Renderer::Wgpu => Some(window::Renderer::Wgpu),
            };
            window::run(arguments.file, renderer, arguments.zoom)
        }
    }
}

#[cfg(not(feature = "gui"))]
fn run(_arguments: Arguments) -> Result<(), String> {
    Err("this build has no window; build with the feature `gui`".to_owned())
}
