//! An answer as YAML.

use serde_json::Value;

/// Shows an answer.
pub fn show(answer: &Value) -> String {
    let mut text = String::new();
    match answer {
        Value::Object(members) if !members.is_empty() => block(answer, 0, &mut text),
        Value::Array(values) if !values.is_empty() => block(answer, 0, &mut text),
        Value::Object(_) => {}
        other => text.push_str(&(scalar(other) + "\n")),
    }
    text
}

/// A structure or a list that has something in it, each of its lines behind `depth` steps.
fn block(value: &Value, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                text.push_str(&format!("{indent}{}:", plain(name)));
                under(value, depth, text);
            }
        }
        Value::Array(values) => {
            for value in values {
                if is_block(value) {
                    // The first line of what stands in a list stands beside its dash.
                    let mut inner = String::new();
                    block(value, depth + 1, &mut inner);
                    text.push_str(&format!("{indent}- {}", inner.trim_start_matches(' ')));
                } else {
                    text.push_str(&format!("{indent}- {}\n", scalar(value)));
                }
            }
        }
        other => text.push_str(&format!("{indent}{}\n", scalar(other))),
    }
}

/// A member's value behind its name.
fn under(value: &Value, depth: usize, text: &mut String) {
    if is_block(value) {
        text.push('\n');
        // Lists stand below the first letter of their name, as the AWS CLI writes them.
        block(value, if value.is_array() { depth } else { depth + 1 }, text);
    } else {
        text.push_str(&format!(" {}\n", scalar(value)));
    }
}

fn is_block(value: &Value) -> bool {
    match value {
        Value::Object(members) => !members.is_empty(),
        Value::Array(values) => !values.is_empty(),
        _ => false,
    }
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => plain(text),
        // What YAML has of JSON: null, true, numbers, {} and [].
        other => other.to_string(),
    }
}

/// A text bare where it means itself, else in quotes: JSON's are YAML's, too.
fn plain(text: &str) -> String {
    let is_bare = |it: char| it.is_ascii_alphanumeric() || "_-./:=+@".contains(it);
    let begins = text.starts_with(|it: char| it.is_ascii_alphabetic());
    let reserved = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let means_itself = begins
        && text.chars().all(is_bare)
        && !text.ends_with(':')
        && !reserved.contains(&text.to_ascii_lowercase().as_str());
    if means_itself { text.to_owned() } else { Value::String(text.to_owned()).to_string() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::show;

    #[test]
    fn structures_and_lists_stand_in_blocks() {
        let answer = json!({
            "Keys": [{ "KeyId": "1a", "Tags": ["x", "yes"] }, { "KeyId": "mrk-b" }],
            "Truncated": false, "Empty": [], "Note": "a: b", "Most": 5, "None": null
        });
        let expected = "Keys:\n- KeyId: \"1a\"\n  Tags:\n  - x\n  - \"yes\"\n- KeyId: mrk-b\nTruncated: false\nEmpty: []\nNote: \
                        \"a: b\"\nMost: 5\nNone: null\n";
        assert_eq!(show(&answer), expected);
        assert_eq!(show(&json!("arn:aws:kms:x")), "arn:aws:kms:x\n");
        assert_eq!(show(&json!({})), "");
    }
}
