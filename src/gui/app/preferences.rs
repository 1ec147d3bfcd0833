//! What a person likes: theme, motion, scale, the window's size. Kept for the next time.

use egui::Context;

use super::App;
use crate::gui::theme::{self, Look};

impl App {
    /// Shows the window in another theme.
    pub(super) fn set_look(&mut self, look: Look) {
        self.settings.look = look;
        self.apply_preferences();
    }

    /// Lets nothing move for the eye alone, or lets it.
    pub(super) fn set_reduced_motion(&mut self, reduced: bool) {
        self.settings.reduced_motion = reduced;
        self.desk.reduced_motion = reduced;
        self.apply_preferences();
    }

    /// Changes the scale.
    pub(super) fn set_zoom(&mut self, zoom: f32) {
        self.settings.zoom = Some(zoom);
        self.ctx.set_zoom_factor(zoom);
        self.settings_file.write(&self.settings);
    }

    fn apply_preferences(&mut self) {
        theme::apply(&self.ctx, self.settings.look, self.settings.reduced_motion);
        self.settings_file.write(&self.settings);
    }

    /// Notes how large the window is; that is written down when it closes.
    pub(super) fn note_the_window(&mut self, ctx: &Context) {
        let zoom = ctx.zoom_factor();
        ctx.input(|input| {
            let viewport = input.viewport();
            let whole = viewport.maximized.unwrap_or(false) || viewport.fullscreen.unwrap_or(false);
            if let Some(rect) = viewport.inner_rect
                && !whole
            {
                // In the points of an unscaled window, as it is opened with.
                self.settings.window = Some([rect.width() * zoom, rect.height() * zoom]);
            }
        });
    }
}
