//! What is on the map (`super::map` draws the land): Regions at their places (`super::node`), what travels between them, and
//! what came of it (`super::callout`). A way is where something travels on the screen; a tag is the name beside a packet's dot.
//!
//! | file | its one job |
//! | --- | --- |
//! | `canvas` | places, ways and tags: what a frame's drawing needs |
//! | `ways` | the ways between Regions, kept from frame to frame |
//! | `moving` | what crosses at the moment that is shown |
//! | `regions` | Regions with their names, and what can be done there |
//! | `controls` | buttons over the map, and what its colours mean |

mod canvas;
mod controls;
mod moving;
mod regions;
mod ways;

use egui::{Pos2, Rect, Ui};

use self::{
    canvas::Canvas,
    ways::{Road, Ways},
};
use super::{
    composer::Composer,
    map::{LandCache, MapColors, MapView, WorldMap, labels},
    moment::Moment,
    node::Node,
    stories::Stories,
    story::{Chosen, Story},
    visits::Visits,
};
use crate::{
    gui::{command::Command, desk::Desk, theme::tokens},
    world::{Load, Packet},
};

const CLEARANCE: labels::Clearance = labels::Clearance { marker: 15.0, gap: 5.0, between: 4.0 };

/// The map's own state.
#[derive(Default)]
pub(super) struct Chart {
    view: MapView,
    land: LandCache,
    placed: Placing,
    ways: Ways,
    /// Whether the map goes along with what is looked at.
    follows: bool,
    /// Calls from outside.
    pub visits: Visits,
}

/// What the map is to show.
pub(super) struct Scene<'a> {
    /// What was told of the stage.
    pub stories: &'a Stories,
    /// What is looked at.
    pub selected: Option<Chosen>,
    /// The moment.
    pub moment: Moment,
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

impl Chart {
    /// Draws the map into all the room that `ui` has; answers what was picked to be looked at. Clicks may change the
    /// composer's Regions, too.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        desk: &Desk,
        composer: &mut Composer,
        scene: &Scene<'_>,
        commands: &mut Vec<Command>,
    ) -> Option<Chosen> {
        let t = tokens(ui);
        let mut chosen = None;
        let area = ui.available_rect_before_wrap();
        let colors = MapColors { water: t.canvas, land: t.land, coast: t.coast, graticule: t.graticule };
        if self.follows {
            self.follow(desk, scene, area);
        }
        let before = self.view;
        let shown = WorldMap::new(&mut self.view, &mut self.land, colors).show(ui);
        if self.view != before {
            // Whoever moves the map wants to look elsewhere.
            self.follows = false;
        }
        self.ways.fit(&shown.frame);
        let moment = scene.moment.shown(desk.world().now());
        let canvas = Canvas { desk, t, frame: shown.frame, painter: shown.painter, moment };

        // Of a past moment, only what is looked at is shown as it was.
        let past = scene.moment.is_past(desk.world().now());
        let others = scene.stories.recent.iter().filter(|_| !past);
        let stories: Vec<&Story> = others.chain(&scene.stories.chosen).collect();
        for story in &stories {
            canvas.routes(story, Some(story.of) == scene.selected, &mut self.ways);
        }
        let synchronisations = synchronisations(desk, scene.moment);
        for packet in &synchronisations {
            let way = self.ways.get(packet.from, packet.to, Road::Control);
            canvas.line(&way, canvas.progress(packet), t.control, 1.5);
        }
        let moving = moving::all(desk, scene, moment);
        let dots = moving::dots(&moving, &mut self.ways, desk.reduced_motion);
        moving::paint(&canvas, &moving, &dots);

        let seen = desk.world().regions().iter().filter(|region| canvas.shows(**region));
        let nodes: Vec<Node> = seen.map(|region| canvas.node(*region, composer)).collect();
        let callouts = canvas.callouts(&stories, scene.selected);
        let mut wanted: Vec<_> = nodes.iter().map(|node| node.wanted(&canvas.painter, t)).collect();
        wanted.extend(callouts.iter().map(|callout| callout.wanted(&canvas.painter)));
        let lines = canvas.lines_to_avoid(&stories, &mut self.ways);
        // The buttons are not to lie on names.
        let room = canvas.frame.rect.with_max_x(canvas.frame.rect.right() - controls::BUTTONS);
        let places = self.placed.of(wanted, lines, room);
        let (node_places, callout_places) = places.split_at(nodes.len());

        for (node, place) in nodes.iter().zip(node_places) {
            let plaintext =
                scene.stories.chosen.as_ref().is_some_and(|it| it.has_plaintext(node.region, moment));
            let response = canvas.show_node(ui, node, place.as_ref(), plaintext);
            regions::menu(&response, desk, node.region, composer, scene.selected, commands);
        }
        let mut taken: Vec<Rect> =
            nodes.iter().zip(node_places).flat_map(|(node, at)| node.parts(at.as_ref())).collect();
        for (callout, place) in callouts.iter().zip(callout_places) {
            let Some(at) = callout.place(&canvas.painter, place.as_ref(), room, &taken) else {
                continue;
            };
            if callout.show(ui, &canvas.painter, at, t) {
                chosen = Some(callout.chosen);
            }
            taken.push(at.0);
        }
        for node in &nodes {
            self.visits.show(ui, &canvas.painter, node.region, node.point, &mut taken, t, commands);
        }
        for packet in &synchronisations {
            let way = self.ways.get(packet.from, packet.to, Road::Control);
            canvas.synchronisation(ui, packet, &way, &mut taken, commands);
        }
        chosen = moving::tags(ui, &canvas, &moving, &dots, &mut taken).or(chosen);
        if shown.response.clicked()
            && let Some(pointer) = shown.response.interact_pointer_pos()
        {
            chosen = moving::nearest(&moving, &dots, pointer).or(chosen);
        }
        controls::legend(ui, &canvas.painter, canvas.frame.rect, &moving, !synchronisations.is_empty(), t);
        controls::buttons(ui, canvas.frame.rect, &mut self.view, &mut self.follows, scene.selected.is_some());
        if past {
            controls::past_frame(&canvas.painter, canvas.frame.rect, t);
        }
        chosen
    }

    /// Takes the map to where what is looked at is; not before that has left the middle, so that the map rests meanwhile.
    fn follow(&mut self, desk: &Desk, scene: &Scene<'_>, area: Rect) {
        /// Near enough to tell Regions of a continent apart.
        const ZOOM: f64 = 3.0;
        /// The share of the map that counts as its middle.
        const MIDDLE: f32 = 0.5;
        let Some(story) = &scene.stories.chosen else { return };
        let moment = scene.moment.shown(desk.world().now());
        let frame = self.view.frame(area);
        self.ways.fit(&frame);
        let Some(at) = moving::place_of(story, moment, &mut self.ways) else { return };
        let middle = Rect::from_center_size(area.center(), area.size() * MIDDLE);
        if self.view.zoom < ZOOM || !middle.contains(at) {
            let zoom = ZOOM.max(self.view.zoom);
            self.view = MapView { zoom, ..self.view }.looking_at(frame.screen_to_plane(at), area);
        }
    }
}

/// What KMS copies between members now; of a past moment that is not known any more.
fn synchronisations(desk: &Desk, moment: Moment) -> Vec<&Packet> {
    let all = desk.world().packets().filter(|packet| matches!(packet.load, Load::KeyState { .. }));
    if moment.is_past(desk.world().now()) { Vec::new() } else { all.collect() }
}
