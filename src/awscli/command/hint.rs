//! The right way, beside a refusal.

use serde_json::{Map, Value};

use crate::kms::{Exception, KmsError, Region, api::Operation};

/// For operations that some think there are.
pub fn no_such_operation(name: &str) -> Option<String> {
    Some(match name {
        "list-key-replicas" | "list-replicas" => "KMS has no such operation. Every member of a set tells all of them: aws kms describe-key --key-id KEY --query \
                                 KeyMetadata.MultiRegionConfiguration"
            .to_owned(),
        "delete-key" => "Keys are deleted after a waiting period: aws kms schedule-key-deletion --key-id KEY --pending-window-in-days 7".to_owned(),
        "promote-key" | "update-primary-key" => "aws kms update-primary-region --key-id KEY --primary-region REGION, at the present primary's Region".to_owned(),
        _ => return None,
    })
}

/// For options that some think there are.
pub fn no_such_option(operation: Operation, unknown: &[String]) -> Option<String> {
    let replica = unknown.iter().any(|it| it == "--replica-key" || it == "--primary-region");
    (operation == Operation::CreateKey && replica).then(|| {
        "CreateKey makes no replicas. At the primary's Region: aws kms replicate-key --key-id KEY --replica-region REGION"
            .to_owned()
    })
}

/// For a refusal of the service.
pub fn of_refusal(
    operation: Operation,
    region: Region,
    document: &Map<String, Value>,
    error: &KmsError,
) -> Option<String> {
    let text = |member: &str| document.get(member).and_then(Value::as_str);
    let key =
        text("KeyId").or_else(|| text("TargetKeyId")).or_else(|| text("DestinationKeyId")).unwrap_or("KEY");
    let message = &*error.message;
    let is_alias = key.starts_with("alias/") || key.contains(":alias/");
    Some(match error.exception {
        // Other refusals of a request that names an alias are about something else.
        Exception::InvalidArn | Exception::Validation
            if is_alias
                && (message.starts_with("Key Aliases are not supported")
                    || message.starts_with("Aliases must refer to keys")) => format!(
            "This operation takes a key id or key ARN, no alias. Ask for it first: aws kms describe-key --region {region} \
             --key-id {key} --query KeyMetadata.KeyId --output text"
        ),
        Exception::NotFound if message.starts_with("Invalid arn ") => {
            let there = key.split(':').nth(3).unwrap_or("the ARN's Region");
            format!(
                "The ARN is of {there}, and {region} was called: an endpoint knows its own Region's keys alone. Call {there} \
                 with --region {there}, or name the member that is here by its key id."
            )
        }
        Exception::NotFound if message.starts_with("Invalid keyId") => {
            "A key id is a UUID, or mrk- and 32 hexadecimal digits: aws kms list-keys lists those that are here.".to_owned()
        }
        Exception::NotFound if message.starts_with("Alias ") => format!(
            "Aliases are each Region's own. Those of {region}: aws kms list-aliases --region {region}; a new one: aws kms \
             create-alias --region {region} --alias-name {key} --target-key-id KEY"
        ),
        Exception::NotFound => format!(
            "Keys are each Region's own. Those of {region}: aws kms list-keys --region {region}; a replica of a multi-Region key \
             is made at its primary's Region with replicate-key."
        ),
        Exception::IncorrectKey if key.split(':').nth(3).is_some_and(|there| there != region.code()) => {
            let there = key.split(':').nth(3).unwrap_or_default();
            format!(
                "The ARN is of {there}, and {region} was called. Call {there} with --region {there}, name the member that is here, \
                 or leave --key-id out: a symmetric ciphertext says itself which key material opens it."
            )
        }
        Exception::IncorrectKey => "Name the member of the called Region, or leave --key-id out: a symmetric ciphertext says \
                                    itself which key material opens it."
            .to_owned(),
        Exception::KmsInvalidState if operation == Operation::UpdatePrimaryRegion && message.contains("primary key") => {
            "Call the Region of the present primary, and name the new one: describe-key on any member tells which is the \
             primary (KeyMetadata.MultiRegionConfiguration.PrimaryKey.Region)."
                .to_owned()
        }
        Exception::UnsupportedOperation if operation == Operation::ReplicateKey => {
            "ReplicateKey is called at the Region of a multi-Region primary key. A key is multi-Region from its making on, or \
             never: aws kms create-key --multi-region"
                .to_owned()
        }
        Exception::UnsupportedOperation if message.contains("replica key") => {
            "Rotation belongs to the primary: call its Region. Replicas follow by themselves.".to_owned()
        }
        Exception::Validation if message.contains("'AES_256' at 'keySpec'") && operation == Operation::CreateKey => {
            "AES_256 is a spec of data keys (generate-data-key). KMS keys that encrypt are SYMMETRIC_DEFAULT, the default."
                .to_owned()
        }
        Exception::UnsupportedOperation if operation == Operation::GetPublicKey => format!(
            "Only asymmetric keys have a public key, and this one is symmetric. One that has: aws kms create-key --region {region} \
             --key-spec ECC_NIST_P256 --key-usage SIGN_VERIFY"
        ),
        Exception::InvalidCiphertext if matches!(operation, Operation::Decrypt | Operation::ReEncrypt) => {
            "The bytes are not what Encrypt gave, or the encryption context differs. A file in Base64 is decoded first: base64 \
             --decode."
                .to_owned()
        }
        Exception::InvalidCiphertext => {
            "The bytes are not what this operation takes: they were changed, cut short, or made for another key. A file in Base64 \
             is decoded first: base64 --decode."
                .to_owned()
        }
        Exception::KmsInvalidSignature => {
            "The signature is not the one of this message under this key and algorithm. Sign and verify take the same message, \
             message type and algorithm; a file in Base64 is decoded first."
                .to_owned()
        }
        Exception::KmsInvalidMac => {
            "The MAC is not the one of this message under this key and algorithm; a file in Base64 is decoded first.".to_owned()
        }
        Exception::InvalidMarker => {
            "A marker is the NextMarker of the page before, from the same list. Leave --marker out to begin anew.".to_owned()
        }
        Exception::Disabled => format!("aws kms enable-key --region {region} --key-id KEY"),
        Exception::KmsInvalidState if message.ends_with("is pending deletion.") => {
            format!("aws kms cancel-key-deletion --region {region} --key-id KEY, then enable-key")
        }
        Exception::KmsInvalidState if message.ends_with("is creating.") => {
            "The replica is being made: sleep 5, or wait on the clock.".to_owned()
        }
        Exception::KmsInvalidState if message.ends_with("is updating.") => {
            "The primary is changing: sleep 5, or wait on the clock.".to_owned()
        }
        Exception::AccessDenied if message.starts_with("The ciphertext refers to") => format!(
            "No key of {region} has the key material that made this ciphertext. A multi-Region key opens it where it has a \
             member."
        ),
        _ => return None,
    })
}
