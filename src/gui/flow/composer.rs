//! The strip at the top: what is sent, from where, under which key, to where, bound to what, read by whom.

use std::path::PathBuf;

use egui::{Label, Rect, Ui, UiBuilder, pos2, vec2};

use super::{context_editor::ContextEditor, input::input, words};
use crate::{
    gui::{
        command::{Command, Content, Sending},
        desk::Desk,
        theme::{
            BODY, RegionMark, SECTION, body, caption, icons, paint_mark, regular, semibold, space, strong,
            tokens,
        },
        widgets::{Button, Dropdown, icon_button, segmented},
    },
    kms::{
        KeyFamily, KeyId, MemberState, Region,
        api::{KeySpec, MAX_PLAINTEXT_BYTES},
    },
};

/// From this width on everything stands in one row.
const ONE_ROW_FROM: f32 = 1180.0;
const ROW: f32 = LABEL + space::CONTROL_HEIGHT;
/// A label with the gap below it.
const LABEL: f32 = 22.0;
const PAD: f32 = space::M;
const GAP: f32 = space::S;
const SEND: f32 = 88.0;

/// Whether a text or a file is sent.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Text,
    File,
}

/// A file that was chosen.
#[derive(Clone, Debug)]
struct ChosenFile {
    path: PathBuf,
    name: String,
    /// Nothing if the file cannot be looked at; sending it will say why.
    bytes: Option<u64>,
}

/// The keys of the source Region, as they were at a version of the world.
#[derive(Debug, Default)]
struct KeysHere {
    of: Option<(u64, Region)>,
    names: Vec<(KeyId, String)>,
}

/// What was chosen and typed.
#[derive(Debug)]
pub(super) struct Composer {
    kind: Kind,
    text: String,
    file: Option<ChosenFile>,
    from: Option<Region>,
    key: Option<KeyId>,
    to: Option<Region>,
    context: ContextEditor,
    /// The reader's name; the acting principal unless another was picked.
    reader: Option<String>,
    keys: KeysHere,
}

impl Default for Composer {
    fn default() -> Self {
        Self {
            kind: Kind::Text,
            // Something to send at once, so that the first click on Send shows the whole way.
            text: "Quarterly report: all green".to_owned(),
            file: None,
            from: None,
            key: None,
            to: None,
            context: ContextEditor::default(),
            reader: None,
            keys: KeysHere::default(),
        }
    }
}

impl Composer {
    /// How high the strip is where it has this width.
    pub fn height(width: f32) -> f32 {
        let rows = if width >= ONE_ROW_FROM { 1.0 } else { 2.0 };
        rows * ROW + (rows - 1.0) * GAP + 2.0 * PAD
    }

    /// Takes a file to send.
    pub fn choose_file(&mut self, path: PathBuf) {
        let name =
            path.file_name().map_or_else(|| path.display().to_string(), |name| name.display().to_string());
        let bytes = std::fs::metadata(&path).ok().map(|data| data.len());
        self.file = Some(ChosenFile { path, name, bytes });
        self.kind = Kind::File;
    }

    /// The chosen key, whose roles the map shows.
    pub fn key(&self) -> Option<&KeyId> {
        self.key.as_ref()
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
        if self.keys.of != Some((world.version(), from)) {
            let fitting = store.keys_in(from).filter(|id| store.family(id).is_some_and(can_travel));
            let names = fitting.map(|id| (id.clone(), desk.key_label(id, from)));
            self.keys.names = names.collect();
            self.keys.names.sort_by(|a, b| a.1.cmp(&b.1));
            self.keys.of = Some((world.version(), from));
        }
        let fits = |id: &KeyId| store.member(id, from).is_some_and(|(family, _)| can_travel(family));
        if !self.key.as_ref().is_some_and(fits) {
            let selected = desk.selected.as_ref().map(|it| &it.key).filter(|id| fits(id));
            let best = || {
                let fitting = store.keys_in(from).filter(|id| fits(id));
                fitting.max_by_key(|id| desk.member(id, from).map(|(it, _)| worth(it, from)))
            };
            self.key = selected.or_else(best).cloned();
        }
        if self.to.filter(there).is_none() {
            let members = self.key.as_ref().and_then(|id| store.family(id)).map(|family| &family.members);
            let related = |region: &&Region| members.is_some_and(|members| members.contains_key(region));
            let mut others = regions.iter().filter(|region| **region != from);
            let first = others.clone().next();
            self.to = others.find(related).or(first).copied().or(Some(from));
        }
    }

    /// Draws the strip into `area`.
    pub fn ui(&mut self, ui: &mut Ui, area: Rect, desk: &Desk, commands: &mut Vec<Command>) {
        let inner = area.shrink(PAD).intersect(area.shrink2(vec2(space::L, 0.0)));
        let one_row = area.width() >= ONE_ROW_FROM;
        let (content, choices) = if one_row {
            let choices = (inner.width() * 0.68).min(960.0);
            let split = inner.right() - choices;
            let content = Rect::from_min_max(inner.min, pos2(split - GAP, inner.bottom()));
            (content, Rect::from_min_max(pos2(split, inner.top()), inner.max))
        } else {
            let row = |top: f32| Rect::from_min_size(pos2(inner.left(), top), vec2(inner.width(), ROW));
            (row(inner.top()), row(inner.top() + ROW + GAP))
        };
        self.content(ui, content, commands);
        self.choices(ui, choices, desk, commands);
    }

    fn content(&mut self, ui: &mut Ui, area: Rect, commands: &mut Vec<Command>) {
        const KIND: f32 = 106.0;
        let below = pos2(area.left(), area.top() + LABEL);
        let mut at = child(ui, "content kind", Rect::from_min_size(below, vec2(KIND, space::CONTROL_HEIGHT)));
        let kinds = [(Kind::Text, "Text", ""), (Kind::File, "File", "")];
        segmented(&mut at, "What to send", &mut self.kind, &kinds);
        let rest = Rect::from_min_max(pos2(at.min_rect().right() + GAP, area.top()), area.max);
        let (label, note) = match (self.kind, &self.file) {
            (Kind::Text, _) => {
                let bytes = self.text.len();
                let over = bytes > MAX_PLAINTEXT_BYTES;
                let most = if over { ", more than the 4096 that Encrypt takes" } else { "" };
                ("Text to encrypt", format!("{bytes} B{most}"))
            }
            (Kind::File, None) => ("File to encrypt", "or drop one here".to_owned()),
            (Kind::File, Some(file)) => ("File to encrypt", way_of_sending(file.bytes).to_owned()),
        };
        let control = Rect::from_min_max(pos2(rest.left(), rest.top() + LABEL), rest.max);
        match self.kind {
            Kind::Text => {
                head(ui, rest, label);
                let mut at = child(ui, "content", control);
                let size = (control.width(), space::CONTROL_HEIGHT);
                input(&mut at, &mut self.text, label, "Type something to encrypt", regular(BODY), size);
            }
            Kind::File => {
                head(ui, rest, label);
                self.file_row(&mut child(ui, "content", control), commands);
            }
        }
        let label_width = 118.0;
        let note_area = Rect::from_min_max(
            pos2(rest.left() + label_width, rest.top()),
            pos2(rest.right(), rest.top() + 18.0),
        );
        let mut at = child(ui, "content note", note_area);
        at.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
            ui.add(Label::new(caption(note)).truncate());
        });
    }

    fn file_row(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) {
        ui.horizontal(|ui| {
            if Button::secondary("Choose file…").icon(icons::FILE).show(ui).clicked() {
                commands.push(Command::ChooseFileToSend);
            }
            let Some(file) = &self.file else { return };
            let text = match file.bytes {
                Some(bytes) => format!("{} · {}", file.name, words::size(bytes)),
                None => file.name.clone(),
            };
            let mut dropped = false;
            let rest = vec2(ui.available_width(), space::CONTROL_HEIGHT);
            ui.allocate_ui_with_layout(rest, egui::Layout::right_to_left(egui::Align::Center), |ui| {
                dropped = icon_button(ui, icons::X, "Remove the file").clicked();
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    ui.add(Label::new(body(text)).truncate()).on_hover_text(file.path.display().to_string());
                });
            });
            if dropped {
                self.file = None;
            }
        });
    }

    fn choices(&mut self, ui: &mut Ui, area: Rect, desk: &Desk, commands: &mut Vec<Command>) {
        let Some((mut from, mut to)) = self.from.zip(self.to) else { return };
        let room = area.width() - SEND - 5.0 * GAP;
        // Shares of the row: Regions, key, Region, context, reader.
        let mut left = area.left();
        let mut cells = [0.205, 0.215, 0.205, 0.185, 0.19]
            .map(|share| {
                let rect = Rect::from_min_size(pos2(left, area.top()), vec2((share * room).floor(), ROW));
                left = rect.right() + GAP;
                rect
            })
            .into_iter();
        let mut next = |ui: &mut Ui, label: &str| {
            let cell = cells.next().unwrap_or(Rect::NOTHING);
            head(ui, cell, label);
            child(ui, label, Rect::from_min_max(pos2(cell.left(), cell.top() + LABEL), cell.max))
        };
        let regions: Vec<(Region, &str)> =
            desk.world().regions().iter().map(|region| (*region, region.code())).collect();

        if region_dropdown(&mut next(ui, "From Region"), "From Region", desk, &mut from, &regions) {
            self.send_from(from);
            self.settle(desk);
        }
        let mut at = next(ui, "Key");
        let keys: Vec<(Option<KeyId>, &str)> =
            self.keys.names.iter().map(|(id, name)| (Some(id.clone()), name.as_str())).collect();
        at.add_enabled_ui(!keys.is_empty(), |ui| {
            let dropdown = Dropdown::new("Key").label_hidden().placeholder("No symmetric key in this Region");
            dropdown.show(ui, &mut self.key, &keys);
        });
        if region_dropdown(&mut next(ui, "To Region"), "To Region", desk, &mut to, &regions) {
            self.to = Some(to);
        }
        let mut at = next(ui, "Encryption context");
        let summary = self.context.summary();
        let name = format!("Encryption context: {summary}");
        let button = Button::secondary(&summary).name(&name).trailing_icon(icons::CARET_DOWN).full_width();
        let button = button.show(&mut at);
        self.context.popover(&button, |_, _| false);
        self.reader_dropdown(&mut next(ui, "Reader"), desk);

        let send = Rect::from_min_size(
            pos2(area.right() - SEND, area.top() + LABEL),
            vec2(SEND, space::CONTROL_HEIGHT),
        );
        let sending = self.sending(desk);
        let why = match (&sending, &self.key) {
            (None, None) => "There is no symmetric encryption key in the source Region",
            (None, Some(_)) => "Choose a file first",
            (Some(_), _) => "",
        };
        let button = Button::primary("Send").icon(icons::PAPER_PLANE).full_width();
        let mut at = child(ui, "send", send);
        if button.enabled(sending.is_some()).why_disabled(why).show(&mut at).clicked() {
            commands.extend(sending.map(|sending| Command::Send(Box::new(sending))));
        }
    }

    fn reader_dropdown(&mut self, ui: &mut Ui, desk: &Desk) {
        let acting = format!("{} (acting)", desk.acting);
        let mut items: Vec<(Option<String>, &str)> = vec![(None, &acting)];
        let others = desk.world().principals().iter().filter(|it| it.name != desk.acting);
        items.extend(others.map(|it| (Some(it.name.clone()), it.name.as_str())));
        // Who acts by now, or was removed, is no choice of its own.
        if !items.iter().any(|(name, _)| *name == self.reader) {
            self.reader = None;
        }
        Dropdown::new("Reader").label_hidden().show(ui, &mut self.reader, &items);
    }

    /// What Send sends; nothing while something is missing.
    fn sending(&self, desk: &Desk) -> Option<Sending> {
        let content = match self.kind {
            Kind::Text => Content::Text(self.text.clone()),
            Kind::File => Content::File(self.file.as_ref()?.path.clone()),
        };
        let (source, key) = (self.from?, self.key.as_ref()?);
        let alias = desk.world().store().aliases_of(key, source).next();
        let context = self.context.context();
        Some(Sending {
            content,
            source,
            destination: self.to?,
            key_id: alias.map_or_else(|| key.to_string(), ToString::to_string),
            reader_context: context.clone(),
            context,
            reader: self.reader.clone().unwrap_or_else(|| desk.acting.clone()),
        })
    }
}

/// Whether text and data keys can be sent under a key: Encrypt and GenerateDataKey both take it.
fn can_travel(family: &KeyFamily) -> bool {
    family.spec == KeySpec::SymmetricDefault
}

/// Which key is offered first: one that works, in many Regions.
fn worth(family: &KeyFamily, region: Region) -> (bool, usize) {
    let works = family.members.get(&region).is_some_and(|member| member.state == MemberState::Enabled);
    (works, family.members.len())
}

/// How a file of this size travels.
fn way_of_sending(bytes: Option<u64>) -> &'static str {
    match bytes {
        Some(bytes) if bytes <= MAX_PLAINTEXT_BYTES as u64 => "by Encrypt, which takes up to 4 KiB",
        Some(_) => "by envelope: a data key encrypts the file, the wrapped key travels with it",
        None => "the file cannot be read",
    }
}

fn child(ui: &mut Ui, salt: &str, area: Rect) -> Ui {
    let mut child = ui.new_child(UiBuilder::new().id_salt(salt).max_rect(area));
    child.spacing_mut().item_spacing = vec2(GAP, 0.0);
    child
}

/// The label of what stands below it in `cell`.
fn head(ui: &mut Ui, cell: Rect, label: &str) {
    let area = Rect::from_min_size(cell.min, vec2(cell.width(), 18.0));
    let mut at = child(ui, &format!("{label} head"), area);
    at.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
        ui.add(Label::new(strong(label)).truncate());
    });
}

/// A dropdown of Regions with the picked one's mark; whether another was picked.
fn region_dropdown(
    ui: &mut Ui,
    label: &str,
    desk: &Desk,
    value: &mut Region,
    items: &[(Region, &str)],
) -> bool {
    let response = Dropdown::new(label).label_hidden().show(ui, value, items);
    let t = tokens(ui);
    let at = pos2(response.rect.right() - 36.0, response.rect.center().y);
    // The longest code and the mark need this much.
    if response.rect.width() > 156.0 {
        paint_mark(ui.painter(), at, 8.0, &RegionMark::at(ui, desk.region_index(*value)), t.field);
    }
    response.changed()
}

/// Says over `area` that a file may be dropped, while one hovers above the window.
pub(super) fn drop_hint(ui: &Ui, area: Rect) {
    if ui.input(|input| input.raw.hovered_files.is_empty()) {
        return;
    }
    let t = tokens(ui);
    let painter = ui.painter();
    painter.rect_filled(area, 0.0, t.scrim);
    let line = format!("{}  Drop to send the file", icons::FILE);
    let galley = painter.layout_no_wrap(line, semibold(SECTION), t.text_strong);
    let card = Rect::from_center_size(area.center(), galley.size() + vec2(4.0 * space::L, 2.0 * space::L));
    painter.rect_filled(card, space::RADIUS_CARD, t.raised);
    painter.galley(card.center() - galley.size() / 2.0, galley, t.text_strong);
}
