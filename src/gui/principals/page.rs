//! The head of one principal: what it is, what can be done with it, and its tabs.

use egui::Ui;

use super::{
    PrincipalQuestion, access::AccessTable, credentials::Credentials, kind_icon, kind_name, overview,
    policies,
};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        theme::{caption, icon, icons, space, title, tokens},
        trail::cut,
        widgets::{Badge, Button, MenuItem, menu_button, row, row_sides, segmented, short_id_caption},
    },
    world::{Principal, PrincipalKind},
};

/// A page about a principal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tab {
    /// What it is called, and the condition keys of its requests.
    #[default]
    Overview,
    /// Its IAM policies.
    Policies,
    /// What it may do to every key.
    Access,
    /// What a real client signs with to act as it.
    Credentials,
}

/// The principal that is looked at, and where wishes go.
pub(super) struct Page<'a> {
    /// What the window knows.
    pub desk: &'a Desk,
    /// The principal.
    pub principal: &'a Principal,
    /// Its ARN.
    pub arn: &'a str,
    /// What the window is asked to do.
    pub commands: &'a mut Vec<Command>,
}

impl Page<'_> {
    /// Asks something about the principal.
    pub fn ask(&mut self, question: fn(String) -> PrincipalQuestion) {
        self.commands.push(Command::AskPrincipal(question(self.arn.to_owned())));
    }

    /// Draws the page.
    pub fn ui(mut self, ui: &mut Ui, tab: &mut Tab, access: &mut AccessTable, credentials: &mut Credentials) {
        ui.spacing_mut().item_spacing.y = space::S;
        self.head(ui);
        let items = [
            (Tab::Overview, "Overview", ""),
            (Tab::Policies, "IAM policies", ""),
            (Tab::Access, "What can they do?", ""),
            (Tab::Credentials, "Credentials", ""),
        ];
        segmented(ui, "Page of the principal", tab, &items);
        ui.add_space(space::XS);
        match tab {
            Tab::Overview => overview::ui(ui, &mut self),
            Tab::Policies => policies::ui(ui, &mut self),
            Tab::Access => access.ui(ui, &mut self),
            Tab::Credentials => credentials.ui(ui, &mut self),
        }
    }

    fn head(&mut self, ui: &mut Ui) {
        let principal = self.principal;
        let acts = self.desk.acting == principal.name;
        let name = |ui: &mut Ui| {
            ui.label(icon(kind_icon(principal.kind), 22.0).color(tokens(ui).text_subdued));
            cut(ui, title(&principal.name)).on_hover_text(&principal.name);
        };
        row_sides(ui, space::CONTROL_HEIGHT, name, |ui| {
            self.actions(ui);
            let act = Button::primary("Act as this principal").enabled(!acts);
            if act.why_disabled("This principal acts already").show(ui).clicked() {
                self.commands.push(Command::ActAs(principal.name.clone()));
            }
        });
        row(ui, 22.0, |ui| {
            Badge::neutral(kind_name(principal.kind)).show(ui);
            if acts {
                Badge::info("Acting").icon(icons::CHECK).show(ui);
            }
            ui.label(caption(format!("Account {}", principal.account)));
            ui.label(caption("·"));
            short_id_caption(ui, self.arn, 60, 24);
        });
    }

    fn actions(&mut self, ui: &mut Ui) {
        let kind = self.principal.kind;
        let button = Button::secondary("Actions").name("Actions on this principal");
        menu_button(ui, button, 220.0, |ui| {
            if MenuItem::new("Edit details…").icon(icons::PENCIL).show(ui).clicked() {
                self.ask(PrincipalQuestion::Edit);
            }
            let duplicate = MenuItem::new("Duplicate…").icon(icons::COPY_SIMPLE);
            let duplicate = duplicate.enabled(kind != PrincipalKind::Root);
            if duplicate.why_disabled("An account has one root user").show(ui).clicked() {
                self.ask(PrincipalQuestion::Duplicate);
            }
            if kind == PrincipalKind::Root {
                if MenuItem::new("Remove account…").icon(icons::TRASH).danger().show(ui).clicked() {
                    self.ask(PrincipalQuestion::RemoveAccount);
                }
            } else if MenuItem::new("Delete…").icon(icons::TRASH).danger().show(ui).clicked() {
                self.ask(PrincipalQuestion::Delete);
            }
        });
    }
}

/// The heading of a part of a page with a button at its right.
pub(super) fn part_head(ui: &mut Ui, heading: &str, button: &str, symbol: &str) -> bool {
    let (_, clicked) = row_sides(
        ui,
        space::CONTROL_HEIGHT,
        |ui| ui.label(crate::gui::theme::section(heading)),
        |ui| Button::secondary(button).icon(symbol).show(ui).clicked(),
    );
    clicked
}
