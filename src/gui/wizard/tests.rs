//! The wizard from its opening to the command, through the accessibility tree; and what KMS makes of the command.

use egui::{Key, Modifiers, Role, Theme, Vec2, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};

use super::{Wizard, state::MAX_TAGS};
use crate::{
    gui::{command::Command, desk::Desk, theme},
    kms::{
        KmsError, Region,
        api::{CreateAliasRequest, CreateKeyRequest},
    },
    workloads::demo,
};

mod kinds;

const WIDE: Vec2 = vec2(1356.0, 830.0);

struct Shown {
    wizard: Wizard,
    desk: Desk,
    commands: Vec<Command>,
}

type Window = Harness<'static, Shown>;

fn region() -> Region {
    Region::parse("us-east-1").expect("known")
}

fn open_in(theme: Theme, size: Vec2) -> Window {
    let desk = Desk::new(demo::stage().expect("the demo world is built by a test of its own"));
    let wizard = Wizard::new(region(), &desk);
    let mut installed = false;
    let mut window = Harness::builder().with_size(size).with_theme(theme).build_ui_state(
        move |ui, shown: &mut Shown| {
            if !std::mem::replace(&mut installed, true) {
                theme::install(ui.ctx());
                ui.ctx().request_discard("fonts");
                return;
            }
            shown.wizard.ui(ui, &shown.desk, &mut shown.commands);
        },
        Shown { wizard, desk, commands: Vec::new() },
    );
    window.run();
    window
}

fn open() -> Window {
    open_in(Theme::Dark, WIDE)
}

fn click(window: &mut Window, label: &str) {
    // Headings of steps have the names of some buttons' pages; what can be clicked is no label.
    window.get_by(|node| node.label().is_some_and(|it| it == label) && node.role() != Role::Label).click();
    window.run();
}

fn press(window: &mut Window, key: Key) {
    window.key_press(key);
    window.run();
}

fn type_text(window: &mut Window, text: &str) {
    window.event(egui::Event::Text(text.to_owned()));
    window.run();
}

fn is_focused(window: &Window, label: &str) -> bool {
    window
        .query_all_by_label(label)
        .any(|node| node.accesskit_node().is_focused() && node.accesskit_node().role() != Role::Label)
}

/// Goes to a control by the Tab key alone.
fn tab_to(window: &mut Window, label: &str) {
    for _ in 0..80 {
        if is_focused(window, label) {
            return;
        }
        press(window, Key::Tab);
    }
    panic!("Tab does not lead to {label}");
}

/// Types an alias on the second page and goes on to the review.
fn to_review(window: &mut Window, alias: &str) {
    click(window, "Next");
    type_text(window, alias);
    click(window, "Skip to review");
}

fn key_asked_for(window: &mut Window) -> (CreateKeyRequest, Option<String>) {
    match window.state_mut().commands.pop() {
        Some(Command::CreateKey { region: in_region, request, alias }) => {
            assert_eq!(in_region, region());
            (*request, alias)
        }
        other => panic!("no key is asked for: {other:?}"),
    }
}

/// Finishes, and puts what comes out to KMS.
fn finish(window: &mut Window) -> Result<String, KmsError> {
    click(window, "Finish");
    let (request, alias) = key_asked_for(window);
    let shown = window.state_mut();
    let caller = shown.desk.acting_arn();
    let before = shown.desk.stage.clone();
    let world = &mut shown.desk.stage.world;
    let made = world.ask(region(), &caller, request).and_then(|made| {
        let key_id = made.key_metadata.key_id;
        let name = CreateAliasRequest {
            alias_name: alias.expect("the wizard asks for one"),
            target_key_id: key_id.clone(),
        };
        world.ask(region(), &caller, name).map(|()| key_id)
    });
    if let Err(error) = &made {
        shown.desk.stage = before;
        shown.wizard.error = Some(error.clone());
        window.run();
    }
    made
}

#[test]
fn all_pages_lead_to_a_key_that_kms_makes() {
    let mut window = open();
    click(&mut window, "Multi-Region key");
    click(&mut window, "Next");
    type_text(&mut window, "payments");
    window.get_by_label("Description").focus();
    window.run();
    type_text(&mut window, "For card data");
    click(&mut window, "Add tag");
    type_text(&mut window, "Team");
    click(&mut window, "Add tag");
    click(&mut window, "Next");
    click(&mut window, "alice");
    click(&mut window, "Allow key administrators to delete this key");
    click(&mut window, "Next");
    click(&mut window, "Application");
    click(&mut window, "Add another AWS account");
    type_text(&mut window, "222222222222");
    click(&mut window, "Next");
    click(&mut window, "Next");
    window.get_by_label("alias/payments");
    window.get_by_label("Multi-Region primary key");
    click(&mut window, "Finish");

    let (request, alias) = key_asked_for(&mut window);
    assert_eq!(alias.as_deref(), Some("alias/payments"));
    assert!(request.multi_region);
    assert_eq!(request.description.as_deref(), Some("For card data"));
    let tags: Vec<_> = request.tags.iter().map(|tag| (tag.tag_key.as_str(), &*tag.tag_value)).collect();
    assert_eq!(tags, [("Team", "")], "a row left empty is no tag");
    let policy = request.policy.expect("the wizard always sends one");
    for part in [
        "user/alice",
        "role/app/Application",
        "arn:aws:iam::222222222222:root",
        "kms:ReplicateKey",
        "kms:UpdatePrimaryRegion",
    ] {
        assert!(policy.contains(part), "{part}");
    }
    assert!(!policy.contains("kms:ScheduleKeyDeletion"));

    let key_id = finish(&mut window).expect("KMS makes it");
    assert!(key_id.starts_with("mrk-"));
}

#[test]
fn the_keyboard_alone_makes_a_key() {
    let mut window = open();
    assert!(is_focused(&window, "Symmetric"), "the wizard opens at its first field");
    tab_to(&mut window, "Multi-Region key");
    press(&mut window, Key::Enter);
    assert!(!is_focused(&window, "Alias"), "Enter chooses first");
    press(&mut window, Key::Enter);
    assert!(is_focused(&window, "Alias"), "and then leads on to the next page's field");
    type_text(&mut window, "keyboard");
    press(&mut window, Key::Enter);
    assert!(is_focused(&window, "Find users and roles"), "Enter leads from a field to the next page");
    type_text(&mut window, "carol");
    press(&mut window, Key::Enter);
    assert!(is_focused(&window, "Next"), "a search is no field to leave by Enter");
    tab_to(&mut window, "carol");
    press(&mut window, Key::Space);
    window.key_press_modifiers(Modifiers::ALT, Key::ArrowLeft);
    window.run();
    assert!(is_focused(&window, "Alias"), "Alt and the arrow lead back");
    press(&mut window, Key::Enter);
    tab_to(&mut window, "Next");
    press(&mut window, Key::Enter);
    assert!(is_focused(&window, "Find users and roles"));
    press(&mut window, Key::Enter);
    tab_to(&mut window, "Key policy");
    press(&mut window, Key::Escape);
    assert!(is_focused(&window, "Next"), "Escape leads out of the editor");
    press(&mut window, Key::Enter);
    assert!(is_focused(&window, "Finish"));
    press(&mut window, Key::Enter);
    let (request, alias) = key_asked_for(&mut window);
    assert_eq!(alias.as_deref(), Some("alias/keyboard"));
    assert!(request.multi_region);
    assert!(request.policy.is_some_and(|policy| policy.contains("user/carol")));
}

#[test]
fn in_a_low_window_tab_scrolls_to_every_row() {
    let mut window = open_in(Theme::Light, vec2(600.0, 400.0));
    click(&mut window, "Next");
    type_text(&mut window, "low");
    click(&mut window, "Next");
    tab_to(&mut window, "mallory");
    tab_to(&mut window, "Allow key administrators to delete this key");
    press(&mut window, Key::Space);
    assert!(!window.state().wizard.choices.administrators_may_delete);
    let clip = window.ctx.content_rect();
    let area = window.get_by_label("Allow key administrators to delete this key").rect();
    assert!(clip.contains_rect(area), "{area:?}");
}

/// The lines that are marked as added, without their layout.
fn marked(window: &Window) -> Vec<String> {
    let policy = &window.state().wizard.policy;
    let lines: Vec<_> = policy.text().lines().collect();
    policy.added().iter().flat_map(|range| &lines[range.clone()]).map(|line| line.trim().to_owned()).collect()
}

#[test]
fn the_policy_grows_by_the_lines_of_each_choice() {
    let mut window = open();
    assert!(marked(&window).is_empty());
    click(&mut window, "Next");
    type_text(&mut window, "grow");
    click(&mut window, "Next");
    click(&mut window, "alice");
    let lines = marked(&window);
    assert_eq!(lines.first().map(String::as_str), Some("{"));
    assert_eq!(lines.last().map(String::as_str), Some("}"));
    assert!(lines.contains(&"\"Sid\": \"Allow access for Key Administrators\",".to_owned()), "{lines:?}");
    assert!(!lines.iter().any(|line| line.contains("Enable IAM User Permissions")));

    click(&mut window, "bob");
    click(&mut window, "mallory");
    assert_eq!(marked(&window), ["\"arn:aws:iam::111111111111:user/mallory\""]);
    window.get_by_label("3 of 8 selected");

    click(&mut window, "mallory");
    assert!(marked(&window).is_empty(), "taking someone away adds nothing");

    click(&mut window, "Step 1, Configure key, done");
    click(&mut window, "Multi-Region key");
    assert_eq!(marked(&window), ["\"kms:ReplicateKey\",", "\"kms:UpdatePrimaryRegion\""]);
    let shown = window.get_by(|node| node.role() == Role::Code).value().unwrap_or_default();
    assert!(shown.contains("kms:UpdatePrimaryRegion"), "it is in sight beside the page");
}

#[test]
fn the_list_holds_users_and_roles_and_can_be_searched() {
    let mut window = open();
    click(&mut window, "Next");
    type_text(&mut window, "search");
    click(&mut window, "Next");
    assert!(window.query_by_role_and_label(Role::CheckBox, "root").is_none());
    type_text(&mut window, "workload");
    assert!(window.query_by_role_and_label(Role::CheckBox, "alice").is_none());
    click(&mut window, "EUApplicationRole");
    click(&mut window, "Clear Find users and roles");
    window.get_by_role_and_label(Role::CheckBox, "alice");
    window.get_by_label("1 of 8 selected");
    window.get_by_label("Find users and roles").focus();
    window.run();
    type_text(&mut window, "nobody");
    window.get_by_label("No user and no role matches “nobody”");
}

fn to_editor(window: &mut Window, text: &str) {
    click(window, "Next");
    type_text(window, "edited");
    for _ in 0..3 {
        click(window, "Next");
    }
    window.get_by_role_and_label(egui::Role::MultilineTextInput, "Key policy").set_text_value_accesskit(text);
    window.run();
}

#[test]
fn free_editing_says_where_it_is_wrong_and_can_be_given_up() {
    let mut window = open();
    to_editor(&mut window, "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\" [\n}");
    window.get_by_label("Edited by hand");
    window.get_by_label("Line 3, column 15: expected `:`");
    assert!(window.get_by_label("Format").accesskit_node().is_disabled());
    assert!(!window.get_by_label("Next").accesskit_node().is_disabled(), "KMS is to judge it");

    click(&mut window, "Previous");
    window.get_by_label("Careful");
    click(&mut window, "Application");
    assert!(!window.state().wizard.policy.text().contains("Application"));
    click(&mut window, "Next");
    click(&mut window, "Use the generated policy again");
    assert!(window.state().wizard.policy.text().contains("Application"));
    window.get_by_label("Made from your choices");
    window.get_by_label_contains("A key policy of 3 statements");
}

#[test]
fn format_lays_the_policy_out_anew() {
    let mut window = open();
    let laid_out = window.state().wizard.policy.text().to_owned();
    let crammed = laid_out.replace("\n", "").replace("  ", "");
    to_editor(&mut window, &crammed.replace("kms:*", "kms:Put*"));
    click(&mut window, "Format");
    assert_eq!(window.state().wizard.policy.text(), laid_out.replace("kms:*", "kms:Put*"));
    window.get_by_label("Edited by hand");
}

#[test]
fn going_back_keeps_what_was_typed() {
    let mut window = open();
    click(&mut window, "Multi-Region key");
    click(&mut window, "Next");
    type_text(&mut window, "kept");
    click(&mut window, "Next");
    click(&mut window, "carol");
    click(&mut window, "Previous");
    assert_eq!(window.get_by_label("Alias").value().as_deref(), Some("kept"));
    click(&mut window, "Previous");
    assert!(window.query_by_label("Previous").is_none(), "there is nothing before the first page");
    click(&mut window, "Skip to review");
    window.get_by_label("alias/kept");
    window.get_by_label("carol");
    click(&mut window, "Edit Key administrators");
    window.get_by_label("1 of 8 selected");
}

#[test]
fn cancel_closes_the_wizard() {
    let mut window = open();
    click(&mut window, "Cancel");
    assert_eq!(window.state().commands, [Command::CloseWizard]);
}

#[test]
fn cancel_asks_where_something_would_be_lost() {
    let mut window = open();
    click(&mut window, "Next");
    type_text(&mut window, "kept");
    click(&mut window, "Cancel");
    assert!(window.query_all_by_label("Leave without finishing?").next().is_some());
    click(&mut window, "Keep editing");
    assert!(window.state().commands.is_empty());
    assert_eq!(window.get_by_label("Alias").value().as_deref(), Some("kept"));
    click(&mut window, "Cancel");
    click(&mut window, "Leave");
    assert_eq!(window.state().commands, [Command::CloseWizard]);
}

#[test]
fn control_and_enter_finish_from_any_page_or_lead_to_what_is_missing() {
    let mut window = open();
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    window.run();
    assert!(is_focused(&window, "Alias"), "it is missing");
    type_text(&mut window, "fast");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    window.run();
    let (_, alias) = key_asked_for(&mut window);
    assert_eq!(alias.as_deref(), Some("alias/fast"));
}

#[test]
fn nothing_past_the_labels_without_an_alias() {
    let mut window = open();
    assert!(window.get_by_label("Skip to review").accesskit_node().is_disabled());
    click(&mut window, "Next");
    for label in ["Next", "Skip to review"] {
        assert!(window.get_by_label(label).accesskit_node().is_disabled(), "{label}");
    }
    type_text(&mut window, "x");
    for label in ["Next", "Skip to review"] {
        assert!(!window.get_by_label(label).accesskit_node().is_disabled(), "{label}");
    }
}

#[test]
fn hints_at_the_alias_do_not_keep_it_from_kms() {
    let cases = [
        (
            "global-encrypt",
            "arn:aws:kms:us-east-1:111111111111:alias/global-encrypt already",
            "AlreadyExistsException",
        ),
        ("aws/x", "NotAuthorizedException: ", "NotAuthorizedException"),
        ("a b", "alias/a b contains invalid characters for an alias", "ValidationException"),
    ];
    for (alias, hint, exception) in cases {
        let mut window = open();
        click(&mut window, "Next");
        type_text(&mut window, alias);
        window.get_by_label_contains(hint);
        click(&mut window, "Skip to review");
        let error = finish(&mut window).expect_err("KMS refuses it");
        assert_eq!(error.exception.name(), exception, "{alias}");
        let told = window.get_by_role(Role::Alert).accesskit_node().label().unwrap_or_default();
        assert!(told.starts_with(exception), "it stands at the field: {told}");
        assert_eq!(window.get_by_label("Alias").value().as_deref(), Some(alias));
        type_text(&mut window, "-2");
        assert!(window.state().wizard.error.is_none(), "what was said of the old value is gone");
    }
}

#[test]
fn a_policy_that_is_none_is_refused_by_kms_in_its_own_words() {
    let mut window = open();
    to_editor(&mut window, "not a policy");
    click(&mut window, "Next");
    let error = finish(&mut window).expect_err("KMS refuses it");
    assert_eq!(error.exception.name(), "MalformedPolicyDocumentException");
    window.get_by_role(Role::Alert);
    window.get_by_role_and_label(Role::MultilineTextInput, "Key policy");
}

#[test]
fn who_may_not_make_keys_is_refused_and_can_try_as_another() {
    let mut window = open();
    to_review(&mut window, "mine");
    window.state_mut().desk.acting = "mallory".to_owned();
    let error = finish(&mut window).expect_err("she may not");
    assert_eq!(error.exception.name(), "AccessDeniedException");
    window.get_by_label("AccessDeniedException");
    window.state_mut().desk.acting = "alice".to_owned();
    finish(&mut window).expect("she may");
}

#[test]
fn tags_end_at_fifty_and_say_what_is_wrong() {
    let mut window = open();
    click(&mut window, "Next");
    for _ in 0..2 {
        window.get_by_label("Add tag").click_accesskit();
        window.run();
        type_text(&mut window, "aws:team");
    }
    window.get_by_label("Tag 1: Tags beginning with aws: are reserved");
    window.state_mut().wizard.choices.tags.iter_mut().for_each(|tag| tag.tag_key = "Team".to_owned());
    window.run();
    window.get_by_label("Tag 2: Duplicate tag keys");
    click(&mut window, "Remove tag 2");
    assert_eq!(window.state().wizard.choices.tags.len(), 1);
    window.state_mut().wizard.choices.tags.resize(MAX_TAGS, Default::default());
    window.run();
    assert!(window.get_by_label("Add tag").accesskit_node().is_disabled());
}

#[test]
fn the_policy_can_be_shown_where_there_is_no_room_beside_the_page() {
    let mut window = open_in(Theme::Light, vec2(940.0, 630.0));
    assert!(window.query_by_role(Role::Code).is_none());
    click(&mut window, "Show key policy");
    window.get_by_role(Role::Code);
    click(&mut window, "Hide key policy");
    assert!(window.query_by_role(Role::Code).is_none());
}

#[test]
fn every_page_draws_in_every_room() {
    for theme in [Theme::Dark, Theme::Light] {
        for size in [vec2(1836.0, 1010.0), WIDE, vec2(940.0, 630.0), vec2(599.0, 397.0)] {
            let mut window = open_in(theme, size);
            click(&mut window, "Next");
            type_text(&mut window, "sizes");
            for page in ["Next", "Next", "Next", "Next"] {
                click(&mut window, page);
                for part in ["Cancel", "Previous"] {
                    let area = window.get_by_label(part).rect();
                    assert!(egui::Rect::from_min_size(egui::Pos2::ZERO, size).contains_rect(area), "{part}");
                }
            }
        }
    }
}
