//! Every `aws` command of two articles about multi-Region keys, as a reader types them, with a key, an alias and files
//! put where they have placeholders. What AWS refuses is refused here, with the right way beside it.

use super::support::Session;

/// What comes of a command.
enum Outcome {
    /// It goes well, and prints nothing or something with this in it.
    Good(&'static str),
    /// KMS refuses it with this exception, and the hint has this in it.
    Refused(&'static str, &'static str),
    /// The AWS CLI refuses it in words with this in it, and the hint has this in it.
    Wrong(&'static str, &'static str),
}
use Outcome::{Good, Refused, Wrong};

/// Types commands in turn.
#[track_caller]
fn types(session: &mut Session, table: &[(&str, Outcome)]) {
    for (command, outcome) in table {
        let said = session.run(command);
        match outcome {
            Good(part) => {
                assert_eq!((said.status, said.error.as_str()), (0, ""), "{command}\n{said:?}");
                assert!(said.out.contains(part), "{command}\n{said:?}");
            }
            Refused(exception, hint) => {
                assert_eq!(said.status, 254, "{command}\n{said:?}");
                let told = format!("\nAn error occurred ({exception}) when calling the ");
                assert!(said.error.starts_with(&told), "{command}\n{said:?}");
                assert!(!hint.is_empty() && said.hints.contains(hint), "{command}\n{said:?}");
            }
            Wrong(part, hint) => {
                assert!(matches!(said.status, 252 | 255), "{command}\n{said:?}");
                assert!(said.error.contains(part), "{command}\n{said:?}");
                assert!(!hint.is_empty() && said.hints.contains(hint), "{command}\n{said:?}");
            }
        }
    }
}

/// The world of the first article: a family in us-east-2 and us-west-1, a key pair, and the files it names.
fn lab() -> Session {
    let mut session = Session::new("us-east-2");
    session.good(
        "KEY=$(aws kms create-key --multi-region --query KeyMetadata.KeyId --output text)
         aws kms create-alias --alias-name alias/twtechkmskey --target-key-id $KEY
         aws kms replicate-key --key-id $KEY --replica-region us-west-1 > /dev/null
         sleep 60
         ARN=arn:aws:kms:us-east-2:111111111111:key/$KEY
         THERE=arn:aws:kms:us-west-1:111111111111:key/$KEY
         PAIR=$(aws kms create-key --key-usage SIGN_VERIFY --key-spec RSA_2048 --query KeyMetadata.KeyId --output text)
         aws kms create-alias --alias-name alias/twtech-asymmetric-key --target-key-id $PAIR
         echo twtechkmskeyabc@123 > twteckmsKey.txt
         cp twteckmsKey.txt data.txt
         cp twteckmsKey.txt message.txt
         aws kms encrypt --key-id $KEY --plaintext fileb://data.txt --query CiphertextBlob --output text | base64 -d > cipher.bin
         cp cipher.bin data.encrypted
         aws kms get-key-policy --key-id $KEY --query Policy --output text > policy.json
         cp policy.json twtech-key-policy.json",
    );
    session
}

#[test]
fn the_first_articles_commands_about_multi_region_keys() {
    types(
        &mut lab(),
        &[
            // With a blank in the ARN, as it is printed there, the rest of it belongs to nothing.
            (
                "aws kms encrypt --key-id arn:aws:kms:us-west-1: accountID:key/1234abcd... --plaintext fileb://data.txt",
                Wrong("Unknown options: accountID:key/1234abcd...", "aws kms encrypt"),
            ),
            (
                "aws kms encrypt --key-id $THERE --plaintext fileb://data.txt",
                Refused("NotFoundException", "--region us-west-1"),
            ),
            (
                "aws kms encrypt --region us-west-1 --key-id $THERE --plaintext fileb://data.txt",
                Good("CiphertextBlob"),
            ),
            (
                "aws kms decrypt --key-id $THERE --ciphertext-blob fileb://cipher.bin",
                Refused("IncorrectKeyException", "us-west-1"),
            ),
            (
                "aws kms decrypt --region us-west-1 --key-id $THERE --ciphertext-blob fileb://cipher.bin",
                Good("Plaintext"),
            ),
            ("aws kms create-key --multi-region", Good("\"MultiRegion\": true")),
            (
                "aws kms replicate-key \\\n  --key-id $KEY \\\n  --replica-region us-west-2",
                Good("\"KeyState\": \"Creating\""),
            ),
            // A page in a browser gives every line an empty one.
            (
                "aws kms replicate-key \\\n\n  --key-id $KEY \\\n\n  --replica-region eu-west-1",
                Good("ReplicaPolicy"),
            ),
            ("aws kms describe-key --key-id $KEY", Good("\"MultiRegionKeyType\": \"PRIMARY\"")),
            (
                "aws kms list-key-replicas --key-id $KEY",
                Wrong("'list-key-replicas'", "MultiRegionConfiguration"),
            ),
            ("aws kms put-key-policy --key-id $KEY --policy file://policy.json", Good("")),
            ("aws kms create-key --description \"twtech encryption key\"", Good("twtech encryption key")),
            (
                "aws kms create-key --multi-region --description \"twtech Multi-Region Key\"",
                Good("\"KeyId\": \"mrk-"),
            ),
            (
                "aws kms replicate-key \\\n  --key-id arn:aws:kms:us-east-1:111111111111:key/twtechmrk-1234abcd \\\n  --replica-region us-west-1",
                Refused("NotFoundException", "us-east-1"),
            ),
            (
                "aws kms describe-key --key-id arn:aws:kms:us-east-2:111111111111:key/twtechmrk-1234abcd",
                Refused("NotFoundException", "list-keys"),
            ),
            (
                "aws kms update-primary-region \\\n  --key-id $THERE \\\n  --primary-region eu-west-1",
                Refused("NotFoundException", "us-west-1"),
            ),
            (
                "aws kms update-primary-region --region us-west-1 --key-id $THERE --primary-region eu-west-1",
                Refused("KMSInvalidStateException", "Region of the present primary"),
            ),
            ("aws kms list-keys", Good("\"KeyArn\": \"arn:aws:kms:us-east-2:")),
            ("aws kms list-aliases", Good("alias/twtechkmskey")),
            ("aws kms create-alias --alias-name alias/twtechDevkey --target-key-id $KEY", Good("")),
            ("aws kms schedule-key-deletion --key-id $THERE", Refused("NotFoundException", "us-west-1")),
            ("aws kms schedule-key-deletion --region us-west-1 --key-id $KEY", Good("PendingDeletion")),
        ],
    );
}

#[test]
fn the_first_articles_commands_about_bytes() {
    let mut session = lab();
    types(
        &mut session,
        &[
            // As it stands there the file is named twice.
            (
                "aws kms encrypt --key-id alias/twtechkmskey --plaintext fileb://twteckmsKey.txt --output text --query CiphertextBlob \\\n\nfileb://twteckmsKey.txt --output text --query CiphertextBlob \\\n\n--region us-east-2 > twtechkmsKeyEncrypted.base64",
                Wrong("Unknown options: fileb://twteckmsKey.txt", "aws kms encrypt help"),
            ),
            (
                "  aws kms encrypt --key-id alias/twtechkmskey --plaintext fileb://twteckmsKey.txt --output text --query CiphertextBlob --region us-east-2 > twtechkmsKeyEncrypted.base64",
                Good(""),
            ),
            ("cp twtechkmsKeyEncrypted.base64 twtechKMSKeyEncrypted.base64", Good("")),
            ("cat twtechKMSKeyEncrypted.base64 |  base64 --decode > twtechkmskey.decode", Good("")),
            (
                "aws kms decrypt --ciphertext-blob fileb://twtechkmskey.decode  \\\n--output text  --query Plaintext  > twtechkmskeydecrypted.base64 \\\n--region us-east-2",
                Good(""),
            ),
            (
                "aws kms decrypt --ciphertext-blob fileb://twtechkmskey.decode  --output text  --query Plaintext  > twtechkmskeydecrypted.base64 --region us-east-2",
                Good(""),
            ),
            ("cat twtechkmskeydecrypted.base64 |  base64 --decode > twtechkmskeydecrypted.txt", Good("")),
            (
                "cmp twteckmsKey.txt twtechkmskeydecrypted.txt && cat twtechkmskeydecrypted.txt",
                Good("twtechkmskeyabc@123\n"),
            ),
            (
                "aws kms generate-data-key --key-id alias/twtechkmskey --key-spec AES_256",
                Good("\"Plaintext\": \""),
            ),
            (
                "aws kms re-encrypt \\\n  --ciphertext-blob fileb://data.encrypted \\\n  --destination-key-id $THERE \\\n --destination-encryption-context '{\"Purpose\":\"Migration\"}'",
                Refused("NotFoundException", "us-west-1"),
            ),
            (
                "aws kms re-encrypt --ciphertext-blob fileb://data.encrypted --destination-key-id $ARN --destination-encryption-context '{\"Purpose\":\"Migration\"}'",
                Good("\"SourceKeyId\": \"arn:aws:kms:us-east-2"),
            ),
            (
                "aws kms sign \\\n  --key-id alias/twtech-asymmetric-key \\\n  --message fileb://message.txt \\\n  --message-type RAW \\\n  --signing-algorithm RSASSA_PSS_SHA_256 \\\n  --output text \\\n  --query Signature | base64 --decode > signature.bin\naws kms verify \\\n  --key-id alias/twtech-asymmetric-key \\\n  --message fileb://message.txt \\\n  --message-type RAW \\\n  --signature fileb://signature.bin \\\n  --signing-algorithm RSASSA_PSS_SHA_256",
                Good("\"SignatureValid\": true"),
            ),
            ("aws kms generate-random --number-of-bytes 32", Good("\"Plaintext\": \"")),
        ],
    );
    assert_eq!(
        session.file("twtechkmskeydecrypted.txt").as_deref(),
        Some(b"twtechkmskeyabc@123\n".as_slice())
    );
    assert_eq!(session.file("signature.bin").map(|bytes| bytes.len()), Some(256));
}

#[test]
fn the_first_articles_commands_that_manage_a_key_by_its_alias() {
    const ASK: &str = "aws kms describe-key --region us-east-2 --key-id alias/twtechkmskey --query KeyMetadata.KeyId --output text";
    types(
        &mut lab(),
        &[
            (
                "aws kms get-key-policy --key-id alias/twtechkmskey --policy-name default",
                Refused("InvalidArnException", ASK),
            ),
            (
                "aws kms put-key-policy --key-id alias/twtechkmskey \\\n--policy-name default --policy file://twtech-key-policy.json",
                Refused("InvalidArnException", ASK),
            ),
            ("aws kms enable-key --key-id alias/twtechkmskey", Refused("InvalidArnException", ASK)),
            ("aws kms disable-key --key-id alias/twtechkmskey", Refused("InvalidArnException", ASK)),
            ("aws kms enable-key-rotation --key-id alias/twtechkmskey", Refused("InvalidArnException", ASK)),
            (
                "aws kms get-key-rotation-status --key-id alias/twtechkmskey",
                Refused("InvalidArnException", ASK),
            ),
            (
                "aws kms schedule-key-deletion --key-id alias/twtechkmskey --pending-window-in-days 30",
                Refused("InvalidArnException", ASK),
            ),
            ("aws kms cancel-key-deletion --key-id alias/twtechkmskey", Refused("InvalidArnException", ASK)),
            // The right way, as the hint has it.
            (
                "ID=$(aws kms describe-key --key-id alias/twtechkmskey --query KeyMetadata.KeyId --output text)",
                Good(""),
            ),
            ("aws kms get-key-policy --key-id $ID --policy-name default", Good("PolicyName")),
            (
                "aws kms put-key-policy --key-id $ID --policy-name default --policy file://twtech-key-policy.json",
                Good(""),
            ),
            ("aws kms disable-key --key-id $ID && aws kms enable-key --key-id $ID", Good("")),
            ("aws kms enable-key-rotation --key-id $ID", Good("")),
            ("aws kms get-key-rotation-status --key-id $ID", Good("\"KeyRotationEnabled\": true")),
            (
                "aws kms schedule-key-deletion --key-id $ID --pending-window-in-days 30",
                Good("PendingReplicaDeletion"),
            ),
            ("aws kms cancel-key-deletion --key-id $ID", Good("\"KeyId\": \"arn:")),
        ],
    );
}

#[test]
fn the_second_articles_commands() {
    let mut session = Session::new("us-east-1");
    let policy = r#"--policy '{
    "Version": "2012-10-17",
    "Statement": [
      {
        "Sid": "EnableRootAccess",
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::111111111111:root"},
        "Action": "kms:*",
        "Resource": "*"
      },
      {
        "Sid": "AllowEUTeam",
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::111111111111:role/app/EUApplicationRole"},
        "Action": ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
        "Resource": "*"
      }
    ]
  }'"#;
    let put = format!(
        "aws kms put-key-policy \\\n  --region eu-west-1 \\\n  --key-id $KEY \\\n  --policy-name default \\\n  {policy}"
    );
    types(
        &mut session,
        &[
            (
                "# Create multi-region primary key\nKEY=$(aws kms create-key \\\n  --region us-east-1 \\\n  --multi-region \\\n  --description \"Multi-region key for global encryption\" \\\n  --key-usage ENCRYPT_DECRYPT \\\n  --key-spec SYMMETRIC_DEFAULT \\\n  --tags TagKey=Purpose,TagValue=GlobalEncryption --query KeyMetadata.KeyId --output text)",
                Good(""),
            ),
            (
                "aws kms create-alias \\\n  --region us-east-1 \\\n  --alias-name alias/global-encrypt \\\n  --target-key-id mrk-abc123def456",
                Refused("NotFoundException", "32 hexadecimal digits"),
            ),
            (
                "aws kms create-alias \\\n  --region us-east-1 \\\n  --alias-name alias/global-encrypt \\\n  --target-key-id $KEY",
                Good(""),
            ),
            (
                "# Replicate to eu-west-1\naws kms replicate-key \\\n  --key-id $KEY \\\n  --replica-region eu-west-1 \\\n  --description \"Global encryption key - EU replica\" \\\n  --tags TagKey=Purpose,TagValue=GlobalEncryption\n\n# Replicate to ap-southeast-1\naws kms replicate-key \\\n  --key-id $KEY \\\n  --replica-region ap-southeast-1 \\\n  --description \"Global encryption key - APAC replica\" \\\n  --tags TagKey=Purpose,TagValue=GlobalEncryption",
                Good("Global encryption key - APAC replica"),
            ),
            ("sleep 60", Good("")),
            (
                "aws kms create-alias \\\n  --region eu-west-1 \\\n  --alias-name alias/global-encrypt \\\n  --target-key-id $KEY\n\naws kms create-alias \\\n  --region ap-southeast-1 \\\n  --alias-name alias/global-encrypt \\\n  --target-key-id $KEY",
                Good(""),
            ),
            (&put, Good("")),
            (
                "aws kms get-key-policy --region eu-west-1 --key-id $KEY --query Policy --output text",
                Good("AllowEUTeam"),
            ),
            ("aws kms enable-key-rotation \\\n  --region us-east-1 \\\n  --key-id $KEY", Good("")),
            (
                "aws kms enable-key-rotation --region eu-west-1 --key-id $KEY",
                Refused("UnsupportedOperationException", "primary"),
            ),
            (
                "aws s3api put-bucket-encryption --region us-east-1 --bucket my-global-bucket-east",
                Wrong("'s3api'", "KMS"),
            ),
            ("aws dynamodb create-table --table-name global-sessions", Wrong("'dynamodb'", "KMS")),
            ("aws kms update-primary-region \\\n  --key-id $KEY \\\n  --primary-region eu-west-1", Good("")),
        ],
    );
    let said = session.run(
        "for REGION in us-east-1 eu-west-1 ap-southeast-1; do
  echo \"Region: $REGION\"
  aws cloudwatch get-metric-statistics \\
    --region $REGION \\
    --namespace AWS/KMS \\
    --dimensions Name=KeyId,Value=$KEY \\
    --statistics Sum
done",
    );
    assert_eq!(said.out, "Region: us-east-1\nRegion: eu-west-1\nRegion: ap-southeast-1\n");
    assert_eq!((said.status, said.error.matches("'cloudwatch'").count()), (252, 3), "{said:?}");
}

#[test]
fn commands_that_other_articles_made_up() {
    types(
        &mut Session::new("us-east-1"),
        &[
            (
                "aws kms create-key --replica-key --primary-region us-east-1",
                Wrong("Unknown options: --replica-key, --primary-region, us-east-1", "replicate-key"),
            ),
            ("aws kms create-key --key-spec AES_256", Refused("ValidationException", "SYMMETRIC_DEFAULT")),
        ],
    );
}
