//! What is refused of imports.

use aws_sdk_kms::{
    operation::import_key_material::builders::ImportKeyMaterialFluentBuilder,
    primitives::Blob,
    types::{AlgorithmSpec, ExpirationModelType, ImportType, OriginType, WrappingKeySpec},
};
use mrk_console::{
    kms::{Span, api},
    workloads::import::wrap,
};

use super::*;

async fn external(us: &Client) -> String {
    let made = us.create_key().origin(OriginType::External).send().await.expect("made");
    made.key_metadata.expect("metadata").key_id
}

/// The request that imports material into a key, with parameters of its own.
async fn import(us: &Client, key: &str, material: &[u8]) -> ImportKeyMaterialFluentBuilder {
    let given = us
        .get_parameters_for_import()
        .key_id(key)
        .wrapping_algorithm(AlgorithmSpec::RsaesOaepSha256)
        .wrapping_key_spec(WrappingKeySpec::Rsa2048)
        .send()
        .await
        .expect("given");
    let (token, public) = (given.import_token.expect("a token"), given.public_key.expect("a key"));
    let (spec, algorithm) = (api::WrappingKeySpec::Rsa2048, api::WrappingAlgorithm::RsaesOaepSha256);
    let wrapped = wrap(spec, algorithm, public.as_ref(), token.as_ref(), material).expect("wrapped");
    us.import_key_material()
        .key_id(key)
        .import_token(token)
        .encrypted_key_material(Blob::new(wrapped))
        .expiration_model(ExpirationModelType::KeyMaterialDoesNotExpire)
}

pub async fn tokens_and_material(server: &Server, seen: &mut Seen) {
    let us = server.client("us-east-1");
    let (key, other) = (external(&us).await, external(&us).await);
    let empty = us.encrypt().key_id(&key).plaintext(Blob::new("x")).send().await;
    seen.refused(empty, "KMSInvalidStateException", &format!("{} is pending import.", arn(&key)));
    let ours = symmetric(&us).await;
    let says = format!("{} origin is AWS_KMS which is not valid for this operation.", arn(&ours));
    let deleted = us.delete_imported_key_material().key_id(&ours).send().await;
    seen.refused(deleted, "UnsupportedOperationException", &says);

    let first = import(&us, &key, &[1; 32]).await;
    let of_other = first.clone().key_id(&other).send().await;
    seen.refused(of_other, "InvalidImportTokenException", "");
    let unwrapped = first.clone().encrypted_key_material(Blob::new([9; 256])).send().await;
    seen.refused(unwrapped, "InvalidCiphertextException", "");
    let forever = first.clone().expiration_model(ExpirationModelType::KeyMaterialExpires).send().await;
    let says = "A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES";
    seen.refused(forever, "ValidationException", says);
    let material = first.clone().send().await.expect("imported").key_material_id.expect("an id");
    let says = format!("Imported key material does not have the expected identifier ({material}).");
    let changed = import(&us, &key, &[2; 32]).await.key_material_id(&material).send().await;
    seen.refused(changed, "IncorrectKeyMaterialException", &says);
    let known = import(&us, &key, &[1; 32]).await.import_type(ImportType::NewKeyMaterial).send().await;
    let says = format!(
        "Key material (id: {material}) being imported as NEW_KEY_MATERIAL is already associated with KMS key {}.",
        arn(&key)
    );
    seen.refused(known, "IncorrectKeyMaterialException", &says);
    let says = format!("{} origin is EXTERNAL which is not valid for this operation.", arn(&key));
    let rotated = us.enable_key_rotation().key_id(&key).send().await;
    seen.refused(rotated, "UnsupportedOperationException", &says);
    let late = import(&us, &other, &[3; 32]).await;
    server.pass(Span::seconds(25 * 60 * 60));
    seen.refused(late.send().await, "ExpiredImportTokenException", "");
}
