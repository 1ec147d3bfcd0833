#!/usr/bin/env bash
# The life of a multi-Region key as a lab tells it, typed for the real AWS CLI: nothing here knows that the service is
# a simulation. Set AWS_ENDPOINT_URL_KMS, and any credentials.
set -euo pipefail
cd "$(mktemp -d)"

SOURCE_REGION="us-east-2"
DEST_REGION="us-west-1"
TEXT="Hello from two Regions!"

PRIMARY_KEY_ARN=$(aws kms create-key \
  --region "$SOURCE_REGION" \
  --multi-region \
  --description "multi-Region lab" \
  --query 'KeyMetadata.Arn' \
  --output text)
echo "primary: $PRIMARY_KEY_ARN"

REPLICA_KEY_ARN=$(aws kms replicate-key \
  --region "$SOURCE_REGION" \
  --key-id "$PRIMARY_KEY_ARN" \
  --replica-region "$DEST_REGION" \
  --query 'ReplicaKeyMetadata.Arn' \
  --output text)
echo "replica: $REPLICA_KEY_ARN"

BLOB=$(aws kms encrypt \
  --region "$SOURCE_REGION" \
  --key-id "$PRIMARY_KEY_ARN" \
  --plaintext "$TEXT" \
  --query CiphertextBlob \
  --output text)
case $BLOB in AQICA*) ;; *) echo "no ciphertext of KMS: $BLOB" >&2; exit 1 ;; esac
echo "$BLOB" > ciphertext.b64

OPENED=$(aws kms decrypt \
  --region "$DEST_REGION" \
  --ciphertext-blob fileb://<(base64 --decode ciphertext.b64) \
  --query Plaintext \
  --output text | base64 --decode)

if [ "$OPENED" == "$TEXT" ]; then
  echo "SUCCESS: what was encrypted in $SOURCE_REGION was decrypted in $DEST_REGION"
else
  echo "ERROR: $OPENED is not $TEXT" >&2
  exit 1
fi

aws kms schedule-key-deletion --region "$SOURCE_REGION" --key-id "$PRIMARY_KEY_ARN" --pending-window-in-days 30 >/dev/null
aws kms schedule-key-deletion --region "$DEST_REGION" --key-id "$REPLICA_KEY_ARN" --pending-window-in-days 30 >/dev/null
STATE=$(aws kms describe-key --region "$SOURCE_REGION" --key-id "$PRIMARY_KEY_ARN" --query KeyMetadata.KeyState --output text)
[ "$STATE" = PendingReplicaDeletion ] || { echo "the primary is $STATE" >&2; exit 1; }
