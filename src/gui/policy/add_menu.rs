//! The popover from which users and roles are added to a list of a key policy.

use std::collections::BTreeSet;

use egui::{Popup, PopupCloseBehavior, ScrollArea, Ui, vec2};

use crate::{
    gui::{
        theme::{caption, icons, space},
        widgets::{Button, checkbox, search_field},
    },
    world::Principal,
};

const WIDTH: f32 = 320.0;

/// What was typed and ticked.
#[derive(Clone, Debug, Default)]
pub(super) struct AddMenu {
    find: String,
    picked: BTreeSet<String>,
}

impl AddMenu {
    /// Draws the button named `name`, and its popover while it is open. Answers the ARNs of those to add.
    pub fn ui(&mut self, ui: &mut Ui, name: &str, candidates: &[&Principal]) -> Option<Vec<String>> {
        let button = Button::secondary("Add…")
            .small()
            .icon(icons::PLUS)
            .name(name)
            .enabled(!candidates.is_empty())
            .why_disabled("Everybody of the account is in the list")
            .show(ui);
        let shown = Popup::menu(&button)
            .gap(space::XS)
            .width(WIDTH)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .layout(egui::Layout::top_down(egui::Align::Min))
            .show(|ui| {
                ui.set_width(WIDTH);
                egui::Frame::new().inner_margin(space::S).show(ui, |ui| {
                    ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
                    self.list(ui, candidates)
                })
            });
        let added = shown.is_some_and(|shown| shown.inner.inner);
        if !added {
            return None;
        }
        Popup::close_id(&button.ctx, Popup::default_response_id(&button));
        self.find.clear();
        let picked = std::mem::take(&mut self.picked);
        Some(candidates.iter().map(|it| it.arn()).filter(|arn| picked.contains(arn)).collect())
    }

    /// Whether those who are ticked are to be added.
    fn list(&mut self, ui: &mut Ui, candidates: &[&Principal]) -> bool {
        search_field(ui, "Find someone to add", WIDTH, &mut self.find);
        let wanted = self.find.trim().to_lowercase();
        let found: Vec<_> = candidates.iter().filter(|it| it.name.to_lowercase().contains(&wanted)).collect();
        ScrollArea::vertical().max_height(240.0).auto_shrink([false, true]).show(ui, |ui| {
            for principal in &found {
                let arn = principal.arn();
                let mut on = self.picked.contains(&arn);
                let note = format!("{} · {}", principal.kind, principal.note);
                if checkbox(ui, &mut on, &principal.name, &note).changed() {
                    if on {
                        self.picked.insert(arn)
                    } else {
                        self.picked.remove(&arn)
                    };
                }
            }
            if found.is_empty() {
                ui.label(caption("Nobody of this name can be added"));
            }
        });
        let count = candidates.iter().filter(|it| self.picked.contains(&it.arn())).count();
        let text = if count == 0 { "Add".to_owned() } else { format!("Add {count}") };
        let add = Button::primary(&text).small().enabled(count > 0).why_disabled("Tick who is to be added");
        add.show(ui).clicked()
    }
}
