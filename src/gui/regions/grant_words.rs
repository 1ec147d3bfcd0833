//! What a grant says, in words short enough for a row.

use crate::kms::api::{EncryptionContext, GrantConstraints};

/// The end of an ARN, as people name a principal: `role/Application`.
pub(super) fn short_principal(arn: &str) -> &str {
    arn.rsplit_once(':').map_or(arn, |(_, resource)| resource)
}

/// What requests under a grant must be like, in one line; empty if anything goes.
pub(super) fn constraint_words(constraints: &GrantConstraints) -> String {
    let pairs = |context: &EncryptionContext| {
        context.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(", ")
    };
    let GrantConstraints { encryption_context_equals: equals, encryption_context_subset: subset, source_arn } =
        constraints;
    let mut words = Vec::new();
    if !equals.is_empty() {
        words.push(format!("equals {}", pairs(equals)));
    }
    if !subset.is_empty() {
        words.push(format!("contains {}", pairs(subset)));
    }
    words.extend(source_arn.as_ref().map(|arn| format!("source {arn}")));
    words.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_are_told_in_one_line() {
        let context = EncryptionContext::from([("Team".to_owned(), "payments".to_owned())]);
        let mut constraints = GrantConstraints::default();
        assert_eq!(constraint_words(&constraints), "");
        constraints.encryption_context_subset = context.clone();
        assert_eq!(constraint_words(&constraints), "contains Team=payments");
        constraints.encryption_context_equals = context;
        assert_eq!(constraint_words(&constraints), "equals Team=payments; contains Team=payments");
    }

    #[test]
    fn principals_are_named_by_the_end_of_their_arn() {
        assert_eq!(short_principal("arn:aws:iam::111111111111:role/Application"), "role/Application");
        assert_eq!(short_principal("s3.amazonaws.com"), "s3.amazonaws.com");
    }
}
