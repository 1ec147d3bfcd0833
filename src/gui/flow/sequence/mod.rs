//! The sequence of what is looked at: who did what when, lane by lane. Dragging over it moves the moment that it and the
//! map show; it can be magnified, and followed step by step.
//!
//! | file | its one job |
//! | --- | --- |
//! | `frame` | what stands where: names, lanes that scroll, times that stay in view |
//! | `axes` | where lanes and moments are |
//! | `plan` | all that is drawn, as places; kept for as long as it holds |
//! | `shapes`, `marks` | lines, bars, and work without KMS |
//! | `labels`, `texts`, `room` | names beside them, none on anything else |
//! | `edges` | names of lanes, times, and the moment that is shown |

mod axes;
mod edges;
mod frame;
mod labels;
mod marks;
mod plan;
mod room;
mod shapes;
#[cfg(test)]
mod tests;
mod texts;

pub(super) use self::{
    labels::{Label, PAD as LABEL_PAD},
    marks::Mark,
    plan::Plan,
    shapes::{Line, LineKind},
    texts::{Text, is_control},
};
use egui::{
    CursorIcon, EventFilter, Key, Modifiers, Rect, Response, Role, ScrollArea, Sense, Ui, UiBuilder,
    WidgetInfo, vec2,
};

use self::{
    axes::Axes,
    frame::{Frame, Names, lane_rect, lanes_area},
    plan::{Kept, RIGHT},
};
use super::{
    axis::Axis,
    beats::{self, Drawing},
    moment::{Moment, Turn},
    story::{Act, Chosen, Story},
    words,
};
use crate::{
    gui::{
        desk::Desk,
        theme::{CAPTION, caption, icons, paragraph, regular, space, strong, tokens},
        widgets::{focus_ring, icon_button},
    },
    kms::Timestamp,
};

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
    /// The beat that was explained last; the lanes scroll to another one.
    current: Option<usize>,
    kept: Kept,
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
        let is_over = story.ends <= desk.world().now();
        let painter = ui.painter().clone();
        let width = ui.available_width();
        let names = Names::of(&story.lanes, width, &|text, kind| {
            painter
                .layout_no_wrap(text.to_owned(), edges::name_font(kind), egui::Color32::PLACEHOLDER)
                .size()
                .x
        });
        let axis = plan::axis(story, width - names.width - RIGHT, &measure(ui, is_over));
        let now = desk.world().now();
        let shown = moment.shown(now);
        self.head(ui, story, &axis, shown);
        let frame = Frame::of(ui.available_rect_before_wrap(), story.lanes.len());
        let mut at = ui.new_child(UiBuilder::new().id_salt("lanes").max_rect(frame.lanes));
        let scroll = ScrollArea::vertical().id_salt("lanes").auto_shrink(false);
        let (turn, area) = scroll
            .show(&mut at, |ui| self.lanes(ui, desk, (story, &axis), moment, (frame.height, names)))
            .inner;
        let axes = Axes { area, axis: &axis, story, sight: self.sight() };
        let shown = (moment.is_past(now) || shown < story.ends).then_some(shown);
        turn.or(edges::times(ui, frame.times, &axes, shown))
    }

    fn head(&mut self, ui: &mut Ui, story: &Story, axis: &Axis, shown: Timestamp) {
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
                        let place = axis.place(story.millis(shown));
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

    /// The lanes and all on them; answers where people want to go, and where the lanes are.
    fn lanes(
        &mut self,
        ui: &mut Ui,
        desk: &Desk,
        (story, axis): (&Story, &Axis),
        moment: Moment,
        (height, names): (f32, Names),
    ) -> (Option<Turn>, Rect) {
        let t = tokens(ui);
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click_and_drag());
        let now = desk.world().now();
        let shown = moment.shown(now);
        response.widget_info(|| {
            let at = story.millis(shown).clamp(0.0, story.millis(story.ends));
            WidgetInfo::labeled(Role::Image, true, format!("Sequence of {}, at {at:.1} ms", story.spoken))
        });
        let area = lanes_area(rect, names.width, RIGHT);
        let mut turn = self.steer(ui, &response, axis, area);
        let current = moment.beat(story, now);
        self.scroll_to(ui, story, current, rect);
        let axes = Axes { area, axis, story, sight: self.sight() };
        let painter = ui.painter_at(rect.expand(2.0).intersect(ui.clip_rect()));
        edges::lanes(ui, &painter, desk, &axes, names, rect);
        let inside = painter.with_clip_rect(
            Rect::from_x_y_ranges(area.left() - 9.0..=rect.right(), rect.y_range()).intersect(ui.clip_rect()),
        );
        if moment.is_past(now) || shown < story.ends {
            edges::cursor(&inside, &axes, shown, t);
        }
        let is_over = story.ends <= now;
        let plan = self.kept.plan(&axes, (ui.pixels_per_point(), is_over), &measure(ui, is_over));
        Drawing { ui, painter: &inside, t, desk, story, plan, now, shown, current }.all();
        focus_ring(ui, &response, rect, space::RADIUS_FIELD);

        let hits = beats::hits(plan);
        if (response.dragged() || response.clicked())
            && let Some(pointer) = response.interact_pointer_pos()
        {
            let hit = beats::hit(&hits, pointer).filter(|_| response.clicked());
            let step = hit.and_then(|beats| beats::pick(beats, current));
            turn = Some(step.map_or_else(|| Turn::To(axes.moment(pointer.x)), Turn::Step));
        }
        let hovered = response.hover_pos().and_then(|pointer| beats::hit(&hits, pointer));
        if let Some(beats) = hovered {
            let response = response.on_hover_cursor(CursorIcon::PointingHand);
            explain(&response, story, beats);
        } else {
            response.on_hover_cursor(CursorIcon::ResizeHorizontal);
        }
        (turn, area)
    }

    /// Brings the lanes of another beat into view.
    fn scroll_to(&mut self, ui: &Ui, story: &Story, current: Option<usize>, content: Rect) {
        if std::mem::replace(&mut self.current, current) == current {
            return;
        }
        let Some(beat) = current.and_then(|current| story.beats.get(current)) else { return };
        let (one, other) = match beat.act {
            Act::Call { from, kms, .. } => (from, kms),
            Act::Sent { from, to, .. } => (from, to),
            Act::Local { lane, .. } => (lane, lane),
        };
        let rect = |lane| lane_rect(content, lane, story.lanes.len());
        ui.scroll_to_rect(rect(one).union(rect(other)), None);
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

/// How wide a text becomes; with the sign of what is yet to come until the story is over, so that nothing moves meanwhile.
fn measure(ui: &Ui, is_over: bool) -> impl Fn(&Text) -> f32 + use<> {
    let painter = ui.painter().clone();
    move |text| {
        let text = text.written(is_over);
        painter.layout_no_wrap(text, regular(CAPTION), egui::Color32::PLACEHOLDER).size().x
    }
}

/// What is said of the beats under the pointer.
fn explain(response: &Response, story: &Story, beats: &[usize]) {
    let beats: Vec<_> = beats.iter().filter_map(|beat| Some((beat + 1, story.beats.get(*beat)?))).collect();
    response.clone().on_hover_ui_at_pointer(|ui| {
        ui.set_max_width(340.0);
        if let [(_, beat)] = beats.as_slice() {
            ui.label(strong(&beat.title));
            let took = words::span(beat.end - beat.start);
            ui.label(caption(format!("at {}, {took} long", words::span(beat.start - story.began))));
            ui.label(paragraph(&beat.why));
            return;
        }
        ui.label(strong(format!("{} steps, a click each", beats.len())));
        for (number, beat) in &beats {
            ui.label(paragraph(format!("{number}  {}", beat.title)));
            ui.label(caption(format!("at {}", words::span(beat.start - story.began))));
        }
    });
}
