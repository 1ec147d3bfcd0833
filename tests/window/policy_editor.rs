//! The policy editor, the Key policy tab and who can do what, as a person or a screen reader would use them.

use egui::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use mrk_console::{
    gui::{
        command::Command,
        desk::{Desk, Selected},
        regions::DialogKind,
    },
    kms::{KeyId, Region, policy::read_back},
};

use crate::common::{Window, demo_window, perform, shows};

fn us() -> Region {
    Region::parse("us-east-1").expect("a Region")
}

fn eu() -> Region {
    Region::parse("eu-west-1").expect("a Region")
}

fn key(desk: &Desk, name: &str) -> KeyId {
    let store = desk.world().store();
    let mut aliases = desk.world().regions().iter().flat_map(|region| store.aliases_in(*region));
    aliases.find(|(_, alias, _)| alias.short() == name).expect("a key of the demo").2.target.clone()
}

fn policy(window: &Window, name: &str, region: Region) -> String {
    let desk = window.state().desk();
    desk.member(&key(desk, name), region).expect("a member").1.policy.text().to_owned()
}

/// The demo with the editor of a key's policy open.
fn editing(name: &str, region: Region) -> Window {
    let mut window = demo_window();
    let key = key(window.state().desk(), name);
    perform(&mut window, Command::OpenDialog(DialogKind::EditPolicy(key, region)));
    window.run_steps(4);
    window
}

/// The demo with the Key policy tab of a key open.
fn tab(name: &str, region: Region) -> Window {
    let mut window = demo_window();
    let key = key(window.state().desk(), name);
    perform(&mut window, Command::Select(Some(Selected { key, region })));
    window.get_by_role_and_label(Role::Tab, "Key policy").click();
    window.run_steps(4);
    window
}

/// Does what a click on the thing of this name does, wherever it has scrolled to.
fn click(window: &mut Window, label: &str) {
    let found = window
        .query_all_by(|node| node.label().is_some_and(|it| it == label) && node.role() != Role::Label)
        .next();
    found.unwrap_or_else(|| panic!("there is nothing to click that is named {label}")).click_accesskit();
    window.run_steps(4);
}

fn write(window: &mut Window, text: &str) {
    window.get_by_role_and_label(Role::MultilineTextInput, "Key policy text").set_text_value_accesskit(text);
    window.run_steps(4);
}

fn text(window: &Window) -> String {
    let node = window.get_by_role_and_label(Role::MultilineTextInput, "Key policy text");
    node.accesskit_node().value().unwrap_or_default()
}

/// What assistive programs say of the text besides its name.
fn description(window: &Window) -> String {
    let node = window.get_by_role_and_label(Role::MultilineTextInput, "Key policy text");
    node.accesskit_node().description().unwrap_or_default()
}

#[test]
fn what_is_wrong_is_listed_described_and_led_to() {
    let mut window = editing("orders", us());
    assert_eq!(description(&window), "");
    let good = text(&window);
    write(&mut window, &good.replace("kms:Encrypt", "kms:Encript").replacen("\"Effect\"", "\"Efect\"", 1));
    let error = "Line 7, column 13: a statement has no element \"Efect\"; did you mean \"Effect\"?";
    assert!(description(&window).starts_with(error), "{}", description(&window));
    assert!(shows(&window, "Not a policy yet: 1 error, 1 warning"));
    let warning = window.query_by_label_contains("(warning): KMS has no action \"kms:Encript\"");
    assert!(warning.is_some_and(|it| it.accesskit_node().role() == Role::Button));
    click(&mut window, error);
    let field = window.get_by_role_and_label(Role::MultilineTextInput, "Key policy text");
    assert!(field.accesskit_node().is_focused(), "the cursor is there");
    write(&mut window, &good);
    assert_eq!(description(&window), "");
}

#[test]
fn what_kms_would_refuse_stands_beside_the_text() {
    let mut window = editing("orders", us());
    let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"kms:Encrypt","Resource":"*"}]}"#;
    write(&mut window, policy);
    let words = "KMS would refuse it now: MalformedPolicyDocumentException: The new key policy will not allow you to \
                 update the key policy in the future.";
    assert!(shows(&window, words));
    click(&mut window, "Bypass the lockout check");
    assert!(!shows(&window, words));
}

#[test]
fn the_text_is_laid_out_with_two_or_four_spaces() {
    let mut window = editing("orders", us());
    write(&mut window, r#"{"Version":"2012-10-17","Statement":[]}"#);
    click(&mut window, "Format");
    assert_eq!(text(&window), "{\n    \"Version\": \"2012-10-17\",\n    \"Statement\": []\n}");
    click(&mut window, "Indentation");
    click(&mut window, "2 spaces");
    assert_eq!(text(&window), "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": []\n}");
}

#[test]
fn a_template_is_put_in_and_undone() {
    let mut window = editing("orders", us());
    let before = text(&window);
    click(&mut window, "Templates");
    click(&mut window, "Encryption context required");
    assert!(text(&window).contains("Require an encryption context"));
    assert!(shows(&window, "A key policy of 5 statements"));
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    window.run_steps(4);
    assert_eq!(text(&window), before);
}

#[test]
fn escape_leaves_the_text_before_it_closes_the_dialog() {
    let mut window = editing("orders", us());
    window.get_by_role_and_label(Role::MultilineTextInput, "Key policy text").focus();
    window.run_steps(2);
    window.key_press(egui::Key::Escape);
    window.run_steps(4);
    let field = window.get_by_role_and_label(Role::MultilineTextInput, "Key policy text");
    assert!(!field.accesskit_node().is_focused());
    window.key_press(egui::Key::Escape);
    window.run_steps(4);
    assert!(!shows(&window, "Key policy text"), "the second closes the dialog");
}

#[test]
fn changes_are_reviewed_before_they_are_put() {
    let mut window = editing("legacy-reports", us());
    let before = policy(&window, "legacy-reports", us());
    let after = before.replace("role/app/Application", "role/app/EUApplicationRole");
    write(&mut window, &after);
    click(&mut window, "Review changes…");
    assert!(shows(&window, "“Allow use of the key” changed"));
    assert!(window.query_by_label_contains("EUApplicationRole gains Encrypt, Decrypt and").is_some());
    assert!(window.query_by_label_contains("Application loses Encrypt, Decrypt and").is_some());
    let diff = window.get_by_role_and_label(Role::Code, "Changes line by line");
    let lines = diff.accesskit_node().value().expect("the lines");
    assert!(lines.lines().any(|it| it.starts_with('-') && it.contains("role/app/Application")), "{lines}");
    assert!(lines.lines().any(|it| it.starts_with('+') && it.contains("EUApplicationRole")), "{lines}");
    assert_eq!(policy(&window, "legacy-reports", us()), before, "nothing is put yet");
    click(&mut window, "Back to the text");
    assert_eq!(text(&window), after);
    click(&mut window, "Review changes…");
    click(&mut window, "Save changes");
    assert_eq!(policy(&window, "legacy-reports", us()), after);
}

#[test]
fn the_default_view_adds_and_removes_people() {
    let mut window = tab("global-encrypt", eu());
    let shape = |window: &Window| {
        let desk = window.state().desk();
        let (_, member) = desk.member(&key(desk, "global-encrypt"), eu()).expect("there");
        read_back(member.policy.document()).expect("the console's shape")
    };
    click(&mut window, "Add key administrators…");
    click(&mut window, "OrgAdmin");
    click(&mut window, "Add 1");
    assert!(shape(&window).administrators.contains(&"arn:aws:iam::111111111111:role/OrgAdmin".to_owned()));
    click(&mut window, "Remove carol from the key administrators");
    assert!(!shape(&window).administrators.iter().any(|arn| arn.ends_with("carol")));
    click(&mut window, "Remove Application from the key users");
    assert_eq!(shape(&window).users, ["arn:aws:iam::111111111111:role/app/EUApplicationRole"]);
    assert!(shape(&window).allow_administrators_to_delete);
    click(&mut window, "Allow key administrators to delete this key");
    assert!(!shape(&window).allow_administrators_to_delete);
}

#[test]
fn the_default_view_adds_and_removes_accounts() {
    let mut window = tab("global-encrypt", eu());
    let accounts = |window: &Window| {
        let desk = window.state().desk();
        let (_, member) = desk.member(&key(desk, "global-encrypt"), eu()).expect("there");
        read_back(member.policy.document()).expect("the console's shape").other_accounts
    };
    let field = |window: &mut Window, id: &str| {
        window.get_by_role_and_label(Role::TextInput, "Account ID").set_text_value_accesskit(id);
        window.run_steps(4);
    };
    field(&mut window, "4444");
    assert!(shows(&window, "An AWS account ID has 12 digits"));
    field(&mut window, "444455556666");
    click(&mut window, "Add account");
    assert_eq!(accounts(&window), ["444455556666"]);
    click(&mut window, "Remove account 444455556666");
    assert_eq!(accounts(&window).len(), 0);
}

#[test]
fn other_shapes_say_why_there_is_only_the_policy_view() {
    let mut window = editing("orders", us());
    click(&mut window, "Templates");
    click(&mut window, "Deletion with MFA");
    click(&mut window, "Review changes…");
    click(&mut window, "Save changes");
    let key = key(window.state().desk(), "orders");
    perform(&mut window, Command::Select(Some(Selected { key, region: us() })));
    window.get_by_role_and_label(Role::Tab, "Key policy").click();
    window.run_steps(4);
    let reason = "Statement “Delete only with MFA” is none that the console writes";
    assert!(shows(&window, &format!("Only the policy view: {reason}")));
    click(&mut window, "Default view");
    assert!(window.query_by_label_contains(reason).is_some());
    assert!(shows(&window, "This policy has only the policy view"));
}

#[test]
fn every_cell_tells_what_decides() {
    let mut window = tab("global-encrypt", eu());
    click(&mut window, "Who can do what?");
    window.run_steps(8);
    for told in [
        "alice, Decrypt: allowed by statement “Everything” of identity policy “KeyAdministration”, as key policy \
         statement “Enable IAM User Permissions” leaves it to IAM",
        "Application, Decrypt: allowed by key policy statement “Allow use of the key”",
        "mallory, Decrypt: denied: the key policy leaves it to IAM, and no identity policy allows it",
    ] {
        assert!(shows(&window, told), "{told}");
    }
    click(&mut window, "Application, Decrypt: allowed by key policy statement “Allow use of the key”");
    assert!(shows(&window, "Yes: Application can Decrypt with this key in eu-west-1"));
    assert!(
        shows(&window, "Key policy, statement “Allow use of the key” (Allow)"),
        "among what was considered"
    );
    window.key_press(egui::Key::ArrowUp);
    window.run_steps(4);
    assert!(shows(&window, "Yes: Application can Encrypt with this key in eu-west-1"), "by the keyboard too");
}

#[test]
fn what_it_would_take_for_mallory_opens_the_editor() {
    let mut window = tab("global-encrypt", eu());
    click(&mut window, "Who can do what?");
    window.run_steps(8);
    click(
        &mut window,
        "mallory, Decrypt: denied: the key policy leaves it to IAM, and no identity policy allows it",
    );
    assert!(shows(&window, "No: mallory cannot Decrypt with this key in eu-west-1"));
    assert!(
        window
            .query_by_label_contains("It would take a key policy statement that allows kms:Decrypt")
            .is_some()
    );
    // The latest events tell of the same refusal.
    let words = "AccessDeniedException: User: arn:aws:iam::111111111111:user/mallory";
    assert!(window.query_all_by_label_contains(words).next().is_some());
    let before = policy(&window, "global-encrypt", eu());
    click(&mut window, "Edit key policy with it…");
    assert!(text(&window).contains("Allow mallory to Decrypt"));
    assert_eq!(policy(&window, "global-encrypt", eu()), before, "nothing is put");
    click(&mut window, "Review changes…");
    assert!(shows(&window, "mallory gains Decrypt"));
    click(&mut window, "Save changes");
    window.run_steps(8);
    assert!(shows(&window, "Yes: mallory can Decrypt with this key in eu-west-1"));
}
