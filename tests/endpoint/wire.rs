//! The protocol byte by byte.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
};

use serde_json::json;

use crate::support::*;

#[test]
fn an_answer_has_its_event_s_id() {
    let server = Server::new();
    let answer = server.post("CreateKey", r#"{"Description":"d","Novelty":{"a":[1]}}"#);
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("application/x-amz-json-1.1"));
    assert!(answer.header("date").is_some());
    assert_eq!(answer.json()["KeyMetadata"]["Description"], "d");
    assert!(answer.json()["KeyMetadata"]["CreationDate"].is_number(), "seconds since 1970");
    let record = server.stage.lock().world.trail().events().back().expect("recorded").to_record();
    assert_eq!(answer.header("x-amzn-requestid"), record["requestID"].as_str());
    assert_eq!(server.endpoint.calls(), 1);
}

#[test]
fn operations_without_output_answer_with_nothing() {
    let server = Server::new();
    let id =
        server.post("CreateKey", "{}").json()["KeyMetadata"]["KeyId"].as_str().expect("an id").to_owned();
    let answer = server.post("DisableKey", &json!({ "KeyId": id }).to_string());
    assert_eq!((answer.status, answer.body.as_str()), (200, ""));
    assert_eq!(answer.header("content-length"), Some("0"));
}

#[test]
fn refusals_name_the_exception_thrice() {
    let server = Server::new();
    let answer = server.post("DescribeKey", r#"{"KeyId":"alias/none"}"#);
    assert_eq!(answer.status, 400);
    assert_eq!(answer.header("x-amzn-errortype"), Some("NotFoundException"));
    assert_eq!(
        answer.error(),
        (
            "NotFoundException".to_owned(),
            "Alias arn:aws:kms:us-east-1:111111111111:alias/none is not found.".to_owned()
        )
    );
    let record = server.stage.lock().world.trail().events().back().expect("recorded").to_record();
    assert_eq!(answer.header("x-amzn-requestid"), record["requestID"].as_str());
    assert_eq!(record["errorCode"], "NotFoundException");
}

#[test]
fn what_is_no_request_is_refused_as_aws_refuses_it() {
    let server = Server::new();
    let target = |name: &'static str| ("X-Amz-Target", name);
    let list = target("TrentService.ListKeys");
    type Case<'a> = (&'a [(&'a str, &'a str)], &'a str, u16, &'a str);
    let cases: &[Case<'_>] = &[
        (&[target("TrentService.Nonsense"), JSON, AUTHORIZED], "{}", 400, "UnknownOperationException"),
        (&[target("DynamoDB_20120810.ListTables"), JSON, AUTHORIZED], "{}", 400, "UnknownOperationException"),
        (&[JSON, AUTHORIZED], "{}", 400, "UnknownOperationException"),
        (&[list, JSON, AUTHORIZED], "{", 400, "SerializationException"),
        (&[list, JSON, AUTHORIZED], "[]", 400, "SerializationException"),
        (&[list, JSON, AUTHORIZED], r#"{"Limit":"5"}"#, 400, "SerializationException"),
        (&[list, JSON, AUTHORIZED], r#"{"Limit":0}"#, 400, "ValidationException"),
        (&[list, JSON], "{}", 400, "MissingAuthenticationTokenException"),
        (&[list, JSON, ("Authorization", "Bearer x")], "{}", 400, "IncompleteSignatureException"),
        (&[list, JSON, AUTHORIZED, ("Origin", "http://localhost:4599")], "{}", 403, "AccessDeniedException"),
        (&[list, JSON, AUTHORIZED, ("Host", "kms.evil.example")], "{}", 403, "AccessDeniedException"),
    ];
    for (headers, body, status, kind) in cases {
        let answer = server.post_with(headers, body);
        assert_eq!((answer.status, answer.error().0.as_str()), (*status, *kind), "{headers:?} {body}");
        let id = answer.header("x-amzn-requestid").expect("an id");
        assert_eq!(id.len(), 36, "{id}");
    }
    server.post("ListKeys", "").json();
    for method in ["GET", "HEAD", "PUT", "OPTIONS"] {
        let text = format!("{method} / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assert_eq!(Answer::of(&server.send(text.as_bytes())).status, 404, "{method}");
    }
}

#[test]
fn a_mebibyte_is_the_limit() {
    let server = Server::new();
    let document = |bytes: usize| {
        let empty = r#"{"Novelty":""}"#;
        format!(r#"{{"Novelty":"{}"}}"#, "x".repeat(bytes - empty.len()))
    };
    assert_eq!(server.post("ListKeys", &document(1 << 20)).status, 200);
    let answer = server.post("ListKeys", &document((1 << 20) + 1));
    assert_eq!((answer.status, answer.error().0), (413, "RequestEntityTooLargeException".to_owned()));
    // Without a length the limit holds as well.
    let mut stream = server.connect();
    let head = "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: TrentService.ListKeys\r\nTransfer-Encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).expect("sent");
    let chunk = format!("{:x}\r\n{}\r\n", 1 << 18, " ".repeat(1 << 18));
    for _ in 0..5 {
        // The endpoint may close the connection before all is sent.
        let _ = stream.write_all(chunk.as_bytes());
    }
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    assert!(answer.is_empty() || Answer::of(&answer).status == 413, "{answer}");
    assert_eq!(server.post("ListKeys", "{}").status, 200);
}

/// Reads one answer from a connection that goes on.
fn next_answer(reader: &mut BufReader<TcpStream>) -> Answer {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert_ne!(reader.read_line(&mut head).expect("readable"), 0, "closed after {head:?}");
    }
    let mut answer = Answer::of(&head);
    let length: usize = answer.header("content-length").expect("a length").parse().expect("a number");
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("the body");
    answer.body = String::from_utf8(body).expect("text");
    answer
}

#[test]
fn a_connection_carries_many_requests() {
    let server = Server::new();
    let headers = [("X-Amz-Target", "TrentService.GenerateRandom"), JSON, AUTHORIZED];
    let one = request(&headers, r#"{"NumberOfBytes":16}"#, false);
    let mut stream = server.connect();
    let mut reader = BufReader::new(stream.try_clone().expect("a second handle"));
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..20 {
        stream.write_all(&one).expect("sent");
        seen.insert(next_answer(&mut reader).json()["Plaintext"].to_string());
    }
    // Sent at once, answered in order.
    stream.write_all(&one.repeat(5)).expect("sent");
    for _ in 0..5 {
        seen.insert(next_answer(&mut reader).json()["Plaintext"].to_string());
    }
    assert_eq!(seen.len(), 25);
}

#[test]
fn another_stage_can_be_served() {
    let server = Server::new();
    server.post("CreateKey", "{}");
    let keys =
        |server: &Server| server.post("ListKeys", "{}").json()["Keys"].as_array().expect("a list").len();
    assert_eq!(keys(&server), 1);
    let other = Server::new();
    server.endpoint.serve(other.stage.clone());
    assert_eq!(keys(&server), 0);
}
