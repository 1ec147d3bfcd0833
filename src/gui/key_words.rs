//! What key types, usages and origins are called, and what a kind of key can do: the same words in the wizard, in the
//! columns and in the inspector.

use crate::kms::api::{KeySpec, KeyUsage, Origin};

/// `Symmetric` or `Asymmetric`: whether both directions need the same key.
pub(super) fn type_name(spec: KeySpec) -> &'static str {
    if spec.is_asymmetric() { "Asymmetric" } else { "Symmetric" }
}

/// What a key may be used for.
pub(super) fn usage_name(usage: KeyUsage) -> &'static str {
    match usage {
        KeyUsage::EncryptDecrypt => "Encrypt and decrypt",
        KeyUsage::SignVerify => "Sign and verify",
        KeyUsage::GenerateVerifyMac => "Generate and verify MAC",
        KeyUsage::KeyAgreement => "Key agreement",
        KeyUsage::EncapsulateDecapsulate => "Key encapsulation",
    }
}

/// Where a key's material comes from.
pub(super) fn origin_name(origin: Origin) -> &'static str {
    match origin {
        Origin::AwsKms => "AWS KMS",
        Origin::External => "External (imported)",
        Origin::AwsCloudHsm => "AWS CloudHSM key store",
        Origin::ExternalKeyStore => "External key store",
    }
}

/// The spec of a key that is no plain symmetric encryption key.
pub(super) fn special_spec(spec: KeySpec) -> Option<&'static str> {
    (spec != KeySpec::SymmetricDefault).then(|| spec.name())
}

/// The algorithms of a key of this spec and usage, by their names in the API.
pub(super) fn algorithms(spec: KeySpec, usage: KeyUsage) -> Vec<&'static str> {
    match usage {
        KeyUsage::EncryptDecrypt => spec.encryption_algorithms().iter().map(|it| it.name()).collect(),
        KeyUsage::SignVerify => spec.signing_algorithms().iter().map(|it| it.name()).collect(),
        KeyUsage::GenerateVerifyMac => spec.mac_algorithms().iter().map(|it| it.name()).collect(),
        KeyUsage::KeyAgreement => spec.key_agreement_algorithms().iter().map(|it| it.name()).collect(),
        KeyUsage::EncapsulateDecapsulate => {
            spec.encapsulation_algorithms().iter().map(|it| it.name()).collect()
        }
    }
}

/// What a key of this usage does, as a phrase: `sign and verify`.
pub(super) fn does(usage: KeyUsage) -> &'static str {
    match usage {
        KeyUsage::EncryptDecrypt => "encrypt and decrypt",
        KeyUsage::SignVerify => "sign and verify",
        KeyUsage::GenerateVerifyMac => "generate and verify MACs",
        KeyUsage::KeyAgreement => "derive shared secrets",
        KeyUsage::EncapsulateDecapsulate => "encapsulate and decapsulate",
    }
}

/// How a key's material can be rotated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rotates {
    /// On a schedule, and on demand.
    Automatically,
    /// On demand alone, to material that was imported for it.
    OnDemand,
    /// Never, and why.
    Never(&'static str),
}

impl Rotates {
    /// How a key of this spec and origin can be rotated (EnableKeyRotation, RotateKeyOnDemand).
    pub(super) fn of(spec: KeySpec, origin: Origin) -> Self {
        match (spec, origin) {
            (KeySpec::SymmetricDefault, Origin::AwsKms) => Self::Automatically,
            (KeySpec::SymmetricDefault, Origin::External) => Self::OnDemand,
            (_, Origin::AwsCloudHsm | Origin::ExternalKeyStore) => {
                Self::Never("KMS does not rotate keys in custom key stores")
            }
            (spec, _) if spec.is_asymmetric() => Self::Never("KMS does not rotate asymmetric keys"),
            _ => Self::Never("KMS does not rotate HMAC keys"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usage_of_every_spec_has_an_algorithm() {
        for spec in KeySpec::ALL {
            for usage in spec.usages() {
                assert!(!algorithms(*spec, *usage).is_empty(), "{spec} for {usage}");
            }
        }
        assert_eq!(algorithms(KeySpec::Rsa2048, KeyUsage::GenerateVerifyMac), [""; 0]);
    }

    #[test]
    fn only_symmetric_encryption_keys_outside_stores_rotate() {
        for spec in KeySpec::ALL {
            for origin in Origin::ALL {
                let never = matches!(Rotates::of(*spec, *origin), Rotates::Never(_));
                let may =
                    *spec == KeySpec::SymmetricDefault && matches!(origin, Origin::AwsKms | Origin::External);
                assert_eq!(never, !may, "{spec} {origin}");
            }
        }
    }
}
