//! Undo, redo, and what was done as a script.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use mrk_console::{
    gui::{
        command::{Command, Reply},
        desk::{Pace, Workspace},
        journal::{JournalPage, script},
    },
    kms::{
        KeyId, Region,
        api::{
            CreateAliasRequest, CreateKeyRequest, DisableKeyRequest, EnableKeyRotationRequest, KeyState,
            ReplicateKeyRequest, Request, TagResourceRequest,
        },
    },
};

use crate::common::*;

fn region(code: &str) -> Region {
    Region::parse(code).expect("known")
}

fn call(region: Region, request: impl Into<Request>) -> Command {
    Command::Call { region, request: Box::new(request.into()), reply: Reply::Toast("Done".to_owned()) }
}

fn key(window: &Window, alias: &str) -> KeyId {
    let store = window.state().desk().world().store();
    let mut aliases = store.aliases_in(region("us-east-1"));
    aliases.find(|(_, name, _)| name.short() == alias).expect("in the demo world").2.target.clone()
}

fn state(window: &Window, key: &KeyId) -> KeyState {
    let (_, member) = window.state().desk().member(key, region("us-east-1")).expect("there");
    member.state.key_state()
}

fn disable(window: &mut Window) -> KeyId {
    let orders = key(window, "orders");
    perform(window, call(region("us-east-1"), DisableKeyRequest { key_id: orders.to_string() }));
    assert_eq!(state(window, &orders), KeyState::Disabled);
    orders
}

#[test]
fn the_last_action_is_undone_and_done_again_by_keys() {
    let mut window = demo_window();
    let events = window.state().desk().world().trail().made();
    let orders = disable(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run_steps(3);
    assert_eq!(state(&window, &orders), KeyState::Enabled);
    assert_eq!(window.state().desk().world().trail().made(), events, "the trail is back as well");
    assert!(shows_containing(&window, "Undone: DisableKey in us-east-1"));
    window.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);
    window.run_steps(3);
    assert_eq!(state(&window, &orders), KeyState::Disabled);
    // The buttons of the status bar do the same.
    click(&mut window, "Undo");
    assert_eq!(state(&window, &orders), KeyState::Enabled);
    click(&mut window, "Redo");
    assert_eq!(state(&window, &orders), KeyState::Disabled);
}

#[test]
fn the_clock_goes_back_with_what_is_undone() {
    let mut window = demo_window();
    let before = window.state().desk().world().now();
    disable(&mut window);
    perform(&mut window, Command::SetPace(Pace::Hour));
    window.run_steps(20);
    perform(&mut window, Command::SetPace(Pace::Paused));
    assert!(window.state().desk().world().now() > before);
    perform(&mut window, Command::Undo);
    assert_eq!(window.state().desk().world().now(), before);
}

#[test]
fn what_is_refused_or_only_looked_at_is_no_step() {
    let mut window = demo_window();
    assert_eq!(window.state().desk().undoable.undo, None);
    let orders = key(&window, "orders").to_string();
    let request = EnableKeyRotationRequest { key_id: orders, rotation_period_in_days: Some(89) };
    perform(&mut window, call(region("us-east-1"), request));
    perform(&mut window, Command::Open(Workspace::DataFlow));
    assert_eq!(window.state().desk().undoable.undo, None);
    // A new action after undo leaves nothing to redo.
    disable(&mut window);
    perform(&mut window, Command::Undo);
    assert!(window.state().desk().undoable.redo.is_some());
    disable(&mut window);
    assert_eq!(window.state().desk().undoable.redo, None);
}

#[test]
fn a_text_that_is_typed_has_its_own_undo() {
    let mut window = demo_window();
    let orders = disable(&mut window);
    window.get_by_label("Filter keys in us-east-1").focus();
    window.run_steps(2);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run_steps(3);
    assert_eq!(state(&window, &orders), KeyState::Disabled);
}

#[test]
fn what_the_shell_did_is_undone_as_one() {
    let mut window = demo_window();
    perform(&mut window, Command::Open(Workspace::Shell));
    let keys = |window: &Window| window.state().desk().world().store().family_count();
    let before = keys(&window);
    perform(&mut window, Command::RunInShell("for n in 1 2 3; do aws kms create-key; done".to_owned()));
    wait_until(&mut window, "three keys", |window| {
        keys(window) == before + 3 && window.state().desk().undoable.undo.is_some()
    });
    perform(&mut window, Command::Undo);
    assert_eq!(keys(&window), before);
}

/// Makes a key with a replica, a name and tags; returns its id.
fn some_work(window: &mut Window) -> KeyId {
    let us = region("us-east-1");
    let request = CreateKeyRequest { multi_region: true, ..Default::default() };
    perform(
        window,
        Command::CreateKey { region: us, request: Box::new(request), alias: Some("alias/x".to_owned()) },
    );
    let id = window.state().desk().selected.clone().expect("the new key").key;
    let replica = ReplicateKeyRequest {
        key_id: id.to_string(),
        replica_region: "eu-west-1".to_owned(),
        ..Default::default()
    };
    let from = Command::Replicate { from: us, requests: vec![replica], alias: Some("alias/x".to_owned()) };
    perform(window, from);
    let tag = TagResourceRequest {
        key_id: id.to_string(),
        tags: vec![mrk_console::kms::api::Tag {
            tag_key: "team".to_owned(),
            tag_value: "it's ours".to_owned(),
        }],
    };
    perform(window, call(us, tag));
    let alias = CreateAliasRequest { alias_name: "alias/y".to_owned(), target_key_id: id.to_string() };
    perform(window, call(us, alias));
    id
}

#[test]
fn the_script_of_what_was_done_does_it_again_in_another_world() {
    let mut window = window();
    let id = some_work(&mut window);
    perform(&mut window, Command::OpenJournal(JournalPage::Done));
    assert!(shows(&window, "CreateKey in us-east-1"), "the list names each action");
    assert!(shows(&window, "ReplicateKey to eu-west-1"));
    let text = script(&window.state().desk().done, "alice");
    assert!(text.starts_with("#!/usr/bin/env bash"));
    assert_eq!(text.matches(id.as_str()).count(), 0, "a new key has another id:\n{text}");

    let mut other = super::common::window();
    // Another seed's key: so ids cannot be equal by chance.
    perform(
        &mut other,
        Command::CreateKey { region: region("us-east-1"), request: Box::default(), alias: None },
    );
    perform(&mut other, Command::Open(Workspace::Shell));
    perform(&mut other, Command::RunInShell(text));
    let named = |window: &Window, name: &str| {
        let store = window.state().desk().world().store();
        let mut aliases = store.aliases_in(region("us-east-1"));
        aliases.find(|(_, it, _)| it.short() == name).map(|(_, _, it)| it.target.clone())
    };
    wait_until(&mut other, "the script's end", |window| named(window, "y").is_some());
    let again = named(&other, "y").expect("made");
    assert_ne!(again, id);
    assert_eq!(named(&other, "x"), Some(again.clone()));
    let (family, member) = other.state().desk().member(&again, region("us-east-1")).expect("made");
    assert_eq!(family.members.len(), 2);
    assert_eq!(member.tags.iter().next().map(|(_, value)| &**value), Some("it's ours"));
}

#[test]
fn notifications_are_kept() {
    let mut window = demo_window();
    disable(&mut window);
    assert_eq!(window.state().desk().unread, 1);
    click(&mut window, "Notifications, 1 unread");
    assert_eq!(window.state().desk().unread, 0);
    assert!(shows(&window, "Notifications"));
    assert!(shows(&window, "Done"));
}

#[test]
fn escape_takes_a_filter_away_before_it_leaves_the_field() {
    let mut window = demo_window();
    let field = |window: &Window| window.get_by_label("Filter keys in us-east-1").value().unwrap_or_default();
    window.get_by_label("Filter keys in us-east-1").focus();
    window.run_steps(2);
    window.event(egui::Event::Text("orders".to_owned()));
    window.run_steps(2);
    assert_eq!(field(&window), "orders");
    window.key_press(Key::Escape);
    window.run_steps(3);
    assert_eq!(field(&window).replace("Filter keys", ""), "");
    assert!(window.get_by_label("Filter keys in us-east-1").is_focused());
}
