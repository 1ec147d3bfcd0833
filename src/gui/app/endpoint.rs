//! The window's hold on the endpoint for AWS clients.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use super::App;
use crate::{
    endpoint::{Clock, Endpoint, Options},
    gui::{connect::EndpointSheet, desk::EndpointState, trail::short_client, widgets::Tone},
};

/// How soon the window shows a call of a client: at most thirty times a second.
const SOON: Duration = Duration::from_millis(33);

/// The endpoint, if it runs, and its sheet, if it is open.
#[derive(Default)]
pub(super) struct EndpointHold {
    running: Option<Endpoint>,
    /// Whether a call has woken the window since the last frame.
    woken: Arc<AtomicBool>,
    problem: Option<String>,
    pub sheet: Option<EndpointSheet>,
    /// Whether a client was welcomed.
    welcomed: bool,
}

impl App {
    /// Starts the endpoint for the world that is open.
    pub(super) fn start_endpoint(&mut self, port: u16, strict: bool) {
        let options = Options { port, strict_auth: strict, clock: Clock::World };
        let (woken, ctx) = (Arc::clone(&self.endpoint.woken), self.ctx.clone());
        let called = move || {
            // One wake-up a frame is enough, however many calls there are.
            if !woken.swap(true, Ordering::Relaxed) {
                ctx.request_repaint_after(SOON);
            }
        };
        match Endpoint::start(self.shared.clone(), options, called) {
            Ok(endpoint) => {
                self.endpoint.problem = None;
                self.endpoint.welcomed = false;
                self.settings.endpoint_port = port;
                self.settings.strict_auth = strict;
                self.settings_file.write(&self.settings);
                self.endpoint.running = Some(endpoint);
            }
            Err(error) => self.endpoint.problem = Some(error.to_string()),
        }
        self.refresh();
    }

    /// Stops the endpoint; answers under way are given by a thread of their own.
    pub(super) fn stop_endpoint(&mut self) {
        if let Some(endpoint) = self.endpoint.running.take() {
            // Without a thread for it, the window waits for the answers.
            let _ =
                thread::Builder::new().name("stopping the endpoint".to_owned()).spawn(move || drop(endpoint));
        }
        self.refresh();
    }

    /// Has the endpoint answer from the world that is open now.
    pub(super) fn serve_the_open_world(&mut self) {
        if let Some(endpoint) = &self.endpoint.running {
            endpoint.serve(self.shared.clone());
        }
    }

    /// What the desk tells of the endpoint.
    pub(super) fn endpoint_state(&self) -> EndpointState {
        let running = self.endpoint.running.as_ref();
        EndpointState {
            url: running.map(Endpoint::url),
            port: self.settings.endpoint_port,
            strict: running.map_or(self.settings.strict_auth, Endpoint::is_strict),
            calls: running.map_or(0, Endpoint::calls),
            refused: running.map_or(0, Endpoint::refused),
            last_refusal: running.and_then(Endpoint::last_refusal),
            problem: self.endpoint.problem.clone(),
        }
    }

    /// Notes that the window has seen the calls so far, and says a word to the first client.
    pub(super) fn look_at_the_endpoint(&mut self) {
        self.endpoint.woken.store(false, Ordering::Relaxed);
        let has_called = self.endpoint.running.as_ref().is_some_and(|it| it.calls() > 0);
        if has_called && !self.endpoint.welcomed {
            let events = self.desk.world().trail().events();
            // A client that has only asked STS who it is has no event yet.
            let who = events.iter().rev().take(64).find_map(|event| {
                Some(format!("{} as {}", short_client(event.client.as_deref()?), event.actor.short()))
            });
            if let Some(who) = who {
                self.endpoint.welcomed = true;
                self.toast(Tone::Ok, "A client is connected", who);
            }
        }
    }
}
