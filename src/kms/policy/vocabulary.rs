//! The names that policies can use, and the nearest one to a name that was misspelled.

use crate::kms::api::Operation;

/// The permissions of KMS without their prefix, such as `Decrypt`: one an operation, but ReEncrypt, which takes two;
/// and the one by which KMS itself synchronises multi-Region keys.
pub fn permissions() -> impl Iterator<Item = &'static str> {
    let operations = Operation::ALL.iter().filter(|it| **it != Operation::ReEncrypt).map(|it| it.name());
    operations.chain(["ReEncryptFrom", "ReEncryptTo", "SynchronizeMultiRegionKey"])
}

/// The condition keys of KMS (G.5 of the reference); those that end in `:` are followed by a name.
pub(super) const KMS_KEYS: [&str; 35] = [
    "kms:BypassPolicyLockoutSafetyCheck",
    "kms:CallerAccount",
    "kms:CustomerMasterKeySpec",
    "kms:CustomerMasterKeyUsage",
    "kms:DataKeyPairSpec",
    "kms:EncryptionAlgorithm",
    "kms:EncryptionContext:",
    "kms:EncryptionContextKeys",
    "kms:ExpirationModel",
    "kms:GrantConstraintType",
    "kms:GrantIsForAWSResource",
    "kms:GrantOperations",
    "kms:GranteePrincipal",
    "kms:KeyAgreementAlgorithm",
    "kms:KeyOrigin",
    "kms:KeySpec",
    "kms:KeyUsage",
    "kms:MacAlgorithm",
    "kms:MessageType",
    "kms:MultiRegion",
    "kms:MultiRegionKeyType",
    "kms:PrimaryRegion",
    "kms:ReEncryptOnSameKey",
    "kms:RecipientAttestation:",
    "kms:ReplicaRegion",
    "kms:RequestAlias",
    "kms:ResourceAliases",
    "kms:RetiringPrincipal",
    "kms:RotationPeriodInDays",
    "kms:ScheduleKeyDeletionPendingWindowInDays",
    "kms:SigningAlgorithm",
    "kms:ValidTo",
    "kms:ViaService",
    "kms:WrappingAlgorithm",
    "kms:WrappingKeySpec",
];

/// The plain condition operators.
pub(super) const OPERATORS: [&str; 26] = [
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
    "ArnEquals",
    "ArnLike",
    "ArnNotEquals",
    "ArnNotLike",
    "Bool",
    "Null",
    "IpAddress",
    "NotIpAddress",
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
];

/// Whether KMS has a condition key of this name; keys of other prefixes are not judged.
pub(super) fn is_known_key(key: &str) -> bool {
    let is = |known: &str| match known.strip_suffix(':') {
        Some(_) => key.get(..known.len()).is_some_and(|start| start.eq_ignore_ascii_case(known)),
        None => key.eq_ignore_ascii_case(known),
    };
    let of_kms = key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("kms:"));
    !of_kms || KMS_KEYS.into_iter().any(is)
}

/// The known name that a wrong one was most likely meant to be.
pub(super) fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wrong = wrong.to_ascii_lowercase();
    let distances = known.into_iter().map(|name| (distance(&wrong, &name.to_ascii_lowercase()), name));
    let (distance, name) = distances.min_by_key(|(distance, _)| *distance)?;
    (distance <= 3 && 2 * distance < name.len()).then_some(name)
}

/// How many signs must be put in, left out or replaced to make one text of the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, sign) in a.chars().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, other) in b.iter().enumerate() {
            let replaced = before + usize::from(sign != *other);
            before = row[j + 1];
            row[j + 1] = replaced.min(before + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelled_names_are_near_what_was_meant() {
        assert_eq!(nearest("Decript", permissions()), Some("Decrypt"));
        assert_eq!(nearest("generatedatakeys", permissions()), Some("GenerateDataKey"));
        assert_eq!(nearest("StringEqual", OPERATORS), Some("StringEquals"));
        assert_eq!(nearest("LaunchRocket", permissions()), None);
    }

    #[test]
    fn keys_are_known_whatever_their_case_and_whatever_follows() {
        for known in
            ["kms:viaservice", "kms:EncryptionContext:Purpose", "aws:Anything", "kms:WrappingKeySpec"]
        {
            assert!(is_known_key(known), "{known}");
        }
        assert!(!is_known_key("kms:ViaServices"));
    }

    #[test]
    fn operators_are_those_that_are_read() {
        for operator in OPERATORS {
            assert!(operator.parse::<super::super::condition::Operator>().is_ok(), "{operator}");
        }
    }
}
