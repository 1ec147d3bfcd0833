//! Importing and deleting key material.

use super::*;
use crate::{
    gui::command::Import,
    kms::api::{
        CreateKeyRequest, DeleteImportedKeyMaterialRequest, KeySpec, KeyUsage, Origin, WrappingAlgorithm,
        WrappingKeySpec,
    },
};

/// The demo with one more key whose material is imported.
fn desk_with(spec: KeySpec, usage: KeyUsage) -> (Desk, KeyId) {
    let mut desk = demo();
    let caller = desk.acting_arn();
    let request = CreateKeyRequest {
        key_spec: Some(spec),
        key_usage: Some(usage),
        origin: Some(Origin::External),
        ..Default::default()
    };
    let made = desk.stage.world.ask(us(), &caller, request).expect("KMS makes it");
    (desk, KeyId::parse(&made.key_metadata.key_id).expect("an id"))
}

fn import_dialog(spec: KeySpec, usage: KeyUsage) -> Window {
    let (desk, key) = desk_with(spec, usage);
    let mut window = open_in(desk, vec2(1280.0, 860.0), |_| DialogKind::ImportMaterial(key, us()));
    press(&mut window, "Next");
    window
}

fn imported(window: &Window) -> &Import {
    match window.state().commands.last() {
        Some(Command::ImportMaterial(import)) => import,
        other => panic!("nothing is imported: {other:?}"),
    }
}

fn is_ready(window: &Window) -> bool {
    !is_off(window, "Next")
}

/// From the second step to the last, and beyond.
fn import(window: &mut Window) {
    press(window, "Next");
    press(window, "Import key material");
}

#[test]
fn random_bits_are_drawn_by_kms_and_imported() {
    let mut window = import_dialog(KeySpec::SymmetricDefault, KeyUsage::EncryptDecrypt);
    assert!(!is_ready(&window));
    press(&mut window, "Generate 256 random bits with KMS");
    assert_eq!(window.state().commands, [Command::DrawRandom { region: us(), bytes: 32 }]);
    window.state_mut().dialog.as_mut().expect("open").take_random(&[9; 32]);
    window.run_steps(SETTLED);
    assert!(is_ready(&window));
    import(&mut window);
    let import = imported(&window);
    assert_eq!(import.material, [9; 32]);
    assert_eq!(import.wrapping_spec, WrappingKeySpec::Rsa4096);
    assert_eq!(import.algorithm, WrappingAlgorithm::RsaesOaepSha256);
    assert_eq!((import.valid_to, import.import_type), (None, None));
}

#[test]
fn material_is_typed_in_hexadecimal_and_expires() {
    let mut window = import_dialog(KeySpec::SymmetricDefault, KeyUsage::EncryptDecrypt);
    click(&mut window, Role::RadioButton, "Hexadecimal");
    type_over(&mut window, "Key material", "00ff0");
    window.get_by_label("This is not written so");
    assert!(!is_ready(&window));
    type_over(&mut window, "Key material", "00ff");
    click(&mut window, Role::RadioButton, "Expires");
    type_over(&mut window, "Expires in (days)", "400");
    assert!(is_ready(&window), "too short, and too long: both for KMS to say");
    let now = window.state().desk.world().now();
    import(&mut window);
    let import = imported(&window);
    assert_eq!(import.material, [0, 255]);
    assert_eq!(import.valid_to, Some(now + Span::days(400)));
}

#[test]
fn a_private_key_is_wrapped_by_way_of_an_aes_key() {
    let mut window = import_dialog(KeySpec::Rsa2048, KeyUsage::SignVerify);
    assert!(window.query_by_label_contains("random bits").is_none());
    type_over(&mut window, "Key material", &"QUFB".repeat(300));
    assert!(is_ready(&window));
    import(&mut window);
    assert_eq!(imported(&window).algorithm, WrappingAlgorithm::RsaAesKeyWrapSha256);
}

#[test]
fn while_kms_works_the_form_cannot_be_sent_again() {
    let mut window = import_dialog(KeySpec::SymmetricDefault, KeyUsage::EncryptDecrypt);
    type_over(&mut window, "Key material", "AAAA");
    assert!(is_ready(&window));
    window.state_mut().dialog.as_mut().expect("open").busy = Some("KMS is making the wrapping key");
    window.run_steps(SETTLED);
    assert!(!is_ready(&window));
}

#[test]
fn material_is_deleted_after_a_tick() {
    let (desk, key) = desk_with(KeySpec::SymmetricDefault, KeyUsage::EncryptDecrypt);
    let mut window = open_in(desk, vec2(1280.0, 860.0), |_| DialogKind::DeleteMaterial(key.clone(), us()));
    let button = window.get_by_role_and_label(Role::Button, "Delete key material");
    assert!(button.accesskit_node().is_disabled());
    click(
        &mut window,
        Role::CheckBox,
        "I have a copy of the key material outside AWS KMS, or no longer need it",
    );
    press(&mut window, "Delete key material");
    let request = DeleteImportedKeyMaterialRequest { key_id: key.to_string(), key_material_id: None };
    let expected = Request::from(request);
    assert!(matches!(
        window.state().commands.last(),
        Some(Command::Call { request, .. }) if **request == expected
    ));
}
