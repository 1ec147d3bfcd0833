//! End a grant: retire it or revoke it.

use egui::Ui;

use super::form::{Form, Heading, MEDIUM, Page};
use crate::{
    gui::{
        desk::Desk,
        regions::grant_words::constraint_words,
        theme::paragraph,
        widgets::{CalloutKind, callout_with, property_table_with, short_id, shorten},
    },
    kms::{
        Grant, GrantId, KeyId, Region,
        api::{Request, RetireGrantRequest, RevokeGrantRequest},
    },
};

/// How a grant is ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Ending {
    /// By one whom the grant names, as its work is done.
    Retire,
    /// By one whom the key policy lets, to take permissions away.
    Revoke,
}

pub(super) struct EndGrant {
    key: KeyId,
    region: Region,
    grant: GrantId,
    ending: Ending,
    /// RetireGrant takes the key by its ARN alone.
    arn: String,
}

impl EndGrant {
    pub fn new(key: &KeyId, region: Region, grant: &GrantId, ending: Ending, desk: &Desk) -> Self {
        let arn = desk.member(key, region).map(|(family, _)| family.arn(region).to_string());
        let arn = arn.unwrap_or_else(|| key.to_string());
        Self { key: key.clone(), region, grant: grant.clone(), ending, arn }
    }
}

fn facts(ui: &mut Ui, grant: &Grant) {
    property_table_with(ui, 140.0, |rows| {
        rows.row("Grant ID", |ui| short_id(ui, grant.id.as_str(), 24, 8));
        if let Some(name) = &grant.terms.name {
            rows.text("Name", name);
        }
        rows.text("Grantee", grant.terms.grantee.as_str());
        let retiring = grant.terms.retiring.as_ref().map_or("None", |it| it.as_str());
        rows.text("Retiring principal", retiring);
        let operations: Vec<_> = grant.terms.operations.iter().map(|it| it.name()).collect();
        rows.text("Operations", &operations.join(", "));
        let constraints = constraint_words(&grant.terms.constraints);
        if !constraints.is_empty() {
            rows.text("Constraint", &constraints);
        }
        rows.text("Created", &grant.created.date_and_time());
    });
}

impl Form for EndGrant {
    fn heading(&self) -> Heading {
        match self.ending {
            Ending::Retire => Heading::new("Retire grant", "Retire grant").width(MEDIUM),
            Ending::Revoke => Heading::new("Revoke grant", "Revoke grant").width(MEDIUM).danger(),
        }
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let text = match self.ending {
            Ending::Retire => {
                "To retire a grant is to clean up: whoever it was made for says that the work is done. KMS lets the \
                 retiring principal, the grantee if RetireGrant is among the operations, and the account that made \
                 the grant; the key policy gives this right to nobody else."
            }
            Ending::Revoke => {
                "To revoke a grant is to take it away: whoever the key policy lets call kms:RevokeGrant ends the \
                 permissions, whether the grantee is done or not."
            }
        };
        ui.label(paragraph(text));
        let grant = page.desk.member(&self.key, self.region).and_then(|(_, it)| it.grants.get(&self.grant));
        match grant {
            Some(grant) => facts(ui, grant),
            None => {
                callout_with(ui, CalloutKind::Warning, "Gone", "This grant has been ended meanwhile.");
            }
        }
        let note = match self.ending {
            Ending::Retire => "Permissions of the grant end, also those that its token gives.",
            Ending::Revoke => {
                "Permissions of the grant end, also those that its token gives. What else allows the grantee stays."
            }
        };
        callout_with(ui, CalloutKind::Info, "Afterwards", note);
        false
    }

    fn calls(&self) -> Vec<(Region, Request)> {
        let grant_id = self.grant.to_string();
        let request = match self.ending {
            Ending::Retire => RetireGrantRequest {
                key_id: Some(self.arn.clone()),
                grant_id: Some(grant_id),
                ..Default::default()
            }
            .into(),
            Ending::Revoke => {
                RevokeGrantRequest { key_id: self.key.to_string(), grant_id, ..Default::default() }.into()
            }
        };
        vec![(self.region, request)]
    }

    fn done(&self) -> String {
        let grant = shorten(self.grant.as_str(), 8, 4);
        match self.ending {
            Ending::Retire => format!("Grant {grant} retired"),
            Ending::Revoke => format!("Grant {grant} revoked"),
        }
    }
}
