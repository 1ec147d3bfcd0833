//! The command line: the window, pictures of it, or the endpoint without it.

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand, ValueEnum};

/// Simulates AWS KMS multi-Region keys so that people can see them
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
#[command(
    after_help = "Examples:\n  mrk-console                 an empty world\n  mrk-console class.ron       a \
                        saved world\n  mrk-console --zoom 1.5      for a projector\n  mrk-console shot \
                        pictures   every workspace as PNG, without a display\n  mrk-console serve           \
                        the endpoint for AWS clients, without a window\n  mrk-console credentials     access keys for them, as \
                        ~/.aws/credentials has them"
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
        /// Width and height of the window in points
        #[arg(long, value_parser = parse_size, default_value = "1440x900")]
        size: [f32; 2],
        /// The scale of the window, 0.5 to 4
        #[arg(long, value_parser = parse_zoom, default_value = "1")]
        zoom: f32,
        /// Only the pictures whose names begin so, as in data-flow
        #[arg(long, default_value = "", hide_default_value = true)]
        only: String,
    },
    /// Answers AWS clients on the loopback address, without a window, until Ctrl+C
    Serve(Serve),
    /// Prints the access keys of a world's principals as an AWS credentials file, a profile each
    Credentials(Credentials),
}

#[derive(clap::Args)]
struct Credentials {
    /// The world; without one, the new world that `serve` begins with
    file: Option<PathBuf>,
    /// Where the randomness of a new world begins, as for `serve`
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[derive(clap::Args)]
struct Serve {
    /// A world to open or begin; it is saved at the end, and every 30 seconds if it has changed
    file: Option<PathBuf>,
    /// The port on 127.0.0.1; 0 takes any that is free
    #[arg(long, default_value_t = 4599)]
    port: u16,
    /// Where the randomness of a new world begins
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How long KMS takes in the background, as to make a replica
    #[arg(long, value_enum, default_value_t = Pace::Instant)]
    transitions: Pace,
    /// Refuse access keys that no principal of the world has; `mrk-console credentials` prints those that they have
    #[arg(long)]
    strict_auth: bool,
}

/// How long background work takes.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Pace {
    /// No time
    Instant,
    /// As long as in AWS: seconds
    Realistic,
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

fn parse_size(text: &str) -> Result<[f32; 2], String> {
    let read =
        |side: &str| side.parse::<u16>().ok().filter(|side| (320..=8192).contains(side)).map(f32::from);
    let sides = text.split_once('x').and_then(|(width, height)| Some([read(width)?, read(height)?]));
    sides.ok_or_else(|| "two numbers of 320 to 8192 are needed, as in 1440x900".to_owned())
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

fn run(arguments: Arguments) -> Result<(), String> {
    match arguments.command {
        Some(Task::Shot { folder, size, zoom, only }) => shoot(&folder, size, zoom, &only),
        Some(Task::Serve(task)) => serve(task),
        Some(Task::Credentials(task)) => print_credentials(&task),
        None => open_window(arguments),
    }
}

#[cfg(feature = "endpoint")]
fn serve(task: Serve) -> Result<(), String> {
    use mrk_console::{
        endpoint::{Headless, serve},
        kms::Transitions,
    };

    let Serve { file, port, seed, transitions, strict_auth } = task;
    let transitions = match transitions {
        Pace::Instant => Transitions::INSTANT,
        Pace::Realistic => Transitions::REALISTIC,
    };
    serve(Headless { file, port, seed, transitions, strict_auth }).map_err(|error| error.to_string())
}

#[cfg(feature = "endpoint")]
fn print_credentials(task: &Credentials) -> Result<(), String> {
    let text = mrk_console::endpoint::credentials(task.file.as_deref(), task.seed);
    print!("{}", text.map_err(|error| error.to_string())?);
    Ok(())
}

#[cfg(not(feature = "endpoint"))]
fn print_credentials(_task: &Credentials) -> Result<(), String> {
    Err("this build has no endpoint; build with the feature `endpoint`".to_owned())
}

#[cfg(not(feature = "endpoint"))]
fn serve(_task: Serve) -> Result<(), String> {
    Err("this build has no endpoint; build with the feature `endpoint`".to_owned())
}

#[cfg(feature = "gui")]
fn shoot(folder: &std::path::Path, size: [f32; 2], zoom: f32, only: &str) -> Result<(), String> {
    use mrk_console::gui::shots::{Canvas, draw_all};

    let count = draw_all(folder, Canvas { size, zoom }, only)?;
    println!("{count} pictures in {}", folder.display());
    Ok(())
}

#[cfg(feature = "gui")]
fn open_window(arguments: Arguments) -> Result<(), String> {
    use mrk_console::gui::window;

    let renderer = match arguments.renderer {
        Renderer::Auto => None,
        Renderer::Glow => Some(window::Renderer::Glow),
        Renderer::Wgpu => Some(window::Renderer::Wgpu),
    };
    window::run(arguments.file, renderer, arguments.zoom)
}

/// What is said where there is no window.
#[cfg(not(feature = "gui"))]
const NO_WINDOW: &str = "this build has no window; build with the feature `gui`";

#[cfg(not(feature = "gui"))]
fn shoot(_folder: &std::path::Path, _size: [f32; 2], _zoom: f32, _only: &str) -> Result<(), String> {
    Err(NO_WINDOW.to_owned())
}

#[cfg(not(feature = "gui"))]
fn open_window(_arguments: Arguments) -> Result<(), String> {
    Err(NO_WINDOW.to_owned())
}
