//! The inspector of what is looked at: what came of it, its ciphertext, and what can be done with it.
//!
//! | file | its one job |
//! | --- | --- |
//! | `transfer` | a transfer |
//! | `run` | a run of a workload |
//! | `crossed` | what came of its flows, and what crossed |
//! | `proof` | a signature or a MAC that a run sent |
//! | `parts` | what both show: headings, contexts, who can open a ciphertext |

mod crossed;
mod parts;
mod proof;
mod run;
mod transfer;

use egui::{Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use self::{run::RunInspector, transfer::TransferInspector};
use super::{
    moment::Moment,
    story::{Chosen, Story},
};
use crate::gui::{
    command::Command,
    desk::Desk,
    theme::{icons, space, tokens},
    widgets::empty_state,
};

const PAD: f32 = space::L;

/// What the inspector remembers of itself.
#[derive(Default)]
pub(super) struct Inspector {
    transfer: TransferInspector,
    run: RunInspector,
}

impl Inspector {
    /// Draws the inspector into `area`.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        area: Rect,
        desk: &Desk,
        (story, moment): (Option<&Story>, Moment),
        commands: &mut Vec<Command>,
    ) {
        let Some(story) = story else {
            let mut inner = child(ui, "inspector empty", area.shrink(PAD));
            let text = "Choose above what is sent or run, a key and its Regions. What travels can be inspected here, \
                        step by step";
            empty_state(&mut inner, icons::LOCK, "Nothing was sent yet", text, None);
            return;
        };
        let shown = moment.shown(desk.world().now());
        let foot = match story.of {
            Chosen::Transfer(id) => self.transfer.look_at(desk, id),
            Chosen::Flow(_) => self.run.look_at(desk, story, moment),
        };
        let split = area.bottom() - foot;
        let body_area = Rect::from_min_max(area.min, pos2(area.right(), split));
        let mut at = child(ui, "inspector body", body_area);
        ScrollArea::vertical().id_salt(("inspector", story.of)).auto_shrink(false).show(&mut at, |ui| {
            egui::Frame::new().inner_margin(PAD).show(ui, |ui| {
                ui.take_available_width();
                ui.spacing_mut().item_spacing = vec2(space::S, space::XS);
                match story.of {
                    Chosen::Transfer(id) => self.transfer.heading(ui, desk, id, shown),
                    Chosen::Flow(_) => self.run.heading(ui, desk, story),
                }
                ui.add_space(space::S);
                match story.of {
                    Chosen::Transfer(id) => self.transfer.body(ui, desk, id, shown),
                    Chosen::Flow(_) => self.run.body(ui, desk, story, shown, commands),
                }
            });
        });
        if foot > 0.0 {
            let t = tokens(ui);
            let foot_area = Rect::from_min_max(pos2(area.left(), split), area.max);
            ui.painter().hline(area.x_range(), split, egui::Stroke::new(space::HAIRLINE, t.line));
            let inner = foot_area.shrink2(vec2(PAD, space::M));
            let mut at = child(ui, "inspector foot", inner);
            at.spacing_mut().item_spacing = vec2(space::S, space::S);
            match story.of {
                Chosen::Transfer(id) => self.transfer.actions(&mut at, desk, id, commands),
                Chosen::Flow(_) => self.run.actions(&mut at, desk, commands),
            }
        }
    }
}

fn child(ui: &mut Ui, salt: &str, area: Rect) -> Ui {
    let mut child = ui.new_child(UiBuilder::new().id_salt(salt).max_rect(area));
    child.shrink_clip_rect(area);
    child
}
