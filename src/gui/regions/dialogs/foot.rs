//! The `aws kms` lines of a dialog, at its foot.

use egui::{
    Color32, Frame, Margin, Role, Sense, Stroke, Ui, WidgetInfo,
    text::{LayoutJob, TextFormat, TextWrapping},
    vec2,
};

use crate::awscli::command_line;
use crate::{
    gui::{
        command_lines::all_lines,
        theme::{CAPTION, caption, icon, icons, monospace, space, tokens},
        widgets::{Badge, icon_button, row_sides, shorten},
    },
    kms::{Region, api::Request},
};

/// How much of a line is laid out at most; the rest is never in sight.
const SHOWN_CHARACTERS: usize = 240;

/// How many lines are shown on hover at most.
const HOVERED: usize = 24;

/// The lines that make the calls.
pub(super) fn lines(calls: &[(Region, Request)]) -> Vec<String> {
    calls.iter().map(|(region, request)| command_line(*region, request)).collect()
}

/// Draws the first line, how many follow, and a button that copies all. `id` is shortened in what is shown. Two rows
/// high in any case, so that nothing jumps.
pub(super) fn show(ui: &mut Ui, id: &str, lines: &[String]) {
    let t = tokens(ui);
    let frame = Frame::new()
        .fill(t.field)
        .stroke(Stroke::new(space::HAIRLINE, t.line))
        .corner_radius(space::RADIUS_CONTROL)
        .inner_margin(Margin::symmetric(space::S as i8, 5));
    frame.show(ui, |ui| {
        ui.take_available_width();
        ui.spacing_mut().item_spacing = vec2(space::S, 0.0);
        let sides = |ui: &mut Ui| {
            let Some(first) = lines.first() else {
                return drop(ui.label(caption("The command is shown here once the form is filled in")));
            };
            ui.label(icon(icons::TERMINAL, 14.0).color(t.text_subdued));
            let job = two_rows(first, id, ui.available_width(), t.text_subdued);
            let galley = ui.painter().layout_job(job);
            let (rect, text) = ui.allocate_exact_size(galley.size(), Sense::hover());
            text.widget_info(|| WidgetInfo::labeled(Role::Label, true, first));
            ui.painter().galley(rect.min, galley, t.text_subdued);
            text.on_hover_ui(|ui| all_lines(ui, lines.iter().take(HOVERED).map(|line| line.as_str().into())));
        };
        row_sides(ui, 2.0 * LINE, sides, |ui| {
            if lines.is_empty() {
                return;
            }
            if icon_button(ui, icons::COPY, "Copy command").clicked() {
                ui.copy_text(lines.join("\n"));
            }
            if lines.len() > 1 {
                let more = format!("and {} more", lines.len() - 1);
                Badge::neutral(&more).show(ui).on_hover_ui(|ui| {
                    all_lines(ui, lines.iter().take(HOVERED).map(|line| line.as_str().into()))
                });
            }
        });
    });
}

/// From row to row, in points.
const LINE: f32 = 17.0;

fn two_rows(line: &str, id: &str, width: f32, color: Color32) -> LayoutJob {
    let line = line.replace(id, &shorten(id, 8, 4));
    let mut shown = String::with_capacity(SHOWN_CHARACTERS);
    // A policy's indentation would only take room away.
    for word in line.split_whitespace() {
        if shown.len() > SHOWN_CHARACTERS {
            break;
        }
        shown.push_str(word);
        shown.push(' ');
    }
    let format = TextFormat { line_height: Some(LINE), ..TextFormat::simple(monospace(CAPTION), color) };
    let mut job = LayoutJob::single_section(shown, format);
    job.wrap =
        TextWrapping { max_width: width, max_rows: 2, break_anywhere: false, ..TextWrapping::default() };
    job
}
