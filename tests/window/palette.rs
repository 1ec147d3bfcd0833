//! The command palette, by the keyboard alone.

use egui::{Event, Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;
use mrk_console::{
    gui::{
        command::Command,
        desk::{Pace, Workspace},
    },
    kms::Region,
};

use crate::common::*;

fn toggle(window: &mut Window) {
    window.key_press_modifiers(Modifiers::COMMAND, Key::K);
    window.run_steps(3);
}

fn type_text(window: &mut Window, text: &str) {
    window.event(Event::Text(text.to_owned()));
    window.run_steps(3);
}

fn press(window: &mut Window, key: Key) {
    window.key_press(key);
    window.run_steps(3);
}

/// The lines in sight, and the chosen one's place among them.
fn lines(window: &Window) -> (Vec<String>, Option<usize>) {
    use egui_kittest::kittest::NodeT as _;
    let rows: Vec<_> = window.query_all_by(|node| node.role() == Role::ListBoxOption).collect();
    let chosen =
        rows.iter().position(|node| node.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True));
    let labels = rows.iter().filter_map(|node| node.accesskit_node().label()).collect();
    (labels, chosen)
}

fn chosen(window: &Window) -> String {
    let (lines, chosen) = lines(window);
    chosen.map(|place| lines[place].clone()).unwrap_or_default()
}

#[test]
fn a_key_is_found_by_a_part_of_its_alias() {
    let mut window = demo_window();
    perform(&mut window, Command::Open(Workspace::CloudTrail));
    toggle(&mut window);
    assert!(shows(&window, "Search or run"));
    type_text(&mut window, "audit eu-west");
    assert!(chosen(&window).starts_with("audit-archive, eu-west-1 · mrk-"), "{}", chosen(&window));
    press(&mut window, Key::Enter);
    assert!(!shows(&window, "Search or run"), "it closes");
    let desk = window.state().desk();
    assert_eq!(desk.workspace, Workspace::Regions);
    let selected = desk.selected.clone().expect("selected");
    assert_eq!(Some(selected.region), Region::parse("eu-west-1"));
    assert_eq!(desk.key_label(&selected.key, selected.region), "audit-archive");
    // By its id as well.
    toggle(&mut window);
    type_text(&mut window, &selected.key.as_str()[4..12]);
    assert!(chosen(&window).starts_with("audit-archive"), "{}", chosen(&window));
}

#[test]
fn actions_run_and_come_first_the_next_time() {
    let mut window = window();
    toggle(&mut window);
    type_text(&mut window, "hour a second");
    press(&mut window, Key::Enter);
    assert_eq!(window.state().desk().pace, Pace::Hour);
    perform(&mut window, Command::SetPace(Pace::Paused));
    toggle(&mut window);
    assert!(chosen(&window).starts_with("Clock: an hour a second"), "{}", chosen(&window));
    type_text(&mut window, "act mallory");
    press(&mut window, Key::Enter);
    assert_eq!(window.state().desk().acting, "mallory");
    toggle(&mut window);
    type_text(&mut window, "new user");
    press(&mut window, Key::Enter);
    assert!(shows(&window, "New user"));
    assert_eq!(window.state().desk().workspace, Workspace::Principals);
    // A dialog has the keyboard for itself.
    toggle(&mut window);
    assert!(!shows(&window, "Search or run"));
    press(&mut window, Key::Escape);
    toggle(&mut window);
    type_text(&mut window, "generatedatakeywithoutplaintext");
    press(&mut window, Key::Enter);
    assert_eq!(window.state().desk().workspace, Workspace::CloudTrail);
}

#[test]
fn what_cannot_be_done_says_why_and_stays() {
    let mut window = window();
    toggle(&mut window);
    type_text(&mut window, "replicate");
    assert_eq!(chosen(&window), "Replicate…, The selected key, not now: Select a key first");
    press(&mut window, Key::Enter);
    assert!(shows(&window, "Not now: Select a key first"));
    assert!(shows(&window, "Search or run"), "it stays open");
    press(&mut window, Key::Escape);
    assert!(!shows(&window, "Search or run"));
    assert_eq!(window.state().desk().selected, None);
}

#[test]
fn the_list_is_walked_by_arrows_pages_and_ends() {
    let mut window = demo_window();
    toggle(&mut window);
    assert_eq!(chosen(&window), "Go to Regions");
    press(&mut window, Key::ArrowDown);
    assert_eq!(chosen(&window), "Go to Data flow");
    press(&mut window, Key::ArrowUp);
    press(&mut window, Key::ArrowUp);
    let last = chosen(&window);
    assert!(!last.is_empty() && last != "Go to Regions", "up from the first goes to the last");
    press(&mut window, Key::Home);
    assert_eq!(chosen(&window), "Go to Regions");
    press(&mut window, Key::PageDown);
    press(&mut window, Key::PageDown);
    let (shown, place) = lines(&window);
    assert!(place.is_some(), "the chosen line is in sight");
    assert!(shown.len() < 50, "only what is in sight is drawn: {}", shown.len());
    press(&mut window, Key::PageUp);
    press(&mut window, Key::PageUp);
    assert_eq!(chosen(&window), "Go to Regions");
    press(&mut window, Key::End);
    assert_eq!(chosen(&window), last);
    type_text(&mut window, "nothing is called like this");
    assert!(lines(&window).0.is_empty());
    press(&mut window, Key::Enter);
    toggle(&mut window);
    assert!(!shows(&window, "Search or run"), "the same keys close it");
}

#[test]
fn it_opens_from_the_top_bar_and_closes_by_a_click_outside() {
    let mut window = window();
    click(&mut window, "Search or run… (Ctrl+K)");
    assert!(shows(&window, "Search or run"));
    window.hover_at(egui::pos2(20.0, 880.0));
    window.run_steps(2);
    window.drag_at(egui::pos2(20.0, 880.0));
    window.drop_at(egui::pos2(20.0, 880.0));
    window.run_steps(3);
    assert!(!shows(&window, "Search or run"));
}

#[test]
fn who_can_do_what_is_found_by_several_words() {
    for words in ["who can", "why denied", "access"] {
        let mut window = demo_window();
        toggle(&mut window);
        type_text(&mut window, "audit eu-west");
        press(&mut window, Key::Enter);
        toggle(&mut window);
        type_text(&mut window, words);
        assert!(chosen(&window).starts_with("Who can do what?"), "{words}: {}", chosen(&window));
        press(&mut window, Key::Enter);
        window.run_steps(8);
        assert!(shows(&window, "Back to the keys"), "the key page is open");
        assert!(window.query_all_by_label_contains("alice, Decrypt: ").next().is_some());
    }
}
