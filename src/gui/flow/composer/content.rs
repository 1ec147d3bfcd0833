//! What is sent or worked on: a text, a file, or a name.

use std::path::PathBuf;

use egui::{Label, Rect, Ui, pos2, vec2};

use super::{
    super::{input::input, words},
    Composer,
    cells::{LABEL, child, head},
    kind::{Field, Kind},
};
use crate::{
    gui::{
        command::Command,
        theme::{BODY, body, caption, icons, regular, semibold, space},
        widgets::{Button, icon_button},
    },
    kms::api::MAX_PLAINTEXT_BYTES,
};

/// A file that was chosen.
pub(super) struct ChosenFile {
    pub path: PathBuf,
    name: String,
    /// Nothing if the file cannot be looked at; sending it will say why.
    bytes: Option<u64>,
}

impl ChosenFile {
    pub fn at(path: PathBuf) -> Self {
        let name =
            path.file_name().map_or_else(|| path.display().to_string(), |name| name.display().to_string());
        let bytes = std::fs::metadata(&path).ok().map(|data| data.len());
        Self { path, name, bytes }
    }
}

/// What was typed for each workload. Each begins with something, so that the first click shows the whole way.
pub(super) struct Texts {
    text: String,
    data: String,
    object: String,
    item: String,
    database: String,
    document: String,
    claims: String,
}

impl Default for Texts {
    fn default() -> Self {
        Self {
            text: "Quarterly report: all green".to_owned(),
            data: "Quarterly report: all green".to_owned(),
            object: "reports/q1.pdf".to_owned(),
            item: "customer-42".to_owned(),
            database: "ledger".to_owned(),
            document: "Contract of 12 February".to_owned(),
            claims: r#"{"sub":"alice","scope":"read"}"#.to_owned(),
        }
    }
}

impl Texts {
    pub fn of(&self, kind: Kind) -> &String {
        match kind {
            Kind::Text | Kind::File => &self.text,
            Kind::Envelope => &self.data,
            Kind::Object => &self.object,
            Kind::Table => &self.item,
            Kind::Recovery => &self.database,
            Kind::Signing => &self.document,
            Kind::Token => &self.claims,
        }
    }

    fn of_mut(&mut self, kind: Kind) -> &mut String {
        match kind {
            Kind::Text | Kind::File => &mut self.text,
            Kind::Envelope => &mut self.data,
            Kind::Object => &mut self.object,
            Kind::Table => &mut self.item,
            Kind::Recovery => &mut self.database,
            Kind::Signing => &mut self.document,
            Kind::Token => &mut self.claims,
        }
    }
}

impl Composer {
    /// Draws the field of the content, with its label and a note beside that.
    pub(super) fn content(&mut self, ui: &mut Ui, area: Rect, commands: &mut Vec<Command>) {
        let kind = self.kind;
        let label = Field::Content.label(kind);
        let (hint, note) = match (kind, &self.file) {
            (Kind::Text, _) => {
                let bytes = self.texts.of(kind).len();
                let over = bytes > MAX_PLAINTEXT_BYTES;
                let most = if over { ", more than the 4096 that Encrypt takes" } else { "" };
                ("Type something to encrypt", format!("{bytes} B{most}"))
            }
            (Kind::File, None) => ("", "or drop one here".to_owned()),
            (Kind::File, Some(file)) => ("", way_of_sending(file.bytes).to_owned()),
            (Kind::Envelope, _) => ("Type something to encrypt", format!("{} B", self.texts.of(kind).len())),
            (Kind::Object | Kind::Table | Kind::Recovery, _) => ("Name", "sample data".to_owned()),
            (Kind::Signing, _) => ("Type something to sign", "its SHA-256 digest travels".to_owned()),
            (Kind::Token, _) => ("Type claims", "travel in the clear with their MAC".to_owned()),
        };
        head(ui, area, label);
        let control = Rect::from_min_max(pos2(area.left(), area.top() + LABEL), area.max);
        let mut at = child(ui, "content", control);
        if kind == Kind::File {
            self.file_row(&mut at, commands);
        } else {
            let size = (control.width(), space::CONTROL_HEIGHT);
            input(&mut at, self.texts.of_mut(kind), label, hint, regular(BODY), size);
        }
        let label_width = ui
            .painter()
            .layout_no_wrap(label.to_owned(), semibold(BODY), egui::Color32::PLACEHOLDER)
            .size()
            .x;
        let left = area.left() + label_width + space::S;
        let note_area = Rect::from_min_max(pos2(left, area.top()), pos2(area.right(), area.top() + 18.0));
        if note_area.width() > 24.0 {
            let mut at = child(ui, "content note", note_area);
            at.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                ui.add(Label::new(caption(note)).truncate());
            });
        }
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
}

/// How a file of this size travels.
fn way_of_sending(bytes: Option<u64>) -> &'static str {
    match bytes {
        Some(bytes) if bytes <= MAX_PLAINTEXT_BYTES as u64 => "by Encrypt, which takes up to 4 KiB",
        Some(_) => "by envelope: a data key encrypts the file, the wrapped key travels with it",
        None => "the file cannot be read",
    }
}
