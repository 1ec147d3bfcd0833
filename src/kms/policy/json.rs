//! JSON with the place of every value.
//!
//! `serde_json` judges the syntax and words its errors; this reader then walks the same text again and keeps
//! byte offsets, which `serde_json::Value` throws away. It also refuses an object that has a key twice, where
//! `serde_json` would silently keep the last.

use super::document::PolicyParseError;

/// A value and where it stands in the text.
#[derive(Debug)]
pub(super) struct Node<'a> {
    /// Byte offset of the first character.
    pub(super) start: usize,
    /// Byte offset just after the last character.
    pub(super) end: usize,
    pub(super) value: Value<'a>,
}

/// What a [`Node`] holds.
#[derive(Debug)]
pub(super) enum Value<'a> {
    Null,
    Bool(bool),
    /// The number as written: `1.0` and `1` stay apart.
    Number(&'a str),
    Text(String),
    List(Vec<Node<'a>>),
    Object(Vec<Member<'a>>),
}

/// One key of an object with its value.
#[derive(Debug)]
pub(super) struct Member<'a> {
    pub(super) key: String,
    /// Byte offset of the key's opening quote.
    pub(super) key_start: usize,
    pub(super) node: Node<'a>,
}

impl Node<'_> {
    /// What kind of value this is, for error messages.
    pub(super) fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a Boolean",
            Value::Number(_) => "a number",
            Value::Text(_) => "a string",
            Value::List(_) => "an array",
            Value::Object(_) => "an object",
        }
    }
}

/// An error at a byte offset of `text`.
pub(super) fn error_at(text: &str, offset: usize, message: impl Into<String>) -> PolicyParseError {
    let (line, column) = position(text, offset);
    PolicyParseError { line, column, message: message.into() }
}

/// Line and column of a byte offset, both from 1; the column counts characters, not bytes.
pub(super) fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
    let last_line = before.rsplit('\n').next().unwrap_or(before);
    (line, last_line.chars().count() + 1)
}

/// Reads `text` as one JSON value.
pub(super) fn read(text: &str) -> Result<Node<'_>, PolicyParseError> {
    // Parsing into a `Value` also bounds the nesting (128 levels), which bounds this file's recursion.
    if let Err(error) = serde_json::from_str::<serde_json::Value>(text) {
        return Err(syntax_error(text, &error));
    }
    let mut reader = Reader { text, at: 0 };
    reader.node()
}

fn syntax_error(text: &str, error: &serde_json::Error) -> PolicyParseError {
    let whole = error.to_string();
    let message = match whole.rfind(" at line ") {
        Some(end) => &whole[..end],
        None => &whole,
    };
    // serde_json counts bytes; people count characters.
    let line = error.line().max(1);
    let line_text = text.split('\n').nth(line - 1).unwrap_or("");
    let bytes_before = error.column().saturating_sub(1).min(line_text.len());
    let column = line_text.char_indices().take_while(|&(at, _)| at < bytes_before).count() + 1;
    PolicyParseError { line, column, message: message.to_owned() }
}

/// Walks text that `serde_json` has already accepted. Its error paths are for safety only.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn peek(&mut self) -> Option<u8> {
        self.skip_space();
        self.rest().bytes().next()
    }

    fn take(&mut self, expected: u8) -> bool {
        let found = self.peek() == Some(expected);
        if found {
            self.at += 1;
        }
        found
    }

    fn unreadable(&self) -> PolicyParseError {
        error_at(self.text, self.at, "expected value")
    }

    fn node(&mut self) -> Result<Node<'a>, PolicyParseError> {
        let first = self.peek().ok_or_else(|| self.unreadable())?;
        let start = self.at;
        let value = match first {
            b'{' => self.object()?,
            b'[' => self.list()?,
            b'"' => Value::Text(self.string()?),
            _ => self.scalar()?,
        };
        Ok(Node { start, end: self.at, value })
    }

    fn object(&mut self) -> Result<Value<'a>, PolicyParseError> {
        self.take(b'{');
        let mut members: Vec<Member<'a>> = Vec::new();
        while !self.take(b'}') {
            self.skip_space();
            let key_start = self.at;
            let key = self.string()?;
            if members.iter().any(|member| member.key == key) {
                let message = format!("\"{key}\" is written twice in the same object");
                return Err(error_at(self.text, key_start, message));
            }
            if !self.take(b':') {
                return Err(self.unreadable());
            }
            let node = self.node()?;
            members.push(Member { key, key_start, node });
            self.take(b',');
        }
        Ok(Value::Object(members))
    }

    fn list(&mut self) -> Result<Value<'a>, PolicyParseError> {
        self.take(b'[');
        let mut nodes = Vec::new();
        while !self.take(b']') {
            nodes.push(self.node()?);
            self.take(b',');
        }
        Ok(Value::List(nodes))
    }

    fn string(&mut self) -> Result<String, PolicyParseError> {
        let start = self.at;
        let mut escaped = false;
        let length = self.rest().bytes().skip(1).position(|byte| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends
        });
        let end = start + length.ok_or_else(|| self.unreadable())? + 2;
        let raw = self.text.get(start..end).ok_or_else(|| self.unreadable())?;
        let decoded = serde_json::from_str(raw).map_err(|_| self.unreadable())?;
        self.at = end;
        Ok(decoded)
    }

    fn scalar(&mut self) -> Result<Value<'a>, PolicyParseError> {
        let rest = self.rest();
        let length = rest.find([',', ']', '}', ' ', '\t', '\n', '\r']).unwrap_or(rest.len());
        let raw = &rest[..length];
        let value = match raw {
            "null" => Value::Null,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ if raw.starts_with(|c: char| c == '-' || c.is_ascii_digit()) => Value::Number(raw),
            _ => return Err(self.unreadable()),
        };
        self.at += length;
        Ok(value)
    }
}
