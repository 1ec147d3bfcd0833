//! Type: the families, the sizes, and text of each kind.
//!
//! Hierarchy comes from the colour of text and from space before it comes from size. The functions set family, size
//! and the theme's strong or subdued colour; a status colour is added with [`RichText::color`].

use egui::{FontFamily, FontId, RichText, TextStyle};
use std::{collections::BTreeMap, sync::Arc};

/// The size of captions, badges and table heads, in points.
pub const CAPTION: f32 = 12.0;
/// The size of body text and buttons.
pub const BODY: f32 = 14.0;
/// The size of identifiers, code and clocks.
pub const MONO: f32 = 13.0;
/// The size of a section's heading.
pub const SECTION: f32 = 16.0;
/// The size of a page's title.
pub const TITLE: f32 = 20.0;
/// The size of a drill's clock or a lesson's opening.
pub const DISPLAY: f32 = 28.0;

/// The line height of wrapped body text, in points.
const PARAGRAPH_LINE: f32 = 20.0;

/// The name of the semibold family.
pub const STRONG_FAMILY: &str = "strong";
/// The name of the icon family, whose glyphs fill the em square.
pub const ICON_FAMILY: &str = "icons";

/// The regular face at `size` points.
pub fn regular(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// The semibold face at `size` points.
pub fn semibold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(Arc::from(STRONG_FAMILY)))
}

/// The fixed-width face at `size` points.
pub fn monospace(size: f32) -> FontId {
    FontId::new(size, FontFamily::Monospace)
}

/// The icon face at `size` points, for icons painted alone.
pub fn icon_font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(Arc::from(ICON_FAMILY)))
}

/// egui's own text styles on this scale.
pub(super) fn text_styles() -> BTreeMap<TextStyle, FontId> {
    BTreeMap::from([
        (TextStyle::Small, regular(CAPTION)),
        (TextStyle::Body, regular(BODY)),
        (TextStyle::Button, regular(BODY)),
        (TextStyle::Monospace, monospace(MONO)),
        (TextStyle::Heading, semibold(TITLE)),
    ])
}

/// A side note: small and subdued.
pub fn caption(text: impl Into<String>) -> RichText {
    RichText::new(text).font(regular(CAPTION)).weak()
}

/// Body text.
pub fn body(text: impl Into<String>) -> RichText {
    RichText::new(text).font(regular(BODY))
}

/// Body text of several lines, with room between them.
pub fn paragraph(text: impl Into<String>) -> RichText {
    body(text).line_height(Some(PARAGRAPH_LINE))
}

/// Body text that steps back: labels of values, descriptions.
pub fn subdued(text: impl Into<String>) -> RichText {
    body(text).weak()
}

/// A name: body size, semibold.
pub fn strong(text: impl Into<String>) -> RichText {
    RichText::new(text).font(semibold(BODY)).strong()
}

/// A small name: caption size, semibold.
pub fn caption_strong(text: impl Into<String>) -> RichText {
    RichText::new(text).font(semibold(CAPTION)).strong()
}

/// The heading of a section.
pub fn section(text: impl Into<String>) -> RichText {
    RichText::new(text).font(semibold(SECTION)).strong()
}

/// The title of a page.
pub fn title(text: impl Into<String>) -> RichText {
    RichText::new(text).font(semibold(TITLE)).strong()
}

/// The largest text: a drill's clock, a lesson's opening.
pub fn display(text: impl Into<String>) -> RichText {
    RichText::new(text).font(semibold(DISPLAY)).strong()
}

/// An identifier, a command or a clock.
pub fn mono(text: impl Into<String>) -> RichText {
    RichText::new(text).font(monospace(MONO))
}

/// A small identifier that steps back.
pub fn mono_caption(text: impl Into<String>) -> RichText {
    RichText::new(text).font(monospace(CAPTION)).weak()
}

/// An icon standing alone in text flow, at `size` points.
pub fn icon(icon: &str, size: f32) -> RichText {
    RichText::new(icon).font(icon_font(size))
}
