//! Which field of which page a refusal is about, so that KMS's words stand there.

use super::state::Page;
use crate::kms::{Exception, KmsError};

/// What an exception is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// Type, usage, spec and origin.
    Kind,
    /// The custom key store.
    Store,
    /// The key in the external key manager.
    XksKey,
    /// The Regions of the replicas.
    Regions,
    Alias,
    Description,
    Tags,
    Policy,
}

/// What a ValidationException says of each field; the first that fits counts.
const SAYS: [(&str, Field); 13] = [
    ("'policy'", Field::Policy),
    ("key policy", Field::Policy),
    ("'description'", Field::Description),
    ("'tags.", Field::Tags),
    ("'xksKeyId'", Field::XksKey),
    ("'keySpec'", Field::Kind),
    ("'keyUsage'", Field::Kind),
    ("'replicaRegion'", Field::Regions),
    ("cannot have a replica", Field::Regions),
    ("is not a valid Region", Field::Regions),
    ("lias", Field::Alias),
    ("KeyUsage", Field::Kind),
    ("KeySpec", Field::Kind),
];

impl Field {
    /// The field that an exception is about, if it is about one.
    pub(super) fn of(error: &KmsError) -> Option<Self> {
        let says = |words: &str| error.message.contains(words);
        match error.exception {
            Exception::MalformedPolicyDocument => Some(Self::Policy),
            Exception::Tag => Some(Self::Tags),
            // NotAuthorizedException is what a reserved alias name gets.
            Exception::InvalidAliasName | Exception::NotAuthorized => Some(Self::Alias),
            Exception::AlreadyExists if says("An alias") => Some(Self::Alias),
            Exception::AlreadyExists => Some(Self::Regions),
            Exception::LimitExceeded if says("policy") => Some(Self::Policy),
            Exception::LimitExceeded if says("alias") => Some(Self::Alias),
            Exception::UnsupportedOperation => Some(Self::Kind),
            Exception::CustomKeyStoreInvalidState
            | Exception::CustomKeyStoreNotFound
            | Exception::CloudHsmClusterInvalidConfiguration => Some(Self::Store),
            Exception::XksKeyNotFound
            | Exception::XksKeyAlreadyInUse
            | Exception::XksKeyInvalidConfiguration => Some(Self::XksKey),
            Exception::Validation if says("Origin") => Some(Self::Kind),
            Exception::Validation => SAYS.iter().find(|(words, _)| says(words)).map(|(_, field)| *field),
            _ => None,
        }
    }

    /// The page on which it is put right.
    pub(super) fn page(self) -> Page {
        match self {
            Self::Kind | Self::Store | Self::XksKey => Page::ConfigureKey,
            Self::Regions => Page::ChooseRegions,
            Self::Alias | Self::Description | Self::Tags => Page::AddLabels,
            Self::Policy => Page::EditPolicy,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_that_a_field_can_mend_leads_to_it() {
        let cases = [
            (Exception::MalformedPolicyDocument.with("bad"), Some(Field::Policy)),
            (Exception::Tag.with("Duplicate tag keys"), Some(Field::Tags)),
            (Exception::NotAuthorized.with(""), Some(Field::Alias)),
            (Exception::AlreadyExists.with("An alias with the name x already exists"), Some(Field::Alias)),
            (Exception::AlreadyExists.with("You can create only one replica"), Some(Field::Regions)),
            (
                Exception::Validation.with("alias/a b contains invalid characters for an alias"),
                Some(Field::Alias),
            ),
            (Exception::Validation.with("Value 'x' at 'description' failed"), Some(Field::Description)),
            (Exception::Validation.with("Region x is not a valid Region or"), Some(Field::Regions)),
            (Exception::XksKeyNotFound.with(""), Some(Field::XksKey)),
            (Exception::CustomKeyStoreInvalidState.with(""), Some(Field::Store)),
            (Exception::AccessDenied.with("User: x is not authorized"), None),
        ];
        for (error, expected) in cases {
            assert_eq!(Field::of(&error), expected, "{error}");
        }
    }
}
