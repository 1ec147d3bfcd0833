//! The bar below the table: how many keys there are, or what can be done with those that are ticked. An action is for those
//! whose state admits it, and says how many that are; of these it changes all or none.

use egui::Ui;

use super::{
    list::KeyList,
    ticks::{Summary, Ticks},
};
use crate::{
    gui::{
        command::{Command, Reply},
        desk::Desk,
        regions::DialogKind,
        theme::{body, caption, icons, space, strong},
        widgets::{Button, MenuItem, menu_button, row},
    },
    kms::{
        KeyId, MemberState, Region,
        api::{CancelKeyDeletionRequest, DisableKeyRequest, EnableKeyRequest, Request},
    },
};

/// The height of the bar, with the gap above it.
pub(super) const HEIGHT: f32 = space::CONTROL_HEIGHT + space::S;
/// Below this width the actions are in one menu.
const ROOM_FOR_BUTTONS: f32 = 760.0;

/// Something that is done with all ticked keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Enable,
    Disable,
    EditTags,
    CancelDeletion,
    ScheduleDeletion,
}

impl Action {
    /// In the order of the console's menu; what destroys comes last.
    const ALL: [Self; 5] =
        [Self::Enable, Self::Disable, Self::EditTags, Self::CancelDeletion, Self::ScheduleDeletion];

    fn text(self) -> &'static str {
        match self {
            Self::Enable => "Enable",
            Self::Disable => "Disable",
            Self::EditTags => "Add or edit tags…",
            Self::CancelDeletion => "Cancel key deletion",
            Self::ScheduleDeletion => "Schedule key deletion…",
        }
    }

    fn icon(self) -> &'static str {
        match self {
            Self::Enable => icons::CHECK_CIRCLE,
            Self::Disable => icons::PROHIBIT,
            Self::EditTags => icons::TAG,
            Self::CancelDeletion => icons::ARROW_COUNTER_CLOCKWISE,
            Self::ScheduleDeletion => icons::TRASH,
        }
    }

    /// Whether it is for keys in this state.
    fn suits(self, state: MemberState) -> bool {
        let pending = state.is_pending_deletion();
        match self {
            Self::Enable => {
                matches!(state, MemberState::Disabled | MemberState::Unavailable { enabled: false })
            }
            Self::Disable => {
                matches!(state, MemberState::Enabled | MemberState::Unavailable { enabled: true })
            }
            Self::CancelDeletion => pending,
            Self::EditTags | Self::ScheduleDeletion => !pending,
        }
    }

    /// How many of the ticked keys it is for.
    fn count(self, summary: Summary) -> usize {
        match self {
            Self::Enable => summary.disabled,
            Self::Disable => summary.enabled,
            Self::CancelDeletion => summary.pending_deletion,
            Self::EditTags | Self::ScheduleDeletion => summary.ticked - summary.pending_deletion,
        }
    }

    /// What is said where it is for some of the ticked keys only.
    fn partly(self, summary: Summary) -> Option<String> {
        let count = self.count(summary);
        let partly = count > 0 && count < summary.ticked;
        partly
            .then(|| format!("For {count} of {}: the state of the others does not admit it", summary.ticked))
    }

    /// Why it can be done with none of the keys, if so. What KMS refuses for some of them, it says itself.
    fn why_not(self, summary: Summary) -> Option<&'static str> {
        let none = |count: usize, why: &'static str| (count == 0).then_some(why);
        match self {
            Self::Enable => none(summary.disabled, "None of the selected keys is disabled"),
            Self::Disable => none(summary.enabled, "None of the selected keys is enabled"),
            Self::EditTags => {
                none(summary.ticked - summary.pending_deletion, "All selected keys are pending deletion")
            }
            Self::CancelDeletion => {
                none(summary.pending_deletion, "None of the selected keys is pending deletion")
            }
            Self::ScheduleDeletion => none(
                summary.ticked - summary.pending_deletion,
                "All selected keys are pending deletion already",
            ),
        }
    }

    fn command(self, keys: Vec<(KeyId, Region)>) -> Command {
        let call = |request: fn(String) -> Request, done: &str| {
            let done = format!("{} {done}", counted(keys.len()));
            let calls = keys.iter().map(|(key, region)| (*region, request(key.to_string()))).collect();
            Command::CallAll { calls, reply: Reply::Toast(done) }
        };
        match self {
            Self::Enable => call(|key_id| EnableKeyRequest { key_id }.into(), "enabled"),
            Self::Disable => call(|key_id| DisableKeyRequest { key_id }.into(), "disabled"),
            Self::CancelDeletion => {
                call(|key_id| CancelKeyDeletionRequest { key_id }.into(), "kept: their deletion is cancelled")
            }
            Self::EditTags => Command::OpenDialog(DialogKind::TagKeys(keys)),
            Self::ScheduleDeletion => Command::OpenDialog(DialogKind::DeleteKeys(keys)),
        }
    }
}

/// `1 key` or so many keys.
fn counted(keys: usize) -> String {
    if keys == 1 { "1 key".to_owned() } else { format!("{keys} keys") }
}

/// Draws the bar.
pub(super) fn bar(ui: &mut Ui, desk: &Desk, list: &KeyList, ticks: &mut Ticks, commands: &mut Vec<Command>) {
    ui.add_space(space::S);
    let summary = ticks.summary();
    row(ui, space::CONTROL_HEIGHT, |ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        if summary.ticked == 0 {
            let text = if list.len() == list.all() {
                counted(list.all())
            } else {
                format!("{} of {}", list.len(), counted(list.all()))
            };
            ui.label(body(text).weak());
            return;
        }
        ui.label(strong(format!("{} selected", counted(summary.ticked))));
        if summary.hidden > 0 {
            ui.label(caption(format!("{} hidden by the filter", summary.hidden)));
        }
        let mut picked = None;
        if ui.available_width() >= ROOM_FOR_BUTTONS {
            for action in Action::ALL {
                let partly = action.partly(summary);
                let mut button = button(action, summary);
                if let Some(partly) = &partly {
                    button = button.tooltip(partly);
                }
                if button.show(ui).clicked() {
                    picked = Some(action);
                }
            }
        } else {
            menu_button(
                ui,
                Button::secondary("Key actions").name("Actions for the selected keys"),
                250.0,
                |ui| {
                    for action in Action::ALL {
                        if item(action, summary).show(ui).clicked() {
                            picked = Some(action);
                        }
                    }
                },
            );
        }
        if Button::link("Clear selection").show(ui).clicked() {
            ticks.clear();
        }
        if let Some(action) = picked {
            let suits = |key: &KeyId, region| {
                desk.member(key, region).is_some_and(|(_, member)| action.suits(member.state))
            };
            let ticked = ticks.keys().filter(|(region, key)| suits(key, *region));
            let keys = ticked.map(|(region, key)| (key.clone(), region)).collect();
            commands.push(action.command(keys));
        }
    });
}

fn button<'a>(action: Action, summary: Summary) -> Button<'a> {
    let why_not = action.why_not(summary);
    let button = match action {
        Action::ScheduleDeletion => Button::danger(action.text()),
        _ => Button::secondary(action.text()),
    };
    button.enabled(why_not.is_none()).why_disabled(why_not.unwrap_or_default())
}

fn item(action: Action, summary: Summary) -> MenuItem<'static> {
    let why_not = action.why_not(summary);
    let item = MenuItem::new(action.text()).icon(action.icon()).enabled(why_not.is_none());
    let item = if action == Action::ScheduleDeletion { item.danger() } else { item };
    match why_not {
        Some(why) => item.why_disabled(why),
        None => item,
    }
}
