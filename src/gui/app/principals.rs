//! Changing who can act.

use super::App;
use crate::{
    gui::{desk::Workspace, principals::PrincipalQuestion, widgets::Tone},
    kms::AccountId,
    world::{Principal, PrincipalError},
};

impl App {
    /// Goes to a principal.
    pub(super) fn show_principal(&mut self, arn: String) {
        self.desk.workspace = Workspace::Principals;
        self.principals.show(arn);
    }

    /// Asks something in Principals.
    pub(super) fn ask_principal(&mut self, question: PrincipalQuestion) {
        self.desk.workspace = Workspace::Principals;
        self.principals.ask(question, &self.desk);
    }

    /// Adds or changes a principal; who acts goes on to act under another name.
    pub(super) fn put_principal(&mut self, was: Option<String>, principal: Principal, done: String) {
        let (name, arn) = (principal.name.clone(), principal.arn());
        let acts = was
            .as_deref()
            .is_some_and(|was| self.desk.acting_principal().is_some_and(|acting| acting.arn() == was));
        let answer = self.with_stage(|stage| stage.world.put_principal(was.as_deref(), principal));
        if answer.is_ok() {
            if acts {
                self.desk.acting = name;
            }
            self.principals.show(arn);
        }
        self.principal_answer(answer, done);
    }

    /// Removes a user or a role.
    pub(super) fn remove_principal(&mut self, arn: &str) {
        let name = self.desk.world().principals().with_arn(arn).map(|it| it.name.clone()).unwrap_or_default();
        let answer = self.with_stage(|stage| stage.world.remove_principal(arn));
        self.principal_answer(answer, format!("{name} was removed"));
    }

    /// Removes an account.
    pub(super) fn remove_account(&mut self, account: &AccountId) {
        let answer = self.with_stage(|stage| stage.world.remove_account(account));
        self.principal_answer(answer, format!("Account {account} was removed"));
    }

    /// Lets the first principal act if the acting one is none any more.
    pub(super) fn let_somebody_act(&mut self) {
        if self.desk.acting_principal().is_none() {
            let first = self.desk.world().principals().iter().next();
            self.desk.acting = first.map(|principal| principal.name.clone()).unwrap_or_default();
        }
    }

    fn principal_answer(&mut self, answer: Result<(), PrincipalError>, done: String) {
        match answer {
            Ok(()) => {
                let acted = self.desk.acting.clone();
                self.let_somebody_act();
                let now_acts = &self.desk.acting;
                let detail =
                    if acted == *now_acts { String::new() } else { format!("{now_acts} acts from now on") };
                self.principals.close_question();
                self.toast(Tone::Ok, done, detail);
            }
            Err(error) => {
                if let Some(error) = self.principals.refuse(error) {
                    self.toast(Tone::Error, "The principals stay as they are", error.sentence());
                }
            }
        }
    }
}
