//! A window that nobody touches rests.

use std::time::Duration;

use egui::ViewportId;
use mrk_console::gui::{
    command::Command,
    desk::{Pace, Workspace},
};

use crate::common::{Window, click, demo_window, perform};

/// How long the window wants to rest after this frame.
fn rest(window: &Window) -> Duration {
    window.output().viewport_output[&ViewportId::ROOT].repaint_delay
}

#[test]
fn paused_and_untouched_no_workspace_asks_for_a_repaint() {
    let mut window = demo_window();
    for workspace in Workspace::ALL {
        perform(&mut window, Command::Open(workspace));
        window.run();
        let mut repaints = 0;
        for _ in 0..10 {
            window.step();
            repaints += usize::from(rest(&window) < Duration::from_secs(3600));
        }
        assert_eq!(repaints, 0, "{workspace:?}");
    }
}

#[test]
fn paused_with_packets_under_way_nothing_asks_for_a_repaint() {
    let mut window = demo_window();
    perform(&mut window, Command::Open(Workspace::DataFlow));
    click(&mut window, "Send");
    for _ in 0..20 {
        window.step();
    }
    perform(&mut window, Command::SetPace(Pace::Paused));
    window.remove_cursor();
    window.run();
    assert!(window.state().desk().world().packets().next().is_some(), "it is on its way");
    for _ in 0..10 {
        window.step();
        // It wakes to save the changed world now and then.
        assert!(rest(&window) > Duration::from_secs(10), "{:?}", rest(&window));
    }
}

#[test]
fn a_running_clock_asks_for_a_frame_a_second_when_nothing_moves() {
    let mut window = demo_window();
    perform(&mut window, Command::SetPace(Pace::RealTime));
    window.run_steps(8);
    let rest = rest(&window);
    assert!(rest > Duration::from_millis(10) && rest <= Duration::from_secs(1), "{rest:?}");
}
