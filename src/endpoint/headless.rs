//! `mrk-console serve`: an endpoint without a window, from its start to a signal that ends it.

use std::{
    io::{self, Write as _},
    path::{Path, PathBuf},
    time::Duration,
};

use tokio::runtime::Builder;

use super::{Clock, Endpoint, Options, StartError};
use crate::{
    files::{FileError, check_writable, read_stage, write_stage},
    kms::Transitions,
    workloads::{SharedStage, Stage},
};

/// How many events of the trail a server without a window keeps: enough to look back on, in little memory.
const KEPT_EVENTS: usize = 50_000;

/// How often a world that has changed is saved, so that no crash loses more.
const SAVED_EVERY: Duration = Duration::from_secs(30);

/// What a server without a window is started with.
#[derive(Clone, Debug)]
pub struct Headless {
    /// The world to open, and to save at the end; a new one if there is no such file yet.
    pub file: Option<PathBuf>,
    /// The port; 0 for any that is free.
    pub port: u16,
    /// Where a new world's randomness begins.
    pub seed: u64,
    /// How long background work takes.
    pub transitions: Transitions,
    /// Whether unknown access keys are refused.
    pub strict_auth: bool,
}

/// Why serving failed.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The endpoint could not be started.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The world could not be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The system refused.
    #[error("the system refused: {0}")]
    System(#[from] io::Error),
}

/// The access keys of a world's principals as an `~/.aws/credentials` file has them, a profile each: of the world in
/// `file`, or of a new one.
///
/// # Errors
/// If there is no such world.
pub fn credentials(file: Option<&Path>, seed: u64) -> Result<String, FileError> {
    let stage = match file {
        Some(path) => read_stage(path)?,
        None => Stage::new(seed),
    };
    let mut text = String::from("# Simulated credentials of MRK Console, worth nothing anywhere else\n");
    for principal in stage.world.principals().iter() {
        let key = principal.access_key();
        text.push_str(&format!(
            "\n[{}]\naws_access_key_id = {}\naws_secret_access_key = {}\n",
            principal.name, key.id, key.secret
        ));
    }
    Ok(text)
}

/// Serves until SIGINT or SIGTERM (Ctrl+C elsewhere), then saves; a world that changes is saved every half minute, too.
/// Prints one line to standard output when it is ready.
///
/// # Errors
/// If the world cannot be opened or saved, or the port cannot be had.
pub fn serve(headless: Headless) -> Result<(), ServeError> {
    let Headless { file, port, seed, transitions, strict_auth } = headless;
    let mut stage = match &file {
        Some(path) if path.exists() => read_stage(path)?,
        _ => Stage::new(seed),
    };
    stage.world.set_transitions(transitions);
    stage.world.keep_events(KEPT_EVENTS);
    Clock::Machine.bring_up()(&mut stage);
    // Better now than after a day's work.
    if let Some(path) = &file {
        check_writable(path)?;
    }
    let stage = SharedStage::new(stage);
    // Before anybody is served: what the first caller changes is not yet saved.
    let saved = state(&stage);
    // From here on a signal ends the program in order.
    let runtime = Builder::new_current_thread().enable_io().enable_time().build()?;
    let signals = runtime.block_on(async { Signals::new() })?;
    let options = Options { port, strict_auth, clock: Clock::Machine };
    let endpoint = Endpoint::start(stage.clone(), options, || {})?;
    let mut output = io::stdout().lock();
    writeln!(output, "listening on {}", endpoint.url())?;
    output.flush()?;
    runtime.block_on(async {
        tokio::select! {
            ended = signals.received() => ended,
            never = save_every(SAVED_EVERY, file.as_deref(), &stage, saved) => match never {},
        }
    })?;
    drop(endpoint);
    match &file {
        Some(path) => Ok(save(path, &stage)?),
        None => Ok(()),
    }
}

/// What tells one state of a world from another: its version, and the events its trail has had.
type State = (u64, u64);

fn state(stage: &SharedStage) -> State {
    let stage = stage.lock();
    (stage.world.version(), stage.world.trail().made())
}

/// Saves a world whenever it is, at the end of a `period`, no longer as it was `saved`.
async fn save_every(
    period: Duration,
    file: Option<&Path>,
    stage: &SharedStage,
    mut saved: State,
) -> std::convert::Infallible {
    loop {
        tokio::time::sleep(period).await;
        let now = state(stage);
        if let Some(path) = file.filter(|_| now != saved) {
            match save(path, stage) {
                Ok(()) => saved = now,
                // The disk may have room again later; the endpoint goes on.
                Err(error) => {
                    // With nobody to hear it there is nothing to do about it.
                    let _ = writeln!(io::stderr(), "mrk-console: not saved for now: {error}");
                }
            }
        }
    }
}

fn save(path: &Path, stage: &SharedStage) -> Result<(), FileError> {
    let mut stage = stage.lock().clone();
    Clock::Machine.bring_up()(&mut stage);
    write_stage(path, &stage)
}

/// The signals that end the program.
#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn received(mut self) -> io::Result<()> {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
        Ok(())
    }
}

/// The signals that end the program.
#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn received(self) -> io::Result<()> {
        tokio::signal::ctrl_c().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workloads::demo;

    #[test]
    fn what_is_changed_before_the_first_period_is_saved() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("world.ron");
        let stage = SharedStage::new(demo::stage().expect("the demo"));
        let as_begun = state(&stage);
        let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
        let run = |saved, periods: u32| {
            let period = Duration::from_millis(5);
            runtime.block_on(async {
                let saving = save_every(period, Some(&path), &stage, saved);
                let _ = tokio::time::timeout(period * periods, saving).await;
            });
        };
        run(as_begun, 4);
        assert!(!path.exists(), "nothing has changed");
        stage.lock().world.set_throttling(true);
        assert_ne!(state(&stage), as_begun);
        run(as_begun, 40);
        assert!(path.exists(), "what changed before saving began is saved");
    }
}
