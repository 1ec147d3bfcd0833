//! The clock and what is sent: slow motion and its end, keys that lead through time, and what is told as done.

use egui::Key;
use egui_kittest::kittest::Queryable as _;
use mrk_console::{
    gui::{
        command::Command,
        desk::{Pace, Workspace},
    },
    kms::Region,
};

use crate::common::*;

fn flow_window() -> Window {
    let mut window = demo_window();
    perform(&mut window, Command::Open(Workspace::DataFlow));
    window
}

/// Whether map and sequence show a past moment.
fn in_the_past(window: &Window) -> bool {
    shows(window, "past")
}

fn region(code: &str) -> Region {
    Region::parse(code).expect("known")
}

#[test]
fn slow_motion_ends_when_what_was_sent_waits_for_a_dark_region() {
    let mut window = flow_window();
    perform(&mut window, Command::SetDark(region("eu-west-1"), true));
    perform(&mut window, Command::SetPace(Pace::RealTime));
    click(&mut window, "Send");
    assert_eq!(window.state().desk().pace, Pace::SlowMotion);
    assert!(shows(&window, "Slow motion until it is over"));
    for _ in 0..200 {
        window.step();
    }
    assert_eq!(window.state().desk().pace, Pace::RealTime);
    assert!(!shows(&window, "Slow motion until it is over"));
    let stage = &window.state().desk().stage;
    assert!(stage.transfers().any(|transfer| !transfer.leg.is_over()), "it still waits");
    assert!(shows_containing(&window, "Result of Text in eu-west-1: Waits at the border"));
    assert!(shows_containing(&window, "us-east-1 to eu-west-1, waiting"), "the list says so, too");
}

#[test]
fn arrows_lead_from_step_to_step_and_escape_out_of_the_past() {
    let mut window = flow_window();
    perform(&mut window, Command::SetPace(Pace::Paused));
    click(&mut window, "Send");
    perform(&mut window, Command::SetPace(Pace::Paused));
    window.remove_cursor();
    let now = |window: &Window| window.state().desk().world().now();
    let begun = now(&window);
    let press = |window: &mut Window, key| {
        window.key_press(key);
        window.run_steps(3);
    };
    // The button that was pressed has the keyboard until it is let go.
    press(&mut window, Key::Escape);
    press(&mut window, Key::ArrowRight);
    press(&mut window, Key::ArrowRight);
    assert!(now(&window) > begun, "the clock goes to the next step");
    assert!(!in_the_past(&window));
    let reached = now(&window);
    press(&mut window, Key::ArrowLeft);
    assert_eq!(now(&window), reached, "the clock never goes back");
    assert!(in_the_past(&window));
    press(&mut window, Key::Escape);
    assert!(!in_the_past(&window));
}

#[test]
fn only_calls_that_were_made_are_told_as_done() {
    let mut window = flow_window();
    window.get_by_role_and_label(egui::Role::ComboBox, "Workload").click();
    window.run_steps(4);
    window.get_by_role_and_label(egui::Role::MenuItem, "Object storage").click();
    window.run_steps(4);
    click(&mut window, "Run");
    let lines = |window: &Window| window.state().desk().command_lines().len();
    assert_eq!(lines(&window), 1);
    perform(&mut window, Command::SetDark(region("us-east-1"), true));
    click(&mut window, "Run");
    assert_eq!(lines(&window), 0, "nothing is asked in a dark Region");
}
