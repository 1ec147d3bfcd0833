//! Principals: who may act, and with what?
//!
//! | file | its one job |
//! | --- | --- |
//! | `list` | everyone, account by account |
//! | `page` | the head of one principal, and its tabs |
//! | `overview` | what it is called, and the condition keys of its requests |
//! | `policies` | its IAM policies |
//! | `access` | what it may do to every key |
//! | `verdict` | the words for what decided |
//! | `credentials` | what a real client signs with to act as it |
//! | `dialogs` | the questions before something is changed |
//! | `templates` | IAM policies to begin with |

mod access;
mod credentials;
mod dialogs;
mod list;
mod overview;
mod page;
mod policies;
mod templates;
mod verdict;

use egui::{CentralPanel, Frame, Margin, Panel, Ui};

pub use self::dialogs::PrincipalQuestion;
use self::{
    access::AccessTable,
    credentials::Credentials,
    dialogs::OpenQuestion,
    list::PrincipalList,
    page::{Page, Tab},
};
use super::{
    command::Command,
    desk::Desk,
    theme::{icons, space, tokens},
    widgets::empty_state,
};
use crate::world::{Principal, PrincipalError, PrincipalKind};

/// The Principals workspace.
#[derive(Default)]
pub struct PrincipalsView {
    list: PrincipalList,
    /// The ARN of the one that is looked at; whoever acts, until another one is chosen.
    shown: Option<String>,
    tab: Tab,
    access: AccessTable,
    credentials: Credentials,
    question: Option<OpenQuestion>,
}

impl PrincipalsView {
    /// Looks at a principal.
    pub fn show(&mut self, arn: String) {
        self.shown = Some(arn);
    }

    /// Asks something.
    pub fn ask(&mut self, question: PrincipalQuestion, desk: &Desk) {
        if let Some(arn) = question.about() {
            self.shown = Some(arn.to_owned());
        }
        self.question = OpenQuestion::new(question, desk);
    }

    /// Whether a question stands over the window.
    pub fn is_asking(&self) -> bool {
        self.question.is_some()
    }

    /// Asks no longer.
    pub fn close_question(&mut self) {
        self.question = None;
    }

    /// Tells in the open question why nothing was changed; gives the error back if none is open.
    pub fn refuse(&mut self, error: PrincipalError) -> Option<PrincipalError> {
        match &mut self.question {
            Some(question) => {
                question.refuse(error);
                None
            }
            None => Some(error),
        }
    }

    /// Draws the workspace.
    pub fn ui(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        let t = tokens(ui);
        let principals = desk.world().principals();
        let shown = self.shown.as_deref().and_then(|arn| principals.with_arn(arn));
        let shown = shown.or_else(|| desk.acting_principal());
        let arn = shown.map(Principal::arn);
        let width = (ui.available_width() * 0.26).clamp(232.0, 320.0);
        let side = Frame::new().fill(t.panel).inner_margin(Margin::same(space::M as i8));
        Panel::left("principals").exact_size(width).resizable(false).frame(side).show(ui, |ui| {
            if let Some(picked) = self.list.ui(ui, desk, arn.as_deref(), commands) {
                self.shown = Some(picked);
            }
        });
        let frame = Frame::new().fill(t.canvas).inner_margin(Margin::same(space::L as i8));
        CentralPanel::default().frame(frame).show(ui, |ui| match (shown, arn) {
            (Some(principal), Some(arn)) => {
                let Self { tab, access, credentials, .. } = self;
                Page { desk, principal, arn: &arn, commands }.ui(ui, tab, access, credentials);
            }
            _ => {
                let text = "Choose a user or a role at the left, or make one.";
                empty_state(ui, icons::USERS, "Nobody is chosen", text, None);
            }
        });
        if let Some(question) = &mut self.question {
            question.ui(ui, desk, commands);
        }
    }
}

/// The icon of a kind of principal.
pub(super) fn kind_icon(kind: PrincipalKind) -> &'static str {
    match kind {
        PrincipalKind::Root => icons::SHIELD,
        PrincipalKind::User => icons::USER,
        PrincipalKind::Role => icons::USER_GEAR,
    }
}

/// What a kind of principal is called.
fn kind_name(kind: PrincipalKind) -> &'static str {
    match kind {
        PrincipalKind::Root => "Root user",
        PrincipalKind::User => "User",
        PrincipalKind::Role => "Role",
    }
}
