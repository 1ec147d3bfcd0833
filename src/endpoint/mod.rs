//! The loopback endpoint: a KMS, and the part of STS that tells who is calling, for real AWS clients on this machine.
//! All Regions answer on one port; a request's signature says which Region it is for and who makes it.
//!
//! | file | its one job |
//! | --- | --- |
//! | `server` | threads, connections, what a connection may cost |
//! | `guard` | who may talk to the endpoint at all: programs of this machine, no web pages |
//! | `route` | from an HTTP request to the service that it is for |
//! | `signature` | AWS Signature Version 4: who signed, and whether it is true |
//! | `caller` | from a signature to the principal who acts |
//! | `kms` | AWS JSON 1.1: a call through the world's one door |
//! | `sts` | `GetCallerIdentity` |
//! | `slow` | calls that take long, beside all others |
//! | `answer` | what goes back |
//! | `tally` | how many calls were answered and refused |
//! | `headless` | the endpoint without a window |
//!
//! The endpoint shares its stage with whoever else shows or changes it ([`SharedStage`]).

mod answer;
mod caller;
mod guard;
mod headless;
mod kms;
mod route;
mod server;
mod signature;
mod slow;
mod sts;
mod tally;

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, PoisonError, RwLock, atomic::AtomicU64},
    time::SystemTime,
};

pub use self::{
    headless::{Headless, ServeError, credentials, serve},
    tally::Refused,
};
use crate::{
    kms::Timestamp,
    workloads::{Manner, SharedStage, Stage},
};

/// The port that the endpoint takes if none is named.
pub const DEFAULT_PORT: u16 = 4599;

/// How an endpoint is started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The port on 127.0.0.1; 0 takes any that is free.
    pub port: u16,
    /// Whether access keys that no principal has are refused. Otherwise they act as the account's root user.
    pub strict_auth: bool,
    /// Who moves the world's clock.
    pub clock: Clock,
}

impl Default for Options {
    fn default() -> Self {
        Self { port: DEFAULT_PORT, strict_auth: false, clock: Clock::World }
    }
}

/// Who moves the clock of the world that an endpoint serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Someone else, as the window does.
    World,
    /// The endpoint: with every call the world catches up with the machine's clock. A world whose clock is ahead stands
    /// still until then.
    Machine,
}

impl Clock {
    /// What moves a stage to the present.
    pub fn bring_up(self) -> fn(&mut Stage) {
        match self {
            Self::World => |_| {},
            Self::Machine => |stage| stage.advance(machine_time()),
        }
    }
}

/// The machine's time.
fn machine_time() -> Timestamp {
    let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_micros(i64::try_from(since_1970.as_micros()).unwrap_or(i64::MAX))
}

/// Why an endpoint could not be started, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another program listens there.
    #[error("port {0} of 127.0.0.1 is taken by another program; stop that program or choose another port")]
    PortTaken(u16),
    /// The system keeps this port for others.
    #[error("port {0} may not be used by this account; choose a port above 1023")]
    PortForbidden(u16),
    /// The system refused for another reason.
    #[error("the endpoint could not be started: {0}")]
    System(#[from] io::Error),
}

/// What all connections of an endpoint share.
struct Shared {
    stage: RwLock<SharedStage>,
    options: Options,
    tally: tally::Tally,
    /// Requests that came to nothing before they reached KMS.
    unrecorded: AtomicU64,
    called: Box<dyn Fn() + Send + Sync>,
    /// How calls are put.
    manner: Manner,
    slow: slow::Bench,
}

impl Shared {
    fn stage(&self) -> SharedStage {
        self.stage.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes that a call was answered.
    fn note_call(&self) {
        self.tally.answered();
        (self.called)();
    }

    /// Notes that a request of a client was refused before it came to a service.
    fn note_refusal(&self, refusal: &answer::Refusal, client: &str) {
        self.tally.refused(refusal, client);
        (self.called)();
    }
}

/// A running endpoint. It ends when it is dropped.
pub struct Endpoint {
    shared: Arc<Shared>,
    server: server::Server,
}

impl Endpoint {
    /// Starts an endpoint for a stage; it answers as soon as this returns. `called` runs after every call of a client,
    /// on a thread of the endpoint.
    ///
    /// # Errors
    /// If the port cannot be had.
    pub fn start(
        stage: SharedStage,
        options: Options,
        called: impl Fn() + Send + Sync + 'static,
    ) -> Result<Self, StartError> {
        let shared = Arc::new(Shared {
            stage: RwLock::new(stage),
            options,
            tally: tally::Tally::default(),
            unrecorded: AtomicU64::new(0),
            called: Box::new(called),
            manner: Manner { on_time: options.clock.bring_up(), breath: slow::breath() },
            slow: slow::Bench::new(),
        });
        let server = server::Server::start(Arc::clone(&shared))?;
        Ok(Self { shared, server })
    }

    /// Where clients reach it.
    pub fn address(&self) -> SocketAddr {
        self.server.address
    }

    /// Where clients reach it, as `AWS_ENDPOINT_URL_KMS` takes it.
    pub fn url(&self) -> String {
        format!("http://{}", self.address())
    }

    /// Whether unknown access keys are refused.
    pub fn is_strict(&self) -> bool {
        self.shared.options.strict_auth
    }

    /// Serves another stage from now on.
    pub fn serve(&self, stage: SharedStage) {
        *self.shared.stage.write().unwrap_or_else(PoisonError::into_inner) = stage;
    }

    /// How many calls it has answered.
    pub fn calls(&self) -> u64 {
        self.shared.tally.calls()
    }

    /// How many requests it has refused before they came to KMS or STS, as for a signature that is wrong.
    pub fn refused(&self) -> u64 {
        self.shared.tally.refusals()
    }

    /// The last request that was refused so.
    pub fn last_refusal(&self) -> Option<Refused> {
        self.shared.tally.last()
    }
}
