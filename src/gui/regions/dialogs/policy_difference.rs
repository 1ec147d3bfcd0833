//! A member's key policy against the primary's, line by line.

use egui::Ui;

use super::{
    DialogKind,
    form::{Form, Heading, Page},
};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        line_diff::line_diff,
        regions::families::{Property, laid_out},
        theme::{body, caption, icon, icons, region_mark, space, tokens},
        trail::cut,
        widgets::{Badge, DiffLine, DiffView, row},
    },
    kms::{
        KeyId, KeyPolicy, Region,
        api::{GetKeyPolicyRequest, Request},
    },
};

pub(super) struct PolicyDifference {
    key: KeyId,
    primary: Region,
    region: Region,
    /// The policies that were compared: compared anew when one of them is put.
    compared: Option<(KeyPolicy, KeyPolicy)>,
    difference: Vec<DiffLine>,
}

impl PolicyDifference {
    pub fn new(key: &KeyId, region: Region, desk: &Desk) -> Self {
        let primary = desk.world().store().family(key).map_or(region, |family| family.primary);
        let mut form = Self { key: key.clone(), primary, region, compared: None, difference: Vec::new() };
        form.compare(desk);
        form
    }

    fn compare(&mut self, desk: &Desk) {
        let policy = |region| desk.member(&self.key, region).map(|(_, member)| member.policy.clone());
        let now = policy(self.primary).zip(policy(self.region));
        if now == self.compared && self.compared.is_some() {
            return;
        }
        if let Some((first, second)) = &now {
            self.difference = line_diff(&laid_out(first.text()), &laid_out(second.text()));
        }
        self.compared = now;
    }

    fn legend(&self, ui: &mut Ui, desk: &Desk) {
        let t = tokens(ui);
        let count = |is: fn(&DiffLine) -> bool| self.difference.iter().filter(|line| is(line)).count();
        let added = count(|line| matches!(line, DiffLine::Added { .. }));
        let removed = count(|line| matches!(line, DiffLine::Removed { .. }));
        for (sign, color, region, count) in
            [(icons::MINUS, t.error, self.primary, removed), (icons::PLUS, t.ok, self.region, added)]
        {
            row(ui, 20.0, |ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                ui.label(icon(sign, 13.0).color(color));
                region_mark(ui, desk.region_index(region), 14.0);
                let lines = if count == 1 { "line" } else { "lines" };
                cut(ui, body(format!("{count} {lines} only in {region}")));
                if region == self.primary {
                    Badge::primary("Primary").icon(icons::CROWN).show(ui);
                }
            });
        }
    }
}

impl Form for PolicyDifference {
    fn heading(&self) -> Heading {
        Heading::new("Key policies compared", "Done").width(780.0)
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        self.compare(page.desk);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            self.legend(ui, page.desk);
        });
        let height = (ui.ctx().content_rect().height() - 440.0).clamp(120.0, 560.0);
        DiffView::new("Policy difference", &self.difference).max_height(height).show(ui);
        ui.label(caption("Both are laid out alike first: layout is no difference"));
        false
    }

    fn calls(&self) -> Vec<(Region, Request)> {
        let request = || GetKeyPolicyRequest { key_id: self.key.to_string(), policy_name: None };
        vec![(self.primary, request().into()), (self.region, request().into())]
    }

    /// It only shows: the calls are those that read the same in a shell.
    fn commands(&self) -> Vec<Command> {
        vec![Command::CloseDialog]
    }

    fn alternative(&self) -> Option<(&'static str, Command)> {
        let kind = DialogKind::CopyToMembers(self.key.clone(), self.primary, Property::Policy);
        Some(("Copy to other members…", Command::OpenDialog(kind)))
    }
}
