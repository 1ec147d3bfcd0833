//! What a frame costs while AWS clients ask the endpoint 5,000 times a second and the trail is full: processor time of the
//! window's own thread, without rasterising. `cargo bench --bench frame_load`; ends with status 1 over the budget.

mod window;

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use egui_kittest::Harness;
use mrk_console::{
    gui::{
        app::App,
        command::Command,
        desk::{Pace, Workspace},
    },
    kms::api::EncryptRequest,
    workloads::{Stage, demo},
};

use window::{at, ms, open, processor_time};

/// Requests a second of all clients together.
const RATE: u64 = 5000;
const CLIENTS: u64 = 8;
/// Events in the trail before the first frame: as many as a world keeps.
const EVENTS: u64 = 100_000;
const FRAMES: usize = 240;
/// Sixty frames a second.
const FRAME: Duration = Duration::from_nanos(16_666_667);
/// The budget of a frame at the 95th percentile.
const BUDGET: Duration = Duration::from_millis(8);

/// The demo world with a full trail, and an alias to encrypt under.
fn busy_stage() -> Stage {
    let mut stage = demo::stage().expect("the demo world");
    let region = stage.world.regions()[0];
    let alice: Arc<str> = stage.world.principals().named("alice").expect("alice").acting_arn().into();
    while stage.world.trail().made() < EVENTS {
        let request = EncryptRequest {
            key_id: "alias/global-encrypt".to_owned(),
            plaintext: b"a secret".as_slice().into(),
            ..Default::default()
        };
        stage.world.ask(region, &alice, request).expect("encrypted");
    }
    stage
}

fn window() -> Harness<'static, App> {
    let mut window = open(busy_stage());
    window.state_mut().perform(Command::SetPace(Pace::RealTime));
    window.state_mut().perform(Command::StartEndpoint { port: 0, strict: false });
    window.run_steps(5);
    window
}

/// One client on one connection, at its share of the rate.
fn client(address: &str, stop: &AtomicBool, answered: &AtomicU64) {
    let mut stream = TcpStream::connect(address).expect("the endpoint listens");
    stream.set_nodelay(true).expect("set");
    let body = r#"{"KeyId":"alias/global-encrypt","Plaintext":"YSBzZWNyZXQ="}"#;
    let scope = "test/20260212/us-east-1/kms/aws4_request";
    let request = format!(
        "POST / HTTP/1.1\r\nHost: {address}\r\nX-Amz-Target: TrentService.Encrypt\r\nContent-Type: application/x-amz-json-1.1\r\n\
         User-Agent: load/1.0\r\nAuthorization: AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=00\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let begin = Instant::now();
    let mut answer = [0; 4096];
    for number in 0.. {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        let due = begin + Duration::from_secs_f64(number as f64 * CLIENTS as f64 / RATE as f64);
        thread::sleep(due.saturating_duration_since(Instant::now()));
        stream.write_all(request.as_bytes()).expect("sent");
        let read = stream.read(&mut answer).expect("answered");
        assert!(answer[..read].starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer[..read]));
        answered.fetch_add(1, Ordering::Relaxed);
    }
}

/// Frames of a workspace under load, sixty a second: their processor times, sorted, and the requests a second meanwhile.
fn measure(window: &mut Harness<'static, App>, workspace: Workspace) -> (Vec<Duration>, f64) {
    window.state_mut().perform(Command::Open(workspace));
    window.run_steps(5);
    let url = window.state().desk().endpoint.url.clone().expect("it runs");
    let address = url.strip_prefix("http://").expect("a URL").to_owned();
    let (stop, answered) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (address, stop, answered) = (address.clone(), Arc::clone(&stop), Arc::clone(&answered));
            thread::spawn(move || client(&address, &stop, &answered))
        })
        .collect();
    thread::sleep(Duration::from_millis(500));
    let (begin, before) = (Instant::now(), answered.load(Ordering::Relaxed));
    let mut times = Vec::with_capacity(FRAMES);
    for number in 0..FRAMES {
        let start = processor_time();
        window.step();
        times.push(processor_time() - start);
        let due = begin + FRAME * u32::try_from(number + 1).expect("few frames");
        thread::sleep(due.saturating_duration_since(Instant::now()));
    }
    let rate = (answered.load(Ordering::Relaxed) - before) as f64 / begin.elapsed().as_secs_f64();
    stop.store(true, Ordering::Relaxed);
    for client in clients {
        client.join().expect("no client failed");
    }
    times.sort();
    (times, rate)
}

fn main() -> ExitCode {
    let mut window = window();
    let mut over = false;
    println!("{:12} {:>12} {:>9} {:>9} {:>9}", "workspace", "requests/s", "median", "p95", "slowest");
    for workspace in [Workspace::Regions, Workspace::DataFlow, Workspace::CloudTrail] {
        let (times, rate) = measure(&mut window, workspace);
        println!(
            "{:12} {rate:>12.0} {:>9} {:>9} {:>9}",
            workspace.name(),
            ms(at(&times, 0.5)),
            ms(at(&times, 0.95)),
            ms(at(&times, 1.0))
        );
        over |= at(&times, 0.95) > BUDGET;
    }
    if over { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
