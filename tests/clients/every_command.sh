#!/usr/bin/env bash
# Every operation of KMS as a command of the AWS CLI that command_line.sh does not have. Set AWS_ENDPOINT_URL_KMS, and any
# credentials.
set -euo pipefail
cd "$(mktemp -d)"
export AWS_DEFAULT_REGION=ca-central-1
account=111111111111
arn=arn:aws:kms:ca-central-1:$account:key
fail() { echo "every command: $*" >&2; exit 1; }
# One value out of an answer.
ask() { aws kms "$@" --output text; }
is() { [ "$1" = "$2" ] || fail "$3: $1 instead of $2"; }
make() { ask create-key --query KeyMetadata.KeyId "$@"; }
# A command without an answer says nothing.
quiet() { is "$(aws kms "$@")" "" "$1"; }

key=$(make)
other=$(make)
quiet create-alias --alias-name alias/one --target-key-id "$key"
quiet update-alias --alias-name alias/one --target-key-id "$other"
is "$(ask list-aliases --key-id "$other" --query 'Aliases[].AliasName')" alias/one aliases
quiet delete-alias --alias-name alias/one
quiet update-key-description --key-id "$key" --description "another text"
is "$(ask describe-key --key-id "$key" --query KeyMetadata.Description)" "another text" description
quiet tag-resource --key-id "$key" --tags TagKey=Team,TagValue=a TagKey=Stage,TagValue=b
quiet untag-resource --key-id "$key" --tag-keys Stage
is "$(ask list-resource-tags --key-id "$key" --query 'Tags[].TagKey')" Team tags
is "$(ask list-key-policies --key-id "$key" --query PolicyNames)" default policies
quiet disable-key --key-id "$key"
quiet enable-key --key-id "$key"
quiet enable-key-rotation --key-id "$key"
quiet disable-key-rotation --key-id "$key"
is "$(ask rotate-key-on-demand --key-id "$key" --query KeyId)" "$arn/$key" "the rotated key"
is "$(ask list-key-rotations --key-id "$key" --query 'Rotations[].RotationType')" ON_DEMAND rotations

printf 'some words' >words
ask encrypt --key-id "$key" --plaintext fileb://words --query CiphertextBlob | base64 --decode >sealed
ask re-encrypt --ciphertext-blob fileb://sealed --destination-key-id "$other" --query CiphertextBlob | base64 --decode >moved
is "$(ask decrypt --ciphertext-blob fileb://moved --query Plaintext | base64 --decode)" 'some words' "what was moved"
ask generate-data-key-without-plaintext --key-id "$key" --number-of-bytes 24 --query CiphertextBlob | base64 --decode >data
is "$(ask decrypt --ciphertext-blob fileb://data --query Plaintext | base64 --decode | wc -c)" 24 "the data key's length"
ask generate-data-key-pair --key-id "$key" --key-pair-spec ECC_NIST_P256 --query PublicKey | base64 --decode >public
[ -s public ] || fail "no public key of a pair"
ask generate-data-key-pair-without-plaintext --key-id "$key" --key-pair-spec ECC_NIST_P384 --query KeyPairSpec >spec
is "$(cat spec)" ECC_NIST_P384 "the pair's spec"
is "$(ask get-key-last-usage --key-id "$key" --query KeyLastUsage.Operation)" GenerateDataKeyPairWithoutPlaintext "the last use"

mac=$(make --key-usage GENERATE_VERIFY_MAC --key-spec HMAC_256)
ask generate-mac --key-id "$mac" --message fileb://words --mac-algorithm HMAC_SHA_256 --query Mac | base64 --decode >mac
is "$(ask verify-mac --key-id "$mac" --message fileb://words --mac-algorithm HMAC_SHA_256 --mac fileb://mac --query MacValid)" True MAC
agreeing=$(make --key-usage KEY_AGREEMENT --key-spec ECC_NIST_P256)
ask get-public-key --key-id "$agreeing" --query PublicKey | base64 --decode >public
secret=$(ask derive-shared-secret --key-id "$agreeing" --key-agreement-algorithm ECDH --public-key fileb://public --query SharedSecret)
is "$(base64 --decode <<<"$secret" | wc -c)" 32 "the shared secret's length"
# Not every CLI of version 1 has these two.
aws kms encapsulate >usage 2>&1 || true
if grep -q 'Invalid choice' usage; then
    echo "this CLI has no encapsulate"
else
    capsule=$(make --key-usage ENCAPSULATE_DECAPSULATE --key-spec ML_KEM_768)
    read -r blob secret < <(ask encapsulate --key-id "$capsule" --encapsulation-algorithm ML_KEM \
        --query '[SharedSecretCiphertextBlob, SharedSecret]')
    base64 --decode <<<"$blob" >capsule
    is "$(ask decapsulate --key-id "$capsule" --encapsulation-algorithm ML_KEM --shared-secret-ciphertext-blob fileb://capsule \
        --query SharedSecret)" "$secret" "the secret in the capsule"
fi

root=arn:aws:iam::$account:root
token=$(ask create-grant --key-id "$key" --operations Decrypt --grantee-principal "arn:aws:iam::$account:user/bob" \
    --retiring-principal "$root" --constraints EncryptionContextSubset={for=bob} --query GrantToken)
is "$(ask list-retirable-grants --retiring-principal "$root" --query 'length(Grants)')" 1 "grants to retire"
quiet retire-grant --grant-token "$token"
is "$(ask list-grants --key-id "$key" --query 'length(Grants)')" 0 "grants after all are retired"

empty=$(make --origin EXTERNAL)
read -r token wrapping < <(ask get-parameters-for-import --key-id "$empty" --wrapping-algorithm RSAES_OAEP_SHA_256 \
    --wrapping-key-spec RSA_2048 --query '[ImportToken, PublicKey]')
base64 --decode <<<"$token" >token
base64 --decode <<<"$wrapping" >wrapping
python - <<'PYTHON'
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

key = serialization.load_der_public_key(open("wrapping", "rb").read())
scheme = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
open("wrapped", "wb").write(key.encrypt(bytes(32), scheme))
PYTHON
is "$(ask import-key-material --key-id "$empty" --import-token fileb://token --encrypted-key-material fileb://wrapped \
    --expiration-model KEY_MATERIAL_EXPIRES --valid-to "$(date -ud '+30 days' +%FT%TZ)" --query KeyId)" \
    "$arn/$empty" "the key with material"
is "$(ask describe-key --key-id "$empty" --query KeyMetadata.ExpirationModel)" KEY_MATERIAL_EXPIRES expiration
aws kms delete-imported-key-material --key-id "$empty" >deleted
is "$(ask describe-key --key-id "$empty" --query KeyMetadata.KeyState)" PendingImport "a key without material"

# In a file: as an argument the CLI would go and fetch the URL.
cat >store.json <<'JSON'
{
  "CustomKeyStoreName": "outside",
  "CustomKeyStoreType": "EXTERNAL_KEY_STORE",
  "XksProxyUriEndpoint": "https://xks.example.com",
  "XksProxyUriPath": "/main/kms/xks/v1",
  "XksProxyConnectivity": "PUBLIC_ENDPOINT",
  "XksProxyAuthenticationCredential": {
    "AccessKeyId": "ABCDE234567EXAMPLE2345",
    "RawSecretAccessKey": "DXjSUawnel2fr6SKC7G25CNxTyWKE5PF9XX6H/u9pSo="
  }
}
JSON
store=$(ask create-custom-key-store --cli-input-json file://store.json --query CustomKeyStoreId)
quiet connect-custom-key-store --custom-key-store-id "$store"
is "$(ask describe-custom-key-stores --query 'CustomKeyStores[].ConnectionState')" CONNECTED "the store's connection"
quiet disconnect-custom-key-store --custom-key-store-id "$store"
quiet update-custom-key-store --custom-key-store-id "$store" --new-custom-key-store-name "another name"
quiet delete-custom-key-store --custom-key-store-id "$store"
is "$(ask describe-custom-key-stores --query 'length(CustomKeyStores)')" 0 "stores after the last is deleted"

is "$(ask schedule-key-deletion --key-id "$key" --pending-window-in-days 7 --query KeyState)" PendingDeletion state
is "$(ask cancel-key-deletion --key-id "$key" --query KeyId)" "$arn/$key" "the key that stays"
echo "every command is answered"
