//! What a parsed text does.

use brush_parser::ast::{
    AndOr, AndOrList, AssignmentName, AssignmentValue, Command, CommandPrefixOrSuffixItem, CompoundCommand,
    CompoundList, IfClauseCommand, Pipeline, Program, SimpleCommand,
};

use super::{Printed, Shell, read::Inputs, tools};
use crate::{
    awscli::{
        Service,
        command::{self, Setting},
    },
    kms::Region,
};

/// The most commands that one text may run: a loop without end comes to one.
const MAX_STEPS: u32 = 20_000;
/// The most bytes that a command may hand to another.
const MAX_PIPED: usize = 16 << 20;
/// The most bytes that the commands of one text may write, and its words stand for.
const MAX_WRITTEN: usize = 64 << 20;
/// How deep commands may stand in one another.
const MAX_DEPTH: u32 = 40;

/// Why nothing more is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// `exit`, or a failure under `set -e`.
    Exit(i32),
    /// `break`
    Break,
    /// `continue`
    Continue,
    /// The person asked to stop.
    Interrupted,
}

/// What a command writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Out(Vec<u8>),
    Error(String),
    Hint(String),
    Clear,
}

/// Where a command writes.
pub type Emit<'a> = &'a mut dyn FnMut(Piece);

pub type Outcome = Result<i32, Stop>;

/// What `set` has switched on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Flags {
    pub stop_on_failure: bool,
    pub unset_is_an_error: bool,
    pub pipe_fails: bool,
}

/// A text being run.
pub struct Execution<'a> {
    pub shell: &'a mut Shell,
    pub service: &'a mut dyn Service,
    pub flags: Flags,
    /// What stands behind `/dev/fd/N`.
    substituted: Vec<Vec<u8>>,
    /// Whether a failure is being looked at, and so ends nothing.
    in_condition: u32,
    steps: u32,
    depth: u32,
    written: usize,
    pub inputs: Inputs,
}

impl<'a> Execution<'a> {
    pub fn new(shell: &'a mut Shell, service: &'a mut dyn Service) -> Self {
        Self {
            shell,
            service,
            flags: Flags::default(),
            substituted: Vec::new(),
            in_condition: 0,
            steps: 0,
            depth: 0,
            written: 0,
            inputs: Inputs::default(),
        }
    }

    /// Runs everything, printing as it goes.
    pub fn program(&mut self, program: &Program, print: &mut dyn FnMut(Printed)) -> Outcome {
        let mut emit = |piece: Piece| {
            print(match piece {
                Piece::Out(bytes) => Printed::Out(String::from_utf8_lossy(&bytes).into_owned()),
                Piece::Error(text) => Printed::Error(text),
                Piece::Hint(text) => Printed::Hint(text),
                Piece::Clear => Printed::Clear,
            });
        };
        let mut status = 0;
        for list in &program.complete_commands {
            status = self.list(list, &[], &mut emit)?;
        }
        Ok(status)
    }

    /// The text of a command substitution: its output.
    pub fn captured(&mut self, text: &str, emit: Emit<'_>) -> Result<Vec<u8>, Stop> {
        let program = match super::parse(text) {
            Ok(program) => program,
            Err(problem) => {
                emit(Piece::Error(format!("syntax error: {problem}\n")));
                self.shell.status = 2;
                return Ok(Vec::new());
            }
        };
        let mut out = Vec::new();
        // What a substitution sets is gone with it.
        let variables = self.shell.variables.clone();
        for list in &program.complete_commands {
            let status = self.list(list, &[], &mut |piece| gather(&mut out, piece, emit));
            match status {
                Ok(status) | Err(Stop::Exit(status)) => self.shell.status = status,
                Err(stop) => return Err(stop),
            }
        }
        self.shell.variables = variables;
        Ok(out)
    }

    pub fn list(&mut self, list: &CompoundList, input: &[u8], emit: Emit<'_>) -> Outcome {
        let mut status = 0;
        for item in &list.0 {
            status = self.and_or(&item.0, input, emit)?;
        }
        Ok(status)
    }

    fn and_or(&mut self, list: &AndOrList, input: &[u8], emit: Emit<'_>) -> Outcome {
        let is_last = |place: usize| place == list.additional.len();
        let mut status = self.looked_at(!is_last(0), |it| it.pipeline(&list.first, input, emit))?;
        for (place, next) in (1..).zip(&list.additional) {
            let pipeline = match next {
                AndOr::And(pipeline) if status == 0 => pipeline,
                AndOr::Or(pipeline) if status != 0 => pipeline,
                AndOr::And(_) | AndOr::Or(_) => continue,
            };
            status = self.looked_at(!is_last(place), |it| it.pipeline(pipeline, input, emit))?;
        }
        Ok(status)
    }

    /// Does something whose failure is looked at, and so does not end the text under `set -e`.
    fn looked_at<R>(&mut self, looked_at: bool, work: impl FnOnce(&mut Self) -> R) -> R {
        self.in_condition += u32::from(looked_at);
        let result = work(self);
        self.in_condition -= u32::from(looked_at);
        result
    }

    fn pipeline(&mut self, pipeline: &Pipeline, input: &[u8], emit: Emit<'_>) -> Outcome {
        let mut piped = input.to_vec();
        let mut status = 0;
        let mut failed = 0;
        let last = pipeline.seq.len().saturating_sub(1);
        for (place, command) in pipeline.seq.iter().enumerate() {
            let looked_at = pipeline.bang || place < last;
            // What a pipe gives is an input of its own, read from its start.
            let outer = self.inputs.enter(place > 0);
            let ran = if place < last {
                let mut out = Vec::new();
                let status = self.looked_at(looked_at, |it| {
                    it.command(command, &piped, &mut |piece| gather(&mut out, piece, emit))
                });
                piped = out;
                status
            } else {
                self.looked_at(looked_at, |it| it.command(command, &piped, emit))
            };
            self.inputs.leave(outer);
            status = ran?;
            failed = if status == 0 { failed } else { status };
        }
        if self.flags.pipe_fails && status == 0 {
            status = failed;
        }
        if pipeline.bang {
            status = i32::from(status == 0);
        }
        self.shell.status = status;
        // A failure inside a loop or a condition has ended the text already, unless it was looked at there.
        let has_parts = matches!(pipeline.seq.last(), Some(Command::Compound(command, _))
            if !matches!(command, CompoundCommand::Subshell(_)));
        let is_failure = status != 0 && !pipeline.bang && !has_parts;
        if is_failure && self.flags.stop_on_failure && self.in_condition == 0 {
            return Err(Stop::Exit(status));
        }
        Ok(status)
    }

    /// Counts a step: a text without end comes to one, and one that is to stop does.
    pub fn step(&mut self, emit: Emit<'_>) -> Result<(), Stop> {
        if self.service.is_interrupted() {
            return Err(Stop::Interrupted);
        }
        self.steps += 1;
        if self.steps > MAX_STEPS {
            emit(Piece::Error(format!("stopped after {MAX_STEPS} commands\n")));
            return Err(Stop::Exit(1));
        }
        Ok(())
    }

    fn command(&mut self, command: &Command, input: &[u8], emit: Emit<'_>) -> Outcome {
        self.step(emit)?;
        self.depth += 1;
        let outcome = if self.depth > MAX_DEPTH {
            emit(Piece::Error("commands stand too deep in one another\n".to_owned()));
            Err(Stop::Exit(1))
        } else {
            match command {
                Command::Simple(simple) => self.simple(simple, input, emit),
                Command::Compound(compound, redirections) => {
                    self.redirected(redirections.as_ref(), input, emit, |it, input, emit| {
                        it.compound(compound, input, emit)
                    })
                }
                Command::ExtendedTest(test, redirections) => {
                    self.redirected(redirections.as_ref(), input, emit, |it, _, emit| {
                        Ok(i32::from(!it.holds(&test.expr, emit)?))
                    })
                }
                Command::Function(_) => self.not_here("functions", emit),
            }
        };
        self.depth -= 1;
        outcome
    }

    fn not_here(&mut self, what: &str, emit: Emit<'_>) -> Outcome {
        emit(Piece::Error(format!("{what} are not part of this shell\n")));
        Ok(2)
    }

    fn compound(&mut self, command: &CompoundCommand, input: &[u8], emit: Emit<'_>) -> Outcome {
        match command {
            CompoundCommand::BraceGroup(group) => self.list(&group.list, input, emit),
            CompoundCommand::Subshell(subshell) => {
                let (variables, flags) = (self.shell.variables.clone(), self.flags);
                let outcome = self.list(&subshell.list, input, emit);
                (self.shell.variables, self.flags) = (variables, flags);
                match outcome {
                    Err(Stop::Exit(status)) => Ok(status),
                    outcome => outcome,
                }
            }
            CompoundCommand::IfClause(clause) => self.branch(clause, input, emit),
            CompoundCommand::ForClause(clause) => {
                let mut values = Vec::new();
                for word in clause.values.iter().flatten() {
                    values.extend(self.fields(&word.value, emit)?);
                }
                let mut status = 0;
                for value in values {
                    self.shell.variables.insert(clause.variable_name.clone(), value);
                    match self.list(&clause.body.list, input, emit) {
                        Ok(it) => status = it,
                        Err(Stop::Break) => break,
                        Err(Stop::Continue) => {}
                        Err(stop) => return Err(stop),
                    }
                }
                Ok(status)
            }
            CompoundCommand::WhileClause(clause) => self.repeat(&clause.0, &clause.1.list, true, input, emit),
            CompoundCommand::UntilClause(clause) => {
                self.repeat(&clause.0, &clause.1.list, false, input, emit)
            }
            CompoundCommand::CaseClause(clause) => {
                let value = self.text(&clause.value.value, emit)?;
                for case in &clause.cases {
                    for pattern in &case.patterns {
                        let pattern = self.text(&pattern.value, emit)?;
                        if super::conditions::matches(&pattern, &value) {
                            return case.cmd.as_ref().map_or(Ok(0), |list| self.list(list, input, emit));
                        }
                    }
                }
                Ok(0)
            }
            CompoundCommand::Arithmetic(command) => {
                Ok(i32::from(self.calculated(&command.expr.value, emit)? == 0))
            }
            CompoundCommand::ArithmeticForClause(clause) => self.count(clause, input, emit),
            CompoundCommand::Coprocess(_) => self.not_here("processes beside it", emit),
        }
    }

    fn branch(&mut self, clause: &IfClauseCommand, input: &[u8], emit: Emit<'_>) -> Outcome {
        if self.looked_at(true, |it| it.list(&clause.condition, input, emit))? == 0 {
            return self.list(&clause.then, input, emit);
        }
        for clause in clause.elses.iter().flatten() {
            let holds = match &clause.condition {
                Some(condition) => self.looked_at(true, |it| it.list(condition, input, emit))? == 0,
                None => true,
            };
            if holds {
                return self.list(&clause.body, input, emit);
            }
        }
        Ok(0)
    }

    fn repeat(
        &mut self,
        condition: &CompoundList,
        body: &CompoundList,
        while_true: bool,
        input: &[u8],
        emit: Emit<'_>,
    ) -> Outcome {
        let mut status = 0;
        while (self.looked_at(true, |it| it.list(condition, input, emit))? == 0) == while_true {
            match self.list(body, input, emit) {
                Ok(it) => status = it,
                Err(Stop::Break) => break,
                Err(Stop::Continue) => {}
                Err(stop) => return Err(stop),
            }
        }
        Ok(status)
    }

    fn simple(&mut self, command: &SimpleCommand, input: &[u8], emit: Emit<'_>) -> Outcome {
        let mut redirections = Vec::new();
        let mut assigned = Vec::new();
        let mut words: Vec<String> = Vec::new();
        let before = self.substituted.len();
        let mut assigned_status = 0;
        let prefix = command.prefix.iter().flat_map(|it| &it.0);
        let suffix = command.suffix.iter().flat_map(|it| &it.0);
        for item in prefix {
            match item {
                CommandPrefixOrSuffixItem::AssignmentWord(assignment, _) => {
                    let AssignmentValue::Scalar(word) = &assignment.value else {
                        return self.not_here("arrays", emit);
                    };
                    let value = self.text(&word.value, emit)?;
                    if word.value.contains("$(") || word.value.contains('`') {
                        assigned_status = self.shell.status;
                    }
                    let AssignmentName::VariableName(name) = &assignment.name else {
                        return self.not_here("arrays", emit);
                    };
                    let old = self.shell.variables.get(name).cloned();
                    let value =
                        if assignment.append { old.clone().unwrap_or_default() + &value } else { value };
                    assigned.push((name.clone(), old));
                    self.shell.variables.insert(name.clone(), value);
                }
                CommandPrefixOrSuffixItem::IoRedirect(redirection) => redirections.push(redirection),
                CommandPrefixOrSuffixItem::Word(word) => words.extend(self.fields(&word.value, emit)?),
                CommandPrefixOrSuffixItem::ProcessSubstitution(..) => {}
            }
        }
        let Some(name) = &command.word_or_name else {
            // An assignment alone has the status of what was substituted in it.
            return Ok(assigned_status);
        };
        words.extend(self.fields(&name.value, emit)?);
        for item in suffix {
            match item {
                CommandPrefixOrSuffixItem::Word(word)
                | CommandPrefixOrSuffixItem::AssignmentWord(_, word) => {
                    words.extend(self.fields(&word.value, emit)?);
                }
                CommandPrefixOrSuffixItem::IoRedirect(redirection) => redirections.push(redirection),
                CommandPrefixOrSuffixItem::ProcessSubstitution(_, subshell) => {
                    let mut out = Vec::new();
                    let list = &subshell.list;
                    self.list(list, &[], &mut |piece| gather(&mut out, piece, emit))?;
                    let path = format!("/dev/fd/{}", self.substituted.len());
                    self.substituted.push(out);
                    // `fileb://<(…)` is one word.
                    match words.last_mut().filter(|word| word.ends_with("://")) {
                        Some(word) => word.push_str(&path),
                        None => words.push(path),
                    }
                }
            }
        }
        let outcome = self
            .with_redirections(&redirections, input, emit, |it, input, emit| it.call(&words, input, emit));
        self.substituted.truncate(before);
        // Variables before a command are the command's own.
        for (name, old) in assigned.into_iter().rev() {
            match old {
                Some(old) => self.shell.variables.insert(name, old),
                None => self.shell.variables.remove(&name),
            };
        }
        outcome
    }

    /// A command by its name.
    fn call(&mut self, words: &[String], input: &[u8], emit: Emit<'_>) -> Outcome {
        let input = input.get(self.inputs.taken()..).unwrap_or_default();
        let mut written = 0;
        let mut counted = |piece: Piece| {
            if let Piece::Out(bytes) = &piece {
                written += bytes.len();
            }
            emit(piece);
        };
        let outcome = match words.split_first() {
            None => Ok(0),
            Some((name, rest)) if name == "aws" => Ok(self.aws(rest, &mut counted)),
            Some((name, rest)) => tools::call(self, name, rest, input, &mut counted),
        };
        self.spend(written, emit)?;
        outcome
    }

    /// Counts bytes that were made: a loop that doubles them comes to an end.
    pub fn spend(&mut self, bytes: usize, emit: Emit<'_>) -> Result<(), Stop> {
        self.written = self.written.saturating_add(bytes);
        if self.written <= MAX_WRITTEN {
            return Ok(());
        }
        emit(Piece::Error(format!("stopped after {} MiB of text\n", MAX_WRITTEN >> 20)));
        Err(Stop::Exit(1))
    }

    fn aws(&mut self, words: &[String], emit: Emit<'_>) -> i32 {
        if words.first().is_some_and(|word| word == "configure") {
            return tools::configure(self, &words[1..], emit);
        }
        // Reading files and calling the service are both the execution's; the files are read from a copy.
        let files = Files { folder: self.shell.folder.clone(), substituted: self.substituted.clone() };
        let shell = &*self.shell;
        let variable = |name: &str| shell.variables.get(name).cloned();
        let configured = |name: &str| shell.configuration.get(name).cloned();
        let region = variable("AWS_REGION").or_else(|| variable("AWS_DEFAULT_REGION"));
        let setting = Setting {
            region: Some(region.or_else(|| configured("region")).unwrap_or_else(|| shell.region.to_string())),
            output: variable("AWS_DEFAULT_OUTPUT").or_else(|| configured("output")),
            binary_format: configured("cli_binary_format"),
            profile: variable("AWS_PROFILE"),
            read: &|path| files.read(path),
        };
        let ran = command::run(words, &setting, self.service);
        if !ran.out.is_empty() {
            emit(Piece::Out(ran.out.into_bytes()));
        }
        if !ran.error.is_empty() {
            emit(Piece::Error(ran.error));
        }
        if let Some(hint) = ran.hint {
            emit(Piece::Hint(hint));
        }
        ran.status
    }

    /// A file of the folder, or what a process substitution gave.
    pub fn read(&self, path: &str) -> Option<Vec<u8>> {
        read_from(&self.shell.folder, &self.substituted, path)
    }

    /// The Region that is called where a command names none.
    pub fn region(&self) -> Region {
        self.shell.default_region()
    }
}

struct Files {
    folder: super::Folder,
    substituted: Vec<Vec<u8>>,
}

impl Files {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        read_from(&self.folder, &self.substituted, path)
    }
}

fn read_from(folder: &super::Folder, substituted: &[Vec<u8>], path: &str) -> Option<Vec<u8>> {
    if path == "/dev/null" {
        return Some(Vec::new());
    }
    match path.strip_prefix("/dev/fd/") {
        Some(number) => substituted.get(number.parse::<usize>().ok()?).cloned(),
        None => folder.read(path).map(|file| file.to_vec()),
    }
}

/// Keeps output and lets all else through.
pub fn gather(out: &mut Vec<u8>, piece: Piece, emit: Emit<'_>) {
    match piece {
        Piece::Out(bytes) => append(out, &bytes),
        other => emit(other),
    }
}

/// Appends as much as there is room for.
pub fn append(out: &mut Vec<u8>, bytes: &[u8]) {
    let room = MAX_PIPED.saturating_sub(out.len());
    out.extend_from_slice(&bytes[..bytes.len().min(room)]);
}
