//! Whether a policy, a principal or an account shall go, and what names it.

use egui::{Label, ScrollArea, Ui};

use super::form::{Form, Heading, NARROW, Page, present};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        theme::{caption, paragraph, region_mark, space, strong},
        trail::cut,
        widgets::{CalloutKind, callout_with, row},
    },
    kms::AccountId,
    world::{NamedBy, Principal, PrincipalError},
};

/// The most lines of keys that are in sight at once.
const LINES: f32 = 6.0;
const LINE: f32 = 24.0;

/// What shall go.
enum What {
    Policy(String),
    Principal,
    Account(AccountId),
}

pub(super) struct Removal {
    arn: String,
    name: String,
    what: What,
    /// The keys that name it.
    named_by: Vec<NamedBy>,
    /// How many principals go.
    principals: usize,
}

impl Removal {
    /// Of an IAM policy.
    pub fn of_policy(principal: &Principal, policy: &str) -> Self {
        let (arn, name) = (principal.arn(), principal.name.clone());
        Self { arn, name, what: What::Policy(policy.to_owned()), named_by: Vec::new(), principals: 0 }
    }

    /// Of a user or role.
    pub fn of_principal(principal: &Principal, desk: &Desk) -> Self {
        let (arn, name) = (principal.arn(), principal.name.clone());
        let named_by = desk.world().named_by(principal);
        Self { arn, name, what: What::Principal, named_by, principals: 1 }
    }

    /// Of an account, given by its root user.
    pub fn of_account(root: &Principal, desk: &Desk) -> Self {
        let (arn, account) = (root.arn(), root.account.clone());
        let of_account = desk.world().principals().iter().filter(|it| it.account == account);
        let mut named_by: Vec<NamedBy> = Vec::new();
        let mut principals = 0;
        for principal in of_account {
            principals += 1;
            let new = desk.world().named_by(principal);
            named_by.extend(
                new.into_iter()
                    .filter(|it| {
                        let there = |other: &NamedBy| (&other.key, other.region) == (&it.key, it.region);
                        !named_by.iter().any(there)
                    })
                    .collect::<Vec<_>>(),
            );
        }
        Self { arn, name: format!("account {account}"), what: What::Account(account), named_by, principals }
    }

    fn keys(&self, ui: &mut Ui, desk: &Desk) {
        ui.label(strong(match self.named_by.len() {
            1 => "Named by 1 key".to_owned(),
            count => format!("Named by {count} keys"),
        }));
        let height = (self.named_by.len() as f32).min(LINES) * LINE;
        let scroll = ScrollArea::vertical().id_salt("named by").max_height(height).auto_shrink([false, true]);
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            scroll.show_rows(ui, LINE, self.named_by.len(), |ui, range| {
                for it in self.named_by.get(range).unwrap_or_default() {
                    row(ui, LINE, |ui| {
                        ui.spacing_mut().item_spacing.x = space::S;
                        region_mark(ui, desk.region_index(it.region), 14.0);
                        cut(ui, strong(desk.key_label(&it.key, it.region))).on_hover_text(it.key.as_str());
                        let how = match (it.in_policy, it.grants) {
                            (true, 0) => "key policy".to_owned(),
                            (true, count) => format!("key policy, {}", grants(count)),
                            (false, count) => grants(count),
                        };
                        cut(ui, caption(format!("{} · {how}", it.region)));
                    });
                }
            });
        });
    }
}

fn grants(count: usize) -> String {
    if count == 1 { "1 grant".to_owned() } else { format!("{count} grants") }
}

impl Form for Removal {
    fn heading(&self) -> Heading {
        let (title, confirm) = match &self.what {
            What::Policy(policy) => (format!("Remove {policy}?"), "Remove"),
            What::Principal => (format!("Delete {}?", self.name), "Delete"),
            What::Account(_) => (format!("Remove {}?", self.name), "Remove"),
        };
        Heading { danger: true, ..Heading::new(title, confirm, NARROW) }
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let text = match &self.what {
            What::Policy(_) => {
                format!("What only this IAM policy allows, {} may then do no longer.", self.name)
            }
            What::Principal => format!(
                "Requests of {} are then refused, and its access key is unknown to the endpoint: refused if authentication there is \
                 strict, else the root user’s. What it did stays in CloudTrail.",
                self.name
            ),
            What::Account(_) if self.principals == 1 => "Its root user goes with it.".to_owned(),
            What::Account(_) => format!("All its {} principals go with it.", self.principals),
        };
        ui.add(Label::new(paragraph(text)).wrap());
        if !self.named_by.is_empty() {
            self.keys(ui, page.desk);
            callout_with(
                ui,
                CalloutKind::Info,
                "These policies and grants stay as they are",
                "They keep the ARN, which then means nobody, and KMS refuses to put it into a key policy again. AWS would show the \
                 unique id of the deleted principal in its place; here, whoever is made with the same ARN is meant by it again.",
            );
        }
        false
    }

    fn command(&self, desk: &Desk) -> Result<Command, PrincipalError> {
        Ok(match &self.what {
            What::Policy(policy) => {
                let mut principal = present(desk, &self.arn)?;
                principal.policies.retain(|it| it.name != *policy);
                let done = format!("{policy} of {} was removed", self.name);
                let was = Some(self.arn.clone());
                Command::PutPrincipal { was, principal: Box::new(principal), done }
            }
            What::Principal => Command::RemovePrincipal(self.arn.clone()),
            What::Account(account) => Command::RemoveAccount(account.clone()),
        })
    }
}
