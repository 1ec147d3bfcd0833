//! What is refused of ciphertexts, usages, algorithms and sizes.

use aws_sdk_kms::{
    primitives::Blob,
    types::{
        DataKeySpec, EncryptionAlgorithmSpec, KeySpec, KeyUsageType, MacAlgorithmSpec, MessageType,
        SigningAlgorithmSpec,
    },
};

use super::*;

pub async fn ciphertexts(server: &Server, seen: &mut Seen) {
    let [us, eu] = ["us-east-1", "eu-west-1"].map(|region| server.client(region));
    let (key, other) = (symmetric(&us).await, symmetric(&us).await);
    let sealed =
        us.encrypt().key_id(&key).plaintext(Blob::new("x")).encryption_context("a", "b").send().await;
    let blob = sealed.expect("encrypted").ciphertext_blob.expect("a blob");
    let open = |context: &str| us.decrypt().ciphertext_blob(blob.clone()).encryption_context("a", context);
    let wrong = "InvalidCiphertextException";
    seen.refused(open("c").send().await, wrong, "");
    let mut damaged = blob.clone().into_inner();
    *damaged.last_mut().expect("not empty") ^= 1;
    let damaged = us.decrypt().ciphertext_blob(Blob::new(damaged)).encryption_context("a", "b");
    seen.refused(damaged.send().await, wrong, "");
    seen.refused(us.decrypt().ciphertext_blob(Blob::new("garbage")).send().await, wrong, "");
    let incorrect = "The key ID in the request does not identify a CMK that can perform this operation.";
    seen.refused(open("b").key_id(&other).send().await, "IncorrectKeyException", incorrect);
    let moved = us.re_encrypt().ciphertext_blob(blob.clone()).source_encryption_context("a", "b");
    let moved = moved.source_key_id(&other).destination_key_id(&key).send().await;
    seen.refused(moved, "IncorrectKeyException", incorrect);
    let elsewhere = eu.decrypt().ciphertext_blob(blob.clone()).encryption_context("a", "b").send().await;
    let says = "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.";
    seen.refused(elsewhere, "AccessDeniedException", says);
    let says = "The request would have succeeded, but the DryRun option is set.";
    seen.refused(open("b").dry_run(true).send().await, "DryRunOperationException", says);
    let drawn = us.generate_data_key().key_id(&key).key_spec(DataKeySpec::Aes256).dry_run(true).send().await;
    seen.refused(drawn, "DryRunOperationException", says);
    seen.refused(open("c").dry_run(true).send().await, wrong, "");
}

pub async fn usages(server: &Server, seen: &mut Seen) {
    let us = server.client("us-east-1");
    let key = symmetric(&us).await;
    let signer = make(&us, KeySpec::EccNistP256, KeyUsageType::SignVerify).await;
    let mac = make(&us, KeySpec::Hmac224, KeyUsageType::GenerateVerifyMac).await;
    let usage = "InvalidKeyUsageException";
    let draw = |id: &str, algorithm: MacAlgorithmSpec| {
        us.generate_mac().key_id(id).message(Blob::new("x")).mac_algorithm(algorithm).send()
    };
    let says = format!("{} key usage is ENCRYPT_DECRYPT which is not valid for GenerateMac.", arn(&key));
    seen.refused(draw(&key, MacAlgorithmSpec::HmacSha224).await, usage, &says);
    let says = "Algorithm HMAC_SHA_256 is incompatible with key spec HMAC_224.";
    seen.refused(draw(&mac, MacAlgorithmSpec::HmacSha256).await, usage, says);
    let says = format!("{} key usage is SIGN_VERIFY which is not valid for Encrypt.", arn(&signer));
    seen.refused(us.encrypt().key_id(&signer).plaintext(Blob::new("x")).send().await, usage, &says);
    let checked = us.verify_mac().key_id(&mac).message(Blob::new("x")).mac(Blob::new([0; 28]));
    let checked = checked.mac_algorithm(MacAlgorithmSpec::HmacSha224);
    seen.refused(checked.clone().send().await, "KMSInvalidMacException", "");
    seen.refused(checked.dry_run(true).send().await, "KMSInvalidMacException", "");
    let signed = |kind: MessageType, message: &'static [u8]| {
        us.sign()
            .key_id(&signer)
            .message(Blob::new(message))
            .message_type(kind)
            .signing_algorithm(SigningAlgorithmSpec::EcdsaSha256)
    };
    let says = "Digest is invalid length for algorithm ECDSA_SHA_256.";
    seen.refused(signed(MessageType::Digest, b"short").send().await, "ValidationException", says);
    let says = "Message type EXTERNAL_MU is incompatible with key spec ECC_NIST_P256.";
    seen.refused(signed(MessageType::ExternalMu, &[0; 64]).send().await, "ValidationException", says);
    let genuine = signed(MessageType::Raw, b"words").send().await.expect("signed").signature;
    let verified = us.verify().key_id(&signer).message(Blob::new("other words"));
    let verified = verified.signing_algorithm(SigningAlgorithmSpec::EcdsaSha256);
    let verified = verified.signature(genuine.expect("a signature")).send().await;
    seen.refused(verified, "KMSInvalidSignatureException", "");
}

pub async fn limits(server: &Server, seen: &mut Seen) {
    let us = server.client("us-east-1");
    let key = symmetric(&us).await;
    let pair = make(&us, KeySpec::Rsa2048, KeyUsageType::EncryptDecrypt).await;
    let invalid = "ValidationException";
    let data_key = || us.generate_data_key().key_id(&key);
    let says = "Please specify either number of bytes or key spec.";
    seen.refused(data_key().send().await, invalid, says);
    let both = data_key().key_spec(DataKeySpec::Aes256).number_of_bytes(32).send().await;
    seen.refused(both, invalid, says);
    let says = "1 validation error detected: Value 'AES_512' at 'keySpec' failed to satisfy constraint: Member must satisfy enum value set: [AES_256, AES_128]";
    seen.refused(data_key().key_spec(DataKeySpec::from("AES_512")).send().await, invalid, says);
    let says = "1 validation error detected: Value '1025' at 'numberOfBytes' failed to satisfy constraint: Member must have value less than or equal to 1024";
    seen.refused(us.generate_random().number_of_bytes(1025).send().await, invalid, says);
    let says = "1 validation error detected: Value '0' at 'numberOfBytes' failed to satisfy constraint: Member must have value greater than or equal to 1";
    seen.refused(us.generate_random().number_of_bytes(0).send().await, invalid, says);
    seen.refused(us.generate_random().send().await, invalid, "NumberOfBytes is required.");
    let says = "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096";
    let long = us.encrypt().key_id(&key).plaintext(Blob::new([0; 4097])).send().await;
    seen.refused(long, invalid, says);
    let by_pair = |bytes: usize| {
        us.encrypt()
            .key_id(&pair)
            .plaintext(Blob::new(vec![0; bytes]))
            .encryption_algorithm(EncryptionAlgorithmSpec::RsaesOaepSha256)
    };
    by_pair(190).send().await.expect("just short enough");
    let says =
        "Algorithm RSAES_OAEP_SHA_256 and key spec RSA_2048 cannot encrypt data larger than 190 bytes.";
    seen.refused(by_pair(191).send().await, invalid, says);
    let says = "EncryptionContext is not supported when encrypting/decrypting with asymmetric CMKs.";
    seen.refused(by_pair(1).encryption_context("a", "b").send().await, invalid, says);
    let unnamed = us.decrypt().ciphertext_blob(Blob::new([0; 256]));
    let unnamed = unnamed.encryption_algorithm(EncryptionAlgorithmSpec::RsaesOaepSha256).send().await;
    seen.refused(unnamed, invalid, "KeyId must not be null");
    let says = "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.";
    seen.refused(us.create_key().key_spec(KeySpec::Rsa2048).send().await, invalid, says);
    let wrong = us.create_key().key_spec(KeySpec::Rsa2048).key_usage(KeyUsageType::KeyAgreement).send().await;
    seen.refused(wrong, invalid, "KeyUsage KEY_AGREEMENT is not compatible with KeySpec RSA_2048");
}
