//! The AWS CLI's shorthand: `TagKey=a,TagValue=b`, `Purpose=Test,Team=EU`, `Names=a,b,c`, `Inner={A=1,B=[x,y]}`.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Map, Value};

use crate::kms::api::{Kind, MemberSpec};

/// Reads pairs or a structure.
///
/// # Errors
/// In the AWS CLI's words, with the place.
pub fn parse(text: &str, kind: &Kind, read: &dyn Fn(&str) -> Option<Vec<u8>>) -> Result<Value, String> {
    let mut parser = Parser { text, place: 0, read };
    let parsed = parser.pairs(kind, None)?;
    if parser.place < text.len() {
        return Err(parser.expected("','"));
    }
    Ok(Value::Object(parsed))
}

struct Parser<'a> {
    text: &'a str,
    place: usize,
    read: &'a dyn Fn(&str) -> Option<Vec<u8>>,
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        &self.text[self.place..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.place += wanted.len_utf8();
        }
        found
    }

    fn expected(&self, wanted: &str) -> String {
        let received = self.peek().map_or_else(|| "EOF".to_owned(), |it| it.to_string());
        format!(
            "Expected: {wanted}, received: '{received}' for input:\n{}\n{}^",
            self.text,
            " ".repeat(self.text[..self.place].chars().count())
        )
    }

    /// `a=b,c=d`, up to the end or to `close`.
    fn pairs(&mut self, kind: &Kind, close: Option<char>) -> Result<Map<String, Value>, String> {
        let mut pairs = Map::new();
        loop {
            if close.is_some_and(|close| self.take(close)) {
                return Ok(pairs);
            }
            let name = self.name();
            let from_file = self.take('@');
            if !self.take('=') {
                return Err(self.expected("'='"));
            }
            let inner = member_kind(kind, &name);
            let value = if from_file { self.file(inner)? } else { self.value(inner, close)? };
            pairs.insert(name, value);
            match (self.take(','), close) {
                (true, _) => {}
                (false, None) => return Ok(pairs),
                (false, Some(close)) if self.take(close) => return Ok(pairs),
                (false, Some(close)) => return Err(self.expected(&format!("',' or '{close}'"))),
            }
        }
    }

    fn name(&mut self) -> String {
        let end = self.rest().find(['=', ',', '@', '{', '}', '[', ']']).unwrap_or(self.rest().len());
        let name = self.rest()[..end].to_owned();
        self.place += end;
        name
    }

    /// The value of a file: `Name@=file://path`.
    fn file(&mut self, kind: Option<Kind>) -> Result<Value, String> {
        let word = self.bare(None);
        let path = word.strip_prefix("fileb://").or_else(|| word.strip_prefix("file://")).unwrap_or(&word);
        let bytes = (self.read)(path).ok_or_else(|| {
            format!("Unable to load paramfile {word}: [Errno 2] No such file or directory: '{path}'")
        })?;
        Ok(Value::String(match kind {
            Some(Kind::Blob) => STANDARD.encode(bytes),
            _ => String::from_utf8_lossy(&bytes).into_owned(),
        }))
    }

    fn value(&mut self, kind: Option<Kind>, close: Option<char>) -> Result<Value, String> {
        if self.take('{') {
            return Ok(Value::Object(self.pairs(&kind.unwrap_or(Kind::Pairs), Some('}'))?));
        }
        if self.take('[') {
            let mut values = Vec::new();
            while !self.take(']') {
                values.push(self.value(None, Some(']'))?);
                if !self.take(',') && self.peek() != Some(']') {
                    return Err(self.expected("',' or ']'"));
                }
            }
            return Ok(Value::Array(values));
        }
        let first = self.scalar(close)?;
        if !matches!(kind, Some(Kind::List(_))) {
            return Ok(typed(kind, first));
        }
        // `Names=a,b,c`: what has no `=` of its own belongs to the list.
        let mut values = vec![Value::String(first)];
        while self.peek() == Some(',') && !self.begins_a_pair() {
            self.place += 1;
            values.push(Value::String(self.scalar(close)?));
        }
        Ok(Value::Array(values))
    }

    /// Whether a name and `=` follow the comma here.
    fn begins_a_pair(&self) -> bool {
        let next = self.rest().get(1..).unwrap_or_default();
        next.find(['=', ',', '}', ']']).is_some_and(|place| next[place..].starts_with('='))
    }

    fn scalar(&mut self, close: Option<char>) -> Result<String, String> {
        match self.peek() {
            Some(quote @ ('"' | '\'')) => {
                let begin = self.place + 1;
                let mut text = String::new();
                let mut characters = self.text[begin..].char_indices();
                while let Some((place, character)) = characters.next() {
                    match character {
                        '\\' => text.extend(characters.next().map(|(_, next)| next)),
                        _ if character == quote => {
                            self.place = begin + place + 1;
                            return Ok(text);
                        }
                        _ => text.push(character),
                    }
                }
                self.place = self.text.len();
                Err(self.expected(&format!("'{quote}'")))
            }
            _ => Ok(self.bare(close)),
        }
    }

    /// A value without quotes, up to a comma or what closes the structure around it; `\,` is a comma in it.
    fn bare(&mut self, close: Option<char>) -> String {
        let mut text = String::new();
        while let Some(character) = self.peek() {
            if character == ',' || Some(character) == close {
                break;
            }
            self.place += character.len_utf8();
            match (character, self.peek()) {
                ('\\', Some(',')) => {
                    text.push(',');
                    self.place += 1;
                }
                _ => text.push(character),
            }
        }
        text
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
