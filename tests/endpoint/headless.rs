//! `mrk-console serve`: the program itself, from its start to the signal that ends it.
#![cfg(unix)]

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Output, Stdio},
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::support::*;

fn serve(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mrk-console"));
    command.arg("serve").args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// A program that serves.
struct Serving {
    child: Child,
    address: SocketAddr,
    output: BufReader<std::process::ChildStdout>,
}

impl Serving {
    fn start(arguments: &[&str]) -> Self {
        let mut child = serve(arguments).spawn().expect("started");
        let mut output = BufReader::new(child.stdout.take().expect("piped"));
        let mut line = String::new();
        output.read_line(&mut line).expect("text");
        let address = line.trim_end().strip_prefix("listening on http://");
        let address = address.and_then(|it| it.parse().ok());
        Self { child, address: address.unwrap_or_else(|| panic!("not ready: {line:?}")), output }
    }

    fn post_as(&self, who: (&str, &str), operation: &str, body: &Value) -> Answer {
        let target = format!("TrentService.{operation}");
        let mut stream = TcpStream::connect(self.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
        let bytes = request(&[("X-Amz-Target", &target), JSON, who], &body.to_string(), true);
        stream.write_all(&bytes).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("text");
        Answer::of(&answer)
    }

    fn post(&self, operation: &str, body: &Value) -> Answer {
        self.post_as(AUTHORIZED, operation, body)
    }

    fn create_key(&self, body: &Value) -> String {
        let answer = self.post("CreateKey", body);
        answer.json()["KeyMetadata"]["KeyId"].as_str().expect("an id").to_owned()
    }

    /// Sends a signal, and tells what the program said until it ended.
    fn end(mut self, signal: Signal) -> Output {
        kill_process(Pid::from_child(&self.child), signal).expect("it runs");
        let mut stdout = Vec::new();
        self.output.read_to_end(&mut stdout).expect("readable");
        let output = self.child.wait_with_output().expect("ended");
        Output { stdout, ..output }
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn the_world_is_saved_at_the_end_and_there_at_the_next_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("world.ron");
    let mut key = None;
    for signal in [Signal::TERM, Signal::INT, Signal::TERM] {
        let serving = Serving::start(&[text(&file), "--port", "0"]);
        let keys = serving.post("ListKeys", &json!({})).json()["Keys"].clone();
        match &key {
            None => key = Some(serving.create_key(&json!({ "Description": "kept" }))),
            Some(key) => assert_eq!(keys[0]["KeyId"], **key),
        }
        let output = serving.end(signal);
        assert!(output.status.success(), "{output:?}");
        assert!(output.stdout.is_empty(), "one line and no more: {output:?}");
        assert!(output.stderr.is_empty(), "{output:?}");
        assert!(fs::read_to_string(&file).expect("saved").contains(key.as_deref().expect("made")));
    }
}

#[test]
fn without_a_file_nothing_is_saved() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = serve(&["--port", "0"]);
    let mut child = command.current_dir(folder.path()).spawn().expect("started");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("text");
    assert!(line.starts_with("listening on http://127.0.0.1:"), "{line}");
    kill_process(Pid::from_child(&child), Signal::INT).expect("it runs");
    assert!(child.wait().expect("ended").success());
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

#[test]
fn what_keeps_it_from_serving_is_told_on_the_error_output() {
    let folder = tempfile::tempdir().expect("a folder");
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("bound").port().to_string();
    let output = serve(&["--port", &port]).output().expect("ended");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{output:?}");
    let says = said(&output);
    assert!(says.contains(&port) && says.contains("choose another port"), "{says}");

    let broken = folder.path().join("broken.ron");
    fs::write(&broken, "(version: 1, nonsense").expect("written");
    let output = serve(&[text(&broken), "--port", "0"]).output().expect("ended");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{output:?}");
    assert!(said(&output).contains("line"), "{output:?}");
    assert_eq!(fs::read_to_string(&broken).expect("still there"), "(version: 1, nonsense");

    // A world that could not be saved is not begun.
    for nowhere in [folder.path().join("no folder").join("world.ron"), folder.path().to_owned()] {
        let output = serve(&[text(&nowhere), "--port", "0"]).output().expect("ended");
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{output:?}");
        assert!(said(&output).contains(text(&nowhere)), "{output:?}");
    }
}

#[test]
fn the_same_seed_gives_the_same_keys() {
    let made = |seed: &str| {
        let serving = Serving::start(&["--port", "0", "--seed", seed]);
        let key = serving.create_key(&json!({ "MultiRegion": true }));
        assert!(serving.end(Signal::TERM).status.success());
        key
    };
    assert_eq!(made("5"), made("5"));
    assert_ne!(made("5"), made("6"));
}

#[test]
fn transitions_take_no_time_unless_they_shall() {
    for (arguments, state) in [
        (&["--port", "0"][..], "Enabled"),
        (&["--port", "0", "--transitions", "instant"], "Enabled"),
        (&["--port", "0", "--transitions", "realistic"], "Creating"),
    ] {
        let serving = Serving::start(arguments);
        let key = serving.create_key(&json!({ "MultiRegion": true }));
        let order = json!({ "KeyId": key, "ReplicaRegion": "eu-west-1" });
        assert_eq!(serving.post("ReplicateKey", &order).status, 200);
        let there = AUTHORIZED.1.replace("us-east-1", "eu-west-1");
        let found = serving.post_as((AUTHORIZED.0, &there), "DescribeKey", &json!({ "KeyId": key }));
        assert_eq!(found.json()["KeyMetadata"]["KeyState"], state, "{arguments:?}");
        assert!(serving.end(Signal::TERM).status.success());
    }
}

#[test]
fn time_is_the_machine_s() {
    let serving = Serving::start(&["--port", "0"]);
    let answer = serving.post("CreateKey", &json!({}));
    let created = answer.json()["KeyMetadata"]["CreationDate"].as_f64().expect("a number");
    let since_1970 = std::time::SystemTime::UNIX_EPOCH.elapsed().expect("after 1970").as_secs_f64();
    assert!((since_1970 - created).abs() < 5.0, "{created} is not {since_1970}");
    assert!(serving.end(Signal::TERM).status.success());
}

#[test]
fn strict_authentication_knows_no_strangers() {
    let serving = Serving::start(&["--port", "0", "--strict-auth"]);
    let answer = serving.post("ListKeys", &json!({}));
    assert_eq!((answer.status, answer.error().0), (400, "UnrecognizedClientException".to_owned()));
    assert!(serving.end(Signal::TERM).status.success());
}

/// What `mrk-console credentials` prints.
fn credentials(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mrk-console"));
    command.arg("credentials").args(arguments).output().expect("ended")
}

#[test]
fn access_keys_are_told_as_a_credentials_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("world.ron");
    let serving = Serving::start(&[text(&file), "--port", "0", "--strict-auth"]);
    assert!(serving.end(Signal::TERM).status.success());
    let output = credentials(&[text(&file)]);
    assert!(output.status.success(), "{output:?}");
    let told = String::from_utf8(output.stdout).expect("text");
    let stage = mrk_console::files::read_stage(&file).expect("saved");
    for principal in stage.world.principals().iter() {
        let key = principal.access_key();
        let profile = format!(
            "\n[{}]\naws_access_key_id = {}\naws_secret_access_key = {}\n",
            principal.name, key.id, key.secret
        );
        assert!(told.contains(&profile), "{profile} is not in {told}");
    }
    // Without a file they are those of the world that `serve` begins with.
    assert_eq!(String::from_utf8(credentials(&[]).stdout).expect("text"), told);
    let output = credentials(&[text(&folder.path().join("none.ron"))]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{output:?}");
}

#[test]
fn a_world_that_changes_is_saved_before_the_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("world.ron");
    let serving = Serving::start(&[text(&file), "--port", "0"]);
    let key = serving.create_key(&json!({}));
    let began = std::time::Instant::now();
    while !file.exists() && began.elapsed() < Duration::from_secs(45) {
        std::thread::sleep(Duration::from_millis(200));
    }
    // A crash now loses nothing.
    serving.end(Signal::KILL);
    assert!(fs::read_to_string(&file).expect("saved").contains(&key));
}
