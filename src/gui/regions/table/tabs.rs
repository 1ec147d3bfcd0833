//! A tab for each Region, and one for all of them.

use egui::{
    CornerRadius, CursorIcon, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::{Scope, grid::paint_text};
use crate::gui::{
    desk::Desk,
    regions::catalogue::Catalogue,
    theme::{BODY, CAPTION, RegionMark, paint_mark, regular, semibold, space, tokens},
    widgets::focus_ring,
};

const PAD: f32 = 10.0;
const MARK: f32 = 16.0;
const GAP: f32 = 6.0;

/// Draws the tabs; answers what is chosen.
pub(super) fn region_tabs(ui: &mut Ui, desk: &Desk, catalogue: &Catalogue, chosen: Scope) -> Scope {
    let mut next = chosen;
    let regions = desk.world().regions();
    let room = space::CONTROL_HEIGHT + 2.0;
    ui.allocate_ui(vec2(ui.available_width(), room), |ui| {
        ScrollArea::horizontal().id_salt("Region tabs").auto_shrink([false, true]).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                // First, as it would be out of sight where there are many Regions.
                if regions.len() > 1 {
                    let keys = regions.iter().map(|it| catalogue.keys(*it).len()).sum();
                    let tab = Tab { mark: None, code: "All Regions", keys, is_chosen: chosen == Scope::All };
                    if tab.show(ui, "The keys of all Regions in one table") {
                        next = Scope::All;
                    }
                }
                for (index, region) in regions.iter().enumerate() {
                    let (scope, keys) = (Scope::One(*region), catalogue.keys(*region).len());
                    let tab =
                        Tab { mark: Some(index), code: region.code(), keys, is_chosen: scope == chosen };
                    if tab.show(ui, region.name()) {
                        next = scope;
                    }
                }
            });
        });
    });
    next
}

struct Tab {
    /// The place of the Region in the window's order, for its mark.
    mark: Option<usize>,
    code: &'static str,
    keys: usize,
    is_chosen: bool,
}

impl Tab {
    fn show(&self, ui: &mut Ui, hint: &str) -> bool {
        let t = tokens(ui);
        let Self { mark, code, keys, is_chosen } = *self;
        let count = keys.to_string();
        let width = |text: &str, font| ui.painter().layout_no_wrap(text.to_owned(), font, t.text).size().x;
        let (code_width, count_width) = (width(code, semibold(BODY)), width(&count, regular(CAPTION)));
        let mark_width = if mark.is_some() { MARK + GAP } else { 0.0 };
        let size = vec2(2.0 * PAD + mark_width + code_width + space::S + count_width, space::CONTROL_HEIGHT);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_chosen, code));
        if is_chosen && response.gained_focus() {
            response.scroll_to_me(None);
        }
        let painter = ui.painter();
        let radius = CornerRadius::same(space::RADIUS_CONTROL);
        let over = response.hovered();
        let fill = match (is_chosen, over) {
            (true, _) => t.selected,
            (false, true) => t.hover,
            (false, false) => t.panel,
        };
        let line = if is_chosen { t.accent } else { t.line };
        painter.rect(rect, radius, fill, Stroke::new(space::HAIRLINE, line), StrokeKind::Inside);
        let middle = rect.center().y;
        let mut left = rect.left() + PAD;
        if let Some(index) = mark {
            let center = pos2(left + MARK / 2.0, middle);
            paint_mark(painter, center, MARK / 2.0, &RegionMark::at(ui, index), fill);
            left += mark_width;
        }
        let color = if is_chosen || over { t.text_strong } else { t.text };
        let at = |left: f32| Rect::from_min_max(pos2(left, rect.top()), rect.max);
        paint_text(painter, at(left), code, semibold(BODY), color);
        paint_text(painter, at(left + code_width + space::S), &count, regular(CAPTION), t.text_subdued);
        focus_ring(ui, &response, rect.shrink(2.0), space::RADIUS_CONTROL);
        let clicked = response.clicked();
        let keys = if keys == 1 { "1 key".to_owned() } else { format!("{keys} keys") };
        response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(format!("{hint}: {keys}"));
        clicked
    }
}
