//! The create-key wizard of a Region: the console's six pages, with the key policy growing beside them.
//!
//! | file | its one job |
//! | --- | --- |
//! | `state` | pages, choices, and the request that comes of them |
//! | `key_kind` | type, usage, spec and origin of the key |
//! | `stores_here` | the custom key stores to choose from |
//! | `policy_draft` | the key policy: made from the choices or by hand, and what the last choice added |
//! | `frame` | the cards, the title and the footer around a page |
//! | `page` | what all pages have |
//! | `configure_key` … `review` | one page each |
//! | `principals_table` | choosing users and roles |
//! | `policy_pane` | the policy beside the page |
//! | `inline_field` | a field between fixed words |

mod add_labels;
mod administrators;
mod configure_key;
mod edit_policy;
mod frame;
mod inline_field;
mod key_kind;
mod page;
mod policy_draft;
mod policy_pane;
mod principals_table;
mod review;
mod state;
mod stores_here;
#[cfg(test)]
mod tests;
mod users;

use egui::Ui;

use self::{
    policy_draft::{Choice, PolicyDraft},
    state::{Choices, Page, account},
    stores_here::StoresHere,
};
use super::{
    command::Command,
    desk::Desk,
    policy::PolicyEditor,
    theme::space,
    widgets::{CalloutKind, callout, link},
};
use crate::{
    awscli::command_line,
    kms::{AccountId, KmsError, Region},
};

/// The room inside the wizard's cards.
const CARD_PADDING: i8 = 16;

/// Where the keyboard goes on the next occasion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Focus {
    /// To the first field of the page that was opened.
    FirstField,
    /// To the button that leads on.
    Next,
}

/// The wizard with what was chosen and typed so far.
pub struct Wizard {
    /// Where the key will be made.
    pub region: Region,
    /// What KMS said of the last try to finish.
    pub error: Option<KmsError>,
    /// Whether KMS is making the key beside the window.
    pub busy: bool,
    page: Page,
    choices: Choices,
    stores: StoresHere,
    policy: PolicyDraft,
    /// The editor of the key policy, which follows the draft.
    editor: PolicyEditor,
    /// The account that the policy was made for.
    account: Option<AccountId>,
    /// The command line that does the same.
    line: String,
    find_administrators: String,
    find_users: String,
    advanced_open: bool,
    /// Whether the policy is in sight where there is no room for it beside the page.
    policy_open: bool,
    /// Whether the policy's new lines are still to be scrolled to.
    reveal: bool,
    focus: Option<Focus>,
    /// The row of tags or accounts that was just added.
    new_row: Option<usize>,
}

impl Wizard {
    /// Opens the wizard at its first page.
    pub fn new(region: Region, desk: &Desk) -> Self {
        let choices = Choices::default();
        let policy = PolicyDraft::new(choices.console_policy(desk, region));
        let editor = PolicyEditor::new("Key policy", policy.text().to_owned(), None);
        let mut wizard = Self {
            region,
            error: None,
            busy: false,
            page: Page::ConfigureKey,
            choices,
            stores: StoresHere::default(),
            policy,
            editor,
            account: account(desk).cloned(),
            line: String::new(),
            find_administrators: String::new(),
            find_users: String::new(),
            advanced_open: true,
            policy_open: false,
            reveal: false,
            focus: None,
            new_row: None,
        };
        wizard.write_line();
        wizard
    }

    /// Draws the wizard over the whole workspace.
    pub fn ui(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        if self.account.as_ref() != account(desk) {
            self.account = account(desk).cloned();
            self.policy.restart(self.choices.console_policy(desk, self.region));
            self.write_line();
        }
        frame::ui(ui, self, desk, commands);
    }

    /// Draws the page; `preview` tells whether it is to show the policy because there is none beside it.
    fn page_ui(&mut self, ui: &mut Ui, desk: &Desk, preview: bool) {
        match self.page {
            Page::ConfigureKey => configure_key::ui(ui, self, desk),
            Page::AddLabels => add_labels::ui(ui, self, desk),
            Page::Administrators => administrators::ui(ui, self, desk),
            Page::Users => users::ui(ui, self, desk),
            Page::EditPolicy => edit_policy::ui(ui, self, desk),
            Page::Review => review::ui(ui, self, desk, preview),
        }
    }

    fn go(&mut self, page: Page) {
        if page != self.page {
            self.page = page;
            self.focus = Some(Focus::FirstField);
        }
    }

    /// Takes over a choice that the key policy depends on.
    fn chose(&mut self, desk: &Desk, choice: Choice) {
        self.policy.choose(choice, self.choices.console_policy(desk, self.region));
        self.reveal = true;
        self.typed();
    }

    /// Takes over what the key policy does not depend on.
    fn typed(&mut self) {
        self.error = None;
        self.write_line();
    }

    fn use_generated_policy(&mut self, desk: &Desk) {
        self.policy.use_generated();
        self.policy.restart(self.choices.console_policy(desk, self.region));
        self.typed();
    }

    fn write_line(&mut self) {
        self.line = command_line(self.region, &self.choices.request(self.policy.text()).into());
    }

    /// Whether the page's first field is to take the keyboard now.
    fn takes_focus(&mut self) -> bool {
        let takes = self.focus == Some(Focus::FirstField);
        if takes {
            self.focus = None;
        }
        takes
    }

    /// Has the keyboard go to the button that leads on.
    fn focus_next(&mut self) {
        self.focus = Some(Focus::Next);
    }

    /// What KMS said, if it is about this page and about what `field` asks for.
    fn refusal_about(&self, page: Page, field: impl Fn(&KmsError) -> bool) -> Option<String> {
        let error = self.error.as_ref()?;
        (Page::concerned_by(error) == Some(page) && field(error)).then(|| error.to_string())
    }

    /// Why the wizard can't go past the labels, or past the first page, yet.
    fn missing(&self) -> Option<&'static str> {
        let nameless =
            || self.choices.alias.is_empty().then_some("Enter an alias on the page Add labels first");
        self.choices.kind.missing().or_else(nameless)
    }

    /// On pages whose choices no longer change the policy: says so, and offers to undo that.
    fn policy_by_hand_note(&mut self, ui: &mut Ui, desk: &Desk) {
        if !self.policy.is_by_hand() {
            return;
        }
        let text = "The key policy was edited by hand: what is chosen here does not change it any more.";
        callout(ui, CalloutKind::Warning, text);
        if link(ui, "Use the generated policy again").clicked() {
            self.use_generated_policy(desk);
        }
        ui.add_space(space::S);
    }

    fn finish(&mut self) -> Command {
        self.error = None;
        Command::CreateKey {
            region: self.region,
            request: Box::new(self.choices.request(self.policy.text())),
            alias: self.choices.alias_name(),
        }
    }
}
