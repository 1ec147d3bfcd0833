//! The lines that the window shows for what was done in it: run in its shell, on the world as it was before, they do the
//! same again.

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;
use mrk_console::{
    gui::{
        command::{Command, Content, Sending},
        desk::Workspace,
        regions::DialogKind,
    },
    kms::{
        KeyId, Region,
        api::{CreateKeyRequest, EncryptionContext, KeySpec, KeyState, KeyUsage, Origin},
    },
    workloads::Stage,
};

use crate::common::{Window, click, demo_window, perform, shows, wait_until, window};

fn region(code: &str) -> Region {
    Region::parse(code).expect("known")
}

fn us() -> Region {
    region("us-east-1")
}

fn key(window: &Window, alias: &str) -> KeyId {
    let world = window.state().desk().world();
    let mut aliases = world.regions().iter().flat_map(|it| world.store().aliases_in(*it));
    aliases.find(|(_, name, _)| name.short() == alias).expect("the demo has it").2.target.clone()
}

fn stage(window: &Window) -> Stage {
    window.state().desk().stage.clone()
}

fn lines(window: &Window) -> Vec<String> {
    window.state().desk().command_lines().map(|line| line.into_owned()).collect()
}

fn press(window: &mut Window, name: &str) {
    window.get_by_role_and_label(Role::Button, name).click();
    window.run_steps(6);
}

fn type_over(window: &mut Window, field: &str, text: &str) {
    let is_field = |role| matches!(role, Role::TextInput | Role::MultilineTextInput);
    window.get_by(|it| it.label().is_some_and(|label| label == field) && is_field(it.role())).focus();
    window.run_steps(2);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.key_press(Key::Backspace);
    window.event(egui::Event::Text(text.to_owned()));
    window.run_steps(6);
}

/// Runs the lines that a window shows in the shell of another one, on the stage as it was `before`; then both have the
/// same keys and the same trail.
#[track_caller]
fn assert_repeats(did: &Window, before: Stage) {
    let (lines, stage) = (lines(did), &did.state().desk().stage);
    let made = stage.world.trail().made();
    assert!(made > before.world.trail().made(), "nothing was done: {lines:?}");
    let mut again = window();
    again.state_mut().show_stage(before);
    perform(&mut again, Command::ActAs(did.state().desk().acting.clone()));
    perform(&mut again, Command::RunInShell(lines.join("\n")));
    wait_until(&mut again, &lines.join("\n"), |again| again.state().desk().world().trail().made() >= made);
    let repeated = again.state().desk().world();
    let events = |world: &mrk_console::world::World| {
        let events = world.trail().events().iter();
        events.map(|event| format!("{}", event.to_record())).collect::<Vec<_>>()
    };
    assert_eq!(events(repeated), events(&stage.world), "{lines:?}");
    assert!(repeated.store() == stage.world.store(), "other keys: {lines:?}");
}

#[test]
fn a_key_made_by_the_wizard() {
    let mut window = demo_window();
    let before = stage(&window);
    perform(&mut window, Command::OpenWizard(us()));
    click(&mut window, "Multi-Region key");
    click(&mut window, "Next");
    window.event(egui::Event::Text("reports of the year".replace(' ', "-")));
    window.run_steps(4);
    type_over(&mut window, "Description", "Alice's \"reports\" & more");
    click(&mut window, "Next");
    click(&mut window, "alice");
    click(&mut window, "Next");
    click(&mut window, "Application");
    click(&mut window, "Next");
    click(&mut window, "Next");
    click(&mut window, "Finish");
    let lines = lines(&window);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with("aws kms create-key --region us-east-1"), "{lines:?}");
    assert!(lines[1].contains("--alias-name alias/reports-of-the-year"), "{lines:?}");
    assert_repeats(&window, before);
}

#[test]
fn replicas_in_two_regions_with_their_names() {
    let mut window = demo_window();
    let before = stage(&window);
    let orders = key(&window, "orders");
    perform(&mut window, Command::OpenDialog(DialogKind::Replicate(orders, us())));
    window.run_steps(6);
    click(&mut window, "ap-southeast-1 Asia Pacific (Singapore)");
    type_over(&mut window, "Find a Region by name or code", "tokyo");
    click(&mut window, "ap-northeast-1 Asia Pacific (Tokyo)");
    press(&mut window, "Create replica keys");
    let kinds: Vec<String> =
        lines(&window).iter().map(|line| line.split(' ').nth(2).unwrap_or_default().to_owned()).collect();
    assert_eq!(kinds, ["replicate-key", "create-alias", "replicate-key", "create-alias"]);
    assert!(shows(&window, "+3 more"), "the status bar tells how many there are besides");
    assert_repeats(&window, before);
}

#[test]
fn a_policy_an_alias_tags_rotation_and_deletion() {
    type Act = (&'static str, fn(KeyId) -> DialogKind, fn(&mut Window));
    let acts: [Act; 5] = [
        (
            "orders",
            |key| DialogKind::EditPolicy(key, us()),
            |window| {
                let policy = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [{\n    \"Sid\": \"it's all\",\n    \
                          \"Effect\": \"Allow\",\n    \"Principal\": {\"AWS\": \"arn:aws:iam::111111111111:root\"},\n    \
                          \"Action\": \"kms:*\",\n    \"Resource\": \"*\"\n  }]\n}";
                type_over(window, "Key policy text", policy);
                press(window, "Review changes…");
                press(window, "Save changes");
            },
        ),
        (
            "orders",
            |key| DialogKind::CreateAlias(key, us()),
            |window| {
                type_over(window, "Alias", "orders/v2");
                window.key_press(Key::Enter);
                window.run_steps(6);
            },
        ),
        (
            "orders",
            |key| DialogKind::EditTags(key, us()),
            |window| {
                press(window, "Remove tag 1");
                press(window, "Add tag");
                type_over(window, "Tag key 1", "Cost centre");
                type_over(window, "Tag value 1", "4,2 = 'x'");
                press(window, "Save");
            },
        ),
        (
            "global-encrypt",
            |key| DialogKind::Rotation(key, us()),
            |window| {
                type_over(window, "Rotation period (in days)", "180");
                press(window, "Save");
            },
        ),
        (
            "legacy-reports",
            |key| DialogKind::ScheduleDeletion(key, us()),
            |window| {
                click(window, "I understand that the key cannot be used while it waits for its deletion");
                press(window, "Schedule deletion");
            },
        ),
    ];
    for (alias, kind, act) in acts {
        let mut window = demo_window();
        let before = stage(&window);
        let kind = kind(key(&window, alias));
        perform(&mut window, Command::OpenDialog(kind));
        window.run_steps(6);
        act(&mut window);
        assert_repeats(&window, before);
    }
}

#[test]
fn a_refusal_is_repeated_too() {
    let mut window = demo_window();
    perform(&mut window, Command::ActAs("mallory".to_owned()));
    let before = stage(&window);
    let orders = key(&window, "orders");
    perform(&mut window, Command::OpenDialog(DialogKind::RotateNow(orders, us())));
    window.run_steps(6);
    press(&mut window, "Rotate now");
    assert_repeats(&window, before);
}

#[test]
fn encrypted_text_and_its_decryption_elsewhere() {
    let mut window = demo_window();
    let before = stage(&window);
    let context = EncryptionContext::from([("Purpose".to_owned(), "Test, with 'quotes'".to_owned())]);
    let sending = Sending {
        content: Content::Text("Quarterly report:\n\"all green\"".to_owned()),
        source: us(),
        destination: region("eu-west-1"),
        key_id: "alias/global-encrypt".to_owned(),
        context: context.clone(),
        reader_context: context,
        reader: "alice".to_owned(),
    };
    perform(&mut window, Command::SetPace(mrk_console::gui::desk::Pace::Paused));
    window.state_mut().perform(Command::Send(Box::new(sending)));
    perform(&mut window, Command::SetPace(mrk_console::gui::desk::Pace::Paused));
    let lines_of_sending = lines(&window);
    assert_eq!(
        lines_of_sending.len(),
        1,
        "what its reader does later is no part of it: {lines_of_sending:?}"
    );
    assert_repeats(&window, before);

    // The line of a decryption holds the very ciphertext, and names who makes it.
    let transfer = window.state().desk().stage.transfers().next_back().expect("sent").id;
    perform(&mut window, Command::ActAs("Application".to_owned()));
    perform(&mut window, Command::SendOn(transfer, region("ap-southeast-1")));
    perform(&mut window, Command::ActAs("alice".to_owned()));
    let lines = lines(&window);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].starts_with("aws kms decrypt --region ap-southeast-1 --ciphertext-blob "), "{lines:?}");
    assert!(lines[0].ends_with(" --profile Application"), "{lines:?}");
}

#[test]
fn keys_that_take_long_to_make_and_material_that_is_imported() {
    let mut window = demo_window();
    let before = stage(&window);
    let request = CreateKeyRequest {
        key_spec: Some(KeySpec::Rsa2048),
        key_usage: Some(KeyUsage::SignVerify),
        ..Default::default()
    };
    let create = |request, alias: &str| Command::CreateKey {
        region: us(),
        request: Box::new(request),
        alias: Some(alias.to_owned()),
    };
    perform(&mut window, create(request, "alias/pair"));
    wait_until(&mut window, "made", |window| window.state().desk().selected.is_some());
    assert_repeats(&window, before);

    let request = CreateKeyRequest { origin: Some(Origin::External), ..Default::default() };
    perform(&mut window, create(request, "alias/imported"));
    let key = window.state().desk().selected.clone().expect("made").key;
    perform(&mut window, Command::OpenDialog(DialogKind::ImportMaterial(key.clone(), us())));
    window.run_steps(6);
    click(&mut window, "Next");
    click(&mut window, "Generate 256 random bits with KMS");
    window.run_steps(6);
    click(&mut window, "Next");
    let before = stage(&window);
    press(&mut window, "Import key material");
    wait_until(&mut window, "imported", |window| {
        let (_, member) = window.state().desk().member(&key, us()).expect("made");
        member.state.key_state() == KeyState::Enabled
    });
    assert_eq!(lines(&window).len(), 2, "the parameters, then the material wrapped under them");
    assert_repeats(&window, before);
}

#[test]
fn the_lines_are_copied_and_opened_in_the_shell() {
    let mut window = demo_window();
    let orders = key(&window, "orders");
    perform(&mut window, Command::OpenDialog(DialogKind::EditTags(orders, us())));
    window.run_steps(6);
    press(&mut window, "Remove tag 1");
    press(&mut window, "Add tag");
    type_over(&mut window, "Tag key 1", "Stage");
    press(&mut window, "Save");
    let all = lines(&window).join("\n");
    assert_eq!(all.lines().count(), 2, "{all}");
    window.get_by_role_and_label(Role::Button, "Copy the aws kms lines").click();
    let copied = (0..4).any(|_| {
        window.step();
        let commands = &window.output().platform_output.commands;
        commands.iter().any(|it| matches!(it, egui::OutputCommand::CopyText(text) if *text == all))
    });
    assert!(copied, "all lines are copied, one below the other");
    press(&mut window, "Open in Shell");
    assert_eq!(window.state().desk().workspace, Workspace::Shell);
    let input = window.get_by_label("Shell input").value();
    assert_eq!(input.as_deref(), Some(all.as_str()));
}
