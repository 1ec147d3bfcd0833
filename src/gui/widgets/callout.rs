//! Callouts: a note set apart from the text by a bar at its left.

use crate::gui::theme::{BODY, Tokens, regular, semibold, space, tokens};
use egui::{
    Color32, CornerRadius, Frame, Margin, Rect, Response, Role, Ui, WidgetInfo, pos2,
    text::{LayoutJob, TextFormat},
};

/// What a callout is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalloutKind {
    /// A fact asked for in the exam.
    Exam,
    /// Good to know.
    Info,
    /// To be careful with.
    Warning,
    /// What went wrong.
    Error,
}

impl CalloutKind {
    fn color(self, t: &Tokens) -> Color32 {
        match self {
            CalloutKind::Exam => t.primary,
            CalloutKind::Info => t.info,
            CalloutKind::Warning => t.warn,
            CalloutKind::Error => t.error,
        }
    }

    /// The words a callout of this kind opens with unless told otherwise.
    pub fn heading(self) -> &'static str {
        match self {
            CalloutKind::Exam => "For the exam",
            CalloutKind::Info => "Note",
            CalloutKind::Warning => "Careful",
            CalloutKind::Error => "Error",
        }
    }
}

/// Draws `text` as a callout of `kind`, opened by the kind's own heading.
pub fn callout(ui: &mut Ui, kind: CalloutKind, text: &str) -> Response {
    callout_with(ui, kind, kind.heading(), text)
}

/// Draws `text` as a callout of `kind`, opened by `heading`.
pub fn callout_with(ui: &mut Ui, kind: CalloutKind, heading: &str, text: &str) -> Response {
    const LINE: f32 = 20.0;
    const BAR: f32 = 3.0;
    let t = tokens(ui);
    let color = kind.color(t);
    let fill = if ui.visuals().dark_mode { t.hover.gamma_multiply(0.55) } else { t.panel };
    let response = Frame::new()
        .fill(fill)
        .corner_radius(space::RADIUS_FIELD)
        .inner_margin(Margin { left: 14, right: 12, top: 10, bottom: 10 })
        .show(ui, |ui| {
            ui.take_available_width();
            let mut job = LayoutJob::default();
            job.wrap.max_width = ui.available_width();
            let format =
                |font, color| TextFormat { line_height: Some(LINE), ..TextFormat::simple(font, color) };
            if !heading.is_empty() {
                job.append(heading, 0.0, format(semibold(BODY), color));
            }
            job.append(text, if heading.is_empty() { 0.0 } else { space::S }, format(regular(BODY), t.text));
            ui.label(job);
        })
        .response;
    response.widget_info(|| WidgetInfo::labeled(Role::Note, true, heading));
    let bar = Rect::from_min_max(response.rect.min, pos2(response.rect.left() + BAR, response.rect.bottom()));
    let corners = CornerRadius { nw: space::RADIUS_FIELD, sw: space::RADIUS_FIELD, ne: 0, se: 0 };
    ui.painter().rect_filled(bar, corners, color);
    response
}
