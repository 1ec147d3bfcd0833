//! Every colour, size and spacing of the window: the only place that names one.

mod fonts;
pub mod icons;
mod region_mark;
pub mod space;
mod style;
mod tokens;
mod type_scale;

pub use region_mark::{MarkShape, RegionMark, paint_mark, region_mark};
pub use tokens::{DARK, HIGH_CONTRAST, LIGHT, Look, Tokens, contrast, tokens};
pub use type_scale::{
    BODY, CAPTION, DISPLAY, MONO, SECTION, TITLE, body, caption, caption_strong, display, icon, icon_font,
    mono, mono_caption, monospace, paragraph, regular, section, semibold, strong, subdued, title,
};

use egui::{Context, Theme};

/// Gives `ctx` the fonts and both themes. Call once, before the first frame.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts::definitions());
    for theme in [Theme::Dark, Theme::Light] {
        let look = if theme == Theme::Light { Look::Light } else { Look::Dark };
        ctx.set_style_of(theme, style::style(look.tokens(), false));
    }
}

/// Shows `ctx` in a theme; with `reduced_motion` nothing fades or slides.
pub fn apply(ctx: &Context, look: Look, reduced_motion: bool) {
    let tokens = look.tokens();
    ctx.set_style_of(tokens.theme, style::style(tokens, reduced_motion));
    ctx.set_theme(tokens.theme);
}
