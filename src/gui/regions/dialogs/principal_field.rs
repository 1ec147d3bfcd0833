//! A principal by its ARN: typed, or picked from those of the world.

use egui::{ScrollArea, Ui};

use super::{form::Page, place::Place};
use crate::{
    gui::{
        theme::{icons, space},
        widgets::{Button, MenuItem, TextField, menu_button},
    },
    world::PrincipalKind,
};

/// What a field for a principal is about.
pub(super) struct PrincipalField<'a> {
    /// Its label.
    pub label: &'a str,
    /// The line below it.
    pub help: &'a str,
    /// Whether it may stay empty.
    pub optional: bool,
    /// Which exceptions stand at it.
    pub place: Place,
}

impl PrincipalField<'_> {
    /// Draws the field and the menu beside it; whether something was changed.
    pub fn show(&self, ui: &mut Ui, page: &Page<'_>, first: bool, typed: &mut String) -> bool {
        /// The room of the menu's button.
        const BUTTON: f32 = 108.0;
        let mut changed = false;
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            let field = ui
                .horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = space::S;
                    let width = ui.available_width() - BUTTON - space::S;
                    let mut field =
                        TextField::new(self.label).hint("arn:aws:iam::…").help(self.help).width(width);
                    if self.optional {
                        field = field.optional();
                    }
                    let field = field.show(ui, typed);
                    changed |= field.changed();
                    ui.vertical(|ui| {
                        ui.spacing_mut().item_spacing.y = 0.0;
                        // Beside the field, not beside its label.
                        ui.add_space((field.rect.top() - ui.cursor().top()).max(0.0));
                        changed |= self.menu(ui, page, BUTTON, typed);
                    });
                    field
                })
                .inner;
            if first {
                page.focus_first(&field);
            }
            page.refusal_at(ui, self.place, &field);
        });
        changed
    }

    fn menu(&self, ui: &mut Ui, page: &Page<'_>, width: f32, typed: &mut String) -> bool {
        let mut changed = false;
        let name = format!("Choose: {}", self.label);
        let button = Button::secondary("Choose").name(&name).min_width(width);
        menu_button(ui, button, 300.0, |ui| {
            ScrollArea::vertical().max_height(300.0).show(ui, |ui| {
                for principal in page.desk.world().principals().iter() {
                    let is_role = principal.kind == PrincipalKind::Role;
                    let symbol = if is_role { icons::USER_GEAR } else { icons::USER };
                    let arn = principal.arn();
                    let item = MenuItem::new(&principal.name).icon(symbol).note(&principal.note);
                    if item.chosen(arn == *typed).show(ui).clicked() {
                        *typed = arn;
                        changed = true;
                    }
                }
            });
        });
        changed
    }
}
