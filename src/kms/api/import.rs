//! Imported key material.

use super::{
    Blob, ExpirationModel, ImportType, WrappingAlgorithm, WrappingKeySpec,
    limits::{CIPHERTEXT, KEY_ID, Limits, MATERIAL_DESCRIPTION, MATERIAL_ID, REQUIRED},
    requests, shapes,
};
use crate::kms::EpochSeconds;

requests! {
    /// `GetParametersForImport`
    GetParametersForImportRequest {
        key_id: String = KEY_ID.required(),
        wrapping_algorithm: Option<WrappingAlgorithm> = REQUIRED,
        wrapping_key_spec: Option<WrappingKeySpec> = REQUIRED,
    }
    /// `ImportKeyMaterial`
    ImportKeyMaterialRequest {
        key_id: String = KEY_ID.required(),
        import_token: Blob = CIPHERTEXT.required(),
        encrypted_key_material: Blob = CIPHERTEXT.required(),
        valid_to: Option<EpochSeconds>,
        expiration_model: Option<ExpirationModel>,
        import_type: Option<ImportType>,
        key_material_description: Option<String> = Limits::between(0, 256).matching(&MATERIAL_DESCRIPTION),
        key_material_id: Option<String> = MATERIAL_ID,
    }
    /// `DeleteImportedKeyMaterial`
    DeleteImportedKeyMaterialRequest {
        key_id: String = KEY_ID.required(),
        key_material_id: Option<String> = MATERIAL_ID,
    }
}

shapes! {
    /// The result of `GetParametersForImport`
    GetParametersForImportResponse {
        key_id: String,
        import_token: Blob,
        public_key: Blob,
        parameters_valid_to: Option<EpochSeconds>,
    }
    /// The result of `ImportKeyMaterial`
    ImportKeyMaterialResponse { key_id: String, key_material_id: Option<String>, }
    /// The result of `DeleteImportedKeyMaterial`
    DeleteImportedKeyMaterialResponse { key_id: String, key_material_id: Option<String>, }
}
