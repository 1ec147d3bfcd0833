//! The fields of the strip, each in a cell with its label above.

use egui::{Label, Rect, Response, Ui, UiBuilder, pos2, vec2};

use super::{
    Composer,
    keys::KeyClass,
    kind::{Field, Kind},
};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        theme::{RegionMark, icons, paint_mark, space, strong, tokens},
        widgets::{Button, Dropdown, segmented},
    },
    kms::{KeyId, Region},
    workloads::{Client, ReplicationBehaviour},
};

/// A label with the gap below it.
pub(super) const LABEL: f32 = 22.0;
pub(super) const GAP: f32 = space::S;

const CLIENTS: [Client; 4] = [Client::MultiRegionAware, Client::Discovery, Client::Strict, Client::Own];
const BEHAVIOURS: [(ReplicationBehaviour, &str); 2] = [
    (ReplicationBehaviour::AsS3Does, "As S3 does it"),
    (ReplicationBehaviour::CopiedUnchanged, "Copied unchanged (not as S3)"),
];

impl Composer {
    /// Draws a field.
    pub(super) fn cell(
        &mut self,
        ui: &mut Ui,
        (field, cell): (Field, Rect),
        desk: &Desk,
        commands: &mut Vec<Command>,
    ) {
        if field == Field::Content {
            return self.content(ui, cell, commands);
        }
        let label = field.label(self.kind);
        head(ui, cell, label);
        self.lack_note(ui, cell, field, desk, commands);
        let ui = &mut child(ui, label, Rect::from_min_max(pos2(cell.left(), cell.top() + LABEL), cell.max));
        match field {
            Field::Content => {}
            Field::From => {
                let mut from = self.from;
                if region_dropdown(ui, label, desk, &mut from, &every_region(desk)) {
                    from.into_iter().for_each(|from| self.send_from(from));
                    self.settle(desk);
                }
            }
            Field::To => {
                let mut to = self.to;
                if region_dropdown(ui, label, desk, &mut to, &every_region(desk)) {
                    self.to = to;
                    self.settle(desk);
                }
            }
            Field::AlsoIn => self.also_in(ui, label, desk),
            Field::Key => {
                let keys = named(self.lists.here());
                let key = self.keys.of_mut(self.kind.keys());
                with_hover(Dropdown::new(label).label_hidden().show(ui, key, &keys), key, &keys);
            }
            Field::AlsoUnder => {
                let mut keys = vec![(None, "No further key")];
                keys.extend(
                    self.lists.elsewhere().iter().map(|(it, name)| (Some(it.clone()), name.as_str())),
                );
                let value = &mut self.also_under;
                with_hover(Dropdown::new(label).label_hidden().show(ui, value, &keys), value, &keys);
            }
            Field::DestinationKey => self.destination_key(ui, label, commands),
            Field::Copy => {
                let mut keys = vec![(None, "Unchanged".to_owned())];
                let anew =
                    |(it, name): &(KeyId, String)| (Some(it.clone()), format!("Re-encrypted under {name}"));
                keys.extend(self.lists.there().iter().map(anew));
                let keys: Vec<_> = keys.iter().map(|(it, name)| (it.clone(), name.as_str())).collect();
                let value = &mut self.copy_under;
                with_hover(Dropdown::new(label).label_hidden().show(ui, value, &keys), value, &keys);
            }
            Field::Client => {
                let clients = CLIENTS.map(|client| (client, client.label()));
                let value = &mut self.client;
                with_hover(Dropdown::new(label).label_hidden().show(ui, value, &clients), value, &clients);
            }
            Field::Replication => {
                let response =
                    Dropdown::new(label).label_hidden().show(ui, &mut self.replication, &BEHAVIOURS);
                response.on_hover_text(self.replication.label());
            }
            Field::BucketKeys => {
                let items = [(true, "On", "Bucket keys on"), (false, "Off", "Bucket keys off")];
                segmented(ui, label, &mut self.bucket_keys, &items);
            }
            Field::Context => {
                let summary = self.context.summary();
                let name = format!("{label}: {summary}");
                let button = Button::secondary(&summary).name(&name).trailing_icon(icons::CARET_DOWN);
                let button = button.full_width().show(ui);
                self.context.popover(&button, |_, _| false);
            }
            Field::Reader => self.reader_dropdown(ui, label, desk),
        }
    }

    /// The Regions that have the key, besides the one that writes.
    fn also_in(&mut self, ui: &mut Ui, label: &str, desk: &Desk) {
        let family = self.key().and_then(|key| desk.world().store().family(key));
        let members = family.into_iter().flat_map(|family| family.members.keys());
        let others = members.filter(|region| Some(**region) != self.from);
        let mut items = vec![(None, "No other Region")];
        items.extend(others.map(|region| (Some(*region), region.code())));
        region_dropdown(ui, label, desk, &mut self.also_in, &items);
    }

    fn destination_key(&mut self, ui: &mut Ui, label: &str, commands: &mut Vec<Command>) {
        if self.lists.there().is_empty() {
            let name = "Create key in the destination";
            let button = Button::secondary("Create key").icon(icons::PLUS).name(name).full_width();
            let button = button.tooltip("There is no symmetric encryption key in the destination");
            if button.show(ui).clicked() {
                let need = KeyClass::Symmetric.need();
                commands.extend(self.to.map(|to| Command::OpenWizardFor(to, need)));
            }
            return;
        }
        let keys = named(self.lists.there());
        let value = &mut self.destination_key;
        with_hover(Dropdown::new(label).label_hidden().show(ui, value, &keys), value, &keys);
    }

    fn reader_dropdown(&mut self, ui: &mut Ui, label: &str, desk: &Desk) {
        let acting = format!("{} (acting)", desk.acting);
        let mut items: Vec<(Option<String>, &str)> = vec![(None, &acting)];
        let others = desk.world().principals().iter().filter(|it| it.name != desk.acting);
        items.extend(others.map(|it| (Some(it.name.clone()), it.name.as_str())));
        // Who acts by now, or was removed, is no choice of its own.
        if !items.iter().any(|(name, _)| *name == self.reader) {
            self.reader = None;
        }
        Dropdown::new(label).label_hidden().show(ui, &mut self.reader, &items);
    }

    /// The choice of what is composed.
    pub(super) fn kind_dropdown(ui: &mut Ui, cell: Rect, kind: &mut Kind) {
        const NAME: &str = "Workload";
        head(ui, cell, NAME);
        let mut at = child(ui, NAME, Rect::from_min_max(pos2(cell.left(), cell.top() + LABEL), cell.max));
        let kinds = Kind::ALL.map(|kind| (kind, kind.label()));
        Dropdown::new(NAME).label_hidden().show(&mut at, kind, &kinds);
    }
}

fn named(keys: &[(KeyId, String)]) -> Vec<(Option<KeyId>, &str)> {
    keys.iter().map(|(id, name)| (Some(id.clone()), name.as_str())).collect()
}

fn every_region(desk: &Desk) -> Vec<(Option<Region>, &'static str)> {
    desk.world().regions().iter().map(|region| (Some(*region), region.code())).collect()
}

/// The whole text of the choice on hover: names may be longer than their cell.
fn with_hover<T: PartialEq>(response: Response, value: &T, items: &[(T, &str)]) {
    if let Some((_, text)) = items.iter().find(|(item, _)| item == value) {
        response.on_hover_text(*text);
    }
}

/// A dropdown of Regions with the picked one's mark; whether another was picked.
fn region_dropdown(
    ui: &mut Ui,
    label: &str,
    desk: &Desk,
    value: &mut Option<Region>,
    items: &[(Option<Region>, &str)],
) -> bool {
    let response = Dropdown::new(label).label_hidden().show(ui, value, items);
    // The longest code and the mark need this much.
    if let Some(region) = value.filter(|_| response.rect.width() > 156.0) {
        let t = tokens(ui);
        let at = pos2(response.rect.right() - 36.0, response.rect.center().y);
        paint_mark(ui.painter(), at, 8.0, &RegionMark::at(ui, desk.region_index(region)), t.field);
    }
    response.changed()
}

pub(super) fn child(ui: &mut Ui, salt: &str, area: Rect) -> Ui {
    let mut child = ui.new_child(UiBuilder::new().id_salt(salt).max_rect(area));
    child.spacing_mut().item_spacing = vec2(GAP, 0.0);
    child
}

/// The label of what stands below it in `cell`.
pub(super) fn head(ui: &mut Ui, cell: Rect, label: &str) {
    let area = Rect::from_min_size(cell.min, vec2(cell.width(), 18.0));
    let mut at = child(ui, &format!("{label} head"), area);
    at.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
        ui.add(Label::new(strong(label)).truncate());
    });
}
