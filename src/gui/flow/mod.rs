//! Data flow: what travels, and where is it opened?
//!
//! Everything that is drawn comes from the desk's stage; packets move only because its clock moves. What a transfer or a
//! run did becomes a [`Story`](story::Story), from which map, sequence and steps are drawn; so they cannot differ.
//!
//! | part | what it shows |
//! | --- | --- |
//! | `places` | where the parts stand, and which are folded away |
//! | `composer` | what is sent or run |
//! | `map` | land and projection, routes, where names go: a map of anything |
//! | `chart`, `node`, `callout`, `motion` | what is on it: Regions, packets on their ways, results |
//! | `visits` | calls that AWS clients make at the endpoint while one looks |
//! | `steps` | one step, explained, and the way to the next |
//! | `list` | what was sent and run |
//! | `foreign`, `foreign_file` | a ciphertext that is pasted or read from a file, to be opened |
//! | `sequence`, `beats`, `axis` | who did what when |
//! | `inspector`, `anatomy`, `readers` | a packet taken apart, and who can open it |
//! | `proof` | a signature or a MAC that crossed, to be verified again |
//! | `traffic` | steady load generators and what comes of them |
//! | `story` | what a transfer or run did, in one form for all pictures |
//! | `stories` | the few stories that this frame draws |
//! | `moment` | which moment they are drawn of: the present, a past one, a step |
//! | `context_editor`, `input`, `text`, `words` | small parts, and the words for everything |

mod anatomy;
mod axis;
mod beats;
mod callout;
mod chart;
mod composer;
mod context_editor;
mod foreign;
mod foreign_file;
mod input;
mod inspector;
mod list;
pub mod map;
mod moment;
mod motion;
mod node;
mod places;
mod proof;
mod readers;
mod sequence;
mod steps;
mod stories;
mod story;
#[cfg(test)]
mod tests;
mod text;
mod traffic;
mod visits;
mod words;

pub(in crate::gui) use self::{foreign_file::read_ciphertext, traffic::family_of, words::size};
use std::path::{Path, PathBuf};

use egui::{Align, Key, Layout, Popup, Rect, Stroke, Ui, UiBuilder, pos2, vec2};

use self::{
    chart::{Chart, Scene},
    composer::Composer,
    foreign::ForeignCiphertext,
    inspector::Inspector,
    moment::{Moment, Turn},
    places::{Folds, Places},
    sequence::Sequence,
    stories::Stories,
    story::Chosen,
    traffic::TrafficPanel,
};
use super::{
    command::Command,
    desk::{Counted, Desk},
    theme::{icons, space, tokens},
    widgets::{Button, Card, empty_state, progress, segmented},
    wizard::KeyNeed,
};
use crate::{kms::api::Blob, workloads::FlowId};

/// The switch above the column at the right.
const SIDE_HEAD: f32 = 48.0;

/// What the Data flow workspace remembers of itself.
#[derive(Default)]
pub struct FlowView {
    composer: Composer,
    chart: Chart,
    inspector: Inspector,
    traffic: TrafficPanel,
    sequence: Sequence,
    foreign: ForeignCiphertext,
    stories: Stories,
    folds: Folds,
    selected: Option<Chosen>,
    /// The newest of the list that was seen; a newer one is selected when it appears.
    newest: Option<Chosen>,
    /// The moment that map and sequence show.
    moment: Moment,
}

impl FlowView {
    /// Draws the workspace.
    pub fn ui(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        if desk.world().store().family_count() == 0 {
            self.without_keys(ui, desk, commands);
            return;
        }
        self.stories.tell(desk, self.selected);
        self.follow(desk);
        self.moment = self.moment.kept(desk.world().now());
        self.stories.tell(desk, self.selected);
        self.composer.settle(desk);
        let t = tokens(ui);
        let places = Places::of(ui.available_rect_before_wrap(), self.folds);
        let Places { whole, rows, composer, map, .. } = places;

        let painter = ui.painter().clone();
        painter.rect_filled(whole, 0.0, t.panel);
        let mut at = child(ui, "map", map);
        let scene = Scene { stories: &self.stories, selected: self.selected, moment: self.moment };
        let picked = self.chart.ui(&mut at, desk, &mut self.composer, &scene, commands);
        work(ui, map, desk, commands);
        let hint =
            if self.takes_ciphertexts() { "Drop to open the ciphertext" } else { "Drop to send the file" };
        composer::drop_hint(ui, map, hint);
        self.composer.ui(&mut child(ui, "composer", composer), composer, rows, desk, commands);
        self.folds.switches(ui, rows.corner(composer), whole.size());
        let (mut clicked, mut turn) = (None, None);
        if let Some(strip) = places.strip {
            (clicked, turn) = self.strip(&mut child(ui, "strip", strip), strip, desk, commands);
        }
        let story = self.stories.chosen.as_ref();
        turn = steps::bar(ui, places.steps, desk, story, self.moment, commands).or(turn);
        if let Some(side) = places.side {
            self.side(ui, side, desk, commands);
        }
        let turn = turn.or_else(|| turn_by_keys(ui, self.moment.is_past(desk.world().now())));

        let line = Stroke::new(space::HAIRLINE, t.line);
        painter.hline(whole.x_range(), composer.bottom(), line);
        painter.hline(places.steps.x_range(), places.steps.top(), line);
        if let Some(strip) = places.strip {
            painter.hline(strip.x_range(), strip.top(), line);
        }
        if let Some(side) = places.side {
            painter.vline(side.left(), side.y_range(), line);
        }
        ui.advance_cursor_after_rect(whole);

        if picked.is_some() {
            // Whoever clicks on a packet wants to look into it.
            self.folds.unfold_side();
        }
        if let Some(chosen) = picked.or(clicked) {
            self.choose(Some(chosen));
        } else if let Some(turn) = turn {
            self.turn(desk, turn, commands);
        }
    }

    /// Selects a flow: the run that it belongs to.
    pub fn choose_flow(&mut self, desk: &Desk, id: FlowId) {
        self.newest = list::all(&desk.stage).first().copied();
        self.choose(Some(Chosen::Flow(desk.stage.flows.root_of(id))));
    }

    fn choose(&mut self, chosen: Option<Chosen>) {
        if self.selected != chosen {
            (self.selected, self.moment) = (chosen, Moment::Now);
        }
    }

    /// Goes to another moment of what is looked at.
    fn turn(&mut self, desk: &Desk, turn: Turn, commands: &mut Vec<Command>) {
        match &self.stories.chosen {
            Some(story) => {
                let ahead = self.moment.turn(turn, story, desk.world().now());
                commands.extend(ahead.map(Command::AdvanceTo));
            }
            None => self.moment = Moment::Now,
        }
    }

    /// Takes a file that was chosen or dropped, to be sent.
    pub fn choose_file(&mut self, path: PathBuf) {
        self.composer.choose_file(path);
    }

    /// Whether a file that is dropped now is taken for a ciphertext: the form for these is open.
    pub fn takes_ciphertexts(&self) -> bool {
        self.foreign.is_open()
    }

    /// Takes the ciphertext of a file, to be opened, or why there is none.
    pub fn take_ciphertext(&mut self, path: &Path, read: Result<Blob, String>) {
        self.foreign.take_file(path, read);
    }

    /// Shows the load generators in place of the inspector, or the inspector again.
    pub fn show_traffic(&mut self, shown: bool) {
        self.traffic.show(shown);
        if shown {
            self.folds.unfold_side();
        }
    }

    /// Hears what happened since the last frame: calls from outside are shown for a moment, if they come while the
    /// workspace is in view.
    pub fn listen(&mut self, desk: &Desk, now: f64, in_view: bool) {
        self.chart.visits.listen(desk, now, in_view);
    }

    /// Whether something moves when the clock does: a packet is in flight, or a KMS has a transfer in hand.
    pub fn is_moving(&self, desk: &Desk) -> bool {
        let stage = &desk.stage;
        desk.world().packets().next().is_some()
            || stage.transfers().any(|it| !it.leg.is_over())
            || stage.flows.all().any(|flow| flow.outcome.is_none() && flow.started <= desk.world().now())
    }

    /// The column at the right: what is looked at, or the load generators.
    fn side(&mut self, ui: &mut Ui, area: Rect, desk: &Desk, commands: &mut Vec<Command>) {
        let split = area.top() + SIDE_HEAD;
        let head = Rect::from_min_max(area.min, pos2(area.right(), split));
        let body = Rect::from_min_max(pos2(area.left(), split), area.max);
        let inner = head.shrink2(vec2(space::L, (SIDE_HEAD - space::CONTROL_HEIGHT) / 2.0));
        let mut at = child(ui, "side head", inner);
        let mut traffic = self.traffic.is_open();
        let running = desk.stage.flows.loads().any(|load| !load.stopped);
        let label = if running { "Traffic •" } else { "Traffic" };
        let items = [(false, "Inspector", ""), (true, label, "Traffic")];
        if segmented(&mut at, "Beside the map", &mut traffic, &items).changed() {
            self.traffic.show(traffic);
        }
        ui.painter().hline(area.x_range(), split, Stroke::new(space::HAIRLINE, tokens(ui).line));
        let mut at = child(ui, "inspector", body);
        if traffic {
            self.traffic.ui(&mut at, body, desk, commands);
        } else {
            let story = self.stories.chosen.as_ref();
            self.inspector.ui(&mut at, body, desk, (story, self.moment), commands);
        }
    }

    /// Selects what was just sent or run, and never what is gone.
    fn follow(&mut self, desk: &Desk) {
        let newest = self.stories.list.first().copied();
        let gone = self.selected.is_none_or(|chosen| !chosen.is_in(&desk.stage));
        if newest != self.newest || gone {
            self.newest = newest;
            self.choose(newest);
        }
    }

    fn strip(
        &mut self,
        ui: &mut Ui,
        area: Rect,
        desk: &Desk,
        commands: &mut Vec<Command>,
    ) -> (Option<Chosen>, Option<Turn>) {
        let list_width = (area.width() * 0.3).clamp(180.0, 270.0);
        let inner = area.shrink2(vec2(space::L, space::S));
        let split = inner.left() + list_width;
        let list = Rect::from_min_max(inner.min - vec2(space::S, 0.0), pos2(split, inner.bottom()));
        let Self { stories, foreign, selected, .. } = self;
        let head = |ui: &mut Ui| foreign.ui(ui, desk, commands);
        let clicked = list::list(&mut child(ui, "list", list), desk, &stories.list, *selected, head);
        let line = Stroke::new(space::HAIRLINE, tokens(ui).line);
        ui.painter().vline(split + space::S, area.y_range(), line);
        let rest = Rect::from_min_max(pos2(split + space::L + space::S, inner.top()), inner.max);
        let story = self.stories.chosen.as_ref();
        let turn = self.sequence.ui(&mut child(ui, "sequence", rest), desk, story, self.moment);
        (clicked, turn)
    }

    fn without_keys(&self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        let text = "Data is encrypted in one Region and decrypted in another. Create a multi-Region key first, then send \
                    a text or a file";
        let button = Button::primary("Create key").icon(icons::PLUS);
        let clicked = empty_state(ui, icons::SHARE_NETWORK, "There is no key yet", text, Some(button));
        if clicked.is_some_and(|response| response.clicked()) {
            let first = desk.world().regions().first();
            commands.extend(first.map(|region| Command::OpenWizardFor(*region, KeyNeed::Encryption)));
        }
    }
}

/// Where the keys lead in time, while nothing else has them: the arrows step by step, Escape out of the past.
fn turn_by_keys(ui: &Ui, in_the_past: bool) -> Option<Turn> {
    let taken = |memory: &egui::Memory| memory.focused().is_some() || memory.top_modal_layer().is_some();
    if ui.memory(taken) || Popup::is_any_open(ui.ctx()) {
        return None;
    }
    ui.input(|input| match () {
        () if input.modifiers.any() => None,
        () if input.key_pressed(Key::ArrowRight) => Some(Turn::Next),
        () if input.key_pressed(Key::ArrowLeft) => Some(Turn::Previous),
        () if input.key_pressed(Key::Escape) && in_the_past => Some(Turn::Now),
        () => None,
    })
}

fn child(ui: &mut Ui, salt: &str, area: Rect) -> Ui {
    let builder = UiBuilder::new().id_salt(salt).max_rect(area).layout(Layout::top_down(Align::Min));
    let mut child = ui.new_child(builder);
    child.shrink_clip_rect(area);
    child
}

/// Work beside the window, over the map's upper right corner.
fn work(ui: &mut Ui, map: Rect, desk: &Desk, commands: &mut Vec<Command>) {
    const WIDTH: f32 = 420.0;
    let width = WIDTH.min(map.width() - 2.0 * space::M);
    let corner = pos2(map.right() - space::M - width, map.top() + space::M);
    let mut at = child(ui, "work", Rect::from_min_max(corner, pos2(corner.x + width, map.bottom())));
    for work in desk.work.iter().filter(|work| work.counted == Counted::Bytes) {
        at.push_id(work.id, |ui| {
            Card::new().show(ui, |ui| {
                let detail = format!("{} of {}", words::size(work.done), words::size(work.all));
                let share = if work.all == 0 { 1.0 } else { work.done as f32 / work.all as f32 };
                if progress(ui, &work.label, &detail, share) {
                    commands.push(Command::CancelWork(work.id));
                }
            });
        });
    }
}
