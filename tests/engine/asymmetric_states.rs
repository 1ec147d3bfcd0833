//! Every use of key pairs, MAC keys and key encapsulation keys, on a key in every state that a key can be in.

use mrk_console::{
    kms::{Exception, Region, api::*},
    world::Call,
};

use crate::{asymmetric::any_way_of_signing, keyring::*, scene::*};

/// What can be asked of a key of each kind, with an answer of KMS where one is needed.
fn uses(ring: &mut Keyring) -> Vec<(String, Request)> {
    let mut uses: Vec<(String, Request)> = Vec::new();
    for (spec, usage, key) in ring.all() {
        match usage {
            KeyUsage::SignVerify => {
                let (algorithm, kind, message) = any_way_of_signing(spec);
                let asked = sign(&key, algorithm, kind, &message);
                let signature = ring.scene.ask(us(), asked.clone()).signature;
                uses.push((key.clone(), verify(&asked, &signature).into()));
                uses.push((key.clone(), asked.into()));
            }
            KeyUsage::GenerateVerifyMac => {
                let asked = mac(&key, spec.mac_algorithms()[0], b"message");
                let made = ring.scene.ask(us(), asked.clone()).mac;
                uses.push((key.clone(), verify_mac(&asked, &made).into()));
                uses.push((key.clone(), asked.into()));
            }
            KeyUsage::KeyAgreement => {
                let peer = ring.public_key(us(), &key).public_key;
                uses.push((key.clone(), agree(&key, &peer).into()));
            }
            KeyUsage::EncapsulateDecapsulate => {
                let made = ring.scene.ask(us(), encapsulate(&key)).shared_secret_ciphertext_blob;
                uses.push((key.clone(), decapsulate(&key, &made).into()));
                uses.push((key.clone(), encapsulate(&key).into()));
            }
            KeyUsage::EncryptDecrypt if spec == KeySpec::SymmetricDefault => {
                let pair = DataKeyPairSpec::EccNistP256;
                uses.push((key.clone(), data_key_pair(&key, pair).into()));
                let without = GenerateDataKeyPairWithoutPlaintextRequest {
                    key_id: key.clone(),
                    key_pair_spec: Some(pair),
                    ..Default::default()
                };
                uses.push((key.clone(), without.into()));
            }
            KeyUsage::EncryptDecrypt => {
                let oaep = EncryptionAlgorithm::RsaesOaepSha256;
                let asked = encrypt_by(&key, oaep, b"secret");
                let made = ring.scene.ask(us(), asked.clone()).ciphertext_blob;
                uses.push((key.clone(), asked.into()));
                uses.push((key.clone(), decrypt_by(&key, oaep, &made).into()));
            }
        }
        if spec.is_asymmetric() {
            uses.push((key.clone(), public_key(&key).into()));
        }
    }
    uses
}

#[test]
fn every_use_answers_as_the_state_of_its_key_demands() {
    let mut ring = Keyring::new();
    let uses = uses(&mut ring);
    let check = |state: KeyState, region: Region, bring: &dyn Fn(&mut Scene, &str), says: Option<&str>| {
        for (key, request) in &uses {
            let mut scene = Scene { world: ring.scene.world.clone() };
            bring(&mut scene, key);
            assert_eq!(scene.state(region, key), state);
            let place = format!("{} in {state}", request.operation().name());
            let tells_public_key = request.operation() == Operation::GetPublicKey;
            let call = Call::new(region, scene.caller("alice"), request.clone());
            match (scene.world.call(call), says) {
                (answer, None) => drop(answer.unwrap_or_else(|error| panic!("{place}: {error}"))),
                // A disabled key tells its public key.
                (Ok(_), Some("is disabled")) if tells_public_key => {}
                (Ok(_), Some(_)) => panic!("{place} was admitted"),
                (Err(error), Some(says)) => {
                    let exception = match state {
                        KeyState::Disabled => Exception::Disabled,
                        _ => Exception::KmsInvalidState,
                    };
                    assert_eq!(error.exception, exception, "{place}");
                    assert_eq!(error.message, format!("{} {says}.", arn(region, key)), "{place}");
                }
            }
        }
    };
    check(KeyState::Enabled, us(), &|_, _| {}, None);
    check(KeyState::Enabled, eu(), &|_, _| {}, None);
    let disabled = |scene: &mut Scene, key: &str| scene.ask(eu(), disable(key));
    check(KeyState::Disabled, eu(), &disabled, Some("is disabled"));
    check(KeyState::Enabled, us(), &disabled, None);
    let creating = |scene: &mut Scene, key: &str| drop(scene.ask(us(), replicate(key, ap())));
    check(KeyState::Creating, ap(), &creating, Some("is creating"));
    let updating = |scene: &mut Scene, key: &str| scene.ask(us(), promote(key, eu()));
    check(KeyState::Updating, eu(), &updating, None);
    let deleting = |scene: &mut Scene, key: &str| drop(scene.ask(eu(), delete_in(key, 7)));
    check(KeyState::PendingDeletion, eu(), &deleting, Some("is pending deletion"));
    let waiting = |scene: &mut Scene, key: &str| drop(scene.ask(us(), delete_in(key, 7)));
    check(KeyState::PendingReplicaDeletion, us(), &waiting, Some("is pending replica deletion"));
}
