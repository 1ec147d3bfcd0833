//! The questions before something about a principal is changed: one file a question. What the world refuses stands beside
//! the field that it is about.
//!
//! | file | its one job |
//! | --- | --- |
//! | `form` | what a question has to say of itself, and what it may read |
//! | `identity` | name, path and note: a new user or role, a duplicate, other details |
//! | `account` | a new account with its root user |
//! | `attributes` | the condition keys of its requests |
//! | `policy` | an IAM policy, new or changed |
//! | `removal` | whether it shall go, and what names it |

mod account;
mod attributes;
mod form;
mod identity;
mod policy;
mod removal;

use egui::Ui;

use self::form::{Form, Page};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        widgets::{CalloutKind, Dialog, DialogOutcome, callout_with},
    },
    world::{PrincipalError, PrincipalKind},
};

/// A question about a principal, who is given by ARN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrincipalQuestion {
    /// A new user.
    NewUser,
    /// A new role.
    NewRole,
    /// A new account.
    NewAccount,
    /// Another one like this.
    Duplicate(String),
    /// Other details.
    Edit(String),
    /// Other attributes.
    Attributes(String),
    /// A new IAM policy.
    AddPolicy(String),
    /// Another text for an IAM policy.
    EditPolicy {
        /// Whose.
        arn: String,
        /// The policy's name.
        policy: String,
    },
    /// Whether an IAM policy shall go.
    RemovePolicy {
        /// Whose.
        arn: String,
        /// The policy's name.
        policy: String,
    },
    /// Whether a user or role shall go.
    Delete(String),
    /// Whether an account shall go; the ARN is its root user's.
    RemoveAccount(String),
}

impl PrincipalQuestion {
    /// The ARN of the principal that it is about.
    pub fn about(&self) -> Option<&str> {
        match self {
            Self::NewUser | Self::NewRole | Self::NewAccount => None,
            Self::Duplicate(arn)
            | Self::Edit(arn)
            | Self::Attributes(arn)
            | Self::AddPolicy(arn)
            | Self::EditPolicy { arn, .. }
            | Self::RemovePolicy { arn, .. }
            | Self::Delete(arn)
            | Self::RemoveAccount(arn) => Some(arn),
        }
    }

    /// The form; nothing if the principal is not there any more.
    fn form(&self, desk: &Desk) -> Option<Box<dyn Form>> {
        let principal = |arn: &str| desk.world().principals().with_arn(arn);
        let first = desk.world().regions().first().copied();
        Some(match self {
            Self::NewUser => Box::new(identity::Identity::new(PrincipalKind::User, desk)?),
            Self::NewRole => Box::new(identity::Identity::new(PrincipalKind::Role, desk)?),
            Self::NewAccount => Box::new(account::NewAccount::default()),
            Self::Duplicate(arn) => Box::new(identity::Identity::duplicate(principal(arn)?, desk)),
            Self::Edit(arn) => Box::new(identity::Identity::edit(principal(arn)?)),
            Self::Attributes(arn) => Box::new(attributes::Attributes::new(principal(arn)?)),
            Self::AddPolicy(arn) => Box::new(policy::EditPolicy::add(principal(arn)?, first?)),
            Self::EditPolicy { arn, policy } => {
                Box::new(policy::EditPolicy::edit(principal(arn)?, policy, first?)?)
            }
            Self::RemovePolicy { arn, policy } => {
                Box::new(removal::Removal::of_policy(principal(arn)?, policy))
            }
            Self::Delete(arn) => Box::new(removal::Removal::of_principal(principal(arn)?, desk)),
            Self::RemoveAccount(arn) => Box::new(removal::Removal::of_account(principal(arn)?, desk)),
        })
    }
}

/// The open question with what was typed into it.
pub(super) struct OpenQuestion {
    form: Box<dyn Form>,
    error: Option<PrincipalError>,
    /// Not drawn yet: the first frame gives the first field the keyboard.
    opening: bool,
    /// A new refusal scrolls into sight once.
    reveal: bool,
}

impl OpenQuestion {
    /// Opens a question with the fields filled from the desk; nothing if there is nobody to ask about.
    pub fn new(question: PrincipalQuestion, desk: &Desk) -> Option<Self> {
        Some(Self { form: question.form(desk)?, error: None, opening: true, reveal: false })
    }

    /// Tells why nothing was changed.
    pub fn refuse(&mut self, error: PrincipalError) {
        self.error = Some(error);
        self.reveal = true;
    }

    /// Draws the question.
    pub fn ui(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        let Self { form, error, opening, reveal } = self;
        let heading = form.heading();
        let missing = form.missing();
        let mut dialog = Dialog::new(&heading.title, heading.confirm)
            .width(heading.width)
            .enabled(missing.is_none())
            .why_disabled(missing.unwrap_or_default());
        if heading.danger {
            dialog = dialog.danger();
        }
        let page = Page { desk, error: error.as_ref(), opening: *opening, reveal: std::mem::take(reveal) };
        let mut changed = false;
        let outcome = dialog.show(ui.ctx(), |ui| {
            changed = form.body(ui, &page);
            if let Some(error) = page.error.filter(|it| !form.shows(&it.field())) {
                let text = error.sentence();
                let shown = callout_with(ui, CalloutKind::Error, "Nothing was changed", &text);
                page.bring_into_sight(&shown);
            }
        });
        *opening = false;
        if changed {
            *error = None;
        }
        if form.missing() != missing {
            // The main button was drawn for the form as it was.
            ui.ctx().request_repaint();
        }
        match outcome {
            DialogOutcome::Open => {}
            DialogOutcome::Cancelled | DialogOutcome::Alternative => {
                commands.push(Command::ClosePrincipalQuestion);
            }
            DialogOutcome::Confirmed => match form.command(desk) {
                Ok(command) => commands.push(command),
                Err(refusal) => self.refuse(refusal),
            },
        }
    }
}
