//! A column for each Region, side by side, and a place to add one.

use std::{collections::BTreeMap, f32::consts::FRAC_PI_2};

use egui::{
    Align2, CornerRadius, CursorIcon, Key, Margin, Rect, Role, ScrollArea, Sense, Shape, Stroke, StrokeKind,
    Ui, UiBuilder, WidgetInfo, epaint::TextShape, pos2, vec2,
};

use super::{
    DialogKind,
    activity::{Activity, MINUTES},
    catalogue::{Catalogue, Shown},
    key_card::{CARD_HEIGHT, Light, key_card},
    words::distance,
};
use crate::{
    gui::{
        command::Command,
        desk::{Desk, Selected},
        outage,
        theme::{
            BODY, RegionMark, body, caption, icon_font, icons, region_mark, regular, section, space, tokens,
        },
        trail::cut,
        widgets::{
            Button, MenuItem, Tone, empty_state, focus_ring, icon_button, menu_below, row_sides,
            search_field, sparkline, status_dot,
        },
    },
    kms::Region,
    world::RegionError,
};

/// Columns never get narrower; they scroll sideways instead.
const MIN_WIDTH: f32 = 264.0;
/// Columns never get wider, or badges would stand far from their names.
const MAX_WIDTH: f32 = 460.0;
const GAP: f32 = space::S;
const ADD_WIDTH: f32 = 44.0;
const EDGE: f32 = 3.0;

/// What a column remembers.
#[derive(Default)]
struct Column {
    filter: String,
    shown: Shown,
}

/// What the columns remember.
#[derive(Default)]
pub(super) struct Columns {
    columns: BTreeMap<Region, Column>,
    /// What was selected in the last frame: when that changes, it is brought into sight.
    selected: Option<Selected>,
}

impl Columns {
    /// Draws the columns over the whole room.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        desk: &Desk,
        catalogue: &Catalogue,
        activity: &Activity,
        commands: &mut Vec<Command>,
    ) {
        let newly_selected = self.selected != desk.selected;
        self.selected.clone_from(&desk.selected);
        let regions = desk.world().regions();
        let room = ui.available_size();
        let count = regions.len() as f32;
        let width = ((room.x - ADD_WIDTH) / count.max(1.0) - GAP).clamp(MIN_WIDTH, MAX_WIDTH);
        let total = count * (width + GAP) + ADD_WIDTH;
        ScrollArea::horizontal().id_salt("columns").auto_shrink(false).show(ui, |ui| {
            let scrolls = total > room.x + 0.5;
            let height = room.y - if scrolls { space::M } else { 0.0 };
            let (area, _) = ui.allocate_exact_size(vec2(total, height), Sense::hover());
            let mut left = area.left();
            for region in regions {
                let rect = Rect::from_min_size(pos2(left, area.top()), vec2(width, height));
                left += width + GAP;
                let is_selected = desk.selected.as_ref().is_some_and(|it| it.region == *region);
                if newly_selected && is_selected {
                    ui.scroll_to_rect(rect, None);
                }
                // Columns out of sight are not drawn, but for the next at either side, so that Tab leads on to it.
                if !ui.is_rect_visible(rect.expand2(vec2(width + GAP, 0.0))) {
                    continue;
                }
                let column = self.columns.entry(*region).or_default();
                let frame = ColumnFrame { desk, catalogue, activity, region: *region, newly_selected };
                let builder = UiBuilder::new().id_salt(region.code()).max_rect(rect);
                ui.scope_builder(builder, |ui| frame.show(ui, rect, column, commands));
            }
            let rect = Rect::from_min_size(pos2(left, area.top()), vec2(ADD_WIDTH, height));
            add_region(ui, rect, commands);
        });
    }
}

/// One column in one frame.
struct ColumnFrame<'a> {
    desk: &'a Desk,
    catalogue: &'a Catalogue,
    activity: &'a Activity,
    region: Region,
    newly_selected: bool,
}

impl ColumnFrame<'_> {
    fn show(&self, ui: &mut Ui, rect: Rect, column: &mut Column, commands: &mut Vec<Command>) {
        let t = tokens(ui);
        let radius = CornerRadius::same(space::RADIUS_CARD);
        let line = Stroke::new(space::HAIRLINE, t.line);
        ui.painter().rect(rect, radius, t.panel, line, StrokeKind::Inside);
        // Drawn as a whole rounded card of the Region's colour, clipped to its upper edge, so that it follows the corners.
        let edge = Rect::from_min_size(rect.min, vec2(rect.width(), EDGE));
        let color = RegionMark::at(ui, self.desk.region_index(self.region)).color;
        let clip = edge.intersect(ui.clip_rect());
        ui.painter().with_clip_rect(clip).rect_filled(rect, radius, color);

        ui.spacing_mut().item_spacing.y = 0.0;
        let inside = Margin { left: space::M as i8, right: space::M as i8, top: 11, bottom: 0 };
        egui::Frame::new().inner_margin(inside).show(ui, |ui| {
            self.head(ui, commands);
            ui.add_space(10.0);
            ui.painter().hline(rect.x_range().shrink(1.0), ui.cursor().top(), line);
            ui.add_space(10.0);
            self.tools(ui, column, commands);
            ui.add_space(space::S);
        });
        self.keys(ui, rect, column, commands);
    }

    fn head(&self, ui: &mut Ui, commands: &mut Vec<Command>) {
        let region = self.region;
        let name = |ui: &mut Ui| {
            ui.spacing_mut().item_spacing.x = 7.0;
            region_mark(ui, self.desk.region_index(region), 18.0);
            ui.label(section(region.code()));
            cut(ui, body(region.place()).weak()).on_hover_text(region.name());
        };
        row_sides(ui, space::CONTROL_HEIGHT_SMALL, name, |ui| self.menu(ui, commands));
        ui.add_space(2.0);
        let reference = self.reference();
        let health = |ui: &mut Ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            if self.desk.world().is_dark(region) {
                status_dot(ui, Tone::Error, "Dark").on_hover_text("Nobody reaches its KMS endpoint");
            } else {
                status_dot(ui, Tone::Ok, "KMS in service");
            }
            let hint = if reference == region {
                "One call to KMS from within this Region".to_owned()
            } else {
                format!("Average round trip to {reference}, {}", reference.place())
            };
            cut(ui, caption(format!("·  {}", distance(reference, region)))).on_hover_text(hint);
        };
        let traffic = |ui: &mut Ui| {
            let calls = self.activity.of(region);
            let color = RegionMark::at(ui, self.desk.region_index(region)).color;
            let name = format!("Calls a minute in {region}");
            let sum: f32 = calls.iter().sum();
            // The distance is read first: the bars take what is left beside it.
            let width = (ui.available_width() - 200.0).clamp(40.0, 72.0);
            sparkline(ui, &name, calls, color, vec2(width, 14.0))
                .on_hover_text(format!("{sum} calls to KMS in the last {MINUTES} simulated minutes"));
        };
        row_sides(ui, space::BADGE_HEIGHT, health, traffic);
    }

    /// The Region that distances are told from: that of the selected key's primary, or else the first.
    fn reference(&self) -> Region {
        let primary = self.desk.selected_member().map(|(family, _)| family.primary);
        primary.or_else(|| self.desk.world().regions().first().copied()).unwrap_or(self.region)
    }

    fn menu(&self, ui: &mut Ui, commands: &mut Vec<Command>) {
        let region = self.region;
        let button = icon_button(ui, icons::DOTS_THREE, &format!("Actions for {region}"));
        menu_below(&button, 200.0, |ui| {
            let why_not = if !self.catalogue.keys(region).is_empty() {
                Some(RegionError::HasKeys(region).to_string())
            } else if self.desk.world().regions().len() == 1 {
                Some(RegionError::Last.to_string())
            } else {
                None
            };
            let mut item = MenuItem::new("Remove Region").icon(icons::X).enabled(why_not.is_none());
            if let Some(why) = &why_not {
                item = item.why_disabled(why);
            }
            if item.show(ui).clicked() {
                commands.push(Command::RemoveRegion(region));
            }
            outage::menu_item(ui, self.desk, region, commands);
        });
    }

    fn tools(&self, ui: &mut Ui, column: &mut Column, commands: &mut Vec<Command>) {
        let region = self.region;
        let create = |ui: &mut Ui| {
            let name = format!("Create key in {region}");
            if Button::primary("Create key").name(&name).show(ui).clicked() {
                commands.push(Command::OpenWizard(region));
            }
        };
        let filter = |ui: &mut Ui| {
            search_field(ui, "Filter keys", ui.available_width(), &mut column.filter)
                .accessible_name(format!("Filter keys in {region}"));
        };
        row_sides(ui, space::CONTROL_HEIGHT, filter, create);
    }

    fn keys(&self, ui: &mut Ui, rect: Rect, column: &mut Column, commands: &mut Vec<Command>) {
        let region = self.region;
        let keys = self.catalogue.keys(region);
        if keys.is_empty() {
            let room = Rect::from_min_max(pos2(rect.left() + 12.0, ui.cursor().top()), rect.max);
            ui.scope_builder(UiBuilder::new().max_rect(room), |ui| self.no_keys(ui, commands));
            return;
        }
        let places = column.shown.of(self.catalogue, region, &column.filter);
        if places.is_empty() {
            let text = format!("No alias or key ID here contains “{}”", column.filter.trim());
            egui::Frame::new().inner_margin(Margin::symmetric(space::M as i8, space::M as i8)).show(
                ui,
                |ui| {
                    ui.label(body(text).weak());
                    ui.add_space(space::XS);
                    if Button::link("Clear filter").small().show(ui).clicked() {
                        column.filter.clear();
                    }
                },
            );
            return;
        }
        let step = CARD_HEIGHT + space::S;
        let bottom = rect.bottom() - 2.0;
        let room = Rect::from_min_max(pos2(rect.left(), ui.cursor().top()), pos2(rect.right() - 2.0, bottom));
        ui.scope_builder(UiBuilder::new().max_rect(room), |ui| {
            ScrollArea::vertical().id_salt("keys").auto_shrink(false).show_viewport(ui, |ui, viewport| {
                ui.set_height(places.len() as f32 * step);
                let top = ui.max_rect().top();
                let card_at = |row: usize| {
                    let left = ui.max_rect().left() + 10.0;
                    let corner = pos2(left, top + row as f32 * step + 2.0);
                    Rect::from_min_size(corner, vec2(rect.width() - 20.0, CARD_HEIGHT))
                };
                if self.newly_selected
                    && let Some(selected) = &self.desk.selected
                    && let Some(row) = places.iter().position(|place| keys[*place].key == selected.key)
                {
                    ui.scroll_to_rect(card_at(row).expand(space::S), None);
                }
                let first = (viewport.top() / step).floor().max(0.0) as usize;
                let last = ((viewport.bottom() / step).ceil().max(0.0) as usize).min(places.len());
                let cards: Vec<Rect> = (first..last).map(card_at).collect();
                for (place, card) in places.iter().take(last).skip(first).zip(cards) {
                    self.key(ui, &keys[*place], card, commands);
                }
            });
        });
    }

    fn key(&self, ui: &mut Ui, entry: &super::catalogue::KeyEntry, rect: Rect, commands: &mut Vec<Command>) {
        let light = match &self.desk.selected {
            Some(it) if it.key == entry.key && it.region == self.region => Light::Member,
            Some(it) if it.key == entry.key => Light::Family,
            _ => Light::Off,
        };
        let builder = UiBuilder::new().id_salt(entry.key.as_str()).max_rect(rect);
        let now = self.desk.world().now();
        let card = ui.scope_builder(builder, |ui| key_card(ui, entry, self.region, light, now)).inner;
        let enter = card.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if card.double_clicked() || (light == Light::Member && enter) {
            commands.push(Command::OpenKeyPage(entry.key.clone(), self.region));
        } else if card.clicked() {
            let selected = Selected { key: entry.key.clone(), region: self.region };
            commands.push(Command::Select(Some(selected)));
        }
    }

    fn no_keys(&self, ui: &mut Ui, commands: &mut Vec<Command>) {
        let region = self.region;
        let title = format!("No keys in {}", region.place());
        let text = "A KMS key belongs to one Region. Create one here, or replicate a multi-Region key from another \
                    Region.";
        let name = format!("Create the first key in {region}");
        let create = Button::secondary("Create key").icon(icons::PLUS).name(&name);
        if empty_state(ui, icons::KEY, &title, text, Some(create)).is_some_and(|it| it.clicked()) {
            commands.push(Command::OpenWizard(region));
        }
    }
}

/// The slim dashed column at the end.
fn add_region(ui: &mut Ui, rect: Rect, commands: &mut Vec<Command>) {
    let response = ui.interact(rect, ui.scope_id().with("add Region"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), "Add Region…"));
    let t = tokens(ui);
    let over = response.hovered();
    let (line, text) = if over { (t.line_strong, t.text_strong) } else { (t.button_line, t.text_subdued) };
    let painter = ui.painter();
    if over {
        painter.rect_filled(rect, CornerRadius::same(space::RADIUS_CARD), t.panel);
    }
    let outline = rounded_outline(rect.shrink(0.5), f32::from(space::RADIUS_CARD));
    painter.extend(Shape::dashed_line(&outline, Stroke::new(space::HAIRLINE, line), 4.0, 4.0));
    let galley = painter.layout_no_wrap("Add Region…".to_owned(), regular(BODY), text);
    let (length, height) = (galley.size().x, galley.size().y);
    let whole = length + space::ICON + space::S;
    let top = rect.center().y - whole / 2.0;
    let icon_at = pos2(rect.center().x, top + space::ICON / 2.0);
    painter.text(icon_at, Align2::CENTER_CENTER, icons::PLUS, icon_font(space::ICON), text);
    // Turned a quarter, the line's top is at the right.
    let corner = pos2(rect.center().x + height / 2.0, top + space::ICON + space::S);
    painter.add(TextShape::new(corner, galley, text).with_angle(FRAC_PI_2));
    focus_ring(ui, &response, rect.shrink(3.0), space::RADIUS_CARD);
    if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
        commands.push(Command::OpenDialog(DialogKind::AddRegion));
    }
}

/// The closed outline of a rounded rectangle.
fn rounded_outline(rect: Rect, radius: f32) -> Vec<egui::Pos2> {
    const STEPS: usize = 6;
    let corners = [
        (pos2(rect.right() - radius, rect.bottom() - radius), 0.0),
        (pos2(rect.left() + radius, rect.bottom() - radius), 1.0),
        (pos2(rect.left() + radius, rect.top() + radius), 2.0),
        (pos2(rect.right() - radius, rect.top() + radius), 3.0),
    ];
    let mut points = Vec::with_capacity(4 * (STEPS + 1) + 1);
    for (center, quarter) in corners {
        for step in 0..=STEPS {
            let angle = (quarter + step as f32 / STEPS as f32) * FRAC_PI_2;
            points.push(center + radius * vec2(angle.cos(), angle.sin()));
        }
    }
    points.push(points[0]);
    points
}
