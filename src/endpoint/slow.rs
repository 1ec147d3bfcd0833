//! Calls that take long, as making an RSA key does: on threads of their own, so that all other calls go on. Keys are made
//! by threads that stand back for everybody else.

use std::{sync::Arc, thread};

use thread_priority::{ThreadPriority, ThreadPriorityValue, set_current_thread_priority};
use tokio::sync::{Semaphore, oneshot};

use super::Shared;
use crate::{
    kms::{Exception, api::Request},
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
        let (stage, clock) = (shared.stage(), shared.options.clock);
        let work = move || {
            if makes_keys && let Ok(value) = ThreadPriorityValue::try_from(PRIORITY_OF_KEY_MAKING) {
                // Where the system has no such thing, keys are made at the usual priority.
                let _ = set_current_thread_priority(ThreadPriority::Crossplatform(value));
            }
            let recorded = stage.record(call, &|stage| clock.bring_up(stage));
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
