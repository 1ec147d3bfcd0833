//! Text painted by hand.

use std::sync::Arc;

use egui::{
    Color32, FontId, Galley, Painter,
    text::{LayoutJob, TextFormat},
};

/// One line of `text`, ending in `…` where it would grow wider than `max_width` points.
pub(super) fn line(painter: &Painter, text: &str, font: FontId, max_width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(font, Color32::PLACEHOLDER));
    job.wrap.max_width = max_width.max(0.0);
    job.wrap.max_rows = 1;
    job.wrap.break_anywhere = true;
    painter.layout_job(job)
}

/// `text` wrapped to `max_width` points, at most `rows` lines of it.
pub(super) fn block(painter: &Painter, text: &str, font: FontId, max_width: f32, rows: usize) -> Arc<Galley> {
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(font, Color32::PLACEHOLDER));
    job.wrap.max_width = max_width.max(1.0);
    job.wrap.max_rows = rows;
    job.wrap.overflow_character = Some('…');
    painter.layout_job(job)
}
