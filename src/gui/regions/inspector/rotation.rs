//! The Key material and rotations tab.

use egui::{Align, Layout, Rect, Sense, Stroke, Ui, UiBuilder, pos2, vec2};

use super::{Subject, general::LABELS};
use crate::{
    gui::{
        key_words::Rotates,
        regions::DialogKind,
        theme::{body, caption, caption_strong, icon, icons, mono, region_mark, space, strong, tokens},
        trail::cut,
        widgets::{
            Badge, Button, CalloutKind, Card, callout_with, property_table_with, row, row_sides, short_id,
        },
    },
    kms::{
        MemberState, RotationInProgress,
        api::{Origin, RotationType},
        cryptography::BackingKey,
    },
};

/// How many rotations on demand KMS allows a key (Quotas: RotateKeyOnDemand).
const MAX_ON_DEMAND: u32 = 25;

/// Draws the tab.
pub(super) fn ui(ui: &mut Ui, subject: &mut Subject<'_>) {
    let rotates = Rotates::of(subject.family.spec, subject.family.origin);
    if let Rotates::Never(why) = rotates {
        never(ui, subject, why);
        return;
    }
    if subject.is_replica() {
        pointer_to_primary(ui, subject);
    }
    automatic(ui, subject, rotates);
    if let Some(rotation) = &subject.family.rotation.in_progress {
        ui.add_space(space::S);
        in_progress(ui, subject, rotation);
    }
    ui.add_space(space::M);
    materials(ui, subject);
    import_buttons(ui, subject);
}

/// Of a key that KMS never rotates: why, and the state of what was imported.
fn never(ui: &mut Ui, subject: &mut Subject<'_>, why: &str) {
    callout_with(
        ui,
        CalloutKind::Info,
        "No rotation",
        &format!("{why}: it keeps its key material for life."),
    );
    if subject.family.origin == Origin::External {
        ui.add_space(space::M);
        materials(ui, subject);
        import_buttons(ui, subject);
    }
}

/// What can be done with imported material.
fn import_buttons(ui: &mut Ui, subject: &mut Subject<'_>) {
    if subject.family.origin != Origin::External {
        return;
    }
    ui.add_space(space::S);
    ui.horizontal(|ui| {
        if Button::secondary("Import key material…").small().icon(icons::UPLOAD).show(ui).clicked() {
            subject.open(DialogKind::ImportMaterial);
        }
        let delete = Button::secondary("Delete key material…")
            .small()
            .icon(icons::TRASH)
            .enabled(!subject.member.imported.is_empty())
            .why_disabled("There is no imported key material in this Region");
        if delete.show(ui).clicked() {
            subject.open(DialogKind::DeleteMaterial);
        }
    });
}

/// A replica only tells: rotation is set on the primary.
fn pointer_to_primary(ui: &mut Ui, subject: &mut Subject<'_>) {
    let primary = subject.family.primary;
    let text = |ui: &mut Ui| cut(ui, body(format!("Set on the primary, {primary}")).weak());
    let go = |ui: &mut Ui| Button::link("Go to the primary").small().icon(icons::CROWN).show(ui).clicked();
    let (_, clicked) = row_sides(ui, space::CONTROL_HEIGHT_SMALL, text, go);
    if clicked {
        subject.select(primary);
    }
    ui.add_space(space::XS);
}

fn automatic(ui: &mut Ui, subject: &mut Subject<'_>, rotates: Rotates) {
    let (family, state) = (subject.family, subject.member.state);
    // A key that waits for its deletion date tells no schedule; GetKeyRotationStatus is silent too.
    let automatic = family.rotation.automatic.filter(|_| state.deletion_date().is_none());
    property_table_with(ui, LABELS, |rows| {
        rows.row("Automatic", |ui| match automatic {
            Some(_) => Badge::ok("Enabled").show(ui),
            None if rotates == Rotates::OnDemand => {
                let hint =
                    "KMS cannot make key material that is imported: import the next, then rotate on demand";
                Badge::neutral("Not for imported material").show(ui).on_hover_text(hint)
            }
            None => Badge::neutral("Disabled").show(ui),
        });
        if let Some(automatic) = automatic {
            rows.text("Period", &format!("{} days", automatic.period_days));
            let primary = family.members.get(&family.primary).map(|it| it.state);
            let held_up = !matches!(primary, Some(MemberState::Enabled | MemberState::Updating));
            let next = automatic.next.date_and_time();
            rows.text("Next rotation", &if held_up { format!("{next}, paused") } else { next });
        }
        rows.text("On demand", &format!("{} of {MAX_ON_DEMAND} used", family.rotation.on_demand_used));
    });
    if subject.is_replica() {
        return;
    }
    ui.add_space(space::XS);
    ui.horizontal(|ui| {
        let scheduled = Rotates::of(subject.family.spec, subject.family.origin) == Rotates::Automatically;
        let edit = Button::secondary("Edit…")
            .small()
            .icon(icons::PENCIL)
            .name("Edit automatic rotation…")
            .enabled(scheduled)
            .why_disabled("Imported key material is rotated on demand alone");
        if edit.show(ui).clicked() {
            subject.open(DialogKind::Rotation);
        }
        let going = subject.member.state.is_pending_deletion();
        let now = Button::secondary("Rotate now…")
            .small()
            .icon(icons::ARROWS_CLOCKWISE)
            .enabled(!going)
            .why_disabled("Cancel the deletion first");
        if now.show(ui).clicked() {
            subject.open(DialogKind::RotateNow);
        }
    });
}

fn in_progress(ui: &mut Ui, subject: &Subject<'_>, rotation: &RotationInProgress) {
    let (family, t) = (subject.family, tokens(ui));
    let reached = family.members.keys().filter(|region| rotation.reached.contains(region)).count();
    let of = family.members.len();
    Card::new().edge(t.control).padding(egui::Margin::symmetric(space::M as i8, space::S as i8)).show(
        ui,
        |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            row(ui, 22.0, |ui| {
                ui.label(icon(icons::ARROWS_CLOCKWISE, space::ICON).color(t.control));
                let kind = kind_name(Some(rotation.kind)).to_lowercase();
                cut(ui, strong(format!("Rotation in progress, {kind}")));
            });
            for region in subject.regions() {
                let has_it = rotation.reached.contains(&region);
                row(ui, 20.0, |ui| {
                    ui.spacing_mut().item_spacing.x = 6.0;
                    region_mark(ui, subject.desk.region_index(region), 12.0);
                    ui.label(body(region.code()));
                    let (glyph, word, color) = if has_it {
                        (icons::CHECK, "has the new material", t.ok)
                    } else {
                        (icons::HOURGLASS, "on its way", t.text_subdued)
                    };
                    ui.label(icon(glyph, 13.0).color(color));
                    cut(ui, caption(word).color(color));
                });
            }
            let waits = if reached == of {
                "Every member has it; it becomes current soon"
            } else {
                "Used nowhere before every member has it"
            };
            cut(ui, caption(waits));
        },
    );
}

/// Every version of the key material, the newest first.
fn materials(ui: &mut Ui, subject: &Subject<'_>) {
    let (family, member) = (subject.family, subject.member);
    ui.spacing_mut().item_spacing.y = 0.0;
    let heads = ["Version", "Material ID", "State", "Rotated"].map(|text| {
        move |ui: &mut Ui| {
            cut(ui, caption_strong(text).color(tokens(ui).text_subdued));
        }
    });
    table_row(ui, [&heads[0], &heads[1], &heads[2], &heads[3]]);
    let mut version = family.material.count();
    let in_progress = family.rotation.in_progress.as_ref();
    // A rotation to imported material makes current what waits for it.
    if let Some(material) = in_progress.and_then(|rotation| rotation.material.as_ref()) {
        ui.push_id("pending", |ui| material_row(ui, version + 1, material, Standing::Pending));
    }
    if let Some(waiting) = family.material.waiting() {
        let standing = if in_progress.is_some() { Standing::Pending } else { Standing::Waiting };
        ui.push_id("waiting", |ui| material_row(ui, version + 1, waiting, standing));
    }
    if version == 0 && family.material.waiting().is_none() {
        cut(ui, caption("No key material has been imported yet"));
        return;
    }
    let current = family.material.current().map(|it| it.id);
    for material in family.material.all().rev() {
        let missing = family.origin == Origin::External && !member.imported.contains_key(&material.id);
        let standing = if missing {
            Standing::Missing
        } else if Some(material.id) == current {
            Standing::Current
        } else {
            Standing::Earlier
        };
        ui.push_id(version, |ui| material_row(ui, version, material, standing));
        version -= 1;
    }
}

/// What a cell draws.
type Cell<'a> = &'a dyn Fn(&mut Ui);

/// Four cells side by side, with a line below.
fn table_row(ui: &mut Ui, cells: [Cell<'_>; 4]) {
    const WIDTHS: [f32; 4] = [60.0, 104.0, 88.0, 80.0];
    let size = vec2(ui.available_width(), space::ROW_HEIGHT);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let mut left = rect.left();
    for (place, (cell, width)) in cells.into_iter().zip(WIDTHS).enumerate() {
        let area = Rect::from_min_size(pos2(left, rect.top()), vec2(width - 6.0, rect.height()));
        left += width;
        let layout = Layout::left_to_right(Align::Center);
        let builder = UiBuilder::new().id_salt(place).max_rect(area).layout(layout);
        ui.scope_builder(builder, |ui| cell(ui));
    }
    let line = Stroke::new(space::HAIRLINE, tokens(ui).line);
    ui.painter().hline(rect.x_range(), rect.bottom(), line);
}

/// Whether a version of the material is used.
#[derive(Clone, Copy, PartialEq)]
enum Standing {
    Pending,
    /// Imported, and waiting for a rotation on demand.
    Waiting,
    /// Not present in this Region.
    Missing,
    Current,
    Earlier,
}

fn material_row(ui: &mut Ui, version: usize, material: &BackingKey, standing: Standing) {
    let number = |ui: &mut Ui| {
        ui.label(mono(format!("v{version}")));
    };
    let id = |ui: &mut Ui| {
        short_id(ui, &material.id.to_string(), 4, 4);
    };
    let state = |ui: &mut Ui| {
        let (badge, hint) = match standing {
            Standing::Pending => (Badge::info("Pending"), "On its way to every member; used nowhere yet"),
            Standing::Waiting => {
                (Badge::info("Pending"), "Imported; Rotate now makes it current once every member has it")
            }
            Standing::Missing => {
                (Badge::warn("Missing"), "Not in this Region: import the same material again")
            }
            Standing::Current => (Badge::ok("Current"), "Encrypts and decrypts"),
            Standing::Earlier => (Badge::neutral("Not current"), "Decrypts what it once encrypted"),
        };
        badge.show(ui).on_hover_text(hint);
    };
    let date = |ui: &mut Ui| {
        let (text, hint) = match (standing, material.rotation) {
            (Standing::Pending | Standing::Waiting, kind) => ("—".to_owned(), kind_name(kind).to_owned()),
            (_, None) => ("Created".to_owned(), material.since.date_and_time()),
            (_, kind) => {
                (material.since.date(), format!("{}, {}", kind_name(kind), material.since.date_and_time()))
            }
        };
        cut(ui, caption(text)).on_hover_text(hint);
    };
    table_row(ui, [&number, &id, &state, &date]);
}

fn kind_name(kind: Option<RotationType>) -> &'static str {
    match kind {
        Some(RotationType::Automatic) => "Automatic",
        Some(RotationType::OnDemand) => "On demand",
        None => "First material",
    }
}
