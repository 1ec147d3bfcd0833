//! A key in its Region's column.

use egui::{CornerRadius, Margin, Response, Stroke, StrokeKind, Ui};

use super::{
    catalogue::KeyEntry,
    words::{role_badge, role_name, state_badge, state_name},
};
use crate::{
    gui::{
        key_words::special_spec,
        theme::{caption, icons, mono, mono_caption, space, strong, tokens},
        trail::{cut, short_key_id},
        widgets::{Badge, Card, row_sides},
    },
    kms::{Region, Timestamp, api::KeySpec},
};

/// How much of the selection falls on a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Light {
    /// Another key is selected, or none.
    Off,
    /// Another member of the same key is selected.
    Family,
    /// This member is selected.
    Member,
}

const PAD: f32 = 10.0;
/// The height of a card, in points.
pub(super) const CARD_HEIGHT: f32 = 2.0 * (PAD + space::HAIRLINE + space::BADGE_HEIGHT) + space::XS;

/// Draws the card of a key as wide as there is room; a click on it selects the key.
pub(super) fn key_card(
    ui: &mut Ui,
    entry: &KeyEntry,
    region: Region,
    light: Light,
    now: Timestamp,
) -> Response {
    let t = tokens(ui);
    let label = entry.label();
    let (role, state) = (role_name(entry.role), state_name(entry.state, now));
    let spec = special_spec(entry.spec);
    let kind = spec.map(|spec| format!(", {spec}")).unwrap_or_default();
    let name = format!("{label} in {region}, {role}{kind}, {state}");
    let fill = if light == Light::Member { t.raised.lerp_to_gamma(t.primary_bg, 0.42) } else { t.raised };
    let card = Card::new()
        .clickable(&name)
        .fill(fill)
        .selected(light == Light::Member)
        .padding(Margin::same(PAD as i8))
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing = egui::vec2(space::S, space::XS);
            let alias = |ui: &mut Ui| cut(ui, strong(label));
            row_sides(ui, space::BADGE_HEIGHT, alias, |ui| role_badge(ui, entry.role));
            let id = |ui: &mut Ui| {
                if let Some(spec) = spec {
                    ui.spacing_mut().item_spacing.x = 6.0;
                    Badge::neutral(spec).icon(spec_icon(entry.spec)).show(ui);
                }
                let short = short_key_id(&entry.key, ui.available_width());
                cut(ui, mono_caption(short));
            };
            row_sides(ui, space::BADGE_HEIGHT, id, |ui| state_badge(ui, entry.state, now));
        })
        .response;
    if light == Light::Family {
        let radius = CornerRadius::same(space::RADIUS_CARD);
        let line = Stroke::new(space::HAIRLINE, t.primary_line);
        ui.painter().rect_stroke(card.rect, radius, line, StrokeKind::Inside);
    }
    card.on_hover_ui(|ui| {
        ui.label(mono(entry.key.as_str()));
        match &entry.aliases[..] {
            [] => {
                ui.label(caption("No alias in this Region"));
            }
            [_] => {}
            [_, others @ ..] => {
                let count = others.len();
                ui.label(caption(format!(
                    "and {count} more {}",
                    if count == 1 { "alias" } else { "aliases" }
                )));
                for alias in others.iter().take(8) {
                    ui.label(mono_caption(alias.as_str()));
                }
            }
        }
    })
}

/// What a key of a special kind does, as a sign beside its spec.
fn spec_icon(spec: KeySpec) -> &'static str {
    match spec {
        KeySpec::Hmac224 | KeySpec::Hmac256 | KeySpec::Hmac384 | KeySpec::Hmac512 => icons::FINGERPRINT,
        _ => icons::CERTIFICATE,
    }
}
