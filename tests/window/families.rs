//! The Families view: what members share and where they drift, copying, and the list of all drift.

use egui::{Key, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use mrk_console::{
    gui::{
        command::Command,
        desk::Selected,
        regions::{DialogKind, Property},
    },
    kms::{KeyId, Region},
};

use crate::common::{Window, click, demo_window, perform, shows};

fn region(code: &str) -> Region {
    Region::parse(code).expect("known")
}

fn key(window: &Window, name: &str) -> KeyId {
    let store = window.state().desk().world().store();
    let mut aliases = window.state().desk().world().regions().iter().flat_map(|it| store.aliases_in(*it));
    aliases.find(|(_, alias, _)| alias.short() == name).expect("a key of the demo").2.target.clone()
}

fn click_containing(window: &mut Window, role: Role, part: &str) {
    let found = window
        .query_all_by_role(role)
        .find(|node| node.accesskit_node().label().is_some_and(|label| label.contains(part)))
        .unwrap_or_else(|| panic!("nothing is named like {part}"));
    found.click();
    window.run_steps(4);
}

fn contains(window: &Window, part: &str) -> bool {
    window.query_all_by_label_contains(part).next().is_some()
}

/// The Families view with a family of the demo.
fn families(name: &str) -> Window {
    let mut window = demo_window();
    // High enough for every row.
    window.set_size(egui::vec2(1440.0, 1080.0));
    let key = key(&window, name);
    let region = region("us-east-1");
    perform(&mut window, Command::Select(Some(Selected { key, region })));
    click_containing(&mut window, Role::RadioButton, "Families");
    window
}

#[test]
fn the_switch_counts_the_families_that_drift() {
    let window = demo_window();
    assert!(shows(&window, "Families, 3 of them drift"));
    let empty = crate::common::window();
    assert!(shows(&empty, "Families"));
}

#[test]
fn shared_properties_stand_once_and_independent_ones_for_each_member() {
    let mut window = families("global-encrypt");
    let id = key(&window, "global-encrypt");
    assert!(shows(&window, "Shared by all members"));
    assert!(contains(&window, "primary us-east-1 · replicas eu-west-1, ap-southeast-1"));
    assert!(contains(&window, "Automatic every 365 days · next on "));
    for (code, role) in [("us-east-1", "Primary"), ("eu-west-1", "Replica"), ("ap-southeast-1", "Replica")] {
        assert!(contains(&window, &format!("Column {code}, {role}, ")), "{code}");
    }
    // The replica in Singapore was made without policy and description, both replicas without tags.
    assert!(contains(&window, "3 properties drift"));
    assert!(shows(&window, "View the policy difference of ap-southeast-1"));
    assert!(!shows(&window, "View the policy difference of eu-west-1"));
    assert!(shows(&window, "lacks “Allow use of the key”"));
    assert!(shows(&window, "lacks Team = payments"));
    assert!(contains(&window, "Says the same as the primary's"));

    click_containing(&mut window, Role::Button, "Column eu-west-1");
    let selected = window.state().desk().selected.clone();
    assert_eq!(selected, Some(Selected { key: id, region: region("eu-west-1") }));
}

#[test]
fn a_family_is_found_by_name_and_chosen_by_keyboard() {
    let mut window = families("global-encrypt");
    window.get_by_role_and_label(Role::TextInput, "Find a family").focus();
    window.run_steps(2);
    window.event(egui::Event::Text("AUDIT".to_owned()));
    window.run_steps(3);
    assert_eq!(window.query_all_by_role(Role::ListItem).count(), 1);
    for _ in 0..4 {
        let is_focused = |role| {
            let mut all = window.query_all_by_role(role);
            all.any(|node| node.accesskit_node().is_focused())
        };
        if is_focused(Role::ListItem) {
            break;
        }
        window.key_press(Key::Tab);
        window.run_steps(2);
    }
    window.key_press(Key::Enter);
    window.run_steps(4);
    let (audit, eu) = (key(&window, "audit-archive"), region("eu-west-1"));
    let selected = window.state().desk().selected.clone();
    assert_eq!(selected, Some(Selected { key: audit, region: eu }), "its primary");
    assert!(shows(&window, "Disabled"), "the replica's state");
}

#[test]
fn a_single_region_key_is_told_to_have_no_family() {
    let window = families("legacy-reports");
    assert!(shows(&window, "A single-Region key is selected"));
    assert!(contains(&window, "2 single-Region keys are not listed"));
    let mut empty = crate::common::window();
    click(&mut empty, "Families");
    assert!(shows(&empty, "No families"));
}

#[test]
fn one_copy_ends_the_drift_of_a_property() {
    let mut window = families("global-encrypt");
    let global = key(&window, "global-encrypt");
    click(&mut window, "Copy key policy to other members…");
    assert!(shows(&window, "Copy key policy to other members"));
    assert!(contains(&window, "adds “Allow use of the key”"));
    assert!(shows(&window, "Has all of it already"), "eu-west-1 has the primary's");
    click(&mut window, "Copy");
    let store = window.state().desk().world().store();
    let policy = |code: &str| store.member(&global, region(code)).expect("there").1.policy.text().to_owned();
    assert_eq!(policy("ap-southeast-1"), policy("us-east-1"));
    assert!(contains(&window, "2 properties drift"));

    click(&mut window, "Copy tags to other members…");
    click(&mut window, "Copy");
    assert!(contains(&window, "1 property drifts"));
    let calls = window.state().desk().command_lines().len();
    assert_eq!(calls, 2, "one TagResource for each of two members");
}

#[test]
fn a_copy_goes_to_the_chosen_members_alone_and_from_the_chosen_one() {
    let mut window = families("global-encrypt");
    let global = key(&window, "global-encrypt");
    click(&mut window, "Copy tags to other members…");
    click(&mut window, "Copy to ap-southeast-1");
    click(&mut window, "Copy");
    let tags = |window: &Window, code: &str| {
        let store = window.state().desk().world().store();
        store.member(&global, region(code)).expect("there").1.tags.len()
    };
    assert_eq!((tags(&window, "eu-west-1"), tags(&window, "ap-southeast-1")), (1, 0));

    // From a member without tags nothing is copied, unless what it lacks is taken away.
    let kind = DialogKind::CopyToMembers(global.clone(), region("ap-southeast-1"), Property::Tags);
    perform(&mut window, Command::OpenDialog(kind));
    window.run_steps(3);
    let copy = window.get_by_role_and_label(Role::Button, "Copy");
    assert!(copy.accesskit_node().is_disabled());
    click(&mut window, "Remove tags that ap-southeast-1 does not have");
    assert!(shows(&window, "removes Team = payments"));
    click(&mut window, "Copy");
    assert_eq!((tags(&window, "us-east-1"), tags(&window, "eu-west-1")), (0, 0));
}

#[test]
fn kms_refuses_a_copy_whole_and_in_its_own_words() {
    let mut window = families("global-encrypt");
    let global = key(&window, "global-encrypt");
    perform(&mut window, Command::ActAs("mallory".to_owned()));
    click(&mut window, "Copy tags to other members…");
    click(&mut window, "Copy");
    assert!(shows(&window, "AccessDeniedException"));
    let store = window.state().desk().world().store();
    assert!(store.member(&global, region("eu-west-1")).expect("there").1.tags.is_empty());
}

#[test]
fn policies_are_compared_line_by_line() {
    let mut window = families("global-encrypt");
    click(&mut window, "View the policy difference of ap-southeast-1");
    assert!(shows(&window, "Key policies compared"));
    let view = window.get_by_role_and_label(Role::Code, "Policy difference");
    let text = view.value().unwrap_or_default();
    assert!(
        text.lines().any(|line| line.starts_with('-') && line.contains("Allow use of the key")),
        "{text}"
    );
    assert!(text.lines().any(|line| line.starts_with('+') && line.contains("key-default-1")), "{text}");
    click(&mut window, "Copy to other members…");
    assert!(shows(&window, "Copy key policy to other members"));
}

#[test]
fn all_drift_is_a_list_that_leads_to_the_family() {
    let mut window = families("orders");
    click(&mut window, "All drift");
    let rows = |window: &Window| -> Vec<String> {
        let rows = window.query_all_by_role(Role::Row);
        rows.filter_map(|row| row.accesskit_node().label()).collect()
    };
    let all = rows(&window);
    assert!(shows(&window, &format!("{} differences", all.len())), "{all:?}");
    assert!(
        all.contains(&"global-encrypt, Tags, differs in ap-southeast-1, eu-west-1".to_owned()),
        "{all:?}"
    );
    assert!(all.contains(&"audit-archive, Key state, differs in us-east-1".to_owned()), "{all:?}");

    click(&mut window, "Sort by property");
    let sorted = rows(&window);
    assert!(sorted[0].contains("Description"), "{sorted:?}");
    click(&mut window, "Sort by property, ascending");
    assert!(rows(&window)[0].contains("Tags"));

    window.get_by_role_and_label(Role::ComboBox, "Property").click();
    window.run_steps(3);
    window.get_by_role_and_label(Role::MenuItem, "Key state").click();
    window.run_steps(3);
    assert_eq!(rows(&window), ["audit-archive, Key state, differs in us-east-1"]);
    click_containing(&mut window, Role::Row, "audit-archive");
    let audit = key(&window, "audit-archive");
    assert_eq!(window.state().desk().selected.as_ref().map(|it| it.key.clone()), Some(audit));
    assert!(shows(&window, "Shared by all members"), "the family is shown");
}

#[test]
fn ten_members_scroll_sideways_beside_the_names() {
    let mut window = families("orders");
    let orders = key(&window, "orders");
    let others = [
        "ap-southeast-1",
        "ap-northeast-1",
        "ca-central-1",
        "eu-central-1",
        "eu-west-2",
        "eu-west-3",
        "us-east-2",
        "us-west-2",
    ];
    for code in others {
        let request = mrk_console::kms::api::ReplicateKeyRequest {
            key_id: orders.to_string(),
            replica_region: code.to_owned(),
            ..Default::default()
        };
        let command = Command::Replicate { from: region("us-east-1"), requests: vec![request], alias: None };
        perform(&mut window, command);
    }
    window.run_steps(4);
    assert_eq!(window.state().desk().world().store().family(&orders).expect("there").members.len(), 10);
    let name = window.get_by_label("Roles").rect();
    let is_first = |node: &egui_kittest::Node<'_>| {
        node.accesskit_node().label().is_some_and(|it| it.starts_with("Column us-east-1"))
    };
    let before = window.query_all_by_role(Role::Button).find(is_first).expect("drawn").rect();
    window.event(egui::Event::PointerMoved(before.center() + egui::vec2(0.0, 120.0)));
    window.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(-300.0, 0.0),
        phase: egui::TouchPhase::Move,
        modifiers: egui::Modifiers::NONE,
        source: egui::MouseWheelSource::Wheel,
    });
    window.run_steps(20);
    assert_eq!(window.get_by_label("Roles").rect(), name, "the names stay");
    let after = window.query_all_by_role(Role::Button).find(is_first).map(|node| node.rect());
    assert!(after.is_none_or(|it| it.left() < before.left()), "the columns move");
}

#[test]
fn every_room_has_a_place_for_the_families() {
    for size in [[1024.0, 700.0], [1280.0, 720.0], [1920.0, 1080.0]] {
        let mut window = families("global-encrypt");
        window.set_size(size.into());
        window.run_steps(4);
        for label in ["One family", "Find a family", "Shared by all members"] {
            let area = window.get_by_label(label).rect();
            assert!(area.max.x <= size[0] && area.max.y <= size[1], "{label} at {size:?}: {area:?}");
        }
        click(&mut window, "All drift");
        assert!(shows(&window, "Filter by family"));
    }
}
