//! The filter: what is typed, the menus for status and Regionality, the columns, and the way to a new key.

use egui::Ui;

use super::{
    Scope,
    column::Column,
    grid::Grid,
    query::{EXAMPLES, Filter, Query},
    row::{REGIONALITIES, status_name},
};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        theme::{icons, space},
        widgets::{
            Button, MenuItem, icon_button, menu_below, menu_button, menu_heading, row_sides, search_field,
        },
    },
    kms::{Region, api::KeyState},
};

/// What the toolbar remembers.
#[derive(Default)]
pub(super) struct Toolbar {
    typed: String,
    filter: Filter,
}

/// Sets a menu's choice, or takes it back when it is picked a second time.
fn pick<T: PartialEq>(choice: &mut Option<T>, value: T) {
    *choice = if choice.as_ref() == Some(&value) { None } else { Some(value) };
}

impl Toolbar {
    /// What holds rows back.
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// Holds nothing back any longer.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Draws the toolbar.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        desk: &Desk,
        scope: Scope,
        grid: &mut Grid,
        commands: &mut Vec<Command>,
    ) {
        let mut typed = std::mem::take(&mut self.typed);
        let search = |ui: &mut Ui| {
            let name = format!("Find keys {}", scope.words());
            let field = search_field(ui, "Find keys by any property", ui.available_width(), &mut typed);
            let field = field.accessible_name(name);
            let changed = field.changed();
            field.on_hover_text(format!("Words that must all be found, such as\n{EXAMPLES}"));
            changed
        };
        let (changed, ()) = row_sides(ui, space::CONTROL_HEIGHT, search, |ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            create(ui, desk, scope, commands);
            columns(ui, grid);
            self.regionality(ui);
            self.status(ui);
        });
        if changed {
            self.filter.query = Query::parse(&typed);
        }
        self.typed = typed;
    }

    fn status(&mut self, ui: &mut Ui) {
        let text = self.filter.status.map_or("Status", status_name);
        let name = match self.filter.status {
            Some(status) => format!("Status is {}", status_name(status)),
            None => "Filter by status".to_owned(),
        };
        menu_button(ui, Button::secondary(text).name(&name), 220.0, |ui| {
            menu_heading(ui, "Status");
            for status in KeyState::ALL {
                let chosen = self.filter.status == Some(*status);
                if MenuItem::new(status_name(*status)).chosen(chosen).show(ui).clicked() {
                    pick(&mut self.filter.status, *status);
                }
            }
            if self.filter.status.is_some() && MenuItem::new("Any status").show(ui).clicked() {
                self.filter.status = None;
            }
        });
    }

    fn regionality(&mut self, ui: &mut Ui) {
        let chosen =
            self.filter.regionality.and_then(|it| REGIONALITIES.iter().find(|(role, _)| *role == it));
        let text = chosen.map_or("Regionality", |(_, name)| name);
        let name = match chosen {
            Some((_, name)) => format!("Regionality is {name}"),
            None => "Filter by Regionality".to_owned(),
        };
        menu_button(ui, Button::secondary(text).name(&name), 220.0, |ui| {
            menu_heading(ui, "Regionality");
            for (role, name) in REGIONALITIES {
                let chosen = self.filter.regionality == Some(role);
                if MenuItem::new(name).chosen(chosen).show(ui).clicked() {
                    pick(&mut self.filter.regionality, role);
                }
            }
            if self.filter.regionality.is_some() && MenuItem::new("Any Regionality").show(ui).clicked() {
                self.filter.regionality = None;
            }
        });
    }
}

/// The menu of columns.
fn columns(ui: &mut Ui, grid: &mut Grid) {
    let button = icon_button(ui, icons::GEAR, "Columns");
    menu_below(&button, 220.0, |ui| {
        menu_heading(ui, "Columns");
        for column in Column::ALL.into_iter().filter(|it| *it != Column::Region) {
            let item = MenuItem::new(column.title()).chosen(grid.shows(column));
            // Without its names the table would tell nothing.
            let item = item.enabled(column != Column::Aliases).why_disabled("Always shown");
            if item.show(ui).clicked() {
                grid.turn(column);
            }
        }
        if MenuItem::new("As at first").icon(icons::ARROW_COUNTER_CLOCKWISE).show(ui).clicked() {
            grid.reset_columns();
        }
    });
}

/// The way to a new key; where all Regions are shown, it asks in which.
fn create(ui: &mut Ui, desk: &Desk, scope: Scope, commands: &mut Vec<Command>) {
    let mut open = |region: Region| commands.push(Command::OpenWizard(region));
    match scope {
        Scope::One(region) => {
            let name = format!("Create key in {region}");
            if Button::primary("Create key").name(&name).show(ui).clicked() {
                open(region);
            }
        }
        Scope::All => {
            menu_button(ui, Button::primary("Create key"), 220.0, |ui| {
                menu_heading(ui, "In which Region?");
                for region in desk.world().regions() {
                    if MenuItem::new(region.code()).note(region.place()).show(ui).clicked() {
                        open(*region);
                    }
                }
            });
        }
    }
}
