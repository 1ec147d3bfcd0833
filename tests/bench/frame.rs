//! What a frame costs, without rasterising: the demo world in each workspace; and a large world while somebody types in a
//! filter, once by itself with its 95th percentile, then by divan.

mod window;

use std::{hint::black_box, time::Duration};

use egui_kittest::{Harness, kittest::Queryable as _};
use mrk_console::{
    gui::{
        app::App,
        command::Command,
        desk::{Pace, Selected, Workspace},
    },
    kms::{
        Region,
        api::{CreateAliasRequest, CreateKeyRequest, Tag},
    },
    workloads::{Stage, demo},
};
use window::{at, ms, open, processor_time};

fn demo_window(workspace: Workspace) -> Harness<'static, App> {
    let stage = demo::stage().expect("the demo world");
    let region = stage.world.regions()[0];
    let key = stage.world.store().keys_in(region).next_back().cloned();
    let mut window = open(stage);
    window.state_mut().perform(Command::SetPace(Pace::Paused));
    window.state_mut().perform(Command::Select(key.map(|key| Selected { key, region })));
    window.state_mut().perform(Command::Open(workspace));
    window.run_steps(5);
    window
}

#[divan::bench(args = [Workspace::Regions, Workspace::DataFlow, Workspace::CloudTrail])]
fn frame(bencher: divan::Bencher<'_, '_>, workspace: Workspace) {
    let mut window = demo_window(workspace);
    bencher.bench_local(|| window.step());
}

/// How many Regions the large world has, and how many keys each of them.
const REGIONS: usize = 12;
const KEYS: usize = 1000;
/// What is typed, a character a frame, and taken back again.
const TYPED: &str = "status:enabled key-9 tag:team=eu";
/// How often all of it is typed for the percentiles.
const ROUNDS: usize = 12;

/// Where somebody types.
#[derive(Clone, Copy, Debug)]
enum Place {
    SideBySide,
    Table,
}

fn large_stage() -> Stage {
    let mut stage = Stage::new(1);
    let alice = stage.world.principals().named("alice").expect("she is there").acting_arn().into();
    let more = Region::all().filter(|it| it.partition() == stage.world.regions()[0].partition());
    for region in more.collect::<Vec<_>>() {
        if stage.world.regions().len() < REGIONS {
            // Those that are there already are refused.
            let _there = stage.world.add_region(region);
        }
    }
    for region in stage.world.regions().to_vec() {
        for number in 0..KEYS {
            let team = if number % 3 == 0 { "eu-west" } else { "us" };
            let tags = vec![Tag { tag_key: "Team".to_owned(), tag_value: team.to_owned() }];
            let request = CreateKeyRequest { tags, multi_region: number % 2 == 0, ..Default::default() };
            let key = stage.world.ask(region, &alice, request).expect("made").key_metadata.key_id;
            let alias_name = format!("alias/key-{number}");
            let request = CreateAliasRequest { alias_name, target_key_id: key };
            stage.world.ask(region, &alice, request).expect("named");
        }
    }
    stage
}

/// The large world with a key in the inspector and the keyboard in a filter.
fn typing_window(place: Place) -> Harness<'static, App> {
    let stage = large_stage();
    let region = stage.world.regions()[0];
    let key = stage.world.store().keys_in(region).next().cloned();
    let mut window = open(stage);
    window.state_mut().perform(Command::SetPace(Pace::Paused));
    window.state_mut().perform(Command::Select(key.map(|key| Selected { key, region })));
    window.run_steps(3);
    let field = match place {
        Place::SideBySide => format!("Filter keys in {region}"),
        Place::Table => {
            window.get_by_role_and_label(egui::Role::RadioButton, "Key table").click();
            window.run_steps(3);
            format!("Find keys in {region}")
        }
    };
    window.get_by_role_and_label(egui::Role::TextInput, &field).focus();
    window.run_steps(5);
    window
}

/// Types one character more, or takes one back, and draws the frame.
fn type_on(window: &mut Harness<'static, App>, step: usize) {
    let length = TYPED.len();
    match step % (2 * length) {
        there if there < length => window.event(egui::Event::Text(TYPED[there..=there].to_owned())),
        _ => window.key_press(egui::Key::Backspace),
    }
    window.step();
}

#[divan::bench(args = [Place::SideBySide, Place::Table], sample_count = 200, sample_size = 1)]
fn typing_among_12_000_keys(bencher: divan::Bencher<'_, '_>, place: Place) {
    let mut window = typing_window(place);
    let mut step = 0;
    bencher.bench_local(|| {
        type_on(&mut window, step);
        step += 1;
    });
}

/// Median and 95th percentile of a frame, which divan does not tell.
fn percentiles(place: Place) -> (Duration, Duration) {
    let mut window = typing_window(place);
    let mut frames: Vec<Duration> = (0..2 * TYPED.len() * ROUNDS)
        .map(|step| {
            let begin = processor_time();
            type_on(black_box(&mut window), step);
            processor_time() - begin
        })
        .collect();
    frames.sort_unstable();
    (at(&frames, 0.5), at(&frames, 0.95))
}

fn main() {
    for place in [Place::SideBySide, Place::Table] {
        let (median, percentile) = percentiles(place);
        println!(
            "typing among {REGIONS} × {KEYS} keys, {place:?}: median {}, 95th percentile {}",
            ms(median),
            ms(percentile)
        );
    }
    divan::main();
}
