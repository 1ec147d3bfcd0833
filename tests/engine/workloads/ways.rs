//! The ways of seed 002 on the same traffic: what the table says comes from runs, and is true.

use std::sync::LazyLock;

use mrk_console::workloads::{
    Act,
    ways::{Column, Report, Traffic, Way, compare, run, set_up},
};

use super::*;

fn traffic() -> Traffic {
    Traffic { seconds: 20, dark_seconds: 20, ..Traffic::of_seed_002(2).expect("known Regions") }
}

static REPORT: LazyLock<Report> =
    LazyLock::new(|| compare(&traffic(), &Way::ALL).expect("all can be set up"));

fn met(way: Way) -> Vec<Column> {
    let cells = Column::SEED.into_iter().filter(|column| {
        REPORT.cell(way, *column).and_then(|cell| cell.meets).expect("a column of the seed asks something")
    });
    cells.collect()
}

#[test]
fn only_the_multi_region_key_meets_everything_that_the_seed_asks() {
    use Column::{CoordinatedRotation, LocalDecrypt, LowOverhead};
    assert_eq!(met(Way::MultiRegionKey), Column::SEED);
    assert_eq!(met(Way::RoutedCalls), [CoordinatedRotation, LowOverhead]);
    assert_eq!(met(Way::GrantsPerRegion), [CoordinatedRotation, LowOverhead]);
    assert_eq!(met(Way::KeyPerRegion), [LocalDecrypt]);
    assert_eq!(met(Way::ExternalKeyStore), []);
    assert_eq!(met(Way::CloudHsmKeyStore), []);
}

#[test]
fn every_cell_is_measured_and_leads_to_its_run() {
    for row in &REPORT.rows {
        for column in Column::ALL {
            let cell = &row.cells[&column];
            assert!(!cell.text.is_empty(), "{column:?}");
            assert!(cell.evidence.len() + cell.events.len() > 0, "{:?} {column:?}", row.run.way);
            for number in &cell.events {
                let mut events = row.run.stage.world.trail().events().iter();
                assert!(events.any(|event| event.number == *number && &*event.name == "RotateKey"));
            }
            for id in &cell.evidence {
                assert!(row.run.stage.flows.step(*id).is_some(), "{id:?}");
            }
        }
    }
}

#[test]
fn far_reads_take_what_the_latency_table_says() {
    let local = round_trip(us(), us());
    let routed = local + round_trip(eu(), us());
    let manager = Span::micros(12_000);
    let cluster = Span::micros(2_000);
    for (way, home, far) in [
        (Way::MultiRegionKey, local, local),
        (Way::RoutedCalls, local, routed),
        (Way::GrantsPerRegion, local, routed),
        (Way::KeyPerRegion, local, local),
        (Way::ExternalKeyStore, local + manager, routed + manager),
        (Way::CloudHsmKeyStore, local + cluster, routed + cluster),
    ] {
        let run = &REPORT.row(way).expect("was run").run;
        for (region, takes) in [(us(), home), (eu(), far)] {
            let reads = run.results(run.calm, region, Act::Read);
            assert_eq!((reads.done, reads.lost()), (100, 0), "{way:?} {region}");
            assert_eq!(
                (reads.latency.min(), reads.latency.max()),
                (Some(takes), Some(takes)),
                "{way:?} {region}"
            );
            let across = if takes == home { 0 } else { 100 };
            assert_eq!(reads.calls_across, across, "{way:?} {region}");
        }
    }
}

#[test]
fn a_dark_home_takes_what_depends_on_it() {
    for (way, reads_lost, writes_lost) in [
        (Way::MultiRegionKey, false, false),
        (Way::RoutedCalls, true, true),
        (Way::GrantsPerRegion, true, true),
        // A writer that wraps under every key needs every Region.
        (Way::KeyPerRegion, false, true),
        (Way::ExternalKeyStore, true, true),
        (Way::CloudHsmKeyStore, true, true),
    ] {
        let run = &REPORT.row(way).expect("was run").run;
        for (act, lost) in [(Act::Read, reads_lost), (Act::Write, writes_lost)] {
            let results = run.results(run.dark, eu(), act);
            let all = if act == Act::Read { 100 } else { 20 };
            assert_eq!(results.all(), all, "{way:?} {act:?}");
            assert_eq!(results.unreachable, if lost { all } else { 0 }, "{way:?} {act:?}");
        }
        let back = run.results(run.back, eu(), Act::Read);
        assert_eq!((back.done, back.lost()), (50, 0), "{way:?}: reads go on at once");
        let after = &run.witnesses.reads_after[&eu()];
        assert!(run.flow(*after).expect("remembered").is_done(), "{way:?}: back as before");
    }
}

#[test]
fn cells_say_what_was_measured() {
    for (way, column, text) in [
        (Way::MultiRegionKey, Column::IdenticalMaterial, "2 of 2 Regions"),
        (Way::KeyPerRegion, Column::IdenticalMaterial, "1 of 2 Regions"),
        (Way::ExternalKeyStore, Column::IdenticalMaterial, "1 of 2 Regions"),
        (Way::RoutedCalls, Column::ReadLatency, "us-east-1 0.90 ms · eu-west-1 81.42 ms"),
        (Way::RoutedCalls, Column::ReadsLost, "100 % for 20 s"),
        (Way::MultiRegionKey, Column::ReadsLost, "0 %"),
        (
            Way::KeyPerRegion,
            Column::CoordinatedRotation,
            "2 ceremonies; old and new records are read everywhere",
        ),
        (
            Way::KeyPerRegion,
            Column::LowOverhead,
            "Outside KMS: 0 · acts a year: 0 · wrapped keys a message: 2",
        ),
        (Way::KeyPerRegion, Column::Requests, "14.0"),
        (Way::ExternalKeyStore, Column::SetUp, "4 calls, 2 outside KMS"),
        (Way::ExternalKeyStore, Column::Ceremonies, "0 by KMS, 1 by people"),
    ] {
        assert_eq!(REPORT.cell(way, column).expect("measured").text, text, "{way:?}");
    }
}

#[test]
fn rotations_are_really_made() {
    for (way, automatic, by_hand) in [
        (Way::MultiRegionKey, 1, 0),
        (Way::RoutedCalls, 1, 0),
        (Way::GrantsPerRegion, 1, 0),
        (Way::KeyPerRegion, 2, 0),
        (Way::ExternalKeyStore, 0, 1),
        (Way::CloudHsmKeyStore, 0, 1),
    ] {
        let ceremonies = &REPORT.row(way).expect("was run").run.ceremonies;
        assert_eq!((ceremonies.automatic.len(), ceremonies.by_hand.len()), (automatic, by_hand), "{way:?}");
        assert!(ceremonies.rotated && ceremonies.all_read, "{way:?}");
        assert_eq!(ceremonies.acts > 0, by_hand > 0);
    }
}

#[test]
fn set_up_is_made_of_calls_that_the_trails_have() {
    for row in &REPORT.rows {
        let flow = row.run.flow(row.run.set_up).expect("remembered");
        assert!(flow.calls().count() >= 3);
        for (_, call) in flow.calls() {
            assert!(call.is_granted() && call.event.is_some());
        }
        let costs = row.cells[&Column::Cost].number.expect("a number");
        assert!(costs > 0.0);
    }
    let steps = |way| REPORT.cell(way, Column::SetUp).and_then(|cell| cell.number).expect("a number");
    assert!(steps(Way::RoutedCalls) < steps(Way::MultiRegionKey));
    let cost = |way| REPORT.cell(way, Column::Cost).and_then(|cell| cell.number).expect("a number");
    assert!(cost(Way::CloudHsmKeyStore) > cost(Way::KeyPerRegion));
}

#[test]
fn the_same_traffic_gives_the_same_run() {
    let traffic = traffic();
    let again = run(&traffic, Way::KeyPerRegion).expect("can be set up");
    let first = REPORT.row(Way::KeyPerRegion).expect("was run");
    assert_eq!(again.cells, first.cells);
    assert_eq!(again.run.stage, first.run.stage);
}

#[test]
fn three_regions_are_compared_as_well() {
    let traffic = Traffic { regions: vec![us(), eu(), ap()], seconds: 5, dark_seconds: 5, ..traffic() };
    let row = run(&traffic, Way::KeyPerRegion).expect("can be set up");
    assert_eq!(row.run.ceremonies.automatic.len(), 3);
    let row = run(&traffic, Way::MultiRegionKey).expect("can be set up");
    assert!(Column::SEED.into_iter().all(|column| row.cells[&column].meets == Some(true)));
    let gov = |code: &str| region(&format!("us-gov-{code}"));
    let other_partition = Traffic { home: gov("west-1"), regions: vec![gov("east-1")], ..traffic.clone() };
    let row = run(&other_partition, Way::MultiRegionKey).expect("can be set up");
    assert!(Column::SEED.into_iter().all(|column| row.cells[&column].meets == Some(true)));
    let elsewhere = Traffic { home: eu(), ..traffic };
    for way in [Way::MultiRegionKey, Way::CloudHsmKeyStore, Way::ExternalKeyStore] {
        run(&elsewhere, way).expect("can be set up in another home");
    }
}

#[test]
fn a_way_can_be_set_up_in_any_stage_and_leaves_no_half() {
    let mut stage = Stage::new(9);
    let regions = [us(), eu()];
    let (records, flow) = set_up(&mut stage, Way::MultiRegionKey, us(), &regions).expect("granted");
    assert!(stage.flows.get(flow).expect("remembered").is_done());
    let id = stage.write_record(&records, eu(), "x", SECRET);
    stage.advance(stage.world.now() + Span::seconds(5));
    assert!(stage.flows.get(id).expect("remembered").is_done());
    let before = stage.clone();
    let error = set_up(&mut stage, Way::RoutedCalls, us(), &regions).expect_err("the alias is taken");
    assert!(error.to_string().contains("AlreadyExistsException"), "{error}");
    assert_eq!(stage, before);
    stage.world.set_dark(us(), true);
    let error = set_up(&mut stage, Way::RoutedCalls, us(), &regions).expect_err("dark");
    assert!(error.to_string().contains("Connect timeout"), "{error}");
}
