//! The map of the workspace: Regions at their places, what travels between them, and what came of it.

use egui::{Painter, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo};

use super::{
    callout::{self, Callout},
    composer::Composer,
    map::{LandCache, LonLat, MapColors, MapFrame, MapView, Route, WorldMap, labels},
    motion::shown_progress,
    node::{self, Node},
    visits::Visits,
    words,
};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        theme::{Tokens, tokens},
        widgets::{MenuItem, PacketKind, focus_ring, menu_below, menu_heading, paint_packet},
    },
    kms::{Region, Synchronised},
    workloads::{Leg, Transfer, TransferId},
    world::{Load, Packet},
};

/// How many transfers leave a trace.
const TRACES: usize = 6;
/// How far routes bow, by what travels on them; so that the two never share a line.
const BEND: f64 = 0.16;
const BEND_BACK: f64 = -0.13;
const BEND_OF_KMS: f64 = 0.05;
/// How much of its colour what is not selected keeps.
const DIMMED: f32 = 0.5;
/// Half the width that a packet's tag is given.
const TAG_HALF: f32 = 58.0;
const CLEARANCE: labels::Clearance = labels::Clearance { marker: 15.0, gap: 5.0, between: 4.0 };

/// The map's own state.
#[derive(Default)]
pub(super) struct Chart {
    view: MapView,
    land: LandCache,
    placed: Placing,
    /// Calls from outside.
    pub visits: Visits,
}

/// The places of labels, and for what they were found.
#[derive(Default)]
struct Placing {
    labels: Vec<labels::MapLabel>,
    lines: Vec<Vec<Pos2>>,
    bounds: Option<Rect>,
    places: Vec<Option<labels::Placed>>,
}

impl Placing {
    fn of(
        &mut self,
        wanted: Vec<labels::MapLabel>,
        lines: Vec<Vec<Pos2>>,
        bounds: Rect,
    ) -> &[Option<labels::Placed>] {
        if self.bounds != Some(bounds) || self.labels != wanted || self.lines != lines {
            self.places = labels::place(&wanted, bounds, &lines, CLEARANCE);
            (self.labels, self.lines, self.bounds) = (wanted, lines, Some(bounds));
        }
        &self.places
    }
}

/// A transfer that is drawn.
struct Trace<'a> {
    transfer: &'a Transfer,
    selected: bool,
    route: Route,
}

/// What a frame's drawing needs.
struct Canvas<'a> {
    desk: &'a Desk,
    t: &'static Tokens,
    frame: MapFrame,
    painter: Painter,
}

impl Chart {
    /// Draws the map into all the room that `ui` has; a click may select a transfer or change the composer's Regions.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        desk: &Desk,
        composer: &mut Composer,
        selected: &mut Option<TransferId>,
        commands: &mut Vec<Command>,
    ) {
        let t = tokens(ui);
        let colors = MapColors { water: t.canvas, land: t.land, coast: t.coast, graticule: t.graticule };
        let shown = WorldMap::new(&mut self.view, &mut self.land, colors).show(ui);
        let canvas = Canvas { desk, t, frame: shown.frame, painter: shown.painter };

        let traces = canvas.traces(*selected);
        for trace in traces.iter().filter(|trace| !trace.selected) {
            canvas.route(trace);
        }
        let synchronisations: Vec<(&Packet, Route)> = desk
            .world()
            .packets()
            .filter(|packet| matches!(packet.load, Load::KeyState { .. }))
            .map(|packet| (packet, canvas.way(packet.from, packet.to, BEND_OF_KMS)))
            .collect();
        for (packet, route) in &synchronisations {
            canvas.line(route, shown_progress(desk, packet), t.control, 1.5);
        }
        for trace in traces.iter().filter(|trace| trace.selected) {
            canvas.route(trace);
        }

        let nodes: Vec<Node> =
            desk.world().regions().iter().map(|region| canvas.node(*region, composer)).collect();
        let callouts = canvas.callouts(&traces);
        let mut wanted: Vec<_> = nodes.iter().map(|node| node.wanted(&canvas.painter, t)).collect();
        wanted.extend(callouts.iter().map(|callout| callout.wanted(&canvas.painter)));
        let lines = canvas.lines_to_avoid(&traces);
        let places = self.placed.of(wanted, lines, canvas.frame.rect);
        let (node_places, callout_places) = places.split_at(nodes.len());

        for (node, place) in nodes.iter().zip(node_places) {
            let response = canvas.show_node(ui, node, place.as_ref(), &traces);
            region_menu(&response, desk, node.region, composer, *selected, commands);
        }
        let mut taken: Vec<Rect> =
            nodes.iter().zip(node_places).map(|(node, at)| node.area(at.as_ref())).collect();
        for (callout, place) in callouts.iter().zip(callout_places) {
            let Some(rect) = callout.rect(&canvas.painter, place.as_ref(), canvas.frame.rect) else {
                continue;
            };
            if callout.show(ui, &canvas.painter, rect, t) {
                *selected = Some(callout.transfer);
            }
            taken.push(rect);
        }
        for node in &nodes {
            self.visits.show(ui, &canvas.painter, node.region, node.point, &mut taken, t, commands);
        }
        for (packet, route) in &synchronisations {
            canvas.synchronisation(ui, packet, route, &mut taken, commands);
        }
        for trace in traces.iter().rev() {
            if canvas.packet(ui, trace, &mut taken) {
                *selected = Some(trace.transfer.id);
            }
        }
    }
}

impl<'a> Canvas<'a> {
    fn place(region: Region) -> LonLat {
        let (latitude, longitude) = region.position();
        [longitude, latitude]
    }

    fn point(&self, region: Region) -> Pos2 {
        self.frame.to_screen(Self::place(region))
    }

    fn way(&self, from: Region, to: Region, bend: f64) -> Route {
        Route::between(&self.frame, Self::place(from), Self::place(to), bend)
    }

    /// The transfers that are drawn: the latest, and the selected one in any case. The selected one is last.
    fn traces(&self, selected: Option<TransferId>) -> Vec<Trace<'a>> {
        let latest = self.desk.stage.transfers().rev().take(TRACES).filter(|it| Some(it.id) != selected);
        let chosen = selected.and_then(|id| self.desk.stage.transfer(id));
        let mut all: Vec<&Transfer> = latest.collect();
        all.reverse();
        all.extend(chosen);
        let trace = |transfer: &'a Transfer| {
            let route = self.route_of(transfer.source, transfer.destination);
            Trace { transfer, selected: Some(transfer.id) == selected, route }
        };
        all.into_iter().map(trace).collect()
    }

    /// The lines that names should not cross. Among few Regions those are all ways that there can be, so that no name
    /// moves when something is sent.
    fn lines_to_avoid(&self, traces: &[Trace<'_>]) -> Vec<Vec<Pos2>> {
        const FEW: usize = 5;
        let regions = self.desk.world().regions();
        let routes: Vec<Route> = if regions.len() > FEW {
            traces.iter().map(|trace| trace.route.clone()).collect()
        } else {
            let pairs = regions.iter().flat_map(|from| regions.iter().map(move |to| (*from, *to)));
            pairs.filter(|(from, to)| from != to).map(|(from, to)| self.route_of(from, to)).collect()
        };
        routes.iter().flat_map(|route| route.pieces().iter().cloned()).collect()
    }

    /// The way of ciphertext; the way back is another one.
    fn route_of(&self, from: Region, to: Region) -> Route {
        let eastward = Self::place(from)[0] <= Self::place(to)[0];
        self.way(from, to, if eastward { BEND } else { BEND_BACK })
    }

    fn line(&self, route: &Route, done: f32, color: egui::Color32, width: f32) {
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

    fn route(&self, trace: &Trace<'_>) {
        let t = self.t;
        let Trace { transfer, selected, route } = trace;
        let (color, done) = match &transfer.leg {
            // Nothing left, so there is no way to draw.
            Leg::Refused { .. } if transfer.message.is_none() => return,
            Leg::Refused { .. } | Leg::FileDamaged(_) => (t.error, 0.0),
            Leg::Encrypting => (t.ciphertext, 0.0),
            Leg::Travelling(_) => (t.ciphertext, self.progress(transfer)),
            Leg::Decrypting | Leg::OpeningFile | Leg::Opened { .. } => (t.ciphertext, 1.0),
        };
        let (color, width) = if *selected { (color, 2.25) } else { (color.gamma_multiply(DIMMED), 1.5) };
        self.line(route, done, color, width);
    }

    fn progress(&self, transfer: &Transfer) -> f32 {
        let Leg::Travelling(id) = transfer.leg else { return 0.0 };
        let packet = self.desk.world().packets().find(|packet| packet.id == id);
        packet.map_or(1.0, |packet| shown_progress(self.desk, packet))
    }

    fn node(&self, region: Region, composer: &Composer) -> Node {
        Node {
            region,
            index: self.desk.region_index(region),
            point: self.point(region),
            role: node::role(self.desk, region, composer.key()),
            is_source: composer.from() == Some(region),
            is_destination: composer.to() == Some(region),
        }
    }

    fn show_node(
        &self,
        ui: &mut Ui,
        node: &Node,
        place: Option<&labels::Placed>,
        traces: &[Trace<'_>],
    ) -> egui::Response {
        let area = node.area(place);
        let response = ui.interact(area, ui.scope_id().with(("region", node.region.code())), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, node.spoken()));
        let plaintext =
            traces.iter().any(|trace| trace.selected && holds_plaintext(trace.transfer, node.region));
        node.paint(ui, &self.painter, place, response.hovered(), plaintext, self.t);
        focus_ring(ui, &response, area, 8);
        response.on_hover_cursor(egui::CursorIcon::PointingHand)
    }

    /// The result of the selected transfer in full, and in short the latest of every other Region.
    fn callouts(&self, traces: &[Trace<'_>]) -> Vec<Callout> {
        let mut callouts: Vec<Callout> = Vec::new();
        for trace in traces.iter().rev() {
            let Some(outcome) = words::outcome(trace.transfer) else { continue };
            if callouts.iter().all(|other| other.outcome.region != outcome.region) {
                callouts.push(Callout {
                    transfer: trace.transfer.id,
                    name: trace.transfer.name.clone(),
                    point: self.point(outcome.region),
                    selected: trace.selected,
                    outcome,
                });
            }
        }
        callouts
    }

    /// Draws the ciphertext of a transfer on its way; whether it was clicked.
    fn packet(&self, ui: &mut Ui, trace: &Trace<'_>, taken: &mut Vec<Rect>) -> bool {
        let transfer = trace.transfer;
        let (Leg::Travelling(_), Some(message)) = (&transfer.leg, &transfer.message) else { return false };
        let at = trace.route.point_at(self.progress(transfer)).position;
        let text = words::base64_prefix(message);
        let spoken = format!("Packet {}", words::spoken(transfer));
        let id = ui.scope_id().with(("packet", transfer.id.0));
        let response = self.tag(ui, at, taken, PacketKind::Ciphertext, &text, (id, &spoken), trace.selected);
        let bytes = words::size(message.bytes());
        let clicked = response.clicked();
        response.on_hover_text(format!("{} · {bytes} of ciphertext\nClick to look into it", transfer.name));
        clicked
    }

    fn synchronisation(
        &self,
        ui: &mut Ui,
        packet: &Packet,
        route: &Route,
        taken: &mut Vec<Rect>,
        commands: &mut Vec<Command>,
    ) {
        let Load::KeyState { key, what } = &packet.load else { return };
        let at = route.point_at(shown_progress(self.desk, packet)).position;
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
        let response = self.tag(ui, at, taken, PacketKind::Material, carries, (id, &spoken), true);
        if response.clicked() {
            commands.push(Command::Inspect(key.clone(), *to));
        }
        response.on_hover_text(format!(
            "{label}: KMS copies {carries} from {from} to {to}\nClick to look at the key"
        ));
    }

    /// A packet on a route: a dot where it is, and its tag beside it.
    #[expect(clippy::too_many_arguments, reason = "the parts of one drawing, for two kinds of packet")]
    fn tag(
        &self,
        ui: &Ui,
        at: Pos2,
        taken: &mut Vec<Rect>,
        kind: PacketKind,
        text: &str,
        (id, spoken): (egui::Id, &str),
        strong: bool,
    ) -> egui::Response {
        let t = self.t;
        let color = if kind == PacketKind::Material { t.control } else { t.ciphertext };
        self.painter.circle(at, 5.0, color, Stroke::new(2.0, t.canvas));
        let bounds = self.frame.rect.shrink(8.0);
        let half = Vec2::new(TAG_HALF, 11.0);
        let lifted = |by: [f32; 2]| {
            let center = at + Vec2::from(by);
            center.clamp(bounds.min + half, (bounds.max - half).max(bounds.min + half))
        };
        let covered = |center: Pos2| {
            let rect = Rect::from_center_size(center, 2.0 * half);
            taken
                .iter()
                .map(|other| other.intersect(rect))
                .filter(Rect::is_positive)
                .map(|it| it.area())
                .sum::<f32>()
        };
        let (aside, up) = (TAG_HALF + 12.0, 21.0);
        let places = [
            [0.0, -up],
            [0.0, up],
            [aside, -up],
            [-aside, -up],
            [aside, up],
            [-aside, up],
            [0.0, -2.2 * up],
            [0.0, 2.2 * up],
        ]
        .map(lifted);
        // The first of the least covered: most often none is, and the tag stands above its dot.
        let center = places.into_iter().min_by(|a, b| covered(*a).total_cmp(&covered(*b))).unwrap_or(at);
        let rect = paint_packet(&self.painter, center, kind, text, t);
        taken.push(rect);
        if strong && kind == PacketKind::Ciphertext {
            self.painter.rect_stroke(rect, 4.0, Stroke::new(1.5, color), egui::StrokeKind::Outside);
        }
        let response =
            ui.interact(rect.union(Rect::from_center_size(at, Vec2::splat(14.0))), id, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, spoken));
        focus_ring(ui, &response, rect, 4);
        response.on_hover_cursor(egui::CursorIcon::PointingHand)
    }
}

/// Whether the plaintext of a transfer is in a Region: before it left in its source, afterwards in its destination.
fn holds_plaintext(transfer: &Transfer, region: Region) -> bool {
    match transfer.leg {
        Leg::Encrypting => region == transfer.source,
        Leg::OpeningFile | Leg::Opened { .. } => region == transfer.destination,
        _ => false,
    }
}

fn region_menu(
    response: &egui::Response,
    desk: &Desk,
    region: Region,
    composer: &mut Composer,
    selected: Option<TransferId>,
    commands: &mut Vec<Command>,
) {
    menu_below(response, 220.0, |ui| {
        menu_heading(ui, &format!("{region} · {}", region.place()));
        if MenuItem::new("From here").chosen(composer.from() == Some(region)).show(ui).clicked() {
            composer.send_from(region);
        }
        if MenuItem::new("To here").chosen(composer.to() == Some(region)).show(ui).clicked() {
            composer.send_to(region);
        }
        let sent = selected.and_then(|id| desk.stage.transfer(id)).filter(|it| it.message.is_some());
        if let Some(transfer) = sent {
            let text = format!("Decrypt {} here", transfer.name);
            if MenuItem::new(&text).icon(callout::OPEN).show(ui).clicked() {
                commands.push(Command::SendOn(transfer.id, region));
            }
        }
    });
}
