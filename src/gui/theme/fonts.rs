//! The embedded typefaces.
//!
//! Inter and JetBrains Mono carry the SIL Open Font Licence, Phosphor the MIT licence; the texts lie beside the
//! files. Each file is a subset: Latin, Greek, Cyrillic, arrows, box lines and the signs that the window uses.

use super::type_scale::{ICON_FAMILY, STRONG_FAMILY};
use egui::{FontData, FontDefinitions, FontFamily, FontTweak};
use std::sync::Arc;

const REGULAR: &str = "Inter Regular";
const SEMIBOLD: &str = "Inter SemiBold";
const MONOSPACE: &str = "JetBrains Mono";
const ICONS: &str = "Phosphor";
/// The icon font again, lowered so that an icon within text stands on the middle of the capitals.
const ICONS_IN_TEXT: &str = "Phosphor in text";

/// How far text moves up, in em. Lines are set on whole pixels, rounded downwards; without this, capitals stand half a
/// point below the middle of buttons and badges.
const TEXT_RISE: f32 = 0.035;

/// How far an icon within text moves down, in em: from the middle of its own box to that of Inter's capitals.
const ICON_DROP: f32 = 0.04;

/// All families, each falling back on Inter and then on the icons.
pub(super) fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let mut add = |name: &str, data: FontData| fonts.font_data.insert(name.to_owned(), Arc::new(data));
    let icons = include_bytes!("../../../assets/fonts/icons.ttf");
    let text = |bytes: &'static [u8]| {
        FontData::from_static(bytes).tweak(FontTweak { y_offset_factor: -TEXT_RISE, ..FontTweak::default() })
    };
    add(REGULAR, text(include_bytes!("../../../assets/fonts/Inter-Regular.ttf")));
    add(SEMIBOLD, text(include_bytes!("../../../assets/fonts/Inter-SemiBold.ttf")));
    add(MONOSPACE, text(include_bytes!("../../../assets/fonts/JetBrainsMono-Regular.ttf")));
    add(ICONS, FontData::from_static(icons));
    add(
        ICONS_IN_TEXT,
        FontData::from_static(icons).tweak(FontTweak { y_offset_factor: ICON_DROP, ..FontTweak::default() }),
    );

    let mut family = |family: FontFamily, chain: &[&str]| {
        fonts.families.insert(family, chain.iter().map(|&name| name.to_owned()).collect());
    };
    family(FontFamily::Proportional, &[REGULAR, MONOSPACE, ICONS_IN_TEXT]);
    family(FontFamily::Name(Arc::from(STRONG_FAMILY)), &[SEMIBOLD, REGULAR, MONOSPACE, ICONS_IN_TEXT]);
    family(FontFamily::Monospace, &[MONOSPACE, REGULAR, ICONS_IN_TEXT]);
    family(FontFamily::Name(Arc::from(ICON_FAMILY)), &[ICONS, REGULAR]);
    fonts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::theme::{icon_font, icons, monospace, regular, semibold};
    use egui::{Context, FontId};

    /// Signs that the window's own texts use.
    const SIGNS: &str = "…–—·×→←↑↓≥≤°“”‘’•≠≈";

    fn missing(ctx: &Context, font: &FontId, text: &str) -> Vec<char> {
        ctx.fonts_mut(|fonts| text.chars().filter(|&c| !fonts.has_glyph(font, c)).collect())
    }

    #[test]
    fn every_family_has_the_letters_signs_and_icons() {
        let ctx = Context::default();
        super::super::install(&ctx);
        ctx.run_ui(egui::RawInput::default(), |_| {}).textures_delta.clear();
        let letters: String = (' '..='~').chain('À'..='ÿ').chain(SIGNS.chars()).collect();
        let all_icons: String = icons::ALL.iter().map(|(_, icon)| *icon).collect();
        for font in [regular(14.0), semibold(14.0), monospace(13.0)] {
            assert_eq!(missing(&ctx, &font, &letters), Vec::<char>::new(), "{font:?}");
            assert_eq!(missing(&ctx, &font, &all_icons), Vec::<char>::new(), "{font:?}");
        }
        assert_eq!(missing(&ctx, &icon_font(16.0), &all_icons), Vec::<char>::new());
    }

    #[test]
    fn icons_are_single_and_distinct_characters() {
        let mut seen = std::collections::BTreeSet::new();
        for (name, icon) in icons::ALL {
            assert_eq!(icon.chars().count(), 1, "{name}");
            assert!(seen.insert(*icon), "{name} repeats another icon");
        }
    }

    #[test]
    fn no_font_file_is_heavy() {
        for (name, data) in &definitions().font_data {
            let bytes = (*data.font).as_ref().len();
            assert!(bytes < 200 * 1024, "{name}: {bytes} bytes");
        }
    }
}
