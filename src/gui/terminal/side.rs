//! The panel beside the terminal: the default Region, the folder of the shell, examples.

use egui::{ScrollArea, Ui};

use super::TerminalView;
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        flow::size,
        theme::{caption, icons, mono_caption, section, space},
        widgets::{Button, CodeView, Dropdown, icon_button, shorten},
    },
    kms::Region,
};

/// What a newcomer might try, with what it shows.
const EXAMPLES: [(&str, &str); 7] = [
    ("Who am I?", "aws sts get-caller-identity"),
    (
        "A multi-Region key",
        "ARN=$(aws kms create-key --multi-region --description \"from the shell\" \\\n  --query KeyMetadata.Arn --output text)\necho $ARN",
    ),
    ("Replicate it", "aws kms replicate-key --key-id $ARN --replica-region eu-west-1\nsleep 10"),
    (
        "Encrypt here",
        "aws kms encrypt --key-id $ARN --plaintext \"over the ocean\" \\\n  --query CiphertextBlob --output text > sealed.b64\ncat sealed.b64",
    ),
    (
        "Decrypt there",
        "aws kms decrypt --region eu-west-1 \\\n  --ciphertext-blob fileb://<(base64 --decode sealed.b64) \\\n  --query Plaintext --output text | base64 --decode",
    ),
    ("All aliases, as a table", "aws kms list-aliases --output table"),
    ("What is there?", "help"),
];

/// The most of a file that is shown.
const SHOWN_BYTES: usize = 4 << 10;

/// Draws the panel.
pub fn show(ui: &mut Ui, view: &mut TerminalView, desk: &Desk, region: Region, commands: &mut Vec<Command>) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        let regions: Vec<(Region, &str)> = desk.world().regions().iter().map(|it| (*it, it.code())).collect();
        let mut chosen = region;
        Dropdown::new("Default Region").width(ui.available_width()).show(ui, &mut chosen, &regions);
        if chosen != region {
            view.choose_region(chosen);
        }
        ui.add_space(space::S);
        files(ui, view, commands);
        ui.add_space(space::S);
        ui.label(section("Examples"));
        ui.label(caption("A click puts one into the input"));
        for (title, text) in EXAMPLES {
            let button = Button::secondary(title).icon(icons::CARET_RIGHT).full_width();
            if button.show(ui).on_hover_text(mono_caption(text)).clicked() {
                view.put(text.to_owned());
            }
        }
    });
}

fn files(ui: &mut Ui, view: &mut TerminalView, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        ui.label(section("Folder"));
        let import = Button::secondary("Import…")
            .icon(icons::UPLOAD)
            .small()
            .tooltip("Copy a file of this machine into the folder");
        if import.show(ui).clicked() {
            commands.push(Command::ImportIntoShell);
        }
    });
    let names: Vec<(String, usize)> =
        view.folder.files().map(|(name, file)| (name.to_owned(), file.len())).collect();
    if names.is_empty() {
        ui.label(caption("No files yet: > file makes one, and fileb://file reads it"));
    }
    for (name, bytes) in names {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::XS;
            let is_viewed = view.viewed.as_ref() == Some(&name);
            let label = Button::ghost(&shorten(&name, 12, 8))
                .name(&format!("View {name}"))
                .tooltip("Look into it")
                .show(ui);
            if label.clicked() {
                view.viewed = (!is_viewed).then(|| name.clone());
            }
            ui.label(caption(size(bytes as u64)));
            if icon_button(ui, icons::DOWNLOAD, &format!("Export {name}")).clicked() {
                commands.push(Command::ExportFromShell(name.clone()));
            }
            if icon_button(ui, icons::TRASH, &format!("Remove {name}")).clicked() {
                commands.push(Command::RemoveFromShell(name.clone()));
            }
        });
        if view.viewed.as_ref() == Some(&name)
            && let Some(file) = view.file(&name)
        {
            CodeView::new(&name, &shown(&file)).plain().max_height(220.0).show(ui);
        }
    }
}

/// A file as text, or as hexadecimal digits where it is none.
fn shown(bytes: &[u8]) -> String {
    let part = &bytes[..bytes.len().min(SHOWN_BYTES)];
    let text = std::str::from_utf8(part)
        .ok()
        .filter(|text| !text.chars().any(|it| it.is_control() && !it.is_whitespace()));
    let mut shown = match text {
        Some(text) => text.to_owned(),
        None => part
            .chunks(12)
            .map(|line| {
                line.iter().map(|byte| format!("{byte:02x} ")).collect::<String>().trim_end().to_owned()
                    + "\n"
            })
            .collect(),
    };
    if bytes.len() > SHOWN_BYTES {
        shown.push_str(&format!("\n… {} bytes in all", bytes.len()));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::awscli::Shell;

    #[test]
    fn files_are_shown_as_text_or_as_bytes() {
        assert_eq!(shown(b"a\nb"), "a\nb");
        assert_eq!(shown(&[0, 255]), "00 ff\n");
        assert!(shown(&[b'x'; 5000]).ends_with("… 5000 bytes in all"));
    }

    #[test]
    fn examples_can_be_run_as_they_are() {
        for (title, text) in EXAMPLES {
            assert!(Shell::is_complete(text), "{title}");
        }
    }
}
