//! A shell beside a world of its own.

use std::sync::Arc;

use crate::{
    awscli::{Identity, Printed, Service, Shell},
    kms::{
        KmsError, Region, Span, Timestamp,
        api::{Request, Response},
    },
    world::{Call, World},
};

/// Who types where no profile is named.
const WHO: &str = "alice";

/// A world as the shell's commands reach it.
struct Lab {
    world: World,
    /// After so many more calls the person asks to stop.
    patience: Option<u32>,
}

impl Lab {
    fn arn(&self, profile: Option<&str>) -> Option<Arc<str>> {
        self.world.principals().named(profile.unwrap_or(WHO)).map(|it| it.acting_arn().into())
    }
}

impl Service for Lab {
    fn call(
        &mut self,
        profile: Option<&str>,
        region: Region,
        request: Request,
    ) -> Result<Response, KmsError> {
        if let Some(patience) = &mut self.patience {
            *patience = patience.saturating_sub(1);
        }
        let caller = self.arn(profile).expect("the command has asked who that is");
        self.world.call(Call::new(region, caller, request))
    }

    fn identity(&self, profile: Option<&str>) -> Option<Identity> {
        let principal = self.world.principals().named(profile.unwrap_or(WHO))?;
        Some(Identity {
            account: principal.account.to_string(),
            arn: principal.acting_arn(),
            user_id: principal.user_id(),
        })
    }

    fn now(&self) -> Timestamp {
        self.world.now()
    }

    fn sleep(&mut self, span: Span) {
        let until = self.world.now() + span;
        while self.world.advance(until).is_some() {}
    }

    fn is_interrupted(&self) -> bool {
        self.patience == Some(0)
    }
}

/// What a text has printed.
#[derive(Debug, Default)]
pub struct Said {
    pub status: i32,
    pub out: String,
    pub error: String,
    pub hints: String,
    pub clears: usize,
}

/// A shell in use.
pub struct Session {
    pub shell: Shell,
    lab: Lab,
}

impl Session {
    pub fn new(region: &str) -> Self {
        let region = region.parse().expect("known");
        Self { shell: Shell::new(region), lab: Lab { world: World::new(7), patience: None } }
    }

    /// Stops after so many calls of the service.
    pub fn stopped_after(region: &str, calls: u32) -> Self {
        let mut session = Self::new(region);
        session.lab.patience = Some(calls);
        session
    }

    pub fn run(&mut self, text: &str) -> Said {
        let mut said = Said::default();
        said.status = self.shell.run(text, &mut self.lab, &mut |printed| match printed {
            Printed::Out(text) => said.out.push_str(&text),
            Printed::Error(text) => said.error.push_str(&text),
            Printed::Hint(text) => said.hints.push_str(&(text + "\n")),
            Printed::Clear => said.clears += 1,
        });
        said
    }

    /// The output of a text that must go well, without the end of its last line.
    #[track_caller]
    pub fn good(&mut self, text: &str) -> String {
        let said = self.run(text);
        assert_eq!((said.status, said.error.as_str()), (0, ""), "{text}\n{said:?}");
        said.out.trim_end_matches('\n').to_owned()
    }

    pub fn file(&self, name: &str) -> Option<Vec<u8>> {
        self.shell.folder().read(name).map(|file| file.to_vec())
    }

    #[track_caller]
    pub fn put(&mut self, name: &str, bytes: &[u8]) {
        self.shell.folder_mut().write(name, bytes).expect("there is room");
    }
}
