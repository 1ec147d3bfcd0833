//! The dialogs through the accessibility tree, in front of the demo world; requests go through the world's door.

use egui::{Key, Modifiers, Role, Theme, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};

use super::*;
use crate::{
    gui::{command::Reply, theme},
    kms::{
        Span,
        api::{
            CancelKeyDeletionRequest, CreateAliasRequest, DisableKeyRequest, DisableKeyRotationRequest,
            EnableKeyRequest, EnableKeyRotationRequest, PutKeyPolicyRequest, Request,
            RotateKeyOnDemandRequest, ScheduleKeyDeletionRequest, Tag, TagResourceRequest,
            UntagResourceRequest, UpdateKeyDescriptionRequest, UpdatePrimaryRegionRequest,
        },
    },
    workloads,
    world::Call,
};

mod imports;
mod policy;

struct State {
    desk: Desk,
    dialog: Option<OpenDialog>,
    commands: Vec<Command>,
}

impl State {
    /// Puts calls to the world, as the window does: all or nothing, and the dialog keeps the refusal.
    fn put(&mut self, calls: Vec<(Region, Request)>) {
        let mut world = self.desk.stage.world.clone();
        let caller = self.desk.acting_arn();
        for (region, request) in calls {
            if let Err(error) = world.call(Call::new(region, caller.clone(), request)) {
                self.dialog.as_mut().expect("open").error = Some(error);
                return;
            }
        }
        self.desk.stage.world = world;
        self.dialog = None;
    }

    fn carry_out(&mut self, command: Command) {
        match command.clone() {
            Command::Call { region, request, .. } => self.put(vec![(region, *request)]),
            Command::CallAll { calls, .. } => self.put(calls),
            Command::Replicate { from, requests, alias } => {
                let mut calls = Vec::new();
                for request in requests {
                    let (to, target_key_id) = (region(&request.replica_region), request.key_id.clone());
                    calls.push((from, request.into()));
                    if let Some(alias_name) = alias.clone() {
                        calls.push((to, CreateAliasRequest { alias_name, target_key_id }.into()));
                    }
                }
                self.put(calls);
            }
            Command::CloseDialog => self.dialog = None,
            _ => {}
        }
        self.commands.push(command);
    }
}

/// After so many frames nothing of a dialog moves any more.
const SETTLED: usize = 6;

type Window = Harness<'static, State>;

fn region(code: &str) -> Region {
    code.parse().expect("a Region")
}

fn us() -> Region {
    region("us-east-1")
}

fn eu() -> Region {
    region("eu-west-1")
}

fn key(desk: &Desk, name: &str) -> KeyId {
    let store = desk.world().store();
    let mut aliases = desk.world().regions().iter().flat_map(|region| store.aliases_in(*region));
    aliases.find(|(_, alias, _)| alias.short() == name).expect("a key of the demo").2.target.clone()
}

fn demo() -> Desk {
    Desk::new(workloads::demo::stage().expect("the demo"))
}

fn open(kind: impl FnOnce(&Desk) -> DialogKind) -> Window {
    open_in(demo(), vec2(1280.0, 860.0), kind)
}

fn open_in(desk: Desk, size: egui::Vec2, kind: impl FnOnce(&Desk) -> DialogKind) -> Window {
    let dialog = Some(OpenDialog::new(kind(&desk), &desk));
    let mut installed = false;
    let mut window = Harness::builder().with_size(size).with_theme(Theme::Dark).build_ui_state(
        move |ui, state: &mut State| {
            if !std::mem::replace(&mut installed, true) {
                theme::install(ui.ctx());
                ui.ctx().request_discard("fonts");
                return;
            }
            let mut commands = Vec::new();
            if let Some(dialog) = &mut state.dialog {
                dialog.ui(ui, &state.desk, &mut commands);
            }
            for command in commands {
                state.carry_out(command);
            }
        },
        State { desk, dialog, commands: Vec::new() },
    );
    window.run_steps(SETTLED);
    window
}

fn click(window: &mut Window, role: Role, name: &str) {
    window.get_by_role_and_label(role, name).click();
    window.run_steps(SETTLED);
}

fn press(window: &mut Window, name: &str) {
    click(window, Role::Button, name);
}

fn type_over(window: &mut Window, field: &str, text: &str) {
    window.get_by(|it| it.label().is_some_and(|l| l == field) && is_text_field(it.role())).focus();
    window.run_steps(2);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.key_press(Key::Backspace);
    if !text.is_empty() {
        window
            .get_by(|it| it.label().is_some_and(|l| l == field) && is_text_field(it.role()))
            .type_text(text);
    }
    window.run_steps(SETTLED);
}

fn is_text_field(role: Role) -> bool {
    matches!(role, Role::TextInput | Role::MultilineTextInput)
}

fn is_off(window: &Window, button: &str) -> bool {
    window.get_by_role_and_label(Role::Button, button).accesskit_node().is_disabled()
}

/// The exception that is told at a field, if one is.
fn told(window: &Window) -> Option<String> {
    window.query_by_role(Role::Alert).and_then(|it| it.accesskit_node().label())
}

/// The only request that was put to a Region's endpoint.
fn asked(window: &Window) -> (Region, Request) {
    let [Command::Call { region, request, reply: Reply::Dialog(_) }] = &window.state().commands[..] else {
        panic!("{:?}", window.state().commands)
    };
    (*region, Request::clone(request))
}

fn all_kinds(desk: &Desk) -> Vec<(DialogKind, &'static str)> {
    let (orders, sandbox) = (key(desk, "orders"), key(desk, "sandbox"));
    let k = || orders.clone();
    let grant = GrantId::parse(&"0f".repeat(32)).expect("an id");
    let alias = AliasName::parse("alias/orders").expect("a name");
    vec![
        (DialogKind::ChangePrimary(k(), us()), "aws kms update-primary-region --region us-east-1"),
        (DialogKind::Rotation(k(), us()), "aws kms disable-key-rotation --region us-east-1"),
        (DialogKind::RotateNow(k(), us()), "aws kms rotate-key-on-demand --region us-east-1"),
        (DialogKind::ScheduleDeletion(k(), eu()), "aws kms schedule-key-deletion --region eu-west-1"),
        (
            DialogKind::CancelDeletion(sandbox, region("ap-southeast-1")),
            "aws kms cancel-key-deletion --region ap-southeast-1",
        ),
        (DialogKind::Enable(k(), eu()), "aws kms enable-key --region eu-west-1"),
        (DialogKind::Disable(k(), eu()), "aws kms disable-key --region eu-west-1"),
        (DialogKind::EditPolicy(k(), us()), "aws kms put-key-policy --region us-east-1"),
        (DialogKind::CreateAlias(k(), us()), "aws kms create-alias --region us-east-1"),
        (DialogKind::EditDescription(k(), us()), "aws kms update-key-description --region us-east-1"),
        (DialogKind::CreateGrant(k(), us()), "aws kms create-grant --region us-east-1"),
        (DialogKind::RetireGrant(k(), us(), grant.clone()), "aws kms retire-grant --region us-east-1"),
        (DialogKind::RevokeGrant(k(), us(), grant), "aws kms revoke-grant --region us-east-1"),
        (DialogKind::RetargetAlias(k(), us(), alias), "aws kms update-alias --region us-east-1"),
    ]
}

#[test]
fn every_dialog_names_its_key_and_region_and_the_command() {
    let desk = demo();
    for (kind, line) in all_kinds(&desk) {
        let (id, at) = kind.member().expect("about a key");
        let (id, code) = (id.clone(), at.code());
        let window = open(|_| kind.clone());
        assert!(window.query_by_label(code).is_some(), "{kind:?}");
        assert!(window.query_by_label(&format!("Copy {id}")).is_some(), "{kind:?}");
        assert!(window.query_by_label_contains(line).is_some(), "{kind:?}: {line}");
    }
}

#[test]
fn cancel_and_escape_close_without_a_request() {
    let mut window = open(|desk| DialogKind::Disable(key(desk, "orders"), us()));
    press(&mut window, "Cancel");
    assert_eq!(window.state().commands, [Command::CloseDialog]);
    let mut window = open(|desk| DialogKind::Disable(key(desk, "orders"), us()));
    window.key_press(Key::Escape);
    window.run_steps(SETTLED);
    assert_eq!(window.state().commands, [Command::CloseDialog]);
}

#[test]
fn confirmations_ask_for_what_they_say() {
    let desk = demo();
    let (orders, sandbox) = (key(&desk, "orders"), key(&desk, "sandbox"));
    let ap = region("ap-southeast-1");
    let key_id = orders.to_string();
    let cases: [(DialogKind, &str, Region, Request); 4] = [
        (
            DialogKind::Enable(orders.clone(), eu()),
            "Enable",
            eu(),
            EnableKeyRequest { key_id: key_id.clone() }.into(),
        ),
        (
            DialogKind::Disable(orders.clone(), eu()),
            "Disable",
            eu(),
            DisableKeyRequest { key_id: key_id.clone() }.into(),
        ),
        (
            DialogKind::RotateNow(orders.clone(), us()),
            "Rotate now",
            us(),
            RotateKeyOnDemandRequest { key_id: key_id.clone() }.into(),
        ),
        (
            DialogKind::CancelDeletion(sandbox.clone(), ap),
            "Cancel key deletion",
            ap,
            CancelKeyDeletionRequest { key_id: sandbox.to_string() }.into(),
        ),
    ];
    for (kind, button, at, request) in cases {
        let mut window = open(|_| kind);
        press(&mut window, button);
        assert_eq!(asked(&window), (at, request));
        assert!(window.state().dialog.is_none(), "{button}: {:?}", window.state().commands);
    }
}

#[test]
fn a_replica_is_refused_in_kms_s_words_above_the_footer() {
    let mut window = open(|desk| DialogKind::RotateNow(key(desk, "orders"), eu()));
    press(&mut window, "Rotate now");
    assert!(window.state().dialog.is_some(), "it stays open");
    assert!(window.query_by_role_and_label(Role::Note, "UnsupportedOperationException").is_some());
    let words = "is a multi-region replica key which is not valid for RotateKeyOnDemand.";
    assert!(window.query_by_label_contains(words).is_some());
}

#[test]
fn rotation_takes_numbers_as_text_and_lets_kms_refuse_them() {
    let mut window = open(|desk| DialogKind::Rotation(key(desk, "global-encrypt"), us()));
    type_over(&mut window, "Rotation period (in days)", "a year");
    assert!(is_off(&window, "Save"));
    type_over(&mut window, "Rotation period (in days)", "89");
    assert!(!is_off(&window, "Save"));
    press(&mut window, "Save");
    let key_id = key(&window.state().desk, "global-encrypt").to_string();
    let request = EnableKeyRotationRequest { key_id, rotation_period_in_days: Some(89) };
    assert_eq!(asked(&window), (us(), request.into()));
    let refusal = told(&window).expect("KMS refuses 89");
    assert!(refusal.starts_with("ValidationException: 1 validation error detected: Value '89'"), "{refusal}");
    type_over(&mut window, "Rotation period (in days)", "90");
    assert_eq!(told(&window), None, "a change takes the old refusal away");
    let next = window.state().desk.world().now() + Span::days(90);
    assert!(window.query_by_label(&next.date_and_time()).is_some(), "the next date is shown");
    press(&mut window, "Save");
    assert!(window.state().dialog.is_none());
    let world = &window.state().desk.stage.world;
    let family = world.store().family(&key(&window.state().desk, "global-encrypt")).expect("there");
    assert_eq!(family.rotation.automatic.map(|it| it.period_days), Some(90));
}

#[test]
fn rotation_is_switched_off() {
    let mut window = open(|desk| DialogKind::Rotation(key(desk, "global-encrypt"), us()));
    click(&mut window, Role::Switch, "Automatically rotate this key");
    press(&mut window, "Save");
    let key_id = key(&window.state().desk, "global-encrypt").to_string();
    assert_eq!(asked(&window), (us(), DisableKeyRotationRequest { key_id }.into()));
}

#[test]
fn deletion_wants_understanding_and_lets_kms_refuse_the_days() {
    const TICK: &str = "I understand that the key cannot be used while it waits for its deletion";
    let mut window = open(|desk| DialogKind::ScheduleDeletion(key(desk, "orders"), us()));
    assert!(window.query_by_label("Replicas first").is_some());
    assert!(is_off(&window, "Schedule deletion"));
    click(&mut window, Role::CheckBox, TICK);
    type_over(&mut window, "Waiting period (in days)", "");
    assert!(is_off(&window, "Schedule deletion"));
    type_over(&mut window, "Waiting period (in days)", "6");
    press(&mut window, "Schedule deletion");
    assert!(told(&window).is_some_and(|it| it.contains("'pendingWindowInDays'")));
    let key_id = key(&window.state().desk, "orders").to_string();
    let request = ScheduleKeyDeletionRequest { key_id, pending_window_in_days: Some(6) };
    assert_eq!(asked(&window), (us(), request.into()));
    type_over(&mut window, "Waiting period (in days)", "7");
    press(&mut window, "Schedule deletion");
    assert!(window.state().dialog.is_none());
}

#[test]
fn bad_aliases_reach_kms() {
    for (typed, exception) in [
        ("aws/x", "NotAuthorizedException"),
        ("orders", "AlreadyExistsException"),
        ("not allowed", "ValidationException"),
    ] {
        let mut window = open(|desk| DialogKind::CreateAlias(key(desk, "orders"), us()));
        assert!(is_off(&window, "Create alias"), "nothing is typed yet");
        type_over(&mut window, "Alias", typed);
        press(&mut window, "Create alias");
        let target_key_id = key(&window.state().desk, "orders").to_string();
        let request = CreateAliasRequest { alias_name: format!("alias/{typed}"), target_key_id };
        assert_eq!(asked(&window), (us(), request.into()));
        assert!(told(&window).is_some_and(|it| it.starts_with(exception)), "{typed}: {:?}", told(&window));
    }
}

#[test]
fn enter_in_the_alias_field_creates_it() {
    let mut window = open(|desk| DialogKind::CreateAlias(key(desk, "orders"), eu()));
    type_over(&mut window, "Alias", "orders-v2");
    window.key_press(Key::Enter);
    window.run_steps(SETTLED);
    assert!(window.state().dialog.is_none());
    assert_eq!(
        window.state().desk.world().store().aliases_of(&key(&window.state().desk, "orders"), eu()).count(),
        2
    );
}

#[test]
fn replicas_get_what_the_primary_has() {
    let mut window = open(|desk| DialogKind::Replicate(key(desk, "orders"), us()));
    assert!(is_off(&window, "Create replica keys"));
    click(&mut window, Role::CheckBox, "ap-southeast-1 Asia Pacific (Singapore)");
    type_over(&mut window, "Find a Region by name or code", "tokyo");
    click(&mut window, Role::CheckBox, "ap-northeast-1 Asia Pacific (Tokyo)");
    assert!(window.query_by_label("and 3 more").is_some(), "two calls a Region");
    press(&mut window, "Create replica keys");
    let state = window.state();
    let orders = key(&state.desk, "orders");
    let primary = state.desk.member(&orders, us()).expect("there").1;
    let [Command::Replicate { from, requests, alias }] = &state.commands[..] else {
        panic!("{:?}", state.commands)
    };
    assert_eq!((*from, alias.as_deref()), (us(), Some("alias/orders")));
    let regions: Vec<_> = requests.iter().map(|it| it.replica_region.as_str()).collect();
    assert_eq!(regions, ["ap-northeast-1", "ap-southeast-1"]);
    for request in requests {
        assert_eq!(request.policy.as_deref(), Some(primary.policy.text()));
        assert_eq!(request.description.as_ref(), Some(&primary.description));
        assert_eq!(request.tags, [Tag { tag_key: "Team".to_owned(), tag_value: "payments".to_owned() }]);
    }
    assert!(state.dialog.is_none());
    assert!(state.desk.member(&orders, region("ap-northeast-1")).is_some());
}

#[test]
fn kms_says_why_there_is_no_replica() {
    let cases = [
        (
            "us-east-1",
            "us-east-1 US East (N. Virginia)",
            "cannot have a replica because it contains the primary.",
        ),
        ("us-east-1", "eu-west-1 Europe (Ireland)", "You can create only one replica of each primary key"),
        ("eu-west-1", "ap-southeast-1 Asia Pacific (Singapore)", "is not a multi-region primary key."),
    ];
    for (from, to, expected) in cases {
        let mut window = open(|desk| DialogKind::Replicate(key(desk, "orders"), region(from)));
        let before = window.state().desk.world().store().clone();
        click(&mut window, Role::CheckBox, to);
        press(&mut window, "Create replica keys");
        assert!(window.query_all_by_label_contains(expected).next().is_some(), "{from} to {to}");
        assert!(*window.state().desk.world().store() == before);
    }
}

#[test]
fn replicas_can_have_the_default_policy_or_their_own() {
    for (choice, expected) in [("Default policy", None), ("Edit", Some("{}"))] {
        let mut window = open(|desk| DialogKind::Replicate(key(desk, "orders"), us()));
        click(&mut window, Role::CheckBox, "ap-southeast-1 Asia Pacific (Singapore)");
        click(&mut window, Role::RadioButton, choice);
        if let Some(text) = expected {
            type_over(&mut window, "Key policy text", text);
        }
        press(&mut window, "Create replica keys");
        let [Command::Replicate { requests, .. }] = &window.state().commands[..] else { panic!() };
        assert_eq!(requests[0].policy.as_deref(), expected, "{choice}");
        assert_eq!(told(&window).is_some(), expected.is_some(), "KMS takes only the default");
    }
}

#[test]
fn replicating_refusals_stand_where_they_belong() {
    // From a replica.
    let mut window = open(|desk| DialogKind::Replicate(key(desk, "orders"), eu()));
    click(&mut window, Role::CheckBox, "ap-southeast-1 Asia Pacific (Singapore)");
    press(&mut window, "Create replica keys");
    assert!(window.query_by_label_contains("is not a multi-region primary key.").is_some());
    // To a Region that the account has not enabled.
    let mut window = open(|desk| DialogKind::Replicate(key(desk, "orders"), us()));
    type_over(&mut window, "Find a Region by name or code", "hong kong");
    click(&mut window, Role::CheckBox, "ap-east-1 Asia Pacific (Hong Kong)");
    press(&mut window, "Create replica keys");
    assert!(told(&window).is_some_and(|it| it.contains("Region ap-east-1 is not a valid Region")));
    // Under a reserved alias.
    let mut window = open(|desk| DialogKind::Replicate(key(desk, "orders"), us()));
    click(&mut window, Role::CheckBox, "ap-southeast-1 Asia Pacific (Singapore)");
    type_over(&mut window, "Alias", "aws/orders");
    press(&mut window, "Create replica keys");
    assert!(told(&window).is_some_and(|it| it.starts_with("NotAuthorizedException")));
    assert!(window.state().desk.member(&key(&demo(), "orders"), region("ap-southeast-1")).is_none());
}

#[test]
fn the_primary_region_is_changed_to_a_replica_s() {
    let mut window = open(|desk| DialogKind::ChangePrimary(key(desk, "global-encrypt"), us()));
    assert!(is_off(&window, "Change primary Region"), "there are two to choose from");
    assert!(
        window.query_by_label("us-east-1 US East (N. Virginia)").is_none(),
        "it is the primary Region already"
    );
    click(&mut window, Role::RadioButton, "eu-west-1 Europe (Ireland)");
    press(&mut window, "Change primary Region");
    let key_id = key(&window.state().desk, "global-encrypt").to_string();
    let request = UpdatePrimaryRegionRequest { key_id, primary_region: "eu-west-1".to_owned() };
    assert_eq!(asked(&window), (us(), request.into()));
    assert!(window.state().dialog.is_none());
}

#[test]
fn a_single_region_key_has_no_primary_region_to_change() {
    let window = open(|desk| DialogKind::ChangePrimary(key(desk, "legacy-reports"), us()));
    assert!(is_off(&window, "Change primary Region"));
    assert!(window.query_by_label_contains("has no replicas").is_some());
}

#[test]
fn tags_are_put_and_taken_away() {
    let mut window = open(|desk| DialogKind::EditTags(key(desk, "orders"), us()));
    assert!(is_off(&window, "Save"), "nothing has changed");
    press(&mut window, "Remove tag 1");
    press(&mut window, "Add tag");
    type_over(&mut window, "Tag key 1", "Stage");
    type_over(&mut window, "Tag value 1", "prod");
    press(&mut window, "Save");
    let orders = key(&window.state().desk, "orders");
    let key_id = orders.to_string();
    let untag = UntagResourceRequest { key_id: key_id.clone(), tag_keys: vec!["Team".to_owned()] };
    let tags = vec![Tag { tag_key: "Stage".to_owned(), tag_value: "prod".to_owned() }];
    let tag = TagResourceRequest { key_id, tags };
    let reply = Reply::Dialog("Tags saved in us-east-1".to_owned());
    let calls = vec![(us(), untag.into()), (us(), tag.into())];
    assert_eq!(window.state().commands, [Command::CallAll { calls, reply }]);
    let member = window.state().desk.member(&orders, us()).expect("there").1;
    assert_eq!(member.tags, [("Stage".to_owned(), "prod".to_owned())].into());
}

#[test]
fn bad_tags_reach_kms() {
    let mut window = open(|desk| DialogKind::EditTags(key(desk, "orders"), us()));
    press(&mut window, "Add tag");
    type_over(&mut window, "Tag key 2", "Team");
    press(&mut window, "Save");
    assert_eq!(told(&window).as_deref(), Some("TagException: Duplicate tag keys"));
    type_over(&mut window, "Tag key 2", "aws:x");
    press(&mut window, "Save");
    assert_eq!(told(&window).as_deref(), Some("TagException: Tags beginning with aws: are reserved"));
    type_over(&mut window, "Tag key 2", "");
    type_over(&mut window, "Tag value 2", "x");
    press(&mut window, "Save");
    assert!(told(&window).is_some_and(|it| it.contains("'tags.1.member.tagKey'")), "{:?}", told(&window));
}

#[test]
fn the_description_is_saved() {
    let mut window = open(|desk| DialogKind::EditDescription(key(desk, "orders"), eu()));
    type_over(&mut window, "Description", "Orders of Europe");
    press(&mut window, "Save");
    let key_id = key(&window.state().desk, "orders").to_string();
    let request = UpdateKeyDescriptionRequest { key_id, description: "Orders of Europe".to_owned() };
    assert_eq!(asked(&window), (eu(), request.into()));
}

#[test]
fn regions_are_found_by_name_and_added() {
    let mut window = open(|_| DialogKind::AddRegion);
    assert!(is_off(&window, "Add Regions"));
    assert!(window.query_by_label("us-east-1 US East (N. Virginia)").is_none(), "it is part of the world");
    type_over(&mut window, "Find a Region by name or code", "no such place");
    assert!(window.query_by_label("No Region of this name").is_some());
    type_over(&mut window, "Find a Region by name or code", "zur");
    click(&mut window, Role::CheckBox, "eu-central-2 Europe (Zurich)");
    type_over(&mut window, "Find a Region by name or code", "sa-");
    click(&mut window, Role::CheckBox, "sa-east-1 South America (São Paulo)");
    press(&mut window, "Add Regions");
    let expected = [
        Command::AddRegion(region("eu-central-2")),
        Command::AddRegion(region("sa-east-1")),
        Command::CloseDialog,
    ];
    assert_eq!(window.state().commands, expected);
}

#[test]
fn a_key_that_goes_away_meanwhile_leaves_the_dialog_standing() {
    for (kind, _) in all_kinds(&demo()) {
        let mut window = open(|_| kind.clone());
        window.state_mut().desk.stage.world = crate::world::World::new(1);
        window.run_steps(SETTLED);
        assert!(window.state().dialog.is_some(), "{kind:?}");
        assert!(window.query_by_label("Deleted").is_some(), "{kind:?}");
    }
}

#[test]
fn every_dialog_draws_in_a_small_window() {
    let desk = demo();
    let mut kinds: Vec<_> = all_kinds(&desk).into_iter().map(|(kind, _)| kind).collect();
    let orders = key(&desk, "orders");
    kinds.extend([
        DialogKind::Replicate(orders.clone(), us()),
        DialogKind::EditTags(orders, us()),
        DialogKind::AddRegion,
    ]);
    for kind in kinds {
        // 1024 by 700 at zoom 2.
        let window = open_in(demo(), vec2(512.0, 350.0), |_| kind.clone());
        let cancel = window.get_by_role_and_label(Role::Button, "Cancel").rect();
        assert!(cancel.max.x <= 512.0 && cancel.max.y <= 350.0, "{kind:?}: {cancel:?}");
    }
}
