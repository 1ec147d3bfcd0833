//! Keys with imported material, and the customer's side of an import: what wraps material and sends it.

use std::collections::BTreeMap;

use mrk_console::kms::{
    EpochSeconds, KmsError, Region, Span,
    api::*,
    cryptography::{PublicKey, encrypt_to},
};

use crate::scene::*;

pub fn get_parameters(key: &str) -> GetParametersForImportRequest {
    GetParametersForImportRequest {
        key_id: key.to_owned(),
        wrapping_algorithm: Some(WrappingAlgorithm::RsaesOaepSha256),
        wrapping_key_spec: Some(WrappingKeySpec::Rsa2048),
    }
}

pub fn delete_material(key: &str, material: Option<&str>) -> DeleteImportedKeyMaterialRequest {
    DeleteImportedKeyMaterialRequest { key_id: key.to_owned(), key_material_id: material.map(str::to_owned) }
}

pub fn all_rotations(key: &str) -> ListKeyRotationsRequest {
    ListKeyRotationsRequest {
        key_id: key.to_owned(),
        include_key_material: Some(IncludeKeyMaterial::AllKeyMaterial),
        ..Default::default()
    }
}

/// Encrypts material under an RSA key of 2048 bits by OAEP with SHA-256.
pub fn wrapped(public_key: &Blob, bytes: &[u8]) -> Blob {
    let key = PublicKey::from_der(KeySpec::Rsa2048, &public_key.0).expect("a public key");
    let wrapped = encrypt_to(&key, EncryptionAlgorithm::RsaesOaepSha256, bytes, [9; 32]);
    wrapped.expect("short enough").into()
}

/// Imports material that does not expire.
pub fn import_with(
    parameters: &GetParametersForImportResponse,
    key: &str,
    bytes: &[u8],
) -> ImportKeyMaterialRequest {
    ImportKeyMaterialRequest {
        key_id: key.to_owned(),
        import_token: parameters.import_token.clone(),
        encrypted_key_material: wrapped(&parameters.public_key, bytes),
        expiration_model: Some(ExpirationModel::KeyMaterialDoesNotExpire),
        ..Default::default()
    }
}

pub fn as_new(request: ImportKeyMaterialRequest) -> ImportKeyMaterialRequest {
    ImportKeyMaterialRequest { import_type: Some(ImportType::NewKeyMaterial), ..request }
}

/// A customer with a safe full of import parameters: one set per key and Region is enough for a day.
#[derive(Default)]
pub struct Customer {
    parameters: BTreeMap<(Region, String), GetParametersForImportResponse>,
}

impl Customer {
    /// Valid parameters for a member, asked for if there are none; nothing if KMS gives none.
    pub fn try_parameters(
        &mut self,
        scene: &mut Scene,
        region: Region,
        key: &str,
    ) -> Result<GetParametersForImportResponse, KmsError> {
        let now = scene.world.now();
        let place = (region, key.to_owned());
        let at_hand = self.parameters.get(&place);
        let end = at_hand.and_then(|it| it.parameters_valid_to);
        if let Some(at_hand) = at_hand.filter(|_| end.is_some_and(|end| end.0 > now)) {
            return Ok(at_hand.clone());
        }
        let answer = scene.try_ask(region, get_parameters(key))?;
        self.parameters.insert(place, answer.clone());
        Ok(answer)
    }

    pub fn request(
        &mut self,
        scene: &mut Scene,
        region: Region,
        key: &str,
        bytes: &[u8],
    ) -> ImportKeyMaterialRequest {
        let parameters = self.try_parameters(scene, region, key).expect("parameters for the import");
        import_with(&parameters, key, bytes)
    }

    /// Imports 32 bytes of this value; answers the material's id.
    pub fn import(&mut self, scene: &mut Scene, region: Region, key: &str, value: u8) -> String {
        let request = self.request(scene, region, key, &[value; 32]);
        scene.ask(region, request).key_material_id.expect("of a symmetric key")
    }

    pub fn import_new(&mut self, scene: &mut Scene, region: Region, key: &str, value: u8) -> String {
        let request = as_new(self.request(scene, region, key, &[value; 32]));
        scene.ask(region, request).key_material_id.expect("of a symmetric key")
    }

    /// A multi-Region key with material 1 in us-east-1 and eu-west-1.
    pub fn family(&mut self, scene: &mut Scene) -> String {
        let key = external_primary(scene);
        self.import(scene, us(), &key, 1);
        scene.replicate(&key, eu());
        self.import(scene, eu(), &key, 1);
        key
    }
}

pub fn external_of(scene: &mut Scene, spec: KeySpec) -> String {
    let request = CreateKeyRequest {
        origin: Some(Origin::External),
        key_spec: Some(spec),
        key_usage: spec.usages().first().copied(),
        ..Default::default()
    };
    scene.ask(us(), request).key_metadata.key_id
}

/// A single-Region key in us-east-1 that waits for its material.
pub fn external(scene: &mut Scene) -> String {
    external_of(scene, KeySpec::SymmetricDefault)
}

/// A multi-Region key with its primary in us-east-1 that waits for its material.
pub fn external_primary(scene: &mut Scene) -> String {
    let request =
        CreateKeyRequest { origin: Some(Origin::External), multi_region: true, ..Default::default() };
    scene.ask(us(), request).key_metadata.key_id
}

/// In so many hours from now.
pub fn in_hours(scene: &Scene, hours: i64) -> Option<EpochSeconds> {
    Some(EpochSeconds(scene.world.now() + Span::seconds(hours * 3600)))
}
