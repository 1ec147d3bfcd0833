//! The sequence of what is looked at: who did what when, lane by lane. Dragging over it moves the moment that it and the
//! map show; it can be magnified, and followed step by step.

use egui::{
    CursorIcon, EventFilter, Key, Modifiers, Painter, Pos2, Rect, Role, ScrollArea, Sense, Stroke, Ui,
    WidgetInfo, pos2, vec2,
};

use super::{
    axis::Axis,
    beats::{self, Drawing},
    moment::{Moment, Turn},
    story::{Chosen, LaneKind, Story},
    text::line,
};
use crate::{
    gui::{
        desk::Desk,
        theme::{
            CAPTION, RegionMark, Tokens, caption, icons, monospace, paint_mark, regular, semibold, space,
            strong, tokens,
        },
        widgets::{focus_ring, icon_button},
    },
    kms::{Span, Timestamp},
};

/// Room below the lanes, for the times.
const FOOT: f32 = 18.0;
/// Room above the lanes, for the texts of the first.
const HEAD: f32 = 6.0;
/// A lane's least height.
const LANE: f32 = 22.0;
/// How far it can be magnified.
const CLOSEST: f32 = 1.0 / 64.0;
/// What one press magnifies.
const ZOOM: f32 = 1.6;

/// What the sequence remembers of itself.
#[derive(Debug, Default)]
pub(super) struct Sequence {
    of: Option<Chosen>,
    /// The part of the axis in sight, as from where and how much of it.
    sight: Option<(f32, f32)>,
}

/// Where lanes and moments are on the screen.
pub(super) struct Axes<'a> {
    /// Where the lanes are.
    pub area: Rect,
    axis: &'a Axis,
    story: &'a Story,
    /// Where the part in sight begins, and how much it is.
    sight: (f32, f32),
}

impl Axes<'_> {
    /// The middle of a lane.
    pub fn y(&self, lane: usize) -> f32 {
        let step = self.area.height() / self.story.lanes.len().max(1) as f32;
        self.area.top() + step * (lane as f32 + 0.5)
    }

    /// Where a moment is.
    pub fn x(&self, moment: Timestamp) -> f32 {
        self.x_of(self.story.millis(moment))
    }

    fn x_of(&self, millis: f64) -> f32 {
        let (from, width) = self.sight;
        self.area.left() + self.area.width() * (self.axis.place(millis) - from) / width
    }

    fn moment(&self, x: f32) -> Timestamp {
        let (from, width) = self.sight;
        let place = from + width * ((x - self.area.left()) / self.area.width().max(1.0)).clamp(0.0, 1.0);
        self.story.began + Span::millis_f64(self.axis.millis(place))
    }
}

impl Sequence {
    /// Draws the sequence of `story` into all the room that `ui` has, as of a moment; answers where people want to go.
    pub fn ui(&mut self, ui: &mut Ui, desk: &Desk, story: Option<&Story>, moment: Moment) -> Option<Turn> {
        let Some(story) = story else {
            ui.label(strong("Sequence"));
            return None;
        };
        if self.of != Some(story.of) {
            (self.of, self.sight) = (Some(story.of), None);
        }
        self.head(ui, story, moment.shown(desk.world().now()));
        let height = (LANE * story.lanes.len() as f32 + HEAD + FOOT).max(ui.available_height());
        let scroll = ScrollArea::vertical().id_salt("lanes").auto_shrink(false);
        scroll.show(ui, |ui| self.lanes(ui, desk, story, moment, height)).inner
    }

    fn head(&mut self, ui: &mut Ui, story: &Story, shown: Timestamp) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::XS;
            ui.label(strong("Sequence"));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if icon_button(ui, icons::ARROWS_OUT, "Show the whole sequence").clicked() {
                    self.sight = None;
                }
                for (icon, name, by) in [
                    (icons::PLUS, "Magnify the sequence", ZOOM),
                    (icons::MINUS, "Show more of the sequence", 1.0 / ZOOM),
                ] {
                    if icon_button(ui, icon, name).clicked() {
                        // The moment that is shown stays where it is, if it is in sight.
                        let (from, width) = self.sight();
                        let place = Axis::of(story).place(story.millis(shown));
                        let in_sight = (from..=from + width).contains(&place);
                        self.zoom(by, if in_sight { place } else { from + width / 2.0 });
                    }
                }
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    let note = "drag to go back and forth in time; short steps are drawn wider";
                    ui.add(egui::Label::new(caption(note)).truncate());
                });
            });
        });
    }

    fn sight(&self) -> (f32, f32) {
        self.sight.unwrap_or((0.0, 1.0))
    }

    /// Magnifies around a place of the axis.
    fn zoom(&mut self, by: f32, anchor: f32) {
        let (from, width) = self.sight();
        let new = (width / by).clamp(CLOSEST, 1.0);
        let from = anchor - (anchor - from) * new / width;
        self.sight = Some((from.clamp(0.0, 1.0 - new), new)).filter(|(_, width)| *width < 1.0);
    }

    fn lanes(
        &mut self,
        ui: &mut Ui,
        desk: &Desk,
        story: &Story,
        moment: Moment,
        height: f32,
    ) -> Option<Turn> {
        let t = tokens(ui);
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click_and_drag());
        let now = desk.world().now();
        let shown = moment.shown(now);
        response.widget_info(|| {
            let at = story.millis(shown).clamp(0.0, story.millis(story.ends));
            WidgetInfo::labeled(Role::Image, true, format!("Sequence of {}, at {at:.1} ms", story.spoken))
        });
        let names = (rect.width() * 0.38).min(178.0);
        let area = Rect::from_min_max(
            pos2(rect.left() + names, rect.top() + HEAD),
            pos2(rect.right() - space::XL, rect.bottom() - FOOT),
        );
        let axis = Axis::of(story);
        let whole = Axes { area, axis: &axis, story, sight: (0.0, 1.0) };
        let area = area.with_max_x(area.right() - beats::overflow(&whole, story, rect.right()));
        let mut turn = self.steer(ui, &response, &axis, area);
        let axes = Axes { area, axis: &axis, story, sight: self.sight() };
        let painter = ui.painter_at(rect.expand(2.0).intersect(ui.clip_rect()));
        self::names(ui, &painter, desk, &axes, rect, t);
        let inside = painter.with_clip_rect(
            Rect::from_x_y_ranges(area.left() - 4.0..=rect.right(), rect.y_range()).intersect(ui.clip_rect()),
        );
        let current = moment.beat(story, now);
        let drawing = Drawing { ui, painter: &inside, t, desk, axes: &axes, story, now, shown, current };
        let hits = drawing.all();
        ticks(&inside, &axes, t);
        if moment.is_past(now) || shown < story.ends {
            cursor(&inside, &axes, story, shown, t);
        }
        focus_ring(ui, &response, rect, space::RADIUS_FIELD);

        if (response.dragged() || response.clicked())
            && let Some(pointer) = response.interact_pointer_pos()
        {
            let hit = beats::hit(&hits, pointer).filter(|_| response.clicked());
            turn = Some(hit.map_or_else(|| Turn::To(axes.moment(pointer.x)), Turn::Step));
        }
        let hovered = response.hover_pos().and_then(|pointer| beats::hit(&hits, pointer));
        let response = response.on_hover_cursor(CursorIcon::ResizeHorizontal);
        if let Some(beat) = hovered.and_then(|number| story.beats.get(number)) {
            let took = (beat.end - beat.start).as_millis_f64();
            let at = story.millis(beat.start);
            response.on_hover_ui_at_pointer(|ui| {
                ui.set_max_width(340.0);
                ui.label(strong(&beat.title));
                ui.label(caption(format!("at {at:.1} ms, {took:.1} ms long")));
                ui.label(crate::gui::theme::paragraph(&beat.why));
            });
        }
        turn
    }

    /// What wheel and keys do.
    fn steer(&mut self, ui: &Ui, response: &egui::Response, axis: &Axis, area: Rect) -> Option<Turn> {
        if response.hovered() {
            let (pinch, scroll) = ui.input(|input| (input.zoom_delta(), input.smooth_scroll_delta()));
            let (from, width) = self.sight();
            if pinch != 1.0 {
                let pointer = response.hover_pos().unwrap_or(area.center());
                self.zoom(pinch, from + width * ((pointer.x - area.left()) / area.width().max(1.0)));
            }
            if scroll.x != 0.0 && width < 1.0 {
                let by = scroll.x / area.width().max(1.0) * width;
                self.sight = Some(((from - by).clamp(0.0, 1.0 - width), width));
            }
        }
        if !response.has_focus() {
            return None;
        }
        let arrows = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let (from, width) = self.sight();
        if pressed(Key::Plus) || pressed(Key::Equals) {
            self.zoom(ZOOM, from + width / 2.0);
        }
        if pressed(Key::Minus) {
            self.zoom(1.0 / ZOOM, from + width / 2.0);
        }
        if pressed(Key::Num0) {
            self.sight = None;
        }
        let first = axis.knots().next();
        [(Key::ArrowLeft, Turn::Previous), (Key::ArrowRight, Turn::Next), (Key::End, Turn::Now)]
            .into_iter()
            .find_map(|(key, turn)| pressed(key).then_some(turn))
            .or_else(|| (pressed(Key::Home) && first.is_some()).then_some(Turn::First))
    }
}

fn names(ui: &Ui, painter: &Painter, desk: &Desk, axes: &Axes<'_>, rect: Rect, t: &Tokens) {
    let room = axes.area.left() - rect.left();
    for (number, lane) in axes.story.lanes.iter().enumerate() {
        let y = axes.y(number);
        painter.hline(axes.area.left()..=rect.right(), y, Stroke::new(space::HAIRLINE, t.line));
        let mark = RegionMark::at(ui, desk.region_index(lane.region));
        paint_mark(painter, pos2(rect.left() + 8.0, y), 6.5, &mark, t.panel);
        let (font, color) = match lane.kind {
            LaneKind::Kms => (semibold(CAPTION), t.text_strong),
            LaneKind::Workload => (regular(CAPTION), t.text),
        };
        let galley = line(painter, &lane.name, font, room - 28.0);
        painter.galley(pos2(rect.left() + 20.0, y - galley.size().y / 2.0), galley, color);
    }
}

/// The moments between the steps, below the lanes; as many as there is room for.
fn ticks(painter: &Painter, axes: &Axes<'_>, t: &Tokens) {
    // The clip leaves little beside the lanes.
    let least = axes.area.left() - 3.0;
    let mut free_from = least;
    let seen = axes.area.x_range().expand(1.0);
    let mut marks: Vec<f64> = axes.axis.knots().filter(|millis| seen.contains(axes.x_of(*millis))).collect();
    if marks.len() < 2 {
        // Between two knots time runs evenly.
        let (from, width) = axes.sight;
        marks = [0.0, 0.25, 0.5, 0.75, 1.0].map(|share| axes.axis.millis(from + width * share)).to_vec();
    }
    for millis in marks {
        let x = axes.x_of(millis);
        let text = if millis == 0.0 { "0 ms".to_owned() } else { short(millis) };
        let galley = line(painter, &text, monospace(CAPTION), f32::INFINITY);
        let left = (x - galley.size().x / 2.0).max(least);
        if left >= free_from {
            free_from = left + galley.size().x + 10.0;
            painter.galley(pos2(left, axes.area.bottom() + 2.0), galley, t.text_subdued);
        }
    }
}

/// Milliseconds in few digits.
fn short(millis: f64) -> String {
    if millis < 1000.0 { format!("{millis:.1}") } else { format!("{millis:.0}") }
}

/// The line of the moment that is shown.
fn cursor(painter: &Painter, axes: &Axes<'_>, story: &Story, shown: Timestamp, t: &Tokens) {
    let x = axes.x(shown);
    let area = axes.area;
    if !area.x_range().expand(1.0).contains(x) {
        return;
    }
    painter.vline(x, area.y_range(), Stroke::new(1.5, t.primary_line));
    let galley =
        line(painter, &format!("{} ms", short(story.millis(shown))), semibold(CAPTION), f32::INFINITY);
    let at: Pos2 = pos2((x + 5.0).min(area.right() - galley.size().x), area.bottom() - 14.0);
    painter.rect_filled(Rect::from_min_size(at, galley.size()).expand(2.0), 3.0, t.panel);
    painter.galley(at, galley, t.primary);
}
