//! The table of reads and writes a second in each Region.

use std::collections::BTreeMap;

use egui::{DragValue, Label, ScrollArea, Ui, vec2};

use crate::{
    gui::{
        desk::Desk,
        theme::{body, caption, icons, region_mark, space, tokens},
        widgets::{Badge, field_edge, row_sides},
    },
    kms::{KeyFamily, MemberState, Region},
    workloads::{MOST_PER_SECOND, Rates},
};

const ROW: f32 = 28.0;
const FIELD: f32 = 54.0;

/// Draws the table, and changes `rates` as typed. Whether something was changed.
pub(super) fn table(
    ui: &mut Ui,
    desk: &Desk,
    family: Option<&KeyFamily>,
    rates: &mut BTreeMap<Region, Rates>,
    most_rows: usize,
) -> bool {
    let mut regions: Vec<Region> = rates.keys().copied().collect();
    regions.sort_by_key(|region| desk.region_index(*region));
    // Beside the fields, not over them.
    let scroll_bar = if regions.len() > most_rows { 8.0 } else { 0.0 };
    head(ui, scroll_bar);
    let mut changed = false;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        // As high as fields, or rows would grow.
        ui.spacing_mut().button_padding = vec2(6.0, 2.0);
        let height = (ROW + 2.0) * most_rows.min(regions.len()) as f32;
        let scroll = ScrollArea::vertical().id_salt("rates").max_height(height).auto_shrink([false, true]);
        scroll.show_rows(ui, ROW, regions.len(), |ui, shown| {
            for region in &regions[shown] {
                if let Some(rates) = rates.get_mut(region) {
                    ui.push_id(region, |ui| {
                        ui.set_max_width(ui.available_width() - scroll_bar);
                        changed |= row(ui, desk, family, *region, rates);
                    });
                }
            }
        });
    });
    changed
}

fn head(ui: &mut Ui, scroll_bar: f32) {
    row_sides(
        ui,
        16.0,
        |ui| ui.label(caption("Region")),
        |ui| {
            ui.add_space(scroll_bar);
            for name in ["Writes/s", "Reads/s"] {
                ui.add_sized(vec2(FIELD, 16.0), Label::new(caption(name)));
            }
        },
    );
}

fn row(ui: &mut Ui, desk: &Desk, family: Option<&KeyFamily>, region: Region, rates: &mut Rates) -> bool {
    let mut changed = false;
    row_sides(
        ui,
        ROW,
        |ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            region_mark(ui, desk.region_index(region), 18.0);
            ui.add(Label::new(body(region.code())).truncate()).on_hover_text(region.code());
            place(ui, desk, family, region);
        },
        |ui| {
            changed |= number(ui, &mut rates.writes, &format!("Writes a second in {region}"));
            changed |= number(ui, &mut rates.reads, &format!("Reads a second in {region}"));
        },
    );
    changed
}

/// What is to be known of a Region before it is given work.
fn place(ui: &mut Ui, desk: &Desk, family: Option<&KeyFamily>, region: Region) {
    if desk.world().is_dark(region) {
        Badge::error("dark").icon(icons::LIGHTNING).show(ui).on_hover_text("Nobody reaches this Region");
        return;
    }
    let Some(family) = family else { return };
    let home = family.primary;
    match family.members.get(&region) {
        Some(member) if member.state == MemberState::Enabled => {}
        Some(member) => {
            ui.label(caption(member.state.key_state().name()).color(tokens(ui).warn));
        }
        None if family.is_multi_region() => {
            let why = format!(
                "The key has no member here: readers ask KMS here and are refused, writers call KMS in {home}"
            );
            ui.label(caption("no member")).on_hover_text(why);
        }
        None => {
            let why = format!("The key is in {home} alone: clients call KMS there, from Region to Region");
            ui.label(caption("no key")).on_hover_text(why);
        }
    }
}

fn number(ui: &mut Ui, value: &mut u32, name: &str) -> bool {
    let field = DragValue::new(value).range(0..=MOST_PER_SECOND).speed(1.0).update_while_editing(false);
    let response = ui.add_sized(vec2(FIELD, space::CONTROL_HEIGHT_SMALL), field).accessible_name(name);
    field_edge(ui, &response, false);
    response.on_hover_text(format!("{name}, up to {MOST_PER_SECOND}; drag, or click and type")).changed()
}
