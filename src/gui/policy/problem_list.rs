//! What is wrong with a policy, a line each; a click goes there.

use egui::{CursorIcon, Label, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::{
    gui::{
        theme::{CAPTION, caption, icon, icons, regular, space, tokens},
        widgets::{focus_ring, icon_at},
    },
    kms::{
        KmsError,
        policy::{PolicyProblem, Severity},
    },
};

/// The height of a line.
const LINE: f32 = 20.0;
/// How many lines are in sight below the verdict.
const IN_SIGHT: f32 = 3.0;
/// The height of the list, whatever there is to tell, so that nothing jumps while one types.
pub(super) const HEIGHT: f32 = LINE * (1.0 + IN_SIGHT) + space::XS;

/// A problem in a sentence that begins with its place.
pub(super) fn sentence(problem: &PolicyProblem) -> String {
    let PolicyProblem { severity, line, column, message, .. } = problem;
    let kind = if *severity == Severity::Warning { " (warning)" } else { "" };
    format!("Line {line}, column {column}{kind}: {message}")
}

/// Draws the verdict, the problems, and what KMS would say. Answers where a clicked problem is, in bytes.
pub(super) fn problem_list(
    ui: &mut Ui,
    verdict: &str,
    good: bool,
    problems: &[PolicyProblem],
    refusal: Option<&KmsError>,
) -> Option<usize> {
    let t = tokens(ui);
    let mut clicked = None;
    let height = HEIGHT;
    ui.allocate_ui(vec2(ui.available_width(), height), |ui| {
        ui.set_min_height(height);
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.horizontal(|ui| {
            ui.set_height(LINE);
            ui.spacing_mut().item_spacing.x = space::XS;
            let (sign, color) = if good { (icons::CHECK_CIRCLE, t.ok) } else { (icons::X_CIRCLE, t.error) };
            ui.label(icon(sign, 14.0).color(color));
            let text = caption(verdict);
            ui.add(Label::new(if good { text } else { text.color(color) }).truncate());
        });
        ui.add_space(space::XS);
        let list = ScrollArea::vertical().id_salt("problems").max_height(IN_SIGHT * LINE).auto_shrink(false);
        list.show(ui, |ui| {
            if let Some(refusal) = refusal {
                let text = format!("KMS would refuse it now: {refusal}");
                line(ui, Severity::Error, &text, false);
            }
            for problem in problems {
                if line(ui, problem.severity, &sentence(problem), true) {
                    clicked = Some(problem.span.start);
                }
            }
        });
    });
    clicked
}

/// One line; whether it was clicked.
fn line(ui: &mut Ui, severity: Severity, text: &str, leads: bool) -> bool {
    let t = tokens(ui);
    let (sign, color) = match severity {
        Severity::Error => (icons::X_CIRCLE, t.error),
        Severity::Warning => (icons::WARNING, t.warn),
    };
    let width = ui.available_width();
    let sense = if leads { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(width, LINE), sense);
    let role = if leads { Role::Button } else { Role::Label };
    response.widget_info(|| WidgetInfo::labeled(role, true, text));
    let over = leads && response.hovered();
    if over {
        ui.painter().rect_filled(rect, space::RADIUS_FIELD, t.hover);
    }
    icon_at(ui.painter(), pos2(rect.left() + 9.0, rect.center().y), sign, 14.0, color);
    let mut job = egui::text::LayoutJob::single_section(
        text.to_owned(),
        egui::text::TextFormat::simple(regular(CAPTION), color),
    );
    job.wrap = egui::text::TextWrapping::truncate_at_width(width - 24.0);
    let galley = ui.painter().layout_job(job);
    let top = rect.center().y - galley.size().y / 2.0;
    ui.painter().galley(pos2(rect.left() + 20.0, top), galley, color);
    focus_ring(ui, &response, rect.shrink(1.0), space::RADIUS_FIELD);
    let clicked = response.clicked();
    if leads {
        response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(text);
    } else {
        response.on_hover_text(text);
    }
    clicked
}
