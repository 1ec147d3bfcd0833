//! The strip at the top: which workload, with what, from where, under which keys, to where, read by whom.
//!
//! | file | its one job |
//! | --- | --- |
//! | `kind` | the workloads, and which fields each has |
//! | `keys` | which keys can be chosen |
//! | `replica` | what is said where the destination has no member of the key |
//! | `cells` | the fields, each with its label |
//! | `content` | what is sent or worked on |
//! | `order` | the choices as a transfer or a workload |

mod cells;
mod content;
mod keys;
mod kind;
mod order;
mod replica;

use std::path::PathBuf;

use egui::{Label, Rect, Ui, pos2, vec2};

use self::{
    cells::{GAP, LABEL, child},
    content::{ChosenFile, Texts},
    keys::{ByClass, Lists, best},
    kind::{Field, Kind},
    replica::Lack,
};
use super::context_editor::ContextEditor;
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        theme::{SECTION, body, icons, semibold, space, tokens},
        widgets::Button,
    },
    kms::{KeyId, Region},
    workloads::{Client, ReplicationBehaviour},
};

/// From this width on everything stands in one row, if it can.
const ONE_ROW_FROM: f32 = 1240.0;
const ROW: f32 = LABEL + space::CONTROL_HEIGHT;
const PAD: f32 = space::M;
const KIND: f32 = 176.0;
const BUTTON: f32 = 88.0;
/// The button that makes a key where there is none.
const CREATE: f32 = 124.0;

/// What was chosen and typed. Every field keeps its value when the workload changes.
pub(super) struct Composer {
    kind: Kind,
    texts: Texts,
    file: Option<ChosenFile>,
    from: Option<Region>,
    keys: ByClass<Option<KeyId>>,
    also_under: Option<(KeyId, Region)>,
    to: Option<Region>,
    also_in: Option<Region>,
    destination_key: Option<KeyId>,
    /// The key of the destination that a snapshot is re-encrypted under; nothing to copy it unchanged.
    copy_under: Option<KeyId>,
    replication: ReplicationBehaviour,
    bucket_keys: bool,
    client: Client,
    context: ContextEditor,
    /// The reader's name; the acting principal unless another was picked.
    reader: Option<String>,
    lists: Lists,
    /// What the destination lacks to verify by itself.
    lack: Option<Lack>,
}

impl Default for Composer {
    fn default() -> Self {
        Self {
            kind: Kind::Text,
            texts: Texts::default(),
            file: None,
            from: None,
            keys: ByClass::default(),
            also_under: None,
            to: None,
            also_in: None,
            destination_key: None,
            copy_under: None,
            replication: ReplicationBehaviour::AsS3Does,
            bucket_keys: false,
            client: Client::MultiRegionAware,
            context: ContextEditor::default(),
            reader: None,
            lists: Lists::default(),
            lack: None,
        }
    }
}

impl Composer {
    /// How high the strip is where it has this width.
    pub fn height(&self, width: f32) -> f32 {
        let rows = if self.is_one_row(width) { 1.0 } else { 2.0 };
        rows * ROW + (rows - 1.0) * GAP + 2.0 * PAD
    }

    fn is_one_row(&self, width: f32) -> bool {
        width >= ONE_ROW_FROM && self.kind.can_be_one_row()
    }

    /// Takes a file to send.
    pub fn choose_file(&mut self, path: PathBuf) {
        self.file = Some(ChosenFile::at(path));
        self.kind = Kind::File;
    }

    /// The chosen key, whose roles the map shows.
    pub fn key(&self) -> Option<&KeyId> {
        self.keys.of(self.kind.keys()).as_ref()
    }

    /// Where it is encrypted.
    pub fn from(&self) -> Option<Region> {
        self.from
    }

    /// Where it is decrypted.
    pub fn to(&self) -> Option<Region> {
        self.to
    }

    /// Encrypts in this Region from now on.
    pub fn send_from(&mut self, region: Region) {
        if self.to == Some(region) {
            self.to = self.from;
        }
        self.from = Some(region);
    }

    /// Decrypts in this Region from now on.
    pub fn send_to(&mut self, region: Region) {
        self.to = Some(region);
    }

    /// Makes every choice one that exists.
    pub fn settle(&mut self, desk: &Desk) {
        let (world, store) = (desk.world(), desk.world().store());
        let regions = world.regions();
        let there = |region: &Region| regions.contains(region);
        let has_keys = |region: &Region| store.keys_in(*region).next().is_some();
        if self.from.filter(there).is_none() {
            let selected = desk.selected.as_ref().map(|it| it.region).filter(there).filter(has_keys);
            let first = || regions.iter().copied().find(has_keys).or(regions.first().copied());
            self.from = selected.or_else(first);
        }
        let Some(from) = self.from else { return };
        let class = self.kind.keys();
        self.lists.renew_here(world, from, class);
        let fits = |id: &KeyId| store.member(id, from).is_some_and(|(family, _)| class.takes(family));
        let key = self.keys.of_mut(class);
        if !key.as_ref().is_some_and(fits) {
            let selected = desk.selected.as_ref().map(|it| &it.key).filter(|id| fits(id)).cloned();
            *key = selected.or_else(|| best(store, self.lists.here(), from));
        }
        let family = key.as_ref().and_then(|id| store.family(id));
        let related = |region: &Region| family.is_some_and(|it| it.members.contains_key(region));
        if self.to.filter(there).is_none() {
            let mut others = regions.iter().filter(|region| **region != from);
            let first = others.clone().next();
            self.to = others.find(|region| related(region)).or(first).copied().or(Some(from));
        }
        if self.kind == Kind::Table {
            self.also_in = self.also_in.filter(|region| *region != from && related(region));
        }
        let Some(to) = self.to else { return };
        self.lack = self.lacks_in(desk, to);
        self.lists.renew_there(world, to);
        self.lists.renew_elsewhere(world, from);
        let is_there = |id: &KeyId| self.lists.there().iter().any(|(it, _)| it == id);
        if !self.destination_key.as_ref().is_some_and(is_there) {
            let own = self.keys.of(class).clone().filter(is_there);
            self.destination_key = own.or_else(|| best(store, self.lists.there(), to));
        }
        self.copy_under = self.copy_under.take().filter(is_there);
        let exists = |it: &(KeyId, Region)| it.1 != from && store.member(&it.0, it.1).is_some();
        self.also_under = self.also_under.take().filter(exists);
    }

    /// Draws the strip into `area`.
    pub fn ui(&mut self, ui: &mut Ui, area: Rect, desk: &Desk, commands: &mut Vec<Command>) {
        let inner = area.shrink(PAD).intersect(area.shrink2(vec2(space::L, 0.0)));
        let one_row = self.is_one_row(area.width());
        let [first, second] = self.kind.rows();
        let row = |number: f32| {
            let top = inner.top() + number * (ROW + GAP);
            Rect::from_min_size(pos2(inner.left(), top), vec2(inner.width(), ROW))
        };
        let (top, bottom) = if one_row { (row(0.0), row(0.0)) } else { (row(0.0), row(1.0)) };

        // The next frame has the fields of another workload.
        let mut kind = self.kind;
        Self::kind_dropdown(ui, Rect::from_min_size(top.min, vec2(KIND, ROW)), &mut kind);
        let after_kind = Rect::from_min_max(pos2(top.left() + KIND + GAP, top.top()), top.max);
        let before = |area: Rect, width: f32| {
            Rect::from_min_max(area.min, pos2(area.right() - width - GAP, area.bottom()))
        };
        if self.key().is_none() {
            self.without_key(ui, (after_kind, bottom), desk, commands);
        } else {
            let rows = if one_row {
                let all: Vec<(Field, f32)> = [first, second].concat();
                vec![cells(before(after_kind, BUTTON), &all)]
            } else {
                vec![cells(after_kind, first), cells(before(bottom, BUTTON), second)]
            };
            for cell in rows.into_iter().flatten() {
                self.cell(ui, cell, desk, commands);
            }
            self.button(ui, right(bottom, BUTTON), desk, commands);
        }
        if kind != self.kind {
            self.kind = kind;
            self.settle(desk);
            ui.ctx().request_repaint();
        }
    }

    fn button(&self, ui: &mut Ui, area: Rect, desk: &Desk, commands: &mut Vec<Command>) {
        let missing = self.missing();
        let button = if self.kind.is_sent() {
            Button::primary("Send").icon(icons::PAPER_PLANE)
        } else {
            Button::primary("Run").icon(icons::PLAY)
        };
        let button = button.full_width().enabled(missing.is_none()).why_disabled(missing.unwrap_or_default());
        if button.show(&mut child(ui, "start", area)).clicked() {
            commands.extend(self.command(desk));
        }
    }

    /// Says that no key of the source Region fits, and offers to make one.
    fn without_key(
        &mut self,
        ui: &mut Ui,
        (top, bottom): (Rect, Rect),
        desk: &Desk,
        commands: &mut Vec<Command>,
    ) {
        const FROM: f32 = 176.0;
        let Some(from) = self.from else { return };
        let class = self.kind.keys();
        self.cell(ui, (Field::From, Rect::from_min_size(top.min, vec2(FROM, ROW))), desk, commands);
        let one_row = top.bottom() == bottom.bottom();
        let left = if one_row { top.left() + FROM + 2.0 * GAP } else { bottom.left() };
        let text = Rect::from_min_max(
            pos2(left, bottom.top() + LABEL),
            pos2(bottom.right() - CREATE - GAP, bottom.bottom()),
        );
        let line = format!("There is no {} in {from}. Create one, or choose another Region", class.words());
        let mut at = child(ui, "no key", text);
        at.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
            ui.add(Label::new(body(line)).truncate());
        });
        let button = Button::primary("Create key")
            .icon(icons::PLUS)
            .tooltip("A multi-Region key can be used in other Regions as well")
            .full_width();
        if button.show(&mut child(ui, "create", right(bottom, CREATE))).clicked() {
            commands.push(Command::OpenWizardFor(from, class.need()));
        }
    }
}

/// The place of a button at the end of a row.
fn right(row: Rect, width: f32) -> Rect {
    Rect::from_min_size(pos2(row.right() - width, row.top() + LABEL), vec2(width, space::CONTROL_HEIGHT))
}

/// The cells of fields that share a row.
fn cells(row: Rect, fields: &[(Field, f32)]) -> Vec<(Field, Rect)> {
    let all: f32 = fields.iter().map(|(_, share)| share).sum();
    let room = row.width() - GAP * fields.len().saturating_sub(1) as f32;
    let mut left = row.left();
    let cell = |(field, share): &(Field, f32)| {
        let width = (share / all * room).floor();
        let cell = Rect::from_min_size(pos2(left, row.top()), vec2(width, ROW));
        left = cell.right() + GAP;
        (*field, cell)
    };
    fields.iter().map(cell).collect()
}

/// Says over `area` what comes of a file that is dropped, while one hovers above the window.
pub(super) fn drop_hint(ui: &Ui, area: Rect, hint: &str) {
    if ui.input(|input| input.raw.hovered_files.is_empty()) {
        return;
    }
    let t = tokens(ui);
    let painter = ui.painter();
    painter.rect_filled(area, 0.0, t.scrim);
    let line = format!("{}  {hint}", icons::FILE);
    let galley = painter.layout_no_wrap(line, semibold(SECTION), t.text_strong);
    let card = Rect::from_center_size(area.center(), galley.size() + vec2(4.0 * space::L, 2.0 * space::L));
    painter.rect_filled(card, space::RADIUS_CARD, t.raised);
    painter.galley(card.center() - galley.size() / 2.0, galley, t.text_strong);
}
