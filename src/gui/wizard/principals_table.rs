//! The table of users and roles from which administrators and users of a key are chosen.

use std::collections::BTreeSet;

use egui::{Align, Label, Layout, RichText, Sense, Stroke, Ui, Vec2, vec2};
use egui_extras::{Column, TableBuilder};

use super::page::heading;
use crate::{
    gui::{
        theme::{body, caption, icons, mono, space, strong, subdued, tokens},
        widgets::{checkbox_bare, row_sides, search_field},
    },
    world::{Principal, PrincipalKind},
};

const ROW: f32 = 34.0;
const BOX_WIDTH: f32 = 38.0;
const TYPE_WIDTH: f32 = 82.0;
/// The least number of rows in sight, the table's head aside.
const LEAST_ROWS: f32 = 4.0;

/// Draws the heading with the count and the search field. Returns the search field's response.
pub(super) fn head(
    ui: &mut Ui,
    title: &str,
    principals: &[&Principal],
    chosen: &BTreeSet<String>,
    find: &mut String,
) -> egui::Response {
    let count = principals.iter().filter(|it| chosen.contains(&it.arn())).count();
    let count = format!("{count} of {} selected", principals.len());
    let (_, search) = row_sides(
        ui,
        space::CONTROL_HEIGHT,
        |ui| heading(ui, title, &count),
        |ui| {
            let width = (ui.available_width() * 0.4).clamp(120.0, 230.0);
            search_field(ui, "Find users and roles", width, find)
        },
    );
    search
}

/// Draws the table of those who match `find`, no higher than `height` as long as some rows remain. Returns whether
/// `chosen` has changed.
pub(super) fn table(
    ui: &mut Ui,
    name: &str,
    principals: &[&Principal],
    find: &str,
    height: f32,
    chosen: &mut BTreeSet<String>,
) -> bool {
    let found: Vec<&Principal> = principals.iter().copied().filter(|it| matches(it, find)).collect();
    let body_height = (height - space::HEAD_HEIGHT).max(LEAST_ROWS * ROW);
    let mut toggled = None;
    ui.push_id(name, |ui| {
        // No gaps, so that the lines between rows have none.
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        let scrolls = found.len() as f32 * ROW > body_height;
        let bar = if scrolls { ui.spacing().scroll.allocated_width() } else { 0.0 };
        let words = ui.available_width() - bar - BOX_WIDTH - TYPE_WIDTH;
        TableBuilder::new(ui)
            .id_salt(name)
            .sense(Sense::CLICK) // not for the keyboard: the box is, once a row
            .cell_layout(Layout::left_to_right(Align::Center))
            .auto_shrink([false, true])
            .min_scrolled_height(0.0)
            .max_scroll_height(body_height)
            .column(Column::exact(BOX_WIDTH))
            .column(Column::exact((words * 0.37).floor()).clip(true))
            .column(Column::exact((words * 0.22).floor()).clip(true))
            .column(Column::exact(TYPE_WIDTH))
            .column(Column::exact((words * 0.41).floor()).clip(true))
            .header(space::HEAD_HEIGHT, |mut row| {
                row.col(|_| {});
                for text in ["Name", "Path", "Type", "Notes"] {
                    row.col(|ui| drop(ui.label(caption(text))));
                }
            })
            .body(|body| {
                body.rows(ROW, found.len(), |mut row| {
                    let principal = found[row.index()];
                    let arn = principal.arn();
                    let is_chosen = chosen.contains(&arn);
                    row.set_overline(true);
                    row.set_selected(is_chosen);
                    let boxed = cells(&mut row, principal, is_chosen);
                    if boxed || row.response().clicked() {
                        toggled = Some((arn, is_chosen));
                    }
                });
            });
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
        let line = Stroke::new(space::HAIRLINE, tokens(ui).line);
        ui.painter().hline(rect.x_range(), rect.center().y, line);
    });
    if found.is_empty() {
        ui.add_space(space::S);
        ui.label(subdued(format!("No user and no role matches “{find}”")));
    }
    let Some((arn, was_chosen)) = toggled else { return false };
    if was_chosen { chosen.remove(&arn) } else { chosen.insert(arn) }
}

/// Draws the cells of a row; returns whether its box was clicked.
fn cells(row: &mut egui_extras::TableRow<'_, '_>, principal: &Principal, is_chosen: bool) -> bool {
    let mut clicked = false;
    row.col(|ui| {
        ui.add_space(space::S);
        let mut ticked = is_chosen;
        let tick = checkbox_bare(ui, &mut ticked, &principal.name);
        clicked = tick.clicked();
        if tick.gained_focus() {
            // In the middle, so that the next row is there for the keyboard to go to.
            tick.scroll_to_me(Some(Align::Center));
        }
    });
    let mut text = |text: RichText| {
        row.col(|ui| {
            ui.set_max_width(ui.available_width() - space::S);
            ui.add(Label::new(text).truncate());
        });
    };
    text(strong(&principal.name));
    text(mono(&principal.path));
    let icon = match principal.kind {
        PrincipalKind::Role => icons::USER_GEAR,
        PrincipalKind::User | PrincipalKind::Root => icons::USER,
    };
    text(body(format!("{icon}  {}", principal.kind)));
    text(subdued(&principal.note));
    clicked
}

fn matches(principal: &Principal, find: &str) -> bool {
    let find = find.trim().to_lowercase();
    [&principal.name, &principal.path, &principal.note]
        .into_iter()
        .any(|text| text.to_lowercase().contains(&find))
        || principal.kind.to_string().to_lowercase().contains(&find)
}
