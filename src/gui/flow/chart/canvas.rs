//! What a frame's drawing needs: places, ways, tags.

use std::sync::Arc;

use egui::{Painter, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo};

use super::ways::{Road, Ways, place};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        flow::{
            beats::cargo_color,
            callout::Callout,
            composer::Composer,
            map::{MapFrame, Route, labels},
            motion::shown_share,
            node::{self, Node},
            story::{Chosen, Hop, Story},
        },
        theme::Tokens,
        widgets::{PacketKind, focus_ring, packet_size, paint_packet},
    },
    kms::{Region, Synchronised, Timestamp},
    workloads::CargoKind,
    world::{Load, Packet},
};

/// How much of its colour what is not looked at keeps.
const DIMMED: f32 = 0.5;

/// What a frame's drawing needs.
pub(super) struct Canvas<'a> {
    pub desk: &'a Desk,
    pub t: &'static Tokens,
    pub frame: MapFrame,
    pub painter: Painter,
    /// The moment that is shown.
    pub moment: Timestamp,
}

/// A packet beside its dot.
pub(super) struct Tag<'a> {
    pub kind: PacketKind,
    pub text: &'a str,
    pub id: egui::Id,
    /// For assistive programs.
    pub spoken: &'a str,
    /// Whether it belongs to what is looked at.
    pub strong: bool,
    pub color: egui::Color32,
}

impl Canvas<'_> {
    fn point(&self, region: Region) -> Pos2 {
        self.frame.to_screen(place(region))
    }

    /// How much of its way a packet of KMS is drawn to have behind it.
    pub fn progress(&self, packet: &Packet) -> f32 {
        shown_share(packet.progress(self.moment), self.desk.reduced_motion)
    }

    /// The lines that names should not cross. Among few Regions those are all ways that there can be, so that no name
    /// moves when something is sent.
    pub fn lines_to_avoid(&self, stories: &[&Story], ways: &mut Ways) -> Vec<Vec<Pos2>> {
        const FEW: usize = 5;
        let regions = self.desk.world().regions();
        let mut pairs: Vec<(Region, Region)> = if regions.len() > FEW {
            stories.iter().flat_map(|story| &story.hops).map(|hop| (hop.from, hop.to)).collect()
        } else {
            regions.iter().flat_map(|from| regions.iter().map(move |to| (*from, *to))).collect()
        };
        pairs.retain(|(from, to)| from != to);
        pairs.sort_unstable();
        pairs.dedup();
        let routes: Vec<Arc<Route>> =
            pairs.into_iter().map(|(from, to)| ways.get(from, to, Road::Data)).collect();
        routes.iter().flat_map(|route| route.pieces().iter().cloned()).collect()
    }

    /// A way: whole up to where something has come, dashed from there.
    pub fn line(&self, route: &Route, done: f32, color: egui::Color32, width: f32) {
        let stroke = Stroke::new(width, color);
        for piece in route.part(0.0, done) {
            self.painter.add(Shape::line(piece, stroke));
        }
        for piece in route.part(done, 1.0) {
            self.painter.extend(Shape::dashed_line(&piece, stroke, 5.0, 5.0));
        }
        // Where a way leaves the map at one edge and comes back at the other, a head says so.
        for along in route.crossing().map(|(leaves, returns)| [leaves, returns]).into_iter().flatten() {
            let (tip, back) = (along.position, along.position - along.direction * 8.0);
            let side = along.direction.rot90() * 4.5;
            let head = vec![tip, back + side, back - side];
            self.painter.add(Shape::convex_polygon(head, color, Stroke::NONE));
        }
    }

    /// The ways of a story. Of those between the same Regions the last one that has begun counts.
    pub fn routes(&self, story: &Story, selected: bool, ways: &mut Ways) {
        let mut drawn: Vec<(Region, Region)> = Vec::new();
        for hop in story.hops.iter().rev().filter(|hop| hop.departs <= self.moment || selected) {
            // The answer to a call comes back beside the way that the request took.
            let is_answer = hop.cargo.kind == CargoKind::KmsAnswer;
            if drawn.contains(&(hop.from, hop.to)) || (is_answer && !selected) || hop.from == hop.to {
                continue;
            }
            drawn.push((hop.from, hop.to));
            let lost = hop.lost && hop.arrives <= self.moment;
            let color = if lost { self.t.error } else { cargo_color(hop.cargo, self.t) };
            let done = if lost { 0.0 } else { self.share(hop) };
            let (color, width) = if selected { (color, 2.25) } else { (color.gamma_multiply(DIMMED), 1.5) };
            self.line(&ways.get(hop.from, hop.to, Road::Data), done, color, width);
        }
    }

    /// How much of its way a hop has behind it.
    fn share(&self, hop: &Hop) -> f32 {
        match hop.progress(self.moment) {
            Some(share) => shown_share(share, self.desk.reduced_motion),
            None if self.moment < hop.departs => 0.0,
            None => 1.0,
        }
    }

    /// Whether a Region is on the part of the map that is seen.
    pub fn shows(&self, region: Region) -> bool {
        /// Half a mark is seen, too.
        const EDGE: f32 = 8.0;
        self.frame.rect.expand(EDGE).contains(self.point(region))
    }

    /// A Region.
    pub fn node(&self, region: Region, composer: &Composer) -> Node {
        Node {
            region,
            index: self.desk.region_index(region),
            point: self.point(region),
            role: node::role(self.desk, region, composer.key()),
            is_source: composer.from() == Some(region),
            is_destination: composer.to() == Some(region),
            is_dark: self.desk.world().is_dark(region),
        }
    }

    /// Draws a Region.
    pub fn show_node(
        &self,
        ui: &mut Ui,
        node: &Node,
        place: Option<&labels::Placed>,
        plaintext: bool,
    ) -> egui::Response {
        let area = node.area(place);
        let response = ui.interact(area, ui.scope_id().with(("region", node.region.code())), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, node.spoken()));
        node.paint(ui, &self.painter, place, response.hovered(), plaintext, self.t);
        focus_ring(ui, &response, area, 8);
        response.on_hover_cursor(egui::CursorIcon::PointingHand)
    }

    /// The results of what is looked at in full, and in short the latest of every other Region.
    pub fn callouts(&self, stories: &[&Story], selected: Option<Chosen>) -> Vec<Callout> {
        /// On a lower map there is no room for the results of others.
        const LOW: f32 = 320.0;
        let is_low = self.frame.rect.height() < LOW;
        let mut callouts: Vec<Callout> = Vec::new();
        for story in stories.iter().rev().filter(|story| !is_low || Some(story.of) == selected) {
            for ending in story.endings_at(self.moment) {
                let outcome = &ending.outcome;
                if !self.shows(outcome.region) {
                    continue;
                }
                if callouts.iter().all(|other| other.outcome.region != outcome.region) {
                    callouts.push(Callout {
                        chosen: story.of,
                        name: story.title.clone(),
                        point: self.point(outcome.region),
                        selected: Some(story.of) == selected,
                        outcome: outcome.clone(),
                    });
                }
            }
        }
        callouts
    }

    /// Draws what KMS copies between members.
    pub fn synchronisation(
        &self,
        ui: &Ui,
        packet: &Packet,
        route: &Route,
        taken: &mut Vec<Rect>,
        commands: &mut Vec<Command>,
    ) {
        let Load::KeyState { key, what } = &packet.load else { return };
        let at = route.point_at(self.progress(packet)).position;
        let carries = match what {
            Synchronised::NewReplica => "key material",
            Synchronised::NewMaterial => "new material",
            Synchronised::ImportedMaterialId => "key material id",
            Synchronised::RotationSettings => "rotation settings",
            Synchronised::PrimaryRegion => "primary Region",
        };
        let label = self.desk.key_label(key, packet.from);
        let Packet { from, to, .. } = packet;
        let spoken = format!("Synchronisation of {label}, {carries}, {from} to {to}");
        let id = ui.scope_id().with(("synchronisation", packet.id.0));
        let color = self.t.control;
        let tag =
            Tag { kind: PacketKind::Material, text: carries, id, spoken: &spoken, strong: false, color };
        self.painter.circle(at, 5.0, color, Stroke::new(2.0, self.t.canvas));
        let response = self.tag(ui, at, taken, &tag);
        if response.clicked() {
            commands.push(Command::Inspect(key.clone(), *to));
        }
        response.on_hover_text(format!(
            "{label}: KMS copies {carries} from {from} to {to}\nClick to look at the key"
        ));
    }

    /// The tag of a packet, beside its dot.
    pub fn tag(&self, ui: &Ui, at: Pos2, taken: &mut Vec<Rect>, tag: &Tag<'_>) -> egui::Response {
        let bounds = self.frame.rect.shrink(8.0);
        let half = packet_size(&self.painter, tag.kind, tag.text) / 2.0;
        let lifted = |by: [f32; 2]| {
            let center = at + Vec2::from(by);
            center.clamp(bounds.min + half, (bounds.max - half).max(bounds.min + half))
        };
        let covered = |center: Pos2| {
            let rect = Rect::from_center_size(center, 2.0 * half);
            let parts = taken.iter().map(|other| other.intersect(rect)).filter(Rect::is_positive);
            parts.map(|it| it.area()).sum::<f32>()
        };
        let (aside, up) = (half.x + 12.0, 21.0);
        // Beside the dot, and farther away where names and results crowd around it.
        let rows = [1.0, 2.2, 3.4].into_iter().flat_map(|row| {
            let by = row * up;
            [[0.0, -by], [0.0, by], [aside, -by], [-aside, -by], [aside, by], [-aside, by]]
        });
        let places = rows.chain([[aside, 0.0], [-aside, 0.0]]).map(lifted);
        // The first of the least covered: most often none is, and the tag stands above its dot.
        let center = places.min_by(|a, b| covered(*a).total_cmp(&covered(*b))).unwrap_or(at);
        let edge = Rect::from_center_size(center, 2.0 * half).clamp(at);
        let between = Rect::from_two_pos(at, edge);
        let is_free = taken.iter().all(|it| it.contains(at) || !it.intersects(between));
        if edge.distance(at) > up && is_free {
            // Too far away to be taken for the dot's own.
            self.painter.line_segment([at, edge], Stroke::new(1.0, tag.color));
        }
        let rect = paint_packet(&self.painter, center, tag.kind, tag.text, self.t);
        taken.push(rect);
        if tag.strong {
            self.painter.rect_stroke(rect, 4.0, Stroke::new(1.5, tag.color), egui::StrokeKind::Outside);
        }
        // The dot itself is left to the map: it may lie on a Region, which is to be clicked, too.
        let response = ui.interact(rect, tag.id, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, tag.spoken));
        focus_ring(ui, &response, rect, 4);
        response.on_hover_cursor(egui::CursorIcon::PointingHand)
    }
}
