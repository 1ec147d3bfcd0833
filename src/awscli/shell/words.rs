//! From a word as typed to what it stands for.

use brush_parser::word::{
    self, Parameter, ParameterExpr, ParameterTestType, SpecialParameter, WordPiece, WordPieceWithSource,
};

use super::{
    braces,
    execute::{Emit, Execution, Piece, Stop},
    options,
};

/// The most words that braces may make of one.
const MAX_BRACES: usize = 10_000;

/// A part of a word: what it stands for, and whether blanks in it part words.
struct Part {
    text: String,
    parts_words: bool,
}

impl Execution<'_> {
    /// The words that a word stands for: none for an empty variable, several for one with blanks outside quotes.
    pub fn fields(&mut self, word: &str, emit: Emit<'_>) -> Result<Vec<String>, Stop> {
        let Some(words) = braces::expand(word, MAX_BRACES) else {
            emit(Piece::Error(format!("{word}: braces make more than {MAX_BRACES} words\n")));
            return Err(Stop::Exit(1));
        };
        let mut fields = Vec::new();
        for word in words {
            self.fields_of(&word, &mut fields, emit)?;
        }
        Ok(fields)
    }

    /// The words that a word without braces stands for.
    fn fields_of(&mut self, word: &str, fields: &mut Vec<String>, emit: Emit<'_>) -> Result<(), Stop> {
        let parts = self.parts(word, emit)?;
        let mut field: Option<String> = None;
        for part in parts {
            if !part.parts_words {
                field.get_or_insert_default().push_str(&part.text);
                continue;
            }
            for (place, piece) in part.text.split([' ', '\t', '\n']).enumerate() {
                if place > 0 {
                    fields.extend(field.take());
                }
                if !piece.is_empty() {
                    field.get_or_insert_default().push_str(piece);
                }
            }
        }
        fields.extend(field);
        Ok(())
    }

    /// The one text that a word stands for.
    pub fn text(&mut self, word: &str, emit: Emit<'_>) -> Result<String, Stop> {
        Ok(self.parts(word, emit)?.into_iter().map(|part| part.text).collect())
    }

    /// The text of a here-document.
    pub fn here_text(&mut self, text: &str, emit: Emit<'_>) -> Result<String, Stop> {
        if super::pasted::read(&format!("\"{text}")).depth > super::MAX_NESTING {
            emit(Piece::Error("substitutions stand too deep in one another\n".to_owned()));
            return Err(Stop::Exit(1));
        }
        let Ok(pieces) = word::parse_heredoc(text, &options()) else { return Ok(text.to_owned()) };
        let mut parts = Vec::new();
        self.pieces(pieces, true, &mut parts, emit)?;
        Ok(parts.into_iter().map(|part| part.text).collect())
    }

    fn parts(&mut self, word: &str, emit: Emit<'_>) -> Result<Vec<Part>, Stop> {
        let pieces = match word::parse(word, &options()) {
            Ok(pieces) => pieces,
            Err(_) => return Ok(vec![Part { text: word.to_owned(), parts_words: false }]),
        };
        let mut parts = Vec::new();
        self.pieces(pieces, false, &mut parts, emit)?;
        Ok(parts)
    }

    fn pieces(
        &mut self,
        pieces: Vec<WordPieceWithSource>,
        quoted: bool,
        parts: &mut Vec<Part>,
        emit: Emit<'_>,
    ) -> Result<(), Stop> {
        for piece in pieces {
            let (text, parts_words) = match piece.piece {
                WordPiece::Text(text) | WordPiece::SingleQuotedText(text) => (text, false),
                WordPiece::AnsiCQuotedText(text) => (unescaped(&text), false),
                WordPiece::EscapeSequence(text) => (escape(&text, quoted), false),
                WordPiece::DoubleQuotedSequence(inner) | WordPiece::GettextDoubleQuotedSequence(inner) => {
                    // Quotes make a word even of nothing.
                    parts.push(Part { text: String::new(), parts_words: false });
                    self.pieces(inner, true, parts, emit)?;
                    continue;
                }
                WordPiece::TildeExpansion(_) => ("~".to_owned(), false),
                WordPiece::ParameterExpansion(expression) => (self.parameter(expression, emit)?, !quoted),
                WordPiece::CommandSubstitution(text) | WordPiece::BackquotedCommandSubstitution(text) => {
                    let out = self.captured(&text, emit)?;
                    let text = String::from_utf8_lossy(&out).replace('\0', "");
                    (text.trim_end_matches('\n').to_owned(), !quoted)
                }
                WordPiece::ArithmeticExpression(expression) => {
                    (self.calculated(&expression.value, emit)?.to_string(), false)
                }
            };
            self.spend(text.len(), emit)?;
            parts.push(Part { text, parts_words });
        }
        Ok(())
    }

    fn parameter(&mut self, expression: ParameterExpr, emit: Emit<'_>) -> Result<String, Stop> {
        let is_set = |value: &Option<String>, test: &ParameterTestType| match test {
            ParameterTestType::UnsetOrNull => value.as_ref().is_some_and(|value| !value.is_empty()),
            ParameterTestType::Unset => value.is_some(),
        };
        match expression {
            ParameterExpr::Parameter { parameter, .. } => match self.value(&parameter) {
                Some(value) => Ok(value),
                None if self.flags.unset_is_an_error => {
                    emit(Piece::Error(format!("{parameter}: unbound variable\n")));
                    Err(Stop::Exit(1))
                }
                None => Ok(String::new()),
            },
            ParameterExpr::UseDefaultValues { parameter, test_type, default_value, .. } => {
                let value = self.value(&parameter);
                if is_set(&value, &test_type) {
                    return Ok(value.unwrap_or_default());
                }
                self.text(&default_value.unwrap_or_default(), emit)
            }
            ParameterExpr::AssignDefaultValues { parameter, test_type, default_value, .. } => {
                let value = self.value(&parameter);
                if is_set(&value, &test_type) {
                    return Ok(value.unwrap_or_default());
                }
                let value = self.text(&default_value.unwrap_or_default(), emit)?;
                if let Parameter::Named(name) = parameter {
                    self.shell.variables.insert(name, value.clone());
                }
                Ok(value)
            }
            ParameterExpr::IndicateErrorIfNullOrUnset { parameter, test_type, error_message, .. } => {
                let value = self.value(&parameter);
                if is_set(&value, &test_type) {
                    return Ok(value.unwrap_or_default());
                }
                let message = error_message.unwrap_or_else(|| "parameter null or not set".to_owned());
                emit(Piece::Error(format!("{parameter}: {message}\n")));
                Err(Stop::Exit(1))
            }
            ParameterExpr::UseAlternativeValue { parameter, test_type, alternative_value, .. } => {
                if is_set(&self.value(&parameter), &test_type) {
                    self.text(&alternative_value.unwrap_or_default(), emit)
                } else {
                    Ok(String::new())
                }
            }
            ParameterExpr::ParameterLength { parameter, .. } => {
                Ok(self.value(&parameter).unwrap_or_default().chars().count().to_string())
            }
            _ => {
                emit(Piece::Error("this form of ${…} is not part of this shell\n".to_owned()));
                Ok(String::new())
            }
        }
    }

    fn value(&self, parameter: &Parameter) -> Option<String> {
        match parameter {
            Parameter::Named(name) => self.shell.variables.get(name).cloned(),
            Parameter::Special(SpecialParameter::LastExitStatus) => Some(self.shell.status.to_string()),
            Parameter::Special(SpecialParameter::ShellName) => Some("mrk".to_owned()),
            Parameter::Special(SpecialParameter::PositionalParameterCount) => Some("0".to_owned()),
            Parameter::Special(_) | Parameter::Positional(_) => Some(String::new()),
            Parameter::NamedWithIndex { .. } | Parameter::NamedWithAllIndices { .. } => None,
        }
    }
}

/// What a backslash and the character after it stand for.
fn escape(sequence: &str, quoted: bool) -> String {
    match sequence.strip_prefix('\\') {
        // A line that goes on in the next.
        Some("\n") => String::new(),
        Some(rest) if !quoted || rest.starts_with(['$', '`', '"', '\\']) => rest.to_owned(),
        _ => sequence.to_owned(),
    }
}

/// What stands in `$'…'`, or in the argument of `echo -e` and `printf`.
pub fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        if character != '\\' {
            plain.push(character);
            continue;
        }
        match rest.next() {
            Some('n') => plain.push('\n'),
            Some('t') => plain.push('\t'),
            Some('r') => plain.push('\r'),
            Some('a') => plain.push('\u{7}'),
            Some('e') => plain.push('\u{1b}'),
            Some(kind @ ('u' | 'x')) => {
                let most = if kind == 'u' { 4 } else { 2 };
                let mut code = 0;
                for _ in 0..most {
                    let Some(digit) = rest.peek().and_then(|it| it.to_digit(16)) else { break };
                    code = code * 16 + digit;
                    rest.next();
                }
                plain.extend(char::from_u32(code));
            }
            Some(other) => plain.push(other),
            None => plain.push('\\'),
        }
    }
    plain
}
