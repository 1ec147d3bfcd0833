//! Where the parts of the workspace stand. All heights come from the window's size and from what people fold away, never
//! from what is shown: so the map stays where it is while steps go by, and when another workload is composed.

use egui::{Rect, Ui, Vec2, pos2};

use super::{composer::Rows, steps};
use crate::gui::{
    theme::{icons, space},
    widgets::icon_toggle,
};

/// The height of the strip of list and sequence at the foot: so much of the workspace, between these.
const STRIP_SHARE: f32 = 0.25;
const STRIP: (f32, f32) = (150.0, 250.0);
/// In a lower workspace the strip is folded away at first, so that the map has room. So is it at presenter scale.
const STRIP_FROM: f32 = 520.0;
/// In a narrower workspace so is the column at the right.
const SIDE_FROM: f32 = 900.0;

/// What people folded away or unfolded; nothing where they left it to the window's size.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Folds {
    side: Option<bool>,
    strip: Option<bool>,
}

impl Folds {
    /// Whether the column at the right is there.
    fn has_side(self, workspace: Vec2) -> bool {
        self.side.unwrap_or(workspace.x >= SIDE_FROM)
    }

    /// Whether the strip at the foot is there.
    fn has_strip(self, workspace: Vec2) -> bool {
        self.strip.unwrap_or(workspace.y >= STRIP_FROM)
    }

    /// Has the column at the right there from now on.
    pub fn unfold_side(&mut self) {
        self.side = Some(true);
    }

    /// Draws the switches of both, at the right end of `area`.
    pub fn switches(&mut self, ui: &mut Ui, area: Rect, workspace: Vec2) {
        ui.spacing_mut().item_spacing.x = space::XS;
        let right_to_left = egui::Layout::right_to_left(egui::Align::Center);
        let mut at =
            ui.new_child(egui::UiBuilder::new().id_salt("folds").max_rect(area).layout(right_to_left));
        let mut switch = |icon, name, on: bool, fold: &mut Option<bool>| {
            if icon_toggle(&mut at, icon, name, on).clicked() {
                *fold = Some(!on);
            }
        };
        switch(icons::SIDEBAR, "Inspector and traffic", self.has_side(workspace), &mut self.side);
        switch(icons::LIST_DASHES, "List and sequence", self.has_strip(workspace), &mut self.strip);
    }
}

/// The parts of the workspace.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Places {
    /// All of it.
    pub whole: Rect,
    pub rows: Rows,
    pub composer: Rect,
    pub map: Rect,
    /// One step, explained.
    pub steps: Rect,
    /// List and sequence.
    pub strip: Option<Rect>,
    /// The column at the right.
    pub side: Option<Rect>,
}

impl Places {
    /// The parts of a workspace.
    pub fn of(whole: Rect, folds: Folds) -> Self {
        let size = whole.size();
        let rows = Rows::of(size);
        let top = whole.top() + rows.height();
        let has_side = folds.has_side(size);
        let right = if has_side { whole.right() - space::INSPECTOR } else { whole.right() };
        let has_strip = folds.has_strip(size);
        let strip_height = (size.y * STRIP_SHARE).clamp(STRIP.0, STRIP.1);
        let strip = if has_strip { whole.bottom() - strip_height } else { whole.bottom() };
        let steps = strip - steps::height(right - whole.left());
        let between =
            |top: f32, bottom: f32| Rect::from_min_max(pos2(whole.left(), top), pos2(right, bottom));
        Self {
            whole,
            rows,
            composer: Rect::from_min_max(whole.min, pos2(whole.right(), top)),
            map: between(top, steps),
            steps: between(steps, strip),
            strip: has_strip.then(|| between(strip, whole.bottom())),
            side: has_side.then(|| Rect::from_min_max(pos2(right, top), whole.max)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::vec2;

    fn places(width: f32, height: f32, folds: Folds) -> Places {
        Places::of(Rect::from_min_size(pos2(84.0, 44.0), vec2(width, height)), folds)
    }

    /// What rail and bars leave of a window.
    fn of_window(width: f32, height: f32) -> Places {
        let around = vec2(space::RAIL, space::TOP_BAR + space::STATUS_BAR);
        places(width - around.x, height - around.y, Folds::default())
    }

    #[test]
    fn the_map_has_room_in_every_window() {
        for (width, height, least) in [
            (1024.0, 700.0, vec2(570.0, 280.0)),
            (1280.0, 720.0, vec2(820.0, 310.0)),
            (1440.0, 900.0, vec2(980.0, 355.0)),
            (1920.0, 1080.0, vec2(1400.0, 540.0)),
            // 1920×1080 at ×2, and 1280×720 at ×1.5.
            (960.0, 540.0, vec2(860.0, 280.0)),
            (853.0, 480.0, vec2(760.0, 220.0)),
        ] {
            let map = of_window(width, height).map;
            assert!(map.width() >= least.x && map.height() >= least.y, "{map:?} at {width}×{height}");
        }
    }

    #[test]
    fn the_parts_lie_beside_each_other_and_fill_the_workspace() {
        for fold in [None, Some(false), Some(true)] {
            for (width, height) in [(1024.0, 700.0), (960.0, 540.0), (1920.0, 1080.0)] {
                let it = places(width, height, Folds { side: fold, strip: fold });
                let parts = [Some(it.composer), Some(it.map), Some(it.steps), it.strip, it.side];
                let parts: Vec<Rect> = parts.into_iter().flatten().collect();
                let area: f32 = parts.iter().map(|part| part.area()).sum();
                assert!((area - it.whole.area()).abs() < 1.0, "{it:?}");
                for (number, one) in parts.iter().enumerate() {
                    assert!(one.is_positive() && it.whole.contains_rect(*one), "{it:?}");
                    assert!(
                        parts[..number].iter().all(|other| !other.shrink(0.5).intersects(*one)),
                        "{it:?}"
                    );
                }
            }
        }
    }
}
