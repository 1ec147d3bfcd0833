//! What was done as a shell script: `aws kms` lines that do it again in an account, or in the Shell of another world.
//!
//! A new key has another id there. So a line that makes a key keeps its id in a variable, and later lines name that.

use std::collections::BTreeMap;

use super::Done;

/// The script that does all of this again, in order. `acting` is who acts where a line names nobody.
pub fn script(done: &[Done], acting: &str) -> String {
    let mut text = String::from(
        "#!/usr/bin/env bash\n# What was done in MRK Console, as AWS CLI commands.\nset -euo pipefail\n",
    );
    // The variables by the ids that they stand for.
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for step in done {
        text.push_str(&format!("\n# {} {}\n", step.time.date_and_time(), step.title));
        if step.lines.is_empty() {
            text.push_str("# (there is no command for this)\n");
        }
        let mut made = step.made.iter();
        for line in &step.lines {
            let command = with_variables(&line.for_acting(acting), &names);
            match made.next().filter(|_| line.is_creation()) {
                Some(id) => {
                    let name = format!("key_{}", names.len() + 1);
                    text.push_str(&format!("{name}=$({command} --query KeyMetadata.KeyId --output text)\n"));
                    names.insert(id.to_string(), name);
                }
                None => {
                    text.push_str(&command);
                    text.push('\n');
                }
            }
        }
    }
    text
}

/// A line with variables in place of key ids: `"$key_1"`, outside of single quotes also where it stands within them.
fn with_variables(line: &str, names: &BTreeMap<String, String>) -> String {
    let mut text = String::with_capacity(line.len());
    let mut quoted = false;
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let named = names.iter().find(|(id, _)| rest.starts_with(id.as_str()));
        if let Some((id, name)) = named {
            text.push_str(&if quoted { format!("'\"${name}\"'") } else { format!("\"${name}\"") });
            rest = &rest[id.len()..];
            continue;
        }
        quoted ^= first == '\'';
        text.push(first);
        rest = &rest[first.len_utf8()..];
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_become_variables_in_and_outside_of_quotes() {
        let names = BTreeMap::from([("mrk-1".to_owned(), "key_1".to_owned())]);
        assert_eq!(
            with_variables("aws kms x --key-id mrk-1 --policy '{\"R\": \"key/mrk-1\"}' --tail 'a'", &names),
            "aws kms x --key-id \"$key_1\" --policy '{\"R\": \"key/'\"$key_1\"'\"}' --tail 'a'"
        );
        assert_eq!(with_variables("nothing ü", &names), "nothing ü");
    }
}
