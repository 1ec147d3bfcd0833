//! The `aws kms` lines of a dialog, at its foot.

use egui::{Frame, Label, Margin, RichText, Stroke, Ui, vec2};

use crate::awscli::command_line;
use crate::{
    gui::{
        theme::{CAPTION, caption, icon, icons, mono, mono_caption, space, tokens},
        widgets::{Badge, icon_button, row_sides},
    },
    kms::{Region, api::Request},
};

/// How much of a line is laid out at most; the rest is never in sight.
const SHOWN_CHARACTERS: usize = 240;

/// The lines that make the calls.
pub(super) fn lines(calls: &[(Region, Request)]) -> Vec<String> {
    calls.iter().map(|(region, request)| command_line(*region, request)).collect()
}

/// Draws the first line, how many follow, and a button that copies all.
pub(super) fn show(ui: &mut Ui, lines: &[String]) {
    let Some(first) = lines.first() else { return };
    let t = tokens(ui);
    let frame = Frame::new()
        .fill(t.field)
        .stroke(Stroke::new(space::HAIRLINE, t.line))
        .corner_radius(space::RADIUS_CONTROL)
        .inner_margin(Margin::symmetric(space::S as i8, 2));
    frame.show(ui, |ui| {
        ui.take_available_width();
        ui.spacing_mut().item_spacing = vec2(space::S, 0.0);
        row_sides(
            ui,
            space::CONTROL_HEIGHT_SMALL,
            |ui| {
                ui.label(icon(icons::TERMINAL, 14.0).color(t.text_subdued));
                ui.add(Label::new(shown(first)).truncate()).on_hover_ui(|ui| whole(ui, lines));
            },
            |ui| {
                if icon_button(ui, icons::COPY, "Copy command").clicked() {
                    ui.copy_text(lines.join("\n"));
                }
                if lines.len() > 1 {
                    let more = format!("and {} more", lines.len() - 1);
                    Badge::neutral(&more).show(ui).on_hover_ui(|ui| whole(ui, lines));
                }
            },
        );
    });
}

fn shown(line: &str) -> RichText {
    let on_one_line: String =
        line.chars().take(SHOWN_CHARACTERS).map(|c| if c == '\n' { ' ' } else { c }).collect();
    mono_caption(on_one_line)
}

fn whole(ui: &mut Ui, lines: &[String]) {
    const MAX_LINES: usize = 24;
    ui.set_max_width(560.0);
    for line in lines.iter().take(MAX_LINES) {
        let cut: String = line.chars().take(4 * SHOWN_CHARACTERS).collect();
        let cut = if cut.len() < line.len() { cut + "…" } else { cut };
        ui.label(mono(cut).size(CAPTION));
    }
    if lines.len() > MAX_LINES {
        ui.label(caption(format!("and {} more", lines.len() - MAX_LINES)));
    }
}
