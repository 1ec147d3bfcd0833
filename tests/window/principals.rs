//! The Principals workspace: who can act is made, changed and removed; and what they may do is told.

use egui::{Event, Key, Modifiers, OutputCommand, Role};
use egui_kittest::kittest::Queryable as _;
use mrk_console::gui::{command::Command, desk::Workspace, principals::PrincipalQuestion};

use crate::common::*;

fn principals() -> Window {
    let mut window = demo_window();
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num5);
    window.run_steps(3);
    assert_eq!(window.state().desk().workspace, Workspace::Principals);
    window
}

/// Puts a text in place of what a field has.
fn fill(window: &mut Window, field: &str, text: &str) {
    let named = |node: &egui_kittest::kittest::AccessKitNode<'_>| {
        node.label().is_some_and(|it| it == field)
            && matches!(node.role(), Role::TextInput | Role::MultilineTextInput)
    };
    let found = window.query_all_by(named).next();
    found.unwrap_or_else(|| panic!("there is no field named {field}")).focus();
    window.run_steps(2);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.run_steps(2);
    window.event(Event::Text(text.to_owned()));
    window.run_steps(3);
}

fn says(window: &Window, text: &str) -> bool {
    window.query_all_by_label_contains(text).next().is_some()
}

/// Clicks, and gives the text that was copied.
fn copied(window: &mut Window, label: &str) -> String {
    let button = |node: &egui_kittest::kittest::AccessKitNode<'_>| {
        node.label().is_some_and(|it| it == label) && node.role() == Role::Button
    };
    window.query_all_by(button).next().unwrap_or_else(|| panic!("there is no {label}")).click();
    for _ in 0..6 {
        window.step();
        let commands = &window.output().platform_output.commands;
        if let Some(OutputCommand::CopyText(text)) = commands.first() {
            return text.clone();
        }
    }
    panic!("{label} copied nothing");
}

#[test]
fn a_user_is_made_given_a_policy_and_acts() {
    let mut window = principals();
    click(&mut window, "New principal");
    click(&mut window, "New user…");
    fill(&mut window, "Name", "erin");
    fill(&mut window, "Note", "Newcomer");
    click(&mut window, "Create");
    assert!(says(&window, "User erin was created"));
    let erin = window.state().desk().world().principals().named("erin").expect("made").clone();
    assert_eq!((erin.note.as_str(), erin.path.as_str(), erin.policies.len()), ("Newcomer", "/", 0));
    assert_eq!(erin.attributes.get("aws:PrincipalOrgID").map(String::as_str), Some("o-a1b2c3d4e5"));

    // What was made is looked at: erin may do nothing yet.
    click(&mut window, "What can they do?");
    let verdict =
        "Decrypt is denied: the key policy leaves it to IAM, and no IAM policy of this principal allows it";
    assert!(says(&window, verdict));
    click(&mut window, "IAM policies");
    assert!(shows(&window, "No IAM policies"));
    click(&mut window, "Add policy…");
    fill(&mut window, "Name", "Everything");
    click(&mut window, "Add");
    assert!(says(&window, "Everything of erin was saved"));
    click(&mut window, "What can they do?");
    assert!(says(&window, "“AllOfKms” of the IAM policy Everything allows it"));

    click(&mut window, "Act as this principal");
    assert_eq!(window.state().desk().acting, "erin");
    let world = window.state().desk().world();
    let (region, keys) = (world.regions()[0], world.store().key_count_in(world.regions()[0]));
    let request = mrk_console::kms::api::CreateKeyRequest::default();
    perform(&mut window, Command::CreateKey { region, request: Box::new(request), alias: None });
    let desk = window.state().desk();
    assert_eq!(desk.world().store().key_count_in(region), keys + 1);
    let event = desk.world().trail().events().back().expect("recorded");
    assert_eq!((event.actor.short(), event.error.as_ref()), ("user/erin", None));
}

#[test]
fn what_is_wrong_stands_beside_the_field() {
    let mut window = principals();
    let count = window.state().desk().world().principals().iter().count();
    perform(&mut window, Command::AskPrincipal(PrincipalQuestion::NewRole));
    fill(&mut window, "Name", "no name");
    click(&mut window, "Create");
    assert!(says(&window, "`no name` is not a name in IAM: use 1 to 64 letters"));
    fill(&mut window, "Name", "ALICE");
    assert!(!says(&window, "is not a name in IAM"), "what was wrong has been changed");
    click(&mut window, "Create");
    assert!(says(&window, "alice is the name of a principal of account 111111111111"));
    fill(&mut window, "Name", "worker");
    fill(&mut window, "Path", "app");
    click(&mut window, "Create");
    assert!(says(&window, "`app` is not a path in IAM"));
    assert_eq!(window.state().desk().world().principals().iter().count(), count);
    window.key_press(Key::Escape);
    window.run_steps(3);

    perform(&mut window, Command::AskPrincipal(PrincipalQuestion::NewAccount));
    fill(&mut window, "Account ID", "123");
    click(&mut window, "Create");
    assert!(says(&window, "`123` is not an account ID: it has exactly 12 digits"));
    fill(&mut window, "Account ID", "444455556666");
    click(&mut window, "Create");
    let root = window.state().desk().world().principals().named("root@444455556666").expect("made");
    assert_eq!(root.arn(), "arn:aws:iam::444455556666:root");

    // A text that is no policy cannot be saved, and is told with its place.
    let alice = "arn:aws:iam::111111111111:user/alice".to_owned();
    perform(&mut window, Command::AskPrincipal(PrincipalQuestion::AddPolicy(alice.clone())));
    fill(&mut window, "IAM policy text", "{\n  \"Statement\": 1\n}");
    assert!(says(&window, "Line 2, column"));
    click(&mut window, "Add");
    assert_eq!(window.state().desk().world().principals().named("alice").expect("there").policies.len(), 1);
    window.key_press(Key::Escape);
    window.run_steps(3);

    perform(&mut window, Command::AskPrincipal(PrincipalQuestion::Attributes(alice)));
    fill(&mut window, "Value 2", "localhost");
    click(&mut window, "Save");
    assert!(says(&window, "`localhost` is not a value of aws:SourceIp: write an IP address"));
    fill(&mut window, "Value 2", "203.0.113.7");
    click(&mut window, "Save");
    let alice = window.state().desk().world().principals().named("alice").expect("there");
    assert_eq!(alice.attributes.get("aws:SourceIp").map(String::as_str), Some("203.0.113.7"));
}

#[test]
fn deleting_tells_what_names_it_and_somebody_else_acts() {
    let mut window = principals();
    click(&mut window, "carol");
    click(&mut window, "Act as this principal");
    click(&mut window, "Actions on this principal");
    click(&mut window, "Delete…");
    assert!(says(&window, "Named by "));
    assert!(says(&window, "key policy"));
    click(&mut window, "Delete");
    let desk = window.state().desk();
    assert!(desk.world().principals().named("carol").is_none());
    assert_eq!(desk.acting, "alice");
    assert!(says(&window, "carol was removed") && says(&window, "alice acts from now on"));
    // The root user stays; its account has keys.
    click(&mut window, "root");
    click(&mut window, "Actions on this principal");
    click(&mut window, "Remove account…");
    click(&mut window, "Remove");
    assert!(says(&window, "Account 111111111111 has keys; delete them first"));
}

#[test]
fn a_role_keeps_its_name_and_a_duplicate_gets_another() {
    let mut window = principals();
    click(&mut window, "Application");
    click(&mut window, "Actions on this principal");
    click(&mut window, "Duplicate…");
    click(&mut window, "Create");
    let copy = window.state().desk().world().principals().named("Application-2").expect("made").clone();
    assert_eq!((copy.path.as_str(), copy.policies.len()), ("/app/", 1));
    perform(&mut window, Command::AskPrincipal(PrincipalQuestion::Edit(copy.arn())));
    assert!(says(&window, "IAM never renames or moves a role"));
    fill(&mut window, "Note", "A copy");
    click(&mut window, "Save");
    assert_eq!(
        window.state().desk().world().principals().named("Application-2").expect("there").note,
        "A copy"
    );
}

#[test]
fn secrets_are_hidden_until_shown_and_lines_are_copied() {
    let mut window = principals();
    click(&mut window, "bob");
    click(&mut window, "Credentials");
    let key = window.state().desk().world().principals().named("bob").expect("there").access_key();
    assert!(shows(&window, &key.id));
    assert!(!says(&window, &key.secret), "hidden until shown");
    let text = copied(&mut window, "Copy: bash and zsh");
    assert!(text.contains(&format!("export AWS_SECRET_ACCESS_KEY={}\n", key.secret)), "{text}");
    click(&mut window, "Show the secret access key");
    assert!(shows(&window, &key.secret));
    assert_eq!(copied(&mut window, "Copy the secret access key"), key.secret);
    click(&mut window, "Profile");
    let text = copied(&mut window, "Copy: ~/.aws/credentials");
    assert!(text.starts_with(&format!("[bob]\naws_access_key_id = {}\n", key.id)), "{text}");
    // Another one's secret is hidden again.
    click(&mut window, "dana");
    let dana = window.state().desk().world().principals().named("dana").expect("there").access_key();
    assert!(!says(&window, &dana.secret));
}

#[test]
fn the_list_is_searched_and_walked_by_the_keyboard() {
    let mut window = principals();
    window.key_press(Key::ArrowDown);
    window.run_steps(3);
    assert!(shows(&window, "Copy arn:aws:iam::111111111111:user/bob"));
    fill(&mut window, "Find principals", "partner");
    assert!(shows(&window, "dana") && shows(&window, "PartnerApp"));
    assert!(window.query_by_role_and_label(Role::Button, "mallory").is_none());
    fill(&mut window, "Find principals", "nobody at all");
    assert!(says(&window, "No principal matches"));
}
