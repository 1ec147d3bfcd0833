//! Load generators: steady, bounded, and telling what came of them second by second.

use mrk_console::workloads::{Act, LoadOrder, Rates, save};

use super::*;

fn order(lab: &Lab, records: Records, reads: u32, writes: u32, seconds: Option<i64>) -> LoadOrder {
    let rates = records.regions().map(|region| (region, Rates { reads, writes })).collect();
    assert!(lab.stage.flows.loads().next().is_none());
    LoadOrder { name: "load".into(), records, rates, names: 3, bytes: 64, lasts: seconds.map(Span::seconds) }
}

/// A lab whose records are written.
fn lab() -> (Lab, Records) {
    let mut lab = Lab::new();
    let records = lab.mrk_records();
    for number in 0..3 {
        lab.stage.write_record(&records, us(), &format!("record {number}"), SECRET);
    }
    lab.pass(5);
    (lab, records)
}

#[test]
fn a_load_makes_as_many_reads_and_writes_a_second_as_asked() {
    let (mut lab, records) = lab();
    let order = order(&lab, records, 4, 2, Some(10));
    let id = lab.stage.start_load(order);
    lab.pass(30);
    let load = lab.stage.flows.load(id).expect("remembered");
    assert!(load.stopped);
    for region in [us(), eu()] {
        for (act, rate) in [(Act::Read, 4), (Act::Write, 2), (Act::Replicate, 2)] {
            let total = load.tally.total(region, act).expect("some");
            assert_eq!((total.done, total.lost()), (rate * 10, 0), "{region} {act:?}");
            let seconds: Vec<u64> = load.tally.series(region, act).map(|(_, results)| results.done).collect();
            assert_eq!(seconds.iter().sum::<u64>(), rate * 10);
            assert!(seconds.iter().all(|done| *done <= rate + 1), "{seconds:?}");
        }
        let reads = load.tally.total(region, Act::Read).expect("some");
        assert_eq!(reads.latency.percentile(0.99), Some(round_trip(region, region)));
        assert_eq!((reads.calls, reads.calls_across), (40, 0));
    }
}

#[test]
fn an_outage_shows_second_by_second() {
    let (mut lab, records) = lab();
    let order = order(&lab, records, 5, 0, None);
    let id = lab.stage.start_load(order);
    lab.pass(10);
    lab.stage.world.set_dark(us(), true);
    lab.pass(10);
    lab.stage.world.set_dark(us(), false);
    lab.pass(10);
    lab.stage.stop_load(id);
    lab.pass(10);
    let load = lab.stage.flows.load(id).expect("remembered");
    let lost: Vec<u64> = load.tally.series(us(), Act::Read).map(|(_, results)| results.dark).collect();
    assert_eq!(lost[..10].iter().sum::<u64>(), 0);
    assert_eq!(lost[10..20], [5; 10]);
    assert_eq!(lost[21..].iter().sum::<u64>(), 0);
    assert_eq!(load.tally.total(eu(), Act::Read).expect("some").lost(), 0);
}

#[test]
fn what_is_throttled_is_counted_apart() {
    // The quota of a custom key store is one that a small load reaches.
    let mut lab = Lab::new();
    let store = lab.ask(us(), crate::custom_key_stores::external_store("External")).custom_key_store_id;
    lab.ask(us(), crate::custom_key_stores::connect(&store));
    lab.pass(60);
    let request = CreateKeyRequest {
        origin: Some(Origin::ExternalKeyStore),
        custom_key_store_id: Some(store.clone()),
        xks_key_id: Some(crate::custom_key_stores::EXTERNAL_KEY.to_owned()),
        ..Default::default()
    };
    let key = lab.ask(us(), request).key_metadata.key_id;
    let records = lab.records(&[(us(), &[(us(), key.as_str())])], Client::Strict);
    lab.stage.write_record(&records, us(), "record 0", SECRET);
    lab.pass(5);
    let store = crate::custom_key_stores::store_id(&store);
    assert!(lab.stage.world.set_requests_per_second(us(), &store, 10));
    let order = LoadOrder { names: 1, ..order(&lab, records, 25, 0, Some(4)) };
    let id = lab.stage.start_load(order);
    lab.pass(20);
    let load = lab.stage.flows.load(id).expect("remembered");
    let reads = load.tally.total(us(), Act::Read).expect("some");
    assert_eq!(reads.all(), 100);
    assert!((36..=44).contains(&reads.done) && reads.throttled == 100 - reads.done, "{reads:?}");
    // KMS's own time and the key manager's.
    let manager = lab.stage.world.backends().managers().next().expect("one").answer_time;
    assert_eq!(reads.latency.min(), Some(round_trip(us(), us()) + manager));
}

#[test]
fn a_long_load_stays_small_and_is_saved() {
    let (mut lab, records) = lab();
    let order = order(&lab, records, 2, 1, None);
    let id = lab.stage.start_load(order);
    for _ in 0..40 {
        lab.pass(50);
    }
    assert!(lab.stage.flows.all().count() <= 2100);
    assert!(lab.stage.flows.made() > 10_000);
    let load = lab.stage.flows.load(id).expect("remembered");
    assert!(load.tally.seconds().count() <= 600 * 2 * 3 + 6);
    let text = save::to_text(&lab.stage).expect("can be written");
    let mut again = save::from_text(&text).expect("just written");
    let made = again.flows.made();
    again.advance(again.world.now() + Span::seconds(10));
    assert!(again.flows.made() > made, "it goes on");
}

#[test]
fn a_clock_that_stops_on_the_way_makes_the_same_world() {
    let (mut lab, records) = lab();
    let order = order(&lab, records, 9, 7, Some(3));
    lab.stage.start_load(order);
    let mut apart = lab.stage.clone();
    let until = lab.stage.world.now() + Span::seconds(6);
    lab.stage.advance(until);
    let (mut stops, mut earlier) = (0, apart.world.version());
    while !apart.advance_within(until, 10) {
        let version = apart.world.version();
        assert!(version >= earlier + 10 && apart.world.now() <= until, "it goes on, and not too far");
        (stops, earlier) = (stops + 1, version);
    }
    assert!(stops > 20, "{stops}");
    assert!(apart == lab.stage);
    assert_eq!(apart.world.now(), until);
}

#[test]
fn a_long_jump_of_the_clock_plays_its_last_minute_only() {
    let (mut lab, records) = lab();
    let order = order(&lab, records, 1, 0, None);
    let id = lab.stage.start_load(order);
    lab.pass(86_400 * 366);
    let done = |lab: &Lab| {
        let load = lab.stage.flows.load(id).expect("remembered");
        load.tally.total(us(), Act::Read).map_or(0, |reads| reads.done)
    };
    let after_jump = done(&lab);
    assert!((59..=61).contains(&after_jump), "{after_jump}");
    lab.pass(10);
    assert_eq!(done(&lab), after_jump + 10);
}
