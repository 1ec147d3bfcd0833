//! The world that is attacked: a key of every kind, and real blobs to spoil.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use mrk_console::{
    kms::{Exception, KmsError, Region, api::*},
    world::{Call, World},
};
use serde_json::{Value, json};

use crate::scene::{Scene, eu, us};

pub struct Target {
    world: World,
    caller: Arc<str>,
    keys: BTreeMap<&'static str, String>,
    pub ciphertexts: Vec<Vec<u8>>,
    /// Empty while nothing can be imported.
    pub import_tokens: Vec<Vec<u8>>,
    /// Of the message `hi`; empty while nothing can be signed.
    pub signatures: Vec<Vec<u8>>,
    /// On P-256; empty while none is told.
    pub public_keys: Vec<Vec<u8>>,
}

/// The one target of all attacks; each gets a copy.
pub fn target() -> &'static Target {
    static TARGET: LazyLock<Target> = LazyLock::new(Target::new);
    &TARGET
}

impl Target {
    fn new() -> Self {
        let mut scene = Scene::new();
        let mut keys = BTreeMap::new();
        let mut kind = |scene: &mut Scene, name, document: Value| {
            let request = Request::decode(Operation::CreateKey, document.to_string().as_bytes());
            let Ok(Request::CreateKey(request)) = request else { panic!("{document}") };
            keys.insert(name, scene.ask(us(), request).key_metadata.key_id);
        };
        kind(&mut scene, "symmetric", json!({ "MultiRegion": true }));
        for (name, spec, usage) in [
            ("signing", "ECC_NIST_P256", "SIGN_VERIFY"),
            ("agreement", "ECC_NIST_P256", "KEY_AGREEMENT"),
            ("encapsulation", "ML_KEM_512", "ENCAPSULATE_DECAPSULATE"),
            ("mac", "HMAC_256", "GENERATE_VERIFY_MAC"),
        ] {
            kind(&mut scene, name, json!({ "KeySpec": spec, "KeyUsage": usage }));
        }
        kind(&mut scene, "imported", json!({ "Origin": "EXTERNAL" }));
        let mac = json!({ "Origin": "EXTERNAL", "KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC" });
        kind(&mut scene, "imported-mac", mac);

        let symmetric = keys["symmetric"].clone();
        scene.replicate(&symmetric, eu());
        scene.ask(us(), crate::scene::create_alias("alias/target", &symmetric));
        let mut ciphertexts =
            vec![scene.seal(us(), &symmetric, b"hi"), scene.seal(us(), &symmetric, &[7; 4096])];
        ciphertexts.push(scene.ask(us(), crate::scene::data_key(&symmetric)).ciphertext_blob);

        let message = b"hi".as_slice();
        let sign = SignRequest {
            key_id: keys["signing"].clone(),
            message: message.into(),
            signing_algorithm: Some(SigningAlgorithm::EcdsaSha256),
            ..Default::default()
        };
        let signature = scene.try_ask(us(), sign).map(|it| it.signature.0);
        let public_key = GetPublicKeyRequest { key_id: keys["agreement"].clone(), ..Default::default() };
        let public_key = scene.try_ask(us(), public_key).map(|it| it.public_key.0);
        let parameters = GetParametersForImportRequest {
            key_id: keys["imported"].clone(),
            wrapping_algorithm: Some(WrappingAlgorithm::RsaesOaepSha256),
            wrapping_key_spec: Some(WrappingKeySpec::Rsa2048),
        };
        let token = scene.try_ask(us(), parameters).map(|it| it.import_token.0);
        Self {
            caller: scene.caller("alice"),
            world: scene.world,
            keys,
            ciphertexts: ciphertexts.into_iter().map(|blob| blob.0).collect(),
            import_tokens: token.into_iter().collect(),
            signatures: signature.into_iter().collect(),
            public_keys: public_key.into_iter().collect(),
        }
    }

    /// The id of the key of this kind.
    pub fn key(&self, name: &str) -> &str {
        &self.keys[name]
    }

    /// The ids of all keys.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.keys.values()
    }

    /// Puts a document to an operation of a copy of the world. A refusal changes neither key nor name.
    #[track_caller]
    pub fn survives(&self, operation: Operation, document: Value) -> Option<Result<Response, KmsError>> {
        let region: Region = us();
        let request = Request::decode(operation, document.to_string().as_bytes()).ok()?;
        if mrk_console::world::may_be_slow(&request) && operation != Operation::ImportKeyMaterial {
            // An RSA key takes longer than all other cases together.
            return None;
        }
        let mut world = self.world.clone();
        let answer = world.call(Call::new(region, Arc::clone(&self.caller), request));
        if let Err(error) = &answer {
            assert_ne!(error.exception, Exception::KmsInternal, "{} of {document}", operation.name());
            assert!(
                *world.store() == *self.world.store(),
                "{error} of {} left a trace: {document}",
                operation.name()
            );
            assert_eq!(world.trail().made(), self.world.trail().made() + 1, "{document}");
        }
        Some(answer)
    }

    /// The same with a document that deserves no answer.
    #[track_caller]
    pub fn refuses(&self, operation: Operation, document: Value) {
        let shown = document.clone();
        if let Some(Ok(answer)) = self.survives(operation, document) {
            panic!("{} took {shown}: {answer:?}", operation.name());
        }
    }
}
