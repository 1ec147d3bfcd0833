//! The Key actions menu: what can be done with the selected member.
//!
//! An action is greyed only where there is nothing to do. What KMS would refuse is offered, so that its own words can be
//! read.

use egui::Ui;

use super::Subject;
use crate::{
    gui::{
        desk::Desk,
        key_words::Rotates,
        regions::DialogKind,
        theme::icons,
        widgets::{Button, MenuItem, menu_button},
    },
    kms::{KeyId, MemberState, Region, api::Origin},
};

/// Something that can be done with a member of a key.
pub(in crate::gui) struct KeyAction {
    /// What the menu says.
    pub text: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// The dialog that asks for more.
    pub kind: fn(KeyId, Region) -> DialogKind,
    /// Why it cannot be done now, if it cannot.
    pub why_not: Option<&'static str>,
    /// Whether it destroys.
    destroys: bool,
}

/// What can be done with the selected member.
pub(in crate::gui) fn key_actions_of(desk: &Desk) -> Vec<KeyAction> {
    let (Some(selected), Some((family, member))) = (&desk.selected, desk.selected_member()) else {
        return Vec::new();
    };
    actions(&Subject {
        desk,
        family,
        member,
        region: selected.region,
        wide: false,
        commands: &mut Vec::new(),
    })
}

/// Draws the button and, while it is open, the menu.
pub(super) fn key_actions(ui: &mut Ui, subject: &mut Subject<'_>) {
    let actions = actions(subject);
    menu_button(ui, Button::secondary("Key actions"), 250.0, |ui| {
        for action in actions {
            let mut item = MenuItem::new(action.text).icon(action.icon).enabled(action.why_not.is_none());
            if let Some(why) = action.why_not {
                item = item.why_disabled(why);
            }
            if action.destroys {
                item = item.danger();
            }
            if item.show(ui).clicked() {
                subject.open(action.kind);
            }
        }
    });
}

fn actions(subject: &Subject<'_>) -> Vec<KeyAction> {
    let state = subject.member.state;
    let going = state.is_pending_deletion().then_some("Cancel the deletion first");
    let single = (!subject.family.is_multi_region())
        .then_some("A single-Region key can never become a multi-Region key");
    let alone = subject
        .family
        .replica_regions()
        .next()
        .is_none()
        .then_some("There is no replica that could become the primary");
    let enabled = (state == MemberState::Enabled).then_some("The key is enabled");
    let disabled = (state == MemberState::Disabled).then_some("The key is disabled");
    let staying = (!state.is_pending_deletion()).then_some("No deletion is scheduled");
    let action = |text, icon, kind, why_not| KeyAction { text, icon, kind, why_not, destroys: false };
    let never = match Rotates::of(subject.family.spec, subject.family.origin) {
        Rotates::Never(why) => Some(why),
        Rotates::Automatically | Rotates::OnDemand => None,
    };
    let unscheduled = never.or((subject.family.origin == Origin::External)
        .then_some("Imported key material is rotated on demand alone"));
    let mut actions = vec![
        action("Enable…", icons::CHECK_CIRCLE, DialogKind::Enable, going.or(enabled)),
        action("Disable…", icons::PROHIBIT, DialogKind::Disable, going.or(disabled)),
        action("Edit description…", icons::PENCIL, DialogKind::EditDescription, going),
        action("Replicate…", icons::COPY_SIMPLE, DialogKind::Replicate, single.or(going)),
        action("Change primary Region…", icons::CROWN, DialogKind::ChangePrimary, single.or(going).or(alone)),
        action("Edit automatic rotation…", icons::CALENDAR, DialogKind::Rotation, going.or(unscheduled)),
        action("Rotate now…", icons::ARROWS_CLOCKWISE, DialogKind::RotateNow, going.or(never)),
        action("Create grant…", icons::SHIELD_CHECK, DialogKind::CreateGrant, None),
        action("Cancel key deletion…", icons::ARROW_COUNTER_CLOCKWISE, DialogKind::CancelDeletion, staying),
        KeyAction {
            destroys: true,
            ..action(
                "Schedule key deletion…",
                icons::TRASH,
                DialogKind::ScheduleDeletion,
                going.map(|_| "The deletion is scheduled"),
            )
        },
    ];
    if subject.family.origin == Origin::External {
        let nothing = subject.member.imported.is_empty();
        let import = action("Import key material…", icons::UPLOAD, DialogKind::ImportMaterial, going);
        let delete = KeyAction {
            destroys: true,
            ..action(
                "Delete key material…",
                icons::X_CIRCLE,
                DialogKind::DeleteMaterial,
                nothing.then_some("There is no imported key material in this Region"),
            )
        };
        // Before what ends the key itself.
        actions.splice(7..7, [import, delete]);
    }
    actions
}
