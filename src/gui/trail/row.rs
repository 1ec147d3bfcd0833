//! One event as a row of a table: time, Region, event name, principal, client, key, error.

use egui::{CursorIcon, Frame, Label, Layout, Margin, Response, RichText, Role, Sense, Ui, WidgetInfo};
use egui_extras::{Column, TableBuilder, TableRow};

use super::{
    client::{client_of, short_client},
    key_names::KeyNames,
};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        theme::{
            body, caption, caption_strong, icon, icons, mono_caption, region_mark, space, strong, tokens,
        },
        widgets::{focus_ring, icon_at},
    },
    world::TrailEvent,
};

/// What an empty cell says.
pub const NOTHING: &str = "—";

/// Which columns there is room for, and how wide they are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Columns {
    time: f32,
    region: f32,
    name: f32,
    principal: Option<f32>,
    /// Without a column of its own, a client from outside is an icon beside the principal.
    client: Option<f32>,
    key: f32,
}

impl Columns {
    /// The columns for a table `room` points wide. Each has the gap to its neighbour in it.
    pub fn for_room(room: f32) -> Self {
        let (time, region) = (112.0, 138.0);
        let client = None;
        if room >= 1240.0 {
            let (principal, client) = (Some(206.0), Some(142.0));
            Self { time, region, name: 216.0, principal, client, key: 160.0 }
        } else if room >= 1100.0 {
            Self { time, region, name: 230.0, principal: Some(210.0), client, key: 190.0 }
        } else if room >= 860.0 {
            Self { time, region, name: 216.0, principal: Some(164.0), client, key: 128.0 }
        } else if room >= 680.0 {
            Self { time, region, name: 156.0, principal: Some(118.0), client, key: 122.0 }
        } else {
            Self { time: 82.0, region: 134.0, name: 134.0, principal: None, client, key: 106.0 }
        }
    }

    /// The heads, in order.
    fn heads(self) -> impl Iterator<Item = &'static str> {
        let principal = self.principal.map(|_| "Principal");
        let client = self.client.map(|_| "Client");
        ["Time", "Region", "Event name"].into_iter().chain(principal).chain(client).chain(["Key", "Error"])
    }

    /// A table of these columns whose rows answer the pointer.
    pub fn table<'u>(self, ui: &'u mut Ui, id: &str) -> TableBuilder<'u> {
        // The gaps are inside the cells, so that a row's ground and its line have none.
        ui.spacing_mut().item_spacing = egui::vec2(0.0, 0.0);
        let mut table = TableBuilder::new(ui)
            .id_salt(id)
            // Rows take clicks but not the keyboard's focus: that would stop at every cell.
            .sense(Sense::CLICK)
            .cell_layout(Layout::left_to_right(egui::Align::Center))
            .auto_shrink(false);
        let before = [Some(self.time), Some(self.region), Some(self.name), self.principal];
        let widths = before.into_iter().chain([self.client, Some(self.key)]);
        for width in widths.flatten() {
            table = table.column(Column::exact(width).clip(true));
        }
        table.column(Column::remainder().clip(true))
    }
}

/// Draws the heads of the columns.
pub fn head_row(head: &mut TableRow<'_, '_>, columns: Columns) {
    for name in columns.heads() {
        cell(head, |ui| {
            ui.label(caption_strong(name).color(tokens(ui).text_subdued));
        });
    }
}

/// A cell with the gap to its left neighbour in it. Returns the response of the whole cell.
fn cell(row: &mut TableRow<'_, '_>, add: impl FnOnce(&mut Ui)) -> Response {
    let (_, response) = row.col(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.add_space(space::M);
        add(ui);
    });
    response
}

/// Draws one event. True when the row was picked, by the pointer or by Enter; a click on the key inspects it instead.
pub fn event_row(
    row: &mut TableRow<'_, '_>,
    columns: Columns,
    event: &TrailEvent,
    desk: &Desk,
    names: &KeyNames,
    commands: &mut Vec<Command>,
) -> bool {
    row.set_overline(true);
    let mut picked = false;
    cell(row, |ui| {
        let time = event.time.time_of_day();
        let entry = ui.interact(ui.max_rect(), ui.scope_id().with("row"), Sense::focusable_noninteractive());
        entry.widget_info(|| {
            let name = format!("{} in {} at {time}", event.name, event.region);
            WidgetInfo::labeled(Role::Row, true, name)
        });
        focus_ring(ui, &entry, ui.max_rect().shrink(4.0), space::RADIUS_FIELD);
        picked = entry.has_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        // Where room is scarce, thousandths of a second are the first to go.
        let shown = if columns.principal.is_some() { &time } else { time.get(..8).unwrap_or(&time) };
        ui.label(mono_caption(shown)).on_hover_text(event.time.date_and_time());
    });
    cell(row, |ui| {
        region_mark(ui, desk.region_index(event.region), 12.0);
        cut(ui, body(event.region.code()));
    });
    // Where clients have no column, the sign of one stands at the end of the last cell that tells of the caller.
    let sign = event.client.as_deref().filter(|_| columns.client.is_none());
    cell(row, |ui| {
        signed(ui, sign.filter(|_| columns.principal.is_none()), |ui| cut(ui, strong(&*event.name)));
    });
    if columns.principal.is_some() {
        cell(row, |ui| {
            signed(ui, sign, |ui| cut(ui, body(event.actor.short()).weak()));
        });
    }
    if columns.client.is_some() {
        cell(row, |ui| client_cell(ui, event));
    }
    let key_cell = key_cell(row, event, desk, names);
    cell(row, |ui| match &event.error {
        None => {
            ui.label(caption(NOTHING));
        }
        Some(error) => {
            let color = tokens(ui).error;
            let text = error.to_string();
            let gap = Margin { right: space::M as i8, ..Margin::ZERO };
            Frame::new()
                .inner_margin(gap)
                .show(ui, |ui| cut(ui, caption(&text).color(color)).on_hover_text(&text));
        }
    });
    let key = event.keys.first().filter(|key| desk.member(&key.key_id, key.region).is_some());
    match key {
        Some(key) if key_cell.is_some_and(|cell| cell.clicked()) => {
            commands.push(Command::Inspect(key.key_id.clone(), key.region));
            false
        }
        _ => picked || row.response().clicked(),
    }
}

/// Text with the sign of a client from outside at its end, if there is one.
fn signed(ui: &mut Ui, client: Option<&str>, text: impl FnOnce(&mut Ui) -> Response) {
    const SIGN: f32 = 14.0;
    let Some(client) = client else {
        text(ui);
        return;
    };
    let room = ui.available_width() - SIGN - ui.spacing().item_spacing.x;
    ui.scope(|ui| {
        ui.set_max_width(room);
        text(ui);
    });
    let (rect, sign) = ui.allocate_exact_size(egui::Vec2::splat(SIGN), Sense::hover());
    sign.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("By {}", short_client(client))));
    icon_at(ui.painter(), rect.center(), icons::PLUGS_CONNECTED, SIGN, tokens(ui).accent);
    sign.on_hover_text(client);
}

/// The program that made the call.
fn client_cell(ui: &mut Ui, event: &TrailEvent) {
    let Some(client) = client_of(event) else {
        ui.label(caption(NOTHING));
        return;
    };
    match &event.client {
        Some(whole) => {
            ui.label(icon(icons::PLUGS_CONNECTED, 14.0).color(tokens(ui).accent));
            cut(ui, body(client)).on_hover_text(whole.as_ref());
        }
        None => {
            cut(ui, caption(client));
        }
    }
}

/// The key's name; where the key still exists, it looks like the link that it is. Nothing if there is none.
fn key_cell(
    row: &mut TableRow<'_, '_>,
    event: &TrailEvent,
    desk: &Desk,
    names: &KeyNames,
) -> Option<Response> {
    let Some(key) = event.keys.first() else {
        cell(row, |ui| {
            ui.label(caption(NOTHING));
        });
        return None;
    };
    let exists = desk.member(&key.key_id, key.region).is_some();
    let response = cell(row, |ui| {
        let over = exists && ui.response().hovered();
        let text = body(names.label(key));
        let text = match (exists, over) {
            (true, true) => text.color(tokens(ui).accent).underline(),
            (true, false) => text,
            (false, _) => text.weak(),
        };
        cut(ui, text).on_hover_ui(|ui| {
            ui.label(crate::gui::theme::mono(key.to_string()));
            ui.label(caption(if exists { "Click to show the key" } else { "This key has been deleted" }));
        });
    });
    Some(if exists { response.on_hover_cursor(CursorIcon::PointingHand) } else { response })
}

/// Text that ends in `…` where its room ends, and is whole on hover.
pub fn cut(ui: &mut Ui, text: RichText) -> Response {
    ui.add(Label::new(text).truncate())
}
