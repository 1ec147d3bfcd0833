//! Going through the steps of what is looked at: one step with its time and its reason, and the way to the next. A bar
//! below the map, as subtitles are.

use egui::{Align, Label, Layout, Rect, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::{
    moment::{Moment, Turn},
    story::{Act, CallEnd, Story},
    text::block,
};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        theme::{BODY, caption, icons, regular, space, strong, tokens},
        widgets::{Button, icon_button},
    },
    kms::Timestamp,
};

/// The room for buttons and number.
const BUTTONS: f32 = 208.0;
/// Below this width explanations take more lines.
const NARROW: f32 = 800.0;
/// The height of a line.
const LINE: f32 = 20.0;

/// How many lines of an explanation are shown; all of it on hover.
fn lines(width: f32) -> usize {
    if width < NARROW { 3 } else { 2 }
}

/// How high the bar is where it has this width.
pub(super) fn height(width: f32) -> f32 {
    44.0 + LINE * lines(width) as f32
}

/// Draws the step at the moment that is shown; answers where people want to go.
pub(super) fn bar(
    ui: &mut Ui,
    area: Rect,
    desk: &Desk,
    story: &Story,
    moment: Moment,
    commands: &mut Vec<Command>,
) -> Option<Turn> {
    let t = tokens(ui);
    let now = desk.world().now();
    let shown = moment.shown(now);
    let number = moment.beat(story, now);
    let inner = area.shrink2(vec2(space::L, space::S));
    let split = inner.left() + BUTTONS;
    let mut left = child(ui, "step", Rect::from_min_max(inner.min, pos2(split, inner.bottom())));
    left.spacing_mut().item_spacing.y = space::XS;
    left.horizontal(|ui| {
        let all = story.beats.len();
        let text = number.map_or_else(|| format!("{all} steps"), |it| format!("Step {} of {all}", it + 1));
        ui.label(strong(text));
        if let Some(beat) = number.and_then(|number| story.beats.get(number)) {
            ui.label(caption(format!("{:.1} ms", story.millis(beat.start))));
        }
        if moment.is_past(now) {
            ui.label(caption("past").color(t.primary)).on_hover_text("Map and sequence show a past moment");
        }
    });
    let turn = left.horizontal(|ui| buttons(ui, story, moment, now)).inner;
    ui.painter().vline(split, area.y_range(), Stroke::new(space::HAIRLINE, t.line));

    let beat = number.and_then(|number| story.beats.get(number))?;
    let mut right = child(ui, "why", Rect::from_min_max(pos2(split + space::L, inner.top()), inner.max));
    right.spacing_mut().item_spacing.y = 2.0;
    let lost = matches!(&beat.act, Act::Call { end, .. } if end.is_lost() && beat.end <= shown);
    right.horizontal(|ui| {
        ui.label(strong(&beat.title).color(if lost { t.error } else { t.text_strong }));
        if let Some(event) = beat.event.filter(|_| beat.end <= now)
            && Button::link("Event in CloudTrail").small().show(ui).clicked()
        {
            commands.push(Command::ShowEvent(event));
        }
    });
    let is_open = matches!(&beat.act, Act::Call { end: CallEnd::Open, .. }) || beat.end > shown;
    let why = if is_open { without_end(&beat.why) } else { beat.why.as_str() };
    let galley = block(right.painter(), why, regular(BODY), right.available_width(), lines(area.width()));
    let text = right.add(Label::new(galley));
    text.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, why));
    text.on_hover_text(why);
    turn
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
