//! The versions of the key material along a line: created, rotated, current, on their way, and the next date.

use egui::{
    Align2, Color32, FontId, Pos2, Rect, Role, ScrollArea, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use super::{super::Subject, kind_name};
use crate::{
    gui::theme::{CAPTION, Tokens, regular, semibold, space, tokens},
    kms::{KeyFamily, Span, Timestamp},
};

/// From one version to the next, in points.
const STEP: f32 = 120.0;
/// The height of the drawing.
const HEIGHT: f32 = 84.0;
/// The line, below the top.
const LINE: f32 = 36.0;
const DOT: f32 = 6.0;

/// What a place on the line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// Decrypts what it once encrypted.
    Earlier,
    /// Encrypts now.
    Current,
    /// On its way, or waiting for a rotation.
    Pending,
    /// The date of the next automatic rotation.
    Next,
}

/// A place on the line.
#[derive(Clone, Debug, PartialEq)]
struct Place {
    title: String,
    standing: Standing,
    /// When; nothing if that is not known yet.
    at: Option<Timestamp>,
    kind: &'static str,
}

impl Place {
    fn words(&self) -> String {
        let state = match self.standing {
            Standing::Earlier => "not current",
            Standing::Current => "current",
            Standing::Pending => "pending",
            Standing::Next => "to come",
        };
        let when = self.at.map(|at| format!(", {}", at.date_and_time())).unwrap_or_default();
        format!("{}, {state}, {}{when}", self.title, self.kind.to_lowercase())
    }
}

/// The places of a key, oldest first.
fn places(family: &KeyFamily, tells_schedule: bool) -> Vec<Place> {
    let versions = family.material.count();
    let mut places: Vec<Place> = (1..)
        .zip(family.material.all())
        .map(|(number, version)| Place {
            title: format!("v{number}"),
            standing: if number == versions { Standing::Current } else { Standing::Earlier },
            at: Some(version.since),
            kind: version.rotation.map_or("Created", |kind| kind_name(Some(kind))),
        })
        .collect();
    let rotation = &family.rotation;
    let pending = family.material.waiting().is_some()
        || rotation.in_progress.as_ref().is_some_and(|it| it.material.is_some());
    if pending {
        let kind = rotation.in_progress.as_ref().map(|it| it.kind);
        places.push(Place {
            title: format!("v{}", versions + 1),
            standing: Standing::Pending,
            at: None,
            kind: kind.map_or("Waits for Rotate now", |kind| kind_name(Some(kind))),
        });
    }
    if let Some(automatic) = rotation.automatic.filter(|_| tells_schedule) {
        places.push(Place {
            title: "Next".to_owned(),
            standing: Standing::Next,
            at: Some(automatic.next),
            kind: "Automatic",
        });
    }
    places
}

/// A span in words short enough to stand on the line.
fn span_words(span: Span) -> String {
    let hours = span.as_seconds_f64() / 3600.0;
    match hours {
        hours if hours >= 48.0 => format!("{:.0} d", hours / 24.0),
        hours if hours >= 2.0 => format!("{hours:.0} h"),
        hours => format!("{:.0} min", hours * 60.0),
    }
}

/// Draws the line; it scrolls sideways where there are many versions, and starts at the newest.
pub(super) fn ui(ui: &mut Ui, subject: &Subject<'_>) {
    let tells_schedule = subject.member.state.deletion_date().is_none();
    let places = places(subject.family, tells_schedule);
    if places.is_empty() {
        ui.label(crate::gui::theme::caption("Begins with the first key material"));
        return;
    }
    let t = tokens(ui);
    ScrollArea::horizontal()
        .id_salt("timeline")
        .stick_to_right(true)
        .auto_shrink([false, true])
        .show_viewport(ui, |ui, viewport| {
            let width = (places.len() as f32 * STEP).max(ui.available_width());
            let (rect, whole) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::hover());
            whole.widget_info(|| WidgetInfo::labeled(Role::Figure, true, "Timeline of the key material"));
            let at = |place: usize| pos2(rect.left() + (place as f32 + 0.5) * STEP - 12.0, rect.top() + LINE);
            let first = (viewport.left() / STEP - 1.0).max(0.0) as usize;
            let last = ((viewport.right() / STEP + 1.0).max(0.0) as usize).min(places.len());
            for place in first..last {
                if let Some(next) = places.get(place + 1) {
                    link(ui, t, at(place), at(place + 1), &places[place], next);
                }
                draw(ui, t, at(place), &places[place]);
            }
        });
}

/// The line between two places, with the time between them above it.
fn link(ui: &Ui, t: &Tokens, from: Pos2, to: Pos2, earlier: &Place, later: &Place) {
    let ends = [from + vec2(DOT + 4.0, 0.0), to - vec2(DOT + 4.0, 0.0)];
    let is_certain = matches!(later.standing, Standing::Earlier | Standing::Current);
    if is_certain {
        ui.painter().line_segment(ends, Stroke::new(2.0, t.line_strong));
    } else {
        let stroke = Stroke::new(1.5, t.line_strong);
        ui.painter().extend(Shape::dashed_line(&ends, stroke, 4.0, 4.0));
    }
    if let (Some(earlier), Some(later)) = (earlier.at, later.at) {
        let middle = from.lerp(to, 0.5) - vec2(0.0, 4.0);
        text(
            ui,
            middle,
            Align2::CENTER_BOTTOM,
            &span_words(later - earlier),
            regular(CAPTION),
            t.text_subdued,
        );
    }
}

fn draw(ui: &Ui, t: &Tokens, at: Pos2, place: &Place) {
    let painter = ui.painter();
    match place.standing {
        Standing::Earlier => {
            painter.circle(at, DOT, t.neutral_bg, Stroke::new(1.5, t.neutral));
        }
        Standing::Current => {
            painter.circle_filled(at, DOT, t.ok);
            painter.circle_stroke(at, DOT + 3.0, Stroke::new(1.5, t.ok));
        }
        Standing::Pending => {
            painter.circle(at, DOT, t.info_bg, Stroke::new(1.5, t.info));
        }
        Standing::Next => {
            let ring: Vec<Pos2> = (0..=16)
                .map(|step| at + DOT * egui::Vec2::angled(step as f32 / 16.0 * std::f32::consts::TAU))
                .collect();
            painter.extend(Shape::dashed_line(&ring, Stroke::new(1.5, t.text_subdued), 3.0, 2.0));
        }
    }
    let color = if place.standing == Standing::Current { t.ok } else { t.text_strong };
    let title = if place.standing == Standing::Current {
        format!("{} · current", place.title)
    } else {
        place.title.clone()
    };
    text(ui, at - vec2(0.0, DOT + 6.0), Align2::CENTER_BOTTOM, &title, semibold(CAPTION), color);
    let date = place.at.map_or_else(|| "—".to_owned(), |at| at.date());
    text(ui, at + vec2(0.0, DOT + 6.0), Align2::CENTER_TOP, &date, regular(CAPTION), t.text);
    text(ui, at + vec2(0.0, DOT + 22.0), Align2::CENTER_TOP, place.kind, regular(CAPTION), t.text_subdued);
    let area = Rect::from_center_size(at + vec2(0.0, 8.0), vec2(STEP - space::S, HEIGHT - space::S));
    let hover = ui.interact(area, ui.scope_id().with(&place.title), Sense::hover());
    let words = place.words();
    hover.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    hover.on_hover_text(&words);
}

fn text(ui: &Ui, at: Pos2, align: Align2, text: &str, font: FontId, color: Color32) {
    ui.painter().text(at, align, text, font, color);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        kms::{Region, api::RotateKeyOnDemandRequest},
        workloads::demo,
    };

    #[test]
    fn versions_stand_in_order_with_what_is_pending_and_what_comes_next() {
        let mut stage = demo::stage().expect("the demo opens");
        let us = Region::parse("us-east-1").expect("known");
        let aliases = stage.world.store().aliases_in(us);
        let key =
            aliases.filter(|(_, it, _)| it.short() == "global-encrypt").map(|(.., it)| it.target.clone());
        let key = key.last().expect("the demo has it");
        let standings = |stage: &crate::workloads::Stage| {
            let family = stage.world.store().family(&key).expect("there");
            places(family, true).iter().map(|it| it.standing).collect::<Vec<_>>()
        };
        assert_eq!(standings(&stage), [Standing::Current, Standing::Next]);
        let alice = stage.world.principals().named("alice").expect("there").acting_arn().into();
        let request = RotateKeyOnDemandRequest { key_id: key.to_string() };
        stage.world.ask(us, &alice, request).expect("she may");
        assert_eq!(standings(&stage), [Standing::Current, Standing::Pending, Standing::Next]);
        let later = stage.world.now() + Span::seconds(900);
        stage.advance(later);
        assert_eq!(standings(&stage), [Standing::Earlier, Standing::Current, Standing::Next]);
        let family = stage.world.store().family(&key).expect("there");
        assert_eq!(places(family, false).len(), 2, "a key that waits for its deletion tells no date");
        assert!(places(family, true)[1].words().starts_with("v2, current, on demand, 2026-"));
    }

    #[test]
    fn spans_are_told_in_the_unit_that_suits_them() {
        assert_eq!(span_words(Span::days(365)), "365 d");
        assert_eq!(span_words(Span::seconds(3 * 3600)), "3 h");
        assert_eq!(span_words(Span::seconds(600)), "10 min");
    }
}
