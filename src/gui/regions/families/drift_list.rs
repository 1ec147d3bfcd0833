//! Every drifting property of every family as a list, to sort and filter; a click leads to it.

use std::cmp::Ordering;

use egui::{Align2, Margin, Rect, Role, ScrollArea, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::{
    drift::{Drift, Part, Property},
    overview::{Entry, Overview},
};
use crate::{
    gui::{
        desk::Desk,
        theme::{
            CAPTION, body, caption, icon, icon_font, icons, region_mark, semibold, space, strong, tokens,
        },
        trail::{contains_ignoring_case, cut},
        widgets::{Dropdown, empty_state, focus_ring, row, search_field},
    },
    kms::{KeyId, Region},
};

const ROW: f32 = 36.0;
/// Below this width the how is read on hover and in the family.
const HOW_FROM: f32 = 620.0;

/// What the rows are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum By {
    #[default]
    Family,
    Property,
    Members,
}

/// The column heads with what a click on them sorts by.
const HEADS: [(&str, Option<By>); 4] = [
    ("Family", Some(By::Family)),
    ("Property", Some(By::Property)),
    ("Members that differ", Some(By::Members)),
    ("How", None),
];

/// What the list remembers.
#[derive(Default)]
pub(super) struct DriftList {
    search: String,
    property: Option<Property>,
    by: By,
    descending: bool,
    made_for: Option<(u64, String, Option<Property>, By, bool)>,
    /// Places of families and of their drifts.
    rows: Vec<(usize, usize)>,
}

impl DriftList {
    /// Draws the list over the whole room; the family and property that were clicked.
    pub fn ui(&mut self, ui: &mut Ui, desk: &Desk, overview: &Overview) -> Option<(KeyId, Region, Property)> {
        let inner = Margin { left: space::M as i8, right: space::M as i8, top: space::S as i8, bottom: 0 };
        egui::Frame::new().inner_margin(inner).show(ui, |ui| self.filters(ui));
        self.choose(overview);
        if self.rows.is_empty() {
            let (title, text) = if overview.drifting() == 0 {
                (
                    "No drift",
                    "In every family each member has the primary's aliases, policy, description, tags, \
                              grants and state.",
                )
            } else {
                ("Nothing found", "No drifting property is of this kind and in a family of this name.")
            };
            empty_state(ui, icons::CHECK_CIRCLE, title, text, None);
            return None;
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let columns = Columns::of(ui.available_width());
        self.heads(ui, &columns);
        let mut clicked = None;
        ScrollArea::vertical().id_salt("drift").auto_shrink(false).show_rows(
            ui,
            ROW,
            self.rows.len(),
            |ui, rows| {
                for (entry, drift) in &self.rows[rows] {
                    let entry = &overview.entries()[*entry];
                    let drift = &entry.drifts[*drift];
                    if drift_row(ui, desk, entry, drift, &columns) {
                        let first = drift.members.keys().next().copied().unwrap_or(entry.primary);
                        clicked = Some((entry.key.clone(), first, drift.property));
                    }
                }
            },
        );
        clicked
    }

    fn filters(&mut self, ui: &mut Ui) {
        row(ui, space::CONTROL_HEIGHT, |ui| {
            let width = (ui.available_width() * 0.4).clamp(140.0, 260.0);
            search_field(ui, "Filter by family", width, &mut self.search);
            let mut items = vec![(None, "All properties")];
            items.extend(Property::ALL.map(|it| (Some(it), it.name())));
            Dropdown::new("Property").label_hidden().width(170.0).show(ui, &mut self.property, &items);
            let count = self.rows.len();
            cut(ui, caption(format!("{count} {}", if count == 1 { "difference" } else { "differences" })));
        });
    }

    /// Filters and sorts anew if anything of that has changed.
    fn choose(&mut self, overview: &Overview) {
        let wanted = self.search.trim().to_owned();
        let made_for = (overview.generation(), wanted, self.property, self.by, self.descending);
        if self.made_for.as_ref() == Some(&made_for) {
            return;
        }
        let entries = overview.entries();
        let fits = |entry: &Entry| {
            contains_ignoring_case(&entry.label, &made_for.1)
                || contains_ignoring_case(entry.key.as_str(), &made_for.1)
        };
        self.rows = entries
            .iter()
            .enumerate()
            .filter(|(_, entry)| fits(entry))
            .flat_map(|(place, entry)| {
                let drifts = entry.drifts.iter().enumerate();
                let kind = |drift: &Drift| self.property.is_none_or(|it| it == drift.property);
                drifts.filter(move |(_, it)| kind(it)).map(move |(drift, _)| (place, drift))
            })
            .collect();
        let drift = |row: &(usize, usize)| &entries[row.0].drifts[row.1];
        let order = |a: &(usize, usize), b: &(usize, usize)| match self.by {
            By::Family => Ordering::Equal,
            By::Property => drift(a).property.name().cmp(drift(b).property.name()),
            By::Members => drift(b).members.len().cmp(&drift(a).members.len()),
        };
        // Families are in order already, so that they stay so within equals.
        self.rows.sort_by(|a, b| {
            let order = order(a, b).then_with(|| a.cmp(b));
            if self.descending { order.reverse() } else { order }
        });
        self.made_for = Some(made_for);
    }

    fn heads(&mut self, ui: &mut Ui, columns: &Columns) {
        let t = tokens(ui);
        let (rect, _) =
            ui.allocate_exact_size(vec2(ui.available_width(), space::HEAD_HEIGHT), Sense::hover());
        ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(space::HAIRLINE, t.line));
        for ((text, by), area) in HEADS.into_iter().zip(columns.areas(rect)) {
            if area.width() < 20.0 {
                continue;
            }
            let sorted = by == Some(self.by);
            let color = if sorted { t.text_strong } else { t.text_subdued };
            let at = pos2(area.left(), area.center().y);
            let word = ui.painter().text(at, Align2::LEFT_CENTER, text, semibold(CAPTION), color);
            let Some(by) = by else { continue };
            let response = ui.interact(area, ui.scope_id().with(("sort", text)), Sense::click());
            let way = match (sorted, self.descending) {
                (false, _) => "",
                (true, false) => ", ascending",
                (true, true) => ", descending",
            };
            response.widget_info(|| {
                WidgetInfo::labeled(Role::ColumnHeader, true, format!("Sort by {}{way}", text.to_lowercase()))
            });
            if sorted {
                let caret = if self.descending { icons::CARET_DOWN } else { icons::CARET_UP };
                let at = pos2(word.right() + 10.0, word.center().y);
                ui.painter().text(at, Align2::CENTER_CENTER, caret, icon_font(CAPTION), color);
            }
            focus_ring(ui, &response, area.shrink2(vec2(0.0, 4.0)), space::RADIUS_FIELD);
            if response.clicked() {
                self.descending = sorted && !self.descending;
                self.by = by;
            }
        }
    }
}

/// The left edges of the columns, and where the last ends.
struct Columns([f32; 5]);

impl Columns {
    fn of(width: f32) -> Self {
        let left = space::M;
        let room = width - 2.0 * space::M;
        let shares = if width < HOW_FROM { [0.40, 0.30, 0.30, 0.0] } else { [0.22, 0.16, 0.20, 0.42] };
        let mut edges = [left; 5];
        for (place, share) in shares.into_iter().enumerate() {
            edges[place + 1] = edges[place] + room * share;
        }
        Self(edges)
    }

    fn areas(&self, row: Rect) -> [Rect; 4] {
        std::array::from_fn(|place| {
            let (left, right) = (self.0[place], self.0[place + 1] - space::S);
            Rect::from_x_y_ranges(row.left() + left..=row.left() + right.max(left), row.y_range())
        })
    }
}

/// How each member differs, in one line.
fn how(drift: &Drift) -> String {
    let told = |parts: &Vec<Part>| parts.iter().map(Part::phrase).collect::<Vec<_>>().join(", ");
    match drift.members.iter().collect::<Vec<_>>().as_slice() {
        [(_, parts)] => told(parts),
        many => {
            let each = many.iter().map(|(region, parts)| format!("{region}: {}", told(parts)));
            each.collect::<Vec<_>>().join("; ")
        }
    }
}

/// Draws one row; whether it was clicked.
fn drift_row(ui: &mut Ui, desk: &Desk, entry: &Entry, drift: &Drift, columns: &Columns) -> bool {
    let t = tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let response =
        ui.interact(rect, ui.scope_id().with((entry.key.as_str(), drift.property)), Sense::click());
    let regions: Vec<_> = drift.members.keys().map(|region| region.code()).collect();
    let how = how(drift);
    let name = format!("{}, {}, differs in {}", entry.label, drift.property.name(), regions.join(", "));
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, &name));
    if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, t.hover);
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(space::HAIRLINE, t.line));
    let [family, property, members, last] = columns.areas(rect);
    let mut part = |salt: &str, area: Rect, add: &mut dyn FnMut(&mut Ui)| {
        if area.width() < 20.0 {
            return;
        }
        let salt = (entry.key.as_str(), drift.property, salt);
        let mut cell = ui.new_child(UiBuilder::new().id_salt(salt).max_rect(area));
        cell.set_clip_rect(cell.clip_rect().intersect(area));
        cell.spacing_mut().item_spacing.x = space::XS;
        row(&mut cell, ROW, |ui| add(ui));
    };
    part("family", family, &mut |ui| drop(cut(ui, strong(&entry.label))));
    part("property", property, &mut |ui| {
        ui.label(icon(drift.property.icon(), 14.0).color(t.warn));
        cut(ui, body(drift.property.name()));
    });
    part("members", members, &mut |ui| {
        for region in drift.members.keys() {
            if ui.available_width() < 18.0 {
                break;
            }
            region_mark(ui, desk.region_index(*region), 14.0);
            if drift.members.len() <= 2 {
                cut(ui, caption(region.code()));
            }
        }
    });
    part("how", last, &mut |ui| drop(cut(ui, caption(&how))));
    focus_ring(ui, &response, rect.shrink(3.0), space::RADIUS_FIELD);
    let response = response.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_ui(|ui| {
        for (region, parts) in &drift.members {
            ui.label(caption(format!("{region}, not as in {}:", entry.primary)));
            for part in parts.iter().take(8) {
                ui.label(body(part.phrase()));
            }
        }
    });
    response.clicked()
}
