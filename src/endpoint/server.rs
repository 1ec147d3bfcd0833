//! Threads and connections. One thread takes connections in and deals them out; each thread serves its own ones, and
//! nothing moves between threads after that.

use std::{
    future::Future,
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    runtime::{Builder, Runtime},
    sync::{mpsc, watch},
    time::{sleep, timeout},
};

use super::{
    Shared, StartError,
    route::{Connection, answer_request},
};

/// The most threads that serve connections.
const MAX_THREADS: usize = 8;
/// The most connections at a time; a further one is closed at once.
const MAX_CONNECTIONS: usize = 1024;
/// The largest head of a request, in bytes.
const MAX_HEAD_BYTES: usize = 64 << 10;
/// How long a connection may be idle, or take to send the head of a request.
const HEAD_TIME: Duration = Duration::from_secs(30);
/// How long answers under way have when the endpoint stops.
const LAST_WORDS: Duration = Duration::from_millis(250);
/// How long to wait when the system has no more connections to give.
const OUT_OF_CONNECTIONS: Duration = Duration::from_millis(50);

/// Threads that serve connections until it is dropped.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    stop: watch::Sender<bool>,
    threads: Vec<JoinHandle<()>>,
}

impl Server {
    /// Listens on the loopback address and starts the threads.
    pub fn start(shared: Arc<Shared>) -> Result<Self, StartError> {
        let port = shared.options.port;
        let listener =
            TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| match error.kind() {
                io::ErrorKind::AddrInUse => StartError::PortTaken(port),
                io::ErrorKind::PermissionDenied => StartError::PortForbidden(port),
                _ => StartError::System(error),
            })?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let (stop, stopped) = watch::channel(false);
        let count = thread::available_parallelism().map_or(1, usize::from).min(MAX_THREADS);
        let open = Arc::new(AtomicUsize::new(0));
        let mut server = Self { address, stop, threads: Vec::with_capacity(count) };
        let mut receivers = Vec::with_capacity(count);
        let mut senders = Vec::with_capacity(count);
        for _ in 0..count {
            let (sender, receiver) = mpsc::unbounded_channel();
            senders.push(sender);
            receivers.push(receiver);
        }
        let mut intake = Some(Intake { listener, threads: senders, open: Arc::clone(&open) });
        for (number, receiver) in receivers.into_iter().enumerate() {
            let worker = Worker {
                runtime: Builder::new_current_thread().enable_io().enable_time().build()?,
                shared: Arc::clone(&shared),
                receiver,
                open: Arc::clone(&open),
                stopped: stopped.clone(),
            };
            let intake = intake.take();
            let thread = thread::Builder::new().name(format!("endpoint {number}"));
            server.threads.push(thread.spawn(move || worker.run(intake))?);
        }
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The threads see it, or have ended already.
        let _ = self.stop.send(true);
        for thread in self.threads.drain(..) {
            let _ = thread.join(); // a thread that panicked has ended, too
        }
    }
}

/// What takes connections in.
struct Intake {
    listener: TcpListener,
    threads: Vec<mpsc::UnboundedSender<TcpStream>>,
    open: Arc<AtomicUsize>,
}

impl Intake {
    /// Deals connections out in turn.
    async fn run(self) {
        // The listener is one that does not block, as the runtime needs it.
        let Ok(listener) = tokio::net::TcpListener::from_std(self.listener) else { return };
        for thread in self.threads.iter().cycle() {
            let stream = loop {
                match listener.accept().await {
                    Ok((stream, _)) if self.open.load(Ordering::Relaxed) < MAX_CONNECTIONS => break stream,
                    Ok(_) => {}
                    Err(_) => sleep(OUT_OF_CONNECTIONS).await,
                }
            };
            if let Ok(stream) = stream.into_std() {
                let _ = thread.send(stream); // the thread ends only with the endpoint
            }
        }
    }
}

/// One thread with the connections that it serves.
struct Worker {
    runtime: Runtime,
    shared: Arc<Shared>,
    receiver: mpsc::UnboundedReceiver<TcpStream>,
    open: Arc<AtomicUsize>,
    stopped: watch::Receiver<bool>,
}

impl Worker {
    fn run(self, intake: Option<Intake>) {
        let Self { runtime, shared, mut receiver, open, mut stopped } = self;
        runtime.block_on(async move {
            if let Some(intake) = intake {
                tokio::spawn(until(stopped.clone(), intake.run()));
            }
            loop {
                tokio::select! {
                    () = has_stopped(&mut stopped) => break,
                    stream = receiver.recv() => {
                        let Some(stream) = stream else { break };
                        open.fetch_add(1, Ordering::Relaxed);
                        let (shared, open, stopped) = (Arc::clone(&shared), Arc::clone(&open), stopped.clone());
                        tokio::spawn(async move {
                            serve(shared, stream, stopped).await;
                            open.fetch_sub(1, Ordering::Relaxed);
                        });
                    }
                }
            }
            // Connections that are idle close at once; those with an answer under way have a moment.
            let last = async {
                while open.load(Ordering::Relaxed) > 0 {
                    sleep(Duration::from_millis(5)).await;
                }
            };
            let _ = timeout(LAST_WORDS, last).await;
        });
        runtime.shutdown_background();
    }
}

/// Ends when the endpoint stops.
async fn has_stopped(stopped: &mut watch::Receiver<bool>) {
    // If the sender is gone, so is the endpoint.
    let _ = stopped.wait_for(|stop| *stop).await;
}

/// Does something until the endpoint stops.
async fn until(mut stopped: watch::Receiver<bool>, work: impl Future<Output = ()>) {
    tokio::select! {
        () = has_stopped(&mut stopped) => {}
        () = work => {}
    }
}

/// Serves one connection to its end.
async fn serve(shared: Arc<Shared>, stream: TcpStream, mut stopped: watch::Receiver<bool>) {
    let Ok(stream) = tokio::net::TcpStream::from_std(stream) else { return };
    // An answer is one write; waiting for more would only delay it.
    let _ = stream.set_nodelay(true);
    let state = Arc::new(Mutex::new(Connection::default()));
    let service = service_fn(move |request| {
        let (shared, state) = (Arc::clone(&shared), Arc::clone(&state));
        async move { Ok::<_, std::convert::Infallible>(answer_request(&shared, &state, request).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(MAX_HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    // Whatever a client does wrong ends its own connection and nothing else.
    tokio::select! {
        _ = connection.as_mut() => {}
        () = has_stopped(&mut stopped) => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}
