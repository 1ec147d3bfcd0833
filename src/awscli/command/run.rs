//! The call, page by page, and its answer.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};

use super::{
    OTHER, Problem, REFUSED, Setting, USAGE, arguments::Arguments, check, help, hint, query, value::Reading,
};
use crate::{
    awscli::{Service, output},
    kms::{
        KmsError, Region,
        api::{Operation, Request, Response},
    },
};

/// What came of a command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ran {
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub error: String,
    /// What a person may want to know beside it.
    pub hint: Option<String>,
    /// The exit code.
    pub status: i32,
}

impl From<Problem> for Ran {
    fn from(problem: Problem) -> Self {
        Self { out: String::new(), error: problem.message, hint: problem.hint, status: problem.status }
    }
}

/// The result of `aws --version`.
const VERSION: &str = concat!(
    "aws-cli/2 (the part of it that speaks to KMS) mrk-console/",
    env!("CARGO_PKG_VERSION"),
    "\nas version 2 with cli_binary_format = raw-in-base64-out set\n"
);

/// What makes a request of a document, and gives the answer.
type Calls<'a> = dyn FnMut(&Map<String, Value>) -> Result<Value, KmsError> + 'a;

/// Runs the words after `aws`.
pub fn run(words: &[String], setting: &Setting<'_>, service: &mut dyn Service) -> Ran {
    try_to_run(words, setting, service).unwrap_or_else(Ran::from)
}

fn printed(out: String) -> Ran {
    Ran { out, ..Ran::default() }
}

fn try_to_run(words: &[String], setting: &Setting<'_>, service: &mut dyn Service) -> Result<Ran, Problem> {
    if words.iter().any(|word| word == "--version") {
        return Ok(printed(VERSION.to_owned()));
    }
    let arguments = Arguments::sort(words)?;
    let names: Vec<&str> = arguments.names.iter().map(String::as_str).collect();
    match names.as_slice() {
        ["help"] => Ok(printed(help::program())),
        ["kms", "help"] => Ok(printed(help::service())),
        ["kms", _, "help"] => Ok(printed(help::operation(arguments.operation()?))),
        ["kms", ..] => kms(&arguments, setting, service),
        ["sts", "get-caller-identity"] => identity(&arguments, setting, service),
        ["sts", ..] => Err(Problem::usage("argument operation: of STS, only get-caller-identity is here")),
        [] => Err(Problem::usage("the following arguments are required: command")),
        [other, ..] => {
            let problem = Problem::usage(format!("argument command: Found invalid choice '{other}'"));
            Err(problem
                .with_hint("Of AWS's services, KMS is here, and of STS get-caller-identity: aws kms help."))
        }
    }
}

fn identity(arguments: &Arguments, setting: &Setting<'_>, service: &dyn Service) -> Result<Ran, Problem> {
    let profile = profile(arguments, setting, service)?;
    let identity = service.identity(profile.as_deref()).ok_or_else(|| no_such_profile(""))?;
    let answer = json!({ "UserId": identity.user_id, "Account": identity.account, "Arn": identity.arn });
    show(arguments, setting, "GetCallerIdentity", answer).map(printed)
}

/// The profile that acts, if one is named.
fn profile(
    arguments: &Arguments,
    setting: &Setting<'_>,
    service: &dyn Service,
) -> Result<Option<String>, Problem> {
    let named = arguments.global("--profile").map(str::to_owned).or_else(|| setting.profile.clone());
    match named.filter(|name| !name.is_empty() && name != "default") {
        Some(name) if service.identity(Some(&name)).is_none() => Err(no_such_profile(&name)),
        named => Ok(named),
    }
}

fn no_such_profile(name: &str) -> Problem {
    let message = format!("\nThe config profile ({name}) could not be found\n");
    Problem {
        message,
        status: OTHER,
        hint: Some("Profiles are the principals of the world, such as bob.".to_owned()),
    }
}

fn kms(arguments: &Arguments, setting: &Setting<'_>, service: &mut dyn Service) -> Result<Ran, Problem> {
    let operation = arguments.operation()?;
    arguments.demand_known(operation)?;
    if arguments.global("--generate-cli-skeleton").is_some() {
        return Ok(printed(help::skeleton(operation)));
    }
    arguments.demand_required(operation)?;
    let profile = profile(arguments, setting, service)?;
    let region = arguments.region(setting)?;
    let binary_format = arguments.global("--cli-binary-format").or(setting.binary_format.as_deref());
    let mut reading = Reading { setting, binary_format, note: None };
    let document = document(operation, arguments, &mut reading)?;
    check::check(operation, &document)?;
    // How the answer is shown is looked at before the call, so that a bad word does nothing.
    let style = style(arguments, setting)?;
    if let Some(expression) = arguments.global("--query") {
        query::check(expression)?;
    }
    let mut call = |document: &Map<String, Value>| -> Result<Value, KmsError> {
        let text = Value::Object(document.clone()).to_string();
        let request = Request::decode(operation, text.as_bytes())?;
        Ok(shown(&service.call(profile.as_deref(), region, request)?))
    };
    let answer = pages(operation, arguments, &document, &mut call)
        .map_err(|error| refused(operation, region, &document, &error))?;
    let out = match answer {
        Value::Null => String::new(),
        answer => show_as(style, arguments, operation.name(), answer)?,
    };
    Ok(Ran { out, hint: reading.note, ..Ran::default() })
}

fn refused(operation: Operation, region: Region, document: &Map<String, Value>, error: &KmsError) -> Problem {
    let message = format!(
        "\nAn error occurred ({}) when calling the {} operation: {}\n",
        error.exception.name(),
        operation.name(),
        error.message
    );
    Problem { message, status: REFUSED, hint: hint::of_refusal(operation, region, document, error) }
}

/// The members of the request.
fn document(
    operation: Operation,
    arguments: &Arguments,
    reading: &mut Reading<'_>,
) -> Result<Map<String, Value>, Problem> {
    let mut document = match arguments.global("--cli-input-json") {
        Some(word) => input_json(word, reading.setting)?,
        None => Map::new(),
    };
    for (spec, words) in &arguments.options {
        document.insert(spec.name(), reading.member(spec, words)?);
    }
    for name in &arguments.negated {
        document.insert(name.clone(), Value::Bool(false));
    }
    let limit = arguments.global("--page-size").filter(|_| list_of(operation).is_some());
    if let Some(size) = limit {
        let size: u32 = size
            .parse()
            .map_err(|_| Problem::parameter(format!("invalid literal for int() with base 10: '{size}'")))?;
        document.insert("Limit".to_owned(), json!(size));
    }
    Ok(document)
}

fn input_json(word: &str, setting: &Setting<'_>) -> Result<Map<String, Value>, Problem> {
    let text = match word.strip_prefix("file://") {
        Some(path) => {
            let bytes = (setting.read)(path).ok_or_else(|| {
                Problem::parameter(format!(
                    "Error parsing parameter 'cli-input-json': Unable to load paramfile {word}: [Errno 2] No such file or directory: '{path}'"
                ))
            })?;
            String::from_utf8_lossy(&bytes).into_owned()
        }
        None => word.to_owned(),
    };
    serde_json::from_str(&text).map_err(|error| {
        Problem::parameter(format!("Error parsing parameter 'cli-input-json': Invalid JSON: {error}"))
    })
}

/// The member of an answer that the pages of an operation share out.
fn list_of(operation: Operation) -> Option<&'static str> {
    Some(match operation {
        Operation::DescribeCustomKeyStores => "CustomKeyStores",
        Operation::ListAliases => "Aliases",
        Operation::ListGrants | Operation::ListRetirableGrants => "Grants",
        Operation::ListKeyPolicies => "PolicyNames",
        Operation::ListKeyRotations => "Rotations",
        Operation::ListKeys => "Keys",
        Operation::ListResourceTags => "Tags",
        _ => return None,
    })
}

/// The answer; of lists, all pages in one, as the AWS CLI gathers them, unless pages were asked for.
fn pages(
    operation: Operation,
    arguments: &Arguments,
    document: &Map<String, Value>,
    call: &mut Calls<'_>,
) -> Result<Value, KmsError> {
    let by_hand = arguments.options.iter().any(|(spec, _)| ["limit", "marker"].contains(&spec.field));
    let list = list_of(operation).filter(|_| !by_hand && !arguments.flag("--no-paginate"));
    let Some(list) = list else { return call(document) };
    let mut document = document.clone();
    let mut all = Vec::new();
    loop {
        let mut page = call(&document)?;
        if let Some(Value::Array(found)) = page.get_mut(list).map(Value::take) {
            all.extend(found);
        }
        match page.get("NextMarker") {
            Some(marker) if page["Truncated"] == true => {
                document.insert("Marker".to_owned(), marker.clone());
            }
            _ => break,
        }
    }
    let skipped = arguments.global("--starting-token").and_then(skipped_by).unwrap_or(0);
    let mut rest = all.split_off(skipped.min(all.len()));
    let most =
        arguments.global("--max-items").and_then(|text| text.parse::<usize>().ok()).unwrap_or(usize::MAX);
    if rest.len() <= most {
        return Ok(json!({ list: rest }));
    }
    rest.truncate(most);
    let token = STANDARD.encode(json!({ "boto_truncate_amount": skipped + most }).to_string());
    Ok(json!({ list: rest, "NextToken": token }))
}

/// How many items a token that was given before says to pass over.
fn skipped_by(token: &str) -> Option<usize> {
    let read: Value = serde_json::from_slice(&STANDARD.decode(token).ok()?).ok()?;
    usize::try_from(read["boto_truncate_amount"].as_u64()?).ok()
}

/// An answer as the CLI shows it: dates in ISO 8601.
fn shown(response: &Response) -> Value {
    // Responses are objects of texts, numbers, Booleans and lists: writing them cannot fail.
    output::with_dates(serde_json::to_value(response).unwrap_or_default())
}

fn style(arguments: &Arguments, setting: &Setting<'_>) -> Result<output::Style, Problem> {
    let named = arguments.global("--output").or(setting.output.as_deref()).unwrap_or("json");
    output::Style::named(named).ok_or_else(|| {
        Problem::usage(format!(
            "argument --output: Found invalid choice '{named}'\n\nvalid choices are: json | text | table | yaml"
        ))
    })
}

fn show(arguments: &Arguments, setting: &Setting<'_>, title: &str, answer: Value) -> Result<String, Problem> {
    show_as(style(arguments, setting)?, arguments, title, answer)
}

fn show_as(
    style: output::Style,
    arguments: &Arguments,
    title: &str,
    answer: Value,
) -> Result<String, Problem> {
    let answer = match arguments.global("--query") {
        Some(expression) => {
            query::search(expression, &answer).map_err(|it| Problem { status: USAGE, ..it })?
        }
        None => answer,
    };
    Ok(output::show(style, title, &answer))
}
