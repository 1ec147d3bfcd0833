#!/usr/bin/env bash
# The AWS CLI against the endpoint: every kind of argument, answer and refusal. Set AWS_ENDPOINT_URL_KMS, and any
# credentials.
set -euo pipefail
cd "$(mktemp -d)"
export AWS_DEFAULT_REGION=us-east-1
kms() { aws kms "$@"; }
fail() { echo "command line: $*" >&2; exit 1; }
# The command is refused with this exception and the CLI's exit code for refusals.
refused() {
    local exception=$1 status=0
    shift
    kms "$@" >refusal 2>&1 || status=$?
    [ "$status" -eq 254 ] || [ "$status" -eq 255 ] || fail "$* ended with $status: $(cat refusal)"
    grep -q "An error occurred ($exception) when calling" refusal || fail "$* was refused otherwise: $(cat refusal)"
}

key=$(kms create-key --multi-region --tags TagKey=Team,TagValue=payments --query KeyMetadata.KeyId --output text)
kms create-alias --alias-name alias/global-encrypt --target-key-id "$key"
kms replicate-key --key-id "$key" --replica-region eu-west-1 --description replica >/dev/null
[ "$(kms list-resource-tags --key-id "$key" --query 'Tags[0].TagValue' --output text)" = payments ] || fail tags
printf 'from a file' >plain.txt
kms encrypt --key-id alias/global-encrypt --plaintext fileb://plain.txt --encryption-context Purpose=Test,Team=EU \
    --output text --query CiphertextBlob | base64 --decode >sealed.bin
opened=$(kms decrypt --region eu-west-1 --ciphertext-blob fileb://sealed.bin --encryption-context Purpose=Test,Team=EU \
    --output text --query Plaintext | base64 --decode)
[ "$opened" = 'from a file' ] || fail "decrypted $opened"
kms enable-key-rotation --key-id "$key" --rotation-period-in-days 90
[ "$(kms get-key-rotation-status --key-id "$key" --query RotationPeriodInDays)" = 90 ] || fail rotation
kms get-key-policy --key-id "$key" --policy-name default --query Policy --output text >policy.json
kms put-key-policy --key-id "$key" --policy-name default --policy file://policy.json
grant=$(kms create-grant --key-id "$key" --operations Encrypt Decrypt \
    --grantee-principal arn:aws:iam::111111111111:user/bob --query GrantId --output text)
[ "$(kms list-grants --key-id "$key" --query 'length(Grants)')" = 1 ] || fail grants
kms revoke-grant --key-id "$key" --grant-id "$grant"
signer=$(kms create-key --key-usage SIGN_VERIFY --key-spec RSA_2048 --query KeyMetadata.KeyId --output text)
kms sign --key-id "$signer" --message fileb://plain.txt --message-type RAW --signing-algorithm RSASSA_PSS_SHA_256 \
    --output text --query Signature | base64 --decode >signature.bin
valid=$(kms verify --key-id "$signer" --message fileb://plain.txt --message-type RAW --signature fileb://signature.bin \
    --signing-algorithm RSASSA_PSS_SHA_256 --query SignatureValid --output text)
[ "$valid" = True ] || fail "the signature is $valid"
kms generate-data-key --key-id "$key" --key-spec AES_256 --output table | grep -q CiphertextBlob || fail table
kms generate-random --number-of-bytes 32 --query Plaintext --output text >/dev/null
for number in 1 2 3 4 5; do kms create-key --description "number $number" >/dev/null; done
[ "$(kms list-keys --page-size 2 --query 'length(Keys)')" = 7 ] || fail "the CLI did not follow the pages"
refused NotFoundException describe-key --key-id alias/none
refused NotFoundException describe-key --key-id mrk-abc123def456
refused InvalidArnException enable-key --key-id alias/global-encrypt
refused UnsupportedOperationException rotate-key-on-demand --key-id "$key" --region eu-west-1
refused KMSInvalidStateException update-primary-region --key-id "$key" --primary-region us-east-1 --region eu-west-1
refused InvalidCiphertextException decrypt --ciphertext-blob fileb://sealed.bin
kms disable-key --key-id "$key"
refused DisabledException encrypt --key-id "$key" --plaintext fileb://plain.txt
who=$(aws sts get-caller-identity --query Arn --output text)
[ "$who" = arn:aws:iam::111111111111:root ] || fail "the caller is $who"
echo "the command line is answered"
