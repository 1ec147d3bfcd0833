//! Which part of a dialog an exception is about, so that it can stand there.

use crate::kms::{Exception, KmsError};

/// A part of a dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The alias.
    Alias,
    /// The description.
    Description,
    /// A number of days.
    Days,
    /// The key policy.
    Policy,
    /// The chosen Region.
    Region,
    /// The tags.
    Tags,
    /// Who gets a grant.
    Grantee,
    /// Who may retire a grant.
    Retiring,
    /// What a grant allows.
    Operations,
    /// What requests under a grant must be like.
    Constraints,
    /// The friendly name of a grant.
    Name,
    /// The key that an alias points to.
    Target,
    /// The key material.
    Material,
    /// The request as a whole: who asks, or the key's state.
    Whole,
}

/// The members of requests that a field stands for, as a ValidationException names them.
const MEMBERS: [(&str, Place); 14] = [
    ("aliasName", Place::Alias),
    ("description", Place::Description),
    ("pendingWindowInDays", Place::Days),
    ("rotationPeriodInDays", Place::Days),
    ("policy", Place::Policy),
    ("replicaRegion", Place::Region),
    ("primaryRegion", Place::Region),
    ("tags.", Place::Tags),
    ("tagKeys.", Place::Tags),
    ("granteePrincipal", Place::Grantee),
    ("retiringPrincipal", Place::Retiring),
    ("operations", Place::Operations),
    ("constraints", Place::Constraints),
    ("name", Place::Name),
];

impl Place {
    /// What an exception is about.
    pub fn of(error: &KmsError) -> Self {
        let says = |words: &str| error.message.contains(words);
        match error.exception {
            Exception::MalformedPolicyDocument => Self::Policy,
            Exception::Tag => Self::Tags,
            // NotAuthorizedException is what a reserved alias name gets.
            Exception::InvalidAliasName | Exception::NotAuthorized => Self::Alias,
            Exception::AlreadyExists if says("An alias") => Self::Alias,
            Exception::AlreadyExists => Self::Region,
            Exception::LimitExceeded if says("key policy") => Self::Policy,
            Exception::LimitExceeded if says("aliases") => Self::Alias,
            Exception::IncorrectKeyMaterial | Exception::InvalidCiphertext => Self::Material,
            Exception::Validation => Self::of_validation(&error.message),
            _ => Self::Whole,
        }
    }

    fn of_validation(message: &str) -> Self {
        // The first violation names the member in quotes.
        if let Some((_, rest)) = message.split_once(" at '") {
            return MEMBERS
                .iter()
                .find(|(name, _)| rest.starts_with(name))
                .map_or(Self::Whole, |(_, place)| *place);
        }
        if message.contains("GranteePrincipal") {
            Self::Grantee
        } else if message.contains("RetiringPrincipal") {
            Self::Retiring
        } else if message.starts_with("Operations [") {
            Self::Operations
        } else if message.contains("EncryptionContext") {
            Self::Constraints
        } else if message.contains("alidTo") {
            Self::Days
        } else if message.contains("lias") {
            Self::Alias
        } else if message.contains("Region") || message.contains("cannot have a replica") {
            Self::Region
        } else {
            Self::Whole
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_kms_says_of_a_grant_stands_where_it_was_typed() {
        let of = |message: &str| Place::of(&Exception::Validation.with(message.to_owned()));
        let at = |member: &str| {
            of(&format!("1 validation error detected: Value 'x' at '{member}' failed to satisfy constraint"))
        };
        assert_eq!(at("granteePrincipal"), Place::Grantee);
        assert_eq!(at("retiringPrincipal"), Place::Retiring);
        assert_eq!(at("operations"), Place::Operations);
        assert_eq!(at("name"), Place::Name);
        assert_eq!(at("constraints.encryptionContextEquals"), Place::Constraints);
        assert_eq!(of("Operations [Sign] are not supported when creating a grant"), Place::Operations);
        assert_eq!(
            of("EncryptionContextEquals can include up to 8 encryption context pairs."),
            Place::Constraints
        );
        assert_eq!(of("ValidTo must be less than 365 days in the future"), Place::Days);
        assert_eq!(Place::of(&Exception::IncorrectKeyMaterial.without_message()), Place::Material);
    }
}
