//! Answers as the AWS CLI printed them: `golden.json` holds what its own formatters made of these values.

use serde_json::Value;

use crate::awscli::{command::query::search, output};

#[test]
fn answers_are_printed_as_the_aws_cli_prints_them() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("golden.json")).expect("JSON");
    assert!(cases.len() > 30, "{}", cases.len());
    let mut compared = 0;
    for case in &cases {
        let title = case["title"].as_str().expect("a text");
        let query = case["query"].as_str();
        let answer = match query {
            Some(query) => search(query, &case["value"]).expect(query),
            None => case["value"].clone(),
        };
        for name in ["json", "text", "table"] {
            // The CLI itself fails at a few tables, whose rows differ in length.
            let Some(expected) = case[name].as_str() else { continue };
            let style = output::Style::named(name).expect("known");
            let shown = output::show(style, title, &answer);
            assert_eq!(shown, expected, "{title} --query {query:?} --output {name}");
            compared += 1;
        }
    }
    assert!(compared > 100, "{compared}");
}
