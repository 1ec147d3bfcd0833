//! The key policy: what is marked, laid out, reviewed and refused.

use super::*;

#[test]
fn a_text_that_is_no_policy_is_marked_and_still_reaches_kms() {
    let mut window = open(|desk| DialogKind::EditPolicy(key(desk, "orders"), us()));
    assert!(window.query_by_label_contains("A key policy of").is_some());
    type_over(&mut window, "Key policy text", "{\n oops");
    assert!(window.query_by_label_contains("Line 2, column 2").is_some());
    assert!(is_off(&window, "Format"));
    click(&mut window, Role::CheckBox, "Bypass the lockout check");
    press(&mut window, "Review changes…");
    press(&mut window, "Save changes");
    let request = PutKeyPolicyRequest {
        key_id: key(&window.state().desk, "orders").to_string(),
        policy_name: None,
        policy: "{\n oops".to_owned(),
        bypass_policy_lockout_safety_check: true,
    };
    assert_eq!(asked(&window), (us(), request.into()));
    assert!(told(&window).is_some_and(|it| it.starts_with("MalformedPolicyDocumentException")));
}

#[test]
fn a_policy_is_formatted() {
    let mut window = open(|desk| DialogKind::EditPolicy(key(desk, "orders"), us()));
    type_over(&mut window, "Key policy text", "{\"Version\":\"2012-10-17\",\"Statement\":[]}");
    press(&mut window, "Format");
    press(&mut window, "Review changes…");
    press(&mut window, "Save changes");
    let (_, Request::PutKeyPolicy(request)) = asked(&window) else { panic!() };
    assert_eq!(request.policy, "{\n    \"Version\": \"2012-10-17\",\n    \"Statement\": []\n}");
}

#[test]
fn the_lockout_check_speaks() {
    let mut window = open(|desk| DialogKind::EditPolicy(key(desk, "orders"), us()));
    let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"kms:Encrypt","Resource":"*"}]}"#;
    type_over(&mut window, "Key policy text", policy);
    press(&mut window, "Review changes…");
    press(&mut window, "Save changes");
    assert!(told(&window).is_some_and(|it| it.contains("will not allow you to update the key policy")));
    press(&mut window, "Back to the text");
    assert!(told(&window).is_some(), "the refusal stands beside the text");
    click(&mut window, Role::CheckBox, "Bypass the lockout check");
    press(&mut window, "Review changes…");
    press(&mut window, "Save changes");
    assert!(window.state().dialog.is_none());
}

#[test]
fn what_was_typed_is_not_thrown_away_without_a_question() {
    let mut window = open(|desk| DialogKind::EditPolicy(key(desk, "orders"), us()));
    type_over(&mut window, "Key policy text", "{ \"Version\": \"2012-10-17\" }");
    press(&mut window, "Cancel");
    assert!(window.query_all_by_label("Discard the changes?").next().is_some());
    press(&mut window, "Keep editing");
    let text = window.get_by_role_and_label(Role::MultilineTextInput, "Key policy text");
    assert_eq!(text.accesskit_node().value().as_deref(), Some("{ \"Version\": \"2012-10-17\" }"));
    press(&mut window, "Cancel");
    press(&mut window, "Discard");
    assert!(window.state().commands.contains(&Command::CloseDialog));
}
