//! The table: every operation, and what comes of it in each state.

use mrk_console::kms::api::*;

use super::setting::{
    Kind::{self, Agreement, Encapsulation, Mac, Signing, Symmetric},
    Setting, grant,
};
use crate::{material::*, scene::*};

/// One row: what is asked of which kind of key, and what comes of it in each state.
pub struct Row {
    pub name: &'static str,
    pub kind: Kind,
    pub request: fn(&Setting, &str) -> Request,
    /// Enabled, Disabled, Creating, Updating, PendingDeletion, PendingReplicaDeletion, PendingImport, Unavailable;
    /// "-" where no key of this kind can be in the state.
    pub answers: [&'static str; 8],
}

pub const fn row(
    name: &'static str,
    kind: Kind,
    request: fn(&Setting, &str) -> Request,
    answers: [&'static str; 8],
) -> Row {
    Row { name, kind, request, answers }
}

pub const ALWAYS: [&str; 8] = ["ok", "ok", "ok", "ok", "ok", "ok", "ok", "ok"];
pub const CRYPTOGRAPHY: [&str; 8] = ["ok", "D", "CR", "ok", "PD", "PR", "PI", "UN"];
/// The same for keys that no custom key store has.
pub const WITH_OTHER_KEYS: [&str; 8] = ["ok", "D", "CR", "ok", "PD", "PR", "PI", "-"];
pub const WITH_ML_KEM: [&str; 8] = ["ok", "D", "CR", "ok", "PD", "PR", "-", "-"];
pub const WHILE_IT_LIVES: [&str; 8] = ["ok", "ok", "ok", "ok", "PD", "PR", "ok", "ok"];
pub const SWITCH: [&str; 8] = ["ok", "ok", "CR", "UP", "PD", "PR", "PI", "ok"];
/// For keys that no custom key store has.
pub const ALWAYS_ELSEWHERE: [&str; 8] = ["ok", "ok", "ok", "ok", "ok", "ok", "ok", "-"];
pub const GRANTED: [&str; 8] = ["ok", "ok", "IG", "ok", "ok", "ok", "ok", "ok"];

pub const TABLE: &[Row] = &[
    row("Encrypt", Symmetric, |_, key| encrypt(key, b"x").into(), CRYPTOGRAPHY),
    row("Decrypt", Symmetric, |it, _| decrypt(&it.ciphertext).into(), CRYPTOGRAPHY),
    row("Decrypt, key named", Symmetric, |it, key| decrypt_with(key, &it.ciphertext).into(), CRYPTOGRAPHY),
    row(
        "ReEncrypt from it",
        Symmetric,
        |it, _| {
            let (ciphertext_blob, destination_key_id) = (Some(it.ciphertext.clone()), it.other.clone());
            ReEncryptRequest { ciphertext_blob, destination_key_id, ..Default::default() }.into()
        },
        CRYPTOGRAPHY,
    ),
    row(
        "ReEncrypt to it",
        Symmetric,
        |it, key| {
            let (ciphertext_blob, destination_key_id) = (Some(it.other_ciphertext.clone()), key.to_owned());
            ReEncryptRequest { ciphertext_blob, destination_key_id, ..Default::default() }.into()
        },
        CRYPTOGRAPHY,
    ),
    row("GenerateDataKey", Symmetric, |_, key| data_key(key).into(), CRYPTOGRAPHY),
    row(
        "GenerateDataKeyWithoutPlaintext",
        Symmetric,
        |_, key| {
            let (key_id, number_of_bytes) = (key.to_owned(), Some(64));
            GenerateDataKeyWithoutPlaintextRequest { key_id, number_of_bytes, ..Default::default() }.into()
        },
        CRYPTOGRAPHY,
    ),
    row("DescribeKey", Symmetric, |_, key| describe(key).into(), ALWAYS),
    row(
        "GetKeyPolicy",
        Symmetric,
        |_, key| GetKeyPolicyRequest { key_id: key.to_owned(), policy_name: None }.into(),
        ALWAYS,
    ),
    row(
        "ListKeyPolicies",
        Symmetric,
        |_, key| ListKeyPoliciesRequest { key_id: key.to_owned(), ..Default::default() }.into(),
        ALWAYS,
    ),
    row("PutKeyPolicy", Symmetric, |_, key| put_policy(key, &policy(&[DELEGATE])).into(), ALWAYS),
    row(
        "ListAliases",
        Symmetric,
        |_, key| ListAliasesRequest { key_id: Some(key.to_owned()), ..Default::default() }.into(),
        ALWAYS,
    ),
    row(
        "ListResourceTags",
        Symmetric,
        |_, key| ListResourceTagsRequest { key_id: key.to_owned(), ..Default::default() }.into(),
        ALWAYS,
    ),
    row("CreateAlias", Symmetric, |_, key| create_alias("alias/new", key).into(), WHILE_IT_LIVES),
    row(
        "UpdateAlias",
        Symmetric,
        |_, key| {
            let (alias_name, target_key_id) = ("alias/other".to_owned(), key.to_owned());
            UpdateAliasRequest { alias_name, target_key_id }.into()
        },
        WHILE_IT_LIVES,
    ),
    row(
        "TagResource",
        Symmetric,
        |_, key| TagResourceRequest { key_id: key.to_owned(), tags: vec![tag("a", "b")] }.into(),
        WHILE_IT_LIVES,
    ),
    row(
        "UntagResource",
        Symmetric,
        |_, key| UntagResourceRequest { key_id: key.to_owned(), tag_keys: vec!["a".to_owned()] }.into(),
        WHILE_IT_LIVES,
    ),
    row(
        "UpdateKeyDescription",
        Symmetric,
        |_, key| UpdateKeyDescriptionRequest { key_id: key.to_owned(), description: "x".to_owned() }.into(),
        WHILE_IT_LIVES,
    ),
    row("EnableKey", Symmetric, |_, key| enable(key).into(), SWITCH),
    row("DisableKey", Symmetric, |_, key| disable(key).into(), SWITCH),
    row(
        "EnableKeyRotation",
        Symmetric,
        |_, key| rotate_every(key, None).into(),
        ["ok", "D", "CR", "ok", "PD", "PR", "EXT", "HSM"],
    ),
    row(
        "DisableKeyRotation",
        Symmetric,
        |_, key| DisableKeyRotationRequest { key_id: key.to_owned() }.into(),
        ["ok", "D", "CR", "ok", "PD", "PR", "EXT", "HSM"],
    ),
    row(
        "RotateKeyOnDemand",
        Symmetric,
        |_, key| rotate(key).into(),
        ["ok", "D", "CR", "ok", "PD", "PR", "PI", "HSM"],
    ),
    row(
        "GetKeyRotationStatus",
        Symmetric,
        |_, key| rotation_status(key).into(),
        ["ok", "ok", "ok", "ok", "ok", "ok", "ok", "HSM"],
    ),
    row(
        "ListKeyRotations",
        Symmetric,
        |_, key| ListKeyRotationsRequest { key_id: key.to_owned(), ..Default::default() }.into(),
        ALWAYS,
    ),
    row(
        "ScheduleKeyDeletion",
        Symmetric,
        |_, key| delete_in(key, 7).into(),
        ["ok", "ok", "ok", "UP", "PD", "PR", "ok", "ok"],
    ),
    row(
        "CancelKeyDeletion",
        Symmetric,
        |_, key| cancel(key).into(),
        ["NPD", "NPD", "NPD", "NPD", "ok", "ok", "NPD", "NPD"],
    ),
    row(
        "ReplicateKey",
        Symmetric,
        |_, key| replicate(key, ap()).into(),
        ["ok", "D", "ROLE", "UP", "PD", "PR", "PI", "ROLE"],
    ),
    row(
        "UpdatePrimaryRegion",
        Symmetric,
        |it, key| promote(key, it.other_member).into(),
        ["ok", "D", "role", "UP", "PD", "PR", "PI", "role"],
    ),
    row(
        "GenerateDataKeyPair",
        Symmetric,
        |_, key| {
            let (key_id, key_pair_spec) = (key.to_owned(), Some(DataKeyPairSpec::EccNistP256));
            GenerateDataKeyPairRequest { key_id, key_pair_spec, ..Default::default() }.into()
        },
        CRYPTOGRAPHY,
    ),
    row(
        "GenerateDataKeyPairWithoutPlaintext",
        Symmetric,
        |_, key| {
            let (key_id, key_pair_spec) = (key.to_owned(), Some(DataKeyPairSpec::EccNistP256));
            GenerateDataKeyPairWithoutPlaintextRequest { key_id, key_pair_spec, ..Default::default() }.into()
        },
        CRYPTOGRAPHY,
    ),
    row("Sign", Signing, |_, key| sign(key).into(), WITH_OTHER_KEYS),
    row(
        "Verify",
        Signing,
        |it, key| {
            // Signed elsewhere or not at all: only an admitted request looks at the signature.
            let signed = Scene { world: it.scene.world.clone() }.try_ask(it.region, sign(key));
            VerifyRequest {
                key_id: key.to_owned(),
                message: b"message".as_slice().into(),
                signing_algorithm: Some(SigningAlgorithm::EcdsaSha256),
                signature: signed.map_or_else(|_| b"none".as_slice().into(), |it| it.signature),
                ..Default::default()
            }
            .into()
        },
        WITH_OTHER_KEYS,
    ),
    row("GenerateMac", Mac, |_, key| mac(key).into(), WITH_OTHER_KEYS),
    row(
        "VerifyMac",
        Mac,
        |it, key| {
            let made = Scene { world: it.scene.world.clone() }.try_ask(it.region, mac(key));
            VerifyMacRequest {
                key_id: key.to_owned(),
                message: b"message".as_slice().into(),
                mac_algorithm: Some(MacAlgorithm::HmacSha256),
                mac: made.map_or_else(|_| b"none".as_slice().into(), |it| it.mac),
                ..Default::default()
            }
            .into()
        },
        WITH_OTHER_KEYS,
    ),
    row(
        "DeriveSharedSecret",
        Agreement,
        |it, key| {
            DeriveSharedSecretRequest {
                key_id: key.to_owned(),
                key_agreement_algorithm: Some(KeyAgreementAlgorithm::Ecdh),
                public_key: it.peer.clone(),
                ..Default::default()
            }
            .into()
        },
        WITH_OTHER_KEYS,
    ),
    row(
        "Encapsulate",
        Encapsulation,
        |_, key| {
            EncapsulateRequest {
                key_id: key.to_owned(),
                encapsulation_algorithm: Some(EncapsulationAlgorithm::MlKem),
                ..Default::default()
            }
            .into()
        },
        WITH_ML_KEM,
    ),
    row(
        "Decapsulate",
        Encapsulation,
        |it, key| {
            DecapsulateRequest {
                key_id: key.to_owned(),
                encapsulation_algorithm: Some(EncapsulationAlgorithm::MlKem),
                shared_secret_ciphertext_blob: it.encapsulated.clone(),
                ..Default::default()
            }
            .into()
        },
        WITH_ML_KEM,
    ),
    row(
        "GetPublicKey",
        Signing,
        |_, key| GetPublicKeyRequest { key_id: key.to_owned(), ..Default::default() }.into(),
        ["ok", "ok", "CR", "ok", "PD", "PR", "PI", "-"],
    ),
    row(
        "GetKeyLastUsage",
        Symmetric,
        |_, key| GetKeyLastUsageRequest { key_id: key.to_owned() }.into(),
        ALWAYS,
    ),
    row(
        "CreateGrant",
        Symmetric,
        |_, key| grant(key).into(),
        ["ok", "D", "CR", "ok", "PD", "PR", "PI", "ok"],
    ),
    row(
        "ListGrants",
        Symmetric,
        |_, key| ListGrantsRequest { key_id: key.to_owned(), ..Default::default() }.into(),
        ALWAYS,
    ),
    row(
        "RevokeGrant",
        Symmetric,
        |it, key| {
            let (key_id, grant_id) = (key.to_owned(), it.grant.clone());
            RevokeGrantRequest { key_id, grant_id, ..Default::default() }.into()
        },
        GRANTED,
    ),
    row(
        "RetireGrant",
        Symmetric,
        |it, key| {
            let (key_id, grant_id) = (Some(arn(it.region, key)), Some(it.grant.clone()));
            RetireGrantRequest { key_id, grant_id, ..Default::default() }.into()
        },
        GRANTED,
    ),
    row(
        "GetParametersForImport",
        Symmetric,
        |_, key| get_parameters(key).into(),
        ["KMS", "KMS", "CR", "UP", "PD", "PR", "ok", "HSM"],
    ),
    row(
        "ImportKeyMaterial",
        Symmetric,
        |it, _| it.import.clone().into(),
        ["KMS", "KMS", "CR", "KMS", "PD", "PR", "ok", "HSM"],
    ),
    row(
        "DeleteImportedKeyMaterial",
        Symmetric,
        |_, key| delete_material(key, None).into(),
        ["KMS", "KMS", "CR", "UP", "KMS", "KMS", "ok", "HSM"],
    ),
    // Keys that have nothing to rotate are told so after their state, and disabling what is not on does no harm.
    row(
        "EnableKeyRotation, MAC key",
        Mac,
        |_, key| rotate_every(key, None).into(),
        ["none", "D", "CR", "none", "PD", "PR", "none", "-"],
    ),
    row(
        "DisableKeyRotation, MAC key",
        Mac,
        |_, key| DisableKeyRotationRequest { key_id: key.to_owned() }.into(),
        ["ok", "D", "CR", "ok", "PD", "PR", "ok", "-"],
    ),
    row(
        "RotateKeyOnDemand, key pair",
        Signing,
        |_, key| rotate(key).into(),
        ["none", "D", "CR", "none", "PD", "PR", "PI", "-"],
    ),
    row("GetKeyRotationStatus, key pair", Signing, |_, key| rotation_status(key).into(), ALWAYS_ELSEWHERE),
    row(
        "ListKeyRotations, MAC key",
        Mac,
        |_, key| ListKeyRotationsRequest { key_id: key.to_owned(), ..Default::default() }.into(),
        ALWAYS_ELSEWHERE,
    ),
];

pub fn sign(key: &str) -> SignRequest {
    SignRequest {
        key_id: key.to_owned(),
        message: b"message".as_slice().into(),
        signing_algorithm: Some(SigningAlgorithm::EcdsaSha256),
        ..Default::default()
    }
}

pub fn mac(key: &str) -> GenerateMacRequest {
    GenerateMacRequest {
        key_id: key.to_owned(),
        message: b"message".as_slice().into(),
        mac_algorithm: Some(MacAlgorithm::HmacSha256),
        ..Default::default()
    }
}
