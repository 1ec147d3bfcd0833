//! Name, path and note: a new user or role, a duplicate, or other details of one that is there.

use std::collections::BTreeMap;

use egui::Ui;

use super::form::{Form, Heading, NARROW, Page, present};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        principals::{
            kind_name,
            templates::{TEMPLATES, Template},
        },
        theme::{caption, space},
        widgets::{Dropdown, TextField},
    },
    kms::AccountId,
    world::{IdentityPolicy, Principal, PrincipalError, PrincipalField, PrincipalKind},
};

/// What becomes of the form.
enum Purpose {
    /// A new principal.
    New,
    /// A new principal like the one of this name.
    Duplicate(String),
    /// Other details for the one with this ARN.
    Edit(String),
}

pub(super) struct Identity {
    purpose: Purpose,
    principal: Principal,
    template: Option<Template>,
}

impl Identity {
    /// A new user or role of the acting principal's account.
    /// Nothing if there is no account.
    pub fn new(kind: PrincipalKind, desk: &Desk) -> Option<Self> {
        let principals = desk.world().principals();
        let account = desk.acting_principal().or_else(|| principals.iter().next())?.account.clone();
        let principal = Principal {
            name: String::new(),
            path: "/".to_owned(),
            kind,
            partition: desk.world().partition(),
            account,
            note: String::new(),
            policies: Vec::new(),
            attributes: BTreeMap::new(),
        };
        Some(Self { purpose: Purpose::New, principal, template: None })
    }

    /// Another one like this, with its policies and attributes.
    pub fn duplicate(principal: &Principal, desk: &Desk) -> Self {
        let taken =
            |name: &str| desk.world().principals().iter().any(|it| it.name.eq_ignore_ascii_case(name));
        let free = (2..100).map(|number| format!("{}-{number}", principal.name)).find(|name| !taken(name));
        let copy = Principal { name: free.unwrap_or_default(), ..principal.clone() };
        Self { purpose: Purpose::Duplicate(principal.name.clone()), principal: copy, template: None }
    }

    /// Other details.
    pub fn edit(principal: &Principal) -> Self {
        Self { purpose: Purpose::Edit(principal.arn()), principal: principal.clone(), template: None }
    }

    /// Why name and path cannot be changed, if they cannot.
    fn fixed(&self) -> Option<&'static str> {
        match (&self.purpose, self.principal.kind) {
            (Purpose::Edit(_), PrincipalKind::Role) => Some("IAM never renames or moves a role"),
            (Purpose::Edit(_), PrincipalKind::Root) => Some("The root user is named by its account"),
            _ => None,
        }
    }
}

impl Form for Identity {
    fn heading(&self) -> Heading {
        let kind = kind_name(self.principal.kind).to_lowercase();
        match &self.purpose {
            Purpose::New => Heading::new(format!("New {kind}"), "Create", NARROW),
            Purpose::Duplicate(name) => Heading::new(format!("Duplicate {name}"), "Create", NARROW),
            Purpose::Edit(_) => Heading::new("Edit details", "Save", NARROW),
        }
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let fixed = self.fixed();
        let is_new = !matches!(self.purpose, Purpose::Edit(_));
        let it = &mut self.principal;
        let mut changed = false;
        let name = TextField::new("Name")
            .enabled(fixed.is_none())
            .help("Letters, digits and + = , . @ - _, 64 at most")
            .show(ui, &mut it.name);
        page.refusal_at(ui, &PrincipalField::Name, &name);
        if fixed.is_none() {
            page.focus_first(&name);
        }
        changed |= name.changed();
        if is_new {
            let accounts = page.desk.world().principals().accounts();
            let items: Vec<(AccountId, &str)> =
                accounts.into_iter().map(|account| (account.clone(), account.as_str())).collect();
            changed |= Dropdown::new("Account").show(ui, &mut it.account, &items).changed();
            if let Some(error) = page.refusal(|field| *field == PrincipalField::Account) {
                page.tell(ui, error);
            }
        }
        let path = TextField::new("Path")
            .mono()
            .enabled(fixed.is_none())
            .help("Begins and ends with /, such as /app/")
            .show(ui, &mut it.path);
        page.refusal_at(ui, &PrincipalField::Path, &path);
        changed |= path.changed();
        if let Some(why) = fixed {
            ui.label(caption(why));
        }
        let note = TextField::new("Note").optional().help("What it is for").show(ui, &mut it.note);
        page.refusal_at(ui, &PrincipalField::Note, &note);
        if fixed.is_some() {
            page.focus_first(&note);
        }
        changed |= note.changed();
        match self.purpose {
            Purpose::New => {
                let none = [(None, "None yet")];
                let items: Vec<(Option<Template>, &str)> =
                    none.into_iter().chain(TEMPLATES.map(|it| (Some(it), it.title))).collect();
                changed |= Dropdown::new("IAM policy").show(ui, &mut self.template, &items).changed();
            }
            Purpose::Duplicate(_) => {
                ui.label(caption("It gets the same IAM policies and attributes"));
            }
            Purpose::Edit(_) => {}
        }
        ui.add_space(space::XS);
        changed
    }

    fn missing(&self) -> Option<&'static str> {
        self.principal.name.is_empty().then_some("Type a name first")
    }

    fn shows(&self, field: &PrincipalField) -> bool {
        matches!(
            field,
            PrincipalField::Name | PrincipalField::Path | PrincipalField::Note | PrincipalField::Account
        )
    }

    fn command(&self, desk: &Desk) -> Result<Command, PrincipalError> {
        let typed = &self.principal;
        let name = &typed.name;
        let (was, principal, done) = match &self.purpose {
            Purpose::New => {
                let document = |template: Template| IdentityPolicy {
                    name: template.name.to_owned(),
                    document: template.for_partition(typed.partition),
                };
                let policies = self.template.map(document).into_iter().collect();
                let attributes = attributes_of(desk, &typed.account);
                let kind = kind_name(typed.kind);
                (
                    None,
                    Principal { policies, attributes, ..typed.clone() },
                    format!("{kind} {name} was created"),
                )
            }
            Purpose::Duplicate(_) => {
                (None, typed.clone(), format!("{} {name} was created", kind_name(typed.kind)))
            }
            Purpose::Edit(arn) => {
                let now = present(desk, arn)?;
                let Principal { name, path, note, .. } = typed.clone();
                let done = format!("{name} was saved");
                (Some(arn.clone()), Principal { name, path, note, ..now }, done)
            }
        };
        Ok(Command::PutPrincipal { was, principal: Box::new(principal), done })
    }
}

/// What the requests of a new principal tell: the organisation of its account, and this machine.
fn attributes_of(desk: &Desk, account: &AccountId) -> BTreeMap<String, String> {
    const ORGANISATION: &str = "aws:PrincipalOrgID";
    let mut of_account = desk.world().principals().iter().filter(|it| it.account == *account);
    let organisation = of_account.find_map(|it| it.attributes.get(ORGANISATION));
    let organisation = organisation.map(|id| (ORGANISATION.to_owned(), id.clone()));
    let here = ("aws:SourceIp".to_owned(), "127.0.0.1".to_owned());
    organisation.into_iter().chain([here]).collect()
}
