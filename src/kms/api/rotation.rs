//! Rotation of key material.

use super::{
    ExpirationModel, ImportState, IncludeKeyMaterial, KeyMaterialState, RotationType,
    limits::{KEY_ID, Limits, MARKER},
    requests, shapes,
};
use crate::kms::{EpochSeconds, family::ROTATION_PERIOD_DAYS};

requests! {
    /// `EnableKeyRotation`
    EnableKeyRotationRequest {
        key_id: String = KEY_ID.required(),
        rotation_period_in_days: Option<u32> = Limits::days(&ROTATION_PERIOD_DAYS),
    }
    /// `DisableKeyRotation`
    DisableKeyRotationRequest { key_id: String = KEY_ID.required(), }
    /// `GetKeyRotationStatus`
    GetKeyRotationStatusRequest { key_id: String = KEY_ID.required(), }
    /// `RotateKeyOnDemand`
    RotateKeyOnDemandRequest { key_id: String = KEY_ID.required(), }
    /// `ListKeyRotations`
    ListKeyRotationsRequest {
        key_id: String = KEY_ID.required(),
        include_key_material: Option<IncludeKeyMaterial>,
        limit: Option<u32> = Limits::between(1, 1000),
        marker: Option<String> = MARKER,
    }
}

shapes! {
    /// The result of `GetKeyRotationStatus`
    GetKeyRotationStatusResponse {
        key_rotation_enabled: bool,
        key_id: String,
        rotation_period_in_days: Option<u32>,
        next_rotation_date: Option<EpochSeconds>,
        on_demand_rotation_start_date: Option<EpochSeconds>,
    }
    /// The result of `RotateKeyOnDemand`
    RotateKeyOnDemandResponse { key_id: String, }
    /// The result of `ListKeyRotations`
    ListKeyRotationsResponse { rotations: Vec<RotationsListEntry>, next_marker: Option<String>, truncated: bool, }
    /// An entry of `ListKeyRotations`
    RotationsListEntry {
        key_id: String,
        key_material_id: Option<String>,
        key_material_description: Option<String>,
        import_state: Option<ImportState>,
        key_material_state: Option<KeyMaterialState>,
        expiration_model: Option<ExpirationModel>,
        valid_to: Option<EpochSeconds>,
        rotation_date: Option<EpochSeconds>,
        rotation_type: Option<RotationType>,
    }
}
