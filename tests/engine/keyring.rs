//! A world with a multi-Region key of every kind, and short names for what tests ask of them.

use std::{collections::BTreeMap, sync::LazyLock};

use mrk_console::{
    kms::{Region, api::*},
    world::World,
};

use crate::scene::*;

/// A scene with a key of every spec and usage in us-east-1 and eu-west-1. Of RSA there is the smallest size.
pub struct Keyring {
    pub scene: Scene,
    keys: Keys,
}

/// The ids of the keys.
type Keys = BTreeMap<(KeySpec, KeyUsage), String>;

/// RSA keys take long to make, so all tests start from one world.
static MADE: LazyLock<(World, Keys)> = LazyLock::new(|| {
    let mut scene = Scene::new();
    let mut keys = Keys::new();
    let left_out = [KeySpec::Rsa3072, KeySpec::Rsa4096, KeySpec::Sm2];
    for spec in KeySpec::ALL.iter().copied().filter(|spec| !left_out.contains(spec)) {
        for usage in spec.usages() {
            let request = CreateKeyRequest {
                key_spec: Some(spec),
                key_usage: Some(*usage),
                multi_region: true,
                ..Default::default()
            };
            let key = scene.ask(us(), request).key_metadata.key_id;
            scene.replicate(&key, eu());
            keys.insert((spec, *usage), key);
        }
    }
    (scene.world, keys)
});

impl Keyring {
    pub fn new() -> Self {
        let (world, keys) = &*MADE;
        Self { scene: Scene { world: world.clone() }, keys: keys.clone() }
    }

    pub fn key(&self, spec: KeySpec, usage: KeyUsage) -> String {
        self.keys[&(spec, usage)].clone()
    }

    /// The key that has a spec, where a spec has one usage only.
    pub fn only(&self, spec: KeySpec) -> String {
        assert_eq!(spec.usages().len(), 1, "{spec}");
        self.key(spec, spec.usages()[0])
    }

    /// Every key with its spec and usage.
    pub fn all(&self) -> Vec<(KeySpec, KeyUsage, String)> {
        self.keys.iter().map(|((spec, usage), key)| (*spec, *usage, key.clone())).collect()
    }

    pub fn with_usage(&self, usage: KeyUsage) -> Vec<(KeySpec, String)> {
        self.all().into_iter().filter(|(_, its, _)| *its == usage).map(|(spec, _, key)| (spec, key)).collect()
    }

    pub fn public_key(&mut self, region: Region, key: &str) -> GetPublicKeyResponse {
        self.scene.ask(region, public_key(key))
    }
}

pub fn public_key(key: &str) -> GetPublicKeyRequest {
    GetPublicKeyRequest { key_id: key.to_owned(), ..Default::default() }
}

pub fn sign(key: &str, algorithm: SigningAlgorithm, kind: MessageType, message: &[u8]) -> SignRequest {
    SignRequest {
        key_id: key.to_owned(),
        message: message.into(),
        message_type: Some(kind),
        signing_algorithm: Some(algorithm),
        ..Default::default()
    }
}

pub fn verify(signed: &SignRequest, signature: &Blob) -> VerifyRequest {
    VerifyRequest {
        key_id: signed.key_id.clone(),
        message: signed.message.clone(),
        message_type: signed.message_type,
        signature: signature.clone(),
        signing_algorithm: signed.signing_algorithm,
        ..Default::default()
    }
}

pub fn mac(key: &str, algorithm: MacAlgorithm, message: &[u8]) -> GenerateMacRequest {
    GenerateMacRequest {
        key_id: key.to_owned(),
        message: message.into(),
        mac_algorithm: Some(algorithm),
        ..Default::default()
    }
}

pub fn verify_mac(asked: &GenerateMacRequest, mac: &Blob) -> VerifyMacRequest {
    VerifyMacRequest {
        key_id: asked.key_id.clone(),
        message: asked.message.clone(),
        mac_algorithm: asked.mac_algorithm,
        mac: mac.clone(),
        ..Default::default()
    }
}

pub fn agree(key: &str, peer: &Blob) -> DeriveSharedSecretRequest {
    DeriveSharedSecretRequest {
        key_id: key.to_owned(),
        key_agreement_algorithm: Some(KeyAgreementAlgorithm::Ecdh),
        public_key: peer.clone(),
        ..Default::default()
    }
}

pub fn encapsulate(key: &str) -> EncapsulateRequest {
    EncapsulateRequest {
        key_id: key.to_owned(),
        encapsulation_algorithm: Some(EncapsulationAlgorithm::MlKem),
        ..Default::default()
    }
}

pub fn decapsulate(key: &str, ciphertext: &Blob) -> DecapsulateRequest {
    DecapsulateRequest {
        key_id: key.to_owned(),
        shared_secret_ciphertext_blob: ciphertext.clone(),
        encapsulation_algorithm: Some(EncapsulationAlgorithm::MlKem),
        ..Default::default()
    }
}

pub fn encrypt_by(key: &str, algorithm: EncryptionAlgorithm, plaintext: &[u8]) -> EncryptRequest {
    EncryptRequest { encryption_algorithm: Some(algorithm), ..encrypt(key, plaintext) }
}

pub fn decrypt_by(key: &str, algorithm: EncryptionAlgorithm, ciphertext: &Blob) -> DecryptRequest {
    DecryptRequest { encryption_algorithm: Some(algorithm), ..decrypt_with(key, ciphertext) }
}

pub fn data_key_pair(key: &str, spec: DataKeyPairSpec) -> GenerateDataKeyPairRequest {
    GenerateDataKeyPairRequest { key_id: key.to_owned(), key_pair_spec: Some(spec), ..Default::default() }
}
