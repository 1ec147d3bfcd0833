//! The table: a way a row, and every cell a button that leads to its run.

use std::sync::Arc;

use egui::{
    Color32, CornerRadius, CursorIcon, FontId, Galley, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    pos2, vec2,
};

use super::{
    results::{Line, Ran, Results},
    words,
};
use crate::{
    gui::{
        theme::{BODY, CAPTION, Tokens, icons, regular, semibold, space, tokens},
        widgets::{focus_ring, icon_at},
    },
    workloads::ways::{Cell, Column, Way},
};

const PAD: f32 = 8.0;
/// From this width on, a cell's text has the usual size.
const ROOMY: f32 = 172.0;
/// The height of the line with a cell's sign.
const SIGN: f32 = 20.0;

/// A cell as a person points at it.
pub type Chosen = (Way, Column);

/// Where the columns stand.
struct Grid {
    left: f32,
    way: f32,
    /// The left edge and the width of each column.
    cells: Vec<(f32, f32)>,
}

/// How much room a column's values take, among others.
fn weight(column: Column) -> f32 {
    match column {
        Column::LowOverhead => 1.25,
        Column::CoordinatedRotation => 1.1,
        Column::IdenticalMaterial | Column::LocalDecrypt => 0.9,
        _ => 1.0,
    }
}

impl Grid {
    fn new(ui: &Ui, columns: &[Column]) -> Self {
        let (left, width) = (ui.cursor().left(), ui.available_width());
        let way = (width * 0.19).clamp(112.0, 250.0);
        let unit = (width - way) / columns.iter().map(|column| weight(*column)).sum::<f32>();
        let mut at = left + way;
        let place = |column: &Column| {
            let cell = (at, unit * weight(*column));
            at += cell.1;
            cell
        };
        Self { left, way, cells: columns.iter().map(place).collect() }
    }

    fn font(&self) -> FontId {
        let narrowest = self.cells.iter().map(|(_, width)| *width).fold(f32::INFINITY, f32::min);
        regular(if narrowest >= ROOMY { BODY } else { CAPTION })
    }
}

/// Draws the table of some columns; a click on a cell chooses it.
pub fn table(ui: &mut Ui, results: &Results, columns: &[Column], chosen: &mut Option<Chosen>) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let grid = Grid::new(ui, columns);
    head(ui, &grid, columns);
    for (way, line) in &results.lines {
        match line {
            Line::Ran(ran) => row(ui, &grid, ran, columns, chosen),
            Line::CannotRun(error) => said(ui, &grid, *way, icons::X_CIRCLE, &error.to_string(), true),
        }
    }
    for (place, way) in results.ways.iter().enumerate().skip(results.lines.len()) {
        let text = match (results.is_running(), place == results.lines.len()) {
            (true, true) => "Being run…",
            (true, false) => "Waits for the others",
            (false, _) => "Not run, as the comparison was cancelled",
        };
        said(ui, &grid, *way, icons::HOURGLASS, text, false);
    }
}

fn wrapped(ui: &Ui, text: &str, font: FontId, width: f32) -> Arc<Galley> {
    ui.painter().layout(text.to_owned(), font, Color32::PLACEHOLDER, width.max(1.0))
}

fn head(ui: &mut Ui, grid: &Grid, columns: &[Column]) {
    let t = tokens(ui);
    let galleys: Vec<_> = columns
        .iter()
        .zip(&grid.cells)
        .map(|(column, (_, width))| wrapped(ui, column.label(), semibold(CAPTION), width - 2.0 * PAD))
        .collect();
    let height = galleys.iter().map(|it| it.size().y).fold(0.0, f32::max) + 2.0 * PAD;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let bottom = rect.bottom() - PAD;
    let way = wrapped(ui, "Way", semibold(CAPTION), grid.way);
    let at = pos2(rect.left() + PAD, bottom - way.size().y);
    ui.painter().galley(at, way, t.text_subdued);
    for ((column, (left, width)), galley) in columns.iter().zip(&grid.cells).zip(galleys) {
        let area = Rect::from_min_size(pos2(*left, rect.top()), vec2(*width, height));
        let response = ui.interact(area, ui.scope_id().with(("head", *column)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, column.label()));
        let color = if response.hovered() { t.text_strong } else { t.text_subdued };
        ui.painter().galley(pos2(area.left() + PAD, bottom - galley.size().y), galley, color);
        response.on_hover_text(words::explanation(*column));
    }
    line_below(ui, rect, t);
}

fn line_below(ui: &Ui, rect: Rect, t: &Tokens) {
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(space::HAIRLINE, t.line));
}

/// What stands in one cell, laid out.
struct Laid<'a> {
    column: Column,
    cell: &'a Cell,
    galley: Arc<Galley>,
    left: f32,
    width: f32,
}

impl Laid<'_> {
    fn height(&self) -> f32 {
        let sign = if self.cell.meets.is_some() { SIGN + 2.0 } else { 0.0 };
        sign + self.galley.size().y
    }
}

fn row(ui: &mut Ui, grid: &Grid, ran: &Ran, columns: &[Column], chosen: &mut Option<Chosen>) {
    let t = tokens(ui);
    let way = ran.row.run.way;
    let name = wrapped(ui, way.label(), semibold(BODY), grid.way - 2.0 * PAD);
    let cells: Vec<Laid<'_>> = columns
        .iter()
        .zip(&grid.cells)
        .filter_map(|(column, (left, width))| {
            let cell = ran.cell(*column)?;
            let text = words::in_lines(&cell.text);
            let galley = wrapped(ui, &text, grid.font(), width - 2.0 * PAD);
            Some(Laid { column: *column, cell, galley, left: *left, width: *width })
        })
        .collect();
    let inner = cells.iter().map(Laid::height).fold(name.size().y, f32::max);
    let size = vec2(ui.available_width(), inner + 2.0 * PAD);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    if !ui.is_rect_visible(rect) {
        return;
    }
    let area = Rect::from_min_size(rect.min, vec2(grid.way, rect.height()));
    let response = ui.interact(area, ui.scope_id().with(("way", way)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::RowHeader, true, way.label()));
    ui.painter().galley(rect.min + vec2(PAD, PAD), name, t.text_strong);
    response.on_hover_text(words::way_explanation(way));
    for laid in cells {
        let column = laid.column;
        let area = Rect::from_min_size(pos2(laid.left, rect.top()), vec2(laid.width, rect.height()));
        if cell_button(ui, area.shrink(1.0), way, laid, chosen.as_ref()) {
            *chosen = Some((way, column));
        }
    }
    line_below(ui, rect, t);
}

fn cell_button(ui: &Ui, area: Rect, way: Way, laid: Laid<'_>, chosen: Option<&Chosen>) -> bool {
    let t = tokens(ui);
    let Laid { column, cell, galley, .. } = laid;
    let response = ui.interact(area, ui.scope_id().with((way, column)), Sense::click());
    let is_chosen = chosen == Some(&(way, column));
    response.widget_info(|| {
        let verdict = cell.meets.map(|meets| format!("{}: ", words::verdict(meets))).unwrap_or_default();
        let name = format!("{}, {}: {verdict}{}", way.label(), column.label(), cell.text);
        WidgetInfo::selected(Role::Button, true, is_chosen, name)
    });
    let radius = CornerRadius::same(space::RADIUS_FIELD);
    if is_chosen {
        let edge = Stroke::new(1.5, t.accent);
        ui.painter().rect(area, radius, t.selected, edge, StrokeKind::Inside);
    } else if response.hovered() {
        ui.painter().rect_filled(area, radius, t.hover);
    }
    let mut top = area.top() + PAD - 1.0;
    let left = area.left() + PAD - 1.0;
    if let Some(meets) = cell.meets {
        let (icon, color) = if meets { (icons::CHECK_CIRCLE, t.ok) } else { (icons::X_CIRCLE, t.error) };
        icon_at(ui.painter(), pos2(left + 8.0, top + SIGN / 2.0), icon, 16.0, color);
        let word = wrapped(ui, words::verdict(meets), semibold(BODY), area.width());
        let middle = top + (SIGN - word.size().y) / 2.0;
        ui.painter().galley(pos2(left + 20.0, middle), word, color);
        top += SIGN + 2.0;
    }
    ui.painter().galley(pos2(left, top), galley, t.text);
    focus_ring(ui, &response, area, space::RADIUS_FIELD);
    response.on_hover_cursor(CursorIcon::PointingHand).clicked()
}

/// A way's row that says one thing.
fn said(ui: &mut Ui, grid: &Grid, way: Way, icon: &str, text: &str, is_error: bool) {
    let t = tokens(ui);
    let name = wrapped(ui, way.label(), semibold(BODY), grid.way - 2.0 * PAD);
    let room = ui.available_width() - grid.way - 2.0 * PAD - 24.0;
    let said = wrapped(ui, text, regular(BODY), room);
    let inner = name.size().y.max(said.size().y).max(SIGN);
    let size = vec2(ui.available_width(), inner + 2.0 * PAD);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{}: {text}", way.label())));
    let color = if is_error { t.error } else { t.text_subdued };
    ui.painter().galley(rect.min + vec2(PAD, PAD), name, t.text_strong);
    let left = grid.left + grid.way + PAD;
    icon_at(ui.painter(), pos2(left + 8.0, rect.top() + PAD + 9.0), icon, 16.0, color);
    ui.painter().galley(pos2(left + 24.0, rect.top() + PAD), said, color);
    line_below(ui, rect, t);
}
