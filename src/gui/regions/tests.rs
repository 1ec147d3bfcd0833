//! The Regions workspace through the accessibility tree: what is seen, and which commands come out.

use egui::{Role, Theme, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};

use super::{DialogKind, RegionsView};
use crate::{
    gui::{
        command::{Command, Reply},
        desk::{Desk, Selected, Workspace},
        theme,
    },
    kms::{
        KeyId, Region, Span,
        api::{CreateAliasRequest, DeleteAliasRequest, Request, RotateKeyOnDemandRequest},
    },
    workloads::demo,
};

mod kinds;

struct Scene {
    desk: Desk,
    view: RegionsView,
    commands: Vec<Command>,
}

fn region(code: &str) -> Region {
    code.parse().expect("known")
}

fn key(desk: &Desk, alias: &str) -> KeyId {
    let mut aliases = desk.world().regions().iter().flat_map(|it| desk.world().store().aliases_in(*it));
    aliases.find(|(_, name, _)| name.short() == alias).expect("the demo has it").2.target.clone()
}

fn demo_desk() -> Desk {
    Desk::new(demo::stage().expect("the demo opens"))
}

fn select(desk: &mut Desk, alias: &str, code: &str) {
    desk.selected = Some(Selected { key: key(desk, alias), region: region(code) });
}

fn window(desk: Desk, theme: Theme) -> Harness<'static, Scene> {
    let mut installed = false;
    let mut harness = Harness::builder().with_size(vec2(1356.0, 1100.0)).with_theme(theme).build_ui_state(
        move |ui, scene: &mut Scene| {
            if !std::mem::replace(&mut installed, true) {
                theme::install(ui.ctx());
                ui.ctx().request_discard("fonts");
                return;
            }
            scene.view.ui(ui, &scene.desk, &mut scene.commands);
        },
        Scene { desk, view: RegionsView::default(), commands: Vec::new() },
    );
    harness.run();
    harness
}

/// Turns to a tab, by the menu if it has no room; returns the commands that came out.
fn tab(harness: &mut Harness<'static, Scene>, name: &str) -> Vec<Command> {
    if harness.query_by_role_and_label(Role::Tab, name).is_none() {
        click(harness, Role::Button, "More tabs");
        return click(harness, Role::MenuItem, name);
    }
    click(harness, Role::Tab, name)
}

/// Clicks what is named so, and returns the commands that came out.
fn click(harness: &mut Harness<'static, Scene>, role: Role, name: &str) -> Vec<Command> {
    harness.get_by_role_and_label(role, name).click();
    harness.run();
    std::mem::take(&mut harness.state_mut().commands)
}

#[test]
fn a_click_on_a_card_selects_that_member() {
    let desk = demo_desk();
    let global = key(&desk, "global-encrypt");
    let mut harness = window(desk, Theme::Dark);
    let commands = click(&mut harness, Role::Button, "global-encrypt in eu-west-1, Replica, Enabled");
    assert_eq!(commands, [Command::Select(Some(Selected { key: global, region: region("eu-west-1") }))]);
}

#[test]
fn cards_tell_role_and_state_and_stand_in_the_order_of_their_aliases() {
    let harness = window(demo_desk(), Theme::Light);
    for name in [
        "audit-archive in us-east-1, Replica, Disabled",
        "audit-archive in eu-west-1, Primary, Enabled",
        "global-encrypt in ap-southeast-1, Replica, Creating",
        "sandbox in ap-southeast-1, Single-Region, Deletes in 23 d",
    ] {
        harness.get_by_role_and_label(Role::Button, name);
    }
    let top = |name: &str| harness.get_by_label_contains(name).rect().top();
    let names = ["audit-archive", "global-encrypt", "legacy-reports", "orders"];
    let tops: Vec<f32> = names.iter().map(|name| top(&format!("{name} in us-east-1"))).collect();
    assert!(tops.is_sorted(), "{tops:?}");
}

#[test]
fn only_the_selected_member_is_marked_as_selected() {
    let mut desk = demo_desk();
    select(&mut desk, "global-encrypt", "eu-west-1");
    let harness = window(desk, Theme::Dark);
    let toggled = |name| {
        let node = harness.get_by_role_and_label(Role::Button, name);
        node.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True)
    };
    assert!(toggled("global-encrypt in eu-west-1, Replica, Enabled"));
    assert!(!toggled("global-encrypt in us-east-1, Primary, Enabled"));
}

#[test]
fn a_filter_concerns_its_own_column() {
    let mut harness = window(demo_desk(), Theme::Dark);
    harness.get_by_role_and_label(Role::TextInput, "Filter keys in us-east-1").focus();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Filter keys in us-east-1").type_text("ORD");
    harness.run();
    assert!(harness.query_by_label_contains("orders in us-east-1").is_some());
    assert!(harness.query_by_label_contains("legacy-reports in us-east-1").is_none());
    assert!(harness.query_by_label_contains("global-encrypt in eu-west-1").is_some());
    harness.get_by_role_and_label(Role::TextInput, "Filter keys in us-east-1").type_text("x");
    harness.run();
    click(&mut harness, Role::Link, "Clear filter");
    assert!(harness.query_by_label_contains("legacy-reports in us-east-1").is_some());
}

#[test]
fn keys_and_regions_are_added_from_the_columns() {
    let mut harness = window(demo_desk(), Theme::Dark);
    let commands = click(&mut harness, Role::Button, "Create key in eu-west-1");
    assert_eq!(commands, [Command::OpenWizard(region("eu-west-1"))]);
    let commands = click(&mut harness, Role::Button, "Add Region…");
    assert_eq!(commands, [Command::OpenDialog(DialogKind::AddRegion)]);
}

#[test]
fn an_empty_region_teaches_and_can_be_removed_but_one_with_keys_cannot() {
    let mut desk = demo_desk();
    desk.stage.world.add_region(region("sa-east-1")).expect("it is new");
    let mut harness = window(desk, Theme::Dark);
    let commands = click(&mut harness, Role::Button, "Actions for us-east-1");
    assert!(commands.is_empty());
    let remove = harness.get_by_role_and_label(Role::MenuItem, "Remove Region");
    assert!(remove.accesskit_node().is_disabled(), "us-east-1 has keys");
    harness.key_press(egui::Key::Escape);
    harness.run();

    harness.set_size(vec2(1800.0, 1000.0));
    harness.run();
    let commands = click(&mut harness, Role::Button, "Create the first key in sa-east-1");
    assert_eq!(commands, [Command::OpenWizard(region("sa-east-1"))]);
    click(&mut harness, Role::Button, "Actions for sa-east-1");
    let commands = click(&mut harness, Role::MenuItem, "Remove Region");
    assert_eq!(commands, [Command::RemoveRegion(region("sa-east-1"))]);
}

#[test]
fn every_tab_of_every_member_draws_in_both_themes() {
    let tabs = [
        "General configuration",
        "Key policy",
        "Cryptographic configuration",
        "Key material and rotations",
        "Grants",
        "Regionality",
        "Aliases",
        "Tags",
        "Events",
    ];
    for theme in [Theme::Dark, Theme::Light] {
        let desk = demo_desk();
        let members: Vec<Selected> = desk
            .world()
            .store()
            .families()
            .flat_map(|it| it.members.keys().map(|region| Selected { key: it.id.clone(), region: *region }))
            .collect();
        let mut harness = window(desk, theme);
        for selected in members {
            harness.state_mut().desk.selected = Some(selected);
            harness.run();
            for name in tabs {
                assert!(tab(&mut harness, name).is_empty());
            }
        }
    }
}

#[test]
fn a_replica_points_to_the_primary_for_rotation() {
    let mut desk = demo_desk();
    select(&mut desk, "global-encrypt", "eu-west-1");
    let global = key(&desk, "global-encrypt");
    let mut harness = window(desk, Theme::Dark);
    tab(&mut harness, "Key material and rotations");
    assert!(harness.query_by_label("Edit automatic rotation").is_none(), "it is read-only here");
    let commands = click(&mut harness, Role::Link, "Go to the primary");
    let primary = Selected { key: global.clone(), region: region("us-east-1") };
    assert_eq!(commands, [Command::Select(Some(primary.clone()))]);

    harness.state_mut().desk.selected = Some(primary);
    harness.run();
    click(&mut harness, Role::Button, "Key actions");
    let commands = click(&mut harness, Role::MenuItem, "Edit automatic rotation…");
    assert_eq!(commands, [Command::OpenDialog(DialogKind::Rotation(global.clone(), region("us-east-1")))]);
    let commands = click(&mut harness, Role::Button, "Rotate now…");
    assert_eq!(commands, [Command::OpenDialog(DialogKind::RotateNow(global, region("us-east-1")))]);
}

#[test]
fn a_rotation_under_way_says_who_has_the_new_material() {
    let mut desk = demo_desk();
    let (us, alice) = (region("us-east-1"), desk.acting_arn());
    let key_id = key(&desk, "orders").to_string();
    let world = &mut desk.stage.world;
    world.ask(us, &alice, RotateKeyOnDemandRequest { key_id }).expect("alice may");
    select(&mut desk, "orders", "us-east-1");
    let mut harness = window(desk, Theme::Dark);
    tab(&mut harness, "Key material and rotations");
    harness.get_by_label("Rotation in progress, on demand");
    harness.get_by_label("1 of 25 used, 24 left");
    harness.get_by_label("on its way");
    let desk = &mut harness.state_mut().desk;
    let later = desk.world().now() + Span::seconds(200);
    desk.stage.advance(later);
    harness.run();
    assert!(harness.query_by_label("on its way").is_none(), "both members have it");
    let desk = &mut harness.state_mut().desk;
    let later = desk.world().now() + Span::seconds(200);
    desk.stage.advance(later);
    harness.run();
    assert!(harness.query_by_label("Rotation in progress, on demand").is_none());
    assert!(harness.query_by_label("Not current").is_some(), "the first material stays");
}

#[test]
fn aliases_are_deleted_where_they_are() {
    let mut desk = demo_desk();
    select(&mut desk, "global-encrypt", "eu-west-1");
    let global = key(&desk, "global-encrypt");
    let mut harness = window(desk, Theme::Dark);
    tab(&mut harness, "Aliases");
    let commands = click(&mut harness, Role::Button, "Delete alias/global-encrypt");
    let request = DeleteAliasRequest { alias_name: "alias/global-encrypt".to_owned() };
    let expected = Command::Call {
        region: region("eu-west-1"),
        request: Box::new(Request::DeleteAlias(request)),
        reply: Reply::Toast("alias/global-encrypt deleted in eu-west-1".to_owned()),
    };
    assert_eq!(commands, [expected]);
    let commands = click(&mut harness, Role::Button, "Create alias…");
    assert_eq!(commands, [Command::OpenDialog(DialogKind::CreateAlias(global, region("eu-west-1")))]);
}

#[test]
fn dialogs_are_opened_for_the_selected_member() {
    let mut desk = demo_desk();
    select(&mut desk, "global-encrypt", "eu-west-1");
    let (global, eu) = (key(&desk, "global-encrypt"), region("eu-west-1"));
    let mut harness = window(desk, Theme::Dark);
    let commands = click(&mut harness, Role::Button, "Edit description…");
    assert_eq!(commands, [Command::OpenDialog(DialogKind::EditDescription(global.clone(), eu))]);
    tab(&mut harness, "Key policy");
    let commands = click(&mut harness, Role::Button, "Edit key policy…");
    assert_eq!(commands, [Command::OpenDialog(DialogKind::EditPolicy(global.clone(), eu))]);
    tab(&mut harness, "Tags");
    let commands = click(&mut harness, Role::Button, "Edit tags…");
    assert_eq!(commands, [Command::OpenDialog(DialogKind::EditTags(global.clone(), eu))]);
    // What KMS refuses at a replica is offered all the same: its answer is the lesson.
    for (item, kind) in [
        ("Replicate…", DialogKind::Replicate(global.clone(), eu)),
        ("Change primary Region…", DialogKind::ChangePrimary(global.clone(), eu)),
        ("Disable…", DialogKind::Disable(global.clone(), eu)),
        ("Schedule key deletion…", DialogKind::ScheduleDeletion(global.clone(), eu)),
    ] {
        click(&mut harness, Role::Button, "Key actions");
        assert_eq!(click(&mut harness, Role::MenuItem, item), [Command::OpenDialog(kind)], "{item}");
    }
}

#[test]
fn what_makes_no_sense_is_greyed() {
    let mut desk = demo_desk();
    select(&mut desk, "sandbox", "ap-southeast-1");
    let mut harness = window(desk, Theme::Dark);
    click(&mut harness, Role::Button, "Key actions");
    for (item, disabled) in [
        ("Enable…", true),
        ("Disable…", true),
        ("Replicate…", true),
        ("Schedule key deletion…", true),
        ("Cancel key deletion…", false),
    ] {
        let node = harness.get_by_role_and_label(Role::MenuItem, item);
        assert_eq!(node.accesskit_node().is_disabled(), disabled, "{item}");
    }
}

#[test]
fn the_family_leads_to_its_members_and_its_buttons_to_the_primary() {
    let mut desk = demo_desk();
    select(&mut desk, "audit-archive", "us-east-1");
    let (audit, eu) = (key(&desk, "audit-archive"), region("eu-west-1"));
    let mut harness = window(desk, Theme::Dark);
    let commands = click(&mut harness, Role::Button, "Member in eu-west-1, Primary, Enabled");
    assert_eq!(commands, [Command::Select(Some(Selected { key: audit.clone(), region: eu }))]);
    let commands = click(&mut harness, Role::Button, "Replicate to a Region…");
    assert_eq!(commands, [Command::OpenDialog(DialogKind::Replicate(audit.clone(), eu))]);
    let commands = click(&mut harness, Role::Button, "Change primary…");
    assert_eq!(commands, [Command::OpenDialog(DialogKind::ChangePrimary(audit, eu))]);
}

#[test]
fn without_a_selection_the_inspector_explains_itself() {
    let mut harness = window(demo_desk(), Theme::Dark);
    harness.get_by_label("No key selected");
    // A member that was deleted meanwhile is as good as none.
    let desk = &mut harness.state_mut().desk;
    desk.selected = Some(Selected { key: key(desk, "sandbox"), region: region("us-east-1") });
    harness.run();
    harness.get_by_label("No key selected");
}

#[test]
fn the_strip_shows_the_newest_events_and_leads_on() {
    let desk = demo_desk();
    let newest = desk.world().trail().events().last().expect("the demo has events").clone();
    let mut harness = window(desk, Theme::Dark);
    let name = format!("{} in {} at {}", newest.name, newest.region, newest.time.time_of_day());
    harness.get_by_role_and_label(Role::Row, &name);
    assert_eq!(harness.query_all_by_role(Role::Row).count(), 6);
    // The time's own text, not the row's name: a click takes the row.
    let row = harness.get_by_role_and_label(Role::Row, &name).rect();
    harness.hover_at(row.center());
    harness.drag_at(row.center());
    harness.drop_at(row.center());
    harness.run();
    let commands = std::mem::take(&mut harness.state_mut().commands);
    assert_eq!(commands, [Command::ShowEvent(newest.number)]);
    let commands = click(&mut harness, Role::Link, "Open CloudTrail");
    assert_eq!(commands, [Command::Open(Workspace::CloudTrail)]);
    harness.get_by_role_and_label(Role::TextInput, "Filter events").focus();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Filter events").type_text("accessdenied");
    harness.run();
    assert_eq!(harness.query_all_by_role(Role::Row).count(), 2, "two calls of the demo were refused");
}

#[test]
fn thousands_of_keys_are_no_burden() {
    let mut desk = demo_desk();
    let (us, alice) = (region("us-east-1"), desk.acting_arn());
    for number in 0..1500 {
        let world = &mut desk.stage.world;
        let made = world.ask(us, &alice, crate::kms::api::CreateKeyRequest::default()).expect("alice may");
        let alias_name = format!("alias/many-{number:04}");
        let target_key_id = made.key_metadata.key_id;
        world.ask(us, &alice, CreateAliasRequest { alias_name, target_key_id }).expect("the name is free");
    }
    let harness = window(desk, Theme::Dark);
    let cards = harness.query_all_by_label_contains(" in us-east-1, ").count();
    assert!((5..40).contains(&cards), "{cards} cards are drawn of 1504");
}
