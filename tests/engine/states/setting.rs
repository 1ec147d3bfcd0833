//! Keys in every state.

use std::collections::BTreeMap;

use mrk_console::kms::{Exception, Region, api::*};

use self::Kind::{Agreement, Encapsulation, Mac, Signing, Symmetric};
use crate::{material::*, scene::*};

/// What a key can be for. In every state there is one of each kind that can come into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Symmetric,
    Mac,
    Signing,
    Agreement,
    Encapsulation,
}

impl Kind {
    fn spec_and_usage(self) -> (KeySpec, KeyUsage) {
        match self {
            Symmetric => (KeySpec::SymmetricDefault, KeyUsage::EncryptDecrypt),
            Mac => (KeySpec::Hmac256, KeyUsage::GenerateVerifyMac),
            Signing => (KeySpec::EccNistP256, KeyUsage::SignVerify),
            Agreement => (KeySpec::EccNistP256, KeyUsage::KeyAgreement),
            Encapsulation => (KeySpec::MlKem512, KeyUsage::EncapsulateDecapsulate),
        }
    }
}

/// Keys in one state, with what the operations need besides them.
pub struct Setting {
    pub state: KeyState,
    pub scene: Scene,
    /// Where the keys in this state are.
    pub region: Region,
    pub keys: BTreeMap<Kind, String>,
    /// The Region of another member, if there is one.
    pub other_member: Region,
    /// Encrypted under the symmetric key.
    pub ciphertext: Blob,
    /// A grant of the symmetric key, if its state ever admitted one.
    pub grant: String,
    /// An import that the symmetric key would take, if it takes any.
    pub import: ImportKeyMaterialRequest,
    /// Another key of the Region, enabled.
    pub other: String,
    /// Encrypted under that other key.
    pub other_ciphertext: Blob,
    /// The public key of a peer on the same curve.
    pub peer: Blob,
    /// Encapsulated for the key that decapsulates, or as long.
    pub encapsulated: Blob,
}

pub fn grant(key: &str) -> CreateGrantRequest {
    CreateGrantRequest {
        key_id: key.to_owned(),
        grantee_principal: Some("arn:aws:iam::111111111111:user/mallory".to_owned()),
        operations: vec![GrantOperation::Encrypt],
        ..Default::default()
    }
}

impl Setting {
    /// Multi-Region keys with members in us-east-1, and perhaps in eu-west-1, each brought into a state by `bring`.
    pub fn new(
        state: KeyState,
        region: Region,
        other_member: Region,
        bring: impl Fn(&mut Scene, &str),
    ) -> Self {
        let mut scene = Scene::new();
        let mut keys = BTreeMap::new();
        for kind in [Symmetric, Mac, Signing, Agreement, Encapsulation] {
            let (spec, usage) = kind.spec_and_usage();
            let request = CreateKeyRequest {
                multi_region: true,
                key_spec: Some(spec),
                key_usage: Some(usage),
                ..Default::default()
            };
            keys.insert(kind, scene.ask(us(), request).key_metadata.key_id);
        }
        let bring = |scene: &mut Scene, keys: &BTreeMap<Kind, String>| {
            keys.values().for_each(|key| bring(scene, key));
        };
        Self::of(scene, (state, region, other_member), keys, bring)
    }

    fn of(
        mut scene: Scene,
        (state, region, other_member): (KeyState, Region, Region),
        keys: BTreeMap<Kind, String>,
        bring: impl FnOnce(&mut Scene, &BTreeMap<Kind, String>),
    ) -> Self {
        let key = &keys[&Symmetric];
        let ciphertext = scene.seal(us(), key, b"plaintext");
        let other = scene.single(region);
        let other_ciphertext = scene.seal(region, &other, b"plaintext");
        let encapsulate = |key: &String| EncapsulateRequest {
            key_id: key.clone(),
            encapsulation_algorithm: Some(EncapsulationAlgorithm::MlKem),
            ..Default::default()
        };
        let encapsulated = keys.get(&Encapsulation).map(|key| scene.ask(us(), encapsulate(key)));
        let pair = GenerateDataKeyPairWithoutPlaintextRequest {
            key_id: other.clone(),
            key_pair_spec: Some(DataKeyPairSpec::EccNistP256),
            ..Default::default()
        };
        let peer = scene.ask(region, pair).public_key;
        let before = scene.try_ask(region, grant(key)).ok();
        bring(&mut scene, &keys);
        let granted = before.or_else(|| scene.try_ask(region, grant(key)).ok());
        scene.ask(region, create_alias("alias/other", &other));
        Self {
            state,
            region,
            other_member,
            ciphertext,
            grant: granted.map_or_else(|| "0".repeat(64), |it| it.grant_id),
            import: ImportKeyMaterialRequest {
                key_id: key.clone(),
                import_token: b"no token".as_slice().into(),
                encrypted_key_material: b"no material".as_slice().into(),
                expiration_model: Some(ExpirationModel::KeyMaterialDoesNotExpire),
                ..Default::default()
            },
            other,
            other_ciphertext,
            peer,
            encapsulated: encapsulated
                .map_or_else(|| vec![0; 768].into(), |it| it.shared_secret_ciphertext_blob),
            scene,
            keys,
        }
    }

    pub fn all() -> Vec<Self> {
        let replicated = |scene: &mut Scene, key: &str| scene.replicate(key, eu());
        vec![
            Self::new(KeyState::Enabled, us(), eu(), replicated),
            Self::new(KeyState::Disabled, us(), eu(), |scene, key| {
                replicated(scene, key);
                scene.ask(us(), disable(key));
            }),
            Self::new(KeyState::Creating, eu(), us(), |scene, key| {
                scene.ask(us(), replicate(key, eu()));
            }),
            Self::updating(),
            Self::new(KeyState::PendingDeletion, us(), eu(), |scene, key| {
                scene.ask(us(), delete_in(key, 7));
            }),
            Self::new(KeyState::PendingReplicaDeletion, us(), eu(), |scene, key| {
                replicated(scene, key);
                scene.ask(us(), delete_in(key, 7));
            }),
            Self::pending_import(),
            Self::unavailable(),
        ]
    }

    fn updating() -> Self {
        let mut scene = Self::new(KeyState::Updating, eu(), us(), |scene, key| scene.replicate(key, eu()));
        for key in scene.keys.values() {
            scene.scene.ask(us(), promote(key, eu()));
        }
        scene
    }

    /// Keys with imported material. The symmetric one had some and lost it; ML-KEM keys cannot have it.
    fn pending_import() -> Self {
        let mut scene = Scene::new();
        let mut keys = BTreeMap::from([(Symmetric, external_primary(&mut scene))]);
        for kind in [Mac, Signing, Agreement] {
            let (spec, usage) = kind.spec_and_usage();
            let request = CreateKeyRequest {
                multi_region: true,
                origin: Some(Origin::External),
                key_spec: Some(spec),
                key_usage: Some(usage),
                ..Default::default()
            };
            keys.insert(kind, scene.ask(us(), request).key_metadata.key_id);
        }
        let key = keys[&Symmetric].clone();
        let import = Customer::default().request(&mut scene, us(), &key, &[1; 32]);
        scene.ask(us(), import.clone());
        let state = (KeyState::PendingImport, us(), eu());
        let setting = Self::of(scene, state, keys, |scene, keys| {
            scene.ask(us(), delete_material(&keys[&Symmetric], None));
        });
        Self { import, ..setting }
    }

    /// A key of a custom key store that is not connected. Such keys are symmetric and of one Region.
    fn unavailable() -> Self {
        let (scene, store, key) = Scene::with_key_in_cluster();
        let state = (KeyState::Unavailable, us(), eu());
        let keys = BTreeMap::from([(Symmetric, key)]);
        Self::of(scene, state, keys, |scene, _| scene.disconnect(&store))
    }

    pub fn refusal(&self, key: &str, code: &str) -> Refusal {
        let arn = arn(self.region, key);
        let (exception, says) = match code {
            "D" => (Exception::Disabled, "is disabled"),
            "CR" => (Exception::KmsInvalidState, "is creating"),
            "UP" => (Exception::KmsInvalidState, "is updating"),
            "PD" => (Exception::KmsInvalidState, "is pending deletion"),
            "PR" => (Exception::KmsInvalidState, "is pending replica deletion"),
            "PI" => (Exception::KmsInvalidState, "is pending import"),
            "UN" => (Exception::KmsInvalidState, "is unavailable"),
            "NPD" => (Exception::KmsInvalidState, "is not pending deletion"),
            // The role is checked before the state.
            "ROLE" => (Exception::UnsupportedOperation, "is not a multi-region primary key"),
            "role" => (Exception::KmsInvalidState, "is not a multi-Region primary key"),
            "EXT" | "KMS" | "HSM" => {
                let origin = match code {
                    "EXT" => "EXTERNAL",
                    "KMS" => "AWS_KMS",
                    _ => "AWS_CLOUDHSM",
                };
                let says = format!("{arn} origin is {origin} which is not valid for this operation.");
                return (Exception::UnsupportedOperation, says);
            }
            "none" => return (Exception::UnsupportedOperation, String::new()),
            // The state would admit it, but there is no grant to end.
            "IG" => return (Exception::InvalidGrantId, String::new()),
            _ => panic!("{code} is no code of the table"),
        };
        (exception, format!("{arn} {says}."))
    }
}
