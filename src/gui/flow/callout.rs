//! What came of a transfer or a run, said beside the Region where it happened.

use std::sync::Arc;

use egui::{
    CornerRadius, CursorIcon, Galley, Painter, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

use super::{
    map::labels::{MapLabel, Placed, Side},
    story::Chosen,
    text::{block, line},
    words::Outcome,
};
use crate::gui::{
    theme::{CAPTION, Tokens, icons, regular, semibold, space},
    widgets::{focus_ring, icon_at},
};

/// The icon of plaintext that is opened.
pub(super) const OPEN: &str = icons::LOCK_OPEN;

const PAD: Vec2 = vec2(10.0, 7.0);
const ICON: f32 = 15.0;
const TEXT_LEFT: f32 = ICON + 6.0;
const WIDEST: f32 = 250.0;
const MOST_LINES: usize = 4;

/// A result beside its Region.
pub(super) struct Callout {
    /// Whose result.
    pub chosen: Chosen,
    /// What people call it.
    pub name: String,
    /// Where the Region is on the screen.
    pub point: Pos2,
    /// Said in full.
    pub selected: bool,
    /// What is said.
    pub outcome: Outcome,
}

/// Heading and line, laid out.
struct Text {
    title: Arc<Galley>,
    detail: Option<Arc<Galley>>,
}

impl Text {
    fn size(&self) -> Vec2 {
        let detail = self.detail.as_ref().map_or(Vec2::ZERO, |detail| detail.size() + vec2(0.0, 2.0));
        let title = self.title.size();
        2.0 * PAD + vec2(TEXT_LEFT + title.x.max(detail.x), title.y + detail.y)
    }
}

impl Callout {
    fn text(&self, painter: &Painter, full: bool) -> Text {
        let font = if self.selected { semibold(CAPTION) } else { regular(CAPTION) };
        let title = line(painter, &self.outcome.title, font, WIDEST);
        let detail = full.then(|| block(painter, &self.outcome.detail, regular(CAPTION), WIDEST, MOST_LINES));
        Text { title, detail }
    }

    /// The places it asks for: in full and in short, if it is looked at.
    pub fn wanted(&self, painter: &Painter) -> MapLabel {
        let short = self.text(painter, false).size();
        let sizes = if self.selected { vec![self.text(painter, true).size(), short] } else { vec![short] };
        let priority = if self.selected { 2 } else { 1 };
        // What is looked at is said in full wherever there is room at all.
        MapLabel { point: self.point, sizes, insistence: 1000.0, priority }
    }

    /// Where it stands, and whether in full: at the place that was found. Without one, what is looked at stands in short
    /// where it covers least of what is `taken`, because it is never kept back; the others wait.
    pub fn place(
        &self,
        painter: &Painter,
        place: Option<&Placed>,
        bounds: Rect,
        taken: &[Rect],
    ) -> Option<(Rect, bool)> {
        const DISTANCES: [f32; 2] = [20.0, 48.0];
        if let Some(place) = place {
            return Some((place.rect, self.selected && place.size == 0));
        }
        if !self.selected {
            return None;
        }
        let size = self.text(painter, false).size();
        let inside = bounds.shrink(4.0);
        let kept_in = |rect: Rect| {
            let back = (inside.max - rect.max).min(Vec2::ZERO);
            let forth = (inside.min - rect.min).max(Vec2::ZERO);
            rect.translate(back + forth)
        };
        let sides =
            DISTANCES.into_iter().flat_map(|by| Side::ALL.map(|side| side.rect(self.point, size, by)));
        let covered = |rect: &Rect| {
            let parts = taken.iter().map(|other| other.intersect(*rect)).filter(Rect::is_positive);
            parts.map(|part| part.area()).sum::<f32>()
        };
        let rect = sides.map(kept_in).min_by(|a, b| covered(a).total_cmp(&covered(b)))?;
        Some((rect, false))
    }

    /// Draws it; whether it was clicked.
    pub fn show(&self, ui: &Ui, painter: &Painter, (rect, full): (Rect, bool), t: &Tokens) -> bool {
        let Outcome { region, tone, icon, title, detail } = &self.outcome;
        let id = ui.scope_id().with(("result", region.code()));
        let response = ui.interact(rect, id, Sense::click());
        let spoken = format!("Result of {} in {region}: {title}. {detail}", self.name);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
        let text = self.text(painter, full);
        let (color, ground) = tone.colors(t);
        let edge = if self.selected || response.hovered() { color } else { color.gamma_multiply(0.5) };
        let radius = CornerRadius::same(space::RADIUS_CONTROL);
        painter.rect_filled(rect, radius, t.canvas);
        painter.rect(rect, radius, ground, Stroke::new(space::HAIRLINE, edge), StrokeKind::Inside);
        let corner = rect.min + PAD;
        let title_height = text.title.size().y;
        icon_at(painter, pos2(corner.x + ICON / 2.0, corner.y + title_height / 2.0), icon, ICON, color);
        painter.galley(corner + vec2(TEXT_LEFT, 0.0), text.title, color);
        if let Some(detail) = text.detail {
            painter.galley(corner + vec2(TEXT_LEFT, title_height + 2.0), detail, t.text);
        }
        focus_ring(ui, &response, rect, space::RADIUS_CONTROL);
        let clicked = response.clicked();
        response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(format!("{title}\n{detail}"));
        clicked
    }
}
