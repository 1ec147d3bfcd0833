//! Long identifiers: shortened in the middle, whole on hover, copied by a click.

use super::paint::{focus_ring, icon_at, line, room, text_at};
use crate::gui::theme::{CAPTION, MONO, icons, monospace, space, tokens};
use egui::{CursorIcon, FontId, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

/// `text` with its middle replaced by `…`, keeping `head` and `tail` characters; unchanged where that saves nothing.
pub fn shorten(text: &str, head: usize, tail: usize) -> String {
    let count = text.chars().count();
    if count <= head + tail + 1 {
        return text.to_owned();
    }
    let start: String = text.chars().take(head).collect();
    let end: String = text.chars().skip(count - tail).collect();
    format!("{start}…{end}")
}

/// Draws `full` shortened to `head` and `tail` characters; a click copies it whole.
pub fn short_id(ui: &mut Ui, full: &str, head: usize, tail: usize) -> Response {
    draw(ui, full, head, tail, monospace(MONO), false)
}

/// The same in caption size and subdued, for lists and cards.
pub fn short_id_caption(ui: &mut Ui, full: &str, head: usize, tail: usize) -> Response {
    draw(ui, full, head, tail, monospace(CAPTION), true)
}

fn draw(ui: &mut Ui, full: &str, head: usize, tail: usize, font: FontId, quiet: bool) -> Response {
    const ICON: f32 = 13.0;
    let t = tokens(ui);
    // Room for the copy icon is kept at all times, so nothing moves when it appears.
    let galley = line(ui, &shorten(full, head, tail), font, room(ui) - ICON - space::XS);
    let size = vec2(galley.size().x + space::XS + ICON, galley.size().y.max(18.0));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), format!("Copy {full}")));
    let copied_at = response.id.with("copied");
    let now = ui.input(|i| i.time);
    if response.clicked() {
        ui.copy_text(full.to_owned());
        ui.data_mut(|d| d.insert_temp(copied_at, now));
    }
    let just_copied = ui.data(|d| d.get_temp::<f64>(copied_at)).is_some_and(|at| now - at < 1.5);
    if just_copied {
        ui.request_repaint_after_secs(1.5);
    }
    let over = response.hovered() || response.has_focus();
    let color = match (over, quiet) {
        (true, _) => t.text_strong,
        (false, true) => t.text_subdued,
        (false, false) => t.text,
    };
    let middle = rect.center().y;
    let at = pos2(rect.left() + galley.size().x + space::XS + ICON / 2.0, middle);
    text_at(ui.painter(), rect.left(), middle, galley, color);
    if just_copied {
        icon_at(ui.painter(), at, icons::CHECK, ICON, t.ok);
    } else if over {
        icon_at(ui.painter(), at, icons::COPY, ICON, t.text_subdued);
    }
    focus_ring(ui, &response, rect, space::RADIUS_FIELD);
    let hint = if just_copied { "Copied" } else { "Click to copy" };
    response.on_hover_cursor(CursorIcon::PointingHand).on_hover_ui(|ui| {
        ui.label(crate::gui::theme::mono(full));
        ui.label(crate::gui::theme::caption(hint));
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_both_ends() {
        assert_eq!(shorten("mrk-1234abcd12ab34cd56ef1234567890ab", 12, 4), "mrk-1234abcd…90ab");
    }

    #[test]
    fn leaves_alone_what_would_not_become_shorter() {
        assert_eq!(shorten("mrk-12", 4, 2), "mrk-12");
        assert_eq!(shorten("mrk-123", 4, 2), "mrk-123");
        assert_eq!(shorten("mrk-1234", 4, 2), "mrk-…34");
        assert_eq!(shorten("", 4, 2), "");
    }

    #[test]
    fn counts_characters_not_bytes() {
        assert_eq!(shorten("schlüßel-für-müller", 5, 3), "schlü…ler");
    }

    #[test]
    fn a_tail_of_none_cuts_the_end() {
        assert_eq!(shorten("AQICAHj6Xk", 7, 0), "AQICAHj…");
    }
}
