//! The life of a multi-Region key as labs tell it, pasted whole.

use super::support::Session;

/// A lab as it is written to be saved and run.
const LAB: &str = r#"#!/bin/bash

set -e

# ========================================
# What is used
# ========================================
SOURCE_REGION="us-east-2"
DEST_REGION="us-west-1"
PLAINTEXT="Hello from both sides of the land"
KEY_DESCRIPTION="A key for two Regions"

echo "----------------------------------------"
echo "Source Region: $SOURCE_REGION"
echo "Destination Region: $DEST_REGION"
echo

# Step 1: the primary
PRIMARY_KEY_ARN=$(aws kms create-key \
  --region "$SOURCE_REGION" \
  --multi-region \
  --description "$KEY_DESCRIPTION" \
  --query 'KeyMetadata.Arn' \
  --output text)
echo "Primary Key ARN: $PRIMARY_KEY_ARN"
echo

# Step 2: the replica
REPLICA_KEY_ARN=$(aws kms replicate-key \
  --region "$SOURCE_REGION" \
  --key-id "$PRIMARY_KEY_ARN" \
  --replica-region "$DEST_REGION" \
  --query 'ReplicaKeyMetadata.Arn' \
  --output text)
echo " Replica Key ARN: $REPLICA_KEY_ARN"
echo " Waiting for replication to complete..."
sleep 10

# Step 3: encrypt here
ENCRYPTED_BLOB=$(aws kms encrypt \
  --region "$SOURCE_REGION" \
  --key-id "$PRIMARY_KEY_ARN" \
  --plaintext "$PLAINTEXT" \
  --query CiphertextBlob \
  --output text)
echo "$ENCRYPTED_BLOB"
echo "$ENCRYPTED_BLOB" > ciphertext.b64

# Step 4: decrypt there
DECRYPTED_TEXT=$(aws kms decrypt \
  --region "$DEST_REGION" \
  --ciphertext-blob fileb://<(base64 --decode ciphertext.b64) \
  --query Plaintext \
  --output text | base64 --decode)
echo
echo "Decrypted Text: $DECRYPTED_TEXT"

# Step 5: compare
if [ "$DECRYPTED_TEXT" == "$PLAINTEXT" ]; then
  echo " SUCCESS: Decrypted text matches original "
else
  echo " ERROR: Decrypted text does NOT match original "
fi

# Step 6: clean up
aws kms schedule-key-deletion --region "$SOURCE_REGION" --key-id "$PRIMARY_KEY_ARN" --pending-window-in-days 30 >/dev/null
aws kms schedule-key-deletion --region "$DEST_REGION" --key-id "$REPLICA_KEY_ARN" --pending-window-in-days 30 >/dev/null
echo " Keys scheduled for deletion in 30 days."
"#;

#[track_caller]
fn succeeds(said: &super::support::Said) {
    assert_eq!(said.status, 0, "{said:?}");
    assert!(said.out.contains("\nDecrypted Text: Hello from both sides of the land\n"), "{said:?}");
    assert!(said.out.contains(" SUCCESS: Decrypted text matches original \n"), "{said:?}");
    assert!(said.out.contains("Primary Key ARN: arn:aws:kms:us-east-2:111111111111:key/mrk-"), "{said:?}");
    assert!(said.out.contains(" Replica Key ARN: arn:aws:kms:us-west-1:111111111111:key/mrk-"), "{said:?}");
    assert!(said.out.ends_with(" Keys scheduled for deletion in 30 days.\n"), "{said:?}");
    assert_eq!(said.error, "", "{said:?}");
}

#[test]
fn the_lab_runs_to_success() {
    let mut session = Session::new("eu-west-1");
    let said = session.run(LAB);
    succeeds(&said);
    let blob = session.file("ciphertext.b64").expect("was written");
    assert!(blob.starts_with(b"AQICA") && blob.ends_with(b"\n"), "{blob:?}");
    let arn = session.good("echo $PRIMARY_KEY_ARN");
    let state = format!(
        "aws kms describe-key --region us-east-2 --key-id {arn} --query KeyMetadata.KeyState --output text"
    );
    assert_eq!(session.good(&state), "PendingReplicaDeletion");
}

#[test]
fn the_lab_runs_as_a_web_page_gives_it_with_an_empty_line_after_every_line() {
    let mut session = Session::new("eu-west-1");
    let said = session.run(&LAB.replace('\n', "\n\n"));
    succeeds(&said);
}

#[test]
fn the_lab_runs_with_the_line_ends_of_windows() {
    let mut session = Session::new("eu-west-1");
    let said = session.run(&LAB.replace('\n', "\r\n"));
    succeeds(&said);
}

#[test]
fn a_lab_that_fails_stops_where_it_fails() {
    let mut session = Session::new("us-east-1");
    let said = session.run("set -e\necho before\naws kms describe-key --key-id alias/none\necho after");
    assert_eq!((said.status, said.out.as_str()), (254, "before\n"));
    assert_eq!(
        said.error,
        "\nAn error occurred (NotFoundException) when calling the DescribeKey operation: Alias \
         arn:aws:kms:us-east-1:111111111111:alias/none is not found.\n"
    );
    // An assignment has the status of what was substituted in it.
    let said = session.run("set -e\nX=$(aws kms describe-key --key-id alias/none)\necho after");
    assert_eq!((said.status, said.out.as_str()), (254, ""));
    // What is looked at ends nothing.
    let said =
        session.run("set -e\nif false; then :; fi\nfalse || true\n! true\nfalse && true\ntrue\necho after");
    assert_eq!((said.status, said.out.as_str()), (0, "after\n"), "{said:?}");
}

#[test]
fn a_run_is_interrupted_between_commands() {
    let mut session = Session::stopped_after("us-east-1", 3);
    let said = session.run("while true; do aws kms create-key --query KeyMetadata.KeyId; done; echo after");
    assert_eq!(said.status, 130);
    assert_eq!(said.out.lines().count(), 3, "{said:?}");
}
