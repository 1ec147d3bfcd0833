//! What connections cost: those that stall, break off, crowd or are under way when the endpoint stops.

use std::{
    io::{Read as _, Write as _},
    net::{Shutdown, TcpStream},
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

use mrk_console::endpoint::{Endpoint, Options, StartError};

use crate::support::*;

const HEAD: &[u8] = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n";

/// A request that is answered at once.
fn quick() -> Vec<u8> {
    request(&[("X-Amz-Target", "TrentService.ListKeys"), JSON, AUTHORIZED], "{}", true)
}

#[test]
fn those_who_stall_cost_nothing_to_others() {
    let server = Server::new();
    let mut stalled = Vec::new();
    for number in 0..300 {
        let mut stream = server.connect();
        match number % 3 {
            0 => {}
            1 => stream.write_all(&HEAD[..20]).expect("sent"),
            _ => stream.write_all(HEAD).expect("sent"),
        }
        stalled.push(stream);
    }
    for garbage in
        [&b"\x16\x03\x01\x02\x00\x01\x00"[..], b"\0\0\0\0\r\n\r\n", b"GET\r\n\r\n", &[b'x'; 100_000]]
    {
        let answer = server.send(garbage);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
    assert_eq!(server.post("ListKeys", "{}").status, 200);
    drop(stalled);
    assert_eq!(server.post("ListKeys", "{}").status, 200);
}

#[test]
fn a_request_that_comes_byte_by_byte_is_answered_while_others_are() {
    let server = Server::new();
    let mut slow = server.connect();
    slow.set_nodelay(true).expect("set");
    for (place, byte) in quick().iter().enumerate() {
        slow.write_all(&[*byte]).expect("sent");
        if place % 50 == 0 {
            assert_eq!(server.post("ListKeys", "{}").status, 200);
        }
    }
    let mut answer = String::new();
    slow.read_to_string(&mut answer).expect("text");
    assert_eq!(Answer::of(&answer).status, 200);
}

#[test]
fn a_thousand_idle_connections_leave_room_for_one_more() {
    allow_many_files();
    let server = Server::new();
    let idle: Vec<TcpStream> = (0..1000).map(|_| server.connect()).collect();
    let begun = Instant::now();
    for _ in 0..20 {
        assert_eq!(server.post("ListKeys", "{}").status, 200);
    }
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    // All of them are in use still.
    for mut stream in idle {
        stream.write_all(&quick()).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("text");
        assert_eq!(Answer::of(&answer).status, 200);
    }
}

#[test]
fn more_connections_than_there_is_room_for_are_closed() {
    allow_many_files();
    let server = Server::new();
    let mut crowd: Vec<TcpStream> =
        (0..1100).filter_map(|_| TcpStream::connect(server.address()).ok()).collect();
    assert!(crowd.len() > 1024, "{}", crowd.len());
    // One of those beyond the limit sees the end, and nothing else.
    let last = crowd.last_mut().expect("a crowd");
    last.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
    assert!(matches!(last.read(&mut [0; 1]), Ok(0) | Err(_)));
    drop(crowd);
    // As soon as the crowd is gone there is room again.
    let mut answered = false;
    for _ in 0..100 {
        thread::sleep(Duration::from_millis(20));
        if server.send(&quick()).starts_with("HTTP/1.1 200") {
            answered = true;
            break;
        }
    }
    assert!(answered);
}

#[test]
fn requests_that_break_off_are_no_requests() {
    let server = Server::new();
    let body = r#"{"Description":"never made"}"#;
    let whole = request(&[("X-Amz-Target", "TrentService.CreateKey"), JSON, AUTHORIZED], body, true);
    for number in 0..500 {
        let mut stream = server.connect();
        stream.write_all(&whole[..whole.len() - 1 - number % body.len()]).expect("sent");
        if number % 2 == 0 {
            // Half a goodbye: the other half waits for an answer.
            stream.shutdown(Shutdown::Write).expect("shut");
            let mut answer = String::new();
            stream.read_to_string(&mut answer).expect("text");
            assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{answer}");
        }
    }
    assert_eq!(server.post("ListKeys", "{}").json()["Keys"], serde_json::json!([]));
    assert_eq!(server.endpoint.calls(), 1);
}

#[test]
fn a_client_that_does_not_read_waits_alone() {
    let server = Server::new();
    let headers = [("X-Amz-Target", "TrentService.GenerateRandom"), JSON, AUTHORIZED];
    let large = request(&headers, r#"{"NumberOfBytes":1024}"#, false);
    let mut deaf = server.connect();
    deaf.set_write_timeout(Some(Duration::from_millis(200))).expect("a timeout");
    // More answers than fit into what lies between client and endpoint.
    let mut sent = 0;
    while sent < 20_000 && deaf.write_all(&large).is_ok() {
        sent += 1;
    }
    assert!(sent < 20_000, "the endpoint reads on, although its answers go nowhere");
    assert_eq!(server.post("ListKeys", "{}").status, 200);
}

#[test]
fn a_taken_port_is_told_and_a_stopped_endpoint_gives_it_back() {
    let server = Server::new();
    let port = server.address().port();
    let options = Options { port, ..Options::default() };
    let error = Endpoint::start(server.stage.clone(), options, || {}).err().expect("taken");
    assert!(matches!(error, StartError::PortTaken(taken) if taken == port));
    assert!(error.to_string().contains("choose another port"), "{error}");
    // An idle connection does not keep the endpoint from stopping.
    let idle = server.connect();
    let Server { endpoint, stage, .. } = server;
    drop(endpoint);
    drop(idle);
    let again = Endpoint::start(stage, options, || {}).expect("free again");
    assert_eq!(again.address().port(), port);
}

#[test]
fn an_endpoint_that_stops_gives_whole_answers_or_none() {
    let server = Server::new();
    let address = server.address();
    let (stopped, answered) = (AtomicBool::new(false), AtomicU64::new(0));
    let Server { endpoint, stage, .. } = server;
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !stopped.load(Ordering::Relaxed) {
                    let Ok(mut stream) = TcpStream::connect(address) else { break };
                    let _ = stream.write_all(&quick());
                    let mut answer = Vec::new();
                    let _ = stream.read_to_end(&mut answer);
                    if answer.is_empty() {
                        continue;
                    }
                    let answer = Answer::of(&String::from_utf8(answer).expect("text"));
                    assert_eq!(answer.header("content-length"), Some(answer.body.len().to_string().as_str()));
                    assert_eq!(answer.status, 200);
                    answered.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        while answered.load(Ordering::Relaxed) < 50 {
            thread::sleep(Duration::from_millis(1));
        }
        drop(endpoint);
        stopped.store(true, Ordering::Relaxed);
    });
    assert!(stage.lock().world.trail().made() >= answered.load(Ordering::Relaxed));
}

#[test]
fn keys_under_way_do_not_keep_an_endpoint_from_stopping() {
    let server = Server::new();
    let body = r#"{"KeySpec":"RSA_4096","KeyUsage":"SIGN_VERIFY"}"#;
    let slow = request(&[("X-Amz-Target", "TrentService.CreateKey"), JSON, AUTHORIZED], body, true);
    let waiting: Vec<TcpStream> = (0..8)
        .map(|_| {
            let mut stream = server.connect();
            stream.write_all(&slow).expect("sent");
            stream
        })
        .collect();
    thread::sleep(Duration::from_millis(50));
    let Server { endpoint, stage, .. } = server;
    let begun = Instant::now();
    drop(endpoint);
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    for mut stream in waiting {
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 200"));
    }
    // The world goes on behind another endpoint.
    let options = Options { port: 0, ..Options::default() };
    let again = Endpoint::start(stage, options, || {}).expect("a free port");
    let mut stream = TcpStream::connect(again.address()).expect("it listens");
    stream.write_all(&quick()).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("text");
    assert_eq!(Answer::of(&answer).status, 200);
}
