//! The matrix as a table: operations down, principals across, a sign in each cell. Heads stay in sight.

use egui::{
    CursorIcon, EventFilter, Id, Key, Label, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo,
    epaint::TextShape,
    pos2,
    text::{LayoutJob, TextFormat, TextWrapping},
    vec2,
};

use super::{matrix::Matrix, words};
use crate::{
    gui::{
        theme::{BODY, CAPTION, Tokens, icons, regular, semibold, space, tokens},
        widgets::{focus_ring, icon_at},
    },
    kms::policy::{Decision, Reason},
};

const ROW: f32 = 24.0;
/// The height of the heads where names stand upright.
const TALL_HEAD: f32 = 128.0;
const LOW_HEAD: f32 = 30.0;
/// From this width of a cell on, names lie.
const LYING: f32 = 92.0;
const LEAST_CELL: f32 = 16.0;
const MOST_CELL: f32 = 120.0;

/// A cell: the operation's row and the principal's column.
pub(super) type Cell = (usize, usize);

/// How a decision is drawn.
#[derive(Clone, Copy, PartialEq)]
enum Sign {
    KeyPolicy,
    Identity,
    Both,
    Grant,
    Deny,
    Nothing,
}

impl Sign {
    const ALL: [Self; 6] =
        [Self::KeyPolicy, Self::Identity, Self::Both, Self::Grant, Self::Nothing, Self::Deny];

    fn of(decision: &Decision) -> Self {
        match &decision.reason {
            Reason::AllowedByKeyPolicy { .. } => Self::KeyPolicy,
            Reason::AllowedByIdentityPolicy { .. } | Reason::AllowedToRootUser => Self::Identity,
            Reason::AllowedAcrossAccounts { .. } => Self::Both,
            Reason::AllowedByGrant { .. } => Self::Grant,
            Reason::ExplicitDeny { .. } => Self::Deny,
            Reason::NoIdentityPolicyAllows
            | Reason::NoResourcePolicyAllows
            | Reason::LimitDoesNotAllow { .. } => Self::Nothing,
        }
    }

    fn look(self, t: &Tokens) -> (&'static str, egui::Color32) {
        match self {
            Self::KeyPolicy => (icons::CHECK_CIRCLE, t.ok),
            Self::Identity => (icons::CHECK, t.ok),
            Self::Both => (icons::ARROWS_LEFT_RIGHT, t.ok),
            Self::Grant => (icons::LINK, t.ok),
            Self::Deny => (icons::PROHIBIT, t.error),
            Self::Nothing => (icons::MINUS, t.text_disabled),
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::KeyPolicy => "Key policy",
            Self::Identity => "IAM policy",
            Self::Both => "Both accounts",
            Self::Grant => "Grant",
            Self::Deny => "Explicit deny",
            Self::Nothing => "Nothing allows",
        }
    }
}

/// Where everything stands.
struct Layout {
    origin: egui::Pos2,
    /// The part in sight.
    clip: Rect,
    label: f32,
    cell: f32,
    head: f32,
    /// Top of each operation's row, from the origin; and of each group's heading.
    rows: Vec<f32>,
    headings: Vec<f32>,
}

impl Layout {
    fn new(matrix: &Matrix, room: f32) -> Self {
        let label = (room * 0.36).clamp(118.0, 264.0);
        let count = matrix.who.len().max(1) as f32;
        let cell = ((room - label) / count).floor().clamp(LEAST_CELL, MOST_CELL);
        let head = if cell >= LYING { LOW_HEAD } else { TALL_HEAD };
        let (mut rows, mut headings, mut top) = (Vec::new(), Vec::new(), head);
        for group in &matrix.groups {
            headings.push(top);
            top += ROW;
            for _ in &group.permissions {
                rows.push(top);
                top += ROW;
            }
        }
        Self { origin: egui::Pos2::ZERO, clip: Rect::NOTHING, label, cell, head, rows, headings }
    }

    fn size(&self, matrix: &Matrix) -> egui::Vec2 {
        let rows = matrix.operations().len() + matrix.groups.len();
        vec2(self.label + matrix.who.len() as f32 * self.cell, self.head + rows as f32 * ROW)
    }

    fn rect(&self, (row, column): Cell) -> Rect {
        let top = self.rows.get(row).copied().unwrap_or_default();
        let left = self.label + column as f32 * self.cell;
        Rect::from_min_size(self.origin + vec2(left, top), vec2(self.cell, ROW))
    }

    /// The part of the cells that no head covers.
    fn free(&self) -> Rect {
        Rect::from_min_max(self.clip.min + vec2(self.label, self.head), self.clip.max)
    }
}

/// Draws the table, no higher than `height`, and what its signs mean. Answers the cell that was chosen by pointer or
/// arrow key.
pub(super) fn matrix_view(ui: &mut Ui, matrix: &Matrix, chosen: Option<Cell>, height: f32) -> Option<Cell> {
    let t = tokens(ui);
    let mut picked = None;
    legend(ui);
    // The scroll bar takes its room beside the cells.
    let mut layout = Layout::new(matrix, ui.available_width() - space::M);
    let scroll = ScrollArea::both().id_salt("who can do what").max_height(height).auto_shrink([false, true]);
    scroll.show(ui, |ui| {
        let (rect, _) = ui.allocate_exact_size(layout.size(matrix), Sense::hover());
        layout.origin = rect.min;
        layout.clip = ui.clip_rect().intersect(rect);
        let id = ui.scope_id().with("grid");
        let grid = ui.interact(layout.clip, id, Sense::focusable_noninteractive());
        grid.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::Grid, true, "Who can do what");
            info.current_text_value = chosen.map(|cell| sentence(matrix, cell));
            info
        });
        picked = by_keys(ui, id, &grid, matrix, chosen);
        if let Some(cell) = picked {
            let shown = layout.rect(cell);
            let shown = Rect::from_min_max(shown.min - vec2(layout.label, layout.head), shown.max);
            ui.scroll_to_rect(shown, None);
        }
        if let Some(cell) = cells(ui, id, &layout, matrix, chosen) {
            picked = Some(cell);
            grid.request_focus();
        }
        labels(ui, &layout, matrix, chosen);
        heads(ui, &layout, matrix, chosen);
        let corner = Rect::from_min_size(layout.clip.min, vec2(layout.label, layout.head));
        ui.painter().rect_filled(corner, 0.0, t.panel);
        focus_ring(ui, &grid, layout.clip.shrink(3.0), space::RADIUS_FIELD);
    });
    picked
}

/// A cell in a sentence: `alice, Decrypt: allowed by …`.
pub(super) fn sentence(matrix: &Matrix, (row, column): Cell) -> String {
    let who = matrix.who.get(column).map(|who| who.label()).unwrap_or_default();
    let operation = matrix.operations().get(row).copied().unwrap_or_default();
    let decided = matrix.cell(row, column).map(words::decided);
    format!("{who}, {operation}: {}", decided.as_deref().unwrap_or("not decided yet"))
}

fn legend(ui: &mut Ui) {
    let t = tokens(ui);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::M, 2.0);
        ui.spacing_mut().interact_size.y = 18.0;
        for sign in Sign::ALL {
            let (icon, color) = sign.look(t);
            let mut job = LayoutJob::default();
            job.append(icon, 0.0, TextFormat::simple(regular(CAPTION), color));
            let words = TextFormat::simple(regular(CAPTION), t.text_subdued);
            job.append(sign.words(), space::XS, words);
            // In one piece, so that no sign is parted from its words.
            ui.add(Label::new(job).extend());
        }
    });
}

/// The cell that an arrow key leads to.
fn by_keys(ui: &Ui, id: Id, grid: &egui::Response, matrix: &Matrix, chosen: Option<Cell>) -> Option<Cell> {
    if !grid.has_focus() {
        return None;
    }
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let (rows, columns) = (matrix.operations().len(), matrix.who.len());
    let (row, column) = chosen.unwrap_or((0, 0));
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    let cell = if pressed(Key::ArrowDown) {
        ((row + 1).min(rows.saturating_sub(1)), column)
    } else if pressed(Key::ArrowUp) {
        (row.saturating_sub(1), column)
    } else if pressed(Key::ArrowRight) {
        (row, (column + 1).min(columns.saturating_sub(1)))
    } else if pressed(Key::ArrowLeft) {
        (row, column.saturating_sub(1))
    } else if pressed(Key::Home) {
        (row, 0)
    } else if pressed(Key::End) {
        (row, columns.saturating_sub(1))
    } else {
        return None;
    };
    (rows > 0 && columns > 0).then_some(cell)
}

/// Draws the cells in sight; answers the clicked one.
fn cells(ui: &mut Ui, id: Id, layout: &Layout, matrix: &Matrix, chosen: Option<Cell>) -> Option<Cell> {
    let t = tokens(ui);
    let free = layout.free();
    let mut clicked = None;
    for (row, top) in layout.rows.iter().enumerate() {
        let y = layout.origin.y + top;
        if y + ROW <= free.top() || y >= free.bottom() {
            continue;
        }
        for column in 0..matrix.who.len() {
            let rect = layout.rect((row, column));
            if rect.right() <= free.left() || rect.left() >= free.right() {
                continue;
            }
            let seen = rect.intersect(free);
            let response = ui.interact(seen, id.with((row, column)), Sense::CLICK);
            let is_chosen = chosen == Some((row, column));
            response.widget_info(|| {
                WidgetInfo::selected(Role::Cell, true, is_chosen, sentence(matrix, (row, column)))
            });
            let painter = ui.painter().with_clip_rect(seen);
            if is_chosen {
                painter.rect_filled(rect, 0.0, t.selected);
            } else if response.hovered() {
                painter.rect_filled(rect, 0.0, t.hover);
            }
            if let Some(decision) = matrix.cell(row, column) {
                let (icon, color) = Sign::of(decision).look(t);
                icon_at(&painter, rect.center(), icon, 14.0, color);
            }
            if response.clicked() {
                clicked = Some((row, column));
            }
            response.on_hover_cursor(CursorIcon::PointingHand).on_hover_ui(|ui| {
                ui.label(sentence(matrix, (row, column)));
            });
        }
        let line = egui::Stroke::new(space::HAIRLINE, t.line.gamma_multiply(0.6));
        ui.painter().hline(layout.clip.x_range(), y + ROW, line);
    }
    clicked
}

/// Draws the operations' names and the groups' headings, over the cells that scrolled below them.
fn labels(ui: &Ui, layout: &Layout, matrix: &Matrix, chosen: Option<Cell>) {
    let t = tokens(ui);
    let left = layout.clip.left();
    let ground = Rect::from_min_size(layout.clip.min, vec2(layout.label, layout.clip.height()));
    ui.painter().rect_filled(ground, 0.0, t.panel);
    let painter = ui.painter().with_clip_rect(ground);
    let text = |text: &str, x: f32, y: f32, font, color| {
        let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(font, color));
        job.wrap = TextWrapping::truncate_at_width(layout.label - x - space::XS);
        let galley = painter.layout_job(job);
        painter.galley(pos2(left + x, y + (ROW - galley.size().y) / 2.0), galley, color);
    };
    for (row, (top, operation)) in layout.rows.iter().zip(matrix.operations()).enumerate() {
        let y = layout.origin.y + top;
        let is_chosen = chosen.is_some_and(|(chosen, _)| chosen == row);
        let color = if is_chosen { t.text_strong } else { t.text };
        text(operation, space::S, y, regular(BODY - 1.0), color);
    }
    for (group, top) in matrix.groups.iter().zip(&layout.headings) {
        let y = layout.origin.y + top;
        let band = Rect::from_x_y_ranges(layout.clip.x_range(), y..=y + ROW);
        ui.painter().rect_filled(band, 0.0, t.raised);
        text(group.name, space::XS, y, semibold(CAPTION), t.text_subdued);
    }
}

/// Draws the principals' names, upright where there is little room.
fn heads(ui: &Ui, layout: &Layout, matrix: &Matrix, chosen: Option<Cell>) {
    let t = tokens(ui);
    let top = layout.clip.top();
    let ground = Rect::from_min_size(layout.clip.min, vec2(layout.clip.width(), layout.head));
    ui.painter().rect_filled(ground, 0.0, t.panel);
    let right = Rect::from_min_max(pos2(layout.clip.left() + layout.label, top), ground.max);
    let painter = ui.painter().with_clip_rect(right);
    for (column, who) in matrix.who.iter().enumerate() {
        let center = layout.origin.x + layout.label + (column as f32 + 0.5) * layout.cell;
        let is_chosen = chosen.is_some_and(|(_, chosen)| chosen == column);
        let color = match (is_chosen, &who.foreign_account) {
            (true, _) => t.text_strong,
            (false, Some(_)) => t.primary,
            (false, None) => t.text,
        };
        let lies = layout.head == LOW_HEAD;
        let format = TextFormat::simple(regular(CAPTION), color);
        let mut job = LayoutJob::single_section(who.name.clone(), format);
        let room = if lies { layout.cell - space::XS } else { TALL_HEAD - space::M };
        job.wrap = TextWrapping::truncate_at_width(room);
        let galley = painter.layout_job(job);
        let size = galley.size();
        if lies {
            painter.galley(pos2(center - size.x / 2.0, top + (LOW_HEAD - size.y) / 2.0), galley, color);
        } else {
            let at = pos2(center - size.y / 2.0, top + TALL_HEAD - space::S);
            painter.add(TextShape::new(at, galley, color).with_angle(-std::f32::consts::FRAC_PI_2));
        }
    }
    let line = egui::Stroke::new(space::HAIRLINE, t.line);
    ui.painter().hline(layout.clip.x_range(), ground.bottom(), line);
}
