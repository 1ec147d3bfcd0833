//! The Grants tab: who may use the key by a grant, on which terms, and since when.

use egui::{ScrollArea, Ui, vec2};

use super::{Subject, layout::Table};
use crate::{
    gui::{
        command::Command,
        regions::{
            DialogKind,
            grant_words::{constraint_words, short_principal},
        },
        theme::{body, caption, icons, space, strong},
        trail::{KeysStamp, cut},
        widgets::{
            Badge, Button, MenuItem, empty_state, icon_button, menu_below, row, row_sides, short_id_caption,
            shorten,
        },
    },
    kms::{Grant, GrantId, KeyId, Region, Timestamp},
};

/// The height of a grant's row in the table, in points.
const ROW: f32 = 44.0;
/// The height of a grant where it takes three lines.
const TALL_ROW: f32 = 74.0;

/// What the tab remembers: the ids of the grants, the newest first, sorted once for each change.
#[derive(Default)]
pub(super) struct GrantsPane {
    made_for: Option<(KeysStamp, KeyId, Region)>,
    ids: Vec<GrantId>,
}

impl GrantsPane {
    fn update(&mut self, subject: &Subject<'_>) {
        let world = subject.desk.world();
        let is_current = |(stamp, key, region): &(KeysStamp, KeyId, Region)| {
            *key == subject.family.id && *region == subject.region && stamp.holds_for(world)
        };
        if self.made_for.as_ref().is_some_and(is_current) {
            return;
        }
        let mut grants: Vec<&Grant> = subject.member.grants.iter().collect();
        grants.sort_by(|a, b| b.created.cmp(&a.created).then_with(|| a.id.as_str().cmp(b.id.as_str())));
        self.ids = grants.into_iter().map(|grant| grant.id.clone()).collect();
        self.made_for = Some((KeysStamp::of(world), subject.family.id.clone(), subject.region));
    }

    /// Draws the tab over the whole room.
    pub fn ui(&mut self, ui: &mut Ui, subject: &mut Subject<'_>) {
        self.update(subject);
        let region = subject.region;
        let count = match self.ids.len() {
            0 => format!("No grants in {region}"),
            1 => format!("1 grant in {region}"),
            many => format!("{many} grants in {region}, newest first"),
        };
        let create = |ui: &mut Ui| Button::secondary("Create grant…").small().icon(icons::PLUS).show(ui);
        let (_, create) = row_sides(ui, space::CONTROL_HEIGHT_SMALL, |ui| cut(ui, caption(count)), create);
        if create.clicked() {
            subject.open(DialogKind::CreateGrant);
        }
        ui.add_space(space::XS);
        if self.ids.is_empty() {
            let text = "A grant lets one principal use this key without a change of the key policy, for as long as it \
                        is needed. AWS services that work for you use grants. Replicas have grants of their own.";
            empty_state(ui, icons::SHIELD_CHECK, "No grants", text, None);
            return;
        }
        let table = Table(&[
            ("Grant", 1.7),
            ("Grantee", 2.2),
            ("Operations", 2.4),
            ("Constraints", 1.9),
            ("Created", 1.6),
            ("State", 1.3),
            ("", 0.4),
        ]);
        ui.spacing_mut().item_spacing.y = 0.0;
        if subject.wide {
            table.head(ui);
        }
        let height = if subject.wide { ROW } else { TALL_ROW };
        ScrollArea::vertical().id_salt("grants").auto_shrink(false).show_rows(
            ui,
            height,
            self.ids.len(),
            |ui, rows| {
                for id in self.ids.get(rows).unwrap_or_default() {
                    let Some(grant) = subject.member.grants.get(id) else { continue };
                    if subject.wide {
                        table.row(ui, id.as_str(), height, |ui, place| match place {
                            0 => name_and_id(ui, grant),
                            1 => grantee(ui, grant),
                            2 => operations(ui, grant),
                            3 => constraints(ui, grant),
                            4 => drop(cut(ui, caption(grant.created.date_and_time()))),
                            5 => state(ui, grant, subject.desk.world().now()),
                            _ => actions(ui, subject, grant),
                        });
                    } else {
                        three_lines(ui, subject, grant);
                    }
                }
            },
        );
    }
}

fn three_lines(ui: &mut Ui, subject: &mut Subject<'_>, grant: &Grant) {
    Table(&[("", 1.0)]).row(ui, grant.id.as_str(), TALL_ROW, |ui, _| {
        ui.vertical(|ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing = vec2(6.0, 0.0);
            ui.add_space(5.0);
            row_sides(
                ui,
                24.0,
                |ui| grantee(ui, grant),
                |ui| {
                    actions(ui, subject, grant);
                    state(ui, grant, subject.desk.world().now());
                },
            );
            row_sides(ui, 20.0, |ui| operations(ui, grant), |_| {});
            row_sides(ui, 20.0, |ui| name(ui, grant), |ui| constraints(ui, grant));
        });
    });
}

/// The friendly name above the id, or the id alone.
fn name_and_id(ui: &mut Ui, grant: &Grant) {
    let id = grant.id.as_str();
    let Some(name) = &grant.terms.name else {
        short_id_caption(ui, id, 8, 6);
        return;
    };
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add_space(2.0);
        row(ui, 19.0, |ui| cut(ui, strong(name.as_str())).on_hover_text(name));
        row(ui, 19.0, |ui| short_id_caption(ui, id, 8, 6));
    });
}

/// The friendly name with the id behind it, or the id.
fn name(ui: &mut Ui, grant: &Grant) {
    let id = grant.id.as_str();
    match &grant.terms.name {
        Some(name) => {
            ui.spacing_mut().item_spacing.x = 6.0;
            cut(ui, caption(name.as_str())).on_hover_text(format!("{name}\n{id}"));
        }
        None => drop(short_id_caption(ui, id, 8, 6)),
    }
}

fn grantee(ui: &mut Ui, grant: &Grant) {
    let terms = &grant.terms;
    let arn = terms.grantee.as_str();
    let retiring = terms.retiring.as_ref().map(|it| format!("\nRetiring principal {}", it.as_str()));
    cut(ui, strong(short_principal(arn))).on_hover_text(format!("{arn}{}", retiring.unwrap_or_default()));
}

fn operations(ui: &mut Ui, grant: &Grant) {
    let names: Vec<&str> = grant.terms.operations.iter().map(|it| it.name()).collect();
    let text = names.join(", ");
    cut(ui, body(text.as_str())).on_hover_text(names.join("\n"));
}

fn constraints(ui: &mut Ui, grant: &Grant) {
    let words = constraint_words(&grant.terms.constraints);
    if words.is_empty() {
        cut(ui, caption("No constraint"));
    } else {
        cut(ui, caption(words.as_str())).on_hover_text(words.as_str());
    }
}

/// A grant counts everywhere some seconds after it was made, and with its token at once.
fn state(ui: &mut Ui, grant: &Grant, now: Timestamp) {
    if grant.visible_from <= now {
        Badge::ok("In effect").show(ui).on_hover_text("Counts in every call of the grantee");
    } else {
        let hint = format!(
            "Counts at once in calls that bring its grant token, and in all others from {} on",
            grant.visible_from.date_and_time()
        );
        Badge::info("With token").icon(icons::HOURGLASS).show(ui).on_hover_text(hint);
    }
}

fn actions(ui: &mut Ui, subject: &mut Subject<'_>, grant: &Grant) {
    let id = &grant.id;
    let button =
        icon_button(ui, icons::DOTS_THREE, &format!("Actions for grant {}", shorten(id.as_str(), 8, 4)));
    let (key, region) = (subject.family.id.clone(), subject.region);
    menu_below(&button, 200.0, |ui| {
        if MenuItem::new("Retire grant…").icon(icons::CHECK).show(ui).clicked() {
            subject.open_dialog(DialogKind::RetireGrant(key.clone(), region, id.clone()));
        }
        if MenuItem::new("Revoke grant…").icon(icons::PROHIBIT).danger().show(ui).clicked() {
            subject.open_dialog(DialogKind::RevokeGrant(key, region, id.clone()));
        }
        if MenuItem::new("Copy grant ID").icon(icons::COPY).show(ui).clicked() {
            subject.commands.push(Command::Copy(id.to_string()));
        }
    });
}
