//! What travels: plaintext as an open shape, ciphertext as a filled, locked one, a refusal crossed out.

use super::paint::icon_at;
use crate::gui::theme::{CAPTION, Tokens, icons, monospace, regular, space};
use egui::{
    Color32, CornerRadius, Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

/// What a packet carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PacketKind {
    /// Readable bytes: only within a Region or at its client.
    Plaintext,
    /// A data key, readable, on its way to be used.
    DataKey,
    /// Sealed bytes.
    Ciphertext,
    /// Sealed bytes that are told by a name, not by their first characters.
    Message,
    /// Key material on its way between the members of a family.
    Material,
    /// Data or a data key that TLS alone protects: clear at both of its ends.
    InsideTls,
    /// A request to KMS, or its answer, without a data key in the clear.
    Call,
    /// A digest with its signature, or claims with their MAC: no secret.
    Proof,
    /// A call that was refused.
    Denied,
}

impl PacketKind {
    fn look(self, t: &Tokens) -> (Color32, Color32, &'static str) {
        match self {
            PacketKind::Plaintext => (t.plaintext, Color32::TRANSPARENT, icons::FILE_TEXT),
            PacketKind::DataKey => (t.plaintext, t.plaintext_bg, icons::KEY),
            PacketKind::Ciphertext | PacketKind::Message => (t.ciphertext, t.ciphertext_bg, icons::LOCK),
            PacketKind::Material => (t.control, t.control_bg, icons::ARROWS_CLOCKWISE),
            PacketKind::InsideTls => (t.warn, t.warn_bg, icons::SHIELD),
            PacketKind::Call => (t.text, t.raised, icons::ARROWS_LEFT_RIGHT),
            PacketKind::Proof => (t.text, t.raised, icons::SIGNATURE),
            PacketKind::Denied => (t.error, t.error_bg, icons::X_CIRCLE),
        }
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            PacketKind::Plaintext => "Plaintext",
            PacketKind::DataKey => "Data key",
            PacketKind::Ciphertext => "Ciphertext",
            PacketKind::Message => "Message",
            PacketKind::Material => "Key material",
            PacketKind::InsideTls => "Inside TLS",
            PacketKind::Call => "Call",
            PacketKind::Proof => "Proof",
            PacketKind::Denied => "Denied",
        }
    }
}

const HEIGHT: f32 = 22.0;
const PAD: f32 = 7.0;
const ICON: f32 = 13.0;

/// Paints a packet of `kind` around `center`, with a few characters of `text` (empty for the icon alone), and returns
/// the rectangle it covers. Plaintext keeps an open right side.
pub fn paint_packet(painter: &Painter, center: Pos2, kind: PacketKind, text: &str, t: &Tokens) -> Rect {
    let (color, fill, icon) = kind.look(t);
    let galley = painter.layout_no_wrap(text.to_owned(), font(kind), Color32::PLACEHOLDER);
    let rect = Rect::from_center_size(center, packet_size(painter, kind, text));
    let radius = CornerRadius::same(space::RADIUS_FIELD);
    // An opaque ground first, so that routes and coasts below never run through the words.
    painter.rect_filled(rect, radius, t.canvas);
    painter.rect_filled(rect, radius, fill);
    let stroke = Stroke::new(1.5, color);
    if kind == PacketKind::Plaintext {
        open_outline(painter, rect, stroke);
    } else {
        painter.rect_stroke(rect, radius, Stroke::new(space::HAIRLINE, color), StrokeKind::Inside);
    }
    icon_at(painter, pos2(rect.left() + PAD + ICON / 2.0, center.y), icon, ICON, color);
    if !text.is_empty() {
        let at = pos2(rect.left() + PAD + ICON + space::XS, center.y - galley.size().y / 2.0);
        painter.galley_with_override_text_color(at, galley, color);
    }
    rect
}

/// A box whose right side stands open.
fn open_outline(painter: &Painter, rect: Rect, stroke: Stroke) {
    let r = rect.shrink(0.75);
    let gap = 6.0;
    let corner = f32::from(space::RADIUS_FIELD) * 0.5;
    let points = vec![
        pos2(r.right(), r.top() + gap - 1.0),
        pos2(r.right(), r.top() + corner),
        pos2(r.right() - corner, r.top()),
        pos2(r.left() + corner, r.top()),
        pos2(r.left(), r.top() + corner),
        pos2(r.left(), r.bottom() - corner),
        pos2(r.left() + corner, r.bottom()),
        pos2(r.right() - corner, r.bottom()),
        pos2(r.right(), r.bottom() - corner),
        pos2(r.right(), r.bottom() - gap + 1.0),
    ];
    painter.add(Shape::line(points, stroke));
}

/// How large [`paint_packet`] paints.
pub fn packet_size(painter: &Painter, kind: PacketKind, text: &str) -> Vec2 {
    let width = painter.layout_no_wrap(text.to_owned(), font(kind), Color32::PLACEHOLDER).size().x;
    let text_room = if text.is_empty() { 0.0 } else { width + space::XS };
    vec2(2.0 * PAD + ICON + text_room, HEIGHT)
}

fn font(kind: PacketKind) -> egui::FontId {
    if kind == PacketKind::Ciphertext { monospace(CAPTION) } else { regular(CAPTION) }
}

/// Draws a packet in the flow of `ui`, for legends and lists.
pub fn packet_glyph(ui: &mut Ui, kind: PacketKind, text: &str) -> Response {
    let t = crate::gui::theme::tokens(ui);
    let size = packet_size(ui.painter(), kind, text);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("{} {text}", kind.word())));
    paint_packet(ui.painter(), rect.center(), kind, text, t);
    response.on_hover_text(kind.word())
}
