//! egui's own style, filled from the tokens, so that plain egui widgets match ours.

use super::{space, tokens::Tokens, type_scale};
use egui::{
    Color32, CornerRadius, Margin, Shadow, Stroke, Style, Theme, Vec2, Visuals,
    epaint::{FontColorTransferFunction, text::TextOptions},
    style::{
        HandleShape, Interaction, ScrollAnimation, ScrollStyle, Selection, Spacing, TextCursorStyle,
        WidgetVisuals, Widgets,
    },
    vec2,
};

/// The whole style of one theme.
pub(super) fn style(t: &Tokens, reduced_motion: bool) -> Style {
    Style {
        text_styles: type_scale::text_styles(),
        spacing: spacing(),
        visuals: visuals(t),
        interaction: Interaction {
            tooltip_delay: 0.35,
            // A label must not take the click meant for the row or card below it; values are copied by a click.
            selectable_labels: false,
            ..Interaction::default()
        },
        animation_time: if reduced_motion { 0.0 } else { 0.12 },
        scroll_animation: if reduced_motion { ScrollAnimation::none() } else { ScrollAnimation::default() },
        compact_menu_style: false,
        ..Style::default()
    }
}

fn spacing() -> Spacing {
    Spacing {
        item_spacing: Vec2::splat(space::S),
        window_margin: Margin::same(space::L as i8),
        menu_margin: Margin::same(space::XS as i8),
        button_padding: vec2(space::M, 5.0),
        indent: space::L,
        interact_size: vec2(40.0, space::CONTROL_HEIGHT_SMALL),
        slider_width: 160.0,
        slider_rail_height: 4.0,
        combo_width: 120.0,
        text_edit_width: 240.0,
        icon_width: space::ICON,
        icon_width_inner: 10.0,
        icon_spacing: space::S,
        tooltip_width: 360.0,
        menu_spacing: 2.0,
        combo_height: 320.0,
        scroll: ScrollStyle {
            bar_width: 8.0,
            floating_width: 4.0,
            handle_min_length: 32.0,
            bar_outer_margin: 2.0,
            // In the colour of text: a bar is the only sign that there is more.
            foreground_color: true,
            dormant_handle_opacity: 0.45,
            ..ScrollStyle::thin()
        },
        ..Spacing::default()
    }
}

fn visuals(t: &Tokens) -> Visuals {
    let base = match t.theme {
        Theme::Dark => Visuals::dark(),
        Theme::Light => Visuals::light(),
    };
    Visuals {
        text_options: TextOptions {
            // egui's default for dark themes thickens strokes so much that Inter Regular reads as Medium.
            color_transfer_function: match t.theme {
                Theme::Dark => FontColorTransferFunction::Gamma(0.72),
                Theme::Light => FontColorTransferFunction::LIGHT_MODE_DEFAULT,
            },
            font_hinting: false,
            ..base.text_options
        },
        weak_text_color: Some(t.text_subdued),
        widgets: widgets(t),
        selection: Selection { bg_fill: t.selected, stroke: Stroke::new(1.0, t.text_strong) },
        hyperlink_color: t.accent,
        faint_bg_color: t.panel,
        extreme_bg_color: t.field,
        text_edit_bg_color: Some(t.field),
        code_bg_color: t.neutral_bg,
        warn_fg_color: t.warn,
        error_fg_color: t.error,
        window_corner_radius: CornerRadius::same(space::RADIUS_CARD),
        window_shadow: Shadow { offset: [0, 12], blur: 40, spread: 0, color: t.shadow },
        window_fill: t.raised,
        window_stroke: Stroke::new(space::HAIRLINE, t.button_line),
        window_highlight_topmost: false,
        menu_corner_radius: CornerRadius::same(space::RADIUS_CARD),
        panel_fill: t.panel,
        popup_shadow: Shadow { offset: [0, 6], blur: 20, spread: 0, color: t.shadow },
        text_cursor: TextCursorStyle {
            stroke: Stroke::new(1.5, t.focus),
            // A blinking cursor would repaint the window for ever.
            blink: false,
            ..TextCursorStyle::default()
        },
        indent_has_left_vline: false,
        slider_trailing_fill: true,
        handle_shape: HandleShape::Circle,
        interact_cursor: None,
        image_loading_spinners: false,
        disabled_alpha: 0.55,
        ..base
    }
}

fn widgets(t: &Tokens) -> Widgets {
    let radius = CornerRadius::same(space::RADIUS_CONTROL);
    let state = |fill: Color32, line: Color32, text: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(space::HAIRLINE, line),
        corner_radius: radius,
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    Widgets {
        noninteractive: state(t.panel, t.line, t.text),
        inactive: WidgetVisuals { bg_fill: t.field, ..state(t.button, t.button_line, t.text) },
        hovered: state(t.hover, t.line_strong, t.text_strong),
        active: WidgetVisuals {
            bg_stroke: Stroke::new(space::RING, t.focus),
            ..state(t.hover, t.focus, t.text_strong)
        },
        open: state(t.hover, t.line_strong, t.text_strong),
    }
}
