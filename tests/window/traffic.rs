//! Load generators, started and watched in the window.

use std::{collections::BTreeMap, sync::Arc};

use egui_kittest::kittest::Queryable as _;
use mrk_console::{
    gui::{
        command::Command,
        desk::{Pace, Workspace},
    },
    kms::{
        CustomKeyStoreId, KeyId, Region, Span,
        api::{
            ConnectCustomKeyStoreRequest, CreateCustomKeyStoreRequest, CreateKeyRequest, CustomKeyStoreType,
            DisableKeyRequest, EncryptionContext, Origin, XksProxyAuthenticationCredential,
            XksProxyConnectivity,
        },
    },
    workloads::{Act, LoadOrder, LoadView, MOST_PER_SECOND, Rates, Records, Stage},
};

use crate::common::*;

fn region(code: &str) -> Region {
    Region::parse(code).expect("known")
}

fn key(stage: &Stage, alias: &str) -> KeyId {
    let mut aliases = stage.world.store().aliases_in(region("us-east-1"));
    aliases.find(|(_, name, _)| name.short() == alias).expect("in the demo world").2.target.clone()
}

/// A window with this stage, in which the traffic is shown.
fn traffic_window(stage: Stage) -> Window {
    let mut window = window();
    show(&mut window, stage);
    window
}

fn show(window: &mut Window, stage: Stage) {
    window.state_mut().show_stage(stage);
    perform(window, Command::Open(Workspace::DataFlow));
    perform(window, Command::ShowTraffic(true));
}

fn load(window: &Window) -> Option<LoadView<'_>> {
    window.state().desk().stage.flows.loads().next_back()
}

/// Reads that were done and that were not, in a Region.
fn reads(window: &Window, code: &str) -> (u64, u64) {
    let load = load(window).expect("a load");
    load.tally.total(region(code), Act::Read).map_or((0, 0), |it| (it.done, it.lost()))
}

/// Lets the clock run for so many seconds and some, a minute a second.
fn pass(window: &mut Window, seconds: f32) {
    perform(window, Command::SetPace(Pace::Minute));
    window.run_steps((seconds / (60.0 * STEP)).ceil() as usize);
    perform(window, Command::SetPace(Pace::Paused));
}

/// The order that the window makes of the demo world's key, with these rates in two Regions.
fn order(stage: &Stage, rates: Rates) -> LoadOrder {
    let regions = [region("us-east-1"), region("eu-west-1")];
    let alice: Arc<str> = stage.world.principals().named("alice").expect("there").acting_arn().into();
    let callers = regions.map(|region| (region, Arc::clone(&alice))).into();
    let key = key(stage, "global-encrypt");
    let records = Records::under_key(&stage.world, &key, callers, EncryptionContext::new()).expect("there");
    let rates = BTreeMap::from(regions.map(|region| (region, rates)));
    LoadOrder { name: "global-encrypt".into(), records, rates, names: 5, bytes: 64, lasts: None }
}

fn choose_key(window: &mut Window, label: &str) {
    let picker = window.get_by(|node| node.label().is_some_and(|it| it.starts_with("Key of the traffic:")));
    picker.click();
    window.run_steps(4);
    click(window, label);
}

/// Types a number into the field of this name.
fn type_rate(window: &mut Window, name: &str, text: &str) {
    window.get_by_label(name).click();
    window.run_steps(3);
    window.get_by_label(name).type_text(text);
    window.run_steps(2);
    window.key_press(egui::Key::Enter);
    window.run_steps(2);
}

#[test]
fn traffic_is_started_watched_stopped_and_removed() {
    let mut stage = demo();
    // By then the last replica is ready.
    stage.advance(stage.world.now() + Span::seconds(300));
    let mut window = traffic_window(stage);
    choose_key(&mut window, "global-encrypt");
    click(&mut window, "Start traffic");
    assert_eq!(&*load(&window).expect("started").order.name, "global-encrypt");
    assert!(shows_containing(&window, "The clock is paused"));
    click(&mut window, "Run in real time");
    assert_eq!(window.state().desk().pace, Pace::RealTime);
    pass(&mut window, 15.0);

    let (done, lost) = reads(&window, "us-east-1");
    assert!(done >= 60 && lost == 0, "{done} {lost}");
    assert_eq!(load(&window).expect("there").tally.totals().map(|(.., it)| it.lost()).sum::<u64>(), 0);
    assert!(shows_containing(&window, "us-east-1 0.90 ms median"));
    assert!(shows(&window, "Requests lost in the last minute: none"));
    let all: u64 = load(&window)
        .expect("there")
        .tally
        .totals()
        .filter(|(_, act, _)| *act != Act::Replicate)
        .map(|(.., it)| it.done)
        .sum();
    assert!(shows(&window, &format!("{all} done")));

    click(&mut window, "Stop traffic");
    pass(&mut window, 3.0);
    let stopped = reads(&window, "us-east-1");
    pass(&mut window, 10.0);
    assert_eq!(reads(&window, "us-east-1"), stopped);
    assert!(shows(&window, "stopped") && !shows_containing(&window, "The clock is paused"));
    assert!(shows_containing(&window, "us-east-1 0.90 ms median"), "the plots stay");

    perform(&mut window, Command::Undo);
    assert!(load(&window).is_some_and(|it| !it.stopped), "undo lets it run again");
    perform(&mut window, Command::Redo);
    assert!(load(&window).is_some_and(|it| it.stopped));

    click(&mut window, "Start this traffic again");
    assert_eq!(window.state().desk().stage.flows.loads().count(), 2);
    let [first, second] = [0, 1]
        .map(|number| window.state().desk().stage.flows.loads().nth(number).expect("a load").order.clone());
    assert_eq!(first, second);
    perform(&mut window, Command::Undo);

    click(&mut window, "Remove traffic");
    assert!(load(&window).is_none() && shows(&window, "Start traffic"));
    perform(&mut window, Command::Undo);
    assert!(load(&window).is_some_and(|it| it.stopped), "undo brings it back");
}

#[test]
fn starting_is_undone() {
    let mut window = traffic_window(demo());
    click(&mut window, "Start traffic");
    let flows = window.state().desk().stage.flows.made();
    assert!(flows > 0);
    perform(&mut window, Command::Undo);
    assert!(load(&window).is_none());
    assert_eq!(window.state().desk().stage.flows.made(), 0);
    perform(&mut window, Command::Redo);
    assert!(load(&window).is_some());
}

#[test]
fn rates_are_changed_while_it_runs() {
    let mut window = traffic_window(demo());
    choose_key(&mut window, "global-encrypt");
    click(&mut window, "Start traffic");
    let field = window.get_by_label("Reads a second in us-east-1");
    field.focus();
    window.run_steps(2);
    window.key_press(egui::Key::ArrowUp);
    window.run_steps(2);
    let rates = |window: &Window| load(window).expect("there").order.rates[&region("us-east-1")];
    assert_eq!(rates(&window), Rates { reads: 6, writes: 1 });
    type_rate(&mut window, "Writes a second in eu-west-1", "9000");
    let writes = load(&window).expect("there").order.rates[&region("eu-west-1")].writes;
    assert_eq!(writes, MOST_PER_SECOND, "the most that a load generator makes");
    perform(&mut window, Command::Undo);
    assert_eq!(rates(&window), Rates { reads: 5, writes: 1 }, "changes in a row are one step");
    perform(&mut window, Command::Redo);
    assert_eq!(rates(&window), Rates { reads: 6, writes: 1 });
}

#[test]
fn a_dark_home_makes_routed_readers_fail_and_the_panel_says_so() {
    let mut window = traffic_window(demo());
    choose_key(&mut window, "legacy-reports");
    assert!(shows(&window, "no key"));
    click(&mut window, "Start traffic");
    pass(&mut window, 10.0);
    let (done, lost) = reads(&window, "eu-west-1");
    assert!(done >= 35 && lost == 0, "{done} {lost}");

    let mut stage = window.state().desk().stage.clone();
    stage.world.set_dark(region("us-east-1"), true);
    show(&mut window, stage);
    assert!(shows(&window, "dark"));
    pass(&mut window, 20.0);
    let results =
        load(&window).expect("there").tally.total(region("eu-west-1"), Act::Read).expect("some").clone();
    assert!(results.unreachable >= 50, "{results:?}");
    assert!(shows_containing(&window, "Requests lost in the last minute:"));
    assert!(shows_containing(&window, " unreachable, ") && shows_containing(&window, " dark"));
    let told: u64 = load(&window).expect("there").tally.totals().map(|(.., it)| it.unreachable).sum();
    assert!(shows(&window, &format!("{told} unreachable")));
}

#[test]
fn refusals_are_told_and_so_is_what_nobody_wrote() {
    let mut stage = demo();
    let us = region("us-east-1");
    let alice: Arc<str> = stage.world.principals().named("alice").expect("there").acting_arn().into();
    let id = stage.start_load_with_records(order(&stage, Rates { reads: 5, writes: 1 }), us);
    stage.advance(stage.world.now() + Span::seconds(5));
    let key_id = key(&stage, "global-encrypt").to_string();
    stage.world.ask(us, &alice, DisableKeyRequest { key_id }).expect("disabled");
    stage.advance(stage.world.now() + Span::seconds(5));
    let results = stage.flows.load(id).expect("there").tally.total(us, Act::Read).expect("some").clone();
    assert!(results.refused >= 20, "{results:?}");
    let window = traffic_window(stage);
    assert!(shows_containing(&window, " refused"));
    assert!(!shows_containing(&window, "Requests lost in the last minute: none"));

    // Without records, the first reads find nothing.
    let mut stage = demo();
    let order = order(&stage, Rates { reads: 5, writes: 0 });
    stage.start_load(order);
    stage.advance(stage.world.now() + Span::seconds(3));
    let window = traffic_window(stage);
    assert!(shows_containing(&window, " failed") && shows_containing(&window, "nothing was read"));
}

#[test]
fn what_comes_too_fast_is_throttled_and_told_apart() {
    // An external key manager that takes fewer requests than the window can ask for.
    let mut stage = demo();
    let us = region("us-east-1");
    let alice: Arc<str> = stage.world.principals().named("alice").expect("there").acting_arn().into();
    let store = CreateCustomKeyStoreRequest {
        custom_key_store_name: "Outside".to_owned(),
        custom_key_store_type: Some(CustomKeyStoreType::ExternalKeyStore),
        xks_proxy_uri_endpoint: Some("https://xks.example.com".to_owned()),
        xks_proxy_uri_path: Some("/main/kms/xks/v1".to_owned()),
        xks_proxy_authentication_credential: Some(XksProxyAuthenticationCredential {
            access_key_id: "ABCDE234567EXAMPLE2345".to_owned(),
            raw_secret_access_key: "DXjSUawnel2fr6SKC7G25CNxTyWKE5PF9XX6H/u9pSo=".to_owned(),
        }),
        xks_proxy_connectivity: Some(XksProxyConnectivity::PublicEndpoint),
        ..Default::default()
    };
    let store = stage.world.ask(us, &alice, store).expect("made").custom_key_store_id;
    let connect = ConnectCustomKeyStoreRequest { custom_key_store_id: store.clone() };
    stage.world.ask(us, &alice, connect).expect("begun");
    stage.advance(stage.world.now() + Span::seconds(60));
    let request = CreateKeyRequest {
        origin: Some(Origin::ExternalKeyStore),
        custom_key_store_id: Some(store.clone()),
        xks_key_id: Some("bb8562717f809024".to_owned()),
        ..Default::default()
    };
    let key = stage.world.ask(us, &alice, request).expect("made").key_metadata.key_id;
    let id = CustomKeyStoreId::parse(&store).expect("an id");
    assert!(stage.world.set_requests_per_second(us, &id, 20));

    let mut window = traffic_window(stage);
    choose_key(&mut window, &key);
    for name in ["us-east-1", "eu-west-1"] {
        type_rate(&mut window, &format!("Reads a second in {name}"), "40");
    }
    click(&mut window, "Start traffic");
    pass(&mut window, 10.0);
    let totals = load(&window).expect("there").tally.totals();
    let throttled: u64 = totals.map(|(.., it)| it.throttled).sum();
    assert!(throttled > 300, "{throttled}");
    assert!(shows(&window, &format!("{throttled} throttled")) && shows(&window, "0 refused"));
    assert!(window.query_all_by_label_contains("throttled").count() >= 3, "total, legend and plot");
}

#[test]
fn the_last_ten_minutes_are_shown_on_demand() {
    let mut stage = demo();
    let order = order(&stage, Rates { reads: 1, writes: 1 });
    stage.start_load_with_records(order, region("us-east-1"));
    stage.advance(stage.world.now() + Span::seconds(50));
    let mut window = traffic_window(stage);
    assert!(shows(&window, "Requests lost in the last minute: none"));
    click(&mut window, "10 min");
    assert!(shows(&window, "Requests lost in the last ten minutes: none"));
}

#[test]
fn several_loads_are_shown_one_at_a_time() {
    let mut window = traffic_window(demo());
    choose_key(&mut window, "global-encrypt");
    click(&mut window, "Start traffic");
    click(&mut window, "New traffic…");
    choose_key(&mut window, "legacy-reports");
    click(&mut window, "Start traffic");
    assert_eq!(window.state().desk().stage.flows.loads().count(), 2);
    assert!(shows(&window, "legacy-reports") && !shows(&window, "global-encrypt"));
    click(&mut window, "Traffic to show");
    click(&mut window, "global-encrypt · 1");
    assert!(shows(&window, "global-encrypt") && !shows(&window, "legacy-reports"));
}

#[test]
fn an_empty_world_says_what_is_needed() {
    let mut window = window();
    perform(&mut window, Command::Open(Workspace::DataFlow));
    perform(&mut window, Command::ShowTraffic(true));
    assert!(shows(&window, "There is no key yet"));
    assert!(!shows(&window, "Start traffic"));
}

#[test]
fn a_clock_with_more_to_do_than_a_frame_has_time_for_runs_late_and_says_so() {
    let mut stage = demo();
    stage.advance(stage.world.now() + Span::seconds(300));
    let id = stage.start_load(order(&stage, Rates { reads: 5000, writes: 5000 }));
    let mut window = traffic_window(stage);
    let begun = window.state().desk().world().now();
    perform(&mut window, Command::SetPace(Pace::Minute));
    const STEPS: usize = 25;
    window.run_steps(STEPS);
    let gone = window.state().desk().world().now() - begun;
    let asked = Span::seconds_f64(f64::from(STEP) * STEPS as f64 * Pace::Minute.factor());
    assert!(gone > Span::seconds(1), "it goes on: {gone:?}");
    assert!(gone.as_seconds_f64() < asked.as_seconds_f64() / 2.0, "{gone:?} of {asked:?}");
    assert!(shows_containing(&window, "of its pace"));

    // Without the load it keeps its pace again.
    window.state_mut().perform(Command::StopTraffic(id));
    window.run_steps(150);
    assert!(!shows_containing(&window, "of its pace"));
}
