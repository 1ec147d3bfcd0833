//! Calls from outside, at the Region whose endpoint they reached: who asked what, and whether KMS answered. Nothing of them
//! travels in this world, so they are a mark at the Region, for about a second of life.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use egui::{
    Align2, CornerRadius, CursorIcon, Galley, Painter, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

use super::{map::labels::Side, text::line, words};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        theme::{CAPTION, Tokens, icons, regular, space},
        trail::short_client,
        widgets::{Tone, focus_ring, icon_at},
    },
    kms::Region,
    world::{Actor, Happening, TrailEvent},
};

/// How long a mark is shown, in seconds of life.
const LIFE: f64 = 1.2;
/// In the last part of its life it fades.
const FADE: f64 = 0.4;
/// How soon the next frame comes while there are marks.
const FRAME: Duration = Duration::from_millis(33);
/// The most different calls that are remembered at a time.
const MOST: usize = 32;
/// The most lines beside a Region.
const MOST_LINES: usize = 3;

const PAD: Vec2 = vec2(8.0, 5.0);
const LINE: f32 = 18.0;
const ICON: f32 = 13.0;
const WIDEST: f32 = 280.0;
/// From the Region's middle to its marks.
const AWAY: f32 = 22.0;
const RING: f32 = 18.0;

/// Equal calls that came one upon the other.
struct Visit {
    latest: Arc<TrailEvent>,
    calls: u32,
    /// When the last of them came, in seconds of life.
    time: f64,
}

impl Visit {
    fn is_like(&self, event: &TrailEvent) -> bool {
        let latest = &self.latest;
        latest.region == event.region
            && latest.name == event.name
            && latest.exception() == event.exception()
            && latest.actor == event.actor
    }

    fn tone(&self) -> Tone {
        if self.latest.error.is_some() { Tone::Error } else { Tone::Ok }
    }

    fn who(&self) -> &str {
        match &self.latest.actor {
            Actor::Caller(arn) | Actor::Through(arn) => words::principal(arn),
            Actor::Service | Actor::ServiceEvent => "KMS",
        }
    }

    /// `alice · Encrypt ×312`
    fn text(&self) -> String {
        let mut text = format!("{} · {}", self.who(), self.latest.name);
        if let Some(exception) = self.latest.exception() {
            text.push_str(" · ");
            text.push_str(exception.name());
        }
        if self.calls > 1 {
            text.push_str(&format!(" ×{}", self.calls));
        }
        text
    }

    fn spoken(&self) -> String {
        let client = short_client(self.latest.client.as_deref().unwrap_or_default());
        let outcome = if self.latest.error.is_some() { "refused" } else { "answered" };
        let Self { latest, .. } = self;
        format!("{} by {} from {client} in {}, {outcome}", latest.name, self.who(), latest.region)
    }

    /// How much of its colour it has left.
    fn strength(&self, now: f64) -> f32 {
        ((self.time + LIFE - now) / FADE).clamp(0.0, 1.0) as f32
    }
}

/// The calls from outside that are shown now.
#[derive(Default)]
pub(super) struct Visits {
    /// How many happenings were heard; none before the first frame.
    heard: Option<u64>,
    visits: Vec<Visit>,
    /// On which side of a Region its marks stand, for as long as it has some: they must not jump.
    sides: BTreeMap<Region, Side>,
}

impl Visits {
    /// Hears what has happened; what happens while nobody looks is not shown later.
    pub fn listen(&mut self, desk: &Desk, now: f64, in_view: bool) {
        self.visits.retain(|visit| visit.time + LIFE > now);
        let happenings = desk.world().happenings();
        let heard = self.heard.replace(happenings.made()).filter(|_| in_view);
        let Some(heard) = heard else {
            self.visits.clear();
            return;
        };
        for happening in happenings.since(heard) {
            if let Happening::Recorded(event) = happening
                && event.client.is_some()
            {
                self.note(event, now);
            }
        }
        let visits = &self.visits;
        self.sides.retain(|region, _| visits.iter().any(|visit| visit.latest.region == *region));
    }

    fn note(&mut self, event: &Arc<TrailEvent>, now: f64) {
        match self.visits.iter_mut().find(|visit| visit.is_like(event)) {
            Some(visit) => {
                visit.latest = Arc::clone(event);
                visit.calls = visit.calls.saturating_add(1);
                visit.time = now;
            }
            None => {
                if self.visits.len() >= MOST {
                    self.visits.remove(0);
                }
                self.visits.push(Visit { latest: Arc::clone(event), calls: 1, time: now });
            }
        }
    }

    /// Draws the marks of a Region that stands at `point`; `taken` is what they should not cover.
    #[expect(clippy::too_many_arguments, reason = "the parts of one drawing")]
    pub fn show(
        &mut self,
        ui: &Ui,
        painter: &Painter,
        region: Region,
        point: Pos2,
        taken: &mut Vec<Rect>,
        t: &Tokens,
        commands: &mut Vec<Command>,
    ) {
        let now = ui.input(|input| input.time);
        let here = || self.visits.iter().filter(|visit| visit.latest.region == region);
        let Some(newest) = here().max_by(|a, b| a.time.total_cmp(&b.time)) else { return };
        ui.ctx().request_repaint_after(FRAME);
        let ring = newest.tone().colors(t).0.gamma_multiply(newest.strength(now));
        painter.circle_stroke(point, RING, Stroke::new(2.0, ring));

        // The newest kinds of calls; they keep the order in which they came first, so that lines do not change places.
        let mut lines: Vec<&Visit> = here().collect();
        let hidden = lines.len().saturating_sub(MOST_LINES);
        lines.drain(..hidden);
        let texts: Vec<Arc<Galley>> =
            lines.iter().map(|visit| line(painter, &visit.text(), regular(CAPTION), WIDEST)).collect();
        let width = texts.iter().map(|text| text.size().x).fold(0.0, f32::max) + ICON + space::XS;
        let size = vec2(width, LINE * lines.len() as f32) + 2.0 * PAD;
        let bounds = painter.clip_rect().shrink(4.0);
        let place = |side: Side| inside(side.rect(point, size, AWAY), bounds);
        let covered = |rect: Rect| {
            let parts = taken.iter().map(|other| other.intersect(rect)).filter(Rect::is_positive);
            parts.map(|part| part.area()).sum::<f32>()
        };
        let best = || Side::ALL.into_iter().min_by(|a, b| covered(place(*a)).total_cmp(&covered(place(*b))));
        let side = self.sides.get(&region).copied().or_else(best).unwrap_or(Side::South);
        let rect = place(side);
        let whole = lines.iter().map(|visit| visit.strength(now)).fold(0.0, f32::max);
        let radius = CornerRadius::same(space::RADIUS_CONTROL);
        painter.rect_filled(rect, radius, t.canvas.gamma_multiply(whole));
        let edge = Stroke::new(space::HAIRLINE, ring);
        painter.rect(rect, radius, t.raised.gamma_multiply(whole), edge, StrokeKind::Inside);
        for (number, (visit, text)) in lines.iter().zip(texts).enumerate() {
            let row = Rect::from_min_size(
                rect.min + vec2(PAD.x, PAD.y + LINE * number as f32),
                vec2(rect.width() - 2.0 * PAD.x, LINE),
            );
            if visit.show(ui, painter, row, text, now, t) {
                commands.push(Command::ShowEvent(visit.latest.number));
            }
        }
        taken.push(rect);
        self.sides.insert(region, side);
    }
}

impl Visit {
    /// Draws the line of equal calls; whether it was clicked.
    fn show(&self, ui: &Ui, painter: &Painter, row: Rect, text: Arc<Galley>, now: f64, t: &Tokens) -> bool {
        let id = ui.scope_id().with(("visit", self.latest.region.code(), &*self.latest.name, self.who()));
        let response = ui.interact(row, id, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, self.spoken()));
        let strength = self.strength(now);
        let color = self.tone().colors(t).0.gamma_multiply(strength);
        let icon = if self.latest.error.is_some() { icons::X_CIRCLE } else { icons::CHECK_CIRCLE };
        icon_at(painter, pos2(row.left() + ICON / 2.0, row.center().y), icon, ICON, color);
        let corner = Align2::LEFT_CENTER
            .align_size_within_rect(text.size(), row.with_min_x(row.left() + ICON + space::XS))
            .min;
        let ink = if response.hovered() { t.text_strong } else { t.text };
        painter.galley_with_override_text_color(corner, text, ink.gamma_multiply(strength));
        focus_ring(ui, &response, row, space::RADIUS_FIELD);
        let clicked = response.clicked();
        let client = self.latest.client.as_deref().unwrap_or_default();
        response
            .on_hover_cursor(CursorIcon::PointingHand)
            .on_hover_text(format!("{}\n{client}\nClick to see the event", self.spoken()));
        clicked
    }
}

/// The rectangle moved into `bounds`.
fn inside(rect: Rect, bounds: Rect) -> Rect {
    let by = (bounds.min - rect.min).max(Vec2::ZERO) + (bounds.max - rect.max).min(Vec2::ZERO);
    rect.translate(by)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        kms::api::{ListKeysRequest, Request, ScheduleKeyDeletionRequest},
        workloads::demo,
        world::Call,
    };

    fn call(desk: &mut Desk, who: &str, request: impl Into<Request>, client: Option<&str>) {
        let world = &mut desk.stage.world;
        let caller = world.principals().named(who).expect("there").acting_arn().into();
        let call = Call::new(world.regions()[0], caller, request.into());
        let call = match client {
            Some(client) => call.by(client.into()),
            None => call,
        };
        let _answer = world.call(call);
    }

    fn shown(visits: &Visits) -> Vec<(String, bool)> {
        visits.visits.iter().map(|it| (it.text(), it.latest.error.is_some())).collect()
    }

    #[test]
    fn calls_from_outside_are_shown_for_a_moment_and_equal_ones_once() {
        let mut desk = Desk::new(demo::stage().expect("the demo opens"));
        let mut visits = Visits::default();
        call(&mut desk, "alice", ListKeysRequest::default(), Some("curl/8.5"));
        visits.listen(&desk, 0.0, true);
        assert!(shown(&visits).is_empty(), "what happened before the first look is not shown");
        for _ in 0..3 {
            call(&mut desk, "alice", ListKeysRequest::default(), Some("curl/8.5"));
        }
        let key_id = desk.world().store().keys_in(desk.world().regions()[0]).next().expect("one").to_string();
        let request = ScheduleKeyDeletionRequest { key_id, pending_window_in_days: None };
        call(&mut desk, "mallory", request, Some("Boto3/1.43"));
        call(&mut desk, "alice", ListKeysRequest::default(), None);
        visits.listen(&desk, 10.0, true);
        assert_eq!(
            shown(&visits),
            [
                ("alice · ListKeys ×3".to_owned(), false),
                ("mallory · ScheduleKeyDeletion · AccessDeniedException".to_owned(), true),
            ],
            "the window's own call is none from outside"
        );
        visits.listen(&desk, 10.0 + LIFE - 0.1, true);
        assert_eq!(visits.visits.len(), 2);
        visits.listen(&desk, 10.0 + LIFE, true);
        assert!(shown(&visits).is_empty(), "their moment is over");
        call(&mut desk, "alice", ListKeysRequest::default(), Some("curl/8.5"));
        visits.listen(&desk, 20.0, false);
        visits.listen(&desk, 20.1, true);
        assert!(shown(&visits).is_empty(), "nobody looked when it came");
    }
}
