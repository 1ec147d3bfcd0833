//! The Events tab: what CloudTrail has of this key.

use egui::{CursorIcon, Margin, Role, ScrollArea, Sense, Ui, WidgetInfo};

use super::{Subject, key_events::KeyEvents, layout::Table};
use crate::{
    gui::{
        command::Command,
        theme::{caption, icon, icons, mono_caption, region_mark, space, strong, tokens},
        trail::{Columns, KeyNames, cut, event_row, head_row},
        widgets::{Card, empty_state, focus_ring, row_sides, segmented},
    },
    world::TrailEvent,
};

/// From this width on there is room for CloudTrail's own columns, in points.
const ALL_COLUMNS: f32 = 560.0;

/// What the tab remembers.
#[derive(Default)]
pub(super) struct EventsPane {
    names: KeyNames,
    events: KeyEvents,
    /// Only those of the Region that is looked at.
    here: bool,
}

impl EventsPane {
    /// Draws the tab over the whole room; a click on an event opens CloudTrail at it.
    pub fn ui(&mut self, ui: &mut Ui, subject: &mut Subject<'_>) {
        let (desk, family, region) = (subject.desk, subject.family, subject.region);
        self.names.update(desk.world());
        self.events.update(desk.world().trail(), &family.id, self.here.then_some(region));
        let count = match self.events.len() {
            1 => "1 event".to_owned(),
            many => format!("{many} events, newest first"),
        };
        let here = &mut self.here;
        let which = |ui: &mut Ui| {
            let items = [(false, "All Regions", ""), (true, "This Region", "")];
            segmented(ui, "Events of which Regions", here, &items);
        };
        row_sides(ui, space::CONTROL_HEIGHT, |ui| cut(ui, caption(count)), which);
        ui.add_space(space::XS);
        if self.events.len() == 0 {
            let text = "The trail keeps the newest events only; calls about this key appear here.";
            empty_state(ui, icons::LIST, "No events of this key", text, None);
        } else if ui.available_width() < ALL_COLUMNS {
            self.few_columns(ui, subject);
        } else {
            self.all_columns(ui, subject);
        }
    }

    fn all_columns(&self, ui: &mut Ui, subject: &mut Subject<'_>) {
        let (desk, trail) = (subject.desk, subject.desk.world().trail());
        let commands = &mut *subject.commands;
        Card::new().fill(tokens(ui).panel).padding(Margin::same(1)).show(ui, |ui| {
            let columns = Columns::for_room(ui.available_width());
            let table = columns.table(ui, "key events");
            let table = table.header(space::HEAD_HEIGHT, |mut head| head_row(&mut head, columns));
            table.body(|body| {
                body.rows(space::ROW_HEIGHT, self.events.len(), |mut row| {
                    let Some(event) = self.events.newest(trail, row.index()) else { return };
                    if event_row(&mut row, columns, event, desk, &self.names, commands) {
                        commands.push(Command::ShowEvent(event.number));
                    }
                });
            });
        });
    }

    /// The key is known here, and an error is a sign at the end.
    fn few_columns(&self, ui: &mut Ui, subject: &mut Subject<'_>) {
        let trail = subject.desk.world().trail();
        ui.spacing_mut().item_spacing.y = 0.0;
        let table = Table(&[("Time", 1.2), ("Event name", 2.6), ("Principal", 1.6)]);
        table.head(ui);
        ScrollArea::vertical().id_salt("key events").auto_shrink(false).show_rows(
            ui,
            space::ROW_HEIGHT,
            self.events.len(),
            |ui, rows| {
                for place in rows {
                    if let Some(event) = self.events.newest(trail, place) {
                        narrow_row(ui, subject, &table, event);
                    }
                }
            },
        );
    }
}

fn narrow_row(ui: &mut Ui, subject: &mut Subject<'_>, table: &Table<'_>, event: &TrailEvent) {
    let t = tokens(ui);
    let time = event.time.time_of_day();
    let area =
        egui::Rect::from_min_size(ui.cursor().min, egui::vec2(ui.available_width(), space::ROW_HEIGHT));
    let row = ui.interact(area, ui.scope_id().with(event.number), Sense::click());
    row.widget_info(|| {
        let name = format!("{} in {} at {time}", event.name, event.region);
        WidgetInfo::labeled(Role::Row, true, name)
    });
    if row.hovered() {
        ui.painter().rect_filled(area, space::RADIUS_FIELD, t.hover);
    }
    table.row(ui, event.number, space::ROW_HEIGHT, |ui, place| match place {
        0 => drop(ui.label(mono_caption(time.get(..8).unwrap_or(&time)))),
        1 => {
            region_mark(ui, subject.desk.region_index(event.region), 12.0);
            if event.error.is_some() {
                ui.label(icon(icons::X_CIRCLE, 13.0).color(t.error));
            }
            cut(ui, strong(&*event.name));
        }
        _ => drop(cut(ui, caption(event.actor.short()))),
    });
    focus_ring(ui, &row, area.shrink(2.0), space::RADIUS_FIELD);
    let hint = match &event.error {
        Some(error) => format!("{} in {}\n{error}", event.time.date_and_time(), event.region),
        None => format!("{} in {}", event.time.date_and_time(), event.region),
    };
    if row.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(hint).clicked() {
        subject.commands.push(Command::ShowEvent(event.number));
    }
}
