//! Every colour, size and spacing of the window: the only place that names one.

mod fonts;
pub mod icons;
mod region_mark;
pub mod space;
mod style;
mod tokens;
mod type_scale;

pub use region_mark::{MarkShape, RegionMark, paint_mark, region_mark};
pub use tokens::{DARK, LIGHT, Tokens, contrast, tokens};
pub use type_scale::{
    BODY, CAPTION, DISPLAY, MONO, SECTION, TITLE, body, caption, caption_strong, display, icon, icon_font,
    mono, mono_caption, monospace, paragraph, regular, section, semibold, strong, subdued, title,
};

use egui::{Context, Theme};

/// Gives `ctx` the fonts and both themes. Call once, before the first frame.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts::definitions());
    for theme in [Theme::Dark, Theme::Light] {
        ctx.set_style_of(theme, style::style(Tokens::of(theme)));
    }
}
