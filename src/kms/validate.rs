//! The limits of the API model on the members of a request, and the text of `ValidationException` for those that
//! break them.
//!
//! KMS names a member in lower camel case, echoes its value unless it is a blob, and counts all violations of one
//! request in one message.

use std::{
    fmt::{Display, Write as _},
    ops::RangeInclusive,
};

use super::{Exception, KmsError};

/// Collects what is wrong with the members of one request.
#[derive(Default)]
pub struct Violations(Vec<String>);

impl Violations {
    fn add(&mut self, value: Option<&dyn Display>, member: &str, constraint: impl Display) {
        let mut text = String::from("Value");
        if let Some(value) = value {
            let _ = write!(text, " '{value}'"); // writing to a String cannot fail
        }
        let _ = write!(text, " at '{member}' failed to satisfy constraint: Member must {constraint}");
        self.0.push(text);
    }

    /// A number between two bounds, both allowed.
    pub fn range(&mut self, member: &str, value: Option<i64>, least: i64, most: i64) {
        let Some(value) = value else { return };
        if value < least {
            self.add(Some(&value), member, format_args!("have value greater than or equal to {least}"));
        } else if value > most {
            self.add(Some(&value), member, format_args!("have value less than or equal to {most}"));
        }
    }

    /// A number of days out of those that are allowed.
    pub fn range_of_days(&mut self, member: &str, value: Option<u32>, allowed: &RangeInclusive<u32>) {
        self.range(member, value.map(i64::from), (*allowed.start()).into(), (*allowed.end()).into());
    }

    /// A text whose number of characters lies between two bounds.
    pub fn text_length(&mut self, member: &str, value: Option<&str>, least: usize, most: usize) {
        let Some(value) = value else { return };
        let length = value.chars().count();
        if length < least {
            self.add(Some(&value), member, format_args!("have length greater than or equal to {least}"));
        } else if length > most {
            self.add(Some(&value), member, format_args!("have length less than or equal to {most}"));
        }
    }

    /// A blob whose number of bytes lies between two bounds; its value is not echoed.
    pub fn blob_length(&mut self, member: &str, value: &[u8], least: usize, most: usize) {
        if value.len() < least {
            self.add(None, member, format_args!("have length greater than or equal to {least}"));
        } else if value.len() > most {
            self.add(None, member, format_args!("have length less than or equal to {most}"));
        }
    }

    /// A text that must match a regular expression of the model; `matches` is the caller's own check of it.
    pub fn pattern(&mut self, member: &str, value: &str, pattern: &str, matches: bool) {
        if !matches {
            self.add(Some(&value), member, format_args!("satisfy regular expression pattern: {pattern}"));
        }
    }

    /// The `KeyId`-like members: 1 to 2048 characters.
    pub fn key_id(&mut self, member: &str, value: &str) {
        self.text_length(member, Some(value), 1, 2048);
    }

    /// The exception for all violations, or nothing when there are none.
    ///
    /// # Errors
    /// `ValidationException` in KMS's words.
    pub fn into_result(self) -> Result<(), KmsError> {
        let count = self.0.len();
        if count == 0 {
            return Ok(());
        }
        let plural = if count == 1 { "" } else { "s" };
        Err(Exception::Validation
            .with(format!("{count} validation error{plural} detected: {}", self.0.join("; "))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn violations_are_told_in_kms_words() {
        let mut violations = Violations::default();
        violations.range("rotationPeriodInDays", Some(2561), 90, 2560);
        assert_eq!(
            violations.into_result().expect_err("too many days").message,
            "1 validation error detected: Value '2561' at 'rotationPeriodInDays' failed to satisfy constraint: \
             Member must have value less than or equal to 2560"
        );
        let mut violations = Violations::default();
        violations.blob_length("plaintext", &[0; 4097], 1, 4096);
        violations.key_id("keyId", "");
        assert_eq!(
            violations.into_result().expect_err("two").message,
            "2 validation errors detected: Value at 'plaintext' failed to satisfy constraint: Member must have \
             length less than or equal to 4096; Value '' at 'keyId' failed to satisfy constraint: Member must have \
             length greater than or equal to 1"
        );
        Violations::default().into_result().expect("nothing is wrong");
    }
}
