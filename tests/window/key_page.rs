//! The key page: every tab at every size, grants, rotation, imports, the public key, events.

mod grants;
mod imports;

use std::sync::Arc;

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use mrk_console::{
    gui::{
        command::{Command, Reply},
        desk::{Selected, Workspace},
        files::SettingsFile,
        regions::DialogKind,
    },
    kms::{
        KeyId, Region,
        api::{CreateAliasRequest, CreateKeyRequest, KeySpec, KeyUsage},
    },
};

use crate::common::*;

fn us() -> Region {
    Region::parse("us-east-1").expect("known")
}

fn eu() -> Region {
    Region::parse("eu-west-1").expect("known")
}

fn key(window: &Window, alias: &str) -> KeyId {
    let store = window.state().desk().world().store();
    let mut found = store.aliases_in(us()).filter(|(_, name, _)| name.short() == alias);
    found.next().expect("in the demo world").2.target.clone()
}

/// The key page of a key of the demo world in us-east-1.
fn page_of(alias: &str) -> (Window, KeyId) {
    let mut window = demo_window();
    let key = key(&window, alias);
    perform(&mut window, Command::OpenKeyPage(key.clone(), us()));
    (window, key)
}

/// Makes a key in us-east-1 and opens its page.
fn page_of_new(window: &mut Window, request: CreateKeyRequest) -> KeyId {
    let alias = Some("alias/special".to_owned());
    perform(window, Command::CreateKey { region: us(), request: Box::new(request), alias });
    wait_until(window, "made", |window| window.state().desk().selected.is_some());
    let key = window.state().desk().selected.clone().expect("made").key;
    // A key for imported material asks for it at once.
    perform(window, Command::CloseDialog);
    perform(window, Command::OpenKeyPage(key.clone(), us()));
    key
}

/// Turns to a tab, by the menu if it has no room.
fn tab(window: &mut Window, name: &str) {
    let is_there = window.query_by_role_and_label(Role::Tab, name).is_some();
    if is_there {
        window.get_by_role_and_label(Role::Tab, name).click();
    } else {
        click(window, "More tabs");
        window.get_by_role_and_label(Role::MenuItem, name).click();
    }
    window.run_steps(4);
    let tab = window.get_by_role_and_label(Role::Tab, name);
    assert_eq!(tab.accesskit_node().toggled(), Some(egui::accesskit::Toggled::True), "{name} is shown");
}

fn press(window: &mut Window, name: &str) {
    window.get_by_role_and_label(Role::Button, name).click();
    window.run_steps(6);
}

fn pick(window: &mut Window, role: Role, name: &str) {
    window.get_by_role_and_label(role, name).click();
    window.run_steps(6);
}

fn type_over(window: &mut Window, field: &str, text: &str) {
    let is_field = |role: Role| matches!(role, Role::TextInput | Role::MultilineTextInput);
    window.get_by(|it| it.label().is_some_and(|label| label == field) && is_field(it.role())).focus();
    window.run_steps(2);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.key_press(Key::Backspace);
    window.event(egui::Event::Text(text.to_owned()));
    window.run_steps(4);
}

fn says(window: &Window, text: &str) -> bool {
    window.query_all_by_label_contains(text).next().is_some()
}

/// What an exception beside a field says.
fn alert(window: &Window) -> String {
    // Toasts are alerts too.
    let mut said = window.query_all_by_role(Role::Alert).filter_map(|it| it.accesskit_node().label());
    said.find(|it| it.contains("Exception")).unwrap_or_default()
}

fn is_page(window: &Window) -> bool {
    shows(window, "Back to the keys")
}

const TABS: [&str; 9] = [
    "General configuration",
    "Key policy",
    "Cryptographic configuration",
    "Key material and rotations",
    "Grants",
    "Regionality",
    "Aliases",
    "Tags",
    "Events",
];

#[test]
fn the_page_opens_from_button_double_click_and_enter_and_goes_back() {
    let mut window = demo_window();
    let card = "global-encrypt in us-east-1, Primary, Enabled";
    click(&mut window, card);
    assert!(!is_page(&window));
    press(&mut window, "Open key page");
    assert!(is_page(&window));
    assert!(!says(&window, "global-encrypt in us-east-1, Primary"), "the columns make place");
    window.key_press(Key::Escape);
    window.run_steps(4);
    assert!(!is_page(&window));

    window.get_by_role_and_label(Role::Button, card).focus();
    window.run_steps(2);
    window.key_press(Key::Enter);
    window.run_steps(4);
    assert!(is_page(&window), "Enter on the selected card");
    press(&mut window, "Back to the keys");
    assert!(!is_page(&window));

    // The clicks before are long ago.
    window.run_steps(60);
    let other = "orders in us-east-1, Primary, Enabled";
    let at = window.get_by_role_and_label(Role::Button, other).rect().center();
    window.hover_at(at);
    for _ in 0..2 {
        window.drag_at(at);
        window.drop_at(at);
        window.step();
    }
    window.run_steps(4);
    assert!(is_page(&window), "a double click");
    assert_eq!(
        window.state().desk().selected.as_ref().map(|it| it.key.clone()),
        Some(key(&window, "orders"))
    );
    pick(&mut window, Role::Link, "Regions");
    assert!(!is_page(&window));
}

#[test]
fn escape_leaves_a_dialog_before_the_page() {
    let (mut window, _) = page_of("global-encrypt");
    press(&mut window, "Edit description…");
    assert!(shows(&window, "Edit description"));
    window.key_press(Key::Escape);
    window.run_steps(6);
    assert!(is_page(&window) && !shows(&window, "Edit description"));
    window.key_press(Key::Escape);
    window.run_steps(6);
    assert!(!is_page(&window));
}

#[test]
fn every_tab_draws_at_every_size_docked_and_as_a_page() {
    for size in [[1024.0, 700.0], [1280.0, 720.0], [1920.0, 1080.0]] {
        let mut window = demo_window();
        window.set_size(size.into());
        for alias in ["global-encrypt", "legacy-reports"] {
            let key = key(&window, alias);
            perform(&mut window, Command::CloseKeyPage);
            perform(&mut window, Command::Select(Some(Selected { key: key.clone(), region: us() })));
            for name in TABS {
                tab(&mut window, name);
            }
            perform(&mut window, Command::OpenKeyPage(key, us()));
            for name in TABS {
                tab(&mut window, name);
                for node in window.query_all_by_role(Role::Tab) {
                    let right = node.rect().right();
                    assert!(right <= size[0] + 10.0, "{name} at {size:?}: a tab ends at {right}");
                }
            }
        }
    }
}

#[test]
fn general_tells_the_last_use_as_kms_answers_it() {
    let (mut window, _) = page_of("global-encrypt");
    assert!(says(&window, "Encrypt · 2026-"), "the demo has encrypted with it");
    click(&mut window, "Show the last use in CloudTrail");
    assert_eq!(window.state().desk().workspace, Workspace::CloudTrail);
    let (mut window, _) = page_of("legacy-reports");
    assert!(says(&window, "Never since 2026-"));
    perform(&mut window, Command::ActAs("mallory".to_owned()));
    assert!(says(&window, "KMS does not tell"));
}

#[test]
fn the_period_of_rotation_is_edited_in_the_page() {
    let (mut window, orders) = page_of("orders");
    tab(&mut window, "Key material and rotations");
    assert!(shows(&window, "0 of 25 used, 25 left"));
    press(&mut window, "Edit automatic rotation");
    type_over(&mut window, "Rotation period (in days)", "2561");
    press(&mut window, "Save rotation");
    assert!(alert(&window).contains("'rotationPeriodInDays'"), "{}", alert(&window));
    type_over(&mut window, "Rotation period (in days)", "180");
    assert_eq!(alert(&window), "", "it is typed anew");
    press(&mut window, "Save rotation");
    let period = |window: &Window| {
        let (family, _) = window.state().desk().member(&orders, us()).expect("there");
        family.rotation.automatic.map(|it| it.period_days)
    };
    assert_eq!(period(&window), Some(180));
    assert!(shows(&window, "180 days") && !shows(&window, "Save rotation"));
    press(&mut window, "Rotate now…");
    press(&mut window, "Rotate now");
    assert!(says(&window, "v2, pending, on demand"), "the timeline has it");
    while says(&window, "v2, pending") {
        perform(&mut window, Command::NextEvent);
    }
    assert!(says(&window, "v1, not current, created") && says(&window, "v2, current, on demand"));
    press(&mut window, "Edit automatic rotation");
    pick(&mut window, Role::Switch, "Automatically rotate this key");
    press(&mut window, "Save rotation");
    assert_eq!(period(&window), None);
}

#[test]
fn a_replica_points_to_its_primary_and_regionality_leads_to_the_members() {
    let (mut window, global) = page_of("global-encrypt");
    perform(&mut window, Command::Select(Some(Selected { key: global.clone(), region: eu() })));
    tab(&mut window, "Key material and rotations");
    assert!(window.query_by_role_and_label(Role::Button, "Edit automatic rotation").is_none());
    pick(&mut window, Role::Link, "Go to the primary");
    let region = |window: &Window| window.state().desk().selected.as_ref().expect("selected").region;
    assert_eq!(region(&window), us());
    tab(&mut window, "Regionality");
    pick(&mut window, Role::Link, "Go to the key in eu-west-1");
    assert_eq!(region(&window), eu());
    assert!(is_page(&window));
    press(&mut window, "Change primary Region…");
    pick(&mut window, Role::RadioButton, "eu-west-1 Europe (Ireland)");
    press(&mut window, "Change primary Region");
    let (family, _) = window.state().desk().member(&global, us()).expect("there");
    assert_eq!(family.primary, eu());

    let (mut window, _) = page_of("legacy-reports");
    tab(&mut window, "Regionality");
    assert!(says(&window, "What to do instead"));
    press(&mut window, "Create a multi-Region key…");
    assert!(shows(&window, "Configure key"));
}

#[test]
fn a_public_key_is_asked_for_and_saved() {
    use p256::pkcs8::DecodePublicKey as _;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (der, pem) = (folder.path().join("special.der"), folder.path().join("special.pem"));
    let answers = Answers::with([der.clone(), pem.clone()]);
    let mut window = window_with(answers.clone(), SettingsFile::default(), None);
    let request = CreateKeyRequest {
        key_spec: Some(KeySpec::EccNistP256),
        key_usage: Some(KeyUsage::SignVerify),
        ..Default::default()
    };
    page_of_new(&mut window, request);
    let asked = |window: &Window| {
        let events = window.state().desk().world().trail().events();
        events.iter().filter(|event| &*event.name == "GetPublicKey").count()
    };
    assert_eq!(asked(&window), 0);
    tab(&mut window, "Public key");
    window.run_steps(10);
    assert_eq!(asked(&window), 1, "looking is a call, and one only");
    let shown = window.get_by_role_and_label(Role::Code, "Public key").value().expect("the key");
    assert!(says(&window, "ECDSA_SHA_256"));
    press(&mut window, "Save as DER…");
    wait_until(&mut window, "saved", |_| der.exists());
    press(&mut window, "Save as PEM…");
    wait_until(&mut window, "saved", |_| pem.exists());
    let names: Vec<_> =
        answers.questions.lock().expect("not poisoned").iter().map(|it| it.name.clone()).collect();
    assert_eq!(names, ["special.der", "special.pem"]);
    let bytes = std::fs::read(&der).expect("readable");
    let read = p256::PublicKey::from_public_key_der(&bytes).expect("a public key");
    let text = std::fs::read_to_string(&pem).expect("readable");
    assert_eq!(p256::PublicKey::from_public_key_pem(&text), Ok(read));
    assert_eq!(text.trim_end(), shown.trim_end());
    press(&mut window, "Ask again");
    assert_eq!(asked(&window), 2);
    perform(&mut window, Command::ActAs("mallory".to_owned()));
    window.run_steps(4);
    assert!(says(&window, "AccessDeniedException"));
}

#[test]
fn an_alias_is_pointed_to_another_key() {
    let (mut window, orders) = page_of("orders");
    let legacy = key(&window, "legacy-reports");
    tab(&mut window, "Aliases");
    press(&mut window, "Change target of alias/orders…");
    type_over(&mut window, "Find a key by alias or ID", "legacy");
    let name = window
        .query_all_by_role(Role::MenuItem)
        .filter_map(|it| it.accesskit_node().label())
        .find(|label| label.starts_with("legacy-reports"))
        .expect("it is found");
    pick(&mut window, Role::MenuItem, &name);
    press(&mut window, "Change target");
    let names = |id: &KeyId| {
        let store = window.state().desk().world().store();
        store.aliases_of(id, us()).map(|it| it.short().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&legacy), ["legacy-reports", "orders"]);
    assert!(names(&orders).is_empty());
}

#[test]
fn aliases_that_kms_refuses_stay_and_say_why() {
    let (mut window, orders) = page_of("orders");
    let sign = CreateKeyRequest {
        key_spec: Some(KeySpec::EccNistP256),
        key_usage: Some(KeyUsage::SignVerify),
        ..Default::default()
    };
    let alias = Some("alias/pair".to_owned());
    perform(&mut window, Command::CreateKey { region: us(), request: Box::new(sign), alias });
    wait_until(&mut window, "made", |window| {
        window.state().desk().selected.as_ref().is_some_and(|it| it.key != orders)
    });
    let request = CreateAliasRequest {
        alias_name: "alias/extra".to_owned(),
        target_key_id: key(&window, "pair").to_string(),
    };
    perform(
        &mut window,
        Command::Call { region: us(), request: Box::new(request.into()), reply: Reply::Answer },
    );
    tab(&mut window, "Aliases");
    assert!(shows(&window, "Delete alias/extra"));
    press(&mut window, "Delete alias/extra");
    assert!(!shows(&window, "Delete alias/extra"));
}

#[test]
fn the_events_of_a_key_lead_to_cloudtrail() {
    let (mut window, orders) = page_of("orders");
    tab(&mut window, "Events");
    let rows = window.query_all_by_role(Role::Row).count();
    let of_orders = |region: Option<Region>| {
        let events = window.state().desk().world().trail().events();
        let is = |event: &&Arc<mrk_console::world::TrailEvent>| {
            region.is_none_or(|it| event.region == it) && event.keys.iter().any(|it| it.key_id == orders)
        };
        events.iter().filter(is).count()
    };
    assert_eq!(rows, of_orders(None));
    let here = of_orders(Some(us()));
    pick(&mut window, Role::RadioButton, "This Region");
    assert_eq!(window.query_all_by_role(Role::Row).count(), here);
    let row = window.query_all_by_role(Role::Row).next().expect("a row").rect().center();
    window.hover_at(row);
    window.drag_at(row);
    window.drop_at(row);
    window.run_steps(4);
    assert_eq!(window.state().desk().workspace, Workspace::CloudTrail);
}

#[test]
fn the_inspector_is_as_wide_as_it_was_left() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = SettingsFile::at(folder.path().join("settings.ron"));
    let mut window = window_with(Answers::default(), file.clone(), None);
    window.state_mut().show_stage(demo());
    window.run_steps(4);
    let edge = egui::pos2(1440.0 - file.read().inspector_width, 500.0);
    window.hover_at(edge);
    window.run_steps(2);
    window.drag_at(edge);
    window.run_steps(2);
    window.hover_at(edge - egui::vec2(100.0, 0.0));
    window.run_steps(2);
    window.drop_at(edge - egui::vec2(100.0, 0.0));
    window.run_steps(4);
    let width = file.read().inspector_width;
    assert!((440.0..=490.0).contains(&width), "{width}");
    let again = window_with(Answers::default(), file, None);
    assert_eq!(again.state().desk().inspector_width, width);
}
