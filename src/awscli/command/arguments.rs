//! Words into global options, service, operation and the operation's options.

use std::str::FromStr as _;

use super::{CONFIGURATION, Problem, Setting, USAGE};
use crate::{
    awscli::{kebab_case, nearest},
    kms::{
        Region,
        api::{Kind, MemberSpec, Operation},
    },
};

/// Global options with a value.
pub const GLOBAL_OPTIONS: [&str; 15] = [
    "--region",
    "--output",
    "--query",
    "--profile",
    "--endpoint-url",
    "--cli-binary-format",
    "--cli-input-json",
    "--generate-cli-skeleton",
    "--max-items",
    "--page-size",
    "--starting-token",
    "--color",
    "--ca-bundle",
    "--cli-read-timeout",
    "--cli-connect-timeout",
];
/// Global options without one.
pub const GLOBAL_FLAGS: [&str; 6] = [
    "--debug",
    "--no-paginate",
    "--no-cli-pager",
    "--no-verify-ssl",
    "--no-sign-request",
    "--no-cli-auto-prompt",
];

/// What a command says, before its values are read.
#[derive(Default)]
pub struct Arguments {
    globals: Vec<(&'static str, String)>,
    flags: Vec<&'static str>,
    /// Service and operation.
    pub names: Vec<String>,
    /// The operation's options with their words.
    pub options: Vec<(&'static MemberSpec, Vec<String>)>,
    /// Whether a Boolean was given as `--no-…`.
    pub negated: Vec<String>,
    /// What belongs to nothing.
    pub unknown: Vec<String>,
}

/// The operation that the CLI names so.
pub fn operation_named(name: &str) -> Option<Operation> {
    Operation::ALL.iter().copied().find(|operation| kebab_case(operation.name()) == name)
}

/// `--key-id`
pub fn option_name(spec: &MemberSpec) -> String {
    format!("--{}", kebab_case(&spec.name()))
}

impl Arguments {
    /// Sorts the words after `aws`.
    pub fn sort(words: &[String]) -> Result<Self, Problem> {
        let mut all = Self::default();
        let mut words = words.iter().peekable();
        while let Some(word) = words.next() {
            if !word.starts_with("--") {
                if all.names.len() < 3 && all.options.is_empty() {
                    all.names.push(word.clone());
                } else {
                    all.unknown.push(word.clone());
                }
                continue;
            }
            let (name, tied) = match word.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (word.as_str(), None),
            };
            if let Some(global) = GLOBAL_FLAGS.into_iter().find(|it| *it == name) {
                all.flags.push(global);
                continue;
            }
            let mut next =
                |tied: Option<String>| tied.or_else(|| words.next_if(|it| !it.starts_with("--")).cloned());
            if let Some(global) = GLOBAL_OPTIONS.into_iter().find(|it| *it == name) {
                let value = match next(tied) {
                    Some(value) => value,
                    // A skeleton may be asked for without saying which.
                    None if global == "--generate-cli-skeleton" => "input".to_owned(),
                    None => return Err(Problem::usage(format!("argument {global}: expected one argument"))),
                };
                all.globals.push((global, value));
                continue;
            }
            all.option(name, &mut next, tied);
        }
        Ok(all)
    }

    /// An option of the operation, with as many words as its kind takes.
    fn option(
        &mut self,
        name: &str,
        next: &mut dyn FnMut(Option<String>) -> Option<String>,
        tied: Option<String>,
    ) {
        let operation = self.names.get(1).and_then(|name| operation_named(name));
        let members = operation.map(Operation::members).unwrap_or_default();
        let found = members.iter().find(|spec| option_name(spec) == name);
        let negated = members.iter().find(|spec| {
            matches!(spec.kind, Kind::Boolean) && name == format!("--no-{}", kebab_case(&spec.name()))
        });
        match (found, negated) {
            (Some(spec), _) => {
                let words = match spec.kind {
                    Kind::Boolean => Vec::new(),
                    Kind::List(_) => {
                        let mut words: Vec<String> = tied.into_iter().collect();
                        while let Some(word) = next(None) {
                            words.push(word);
                        }
                        words
                    }
                    _ => next(tied).into_iter().collect(),
                };
                self.options.push((spec, words));
            }
            (None, Some(spec)) => self.negated.push(spec.name()),
            (None, None) => {
                self.unknown.push(name.to_owned());
                self.unknown.extend(tied);
                while let Some(word) = next(None) {
                    self.unknown.push(word);
                }
            }
        }
    }

    /// The value of a global option; the last one counts.
    pub fn global(&self, name: &str) -> Option<&str> {
        self.globals.iter().rev().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// Whether a global option without a value was given.
    pub fn flag(&self, name: &str) -> bool {
        self.flags.contains(&name)
    }

    /// The Region to call.
    pub fn region(&self, setting: &Setting<'_>) -> Result<Region, Problem> {
        let named = self.global("--region").or(setting.region.as_deref()).filter(|name| !name.is_empty());
        let Some(named) = named else {
            let message = "\nYou must specify a region. You can also configure your region by running \"aws configure\".\n";
            return Err(Problem { message: message.to_owned(), status: CONFIGURATION, hint: None });
        };
        Region::from_str(named).map_err(|_| {
            let message =
                format!("\nCould not connect to the endpoint URL: \"https://kms.{named}.amazonaws.com/\"\n");
            let near = nearest(named, Region::all().map(Region::code));
            let hint = near.map(|near| format!("There is no Region {named}. Did you mean {near}?"));
            Problem { message, status: super::OTHER, hint }
        })
    }

    /// The operation to call.
    pub fn operation(&self) -> Result<Operation, Problem> {
        let Some(name) = self.names.get(1) else {
            return Err(Problem::usage("the following arguments are required: operation")
                .with_hint("aws kms help lists the operations."));
        };
        operation_named(name).ok_or_else(|| {
            let names: Vec<String> = Operation::ALL.iter().map(|it| kebab_case(it.name())).collect();
            let near = nearest(name, names.iter().map(String::as_str));
            let maybe =
                near.map(|near| format!("\n\nInvalid choice: '{name}', maybe you meant:\n\n  * {near}"));
            let problem = Problem::usage(format!(
                "argument operation: Found invalid choice '{name}'{}",
                maybe.unwrap_or_default()
            ));
            match super::hint::no_such_operation(name) {
                Some(hint) => problem.with_hint(hint),
                None => problem,
            }
        })
    }

    /// Refuses what belongs to nothing.
    pub fn demand_known(&self, operation: Operation) -> Result<(), Problem> {
        let Some(first) = self.unknown.first() else { return Ok(()) };
        let message = format!("\nUnknown options: {}\n", self.unknown.join(", "));
        let problem = Problem { message, status: USAGE, hint: None };
        if let Some(hint) = super::hint::no_such_option(operation, &self.unknown) {
            return Err(problem.with_hint(hint));
        }
        let names: Vec<String> = operation.members().iter().map(option_name).collect();
        let all = names.iter().map(String::as_str).chain(GLOBAL_OPTIONS).chain(GLOBAL_FLAGS);
        Err(match nearest(first, all) {
            Some(near) if first.starts_with("--") => problem.with_hint(format!("Did you mean {near}?")),
            _ => problem.with_hint(format!(
                "{first} belongs to no option. A value with blanks in it stands in quotes; aws kms {} help tells the options.",
                kebab_case(operation.name())
            )),
        })
    }

    /// Refuses a request without what it needs.
    pub fn demand_required(&self, operation: Operation) -> Result<(), Problem> {
        let given = |spec: &MemberSpec| self.options.iter().any(|(known, _)| known.field == spec.field);
        let missing: Vec<String> = operation
            .members()
            .iter()
            .filter(|it| it.limits.is_required && !given(it))
            .map(option_name)
            .collect();
        if missing.is_empty() || self.global("--cli-input-json").is_some() {
            return Ok(());
        }
        Err(Problem::usage(format!("the following arguments are required: {}", missing.join(", "))))
    }
}
