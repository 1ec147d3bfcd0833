//! Help, derived from the API's own declarations.

use serde_json::{Map, Value, json};

use super::{
    arguments::{GLOBAL_FLAGS, GLOBAL_OPTIONS, option_name},
    example,
};
use crate::{
    awscli::kebab_case,
    kms::api::{Kind, MemberSpec, Operation},
};

/// `aws help`
pub fn program() -> String {
    let mut text = String::from(
        "NAME\n       aws - the part of the AWS command line that speaks to KMS\n\nSYNOPSIS\n       aws [options] kms <operation> \
         [parameters]\n       aws [options] sts get-caller-identity\n\nOPTIONS\n",
    );
    for option in GLOBAL_OPTIONS.into_iter().chain(GLOBAL_FLAGS) {
        text.push_str(&format!("       {option}\n"));
    }
    text
}

/// `aws kms help`
pub fn service() -> String {
    let mut text = String::from(
        "NAME\n       kms - AWS Key Management Service, as this world simulates it\n\nDESCRIPTION\n       The command line is \
         version 2's with cli_binary_format = raw-in-base64-out set: --plaintext\n       and --message are taken as they are typed. \
         What KMS made, as --ciphertext-blob, is taken\n       as Base64. --cli-binary-format base64 reads all as Base64.\n\nAVAILABLE \
         COMMANDS\n",
    );
    for operation in Operation::ALL {
        text.push_str(&format!("       {:<42} {}\n", kebab_case(operation.name()), operation.summary()));
    }
    text
}

/// `aws kms <operation> help`
pub fn operation(operation: Operation) -> String {
    let name = kebab_case(operation.name());
    let mut text =
        format!("NAME\n       {name} - {}\n\nSYNOPSIS\n       aws kms {name}\n", operation.summary());
    for spec in operation.members() {
        let words = match spec.kind {
            Kind::Boolean => format!("{} | --no-{}", option_name(spec), kebab_case(&spec.name())),
            _ => format!("{} <value>", option_name(spec)),
        };
        let words = if spec.limits.is_required { words } else { format!("[{words}]") };
        text.push_str(&format!("         {words}\n"));
    }
    text.push_str("\nOPTIONS\n");
    for spec in operation.members() {
        text.push_str(&format!("       {} ({})", option_name(spec), kind_name(spec.kind)));
        if spec.limits.is_required {
            text.push_str(" [required]");
        }
        text.push('\n');
        if let Some(forms) = example::key_forms(operation, spec) {
            text.push_str(&format!("          {forms}\n"));
        }
        for line in limits(spec) {
            text.push_str(&format!("          {line}\n"));
        }
    }
    text.push_str("\nDETAILS\n       The API reference has more: ");
    text.push_str(operation.name());
    text.push_str(". It ");
    text.push_str(if operation.is_read_only() { "changes nothing.\n" } else { "changes something.\n" });
    text.push_str(&format!("\nEXAMPLE\n       {}\n", example::of(operation)));
    text
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::Enumeration(_) => "string",
        Kind::Blob => "blob",
        Kind::Boolean => "boolean",
        Kind::Integer => "integer",
        Kind::Moment => "timestamp",
        Kind::List(_) => "list",
        Kind::Pairs => "map",
        Kind::Structure(_) => "structure",
    }
}

/// What a value may be.
fn limits(spec: &MemberSpec) -> Vec<String> {
    let mut lines = Vec::new();
    let (least, most) = spec.limits.bounds();
    let what = match spec.kind {
        Kind::Text | Kind::Blob => "length",
        Kind::List(_) => "number of items",
        _ => "value",
    };
    if least > i64::MIN && most < i64::MAX {
        lines.push(format!("{what}: {least} to {most}"));
    }
    match spec.kind {
        Kind::Enumeration(names) => lines.push(format!("one of: {}", names.join(", "))),
        Kind::Blob => lines.push("bytes: fileb://path, or text in the line (--cli-binary-format)".to_owned()),
        Kind::Pairs => lines.push("shorthand: Name=value,Name=value; or JSON".to_owned()),
        Kind::Structure(specs) => lines.push(structure_hint(specs)),
        Kind::List(Kind::Structure(specs)) => lines.push(structure_hint(specs)),
        Kind::List(Kind::Enumeration(names)) => lines.push(format!("each one of: {}", names.join(", "))),
        Kind::Moment => lines.push("ISO 8601, or seconds since 1970".to_owned()),
        _ => {}
    }
    lines
}

fn structure_hint(specs: &[MemberSpec]) -> String {
    let names: Vec<String> = specs.iter().map(|spec| format!("{}=…", spec.name())).collect();
    format!("shorthand: {}; or JSON", names.join(","))
}

/// `--generate-cli-skeleton`: a request with empty members, for `--cli-input-json`.
pub fn skeleton(operation: Operation) -> String {
    let document = Value::Object(members(operation.members()));
    crate::awscli::output::show(crate::awscli::output::Style::Json, operation.name(), &document)
}

fn members(specs: &[MemberSpec]) -> Map<String, Value> {
    specs.iter().map(|spec| (spec.name(), empty(spec.kind))).collect()
}

fn empty(kind: Kind) -> Value {
    match kind {
        Kind::Text | Kind::Blob => json!(""),
        Kind::Boolean => json!(true),
        Kind::Integer => json!(0),
        Kind::Moment => json!("1970-01-01T00:00:00"),
        Kind::Enumeration(names) => json!(names.first()),
        Kind::List(element) => json!([empty(*element)]),
        Kind::Pairs => json!({ "KeyName": "" }),
        Kind::Structure(specs) => Value::Object(members(specs)),
    }
}
