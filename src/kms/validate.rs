//! The text of `ValidationException` for members of a request that break the limits of the API model.
//!
//! KMS names a member in lower camel case, echoes its value unless it is a blob, and counts all violations of one
//! request in one message.

use std::{
    collections::BTreeSet,
    fmt::{Display, Write as _},
};

use super::{Exception, KmsError, api::Place};

/// The least and the greatest that is allowed.
type Bounds = (i64, i64);

/// Collects what is wrong with the members of one request.
#[derive(Default)]
pub struct Violations(Vec<Violation>);

struct Violation {
    place: String,
    text: String,
}

impl Violations {
    fn add(&mut self, value: Option<&dyn Display>, place: &Place<'_>, constraint: impl Display) {
        let mut text = String::from("Value");
        if let Some(value) = value {
            let _ = write!(text, " '{value}'"); // writing to a String cannot fail
        }
        let _ = write!(text, " at '{place}' failed to satisfy constraint: Member must {constraint}");
        self.0.push(Violation { place: place.to_string(), text });
    }

    fn length(
        &mut self,
        value: Option<&dyn Display>,
        place: &Place<'_>,
        length: usize,
        (least, most): Bounds,
    ) {
        let length = i64::try_from(length).unwrap_or(i64::MAX);
        if length < least {
            self.add(value, place, format_args!("have length greater than or equal to {least}"));
        } else if length > most {
            self.add(value, place, format_args!("have length less than or equal to {most}"));
        }
    }

    /// A number between two bounds, both allowed.
    pub fn range(&mut self, place: &Place<'_>, value: i64, (least, most): Bounds) {
        if value < least {
            self.add(Some(&value), place, format_args!("have value greater than or equal to {least}"));
        } else if value > most {
            self.add(Some(&value), place, format_args!("have value less than or equal to {most}"));
        }
    }

    /// A text whose number of characters lies between two bounds.
    pub fn text_length(&mut self, place: &Place<'_>, value: &str, bounds: Bounds) {
        self.length(Some(&value), place, value.chars().count(), bounds);
    }

    /// A blob whose number of bytes lies between two bounds; its value is not echoed.
    pub fn blob_length(&mut self, place: &Place<'_>, length: usize, bounds: Bounds) {
        self.length(None, place, length, bounds);
    }

    /// A list whose number of elements lies between two bounds; its value is not echoed.
    pub fn list_length(&mut self, place: &Place<'_>, length: usize, bounds: Bounds) {
        self.length(None, place, length, bounds);
    }

    /// A text that does not match its regular expression.
    pub fn pattern(&mut self, place: &Place<'_>, value: &str, pattern: &str) {
        self.add(Some(&value), place, format_args!("satisfy regular expression pattern: {pattern}"));
    }

    /// A text that is none of those that are admitted.
    pub fn enumeration(&mut self, place: &Place<'_>, value: &str, admitted: &[&str]) {
        let set = admitted.join(", ");
        self.add(Some(&value), place, format_args!("satisfy enum value set: [{set}]"));
    }

    /// A member that must be given and was not.
    pub fn missing(&mut self, place: &Place<'_>) {
        let text = format!("Value null at '{place}' failed to satisfy constraint: Member must not be null");
        self.0.push(Violation { place: place.to_string(), text });
    }

    /// Keeps the first violation of every member.
    pub fn keep_first_of_each(&mut self) {
        let mut seen = BTreeSet::new();
        self.0.retain(|violation| seen.insert(violation.place.clone()));
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
        let texts: Vec<_> = self.0.into_iter().map(|violation| violation.text).collect();
        Err(Exception::Validation
            .with(format!("{count} validation error{plural} detected: {}", texts.join("; "))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn violations_are_told_in_kms_words() {
        let mut violations = Violations::default();
        violations.range(&Place::member("rotation_period_in_days"), 2561, (90, 2560));
        assert_eq!(
            violations.into_result().expect_err("too many days").message,
            "1 validation error detected: Value '2561' at 'rotationPeriodInDays' failed to satisfy constraint: \
             Member must have value less than or equal to 2560"
        );
        let mut violations = Violations::default();
        violations.blob_length(&Place::member("plaintext"), 4097, (1, 4096));
        violations.text_length(&Place::member("key_id"), "", (1, 2048));
        assert_eq!(
            violations.into_result().expect_err("two").message,
            "2 validation errors detected: Value at 'plaintext' failed to satisfy constraint: Member must have \
             length less than or equal to 4096; Value '' at 'keyId' failed to satisfy constraint: Member must have \
             length greater than or equal to 1"
        );
        let mut violations = Violations::default();
        violations.enumeration(&Place::member("key_usage"), "RANDOM", &["A", "B"]);
        assert_eq!(
            violations.into_result().expect_err("neither").message,
            "1 validation error detected: Value 'RANDOM' at 'keyUsage' failed to satisfy constraint: Member must \
             satisfy enum value set: [A, B]"
        );
        Violations::default().into_result().expect("nothing is wrong");
    }
}
