//! Where a command reads and writes: `<`, `>`, `>>`, `2>&1`, here-documents.

use brush_parser::ast::{IoFileRedirectKind, IoFileRedirectTarget, IoRedirect, RedirectList, Word};

use super::execute::{Emit, Execution, Outcome, Piece, Stop, append, gather};

/// Where a stream goes.
#[derive(Clone, Debug)]
enum Target {
    /// Where it went before.
    Through,
    /// To standard output.
    ToOut,
    /// To standard error.
    ToError,
    /// Nowhere.
    Nowhere,
    /// To a file, at its end or in its place.
    File(String, bool),
}

struct Streams {
    out: Target,
    error: Target,
}

impl Execution<'_> {
    /// Runs a command whose redirections stand behind all of it.
    pub fn redirected(
        &mut self,
        redirections: Option<&RedirectList>,
        input: &[u8],
        emit: Emit<'_>,
        work: impl FnOnce(&mut Self, &[u8], Emit<'_>) -> Outcome,
    ) -> Outcome {
        let redirections: Vec<&IoRedirect> = redirections.iter().flat_map(|it| &it.0).collect();
        self.with_redirections(&redirections, input, emit, work)
    }

    /// Runs a command with its input and its output where its redirections say.
    pub fn with_redirections(
        &mut self,
        redirections: &[&IoRedirect],
        input: &[u8],
        emit: Emit<'_>,
        work: impl FnOnce(&mut Self, &[u8], Emit<'_>) -> Outcome,
    ) -> Outcome {
        let is_own = |it: &&IoRedirect| match it {
            IoRedirect::File(_, kind, _) => {
                matches!(kind, IoFileRedirectKind::Read | IoFileRedirectKind::ReadAndWrite)
            }
            IoRedirect::HereDocument(..) | IoRedirect::HereString(..) => true,
            IoRedirect::OutputAndError(..) => false,
        };
        let reads_its_own = redirections.iter().any(is_own);
        let mut input = input.to_vec();
        let mut streams = Streams { out: Target::Through, error: Target::Through };
        for redirection in redirections {
            match redirection {
                IoRedirect::File(descriptor, kind, target) => {
                    if let Err(problem) =
                        self.redirect(*descriptor, kind, target, &mut input, &mut streams, emit)?
                    {
                        emit(Piece::Error(problem));
                        return Ok(1);
                    }
                }
                IoRedirect::OutputAndError(word, append) => {
                    let target = Target::File(self.text(&word.value, emit)?, *append);
                    streams = Streams { out: target.clone(), error: target };
                }
                IoRedirect::HereDocument(_, document) => {
                    let text = document.doc.value.clone();
                    let text = if document.requires_expansion { self.here_text(&text, emit)? } else { text };
                    input = text.into_bytes();
                }
                IoRedirect::HereString(_, word) => {
                    input = (self.text(&word.value, emit)? + "\n").into_bytes();
                }
            }
        }
        let (mut out, mut error) = (Vec::new(), Vec::new());
        let outcome = {
            let mut inner = |piece: Piece| match piece {
                Piece::Out(bytes) => match &streams.out {
                    Target::Through => emit(Piece::Out(bytes)),
                    Target::ToError => emit(Piece::Error(String::from_utf8_lossy(&bytes).into_owned())),
                    Target::Nowhere => {}
                    Target::File(..) => append(&mut out, &bytes),
                    Target::ToOut => {}
                },
                Piece::Error(text) => match &streams.error {
                    Target::Through | Target::ToError => emit(Piece::Error(text)),
                    Target::ToOut => match &streams.out {
                        Target::File(..) => append(&mut out, text.as_bytes()),
                        Target::Nowhere => {}
                        _ => emit(Piece::Out(text.into_bytes())),
                    },
                    Target::Nowhere => {}
                    Target::File(..) => append(&mut error, text.as_bytes()),
                },
                other => emit(other),
            };
            let outer = self.inputs.enter(reads_its_own);
            let outcome = work(self, &input, &mut inner);
            self.inputs.leave(outer);
            outcome
        };
        let mut problem = None;
        for (target, bytes) in [(streams.out, out), (streams.error, error)] {
            if let Target::File(name, appending) = target {
                let mut content = if appending { self.read(&name).unwrap_or_default() } else { Vec::new() };
                content.extend(bytes);
                problem = self.shell.folder.write(&name, content).err().or(problem);
            }
        }
        match problem {
            Some(problem) => {
                emit(Piece::Error(format!("{problem}\n")));
                outcome.map(|_| 1)
            }
            None => outcome,
        }
    }

    /// Notes one redirection; the inner result says why it cannot be.
    fn redirect(
        &mut self,
        descriptor: Option<i32>,
        kind: &IoFileRedirectKind,
        target: &IoFileRedirectTarget,
        input: &mut Vec<u8>,
        streams: &mut Streams,
        emit: Emit<'_>,
    ) -> Result<Result<(), String>, Stop> {
        let name = match target {
            IoFileRedirectTarget::Filename(Word { value, .. })
            | IoFileRedirectTarget::Duplicate(Word { value, .. }) => self.text(value, emit)?,
            IoFileRedirectTarget::Fd(number) => number.to_string(),
            IoFileRedirectTarget::ProcessSubstitution(_, subshell) => {
                let mut out = Vec::new();
                self.list(&subshell.list, &[], &mut |piece| gather(&mut out, piece, emit))?;
                *input = out;
                return Ok(Ok(()));
            }
        };
        match kind {
            IoFileRedirectKind::Read | IoFileRedirectKind::ReadAndWrite => match self.read(&name) {
                Some(bytes) => *input = bytes,
                None => return Ok(Err(format!("{name}: No such file or directory\n"))),
            },
            IoFileRedirectKind::DuplicateInput => {}
            IoFileRedirectKind::DuplicateOutput => match (descriptor.unwrap_or(1), name.as_str()) {
                (2, "1") => streams.error = Target::ToOut,
                (1, "2") => streams.out = Target::ToError,
                _ => return Ok(Err(format!("{name}: Bad file descriptor\n"))),
            },
            IoFileRedirectKind::Write | IoFileRedirectKind::Append | IoFileRedirectKind::Clobber => {
                let append = matches!(kind, IoFileRedirectKind::Append);
                let target = if name == "/dev/null" { Target::Nowhere } else { Target::File(name, append) };
                match descriptor.unwrap_or(1) {
                    2 => streams.error = target,
                    _ => streams.out = target,
                }
            }
        }
        Ok(Ok(()))
    }
}
