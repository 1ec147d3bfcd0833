//! The CloudTrail workspace through the accessibility tree, and the list of events below it.

use egui::{Key, Role, Theme, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};

use super::{EventFilter, EventList, KeyNames, TrailView, toolbar::thousands};
use crate::{
    gui::{command::Command, desk::Desk, theme},
    kms::{
        Region,
        api::{CreateAliasRequest, DescribeKeyRequest, ListKeysRequest},
    },
    workloads::demo,
};

struct Scene {
    desk: Desk,
    view: TrailView,
    commands: Vec<Command>,
}

fn region(code: &str) -> Region {
    code.parse().expect("known")
}

fn demo_desk() -> Desk {
    Desk::new(demo::stage().expect("the demo opens"))
}

fn window(desk: Desk, theme: Theme) -> Harness<'static, Scene> {
    let mut installed = false;
    let mut harness = Harness::builder().with_size(vec2(1356.0, 1300.0)).with_theme(theme).build_ui_state(
        move |ui, scene: &mut Scene| {
            if !std::mem::replace(&mut installed, true) {
                theme::install(ui.ctx());
                ui.ctx().request_discard("fonts");
                return;
            }
            scene.view.ui(ui, &scene.desk, &mut scene.commands);
        },
        Scene { desk, view: TrailView::default(), commands: Vec::new() },
    );
    harness.run();
    harness
}

fn rows(harness: &Harness<'static, Scene>) -> Vec<String> {
    let mut rows: Vec<_> = harness.query_all_by_role(Role::Row).map(|row| (row.rect().top(), row)).collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let label = |row: &egui_kittest::Node<'_>| {
        use egui_kittest::kittest::NodeT as _;
        row.accesskit_node().label().unwrap_or_default()
    };
    rows.iter().map(|(_, row)| label(row)).collect()
}

fn type_filter(harness: &mut Harness<'static, Scene>, text: &str) {
    let field = "Event, principal, key or error";
    harness.get_by_role_and_label(Role::TextInput, field).focus();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, field).type_text(text);
    harness.run();
}

#[test]
fn events_stand_newest_first() {
    let desk = demo_desk();
    let newest = desk.world().trail().events().last().expect("there are events").clone();
    for theme in [Theme::Dark, Theme::Light] {
        let harness = window(demo_desk(), theme);
        let first = format!("{} in {} at {}", newest.name, newest.region, newest.time.time_of_day());
        assert_eq!(rows(&harness).first(), Some(&first));
    }
}

#[test]
fn a_filter_looks_at_names_regions_principals_keys_and_errors() {
    for (text, expected) in [
        ("replicatekey", 4),
        ("MALLORY", 1),
        ("sandbox", 3),
        ("AccessDeniedException", 2),
        ("no such thing", 0),
    ] {
        let mut harness = window(demo_desk(), Theme::Dark);
        type_filter(&mut harness, text);
        assert_eq!(rows(&harness).len(), expected, "{text}");
    }
}

#[test]
fn regions_and_successes_can_be_left_out() {
    let mut harness = window(demo_desk(), Theme::Dark);
    harness.get_by_role_and_label(Role::CheckBox, "Events of us-east-1").click();
    harness.run();
    assert!(rows(&harness).iter().all(|row| !row.contains("us-east-1")));
    harness.get_by_role_and_label(Role::Switch, "Errors only").click();
    harness.run();
    assert_eq!(rows(&harness).len(), 2);
    harness.get_by_role_and_label(Role::Link, "Clear filters").click();
    harness.run();
    assert!(rows(&harness).len() > 20);
}

#[test]
fn an_event_opens_with_its_record_and_is_walked_by_the_arrow_keys() {
    let desk = demo_desk();
    let refused = desk.world().trail().events().iter().rfind(|it| it.error.is_some()).expect("one").clone();
    let mut harness = window(desk, Theme::Dark);
    harness.state_mut().view.show_event(refused.number);
    harness.run();
    let code = harness.get_by_role_and_label(Role::Code, "Event record");
    let record = {
        use egui_kittest::kittest::NodeT as _;
        code.accesskit_node().value().unwrap_or_default()
    };
    assert!(record.contains("\"errorCode\": \"AccessDenied\""), "{record}");
    harness.get_by_role_and_label(Role::Button, "Copy").click();
    harness.step();
    let copied = harness.output().platform_output.commands.iter().any(
        |command| matches!(command, egui::OutputCommand::CopyText(text) if text.contains("userIdentity")),
    );
    assert!(copied);
    harness.run();
    harness.ctx.memory_mut(|memory| {
        if let Some(focused) = memory.focused() {
            memory.surrender_focus(focused);
        }
    });
    harness.key_press(Key::ArrowDown);
    harness.run();
    assert_eq!(harness.state().view.shown, Some(refused.number - 1), "the next row is the event before");
    harness.get_by_role_and_label(Role::Button, "Close the event").click();
    harness.run();
    assert!(harness.query_by_role_and_label(Role::Code, "Event record").is_none());
}

#[test]
fn the_key_of_an_event_is_shown_in_regions() {
    let desk = demo_desk();
    let event = desk.world().trail().events().last().expect("there are events").clone();
    let key = event.keys.first().expect("it is about a key").clone();
    let mut harness = window(desk, Theme::Dark);
    let expected = [Command::Inspect(key.key_id, key.region)];
    let cell = harness.get_all_by_label("global-encrypt").next().expect("the newest event's key").rect();
    harness.hover_at(cell.center());
    harness.drag_at(cell.center());
    harness.drop_at(cell.center());
    harness.run();
    assert_eq!(harness.state().commands, expected);
    assert_eq!(harness.state().view.shown, None, "the click on the key did not open the event");
    harness.state_mut().commands.clear();
    harness.state_mut().view.show_event(event.number);
    harness.run();
    harness.get_by_role_and_label(Role::Link, "Show the key in Regions").click();
    harness.run();
    assert_eq!(harness.state().commands, expected);
}

#[test]
fn a_long_trail_is_drawn_by_the_rows_in_sight_and_holds_still_while_read() {
    let mut desk = demo_desk();
    let (us, alice) = (region("us-east-1"), desk.acting_arn());
    for _ in 0..3000 {
        desk.stage.world.ask(us, &alice, ListKeysRequest::default()).expect("alice may");
    }
    let mut harness = window(desk, Theme::Dark);
    assert!(rows(&harness).len() < 60);
    harness.state_mut().view.show_event(1500);
    harness.run();
    let before = harness.state().view.scrolled.0;
    assert!(before > 1000.0, "the event was brought into sight");
    let alice = harness.state().desk.acting_arn();
    for _ in 0..5 {
        let world = &mut harness.state_mut().desk.stage.world;
        world.ask(us, &alice, ListKeysRequest::default()).expect("alice may");
    }
    harness.run();
    let after = harness.state().view.scrolled.0;
    assert_eq!(after - before, 5.0 * theme::space::ROW_HEIGHT, "what was read stays in its place");
}

#[test]
fn an_empty_trail_says_so_and_an_empty_result_offers_a_way_back() {
    let harness = window(Desk::new(crate::workloads::Stage::new(1)), Theme::Dark);
    harness.get_by_label("No events yet");
    let mut harness = window(demo_desk(), Theme::Dark);
    type_filter(&mut harness, "no such thing");
    harness.get_by_role_and_label(Role::Button, "Clear filters").click();
    harness.run();
    assert!(!rows(&harness).is_empty());
}

/// The list as it is, and as it would be if it were read anew.
fn brought_up_to_date(list: &mut EventList, desk: &Desk, filter: &EventFilter) -> (Vec<u64>, Vec<u64>) {
    let mut names = KeyNames::default();
    names.update(desk.world());
    let trail = desk.world().trail();
    list.update(trail, &names, filter);
    let mut anew = EventList::default();
    anew.update(trail, &names, filter);
    let numbers = |list: &EventList| (0..list.len()).filter_map(|place| list.number_at(place)).collect();
    (numbers(list), numbers(&anew))
}

#[test]
fn a_list_kept_up_equals_a_list_read_anew() {
    let mut desk = demo_desk();
    let (us, alice) = (region("us-east-1"), desk.acting_arn());
    let mut list = EventList::default();
    let filter = EventFilter { text: "list".to_owned(), ..EventFilter::default() };
    for calls in [0, 3, 1, 0, 7] {
        for _ in 0..calls {
            desk.stage.world.ask(us, &alice, ListKeysRequest::default()).expect("alice may");
        }
        let (kept_up, anew) = brought_up_to_date(&mut list, &desk, &filter);
        assert_eq!(kept_up, anew);
    }
    assert_eq!(list.len(), 11);
    let other = EventFilter { errors_only: true, ..EventFilter::default() };
    let (kept_up, anew) = brought_up_to_date(&mut list, &desk, &other);
    assert_eq!(kept_up, anew);
    let opened = Desk::new(crate::workloads::Stage::new(7));
    assert_eq!(brought_up_to_date(&mut list, &opened, &other), (Vec::new(), Vec::new()));
}

#[test]
fn events_are_found_by_a_name_that_their_key_got_later() {
    let mut desk = demo_desk();
    let (us, alice) = (region("us-east-1"), desk.acting_arn());
    let key_id = desk.world().store().keys_in(us).next().expect("there are keys").to_string();
    let request = DescribeKeyRequest { key_id: key_id.clone(), ..Default::default() };
    desk.stage.world.ask(us, &alice, request).expect("alice may");
    let filter = EventFilter { text: "a-later-name".to_owned(), ..EventFilter::default() };
    // One set of names for all: its generation must tell that a name changed.
    let (mut names, mut list) = (KeyNames::default(), EventList::default());
    let mut found = |desk: &Desk| {
        names.update(desk.world());
        list.update(desk.world().trail(), &names, &filter);
        list.len()
    };
    assert_eq!(found(&desk), 0);
    let request =
        CreateAliasRequest { alias_name: "alias/aaa-a-later-name".to_owned(), target_key_id: key_id };
    desk.stage.world.ask(us, &alice, request).expect("the name is free");
    assert!(found(&desk) >= 2, "DescribeKey and CreateAlias were about that key");
}

#[test]
fn numbers_are_written_with_their_thousands_apart() {
    for (number, text) in [(0, "0"), (999, "999"), (1284, "1,284"), (1_000_000, "1,000,000")] {
        assert_eq!(thousands(number), text);
    }
}
