//! The table of key materials, the newest first.

use egui::Ui;

use super::{
    super::{Subject, layout::Table},
    kind_name,
};
use crate::{
    gui::{
        theme::{caption, mono, space},
        trail::cut,
        widgets::{Badge, short_id},
    },
    kms::{ImportedMaterial, api::Origin, cryptography::BackingKey},
};

/// Whether a version of the material is used.
#[derive(Clone, Copy, PartialEq)]
enum Standing {
    /// On its way to every member.
    Pending,
    /// Imported, and waiting for a rotation on demand.
    Waiting,
    /// Not present in this Region.
    Missing,
    Current,
    Earlier,
}

/// Draws the table.
pub(super) fn ui(ui: &mut Ui, subject: &Subject<'_>) {
    let (family, member) = (subject.family, subject.member);
    let imported = family.origin == Origin::External;
    if family.material.count() == 0 && family.material.waiting().is_none() {
        cut(ui, caption("No key material has been imported yet"));
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let table = match (subject.wide, imported) {
        (false, _) => Table(&[("Version", 0.9), ("Material ID", 1.6), ("State", 1.4), ("Rotated", 1.2)]),
        (true, false) => {
            Table(&[("Version", 0.7), ("Key material ID", 4.0), ("State", 1.2), ("Date", 2.0), ("Type", 1.4)])
        }
        (true, true) => Table(&[
            ("Version", 0.7),
            ("Key material ID", 2.6),
            ("State", 1.2),
            ("Date", 2.0),
            ("Type", 1.2),
            ("Import state", 1.3),
            ("Expiration", 2.0),
        ]),
    };
    table.head(ui);
    let mut version = family.material.count();
    let in_progress = family.rotation.in_progress.as_ref();
    // A rotation to imported material makes current what waits for it.
    if let Some(material) = in_progress.and_then(|rotation| rotation.material.as_ref()) {
        material_row(ui, subject, &table, (version + 1, material, Standing::Pending));
    }
    if let Some(waiting) = family.material.waiting() {
        let standing = if in_progress.is_some() { Standing::Pending } else { Standing::Waiting };
        material_row(ui, subject, &table, (version + 1, waiting, standing));
    }
    let current = family.material.current().map(|it| it.id);
    for material in family.material.all().rev() {
        let missing = imported && !member.imported.contains_key(&material.id);
        let standing = if missing {
            Standing::Missing
        } else if Some(material.id) == current {
            Standing::Current
        } else {
            Standing::Earlier
        };
        material_row(ui, subject, &table, (version, material, standing));
        version -= 1;
    }
    ui.add_space(space::XS);
}

fn material_row(
    ui: &mut Ui,
    subject: &Subject<'_>,
    table: &Table<'_>,
    (version, material, standing): (usize, &BackingKey, Standing),
) {
    let here = subject.member.imported.get(&material.id);
    let id = material.id.to_string();
    table.row(ui, (version, &id), space::ROW_HEIGHT, |ui, place| match table.0[place].0 {
        "Version" => drop(ui.label(mono(format!("v{version}")))),
        "Material ID" => drop(short_id(ui, &id, 4, 4)),
        "Key material ID" => drop(short_id(ui, &id, 18, 8)),
        "State" => state(ui, standing),
        "Rotated" => {
            let (text, hint) = match (standing, material.rotation) {
                (Standing::Pending | Standing::Waiting, kind) => ("—".to_owned(), kind_name(kind).to_owned()),
                (_, None) => ("Created".to_owned(), material.since.date_and_time()),
                (_, kind) => {
                    let hint = format!("{}, {}", kind_name(kind), material.since.date_and_time());
                    (material.since.date(), hint)
                }
            };
            cut(ui, caption(text)).on_hover_text(hint);
        }
        "Date" => {
            let pending = matches!(standing, Standing::Pending | Standing::Waiting);
            let date = if pending { "—".to_owned() } else { material.since.date_and_time() };
            cut(ui, caption(date));
        }
        "Type" => drop(cut(ui, caption(kind_name(material.rotation)))),
        "Import state" => drop(match here {
            Some(_) => Badge::ok("Imported").show(ui),
            None => Badge::warn("Pending import").show(ui),
        }),
        _ => drop(cut(ui, caption(expiration(here)))),
    });
}

fn state(ui: &mut Ui, standing: Standing) {
    let (badge, hint) = match standing {
        Standing::Pending => (Badge::info("Pending"), "On its way to every member; used nowhere yet"),
        Standing::Waiting => {
            (Badge::info("Pending"), "Imported; Rotate now makes it current once every member has it")
        }
        Standing::Missing => (Badge::warn("Missing"), "Not in this Region: import the same material again"),
        Standing::Current => (Badge::ok("Current"), "Encrypts and decrypts"),
        Standing::Earlier => (Badge::neutral("Not current"), "Decrypts what it once encrypted"),
    };
    badge.show(ui).on_hover_text(hint);
}

fn expiration(here: Option<&ImportedMaterial>) -> String {
    match here {
        None => "—".to_owned(),
        Some(ImportedMaterial { valid_to: None }) => "Does not expire".to_owned(),
        Some(ImportedMaterial { valid_to: Some(moment) }) => moment.date_and_time(),
    }
}
