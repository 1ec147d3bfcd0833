//! The inspector of the selected transfer: what came of it, its ciphertext, and what can be done with it.

use std::sync::Arc;

use egui::{Label, Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use super::{
    anatomy::Anatomy,
    context_editor::{self, ContextEditor},
    readers::{self, Readers},
    words,
};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        theme::{
            RegionMark, body, caption, icon, icons, mono, mono_caption, paragraph, region_mark, section,
            space, strong, tokens,
        },
        widgets::{
            Badge, Button, CalloutKind, Card, Dropdown, MenuItem, callout_with, empty_state, menu_button,
            menu_heading, property_table_with, row_sides, short_id, short_id_caption,
        },
    },
    kms::{KeyMaterialId, api::EncryptionContext, cryptography::SymmetricCiphertext},
    workloads::{Leg, Message, Transfer, TransferId},
    world::Principal,
};

/// Longer plaintext is told by its size and digest.
const MOST_CHARACTERS: usize = 400;
const PAD: f32 = space::L;
const FOOT: f32 = 2.0 * space::CONTROL_HEIGHT_SMALL + space::S + 2.0 * space::M;

/// What the inspector remembers of itself.
#[derive(Debug, Default)]
pub(super) struct Inspector {
    of: Option<TransferId>,
    anatomy: Anatomy,
    readers: Readers,
    /// For whom the Regions are asked; the transfer's own reader unless another was picked.
    reader: Option<Arc<str>>,
    other_context: ContextEditor,
}

impl Inspector {
    /// Draws the inspector into `area`.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        area: Rect,
        desk: &Desk,
        selected: Option<TransferId>,
        commands: &mut Vec<Command>,
    ) {
        let Some(transfer) = selected.and_then(|id| desk.stage.transfer(id)) else {
            let mut inner = child(ui, "inspector empty", area.shrink(PAD));
            let text = "Choose a text or a file above, a key and a destination. The ciphertext can be inspected here \
                        while it travels";
            empty_state(&mut inner, icons::LOCK, "Nothing was sent yet", text, None);
            return;
        };
        if self.of != Some(transfer.id) {
            self.of = Some(transfer.id);
            self.reader = None;
            self.other_context = ContextEditor::of(&transfer.reader_context);
        }
        let foot = if transfer.message.is_some() { FOOT } else { 0.0 };
        let split = area.bottom() - foot;
        let body_area = Rect::from_min_max(area.min, pos2(area.right(), split));
        let mut at = child(ui, "inspector body", body_area);
        ScrollArea::vertical().id_salt("inspector").auto_shrink(false).show(&mut at, |ui| {
            egui::Frame::new().inner_margin(PAD).show(ui, |ui| {
                ui.take_available_width();
                ui.spacing_mut().item_spacing = vec2(space::S, space::XS);
                self.body(ui, desk, transfer);
            });
        });
        if let Some(message) = &transfer.message {
            let t = tokens(ui);
            let foot_area = Rect::from_min_max(pos2(area.left(), split), area.max);
            ui.painter().hline(area.x_range(), split, egui::Stroke::new(space::HAIRLINE, t.line));
            let inner = foot_area.shrink2(vec2(PAD, space::M));
            let mut at = child(ui, "inspector foot", inner);
            at.spacing_mut().item_spacing = vec2(space::S, space::S);
            self.actions(&mut at, desk, transfer, message, commands);
        }
    }

    fn body(&mut self, ui: &mut Ui, desk: &Desk, transfer: &Transfer) {
        heading(ui, desk, transfer);
        ui.add_space(space::S);
        result(ui, desk, transfer);
        let Some(message) = &transfer.message else { return };
        let ciphertext = message.kms_ciphertext();
        self.anatomy.look_at(ciphertext);
        self.who_can_open(ui, desk, transfer);

        title(ui, "Anatomy", &kind_of(message));
        self.anatomy.ui(ui);
        property_table_with(ui, 104.0, |rows| {
            rows.row("Base64", |ui| short_id_caption(ui, &ciphertext.to_base64(), 24, 0));
            if let Some(material) = SymmetricCiphertext::parse(&ciphertext.0).map(|it| it.material) {
                let key = key_of(desk, &material);
                rows.text("Key", key.as_ref().map_or("none has this material", |(name, _)| name));
                rows.row("Key material", |ui| {
                    ui.label(body(key.map_or_else(|| "unknown".to_owned(), |(_, version)| version)));
                    short_id_caption(ui, &material.to_string(), 8, 4);
                });
            }
            if let Message::Envelope { wrapped_key, bytes, .. } = message {
                let wrapped = wrapped_key.0.len() as u64;
                let text = format!(
                    "{} file + {} wrapped key",
                    words::size(bytes.saturating_sub(wrapped)),
                    words::size(wrapped)
                );
                rows.text("Envelope", &text);
            }
        });

        title(ui, "Encryption context", "bound as AAD, never stored");
        context(ui, &transfer.context);
        if transfer.reader_context != transfer.context {
            ui.label(caption("The reader gives another one:"));
            context(ui, &transfer.reader_context);
        }
    }

    fn who_can_open(&mut self, ui: &mut Ui, desk: &Desk, transfer: &Transfer) {
        let Some(message) = &transfer.message else { return };
        ui.add_space(space::M);
        let principals = desk.world().principals();
        let items: Vec<(Arc<str>, String)> =
            principals.iter().map(|it: &Principal| (it.acting_arn().into(), it.name.clone())).collect();
        let names: Vec<(Arc<str>, &str)> =
            items.iter().map(|(arn, name)| (Arc::clone(arn), name.as_str())).collect();
        let mut reader = self.reader.clone().unwrap_or_else(|| Arc::clone(&transfer.reader));
        row_sides(
            ui,
            space::CONTROL_HEIGHT,
            |ui| ui.label(strong("Who can open it now?")),
            |ui| {
                let dropdown = Dropdown::new("Reader who asks").label_hidden().width(172.0);
                if dropdown.show(ui, &mut reader, &names).changed() {
                    self.reader = Some(Arc::clone(&reader));
                }
            },
        );
        let answers = self.readers.of(desk, message.kms_ciphertext(), &transfer.reader_context, &reader);
        readers::answers_ui(ui, desk, answers);
    }

    fn actions(
        &mut self,
        ui: &mut Ui,
        desk: &Desk,
        transfer: &Transfer,
        message: &Message,
        commands: &mut Vec<Command>,
    ) {
        let id = transfer.id;
        ui.horizontal(|ui| {
            menu_button(ui, Button::secondary("Decrypt in…").small(), 240.0, |ui| {
                menu_heading(ui, &format!("Sent on, and decrypted there by {}", desk.acting));
                for region in desk.world().regions() {
                    let here = if *region == transfer.destination { "it is here" } else { "" };
                    if MenuItem::new(region.code()).note(here).show(ui).clicked() {
                        commands.push(Command::SendOn(id, *region));
                    }
                }
            });
            self.anatomy.look_at(message.kms_ciphertext());
            let target = self.anatomy.target();
            let tooltip = format!(
                "Sends it again with one bit of byte {target} changed: {}.\nClick a byte above to choose another",
                self.anatomy.name_of(target)
            );
            if Button::secondary("Flip one bit").small().tooltip(&tooltip).show(ui).clicked() {
                commands.push(Command::FlipBit(id, target));
            }
            let button = Button::secondary("Other context…").small();
            let button = button.tooltip("Sends it again, to be read under another encryption context").show(ui);
            let mut again = None;
            self.other_context.popover(&button, |ui, editor| {
                ui.add_space(space::XS);
                let sent = Button::primary("Send with this context").small().show(ui).clicked();
                if sent {
                    again = Some(editor.context());
                }
                sent
            });
            commands.extend(again.map(|context| Command::SendWithContext(id, context)));
        });
        ui.horizontal(|ui| {
            if Button::secondary("Save ciphertext…").small().icon(icons::DOWNLOAD).show(ui).clicked() {
                commands.push(Command::SaveCiphertext(id));
            }
            if let Leg::Opened { plaintext, .. } = &transfer.leg {
                let file = matches!(message, Message::Envelope { .. }) || transfer.name != "Text";
                let text = if file { "Save decrypted file…" } else { "Save plaintext…" };
                let button =
                    Button::secondary(text).small().icon(icons::DOWNLOAD).enabled(plaintext.is_some());
                let button = button.why_disabled("The plaintext is not part of a saved world");
                if button.show(ui).clicked() {
                    commands.push(Command::SavePlaintext(id));
                }
            }
        });
    }
}

fn child(ui: &mut Ui, salt: &str, area: Rect) -> Ui {
    let mut child = ui.new_child(UiBuilder::new().id_salt(salt).max_rect(area));
    child.shrink_clip_rect(area);
    child
}

fn title(ui: &mut Ui, text: &str, note: &str) {
    ui.add_space(space::M);
    ui.horizontal(|ui| {
        ui.label(strong(text));
        ui.add(Label::new(caption(note)).truncate());
    });
}

fn heading(ui: &mut Ui, desk: &Desk, transfer: &Transfer) {
    let words = words::leg(&transfer.leg);
    row_sides(
        ui,
        space::CONTROL_HEIGHT_SMALL,
        |ui| {
            ui.add(Label::new(section(&transfer.name)).truncate());
        },
        |ui| {
            Badge::new(words.tone, words.state).icon(words.icon).show(ui);
            ui.label(caption(format!("#{}", transfer.id.0 + 1)));
        },
    );
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        region_mark(ui, desk.region_index(transfer.source), 18.0);
        ui.label(body(transfer.source.code()));
        ui.label(icon(icons::ARROW_RIGHT, 13.0).weak());
        region_mark(ui, desk.region_index(transfer.destination), 18.0);
        ui.label(body(transfer.destination.code()));
    });
    let (writer, reader) = (words::principal(&transfer.writer), words::principal(&transfer.reader));
    let text = format!("{writer} encrypts, {reader} decrypts");
    ui.add(Label::new(caption(text)).truncate());
}

/// What came of it: the plaintext inside its Region's card, or the exception.
fn result(ui: &mut Ui, desk: &Desk, transfer: &Transfer) {
    match &transfer.leg {
        Leg::Opened { plaintext, .. } => opened(ui, desk, transfer, plaintext.as_deref()),
        Leg::Refused { region, error } => {
            callout_with(ui, CalloutKind::Error, error.exception.name(), &words::exception_message(error));
            let status = error.exception.http_status();
            ui.label(caption(format!("Answered by KMS in {region} · HTTP {status}")));
        }
        Leg::FileDamaged(reason) => {
            callout_with(ui, CalloutKind::Error, "File not opened", reason);
        }
        Leg::Encrypting | Leg::Travelling(_) | Leg::Decrypting | Leg::OpeningFile => sealed(ui, transfer),
    }
}

/// What stands where the plaintext will: as high as a line of it, so that nothing moves when it opens.
fn sealed(ui: &mut Ui, transfer: &Transfer) {
    let t = tokens(ui);
    Card::new().edge(t.ciphertext).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        row_sides(
            ui,
            space::BADGE_HEIGHT,
            |ui| {
                ui.label(icon(icons::LOCK, 15.0).color(t.ciphertext));
                ui.label(strong(format!("Sealed for {}", transfer.destination)));
            },
            |_| {},
        );
        let text = match &transfer.leg {
            Leg::Encrypting => format!("Plaintext is in {} alone", transfer.source),
            Leg::OpeningFile => "The data key is open, the file is decrypted".to_owned(),
            _ => "No plaintext anywhere on the way".to_owned(),
        };
        ui.label(paragraph(text).weak());
        property_table_with(ui, 116.0, |rows| {
            rows.row("SHA-256 before", |ui| short_id(ui, &transfer.original.sha256(), 10, 6));
            rows.text("SHA-256 after", "–");
        });
    });
}

fn opened(ui: &mut Ui, desk: &Desk, transfer: &Transfer, plaintext: Option<&[u8]>) {
    let t = tokens(ui);
    let edge = RegionMark::at(ui, desk.region_index(transfer.destination)).color;
    Card::new().edge(edge).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        row_sides(
            ui,
            space::BADGE_HEIGHT,
            |ui| {
                ui.label(icon(icons::LOCK_OPEN, 15.0).color(t.plaintext));
                ui.label(strong(format!("Plaintext in {}", transfer.destination)));
            },
            |ui| {
                if transfer.is_identical() {
                    Badge::ok("identical").icon(icons::CHECK).show(ui)
                } else {
                    Badge::error("different").icon(icons::X).show(ui)
                }
            },
        );
        match plaintext.map(readable) {
            Some(Some(text)) => {
                ui.label(paragraph(text).color(t.plaintext));
            }
            Some(None) => {
                ui.label(body(words::size(transfer.original.bytes)).color(t.plaintext));
            }
            None => {
                ui.label(caption("The plaintext itself is not part of a saved world"));
            }
        }
        if let Leg::Opened { result, .. } = &transfer.leg {
            property_table_with(ui, 116.0, |rows| {
                rows.row("SHA-256 before", |ui| short_id(ui, &transfer.original.sha256(), 10, 6));
                rows.row("SHA-256 after", |ui| short_id(ui, &result.sha256(), 10, 6));
            });
        }
    });
}

/// The plaintext as text, if it is short and is text.
fn readable(plaintext: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(plaintext).ok()?;
    let plain = |c: char| !c.is_control() || c == '\n' || c == '\t';
    (!text.is_empty() && text.len() <= MOST_CHARACTERS && text.chars().all(plain)).then_some(text)
}

/// Which ciphertext the anatomy shows.
fn kind_of(message: &Message) -> String {
    let bytes = words::size(message.kms_ciphertext().0.len() as u64);
    match message {
        Message::Direct(_) => format!("ciphertext of Encrypt, {bytes}"),
        Message::Envelope { .. } => format!("the wrapped data key, {bytes}"),
    }
}

/// The key whose material opens a ciphertext, and which version of it that is.
fn key_of(desk: &Desk, material: &KeyMaterialId) -> Option<(String, String)> {
    let store = desk.world().store();
    let family = store.family(store.key_of_material(material)?)?;
    let number = family.material.all().position(|it| it.id == *material)? + 1;
    // The primary's name is the one most people know; a replica may have none.
    Some((desk.key_label(&family.id, family.primary), format!("v{number} of {}", family.material.count())))
}

fn context(ui: &mut Ui, context: &EncryptionContext) {
    let t = tokens(ui);
    Card::new().fill(t.field).padding(space::S).show(ui, |ui| {
        if context.is_empty() {
            ui.label(mono_caption(context_editor::summary(context)));
        }
        for (key, value) in context {
            ui.add(Label::new(mono(format!("{key} = {value}"))).truncate());
        }
    });
}
