//! What a new key policy changes, before it is put: statement by statement, for whom, and line by line.

use egui::{Label, ScrollArea, Ui};

use super::{
    access_changes::{AccessChange, access_changes},
    statement_changes::{Fate, statement_changes},
};
use crate::{
    gui::{
        desk::Desk,
        line_diff::line_diff,
        theme::{body, caption, icon, icons, space, strong, tokens},
        widgets::{Badge, DiffLine, DiffView, Tone},
    },
    kms::{KeyId, KeyPolicy, Region},
};

/// The height of the list of who gains and loses, at most.
const ACCESS: f32 = 116.0;

/// What a new key policy changes.
#[derive(Clone, Debug)]
pub struct PolicyReview {
    statements: Vec<(String, Fate)>,
    /// Nothing if the new text is no policy.
    access: Option<Vec<AccessChange>>,
    lines: Vec<DiffLine>,
}

impl PolicyReview {
    /// Compares the policy that a key has in a Region with a new text.
    pub fn new(desk: &Desk, key: &KeyId, region: Region, new: &str) -> Self {
        let old = desk.member(key, region).map(|(_, member)| member.policy.text()).unwrap_or_default();
        let policy = KeyPolicy::parse(new).ok();
        Self {
            statements: statement_changes(old, new),
            access: policy.map(|policy| access_changes(desk, key, region, &policy)),
            lines: line_diff(old, new),
        }
    }

    /// Draws the comparison, `height` points high.
    pub fn ui(&self, ui: &mut Ui, height: f32) {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            let top = ui.cursor().top();
            self.statements(ui);
            self.access(ui);
            ui.label(strong("Line by line"));
            let rest = height - (ui.cursor().top() - top);
            DiffView::new("Changes line by line", &self.lines).max_height(rest.max(120.0)).show(ui);
        });
    }

    fn statements(&self, ui: &mut Ui) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(space::S, space::XS);
            ui.label(strong("Statements"));
            if self.statements.is_empty() {
                ui.label(caption("All say the same as before"));
            }
            for (name, fate) in &self.statements {
                let (tone, sign) = match fate {
                    Fate::Added => (Tone::Ok, icons::PLUS),
                    Fate::Removed => (Tone::Error, icons::MINUS),
                    Fate::Changed => (Tone::Warn, icons::PENCIL),
                };
                Badge::new(tone, &format!("{name} {}", fate.word())).icon(sign).show(ui);
            }
        });
    }

    fn access(&self, ui: &mut Ui) {
        let t = tokens(ui);
        ui.horizontal(|ui| {
            ui.label(strong("Who gains and who loses"));
            ui.add(Label::new(caption("without an encryption context, in this Region")).truncate());
        });
        match self.access.as_deref() {
            None => {
                ui.label(caption("The text is no key policy, so there is nothing to compare"));
            }
            Some([]) => {
                ui.horizontal(|ui| {
                    ui.label(icon(icons::CHECK_CIRCLE, 14.0).color(t.ok));
                    ui.label(caption("Nobody gains or loses anything"));
                });
            }
            Some(changes) => {
                let list = ScrollArea::vertical().id_salt("who gains and loses").max_height(ACCESS);
                list.auto_shrink([false, true]).show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    changes.iter().for_each(|change| one(ui, change));
                });
            }
        }
    }
}

/// A principal with what changes for it; all of it on hover.
fn one(ui: &mut Ui, change: &AccessChange) {
    let t = tokens(ui);
    let (sign, color) = match (change.gains.is_empty(), change.loses.is_empty()) {
        (false, true) => (icons::PLUS, t.ok),
        (true, false) => (icons::MINUS, t.error),
        _ => (icons::ARROWS_LEFT_RIGHT, t.warn),
    };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        ui.spacing_mut().interact_size.y = 20.0;
        ui.label(icon(sign, 14.0).color(color));
        ui.add(Label::new(body(change.sentence())).truncate()).on_hover_ui(|ui| {
            for (verb, what) in [("gains", &change.gains), ("loses", &change.loses)] {
                if !what.is_empty() {
                    ui.label(caption(format!("{} {verb} {}", change.name, what.join(", "))));
                }
            }
        });
    });
}
