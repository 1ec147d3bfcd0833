//! Keys that are no plain symmetric encryption keys: how they are told, and what they offer.

use super::*;
use crate::kms::api::{CreateKeyRequest, KeySpec, KeyUsage, Origin};

/// A desk with one more key of this kind in us-east-1, selected.
fn desk_with(spec: KeySpec, usage: KeyUsage, origin: Origin) -> Desk {
    let mut desk = demo_desk();
    let (us, caller) = (region("us-east-1"), desk.acting_arn());
    let request = CreateKeyRequest {
        key_spec: Some(spec),
        key_usage: Some(usage),
        origin: Some(origin),
        ..Default::default()
    };
    let world = &mut desk.stage.world;
    let made = world.ask(us, &caller, request).expect("KMS makes it").key_metadata.key_id;
    let alias_name = "alias/special".to_owned();
    let naming = CreateAliasRequest { alias_name, target_key_id: made.clone() };
    world.ask(us, &caller, naming).expect("a new name");
    let key = KeyId::parse(&made).expect("an id");
    desk.selected = Some(Selected { key, region: us });
    desk
}

#[test]
fn a_key_pair_tells_its_algorithms_and_its_public_key() {
    let desk = desk_with(KeySpec::EccNistP256, KeyUsage::SignVerify, Origin::AwsKms);
    let mut harness = window(desk, Theme::Dark);
    let card = "special in us-east-1, Single-Region, ECC_NIST_P256, Enabled";
    harness.get_by_role_and_label(Role::Button, card);
    tab(&mut harness, "Cryptographic configuration");
    for text in ["Asymmetric", "Sign and verify", "AWS KMS", "ECDSA_SHA_256"] {
        harness.get_by_label(text);
    }
    let commands = tab(&mut harness, "Public key");
    let [Command::Call { region, request, reply: Reply::KeyPage(_) }] = &commands[..] else {
        panic!("{commands:?}")
    };
    let scene = harness.state_mut();
    let call = crate::world::Call::new(*region, scene.desk.acting_arn(), Request::clone(request));
    let answer = scene.desk.stage.world.call(call);
    scene.view.take_answer(request.operation(), answer);
    harness.run();
    let pem = harness.get_by_role_and_label(Role::Code, "Public key").value().unwrap_or_default();
    assert!(pem.starts_with("-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE"), "{pem}");
    let commands = click(&mut harness, Role::Button, "Copy public key");
    assert!(matches!(&commands[..], [Command::Copy(text)] if text.starts_with("-----BEGIN")));

    tab(&mut harness, "Key material and rotations");
    harness.get_by_label("No rotation");
    assert!(harness.query_by_role_and_label(Role::Button, "Rotate now…").is_none());
}

#[test]
fn a_mac_key_has_no_public_key_and_no_rotation() {
    let desk = desk_with(KeySpec::Hmac384, KeyUsage::GenerateVerifyMac, Origin::AwsKms);
    let mut harness = window(desk, Theme::Light);
    harness.get_by_label("Generate and verify MAC");
    harness.get_by_label("Not for this kind of key");
    tab(&mut harness, "Cryptographic configuration");
    harness.get_by_label("HMAC_SHA_384");
    click(&mut harness, Role::Button, "More tabs");
    assert!(harness.query_by_label("Public key").is_none());
    harness.key_press(egui::Key::Escape);
    harness.run();
    tab(&mut harness, "Key material and rotations");
    harness.get_by_label("No rotation");
}

#[test]
fn a_key_without_its_material_waits_for_an_import() {
    let desk = desk_with(KeySpec::SymmetricDefault, KeyUsage::EncryptDecrypt, Origin::External);
    let (key, us) = (desk.selected.clone().expect("selected").key, region("us-east-1"));
    let mut harness = window(desk, Theme::Dark);
    harness.get_by_role_and_label(Role::Button, "special in us-east-1, Single-Region, Pending import");
    harness.get_by_label("No key material here");
    tab(&mut harness, "Key material and rotations");
    harness.get_by_label("No key material has been imported yet");
    let delete = harness.get_by_role_and_label(Role::Button, "Delete key material…");
    assert!(delete.accesskit_node().is_disabled());
    let commands = click(&mut harness, Role::Button, "Import key material…");
    assert_eq!(commands, [Command::OpenDialog(DialogKind::ImportMaterial(key.clone(), us))]);
    click(&mut harness, Role::Button, "Key actions");
    let commands = click(&mut harness, Role::MenuItem, "Import key material…");
    assert_eq!(commands, [Command::OpenDialog(DialogKind::ImportMaterial(key, us))]);
}

#[test]
fn plain_keys_have_no_word_of_imports() {
    let mut desk = demo_desk();
    select(&mut desk, "legacy-reports", "us-east-1");
    let mut harness = window(desk, Theme::Dark);
    tab(&mut harness, "Key material and rotations");
    assert!(harness.query_by_label("Import key material…").is_none());
    click(&mut harness, Role::Button, "Key actions");
    assert!(harness.query_by_label("Import key material…").is_none());
    harness.get_by_role_and_label(Role::MenuItem, "Rotate now…");
}
