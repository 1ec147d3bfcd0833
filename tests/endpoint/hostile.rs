//! Thousands of requests that are not as they should be: the endpoint answers each, or closes its connection, and
//! nothing else comes of it.

use std::{
    io::{Read as _, Write as _},
    net::Shutdown,
};

use proptest::{
    strategy::{Just, Strategy, ValueTree as _},
    test_runner::TestRunner,
};
use serde_json::json;

use crate::support::*;

/// One change of a request.
#[derive(Clone, Debug)]
enum Change {
    /// A byte becomes another.
    Byte(usize, u8),
    /// A stretch goes missing.
    Without(usize, usize),
    /// A stretch comes twice.
    Twice(usize, usize),
    /// Something that a careless server trips over stands somewhere.
    With(usize, &'static str),
    /// The end is missing.
    Cut(usize),
}

const TRAPS: [&str; 14] = [
    "\r\n",
    "\r\n\r\n",
    "\0",
    "\u{feff}",
    "\"",
    "{\"a\":",
    "[[[[[[[[[[[[[[[[",
    "1e999",
    "-9223372036854775809",
    "\\ud800",
    "\r\nContent-Length: 18446744073709551616",
    "\r\nTransfer-Encoding: chunked",
    "\r\nX-Amz-Target: TrentService.ScheduleKeyDeletion",
    "null",
];

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        let place = |place: usize| if bytes.is_empty() { 0 } else { place % bytes.len() };
        match *self {
            Self::Byte(at, byte) => {
                let at = place(at);
                bytes.splice(at..bytes.len().min(at + 1), [byte]);
            }
            Self::Without(from, length) => {
                let from = place(from);
                bytes.drain(from..bytes.len().min(from + length));
            }
            Self::Twice(from, length) => {
                let from = place(from);
                let stretch = bytes[from..bytes.len().min(from + length)].to_vec();
                bytes.splice(from..from, stretch);
            }
            Self::With(at, trap) => {
                let at = place(at);
                bytes.splice(at..at, trap.bytes());
            }
            Self::Cut(length) => bytes.truncate(place(length)),
        }
    }
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let place = 0..4096_usize;
    let change = proptest::prop_oneof![
        4 => (place.clone(), proptest::num::u8::ANY).prop_map(|(at, byte)| Change::Byte(at, byte)),
        1 => (place.clone(), 1..40_usize).prop_map(|(from, length)| Change::Without(from, length)),
        1 => (place.clone(), 1..40_usize).prop_map(|(from, length)| Change::Twice(from, length)),
        2 => (place.clone(), 0..TRAPS.len()).prop_map(|(at, trap)| Change::With(at, TRAPS[trap])),
        1 => place.prop_map(Change::Cut),
    ];
    let nothing = Just(Vec::new());
    proptest::prop_oneof![1 => nothing, 30 => proptest::collection::vec(change, 1..6)]
}

#[test]
fn no_change_of_a_request_brings_the_endpoint_down() {
    let server = Server::new();
    let id =
        server.post("CreateKey", "{}").json()["KeyMetadata"]["KeyId"].as_str().expect("an id").to_owned();
    let named = json!({ "KeyId": id });
    let encrypt = json!({ "KeyId": id, "Plaintext": "aGVsbG8=", "EncryptionContext": { "a": "b" } });
    let grant = json!({
        "KeyId": id, "Operations": ["Decrypt", "Encrypt"], "Constraints": { "EncryptionContextSubset": { "a": "b" } },
        "GranteePrincipal": "arn:aws:iam::111111111111:user/bob",
    });
    let tags = json!({ "KeyId": id, "Tags": [{ "TagKey": "a", "TagValue": "b" }] });
    let policy = json!({ "KeyId": id, "Policy": r#"{"Version":"2012-10-17","Statement":[]}"# });
    let random = json!({ "NumberOfBytes": 16 });
    let mut good: Vec<Vec<u8>> = [
        ("Encrypt", &encrypt),
        ("DescribeKey", &named),
        ("CreateGrant", &grant),
        ("TagResource", &tags),
        ("PutKeyPolicy", &policy),
        ("GenerateRandom", &random),
    ]
    .iter()
    .map(|(name, body)| {
        let target = format!("TrentService.{name}");
        request(&[("X-Amz-Target", &target), JSON, AUTHORIZED], &body.to_string(), true)
    })
    .collect();
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    good.push(request(&[form, AUTHORIZED], "Action=GetCallerIdentity&Version=2011-06-15", true));
    let mut runner = TestRunner::deterministic();
    let changes = changes();
    let mut refused = 0;
    for number in 0..4000 {
        let mut bytes = good[number % good.len()].clone();
        let changed = changes.new_tree(&mut runner).expect("a value").current();
        changed.iter().for_each(|change| change.apply(&mut bytes));
        let mut stream = server.connect();
        let _ = stream.write_all(&bytes);
        // A changed length may make it wait for more: there is no more.
        let _ = stream.shutdown(Shutdown::Write);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1."), "{answer}");
        let is_failure = answer.starts_with("HTTP/1.1 5") || answer.starts_with("HTTP/1.0 5");
        assert!(!is_failure, "{}\n{answer}", String::from_utf8_lossy(&bytes));
        refused += u32::from(answer.starts_with("HTTP/1.1 4"));
    }
    assert!(refused > 1000, "{refused}");
    assert_eq!(server.post("GenerateRandom", &random.to_string()).status, 200);
    let found = server.post("DescribeKey", &named.to_string());
    assert_eq!((found.status, &found.json()["KeyMetadata"]["KeyState"]), (200, &json!("Enabled")));
}
