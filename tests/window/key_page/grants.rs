//! Grants: created, used, retired, revoked, and refused.

use mrk_console::{
    gui::widgets::shorten,
    kms::{
        KmsError,
        api::{CreateGrantRequest, DecryptRequest, EncryptRequest, GrantOperation},
    },
};

use super::*;

fn arn_of(window: &Window, name: &str) -> Arc<str> {
    let principals = window.state().desk().world().principals();
    principals.named(name).expect("in the world").acting_arn().into()
}

/// Encrypts and decrypts as a principal, in a copy of the world; why not, if KMS refuses.
fn can_use(window: &Window, name: &str, key: &KeyId, tokens: &[String]) -> Result<(), KmsError> {
    let mut world = window.state().desk().world().clone();
    let caller = arn_of(window, name);
    let request = EncryptRequest {
        key_id: key.to_string(),
        plaintext: b"text".as_slice().into(),
        grant_tokens: tokens.to_vec(),
        ..Default::default()
    };
    let sealed = world.ask(us(), &caller, request)?.ciphertext_blob;
    let request =
        DecryptRequest { ciphertext_blob: Some(sealed), grant_tokens: tokens.to_vec(), ..Default::default() };
    world.ask(us(), &caller, request).map(|_| ())
}

#[test]
fn a_grant_is_created_used_and_revoked() {
    let (mut window, orders) = page_of("orders");
    let refused = can_use(&window, "mallory", &orders, &[]).expect_err("she has no permission");
    assert_eq!(refused.exception.name(), "AccessDeniedException");
    tab(&mut window, "Grants");
    assert!(shows(&window, "No grants"));
    press(&mut window, "Create grant…");
    press(&mut window, "Choose: Grantee principal");
    pick(&mut window, Role::MenuItem, "mallory");
    for operation in ["Encrypt", "Decrypt"] {
        pick(&mut window, Role::CheckBox, operation);
    }
    type_over(&mut window, "Name", "for-mallory");
    press(&mut window, "Create grant");
    assert!(shows(&window, "Grant created"));
    let node = window.get_by_role_and_label(Role::Code, "Grant token");
    let token = node.value().expect("a token").replace('\n', "");
    assert!(shows(&window, "Copy grant token"));
    assert!(says(&window, "aws kms create-grant --region us-east-1"), "the line that did it stays");
    press(&mut window, "Done");
    assert!(shows(&window, "for-mallory") && shows(&window, "With token"));
    let access = can_use(&window, "mallory", &orders, std::slice::from_ref(&token));
    assert_eq!(access, Ok(()), "with its token it counts at once");
    assert!(can_use(&window, "mallory", &orders, &[]).is_err(), "it is not visible everywhere yet");
    while shows(&window, "With token") {
        perform(&mut window, Command::NextEvent);
    }
    assert!(shows(&window, "In effect"));
    assert_eq!(can_use(&window, "mallory", &orders, &[]), Ok(()));

    let grant = {
        let (_, member) = window.state().desk().member(&orders, us()).expect("there");
        member.grants.iter().next().expect("made").id.clone()
    };
    let actions = format!("Actions for grant {}", shorten(grant.as_str(), 8, 4));
    press(&mut window, &actions);
    pick(&mut window, Role::MenuItem, "Revoke grant…");
    assert!(says(&window, "To revoke a grant is to take it away"));
    press(&mut window, "Revoke grant");
    assert!(shows(&window, "No grants"));
    assert!(can_use(&window, "mallory", &orders, &[token]).is_err(), "its token is worth nothing now");
}

#[test]
fn a_grant_is_retired_by_whom_it_names_and_by_no_other() {
    let (mut window, orders) = page_of("orders");
    let arn = |window: &Window, name: &str| {
        window.state().desk().world().principals().named(name).expect("there").arn()
    };
    let request = CreateGrantRequest {
        key_id: orders.to_string(),
        grantee_principal: Some(arn(&window, "mallory")),
        retiring_principal: Some(arn(&window, "carol")),
        operations: vec![GrantOperation::Decrypt],
        ..Default::default()
    };
    let request = Box::new(request.into());
    perform(&mut window, Command::Call { region: us(), request, reply: Reply::Answer });
    tab(&mut window, "Grants");
    let grant = {
        let (_, member) = window.state().desk().member(&orders, us()).expect("there");
        member.grants.iter().next().expect("made").id.clone()
    };
    perform(&mut window, Command::ActAs("mallory".to_owned()));
    let kind = DialogKind::RetireGrant(orders.clone(), us(), grant);
    perform(&mut window, Command::OpenDialog(kind));
    window.run_steps(6);
    assert!(says(&window, "To retire a grant is to clean up"));
    press(&mut window, "Retire grant");
    assert!(says(&window, "AccessDeniedException"), "mallory may not");
    perform(&mut window, Command::ActAs("carol".to_owned()));
    press(&mut window, "Retire grant");
    assert!(shows(&window, "No grants"));
}

/// All that the window says of exceptions, wherever it stands.
fn said(window: &Window) -> Vec<String> {
    let said = window.query_all_by_label_contains("Exception");
    said.filter_map(|it| it.accesskit_node().label()).collect()
}

/// Where the refusal at a field stands; toasts are alerts too.
fn told_at(window: &Window) -> egui::Rect {
    let is_refusal = |it: &egui_kittest::kittest::AccessKitNode<'_>| {
        it.role() == Role::Alert && it.label().is_some_and(|label| label.contains("Exception"))
    };
    window.query_all_by(is_refusal).next().expect("a refusal").rect()
}

#[test]
fn what_kms_refuses_of_a_grant_stands_at_its_field() {
    let (mut window, orders) = page_of("orders");
    perform(&mut window, Command::OpenDialog(DialogKind::CreateGrant(orders, us())));
    window.run_steps(6);
    pick(&mut window, Role::Link, "Select all");
    type_over(&mut window, "Grantee principal", "arn:aws:iam::111111111111:user/nobody");
    press(&mut window, "Create grant");
    let told = alert(&window);
    assert!(told.contains("ARN does not refer to a valid principal"), "{told} after {:?}", said(&window));
    let field = window.get_by(|it| {
        it.label().is_some_and(|label| label == "Grantee principal") && it.role() == Role::TextInput
    });
    let (field, told) = (field.rect(), told_at(&window));
    assert!(told.top() > field.bottom() && told.top() < field.bottom() + 60.0, "below the field");
    let alice = window.state().desk().world().principals().named("alice").expect("there").arn();
    type_over(&mut window, "Grantee principal", &alice);
    type_over(&mut window, "Retiring principal", "arn:aws:iam::111111111111:user/nobody");
    press(&mut window, "Create grant");
    let (field, told) = {
        let field = window.get_by(|it| {
            it.label().is_some_and(|label| label == "Retiring principal") && it.role() == Role::TextInput
        });
        (field.rect(), told_at(&window))
    };
    assert!(told.top() > field.bottom() && told.top() < field.bottom() + 60.0, "below the second field");
}
