//! How high the strip is, and where its fields stand. The height comes from the window's size alone: another workload, which
//! has more fields or fewer, moves nothing below.

use egui::{Rect, Vec2, pos2, vec2};

use super::{
    cells::{GAP, LABEL},
    kind::Field,
};
use crate::gui::theme::space;

/// From this width on everything stands in one row, whatever the workload.
const ONE_ROW_FROM: f32 = 1700.0;
/// In a lower workspace the fields are folded away, so that the map has room.
const FOLDED_BELOW: f32 = 700.0;
const PAD: f32 = space::M;
/// The same of the folded strip.
const FOLDED_PAD: f32 = space::S;
/// A field with its label.
pub(super) const ROW: f32 = LABEL + space::CONTROL_HEIGHT;
/// The choice of the workload.
pub(super) const KIND: f32 = 176.0;
/// The button that begins it.
pub(super) const BUTTON: f32 = 88.0;
/// What is left at the right end for the switches of the workspace's parts.
const CORNER: f32 = 2.0 * space::CONTROL_HEIGHT_SMALL + space::XS;

/// How the strip's fields are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::gui::flow) enum Rows {
    /// One line says what is chosen; the fields are shown below it on demand, over what is there.
    Folded,
    /// All in one row.
    One,
    /// In two rows.
    Two,
}

impl Rows {
    /// How they are laid out in a workspace of this size.
    pub fn of(workspace: Vec2) -> Self {
        if workspace.y < FOLDED_BELOW {
            Self::Folded
        } else if workspace.x >= ONE_ROW_FROM {
            Self::One
        } else {
            Self::Two
        }
    }

    /// How high the strip is, in points.
    pub fn height(self) -> f32 {
        match self {
            Self::Folded => space::CONTROL_HEIGHT + 2.0 * FOLDED_PAD,
            Self::One => ROW + 2.0 * PAD,
            Self::Two => 2.0 * ROW + GAP + 2.0 * PAD,
        }
    }

    /// Where the strip leaves room for the switches of the workspace's parts: at the right end of its first line.
    pub fn corner(self, strip: Rect) -> Rect {
        let top = strip.top() + if self == Self::Folded { FOLDED_PAD } else { PAD + LABEL };
        let right = strip.right() - space::L;
        Rect::from_min_max(pos2(right - CORNER, top), pos2(right, top + space::CONTROL_HEIGHT))
    }

    /// The two rows in a strip; both are the same one where there is one.
    pub(super) fn in_strip(self, strip: Rect) -> (Rect, Rect) {
        let (first, second) = two(strip);
        match self {
            Self::Two => (first, second),
            Self::One | Self::Folded => {
                let row = before(first, CORNER + GAP);
                (row, row)
            }
        }
    }
}

/// The line of the folded strip, without what is left at its right end.
pub(super) fn folded(strip: Rect) -> Rect {
    before(strip.shrink2(vec2(space::L, FOLDED_PAD)), CORNER)
}

/// Where fields stand that were folded away: below the strip.
pub(super) fn below(strip: Rect) -> Rect {
    Rect::from_min_size(strip.left_bottom(), vec2(strip.width(), Rows::Two.height()))
}

/// Two rows in an area.
pub(super) fn two(area: Rect) -> (Rect, Rect) {
    let inner = area.shrink2(vec2(space::L, PAD));
    let row = |number: f32| {
        let top = inner.top() + number * (ROW + GAP);
        Rect::from_min_size(pos2(inner.left(), top), vec2(inner.width(), ROW))
    };
    (row(0.0), row(1.0))
}

/// What a row has before something of this width at its end.
pub(super) fn before(row: Rect, width: f32) -> Rect {
    row.with_max_x(row.right() - width - GAP)
}

/// The place of a button at the end of a row.
pub(super) fn right(row: Rect, width: f32) -> Rect {
    Rect::from_min_size(pos2(row.right() - width, row.top() + LABEL), vec2(width, space::CONTROL_HEIGHT))
}

/// The cells of fields that share a row.
pub(super) fn in_row(row: Rect, fields: &[(Field, f32)]) -> Vec<(Field, Rect)> {
    let all: f32 = fields.iter().map(|(_, share)| share).sum();
    let room = row.width() - GAP * fields.len().saturating_sub(1) as f32;
    let mut left = row.left();
    let cell = |(field, share): &(Field, f32)| {
        let width = (share / all * room).floor();
        let cell = Rect::from_min_size(pos2(left, row.top()), vec2(width, ROW));
        left = cell.right() + GAP;
        (*field, cell)
    };
    fields.iter().map(cell).collect()
}
