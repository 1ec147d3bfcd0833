//! The popover from which users and roles are added to a list of a key policy.

use std::collections::BTreeSet;

use egui::{ScrollArea, Ui};

use crate::{
    gui::{
        theme::{caption, icons},
        widgets::{Button, checkbox, popover, search_field},
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
        let added = popover(&button, WIDTH, |ui| self.list(ui, candidates));
        if !added {
            return None;
        }
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
