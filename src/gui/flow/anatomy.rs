//! The anatomy of a ciphertext or a proof: its bytes, coloured by what they mean, and a legend.

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

/// One kind of bytes in the legend.
#[derive(Debug)]
struct Entry {
    name: &'static str,
    meaning: &'static str,
    color: fn(&Tokens) -> Color32,
}

/// The roles in the order of the legend.
const ROLES: [PartRole; 7] = [
    PartRole::Header,
    PartRole::KeyMaterial,
    PartRole::DerivationNonce,
    PartRole::Structure,
    PartRole::Iv,
    PartRole::Body,
    PartRole::Tag,
];

/// Amber, violet and blue keep their meanings; the other colours only set neighbours apart.
const CIPHERTEXT: [Entry; 7] = [
    Entry { name: "Header", meaning: "Format, kind and constants", color: |t| t.text_subdued },
    Entry {
        name: "Key material ID",
        meaning: "Which version of whose key material opens it: the same in every Region of a multi-Region key. \
                  No key ID, ARN, account or Region is in a ciphertext",
        color: |t| t.primary,
    },
    Entry {
        name: "Derivation nonce",
        meaning: "With the key material it gives the key of this one message",
        color: |t| t.accent,
    },
    Entry {
        name: "DER structure",
        meaning: "Lengths and object identifiers around the parts",
        color: |t| t.text_disabled,
    },
    Entry { name: "AES-GCM nonce", meaning: "Makes each encryption differ", color: |t| t.ok },
    Entry { name: "Encrypted bytes", meaning: "The plaintext under AES-256-GCM", color: |t| t.ciphertext },
    Entry {
        name: "Tag",
        meaning: "Proves that neither a byte nor the encryption context was changed",
        color: |t| t.error,
    },
];

const SIGNATURE: [Entry; 2] = [
    Entry {
        name: "Digest",
        meaning: "The SHA-256 digest of the document: whoever has that can make it. No secret",
        color: |t| t.plaintext,
    },
    Entry {
        name: "Signature",
        meaning: "Made with the private key, which no KMS gives out; every member has it, and everybody may have the \
                  public key to verify with",
        color: |t| t.accent,
    },
];

const MAC: [Entry; 2] = [
    Entry { name: "Claims", meaning: "In the clear: tokens keep no secrets", color: |t| t.plaintext },
    Entry {
        name: "MAC",
        meaning: "Made with the secret key, which every member of the key has and no KMS gives out. Only such a member \
                  can verify it",
        color: |t| t.accent,
    },
];

/// What the bytes are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Ciphertext,
    Signature,
    Mac,
}

impl Kind {
    fn legend(self) -> &'static [Entry] {
        match self {
            Self::Ciphertext => &CIPHERTEXT,
            Self::Signature => &SIGNATURE,
            Self::Mac => &MAC,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Ciphertext => "ciphertext",
            Self::Signature => "digest and signature",
            Self::Mac => "token and MAC",
        }
    }
}

/// Bytes that belong together.
#[derive(Debug)]
struct Part {
    bytes: Range<usize>,
    /// Their place in the legend.
    entry: usize,
}

/// A ciphertext or a proof taken apart, kept until another one is looked at.
#[derive(Debug, Default)]
pub(super) struct Anatomy {
    of: Option<Blob>,
    kind: Kind,
    parts: Vec<Part>,
    /// The byte that a flipped bit would change.
    target: usize,
}

impl Anatomy {
    /// Takes a ciphertext apart, unless it is the one that was looked at before.
    pub fn look_at(&mut self, ciphertext: &Blob) {
        if self.kind == Kind::Ciphertext && self.of.as_ref() == Some(ciphertext) {
            return;
        }
        let parts = SymmetricCiphertext::anatomy(&ciphertext.0).unwrap_or_default();
        let body = parts.iter().find(|part| part.role == PartRole::Body);
        self.target = body.map_or(ciphertext.0.len() / 2, |part| middle(&part.bytes));
        let part = |CiphertextPart { bytes, role, .. }: CiphertextPart| {
            ROLES.iter().position(|it| *it == role).map(|entry| Part { bytes, entry })
        };
        self.parts = parts.into_iter().filter_map(part).collect();
        (self.kind, self.of) = (Kind::Ciphertext, Some(ciphertext.clone()));
    }

    /// Takes a message with its signature or MAC apart, which begins at this byte.
    pub fn look_at_proof(&mut self, bytes: &Blob, begins: usize, is_signature: bool) {
        let kind = if is_signature { Kind::Signature } else { Kind::Mac };
        if self.kind == kind && self.of.as_ref() == Some(bytes) {
            return;
        }
        let parts = [0..begins, begins..bytes.0.len()];
        self.target = middle(&parts[1]);
        let part = |(entry, bytes)| Part { bytes, entry };
        self.parts = parts.into_iter().enumerate().map(part).collect();
        (self.kind, self.of) = (kind, Some(bytes.clone()));
    }

    /// The byte that a flipped bit would change.
    pub fn target(&self) -> usize {
        self.target
    }

    fn entry_of(&self, byte: usize) -> Option<&'static Entry> {
        let part = self.parts.iter().find(|part| part.bytes.contains(&byte))?;
        self.kind.legend().get(part.entry)
    }

    /// What the byte is part of.
    pub fn name_of(&self, byte: usize) -> &'static str {
        self.entry_of(byte).map_or("not laid out as a ciphertext", |entry| entry.name)
    }

    fn color_of(&self, byte: usize, t: &Tokens) -> Color32 {
        self.entry_of(byte).map_or(t.text, |entry| (entry.color)(t))
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
            "Bytes of the {}, {} in all; byte {} is chosen, {}",
            self.kind.name(),
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
                let text = format!("… {gap} more bytes …");
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
        let legend = self.kind.legend();
        let rows = legend.len().div_ceil(2);
        let (area, _) =
            ui.allocate_exact_size(vec2(ui.available_width(), rows as f32 * ENTRY), Sense::hover());
        for (index, Entry { name, meaning, color }) in legend.iter().enumerate() {
            let at = area.min + vec2((index / rows) as f32 * column, (index % rows) as f32 * ENTRY);
            let rect = Rect::from_min_size(at, vec2(column - space::XS, ENTRY));
            let ranges = self.ranges(index);
            let response = ui.interact(rect, ui.scope_id().with(("legend", index)), Sense::click());
            let spoken = format!("{name}, bytes {ranges}");
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
            let chosen = self.parts.iter().any(|it| it.entry == index && it.bytes.contains(&self.target));
            let text = if chosen || response.hovered() { t.text_strong } else { t.text };
            let swatch = Rect::from_center_size(pos2(rect.left() + 5.0, rect.center().y), vec2(10.0, 10.0));
            ui.painter().rect_filled(swatch, CornerRadius::same(2), color(t));
            let galley = line(ui.painter(), name, regular(CAPTION), rect.width() - 20.0);
            let top = rect.center().y - galley.size().y / 2.0;
            ui.painter().galley(pos2(rect.left() + 18.0, top), galley, text);
            focus_ring(ui, &response, rect, space::RADIUS_FIELD);
            if response.clicked() {
                let part = self.parts.iter().find(|part| part.entry == index);
                self.target = part.map_or(self.target, |part| middle(&part.bytes));
            }
            response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(format!(
                "Bytes {ranges}\n{meaning}\nClick to choose one of them for Flip one bit"
            ));
        }
    }

    /// Where the bytes of an entry of the legend stand, such as `0–4, 37`.
    fn ranges(&self, entry: usize) -> String {
        let parts = self.parts.iter().filter(|part| part.entry == entry);
        let told = parts.map(|part| match part.bytes.len() {
            1 => part.bytes.start.to_string(),
            _ => format!("{}–{}", part.bytes.start, part.bytes.end.saturating_sub(1)),
        });
        told.collect::<Vec<_>>().join(", ")
    }
}

fn middle(bytes: &Range<usize>) -> usize {
    bytes.start + bytes.len() / 2
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

    #[test]
    fn a_proof_has_two_parts_and_a_bit_of_the_second_is_flipped_first() {
        let mut anatomy = Anatomy::default();
        let bytes = Blob(vec![1; 40]);
        anatomy.look_at(&bytes);
        anatomy.look_at_proof(&bytes, 32, true);
        assert_eq!((anatomy.target(), anatomy.name_of(36), anatomy.name_of(31)), (36, "Signature", "Digest"));
        assert_eq!((anatomy.ranges(0), anatomy.ranges(1)), ("0–31".to_owned(), "32–39".to_owned()));
        anatomy.look_at_proof(&bytes, 8, false);
        assert_eq!((anatomy.target(), anatomy.name_of(36), anatomy.name_of(7)), (24, "MAC", "Claims"));
    }

    #[test]
    fn every_role_has_its_place_in_the_legend() {
        let roles = [
            (PartRole::Header, "Header"),
            (PartRole::KeyMaterial, "Key material ID"),
            (PartRole::DerivationNonce, "Derivation nonce"),
            (PartRole::Structure, "DER structure"),
            (PartRole::Iv, "AES-GCM nonce"),
            (PartRole::Body, "Encrypted bytes"),
            (PartRole::Tag, "Tag"),
        ];
        for (role, name) in roles {
            let place = ROLES.iter().position(|it| *it == role).expect("each has one");
            assert_eq!(CIPHERTEXT[place].name, name);
        }
    }
}
