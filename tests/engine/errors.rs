//! What KMS says when it refuses: every exception with its message, one row each.

use mrk_console::{
    kms::{Exception, Exception::*, Region, Span, Transitions, api::*},
    world::Call,
};

use crate::{material::*, scene::*};

/// Keys in us-east-1 for all that can go wrong.
struct Setting {
    scene: Scene,
    /// A multi-Region key with a replica in eu-west-1.
    family: String,
    symmetric: String,
    disabled: String,
    pending_deletion: String,
    pending_replica_deletion: String,
    creating: String,
    updating: String,
    /// Rotated on demand 25 times.
    worn: String,
    /// Its schedule comes in ten minutes.
    soon_rotated: String,
    hmac: String,
    rsa: String,
    signing: String,
    /// Without material.
    pending_import: String,
    /// With a first material, and a second one that waits.
    imported: String,
    first: String,
    second: String,
    /// With material in us-east-1 and eu-west-1, and a second one in us-east-1.
    imported_family: String,
    parameters: GetParametersForImportResponse,
    ciphertext: Blob,
}

fn made(scene: &mut Scene, spec: KeySpec, usage: KeyUsage) -> String {
    let request = CreateKeyRequest { key_spec: Some(spec), key_usage: Some(usage), ..Default::default() };
    scene.ask(us(), request).key_metadata.key_id
}

impl Setting {
    fn new() -> Self {
        let (mut scene, mut customer) = (Scene::new(), Customer::default());
        let it = &mut scene;
        let soon_rotated = it.single(us());
        it.ask(us(), rotate_every(&soon_rotated, Some(90)));
        it.pass_days(89);
        it.pass(Span::seconds(86_400 - 900));
        it.world.set_transitions(Transitions::INSTANT);
        let [family, pending_replica_deletion, updating] = [(); 3].map(|()| {
            let key = it.primary();
            it.ask(us(), replicate(&key, eu()));
            key
        });
        let worn = it.single(us());
        (0..25).for_each(|_| drop(it.ask(us(), rotate(&worn))));
        it.world.set_transitions(Transitions::REALISTIC);
        let (disabled, pending_deletion, symmetric) = (it.single(us()), it.single(us()), it.single(us()));
        it.ask(us(), disable(&disabled));
        it.ask(us(), delete_in(&pending_deletion, 7));
        it.ask(us(), delete_in(&pending_replica_deletion, 7));
        it.ask(us(), create_alias("alias/taken", &symmetric));
        let hmac = made(it, KeySpec::Hmac224, KeyUsage::GenerateVerifyMac);
        let rsa = made(it, KeySpec::Rsa2048, KeyUsage::EncryptDecrypt);
        let signing = made(it, KeySpec::EccNistP256, KeyUsage::SignVerify);
        let pending_import = external(it);
        let imported = external(it);
        let first = customer.import(it, us(), &imported, 1);
        let second = customer.import_new(it, us(), &imported, 2);
        let imported_family = customer.family(it);
        customer.import_new(it, us(), &imported_family, 2);
        let parameters = customer.try_parameters(it, us(), &imported).expect("at hand");
        let ciphertext = it.seal(us(), &symmetric, b"x");
        it.ask(us(), promote(&updating, eu()));
        let creating = it.primary();
        it.ask(us(), replicate(&creating, eu()));
        Self {
            scene,
            family,
            symmetric,
            disabled,
            pending_deletion,
            pending_replica_deletion,
            creating,
            updating,
            worn,
            soon_rotated,
            hmac,
            rsa,
            signing,
            pending_import,
            imported,
            first,
            second,
            imported_family,
            parameters,
            ciphertext,
        }
    }

    #[track_caller]
    fn said_to(&self, who: &str, region: Region, request: impl Into<Request>, says: Exception, text: &str) {
        let mut world = self.scene.world.clone();
        let call = Call::new(region, self.scene.caller(who), request.into());
        let name = call.request.operation().name();
        let error = world.call(call).err().unwrap_or_else(|| panic!("{name} was admitted"));
        assert_eq!((error.exception, &*error.message), (says, text), "{name}");
    }

    /// To alice in us-east-1.
    #[track_caller]
    fn said(&self, request: impl Into<Request>, says: Exception, text: &str) {
        self.said_to("alice", us(), request, says, text);
    }

    #[track_caller]
    fn in_state(&self, region: Region, key: &str, request: impl Into<Request>, state: &str) {
        let text = format!("{} is {state}.", arn(region, key));
        self.said_to("alice", region, request, KmsInvalidState, &text);
    }
}

#[test]
fn identifiers() {
    let it = Setting::new();
    let unknown = "01234567-89ab-4cde-8f01-23456789abcd";
    it.said(describe("fake-key-id"), NotFound, "Invalid keyId 'fake-key-id'");
    it.said(describe(unknown), NotFound, &format!("Key '{}' does not exist", arn(us(), unknown)));
    it.said(describe(&arn(eu(), &it.family)), NotFound, "Invalid arn eu-west-1");
    let says = "Alias arn:aws:kms:us-east-1:111111111111:alias/unknown-alias is not found.";
    it.said(describe("alias/unknown-alias"), NotFound, says);
    it.said(enable("alias/taken"), InvalidArn, "Key Aliases are not supported for this operation.");
    let nobody = "arn:aws:iam::111111111111:user/nobody";
    let grant = CreateGrantRequest {
        key_id: it.symmetric.clone(),
        grantee_principal: Some(nobody.to_owned()),
        operations: vec![GrantOperation::Encrypt],
        ..Default::default()
    };
    it.said(grant, InvalidArn, &format!("ARN does not refer to a valid principal: {nobody}"));
    it.said(ListKeysRequest { marker: Some("bogus".to_owned()), ..Default::default() }, InvalidMarker, "");
}

#[test]
fn states_and_roles() {
    let it = Setting::new();
    it.said(encrypt(&it.disabled, b"x"), Disabled, &format!("{} is disabled.", arn(us(), &it.disabled)));
    let of = |key: &str| encrypt(key, b"x");
    it.in_state(us(), &it.pending_deletion, of(&it.pending_deletion), "pending deletion");
    let waits = &it.pending_replica_deletion;
    it.in_state(us(), waits, of(waits), "pending replica deletion");
    it.in_state(us(), &it.pending_import, of(&it.pending_import), "pending import");
    it.in_state(eu(), &it.creating, of(&it.creating), "creating");
    it.in_state(eu(), &it.updating, disable(&it.updating), "updating");
    it.in_state(us(), &it.symmetric, cancel(&it.symmetric), "not pending deletion");

    let replica = arn(eu(), &it.family);
    let says = format!("{replica} is not a multi-region primary key.");
    it.said_to("alice", eu(), replicate(&it.family, ap()), UnsupportedOperation, &says);
    let says = format!("{replica} is not a multi-Region primary key.");
    it.said_to("alice", eu(), promote(&it.family, us()), KmsInvalidState, &says);
    let not_valid =
        |operation| format!("{replica} is a multi-region replica key which is not valid for {operation}.");
    for (request, operation) in [
        (rotate_every(&it.family, None).into(), "EnableKeyRotation"),
        (DisableKeyRotationRequest { key_id: it.family.clone() }.into(), "DisableKeyRotation"),
        (Request::from(rotate(&it.family)), "RotateKeyOnDemand"),
    ] {
        it.said_to("alice", eu(), request, UnsupportedOperation, &not_valid(operation));
    }
    let to =
        |code: &str| ReplicateKeyRequest { replica_region: code.to_owned(), ..replicate(&it.family, ap()) };
    it.said(to("us-east-1"), Validation, "us-east-1 cannot have a replica because it contains the primary.");
    let says = "The replica key Region must be in the same AWS partition as the primary key Region.";
    it.said(to("cn-north-1"), Validation, says);
    let says = "Region us-invalid-1 is not a valid Region or multi-Region keys are not supported in Region \
                us-invalid-1.";
    it.said(to("us-invalid-1"), Validation, says);
    let says = "You can create only one replica of each primary key in each AWS Region.";
    it.said(to("eu-west-1"), AlreadyExists, says);
    let says = format!("{} does not have a replica key in the specified Region.", it.family);
    it.said(promote(&it.family, ap()), Validation, &says);

    let origin = |key: &str, origin| {
        format!("{} origin is {origin} which is not valid for this operation.", arn(us(), key))
    };
    it.said(get_parameters(&it.symmetric), UnsupportedOperation, &origin(&it.symmetric, "AWS_KMS"));
    it.said(rotate_every(&it.imported, None), UnsupportedOperation, &origin(&it.imported, "EXTERNAL"));
    it.said(rotate(&it.hmac), UnsupportedOperation, "");
    it.said(rotate_every(&it.signing, None), UnsupportedOperation, "");
    let says = format!(
        "The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be \
         performed for this key: {}",
        arn(us(), &it.worn)
    );
    it.said(rotate(&it.worn), LimitExceeded, &says);
    let says = format!(
        "An automatic rotation of {} is in progress or due within the next 20 minutes.",
        arn(us(), &it.soon_rotated)
    );
    it.said(rotate(&it.soon_rotated), Conflict, &says);
}

#[test]
fn cryptography() {
    let it = Setting::new();
    let incorrect = "The key ID in the request does not identify a CMK that can perform this operation.";
    it.said(decrypt_with(&it.family, &it.ciphertext), IncorrectKey, incorrect);
    it.said(decrypt_with(&arn(eu(), &it.family), &it.ciphertext), IncorrectKey, incorrect);
    let says = "The ciphertext refers to a customer master key that does not exist, does not exist in this region, \
                or you are not allowed to access.";
    it.said_to("alice", eu(), decrypt(&it.ciphertext), AccessDenied, says);
    let elsewhere = DecryptRequest { encryption_context: context(&[("a", "b")]), ..decrypt(&it.ciphertext) };
    it.said(elsewhere, InvalidCiphertext, "");
    it.said(decrypt(&b"garbage".as_slice().into()), InvalidCiphertext, "");

    let mac = |key: &str| GenerateMacRequest {
        key_id: key.to_owned(),
        message: b"m".as_slice().into(),
        mac_algorithm: Some(MacAlgorithm::HmacSha256),
        ..Default::default()
    };
    let says = format!(
        "{} key usage is ENCRYPT_DECRYPT which is not valid for GenerateMac.",
        arn(us(), &it.symmetric)
    );
    it.said(mac(&it.symmetric), InvalidKeyUsage, &says);
    let says = "Algorithm HMAC_SHA_256 is incompatible with key spec HMAC_224.";
    it.said(mac(&it.hmac), InvalidKeyUsage, says);
    let verify = VerifyMacRequest {
        key_id: it.hmac.clone(),
        message: b"m".as_slice().into(),
        mac_algorithm: Some(MacAlgorithm::HmacSha224),
        mac: vec![0; 28].into(),
        ..Default::default()
    };
    it.said(verify.clone(), KmsInvalidMac, "");
    it.said(VerifyMacRequest { dry_run: true, ..verify }, KmsInvalidMac, "");
    let sign = SignRequest {
        key_id: it.signing.clone(),
        message: b"m".as_slice().into(),
        signing_algorithm: Some(SigningAlgorithm::EcdsaSha256),
        ..Default::default()
    };
    let typed = |message_type| SignRequest { message_type: Some(message_type), ..sign.clone() };
    let says = "Digest is invalid length for algorithm ECDSA_SHA_256.";
    it.said(typed(MessageType::Digest), Validation, says);
    let says = "Message type EXTERNAL_MU is incompatible with key spec ECC_NIST_P256.";
    it.said(SignRequest { message: vec![0; 64].into(), ..typed(MessageType::ExternalMu) }, Validation, says);
    let says = "1 validation error detected: Value at 'message' failed to satisfy constraint: Member must have \
                length greater than or equal to 1";
    it.said(SignRequest { message: Blob::default(), ..sign.clone() }, Validation, says);
    let verify = VerifyRequest {
        key_id: it.signing.clone(),
        message: b"m".as_slice().into(),
        signing_algorithm: Some(SigningAlgorithm::EcdsaSha256),
        signature: b"none".as_slice().into(),
        ..Default::default()
    };
    it.said(verify, KmsInvalidSignature, "");

    let oaep = Some(EncryptionAlgorithm::RsaesOaepSha256);
    let rsa = DecryptRequest { encryption_algorithm: oaep, ..decrypt(&vec![0; 256].into()) };
    it.said(rsa.clone(), Validation, "KeyId must not be null");
    it.said(DecryptRequest { key_id: Some(it.rsa.clone()), ..rsa }, InvalidCiphertext, "");
    let to_rsa = |length| EncryptRequest { encryption_algorithm: oaep, ..encrypt(&it.rsa, &vec![0; length]) };
    let says = "EncryptionContext is not supported when encrypting/decrypting with asymmetric CMKs.";
    it.said(EncryptRequest { encryption_context: context(&[("a", "b")]), ..to_rsa(1) }, Validation, says);
    let says =
        "Algorithm RSAES_OAEP_SHA_256 and key spec RSA_2048 cannot encrypt data larger than 190 bytes.";
    it.said(to_rsa(191), Validation, says);
    let says = "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have \
                length less than or equal to 4096";
    it.said(encrypt(&it.symmetric, &[0; 4097]), Validation, says);
    it.said(GenerateRandomRequest::default(), Validation, "NumberOfBytes is required.");
    for (number, relation, limit) in [(1025, "less", 1024), (0, "greater", 1)] {
        let says = format!(
            "1 validation error detected: Value '{number}' at 'numberOfBytes' failed to satisfy constraint: Member \
             must have value {relation} than or equal to {limit}"
        );
        let request = GenerateRandomRequest { number_of_bytes: Some(number), ..Default::default() };
        it.said(request, Validation, &says);
    }
    let says = "Please specify either number of bytes or key spec.";
    let both = GenerateDataKeyRequest { number_of_bytes: Some(32), ..data_key(&it.symmetric) };
    it.said(both, Validation, says);
    it.said(GenerateDataKeyRequest { key_spec: None, ..data_key(&it.symmetric) }, Validation, says);
    let says = "The request would have succeeded, but the DryRun option is set.";
    it.said(EncryptRequest { dry_run: true, ..encrypt(&it.symmetric, b"x") }, DryRunOperation, says);
}

#[test]
fn making_keys_names_and_policies() {
    let it = Setting::new();
    let create =
        |spec, usage| CreateKeyRequest { key_spec: Some(spec), key_usage: usage, ..Default::default() };
    let says = "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.";
    it.said(create(KeySpec::Rsa2048, None), Validation, says);
    let says = "KeyUsage KEY_AGREEMENT is not compatible with KeySpec RSA_2048";
    it.said(create(KeySpec::Rsa2048, Some(KeyUsage::KeyAgreement)), Validation, says);
    let tagged = |tags| TagResourceRequest { key_id: it.symmetric.clone(), tags };
    it.said(tagged(vec![tag("a", "1"), tag("a", "2")]), Tag, "Duplicate tag keys");
    let many = (0..51).map(|number| tag(&number.to_string(), "")).collect();
    it.said(tagged(many), Tag, "Too many tags");
    it.said(tagged(vec![tag("aws:a", "")]), Tag, "Tags beginning with aws: are reserved");
    for (tag, member, limit) in
        [(tag(&"k".repeat(129), ""), "tagKey", 128), (tag("k", &"v".repeat(257)), "tagValue", 256)]
    {
        let value = if member == "tagKey" { &tag.tag_key } else { &tag.tag_value };
        let says = format!(
            "1 validation error detected: Value '{value}' at 'tags.1.member.{member}' failed to satisfy constraint: \
             Member must have length less than or equal to {limit}"
        );
        it.said(tagged(vec![tag.clone()]), Validation, &says);
    }
    let says = "Alias must start with the prefix \"alias/\". Please see \
                https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html";
    it.said(create_alias("taken", &it.symmetric), Validation, says);
    let says = "An alias with the name arn:aws:kms:us-east-1:111111111111:alias/taken already exists";
    it.said(create_alias("alias/taken", &it.symmetric), AlreadyExists, says);
    it.said(create_alias("alias/aws/mine", &it.symmetric), NotAuthorized, "");

    let only_bob = r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:user/bob"},"Action":"kms:*","Resource":"*"}"#;
    let says = "The new key policy will not allow you to update the key policy in the future.";
    it.said(put_policy(&it.symmetric, &policy(&[only_bob])), MalformedPolicyDocument, says);
    let nobody = only_bob.replace("bob", "nobody");
    let says = "Policy contains a statement with one or more invalid principals.";
    it.said(put_policy(&it.symmetric, &policy(&[DELEGATE, &nobody])), MalformedPolicyDocument, says);
    let long = policy(&[DELEGATE]) + &" ".repeat(32_768);
    let mut world = Scene { world: it.scene.world.clone() };
    assert_eq!(world.refused(us(), put_policy(&it.symmetric, &long)).0, LimitExceeded);

    let grant = |key: &str, operation| CreateGrantRequest {
        key_id: key.to_owned(),
        grantee_principal: Some("arn:aws:iam::111111111111:user/bob".to_owned()),
        operations: vec![operation],
        ..Default::default()
    };
    let says = "Operations [Encrypt] are not supported when creating a grant for a symmetric KMS key with key usage \
                GENERATE_VERIFY_MAC. Valid operations are [CreateGrant, RetireGrant, DescribeKey, GenerateMac, \
                VerifyMac]";
    it.said(grant(&it.hmac, GrantOperation::Encrypt), Validation, says);
    let constrained = CreateGrantRequest {
        constraints: Some(GrantConstraints {
            encryption_context_equals: context(&[("a", "b")]),
            ..Default::default()
        }),
        ..grant(&it.hmac, GrantOperation::GenerateMac)
    };
    let says =
        "EncryptionContext is supported only when creating a grant for a symmetric encryption KMS key.";
    it.said(constrained, Validation, says);
}

#[test]
fn importing() {
    let it = Setting::new();
    let import = |value: u8| import_with(&it.parameters, &it.imported, &[value; 32]);
    let imported = arn(us(), &it.imported);
    let (first, second) = (&it.first, &it.second);
    let expiring = ImportKeyMaterialRequest { expiration_model: None, ..import(1) };
    let says = "A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES";
    it.said(expiring, Validation, says);
    let says = format!("Imported key material does not have the expected identifier ({first}).");
    it.said(import(9), IncorrectKeyMaterial, &says);
    for (value, id) in [(1, first), (2, second)] {
        let says = format!(
            "Key material (id: {id}) being imported as NEW_KEY_MATERIAL is already associated with KMS key {imported}."
        );
        it.said(as_new(import(value)), IncorrectKeyMaterial, &says);
    }
    let third = {
        // As KMS would name it, were nothing waiting.
        let mut scene = Scene { world: it.scene.world.clone() };
        scene.ask(us(), delete_material(&it.imported, Some(second)));
        scene.ask(us(), as_new(import(3))).key_material_id.expect("symmetric")
    };
    let says = format!(
        "New key material (id: {third}) cannot be imported into KMS key {imported}, because another key material (id: \
         {second}) is pending rotation."
    );
    it.said(as_new(import(3)), KmsInvalidState, &says);
    let token = b"no token".as_slice().into();
    it.said(ImportKeyMaterialRequest { import_token: token, ..import(1) }, InvalidImportToken, "");
    let badly_wrapped = ImportKeyMaterialRequest { encrypted_key_material: vec![1; 256].into(), ..import(1) };
    it.said(badly_wrapped, InvalidCiphertext, "");
    let mut later = Scene { world: it.scene.world.clone() };
    later.pass_days(2);
    assert_eq!(later.refused(us(), import(1)), (ExpiredImportToken, String::new()));

    let says = "Cannot perform key material rotation: Key material has not been imported for replicas of the \
                Multi-Region key.";
    it.said(rotate(&it.imported_family), KmsInvalidState, says);
    let mut without = Scene { world: it.scene.world.clone() };
    without.ask(us(), delete_material(&it.imported, Some(second)));
    let says = format!("No available key material pending rotation for the key: {imported}.");
    without.refuses(us(), rotate(&it.imported), KmsInvalidState, &says);
}

#[test]
fn access() {
    let it = Setting::new();
    let key = arn(us(), &it.symmetric);
    let mallory =
        "User: arn:aws:iam::111111111111:user/mallory is not authorized to perform: kms:DescribeKey on";
    let says = format!(
        "{mallory} resource: {key} because no identity-based policy allows the kms:DescribeKey action"
    );
    it.said_to("mallory", us(), describe(&it.symmetric), AccessDenied, &says);
    let alone = r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:user/alice"},"Action":"kms:*","Resource":"*"}"#;
    let denied = r#"{"Effect":"Deny","Principal":{"AWS":"arn:aws:iam::111111111111:user/mallory"},"Action":"kms:DescribeKey","Resource":"*"}"#;
    for (policy, ending) in [
        (policy(&[alone]), "because no resource-based policy allows the kms:DescribeKey action"),
        (policy(&[DELEGATE, denied]), "with an explicit deny in a resource-based policy"),
    ] {
        let mut scene = Scene { world: it.scene.world.clone() };
        scene.ask(us(), put_policy(&it.symmetric, &policy));
        let says = format!("{mallory} resource: {key} {ending}");
        assert_eq!(scene.refused_as("mallory", us(), describe(&it.symmetric)), (AccessDenied, says));
    }
}

#[test]
fn throttling() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    scene.world.set_throttling(true);
    let refusal =
        (0..40).find_map(|_| scene.try_ask(us(), enable(&key)).err()).expect("more than five at once");
    let says = "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.";
    assert_eq!((refusal.exception, &*refusal.message), (Throttling, says));
}
