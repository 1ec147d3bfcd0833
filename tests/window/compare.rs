//! Comparing the ways to share a key: what is shown was run, and leads to its run.

use egui_kittest::kittest::{NodeT as _, Queryable as _};
use mrk_console::{
    gui::{
        command::Command,
        desk::{Counted, Pace, Undoable, Workspace},
    },
    kms::{Region, Span},
    workloads::ways::{Column, Traffic, Way},
    world::round_trip,
};

use crate::common::*;

fn traffic() -> Traffic {
    Traffic { seconds: 5, dark_seconds: 5, ..Traffic::of_seed_002(2).expect("known Regions") }
}

fn is_running(window: &Window) -> bool {
    window.state().desk().work.iter().any(|work| work.counted == Counted::Ways)
}

/// The full name of a cell, if it is shown.
fn cell(window: &Window, way: Way, column: Column) -> Option<String> {
    let begin = format!("{}, {}: ", way.label(), column.label());
    let cells = window.query_all_by_label_contains(&begin);
    cells.filter_map(|node| node.accesskit_node().label()).find(|label| label.starts_with(&begin))
}

/// The window with these ways run on a small traffic.
fn compared(ways: &[Way]) -> Window {
    let mut window = window();
    perform(&mut window, Command::Compare(Box::new(traffic()), ways.to_vec()));
    let last = *ways.last().expect("a way");
    wait_until(&mut window, "the last way", |window| {
        cell(window, last, Column::LocalDecrypt).is_some() && !is_running(window)
    });
    window.run_steps(2);
    window
}

fn met(window: &Window, way: Way, column: Column) -> bool {
    let name = cell(window, way, column).expect("a cell");
    let (yes, no) = (name.contains(": Met: "), name.contains(": Not met: "));
    assert_ne!(yes, no, "{name}");
    yes
}

fn set(window: &mut Window, field: &str, text: &str) {
    window.get_by_role_and_label(egui::Role::TextInput, field).set_text_value_accesskit(text);
    window.run_steps(3);
}

#[test]
fn the_workspace_runs_what_is_set_up_and_shows_what_was_measured() {
    let mut window = window();
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Num4);
    window.run_steps(3);
    assert_eq!(window.state().desk().workspace, Workspace::Compare);
    assert!(shows_containing(&window, "Nothing in it is written down beforehand"));
    for (field, value) in [("Calm (s)", "5"), ("Home dark (s)", "5"), ("Reads/s", "4")] {
        set(&mut window, field, value);
    }
    assert!(shows_containing(&window, "the same 200 reads and writes"));
    let version = window.state().desk().world().version();
    click(&mut window, "Run comparison");
    wait_until(&mut window, "all five", |window| {
        cell(window, Way::ExternalKeyStore, Column::LocalDecrypt).is_some() && !is_running(window)
    });
    window.run_steps(3);
    for column in Column::SEED {
        assert!(met(&window, Way::MultiRegionKey, column), "{column:?}");
    }
    for (way, column) in [
        (Way::RoutedCalls, Column::LocalDecrypt),
        (Way::RoutedCalls, Column::GracefulFailover),
        (Way::GrantsPerRegion, Column::LocalDecrypt),
        (Way::KeyPerRegion, Column::IdenticalMaterial),
        (Way::ExternalKeyStore, Column::CoordinatedRotation),
    ] {
        assert!(!met(&window, way, column), "{way:?} {column:?}");
    }
    assert!(met(&window, Way::RoutedCalls, Column::CoordinatedRotation));
    assert!(cell(&window, Way::CloudHsmKeyStore, Column::LocalDecrypt).is_none(), "it was not asked for");
    assert_eq!(window.state().desk().world().version(), version, "the open world has no part in it");
    // The results outlive a visit elsewhere, and say so when what is set up is another traffic.
    perform(&mut window, Command::Open(Workspace::Regions));
    perform(&mut window, Command::Open(Workspace::Compare));
    assert!(met(&window, Way::MultiRegionKey, Column::LocalDecrypt));
    assert!(!shows_containing(&window, "belong to the earlier traffic"));
    set(&mut window, "Reads/s", "9");
    assert!(shows_containing(&window, "belong to the earlier traffic"));
    assert!(met(&window, Way::MultiRegionKey, Column::LocalDecrypt));
    set(&mut window, "Reads/s", "900");
    assert!(shows_containing(&window, "“Reads/s” must be a whole number from 1 to 200"));
}

#[test]
fn the_plot_tells_how_a_far_read_comes_about() {
    let mut window = compared(&[Way::MultiRegionKey, Way::RoutedCalls]);
    click(&mut window, "Read latency");
    let region = |code: &str| Region::parse(code).expect("known");
    let (us, eu) = (region("us-east-1"), region("eu-west-1"));
    let ms = |time: Span| format!("{:.2} ms", time.as_millis_f64());
    let (local, across) = (round_trip(us, us), round_trip(eu, us));
    for (way, place, time) in [
        (Way::MultiRegionKey, us, local),
        (Way::MultiRegionKey, eu, local),
        (Way::RoutedCalls, us, local),
        (Way::RoutedCalls, eu, local + across),
    ] {
        let label = format!("{} in {place}: {}", way.label(), ms(time));
        assert!(shows(&window, &label), "{label}");
    }
    let same = format!("a read in eu-west-1 takes {}, as long as in us-east-1", ms(local));
    assert!(shows_containing(&window, &format!("{}: {same}", Way::MultiRegionKey.label())));
    let sum = format!(
        "{}: {} in KMS + {} round trip eu-west-1 – us-east-1 = {}",
        Way::RoutedCalls.label(),
        ms(local),
        ms(across),
        ms(local + across)
    );
    assert!(shows_containing(&window, &sum), "{sum}");
}

#[test]
fn a_cell_leads_to_the_steps_and_events_that_show_it() {
    let mut window = compared(&[Way::MultiRegionKey, Way::RoutedCalls]);
    let name = cell(&window, Way::RoutedCalls, Column::LocalDecrypt).expect("a cell");
    click(&mut window, &name);
    assert!(shows_containing(&window, "Do readers ask their own Region’s KMS?"));
    assert!(shows(&window, "Read in us-east-1") && shows(&window, "Read in eu-west-1"));
    let step = window.get_by_label("Decrypt in us-east-1, eu-west-1 after 0.00 ms");
    step.click();
    window.run_steps(3);
    assert!(shows_containing(&window, "The call crosses from eu-west-1 to us-east-1 and back."));
    click(&mut window, "Measures");
    let name = cell(&window, Way::MultiRegionKey, Column::Cost).expect("a cell");
    click(&mut window, &name);
    assert!(shows(&window, "Prices as of") && shows(&window, "Bytes between Regions"));
    let name = cell(&window, Way::MultiRegionKey, Column::Ceremonies).expect("a cell");
    click(&mut window, &name);
    assert!(shows(&window, "RotateKey"), "an event of the run's trail");
}

#[test]
fn a_run_opens_in_data_flow_as_a_world_of_its_own() {
    let mut window = compared(&[Way::MultiRegionKey]);
    let name = cell(&window, Way::MultiRegionKey, Column::IdenticalMaterial).expect("a cell");
    click(&mut window, &name);
    click(&mut window, "Open this run in Data flow");
    let desk = window.state().desk();
    assert_eq!(desk.workspace, Workspace::DataFlow);
    let [us, eu] = ["us-east-1", "eu-west-1"].map(|code| Region::parse(code).expect("known"));
    assert_eq!(desk.world().regions(), [us, eu]);
    let aliases: Vec<&str> = desk.world().store().aliases_in(eu).map(|(_, name, _)| name.short()).collect();
    assert!(aliases.contains(&"records"), "{aliases:?}");
    assert!(desk.stage.flows.made() > 0 && !desk.unsaved);
    // The comparison is still there.
    perform(&mut window, Command::Open(Workspace::Compare));
    assert!(met(&window, Way::MultiRegionKey, Column::IdenticalMaterial));
}

#[test]
fn the_open_world_waits_while_a_run_is_visited() {
    let mut window = compared(&[Way::RoutedCalls, Way::MultiRegionKey]);
    let region = Region::parse("ap-south-1").expect("known");
    perform(&mut window, Command::AddRegion(region));
    perform(&mut window, Command::SetPace(Pace::RealTime));
    window.run_steps(5);
    perform(&mut window, Command::SetPace(Pace::SlowMotion));
    assert!(window.state().desk().unsaved);
    let waiting = window.state().desk().stage.clone();
    for way in [Way::RoutedCalls, Way::MultiRegionKey] {
        perform(&mut window, Command::VisitRun(way, None));
        let desk = window.state().desk();
        assert_eq!((desk.workspace, desk.pace), (Workspace::DataFlow, Pace::Paused));
        assert_eq!(desk.world().store().family_count(), 1);
        assert!(!desk.unsaved && desk.undoable == Undoable::default());
        assert!(shows(&window, &format!("Compared run: {}", way.label())) && shows(&window, "File menu"));
        // What is done there is done there.
        perform(&mut window, Command::AddRegion(Region::parse("sa-east-1").expect("known")));
        assert!(!window.state().desk().unsaved);
    }
    click(&mut window, "Back to my world");
    let desk = window.state().desk();
    assert_eq!((desk.workspace, desk.pace), (Workspace::Compare, Pace::SlowMotion));
    assert!(desk.unsaved && desk.world().regions().contains(&region));
    assert!(desk.world().now() - waiting.world.now() < Span::seconds(1), "its clock stood still");
    assert!(!shows(&window, "Back to my world"));
    perform(&mut window, Command::Undo);
    assert!(!window.state().desk().world().regions().contains(&region), "what was done before is undone");

    // Another world is opened from home: what is unsaved there is asked about.
    perform(&mut window, Command::AddRegion(region));
    perform(&mut window, Command::VisitRun(Way::RoutedCalls, None));
    perform(&mut window, Command::NewWorld);
    assert!(shows(&window, "Save changes?") && !shows(&window, "Back to my world"));
    click(&mut window, "Cancel");
    assert!(window.state().desk().world().regions().contains(&region));
}

#[test]
fn a_comparison_can_be_cancelled_between_ways() {
    let mut window = window();
    let traffic = Traffic { seconds: 60, dark_seconds: 60, ..traffic() };
    perform(&mut window, Command::Compare(Box::new(traffic), Way::ALL.to_vec()));
    wait_until(&mut window, "the progress", is_running);
    click(&mut window, "Cancel");
    wait_until(&mut window, "the end", |window| shows_containing(window, "The comparison was cancelled"));
    assert!(shows_containing(&window, "CloudHSM key store: Not run, as the comparison was cancelled"));
    assert!(cell(&window, Way::CloudHsmKeyStore, Column::LocalDecrypt).is_none());
}

#[test]
fn the_outage_is_told_for_each_way() {
    let mut window = compared(&[Way::MultiRegionKey, Way::RoutedCalls]);
    click(&mut window, "Outage");
    assert!(shows(&window, "Multi-Region key: 0 of 25 reads, 0 of 5 writes lost"));
    assert!(shows(
        &window,
        "Single-Region key, calls routed: 25 of 25 reads, 5 of 5 writes lost; back in 1 s"
    ));
}

#[test]
fn on_a_projector_the_results_have_the_room() {
    let mut window = compared(&[Way::MultiRegionKey, Way::RoutedCalls]);
    assert!(shows(&window, "The ways") && shows(&window, "Run comparison"));
    // A window of 1280×720 at ×1.5.
    window.set_size(egui::vec2(853.0, 480.0));
    window.run_steps(3);
    assert!(!shows(&window, "The ways") && !shows(&window, "Run comparison"));
    click(&mut window, "Traffic and ways");
    assert!(shows(&window, "Run comparison"));
    click(&mut window, "Traffic and ways");
    let name = cell(&window, Way::RoutedCalls, Column::LocalDecrypt).expect("the second row is in sight");
    click(&mut window, &name);
    assert!(shows(&window, "Read in eu-west-1") && !shows(&window, "Verdicts"));
    click(&mut window, "Close the cell");
    assert!(shows(&window, "Verdicts"));
}

#[test]
fn results_of_regions_named_in_another_order_are_of_the_same_traffic() {
    let region = |code: &str| Region::parse(code).expect("known");
    let regions = ["us-east-1", "eu-west-1", "ap-south-1"].map(region).to_vec();
    let mut window = window();
    perform(
        &mut window,
        Command::Compare(Box::new(Traffic { regions, ..traffic() }), vec![Way::RoutedCalls]),
    );
    wait_until(&mut window, "the way", |window| {
        cell(window, Way::RoutedCalls, Column::LocalDecrypt).is_some() && !is_running(window)
    });
    window.run_steps(2);
    assert!(!shows_containing(&window, "belong to the earlier traffic"));
    assert!(shows_containing(&window, "the same 360 reads and writes"));
}

#[test]
fn the_table_is_copied_as_markdown() {
    let mut window = compared(&[Way::MultiRegionKey, Way::RoutedCalls]);
    window.get_by_role_and_label(egui::Role::Button, "Copy as Markdown").click();
    // What is copied is handed to the system in the frame after the click.
    let copied = (0..4).find_map(|_| {
        window.step();
        window.output().platform_output.commands.iter().find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
    });
    let text = copied.expect("a text is copied");
    let row = "| Local decrypt | **Met**: 100 % of reads | **Not met**: 50 % of reads |";
    assert!(text.contains(row), "{text}");
    assert!(text.contains("5 s calm, then 5 s with us-east-1 dark"), "{text}");
    assert!(text.contains("Prices as of 20"), "{text}");
}
