//! The AWS CLI's shorthand: `TagKey=a,TagValue=b`, `Purpose=Test,Team=EU`, `Names=a,b,c`, `Inner={A=1,B=[x,y]}`.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Map, Value};

use crate::kms::api::{Kind, MemberSpec};

/// Reads pairs or a structure.
///
/// # Errors
/// In the AWS CLI's words, with the place.
pub fn parse(text: &str, kind: &Kind, read: &dyn Fn(&str) -> Option<Vec<u8>>) -> Result<Value, String> {
    let mut parser = Parser { text, place: 0, depth: 0, read };
    let mut pairs = Map::new();
    loop {
        let begin = parser.place;
        let (name, value) = parser.pair(kind, Parser::values)?;
        if pairs.contains_key(&name) {
            return Err(parser.twice(&name, begin));
        }
        pairs.insert(name, value);
        if parser.place >= text.len() {
            return Ok(Value::Object(pairs));
        }
        parser.expect(',')?;
    }
}

/// How deep structures and lists may stand in one another.
const MAX_DEPTH: u32 = 32;

struct Parser<'a> {
    text: &'a str,
    place: usize,
    depth: u32,
    read: &'a dyn Fn(&str) -> Option<Vec<u8>>,
}

/// Whether a value without quotes may begin so.
fn begins(character: char) -> bool {
    !character.is_whitespace() && !character.is_control() && !"\"',=[{".contains(character)
}

/// Whether the first value of a pair may go on so.
fn goes_on(character: char) -> bool {
    (character.is_whitespace() || !character.is_control()) && !"\"',]}".contains(character)
}

/// Whether a further value behind a comma may: what has an `=` is the next pair.
fn goes_on_further(character: char) -> bool {
    (character.is_whitespace() || !character.is_control()) && !"\"',=".contains(character)
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        &self.text[self.place..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.place +=
            rest.len() - rest.trim_start_matches(|it: char| it.is_ascii_whitespace() || it == '\u{b}').len();
    }

    /// Takes a character, with the blanks around it.
    fn expect(&mut self, wanted: char) -> Result<(), String> {
        self.skip_blanks();
        if self.peek() != Some(wanted) {
            return Err(self.expected(&format!("'{wanted}'")));
        }
        self.place += wanted.len_utf8();
        self.skip_blanks();
        Ok(())
    }

    fn expected(&self, wanted: &str) -> String {
        let received = self.peek().map_or_else(|| "EOF".to_owned(), |it| it.to_string());
        format!("Expected: {wanted}, received: '{received}' for input:\n{}", self.shown(self.place))
    }

    fn twice(&self, name: &str, begin: usize) -> String {
        format!(
            "Second instance of key \"{name}\" encountered for input:\n{}\nThis is often because there is a preceding \",\" \
             instead of a space.",
            self.shown(begin)
        )
    }

    /// The input with a mark under a place.
    fn shown(&self, place: usize) -> String {
        let line_start = self.text[..place].rfind('\n').map_or(0, |end| end + 1);
        let line_end = self.text[place..].find('\n').map_or(self.text.len(), |end| place + end);
        let blanks = " ".repeat(self.text[line_start..place].chars().count());
        format!("{}\n{blanks}^{}", &self.text[..line_end], &self.text[line_end..])
    }

    /// `name=value`, or `name@=file://path`.
    fn pair(
        &mut self,
        kind: &Kind,
        value: fn(&mut Self, Option<Kind>, bool) -> Result<Value, String>,
    ) -> Result<(String, Value), String> {
        let rest = self.rest();
        let end =
            rest.find(|it: char| !it.is_ascii_alphanumeric() && !"-_.#/:".contains(it)).unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        self.place += end;
        let from_file = self.expect('@').is_ok();
        self.expect('=')?;
        let read = value(self, member_kind(kind, &name), from_file)?;
        Ok((name, read))
    }

    /// What stands behind the `=` of a pair that has no braces around it: `a`, `a,b`, `[a,b]` or `{a=b}`.
    fn values(&mut self, kind: Option<Kind>, from_file: bool) -> Result<Value, String> {
        if matches!(self.peek(), Some('[' | '{')) {
            return self.inner(kind, from_file);
        }
        let first = self.scalar(kind, from_file, goes_on)?;
        self.skip_blanks();
        let mut all = vec![first];
        let mut before_comma = self.place;
        while self.peek() == Some(',') {
            self.expect(',')?;
            let Some(next) = self.further(kind, from_file)? else { break };
            self.skip_blanks();
            if self.peek().is_some_and(|it| it != ',') {
                // A name with an `=` behind it: the next pair.
                break;
            }
            all.push(next);
            before_comma = self.place;
        }
        self.place = before_comma;
        let is_list = matches!(kind, Some(Kind::List(_)));
        Ok(if all.len() > 1 || is_list { Value::Array(all) } else { all.swap_remove(0) })
    }

    /// A value behind a comma, unless a pair begins there.
    fn further(&mut self, kind: Option<Kind>, from_file: bool) -> Result<Option<Value>, String> {
        if self.peek().is_none() {
            return Err(
                "Expected: '<second>', received: '<none>' for input:\n".to_owned() + &self.shown(self.place)
            );
        }
        let is_value = self.peek().is_some_and(|it| begins(it) || it == '\'' || it == '"');
        if !is_value {
            return Ok(None);
        }
        self.scalar(kind, from_file, goes_on_further).map(Some)
    }

    /// A value inside braces or brackets.
    fn inner(&mut self, kind: Option<Kind>, from_file: bool) -> Result<Value, String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(format!("more than {MAX_DEPTH} braces and brackets stand in one another"));
        }
        let value = match self.peek() {
            Some('[') => {
                self.expect('[')?;
                let mut values = Vec::new();
                while self.peek() != Some(']') {
                    values.push(self.inner(None, from_file)?);
                    self.between(']')?;
                }
                self.place += 1;
                Value::Array(values)
            }
            Some('{') => {
                self.expect('{')?;
                let mut pairs = Map::new();
                while self.peek() != Some('}') {
                    let (name, value) = self.pair(&kind.unwrap_or(Kind::Pairs), Self::inner)?;
                    pairs.insert(name, value);
                    self.between('}')?;
                }
                self.place += 1;
                Value::Object(pairs)
            }
            _ => self.scalar(kind, from_file, goes_on)?,
        };
        self.depth -= 1;
        Ok(value)
    }

    /// A comma, unless what is around ends here.
    fn between(&mut self, close: char) -> Result<(), String> {
        self.skip_blanks();
        if self.peek() == Some(close) { Ok(()) } else { self.expect(',') }
    }

    /// A text in quotes or without.
    fn scalar(
        &mut self,
        kind: Option<Kind>,
        from_file: bool,
        goes_on: fn(char) -> bool,
    ) -> Result<Value, String> {
        let text = match self.peek() {
            Some(quote @ ('"' | '\'')) => self.quoted(quote)?,
            _ => self.bare(goes_on),
        };
        if from_file { self.file(&text, kind) } else { Ok(typed(kind, text)) }
    }

    fn quoted(&mut self, quote: char) -> Result<String, String> {
        let mut text = String::new();
        let mut rest = self.rest()[1..].char_indices().peekable();
        while let Some((place, character)) = rest.next() {
            match (character, rest.peek()) {
                ('\\', Some((_, next))) if *next == quote || *next == '\\' => {
                    text.push(*next);
                    rest.next();
                }
                (it, _) if it == quote => {
                    self.place += 1 + place + 1;
                    return Ok(text);
                }
                (it, _) => text.push(it),
            }
        }
        let which = if quote == '"' { "double" } else { "singled" };
        Err(format!(
            "Expected: '<{which} quoted>', received: '<none>' for input:\n{}",
            self.shown(self.place)
        ))
    }

    /// A text without quotes; `\,` is a comma in it.
    fn bare(&mut self, goes_on: fn(char) -> bool) -> String {
        let mut text = String::new();
        while let Some(character) = self.peek() {
            if self.rest().starts_with("\\,") {
                text.push(',');
                self.place += 2;
                continue;
            }
            if !(if text.is_empty() { begins(character) } else { goes_on(character) }) {
                break;
            }
            text.push(character);
            self.place += character.len_utf8();
        }
        text.truncate(text.trim_end().len());
        text
    }

    /// The value of a file: `Name@=file://path`.
    fn file(&self, word: &str, kind: Option<Kind>) -> Result<Value, String> {
        let Some(path) = word.strip_prefix("fileb://").or_else(|| word.strip_prefix("file://")) else {
            return Ok(typed(kind, word.to_owned()));
        };
        let bytes = (self.read)(path).ok_or_else(|| {
            format!("Unable to load paramfile {word}: [Errno 2] No such file or directory: '{path}'")
        })?;
        Ok(Value::String(match kind {
            Some(Kind::Blob) => STANDARD.encode(bytes),
            _ => String::from_utf8_lossy(&bytes).into_owned(),
        }))
    }
}

/// A scalar as its kind has it on the wire.
fn typed(kind: Option<Kind>, text: String) -> Value {
    match kind {
        Some(Kind::Integer) => text.parse::<i64>().map_or(Value::String(text), Value::from),
        Some(Kind::Boolean) if text == "true" || text == "false" => Value::Bool(text == "true"),
        _ => Value::String(text),
    }
}

fn member_kind(kind: &Kind, name: &str) -> Option<Kind> {
    match kind {
        Kind::Structure(specs) => {
            specs.iter().find(|spec: &&MemberSpec| spec.name() == name).map(|spec| spec.kind)
        }
        Kind::List(element) => member_kind(element, name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn structures_lists_and_quotes_are_read() {
        let none = |_: &str| None;
        for (text, expected) in [
            ("a=b", json!({"a": "b"})),
            ("a=b,c=d", json!({"a": "b", "c": "d"})),
            ("TagKey=a,TagValue=", json!({"TagKey": "a", "TagValue": ""})),
            ("a='x,y',b=\"q\\\"r\"", json!({"a": "x,y", "b": "q\"r"})),
            ("a=x\\,y", json!({"a": "x,y"})),
            ("a={b=c,d={e=f}},g=[h,i]", json!({"a": {"b": "c", "d": {"e": "f"}}, "g": ["h", "i"]})),
            ("a=b=c", json!({"a": "b=c"})),
            ("a={}", json!({"a": {}})),
        ] {
            assert_eq!(parse(text, &Kind::Pairs, &none), Ok(expected), "{text}");
        }
        static STRUCTURE: Kind = Kind::Structure(&[]);
        assert_eq!(parse("a=b", &Kind::List(&STRUCTURE), &none), Ok(json!({"a": "b"})));
    }

    #[test]
    fn what_is_no_shorthand_is_told_with_its_place() {
        let none = |_: &str| None;
        assert_eq!(
            parse("foo", &Kind::Pairs, &none),
            Err("Expected: '=', received: 'EOF' for input:\nfoo\n   ^".to_owned())
        );
        for text in ["a='x", "a={b=c", "a=[b", "a=b,", "=", "{", "a@=file://none", "é=ü,ß", ","] {
            // A name may be empty; nothing else of these is well-formed.
            let parsed = parse(text, &Kind::Pairs, &none);
            assert_eq!(parsed.is_ok(), text == "=", "{text}: {parsed:?}");
        }
    }
}
