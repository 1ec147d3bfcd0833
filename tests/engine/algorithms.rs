//! Which specs, usages, algorithms, message types and sizes go together, and what KMS says of those that do not.

use mrk_console::kms::{Exception, api::*};

use crate::{keyring::*, scene::*};

use KeyUsage::{EncapsulateDecapsulate, EncryptDecrypt, GenerateVerifyMac, KeyAgreement, SignVerify};

const NO_USAGE: &str =
    "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.";

/// The usages that keys of each spec can have.
const USAGES: &[(&str, &[KeyUsage])] = &[
    ("SYMMETRIC_DEFAULT", &[EncryptDecrypt]),
    ("HMAC_224", &[GenerateVerifyMac]),
    ("HMAC_256", &[GenerateVerifyMac]),
    ("HMAC_384", &[GenerateVerifyMac]),
    ("HMAC_512", &[GenerateVerifyMac]),
    ("RSA_2048", &[EncryptDecrypt, SignVerify]),
    ("RSA_3072", &[EncryptDecrypt, SignVerify]),
    ("RSA_4096", &[EncryptDecrypt, SignVerify]),
    ("ECC_NIST_P256", &[SignVerify, KeyAgreement]),
    ("ECC_NIST_P384", &[SignVerify, KeyAgreement]),
    ("ECC_NIST_P521", &[SignVerify, KeyAgreement]),
    ("ECC_SECG_P256K1", &[SignVerify]),
    ("ECC_NIST_EDWARDS25519", &[SignVerify]),
    ("ML_DSA_44", &[SignVerify]),
    ("ML_DSA_65", &[SignVerify]),
    ("ML_DSA_87", &[SignVerify]),
    ("ML_KEM_512", &[EncapsulateDecapsulate]),
    ("ML_KEM_768", &[EncapsulateDecapsulate]),
    ("ML_KEM_1024", &[EncapsulateDecapsulate]),
    ("SM2", &[EncryptDecrypt, SignVerify, KeyAgreement]),
];

fn create(spec: KeySpec, usage: Option<KeyUsage>) -> CreateKeyRequest {
    CreateKeyRequest { key_spec: Some(spec), key_usage: usage, ..Default::default() }
}

#[test]
fn a_key_has_a_usage_that_its_spec_admits() {
    let mut scene = Scene::new();
    assert_eq!(USAGES.len(), KeySpec::ALL.len());
    for (name, usages) in USAGES {
        let spec = KeySpec::from_name(name).expect("a key spec");
        if spec == KeySpec::SymmetricDefault {
            scene.ask(us(), create(spec, None));
        } else {
            scene.refuses(us(), create(spec, None), Exception::Validation, NO_USAGE);
        }
        for usage in KeyUsage::ALL.iter().copied() {
            let request = create(spec, Some(usage));
            if !usages.contains(&usage) {
                let says = format!("KeyUsage {usage} is not compatible with KeySpec {spec}");
                scene.refuses(us(), request, Exception::Validation, &says);
            } else if spec == KeySpec::Sm2 {
                let says = "KeySpec SM2 is supported only in China Regions.";
                scene.refuses(us(), request, Exception::UnsupportedOperation, says);
            } else if !name.starts_with("RSA") {
                // RSA keys take long to make; other tests make them.
                let made = scene.ask(us(), request).key_metadata;
                assert_eq!((made.key_spec, made.key_usage), (spec, usage));
                assert_eq!(made.customer_master_key_spec, spec);
            }
        }
    }
}

#[test]
fn the_spec_may_go_by_its_old_name() {
    let mut scene = Scene::new();
    let request = CreateKeyRequest {
        customer_master_key_spec: Some(KeySpec::Hmac256),
        key_usage: Some(GenerateVerifyMac),
        ..Default::default()
    };
    assert_eq!(scene.ask(us(), request).key_metadata.key_spec, KeySpec::Hmac256);
}

/// The signing algorithms of each spec with the length of the digests that they take.
fn digest_length(spec: KeySpec, algorithm: SigningAlgorithm) -> Option<usize> {
    let name = spec.name();
    match algorithm.name() {
        "RSASSA_PSS_SHA_256" | "RSASSA_PKCS1_V1_5_SHA_256" if name.starts_with("RSA") => Some(32),
        "RSASSA_PSS_SHA_384" | "RSASSA_PKCS1_V1_5_SHA_384" if name.starts_with("RSA") => Some(48),
        "RSASSA_PSS_SHA_512" | "RSASSA_PKCS1_V1_5_SHA_512" if name.starts_with("RSA") => Some(64),
        "ECDSA_SHA_256" if name == "ECC_NIST_P256" || name == "ECC_SECG_P256K1" => Some(32),
        "ECDSA_SHA_384" if name == "ECC_NIST_P384" => Some(48),
        "ECDSA_SHA_512" if name == "ECC_NIST_P521" => Some(64),
        "ED25519_SHA_512" | "ED25519_PH_SHA_512" if name == "ECC_NIST_EDWARDS25519" => Some(64),
        "ML_DSA_SHAKE_256" if name.starts_with("ML_DSA") => Some(64),
        _ => None,
    }
}

/// What comes of a message of this type and length; nothing if it can be signed.
fn refusal(
    spec: KeySpec,
    algorithm: SigningAlgorithm,
    kind: MessageType,
    length: usize,
) -> Option<(Exception, String)> {
    let Some(digest) = digest_length(spec, algorithm) else {
        let says = format!("Algorithm {algorithm} is incompatible with key spec {spec}.");
        return Some((Exception::InvalidKeyUsage, says));
    };
    let is_ml_dsa = algorithm == SigningAlgorithm::MlDsaShake256;
    let of_spec = format!("Message type {kind} is incompatible with key spec {spec}.");
    let of_algorithm = format!("Message type {kind} is incompatible with algorithm {algorithm}.");
    let says = match (kind, algorithm) {
        (MessageType::ExternalMu, _) if !is_ml_dsa => of_spec,
        (MessageType::Digest, SigningAlgorithm::MlDsaShake256) => of_spec,
        (MessageType::Digest, SigningAlgorithm::Ed25519Sha512) => of_algorithm,
        (MessageType::Raw, SigningAlgorithm::Ed25519PhSha512) => of_algorithm,
        (MessageType::Digest, _) if length != digest => {
            format!("Digest is invalid length for algorithm {algorithm}.")
        }
        (MessageType::ExternalMu, _) if length != 64 => {
            format!("External Mu is invalid length for algorithm {algorithm}.")
        }
        _ => return None,
    };
    Some((Exception::Validation, says))
}

#[test]
fn a_message_suits_the_algorithm_and_the_algorithm_the_key() {
    let mut ring = Keyring::new();
    let dry = "The request would have succeeded, but the DryRun option is set.";
    for (spec, key) in ring.with_usage(SignVerify) {
        for algorithm in SigningAlgorithm::ALL.iter().copied() {
            for kind in MessageType::ALL.iter().copied() {
                for length in [1, 32, 48, 63, 64, 65, 4096] {
                    let asked =
                        SignRequest { dry_run: true, ..sign(&key, algorithm, kind, &vec![1; length]) };
                    let expected = refusal(spec, algorithm, kind, length);
                    let admitted = (Exception::DryRunOperation, dry.to_owned());
                    let of_verify =
                        expected.clone().unwrap_or((Exception::KmsInvalidSignature, String::new()));
                    let found = ring.scene.try_ask(us(), asked.clone()).expect_err("a dry run");
                    let place = format!("{spec} {algorithm} {kind} {length}");
                    let found = (found.exception, found.message.into_owned());
                    assert_eq!(found, expected.unwrap_or(admitted), "{place}");
                    let found = ring.scene.try_ask(us(), verify(&asked, &vec![1; 8].into()));
                    let found = found.expect_err("no signature");
                    assert_eq!((found.exception, found.message.into_owned()), of_verify, "Verify: {place}");
                }
            }
        }
    }
}

#[test]
fn a_message_is_raw_when_nothing_else_is_said() {
    let mut ring = Keyring::new();
    let key = ring.key(KeySpec::EccNistP256, SignVerify);
    let raw = sign(&key, SigningAlgorithm::EcdsaSha256, MessageType::Raw, b"message");
    let signature = ring.scene.ask(us(), SignRequest { message_type: None, ..raw.clone() }).signature;
    assert!(ring.scene.ask(us(), verify(&raw, &signature)).signature_valid);
}

#[test]
fn a_mac_algorithm_is_that_of_the_key() {
    let mut ring = Keyring::new();
    for (spec, key) in ring.with_usage(GenerateVerifyMac) {
        for algorithm in MacAlgorithm::ALL.iter().copied() {
            let asked = mac(&key, algorithm, b"message");
            if algorithm.name().trim_start_matches("HMAC_SHA_") == spec.name().trim_start_matches("HMAC_") {
                ring.scene.ask(us(), asked);
                continue;
            }
            let says = format!("Algorithm {algorithm} is incompatible with key spec {spec}.");
            let check = verify_mac(&asked, &vec![1; 32].into());
            ring.scene.refuses(us(), asked, Exception::InvalidKeyUsage, &says);
            ring.scene.refuses(us(), check, Exception::InvalidKeyUsage, &says);
        }
    }
}

/// One request for every use of a key, with the usage that it needs.
fn one_of_each(key: &str) -> Vec<(KeyUsage, Request)> {
    let oaep = EncryptionAlgorithm::RsaesOaepSha256;
    let signed = sign(key, SigningAlgorithm::EcdsaSha256, MessageType::Raw, b"message");
    let asked_mac = mac(key, MacAlgorithm::HmacSha256, b"message");
    let some: Blob = vec![1; 32].into();
    let without = GenerateDataKeyPairWithoutPlaintextRequest {
        key_id: key.to_owned(),
        key_pair_spec: Some(DataKeyPairSpec::EccNistP256),
        ..Default::default()
    };
    let data_key_without = GenerateDataKeyWithoutPlaintextRequest {
        key_id: key.to_owned(),
        number_of_bytes: Some(8),
        ..Default::default()
    };
    vec![
        (SignVerify, signed.clone().into()),
        (SignVerify, verify(&signed, &some).into()),
        (GenerateVerifyMac, asked_mac.clone().into()),
        (GenerateVerifyMac, verify_mac(&asked_mac, &some).into()),
        (KeyAgreement, agree(key, &some).into()),
        (EncapsulateDecapsulate, encapsulate(key).into()),
        (EncapsulateDecapsulate, decapsulate(key, &some).into()),
        (EncryptDecrypt, encrypt(key, b"x").into()),
        (EncryptDecrypt, encrypt_by(key, oaep, b"x").into()),
        (EncryptDecrypt, decrypt_by(key, oaep, &some).into()),
        (EncryptDecrypt, data_key(key).into()),
        (EncryptDecrypt, data_key_without.into()),
        (EncryptDecrypt, data_key_pair(key, DataKeyPairSpec::EccNistP256).into()),
        (EncryptDecrypt, without.into()),
    ]
}

#[test]
fn a_key_is_used_for_nothing_but_its_usage() {
    let mut ring = Keyring::new();
    let caller = ring.scene.caller("alice");
    for (_, usage, key) in ring.all() {
        for (needed, request) in one_of_each(&key) {
            if needed == usage {
                continue;
            }
            let operation = request.operation().name();
            let call = mrk_console::world::Call::new(eu(), caller.clone(), request);
            let error = ring.scene.world.call(call).expect_err("another usage");
            let says =
                format!("{} key usage is {usage} which is not valid for {operation}.", arn(eu(), &key));
            assert_eq!((error.exception, error.message.into_owned()), (Exception::InvalidKeyUsage, says));
        }
    }
}

#[test]
fn the_state_is_checked_before_the_usage_and_the_usage_before_the_algorithm() {
    let mut ring = Keyring::new();
    let caller = ring.scene.caller("alice");
    // Wrong in every respect: usage, algorithm and, once disabled, state.
    let key = ring.only(KeySpec::MlKem512);
    let asked = sign(&key, SigningAlgorithm::RsassaPssSha256, MessageType::ExternalMu, b"message");
    let says =
        format!("{} key usage is ENCAPSULATE_DECAPSULATE which is not valid for Sign.", arn(us(), &key));
    ring.scene.refuses(us(), asked.clone(), Exception::InvalidKeyUsage, &says);
    let ecc = ring.key(KeySpec::EccNistP256, SignVerify);
    let says = "Algorithm RSASSA_PSS_SHA_256 is incompatible with key spec ECC_NIST_P256.";
    let wrong = SignRequest { key_id: ecc, ..asked.clone() };
    ring.scene.refuses(us(), wrong, Exception::InvalidKeyUsage, says);
    for (_, _, key) in ring.all() {
        ring.scene.ask(eu(), disable(&key));
        for (_, request) in one_of_each(&key) {
            let call = mrk_console::world::Call::new(eu(), caller.clone(), request);
            let error = ring.scene.world.call(call).expect_err("a disabled key");
            assert_eq!(error.exception, Exception::Disabled);
        }
    }
}

#[test]
fn the_encryption_algorithm_is_one_of_the_key_s() {
    let mut ring = Keyring::new();
    let rsa = ring.key(KeySpec::Rsa2048, EncryptDecrypt);
    let symmetric = ring.only(KeySpec::SymmetricDefault);
    let some: Blob = vec![1; 256].into();
    for (key, spec, algorithm) in [
        (&rsa, "RSA_2048", EncryptionAlgorithm::SymmetricDefault),
        (&rsa, "RSA_2048", EncryptionAlgorithm::Sm2Pke),
        (&symmetric, "SYMMETRIC_DEFAULT", EncryptionAlgorithm::RsaesOaepSha1),
        (&symmetric, "SYMMETRIC_DEFAULT", EncryptionAlgorithm::RsaesOaepSha256),
    ] {
        let says = format!("Algorithm {algorithm} is incompatible with key spec {spec}.");
        let asked = encrypt_by(key, algorithm, b"x");
        ring.scene.refuses(us(), asked, Exception::InvalidKeyUsage, &says);
        if algorithm != EncryptionAlgorithm::SymmetricDefault {
            let asked = decrypt_by(key, algorithm, &some);
            ring.scene.refuses(us(), asked, Exception::InvalidKeyUsage, &says);
        }
    }
    // Data keys are made under symmetric keys only.
    let says = "Algorithm SYMMETRIC_DEFAULT is incompatible with key spec RSA_2048.";
    ring.scene.refuses(us(), data_key(&rsa), Exception::InvalidKeyUsage, says);
    let pair = data_key_pair(&rsa, DataKeyPairSpec::EccNistP256);
    ring.scene.refuses(us(), pair, Exception::InvalidKeyUsage, says);
}

#[test]
fn rsa_knows_its_sizes_and_no_context() {
    let mut ring = Keyring::new();
    let rsa = ring.key(KeySpec::Rsa2048, EncryptDecrypt);
    for (algorithm, longest) in
        [(EncryptionAlgorithm::RsaesOaepSha1, 214), (EncryptionAlgorithm::RsaesOaepSha256, 190)]
    {
        let blob = ring.scene.ask(us(), encrypt_by(&rsa, algorithm, &vec![1; longest])).ciphertext_blob;
        assert_eq!(ring.scene.ask(us(), decrypt_by(&rsa, algorithm, &blob)).plaintext.0.len(), longest);
        let says = format!(
            "Algorithm {algorithm} and key spec RSA_2048 cannot encrypt data larger than {longest} bytes."
        );
        let asked = encrypt_by(&rsa, algorithm, &vec![1; longest + 1]);
        ring.scene.refuses(us(), asked, Exception::Validation, &says);

        let in_context = context(&[("a", "b")]);
        let says = "EncryptionContext is not supported when encrypting/decrypting with asymmetric CMKs.";
        let asked =
            EncryptRequest { encryption_context: in_context.clone(), ..encrypt_by(&rsa, algorithm, b"x") };
        ring.scene.refuses(us(), asked, Exception::Validation, says);
        let asked = DecryptRequest { encryption_context: in_context, ..decrypt_by(&rsa, algorithm, &blob) };
        ring.scene.refuses(us(), asked, Exception::Validation, says);
    }
}

#[test]
fn only_key_pairs_have_a_public_key() {
    let mut ring = Keyring::new();
    for spec in [KeySpec::SymmetricDefault, KeySpec::Hmac256] {
        let key = ring.only(spec);
        ring.scene.refuses(us(), public_key(&key), Exception::UnsupportedOperation, "");
    }
}

#[test]
fn a_dry_run_tells_that_all_is_well_and_does_nothing() {
    let mut ring = Keyring::new();
    let dry = "The request would have succeeded, but the DryRun option is set.";
    macro_rules! dry {
        ($request:expr) => {{
            let mut request = $request;
            ring.scene.ask(us(), request.clone());
            request.dry_run = true;
            ring.scene.refuses(us(), request, Exception::DryRunOperation, dry);
        }};
    }
    let signing = ring.key(KeySpec::EccNistP256, SignVerify);
    let signed = sign(&signing, SigningAlgorithm::EcdsaSha256, MessageType::Raw, b"message");
    let signature = ring.scene.ask(us(), signed.clone()).signature;
    dry!(signed.clone());
    dry!(verify(&signed, &signature));
    let asked = mac(&ring.only(KeySpec::Hmac256), MacAlgorithm::HmacSha256, b"message");
    let made = ring.scene.ask(us(), asked.clone()).mac;
    dry!(asked.clone());
    dry!(verify_mac(&asked, &made));
    let agreeing = ring.key(KeySpec::EccNistP256, KeyAgreement);
    let peer = ring.public_key(us(), &agreeing).public_key;
    dry!(agree(&agreeing, &peer));
    let kem = ring.only(KeySpec::MlKem512);
    let blob = ring.scene.ask(us(), encapsulate(&kem)).shared_secret_ciphertext_blob;
    dry!(encapsulate(&kem));
    dry!(decapsulate(&kem, &blob));
    let symmetric = ring.only(KeySpec::SymmetricDefault);
    dry!(data_key_pair(&symmetric, DataKeyPairSpec::EccNistP256));
    let rsa = ring.key(KeySpec::Rsa2048, EncryptDecrypt);
    let oaep = EncryptionAlgorithm::RsaesOaepSha256;
    let blob = ring.scene.ask(us(), encrypt_by(&rsa, oaep, b"x")).ciphertext_blob;
    dry!(encrypt_by(&rsa, oaep, b"x"));
    dry!(decrypt_by(&rsa, oaep, &blob));
}

#[test]
fn a_dry_run_can_leave_the_ciphertext_out() {
    let mut ring = Keyring::new();
    let dry = "The request would have succeeded, but the DryRun option is set.";
    let symmetric = ring.only(KeySpec::SymmetricDefault);
    let asked = DecryptRequest {
        key_id: Some(symmetric.clone()),
        dry_run: true,
        dry_run_modifiers: vec![DryRunModifier::IgnoreCiphertext],
        ..Default::default()
    };
    ring.scene.refuses(us(), asked.clone(), Exception::DryRunOperation, dry);
    let garbage = DecryptRequest { ciphertext_blob: Some(b"garbage".as_slice().into()), ..asked.clone() };
    ring.scene.refuses(us(), garbage, Exception::DryRunOperation, dry);
    let nameless = DecryptRequest { key_id: None, ..asked.clone() };
    ring.scene.refuses(us(), nameless, Exception::Validation, "KeyId must not be null");
    let forbidden = ring.scene.refused_as("mallory", us(), asked.clone());
    assert_eq!(forbidden.0, Exception::AccessDenied);
    let in_earnest = DecryptRequest { dry_run: false, ..asked.clone() };
    let refused = ring.scene.refused(us(), in_earnest);
    assert_eq!(refused.0, Exception::Validation);
    assert!(refused.1.contains("'ciphertextBlob'"), "{}", refused.1);
    let signing = ring.key(KeySpec::EccNistP256, SignVerify);
    let says = format!("{} key usage is SIGN_VERIFY which is not valid for Decrypt.", arn(us(), &signing));
    let of_other_usage = DecryptRequest { key_id: Some(signing), ..asked };
    ring.scene.refuses(us(), of_other_usage, Exception::InvalidKeyUsage, &says);

    let re_encrypt = ReEncryptRequest {
        source_key_id: Some(symmetric.clone()),
        destination_key_id: symmetric,
        dry_run: true,
        dry_run_modifiers: vec![DryRunModifier::IgnoreCiphertext],
        ..Default::default()
    };
    ring.scene.refuses(us(), re_encrypt.clone(), Exception::DryRunOperation, dry);
    let nameless = ReEncryptRequest { source_key_id: None, ..re_encrypt };
    ring.scene.refuses(us(), nameless, Exception::Validation, "SourceKeyId must not be null");
}

#[test]
fn no_attestation_document_is_valid_here() {
    let mut ring = Keyring::new();
    let says = "The attestation document in Recipient is not valid.";
    let recipient = Some(RecipientInfo {
        key_encryption_algorithm: Some(KeyEncryptionMechanism::RsaesOaepSha256),
        attestation_document: Some(b"document".as_slice().into()),
    });
    let symmetric = ring.only(KeySpec::SymmetricDefault);
    let blob = ring.scene.seal(us(), &symmetric, b"x");
    let asked = DecryptRequest { recipient: recipient.clone(), ..decrypt(&blob) };
    ring.scene.refuses(us(), asked, Exception::Validation, says);
    let asked = GenerateDataKeyRequest { recipient: recipient.clone(), ..data_key(&symmetric) };
    ring.scene.refuses(us(), asked, Exception::Validation, says);
    let asked = GenerateDataKeyPairRequest {
        recipient: recipient.clone(),
        ..data_key_pair(&symmetric, DataKeyPairSpec::EccNistP256)
    };
    ring.scene.refuses(us(), asked, Exception::Validation, says);
    let agreeing = ring.key(KeySpec::EccNistP256, KeyAgreement);
    let peer = ring.public_key(us(), &agreeing).public_key;
    let asked = DeriveSharedSecretRequest { recipient: recipient.clone(), ..agree(&agreeing, &peer) };
    ring.scene.refuses(us(), asked, Exception::Validation, says);
    let asked = GenerateRandomRequest { number_of_bytes: Some(8), recipient, ..Default::default() };
    ring.scene.refuses(us(), asked, Exception::Validation, says);
}

#[test]
fn random_bytes_are_as_many_as_asked_for() {
    let mut scene = Scene::new();
    let asked = |number_of_bytes| GenerateRandomRequest { number_of_bytes, ..Default::default() };
    for length in [1, 24, 1024] {
        assert_eq!(scene.ask(us(), asked(Some(length))).plaintext.0.len(), length as usize);
    }
    let [one, two] = [(); 2].map(|()| scene.ask(us(), asked(Some(32))).plaintext);
    assert_ne!(one, two);
    scene.refuses(us(), asked(None), Exception::Validation, "NumberOfBytes is required.");
    for (length, limit) in [(0, "greater than or equal to 1"), (1025, "less than or equal to 1024")] {
        let says = format!(
            "1 validation error detected: Value '{length}' at 'numberOfBytes' failed to satisfy constraint: Member \
             must have value {limit}"
        );
        scene.refuses(us(), asked(Some(length)), Exception::Validation, &says);
    }
    let refused = scene.refused_as("mallory", us(), asked(Some(8)));
    assert_eq!(refused.0, Exception::AccessDenied);
}

#[test]
fn messages_have_at_least_one_byte_and_at_most_4096() {
    let mut ring = Keyring::new();
    let signing = ring.key(KeySpec::EccNistP256, SignVerify);
    let mac_key = ring.only(KeySpec::Hmac256);
    for (length, limit) in [(0, "greater than or equal to 1"), (4097, "less than or equal to 4096")] {
        let says = format!(
            "1 validation error detected: Value at 'message' failed to satisfy constraint: Member must have length \
             {limit}"
        );
        let message = vec![1; length];
        let asked = sign(&signing, SigningAlgorithm::EcdsaSha256, MessageType::Raw, &message);
        ring.scene.refuses(us(), asked, Exception::Validation, &says);
        let asked = mac(&mac_key, MacAlgorithm::HmacSha256, &message);
        ring.scene.refuses(us(), asked, Exception::Validation, &says);
    }
}
