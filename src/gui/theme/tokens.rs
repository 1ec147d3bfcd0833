//! The colours, by meaning, for the dark and the light theme.
//!
//! A token is named for what it says, never for how it looks. Contrast is computed by the tests below: body text
//! reaches 7:1 on every surface it stands on, and everything else that must be read 4.5:1.

use egui::{Color32, Theme, Visuals};
use serde::{Deserialize, Serialize};

/// An opaque colour from its `0xRRGGBB` notation.
pub(super) const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// Every colour of one theme.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tokens {
    /// The theme these colours belong to.
    pub look: Look,
    /// Whether that is a dark or a light one.
    pub theme: Theme,

    /// The lowest surface: what lies behind everything.
    pub canvas: Color32,
    /// Bars and side panels.
    pub panel: Color32,
    /// Cards, menus, dialogs: what stands above a panel.
    pub raised: Color32,
    /// The inside of a text field.
    pub field: Color32,
    /// A row or button under the pointer.
    pub hover: Color32,
    /// A selected row.
    pub selected: Color32,
    /// The rest fill of a secondary button.
    pub button: Color32,
    /// The edge of a secondary button.
    pub button_line: Color32,
    /// Hair lines that only decorate.
    pub line: Color32,
    /// Edges that tell where a control is (3:1 on the surfaces).
    pub line_strong: Color32,

    /// Headings and names.
    pub text_strong: Color32,
    /// Body text.
    pub text: Color32,
    /// Labels and side notes.
    pub text_subdued: Color32,
    /// Text of what can't be used now.
    pub text_disabled: Color32,

    /// Links and the one accent, as text or line.
    pub accent: Color32,
    /// The fill of the primary button and of ticked controls.
    pub accent_fill: Color32,
    /// The primary button's fill under the pointer.
    pub accent_fill_hover: Color32,
    /// What stands on `accent_fill` or `danger_fill`.
    pub on_accent: Color32,
    /// The fill of a button that destroys.
    pub danger_fill: Color32,
    /// A destroying button's fill under the pointer.
    pub danger_fill_hover: Color32,
    /// The keyboard focus ring.
    pub focus: Color32,

    /// Done, in service, allowed.
    pub ok: Color32,
    /// Behind `ok`.
    pub ok_bg: Color32,
    /// Waiting, needs attention.
    pub warn: Color32,
    /// Behind `warn`.
    pub warn_bg: Color32,
    /// Refused, failed.
    pub error: Color32,
    /// Behind `error`.
    pub error_bg: Color32,
    /// Neutral news.
    pub info: Color32,
    /// Behind `info`.
    pub info_bg: Color32,
    /// A plain attribute.
    pub neutral: Color32,
    /// Behind `neutral`.
    pub neutral_bg: Color32,

    /// Ciphertext, wrapped keys, blobs.
    pub ciphertext: Color32,
    /// Behind `ciphertext`.
    pub ciphertext_bg: Color32,
    /// Plaintext: only inside a Region or at its client.
    pub plaintext: Color32,
    /// Behind `plaintext`.
    pub plaintext_bg: Color32,
    /// The control plane: synchronisation, promotion.
    pub control: Color32,
    /// Behind `control`.
    pub control_bg: Color32,
    /// The primary key's crown, and the selected family.
    pub primary: Color32,
    /// The outline of the selected family.
    pub primary_line: Color32,
    /// Behind `primary`.
    pub primary_bg: Color32,

    /// The land of the map.
    pub land: Color32,
    /// The coastline of the map.
    pub coast: Color32,
    /// The map's lines of longitude and latitude.
    pub graticule: Color32,
    /// The shadow of what floats.
    pub shadow: Color32,
    /// What dims the window behind a dialog.
    pub scrim: Color32,

    /// A JSON member's name.
    pub json_key: Color32,
    /// A JSON string value.
    pub json_string: Color32,
    /// A JSON number, `true`, `false` or `null`.
    pub json_literal: Color32,
    /// JSON braces, colons and commas.
    pub json_punct: Color32,
    /// Behind an added line.
    pub diff_added_bg: Color32,
    /// Behind a removed line.
    pub diff_removed_bg: Color32,
}

/// The dark theme.
pub static DARK: Tokens = Tokens {
    look: Look::Dark,
    theme: Theme::Dark,
    canvas: rgb(0x0B0F14),
    panel: rgb(0x12171E),
    raised: rgb(0x1A202A),
    field: rgb(0x0D1117),
    hover: rgb(0x232C38),
    selected: rgb(0x18294A),
    button: rgb(0x1C2430),
    button_line: rgb(0x3A4757),
    line: rgb(0x2A3441),
    line_strong: rgb(0x64768C),
    text_strong: rgb(0xF4F7FA),
    text: rgb(0xD3DBE4),
    text_subdued: rgb(0x9FADBC),
    text_disabled: rgb(0x7C8B9D),
    accent: rgb(0x6CB6FF),
    accent_fill: rgb(0x1F6FEB),
    accent_fill_hover: rgb(0x1A63D6),
    on_accent: rgb(0xFFFFFF),
    danger_fill: rgb(0xC93C37),
    danger_fill_hover: rgb(0xB5322E),
    focus: rgb(0x9CCBFF),
    ok: rgb(0x4AC58B),
    ok_bg: rgb(0x12321F),
    warn: rgb(0xF2A65A),
    warn_bg: rgb(0x3B2613),
    error: rgb(0xFF8A80),
    error_bg: rgb(0x421A1C),
    info: rgb(0x79B8FF),
    info_bg: rgb(0x152C50),
    neutral: rgb(0xAEBAC7),
    neutral_bg: rgb(0x27303B),
    ciphertext: rgb(0xB197FC),
    ciphertext_bg: rgb(0x2A1F4D),
    plaintext: rgb(0x4FD1B5),
    plaintext_bg: rgb(0x0E3129),
    control: rgb(0x6BA7FF),
    control_bg: rgb(0x152C50),
    primary: rgb(0xF2B84B),
    primary_line: rgb(0xF2B84B),
    primary_bg: rgb(0x3D2D0D),
    land: rgb(0x1A212B),
    coast: rgb(0x2C3745),
    graticule: rgb(0x141A21),
    shadow: Color32::from_black_alpha(140),
    scrim: Color32::from_black_alpha(150),
    json_key: rgb(0x8CC4FF),
    json_string: rgb(0x8FD9A8),
    json_literal: rgb(0xF2B84B),
    json_punct: rgb(0x8897A8),
    diff_added_bg: rgb(0x12321F),
    diff_removed_bg: rgb(0x421A1C),
};

/// The light theme: the dark one's equal, made for projectors.
pub static LIGHT: Tokens = Tokens {
    look: Look::Light,
    theme: Theme::Light,
    canvas: rgb(0xFFFFFF),
    panel: rgb(0xF5F7F9),
    raised: rgb(0xFFFFFF),
    field: rgb(0xFFFFFF),
    hover: rgb(0xE8EDF2),
    selected: rgb(0xDCE9FB),
    button: rgb(0xFFFFFF),
    button_line: rgb(0xB4C0CC),
    line: rgb(0xD5DCE4),
    line_strong: rgb(0x77869A),
    text_strong: rgb(0x0B1218),
    text: rgb(0x26323E),
    text_subdued: rgb(0x526070),
    text_disabled: rgb(0x677484),
    accent: rgb(0x0A58B5),
    accent_fill: rgb(0x0B5CBF),
    accent_fill_hover: rgb(0x094B9D),
    on_accent: rgb(0xFFFFFF),
    danger_fill: rgb(0xB4231B),
    danger_fill_hover: rgb(0x971A13),
    focus: rgb(0x0A58B5),
    ok: rgb(0x116B3F),
    ok_bg: rgb(0xDDF3E6),
    warn: rgb(0x934405),
    warn_bg: rgb(0xFDEAD9),
    error: rgb(0xB4231B),
    error_bg: rgb(0xFDE6E4),
    info: rgb(0x0A58B5),
    info_bg: rgb(0xE0EDFD),
    neutral: rgb(0x485564),
    neutral_bg: rgb(0xE6EBF0),
    ciphertext: rgb(0x5B3BC4),
    ciphertext_bg: rgb(0xECE6FD),
    plaintext: rgb(0x0B6B59),
    plaintext_bg: rgb(0xD8F3EC),
    control: rgb(0x1558C0),
    control_bg: rgb(0xE0EDFD),
    primary: rgb(0x7D4B00),
    primary_line: rgb(0xC07A00),
    primary_bg: rgb(0xFCEBC5),
    land: rgb(0xE6EBF0),
    coast: rgb(0xC3CDD8),
    graticule: rgb(0xF0F3F6),
    shadow: Color32::from_black_alpha(46),
    scrim: Color32::from_black_alpha(90),
    json_key: rgb(0x0A4FA3),
    json_string: rgb(0x11623B),
    json_literal: rgb(0x8A4B00),
    json_punct: rgb(0x5B6877),
    diff_added_bg: rgb(0xDDF3E6),
    diff_removed_bg: rgb(0xFDE6E4),
};

/// High contrast: black, white and few bright colours; every edge can be seen.
pub static HIGH_CONTRAST: Tokens = Tokens {
    look: Look::HighContrast,
    theme: Theme::Dark,
    canvas: rgb(0x000000),
    panel: rgb(0x000000),
    raised: rgb(0x0A0A0A),
    field: rgb(0x000000),
    hover: rgb(0x262626),
    selected: rgb(0x002A5C),
    button: rgb(0x000000),
    button_line: rgb(0xFFFFFF),
    line: rgb(0x9A9A9A),
    line_strong: rgb(0xFFFFFF),
    text_strong: rgb(0xFFFFFF),
    text: rgb(0xFFFFFF),
    text_subdued: rgb(0xE6E6E6),
    text_disabled: rgb(0xBFBFBF),
    accent: rgb(0xFFD60A),
    accent_fill: rgb(0xFFD60A),
    accent_fill_hover: rgb(0xFFE566),
    on_accent: rgb(0x000000),
    danger_fill: rgb(0xFF8A80),
    danger_fill_hover: rgb(0xFFB3AC),
    focus: rgb(0xFFD60A),
    ok: rgb(0x69F0AE),
    ok_bg: rgb(0x00250F),
    warn: rgb(0xFFC46B),
    warn_bg: rgb(0x2B1800),
    error: rgb(0xFFA8A0),
    error_bg: rgb(0x380000),
    info: rgb(0x9FD0FF),
    info_bg: rgb(0x001B3D),
    neutral: rgb(0xE6E6E6),
    neutral_bg: rgb(0x262626),
    ciphertext: rgb(0xD0BFFF),
    ciphertext_bg: rgb(0x1C0B4A),
    plaintext: rgb(0x7CF0D8),
    plaintext_bg: rgb(0x00261E),
    control: rgb(0x9FD0FF),
    control_bg: rgb(0x001B3D),
    primary: rgb(0xFFD60A),
    primary_line: rgb(0xFFD60A),
    primary_bg: rgb(0x2B2300),
    land: rgb(0x1F1F1F),
    coast: rgb(0x8A8A8A),
    graticule: rgb(0x141414),
    shadow: Color32::from_black_alpha(0),
    scrim: Color32::from_black_alpha(200),
    json_key: rgb(0xA9D4FF),
    json_string: rgb(0xA6F0C0),
    json_literal: rgb(0xFFD60A),
    json_punct: rgb(0xE6E6E6),
    diff_added_bg: rgb(0x00250F),
    diff_removed_bg: rgb(0x380000),
};

/// The themes that a person can choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Look {
    /// For screens near the eye.
    #[default]
    Dark,
    /// For projectors and bright rooms.
    Light,
    /// Black and white with bright signs.
    HighContrast,
}

impl Look {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Dark, Self::Light, Self::HighContrast];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dark => "Dark",
            Self::Light => "Light",
            Self::HighContrast => "High contrast",
        }
    }

    /// The light theme in place of a dark one, and the dark one in place of the light.
    pub fn other(self) -> Self {
        if self == Self::Light { Self::Dark } else { Self::Light }
    }

    /// Its colours.
    pub fn tokens(self) -> &'static Tokens {
        match self {
            Self::Dark => &DARK,
            Self::Light => &LIGHT,
            Self::HighContrast => &HIGH_CONTRAST,
        }
    }
}

impl Tokens {
    /// The colours that egui's own style was filled from: each theme has another ground of fields.
    pub fn of(visuals: &Visuals) -> &'static Tokens {
        let field = visuals.extreme_bg_color;
        if field == LIGHT.field {
            &LIGHT
        } else if field == HIGH_CONTRAST.field {
            &HIGH_CONTRAST
        } else {
            &DARK
        }
    }
}

/// The colours of the theme that `ui` is drawn in.
pub fn tokens(ui: &egui::Ui) -> &'static Tokens {
    Tokens::of(ui.visuals())
}

/// WCAG 2 relative luminance of an opaque colour.
pub(super) fn luminance(color: Color32) -> f32 {
    let channel = |c: u8| {
        let c = f32::from(c) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(color.r()) + 0.7152 * channel(color.g()) + 0.0722 * channel(color.b())
}

/// WCAG 2 contrast of two opaque colours, from 1 (none) to 21 (black on white).
pub fn contrast(a: Color32, b: Color32) -> f32 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn at_least(t: &Tokens, floor: f32, what: &str, front: Color32, back: Color32) {
        let c = contrast(front, back);
        assert!(c >= floor, "{:?}: {what} has {c:.2}, needs {floor}", t.theme);
    }

    #[test]
    fn contrast_of_black_on_white_is_21() {
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 0.01);
        assert!((contrast(DARK.ok, DARK.ok) - 1.0).abs() < 0.001);
    }

    #[test]
    fn body_text_reaches_seven_on_every_surface() {
        for t in Look::ALL.map(Look::tokens) {
            for (name, surface) in [
                ("canvas", t.canvas),
                ("panel", t.panel),
                ("raised", t.raised),
                ("field", t.field),
                ("hover", t.hover),
                ("button", t.button),
                ("selected", t.selected),
            ] {
                at_least(t, 7.0, &format!("text on {name}"), t.text, surface);
                at_least(t, 7.0, &format!("text_strong on {name}"), t.text_strong, surface);
            }
        }
    }

    #[test]
    fn what_must_be_read_reaches_four_and_a_half() {
        for t in Look::ALL.map(Look::tokens) {
            for (name, surface) in [
                ("canvas", t.canvas),
                ("panel", t.panel),
                ("raised", t.raised),
                ("field", t.field),
                ("hover", t.hover),
                ("selected", t.selected),
            ] {
                for (token, color) in [
                    ("text_subdued", t.text_subdued),
                    ("accent", t.accent),
                    ("ok", t.ok),
                    ("warn", t.warn),
                    ("error", t.error),
                    ("info", t.info),
                    ("neutral", t.neutral),
                    ("ciphertext", t.ciphertext),
                    ("plaintext", t.plaintext),
                    ("control", t.control),
                    ("primary", t.primary),
                    ("json_key", t.json_key),
                    ("json_string", t.json_string),
                    ("json_literal", t.json_literal),
                    ("json_punct", t.json_punct),
                ] {
                    at_least(t, 4.5, &format!("{token} on {name}"), color, surface);
                }
            }
            for (name, front, back) in [
                ("ok", t.ok, t.ok_bg),
                ("warn", t.warn, t.warn_bg),
                ("error", t.error, t.error_bg),
                ("info", t.info, t.info_bg),
                ("neutral", t.neutral, t.neutral_bg),
                ("ciphertext", t.ciphertext, t.ciphertext_bg),
                ("plaintext", t.plaintext, t.plaintext_bg),
                ("control", t.control, t.control_bg),
                ("primary", t.primary, t.primary_bg),
                ("on_accent", t.on_accent, t.accent_fill),
                ("on_accent hovered", t.on_accent, t.accent_fill_hover),
                ("on danger", t.on_accent, t.danger_fill),
                ("on danger hovered", t.on_accent, t.danger_fill_hover),
                ("text on added", t.text, t.diff_added_bg),
                ("json_punct on added", t.json_punct, t.diff_added_bg),
                ("json_punct on removed", t.json_punct, t.diff_removed_bg),
                ("json_string on added", t.json_string, t.diff_added_bg),
                ("json_key on added", t.json_key, t.diff_added_bg),
                ("text_disabled", t.text_disabled, t.raised),
            ] {
                at_least(t, 4.5, name, front, back);
            }
        }
    }

    #[test]
    fn high_contrast_reaches_seven_for_all_that_must_be_read() {
        let t = &HIGH_CONTRAST;
        for surface in [t.canvas, t.panel, t.raised, t.field, t.hover, t.selected] {
            let colors = [t.text_subdued, t.accent, t.ok, t.warn, t.error, t.info, t.primary, t.ciphertext];
            for color in colors {
                at_least(t, 7.0, "a colour of high contrast", color, surface);
            }
        }
        at_least(t, 7.0, "edges", t.line_strong, t.canvas);
        at_least(t, 7.0, "the primary button", t.on_accent, t.accent_fill);
    }

    #[test]
    fn a_theme_is_known_by_the_ground_of_its_fields() {
        let grounds = Look::ALL.map(|look| look.tokens().field);
        assert!(grounds[0] != grounds[1] && grounds[1] != grounds[2] && grounds[0] != grounds[2]);
    }

    #[test]
    fn edges_of_controls_and_the_focus_ring_reach_three() {
        for t in Look::ALL.map(Look::tokens) {
            for surface in [t.canvas, t.panel, t.raised, t.field] {
                at_least(t, 3.0, "line_strong", t.line_strong, surface);
                at_least(t, 3.0, "focus", t.focus, surface);
                at_least(t, 3.0, "primary_line", t.primary_line, surface);
            }
        }
    }
}
