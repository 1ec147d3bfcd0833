//! The words of an option into a member of the request.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use serde_json::{Value, json};

use super::{Problem, Setting, arguments::option_name, shorthand};
use crate::kms::api::{Kind, MemberSpec};

/// Members that people type, and that are therefore taken as they are.
const TYPED: [&str; 2] = ["Plaintext", "Message"];

/// How the values of a command are read.
pub struct Reading<'a> {
    /// Where files are.
    pub setting: &'a Setting<'a>,
    /// `--cli-binary-format`, or what is set up.
    pub binary_format: Option<&'a str>,
    /// What is worth knowing of how something was read.
    pub note: Option<String>,
}

impl Reading<'_> {
    /// A member out of an option's words.
    pub fn member(&mut self, spec: &MemberSpec, words: &[String]) -> Result<Value, Problem> {
        let name = option_name(spec);
        let wrong =
            |message: String| Problem::parameter(format!("Error parsing parameter '{name}': {message}"));
        match (spec.kind, words) {
            (Kind::Boolean, _) => Ok(Value::Bool(true)),
            (Kind::List(_), []) => {
                Err(Problem::usage(format!("argument {name}: expected at least one argument")))
            }
            (_, []) => Err(Problem::usage(format!("argument {name}: expected one argument"))),
            (Kind::List(element), words) => self.list(*element, words, &wrong),
            (kind, [word, ..]) => self.one(kind, &spec.name(), word, &wrong),
        }
    }

    fn list(
        &mut self,
        element: Kind,
        words: &[String],
        wrong: &dyn Fn(String) -> Problem,
    ) -> Result<Value, Problem> {
        if let [word] = words {
            let text = self.text(word, wrong)?;
            if text.trim_start().starts_with(['[', '{']) {
                let read: Value =
                    serde_json::from_str(&text).map_err(|error| invalid_json(&text, &error, wrong))?;
                // One structure in place of a list stands for a list of it.
                return Ok(if read.is_array() { read } else { json!([read]) });
            }
        }
        let mut read = Vec::with_capacity(words.len());
        for word in words {
            read.push(match element {
                Kind::Structure(_) | Kind::Pairs => {
                    shorthand::parse(&self.text(word, wrong)?, &element, self.setting.read).map_err(wrong)?
                }
                _ => Value::String(self.text(word, wrong)?),
            });
        }
        Ok(Value::Array(read))
    }

    fn one(
        &mut self,
        kind: Kind,
        member: &str,
        word: &str,
        wrong: &dyn Fn(String) -> Problem,
    ) -> Result<Value, Problem> {
        if let Kind::Blob = kind {
            return Ok(Value::String(STANDARD.encode(self.bytes(member, word, wrong)?)));
        }
        let text = self.text(word, wrong)?;
        Ok(match kind {
            Kind::Integer => match text.trim().parse::<i64>() {
                Ok(number) => json!(number),
                Err(_) => {
                    return Err(Problem::parameter(format!(
                        "invalid literal for int() with base 10: '{text}'"
                    )));
                }
            },
            Kind::Moment => {
                json!(
                    moment(&text)
                        .ok_or_else(|| Problem::parameter(format!("Invalid timestamp \"{text}\"")))?
                )
            }
            Kind::Pairs | Kind::Structure(_) if text.trim_start().starts_with('{') => {
                serde_json::from_str(&text).map_err(|error| invalid_json(&text, &error, wrong))?
            }
            Kind::Pairs | Kind::Structure(_) => {
                shorthand::parse(&text, &kind, self.setting.read).map_err(wrong)?
            }
            _ => Value::String(text),
        })
    }

    /// A word, or the text of the file that it names.
    fn text(&self, word: &str, wrong: &dyn Fn(String) -> Problem) -> Result<String, Problem> {
        match file_named(word) {
            Some(path) => {
                let bytes = self.file(word, path, wrong)?;
                String::from_utf8(bytes).map_err(|_| {
                    wrong(format!("Unable to load paramfile ({path}), text contents could not be decoded.  If this is a binary file, please use the fileb:// prefix instead of the file:// prefix."))
                })
            }
            None => Ok(word.to_owned()),
        }
    }

    fn file(&self, word: &str, path: &str, wrong: &dyn Fn(String) -> Problem) -> Result<Vec<u8>, Problem> {
        (self.setting.read)(path).ok_or_else(|| {
            wrong(format!("Unable to load paramfile {word}: [Errno 2] No such file or directory: '{path}'"))
                .with_hint(
                    "Files are those of the shell's own folder: ls lists them, and Import… brings one in.",
                )
        })
    }

    /// Bytes out of a word or a file.
    fn bytes(
        &mut self,
        member: &str,
        word: &str,
        wrong: &dyn Fn(String) -> Problem,
    ) -> Result<Vec<u8>, Problem> {
        if let Some(path) = word.strip_prefix("fileb://") {
            return self.file(word, path, wrong);
        }
        let text = self.text(word, wrong)?;
        let decoded = STANDARD.decode(text.trim());
        match self.binary_format {
            Some("raw-in-base64-out") => Ok(text.into_bytes()),
            Some("base64") => decoded.map_err(|_| {
                Problem::parameter(format!("Invalid base64: \"{text}\""))
                    .with_hint("To give text as it is, leave out --cli-binary-format base64, or use fileb:// and a file.")
            }),
            Some(other) => Err(Problem::parameter(format!(
                "argument --cli-binary-format: Invalid choice '{other}', valid choices are: base64 | raw-in-base64-out"
            ))),
            None if TYPED.contains(&member) => {
                self.note = Some(format!(
                    "Taken as it is: this is version 2 of the AWS CLI with cli_binary_format = raw-in-base64-out set. Where it is not \
                     set, version 2 reads --{} as Base64; --cli-binary-format raw-in-base64-out tells it.",
                    member.to_lowercase()
                ));
                Ok(text.into_bytes())
            }
            None => Ok(decoded.unwrap_or_else(|_| text.into_bytes())),
        }
    }
}

/// The file that `file://…` or `fileb://…` names.
fn file_named(word: &str) -> Option<&str> {
    word.strip_prefix("file://").or_else(|| word.strip_prefix("fileb://"))
}

fn invalid_json(text: &str, error: &serde_json::Error, wrong: &dyn Fn(String) -> Problem) -> Problem {
    wrong(format!("Invalid JSON: {error}\nJSON received: {text}"))
}

/// Seconds since 1970 out of a date: a number of seconds, a day, or ISO 8601, in UTC where no zone is named.
fn moment(text: &str) -> Option<f64> {
    if let Ok(seconds) = text.parse::<f64>() {
        return seconds.is_finite().then_some(seconds);
    }
    let zoned = DateTime::parse_from_rfc3339(text).map(|moment| moment.with_timezone(&Utc));
    let local = || NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S").map(|moment| moment.and_utc());
    let day =
        || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0).map(|it| it.and_utc());
    let moment = zoned.ok().or_else(|| local().ok()).or_else(day)?;
    Some(moment.timestamp_micros() as f64 / 1e6)
}
