"""Every operation of KMS through boto3, each answer held against the service's model. Set AWS_ENDPOINT_URL_KMS, and any
credentials."""

import boto3
import botocore
from botocore.exceptions import ClientError
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

from shapes import ANSWERED, REFUSED, watch

ROOT = "arn:aws:iam::111111111111:root"
BOB = "arn:aws:iam::111111111111:user/bob"


def client(region):
    return watch(boto3.client("kms", region_name=region))


us, eu = client("us-east-1"), client("eu-west-1")


def make(usage="ENCRYPT_DECRYPT", spec="SYMMETRIC_DEFAULT", **more):
    return us.create_key(KeyUsage=usage, KeySpec=spec, **more)["KeyMetadata"]["KeyId"]


def raises(error, call, **members):
    """The message with which a call is refused."""
    try:
        call(**members)
    except error as refused:
        response = refused.response
        assert response["ResponseMetadata"]["HTTPStatusCode"] == 400, response
        assert response["ResponseMetadata"]["RequestId"], response
        return response["Error"]["Message"]
    raise AssertionError(f"not refused: {members}")


def keys_of_every_kind():
    specs = {
        "ENCRYPT_DECRYPT": ["SYMMETRIC_DEFAULT", "RSA_2048"],
        "SIGN_VERIFY": ["RSA_2048", "ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "ECC_SECG_P256K1"]
        + ["ECC_NIST_EDWARDS25519", "ML_DSA_44", "ML_DSA_65", "ML_DSA_87"],
        "GENERATE_VERIFY_MAC": ["HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512"],
        "KEY_AGREEMENT": ["ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521"],
        "ENCAPSULATE_DECAPSULATE": ["ML_KEM_512", "ML_KEM_768", "ML_KEM_1024"],
    }
    for usage, names in specs.items():
        for spec in names:
            for multi_region in (False, True):
                key = us.create_key(KeyUsage=usage, KeySpec=spec, MultiRegion=multi_region)["KeyMetadata"]
                assert (key["KeyUsage"], key["KeySpec"], key["MultiRegion"]) == (usage, spec, multi_region), key
                assert key["KeyId"].startswith("mrk-") == multi_region, key
                found = us.describe_key(KeyId=key["Arn"])["KeyMetadata"]
                assert found == key, (found, key)
            if spec.startswith(("RSA", "ECC", "ML")):
                public = us.get_public_key(KeyId=key["KeyId"])
                assert public["KeyUsage"] == usage and public["KeySpec"] == spec, public
                if spec != "ML_KEM_512":  # which the library does not know
                    serialization.load_der_public_key(public["PublicKey"])


def keys_and_names():
    tags = [{"TagKey": "Team", "TagValue": "a"}]
    key = make(Description="first", Tags=tags, MultiRegion=True)
    us.update_key_description(KeyId=key, Description="second")
    assert us.describe_key(KeyId=key)["KeyMetadata"]["Description"] == "second"
    replica = us.replicate_key(KeyId=key, ReplicaRegion="eu-west-1", Description="replica", Tags=tags)
    assert replica["ReplicaKeyMetadata"]["MultiRegionConfiguration"]["MultiRegionKeyType"] == "REPLICA"
    assert replica["ReplicaTags"] == tags and '"Version"' in replica["ReplicaPolicy"], replica
    us.create_alias(AliasName="alias/every", TargetKeyId=key)
    other = make()
    us.update_alias(AliasName="alias/every", TargetKeyId=other)
    assert [it["AliasName"] for it in us.list_aliases(KeyId=other)["Aliases"]] == ["alias/every"]
    us.delete_alias(AliasName="alias/every")
    us.tag_resource(KeyId=key, Tags=[{"TagKey": "Stage", "TagValue": ""}])
    us.untag_resource(KeyId=key, TagKeys=["Team"])
    assert us.list_resource_tags(KeyId=key)["Tags"] == [{"TagKey": "Stage", "TagValue": ""}]
    assert us.list_key_policies(KeyId=key)["PolicyNames"] == ["default"]
    policy = us.get_key_policy(KeyId=key)
    assert policy["PolicyName"] == "default", policy
    us.put_key_policy(KeyId=key, Policy=policy["Policy"])
    us.disable_key(KeyId=key)
    assert eu.describe_key(KeyId=key)["KeyMetadata"]["Enabled"], "a replica is enabled for itself"
    us.enable_key(KeyId=key)
    us.enable_key_rotation(KeyId=key, RotationPeriodInDays=200)
    status = eu.get_key_rotation_status(KeyId=key)
    assert (status["KeyRotationEnabled"], status["RotationPeriodInDays"]) == (True, 200), status
    us.disable_key_rotation(KeyId=key)
    us.rotate_key_on_demand(KeyId=key)
    rotations = us.list_key_rotations(KeyId=key, IncludeKeyMaterial="ALL_KEY_MATERIAL")["Rotations"]
    assert [it["KeyMaterialState"] for it in rotations].count("CURRENT") == 1, rotations
    us.update_primary_region(KeyId=key, PrimaryRegion="eu-west-1")
    family = us.describe_key(KeyId=key)["KeyMetadata"]["MultiRegionConfiguration"]
    assert family["PrimaryKey"]["Region"] == "eu-west-1", family
    assert us.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)["KeyState"] == "PendingDeletion"
    us.cancel_key_deletion(KeyId=key)
    assert us.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Disabled"
    assert key in {it["KeyId"] for it in us.list_keys(Limit=1000)["Keys"]}


def cryptography():
    key, other = make(), make()
    context = {"for": "all"}
    sealed = us.encrypt(KeyId=key, Plaintext=b"x" * 4096, EncryptionContext=context)
    moved = us.re_encrypt(
        CiphertextBlob=sealed["CiphertextBlob"], SourceEncryptionContext=context, DestinationKeyId=other
    )
    assert us.decrypt(CiphertextBlob=moved["CiphertextBlob"])["Plaintext"] == b"x" * 4096
    data = us.generate_data_key(KeyId=key, KeySpec="AES_128")
    assert us.decrypt(CiphertextBlob=data["CiphertextBlob"])["Plaintext"] == data["Plaintext"]
    us.generate_data_key_without_plaintext(KeyId=key, NumberOfBytes=1024)
    for spec in ("RSA_2048", "ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "ECC_SECG_P256K1"):
        pair = us.generate_data_key_pair(KeyId=key, KeyPairSpec=spec)
        opened = us.decrypt(CiphertextBlob=pair["PrivateKeyCiphertextBlob"])["Plaintext"]
        assert opened == pair["PrivateKeyPlaintext"], spec
        serialization.load_der_private_key(opened, None)
    us.generate_data_key_pair_without_plaintext(KeyId=key, KeyPairSpec="ECC_NIST_P384")
    assert len(us.generate_random(NumberOfBytes=1024)["Plaintext"]) == 1024
    assert us.get_key_last_usage(KeyId=key)["KeyLastUsage"]["Operation"], "it was used"
    signer = make("SIGN_VERIFY", "ECC_NIST_P256")
    message = {"KeyId": signer, "Message": b"words", "SigningAlgorithm": "ECDSA_SHA_256"}
    signature = us.sign(**message)["Signature"]
    assert us.verify(**message, Signature=signature)["SignatureValid"] is True
    raises(us.exceptions.KMSInvalidSignatureException, us.verify, **message, Signature=signature[:-1] + b"\0")
    mac = {"KeyId": make("GENERATE_VERIFY_MAC", "HMAC_384"), "Message": b"words", "MacAlgorithm": "HMAC_SHA_384"}
    assert us.verify_mac(**mac, Mac=us.generate_mac(**mac)["Mac"])["MacValid"] is True
    raises(us.exceptions.KMSInvalidMacException, us.verify_mac, **mac, Mac=b"x" * 48)
    ours, theirs = (make("KEY_AGREEMENT", "ECC_NIST_P521") for _ in range(2))
    secrets = {
        us.derive_shared_secret(
            KeyId=own, KeyAgreementAlgorithm="ECDH", PublicKey=us.get_public_key(KeyId=peer)["PublicKey"]
        )["SharedSecret"]
        for own, peer in ((ours, theirs), (theirs, ours))
    }
    assert len(secrets) == 1
    post_quantum = {"KeyId": make("ENCAPSULATE_DECAPSULATE", "ML_KEM_1024"), "EncapsulationAlgorithm": "ML_KEM"}
    closed = us.encapsulate(**post_quantum)
    opened = us.decapsulate(**post_quantum, SharedSecretCiphertextBlob=closed["SharedSecretCiphertextBlob"])
    assert opened["SharedSecret"] == closed["SharedSecret"]


def grants():
    key = make()
    given = [
        us.create_grant(
            KeyId=key,
            GranteePrincipal=BOB,
            RetiringPrincipal=ROOT,
            Operations=["Encrypt", "Decrypt", "DescribeKey"],
            Constraints={"EncryptionContextSubset": {"for": "bob"}},
            Name=f"number-{number}",
        )
        for number in range(3)
    ]
    assert len({it["GrantId"] for it in given}) == 3
    listed = us.list_grants(KeyId=key, GranteePrincipal=BOB)["Grants"]
    assert {it["GrantId"] for it in listed} == {it["GrantId"] for it in given}
    assert len(us.list_retirable_grants(RetiringPrincipal=ROOT)["Grants"]) == 3
    us.retire_grant(GrantToken=given[0]["GrantToken"])
    us.retire_grant(KeyId=us.describe_key(KeyId=key)["KeyMetadata"]["Arn"], GrantId=given[1]["GrantId"])
    us.revoke_grant(KeyId=key, GrantId=given[2]["GrantId"])
    assert us.list_grants(KeyId=key)["Grants"] == []
    raises(us.exceptions.InvalidGrantIdException, us.revoke_grant, KeyId=key, GrantId="f" * 64)


def imports():
    key = make(Origin="EXTERNAL")
    given = us.get_parameters_for_import(
        KeyId=key, WrappingAlgorithm="RSAES_OAEP_SHA_1", WrappingKeySpec="RSA_2048"
    )
    scheme = padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA1(), None)
    wrapped = serialization.load_der_public_key(given["PublicKey"]).encrypt(bytes(32), scheme)
    answer = us.import_key_material(
        KeyId=key,
        ImportToken=given["ImportToken"],
        EncryptedKeyMaterial=wrapped,
        ExpirationModel="KEY_MATERIAL_DOES_NOT_EXPIRE",
    )
    deleted = us.delete_imported_key_material(KeyId=key, KeyMaterialId=answer["KeyMaterialId"])
    assert deleted["KeyMaterialId"] == answer["KeyMaterialId"]
    raises(us.exceptions.KMSInvalidStateException, us.encrypt, KeyId=key, Plaintext=b"x")


def custom_key_stores():
    credential = {
        "AccessKeyId": "ABCDE234567EXAMPLE2345",
        "RawSecretAccessKey": "DXjSUawnel2fr6SKC7G25CNxTyWKE5PF9XX6H/u9pSo=",
    }
    store = us.create_custom_key_store(
        CustomKeyStoreName="outside",
        CustomKeyStoreType="EXTERNAL_KEY_STORE",
        XksProxyUriEndpoint="https://xks.example.com",
        XksProxyUriPath="/main/kms/xks/v1",
        XksProxyAuthenticationCredential=credential,
        XksProxyConnectivity="PUBLIC_ENDPOINT",
    )["CustomKeyStoreId"]
    us.connect_custom_key_store(CustomKeyStoreId=store)
    found = us.describe_custom_key_stores(CustomKeyStoreId=store)["CustomKeyStores"]
    assert [it["ConnectionState"] for it in found] == ["CONNECTED"], found
    key = us.create_key(Origin="EXTERNAL_KEY_STORE", CustomKeyStoreId=store, XksKeyId="bb8562717f809024")
    assert key["KeyMetadata"]["XksKeyConfiguration"] == {"Id": "bb8562717f809024"}
    sealed = us.encrypt(KeyId=key["KeyMetadata"]["KeyId"], Plaintext=b"twice")["CiphertextBlob"]
    assert us.decrypt(CiphertextBlob=sealed)["Plaintext"] == b"twice"
    us.disconnect_custom_key_store(CustomKeyStoreId=store)
    us.update_custom_key_store(CustomKeyStoreId=store, NewCustomKeyStoreName="renamed")
    raises(us.exceptions.CustomKeyStoreHasCMKsException, us.delete_custom_key_store, CustomKeyStoreId=store)
    # Another Region has nothing of it, and there the store is without keys.
    empty = eu.create_custom_key_store(
        CustomKeyStoreName="empty",
        CustomKeyStoreType="EXTERNAL_KEY_STORE",
        XksProxyUriEndpoint="https://xks.example.com",
        XksProxyUriPath="/main/kms/xks/v1",
        XksProxyAuthenticationCredential=credential,
        XksProxyConnectivity="PUBLIC_ENDPOINT",
    )["CustomKeyStoreId"]
    eu.delete_custom_key_store(CustomKeyStoreId=empty)


def pages():
    """Every paginator that boto3 has goes through all pages, in pages as small as asked for."""
    ap = client("ap-northeast-1")
    keys = [ap.create_key()["KeyMetadata"]["KeyId"] for _ in range(120)]
    key = keys[0]
    for number in range(12):
        ap.create_alias(AliasName=f"alias/number-{number}", TargetKeyId=keys[number % 2])
        ap.create_grant(KeyId=key, GranteePrincipal=BOB, RetiringPrincipal=ROOT, Operations=["Decrypt"])
        ap.tag_resource(KeyId=key, Tags=[{"TagKey": f"tag {number}", "TagValue": "x"}])
        ap.rotate_key_on_demand(KeyId=key)

    def lengths(operation, member, size, **members):
        found = ap.get_paginator(operation).paginate(**members, PaginationConfig={"PageSize": size})
        found = [page[member] for page in found]
        names = [str(entry) for page in found for entry in page]
        assert len(names) == len(set(names)), f"{operation} lists something twice"
        return [len(page) for page in found]

    assert lengths("list_keys", "Keys", 50) == [50, 50, 20]
    # Twelve, and the thirteen that AWS predefines.
    assert lengths("list_aliases", "Aliases", 5) == [5, 5, 5, 5, 5]
    assert lengths("list_aliases", "Aliases", 4, KeyId=key) == [4, 2]
    assert lengths("list_grants", "Grants", 5, KeyId=key) == [5, 5, 2]
    assert lengths("list_retirable_grants", "Grants", 7, RetiringPrincipal=ROOT) == [7, 5]
    assert lengths("list_resource_tags", "Tags", 5, KeyId=key) == [5, 5, 2]
    assert lengths("list_key_policies", "PolicyNames", 5, KeyId=key) == [1]
    assert lengths("list_key_rotations", "Rotations", 5, KeyId=key) == [5, 5, 2]
    assert lengths("describe_custom_key_stores", "CustomKeyStores", 5) == [0]


def refusals_of_every_operation():
    """An unknown key, alias, grant or store is refused by every operation that takes one."""
    unknown = "aaaaaaaa-1111-4222-8333-bbbbbbbbbbbb"
    shapes = us.meta.service_model
    fillers = {
        "Plaintext": b"x", "Message": b"x", "Signature": b"x", "Mac": b"x", "PublicKey": b"x", "KeySpec": "AES_256",
        "CiphertextBlob": b"x", "SharedSecretCiphertextBlob": b"x", "ImportToken": b"x", "EncryptedKeyMaterial": b"x",
        "MacAlgorithm": "HMAC_SHA_256", "SigningAlgorithm": "ECDSA_SHA_256", "KeyAgreementAlgorithm": "ECDH",
        "EncapsulationAlgorithm": "ML_KEM", "KeyPairSpec": "ECC_NIST_P256", "ReplicaRegion": "eu-west-1",
        "PrimaryRegion": "eu-west-1", "Tags": [], "TagKeys": [], "Description": "", "GrantId": "f" * 64,
        "GranteePrincipal": BOB, "Operations": ["Decrypt"], "Policy": "{}", "PolicyName": "default",
        "WrappingAlgorithm": "RSAES_OAEP_SHA_256", "WrappingKeySpec": "RSA_2048", "AliasName": "alias/unknown",
        "TargetKeyId": unknown, "DestinationKeyId": unknown, "RetiringPrincipal": ROOT, "KeyId": unknown,
        "CustomKeyStoreId": "cks-1234567890abcdef0", "CustomKeyStoreName": "x",
    }  # fmt: skip
    named = {"KeyId", "TargetKeyId", "DestinationKeyId", "CustomKeyStoreId", "AliasName"}
    count = 0
    for name in shapes.operation_names:
        inputs = shapes.operation_model(name).input_shape
        if not named & set(inputs.required_members):
            continue
        members = {member: fillers[member] for member in inputs.required_members}
        if name == "GenerateDataKey":
            members["KeySpec"] = "AES_256"
        raises(ClientError, getattr(us, botocore.xform_name(name)), **members)
        count += 1
    assert count >= 45, count


for check in (
    keys_of_every_kind,
    keys_and_names,
    cryptography,
    grants,
    imports,
    custom_key_stores,
    pages,
    refusals_of_every_operation,
):
    check()
    print(f"{check.__name__}: ok")
missing = set(us.meta.service_model.operation_names) - set(ANSWERED)
assert not missing, f"never answered with success: {missing}"
print(f"{len(ANSWERED)} operations answered {sum(ANSWERED.values())} times, {len(REFUSED)} kinds of refusals")
