//! Tests of the policy room, one file for each of its jobs.

mod builder;
mod conditions;
mod decisions;
mod documents;
mod hostile;
mod patterns;
mod principals;
mod problems;

use super::*;

/// The account that owns the keys of these tests.
const OWN: &str = "111111111111";
/// Another account.
const OTHER: &str = "444455556666";
const KEY: &str = "arn:aws:kms:us-east-1:111111111111:key/mrk-0123456789abcdef0123456789abcdef";
const ROOT: &str = "arn:aws:iam::111111111111:root";
const ALICE: &str = "arn:aws:iam::111111111111:user/alice";
const APP: &str = "arn:aws:sts::111111111111:assumed-role/app/i-0123";
const APP_ROLE: &str = "arn:aws:iam::111111111111:role/service/app";
const FOREIGN_BOB: &str = "arn:aws:iam::444455556666:user/bob";
const FOREIGN_ROOT: &str = "arn:aws:iam::444455556666:root";

/// A key policy from its statements.
fn key_policy(statements: &str) -> PolicyDocument {
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
    PolicyDocument::parse_key_policy(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// An identity policy from its statements.
fn identity_policy(statements: &str) -> PolicyDocument {
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
    PolicyDocument::parse_identity_policy(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The service's default policy for [`OWN`].
fn delegating() -> PolicyDocument {
    PolicyDocument::parse_key_policy(&default_policy("aws", OWN)).unwrap()
}
