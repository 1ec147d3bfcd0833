//! Going through the steps of what is looked at: one step with its time and its reason, and the way to the next. A bar
//! below the map, as subtitles are: of one height for all steps, in which the longest explanation can be read whole.

use std::sync::Arc;

use egui::{
    Align, Color32, Galley, Label, Layout, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo,
    text::{LayoutJob, TextFormat},
    vec2,
};

use super::{
    moment::{Moment, Turn},
    story::{Act, CallEnd, Story},
    words,
};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        theme::{BODY, CAPTION, caption, icons, regular, semibold, space, strong, tokens},
        widgets::{Button, icon_button},
    },
    kms::Timestamp,
};

/// The height of the buttons above the explanation, and of the gap between.
const HEAD: f32 = space::CONTROL_HEIGHT_SMALL + 6.0;
/// The height of a line.
const LINE: f32 = 17.0;
/// Longer lines are hard to read.
const WIDEST: f32 = 960.0;

/// How high the bar is where it has this width: explanations have room in it, and refusals with their long messages in
/// smaller type.
pub(super) fn height(width: f32) -> f32 {
    let text = match width {
        800.0.. => 76.0,
        520.0.. => 90.0,
        _ => 126.0,
    };
    HEAD + text + 2.0 * space::S
}

/// Draws the step at the moment that is shown; answers where people want to go.
pub(super) fn bar(
    ui: &mut Ui,
    area: Rect,
    desk: &Desk,
    story: Option<&Story>,
    moment: Moment,
    commands: &mut Vec<Command>,
) -> Option<Turn> {
    let inner = area.shrink2(vec2(space::L, space::S));
    let Some(story) = story else {
        let text = "What is sent or run is explained here, step by step";
        child(ui, "no step", inner).label(caption(text));
        return None;
    };
    let now = desk.world().now();
    let number = moment.beat(story, now);
    let mut head = child(ui, "step", inner.with_max_y(inner.top() + HEAD));
    let turn = head.horizontal(|ui| {
        let turn = buttons(ui, story, moment, now);
        where_it_is(ui, story, moment, now);
        let event = number.and_then(|it| story.beats.get(it)).filter(|beat| beat.end <= now);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if let Some(event) = event.and_then(|beat| beat.event)
                && Button::link("Event in CloudTrail").small().show(ui).clicked()
            {
                commands.push(Command::ShowEvent(event));
            }
        });
        turn
    });
    if let Some(number) = number {
        let body = inner.with_min_y(inner.top() + HEAD);
        explanation(&mut child(ui, "why", body), story, number, moment.shown(now));
    }
    turn.inner
}

/// Which of the steps it is, and when.
fn where_it_is(ui: &mut Ui, story: &Story, moment: Moment, now: Timestamp) {
    let number = moment.beat(story, now);
    let all = story.beats.len();
    let text = number.map_or_else(|| format!("{all} steps"), |it| format!("Step {} of {all}", it + 1));
    ui.spacing_mut().item_spacing.x = space::S;
    ui.add_space(space::XS);
    ui.label(strong(text));
    if let Some(beat) = number.and_then(|number| story.beats.get(number)) {
        ui.label(caption(words::span(beat.start - story.began)));
    }
    if moment.is_past(now) {
        let color = tokens(ui).primary;
        ui.label(caption("past").color(color)).on_hover_text("Map and sequence show a past moment");
    }
}

/// What the step is, and why, as it is known at the moment that is shown.
fn explanation(ui: &mut Ui, story: &Story, number: usize, shown: Timestamp) {
    let t = tokens(ui);
    let Some(beat) = story.beats.get(number) else { return };
    let lost = matches!(&beat.act, Act::Call { end, .. } if end.is_lost() && beat.end <= shown);
    let is_open = matches!(&beat.act, Act::Call { end: CallEnd::Open, .. }) || beat.end > shown;
    let why = if is_open { without_end(&beat.why) } else { beat.why.as_str() };
    let colors = [if lost { t.error } else { t.text_strong }, t.text];
    let room = ui.available_rect_before_wrap();
    let text = fitting(ui, [&beat.title, why], colors, room);
    let title = room.with_max_y(room.top() + LINE);
    ui.interact(title, ui.scope_id().with("title"), Sense::hover())
        .widget_info(|| WidgetInfo::labeled(Role::Label, true, &beat.title));
    ScrollArea::vertical().id_salt((story.of, number)).auto_shrink(false).show(ui, |ui| {
        ui.add(Label::new(text)).widget_info(|| WidgetInfo::labeled(Role::Label, true, why));
    });
}

/// A title and what follows it as one text: in the usual type if all of it fits into `room`, in a smaller one if not.
fn fitting(ui: &Ui, [title, why]: [&str; 2], [strong, usual]: [Color32; 2], room: Rect) -> Arc<Galley> {
    let laid_out = |size: f32| {
        let mut job = LayoutJob::default();
        job.wrap.max_width = room.width().min(WIDEST);
        job.append(title, 0.0, TextFormat::simple(semibold(size), strong));
        job.append(why, 2.0 * space::S, TextFormat::simple(regular(size), usual));
        ui.painter().layout_job(job)
    };
    let text = laid_out(BODY);
    if text.size().y <= room.height() { text } else { laid_out(CAPTION) }
}

fn child(ui: &mut Ui, salt: &str, area: Rect) -> Ui {
    let builder = UiBuilder::new().id_salt(salt).max_rect(area).layout(Layout::top_down(Align::Min));
    let mut child = ui.new_child(builder);
    child.shrink_clip_rect(area);
    child
}

/// What is not known yet at the moment that is shown is not told.
fn without_end(why: &str) -> &str {
    let ends = [" KMS granted it.", " KMS refused", " Nobody answered"];
    ends.iter().find_map(|end| why.find(end).and_then(|at| why.get(..at))).unwrap_or(why)
}

fn buttons(ui: &mut Ui, story: &Story, moment: Moment, now: Timestamp) -> Option<Turn> {
    let mut turn = None;
    ui.spacing_mut().item_spacing.x = space::XS;
    ui.add_enabled_ui(moment.beat(story, now).is_some_and(|beat| beat > 0), |ui| {
        if icon_button(ui, icons::SKIP_BACK, "First step").clicked() {
            turn = Some(Turn::First);
        }
        if icon_button(ui, icons::CARET_LEFT, "Previous step").clicked() {
            turn = Some(Turn::Previous);
        }
    });
    let is_present = !moment.is_past(now) && story.ends > now;
    let tooltip = if is_present {
        "Shows the next step; the clock is taken there and stops"
    } else {
        "Shows the next step"
    };
    let next = Button::secondary("Next step").small().trailing_icon(icons::CARET_RIGHT);
    let next =
        next.enabled(moment.has_next(story, now)).why_disabled("This was the last step").tooltip(tooltip);
    if next.show(ui).clicked() {
        turn = Some(Turn::Next);
    }
    ui.add_enabled_ui(moment != Moment::Now, |ui| {
        if icon_button(ui, icons::SKIP_FORWARD, "Back to now").clicked() {
            turn = Some(Turn::Now);
        }
    });
    turn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_a_call_ends_is_not_told_before_it_ends() {
        assert_eq!(
            without_end("It opens. The call stays in eu-west-1. KMS granted it."),
            "It opens. The call stays in eu-west-1."
        );
        assert_eq!(without_end("It opens. KMS refused: DisabledException."), "It opens.");
        assert_eq!(without_end("It draws."), "It draws.");
    }
}
