//! Who is calling.

use aws_sdk_kms::primitives::Blob;
use mrk_console::endpoint::Options;

use crate::support::*;

fn strict() -> Server {
    Server::with(Options { port: 0, strict_auth: true, ..Options::default() })
}

#[test]
fn every_principal_acts_with_its_own_access_key() {
    let server = strict();
    let names: Vec<String> =
        server.stage.lock().world.principals().iter().map(|it| it.name.clone()).collect();
    assert!(names.len() > 6);
    for name in names {
        // Whether it is allowed or not: the trail knows who asked.
        let _ = server.run(server.client_of(&name, "eu-west-1").list_keys().send());
        let stage = server.stage.lock();
        let principal = stage.world.principals().named(&name).expect("in every new world");
        let event = stage.world.trail().events().back().expect("recorded").clone();
        assert_eq!(event.to_record()["userIdentity"]["arn"], principal.acting_arn());
        assert_eq!(event.to_record()["userIdentity"]["accessKeyId"], principal.access_key().id);
        assert_eq!(event.region.code(), "eu-west-1");
        let client = event.client.as_deref().expect("named");
        assert!(client.contains("aws-sdk-rust"), "{client}");
    }
}

#[test]
fn the_policy_decides_for_whoever_signed() {
    let server = Server::new();
    server.run(async {
        let made = server.client_of("alice", "us-east-1").create_key().send().await.expect("made");
        let id = made.key_metadata.expect("metadata").key_id;
        let sealed = server
            .client_of("alice", "us-east-1")
            .encrypt()
            .key_id(&id)
            .plaintext(Blob::new("x"))
            .send()
            .await
            .expect("encrypted");
        let error = refused(
            server
                .client_of("mallory", "us-east-1")
                .decrypt()
                .ciphertext_blob(sealed.ciphertext_blob.expect("a blob"))
                .send()
                .await,
        );
        assert_eq!(error.meta().code(), Some("AccessDeniedException"));
        let message = error.meta().message().expect("a message");
        let starts = "User: arn:aws:iam::111111111111:user/mallory is not authorized to perform: kms:Decrypt";
        assert!(message.starts_with(starts), "{message}");
    });
}

#[test]
fn strangers_are_root_or_nobody() {
    let server = Server::new();
    server.run(server.client("us-east-1").create_key().send()).expect("as root");
    let record = server.stage.lock().world.trail().events().back().expect("recorded").to_record();
    assert_eq!(record["userIdentity"]["type"], "Root");
    let server = strict();
    let error = refused(server.run(server.client("us-east-1").create_key().send()));
    assert_eq!(error.meta().code(), Some("UnrecognizedClientException"));
    assert_eq!(error.meta().message(), Some("The security token included in the request is invalid."));
    assert!(server.stage.lock().world.trail().events().is_empty(), "KMS never saw it");
}

#[test]
fn a_wrong_secret_is_found_out() {
    let server = Server::new();
    let id = server.access_key("alice").id;
    let error = refused(server.run(server.signed("us-east-1", &id, "not hers").list_keys().send()));
    assert_eq!(error.meta().code(), Some("InvalidSignatureException"));
}

#[test]
fn a_signature_of_another_day_is_too_old() {
    let server = Server::new();
    let key = server.access_key("alice").id;
    let signed = |date: &str| {
        let value = format!(
            "AWS4-HMAC-SHA256 Credential={key}/{}/us-east-1/kms/aws4_request, SignedHeaders=host;x-amz-date, Signature={}",
            &date[..8],
            "0".repeat(64)
        );
        let target = ("X-Amz-Target", "TrentService.ListKeys");
        server.post_with(&[target, JSON, ("Authorization", &value), ("X-Amz-Date", date)], "{}")
    };
    for (date, says) in [
        ("20200101T000000Z", "Signature expired: 20200101T000000Z is now earlier than "),
        ("29990101T000000Z", "Signature not yet current: 29990101T000000Z is still later than "),
    ] {
        let answer = signed(date);
        let (exception, message) = answer.error();
        assert_eq!((answer.status, exception.as_str()), (400, "InvalidSignatureException"));
        assert!(message.starts_with(says), "{message}");
    }
    assert_eq!(signed("2020-01-01 or so").error().0, "IncompleteSignatureException");
    assert!(server.stage.lock().world.trail().events().is_empty(), "KMS never saw it");
}

#[test]
fn regions_and_services_are_those_of_the_scope() {
    let server = Server::new();
    let error = refused(server.run(server.client("xx-nowhere-1").list_keys().send()));
    assert_eq!(error.meta().code(), Some("InvalidSignatureException"));
    assert!(error.meta().message().expect("a message").contains("valid region"));
    // A Region that the account has not opted in to.
    let error = refused(server.run(server.client("ap-east-1").list_keys().send()));
    assert_eq!(error.meta().code(), Some("UnrecognizedClientException"));
    let other = (
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=t/20260212/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0",
    );
    let answer = server.post_with(&[("X-Amz-Target", "TrentService.ListKeys"), JSON, other], "{}");
    assert_eq!((answer.status, answer.error().0), (400, "InvalidSignatureException".to_owned()));
}

#[test]
fn sts_tells_who_is_calling() {
    let server = Server::new();
    let form = ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    let stranger = (
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=test/20260212/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=0",
    );
    let answer = server.post_with(&[form, stranger], "Action=GetCallerIdentity&Version=2011-06-15");
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains("<Arn>arn:aws:iam::111111111111:root</Arn>"), "{}", answer.body);
    assert!(answer.body.contains("<Account>111111111111</Account>"), "{}", answer.body);
    let answer = server.post_with(&[form, stranger], "Action=AssumeRole&Version=2011-06-15");
    assert_eq!(answer.status, 400);
    assert!(answer.body.contains("<Code>InvalidAction</Code>"), "{}", answer.body);
    let answer = server.post_with(&[form], "Action=GetCallerIdentity&Version=2011-06-15");
    assert_eq!(answer.status, 403);
    assert!(answer.body.contains("<Code>MissingAuthenticationToken</Code>"), "{}", answer.body);
}

#[test]
fn what_comes_to_no_service_is_counted_and_told() {
    let server = Server::with(Options { port: 0, strict_auth: true, ..Options::default() });
    assert_eq!((server.endpoint.refused(), server.endpoint.last_refusal()), (0, None));
    let headers =
        [("X-Amz-Target", "TrentService.ListKeys"), JSON, AUTHORIZED, ("User-Agent", "aws-cli/2.9 x")];
    assert_eq!(server.post_with(&headers, "{}").status, 400);
    assert_eq!((server.endpoint.calls(), server.endpoint.refused()), (0, 1));
    let last = server.endpoint.last_refusal().expect("there was one");
    assert_eq!((&*last.kind, &*last.client), ("UnrecognizedClientException", "aws-cli/2.9 x"));
    assert_eq!(last.message, "The security token included in the request is invalid.");
}

#[test]
fn a_long_term_key_comes_with_no_token() {
    let server = Server::new();
    let scope = |key: &str, service: &str| {
        format!(
            "AWS4-HMAC-SHA256 Credential={key}/20260212/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=00"
        )
    };
    let token = ("X-Amz-Security-Token", "anything");
    for (key, refused) in [("AKIAIOSFODNN7EXAMPLE", true), ("ASIAIOSFODNN7EXAMPLE", false), ("test", false)] {
        let scope = scope(key, "kms");
        let target = ("X-Amz-Target", "TrentService.ListKeys");
        let answer = server.post_with(&[target, JSON, ("Authorization", &scope), token], "{}");
        assert_eq!(answer.status == 400, refused, "{key}: {answer:?}");
        if refused {
            let says = "The security token included in the request is invalid.".to_owned();
            assert_eq!(answer.error(), ("UnrecognizedClientException".to_owned(), says));
        }
    }
    let scope = scope("AKIAIOSFODNN7EXAMPLE", "sts");
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    let answer = server
        .post_with(&[form, ("Authorization", &scope), token], "Action=GetCallerIdentity&Version=2011-06-15");
    assert!(answer.status == 403 && answer.body.contains("<Code>InvalidClientTokenId</Code>"), "{answer:?}");
    assert_eq!((server.endpoint.calls(), server.endpoint.refused()), (2, 2));
}
