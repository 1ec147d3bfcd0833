//! Calls that take long, as making an RSA key does: on threads of their own, so that all other calls go on. Keys are made
//! by threads that stand back for everybody else.

use std::{
    cell::Cell,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use thread_priority::{ThreadPriority, ThreadPriorityValue, set_current_thread_priority};
use tokio::sync::{Semaphore, oneshot};

use super::Shared;
use crate::{
    kms::{Breath, Exception, api::Request},
    workloads::Recorded,
    world::Call,
};

/// How many slow calls are computed at a time; more wait in the order in which they came.
const PLACES: usize = 4;

/// How much a thread that makes keys stands back, of 0 to 99: the less the number, the more.
const PRIORITY_OF_KEY_MAKING: u8 = 20;

/// Where slow calls wait for their turn.
pub struct Bench {
    making_keys: Arc<Semaphore>,
    others: Arc<Semaphore>,
}

impl Bench {
    pub fn new() -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Self {
            making_keys: Arc::new(Semaphore::new(cores.min(PLACES))),
            others: Arc::new(Semaphore::new(PLACES)),
        }
    }

    /// Puts a call on a thread of its own when there is a place for it.
    pub async fn call(&self, shared: &Arc<Shared>, call: Call) -> Recorded {
        let makes_keys = makes_keys(&call.request);
        let places = if makes_keys { &self.making_keys } else { &self.others };
        // Nobody closes the places.
        let place = Arc::clone(places).acquire_owned().await;
        let (sender, receiver) = oneshot::channel();
        let (stage, manner) = (shared.stage(), shared.manner.clone());
        let work = move || {
            if makes_keys {
                stand_back();
            }
            let recorded = stage.record(call, &manner);
            let _ = sender.send(recorded); // nobody waits if the client is gone
            drop(place);
        };
        let started = thread::Builder::new().name("slow KMS call".to_owned()).spawn(work);
        match started {
            Ok(_) => receiver.await.unwrap_or_else(|_| failed()),
            Err(_) => failed(),
        }
    }
}

/// How long a thread computes without a pause.
const SPELL: Duration = Duration::from_micros(400);
/// How long it pauses. In that time the system hands the processor to whoever waits for one.
const PAUSE: Duration = Duration::from_micros(60);

/// Pauses for others now and then. Without it a system that looks for work only when a processor falls idle lets others
/// queue for a whole tick of its clock, some milliseconds.
pub fn breath() -> Breath {
    thread_local!(static RESTED: Cell<Option<Instant>> = const { Cell::new(None) });
    Breath::new(|| {
        let now = Instant::now();
        let rested = RESTED.get().unwrap_or(now);
        if now.duration_since(rested) >= SPELL {
            thread::sleep(PAUSE);
            RESTED.set(Some(Instant::now()));
        } else {
            RESTED.set(Some(rested));
        }
    })
}

/// Lets others go first.
fn stand_back() {
    if let Ok(value) = ThreadPriorityValue::try_from(PRIORITY_OF_KEY_MAKING) {
        // Where the system does not allow it, keys are made at the usual priority.
        let _ = set_current_thread_priority(ThreadPriority::Crossplatform(value));
    }
}

/// The answer where the system has no thread for a call: KMS's own failure, which clients try again.
fn failed() -> Recorded {
    Recorded { answer: Err(Exception::KmsInternal.without_message()), number: 0, time: super::machine_time() }
}

/// Whether a slow call makes an RSA key, which takes a thousand times as long as using one.
fn makes_keys(request: &Request) -> bool {
    matches!(
        request,
        Request::CreateKey(_)
            | Request::GenerateDataKeyPair(_)
            | Request::GenerateDataKeyPairWithoutPlaintext(_)
            | Request::GetParametersForImport(_)
    )
}
