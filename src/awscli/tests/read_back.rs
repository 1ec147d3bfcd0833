//! A line of every operation with every member, typed into the shell, makes the request that it was made of.

use std::{cell::RefCell, rc::Rc};

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::{
    awscli::{Identity, Service, Shell, command_line},
    kms::{
        Exception, KmsError, Region, Span, Timestamp,
        api::{Kind, MemberSpec, Operation, Request, Response},
    },
};

/// A service that notes what it is asked, and refuses it.
#[derive(Default)]
struct Notes(Rc<RefCell<Vec<(Region, Request)>>>);

impl Service for Notes {
    fn call(&mut self, _: Option<&str>, region: Region, request: Request) -> Result<Response, KmsError> {
        self.0.borrow_mut().push((region, request));
        Err(Exception::NotFound.with("noted"))
    }

    fn identity(&self, _: Option<&str>) -> Option<Identity> {
        None
    }

    fn now(&self) -> Timestamp {
        Timestamp::default()
    }

    fn sleep(&mut self, _: Span) {}

    fn is_interrupted(&self) -> bool {
        false
    }
}

/// The requests that a text makes, with what it prints.
fn requests(text: &str) -> (Vec<(Region, Request)>, String) {
    let notes = Rc::default();
    let mut said = String::new();
    let mut shell = Shell::new("eu-west-1".parse().expect("known"));
    shell.run(text, &mut Notes(Rc::clone(&notes)), &mut |printed| said.push_str(&format!("{printed:?}\n")));
    (notes.take(), said)
}

#[track_caller]
fn reads_back(request: &Request) {
    let region: Region = "us-east-1".parse().expect("known");
    let line = command_line(region, request);
    assert!(!line.contains('\n'), "{line}");
    let (made, said) = requests(&line);
    let [(there, made)] = made.as_slice() else { panic!("{line}\n{said}") };
    assert_eq!(*there, region);
    // A default that was given and one that was not make the same line.
    assert_eq!(command_line(region, made), line, "{said}");
    let (made, given) = (document(made), document(request));
    for (name, value) in &given {
        match made.get(name) {
            Some(found) => assert_eq!(found, value, "{name} of {line}"),
            None => assert!(!line.contains(&value.to_string()), "{name} is lost in {line}"),
        }
    }
    assert!(made.keys().all(|name| given.contains_key(name)), "{line} has more than was given");
}

/// The members of a request.
fn document(request: &Request) -> Map<String, Value> {
    let value = serde_json::to_value(request).expect("JSON");
    value.as_object().and_then(|it| it.values().next()?.as_object().cloned()).expect("members by operation")
}

/// Texts that have to survive the way through the shell.
const TEXTS: [&str; 8] = [
    "plain",
    "alice's \"key\" $HOME `id`",
    "-dash",
    "tab\tand\nline\\n",
    "Schlüssel, a=b",
    "[1]",
    "{x",
    "file is no file:",
];

/// A value for a member that breaks no limit of a kind.
fn value(spec: &MemberSpec, kind: Kind, number: usize) -> Value {
    let name = spec.name();
    match kind {
        Kind::Text => json!(match name.as_str() {
            // These have patterns, which the service checks.
            "PolicyName" => "other",
            "ReplicaRegion" | "PrimaryRegion" => "eu-west-1",
            "AliasName" | "Name" => "alias/a",
            "GranteePrincipal" | "RetiringPrincipal" => "arn:aws:iam::111111111111:user/bob",
            "GranteeServicePrincipal" | "RetiringServicePrincipal" => "s3.amazonaws.com",
            "SourceArn" => "arn:aws:sns:us-east-1:111111111111:topic",
            "KeyMaterialId" => return json!("ab".repeat(32)),
            "KeyMaterialDescription" => "a material",
            "XksKeyId" => "external-1",
            "CloudHsmClusterId" => "cluster-234567abcde",
            "KeyStorePassword" => "kmsPswd 'q'",
            "XksProxyUriEndpoint" => "https://proxy.example.com",
            "XksProxyUriPath" => "/example/kms/xks/v1",
            "XksProxyVpcEndpointServiceName" => "com.amazonaws.vpce.us-east-1.vpce-svc-example",
            "XksProxyVpcEndpointServiceOwner" => "111111111111",
            "AccessKeyId" => "ABCDE12345670EXAMPLE".replace(['0', '1'], "2").leak(),
            "RawSecretAccessKey" => "DXjSUawnel2fr6SKC7G25CNxTyWKE5PF9XX6H/u9pSo=",
            "Marker" => "a marker",
            _ => TEXTS[number % TEXTS.len()],
        }),
        Kind::Blob => json!(["Ynl0ZXM=", "AAECAwT/", "LS1vcHRpb24="][number % 3]),
        Kind::Boolean => json!(true),
        Kind::Integer => match name.as_str() {
            "PendingWindowInDays" => json!(7),
            "RotationPeriodInDays" => json!(100),
            _ => json!(32),
        },
        Kind::Moment => json!([1_780_000_000.0, 1_780_000_000.5][number % 2]),
        Kind::Enumeration(names) => json!(names[number % names.len()]),
        Kind::List(element) => json!([value(spec, *element, number), value(spec, *element, number + 1)]),
        Kind::Pairs => json!({ "Purpose": "Test", "Note, too": TEXTS[number % TEXTS.len()] }),
        Kind::Structure(specs) => Value::Object(members(specs, number, &|_| true)),
    }
}

fn members(specs: &[MemberSpec], number: usize, given: &dyn Fn(usize) -> bool) -> Map<String, Value> {
    let member = |(place, spec): (usize, &MemberSpec)| {
        let is_there = spec.limits.is_required || given(place);
        is_there.then(|| (spec.name(), value(spec, spec.kind, number + place)))
    };
    specs.iter().enumerate().filter_map(member).collect()
}

fn request(operation: Operation, number: usize, given: &dyn Fn(usize) -> bool) -> Option<Request> {
    let document = Value::Object(members(operation.members(), number, given));
    Request::decode(operation, document.to_string().as_bytes()).ok()
}

#[test]
fn every_member_of_every_operation_reads_back() {
    for operation in Operation::ALL {
        let read = (0..TEXTS.len() * 3).filter_map(|number| request(*operation, number, &|_| true));
        assert!(read.map(|request| reads_back(&request)).count() > 0, "{}", operation.name());
    }
}

proptest! {
    #[test]
    fn any_choice_of_members_reads_back(
        place in 0..Operation::ALL.len(),
        number in 0..1000usize,
        given in any::<u32>(),
    ) {
        if let Some(request) = request(Operation::ALL[place], number, &|place| given >> (place % 32) & 1 == 1) {
            reads_back(&request);
        }
    }

    #[test]
    fn any_text_and_bytes_read_back(text in "\\PC{1,40}", bytes in prop::collection::vec(any::<u8>(), 1..80)) {
        use crate::kms::api::{EncryptRequest, TagResourceRequest, Tag};
        reads_back(&EncryptRequest {
            key_id: text.clone(),
            plaintext: bytes.into(),
            encryption_context: [(text.clone(), text.clone())].into(),
            ..Default::default()
        }.into());
        let tag = Tag { tag_key: text.clone(), tag_value: text.clone() };
        reads_back(&TagResourceRequest { key_id: "k".to_owned(), tags: vec![tag.clone(), tag] }.into());
    }
}
