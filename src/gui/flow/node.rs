//! A Region on the map: its mark, its name, and the role that the chosen key has there.

use std::sync::Arc;

use egui::{
    Align, Align2, CornerRadius, Galley, Painter, Pos2, Rect, Stroke, Ui, Vec2,
    text::{LayoutJob, TextFormat},
    vec2,
};

use super::map::labels::{MapLabel, Placed};
use crate::{
    gui::{
        desk::Desk,
        theme::{BODY, CAPTION, RegionMark, Tokens, icons, paint_mark, regular, semibold},
    },
    kms::{
        KeyId, Region,
        api::{KeyState, MultiRegionKeyType},
    },
};

const MARK: f32 = 10.0;
const RING: f32 = 15.0;

/// What the chosen key is in a Region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The primary.
    Primary(KeyState),
    /// A replica.
    Replica(KeyState),
    /// The only member of a single-Region key.
    Single(KeyState),
    /// No member.
    None,
    /// No key is chosen.
    NoKey,
}

/// What `key` is in `region`.
pub(super) fn role(desk: &Desk, region: Region, key: Option<&KeyId>) -> Role {
    let Some(key) = key else { return Role::NoKey };
    let Some((family, member)) = desk.member(key, region) else { return Role::None };
    let state = member.state.key_state();
    match family.role(region) {
        Some(MultiRegionKeyType::Primary) => Role::Primary(state),
        Some(MultiRegionKeyType::Replica) => Role::Replica(state),
        None => Role::Single(state),
    }
}

impl Role {
    fn state(self) -> Option<KeyState> {
        match self {
            Self::Primary(state) | Self::Replica(state) | Self::Single(state) => Some(state),
            Self::None | Self::NoKey => None,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Primary(_) => "primary",
            Self::Replica(_) => "replica",
            Self::Single(_) => "single-Region key",
            Self::None => "no related key",
            Self::NoKey => "no key chosen",
        }
    }

    /// What keeps the member from being used, in words.
    fn trouble(self) -> Option<&'static str> {
        match self.state()? {
            KeyState::Enabled | KeyState::Updating => None,
            KeyState::Creating => Some("creating"),
            KeyState::Disabled => Some("disabled"),
            KeyState::PendingDeletion | KeyState::PendingReplicaDeletion => Some("pending deletion"),
            KeyState::PendingImport => Some("pending import"),
            KeyState::Unavailable => Some("unavailable"),
        }
    }
}

/// A Region in this frame.
pub(super) struct Node {
    /// Which one.
    pub region: Region,
    /// Chooses its colour, letter and shape.
    pub index: usize,
    /// Where it is on the screen.
    pub point: Pos2,
    /// What the chosen key is there.
    pub role: Role,
    /// Whether the composer encrypts here.
    pub is_source: bool,
    /// Whether the composer decrypts here.
    pub is_destination: bool,
    /// Whether nobody reaches it.
    pub is_dark: bool,
}

impl Node {
    /// The Region for assistive programs.
    pub fn spoken(&self) -> String {
        let trouble = self.role.trouble().map(|it| format!(", {it}")).unwrap_or_default();
        let dark = if self.is_dark { ", dark" } else { "" };
        format!("Region {}, {}, {}{trouble}{dark}", self.region, self.region.place(), self.role.word())
    }

    fn job(&self, full: bool, align: Align, t: &Tokens) -> LayoutJob {
        let mut job = LayoutJob { halign: align, ..LayoutJob::default() };
        job.wrap.max_width = f32::INFINITY;
        let small = |color| TextFormat::simple(regular(CAPTION), color);
        let end = match (self.is_source, self.is_destination) {
            (true, true) => " · from and to",
            (true, false) => " · from",
            (false, true) => " · to",
            (false, false) => "",
        };
        job.append(self.region.code(), 0.0, TextFormat::simple(semibold(BODY), t.text_strong));
        job.append(end, 0.0, small(t.accent));
        if self.is_dark {
            job.append(&format!(" {} dark", icons::PLUGS), 0.0, small(t.error));
        }
        if full {
            job.append(&format!("\n{}", self.region.place()), 0.0, small(t.text_subdued));
            if self.role != Role::NoKey {
                job.append(" · ", 0.0, small(t.text_subdued));
            }
            match self.role {
                Role::NoKey => {}
                Role::Primary(_) => {
                    job.append(&format!("{} primary", icons::CROWN), 0.0, small(t.primary));
                }
                Role::None => job.append(self.role.word(), 0.0, small(t.text_disabled)),
                _ => job.append(self.role.word(), 0.0, small(t.text)),
            }
            if let Some(trouble) = self.role.trouble() {
                job.append(&format!(", {trouble}"), 0.0, small(t.warn));
            }
        }
        job
    }

    fn galley(&self, painter: &Painter, full: bool, align: Align, t: &Tokens) -> Arc<Galley> {
        painter.layout_job(self.job(full, align, t))
    }

    /// The places its name asks for.
    pub fn wanted(&self, painter: &Painter, t: &Tokens) -> MapLabel {
        let size = |full| self.galley(painter, full, Align::Min, t).size();
        MapLabel { point: self.point, sizes: vec![size(true), size(false)], insistence: 30.0, priority: 3 }
    }

    /// Where mark and name are.
    pub fn parts(&self, place: Option<&Placed>) -> impl Iterator<Item = Rect> {
        let mark = Rect::from_center_size(self.point, Vec2::splat(2.0 * RING));
        [Some(mark), place.map(|place| place.rect)].into_iter().flatten()
    }

    /// What a click on the Region hits.
    pub fn area(&self, place: Option<&Placed>) -> Rect {
        self.parts(place).fold(Rect::NOTHING, Rect::union)
    }

    /// Draws mark and name. A ring of plaintext's colour stands around a Region that holds the selected plaintext.
    pub fn paint(
        &self,
        ui: &Ui,
        painter: &Painter,
        place: Option<&Placed>,
        over: bool,
        plaintext: bool,
        t: &Tokens,
    ) {
        let mark = RegionMark::at(ui, self.index);
        painter.circle_filled(self.point, RING, mark.color.gamma_multiply(if over { 0.35 } else { 0.18 }));
        if plaintext {
            painter.circle_stroke(self.point, RING + 1.0, Stroke::new(2.0, t.plaintext));
        }
        paint_mark(painter, self.point, MARK, &mark, t.canvas);
        if self.is_dark {
            // Light is out: the mark is seen through a veil, and struck out.
            painter.circle_filled(self.point, RING, t.canvas.gamma_multiply(0.72));
            painter.circle_stroke(self.point, RING, Stroke::new(2.0, t.error));
            let by = Vec2::splat(RING * std::f32::consts::FRAC_1_SQRT_2);
            painter.line_segment([self.point - by, self.point + by], Stroke::new(2.0, t.error));
        }
        let Some(place) = place else { return };
        let anchor = place.side.anchor();
        let galley = self.galley(painter, place.size == 0, anchor.x(), t);
        let ground = place.rect.expand2(vec2(3.0, 1.0));
        painter.rect_filled(ground, CornerRadius::same(4), t.canvas.gamma_multiply(0.6));
        let corner = Align2([anchor.x(), Align::Min]).pos_in_rect(&place.rect);
        painter.galley(corner, galley, t.text);
    }
}
