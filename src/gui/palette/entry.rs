//! One line of the palette: something that can be done, or somewhere to go.

use std::borrow::Cow;

use super::score::Haystack;
use crate::gui::command::Command;

/// What kind of thing it is; those above come first where nothing else decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Something that the window can do.
    Action,
    /// A user, a role or a root user.
    Principal,
    /// A member of a key.
    Key,
    /// The name of an event.
    Event,
}

/// A line of the palette.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What kind of thing it is.
    pub kind: Kind,
    /// What it is called.
    pub title: Cow<'static, str>,
    /// What it is about.
    pub context: String,
    /// Its icon.
    pub icon: &'static str,
    /// What the window is asked to do; or why that cannot be done now.
    pub run: Result<Command, Cow<'static, str>>,
    /// What is searched.
    pub text: Haystack,
}

impl Entry {
    /// Something that can be done.
    pub fn action(title: impl Into<Cow<'static, str>>, icon: &'static str, command: Command) -> Self {
        Self::new(Kind::Action, title, icon, Ok(command))
    }

    /// A line of any kind.
    pub fn new(
        kind: Kind,
        title: impl Into<Cow<'static, str>>,
        icon: &'static str,
        run: Result<Command, Cow<'static, str>>,
    ) -> Self {
        let title = title.into();
        let text = Haystack::new(&title, "", true);
        Self { kind, title, context: String::new(), icon, run, text }
    }

    /// What it is about.
    pub fn about(mut self, context: impl Into<String>) -> Self {
        self.context = context.into();
        self.text = Haystack::new(&self.title, &self.context, true);
        self
    }

    /// Cannot be done now if there is a reason.
    pub fn unless(mut self, reason: Option<impl Into<Cow<'static, str>>>) -> Self {
        if let Some(reason) = reason {
            self.run = Err(reason.into());
        }
        self
    }

    /// What assistive programs read.
    pub fn spoken(&self) -> String {
        let mut spoken = self.title.clone().into_owned();
        if !self.context.is_empty() {
            spoken = format!("{spoken}, {}", self.context);
        }
        match &self.run {
            Ok(_) => spoken,
            Err(reason) => format!("{spoken}, not now: {reason}"),
        }
    }
}
