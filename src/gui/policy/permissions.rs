//! What can be done with a key, in groups: the permissions that fit its usage.

use crate::kms::{
    KeyFamily,
    api::{KeySpec, KeyUsage, Origin},
    policy::PolicyKeyKind,
};

use super::setting::key_kind;

/// Permissions that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// What they are about.
    pub name: &'static str,
    /// Their names without the prefix.
    pub permissions: Vec<&'static str>,
}

/// The permissions that can be asked about a key, in groups.
pub(super) fn groups(family: &KeyFamily) -> Vec<Group> {
    let symmetric = family.spec == KeySpec::SymmetricDefault;
    let mut uses = uses(key_kind(family));
    if !symmetric && family.usage != KeyUsage::GenerateVerifyMac {
        uses.push("GetPublicKey");
    }
    let mut material = Vec::new();
    if symmetric && family.origin != Origin::ExternalKeyStore && family.origin != Origin::AwsCloudHsm {
        material.extend(["EnableKeyRotation", "DisableKeyRotation", "RotateKeyOnDemand"]);
    }
    if family.origin == Origin::External {
        material.extend(["GetParametersForImport", "ImportKeyMaterial", "DeleteImportedKeyMaterial"]);
    }
    let mut groups = vec![
        Group { name: "Use", permissions: uses },
        Group { name: "Grants", permissions: vec!["CreateGrant", "ListGrants", "RevokeGrant"] },
        Group {
            name: "Look",
            permissions: vec![
                "DescribeKey",
                "GetKeyPolicy",
                "ListKeyPolicies",
                "GetKeyRotationStatus",
                "ListKeyRotations",
                "ListResourceTags",
                "GetKeyLastUsage",
            ],
        },
        Group {
            name: "Administer",
            permissions: vec![
                "PutKeyPolicy",
                "EnableKey",
                "DisableKey",
                "UpdateKeyDescription",
                "CreateAlias",
                "UpdateAlias",
                "DeleteAlias",
                "TagResource",
                "UntagResource",
                "ScheduleKeyDeletion",
                "CancelKeyDeletion",
            ],
        },
    ];
    if !material.is_empty() {
        groups.push(Group { name: "Key material", permissions: material });
    }
    if family.is_multi_region() {
        groups.push(Group { name: "Regions", permissions: vec!["ReplicateKey", "UpdatePrimaryRegion"] });
    }
    groups
}

fn uses(kind: PolicyKeyKind) -> Vec<&'static str> {
    match kind {
        PolicyKeyKind::Symmetric => vec![
            "Encrypt",
            "Decrypt",
            "ReEncryptFrom",
            "ReEncryptTo",
            "GenerateDataKey",
            "GenerateDataKeyWithoutPlaintext",
            "GenerateDataKeyPair",
            "GenerateDataKeyPairWithoutPlaintext",
        ],
        PolicyKeyKind::Hmac => vec!["GenerateMac", "VerifyMac"],
        PolicyKeyKind::RsaEncrypt => vec!["Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo"],
        PolicyKeyKind::SignVerify => vec!["Sign", "Verify"],
        PolicyKeyKind::KeyAgreement => vec!["DeriveSharedSecret"],
        PolicyKeyKind::KeyEncapsulation => vec!["Encapsulate", "Decapsulate"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{kms::policy::permissions, workloads::demo};

    #[test]
    fn all_that_is_asked_about_is_a_permission() {
        let stage = demo::stage().expect("the demo");
        for family in stage.world.store().families() {
            for permission in groups(family).into_iter().flat_map(|group| group.permissions) {
                assert!(permissions().any(|known| known == permission), "{permission}");
            }
        }
        for kind in PolicyKeyKind::ALL {
            assert!(uses(kind).iter().all(|it| permissions().any(|known| known == *it)));
        }
    }
}
