//! `aws kms …`: a request as the command line that makes it.
//!
//! | file | its one job |
//! | --- | --- |
//! | `option` | one member of a request as an option with its value |
//! | `shell` | a text as one word of a POSIX shell |
//! | `read_back` | the tests that read a line of every operation back |

mod option;
mod shell;

use serde_json::Value;

use crate::kms::{Region, api::Request};

/// The line that does what `request` does, as version 2 of the AWS CLI takes it. Members that have their default value
/// are left out; bytes, and policies and certificates too long for a line, are shown as files to be read
/// (`fileb://plaintext.bin`).
///
/// It is derived from the request's form on the wire, so every operation and every member has an option.
pub fn command_line(region: Region, request: &Request) -> String {
    let operation = request.operation();
    let mut line = format!("aws kms {} --region {region}", kebab_case(operation.name()));
    // A request is an object of strings, numbers, Booleans and lists under its operation's name: writing it as a value
    // cannot fail.
    let Ok(Value::Object(by_operation)) = serde_json::to_value(request) else { return line };
    for members in by_operation.values().filter_map(Value::as_object) {
        for (member, value) in members {
            if let Some(option) = option::of_member(operation, members, member, value) {
                line.push(' ');
                line.push_str(&option);
            }
        }
    }
    line
}

/// `GenerateDataKey` as `generate-data-key`.
fn kebab_case(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 4);
    for character in name.chars() {
        if character.is_ascii_uppercase() && !text.is_empty() {
            text.push('-');
        }
        text.push(character.to_ascii_lowercase());
    }
    text
}

#[cfg(test)]
mod read_back;
#[cfg(test)]
mod tests;
