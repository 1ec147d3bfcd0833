//! Draws a family as a matrix, property by member. The properties' names and the members' heads stay in sight while the
//! rest scrolls.

use egui::{
    Align, CornerRadius, Layout, Rect, Response, Role, ScrollArea, Sense, Stroke, Ui, UiBuilder, WidgetInfo,
    pos2, vec2,
};

use super::{
    cells::{Cell, Line, Row, Values, independent, shared},
    drift::{Property, Sign},
    overview::Entry,
};
use crate::{
    gui::{
        command::Command,
        desk::{Desk, Selected},
        regions::{
            DialogKind,
            words::{role_badge, role_name, state_badge, state_name},
        },
        theme::{
            RegionMark, body, caption, caption_strong, icon, icons, mono_caption, region_mark, space, strong,
            tokens,
        },
        trail::cut,
        widgets::{Badge, Button, focus_ring, row, row_sides, short_id_caption},
    },
    kms::{KeyFamily, Region},
};

/// The width of the properties' names.
const NAMES: f32 = 158.0;
/// Columns never get narrower; they scroll sideways instead.
const LEAST: f32 = 196.0;
/// Columns never get wider.
const MOST: f32 = 330.0;
/// The height of the members' heads.
const HEAD: f32 = 64.0;
/// The height of a heading between rows.
const HEADING: f32 = 34.0;
/// From line to line in a cell.
const LINE: f32 = 20.0;
/// Above and below the lines of a row.
const PAD: f32 = 6.0;

/// Draws the matrix over the whole room. `reveal` scrolls to a property once.
pub(super) fn ui(
    ui: &mut Ui,
    desk: &Desk,
    family: &KeyFamily,
    entry: &Entry,
    reveal: Option<Property>,
    commands: &mut Vec<Command>,
) {
    let shared = shared(family, entry);
    let independent = independent(family, entry, desk.world().store(), desk.world().now());
    let count = entry.members.len() as f32;
    let room = ui.available_size();
    // A vertical bar takes its room from the columns.
    let width = ((room.x - NAMES - space::M) / count).clamp(LEAST, MOST);
    let height = |row: &Row| row.lines() as f32 * LINE + 2.0 * PAD;
    let rows: f32 = shared.iter().chain(&independent).map(height).sum();
    let size = vec2(NAMES + count * width, HEAD + 2.0 * HEADING + rows + space::S);
    let t = tokens(ui);
    ScrollArea::both().id_salt(("matrix", entry.key.as_str())).auto_shrink(false).show_viewport(
        ui,
        |ui, view| {
            let (area, _) = ui.allocate_exact_size(size, Sense::hover());
            let clip = view.translate(area.min.to_vec2()).intersect(ui.clip_rect());
            let grid = Grid { desk, family, entry, width, area, clip };
            for (place, (region, _)) in entry.members.iter().enumerate() {
                grid.head(ui, place, *region, commands);
            }
            let mut top = area.top() + HEAD;
            let mut apart = top;
            for (heading, note, rows) in [
                ("Shared by all members", "one value, wherever one looks", &shared),
                ("Independent in every Region", "never synchronised", &independent),
            ] {
                grid.heading(ui, top, heading, note);
                top += HEADING;
                apart = top;
                for row in rows {
                    let band = Rect::from_min_size(pos2(area.left(), top), vec2(size.x, height(row)));
                    if reveal.is_some() && row.property == reveal {
                        ui.scroll_to_rect(band.with_max_x(area.left() + 1.0), Some(Align::Center));
                    }
                    // Rows out of sight too: the keyboard goes through all of them.
                    grid.row(ui, band, row, reveal.is_some() && row.property == reveal, commands);
                    top += band.height();
                }
            }
            // Columns are set apart where there are some; what is shared runs across.
            let line = Stroke::new(space::HAIRLINE, t.line);
            let body = ui.painter().with_clip_rect(grid.names_clip());
            body.vline(clip.left() + NAMES, apart..=top, line);
            for column in 1..=entry.members.len() {
                let x = area.left() + NAMES + column as f32 * width;
                if x > clip.left() + NAMES {
                    body.vline(x, apart..=top, line);
                }
            }
        },
    );
}

/// The matrix in one frame.
struct Grid<'a> {
    desk: &'a Desk,
    family: &'a KeyFamily,
    entry: &'a Entry,
    /// Of a column.
    width: f32,
    /// Where all of it stands, in sight or not.
    area: Rect,
    /// What is in sight.
    clip: Rect,
}

impl Grid<'_> {
    /// What is in sight below the heads and beside the names.
    fn body_clip(&self) -> Rect {
        Rect::from_min_max(pos2(self.clip.left() + NAMES, self.clip.top() + HEAD), self.clip.max)
    }

    /// What is in sight below the heads.
    fn names_clip(&self) -> Rect {
        self.clip.with_min_y(self.clip.top() + HEAD)
    }

    fn left_of(&self, place: usize) -> f32 {
        self.area.left() + NAMES + place as f32 * self.width
    }

    fn is_selected(&self, region: Region) -> bool {
        let selected = self.desk.selected.as_ref();
        selected.is_some_and(|it| it.key == self.entry.key && it.region == region)
    }

    /// A part of the matrix that draws within `area` and no further than `clip`.
    fn part(
        &self,
        ui: &mut Ui,
        salt: impl egui::AsIdSalt,
        area: Rect,
        clip: Rect,
        add: impl FnOnce(&mut Ui),
    ) {
        let builder = UiBuilder::new().id_salt(salt).max_rect(area).layout(Layout::top_down(Align::Min));
        let mut part = ui.new_child(builder);
        part.set_clip_rect(clip.intersect(area.expand2(vec2(2.0, 0.0))));
        part.spacing_mut().item_spacing = vec2(space::XS, 0.0);
        add(&mut part);
    }

    fn heading(&self, ui: &mut Ui, top: f32, text: &str, note: &str) {
        let t = tokens(ui);
        let band = Rect::from_min_size(pos2(self.clip.left(), top), vec2(self.clip.width(), HEADING));
        ui.painter().with_clip_rect(self.names_clip()).rect_filled(band, 0.0, t.panel);
        let area = band.shrink2(vec2(space::M, 0.0));
        self.part(ui, text, area, self.names_clip(), |ui| {
            row(ui, HEADING, |ui| {
                ui.label(caption_strong(text));
                cut(ui, caption(note));
            });
        });
    }

    fn head(&self, ui: &mut Ui, place: usize, region: Region, commands: &mut Vec<Command>) {
        let t = tokens(ui);
        let Some(member) = self.family.members.get(&region) else { return };
        let corner = pos2(self.left_of(place), self.clip.top());
        let area = Rect::from_min_size(corner, vec2(self.width, HEAD));
        let clip = self.clip.with_min_x(self.clip.left() + NAMES);
        let (role, now) = (self.family.role(region), self.desk.world().now());
        let index = self.desk.region_index(region);
        let selected = self.is_selected(region);
        let mut button = ui.new_child(UiBuilder::new().id_salt(("head", region.code())).max_rect(area));
        button.set_clip_rect(clip);
        let response = button.allocate_rect(area, Sense::click());
        let name = format!("Column {region}, {}, {}", role_name(role), state_name(member.state, now));
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, &name));
        let painter = ui.painter().with_clip_rect(clip);
        let fill = match (selected, response.hovered()) {
            (true, _) => t.raised.lerp_to_gamma(t.primary_bg, 0.42),
            (false, true) => t.hover,
            (false, false) => t.raised,
        };
        painter.rect_filled(area, CornerRadius::ZERO, fill);
        let bar = Rect::from_min_size(area.min, vec2(area.width(), 3.0));
        painter.rect_filled(bar, 0.0, RegionMark::at(ui, index).color);
        if selected {
            let foot = Rect::from_min_max(pos2(area.left(), area.bottom() - 2.0), area.max);
            painter.rect_filled(foot, 0.0, t.primary_line);
        }
        painter.vline(area.right(), area.y_range(), Stroke::new(space::HAIRLINE, t.line));
        let inner = area.shrink2(vec2(10.0, 8.0));
        self.part(ui, ("member", region.code()), inner, clip, |ui| {
            row(ui, 24.0, |ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                region_mark(ui, index, 16.0);
                ui.label(strong(region.code()));
                cut(ui, caption(region.place()));
            });
            row(ui, 24.0, |ui| {
                role_badge(ui, role);
                state_badge(ui, member.state, now);
            });
        });
        if response.gained_focus() {
            // Beside the names, not below them.
            ui.scroll_to_rect(area.with_min_x(area.left() - NAMES), None);
        }
        focus_ring(ui, &response, area.intersect(clip).shrink(3.0), space::RADIUS_FIELD);
        if response.clicked() {
            let selected = Selected { key: self.entry.key.clone(), region };
            commands.push(Command::Select(Some(selected)));
        }
    }

    fn row(&self, ui: &mut Ui, band: Rect, row: &Row, lit: bool, commands: &mut Vec<Command>) {
        let t = tokens(ui);
        let painter = ui.painter().with_clip_rect(self.names_clip());
        let line = Stroke::new(space::HAIRLINE, t.line);
        if lit {
            painter.rect_filled(band.with_min_x(self.clip.left()), 0.0, t.hover);
        }
        painter.hline(self.clip.x_range(), band.bottom(), line);
        match &row.values {
            Values::Shared(lines) => {
                let left = self.clip.left() + NAMES;
                let area = Rect::from_min_max(pos2(left, band.top()), pos2(self.clip.right(), band.bottom()));
                self.part(ui, (row.name, "shared"), inside(area), self.body_clip(), |ui| {
                    lines.iter().for_each(|it| self.line(ui, it));
                });
            }
            Values::Each(cells) => {
                for (place, ((region, _), cell)) in self.entry.members.iter().zip(cells).enumerate() {
                    let corner = pos2(self.left_of(place), band.top());
                    let area = Rect::from_min_size(corner, vec2(self.width, band.height()));
                    if area.intersects(self.body_clip()) {
                        self.cell(ui, area, row, *region, cell, commands);
                    }
                }
            }
        }
        let area = Rect::from_min_size(pos2(self.clip.left(), band.top()), vec2(NAMES, band.height()));
        self.part(ui, (row.name, "name"), inside(area), self.names_clip(), |ui| self.name(ui, row, commands));
    }

    fn name(&self, ui: &mut Ui, row: &Row, commands: &mut Vec<Command>) {
        line_row(ui, |ui| cut(ui, body(row.name).weak()).on_hover_text(row.hint));
        let Some(property) = row.property.filter(|it| it.can_be_copied() && self.entry.members.len() > 1)
        else {
            return;
        };
        let name = format!("Copy {} to other members…", property.name().to_lowercase());
        let button = Button::link("Copy to others…").small().name(&name).tooltip(&name);
        let button = line_row(ui, |ui| button.show(ui));
        self.follow(ui, &button);
        if button.clicked() {
            let selected = self.desk.selected.as_ref().filter(|it| it.key == self.entry.key);
            let from = selected.map_or(self.entry.primary, |it| it.region);
            let kind = DialogKind::CopyToMembers(self.entry.key.clone(), from, property);
            commands.push(Command::OpenDialog(kind));
        }
    }

    fn cell(
        &self,
        ui: &mut Ui,
        area: Rect,
        row: &Row,
        region: Region,
        cell: &Cell,
        commands: &mut Vec<Command>,
    ) {
        let clip = self.body_clip();
        if cell.differs {
            let t = tokens(ui);
            let painter = ui.painter().with_clip_rect(clip);
            let ground = area.shrink2(vec2(1.0, 1.0));
            painter.rect_filled(ground, 0.0, t.panel.lerp_to_gamma(t.warn_bg, 0.55));
            painter.rect_filled(ground.with_max_x(ground.left() + 3.0), 0.0, t.warn);
        }
        self.part(ui, (row.name, region.code()), inside(area), clip, |ui| {
            if cell.differs {
                line_row(ui, |ui| {
                    let hint = format!("{} in {region} is not as in {}", row.name, self.entry.primary);
                    Badge::warn("Differs").icon(icons::WARNING).show(ui).on_hover_text(hint)
                });
            }
            cell.lines.iter().for_each(|it| self.line(ui, it));
            if cell.has_difference {
                let name = format!("View the policy difference of {region}");
                let button = Button::link("View difference").small().icon(icons::CODE).name(&name);
                let button = line_row(ui, |ui| button.show(ui));
                self.follow(ui, &button);
                if button.clicked() {
                    let kind = DialogKind::PolicyDifference(self.entry.key.clone(), region);
                    commands.push(Command::OpenDialog(kind));
                }
            }
        });
    }

    /// Scrolls to what the keyboard has come to: below the heads and beside the names.
    fn follow(&self, ui: &Ui, control: &Response) {
        if control.gained_focus() {
            let margin = vec2(NAMES + space::S, HEAD + space::S);
            let area = Rect::from_min_max(control.rect.min - margin, control.rect.max + vec2(0.0, space::S));
            ui.scroll_to_rect(area, None);
        }
    }

    fn line(&self, ui: &mut Ui, line: &Line) {
        line_row(ui, |ui| match line {
            Line::Text(text) => drop(cut(ui, body(text)).on_hover_text(text)),
            Line::Quiet(text) => drop(cut(ui, caption(text))),
            Line::Mono(text) => drop(cut(ui, mono_caption(text).color(tokens(ui).text)).on_hover_text(text)),
            Line::Id(text) => {
                // As much as the room shows, its end in any case.
                let shown = ((ui.available_width() - 20.0) / 7.4).max(12.0) as usize;
                let tail = 4 + shown / 4;
                drop(short_id_caption(ui, text, shown.saturating_sub(tail + 1), tail));
            }
            Line::State(state) => drop(state_badge(ui, *state, self.desk.world().now())),
            Line::Differs(part) => {
                let t = tokens(ui);
                let sign = match part.sign {
                    Sign::Lacks => icons::MINUS,
                    Sign::Also => icons::PLUS,
                    Sign::Other => icons::ARROWS_LEFT_RIGHT,
                };
                let phrase = part.phrase();
                ui.label(icon(sign, 12.0).color(t.warn));
                drop(cut(ui, caption(&phrase).color(t.warn)).on_hover_text(&phrase));
            }
        });
    }
}

/// The room of a cell within its edges.
fn inside(area: Rect) -> Rect {
    area.shrink2(vec2(10.0, PAD))
}

fn line_row<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    row(ui, LINE, add)
}

/// The head above the matrix: what the family is called, and what can be done with all of it.
pub(super) fn title_row(ui: &mut Ui, family: &KeyFamily, entry: &Entry, commands: &mut Vec<Command>) {
    let going = family.members.get(&family.primary).is_some_and(|it| it.state.is_pending_deletion());
    row_sides(
        ui,
        space::CONTROL_HEIGHT,
        |ui| {
            cut(ui, crate::gui::theme::section(&entry.label)).on_hover_text(entry.key.as_str());
            match entry.drifts.len() {
                0 => Badge::ok("No drift").icon(icons::CHECK).show(ui),
                _ => Badge::warn(&entry.drift_text()).icon(icons::WARNING).show(ui),
            };
        },
        |ui| {
            let replicate = Button::secondary("Replicate…")
                .small()
                .name("Replicate the family…")
                .enabled(!going)
                .why_disabled("The primary is pending deletion");
            if replicate.show(ui).clicked() {
                commands.push(Command::OpenReplicateWizard(entry.key.clone()));
            }
            let change = Button::secondary("Change primary…")
                .small()
                .name("Change the family's primary…")
                .enabled(!going && entry.members.len() > 1)
                .why_disabled(if going {
                    "The primary is pending deletion"
                } else {
                    "There is no replica that could become the primary"
                });
            if change.show(ui).clicked() {
                let kind = DialogKind::ChangePrimary(entry.key.clone(), entry.primary);
                commands.push(Command::OpenDialog(kind));
            }
        },
    );
}
