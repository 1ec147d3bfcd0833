//! The anatomy of a ciphertext: its bytes, coloured by what they mean, and a legend.

use std::{fmt::Write as _, ops::Range};

use egui::{
    Color32, CornerRadius, CursorIcon, Rect, Role, Sense, Ui, WidgetInfo, pos2,
    text::{LayoutJob, TextFormat},
    vec2,
};

use super::text::line;
use crate::{
    gui::{
        theme::{CAPTION, Tokens, monospace, regular, space, tokens},
        widgets::{Card, focus_ring},
    },
    kms::{
        api::Blob,
        cryptography::{CiphertextPart, PartRole, SymmetricCiphertext},
    },
};

const BYTES_A_ROW: usize = 16;
const ROW: f32 = 17.0;
/// Longer ciphertexts lose rows from the middle of their body.
const MOST_ROWS: usize = 12;

/// The roles in the order of the legend, with their names and meanings.
const LEGEND: [(PartRole, &str, &str); 7] = [
    (PartRole::Header, "Header", "Format, kind and constants"),
    (
        PartRole::KeyMaterial,
        "Key material ID",
        "Which version of whose key material opens it: the same in every Region of a multi-Region key. \
         No key ID, ARN, account or Region is in a ciphertext",
    ),
    (
        PartRole::DerivationNonce,
        "Derivation nonce",
        "With the key material it gives the key of this one message",
    ),
    (PartRole::Structure, "DER structure", "Lengths and object identifiers around the parts"),
    (PartRole::Iv, "AES-GCM nonce", "Makes each encryption differ"),
    (PartRole::Body, "Encrypted bytes", "The plaintext under AES-256-GCM"),
    (PartRole::Tag, "Tag", "Proves that neither a byte nor the encryption context was changed"),
];

/// A ciphertext taken apart, kept until another one is looked at.
#[derive(Debug, Default)]
pub(super) struct Anatomy {
    of: Option<Blob>,
    parts: Vec<CiphertextPart>,
    /// The byte that a flipped bit would change.
    target: usize,
}

impl Anatomy {
    /// Takes a ciphertext apart, unless it is the one that was looked at before.
    pub fn look_at(&mut self, ciphertext: &Blob) {
        if self.of.as_ref() == Some(ciphertext) {
            return;
        }
        self.parts = SymmetricCiphertext::anatomy(&ciphertext.0).unwrap_or_default();
        let body = self.parts.iter().find(|part| part.role == PartRole::Body);
        let middle = |bytes: &Range<usize>| bytes.start + bytes.len() / 2;
        self.target = body.map_or(ciphertext.0.len() / 2, |part| middle(&part.bytes));
        self.of = Some(ciphertext.clone());
    }

    /// The byte that a flipped bit would change.
    pub fn target(&self) -> usize {
        self.target
    }

    /// What the byte is part of.
    pub fn name_of(&self, byte: usize) -> &'static str {
        let part = self.parts.iter().find(|part| part.bytes.contains(&byte));
        let entry = part.and_then(|part| LEGEND.iter().find(|(role, ..)| *role == part.role));
        entry.map_or("not laid out as a ciphertext", |(_, name, _)| name)
    }

    fn color_of(&self, byte: usize, t: &Tokens) -> Color32 {
        let part = self.parts.iter().find(|part| part.bytes.contains(&byte));
        part.map_or(t.text, |part| color(part.role, t))
    }

    /// Draws bytes and legend.
    pub fn ui(&mut self, ui: &mut Ui) {
        let Some(ciphertext) = self.of.take() else { return };
        let t = tokens(ui);
        Card::new().fill(t.field).padding(space::S).show(ui, |ui| self.dump(ui, &ciphertext.0, t));
        self.of = Some(ciphertext);
        if self.parts.is_empty() {
            ui.label(crate::gui::theme::caption("These bytes are not laid out as a ciphertext of KMS"));
        } else {
            self.legend(ui, t);
        }
    }

    /// Draws the bytes alone, of what is no ciphertext of KMS.
    pub fn bytes_ui(&mut self, ui: &mut Ui) {
        let Some(bytes) = self.of.take() else { return };
        let t = tokens(ui);
        Card::new().fill(t.field).padding(space::S).show(ui, |ui| self.dump(ui, &bytes.0, t));
        self.of = Some(bytes);
    }

    fn dump(&mut self, ui: &mut Ui, bytes: &[u8], t: &Tokens) {
        let rows = rows_shown(bytes.len());
        let glyph = ui.fonts_mut(|fonts| fonts.glyph_width(&monospace(CAPTION), '0'));
        let size = vec2(ui.available_width(), rows.len() as f32 * ROW);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        let spoken = format!(
            "Bytes of the ciphertext, {} in all; byte {} is chosen, {}",
            bytes.len(),
            self.target,
            self.name_of(self.target)
        );
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
        // Two bytes are four digits and a space.
        let step = glyph * 5.0;
        let place = |row: usize, column: usize| {
            let left = (column / 2) as f32 * step + (column % 2) as f32 * 2.0 * glyph;
            pos2(rect.left() + left, rect.top() + row as f32 * ROW)
        };
        let painter = ui.painter().clone();
        for (row, shown) in rows.iter().enumerate() {
            let Shown::Bytes(range) = shown else {
                let gap = rows_hidden(bytes.len());
                let text = format!("… {gap} more encrypted bytes …");
                let galley = line(&painter, &text, regular(CAPTION), rect.width());
                painter.galley(place(row, 0), galley, t.text_subdued);
                continue;
            };
            if range.contains(&self.target) {
                let at = place(row, self.target - range.start);
                let mark = Rect::from_min_size(at - vec2(1.5, 0.5), vec2(2.0 * glyph + 3.0, ROW));
                painter.rect_filled(mark, CornerRadius::same(3), t.selected);
            }
            painter.galley(place(row, 0), painter.layout_job(self.row_job(bytes, range, t)), t.text);
        }
        let under_pointer = response.hover_pos().and_then(|at| {
            let Shown::Bytes(range) = rows.get(((at.y - rect.top()) / ROW) as usize)? else { return None };
            let pair = ((at.x - rect.left()) / step) as usize;
            let second = at.x - rect.left() - pair as f32 * step > 2.2 * glyph;
            let byte = range.start + 2 * pair + usize::from(second);
            range.contains(&byte).then_some(byte)
        });
        focus_ring(ui, &response, rect, space::RADIUS_FIELD);
        if let Some(byte) = under_pointer {
            if response.clicked() {
                self.target = byte;
            }
            let text = format!("Byte {byte}: {}\nClick to choose it for Flip one bit", self.name_of(byte));
            response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text_at_pointer(text);
        }
    }

    fn row_job(&self, bytes: &[u8], range: &Range<usize>, t: &Tokens) -> LayoutJob {
        let mut job = LayoutJob::default();
        job.wrap.max_width = f32::INFINITY;
        let mut digits = String::new();
        for (index, byte) in range.clone().zip(&bytes[range.clone()]) {
            digits.clear();
            // Writing to a text never fails.
            let _ = write!(digits, "{byte:02x}");
            if (index - range.start) % 2 == 1 {
                digits.push(' ');
            }
            job.append(&digits, 0.0, TextFormat::simple(monospace(CAPTION), self.color_of(index, t)));
        }
        job
    }

    fn legend(&mut self, ui: &mut Ui, t: &Tokens) {
        const ENTRY: f32 = 20.0;
        let column = ui.available_width() / 2.0;
        let rows = LEGEND.len().div_ceil(2);
        let (area, _) =
            ui.allocate_exact_size(vec2(ui.available_width(), rows as f32 * ENTRY), Sense::hover());
        for (index, (role, name, meaning)) in LEGEND.into_iter().enumerate() {
            let at = area.min + vec2((index / rows) as f32 * column, (index % rows) as f32 * ENTRY);
            let rect = Rect::from_min_size(at, vec2(column - space::XS, ENTRY));
            let ranges = self.ranges(role);
            let response = ui.interact(rect, ui.scope_id().with(("legend", index)), Sense::click());
            let spoken = format!("{name}, bytes {ranges}");
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
            let chosen = self.parts.iter().any(|it| it.role == role && it.bytes.contains(&self.target));
            let text = if chosen || response.hovered() { t.text_strong } else { t.text };
            let swatch = Rect::from_center_size(pos2(rect.left() + 5.0, rect.center().y), vec2(10.0, 10.0));
            ui.painter().rect_filled(swatch, CornerRadius::same(2), color(role, t));
            let galley = line(ui.painter(), name, regular(CAPTION), rect.width() - 20.0);
            let top = rect.center().y - galley.size().y / 2.0;
            ui.painter().galley(pos2(rect.left() + 18.0, top), galley, text);
            focus_ring(ui, &response, rect, space::RADIUS_FIELD);
            if response.clicked() {
                let part = self.parts.iter().find(|part| part.role == role);
                self.target = part.map_or(self.target, |part| part.bytes.start + part.bytes.len() / 2);
            }
            response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(format!(
                "Bytes {ranges}\n{meaning}\nClick to choose one of them for Flip one bit"
            ));
        }
    }

    /// Where the bytes of a role stand, such as `0–4, 37`.
    fn ranges(&self, role: PartRole) -> String {
        let parts = self.parts.iter().filter(|part| part.role == role);
        let told = parts.map(|part| match part.bytes.len() {
            1 => part.bytes.start.to_string(),
            _ => format!("{}–{}", part.bytes.start, part.bytes.end - 1),
        });
        told.collect::<Vec<_>>().join(", ")
    }
}

/// The colour of a role. Amber, violet and blue keep their meanings; the others only set neighbours apart.
fn color(role: PartRole, t: &Tokens) -> Color32 {
    match role {
        PartRole::Header => t.text_subdued,
        PartRole::KeyMaterial => t.primary,
        PartRole::DerivationNonce => t.accent,
        PartRole::Structure => t.text_disabled,
        PartRole::Iv => t.ok,
        PartRole::Body => t.ciphertext,
        PartRole::Tag => t.error,
    }
}

/// A row of the dump.
#[derive(Debug, PartialEq)]
enum Shown {
    Bytes(Range<usize>),
    Gap,
}

/// The rows of a ciphertext of `length` bytes; the middle of a long one is left out.
fn rows_shown(length: usize) -> Vec<Shown> {
    let row = |index: usize| Shown::Bytes(index * BYTES_A_ROW..((index + 1) * BYTES_A_ROW).min(length));
    let all = length.div_ceil(BYTES_A_ROW);
    if all <= MOST_ROWS {
        return (0..all).map(row).collect();
    }
    let foot = 2;
    let head = (0..MOST_ROWS - foot - 1).map(row);
    head.chain([Shown::Gap]).chain((all - foot..all).map(row)).collect()
}

/// How many bytes of a ciphertext the dump leaves out.
fn rows_hidden(length: usize) -> usize {
    let shown = rows_shown(length).into_iter().map(|row| match row {
        Shown::Bytes(range) => range.len(),
        Shown::Gap => 0,
    });
    length - shown.sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_ciphertexts_are_shown_whole_and_long_ones_at_both_ends() {
        for (length, rows) in [(1, 1), (16, 1), (17, 2), (192, 12), (193, 12), (4258, 12)] {
            let shown = rows_shown(length);
            assert_eq!(shown.len(), rows, "{length}");
            assert_eq!(shown.contains(&Shown::Gap), length > 192, "{length}");
            let Some(Shown::Bytes(last)) = shown.last() else { panic!("{length} ends in a gap") };
            assert_eq!(last.end, length);
        }
        assert_eq!(rows_hidden(192), 0);
        assert_eq!(rows_hidden(320), 320 - 11 * 16);
    }

    #[test]
    fn what_is_no_ciphertext_has_no_parts() {
        let mut anatomy = Anatomy::default();
        anatomy.look_at(&Blob(vec![1; 40]));
        assert_eq!((anatomy.target(), anatomy.name_of(20)), (20, "not laid out as a ciphertext"));
    }
}
