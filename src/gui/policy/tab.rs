//! The Key policy tab: the console's default view, the policy's text, and who can do what.

use egui::Ui;

use super::{
    access::AccessMatrix,
    console_edits::choices,
    console_view::{ConsoleView, Member},
};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        regions::DialogKind,
        theme::{caption, icons, space},
        trail::cut,
        widgets::{Button, CodeView, empty_state, row_sides, segmented},
    },
    kms::{KeyFamily, KeyId, KeyPolicy, Region, policy::MAX_KEY_POLICY_BYTES},
};

/// The least height of the policy's text; longer policies scroll in it.
const HEIGHT: f32 = 330.0;
/// From this width on, the views have their full names.
const ROOMY: f32 = 560.0;

/// A way to look at a key policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    Default,
    Policy,
    Access,
}

/// The Key policy tab.
#[derive(Default)]
pub struct KeyPolicyTab {
    /// The chosen view; nothing while the policy's shape decides.
    view: Option<View>,
    console: ConsoleView,
    access: AccessMatrix,
}

impl KeyPolicyTab {
    /// Turns to who can do what.
    pub fn show_access(&mut self) {
        self.view = Some(View::Access);
    }

    /// Draws the tab for a key's member, as wide as there is room.
    pub fn ui(&mut self, ui: &mut Ui, desk: &Desk, key: &KeyId, region: Region, commands: &mut Vec<Command>) {
        let Some((family, member)) = desk.member(key, region) else { return };
        let choices = choices(member.policy.document(), family);
        let natural = if choices.is_ok() { View::Default } else { View::Policy };
        let mut view = self.view.unwrap_or(natural);
        let roomy = ui.available_width() >= ROOMY;
        let names = if roomy {
            ["Default view", "Policy view", "Who can do what?"]
        } else {
            ["Default", "Policy", "Access"]
        };
        let items = [
            (View::Default, names[0], "Default view"),
            (View::Policy, names[1], "Policy view"),
            (View::Access, names[2], "Who can do what?"),
        ];
        let (chosen, edit) = row_sides(
            ui,
            space::CONTROL_HEIGHT,
            |ui| segmented(ui, "View of the key policy", &mut view, &items).changed(),
            |ui| Button::secondary("Edit…").small().icon(icons::PENCIL).name("Edit key policy…").show(ui),
        );
        if chosen {
            self.view = Some(view);
        }
        if edit.clicked() {
            commands.push(Command::OpenDialog(DialogKind::EditPolicy(key.clone(), region)));
        }
        ui.add_space(space::S);
        match (view, &choices) {
            (View::Default, Ok(policy)) => {
                self.console.ui(ui, Member { desk, key, region }, policy, commands);
            }
            (View::Default, Err(reason)) => {
                let text = format!("{reason}. What the default view would not show could be lost by it.");
                empty_state(ui, icons::CODE, "This policy has only the policy view", &text, None);
            }
            (View::Policy, _) => policy_view(ui, family, &member.policy, region, choices.as_ref().err()),
            (View::Access, _) => self.access.ui(ui, desk, key, region, commands),
        }
    }
}

fn policy_view(ui: &mut Ui, family: &KeyFamily, policy: &KeyPolicy, region: Region, reason: Option<&String>) {
    let text = policy.text();
    let kib = text.len() as f64 / 1024.0;
    let count = policy.document().statements().len();
    let noun = if count == 1 { "statement" } else { "statements" };
    cut(ui, caption(format!("{count} {noun} · {kib:.1} of {} KiB", MAX_KEY_POLICY_BYTES / 1024)));
    if let Some(reason) = reason {
        let why = format!("Only the policy view: {reason}");
        cut(ui, caption(&why)).on_hover_text(&why);
    }
    let height = (ui.clip_rect().height() * 0.7).max(HEIGHT);
    CodeView::new("Key policy", text).line_numbers().max_height(height).show(ui);
    if !family.is_multi_region() {
        return;
    }
    ui.add_space(space::XS);
    if region == family.primary {
        cut(ui, caption("For this Region only: replicas have policies of their own"));
        return;
    }
    let primary = family.members.get(&family.primary);
    let same = primary.is_some_and(|primary| primary.policy == *policy);
    let relation = if same { "Equal to the primary's today" } else { "Differs from the primary's" };
    cut(ui, caption(format!("{relation}, {}; never synchronised", family.primary)));
}
