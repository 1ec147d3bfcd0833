//! What frames every workspace: the top bar, the rail, the status bar, the bar of a visit, and the keys that work
//! everywhere.

mod rail;
mod shortcuts;
mod status_bar;
mod top_bar;
mod visit_bar;

#[cfg(test)]
pub(super) use self::shortcuts::shortcut_list;
pub(super) use self::{
    rail::icon as workspace_icon,
    shortcuts::{PRESENTER_SCALES, next_presenter_scale, shortcut_of},
    status_bar::counted,
};
pub use self::{
    rail::rail, shortcuts::shortcuts, status_bar::status_bar, top_bar::top_bar, visit_bar::visit_bar,
};

use egui::{Frame, Ui};

use super::theme::tokens;

/// The ground that workspaces are drawn on.
pub fn canvas(ui: &Ui) -> Frame {
    Frame::new().fill(tokens(ui).canvas)
}

/// The ground of the bars around the workspace.
fn bar(ui: &Ui) -> Frame {
    Frame::new().fill(tokens(ui).panel)
}
