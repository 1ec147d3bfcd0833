//! What the world counts: when keys were last used, requests by the minute, and requests against their quotas.

use mrk_console::{
    kms::{Exception, KeyId, Span, api::*},
    world::{Counts, MetricFilter, quotas_as_of},
};

use crate::scene::*;

fn last_usage(key: &str) -> GetKeyLastUsageRequest {
    GetKeyLastUsageRequest { key_id: key.to_owned() }
}

impl Scene {
    fn last_used(&mut self, region: mrk_console::kms::Region, key: &str) -> Option<Operation> {
        self.ask(region, last_usage(key)).key_last_usage.expect("always given").operation
    }

    fn total(&self, filter: MetricFilter) -> Counts {
        self.world.metrics().total(&filter)
    }
}

#[test]
fn each_member_tells_its_own_last_use() {
    let mut scene = Scene::new();
    let key = scene.family();
    let created = scene.describe(us(), &key).creation_date;
    let never = scene.ask(us(), last_usage(&key));
    assert_eq!(never.key_id, key);
    assert_eq!(never.key_last_usage, Some(KeyLastUsageData::default()));
    assert_eq!((never.tracking_start_date, never.key_creation_date), (Some(created), Some(created)));

    scene.pass(Span::seconds(60));
    let ciphertext = scene.seal(us(), &key, b"x");
    let event = scene.world.trail().events().back().cloned().expect("just recorded");
    let used = scene.ask(us(), last_usage(&key)).key_last_usage.expect("always given");
    assert_eq!(used.operation, Some(Operation::Encrypt));
    assert_eq!(used.timestamp.map(|it| it.0), Some(event.time));
    let record = event.to_record();
    assert_eq!(used.cloud_trail_event_id.as_deref(), record["eventID"].as_str());
    assert_eq!(used.kms_request_id.as_deref(), record["requestID"].as_str());
    assert_eq!(scene.last_used(eu(), &key), None);
    scene.open(eu(), &ciphertext);
    assert_eq!(scene.last_used(eu(), &key), Some(Operation::Decrypt));
    assert_eq!(scene.last_used(us(), &key), Some(Operation::Encrypt));
}

#[test]
fn only_successful_cryptography_is_a_use_and_re_encrypt_is_one_of_both_keys() {
    let mut scene = Scene::new();
    let (key, other) = (scene.single(us()), scene.single(us()));
    let ciphertext = scene.seal(us(), &other, b"x");
    scene.describe(us(), &key);
    scene.ask(us(), disable(&key));
    scene.refused(us(), encrypt(&key, b"x"));
    scene.ask(us(), enable(&key));
    scene.refused(us(), EncryptRequest { dry_run: true, ..encrypt(&key, b"x") });
    scene.refused(us(), decrypt_with(&key, &ciphertext));
    assert_eq!(scene.last_used(us(), &key), None);
    let request = ReEncryptRequest {
        ciphertext_blob: Some(ciphertext),
        destination_key_id: key.clone(),
        ..Default::default()
    };
    scene.ask(us(), request);
    for it in [&key, &other] {
        assert_eq!(scene.last_used(us(), it), Some(Operation::ReEncrypt));
    }
    // It is told in any state, and goes with the key.
    scene.ask(us(), delete_in(&key, 7));
    assert_eq!(scene.last_used(us(), &key), Some(Operation::ReEncrypt));
    scene.pass_days(7);
    let id = KeyId::parse(&key).expect("valid");
    assert_eq!(scene.world.store().last_use(&id, us()), None);
    assert_eq!(scene.refused(us(), last_usage(&key)).0, Exception::NotFound);
}

#[test]
fn the_last_use_is_for_those_who_may_know_it_and_by_id_or_arn_only() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    scene.ask(us(), create_alias("alias/x", &key));
    assert_eq!(scene.refused(us(), last_usage("alias/x")).0, Exception::InvalidArn);
    assert_eq!(scene.refused_as("mallory", us(), last_usage(&key)).0, Exception::AccessDenied);
    scene.ask(us(), last_usage(&arn(us(), &key)));
}

#[test]
fn requests_are_counted_by_minute_region_operation_and_key() {
    let mut scene = Scene::new();
    let (key, other) = (scene.single(us()), scene.single(eu()));
    scene.pass(Span::seconds(120));
    let before = scene.world.metrics().total(&MetricFilter::default());
    assert_eq!(before, Counts { allowed: 2, refused: 0, throttled: 0 });
    for _ in 0..3 {
        scene.seal(us(), &key, b"x");
    }
    scene.refused_as("mallory", us(), encrypt(&key, b"x"));
    scene.seal(eu(), &other, b"x");
    scene.pass(Span::seconds(60));
    scene.seal(us(), &key, b"x");
    let filter = MetricFilter { key: KeyId::parse(&key), ..Default::default() };
    let series = scene.world.metrics().series(&filter, scene.world.now(), 3);
    let counts = |allowed, refused| Counts { allowed, refused, throttled: 0 };
    // The test's own look at what a refusal leaves unchanged works on a copy of the world.
    assert_eq!(series, [counts(0, 0), counts(3, 1), counts(1, 0)]);
    let encrypts = MetricFilter { operation: Some(Operation::Encrypt), ..Default::default() };
    assert_eq!(scene.total(encrypts.clone()).total(), 6);
    let here = MetricFilter { region: Some(eu()), ..encrypts };
    assert_eq!(scene.total(here), counts(1, 0));
    // What happened a day ago is no longer in the series.
    scene.pass_days(2);
    let series = scene.world.metrics().series(&MetricFilter::default(), scene.world.now(), 1440);
    assert!(series.iter().all(|counts| counts.total() == 0));
}

#[test]
fn requests_over_the_rate_are_throttled_when_that_is_switched_on() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    for _ in 0..50 {
        scene.ask(us(), disable(&key)); // as fast as anybody likes
    }
    scene.world.set_throttling(true);
    for _ in 0..5 {
        scene.ask(us(), disable(&key));
    }
    let message = "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.";
    scene.refuses(us(), disable(&key), Exception::Throttling, message);
    assert_eq!(Exception::Throttling.http_status(), 400);
    let record = scene.world.trail().events().back().expect("just recorded").to_record();
    assert_eq!(record["errorCode"], "ThrottlingException");
    // Other operations, Regions and accounts have buckets of their own.
    scene.ask(us(), enable(&key));
    let there = scene.single(eu());
    scene.ask(eu(), disable(&there));
    // A fifth of a second brings one more request.
    scene.pass(Span::micros(199_999));
    scene.refuses(us(), disable(&key), Exception::Throttling, message);
    scene.pass(Span::micros(1));
    scene.ask(us(), disable(&key));
    scene.refuses(us(), disable(&key), Exception::Throttling, message);
    let filter = MetricFilter { operation: Some(Operation::DisableKey), ..Default::default() };
    assert_eq!(scene.total(filter), Counts { allowed: 57, refused: 0, throttled: 3 });
    scene.world.set_throttling(false);
    scene.ask(us(), disable(&key));
    assert!(!scene.world.is_throttling() && quotas_as_of().len() == 10);
}

#[test]
fn a_replica_costs_two_keys_where_it_is_made_and_a_promotion_one_request_in_each_region() {
    let mut scene = Scene::new();
    let keys: Vec<String> = (0..3).map(|_| scene.primary()).collect();
    scene.world.set_throttling(true);
    scene.ask(us(), replicate(&keys[0], eu()));
    scene.ask(us(), replicate(&keys[1], eu()));
    // One CreateKey is left of five in eu-west-1, and a replica needs two.
    assert_eq!(scene.refused(us(), replicate(&keys[2], eu())).0, Exception::Throttling);
    scene.single(eu());
    assert_eq!(scene.refused(eu(), CreateKeyRequest::default()).0, Exception::Throttling);
    scene.single(us());
    scene.pass(Span::seconds(10));
    for key in &keys[..2] {
        scene.ask(us(), promote(key, eu()));
    }
    scene.pass(Span::seconds(10));
    for _ in 0..5 {
        scene.ask(eu(), promote(&keys[0], eu()));
    }
    assert_eq!(scene.refused(eu(), promote(&keys[0], eu())).0, Exception::Throttling);
    assert_eq!(scene.refused(eu(), promote(&keys[0], us())).0, Exception::Throttling);
}
