//! Known answers of the standards themselves.

use super::hex;
use crate::kms::{
    api::{KeySpec, MacAlgorithm, MessageType, SigningAlgorithm},
    cryptography::{PublicKey, kdf, mac, signature, symmetric},
};

/// NIST CAVP, SP 800-108: `KDFCTR_gen`, HMAC_SHA256, counter of 32 bits before the fixed input, COUNT 0.
#[test]
fn the_key_derivation_is_that_of_sp_800_108() {
    let key: [u8; 32] = hex("dd1d91b7d90b2bd3138533ce92b272fbf8a369316aefe242e659cc0ae238afe0");
    let fixed: [u8; 60] = hex(concat!(
        "01322b96b30acd197979444e468e1c5c6859bf1b1cf951b7e725303e237e46b8",
        "64a145fab25e517b08f8683d0315bb2911d80a0e8aba17f3b413faac"
    ));
    let derived: [u8; 16] = hex("10621342bfb0fd40046c0e29f2cfdbf0");
    assert_eq!(kdf::derive::<16>(&key, &[&fixed]), derived);
    let (front, back) = fixed.split_at(7);
    assert_eq!(kdf::derive::<16>(&key, &[front, back]), derived, "pieces are put together");
    let longer = kdf::derive::<48>(&key, &[&fixed]);
    assert_eq!(longer[..16], derived);
    assert_ne!(longer[32..], longer[..16], "the second block has its own counter");
}

/// The Galois/Counter Mode of Operation (McGrew and Viega), test cases 14 and 16.
#[test]
fn aes_256_gcm_gives_the_published_ciphertexts() {
    let sealed: [u8; 32] = hex("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
    let mut bytes = vec![0; 16];
    symmetric::seal_in_place(&[0; 32], &[0; 12], &mut bytes, 0, &[]);
    assert_eq!(bytes, sealed);
    assert_eq!(symmetric::unseal(&[0; 32], &[0; 12], &sealed, &[]).as_deref(), Some([0; 16].as_slice()));

    let key: [u8; 32] = hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
    let iv: [u8; 12] = hex("cafebabefacedbaddecaf888");
    let aad: [u8; 20] = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    let plaintext: [u8; 60] = hex(concat!(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72",
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    ));
    let sealed: [u8; 76] = hex(concat!(
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa",
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
        "76fc6ece0f4e1768cddf8853bb2d551b"
    ));
    let mut bytes = [b"before".as_slice(), &plaintext].concat();
    symmetric::seal_in_place(&key, &iv, &mut bytes, 6, &aad);
    assert_eq!(bytes, [b"before".as_slice(), &sealed].concat());
    assert_eq!(symmetric::unseal(&key, &iv, &sealed, &aad).as_deref(), Some(plaintext.as_slice()));
    assert_eq!(symmetric::unseal(&key, &iv, &sealed, &aad[1..]), None);
}

/// RFC 4231, test case 2.
#[test]
fn hmac_gives_the_published_codes() {
    let (key, message) = (b"Jefe", b"what do ya want for nothing?");
    for (algorithm, code) in [
        (
            MacAlgorithm::HmacSha224,
            hex::<28>("a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44").to_vec(),
        ),
        (
            MacAlgorithm::HmacSha256,
            hex::<32>("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843").to_vec(),
        ),
        (
            MacAlgorithm::HmacSha384,
            hex::<48>(concat!(
                "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e",
                "8e2240ca5e69e2c78b3239ecfab21649"
            ))
            .to_vec(),
        ),
        (
            MacAlgorithm::HmacSha512,
            hex::<64>(concat!(
                "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554",
                "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
            ))
            .to_vec(),
        ),
    ] {
        assert_eq!(mac::generate(algorithm, key, message), code, "{algorithm}");
        assert!(mac::verify(algorithm, key, message, &code));
        assert!(!mac::verify(algorithm, key, message, &code[1..]));
        assert!(!mac::verify(algorithm, key, b"what do ya want for nothing!", &code));
    }
}

/// RFC 6979, A.2.5: P-256 with SHA-256, message `sample`.
#[test]
fn ecdsa_verifies_the_published_signature() {
    let head: [u8; 27] = hex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");
    let point: [u8; 64] = hex(concat!(
        "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6",
        "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"
    ));
    let der: [u8; 72] = hex(concat!(
        "3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716",
        "022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
    ));
    let key = PublicKey::from_der(KeySpec::EccNistP256, &[&head[..], &point].concat()).expect("a public key");
    let algorithm = SigningAlgorithm::EcdsaSha256;
    assert!(signature::verify(&key, algorithm, MessageType::Raw, b"sample", &der));
    let digest: [u8; 32] = hex("af2bdbe1aa9b6ec1e2ade1d694f41fc71a831d0268e9891562113d8a62add1bf");
    assert!(signature::verify(&key, algorithm, MessageType::Digest, &digest, &der));
    assert!(!signature::verify(&key, algorithm, MessageType::Raw, b"test", &der));
}

/// RFC 8032, 7.1, test 2.
#[test]
fn ed25519_signs_as_published() {
    let secret: [u8; 32] = hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
    let public: [u8; 32] = hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    let published: [u8; 64] = hex(concat!(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da",
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    ));
    let head: [u8; 16] = hex("302e020100300506032b657004220420");
    let pkcs8 = [&head[..], &secret].concat();
    let pair = crate::kms::cryptography::KeyPair::from_pkcs8(KeySpec::EccNistEdwards25519, &pkcs8)
        .expect("a private key");
    assert_eq!(pair.pkcs8(), pkcs8, "written as it was read");
    assert!(pair.public_key().to_der().ends_with(&public));
    let algorithm = SigningAlgorithm::Ed25519Sha512;
    let signed = signature::sign(&pair, algorithm, MessageType::Raw, &[0x72], [0; 32]);
    assert_eq!(signed.as_deref(), Some(published.as_slice()));
    assert!(signature::verify(pair.public_key(), algorithm, MessageType::Raw, &[0x72], &published));
}

/// RFC 8032, 7.3: the message `abc`.
#[test]
fn ed25519ph_signs_as_published() {
    let secret: [u8; 32] = hex("833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42");
    let published: [u8; 64] = hex(concat!(
        "98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae41",
        "31f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406"
    ));
    let key = ed25519_dalek::SigningKey::from_bytes(&secret);
    let signed = signature::ed25519_ph_sign(&key, b"abc").expect("signs");
    assert_eq!(signed.to_bytes(), published);
    assert!(signature::ed25519_ph_verify(&key.verifying_key(), b"abc", &signed));
    assert!(!signature::ed25519_ph_verify(&key.verifying_key(), b"abd", &signed));
}
