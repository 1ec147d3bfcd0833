//! A transfer in the inspector: what came of it, its ciphertext, and what can be done with it.

use egui::{Label, Ui};

use super::parts::{Question, WhoOpens, context, key_rows, title};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        flow::{anatomy::Anatomy, context_editor::ContextEditor, words},
        theme::{
            RegionMark, body, caption, icon, icons, paragraph, region_mark, section, space, strong, tokens,
        },
        widgets::{
            Badge, Button, CalloutKind, Card, MenuItem, callout_with, menu_button, menu_heading,
            property_table_with, row_sides, short_id,
        },
    },
    kms::{Exception, Timestamp, cryptography::SymmetricCiphertext},
    workloads::{Leg, Message, Transfer, TransferId},
};

/// Longer plaintext is told by its size and digest.
const MOST_CHARACTERS: usize = 400;
/// How high the actions are.
pub(super) const FOOT: f32 = 2.0 * space::CONTROL_HEIGHT_SMALL + space::S + 2.0 * space::M;

/// What the inspector of transfers remembers of itself.
#[derive(Default)]
pub(super) struct TransferInspector {
    of: Option<TransferId>,
    anatomy: Anatomy,
    opens: WhoOpens,
    other_context: ContextEditor,
}

impl TransferInspector {
    /// Takes a transfer up; answers how high its actions are.
    pub fn look_at(&mut self, desk: &Desk, id: TransferId) -> f32 {
        let Some(transfer) = desk.stage.transfer(id) else { return 0.0 };
        if self.of != Some(id) {
            self.of = Some(id);
            self.opens.forget();
            self.other_context = ContextEditor::of(&transfer.reader_context);
        }
        if transfer.message.is_some() { FOOT } else { 0.0 }
    }

    /// Draws what it is.
    pub fn heading(&self, ui: &mut Ui, desk: &Desk, id: TransferId, shown: Timestamp) {
        if let Some(transfer) = desk.stage.transfer(id) {
            heading(ui, desk, transfer, shown);
        }
    }

    /// Draws what had come of it at the moment that is shown, and its ciphertext.
    pub fn body(&mut self, ui: &mut Ui, desk: &Desk, id: TransferId, shown: Timestamp) {
        let Some(transfer) = desk.stage.transfer(id) else { return };
        result(ui, desk, transfer, shown);
        let Some(message) = &transfer.message else { return };
        let ciphertext = message.kms_ciphertext();
        self.anatomy.look_at(ciphertext);
        let question = Question::Opens(ciphertext, &transfer.reader_context);
        self.opens.ui(ui, desk, question, &transfer.reader);

        title(ui, "Anatomy", &kind_of(message));
        self.anatomy.ui(ui);
        property_table_with(ui, 104.0, |rows| {
            key_rows(rows, desk, ciphertext);
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

    /// Draws what can be done with it.
    pub fn actions(&mut self, ui: &mut Ui, desk: &Desk, id: TransferId, commands: &mut Vec<Command>) {
        let Some(transfer) = desk.stage.transfer(id) else { return };
        let Some(message) = &transfer.message else { return };
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

fn heading(ui: &mut Ui, desk: &Desk, transfer: &Transfer, shown: Timestamp) {
    let words = match words::is_waiting(transfer, desk.world()) && shown == desk.world().now() {
        true => words::leg_in(transfer, desk.world()),
        false => words::leg_at(transfer, shown),
    };
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
    let text = match transfer.made_elsewhere {
        true => format!("Made elsewhere, {reader} decrypts"),
        false => format!("{writer} encrypts, {reader} decrypts"),
    };
    ui.add(Label::new(caption(text)).truncate());
}

/// What came of it: the plaintext inside its Region's card, or the exception.
fn result(ui: &mut Ui, desk: &Desk, transfer: &Transfer, shown: Timestamp) {
    match &transfer.leg {
        _ if words::was_under_way(transfer, shown) => sealed(ui, transfer, shown),
        Leg::Opened { plaintext, .. } => opened(ui, desk, transfer, plaintext.as_deref()),
        Leg::Refused { region, error } => {
            callout_with(ui, CalloutKind::Error, error.exception.name(), &words::exception_message(error));
            let told = if error.exception == Exception::ConnectTimeout {
                format!("Nobody answered in {region}, which was dark")
            } else {
                format!("Answered by KMS in {region} · HTTP {}", error.exception.http_status())
            };
            ui.label(caption(told));
        }
        Leg::FileDamaged(reason) => {
            callout_with(ui, CalloutKind::Error, "File not opened", reason);
        }
        Leg::Encrypting | Leg::Travelling(_) | Leg::Decrypting | Leg::OpeningFile => {
            sealed(ui, transfer, shown)
        }
    }
}

/// What stands where the plaintext will: as high as a line of it, so that nothing moves when it opens.
fn sealed(ui: &mut Ui, transfer: &Transfer, shown: Timestamp) {
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
        let has_left = transfer.times.left.is_some_and(|left| left <= shown);
        let text = match &transfer.leg {
            _ if !has_left => format!("Plaintext is in {} alone", transfer.source),
            Leg::OpeningFile => "The data key is open, the file is decrypted".to_owned(),
            _ => "No plaintext anywhere on the way".to_owned(),
        };
        ui.label(paragraph(text).weak());
        property_table_with(ui, 116.0, |rows| {
            if !transfer.made_elsewhere {
                rows.row("SHA-256 before", |ui| short_id(ui, &transfer.original.sha256(), 10, 6));
            }
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
                if transfer.made_elsewhere {
                    Badge::neutral("made elsewhere").show(ui)
                } else if transfer.is_identical() {
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
                let bytes = plaintext.map_or(0, <[u8]>::len) as u64;
                ui.label(body(words::size(bytes)).color(t.plaintext));
            }
            None => {
                ui.label(caption("The plaintext itself is not part of a saved world"));
            }
        }
        if let Leg::Opened { result, .. } = &transfer.leg {
            property_table_with(ui, 116.0, |rows| {
                if !transfer.made_elsewhere {
                    rows.row("SHA-256 before", |ui| short_id(ui, &transfer.original.sha256(), 10, 6));
                }
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
        Message::Direct(it) if SymmetricCiphertext::parse(&it.0).is_none() => format!("bytes, {bytes}"),
        Message::Direct(_) => format!("ciphertext of Encrypt, {bytes}"),
        Message::Envelope { .. } => format!("the wrapped data key, {bytes}"),
    }
}
