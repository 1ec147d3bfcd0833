//! The wizards in the real app: replicas in several Regions, a key by keyboard alone, refusals beside their fields, import
//! after the key, and leaving.

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use mrk_console::{
    gui::command::Command,
    kms::{KeyId, Region, api::Origin},
};

use crate::common::{Window, click, demo_window, perform, shows, window};

fn region(code: &str) -> Region {
    Region::parse(code).expect("known")
}

fn key(window: &Window, name: &str) -> KeyId {
    let store = window.state().desk().world().store();
    let mut aliases = window.state().desk().world().regions().iter().flat_map(|it| store.aliases_in(*it));
    aliases.find(|(_, alias, _)| alias.short() == name).expect("a key of the demo").2.target.clone()
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run_steps(4);
}

fn type_text(window: &mut Window, text: &str) {
    window.event(egui::Event::Text(text.to_owned()));
    window.run_steps(3);
}

fn is_focused(window: &Window, label: &str) -> bool {
    let mut all = window.query_all_by_label(label);
    all.any(|node| node.accesskit_node().is_focused())
}

fn tab_to(window: &mut Window, label: &str) {
    for _ in 0..200 {
        if is_focused(window, label) {
            return;
        }
        press(window, Modifiers::NONE, Key::Tab);
    }
    panic!("Tab does not lead to {label}");
}

fn is_off(window: &Window, label: &str) -> bool {
    window.get_by_role_and_label(Role::Button, label).accesskit_node().is_disabled()
}

/// The refusal that is told beside a field.
fn told(window: &Window) -> String {
    let alert = window.query_all_by_role(Role::Alert).next();
    alert.and_then(|it| it.accesskit_node().label()).unwrap_or_default()
}

#[test]
fn replicas_in_two_regions_page_by_page() {
    let mut window = demo_window();
    let orders = key(&window, "orders");
    perform(&mut window, Command::OpenReplicateWizard(orders.clone()));
    window.run_steps(3);
    assert!(is_off(&window, "Next"), "no Region is chosen yet");
    let member = window.get_by_role_and_label(Role::CheckBox, "eu-west-1 Europe (Ireland)");
    assert!(member.accesskit_node().is_disabled(), "it has a member");
    click(&mut window, "ap-southeast-1 Asia Pacific (Singapore)");
    type_text(&mut window, "");
    window.get_by_role_and_label(Role::TextInput, "Find a Region by name or code").focus();
    window.run_steps(2);
    type_text(&mut window, "tokyo");
    click(&mut window, "ap-northeast-1 Asia Pacific (Tokyo)");
    click(&mut window, "Next");

    let alias = window.get_by_role_and_label(Role::TextInput, "Alias").value();
    assert_eq!(alias.as_deref(), Some("orders"), "filled in from the primary");
    assert_eq!(window.get_by_label("Key of tag 1").value().as_deref(), Some("Team"));
    click(&mut window, "Next");
    assert!(shows(&window, "2 of 8 selected"), "alice and carol administer the primary");
    click(&mut window, "bob");
    click(&mut window, "Next");
    assert!(shows(&window, "1 of 8 selected"), "Application uses it");
    click(&mut window, "Next");
    click(&mut window, "Next");
    assert!(shows(&window, "ap-northeast-1 Tokyo"));
    click(&mut window, "Finish");

    let world = window.state().desk().world();
    for code in ["ap-southeast-1", "ap-northeast-1"] {
        let (_, replica) = world.store().member(&orders, region(code)).expect("replicated");
        assert_eq!(replica.description, "Made for orders");
        assert_eq!(replica.tags.get("Team").map(String::as_str), Some("payments"));
        assert!(replica.policy.text().contains("bob"), "the policy grew by a choice");
        let aliases: Vec<_> = world.store().aliases_of(&orders, region(code)).map(|it| it.short()).collect();
        assert_eq!(aliases, ["orders"]);
    }
    let said = window.query_all_by_label_contains("Replicating to ap-northeast-1, ap-southeast-1").next();
    assert!(said.is_some(), "a toast tells it");
}

#[test]
fn the_simple_case_takes_three_clicks_and_a_copied_policy_stays_as_it_is() {
    let mut window = demo_window();
    let audit = key(&window, "audit-archive");
    perform(&mut window, Command::OpenReplicateWizard(audit.clone()));
    window.run_steps(3);
    click(&mut window, "ap-southeast-1 Asia Pacific (Singapore)");
    click(&mut window, "Skip to review");
    click(&mut window, "Finish");
    let store = window.state().desk().world().store();
    let text = |code: &str| store.member(&audit, region(code)).expect("there").1.policy.text().to_owned();
    assert_eq!(text("ap-southeast-1"), text("eu-west-1"));
}

#[test]
fn the_quick_dialog_leads_to_the_wizard() {
    let mut window = demo_window();
    let orders = key(&window, "orders");
    let kind = mrk_console::gui::regions::DialogKind::Replicate(orders, region("us-east-1"));
    perform(&mut window, Command::OpenDialog(kind));
    window.run_steps(3);
    click(&mut window, "More options…");
    assert!(shows(&window, "Step 1, Choose Regions, current"));
}

#[test]
fn refused_replicas_lead_back_to_the_field_and_leave_nothing() {
    let mut window = demo_window();
    let orders = key(&window, "orders");
    // The name is another key's in one of the Regions.
    perform(&mut window, Command::OpenReplicateWizard(orders.clone()));
    window.run_steps(3);
    click(&mut window, "ap-southeast-1 Asia Pacific (Singapore)");
    click(&mut window, "Next");
    type_text(&mut window, "-x");
    for _ in 0..8 {
        press(&mut window, Modifiers::NONE, Key::Backspace);
    }
    type_text(&mut window, "sandbox");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert!(told(&window).starts_with("AlreadyExistsException: An alias"), "{}", told(&window));
    assert!(is_focused(&window, "Alias"));
    assert!(window.state().desk().member(&orders, region("ap-southeast-1")).is_none(), "all or nothing");

    // A Region that the account has not enabled.
    press(&mut window, Modifiers::ALT, Key::ArrowLeft);
    click(&mut window, "ap-southeast-1 Asia Pacific (Singapore)");
    window.get_by_role_and_label(Role::TextInput, "Find a Region by name or code").focus();
    window.run_steps(2);
    type_text(&mut window, "hong kong");
    click(&mut window, "ap-east-1 Asia Pacific (Hong Kong)");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert!(told(&window).contains("Region ap-east-1 is not a valid Region"), "{}", told(&window));
    click(&mut window, "Enable ap-east-1");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert!(window.state().desk().member(&orders, region("ap-east-1")).is_some());
}

#[test]
fn the_keyboard_alone_makes_a_key() {
    let mut window = window();
    window.run_steps(3);
    tab_to(&mut window, "Create key in us-east-1");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(is_focused(&window, "Symmetric"), "the first field");
    tab_to(&mut window, "Multi-Region key");
    press(&mut window, Modifiers::NONE, Key::Space);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(is_focused(&window, "Alias"));
    type_text(&mut window, "by-hand");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(is_focused(&window, "Find users and roles"));
    tab_to(&mut window, "alice");
    press(&mut window, Modifiers::NONE, Key::Space);
    press(&mut window, Modifiers::ALT, Key::ArrowLeft);
    assert!(is_focused(&window, "Alias"));
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    let made = window.state().desk().selected.clone().expect("the new key is selected");
    assert!(made.key.is_multi_region());
    let (_, member) = window.state().desk().selected_member().expect("there");
    assert!(member.policy.text().contains("user/alice"));
}

#[test]
fn a_refused_alias_policy_or_tag_stands_at_its_field() {
    let mut window = demo_window();
    perform(&mut window, Command::OpenWizard(region("us-east-1")));
    window.run_steps(3);
    click(&mut window, "Next");
    type_text(&mut window, "orders");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert!(told(&window).starts_with("AlreadyExistsException"), "{}", told(&window));
    type_text(&mut window, "-2");
    assert_eq!(told(&window), "", "what was said of the old name is gone");
    click(&mut window, "Add tag");
    type_text(&mut window, "aws:x");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert!(told(&window).starts_with("TagException"), "{}", told(&window));
    click(&mut window, "Remove tag 1");
    for _ in 0..3 {
        click(&mut window, "Next");
    }
    window.get_by_role_and_label(egui::Role::MultilineTextInput, "Key policy").set_text_value_accesskit("{}");
    window.run_steps(3);
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert!(told(&window).starts_with("MalformedPolicyDocumentException"), "{}", told(&window));
    assert!(shows(&window, "Key policy"), "on its page");
}

#[test]
fn imported_material_is_asked_for_once_the_key_is_made() {
    let mut window = window();
    perform(&mut window, Command::OpenWizard(region("us-east-1")));
    window.run_steps(3);
    click(&mut window, "External (imported)");
    let tick = "I understand that I must keep a copy of the key material, and answer for its durability";
    click(&mut window, tick);
    click(&mut window, "Next");
    type_text(&mut window, "imported");
    click(&mut window, "Skip to review");
    click(&mut window, "Finish");
    let (family, _) = window.state().desk().selected_member().expect("the new key");
    assert_eq!(family.origin, Origin::External);
    assert!(shows(&window, "1 Wrapping key"), "the import is next");
}

#[test]
fn cancel_asks_only_where_something_would_be_lost() {
    let mut window = demo_window();
    let orders = key(&window, "orders");
    perform(&mut window, Command::OpenReplicateWizard(orders));
    window.run_steps(3);
    click(&mut window, "ap-southeast-1 Asia Pacific (Singapore)");
    click(&mut window, "Cancel");
    assert!(shows(&window, "Leave without finishing?"));
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(shows(&window, "Step 1, Choose Regions, current"));
    click(&mut window, "ap-southeast-1 Asia Pacific (Singapore)");
    click(&mut window, "Cancel");
    assert!(!shows(&window, "Step 1, Choose Regions, current"), "nothing was filled in");
}
