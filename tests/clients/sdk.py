"""boto3 against the endpoint. Set AWS_ENDPOINT_URL_KMS and AWS_ENDPOINT_URL_STS, and any credentials."""

import base64
import hashlib
from datetime import datetime, timedelta, timezone

import boto3
from botocore.exceptions import ClientError
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

ALIAS = "alias/my-global-key-alias"


def client(region, **more):
    return boto3.client("kms", region_name=region, **more)


def refused(code, call, **members):
    try:
        call(**members)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        assert error.response["ResponseMetadata"]["RequestId"], error
        return error.response["Error"]["Message"]
    raise AssertionError(f"not refused with {code}: {members}")


def one_region_writes_another_reads():
    """Encrypts under an alias in Virginia; Ireland decrypts, naming no key, and under its own alias."""
    east, west = client("us-east-1"), client("eu-west-1")
    key = east.create_key(MultiRegion=True, Description="global data")["KeyMetadata"]
    assert isinstance(key["CreationDate"], datetime)
    east.replicate_key(KeyId=key["KeyId"], ReplicaRegion="eu-west-1")
    for each in (east, west):
        each.create_alias(AliasName=ALIAS, TargetKeyId=key["KeyId"])
    plaintext = "The launch code is 12345"
    sealed = east.encrypt(KeyId=ALIAS, Plaintext=plaintext.encode())["CiphertextBlob"]
    sent = base64.b64encode(sealed).decode()
    opened = west.decrypt(CiphertextBlob=base64.b64decode(sent.encode()))
    assert opened["Plaintext"].decode() == plaintext
    assert opened["KeyId"] == key["Arn"].replace("us-east-1", "eu-west-1")
    assert west.decrypt(KeyId=ALIAS, CiphertextBlob=sealed)["Plaintext"].decode() == plaintext
    # A single-Region key stays at home.
    lonely = east.create_key()["KeyMetadata"]["KeyId"]
    stuck = east.encrypt(KeyId=lonely, Plaintext=b"x")["CiphertextBlob"]
    refused("AccessDeniedException", west.decrypt, CiphertextBlob=stuck)


def lists_come_in_pages():
    kms = client("ap-southeast-2")
    made = {kms.create_key()["KeyMetadata"]["KeyId"] for _ in range(25)}
    pages = list(kms.get_paginator("list_keys").paginate(PaginationConfig={"PageSize": 10}))
    assert [len(page["Keys"]) for page in pages] == [10, 10, 5]
    assert {key["KeyId"] for page in pages for key in page["Keys"]} == made


def a_foreign_library_understands_the_bytes():
    kms = client("us-west-2")
    key = kms.create_key(KeyUsage="SIGN_VERIFY", KeySpec="RSA_3072")["KeyMetadata"]["KeyId"]
    public = serialization.load_der_public_key(kms.get_public_key(KeyId=key)["PublicKey"])
    assert public.key_size == 3072
    message = b"signed by the service, verified elsewhere"
    for algorithm, scheme in (
        ("RSASSA_PKCS1_V1_5_SHA_256", padding.PKCS1v15()),
        ("RSASSA_PSS_SHA_256", padding.PSS(padding.MGF1(hashes.SHA256()), 32)),
    ):
        signature = kms.sign(KeyId=key, Message=message, SigningAlgorithm=algorithm)["Signature"]
        public.verify(signature, message, scheme, hashes.SHA256())
    pair = kms.generate_data_key_pair(KeyId=kms.create_key()["KeyMetadata"]["KeyId"], KeyPairSpec="RSA_2048")
    private = serialization.load_der_private_key(pair["PrivateKeyPlaintext"], None)
    spki = serialization.PublicFormat.SubjectPublicKeyInfo
    assert private.public_key().public_bytes(serialization.Encoding.DER, spki) == pair["PublicKey"]


def material_is_imported():
    kms = client("eu-central-1")
    key = kms.create_key(Origin="EXTERNAL")["KeyMetadata"]
    assert key["KeyState"] == "PendingImport"
    given = kms.get_parameters_for_import(
        KeyId=key["KeyId"], WrappingAlgorithm="RSAES_OAEP_SHA_256", WrappingKeySpec="RSA_4096"
    )
    assert given["ParametersValidTo"] > datetime.now(timezone.utc)
    wrapping = serialization.load_der_public_key(given["PublicKey"])
    scheme = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
    kms.import_key_material(
        KeyId=key["KeyId"],
        ImportToken=given["ImportToken"],
        EncryptedKeyMaterial=wrapping.encrypt(bytes(range(32)), scheme),
        ExpirationModel="KEY_MATERIAL_EXPIRES",
        ValidTo=datetime.now(timezone.utc) + timedelta(days=30),
    )
    found = kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]
    assert found["KeyState"] == "Enabled" and found["ExpirationModel"] == "KEY_MATERIAL_EXPIRES"
    sealed = kms.encrypt(KeyId=key["KeyId"], Plaintext=b"x" * 4096)["CiphertextBlob"]
    assert kms.decrypt(CiphertextBlob=sealed)["Plaintext"] == b"x" * 4096


def refusals_have_their_names():
    kms = client("us-east-1")
    message = refused("NotFoundException", kms.describe_key, KeyId="mrk-abc123def456")
    assert message == "Invalid keyId 'mrk-abc123def456'", message
    message = refused("ValidationException", kms.create_key, KeySpec="AES_256")
    assert "Value 'AES_256' at 'keySpec' failed to satisfy constraint" in message, message
    refused("InvalidCiphertextException", kms.decrypt, CiphertextBlob=b"garbage")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    refused("DryRunOperationException", kms.encrypt, KeyId=key, Plaintext=b"x", DryRun=True)
    for name in ("exceptions.DisabledException",):
        kms.disable_key(KeyId=key)
        try:
            kms.encrypt(KeyId=key, Plaintext=b"x")
        except kms.exceptions.DisabledException as error:
            assert str(error).endswith("is disabled."), (name, error)


def access_key(arn):
    """The access key that the program shows for a principal: derived from the ARN under which it acts."""
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    prefix = "ASIA" if ":assumed-role/" in arn else "AKIA"
    tail = "".join(digits[byte & 31] for byte in hashlib.sha256(arn.encode()).digest()[:16])
    secret = base64.b64encode(hashlib.sha256(b"secret access key " + arn.encode()).digest()[:30])
    return {"aws_access_key_id": prefix + tail, "aws_secret_access_key": secret.decode()}


def principals_sign_for_themselves():
    arn = "arn:aws:iam::111111111111:user/mallory"
    keys = access_key(arn)
    sts = boto3.client("sts", region_name="us-east-1", **keys)
    assert sts.get_caller_identity()["Arn"] == arn
    key = client("us-east-1").create_key()["KeyMetadata"]["KeyId"]
    message = refused("AccessDeniedException", client("us-east-1", **keys).describe_key, KeyId=key)
    assert message.startswith(f"User: {arn} is not authorized to perform: kms:DescribeKey"), message
    keys["aws_secret_access_key"] = "wrong"
    refused("InvalidSignatureException", client("us-east-1", **keys).list_keys)
    role = "arn:aws:sts::111111111111:assumed-role/Application/console"
    identity = boto3.client("sts", region_name="eu-west-1", **access_key(role)).get_caller_identity()
    assert identity["Arn"] == role and identity["UserId"].endswith(":console"), identity


for check in (
    one_region_writes_another_reads,
    lists_come_in_pages,
    a_foreign_library_understands_the_bytes,
    material_is_imported,
    refusals_have_their_names,
    principals_sign_for_themselves,
):
    check()
    print(f"{check.__name__}: ok")
