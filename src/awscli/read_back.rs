//! A line of every operation with every member, read back by a small parser of shell words and of the CLI's shorthand.

use serde_json::{Map, Value, json};

use super::{command_line, kebab_case};
use crate::kms::{
    EpochSeconds,
    api::{Kind, MemberSpec, Operation, Request},
};

/// Texts that have to survive the way through the shell.
const TEXTS: [&str; 5] = ["plain", "alice's \"key\" $HOME", "-dash", "tab\tand\nline", "Schlüssel, a=b"];

/// What is left out of a line because it goes without saying.
const DEFAULTS: [&str; 6] =
    ["AWS_CLOUDHSM", "AWS_KMS", "ENCRYPT_DECRYPT", "RAW", "ROTATIONS_ONLY", "SYMMETRIC_DEFAULT"];

/// A value for a member, none of which is its default.
fn value(kind: Kind, number: usize) -> Value {
    match kind {
        Kind::Text => json!(TEXTS[number % TEXTS.len()]),
        Kind::Blob => json!("Ynl0ZXM="),
        Kind::Boolean => json!(true),
        Kind::Integer => json!(77),
        Kind::Moment => json!(1_780_000_000.0),
        Kind::Enumeration(names) => {
            json!(names.iter().rev().find(|name| !DEFAULTS.contains(name)).expect("one is no default"))
        }
        Kind::List(element) => json!([value(*element, number), value(*element, number + 1)]),
        Kind::Pairs => json!({ "Purpose": "Test", "Note": TEXTS[number % TEXTS.len()] }),
        Kind::Structure(specs) => Value::Object(members(specs, number)),
    }
}

fn members(specs: &[MemberSpec], number: usize) -> Map<String, Value> {
    let member = |(place, spec): (usize, &MemberSpec)| (spec.name(), value(spec.kind, number + place));
    specs.iter().enumerate().map(member).collect()
}

/// The words of a line, as a shell hands them over.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut begun) = (Vec::new(), String::new(), false);
    let mut rest = line.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            ' ' if begun => {
                words.push(std::mem::take(&mut word));
                begun = false;
                continue;
            }
            ' ' => continue,
            '\'' => word.extend(rest.by_ref().take_while(|it| *it != '\'')),
            '\\' => word.extend(rest.next()),
            '$' if rest.peek() == Some(&'\'') => {
                rest.next();
                while let Some(inner) = rest.next().filter(|it| *it != '\'') {
                    match (inner, rest.peek()) {
                        ('\\', Some('n')) => word.push('\n'),
                        ('\\', Some('t')) => word.push('\t'),
                        ('\\', Some(other)) => word.push(*other),
                        _ => {
                            word.push(inner);
                            continue;
                        }
                    }
                    rest.next();
                }
            }
            other => word.push(other),
        }
        begun = true;
    }
    words.extend(begun.then_some(word));
    words
}

/// What stands for bytes in a line.
fn file_of(name: &str) -> String {
    match name {
        "PublicKey" => "fileb://public-key.der".to_owned(),
        "CiphertextBlob" => "fileb://ciphertext.bin".to_owned(),
        "SharedSecretCiphertextBlob" => "fileb://shared-secret-ciphertext.bin".to_owned(),
        other => format!("fileb://{}.bin", kebab_case(other)),
    }
}

/// Pairs in the shorthand: `a=b,c={d=e}`.
fn shorthand(text: &str) -> Map<String, Value> {
    let (mut pairs, mut rest) = (Map::new(), text);
    while !rest.is_empty() {
        let (key, after) = rest.split_once('=').expect("a pair");
        let (value, after) = match after.strip_prefix('{') {
            Some(inner) => {
                let (inner, after) = inner.split_once('}').expect("a closing brace");
                (Value::Object(shorthand(inner)), after)
            }
            None => {
                let end = after.find(',').unwrap_or(after.len());
                (json!(after[..end]), &after[end..])
            }
        };
        pairs.insert(key.trim_end_matches('@').to_owned(), value);
        rest = after.trim_start_matches(',');
    }
    pairs
}

/// One value out of a word.
fn read(kind: Kind, word: &str) -> Value {
    match kind {
        Kind::Integer => json!(word.parse::<i64>().expect("a number")),
        Kind::List(_) | Kind::Pairs | Kind::Structure(_) if word.starts_with(['{', '[']) => {
            serde_json::from_str(word).expect("JSON")
        }
        Kind::Pairs | Kind::Structure(_) => Value::Object(shorthand(word)),
        _ => json!(word),
    }
}

/// The value as a line shows it: bytes are files, moments are dates.
fn shown(name: &str, kind: Kind, value: &Value, top: bool) -> Value {
    match (kind, value) {
        (Kind::Blob, _) if top => json!(file_of(name)),
        (Kind::Moment, value) => {
            let moment: EpochSeconds = serde_json::from_value(value.clone()).expect("a moment");
            json!(moment.0.iso_8601())
        }
        (Kind::Structure(specs), Value::Object(members)) => {
            let members = specs.iter().map(|spec| {
                let name = spec.name();
                let value = shown(&name, spec.kind, &members[&name], top);
                (name, value)
            });
            Value::Object(members.collect())
        }
        (_, value) => value.clone(),
    }
}

#[test]
fn every_member_of_every_operation_is_in_its_line_and_reads_back() {
    for operation in Operation::ALL {
        for number in 0..TEXTS.len() {
            let document = members(operation.members(), number);
            let request: Request = serde_json::from_value(json!({ operation.name(): document }))
                .unwrap_or_else(|error| panic!("{}: {error}", operation.name()));
            let line = command_line("us-east-1".parse().expect("known"), &request);
            assert!(!line.contains('\n'), "{line}");
            let words = words(&line);
            let head = ["aws", "kms", &kebab_case(operation.name()), "--region", "us-east-1"];
            assert_eq!(words[..5], head, "{line}");
            let mut rest = words[5..].iter().peekable();
            let mut found = 0;
            while let Some(option) = rest.next() {
                let (option, tied) = match option.split_once('=') {
                    Some((option, value)) => (option, Some(value.to_owned())),
                    None => (option.as_str(), None),
                };
                let spec =
                    operation.members().iter().find(|it| format!("--{}", kebab_case(&it.name())) == option);
                let spec = spec.unwrap_or_else(|| panic!("{option} in {line}"));
                found += 1;
                let name = spec.name();
                let mut values: Vec<String> = tied.into_iter().collect();
                let takes = |values: &Vec<String>| match spec.kind {
                    Kind::Boolean => false,
                    Kind::List(_) => true,
                    _ => values.is_empty(),
                };
                while takes(&values)
                    && let Some(value) = rest.next_if(|it| !it.starts_with("--"))
                {
                    values.push(value.clone());
                }
                let read = match (spec.kind, values.as_slice()) {
                    (Kind::Boolean, []) => json!(true),
                    (Kind::List(_), [one]) if one.starts_with('[') => read(spec.kind, one),
                    (Kind::List(element), all) => all.iter().map(|word| read(*element, word)).collect(),
                    (kind, [one]) => read(kind, one),
                    (_, all) => panic!("{option} has {} values in {line}", all.len()),
                };
                if name == "Policy" || name == "TrustAnchorCertificate" {
                    let text = document[&name].as_str().expect("a text");
                    let is_file = read.as_str().is_some_and(|it| it.starts_with("file://"));
                    assert_eq!(is_file, text.contains('\n'), "{line}");
                    continue;
                }
                let json_inside = values.first().is_some_and(|it| it.starts_with('{'));
                let expected = shown(&name, spec.kind, &document[&name], !json_inside);
                assert_eq!(read, expected, "{option} of {line}");
            }
            assert_eq!(found, operation.members().len(), "a member is missing in {line}");
        }
    }
}
