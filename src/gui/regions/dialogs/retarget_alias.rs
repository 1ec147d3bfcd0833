//! Point an alias to another key of its Region.

use egui::{ScrollArea, Ui};

use super::{
    form::{Form, Heading, MEDIUM, Page, part},
    place::Place,
};
use crate::{
    gui::{
        desk::Desk,
        theme::{caption, mono, space},
        trail::{contains_ignoring_case, short_key_id},
        widgets::{CalloutKind, MenuItem, callout, search_field},
    },
    kms::{
        AliasName, KeyId, Region,
        api::{Request, UpdateAliasRequest},
    },
};

/// A key that the alias could point to.
struct Candidate {
    key: KeyId,
    label: String,
    note: String,
}

pub(super) struct RetargetAlias {
    region: Region,
    alias: AliasName,
    present: KeyId,
    find: String,
    target: Option<KeyId>,
    /// Every other key of the Region, by name; read once, as a dialog stands for a moment only.
    candidates: Vec<Candidate>,
}

impl RetargetAlias {
    pub fn new(key: &KeyId, region: Region, alias: &AliasName, desk: &Desk) -> Self {
        let store = desk.world().store();
        let mut labels = std::collections::HashMap::new();
        for (_, name, alias) in store.aliases_in(region) {
            labels.entry(alias.target.clone()).or_insert_with(|| name.short().to_owned());
        }
        let candidate = |id: &KeyId| {
            let (family, member) = store.member(id, region)?;
            let note = format!("{} · {}", family.spec.name(), member.state.key_state().name());
            let label = labels.get(id).cloned().unwrap_or_else(|| id.to_string());
            Some(Candidate { key: id.clone(), label, note })
        };
        let mut candidates: Vec<_> =
            store.keys_in(region).filter(|id| *id != key).filter_map(candidate).collect();
        candidates.sort_by(|a, b| a.label.cmp(&b.label));
        Self {
            region,
            alias: alias.clone(),
            present: key.clone(),
            find: String::new(),
            target: None,
            candidates,
        }
    }

    fn list(&mut self, ui: &mut Ui) -> bool {
        let Self { find, target, candidates, .. } = self;
        let wanted = find.trim();
        let is_meant =
            |it: &&Candidate| contains_ignoring_case(&it.label, wanted) || it.key.as_str().contains(wanted);
        let meant: Vec<&Candidate> = candidates.iter().filter(is_meant).collect();
        if meant.is_empty() {
            ui.label(caption("No other key of this name in this Region"));
            return false;
        }
        let mut changed = false;
        let height = space::ROW_HEIGHT + 2.0;
        ScrollArea::vertical().id_salt("targets").max_height(230.0).min_scrolled_height(230.0).show_rows(
            ui,
            height,
            meant.len(),
            |ui, rows| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for it in meant.get(rows).unwrap_or_default() {
                    let text = if it.label == it.key.as_str() {
                        it.label.clone()
                    } else {
                        format!("{}  ({})", it.label, short_key_id(&it.key, f32::INFINITY))
                    };
                    let chosen = target.as_ref() == Some(&it.key);
                    if MenuItem::new(&text).note(&it.note).chosen(chosen).show(ui).clicked() {
                        *target = Some(it.key.clone());
                        changed = true;
                    }
                }
            },
        );
        changed
    }
}

impl Form for RetargetAlias {
    fn heading(&self) -> Heading {
        Heading::new("Change target of alias", "Change target").width(MEDIUM)
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        ui.label(mono(self.alias.as_str()));
        let changed = part(ui, "New target key", |ui| {
            let find = search_field(ui, "Find a key by alias or ID", ui.available_width(), &mut self.find);
            page.focus_first(&find);
            let changed = self.list(ui);
            page.refusal_below(ui, Place::Target);
            changed
        });
        let text = "Code that names the alias uses the new key from now on. What was encrypted under the old one \
                    still opens: ciphertexts name their key themselves. The new key has to be of the same type and \
                    usage.";
        callout(ui, CalloutKind::Info, text);
        changed
    }

    fn missing(&self) -> Option<&'static str> {
        self.target.is_none().then_some("Choose a key")
    }

    fn shows(&self, place: Place) -> bool {
        place == Place::Target
    }

    fn place_of(&self, error: &crate::kms::KmsError) -> Place {
        match &self.target {
            Some(target) if error.message.contains(target.as_str()) => Place::Target,
            _ => Place::of(error),
        }
    }

    fn calls(&self) -> Vec<(Region, Request)> {
        let target = self.target.as_ref().unwrap_or(&self.present);
        let request =
            UpdateAliasRequest { alias_name: self.alias.to_string(), target_key_id: target.to_string() };
        vec![(self.region, request.into())]
    }

    fn done(&self) -> String {
        format!("{} has another target in {}", self.alias, self.region)
    }
}
