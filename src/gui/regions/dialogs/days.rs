//! A number of days, typed as text so that KMS can be asked for numbers that it refuses.

use egui::{Response, Ui};

use super::{form::Page, place::Place};
use crate::gui::widgets::TextField;

/// The days in `text`.
///
/// # Errors
/// What is wrong with it, if it is no whole number at all; whether the number is allowed is for KMS to say.
pub(in crate::gui::regions) fn parse(text: &str) -> Result<u32, &'static str> {
    let digits = text.trim();
    if digits.is_empty() {
        return Err("Type a number of days");
    }
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("Type a whole number of days");
    }
    digits.parse().map_err(|_| "Type a smaller number of days")
}

/// Draws the field, with KMS's own words where it has refused the number.
pub(super) fn field(ui: &mut Ui, page: &Page<'_>, label: &str, help: &str, text: &mut String) -> Response {
    let wrong = parse(text).err();
    let field = TextField::new(label).help(help).error(wrong).width(220.0).show(ui, text);
    page.refusal_at(ui, Place::Days, &field);
    field
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn numbers_pass_whatever_their_size_and_all_else_is_told() {
        assert_eq!(parse(" 365 "), Ok(365));
        assert_eq!(parse("6"), Ok(6));
        for bad in ["", "  ", "a month", "-7", "+7", "7.5", "99999999999"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
