//! An IAM policy, new or changed.

use egui::Ui;

use super::form::{Form, Heading, Page, WIDE, present};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        policy::{PolicyEditor, Setting},
        principals::{
            policies::{laid_out, size_words},
            templates::{TEMPLATES, Template},
        },
        theme::{caption, space, strong},
        widgets::{Dropdown, TextField, row_sides},
    },
    kms::{Partition, Region},
    world::{IdentityPolicy, Principal, PrincipalError, PrincipalField},
};

pub(super) struct EditPolicy {
    arn: String,
    partition: Partition,
    /// The name that it has; nothing for a new one.
    was: Option<String>,
    name: String,
    template: Option<Template>,
    editor: PolicyEditor,
}

impl EditPolicy {
    /// A new policy.
    pub fn add(principal: &Principal, region: Region) -> Self {
        let first = TEMPLATES[0];
        Self {
            arn: principal.arn(),
            partition: principal.partition,
            was: None,
            name: first.name.to_owned(),
            template: Some(first),
            editor: editor(first.for_partition(principal.partition), principal, region),
        }
    }

    /// Another text for the policy of this name; nothing if there is none.
    pub fn edit(principal: &Principal, name: &str, region: Region) -> Option<Self> {
        let policy = principal.policies.iter().find(|it| it.name == name)?;
        Some(Self {
            arn: principal.arn(),
            partition: principal.partition,
            was: Some(name.to_owned()),
            name: name.to_owned(),
            template: None,
            editor: editor(laid_out(&policy.document).into_owned(), principal, region),
        })
    }
}

/// An editor for a policy of a principal, whose templates name a Region.
fn editor(text: String, principal: &Principal, region: Region) -> PolicyEditor {
    PolicyEditor::new("IAM policy text", text, Some(Setting::of_identity(principal, region)))
}

impl Form for EditPolicy {
    fn heading(&self) -> Heading {
        match &self.was {
            None => Heading::new("Add IAM policy", "Add", WIDE),
            Some(name) => Heading::new(format!("Edit {name}"), "Save", WIDE),
        }
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let mut changed = false;
        let about = |field: &PrincipalField| matches!(field, PrincipalField::Policy(_));
        let error = page.refusal(about);
        let of_name = error
            .filter(|it| matches!(it, PrincipalError::BadPolicyName(_) | PrincipalError::PolicyNameTaken(_)));
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::M;
            let half = (ui.available_width() - space::M) / 2.0;
            let name = TextField::new("Name")
                .width(half)
                .error(of_name.map(|_| "Choose another name"))
                .help("Letters, digits and + = , . @ - _, 128 at most")
                .show(ui, &mut self.name);
            changed |= name.changed();
            page.focus_first(&name);
            let items = TEMPLATES.map(|it| (Some(it), it.title));
            let template = Dropdown::new("Begin with").placeholder("A template…").width(half);
            if template.show(ui, &mut self.template, &items).changed()
                && let Some(template) = self.template
            {
                self.editor.set_text(&template.for_partition(self.partition));
                if self.was.is_none() {
                    self.name = template.name.to_owned();
                }
                changed = true;
            }
        });
        if let Some(error) = of_name {
            page.tell(ui, error);
        }
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            let size = size_words(self.editor.text());
            row_sides(
                ui,
                space::CONTROL_HEIGHT_SMALL,
                |ui| ui.label(strong("Policy document")),
                |ui| ui.label(caption(&size)),
            );
            let height = (ui.ctx().content_rect().height() - 420.0).clamp(160.0, 380.0);
            changed |= self.editor.show(ui, page.desk, height);
            if let Some(error) = error.filter(|_| of_name.is_none()) {
                page.tell(ui, error);
            }
        });
        changed
    }

    fn missing(&self) -> Option<&'static str> {
        if self.name.is_empty() {
            return Some("Type a name first");
        }
        self.editor.has_errors().then_some("The document is not an IAM policy yet")
    }

    fn shows(&self, field: &PrincipalField) -> bool {
        matches!(field, PrincipalField::Policy(_))
    }

    fn command(&self, desk: &Desk) -> Result<Command, PrincipalError> {
        let mut principal = present(desk, &self.arn)?;
        let policy = IdentityPolicy { name: self.name.clone(), document: self.editor.text().to_owned() };
        let there = |it: &&mut IdentityPolicy| Some(&it.name) == self.was.as_ref();
        match principal.policies.iter_mut().find(there) {
            Some(place) => *place = policy,
            None => principal.policies.push(policy),
        }
        let done = format!("{} of {} was saved", self.name, principal.name);
        Ok(Command::PutPrincipal { was: Some(self.arn.clone()), principal: Box::new(principal), done })
    }
}
