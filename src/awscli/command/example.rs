//! One line that shows how an operation is called, made from what it needs.

use super::arguments::option_name;
use crate::{
    awscli::kebab_case,
    kms::api::{Kind, MemberSpec, Operation},
};

/// What stands for members in examples, by their names.
const SAMPLES: [(&str, &str); 31] = [
    ("AliasName", "alias/app"),
    ("Ciphertext", "fileb://encapsulated.bin"),
    ("CiphertextBlob", "fileb://sealed.bin"),
    ("CloudHsmClusterId", "cluster-abcdefghijk"),
    ("CustomKeyStoreId", "$STORE"),
    ("CustomKeyStoreName", "my-store"),
    ("Description", "'for orders'"),
    ("DestinationKeyId", "$OTHER"),
    ("EncryptedKeyMaterial", "fileb://wrapped.bin"),
    ("GrantId", "$GRANT"),
    ("GranteePrincipal", "arn:aws:iam::111111111111:user/bob"),
    ("ImportToken", "fileb://token.bin"),
    ("KeyId", "$KEY"),
    ("KeyPairSpec", "ECC_NIST_P256"),
    ("KeyStorePassword", "'kmsuser password'"),
    ("KeySpec", "AES_256"),
    ("Mac", "fileb://mac.bin"),
    ("MacAlgorithm", "HMAC_SHA_256"),
    ("Message", "'hello'"),
    ("NumberOfBytes", "32"),
    ("Operations", "Encrypt Decrypt"),
    ("Plaintext", "'hello'"),
    ("Policy", "file://policy.json"),
    ("PublicKey", "fileb://their-key.der"),
    ("RetiringPrincipal", "arn:aws:iam::111111111111:user/bob"),
    ("Signature", "fileb://signature.bin"),
    ("SigningAlgorithm", "ECDSA_SHA_256"),
    ("TagKeys", "team"),
    ("Tags", "TagKey=team,TagValue=eu"),
    ("TargetKeyId", "$KEY"),
    ("TrustAnchorCertificate", "file://customer-ca.crt"),
];
/// Where Regions are named.
const REGION: &str = "eu-west-1";

/// Members that an example has though the model asks for none.
fn beside(operation: Operation) -> &'static [&'static str] {
    match operation {
        Operation::CreateCustomKeyStore => {
            &["CloudHsmClusterId", "TrustAnchorCertificate", "KeyStorePassword"]
        }
        Operation::CreateGrant => &["GranteePrincipal"],
        Operation::ListRetirableGrants => &["RetiringPrincipal"],
        Operation::Decrypt | Operation::ReEncrypt => &["CiphertextBlob"],
        Operation::CreateKey => &["MultiRegion"],
        Operation::GenerateDataKey | Operation::GenerateDataKeyWithoutPlaintext => &["KeySpec"],
        Operation::GenerateRandom => &["NumberOfBytes"],
        Operation::RetireGrant => &["KeyId", "GrantId"],
        _ => &[],
    }
}

/// An example of an operation's call.
pub fn of(operation: Operation) -> String {
    let mut line = format!("aws kms {}", kebab_case(operation.name()));
    let wanted =
        |spec: &&MemberSpec| spec.limits.is_required || beside(operation).contains(&spec.name().as_str());
    for spec in operation.members().iter().filter(wanted) {
        line.push(' ');
        line.push_str(&option_name(spec));
        if !matches!(spec.kind, Kind::Boolean) {
            line.push(' ');
            line.push_str(&sample(spec));
        }
    }
    line
}

fn sample(spec: &MemberSpec) -> String {
    let name = spec.name();
    if let Some((_, value)) = SAMPLES.iter().find(|(known, _)| *known == name) {
        return (*value).to_owned();
    }
    match spec.kind {
        Kind::Enumeration(names) => names.first().copied().unwrap_or_default().to_owned(),
        Kind::Integer => "7".to_owned(),
        Kind::Text if name.ends_with("Region") => REGION.to_owned(),
        _ => "VALUE".to_owned(),
    }
}

/// The ways to name a key that a member takes; nothing for members that name none.
pub fn key_forms(operation: Operation, spec: &MemberSpec) -> Option<&'static str> {
    let name = spec.name();
    if !["KeyId", "SourceKeyId", "DestinationKeyId", "TargetKeyId"].contains(&name.as_str()) {
        return None;
    }
    Some(if operation == Operation::RetireGrant {
        "a key ARN alone"
    } else if takes_aliases(operation) {
        "a key id, key ARN, alias name or alias ARN"
    } else {
        "a key id or key ARN, no alias"
    })
}

/// Whether an operation takes an alias for a key: those that use keys do, and two that tell of them.
fn takes_aliases(operation: Operation) -> bool {
    matches!(
        operation,
        Operation::Decapsulate
            | Operation::Decrypt
            | Operation::DeriveSharedSecret
            | Operation::DescribeKey
            | Operation::Encapsulate
            | Operation::Encrypt
            | Operation::GenerateDataKey
            | Operation::GenerateDataKeyPair
            | Operation::GenerateDataKeyPairWithoutPlaintext
            | Operation::GenerateDataKeyWithoutPlaintext
            | Operation::GenerateMac
            | Operation::GetPublicKey
            | Operation::ReEncrypt
            | Operation::Sign
            | Operation::Verify
            | Operation::VerifyMac
    )
}
