//! Data flow: what travels, and where is it opened?
//!
//! Everything that is drawn comes from the desk's stage; packets move only because its clock moves.

mod anatomy;
mod callout;
mod chart;
mod composer;
mod context_editor;
mod input;
mod inspector;
pub mod map;
mod motion;
mod node;
mod readers;
mod sequence;
#[cfg(test)]
mod tests;
mod text;
mod timeline;
mod transfers;
mod visits;
mod words;

pub(in crate::gui) use self::words::size;
use std::path::PathBuf;

use egui::{Align, Layout, Rect, Stroke, Ui, UiBuilder, pos2, vec2};

use self::{chart::Chart, composer::Composer, inspector::Inspector};
use super::{
    command::Command,
    desk::{Counted, Desk},
    theme::{icons, space, tokens},
    widgets::{Button, Card, empty_state, progress},
};
use crate::workloads::TransferId;

/// The strip of list and sequence at the foot.
const STRIP: f32 = 178.0;
/// The same where the window is low.
const STRIP_LOW: f32 = 150.0;
/// Below this height the window counts as low.
const LOW: f32 = 660.0;

/// What the Data flow workspace remembers of itself.
#[derive(Default)]
pub struct FlowView {
    composer: Composer,
    chart: Chart,
    inspector: Inspector,
    selected: Option<TransferId>,
    /// The newest transfer that was seen; a newer one is selected when it appears.
    newest: Option<TransferId>,
}

impl FlowView {
    /// Draws the workspace.
    pub fn ui(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        if desk.world().store().family_count() == 0 {
            self.without_keys(ui, desk, commands);
            return;
        }
        self.follow(desk);
        self.composer.settle(desk);
        let t = tokens(ui);
        let area = ui.available_rect_before_wrap();
        let top = area.top() + Composer::height(area.width());
        let side = area.right() - space::INSPECTOR;
        let strip = area.bottom() - if area.height() < LOW { STRIP_LOW } else { STRIP };
        let composer = Rect::from_min_max(area.min, pos2(area.right(), top));
        let inspector = Rect::from_min_max(pos2(side, top), area.max);
        let foot = Rect::from_min_max(pos2(area.left(), strip), pos2(side, area.bottom()));
        let map = Rect::from_min_max(pos2(area.left(), top), pos2(side, strip));

        let painter = ui.painter().clone();
        painter.rect_filled(area, 0.0, t.panel);
        let mut at = child(ui, "map", map);
        self.chart.ui(&mut at, desk, &mut self.composer, &mut self.selected, commands);
        work(ui, map, desk, commands);
        composer::drop_hint(ui, map);
        self.composer.ui(&mut child(ui, "composer", composer), composer, desk, commands);
        self.strip(&mut child(ui, "strip", foot), foot, desk);
        let mut at = child(ui, "inspector", inspector);
        self.inspector.ui(&mut at, inspector, desk, self.selected, commands);

        let line = Stroke::new(space::HAIRLINE, t.line);
        painter.hline(area.x_range(), top, line);
        painter.hline(foot.x_range(), strip, line);
        painter.vline(side, inspector.y_range(), line);
        ui.advance_cursor_after_rect(area);
    }

    /// Takes a file that was chosen or dropped, to be sent.
    pub fn choose_file(&mut self, path: PathBuf) {
        self.composer.choose_file(path);
    }

    /// Hears what happened since the last frame: calls from outside are shown for a moment, if they come while the
    /// workspace is in view.
    pub fn listen(&mut self, desk: &Desk, now: f64, in_view: bool) {
        self.chart.visits.listen(desk, now, in_view);
    }

    /// Whether something moves when the clock does: a packet is in flight, or a KMS has a transfer in hand.
    pub fn is_moving(&self, desk: &Desk) -> bool {
        desk.world().packets().next().is_some() || desk.stage.transfers().any(|it| !it.leg.is_over())
    }

    /// Selects what was just sent, and never what is gone.
    fn follow(&mut self, desk: &Desk) {
        let newest = desk.stage.transfers().next_back().map(|it| it.id);
        let gone = self.selected.is_none_or(|id| desk.stage.transfer(id).is_none());
        if newest != self.newest || gone {
            self.newest = newest;
            self.selected = newest;
        }
    }

    fn strip(&mut self, ui: &mut Ui, area: Rect, desk: &Desk) {
        let list_width = (area.width() * 0.3).clamp(180.0, 260.0);
        let inner = area.shrink2(vec2(space::L, space::S));
        let split = inner.left() + list_width;
        let list = Rect::from_min_max(inner.min - vec2(space::S, 0.0), pos2(split, inner.bottom()));
        let mut at = child(ui, "transfers", list);
        if let Some(clicked) = transfers::list(&mut at, desk, self.selected) {
            self.selected = Some(clicked);
        }
        let line = Stroke::new(space::HAIRLINE, tokens(ui).line);
        ui.painter().vline(split + space::S, area.y_range(), line);
        let rest = Rect::from_min_max(pos2(split + space::L + space::S, inner.top()), inner.max);
        let transfer = self.selected.and_then(|id| desk.stage.transfer(id));
        sequence::sequence(&mut child(ui, "sequence", rest), desk, transfer);
    }

    fn without_keys(&self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        let text = "Data is encrypted in one Region and decrypted in another. Create a multi-Region key first, then send \
                    a text or a file";
        let button = Button::primary("Create key").icon(icons::PLUS);
        let clicked = empty_state(ui, icons::SHARE_NETWORK, "There is no key yet", text, Some(button));
        if clicked.is_some_and(|response| response.clicked()) {
            commands.extend(desk.world().regions().first().map(|region| Command::OpenWizard(*region)));
        }
    }
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
