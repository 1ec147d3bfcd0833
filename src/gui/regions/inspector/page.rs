//! The key page: all about one member over the whole workspace, with the way back.

use egui::{CentralPanel, Frame, Key, Margin, Modifiers, Popup, Ui};

use super::{Inspector, Subject, actions, tabs};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        regions::words::{role_badge, state_badge},
        theme::{body, caption, icon, icons, region_mark, space, strong, title, tokens},
        trail::cut,
        widgets::{Button, icon_button, is_any_popover_open, row, row_sides, short_id_caption},
    },
    kms::{KeyId, Region},
};

/// Wider than this the page does not grow: lines would become too long to read.
const MAX_WIDTH: f32 = 1324.0;
/// From this width on there are two columns.
const TWO_COLUMNS: f32 = 760.0;

impl Inspector {
    /// Draws the page over the whole room.
    pub fn page(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        let (Some(selected), Some((family, member))) = (&desk.selected, desk.selected_member()) else {
            return;
        };
        let region = selected.region;
        let frame = Frame::new().fill(tokens(ui).panel);
        CentralPanel::default().frame(frame).show(ui, |ui| {
            let width = (ui.available_width() - 2.0 * space::L).min(MAX_WIDTH);
            let wide = width >= TWO_COLUMNS;
            let mut subject = Subject { desk, family, member, region, wide, commands };
            let head = Margin { left: space::L as i8, right: space::L as i8, top: 10, bottom: 0 };
            Frame::new().inner_margin(head).show(ui, |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = space::XS;
                breadcrumb(ui, &mut subject);
                head_row(ui, &mut subject);
                ui.add_space(2.0);
                tabs::tab_row(ui, &mut self.tab, family.spec.is_asymmetric());
            });
            ui.add_space(space::XS);
            self.room(ui, &mut subject, width);
        });
        if self.wants_back(ui) {
            commands.push(Command::CloseKeyPage);
        }
        self.typing = ui.ctx().text_edit_focused();
    }

    /// Whether Escape was pressed and is about the page: not about a field, a menu or a dialog.
    fn wants_back(&self, ui: &Ui) -> bool {
        let ctx = ui.ctx();
        let menu = Popup::is_any_open(ctx) || is_any_popover_open(ctx);
        let elsewhere = self.typing || menu || ctx.memory(|memory| memory.top_modal_layer().is_some());
        !elsewhere && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape))
    }
}

/// Where the page is, and the way back.
fn breadcrumb(ui: &mut Ui, subject: &mut Subject<'_>) {
    let (desk, region) = (subject.desk, subject.region);
    let back = row(ui, space::CONTROL_HEIGHT_SMALL, |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let back = icon_button(ui, icons::ARROW_LEFT, "Back to the keys").clicked();
        let regions = Button::link("Regions").small().tooltip("Back to the keys (Escape)").show(ui);
        let step = |ui: &mut Ui| {
            ui.label(icon(icons::CARET_RIGHT, 10.0).color(tokens(ui).text_subdued));
        };
        step(ui);
        region_mark(ui, desk.region_index(region), 13.0);
        ui.label(caption(region.code()));
        step(ui);
        cut(ui, caption(desk.key_label(&subject.family.id, region)));
        back || regions.clicked()
    });
    if back {
        subject.commands.push(Command::CloseKeyPage);
    }
}

/// The key's name with its role and state, its Region and ARN, and what can be done with it.
fn head_row(ui: &mut Ui, subject: &mut Subject<'_>) {
    let (desk, family, region) = (subject.desk, subject.family, subject.region);
    let label = desk.key_label(&family.id, region);
    let state = subject.member.state;
    let name = |ui: &mut Ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        // The badges are never pushed out by a long name.
        let most = (ui.available_width() - 260.0).max(120.0);
        ui.scope(|ui| {
            ui.set_max_width(most);
            cut(ui, title(&label)).on_hover_text(&label);
        });
        role_badge(ui, family.role(region));
        state_badge(ui, state, desk.world().now());
    };
    row_sides(ui, space::CONTROL_HEIGHT, name, |ui| actions::key_actions(ui, subject));
    row(ui, space::CONTROL_HEIGHT_SMALL, |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        region_mark(ui, desk.region_index(region), 16.0);
        ui.label(strong(region.code()));
        ui.label(body(region.place()).weak()).on_hover_text(region.name());
        ui.add_space(space::S);
        let arn = family.arn(region).to_string();
        short_id_caption(ui, &arn, arn.len(), 0);
        other_members(ui, subject, &family.id);
    });
}

/// The other members of the key, one click away.
fn other_members(ui: &mut Ui, subject: &mut Subject<'_>, key: &KeyId) {
    let others: Vec<Region> = subject.regions().into_iter().filter(|it| *it != subject.region).collect();
    if others.is_empty() || ui.available_width() < 150.0 * others.len() as f32 {
        return;
    }
    ui.add_space(space::S);
    ui.label(caption("also in"));
    for region in others {
        let name = format!("Go to {key} in {region}");
        if Button::link(region.code()).small().name(&name).show(ui).clicked() {
            subject.select(region);
        }
    }
}
