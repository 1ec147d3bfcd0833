//! A ciphertext from elsewhere, such as one that an AWS client made through the endpoint: pasted as Base64 or read from a
//! file, opened in a Region, and looked into like any other.

use std::path::Path;

use egui::{Label, TextEdit, Ui, vec2};

use super::{context_editor::ContextEditor, foreign_file::MOST_BYTES};
use crate::{
    gui::{
        command::{CiphertextSending, Command},
        desk::Desk,
        theme::{CAPTION, caption, icons, monospace, space, strong, tokens},
        widgets::{
            Button, Dropdown, field_edge, field_frame, icon_button, is_popover_open, open_popover, popover,
            row_sides, shorten,
        },
    },
    kms::{Region, api::Blob, cryptography::SymmetricCiphertext},
};

const WIDTH: f32 = 360.0;
/// The height of the text.
const HEIGHT: f32 = 76.0;
/// What is said of the text has up to three lines.
const TOLD: f32 = 48.0;

/// What was pasted and chosen.
#[derive(Debug, Default)]
pub(super) struct ForeignCiphertext {
    text: String,
    /// The name of the file that the text is from, and why it could not be read; until the text is changed.
    file: Option<(String, Option<String>)>,
    /// Whether the form was open when it was drawn last.
    open: bool,
    /// Whether it is to be opened: a file was read for it.
    reopen: bool,
    region: Option<Region>,
    context: ContextEditor,
}

impl ForeignCiphertext {
    /// Draws the button with what stands below it while it is open.
    pub fn ui(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        /// Where the list is narrower, an icon must do.
        const WORDS_FROM: f32 = 232.0;
        let button = if ui.available_width() < WORDS_FROM {
            icon_button(ui, icons::UPLOAD, "Open ciphertext…")
        } else {
            let tooltip = "Open one that an AWS client made, or that was saved before";
            Button::ghost("Open ciphertext…").small().tooltip(tooltip).show(ui)
        };
        if std::mem::take(&mut self.reopen) {
            open_popover(&button);
        }
        popover(&button, WIDTH, |ui| self.form(ui, desk, commands));
        self.open = is_popover_open(&button);
    }

    /// Whether the form is open.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Takes what a file holds into the form, and opens it.
    pub fn take_file(&mut self, path: &Path, read: Result<Blob, String>) {
        let name =
            path.file_name().map_or_else(|| path.display().to_string(), |name| name.display().to_string());
        let name = shorten(&name, 20, 8);
        self.reopen = true;
        self.file = Some(match read {
            Ok(ciphertext) => {
                self.text = ciphertext.to_base64();
                (name, None)
            }
            Err(problem) => (name, Some(problem)),
        });
    }

    fn form(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) -> bool {
        let t = tokens(ui);
        row_sides(
            ui,
            space::CONTROL_HEIGHT_SMALL,
            |ui| ui.label(strong("Ciphertext in Base64")),
            |ui| {
                let tooltip = "A file with the bytes of a ciphertext, or with their Base64. It can be dropped here as well";
                let button = Button::secondary("Choose file…").small().icon(icons::FILE).tooltip(tooltip);
                if button.show(ui).clicked() {
                    commands.push(Command::ChooseCiphertextFile);
                }
            },
        );
        ui.label(caption("As the AWS CLI prints a CiphertextBlob"));
        let edit = TextEdit::multiline(&mut self.text)
            .id_salt("foreign ciphertext")
            .font(monospace(CAPTION))
            .desired_rows(4)
            .frame(field_frame(ui))
            .desired_width(f32::INFINITY)
            .hint_text("AQICAH…");
        // As high when it is full as when it is empty: nothing below it moves.
        let scroll =
            egui::ScrollArea::vertical().id_salt("foreign").max_height(HEIGHT).min_scrolled_height(HEIGHT);
        scroll.auto_shrink(false).show(ui, |ui| {
            let field = ui.add(edit).accessible_name("Ciphertext in Base64");
            field_edge(ui, &field, false);
            if field.changed() {
                self.file = None;
            }
        });
        let ciphertext = read(&self.text);
        let says = match &ciphertext {
            Ok(ciphertext) => Ok(told(desk, ciphertext)),
            Err(why) => Err(*why),
        };
        let (text, color) = match (&self.file, says) {
            (Some((name, Some(problem))), _) => (format!("{name} was not read: {problem}"), t.error),
            (Some((name, None)), Ok(text)) => (format!("{name}: {text}"), t.text_subdued),
            (_, Ok(text)) => (text, t.text_subdued),
            (_, Err(why)) => (why.to_owned(), t.error),
        };
        ui.allocate_ui(vec2(ui.available_width(), TOLD), |ui| {
            ui.set_min_height(TOLD);
            ui.add(Label::new(caption(text).color(color)).wrap());
        });
        ui.label(strong("Region that is asked"));
        let regions: Vec<(Region, &str)> =
            desk.world().regions().iter().map(|region| (*region, region.code())).collect();
        let mut region = self.region.filter(|it| desk.world().regions().contains(it));
        if region.is_none() {
            region = regions.first().map(|(region, _)| *region);
        }
        let Some(mut region) = region else { return false };
        Dropdown::new("Region that is asked").label_hidden().show(ui, &mut region, &regions);
        self.region = Some(region);
        self.context.pairs_ui(ui);
        let text = format!("Decrypt as {}", desk.acting);
        let button = Button::primary(&text).icon(icons::LOCK_OPEN).enabled(ciphertext.is_ok());
        let clicked = button.why_disabled("Paste a ciphertext first").show(ui).clicked();
        match ciphertext {
            Ok(ciphertext) if clicked => {
                let context = self.context.context();
                commands.push(Command::SendCiphertext(Box::new(CiphertextSending {
                    name: "Ciphertext".to_owned(),
                    from: region,
                    to: region,
                    ciphertext,
                    context: context.clone(),
                    reader_context: context,
                })));
                true
            }
            _ => false,
        }
    }
}

/// The ciphertext that a text holds, or why it holds none; of nothing there is nothing to say.
fn read(text: &str) -> Result<Blob, &'static str> {
    if text.trim().is_empty() {
        return Err("");
    }
    let blob = Blob::from_base64(text).ok_or("This is not Base64")?;
    if blob.0.len() > MOST_BYTES { Err("Decrypt takes 6144 bytes at most") } else { Ok(blob) }
}

/// What the bytes tell without being opened.
fn told(desk: &Desk, ciphertext: &Blob) -> String {
    let bytes = ciphertext.0.len();
    let material = SymmetricCiphertext::parse(&ciphertext.0).map(|it| it.material);
    let store = desk.world().store();
    let family =
        material.and_then(|material| store.key_of_material(&material)).and_then(|id| store.family(id));
    match (material, family) {
        (_, Some(family)) => {
            format!("{bytes} bytes, under {}", desk.key_label(&family.id, family.primary))
        }
        (Some(_), None) => format!("{bytes} bytes, under a key that this world does not have"),
        (None, _) => format!("{bytes} bytes, not laid out like a symmetric ciphertext"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pasted_is_read_or_said_why_not() {
        assert_eq!(read(" AQID\nBA== "), Ok(Blob(vec![1, 2, 3, 4])));
        assert_eq!(read("  "), Err(""));
        assert_eq!(read("not Base64!"), Err("This is not Base64"));
        assert_eq!(read(&"AAAA".repeat(2049)), Err("Decrypt takes 6144 bytes at most"));
    }
}
