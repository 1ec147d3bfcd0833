//! What crosses at the moment that is shown: a dot for each packet, its size by its bytes, its colour by its kind; with a
//! tag where it belongs to what is looked at, or where there are few.

use egui::{Pos2, Shape, Stroke, Ui};

use super::{
    Scene,
    canvas::{Canvas, Tag},
    ways::{Road, Ways},
};
use crate::{
    gui::{
        desk::Desk,
        flow::{
            beats::cargo_color,
            motion::shown_share,
            story::{Chosen, Freight, Hop, Story},
            words,
        },
        widgets::PacketKind,
    },
    kms::{Region, Timestamp},
    workloads::{CargoKind, Leg, Motion},
};

/// The most packets of others that have a tag.
const MOST_TAGS: usize = 8;
/// How near a click must come to a dot.
const NEAR: f32 = 10.0;

/// Something on its way at the moment that is shown.
pub(super) struct Moving {
    /// What it belongs to.
    pub of: Chosen,
    pub from: Region,
    pub to: Region,
    /// How far it is, from 0 to 1.
    pub share: f32,
    pub cargo: Freight,
    /// Whether it belongs to what is looked at.
    pub selected: bool,
}

impl Moving {
    fn of_hop(of: Chosen, hop: &Hop, moment: Timestamp, selected: bool) -> Option<Self> {
        let share = hop.progress(moment)?;
        Some(Self { of, from: hop.from, to: hop.to, share, cargo: hop.cargo, selected })
    }

    fn of_motion(of: Chosen, motion: &Motion<'_>, moment: Timestamp) -> Option<Self> {
        let share = motion.progress(moment)?;
        let cargo = motion.cargo;
        let cargo =
            Freight { kind: cargo.kind, bytes: cargo.bytes, clear_inside_tls: cargo.clear_inside_tls };
        Some(Self { of, from: motion.from, to: motion.to, share, cargo, selected: false })
    }
}

/// All that crosses; what is looked at comes last, so that it is drawn on top.
pub(super) fn all(desk: &Desk, scene: &Scene<'_>, moment: Timestamp) -> Vec<Moving> {
    let stage = &desk.stage;
    let mut moving: Vec<Moving> = Vec::new();
    for (flow, motion) in stage.flows.motions_at(moment) {
        let of = Chosen::Flow(stage.flows.root_of(flow));
        if Some(of) != scene.selected {
            moving.extend(Moving::of_motion(of, &motion, moment));
        }
    }
    // Those that have ended are told of by their stories alone, where they are among the latest.
    let transfers = stage.transfers().filter(|it| Some(Chosen::Transfer(it.id)) != scene.selected);
    let on_the_way = transfers
        .filter(|it| matches!(it.leg, Leg::Travelling(_)) || scene.moment.is_past(stage.world.now()));
    for transfer in on_the_way {
        let of = Chosen::Transfer(transfer.id);
        if let Some(story) = Story::of(stage, of) {
            moving.extend(story.hops.iter().filter_map(|hop| Moving::of_hop(of, hop, moment, false)));
        }
    }
    if let Some(story) = &scene.stories.chosen {
        moving.extend(story.hops.iter().filter_map(|hop| Moving::of_hop(story.of, hop, moment, true)));
    }
    // What stays within a Region does not travel on the map.
    moving.retain(|it| it.from != it.to);
    moving
}

/// Where they are on the screen.
pub(super) fn dots(moving: &[Moving], ways: &mut Ways, reduced: bool) -> Vec<Pos2> {
    let place = |it: &Moving| {
        let way = ways.get(it.from, it.to, Road::Data);
        way.point_at(shown_share(it.share, reduced)).position
    };
    moving.iter().map(place).collect()
}

/// Where the first of a story's packets is on the screen, or would be.
pub(super) fn place_of(story: &Story, moment: Timestamp, ways: &mut Ways) -> Option<Pos2> {
    let hop = story
        .hops
        .iter()
        .rev()
        .find(|hop| hop.progress(moment).is_some())
        .or_else(|| story.hops.iter().rev().find(|hop| hop.arrives <= moment))
        .or(story.hops.first())?;
    let share = hop.progress(moment).unwrap_or(if hop.arrives <= moment { 1.0 } else { 0.0 });
    Some(ways.get(hop.from, hop.to, Road::Data).point_at(share).position)
}

/// Between 3.5 and 6 points, by the order of magnitude of the bytes.
fn radius(bytes: u64) -> f32 {
    let magnitude = (bytes.max(1) as f32).log10();
    (2.5 + 0.6 * magnitude).clamp(3.5, 6.0)
}

/// Draws the dots.
pub(super) fn paint(canvas: &Canvas<'_>, moving: &[Moving], dots: &[Pos2]) {
    let edge = Stroke::new(1.5, canvas.t.canvas);
    for (it, dot) in moving.iter().zip(dots) {
        let color = cargo_color(it.cargo, canvas.t);
        let radius = radius(it.cargo.bytes);
        match it.cargo.kind {
            // A call is a ring, what it fetches or sends is full.
            CargoKind::KmsRequest => {
                canvas.painter.circle(*dot, radius, canvas.t.canvas, Stroke::new(2.0, color))
            }
            // What only TLS protects has another shape, too.
            _ if it.cargo.clear_inside_tls => {
                let r = radius * 1.25;
                let corners = [[0.0, -r], [r, 0.0], [0.0, r], [-r, 0.0]];
                let points = corners.map(|by| *dot + egui::Vec2::from(by)).to_vec();
                canvas.painter.add(Shape::convex_polygon(points, color, edge))
            }
            _ => canvas.painter.circle(*dot, radius, color, edge),
        };
    }
}

/// Draws the tags; answers what was clicked.
pub(super) fn tags(
    ui: &Ui,
    canvas: &Canvas<'_>,
    moving: &[Moving],
    dots: &[Pos2],
    taken: &mut Vec<egui::Rect>,
) -> Option<Chosen> {
    let mut chosen = None;
    let mut others = moving.iter().filter(|it| !it.selected).count();
    let mut number = 0usize;
    for (it, dot) in moving.iter().zip(dots).rev() {
        if !it.selected {
            if others > MOST_TAGS || is_of_traffic(canvas.desk, it.of) {
                continue;
            }
            others -= 1;
        }
        number += 1;
        let Some(label) = label(canvas.desk, it) else { continue };
        let id = ui.scope_id().with(("packet", it.of, it.from, it.to, number));
        let tag = Tag {
            kind: label.kind,
            text: &label.text,
            id,
            spoken: &label.spoken,
            strong: it.selected,
            color: cargo_color(it.cargo, canvas.t),
        };
        let response = canvas.tag(ui, *dot, taken, &tag);
        if response.clicked() {
            chosen = Some(it.of);
        }
        response.on_hover_text(label.hover);
    }
    chosen
}

/// Steady traffic is dots alone: nobody could read so many tags.
fn is_of_traffic(desk: &Desk, of: Chosen) -> bool {
    matches!(of, Chosen::Flow(id) if desk.stage.flows.get(id).is_some_and(|flow| flow.load.is_some()))
}

struct Label {
    kind: PacketKind,
    text: String,
    spoken: String,
    hover: String,
}

fn label(desk: &Desk, it: &Moving) -> Option<Label> {
    let size = words::size(it.cargo.bytes);
    match it.of {
        Chosen::Transfer(id) => {
            let transfer = desk.stage.transfer(id)?;
            Some(Label {
                kind: PacketKind::Ciphertext,
                text: words::base64_prefix(transfer.message.as_ref()?),
                spoken: format!("Packet {}, {} to {}, in flight", transfer.name, it.from, it.to),
                hover: format!("{} · {size} of ciphertext\nClick to look into it", transfer.name),
            })
        }
        Chosen::Flow(id) => {
            let flow = desk.stage.flows.get(id)?;
            let what = it.cargo.kind.label();
            let kind = match it.cargo.kind {
                _ if it.cargo.clear_inside_tls => PacketKind::InsideTls,
                CargoKind::KmsRequest | CargoKind::KmsAnswer => PacketKind::Call,
                CargoKind::SignedDigest | CargoKind::Token => PacketKind::Proof,
                _ => PacketKind::Message,
            };
            Some(Label {
                kind,
                text: if it.selected { format!("{what} · {size}") } else { what.to_owned() },
                spoken: format!("Packet {what} of {}, {} to {}, {size}", flow.name, it.from, it.to),
                hover: format!("{} · {what}, {size}\nClick to look into it", flow.title()),
            })
        }
    }
}

/// What the dot nearest to a click belongs to, if it is near enough.
pub(super) fn nearest(moving: &[Moving], dots: &[Pos2], pointer: Pos2) -> Option<Chosen> {
    let distances = moving.iter().zip(dots).map(|(it, dot)| (it.of, dot.distance(pointer)));
    let near = distances.filter(|(_, distance)| *distance < NEAR);
    near.min_by(|(_, a), (_, b)| a.total_cmp(b)).map(|(of, _)| of)
}
