//! The public half of a key pair, as GetPublicKey answers whoever acts.

use std::sync::Arc;

use egui::Ui;

use super::Subject;
use crate::{
    gui::{
        theme::{caption, icons, section, space},
        trail::WorldStamp,
        widgets::{Button, CalloutKind, CodeView, callout_with, row_sides},
    },
    kms::{
        KeyId, KmsError, Region,
        api::{Blob, GetPublicKeyRequest},
    },
};

/// Characters of Base64 in a line of PEM (RFC 7468).
const PEM_LINE: usize = 64;

/// What the last answer was given for.
#[derive(PartialEq)]
struct Question {
    world: WorldStamp,
    key: KeyId,
    region: Region,
    caller: Arc<str>,
}

/// The section with the public key; asks anew when the world, the key or the acting principal changes.
#[derive(Default)]
pub(super) struct PublicKeyPane {
    asked: Option<Question>,
    /// The key in PEM, or why KMS does not tell it.
    answer: Option<Result<String, KmsError>>,
}

impl PublicKeyPane {
    /// Draws the section.
    pub(super) fn ui(&mut self, ui: &mut Ui, subject: &Subject<'_>) {
        self.ask(subject);
        let copied = row_sides(
            ui,
            space::CONTROL_HEIGHT_SMALL,
            |ui| ui.label(section("Public key")),
            |ui| {
                let can = matches!(self.answer, Some(Ok(_)));
                let copy = Button::secondary("Copy").small().icon(icons::COPY).name("Copy public key");
                copy.enabled(can).why_disabled("KMS does not tell the public key").show(ui).clicked()
            },
        );
        ui.add_space(space::XS);
        match &self.answer {
            Some(Ok(pem)) => {
                CodeView::new("Public key", pem).plain().show(ui);
                ui.add_space(space::XS);
                ui.label(caption("PEM of the DER-encoded SubjectPublicKeyInfo, as GetPublicKey answers"));
                if copied.1 {
                    ui.copy_text(pem.clone());
                }
            }
            Some(Err(error)) => {
                callout_with(ui, CalloutKind::Warning, error.exception.name(), &error.message);
            }
            None => {}
        }
    }

    /// Asks a copy of the world, so that looking leaves no event in the trail.
    fn ask(&mut self, subject: &Subject<'_>) {
        let desk = subject.desk;
        let question = Question {
            world: WorldStamp::of(desk.world()),
            key: subject.family.id.clone(),
            region: subject.region,
            caller: desk.acting_arn(),
        };
        if self.asked.as_ref() == Some(&question) {
            return;
        }
        let request = GetPublicKeyRequest { key_id: question.key.to_string(), ..Default::default() };
        let answer = desk.world().clone().ask(question.region, &question.caller, request);
        self.answer = Some(answer.map(|answer| pem(&answer.public_key)));
        self.asked = Some(question);
    }
}

/// A public key in PEM.
fn pem(der: &Blob) -> String {
    let base64 = der.to_base64();
    let mut text = String::from("-----BEGIN PUBLIC KEY-----\n");
    let mut rest = base64.as_str();
    while !rest.is_empty() {
        // Base64 is ASCII: every place is one between characters.
        let (line, more) = rest.split_at(rest.len().min(PEM_LINE));
        text.push_str(line);
        text.push('\n');
        rest = more;
    }
    text.push_str("-----END PUBLIC KEY-----\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pem_has_lines_of_64_characters() {
        let text = pem(&vec![0_u8; 97].into());
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[0], "-----BEGIN PUBLIC KEY-----");
        assert_eq!(lines.iter().map(|it| it.len()).collect::<Vec<_>>(), [26, 64, 64, 4, 24]);
        assert_eq!(lines[4], "-----END PUBLIC KEY-----");
    }
}
