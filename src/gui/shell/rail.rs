//! The rail at the left: the workspaces.

use egui::{CursorIcon, Panel, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::bar;
use crate::gui::{
    command::Command,
    desk::{Desk, Workspace},
    theme::{CAPTION, icons, regular, space, tokens},
    widgets::{focus_ring, icon_at},
};

const ITEM_HEIGHT: f32 = 62.0;

/// The icon of a workspace.
pub fn icon(workspace: Workspace) -> &'static str {
    match workspace {
        Workspace::Regions => icons::COLUMNS,
        Workspace::DataFlow => icons::SHARE_NETWORK,
        Workspace::CloudTrail => icons::LIST,
        Workspace::Compare => icons::CHART_BAR,
        Workspace::Principals => icons::USERS,
        Workspace::Shell => icons::TERMINAL,
    }
}

/// Draws the rail.
pub fn rail(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    let frame = bar(ui);
    Panel::left("rail").exact_size(space::RAIL).resizable(false).frame(frame).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add_space(space::S);
        for workspace in Workspace::ALL {
            if item(ui, workspace, desk.workspace == workspace).clicked() {
                commands.push(Command::Open(workspace));
            }
        }
    });
}

fn item(ui: &mut Ui, workspace: Workspace, open: bool) -> egui::Response {
    let t = tokens(ui);
    let size = vec2(ui.available_width(), ITEM_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    let name = workspace.name();
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, open, name));
    let painter = ui.painter();
    if open {
        painter.rect_filled(rect, 0.0, t.selected);
        let edge = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
        painter.rect_filled(edge, 0.0, t.accent);
    } else if response.hovered() {
        painter.rect_filled(rect, 0.0, t.hover);
    }
    let color = if open { t.text_strong } else { t.text_subdued };
    icon_at(painter, pos2(rect.center().x, rect.center().y - 10.0), icon(workspace), 22.0, color);
    painter.text(
        pos2(rect.center().x, rect.center().y + 14.0),
        egui::Align2::CENTER_CENTER,
        name,
        regular(CAPTION),
        color,
    );
    focus_ring(ui, &response, rect.shrink(2.0), space::RADIUS_CONTROL);
    response
}
