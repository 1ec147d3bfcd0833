//! A new account with its root user.

use std::collections::BTreeMap;

use egui::Ui;

use super::form::{Form, Heading, NARROW, Page};
use crate::{
    gui::{command::Command, desk::Desk, theme::caption, widgets::TextField},
    world::{Principal, PrincipalError, PrincipalField, PrincipalKind, parse_account},
};

/// The attribute that tells the organisation.
const ORGANISATION: &str = "aws:PrincipalOrgID";

#[derive(Default)]
pub(super) struct NewAccount {
    id: String,
    organisation: String,
    note: String,
}

impl Form for NewAccount {
    fn heading(&self) -> Heading {
        Heading::new("New account", "Create", NARROW)
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let id =
            TextField::new("Account ID").mono().hint("222233334444").help("12 digits").show(ui, &mut self.id);
        page.refusal_at(ui, &PrincipalField::Account, &id);
        page.focus_first(&id);
        let organisation = TextField::new("Organisation ID")
            .mono()
            .optional()
            .hint("o-a1b2c3d4e5")
            .help("The value of aws:PrincipalOrgID in the requests of its principals")
            .show(ui, &mut self.organisation);
        page.refusal_at(ui, &PrincipalField::Attribute(ORGANISATION.to_owned()), &organisation);
        let note = TextField::new("Note").optional().help("What it is for").show(ui, &mut self.note);
        page.refusal_at(ui, &PrincipalField::Note, &note);
        ui.label(caption("The account begins with its root user; add users and roles to it afterwards"));
        id.changed() || organisation.changed() || note.changed()
    }

    fn missing(&self) -> Option<&'static str> {
        self.id.trim().is_empty().then_some("Type an account ID first")
    }

    fn shows(&self, field: &PrincipalField) -> bool {
        match field {
            PrincipalField::Account | PrincipalField::Note => true,
            PrincipalField::Attribute(key) => key == ORGANISATION,
            _ => false,
        }
    }

    fn command(&self, desk: &Desk) -> Result<Command, PrincipalError> {
        let account = parse_account(&self.id)?;
        let organisation = self.organisation.trim();
        let mut attributes = BTreeMap::from([("aws:SourceIp".to_owned(), "127.0.0.1".to_owned())]);
        if !organisation.is_empty() {
            attributes.insert(ORGANISATION.to_owned(), organisation.to_owned());
        }
        let principal = Principal {
            name: Principal::root_name(account.as_str()),
            path: "/".to_owned(),
            kind: PrincipalKind::Root,
            partition: desk.world().partition(),
            note: self.note.trim().to_owned(),
            policies: Vec::new(),
            attributes,
            account,
        };
        let done = format!("Account {} was created", principal.account);
        Ok(Command::PutPrincipal { was: None, principal: Box::new(principal), done })
    }
}
