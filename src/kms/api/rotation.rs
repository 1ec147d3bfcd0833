//! Rotation of key material.

use super::{IncludeKeyMaterial, KeyMaterialState, RotationType, shapes};
use crate::kms::{EpochSeconds, family::ROTATION_PERIOD_DAYS, validate::Violations};

shapes! {
    /// `EnableKeyRotation`
    EnableKeyRotationRequest { key_id: String, rotation_period_in_days: Option<u32>, }
    /// `DisableKeyRotation`
    DisableKeyRotationRequest { key_id: String, }
    /// `GetKeyRotationStatus`
    GetKeyRotationStatusRequest { key_id: String, }
    /// The result of `GetKeyRotationStatus`
    GetKeyRotationStatusResponse {
        key_rotation_enabled: bool,
        key_id: String,
        rotation_period_in_days: Option<u32>,
        next_rotation_date: Option<EpochSeconds>,
        on_demand_rotation_start_date: Option<EpochSeconds>,
    }
    /// `RotateKeyOnDemand`
    RotateKeyOnDemandRequest { key_id: String, }
    /// The result of `RotateKeyOnDemand`
    RotateKeyOnDemandResponse { key_id: String, }
    /// `ListKeyRotations`
    ListKeyRotationsRequest {
        key_id: String,
        include_key_material: Option<IncludeKeyMaterial>,
        limit: Option<u32>,
        marker: Option<String>,
    }
    /// The result of `ListKeyRotations`
    ListKeyRotationsResponse { rotations: Vec<RotationsListEntry>, next_marker: Option<String>, truncated: bool, }
    /// An entry of `ListKeyRotations`
    RotationsListEntry {
        key_id: String,
        key_material_id: Option<String>,
        key_material_state: Option<KeyMaterialState>,
        rotation_date: Option<EpochSeconds>,
        rotation_type: Option<RotationType>,
    }
}

impl EnableKeyRotationRequest {
    pub(super) fn check(&self, violations: &mut Violations) {
        violations.key_id("keyId", &self.key_id);
        violations.range_of_days("rotationPeriodInDays", self.rotation_period_in_days, &ROTATION_PERIOD_DAYS);
    }
}

impl ListKeyRotationsRequest {
    pub(super) fn check(&self, violations: &mut Violations) {
        violations.key_id("keyId", &self.key_id);
        violations.range("limit", self.limit.map(i64::from), 1, 1000);
        violations.text_length("marker", self.marker.as_deref(), 1, 1024);
    }
}
