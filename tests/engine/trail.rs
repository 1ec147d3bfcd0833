//! The trail: what is recorded where, and what a record says.

use mrk_console::{
    kms::{Exception, Region, Span, api::*},
    world::{Actor, TrailEvent},
};
use serde_json::{Value, json};

use crate::scene::*;

impl Scene {
    /// The events after the first `since`.
    fn events(&self, since: u64) -> Vec<TrailEvent> {
        let events = self.world.trail().events().iter();
        events.filter(|event| event.number >= since).map(|event| (**event).clone()).collect()
    }

    /// Name and Region of the events after the first `since`.
    fn recorded(&self, since: u64) -> Vec<(String, Region)> {
        self.events(since).into_iter().map(|event| (event.name.to_string(), event.region)).collect()
    }

    fn made(&self) -> u64 {
        self.world.trail().made()
    }

    fn last_record(&self) -> Value {
        self.world.trail().events().back().expect("something was recorded").to_record()
    }
}

fn names(list: &[(&str, Region)]) -> Vec<(String, Region)> {
    list.iter().map(|(name, region)| ((*name).to_owned(), *region)).collect()
}

#[test]
fn every_call_is_one_event_in_the_region_that_was_called() {
    let mut scene = Scene::new();
    let key = scene.family();
    let since = scene.made();
    let ciphertext = scene.seal(us(), &key, b"x");
    scene.open(eu(), &ciphertext);
    scene.describe(ap(), &key);
    scene.ask(eu(), disable(&key));
    scene.refused(eu(), encrypt(&key, b"x"));
    let expected = names(&[
        ("Encrypt", us()),
        ("Decrypt", eu()),
        ("DescribeKey", ap()),
        ("DisableKey", eu()),
        ("Encrypt", eu()),
    ]);
    assert_eq!(scene.recorded(since), expected);
    for event in scene.events(since) {
        assert_eq!(event.keys, [scene.world.store().families().next().expect("one").arn(event.region)]);
        assert_eq!(event.read_only, &*event.name != "DisableKey");
        assert_eq!(event.request, event.number);
        assert_eq!(event.actor, Actor::Caller("arn:aws:iam::111111111111:user/alice".into()));
    }
}

#[test]
fn replicate_key_is_recorded_in_both_regions() {
    let mut scene = Scene::new();
    let key = scene.primary();
    let since = scene.made();
    scene.ask(us(), replicate(&key, eu()));
    assert_eq!(scene.recorded(since), names(&[("ReplicateKey", us()), ("CreateKey", eu())]));
    let events = scene.events(since);
    assert_eq!(events[0].request, events[1].request);
    let [here, there] = [events[0].to_record(), events[1].to_record()];
    assert_eq!(here["requestID"], there["requestID"]);
    assert_ne!(here["eventID"], there["eventID"]);
    let parameters = json!({
        "keyId": key,
        "replicaRegion": "eu-west-1",
        "bypassPolicyLockoutSafetyCheck": false,
        "description": "",
    });
    assert_eq!(here["requestParameters"], parameters);
    let metadata = &here["responseElements"]["replicaKeyMetadata"];
    assert_eq!((&metadata["keyState"], &metadata["enabled"]), (&json!("Creating"), &json!(false)));
    assert_eq!(metadata["creationDate"], json!("Feb 12, 2026, 9:00:00 AM"));
    assert!(here["responseElements"]["replicaPolicy"].is_string());
    assert_eq!(here["resources"][0]["ARN"], json!(arn(us(), &key)));

    assert_eq!(there["requestParameters"]["multiRegion"], json!(true));
    assert_eq!(there["responseElements"]["keyMetadata"]["arn"], json!(arn(eu(), &key)));
    assert_eq!(there["resources"][0]["ARN"], json!(arn(eu(), &key)));
    assert_eq!(there["userIdentity"]["invokedBy"], json!("kms.amazonaws.com"));
    assert_eq!(there["sourceIPAddress"], json!("kms.amazonaws.com"));
    // When the material has arrived, the service says so in the replica's Region.
    let since = scene.made();
    scene.pass(Span::seconds(5));
    assert_eq!(scene.recorded(since), names(&[("SynchronizeMultiRegionKey", eu())]));
    let record = scene.last_record();
    assert_eq!((&record["requestParameters"], &record["responseElements"]), (&Value::Null, &Value::Null));
    assert_eq!(record["userIdentity"], json!({ "accountId": "111111111111", "invokedBy": "AWS Internal" }));
    assert_eq!(record["eventType"], json!("AwsApiCall"));
    assert_eq!(record["resources"][0]["ARN"], json!(arn(eu(), &key)));
}

#[test]
fn update_primary_region_is_recorded_in_both_regions() {
    let mut scene = Scene::new();
    let key = scene.family();
    let since = scene.made();
    scene.ask(us(), promote(&key, eu()));
    assert_eq!(scene.recorded(since), names(&[("UpdatePrimaryRegion", us()), ("UpdatePrimaryRegion", eu())]));
    let [old, new] = [0, 1].map(|index| scene.events(since)[index].to_record());
    assert_eq!(old["requestID"], new["requestID"]);
    assert_eq!(old["requestParameters"], json!({ "keyId": key, "primaryRegion": "eu-west-1" }));
    assert_eq!(old["resources"][0]["ARN"], json!(arn(us(), &key)));
    let parameters = json!({ "keyId": arn(eu(), &key), "primaryRegion": "eu-west-1" });
    assert_eq!(new["requestParameters"], parameters);
    assert_eq!(new.get("resources"), None);
    assert_eq!(new["userIdentity"]["arn"], json!("arn:aws:iam::111111111111:user/alice"));
    assert_eq!(new["userIdentity"]["invokedBy"], json!("kms.amazonaws.com"));
    // Both other members learn of it.
    let since = scene.made();
    scene.pass(Span::seconds(5));
    let mut heard = scene.recorded(since);
    heard.sort();
    let expected = names(&[("SynchronizeMultiRegionKey", ap()), ("SynchronizeMultiRegionKey", us())]);
    assert_eq!(heard, expected);
}

#[test]
fn shared_settings_are_synchronised_to_every_replica() {
    let mut scene = Scene::new();
    let key = scene.family();
    let since = scene.made();
    scene.ask(us(), rotate_every(&key, None));
    scene.pass(Span::seconds(1));
    let mut heard = scene.recorded(since);
    assert_eq!(heard.remove(0), ("EnableKeyRotation".to_owned(), us()));
    heard.sort();
    assert_eq!(heard, names(&[("SynchronizeMultiRegionKey", ap()), ("SynchronizeMultiRegionKey", eu())]));
    // What is one member's alone goes nowhere.
    let since = scene.made();
    scene.ask(us(), TagResourceRequest { key_id: key.clone(), tags: vec![tag("a", "b")] });
    scene.ask(us(), rotate_every(&key, None));
    scene.pass(Span::seconds(10));
    assert_eq!(scene.recorded(since), names(&[("TagResource", us()), ("EnableKeyRotation", us())]));
}

#[test]
fn a_rotation_is_an_event_of_the_primary() {
    let mut scene = Scene::new();
    let key = scene.family();
    let old = scene.material(us(), &key);
    let since = scene.made();
    scene.ask(us(), rotate(&key));
    scene.pass(Span::seconds(240));
    let expected = names(&[
        ("RotateKeyOnDemand", us()),
        ("SynchronizeMultiRegionKey", ap()),
        ("SynchronizeMultiRegionKey", eu()),
        ("RotateKey", us()),
    ]);
    assert_eq!(scene.recorded(since), expected);
    assert_eq!(scene.events(since)[0].to_record()["responseElements"], json!({ "keyId": arn(us(), &key) }));
    let record = scene.last_record();
    let details = json!({
        "rotationType": "ON_DEMAND",
        "keyOrigin": "AWS_KMS",
        "previousKeyMaterialId": old,
        "currentKeyMaterialId": scene.material(us(), &key),
        "keyId": key,
    });
    assert_eq!(record["serviceEventDetails"], details);
    assert_eq!(
        (&record["eventType"], &record["requestParameters"]),
        (&json!("AwsServiceEvent"), &Value::Null)
    );
    assert_eq!(record["sourceIPAddress"], json!("AWS Internal"));

    scene.ask(us(), rotate_every(&key, Some(90)));
    scene.pass_days(91);
    let automatic = scene.world.trail().events().iter().rfind(|event| &*event.name == "RotateKey");
    let record = automatic.expect("rotated").to_record();
    assert_eq!(record["serviceEventDetails"]["rotationType"], json!("AUTOMATIC"));
}

#[test]
fn a_deletion_is_an_event_of_its_region() {
    let mut scene = Scene::new();
    let key = scene.family();
    scene.ask(eu(), delete_in(&key, 7));
    let record = scene.last_record();
    assert_eq!(record["requestParameters"], json!({ "keyId": key, "pendingWindowInDays": 7 }));
    let response = json!({
        "keyId": arn(eu(), &key),
        "deletionDate": "Feb 19, 2026, 9:00:10 AM",
        "keyState": "PendingDeletion",
        "pendingWindowInDays": 7,
    });
    assert_eq!(record["responseElements"], response);
    let since = scene.made();
    scene.pass_days(7);
    assert_eq!(scene.recorded(since), names(&[("DeleteKey", eu())]));
    let record = scene.last_record();
    assert_eq!(record["eventType"], json!("AwsServiceEvent"));
    assert_eq!(record["resources"][0]["ARN"], json!(arn(eu(), &key)));
}

#[test]
fn a_record_has_cloudtrail_s_members() {
    let mut scene = Scene::new();
    let key = scene.primary();
    let create = scene.last_record();
    for (member, value) in [
        ("eventVersion", json!("1.11")),
        ("eventTime", json!("2026-02-12T09:00:00Z")),
        ("eventSource", json!("kms.amazonaws.com")),
        ("eventName", json!("CreateKey")),
        ("awsRegion", json!("us-east-1")),
        ("readOnly", json!(false)),
        ("eventType", json!("AwsApiCall")),
        ("managementEvent", json!(true)),
        ("eventCategory", json!("Management")),
        ("recipientAccountId", json!("111111111111")),
        (
            "requestParameters",
            json!({
                "description": "",
                "keyUsage": "ENCRYPT_DECRYPT",
                "keySpec": "SYMMETRIC_DEFAULT",
                "customerMasterKeySpec": "SYMMETRIC_DEFAULT",
                "origin": "AWS_KMS",
                "bypassPolicyLockoutSafetyCheck": false,
                "multiRegion": true,
            }),
        ),
        (
            "resources",
            json!([{ "accountId": "111111111111", "type": "AWS::KMS::Key", "ARN": arn(us(), &key) }]),
        ),
    ] {
        assert_eq!(create[member], value, "{member}");
    }
    assert_eq!(create["responseElements"]["keyMetadata"]["aWSAccountId"], json!("111111111111"));
    assert_eq!(
        create["responseElements"]["keyMetadata"]["multiRegionConfiguration"]["multiRegionKeyType"],
        json!("PRIMARY")
    );
    assert_eq!(create.get("errorCode"), None);

    let right = context(&[("Purpose", "Migration")]);
    let request = EncryptRequest { encryption_context: right.clone(), ..encrypt(&key, b"secret") };
    let sealed = scene.ask(us(), request).ciphertext_blob;
    let record = scene.last_record();
    let parameters = json!({
        "keyId": key,
        "encryptionContext": { "Purpose": "Migration" },
        "encryptionAlgorithm": "SYMMETRIC_DEFAULT",
    });
    assert_eq!(record["requestParameters"], parameters);
    assert_eq!(record["responseElements"], Value::Null);
    assert_eq!(record["additionalEventData"], json!({ "keyMaterialId": scene.material(us(), &key) }));
    let read = DecryptRequest { encryption_context: right, ..decrypt(&sealed) };
    scene.ask(us(), read);
    let parameters = json!({
        "encryptionContext": { "Purpose": "Migration" },
        "encryptionAlgorithm": "SYMMETRIC_DEFAULT",
    });
    assert_eq!(scene.last_record()["requestParameters"], parameters);
    scene.ask(us(), data_key(&key));
    assert_eq!(scene.last_record()["requestParameters"], json!({ "keyId": key, "keySpec": "AES_256" }));
    // Changes without an answer name the key that they changed.
    scene.ask(us(), disable(&key));
    assert_eq!(scene.last_record()["responseElements"], json!({ "keyId": arn(us(), &key) }));
}

#[test]
fn a_refusal_is_recorded_with_its_code_and_message() {
    let mut scene = Scene::new();
    let (key, other) = (scene.single(us()), scene.single(us()));
    let ciphertext = scene.seal(us(), &key, b"x");
    let (_, message) = scene.refused_as("mallory", us(), decrypt(&ciphertext));
    let record = scene.last_record();
    assert_eq!((&record["errorCode"], &record["errorMessage"]), (&json!("AccessDenied"), &json!(message)));
    assert_eq!(record["responseElements"], Value::Null);
    assert_eq!(record["userIdentity"]["userName"], json!("mallory"));
    let (exception, message) = scene.refused(us(), decrypt_with(&other, &ciphertext));
    assert_eq!(exception, Exception::IncorrectKey);
    let record = scene.last_record();
    assert_eq!(record["errorCode"], json!("IncorrectKeyException"));
    assert_eq!(record["errorMessage"], json!(message));
    assert_eq!(record.get("additionalEventData"), None);
}

#[test]
fn callers_are_told_apart_by_kind() {
    let mut scene = Scene::new();
    for (name, kind, arn) in [
        ("alice", "IAMUser", "arn:aws:iam::111111111111:user/alice"),
        ("OrgAdmin", "AssumedRole", "arn:aws:sts::111111111111:assumed-role/OrgAdmin/console"),
        ("root", "Root", "arn:aws:iam::111111111111:root"),
    ] {
        scene.try_as(name, us(), ListKeysRequest::default()).expect("may list");
        let identity = scene.last_record()["userIdentity"].clone();
        assert_eq!((&identity["type"], &identity["arn"]), (&json!(kind), &json!(arn)));
        assert_eq!(identity["accountId"], json!("111111111111"));
    }
}

#[test]
fn a_session_names_the_role_that_issued_it() {
    let mut scene = Scene::new();
    scene.try_as("Application", us(), ListKeysRequest::default()).expect("may list");
    let record = scene.last_record();
    let identity = &record["userIdentity"];
    let issuer = &identity["sessionContext"]["sessionIssuer"];
    assert_eq!(issuer["arn"], json!("arn:aws:iam::111111111111:role/app/Application"));
    assert_eq!((&issuer["type"], &issuer["userName"]), (&json!("Role"), &json!("Application")));
    let principal = identity["principalId"].as_str().expect("a text");
    let issuer_id = issuer["principalId"].as_str().expect("a text");
    assert!(issuer_id.starts_with("AROA") && issuer_id.len() == 21);
    assert_eq!(principal, format!("{issuer_id}:console"));
    assert_eq!(record["tlsDetails"]["clientProvidedHostHeader"], json!("kms.us-east-1.amazonaws.com"));
    scene.ask(us(), ListKeysRequest::default());
    let record = scene.last_record();
    let identity = &record["userIdentity"];
    assert!(identity["principalId"].as_str().expect("a text").starts_with("AIDA"));
    assert_eq!(identity.get("sessionContext"), None);
}

#[test]
fn what_the_service_does_by_itself_has_no_client() {
    let mut scene = Scene::new();
    let key = scene.primary();
    scene.replicate(&key, eu());
    let record = scene.last_record();
    assert_eq!(record["eventName"], json!("SynchronizeMultiRegionKey"));
    assert_eq!(record.get("tlsDetails"), None);
}

#[test]
fn re_encryption_tells_both_versions_of_material() {
    let mut scene = Scene::new();
    let (from, to) = (scene.single(us()), scene.single(us()));
    let ciphertext_blob = Some(scene.seal(us(), &from, b"x"));
    let destination_key_id = to.clone();
    scene.ask(us(), ReEncryptRequest { ciphertext_blob, destination_key_id, ..Default::default() });
    let record = scene.last_record();
    let expected = json!({
        "sourceKeyMaterialId": scene.material(us(), &from),
        "destinationKeyMaterialId": scene.material(us(), &to),
    });
    assert_eq!(record["additionalEventData"], expected);
    assert_eq!(record["resources"].as_array().map(Vec::len), Some(2));
    assert_eq!(record["responseElements"], Value::Null);
}

#[test]
fn no_secret_of_any_operation_is_in_the_trail() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let text = || "TOPSECRET".to_owned();
    let blob = || Blob(b"TOPSECRET".to_vec());
    let tokens = || vec![text()];
    let key_id = || key.clone();
    let requests: Vec<Request> = vec![
        EncryptRequest { key_id: key_id(), plaintext: blob(), grant_tokens: tokens(), ..Default::default() }
            .into(),
        DecryptRequest { ciphertext_blob: Some(blob()), ..Default::default() }.into(),
        ReEncryptRequest {
            ciphertext_blob: Some(blob()),
            destination_key_id: key_id(),
            ..Default::default()
        }
        .into(),
        SignRequest { key_id: key_id(), message: blob(), ..Default::default() }.into(),
        VerifyRequest { key_id: key_id(), message: blob(), signature: blob(), ..Default::default() }.into(),
        GenerateMacRequest { key_id: key_id(), message: blob(), ..Default::default() }.into(),
        VerifyMacRequest { key_id: key_id(), message: blob(), mac: blob(), ..Default::default() }.into(),
        DeriveSharedSecretRequest { key_id: key_id(), public_key: blob(), ..Default::default() }.into(),
        DecapsulateRequest { key_id: key_id(), shared_secret_ciphertext_blob: blob(), ..Default::default() }
            .into(),
        ImportKeyMaterialRequest {
            key_id: key_id(),
            import_token: blob(),
            encrypted_key_material: blob(),
            ..Default::default()
        }
        .into(),
        RetireGrantRequest { grant_token: Some(text()), ..Default::default() }.into(),
        CreateGrantRequest { key_id: key_id(), grant_tokens: tokens(), ..Default::default() }.into(),
        DescribeKeyRequest { key_id: key_id(), grant_tokens: tokens() }.into(),
        GetPublicKeyRequest { key_id: key_id(), grant_tokens: tokens() }.into(),
        GenerateDataKeyRequest { key_id: key_id(), grant_tokens: tokens(), ..Default::default() }.into(),
        CreateCustomKeyStoreRequest {
            key_store_password: Some(text()),
            xks_proxy_authentication_credential: Some(XksProxyAuthenticationCredential {
                access_key_id: text(),
                raw_secret_access_key: text(),
            }),
            ..Default::default()
        }
        .into(),
        UpdateCustomKeyStoreRequest { key_store_password: Some(text()), ..Default::default() }.into(),
    ];
    let caller = scene.caller("alice");
    for request in requests {
        let operation = request.operation();
        let call = mrk_console::world::Call::new(us(), caller.clone(), request);
        let _answered = scene.world.call(call);
        let mut record = scene.last_record();
        // What the caller is told of a member that breaks a limit may repeat it.
        record["errorMessage"] = Value::Null;
        let record = record.to_string();
        for secret in ["TOPSECRET", &blob().to_base64()] {
            assert!(!record.contains(secret), "{}: {record}", operation.name());
        }
    }
}

#[test]
fn a_grant_s_record_names_it_and_keeps_its_token() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let request = CreateGrantRequest {
        key_id: key.clone(),
        grantee_principal: Some("arn:aws:iam::111111111111:user/bob".to_owned()),
        operations: vec![GrantOperation::Decrypt],
        ..Default::default()
    };
    let made = scene.ask(us(), request);
    let record = scene.last_record();
    assert_eq!(record["responseElements"], json!({ "grantId": made.grant_id }));
    assert!(!record.to_string().contains(&made.grant_token));
    assert_eq!(record["requestParameters"]["operations"], json!(["Decrypt"]));
    scene.ask(us(), RevokeGrantRequest { key_id: key.clone(), grant_id: made.grant_id, dry_run: false });
    assert_eq!(scene.last_record()["responseElements"], json!({ "keyId": arn(us(), &key) }));
}

#[test]
fn the_trail_is_written_as_one_document_of_records() {
    let mut scene = Scene::new();
    let key = scene.family();
    scene.seal(eu(), &key, b"quotes \" and\nlines");
    scene.ask(us(), rotate(&key));
    scene.pass(Span::seconds(300));
    let trail = scene.world.trail();
    let document: Value = serde_json::from_str(&trail.to_json()).expect("JSON");
    let records = document["Records"].as_array().expect("a list");
    assert_eq!(records.len(), trail.events().len());
    for (record, event) in records.iter().zip(trail.events()) {
        assert_eq!(*record, event.to_record());
    }
    let mut here = Vec::new();
    trail.write_records(&mut here, |event| event.region == eu()).expect("a Vec takes all");
    let here: Value = serde_json::from_slice(&here).expect("JSON");
    let regions = here["Records"].as_array().expect("a list").iter().map(|it| it["awsRegion"].clone());
    assert!(regions.clone().count() > 2 && regions.into_iter().all(|it| it == json!("eu-west-1")));
    let nothing = mrk_console::world::World::new(1).trail().to_json();
    assert_eq!(serde_json::from_str::<Value>(&nothing).expect("JSON"), json!({ "Records": [] }));
}
