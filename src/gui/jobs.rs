//! Work beside the window: big files, saves. Each piece of work has a thread of its own with a name, says how far it
//! is, and stops when asked to or when the window goes.

use std::{
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    thread,
};

use super::desk::{Counted, Work};

/// Says how far a piece of work is, and hears whether to go on.
#[derive(Clone)]
pub struct Ticket {
    done: Arc<AtomicU64>,
    all: Arc<AtomicU64>,
    cancelled: Arc<AtomicBool>,
    wake: egui::Context,
}

impl Ticket {
    /// Tells how much is done; breaks when the work is to stop.
    pub fn report(&self, done: u64, all: u64) -> ControlFlow<()> {
        self.done.store(done, Ordering::Relaxed);
        self.all.store(all, Ordering::Relaxed);
        self.wake.request_repaint();
        if self.cancelled.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}

struct Running {
    id: u64,
    label: String,
    counted: Counted,
    ticket: Ticket,
}

/// The work under way; `T` is what comes of a piece of work.
pub struct Jobs<T> {
    running: Vec<Running>,
    started: u64,
    sender: Sender<(u64, T)>,
    receiver: Receiver<(u64, T)>,
}

impl<T> Default for Jobs<T> {
    fn default() -> Self {
        let (sender, receiver) = channel();
        Self { running: Vec::new(), started: 0, sender, receiver }
    }
}

impl<T: Send + 'static> Jobs<T> {
    /// Starts a piece of work that counts bytes or something else.
    ///
    /// # Errors
    /// If the system has no thread for it.
    pub fn start(
        &mut self,
        label: String,
        counted: Counted,
        wake: &egui::Context,
        work: impl FnOnce(&Ticket) -> T + Send + 'static,
    ) -> std::io::Result<()> {
        let id = self.started;
        self.started += 1;
        let ticket = Ticket {
            done: Arc::default(),
            all: Arc::default(),
            cancelled: Arc::default(),
            wake: wake.clone(),
        };
        let (sender, own) = (self.sender.clone(), ticket.clone());
        thread::Builder::new().name(label.clone()).spawn(move || {
            let outcome = work(&own);
            let _ = sender.send((id, outcome)); // nobody waits if the window is gone
            own.wake.request_repaint();
        })?;
        self.running.push(Running { id, label, counted, ticket });
        Ok(())
    }

    /// What came of the work that has ended since the last call.
    pub fn take_ended(&mut self) -> Vec<T> {
        let ended: Vec<(u64, T)> = self.receiver.try_iter().collect();
        self.running.retain(|running| ended.iter().all(|(id, _)| *id != running.id));
        ended.into_iter().map(|(_, outcome)| outcome).collect()
    }

    /// Asks a piece of work to stop.
    pub fn cancel(&self, id: u64) {
        for running in self.running.iter().filter(|running| running.id == id) {
            running.ticket.cancelled.store(true, Ordering::Relaxed);
        }
    }

    /// The work under way, to be shown. Work that has not yet said how much there is, is not shown.
    pub fn shown(&self) -> Vec<Work> {
        let shown = |running: &Running| Work {
            id: running.id,
            label: running.label.clone(),
            counted: running.counted,
            done: running.ticket.done.load(Ordering::Relaxed),
            all: running.ticket.all.load(Ordering::Relaxed),
        };
        self.running.iter().map(shown).filter(|work| work.all > 0).collect()
    }
}

impl<T> Drop for Jobs<T> {
    fn drop(&mut self) {
        for running in &self.running {
            running.ticket.cancelled.store(true, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    fn wait_for<T: Send + 'static>(jobs: &mut Jobs<T>) -> T {
        let begin = Instant::now();
        loop {
            if let Some(outcome) = jobs.take_ended().pop() {
                return outcome;
            }
            assert!(begin.elapsed() < Duration::from_secs(20), "the work never ended");
            thread::sleep(Duration::from_millis(2));
        }
    }

    #[test]
    fn work_ends_with_an_outcome_and_leaves_the_list() {
        let mut jobs = Jobs::default();
        jobs.start("counting".to_owned(), Counted::Bytes, &egui::Context::default(), |ticket| {
            assert_eq!(ticket.report(1, 2), ControlFlow::Continue(()));
            "done"
        })
        .expect("a thread");
        assert_eq!(wait_for(&mut jobs), "done");
        assert!(jobs.shown().is_empty());
    }

    #[test]
    fn cancelled_work_is_told_to_stop() {
        let mut jobs = Jobs::default();
        jobs.start("endless".to_owned(), Counted::Ways, &egui::Context::default(), |ticket| {
            let mut reports = 0u64;
            while ticket.report(1, 10).is_continue() {
                reports += 1;
                thread::sleep(Duration::from_millis(1));
            }
            reports
        })
        .expect("a thread");
        while jobs.shown().is_empty() {
            thread::sleep(Duration::from_millis(1));
        }
        assert_eq!(jobs.shown()[0].done, 1);
        let id = jobs.shown()[0].id;
        jobs.cancel(id);
        wait_for(&mut jobs);
    }
}
