//! What a frame of the Data flow costs while 500 packets and more are in motion between 33 Regions: processor time of the
//! window's own thread, without rasterising. `cargo bench --bench frame_flow`; ends with status 1 over the budget.
//!
//! The budget holds in slow motion and at 1×. At a minute a second more happens than a frame has time for: that is left to
//! the next, the clock runs late, and a frame takes what is allowed to it, which is told and has no budget. What share of
//! its pace the clock keeps is told, too.

mod window;

use std::{collections::BTreeMap, process::ExitCode, sync::Arc, time::Duration};

use egui_kittest::Harness;
use mrk_console::{
    gui::{
        app::App,
        command::Command,
        desk::{Pace, Workspace},
    },
    kms::{
        KeyId, Partition, Region, Span,
        api::{CreateKeyRequest, EncryptionContext, KmsRequest, ReplicateKeyRequest},
    },
    workloads::{LoadOrder, Rates, Records, Stage},
};
use window::{STEP, at, ms, open, processor_time};

const REGIONS: usize = 33;
const PACKETS: usize = 500;
const FRAMES: usize = 300;
/// So many Regions write, and all others get what they write.
const WRITERS: usize = 12;
/// Writes a second in each of them.
const WRITES: u32 = 25;
/// The budget of a frame at the 95th percentile.
const BUDGET: Duration = Duration::from_millis(4);

fn ask<R: KmsRequest>(stage: &mut Stage, region: Region, request: R) -> R::Response {
    let alice: Arc<str> = stage.world.principals().named("alice").expect("alice").acting_arn().into();
    stage.world.ask(region, &alice, request).expect("admitted")
}

/// A multi-Region key in 33 Regions, and traffic under it until 500 packets are in motion.
fn busy_stage() -> Stage {
    let mut stage = Stage::new(33);
    let aws = Region::all().filter(|region| region.partition() == Partition::Aws);
    let regions: Vec<Region> = aws.take(REGIONS).collect();
    assert_eq!(regions.len(), REGIONS);
    for region in &regions {
        // The first ones are there already.
        let _there = stage.world.add_region(*region);
    }
    let home = regions[0];
    let request = CreateKeyRequest { multi_region: true, ..Default::default() };
    let key_id = ask(&mut stage, home, request).key_metadata.key_id;
    for replica in &regions[1..] {
        let request = ReplicateKeyRequest {
            key_id: key_id.clone(),
            replica_region: replica.code().to_owned(),
            ..Default::default()
        };
        ask(&mut stage, home, request);
    }
    stage.advance(stage.world.now() + Span::seconds(120));
    let alice: Arc<str> = stage.world.principals().named("alice").expect("alice").acting_arn().into();
    let callers: BTreeMap<Region, Arc<str>> = regions.iter().map(|it| (*it, Arc::clone(&alice))).collect();
    let key: KeyId = stage.world.store().families().next().expect("KMS made it").id.clone();
    let records =
        Records::under_key(&stage.world, &key, callers, EncryptionContext::new()).expect("it is there");
    let rates = |number: usize| Rates { reads: 1, writes: if number < WRITERS { WRITES } else { 0 } };
    stage.start_load(LoadOrder {
        name: "all to all".into(),
        records,
        rates: regions.iter().enumerate().map(|(number, region)| (*region, rates(number))).collect(),
        names: 50,
        bytes: 512,
        lasts: None,
    });
    for _ in 0..40 {
        stage.advance(stage.world.now() + Span::millis_f64(100.0));
    }
    stage
}

fn in_motion(window: &Harness<'static, App>) -> usize {
    let stage = &window.state().desk().stage;
    stage.flows.motions_at(stage.world.now()).filter(|(_, motion)| motion.from != motion.to).count()
}

fn main() -> ExitCode {
    let mut window = open(busy_stage());
    window.state_mut().perform(Command::Open(Workspace::DataFlow));
    window.run_steps(5);
    println!("{:12} {:>9} {:>9} {:>9} {:>9} {:>7}", "pace", "packets", "median", "p95", "slowest", "kept");
    let mut over = false;
    for (name, pace) in [("1/20×", Pace::SlowMotion), ("1×", Pace::RealTime), ("1 min/s", Pace::Minute)] {
        window.state_mut().perform(Command::SetPace(pace));
        window.run_steps(5);
        let (mut times, mut fewest) = (Vec::with_capacity(FRAMES), usize::MAX);
        let begun = window.state().desk().world().now();
        for _ in 0..FRAMES {
            let start = processor_time();
            window.step();
            times.push(processor_time() - start);
            fewest = fewest.min(in_motion(&window));
        }
        times.sort();
        let gone = window.state().desk().world().now() - begun;
        let asked = f64::from(STEP) * FRAMES as f64 * pace.factor();
        println!(
            "{name:12} {:>9} {:>9} {:>9} {:>9} {:>5.0} %",
            format!("≥ {fewest}"),
            ms(at(&times, 0.5)),
            ms(at(&times, 0.95)),
            ms(at(&times, 1.0)),
            100.0 * gone.as_seconds_f64() / asked
        );
        over |= (pace != Pace::Minute && at(&times, 0.95) > BUDGET) || fewest < PACKETS;
    }
    window.state_mut().perform(Command::SetPace(Pace::Paused));
    window.run_steps(5);
    let start = processor_time();
    window.step();
    println!("paused, drawn once more: {}", ms(processor_time() - start));
    if over { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
