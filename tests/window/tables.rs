//! The key table: sorting, filtering, ticking, bulk changes that all count or none, its sections, and the keyboard.

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use mrk_console::{
    gui::{
        command::{Command, Reply},
        desk::Selected,
    },
    kms::{
        KeyId, MemberState, Region,
        api::{CreateAliasRequest, CreateCustomKeyStoreRequest, CreateKeyRequest, KeyState, Request},
        custom_key_store::Connection,
    },
};

use crate::common::{Window, click, demo_window, perform, shows, window};

fn us() -> Region {
    Region::parse("us-east-1").expect("known")
}

fn eu() -> Region {
    Region::parse("eu-west-1").expect("known")
}

/// The demo world in the key table, at its first Region.
fn table() -> Window {
    let mut window = demo_window();
    click(&mut window, "Key table");
    window
}

fn ask(window: &mut Window, region: Region, request: impl Into<Request>) {
    let request = Box::new(request.into());
    perform(window, Command::Call { region, request, reply: Reply::Toast("done".to_owned()) });
}

/// A world with so many keys in us-east-1, called key-0, key-1 and so on.
fn table_of(keys: usize) -> Window {
    let mut window = window();
    for number in 0..keys {
        ask(&mut window, us(), CreateKeyRequest::default());
        let known: Vec<KeyId> = store(&window).keys_in(us()).cloned().collect();
        let named: Vec<KeyId> = store(&window).aliases_in(us()).map(|(_, _, it)| it.target.clone()).collect();
        let new = known.iter().find(|it| !named.contains(it)).expect("just made");
        let alias =
            CreateAliasRequest { alias_name: format!("alias/key-{number}"), target_key_id: new.to_string() };
        ask(&mut window, us(), alias);
    }
    click(&mut window, "Key table");
    window
}

fn store(window: &Window) -> &mrk_console::kms::KeyStore {
    window.state().desk().world().store()
}

/// The names of the keys that are shown, in their order.
fn rows(window: &Window) -> Vec<String> {
    let mut rows: Vec<_> = window
        .query_all_by_role(Role::Row)
        .map(|row| (row.rect().top(), row.accesskit_node().label().expect("rows are named")))
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|(_, label)| label.split(" in ").next().unwrap_or_default().to_owned()).collect()
}

fn click_row(window: &mut Window, key: &str, modifiers: Modifiers) {
    let row = window
        .query_all_by_role(Role::Row)
        .find(|it| it.accesskit_node().label().is_some_and(|it| it.starts_with(key)));
    row.unwrap_or_else(|| panic!("{key} is not shown")).click_modifiers(modifiers);
    window.run_steps(4);
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run_steps(4);
}

fn type_text(window: &mut Window, text: &str) {
    window.event(egui::Event::Text(text.to_owned()));
    window.run_steps(4);
}

fn find(window: &mut Window, text: &str) {
    let name = "Find keys in us-east-1";
    window.get_by_role_and_label(Role::TextInput, name).focus();
    window.run_steps(2);
    press(window, Modifiers::COMMAND, Key::A);
    press(window, Modifiers::NONE, Key::Backspace);
    type_text(window, text);
}

fn state(window: &Window, key: &str) -> KeyState {
    let mut aliases = store(window).aliases_in(us());
    let target = &aliases.find(|(_, name, _)| name.short() == key).expect("there").2.target;
    store(window).member(target, us()).expect("there").1.state.key_state()
}

fn states(window: &Window) -> Vec<KeyState> {
    let members = store(window).keys_in(us()).filter_map(|key| store(window).member(key, us()));
    members.map(|(_, member)| member.state.key_state()).collect()
}

#[test]
fn a_click_on_a_head_sorts_and_a_second_one_turns_it_round() {
    let mut window = table();
    let names = rows(&window);
    assert!(names.is_sorted() && names.len() >= 4, "{names:?}");
    assert!(shows(&window, "Aliases, sorted ascending"));
    click(&mut window, "Aliases, sorted ascending");
    assert!(shows(&window, "Aliases, sorted descending"));
    assert!(rows(&window).is_sorted_by(|a, b| a >= b));
    click(&mut window, "Regionality");
    assert!(shows(&window, "Regionality, sorted ascending"));
    let order: Vec<_> = window
        .query_all_by_role(Role::Row)
        .map(|row| {
            (
                row.rect().top() as i32,
                row.accesskit_node().label().expect("named").rsplit(", ").next().map(str::to_owned),
            )
        })
        .collect::<std::collections::BTreeMap<_, _>>()
        .into_values()
        .collect();
    assert!(order.is_sorted(), "{order:?}");
}

#[test]
fn the_filter_works_as_one_types_and_can_be_cleared() {
    let mut window = table();
    let all = rows(&window).len();
    find(&mut window, "regionality:repl");
    assert_eq!(rows(&window), ["audit-archive"]);
    find(&mut window, "tag:team=pay orders");
    assert_eq!(rows(&window), ["orders"]);
    assert!(shows(&window, &format!("1 of {all} keys")));
    find(&mut window, "no such key");
    assert!(rows(&window).is_empty() && shows(&window, "No key matches"));
    click(&mut window, "Clear filters");
    assert_eq!(rows(&window).len(), all);
    click(&mut window, "Filter by Regionality");
    click(&mut window, "Single Region");
    assert_eq!(rows(&window), ["legacy-reports"]);
    click(&mut window, "Regionality is Single Region");
    click(&mut window, "Any Regionality");
    assert_eq!(rows(&window).len(), all);
}

#[test]
fn columns_are_chosen_and_dragged() {
    let mut window = table();
    assert!(!shows(&window, "Creation date"));
    click(&mut window, "Columns");
    click(&mut window, "Creation date");
    assert!(
        window
            .query_all_by_role(Role::ColumnHeader)
            .any(|it| it.accesskit_node().label().as_deref() == Some("Creation date"))
    );
    let left = |window: &Window, head: &str| {
        window
            .query_all_by_role(Role::ColumnHeader)
            .find(|it| it.accesskit_node().label().as_deref() == Some(head))
            .map(|it| it.rect().left())
    };
    let before = left(&window, "Status").expect("shown");
    let edge = window.get_by_label("Width of Key ID").rect().center();
    window.drag_at(edge);
    window.step();
    window.hover_at(edge + egui::vec2(60.0, 0.0));
    window.step();
    window.drop_at(edge + egui::vec2(60.0, 0.0));
    window.run_steps(3);
    let after = left(&window, "Status").expect("shown");
    assert!((after - before - 60.0).abs() < 3.0, "{before} to {after}");
}

#[test]
fn keys_are_ticked_one_by_one_in_ranges_and_all_at_once() {
    let mut window = table_of(6);
    click(&mut window, "Select key-1 in us-east-1");
    assert!(shows(&window, "1 key selected"));
    click_row(&mut window, "key-4", Modifiers::SHIFT);
    assert!(shows(&window, "4 keys selected"));
    click_row(&mut window, "key-2", Modifiers::COMMAND);
    assert!(shows(&window, "3 keys selected"));
    find(&mut window, "key-1");
    assert!(shows(&window, "2 hidden by the filter"));
    find(&mut window, "");
    click(&mut window, "Select all keys in sight of the filter");
    assert!(shows(&window, "6 keys selected"));
    click(&mut window, "Select all keys in sight of the filter");
    assert!(!shows(&window, "6 keys selected") && shows(&window, "6 keys"));
    assert_eq!(window.state().desk().selected, None, "ticking selects nothing");
}

fn act(window: &mut Window, action: &str) {
    click(window, action);
}

#[test]
fn ticked_keys_are_disabled_enabled_deleted_and_kept_together() {
    let mut window = table_of(3);
    click(&mut window, "Select all keys in sight of the filter");
    act(&mut window, "Disable");
    assert_eq!(states(&window), [KeyState::Disabled; 3]);
    act(&mut window, "Enable");
    assert_eq!(states(&window), [KeyState::Enabled; 3]);
    // Nothing to enable: the action says so, and does nothing.
    let named = window.query_all_by_label("Enable");
    let enable = named.into_iter().find(|it| it.accesskit_node().role() != Role::Label).expect("in the bar");
    assert!(enable.accesskit_node().is_disabled());

    act(&mut window, "Schedule key deletion…");
    assert!(shows(&window, "Schedule deletion of 3 keys"));
    click(&mut window, "Schedule deletion of 3 keys");
    assert_eq!(states(&window), [KeyState::Enabled; 3], "not ticked that it is understood");
    click(&mut window, "I understand that the keys cannot be used while they wait for their deletion");
    click(&mut window, "Schedule deletion of 3 keys");
    assert_eq!(states(&window), [KeyState::PendingDeletion; 3]);
    let first = store(&window).keys_in(us()).next().expect("one");
    let MemberState::PendingDeletion { date } = store(&window).member(first, us()).expect("there").1.state
    else {
        panic!("pending deletion")
    };
    let days = (date - window.state().desk().world().now()).as_seconds_f64() / 86_400.0;
    assert!((29.9..=30.0).contains(&days), "{days}");
    act(&mut window, "Cancel key deletion");
    assert_eq!(states(&window), [KeyState::Disabled; 3]);
}

#[test]
fn ticked_keys_get_the_same_tags() {
    let mut window = table_of(2);
    click(&mut window, "Select all keys in sight of the filter");
    act(&mut window, "Add or edit tags…");
    window.get_by_role_and_label(Role::TextInput, "Tag key 1").focus();
    window.run_steps(2);
    type_text(&mut window, "Team");
    window.get_by_role_and_label(Role::TextInput, "Tag value 1").focus();
    window.run_steps(2);
    type_text(&mut window, "eu");
    click(&mut window, "Tag 2 keys");
    for key in store(&window).keys_in(us()) {
        let member = store(&window).member(key, us()).expect("there").1;
        assert_eq!(member.tags.get("Team").map(String::as_str), Some("eu"));
    }
    find(&mut window, "tag:team=eu");
    assert_eq!(rows(&window).len(), 2);
}

#[test]
fn a_refused_bulk_change_changes_none_of_the_keys() {
    let mut window = table_of(3);
    click(&mut window, "Select key-2 in us-east-1");
    act(&mut window, "Schedule key deletion…");
    click(&mut window, "I understand that the keys cannot be used while they wait for their deletion");
    click(&mut window, "Schedule deletion of 1 key");
    click(&mut window, "Select key-0 in us-east-1");
    click(&mut window, "Select key-1 in us-east-1");
    // What is not for a key leaves it alone.
    act(&mut window, "Disable");
    assert_eq!((state(&window, "key-0"), state(&window, "key-1")), (KeyState::Disabled, KeyState::Disabled));
    assert_eq!(state(&window, "key-2"), KeyState::PendingDeletion);
    assert!(!shows(&window, "Refused"));
    // What KMS refuses changes none, and says so beside the lines.
    let before = states(&window);
    perform(&mut window, Command::ActAs("mallory".to_owned()));
    act(&mut window, "Enable");
    assert_eq!(states(&window), before);
    let said = window.query_all_by(|it| it.label().is_some_and(|it| it.contains("AccessDeniedException")));
    assert!(said.count() > 0, "KMS's own words are shown");
    assert!(shows(&window, "Refused"));
}

#[test]
fn a_refusal_of_a_dialog_stays_in_the_dialog() {
    let mut window = table_of(2);
    click(&mut window, "Select all keys in sight of the filter");
    act(&mut window, "Schedule key deletion…");
    window.get_by_role_and_label(Role::TextInput, "Waiting period (in days)").focus();
    window.run_steps(2);
    press(&mut window, Modifiers::COMMAND, Key::A);
    type_text(&mut window, "31");
    click(&mut window, "I understand that the keys cannot be used while they wait for their deletion");
    click(&mut window, "Schedule deletion of 2 keys");
    let said =
        window.query_all_by(|it| it.label().is_some_and(|it| it.contains("less than or equal to 30"))).next();
    assert!(said.is_some());
    assert_eq!(states(&window), [KeyState::Enabled; 2]);
}

#[test]
fn the_keyboard_walks_ticks_and_selects() {
    let mut window = table_of(5);
    click_row(&mut window, "key-0", Modifiers::NONE);
    let selected = |window: &Window| {
        let selected = window.state().desk().selected.clone()?;
        Some(window.state().desk().key_label(&selected.key, selected.region))
    };
    assert_eq!(selected(&window).as_deref(), Some("key-0"));
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(selected(&window).as_deref(), Some("key-0"), "walking selects nothing");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(selected(&window).as_deref(), Some("key-2"));
    press(&mut window, Modifiers::NONE, Key::Space);
    assert!(shows(&window, "1 key selected"));
    press(&mut window, Modifiers::SHIFT, Key::ArrowDown);
    assert!(shows(&window, "2 keys selected"));
    press(&mut window, Modifiers::NONE, Key::End);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(selected(&window).as_deref(), Some("key-4"));
    press(&mut window, Modifiers::COMMAND, Key::A);
    assert!(shows(&window, "5 keys selected"));
}

#[test]
fn a_selection_from_elsewhere_turns_to_its_region() {
    let mut window = table();
    assert!(rows(&window).contains(&"legacy-reports".to_owned()));
    let key = store(&window).keys_in(eu()).next().expect("one").clone();
    perform(&mut window, Command::Select(Some(Selected { key, region: eu() })));
    window.run_steps(3);
    assert!(!rows(&window).contains(&"legacy-reports".to_owned()));
    click(&mut window, "All Regions");
    assert!(rows(&window).contains(&"legacy-reports".to_owned()));
    assert!(shows(&window, "Region"), "a column tells the Region");
    let all: usize =
        window.state().desk().world().regions().iter().map(|it| store(&window).key_count_in(*it)).sum();
    assert_eq!(rows(&window).len(), all);
}

#[test]
fn an_empty_region_teaches_and_opens_the_wizard() {
    let mut window = window();
    click(&mut window, "Key table");
    assert!(shows(&window, "No customer managed keys in N. Virginia"));
    click(&mut window, "Create the first key in us-east-1");
    assert!(shows(&window, "Multi-Region key"), "the wizard is open");
}

#[test]
fn aws_managed_keys_come_into_being_when_they_are_used_once() {
    let mut window = table();
    click(&mut window, "AWS managed keys");
    assert!(shows(&window, "Not yet used in this Region"));
    let keys = store(&window).key_count_in(us());
    click(&mut window, "Use alias/aws/s3 once in us-east-1");
    assert_eq!(store(&window).key_count_in(us()), keys + 1);
    assert!(!shows(&window, "Use alias/aws/s3 once in us-east-1"));
    click(&mut window, "Show alias/aws/s3 in us-east-1");
    let selected = window.state().desk().selected.clone().expect("selected");
    assert!(store(&window).family(&selected.key).expect("there").is_aws_managed());
    // It is none of the customer's own.
    click(&mut window, "Customer managed keys");
    assert!(!rows(&window).iter().any(|it| it.starts_with("aws/")));
}

/// Jumps from event to event until `done`.
fn pass_until(window: &mut Window, done: impl Fn(&Window) -> bool) {
    for _ in 0..50 {
        if done(window) {
            return;
        }
        perform(window, Command::NextEvent);
        window.run_steps(3);
    }
    panic!("it did not come to pass");
}

#[test]
fn where_room_is_scarce_the_actions_are_in_one_menu() {
    let mut window = table_of(1);
    window.set_size(egui::vec2(1024.0, 700.0));
    window.run_steps(3);
    click(&mut window, "Select key-0 in us-east-1");
    click(&mut window, "Actions for the selected keys");
    click(&mut window, "Disable");
    assert_eq!(states(&window), [KeyState::Disabled]);
}

#[test]
fn a_custom_key_store_is_made_connected_and_taken_away() {
    let mut window = table();
    click(&mut window, "Custom key stores");
    assert!(shows(&window, "No custom key stores in N. Virginia"));
    click(&mut window, "Create custom key store…");
    type_text(&mut window, "ledger");
    click(&mut window, "Create");
    let connection = |window: &Window| store(window).custom_key_stores.iter().next().map(|it| it.connection);
    assert_eq!(connection(&window), Some(Connection::Disconnected));
    click(&mut window, "Edit ledger…");
    press(&mut window, Modifiers::COMMAND, Key::A);
    type_text(&mut window, "vault");
    click(&mut window, "Save");
    assert_eq!(&*store(&window).custom_key_stores.iter().next().expect("one").name, "vault");
    click(&mut window, "Connect vault…");
    click(&mut window, "Connect");
    assert!(matches!(connection(&window), Some(Connection::Connecting { .. })));
    pass_until(&mut window, |it| connection(it) == Some(Connection::Connected));
    assert!(shows(&window, "Connected"));
    click(&mut window, "Disconnect vault…");
    click(&mut window, "Disconnect");
    pass_until(&mut window, |it| connection(it) == Some(Connection::Disconnected));
    click(&mut window, "Delete vault…");
    click(&mut window, "Delete");
    assert_eq!(connection(&window), None);
}

#[test]
fn a_store_that_cannot_be_connected_says_why() {
    let mut window = table();
    let cluster = window.state().desk().world().backends().clusters().next().expect("one").clone();
    let request = CreateCustomKeyStoreRequest {
        custom_key_store_name: "wrong".to_owned(),
        cloud_hsm_cluster_id: Some(cluster.id.to_string()),
        trust_anchor_certificate: Some(cluster.certificate.to_string()),
        key_store_password: Some("not-the-password".to_owned()),
        ..Default::default()
    };
    ask(&mut window, us(), request);
    click(&mut window, "Custom key stores");
    click(&mut window, "Connect wrong…");
    click(&mut window, "Connect");
    pass_until(&mut window, |it| {
        it.query_all_by(|node| node.label().is_some_and(|it| it.contains("INVALID_CREDENTIALS")))
            .next()
            .is_some()
    });
    assert!(shows(&window, "Failed"));
}

#[test]
fn what_kms_refuses_to_make_stays_in_the_dialog() {
    let mut window = table();
    click(&mut window, "Custom key stores");
    for _ in 0..2 {
        let open = Command::OpenDialog(mrk_console::gui::regions::DialogKind::CreateKeyStore(us()));
        perform(&mut window, open);
        window.run_steps(3);
        type_text(&mut window, "same");
        click(&mut window, "Create");
    }
    let said = window
        .query_all_by(|it| it.label().is_some_and(|it| it.contains("CustomKeyStoreNameInUseException")));
    assert!(said.count() > 0);
    assert_eq!(store(&window).custom_key_stores.iter().count(), 1);
}
