//! What is derived from results, and when it is derived anew.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    keys::Keys,
    series::{Held, Loss, Reach, STRETCHES, Series},
};
use crate::{
    gui::desk::Desk,
    kms::{Region, Span, api::EncryptionContext},
    workloads::{LoadId, LoadOrder, Rates, Records, Stage, demo},
};

fn region(code: &str) -> Region {
    Region::parse(code).expect("known")
}

/// The demo world with a load in its two first Regions, run for so many seconds.
fn stage(seconds: i64) -> (Stage, LoadId) {
    let mut stage = demo::stage().expect("the demo world");
    let (us, eu) = (region("us-east-1"), region("eu-west-1"));
    let store = stage.world.store();
    let key = store.aliases_in(us).find(|(_, name, _)| name.short() == "global-encrypt").expect("there").2;
    let key = key.target.clone();
    let alice: Arc<str> = stage.world.principals().named("alice").expect("there").acting_arn().into();
    let callers = [us, eu].map(|region| (region, Arc::clone(&alice))).into();
    let records = Records::under_key(&stage.world, &key, callers, EncryptionContext::new()).expect("there");
    let rates = [us, eu].map(|region| (region, Rates { reads: 5, writes: 1 }));
    let rates = BTreeMap::from(rates);
    let order = LoadOrder { name: "a".into(), records, rates, names: 10, bytes: 64, lasts: None };
    let id = stage.start_load_with_records(order, us);
    stage.advance(stage.world.now() + Span::seconds(seconds + 1));
    (stage, id)
}

fn series(stage: &Stage, id: LoadId, reach: Reach) -> Series {
    let mut held = Held::default();
    held.of(stage.flows.load(id).expect("remembered"), stage.world.now(), reach, stage.world.regions())
        .clone()
}

#[test]
fn nothing_is_lost_at_the_start_and_every_second_has_its_place() {
    let (stage, id) = stage(10);
    let series = series(&stage, id, Reach::Minute);
    assert_eq!(series.lost.each_ref().map(|it| it.all), [0; 5]);
    // Eleven: the records were written once before.
    assert_eq!(series.writes_done.per_second[STRETCHES - 11], 10.0);
    assert_eq!(series.writes_done.per_second[STRETCHES - 12], 0.0);
    assert!(series.writes_done.per_second[STRETCHES - 10..].iter().all(|it| (1.0..=3.0).contains(it)));
    assert_eq!(series.reads.len(), 2);
    for reads in &series.reads {
        assert!(reads.latency[..STRETCHES - 10].iter().all(Option::is_none));
        assert!(reads.latency[STRETCHES - 10..].iter().all(Option::is_some), "{:?}", reads.latency);
        assert_eq!((reads.medians.len(), reads.medians[0].len()), (1, 10));
    }
    assert_eq!(series.spoken_lost, "Requests lost in the last minute: none");
    assert!(
        series.spoken_latency.starts_with("Read latency: us-east-1 0.90 ms median"),
        "{}",
        series.spoken_latency
    );
}

#[test]
fn ten_minutes_are_told_in_steps_of_ten_seconds() {
    let (stage, id) = stage(45);
    let series = series(&stage, id, Reach::TenMinutes);
    // Four steps are over; in the one before, the records were written once.
    assert_eq!(series.writes_done.per_second[STRETCHES - 5], 1.0);
    assert!((series.reads_done.per_second[STRETCHES - 3] - 10.0).abs() < 0.3, "{:?}", series.reads_done);
    assert_eq!(series.begins, stage.flows.load(id).expect("there").started + Span::seconds(40 - 600));
}

#[test]
fn an_outage_breaks_the_line_of_its_region_alone() {
    let (mut stage, id) = stage(10);
    let (us, eu) = (region("us-east-1"), region("eu-west-1"));
    stage.world.set_dark(us, true);
    stage.advance(stage.world.now() + Span::seconds(10));
    stage.world.set_dark(us, false);
    stage.advance(stage.world.now() + Span::seconds(10));
    let series = series(&stage, id, Reach::Minute);
    let lines = |region| series.reads.iter().find(|it| it.region == region).expect("read").medians.len();
    assert_eq!((lines(us), lines(eu)), (2, 1));
    let dark = Loss::ALL.iter().position(|it| *it == Loss::Dark).expect("one of them");
    assert!(series.lost[dark].all >= 50 && series.spoken_lost.ends_with(" dark"), "{}", series.spoken_lost);
}

#[test]
fn a_series_is_derived_once_a_second() {
    let (mut stage, id) = stage(10);
    let mut held = Held::default();
    let of = |stage: &Stage, held: &mut Held| {
        let load = stage.flows.load(id).expect("remembered");
        let series = held.of(load, stage.world.now(), Reach::Minute, &[]);
        (series.spoken_latency.as_ptr(), series.begins)
    };
    let first = of(&stage, &mut held);
    stage.advance(stage.world.now() + Span::micros(900_000));
    assert_eq!(of(&stage, &mut held), first, "the same text, not an equal one");
    stage.advance(stage.world.now() + Span::micros(200_000));
    assert_ne!(of(&stage, &mut held).1, first.1, "a second more is over");
}

#[test]
fn multi_region_keys_come_first_and_aws_keys_never() {
    let desk = Desk::new(demo::stage().expect("the demo world"));
    let mut keys = Keys::default();
    let labels: Vec<String> = keys.of(&desk).iter().map(|it| it.label.clone()).collect();
    let at = |name: &str| labels.iter().position(|it| it == name);
    assert!(at("audit-archive") < at("global-encrypt") && at("global-encrypt") < at("legacy-reports"));
    assert!(at("sandbox").is_some() && labels.iter().all(|it| !it.starts_with("aws/")));
}
