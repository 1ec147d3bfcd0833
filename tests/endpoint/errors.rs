//! Exceptions arrive as the SDK's own types, with KMS's messages.

use aws_sdk_kms::{
    operation::{
        create_alias::CreateAliasError, create_key::CreateKeyError, decrypt::DecryptError,
        describe_key::DescribeKeyError, encrypt::EncryptError, generate_mac::GenerateMacError,
        replicate_key::ReplicateKeyError, verify::VerifyError, verify_mac::VerifyMacError,
    },
    primitives::Blob,
    types::{DataKeySpec, KeySpec, KeyUsageType, MacAlgorithmSpec, OriginType, SigningAlgorithmSpec, Tag},
};

use crate::support::*;

#[test]
fn exceptions_are_typed() {
    let server = Server::new();
    let us = server.client("us-east-1");
    let eu = server.client("eu-west-1");
    server.run(async {
        let make = |spec: KeySpec, usage: KeyUsageType| {
            let request = us.create_key().key_spec(spec).key_usage(usage);
            async move { request.send().await.expect("made").key_metadata.expect("metadata").key_id }
        };
        let key = make(KeySpec::SymmetricDefault, KeyUsageType::EncryptDecrypt).await;
        let signing = make(KeySpec::EccNistP256, KeyUsageType::SignVerify).await;
        let mac = make(KeySpec::Hmac256, KeyUsageType::GenerateVerifyMac).await;
        let arn = |id: &str| format!("arn:aws:kms:us-east-1:111111111111:key/{id}");

        let error = refused(us.describe_key().key_id("not-a-key").send().await);
        let DescribeKeyError::NotFoundException(error) = error else { panic!("{error:?}") };
        assert_eq!(error.message.as_deref(), Some("Invalid keyId 'not-a-key'"));

        let error = refused(us.enable_key_rotation().key_id("alias/x").send().await);
        assert!(error.is_invalid_arn_exception());
        assert_eq!(error.meta().message(), Some("Key Aliases are not supported for this operation."));

        let error = refused(eu.replicate_key().key_id(&key).replica_region("us-west-2").send().await);
        assert!(matches!(error, ReplicateKeyError::NotFoundException(_)), "{error:?}");
        let error = refused(us.replicate_key().key_id(&key).replica_region("us-west-2").send().await);
        assert!(matches!(error, ReplicateKeyError::UnsupportedOperationException(_)), "{error:?}");

        us.create_alias().alias_name("alias/a").target_key_id(&key).send().await.expect("named");
        let error = refused(us.create_alias().alias_name("alias/a").target_key_id(&key).send().await);
        assert!(matches!(error, CreateAliasError::AlreadyExistsException(_)), "{error:?}");
        let error = refused(us.create_alias().alias_name("alias/aws/a").target_key_id(&key).send().await);
        assert_eq!(error.meta().code(), Some("NotAuthorizedException"));

        let sealed = us.encrypt().key_id(&key).plaintext(Blob::new("x")).send().await.expect("encrypted").ciphertext_blob.expect("a blob");
        let error = refused(us.decrypt().ciphertext_blob(sealed.clone()).encryption_context("a", "b").send().await);
        assert!(matches!(error, DecryptError::InvalidCiphertextException(_)), "{error:?}");
        let error = refused(us.decrypt().ciphertext_blob(sealed.clone()).key_id(arn("aaaaaaaa-1111-4222-8333-bbbbbbbbbbbb")).send().await);
        assert!(matches!(error, DecryptError::NotFoundException(_)), "{error:?}");
        let other = make(KeySpec::SymmetricDefault, KeyUsageType::EncryptDecrypt).await;
        let error = refused(us.decrypt().ciphertext_blob(sealed.clone()).key_id(&other).send().await);
        let DecryptError::IncorrectKeyException(error) = error else { panic!("{error:?}") };
        assert_eq!(
            error.message.as_deref(),
            Some("The key ID in the request does not identify a CMK that can perform this operation.")
        );
        let error = refused(us.encrypt().key_id(&key).plaintext(Blob::new("x")).dry_run(true).send().await);
        assert!(matches!(error, EncryptError::DryRunOperationException(_)), "{error:?}");

        let error = refused(us.generate_mac().key_id(&key).message(Blob::new("x")).mac_algorithm(MacAlgorithmSpec::HmacSha256).send().await);
        let GenerateMacError::InvalidKeyUsageException(error) = error else { panic!("{error:?}") };
        assert_eq!(
            error.message.as_deref(),
            Some(format!("{} key usage is ENCRYPT_DECRYPT which is not valid for GenerateMac.", arn(&key)).as_str())
        );
        let error = refused(
            us.verify_mac().key_id(&mac).message(Blob::new("x")).mac(Blob::new([0; 32])).mac_algorithm(MacAlgorithmSpec::HmacSha256).send().await,
        );
        assert!(matches!(error, VerifyMacError::KmsInvalidMacException(_)), "{error:?}");
        let error = refused(
            us.verify().key_id(&signing).message(Blob::new("x")).signature(Blob::new([0; 64])).signing_algorithm(SigningAlgorithmSpec::EcdsaSha256).send().await,
        );
        assert!(matches!(error, VerifyError::KmsInvalidSignatureException(_)), "{error:?}");

        us.disable_key().key_id(&key).send().await.expect("disabled");
        let error = refused(us.encrypt().key_id(&key).plaintext(Blob::new("x")).send().await);
        let EncryptError::DisabledException(error) = error else { panic!("{error:?}") };
        assert_eq!(error.message.as_deref(), Some(format!("{} is disabled.", arn(&key)).as_str()));
        us.schedule_key_deletion().key_id(&key).send().await.expect("scheduled");
        let error = refused(us.encrypt().key_id(&key).plaintext(Blob::new("x")).send().await);
        let EncryptError::KmsInvalidStateException(error) = error else { panic!("{error:?}") };
        assert_eq!(error.message.as_deref(), Some(format!("{} is pending deletion.", arn(&key)).as_str()));

        let error = refused(us.list_keys().marker("no marker").send().await);
        assert!(error.is_invalid_marker_exception(), "{error:?}");
        let tag = |key: &str| Tag::builder().tag_key(key).tag_value("v").build().expect("a tag");
        let error = refused(us.create_key().tags(tag("aws:x")).send().await);
        assert!(matches!(error, CreateKeyError::TagException(_)), "{error:?}");
        let error = refused(us.create_key().policy("{").send().await);
        assert!(matches!(error, CreateKeyError::MalformedPolicyDocumentException(_)), "{error:?}");
        let error = refused(us.create_key().custom_key_store_id("cks-1234567890abcdef0").origin(OriginType::AwsCloudhsm).send().await);
        assert!(matches!(error, CreateKeyError::CustomKeyStoreNotFoundException(_)), "{error:?}");
        let error = refused(us.revoke_grant().key_id(&signing).grant_id("a".repeat(64)).send().await);
        assert!(error.is_invalid_grant_id_exception(), "{error:?}");
        let error = refused(us.retire_grant().grant_token("nonsense").send().await);
        assert!(error.is_invalid_grant_token_exception(), "{error:?}");
        let error = refused(us.connect_custom_key_store().custom_key_store_id("cks-1234567890abcdef0").send().await);
        assert!(error.is_custom_key_store_not_found_exception(), "{error:?}");
        let error = refused(us.generate_data_key().key_id(&other).send().await);
        assert_eq!(error.meta().code(), Some("ValidationException"));
        let error = refused(us.generate_data_key().key_id(&other).key_spec(DataKeySpec::Aes256).number_of_bytes(3).send().await);
        assert_eq!(error.meta().code(), Some("ValidationException"));
        let error = refused(us.generate_data_key().key_id(&other).key_spec(DataKeySpec::from("AES_512")).send().await);
        assert_eq!(
            error.meta().message(),
            Some("1 validation error detected: Value 'AES_512' at 'keySpec' failed to satisfy constraint: Member must satisfy enum value set: [AES_256, AES_128]")
        );
        let imported = us.create_key().origin(OriginType::External).send().await.expect("made").key_metadata.expect("metadata").key_id;
        let error = refused(us.encrypt().key_id(&imported).plaintext(Blob::new("x")).send().await);
        assert_eq!(error.meta().message(), Some(format!("{} is pending import.", arn(&imported)).as_str()));
        let error = refused(us.import_key_material().key_id(&imported).import_token(Blob::new("x")).encrypted_key_material(Blob::new("x")).send().await);
        assert!(
            error.is_invalid_import_token_exception() || error.meta().code() == Some("ValidationException"),
            "{error:?}"
        );
    });
}
