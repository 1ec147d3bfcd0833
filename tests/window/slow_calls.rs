//! What takes KMS long does not hold the window up.

use egui_kittest::kittest::Queryable as _;
use mrk_console::{
    gui::{command::Command, regions::DialogKind},
    kms::{
        KeyId, Region,
        api::{CreateKeyRequest, KeySpec, KeyState, KeyUsage, Origin},
    },
};

use crate::common::{Window, click, demo_window, perform, wait_until};

fn us() -> Region {
    Region::parse("us-east-1").expect("known")
}

fn create(window: &mut Window, request: CreateKeyRequest, alias: &str) {
    let command =
        Command::CreateKey { region: us(), request: Box::new(request), alias: Some(alias.to_owned()) };
    perform(window, command);
}

fn rsa() -> CreateKeyRequest {
    CreateKeyRequest {
        key_spec: Some(KeySpec::Rsa2048),
        key_usage: Some(KeyUsage::SignVerify),
        ..Default::default()
    }
}

#[test]
fn an_rsa_key_is_made_and_named_beside_the_window() {
    let mut window = demo_window();
    create(&mut window, rsa(), "alias/pair");
    wait_until(&mut window, "made", |window| window.state().desk().selected.is_some());
    let desk = window.state().desk();
    let (family, _) = desk.selected_member().expect("the new key is selected");
    assert_eq!(family.spec, KeySpec::Rsa2048);
    assert_eq!(desk.key_label(&family.id, us()), "pair");
}

#[test]
fn a_key_that_cannot_be_named_is_not_made() {
    let mut window = demo_window();
    let keys = window.state().desk().world().store().key_count_in(us());
    create(&mut window, rsa(), "alias/global-encrypt");
    wait_until(&mut window, "refused", |window| {
        window.query_all_by_label_contains("AlreadyExistsException").next().is_some()
    });
    assert_eq!(window.state().desk().world().store().key_count_in(us()), keys);
}

#[test]
fn material_is_generated_wrapped_and_imported() {
    let mut window = demo_window();
    let request = CreateKeyRequest { origin: Some(Origin::External), ..Default::default() };
    create(&mut window, request, "alias/imported");
    let key: KeyId = window.state().desk().selected.clone().expect("made").key;
    let state = |window: &Window| {
        let (_, member) = window.state().desk().member(&key, us()).expect("made");
        member.state.key_state()
    };
    assert_eq!(state(&window), KeyState::PendingImport);
    perform(&mut window, Command::OpenDialog(DialogKind::ImportMaterial(key.clone(), us())));
    window.run_steps(6);
    click(&mut window, "Next");
    click(&mut window, "Generate 256 random bits with KMS");
    window.run_steps(6);
    click(&mut window, "Next");
    // The key actions behind the dialog have the same words with an ellipsis.
    window.get_by_role_and_label(egui::Role::Button, "Import key material").click();
    wait_until(&mut window, "imported", |window| state(window) == KeyState::Enabled);
}
