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
//! | `rows` | how high it is, and where its fields stand |
//! | `folded` | the strip of one line for low windows, with the fields below it on demand |

mod cells;
mod content;
mod folded;
mod keys;
mod kind;
mod order;
mod replica;
mod rows;

pub(super) use self::rows::Rows;
use std::path::PathBuf;

use egui::{Label, Rect, Ui, pos2, vec2};

use self::{
    cells::{GAP, LABEL, child},
    content::{ChosenFile, Texts},
    keys::{ByClass, Lists, best},
    kind::{Field, Kind},
    replica::Lack,
    rows::{BUTTON, KIND, ROW, before, in_row, right},
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
    /// Whether the fields are shown where they are folded away.
    unfolded: bool,
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
            unfolded: false,
            lack: None,
        }
    }
}

impl Composer {
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
    pub fn ui(&mut self, ui: &mut Ui, area: Rect, rows: Rows, desk: &Desk, commands: &mut Vec<Command>) {
        // The next frame has the fields of another workload.
        let mut kind = self.kind;
        if rows == Rows::Folded {
            self.folded(ui, area, &mut kind, desk, commands);
        } else {
            let (top, bottom) = rows.in_strip(area);
            Self::kind_dropdown(ui, Rect::from_min_size(top.min, vec2(KIND, ROW)), &mut kind);
            let after_kind = Rect::from_min_max(pos2(top.left() + KIND + GAP, top.top()), top.max);
            let top = if rows == Rows::One { after_kind } else { before(after_kind, BUTTON) };
            self.fields(ui, (top, bottom), desk, commands);
            if self.key().is_some() {
                self.button(ui, right(bottom, BUTTON), desk, commands);
            }
        }
        if kind != self.kind {
            self.kind = kind;
            self.settle(desk);
            ui.ctx().request_repaint();
        }
    }

    /// Draws the fields into two rows, which may be one; the second one leaves room for the button.
    fn fields(&mut self, ui: &mut Ui, (top, bottom): (Rect, Rect), desk: &Desk, commands: &mut Vec<Command>) {
        if self.key().is_none() {
            return self.without_key(ui, (top, bottom), desk, commands);
        }
        let [first, second] = self.kind.rows();
        let cells = if top.top() == bottom.top() {
            in_row(before(top, BUTTON), &[first, second].concat())
        } else {
            [in_row(top, first), in_row(before(bottom, BUTTON), second)].concat()
        };
        for cell in cells {
            self.cell(ui, cell, desk, commands);
        }
    }

    fn button(&self, ui: &mut Ui, area: Rect, desk: &Desk, commands: &mut Vec<Command>) {
        let no_key = self.key().is_none().then_some("There is no key for it in the Region");
        let missing = no_key.or(self.missing());
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
