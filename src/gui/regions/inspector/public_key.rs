//! The Public key tab: the public half of a key pair, as GetPublicKey answers whoever acts. Looking is a call, and the
//! trail has it.

use std::sync::Arc;

use egui::Ui;

use super::{Subject, general::LABELS, layout::two_parts};
use crate::{
    gui::{
        command::{Command, Reply},
        key_words::{algorithms, usage_name},
        theme::{caption, icons, section, space, subdued},
        widgets::{Button, CalloutKind, CodeView, callout_with, property_table_with, row_sides},
    },
    kms::{
        KeyId, KmsError, Region,
        api::{Blob, GetPublicKeyRequest, Response},
    },
};

/// Characters of Base64 in a line of PEM (RFC 7468).
const PEM_LINE: usize = 64;

/// What the answer is for.
#[derive(PartialEq)]
struct Question {
    key: KeyId,
    region: Region,
    caller: Arc<str>,
}

/// A public key as KMS told it.
struct PublicKey {
    der: Vec<u8>,
    pem: String,
}

/// The public key; asked for anew when another key or another principal comes.
#[derive(Default)]
pub(super) struct PublicKeyPane {
    asked: Option<Question>,
    /// The key, or why KMS does not tell it; nothing while it is asked for.
    answer: Option<Result<PublicKey, KmsError>>,
}

impl PublicKeyPane {
    /// Takes what KMS has said.
    pub fn take_answer(&mut self, answer: Result<Response, KmsError>) {
        self.answer = match answer {
            Ok(Response::GetPublicKey(answer)) => {
                let pem = pem(&answer.public_key);
                Some(Ok(PublicKey { der: answer.public_key.0, pem }))
            }
            // No answer to what was asked.
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        };
    }

    /// Draws the tab.
    pub fn ui(&mut self, ui: &mut Ui, subject: &mut Subject<'_>) {
        let desk = subject.desk;
        let question =
            Question { key: subject.family.id.clone(), region: subject.region, caller: desk.acting_arn() };
        if self.asked.as_ref() != Some(&question) {
            self.ask(subject, question);
        }
        let mut again = false;
        two_parts(ui, subject, &mut |ui, subject| again |= self.text(ui, subject), &mut facts);
        if again {
            let caller = desk.acting_arn();
            let question = Question { key: subject.family.id.clone(), region: subject.region, caller };
            self.ask(subject, question);
        }
    }

    fn ask(&mut self, subject: &mut Subject<'_>, question: Question) {
        let request = GetPublicKeyRequest { key_id: question.key.to_string(), ..Default::default() };
        subject.put(request, Reply::KeyPage(String::new()));
        self.answer = None;
        self.asked = Some(question);
    }

    /// The text of the key with what can be done with it; whether it is to be asked for again.
    fn text(&self, ui: &mut Ui, subject: &mut Subject<'_>) -> bool {
        let again = |ui: &mut Ui| {
            let button = Button::ghost("Ask again").small().icon(icons::ARROW_CLOCKWISE);
            button.tooltip("Call GetPublicKey once more").show(ui).clicked()
        };
        let head = |ui: &mut Ui| ui.label(section("Public key"));
        let (_, again) = row_sides(ui, space::CONTROL_HEIGHT_SMALL, head, again);
        ui.add_space(space::XS);
        match &self.answer {
            None => {
                ui.label(subdued("Asking KMS…"));
            }
            Some(Err(error)) => {
                callout_with(ui, CalloutKind::Warning, error.exception.name(), &error.message);
            }
            Some(Ok(key)) => {
                CodeView::new("Public key", &key.pem).plain().show(ui);
                ui.add_space(space::S);
                self.save_buttons(ui, subject, key);
            }
        }
        again
    }

    fn save_buttons(&self, ui: &mut Ui, subject: &mut Subject<'_>, key: &PublicKey) {
        let label = subject.desk.key_label(&subject.family.id, subject.region).replace('/', "-");
        ui.horizontal_wrapped(|ui| {
            let copy = Button::secondary("Copy").small().icon(icons::COPY).name("Copy public key");
            if copy.show(ui).clicked() {
                subject.commands.push(Command::Copy(key.pem.clone()));
            }
            for (text, extension, bytes) in
                [("Save as PEM…", "pem", key.pem.as_bytes()), ("Save as DER…", "der", &key.der[..])]
            {
                if Button::secondary(text).small().icon(icons::DOWNLOAD).show(ui).clicked() {
                    let name = format!("{label}.{extension}");
                    subject.commands.push(Command::SavePublicKey { name, bytes: bytes.to_vec() });
                }
            }
        });
    }
}

/// What the key is for, outside of KMS.
fn facts(ui: &mut Ui, subject: &mut Subject<'_>) {
    let family = subject.family;
    ui.label(section("Use it outside AWS KMS"));
    ui.add_space(space::XS);
    property_table_with(ui, LABELS, |rows| {
        rows.text("Key spec", family.spec.name());
        rows.text("Key usage", usage_name(family.usage));
        for (index, algorithm) in algorithms(family.spec, family.usage).into_iter().enumerate() {
            rows.text(if index == 0 { "Algorithms" } else { "" }, algorithm);
        }
    });
    ui.add_space(space::XS);
    ui.label(caption("A DER-encoded SubjectPublicKeyInfo (RFC 5280); PEM is the same in Base64"));
    ui.label(caption("What is done outside leaves no event, and no policy can stop it"));
    if family.is_multi_region() {
        ui.label(caption("Every member of a multi-Region key tells the same public key"));
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
