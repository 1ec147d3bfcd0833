//! What transfers and runs show in the same way: titles, contexts, keys, and who can open a ciphertext or verify a proof.

use std::sync::Arc;

use egui::{Label, Ui};

use crate::{
    gui::{
        desk::Desk,
        flow::{
            context_editor,
            readers::{self, Answer, Readers},
        },
        theme::{body, caption, mono, mono_caption, space, strong, tokens},
        widgets::{Card, Dropdown, Properties, row_sides, short_id_caption},
    },
    kms::{
        KeyMaterialId,
        api::{Blob, EncryptionContext},
        cryptography::SymmetricCiphertext,
    },
    world::Principal,
};

pub(super) use readers::Question;

/// Who is asked about.
#[derive(Clone, Debug, PartialEq)]
enum Asked {
    /// One, by the ARN under which it acts.
    One(Arc<str>),
    /// Every principal of the world.
    Everybody,
}

/// Who can open a ciphertext or verify a proof now.
#[derive(Default)]
pub(super) struct WhoOpens {
    readers: Readers,
    /// For whom the Regions are asked; the reader itself unless another was picked.
    asked: Option<Asked>,
}

impl WhoOpens {
    /// Asks for the reader itself again.
    pub fn forget(&mut self) {
        self.asked = None;
    }

    /// Draws every Region's answer.
    pub fn ui(&mut self, ui: &mut Ui, desk: &Desk, question: Question<'_>, reader: &Arc<str>) {
        let (heading, who) = match question {
            Question::Opens(..) => ("Who can open it now?", "Reader who asks"),
            Question::Verifies(_) => ("Who can verify it now?", "Verifier who asks"),
        };
        ui.add_space(space::M);
        let principals = principals(desk);
        let mut items: Vec<(Asked, &str)> = vec![(Asked::Everybody, "Everybody")];
        items.extend(principals.iter().map(|(arn, name)| (Asked::One(Arc::clone(arn)), *name)));
        let mut asked = self.asked.clone().unwrap_or_else(|| Asked::One(Arc::clone(reader)));
        row_sides(
            ui,
            space::CONTROL_HEIGHT,
            |ui| ui.label(strong(heading)),
            |ui| {
                let dropdown = Dropdown::new(who).label_hidden().width(164.0);
                if dropdown.show(ui, &mut asked, &items).changed() {
                    self.asked = Some(asked.clone());
                }
            },
        );
        match asked {
            Asked::One(arn) => {
                let answers = self.readers.of(desk, question, &arn);
                readers::answers_ui(ui, desk, answers);
            }
            Asked::Everybody => {
                for (arn, _) in &principals {
                    self.readers.of(desk, question, arn);
                }
                let rows: Vec<(&str, &[Answer])> =
                    principals.iter().map(|(arn, name)| (*name, self.readers.known(arn))).collect();
                readers::matrix_ui(ui, desk, &rows);
            }
        }
    }
}

/// Every principal of the world, by the ARN under which it acts, with its name.
pub(super) fn principals(desk: &Desk) -> Vec<(Arc<str>, &str)> {
    let of = |it: &'_ Principal| -> Arc<str> { it.acting_arn().into() };
    desk.world().principals().iter().map(|it| (of(it), it.name.as_str())).collect()
}

/// The rows that tell under which key a ciphertext is.
pub(super) fn key_rows(rows: &mut Properties<'_>, desk: &Desk, ciphertext: &Blob) {
    rows.row("Base64", |ui| short_id_caption(ui, &ciphertext.to_base64(), 24, 0));
    if let Some(material) = SymmetricCiphertext::parse(&ciphertext.0).map(|it| it.material) {
        let key = key_of(desk, &material);
        rows.text("Key", key.as_ref().map_or("none has this material", |(name, _)| name));
        rows.row("Key material", |ui| {
            ui.label(body(key.map_or_else(|| "unknown".to_owned(), |(_, version)| version)));
            short_id_caption(ui, &material.to_string(), 8, 4);
        });
    }
}

/// A heading with a note beside it.
pub(super) fn title(ui: &mut Ui, text: &str, note: &str) {
    ui.add_space(space::M);
    ui.horizontal(|ui| {
        ui.label(strong(text));
        ui.add(Label::new(caption(note)).truncate());
    });
}

/// The key whose material opens a ciphertext, and which version of it that is.
fn key_of(desk: &Desk, material: &KeyMaterialId) -> Option<(String, String)> {
    let store = desk.world().store();
    let family = store.family(store.key_of_material(material)?)?;
    let number = family.material.all().position(|it| it.id == *material)? + 1;
    // The primary's name is the one most people know; a replica may have none.
    Some((desk.key_label(&family.id, family.primary), format!("v{number} of {}", family.material.count())))
}

/// An encryption context, pair by pair.
pub(super) fn context(ui: &mut Ui, context: &EncryptionContext) {
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
