//! The endpoint for AWS clients, started and stopped in the window; its calls are seen in it.

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
};

use egui_kittest::kittest::Queryable as _;
use mrk_console::gui::command::Command;

use crate::common::*;

const AGENT: &str = "aws-cli/2.99 test";

/// Posts a call for us-east-1 as a client does, and gives the whole answer.
fn post(url: &str, operation: &str, body: &str) -> String {
    let address = url.strip_prefix("http://").expect("a URL");
    let mut stream = TcpStream::connect(address).expect("the endpoint listens");
    let authorization = "AWS4-HMAC-SHA256 Credential=test/20260212/us-east-1/kms/aws4_request, SignedHeaders=host, Signature=00";
    let request = format!(
        "POST / HTTP/1.1\r\nHost: {address}\r\nX-Amz-Target: TrentService.{operation}\r\nContent-Type: application/x-amz-json-1.1\r\n\
         User-Agent: {AGENT}\r\nAuthorization: {authorization}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("answered");
    answer
}

fn start(window: &mut Window) -> String {
    perform(window, Command::StartEndpoint { port: 0, strict: false });
    window.state().desk().endpoint.url.clone().expect("started")
}

#[test]
fn a_client_drives_the_world_that_the_window_shows() {
    let mut window = window();
    assert_eq!(window.state().desk().endpoint.url, None, "off until somebody starts it");
    click(&mut window, "Endpoint off");
    let port = window.get_by_label("Port on 127.0.0.1");
    port.focus();
    window.run_steps(2);
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    window.event(egui::Event::Text("0".to_owned()));
    window.run_steps(2);
    click(&mut window, "Start the endpoint");
    let url = window.state().desk().endpoint.url.clone().expect("started");
    assert!(shows(&window, "Stop the endpoint"));
    let answer = post(&url, "CreateKey", r#"{"Description":"from outside"}"#);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    window.run_steps(2);
    assert_eq!(window.state().desk().endpoint.calls, 1);
    let world = window.state().desk().world();
    assert_eq!(world.store().keys_in(world.regions()[0]).count(), 1);
    let event = world.trail().events().back().expect("recorded");
    assert_eq!(event.client.as_deref(), Some(AGENT));
    assert!(window.state().desk().unsaved, "what a client did is worth saving");
    click(&mut window, "Stop the endpoint");
    assert_eq!(window.state().desk().endpoint.url, None);
    click(&mut window, "Done");
    assert!(!shows(&window, "Start the endpoint"));
}

#[test]
fn the_endpoint_goes_with_the_world_that_is_open() {
    let mut window = window();
    let url = start(&mut window);
    post(&url, "CreateKey", "{}");
    window.state_mut().show_stage(demo());
    window.run_steps(2);
    let answer = post(&url, "ListKeys", "{}");
    let world = window.state().desk().world();
    for key in world.store().keys_in(world.regions()[0]) {
        assert!(answer.contains(&key.to_string()), "{key} is not in {answer}");
    }
}

#[test]
fn a_taken_port_is_told_beside_the_field() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("bound").port();
    let mut window = window();
    perform(&mut window, Command::OpenEndpointSheet);
    perform(&mut window, Command::StartEndpoint { port, strict: false });
    assert_eq!(window.state().desk().endpoint.url, None);
    let problem = window.state().desk().endpoint.problem.clone().expect("told");
    assert!(problem.contains(&format!("port {port} of 127.0.0.1 is taken")), "{problem}");
    assert!(window.query_all_by_label_contains("is taken by another program").next().is_some());
}

#[test]
fn the_sheet_has_lines_for_whoever_shall_act() {
    let mut window = window();
    let url = start(&mut window);
    perform(&mut window, Command::OpenEndpointSheet);
    let key = window.state().desk().acting_principal().expect("alice").access_key();
    assert!(shows(&window, &key.id));
    assert!(shows(&window, &key.secret));
    click(&mut window, "Copy: bash and zsh");
    let copied = window.output().platform_output.commands.clone();
    let text = format!("{copied:?}");
    assert!(text.is_empty() || text.contains(&url) || copied.is_empty(), "{text}");
    for kind in ["boto3", "Terraform", "Other SDKs"] {
        click(&mut window, kind);
        assert!(window.query_all_by_label_contains("Copy: ").next().is_some(), "{kind}");
    }
}

#[test]
fn refused_requests_are_told_in_the_sheet() {
    let mut window = window();
    perform(&mut window, Command::StartEndpoint { port: 0, strict: true });
    let url = window.state().desk().endpoint.url.clone().expect("started");
    let answer = post(&url, "ListKeys", "{}");
    assert!(answer.contains("UnrecognizedClientException"), "{answer}");
    perform(&mut window, Command::OpenEndpointSheet);
    window.run_steps(3);
    assert_eq!((window.state().desk().endpoint.calls, window.state().desk().endpoint.refused), (0, 1));
    assert!(shows(&window, "1 refused") && shows(&window, "The last request that was refused"));
    let says =
        "aws-cli 2.99: UnrecognizedClientException The security token included in the request is invalid.";
    assert!(window.query_all_by_label_contains(says).next().is_some());
}
