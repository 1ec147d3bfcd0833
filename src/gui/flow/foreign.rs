//! A ciphertext from elsewhere, such as one that an AWS client made through the endpoint: pasted as Base64, opened in a
//! Region, and looked into like any other.

use egui::{TextEdit, Ui};

use super::context_editor::ContextEditor;
use crate::{
    gui::{
        command::{CiphertextSending, Command},
        desk::Desk,
        theme::{CAPTION, caption, icons, monospace, strong, tokens},
        widgets::{Button, Dropdown, field_frame, icon_button, popover},
    },
    kms::{Region, api::Blob, cryptography::SymmetricCiphertext},
};

const WIDTH: f32 = 360.0;
/// The height of the text.
const HEIGHT: f32 = 92.0;
/// The most that Decrypt takes, in bytes.
const MOST: usize = 6144;

/// What was pasted and chosen.
#[derive(Debug, Default)]
pub(super) struct ForeignCiphertext {
    text: String,
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
        popover(&button, WIDTH, |ui| self.form(ui, desk, commands));
    }

    fn form(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) -> bool {
        let t = tokens(ui);
        ui.label(strong("Ciphertext in Base64"));
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
            ui.add(edit).accessible_name("Ciphertext in Base64");
        });
        let ciphertext = read(&self.text);
        let says = match &ciphertext {
            Ok(ciphertext) => Ok(told(desk, ciphertext)),
            Err(why) => Err(*why),
        };
        match says {
            Ok(text) => ui.label(caption(text)),
            Err("") => ui.label(caption(" ")),
            Err(why) => ui.label(caption(why).color(t.error)),
        };
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
    if blob.0.len() > MOST { Err("Decrypt takes 6144 bytes at most") } else { Ok(blob) }
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
