//! The wizards: the console's six pages that lead to a new key, or to replicas of one, with the key policy growing beside
//! them.
//!
//! | file | its one job |
//! | --- | --- |
//! | `state` | pages, choices, and the request that comes of them |
//! | `preset` | the wizard for a key that something needs |
//! | `replication` | the same for replicas of a key, filled in from its primary |
//! | `key_kind` | type, usage, spec and origin of the key |
//! | `stores_here` | the custom key stores to choose from |
//! | `policy_draft` | the key policy: made from the choices or by hand, and what the last choice added |
//! | `blame` | which field a refusal is about |
//! | `frame` | the cards, the title and the footer around a page |
//! | `keyboard` | the keys that work on every page |
//! | `leaving` | the question before what was filled in is lost |
//! | `page` | what all pages have |
//! | `configure_key` or `choose_regions` … `review` | one page each |
//! | `principals_table` | choosing users and roles |
//! | `policy_pane` | the policy beside the page |
//! | `inline_field` | a field between fixed words |

mod add_labels;
mod administrators;
mod blame;
mod choose_regions;
mod configure_key;
mod edit_policy;
mod frame;
mod inline_field;
mod key_kind;
mod keyboard;
mod leaving;
mod page;
mod policy_draft;
mod policy_pane;
mod preset;
mod principals_table;
mod replication;
mod review;
mod state;
mod stores_here;
#[cfg(test)]
mod tests;
mod users;

use egui::Ui;

pub use self::preset::KeyNeed;
use self::{
    blame::Field,
    policy_draft::{Choice, PolicyDraft},
    replication::{Prefilled, Replication},
    state::{Choices, Page, account},
    stores_here::StoresHere,
};
use super::{
    command::Command,
    desk::{Desk, Workspace},
    policy::PolicyEditor,
    theme::space,
    widgets::{CalloutKind, callout, link},
};
use crate::{
    awscli::command_line,
    kms::{AccountId, KeyId, KmsError, Region},
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

/// What a wizard is for.
enum Task {
    /// A new key.
    Create,
    /// Replicas of a key.
    Replicate(Replication),
}

/// The wizard with what was chosen and typed so far.
pub struct Wizard {
    /// Where the key will be made; of replicas, where their primary is.
    pub region: Region,
    /// What KMS said of the last try to finish.
    pub error: Option<KmsError>,
    /// Whether KMS is making the key beside the window.
    pub busy: bool,
    /// The workspace that it was opened from and leads back to; none if that is Regions.
    pub back_to: Option<Workspace>,
    task: Task,
    page: Page,
    choices: Choices,
    /// The choices that the wizard was opened with.
    initial: Choices,
    stores: StoresHere,
    policy: PolicyDraft,
    /// The editor of the key policy, which follows the draft.
    editor: PolicyEditor,
    /// Whether the policy was by hand from the beginning: the primary's, which the choices cannot tell.
    copied: bool,
    /// The account that the policy was made for.
    account: Option<AccountId>,
    /// The command lines that do the same.
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
    /// Whether Enter was pressed on a control that leads on by it.
    enter: bool,
    /// Whether the page that the refusal is about has been turned to.
    told: bool,
    /// Whether it is asked if what was filled in may be lost.
    leaving: bool,
}

impl Wizard {
    /// Opens the wizard for a new key at its first page.
    pub fn new(region: Region, desk: &Desk) -> Self {
        let choices = Choices::default();
        let policy = PolicyDraft::new(choices.console_policy(desk, region));
        Self::open(Task::Create, region, choices, policy, desk)
    }

    /// Opens the wizard for replicas of a key, filled in from its primary; nothing for a key that can have none.
    pub fn replicate(key: &KeyId, desk: &Desk) -> Option<Self> {
        let Prefilled { replication, from, choices, policy } = Replication::prefilled(key, desk)?;
        Some(Self::open(Task::Replicate(replication), from, choices, policy, desk))
    }

    fn open(task: Task, region: Region, choices: Choices, policy: PolicyDraft, desk: &Desk) -> Self {
        let editor = PolicyEditor::new("Key policy", policy.text().to_owned(), None);
        let mut wizard = Self {
            region,
            error: None,
            busy: false,
            back_to: None,
            page: Page::ConfigureKey,
            task,
            initial: choices.clone(),
            choices,
            stores: StoresHere::default(),
            copied: policy.is_by_hand(),
            policy,
            editor,
            account: account(desk).cloned(),
            line: String::new(),
            find_administrators: String::new(),
            find_users: String::new(),
            advanced_open: true,
            policy_open: false,
            reveal: false,
            focus: Some(Focus::FirstField),
            new_row: None,
            enter: false,
            told: false,
            leaving: false,
        };
        wizard.page = wizard.pages()[0];
        wizard.write_line();
        wizard
    }

    /// The pages, in order.
    fn pages(&self) -> &'static [Page] {
        match self.task {
            Task::Create => Page::CREATE,
            Task::Replicate(_) => Page::REPLICATE,
        }
    }

    /// Where the page stands among all, from 0.
    fn place(&self, page: Page) -> usize {
        self.pages().iter().position(|it| *it == page).unwrap_or_default()
    }

    fn next_page(&self) -> Option<Page> {
        self.pages().get(self.place(self.page) + 1).copied()
    }

    fn previous_page(&self) -> Option<Page> {
        self.place(self.page).checked_sub(1).map(|place| self.pages()[place])
    }

    fn replication(&self) -> Option<&Replication> {
        match &self.task {
            Task::Create => None,
            Task::Replicate(replication) => Some(replication),
        }
    }

    fn replication_mut(&mut self) -> Option<&mut Replication> {
        match &mut self.task {
            Task::Create => None,
            Task::Replicate(replication) => Some(replication),
        }
    }

    /// The Regions in which the alias will be made.
    fn regions_to_name(&self) -> Vec<Region> {
        match &self.task {
            Task::Create => vec![self.region],
            Task::Replicate(replication) => replication.list.chosen.iter().copied().collect(),
        }
    }

    /// Draws the wizard over the whole workspace.
    pub fn ui(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        if self.account.as_ref() != account(desk) {
            self.account = account(desk).cloned();
            self.policy.restart(self.choices.console_policy(desk, self.region));
            self.write_line();
        }
        self.turn_to_the_refusal();
        keyboard::keys(ui, self, commands);
        frame::ui(ui, self, desk, commands);
        if self.leaving {
            self.ask_to_leave(ui, commands);
        }
    }

    /// Draws the page; `preview` tells whether it is to show the policy because there is none beside it.
    fn page_ui(&mut self, ui: &mut Ui, desk: &Desk, preview: bool, commands: &mut Vec<Command>) {
        match self.page {
            Page::ConfigureKey => configure_key::ui(ui, self, desk),
            Page::ChooseRegions => choose_regions::ui(ui, self, desk, commands),
            Page::AddLabels => add_labels::ui(ui, self, desk),
            Page::Administrators => administrators::ui(ui, self, desk),
            Page::Users => users::ui(ui, self, desk),
            Page::EditPolicy => {
                if let Some(text) = self.refusal(Field::Policy) {
                    page::refusal_line(ui, &text);
                }
                edit_policy::ui(ui, self, desk);
            }
            Page::Review => review::ui(ui, self, desk, preview),
        }
    }

    fn go(&mut self, page: Page) {
        if page != self.page {
            self.page = page;
            self.focus = Some(Focus::FirstField);
        }
    }

    /// Goes to the page that a new refusal is about.
    fn turn_to_the_refusal(&mut self) {
        let Some(error) = self.error.as_ref().filter(|_| !self.told) else { return };
        self.told = true;
        let page = Field::of(error).map(Field::page).filter(|page| self.pages().contains(page));
        if let Some(page) = page {
            self.go(page);
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
        self.copied = false;
        self.policy.use_generated();
        self.policy.restart(self.choices.console_policy(desk, self.region));
        self.typed();
    }

    fn write_line(&mut self) {
        let policy = self.policy.text();
        self.line = match &self.task {
            Task::Create => command_line(self.region, &self.choices.request(policy).into()),
            Task::Replicate(replication) => {
                let calls = replication.calls(&self.choices, policy);
                let lines = calls.iter().map(|(region, request)| command_line(*region, request));
                lines.collect::<Vec<_>>().join("\n")
            }
        };
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

    /// What KMS said of a field at the last try.
    fn refusal(&self, field: Field) -> Option<String> {
        let error = self.error.as_ref()?;
        (Field::of(error) == Some(field)).then(|| error.to_string())
    }

    /// Why the wizard can't go past the first page yet.
    fn missing_at_first(&self) -> Option<&'static str> {
        match &self.task {
            Task::Create => self.choices.kind.missing(),
            Task::Replicate(replication) => {
                replication.list.chosen.is_empty().then_some("Choose at least one Region")
            }
        }
    }

    /// Why the wizard can't go past the labels, or past the first page, yet.
    fn missing(&self) -> Option<&'static str> {
        let named = matches!(self.task, Task::Replicate(_)) || !self.choices.alias.is_empty();
        let nameless = || (!named).then_some("Enter an alias on the page Add labels first");
        self.missing_at_first().or_else(nameless)
    }

    /// Why the way from this page to the next is closed.
    fn blocked(&self) -> Option<&'static str> {
        // The first page leads to the alias; only past it is one needed.
        let needs_all = self.place(self.page) >= self.place(Page::AddLabels);
        self.missing_at_first().or_else(|| self.missing().filter(|_| needs_all))
    }

    /// Whether Enter belongs to what is searched for on the page.
    fn is_searching(&self) -> bool {
        match self.page {
            Page::Administrators => !self.find_administrators.is_empty(),
            Page::Users => !self.find_users.is_empty(),
            Page::ChooseRegions => self.replication().is_some_and(|it| it.list.is_searching()),
            _ => false,
        }
    }

    /// On pages whose choices no longer change the policy: says so, and offers to undo that.
    fn policy_by_hand_note(&mut self, ui: &mut Ui, desk: &Desk) {
        if !self.policy.is_by_hand() {
            return;
        }
        let (text, way) = if self.copied {
            (
                "The primary's key policy is not one that these pages make. It is copied as it is, and what is chosen \
                 here does not change it.",
                "Use a policy made from the choices",
            )
        } else {
            (
                "The key policy was edited by hand: what is chosen here does not change it any more.",
                "Use the generated policy again",
            )
        };
        callout(ui, CalloutKind::Warning, text);
        if link(ui, way).clicked() {
            self.use_generated_policy(desk);
        }
        ui.add_space(space::S);
    }

    fn finish(&mut self) -> Command {
        self.error = None;
        self.told = false;
        match &self.task {
            Task::Create => Command::CreateKey {
                region: self.region,
                request: Box::new(self.choices.request(self.policy.text())),
                alias: self.choices.alias_name(),
            },
            Task::Replicate(replication) => replication.command(&self.choices, self.policy.text()),
        }
    }
}
