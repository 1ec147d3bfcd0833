//! Hostile input: whatever bytes, texts and documents come in, the engine answers. It never panics, every refusal is
//! one of KMS's exceptions, and a refused request leaves keys and names as they were.
//!
//! | file | its one job |
//! | --- | --- |
//! | `target` | the world that is attacked, and what is held after each attack |
//! | `garbage` | bytes, texts and documents that nobody means well with |

mod garbage;
mod target;

use mrk_console::kms::{
    Exception,
    api::{Operation, Request},
    cryptography::SymmetricCiphertext,
    policy::PolicyDocument,
};
use proptest::prelude::*;
use serde_json::json;

use self::{garbage::Garbage, target::target};

/// Cases that cost microseconds each.
const MANY: u32 = 100_000;
/// Cases with a signature to check or a point to multiply in each.
const SOME: u32 = 10_000;

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..Default::default() }
}

proptest! {
    #![proptest_config(cases(MANY))]

    #[test]
    fn any_bytes_as_an_import(seed: u64) {
        let mut garbage = Garbage::new(seed);
        let token = target().import_tokens.first().map(|token| garbage.mutated(token));
        let token = token.filter(|_| !seed.is_multiple_of(3)).unwrap_or_else(|| garbage.bytes(600));
        let material = garbage.bytes(600);
        let document = json!({
            "KeyId": target().key(garbage.pick::<&str>(&["imported", "imported-mac", "symmetric"])),
            "ImportToken": garbage::base64(&token),
            "EncryptedKeyMaterial": garbage::base64(&material),
            "ExpirationModel": garbage.pick(&["KEY_MATERIAL_DOES_NOT_EXPIRE", "KEY_MATERIAL_EXPIRES"]),
            "ValidTo": garbage.pick(&[json!(1_780_000_000), json!(-1), json!(1e300), json!(null)]),
        });
        target().refuses(Operation::ImportKeyMaterial, document);
    }

    #[test]
    fn any_bytes_as_a_ciphertext(seed: u64) {
        let bytes = Garbage::new(seed).bytes(300);
        prop_assume!(!bytes.is_empty());
        SymmetricCiphertext::parse(&bytes);
        SymmetricCiphertext::anatomy(&bytes);
        target().refuses(Operation::Decrypt, json!({ "CiphertextBlob": garbage::base64(&bytes) }));
    }

    #[test]
    fn real_ciphertexts_with_changes(seed: u64) {
        let mut garbage = Garbage::new(seed);
        let real = garbage.pick(&target().ciphertexts).clone();
        let bytes = garbage.mutated(&real);
        prop_assume!(bytes != real && !bytes.is_empty());
        if let Some(parsed) = SymmetricCiphertext::parse(&bytes) {
            assert_eq!(parsed.to_bytes(), bytes, "what parses is laid out as it was");
        }
        SymmetricCiphertext::anatomy(&bytes);
        target().refuses(Operation::Decrypt, json!({ "CiphertextBlob": garbage::base64(&bytes) }));
    }

    #[test]
    fn any_bytes_as_a_document(seed: u64) {
        let mut garbage = Garbage::new(seed);
        let operation = *garbage.pick(Operation::ALL);
        let document = if seed.is_multiple_of(2) {
            garbage.bytes(200)
        } else {
            let real = garbage.document(operation).to_string();
            garbage.mutated(real.as_bytes())
        };
        if let Err(error) = Request::decode(operation, &document) {
            assert!(
                matches!(error.exception, Exception::Serialization | Exception::Validation),
                "{error} of {}",
                String::from_utf8_lossy(&document)
            );
        }
    }

    #[test]
    fn documents_of_the_right_shape_with_hostile_values(seed: u64) {
        let mut garbage = Garbage::new(seed);
        let operation = *garbage.pick(Operation::ALL);
        let document = garbage.document(operation);
        target().survives(operation, document);
    }

    #[test]
    fn any_text_as_a_key_policy(seed: u64) {
        let mut garbage = Garbage::new(seed);
        let policy = garbage.policy();
        let _ = PolicyDocument::parse_key_policy(&policy);
        let _ = PolicyDocument::parse_identity_policy(&policy);
        if seed.is_multiple_of(8) {
            let document = json!({ "KeyId": target().key("symmetric"), "Policy": policy });
            target().survives(Operation::PutKeyPolicy, document);
        }
    }

    #[test]
    fn any_text_as_a_key(seed: u64) {
        let mut garbage = Garbage::new(seed);
        let operation = *garbage.pick(&[
            Operation::DescribeKey,
            Operation::DisableKey,
            Operation::Encrypt,
            Operation::ListAliases,
            Operation::CreateAlias,
            Operation::UpdateAlias,
            Operation::DeleteAlias,
            Operation::ScheduleKeyDeletion,
            Operation::ReplicateKey,
        ]);
        let text = garbage.key_name();
        let document = json!({
            "KeyId": text, "TargetKeyId": text, "AliasName": garbage.key_name(), "Plaintext": "aGk=",
            "ReplicaRegion": "eu-west-1",
        });
        target().survives(operation, document);
    }

    #[test]
    fn any_text_as_a_marker_or_a_token(seed: u64) {
        let mut garbage = Garbage::new(seed);
        let operation = *garbage.pick(&[
            Operation::ListKeys,
            Operation::ListAliases,
            Operation::ListGrants,
            Operation::ListKeyPolicies,
            Operation::ListKeyRotations,
            Operation::ListResourceTags,
            Operation::ListRetirableGrants,
            Operation::DescribeCustomKeyStores,
            Operation::RetireGrant,
            Operation::DescribeKey,
        ]);
        let text = garbage.token();
        let document = json!({
            "KeyId": target().key("symmetric"), "Marker": text, "GrantToken": text, "GrantTokens": [text],
            "GrantId": garbage.token(), "RetiringPrincipal": "arn:aws:iam::111111111111:user/alice",
        });
        // A retiring needs the token alone or the key and the grant.
        let document = match (operation, document) {
            (Operation::RetireGrant, _) if seed.is_multiple_of(3) => json!({ "GrantToken": text }),
            (_, document) => document,
        };
        target().survives(operation, document);
    }
}

proptest! {
    #![proptest_config(cases(SOME))]

    #[test]
    fn any_bytes_as_a_signature_or_mac(seed: u64) {
        let mut garbage = Garbage::new(seed);
        let blob = match target().signatures.first() {
            Some(real) if !seed.is_multiple_of(3) => garbage.mutated(real),
            _ => garbage.bytes(200),
        };
        prop_assume!(target().signatures.first() != Some(&blob));
        let blob = garbage::base64(&blob);
        let (operation, document) = if seed.is_multiple_of(2) {
            let document = json!({
                "KeyId": target().key("signing"), "Message": "aGk=", "Signature": blob,
                "SigningAlgorithm": "ECDSA_SHA_256",
                "MessageType": garbage.pick(&["RAW", "DIGEST", "EXTERNAL_MU"]),
            });
            (Operation::Verify, document)
        } else {
            let document =
                json!({ "KeyId": target().key("mac"), "Message": "aGk=", "Mac": blob, "MacAlgorithm": "HMAC_SHA_256" });
            (Operation::VerifyMac, document)
        };
        target().refuses(operation, document);
    }

    #[test]
    fn any_bytes_as_a_public_key_or_an_encapsulation(seed: u64) {
        let mut garbage = Garbage::new(seed);
        let blob = match target().public_keys.first() {
            Some(real) if !seed.is_multiple_of(3) => garbage.mutated(real),
            _ => garbage.bytes(1200),
        };
        let blob = garbage::base64(&blob);
        let (operation, document) = if seed.is_multiple_of(2) {
            let document = json!({
                "KeyId": target().key("agreement"), "PublicKey": blob, "KeyAgreementAlgorithm": "ECDH",
            });
            (Operation::DeriveSharedSecret, document)
        } else {
            let document = json!({
                "KeyId": target().key("encapsulation"), "SharedSecretCiphertextBlob": blob,
                "EncapsulationAlgorithm": "ML_KEM",
            });
            (Operation::Decapsulate, document)
        };
        target().survives(operation, document);
    }
}

#[test]
fn documents_nested_deeply_are_refused() {
    for open in ["[", "{\"Tags\":[", "{\"a\":"] {
        let document = open.repeat(100_000);
        let error = Request::decode(Operation::CreateKey, document.as_bytes()).expect_err("no document");
        assert_eq!(error.exception, Exception::Serialization);
    }
}
