//! Bad input: KMS's own exception stands in the window, and nothing has changed but the trail.

use egui_kittest::kittest::Queryable as _;
use mrk_console::{
    gui::command::{Command, Content, Reply, Sending},
    kms::{
        Region,
        api::{
            CreateAliasRequest, EnableKeyRotationRequest, EncryptionContext, PutKeyPolicyRequest,
            ReplicateKeyRequest, Request, ScheduleKeyDeletionRequest,
        },
    },
    workloads::{Leg, TransferId},
};

use crate::common::{Window, demo_window, perform, wait_until};

fn region(code: &str) -> Region {
    Region::parse(code).expect("known")
}

/// The demo world's key of this alias in us-east-1.
fn key(window: &Window, alias: &str) -> String {
    let store = window.state().desk().world().store();
    let mut aliases = store.aliases_in(region("us-east-1"));
    let found = aliases.find(|(_, name, _)| name.short() == alias);
    found.expect("in the demo world").2.target.to_string()
}

fn rotation(key_id: &str, days: u32) -> Request {
    EnableKeyRotationRequest { key_id: key_id.to_owned(), rotation_period_in_days: Some(days) }.into()
}

fn deletion(key_id: &str, days: u32) -> Request {
    ScheduleKeyDeletionRequest { key_id: key_id.to_owned(), pending_window_in_days: Some(days) }.into()
}

fn policy(key_id: &str, text: &str) -> Request {
    PutKeyPolicyRequest { key_id: key_id.to_owned(), policy: text.to_owned(), ..Default::default() }.into()
}

fn replica(key_id: &str, to: &str) -> Request {
    let (key_id, replica_region) = (key_id.to_owned(), to.to_owned());
    ReplicateKeyRequest { key_id, replica_region, ..Default::default() }.into()
}

#[test]
fn each_refusal_is_told_in_kms_words_and_changes_nothing() {
    let locked_out = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
        "Principal":{"AWS":"arn:aws:iam::111111111111:user/bob"},"Action":"kms:*","Resource":"*"}]}"#;
    let window = demo_window();
    let (orders, audit) = (key(&window, "orders"), key(&window, "audit-archive"));
    let reserved: Request =
        CreateAliasRequest { alias_name: "alias/aws/x".to_owned(), target_key_id: orders.clone() }.into();
    let cases = [
        (policy(&orders, "{ not JSON"), "MalformedPolicyDocumentException", "line 1"),
        (
            policy(&orders, locked_out),
            "MalformedPolicyDocumentException",
            "The new key policy will not allow you to update the key policy in the future.",
        ),
        (reserved, "NotAuthorizedException", ""),
        (rotation(&orders, 89), "ValidationException", "Value '89' at 'rotationPeriodInDays'"),
        (rotation(&orders, 2561), "ValidationException", "Member must have value less than or equal to 2560"),
        (deletion(&orders, 6), "ValidationException", "Member must have value greater than or equal to 7"),
        (deletion(&orders, 31), "ValidationException", "Member must have value less than or equal to 30"),
        (
            replica(&orders, "eu-west-1"),
            "AlreadyExistsException",
            "You can create only one replica of each primary key in each AWS Region.",
        ),
        (
            replica(&audit, "ap-southeast-1"),
            "UnsupportedOperationException",
            "is not a multi-region primary key.",
        ),
    ];
    for (request, exception, message) in cases {
        let mut window = demo_window();
        let before = window.state().desk().world().store().clone();
        let reply = Reply::Toast("This must not be said".to_owned());
        let call = Command::Call { region: region("us-east-1"), request: Box::new(request), reply };
        perform(&mut window, call);
        assert!(window.query_all_by_label_contains(exception).next().is_some(), "{exception}: {message}");
        assert!(window.query_all_by_label_contains(message).next().is_some(), "{exception}: {message}");
        assert!(window.query_by_label_contains("This must not be said").is_none());
        assert!(*window.state().desk().world().store() == before, "{exception}: {message}");
    }
}

fn sending(text: &str) -> Sending {
    Sending {
        content: Content::Text(text.to_owned()),
        source: region("us-east-1"),
        destination: region("eu-west-1"),
        key_id: "alias/global-encrypt".to_owned(),
        context: EncryptionContext::new(),
        reader_context: EncryptionContext::new(),
        reader: "alice".to_owned(),
    }
}

/// Sends in slow motion until it is over.
fn send(window: &mut Window, command: Command) -> TransferId {
    perform(window, command);
    wait_until(window, "the transfer", |window| {
        window.state().desk().stage.transfers().all(|transfer| transfer.leg.is_over())
    });
    window.state().desk().stage.transfers().next_back().expect("sent").id
}

fn exception(window: &Window, id: TransferId) -> Option<&'static str> {
    match &window.state().desk().stage.transfer(id)?.leg {
        Leg::Refused { error, .. } => Some(error.exception.name()),
        _ => None,
    }
}

#[test]
fn what_cannot_be_encrypted_or_decrypted_is_refused_by_kms() {
    let mut window = demo_window();
    perform(&mut window, Command::ActAs("alice".to_owned()));

    let long = "x".repeat(4097);
    let id = send(&mut window, Command::Send(Box::new(sending(&long))));
    assert_eq!(exception(&window, id), Some("ValidationException"));
    let told = "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have \
                length less than or equal to 4096";
    assert!(window.query_all_by_label_contains(told).next().is_some());

    let good = send(&mut window, Command::Send(Box::new(sending("hello"))));
    assert!(window.state().desk().stage.transfer(good).expect("sent").is_identical());
    let flipped = send(&mut window, Command::FlipBit(good, 150));
    assert_eq!(exception(&window, flipped), Some("InvalidCiphertextException"));
    let unknown_material = send(&mut window, Command::FlipBit(good, 10));
    assert_eq!(exception(&window, unknown_material), Some("AccessDeniedException"));
    let context = EncryptionContext::from([("Purpose".to_owned(), "other".to_owned())]);
    let other = send(&mut window, Command::SendWithContext(good, context));
    assert_eq!(exception(&window, other), Some("InvalidCiphertextException"));

    perform(&mut window, Command::ActAs("mallory".to_owned()));
    let denied = send(&mut window, Command::SendOn(good, region("eu-west-1")));
    assert_eq!(exception(&window, denied), Some("AccessDeniedException"));
}
