//! Page 6: all choices, and what KMS said of the last try.

use std::collections::BTreeSet;

use egui::{Align, Layout, Ui};

use super::{
    Wizard,
    blame::Field,
    page::{heading, page_with_error, page_with_note},
    state::{Page, Regionality, candidates},
};
use crate::{
    gui::{
        desk::Desk,
        key_words::{origin_name, usage_name},
        theme::{body, icons, region_mark, space},
        widgets::{
            Badge, Button, CalloutKind, CodeView, Properties, callout, callout_with, property_table_with,
            row_sides,
        },
    },
    kms::{
        KmsError,
        api::{Origin, Tag},
    },
};

const EXAM_SINGLE: &str = "A single-Region key can't be replicated: for another Region there is another key, with other key material.";
const EXAM_MULTI: &str = "This makes the primary key. Its replicas are made afterwards, one ReplicateKey a Region; \
                          their policy, alias and tags are filled in from it once and never synchronised.";
const EXAM_REPLICAS: &str = "One ReplicateKey a Region and, where there is an alias, one CreateAlias: all of them or none. \
                             What was filled in from the primary is copied once and never synchronised later.";
const LABELS: f32 = 170.0;

pub(super) fn ui(ui: &mut Ui, wizard: &mut Wizard, desk: &Desk, preview: bool) {
    let exam = match wizard.choices.regionality {
        Regionality::SingleRegion => EXAM_SINGLE,
        Regionality::MultiRegion if wizard.replication().is_some() => EXAM_REPLICAS,
        Regionality::MultiRegion => EXAM_MULTI,
    };
    let pages = wizard.pages();
    let (mut edit, mut mend) = (None, None);
    let error = wizard.error.clone();
    let body = |ui: &mut Ui| edit = sections(ui, wizard, desk, preview);
    match &error {
        None => page_with_note(ui, "Review", |ui| drop(callout(ui, CalloutKind::Exam, exam)), body),
        Some(error) => page_with_error(ui, "Review", |ui| mend = refusal(ui, error, pages), body),
    }
    if let Some(page) = edit.or(mend) {
        wizard.go(page);
    }
}

/// What KMS said; returns the page on which it can be put right, if that is asked for.
fn refusal(ui: &mut Ui, error: &KmsError, pages: &[Page]) -> Option<Page> {
    ui.scope_builder(egui::UiBuilder::new().layout(Layout::bottom_up(Align::Min)), |ui| {
        let page = Field::of(error).map(Field::page).filter(|page| pages.contains(page));
        let go = page.filter(|page| {
            let text = format!("Go to {}", page.title());
            Button::link(&text).icon(icons::ARROW_RIGHT).show(ui).clicked()
        });
        let message = match error.message.as_ref() {
            "" => "KMS sends no message with this exception",
            message => message,
        };
        callout_with(ui, CalloutKind::Error, error.exception.name(), message);
        go
    })
    .inner
}

/// Returns the page whose choices are to be edited.
fn sections(ui: &mut Ui, wizard: &Wizard, desk: &Desk, preview: bool) -> Option<Page> {
    let mut edit = None;
    let choices = &wizard.choices;
    let mut section = |ui: &mut Ui, page: Page, title: &str, rows: &mut dyn FnMut(&mut Properties<'_>)| {
        if page != wizard.pages()[0] {
            ui.add_space(space::S);
            ui.separator();
        }
        let clicked = row_sides(
            ui,
            space::CONTROL_HEIGHT_SMALL,
            |ui| heading(ui, title, ""),
            |ui| Button::link("Edit").name(&format!("Edit {title}")).show(ui).clicked(),
        );
        if clicked.1 {
            edit = Some(page);
        }
        property_table_with(ui, LABELS, |table| rows(table));
    };
    if let Some(replication) = wizard.replication() {
        section(ui, Page::ChooseRegions, "Regions", &mut |rows| {
            rows.text("Key", &replication.label);
            rows.mono("Key ID", replication.key.as_str());
            rows.row("Primary", |ui| {
                region_mark(ui, desk.region_index(wizard.region), 16.0);
                ui.label(body(format!("{} {}", wizard.region, wizard.region.place())));
            });
            for (place, region) in replication.list.chosen.iter().enumerate() {
                rows.row(&format!("Replica {}", place + 1), |ui| {
                    if desk.world().regions().contains(region) {
                        region_mark(ui, desk.region_index(*region), 16.0);
                    }
                    ui.label(body(format!("{region} {}", region.place())));
                });
            }
        });
    } else {
        key_configuration(ui, wizard, desk, &mut section);
    }
    section(ui, Page::AddLabels, "Labels", &mut |rows| {
        rows.mono("Alias", choices.alias_name().as_deref().unwrap_or("None"));
        let description = if choices.description.is_empty() { "None" } else { &choices.description };
        rows.text("Description", description);
        let tags: Vec<_> = choices.filled_tags().map(tag_text).collect();
        rows.text("Tags", &listed(&tags));
    });
    section(ui, Page::Administrators, "Key administrators", &mut |rows| {
        rows.text("Users and roles", &listed(&names(desk, &choices.administrators)));
        let may_delete = match (choices.administrators.is_empty(), choices.administrators_may_delete) {
            (true, _) => "No administrators",
            (false, true) => "Allowed",
            (false, false) => "Not allowed",
        };
        rows.text("Key deletion by them", may_delete);
    });
    section(ui, Page::Users, "Key users", &mut |rows| {
        rows.text("Users and roles", &listed(&names(desk, &choices.users)));
        let accounts: Vec<_> = choices.filled_accounts().cloned().collect();
        rows.text("Other AWS accounts", &listed(&accounts));
    });
    section(ui, Page::EditPolicy, "Key policy", &mut |rows| {
        let by_hand = wizard.policy.is_by_hand();
        rows.text("Written", if by_hand { "By hand" } else { "From the choices above" });
        match wizard.policy.checked() {
            Ok(policy) => {
                for (index, statement) in policy.document().statements().iter().enumerate() {
                    let label = format!("Statement {}", index + 1);
                    rows.text(&label, statement.sid.as_deref().unwrap_or("No Sid"));
                }
            }
            Err(error) => {
                let text = format!("Line {}, column {}", error.line, error.column);
                let badge = Badge::error(&text).icon(icons::WARNING_CIRCLE);
                rows.row("Says", |ui| badge.show(ui).on_hover_text(error.to_string()));
            }
        }
    });
    if preview {
        ui.add_space(space::S);
        CodeView::new("Key policy", wizard.policy.text()).line_numbers().show(ui);
    }
    edit
}

/// What draws a section: its page, its title, and its rows.
type Section<'a> = dyn FnMut(&mut Ui, Page, &str, &mut dyn FnMut(&mut Properties<'_>)) + 'a;

fn key_configuration(ui: &mut Ui, wizard: &Wizard, desk: &Desk, section: &mut Section<'_>) {
    let choices = &wizard.choices;
    section(ui, Page::ConfigureKey, "Key configuration", &mut |rows| {
        rows.row("Region", |ui| {
            region_mark(ui, desk.region_index(wizard.region), 16.0);
            ui.label(body(format!("{} {}", wizard.region, wizard.region.place())));
        });
        let kind = &choices.kind;
        rows.text("Key type", kind.key_type.name());
        rows.text("Key spec", kind.spec.name());
        rows.text("Key usage", usage_name(kind.usage));
        rows.text("Origin", origin_name(kind.origin));
        if let Some(store) = &kind.store {
            rows.mono("Custom key store", store);
        }
        if kind.origin == Origin::ExternalKeyStore {
            rows.mono("External key ID", &kind.xks_key_id);
        }
        rows.row("Regionality", |ui| match choices.regionality {
            Regionality::SingleRegion => Badge::neutral("Single-Region key").show(ui),
            Regionality::MultiRegion => {
                Badge::primary("Multi-Region primary key").icon(icons::CROWN).show(ui)
            }
        });
    });
}

/// The names of those chosen, in the table's order.
fn names(desk: &Desk, arns: &BTreeSet<String>) -> Vec<String> {
    candidates(desk).filter(|it| arns.contains(&it.arn())).map(|it| it.name.clone()).collect()
}

fn tag_text(tag: &Tag) -> String {
    let Tag { tag_key, tag_value } = tag;
    if tag_value.is_empty() { tag_key.clone() } else { format!("{tag_key} = {tag_value}") }
}

fn listed(texts: &[String]) -> String {
    if texts.is_empty() { "None".to_owned() } else { texts.join(", ") }
}
