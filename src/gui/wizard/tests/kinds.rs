//! The first page: kinds of keys, origins, custom key stores.

use super::*;
use crate::kms::{
    Transitions,
    api::{
        ConnectCustomKeyStoreRequest, CreateCustomKeyStoreRequest, CustomKeyStoreType, KeySpec, KeyUsage,
        Origin, XksProxyAuthenticationCredential, XksProxyConnectivity,
    },
};

fn choose_spec(window: &mut Window, spec: &str) {
    window.get_by_role_and_label(Role::ComboBox, "Key spec").click();
    window.run();
    window.get_by_role_and_label(Role::MenuItem, spec).click();
    window.run();
}

fn is_disabled(window: &Window, label: &str) -> bool {
    let node = window.get_by(|node| node.label().is_some_and(|it| it == label) && node.role() != Role::Label);
    node.accesskit_node().is_disabled()
}

#[test]
fn an_asymmetric_key_is_asked_for_with_its_usage_and_spec() {
    let mut window = open();
    assert!(window.query_by_role(Role::ComboBox).is_none(), "symmetric encryption has one spec");
    click(&mut window, "Asymmetric");
    click(&mut window, "Sign and verify");
    choose_spec(&mut window, "ECC_NIST_P384");
    click(&mut window, "Next");
    type_text(&mut window, "signing");
    click(&mut window, "Next");
    click(&mut window, "alice");
    click(&mut window, "Next");
    click(&mut window, "Application");
    click(&mut window, "Next");
    click(&mut window, "Next");
    window.get_by_label("ECC_NIST_P384");
    click(&mut window, "Finish");
    let (request, _) = key_asked_for(&mut window);
    assert_eq!(request.key_spec, Some(KeySpec::EccNistP384));
    assert_eq!(request.key_usage, Some(KeyUsage::SignVerify));
    let policy = request.policy.expect("the wizard always sends one");
    assert!(policy.contains("kms:Sign") && policy.contains("kms:GetPublicKey"));
    assert!(!policy.contains("kms:Encrypt") && !policy.contains("kms:RotateKeyOnDemand"));
    finish(&mut window).expect("KMS makes it");
}

#[test]
fn every_usage_offers_its_specs_alone() {
    let mut window = open();
    click(&mut window, "Generate and verify MAC");
    choose_spec(&mut window, "HMAC_512");
    assert_eq!(window.state().wizard.choices.kind.spec, KeySpec::Hmac512);
    click(&mut window, "Asymmetric");
    click(&mut window, "Key encapsulation");
    window.get_by_role_and_label(Role::ComboBox, "Key spec").click();
    window.run();
    for spec in ["ML_KEM_512", "ML_KEM_768", "ML_KEM_1024"] {
        window.get_by_role_and_label(Role::MenuItem, spec);
    }
    assert!(window.query_by_role_and_label(Role::MenuItem, "RSA_2048").is_none());
}

#[test]
fn importing_needs_a_tick_and_lets_administrators_import() {
    let mut window = open();
    click(&mut window, "External (imported)");
    assert!(is_disabled(&window, "Next"));
    let tick = "I understand that I must keep a copy of the key material, and answer for its durability";
    click(&mut window, tick);
    assert!(!is_disabled(&window, "Next"));
    click(&mut window, "Next");
    type_text(&mut window, "imported");
    click(&mut window, "Next");
    click(&mut window, "alice");
    click(&mut window, "Skip to review");
    click(&mut window, "Finish");
    let (request, _) = key_asked_for(&mut window);
    assert_eq!(request.origin, Some(Origin::External));
    assert!(request.policy.is_some_and(|policy| policy.contains("kms:ImportKeyMaterial")));
}

/// Makes a store for keys of an external key manager; it is not connected yet.
fn make_store(window: &mut Window) -> String {
    let shown = window.state_mut();
    let caller = shown.desk.acting_arn();
    let world = &mut shown.desk.stage.world;
    world.set_transitions(Transitions::INSTANT);
    let request = CreateCustomKeyStoreRequest {
        custom_key_store_name: "Own keys".to_owned(),
        custom_key_store_type: Some(CustomKeyStoreType::ExternalKeyStore),
        xks_proxy_uri_endpoint: Some("https://xks.example.com".to_owned()),
        xks_proxy_uri_path: Some("/main/kms/xks/v1".to_owned()),
        xks_proxy_authentication_credential: Some(XksProxyAuthenticationCredential {
            access_key_id: "ABCDE234567EXAMPLE2345".to_owned(),
            raw_secret_access_key: "DXjSUawnel2fr6SKC7G25CNxTyWKE5PF9XX6H/u9pSo=".to_owned(),
        }),
        xks_proxy_connectivity: Some(XksProxyConnectivity::PublicEndpoint),
        ..Default::default()
    };
    let made = world.ask(region(), &caller, request).expect("the world has this key manager");
    window.run();
    made.custom_key_store_id
}

fn connect(window: &mut Window, store: &str) {
    let shown = window.state_mut();
    let caller = shown.desk.acting_arn();
    let request = ConnectCustomKeyStoreRequest { custom_key_store_id: store.to_owned() };
    shown.desk.stage.world.ask(region(), &caller, request).expect("it connects");
    window.run();
}

#[test]
fn key_stores_are_offered_where_some_are_connected_and_take_multi_region_away() {
    let mut window = open();
    assert!(is_disabled(&window, "External key store"), "there is none yet");
    let store = make_store(&mut window);
    assert!(is_disabled(&window, "External key store"), "it is not connected");
    connect(&mut window, &store);

    click(&mut window, "Multi-Region key");
    click(&mut window, "External key store");
    assert!(is_disabled(&window, "Multi-Region key"));
    assert!(is_disabled(&window, "Next"), "the external key has no name yet");
    window.get_by_label("External key ID").focus();
    window.run();
    type_text(&mut window, "ledger-2026");
    click(&mut window, "Next");
    type_text(&mut window, "ledger");
    click(&mut window, "Skip to review");
    click(&mut window, "Finish");
    let (request, _) = key_asked_for(&mut window);
    assert!(!request.multi_region);
    assert_eq!(request.origin, Some(Origin::ExternalKeyStore));
    assert_eq!(request.custom_key_store_id, Some(store));
    assert_eq!(request.xks_key_id.as_deref(), Some("ledger-2026"));
    finish(&mut window).expect("KMS makes it");
}

#[test]
fn an_external_key_in_use_is_refused_at_its_field() {
    let mut window = open();
    let store = make_store(&mut window);
    connect(&mut window, &store);
    let shown = window.state_mut();
    let caller = shown.desk.acting_arn();
    let taken = CreateKeyRequest {
        origin: Some(Origin::ExternalKeyStore),
        custom_key_store_id: Some(store),
        xks_key_id: Some("ledger-2026".to_owned()),
        ..Default::default()
    };
    shown.desk.stage.world.ask(region(), &caller, taken).expect("KMS makes it");
    window.run();
    click(&mut window, "External key store");
    window.get_by_label("External key ID").focus();
    window.run();
    type_text(&mut window, "ledger-2026");
    click(&mut window, "Next");
    type_text(&mut window, "second");
    click(&mut window, "Skip to review");
    let error = finish(&mut window).expect_err("another key has it");
    assert_eq!(error.exception.name(), "XksKeyAlreadyInUseException");
    let told = window.get_by_role(Role::Alert).accesskit_node().label().unwrap_or_default();
    assert!(told.starts_with("XksKeyAlreadyInUseException"), "{told}");
    window.get_by_label("External key ID");
}

#[test]
fn what_a_spec_cannot_have_does_not_stay_chosen() {
    let mut window = open();
    let store = make_store(&mut window);
    connect(&mut window, &store);
    click(&mut window, "External key store");
    click(&mut window, "Generate and verify MAC");
    assert_eq!(window.state().wizard.choices.kind.origin, Origin::AwsKms);
    assert!(is_disabled(&window, "External key store"), "HMAC keys are in no key store");
}
