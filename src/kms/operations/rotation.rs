//! EnableKeyRotation, DisableKeyRotation, GetKeyRotationStatus, RotateKeyOnDemand, ListKeyRotations.
//!
//! Rotation belongs to the primary. New material is made there, copied to every member, and used nowhere before all
//! have it; until then the rotation is in progress.

use std::collections::BTreeSet;

use super::pagination::page;
use crate::kms::{
    Due, EpochSeconds, Exception, KeyFamily, KeyId, KmsError, Span, Synchronised,
    access::ConditionValues,
    api::{
        DisableKeyRotationRequest, EnableKeyRotationRequest, GetKeyRotationStatusRequest,
        GetKeyRotationStatusResponse, IncludeKeyMaterial, KeyMaterialState, KeySpec, KeyUsage,
        ListKeyRotationsRequest, ListKeyRotationsResponse, Operation, RotateKeyOnDemandRequest,
        RotateKeyOnDemandResponse, RotationType, RotationsListEntry,
    },
    cryptography::BackingKey,
    family::{AutomaticRotation, DEFAULT_PERIOD_DAYS, MemberState, RotationInProgress},
    resolve::{Accepts, ResolvedKey},
    service::{Handling, Service},
};

/// How many rotations on demand a key may have.
pub const MAX_ON_DEMAND: u32 = 25;
/// No rotation on demand so shortly before an automatic one.
const QUIET_BEFORE_AUTOMATIC: Span = Span::seconds(20 * 60);

impl Handling<'_, '_> {
    /// Refuses what only a primary or a single-Region key can do, and keys of kinds that do not rotate.
    fn require_rotating_member(&self, key: &ResolvedKey, operation: Operation) -> Result<(), KmsError> {
        self.require_state(&key.id, |state| {
            matches!(state, MemberState::Updating | MemberState::Unavailable { .. })
        })?;
        self.refuse_key_in_store(key)?;
        let (family, _) = self.member(&key.id)?;
        if family.spec != KeySpec::SymmetricDefault {
            return Err(Exception::UnsupportedOperation.without_message());
        }
        let here = self.region;
        if family.primary == here {
            return Ok(());
        }
        Err(Exception::UnsupportedOperation.with(format!(
            "{} is a multi-region replica key which is not valid for {}.",
            family.arn(here),
            operation.name()
        )))
    }

    fn set_automatic_rotation(
        &mut self,
        key: &KeyId,
        automatic: Option<AutomaticRotation>,
    ) -> Result<(), KmsError> {
        let family = self.family_mut(key)?;
        if family.rotation.automatic == automatic {
            return Ok(());
        }
        family.rotation.automatic = automatic;
        self.service.copy_to_replicas(key, Synchronised::RotationSettings);
        if let Some(automatic) = automatic {
            self.service.at(automatic.next, Due::AutomaticRotation(key.clone()));
        }
        Ok(())
    }

    pub(super) fn enable_key_rotation(&mut self, request: &EnableKeyRotationRequest) -> Result<(), KmsError> {
        let key = self.resolve(&request.key_id, Accepts::IdOrArn)?;
        let asked = request.rotation_period_in_days;
        let conditions = ConditionValues::default()
            .number("kms:RotationPeriodInDays", asked.unwrap_or(DEFAULT_PERIOD_DAYS));
        self.authorise_key(Operation::EnableKeyRotation.name(), &key, conditions)?;
        self.require_rotating_member(&key, Operation::EnableKeyRotation)?;
        let (family, _) = self.member(&key.id)?;
        let present = family.rotation.automatic;
        // Enabling again keeps the schedule, unless it asks for another period.
        let period_days = asked.or(present.map(|it| it.period_days)).unwrap_or(DEFAULT_PERIOD_DAYS);
        let automatic = present
            .filter(|present| present.period_days == period_days)
            .unwrap_or(AutomaticRotation { period_days, next: self.service.now + Span::days(period_days) });
        self.set_automatic_rotation(&key.id, Some(automatic))
    }

    pub(super) fn disable_key_rotation(
        &mut self,
        request: &DisableKeyRotationRequest,
    ) -> Result<(), KmsError> {
        let key = self.resolve(&request.key_id, Accepts::IdOrArn)?;
        self.authorise_key(Operation::DisableKeyRotation.name(), &key, ConditionValues::default())?;
        let (family, _) = self.member(&key.id)?;
        if family.usage == KeyUsage::GenerateVerifyMac {
            // There is nothing to disable, and KMS does not mind.
            return self.require_state(&key.id, |state| state == MemberState::Updating);
        }
        self.require_rotating_member(&key, Operation::DisableKeyRotation)?;
        self.set_automatic_rotation(&key.id, None)
    }

    pub(super) fn get_key_rotation_status(
        &mut self,
        request: &GetKeyRotationStatusRequest,
    ) -> Result<GetKeyRotationStatusResponse, KmsError> {
        let key = self.resolve(&request.key_id, Accepts::IdOrArn)?;
        self.authorise_key(Operation::GetKeyRotationStatus.name(), &key, ConditionValues::default())?;
        let (family, member) = self.member(&key.id)?;
        if matches!(member.state, MemberState::Unavailable { .. }) {
            self.refuse_key_in_store(&key)?;
        }
        // A key that waits for its deletion date tells no schedule; one that waits for replicas still does.
        let automatic = family.rotation.automatic.filter(|_| member.state.deletion_date().is_none());
        let on_demand = family.rotation.in_progress.as_ref().filter(|it| it.kind == RotationType::OnDemand);
        Ok(GetKeyRotationStatusResponse {
            key_rotation_enabled: automatic.is_some(),
            key_id: family.arn(self.region).to_string(),
            rotation_period_in_days: automatic.map(|it| it.period_days),
            next_rotation_date: automatic.map(|it| EpochSeconds(it.next)),
            on_demand_rotation_start_date: on_demand.map(|it| EpochSeconds(it.started)),
        })
    }

    pub(super) fn rotate_key_on_demand(
        &mut self,
        request: &RotateKeyOnDemandRequest,
    ) -> Result<RotateKeyOnDemandResponse, KmsError> {
        let key = self.resolve(&request.key_id, Accepts::IdOrArn)?;
        self.authorise_key(Operation::RotateKeyOnDemand.name(), &key, ConditionValues::default())?;
        self.require_rotating_member(&key, Operation::RotateKeyOnDemand)?;
        let (family, _) = self.member(&key.id)?;
        let arn = family.arn(self.region).to_string();
        let rotation = &family.rotation;
        let running = rotation.in_progress.as_ref().map(|it| it.kind);
        if running == Some(RotationType::OnDemand) {
            return Ok(RotateKeyOnDemandResponse { key_id: arn }); // one rotation results
        }
        let soon = self.service.now + QUIET_BEFORE_AUTOMATIC;
        if running.is_some() || rotation.automatic.is_some_and(|automatic| automatic.next <= soon) {
            return Err(Exception::Conflict.with(format!(
                "An automatic rotation of {arn} is in progress or due within the next 20 minutes."
            )));
        }
        if rotation.on_demand_used >= MAX_ON_DEMAND {
            return Err(Exception::LimitExceeded.with(format!(
                "The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations \
                 can be performed for this key: {arn}"
            )));
        }
        self.family_mut(&key.id)?.rotation.on_demand_used += 1;
        start_rotation(self.service, &key.id, RotationType::OnDemand);
        Ok(RotateKeyOnDemandResponse { key_id: arn })
    }

    pub(super) fn list_key_rotations(
        &mut self,
        request: &ListKeyRotationsRequest,
    ) -> Result<ListKeyRotationsResponse, KmsError> {
        let key = self.resolve(&request.key_id, Accepts::IdOrArn)?;
        self.authorise_key(Operation::ListKeyRotations.name(), &key, ConditionValues::default())?;
        let (family, _) = self.member(&key.id)?;
        if request.include_key_material.is_some() && family.spec != KeySpec::SymmetricDefault {
            return Err(Exception::Validation
                .with("Input parameter includeKeyMaterial can only be used with symmetric keys."));
        }
        let arn = family.arn(self.region).to_string();
        // A key in a custom key store never rotates, so it has nothing to list.
        let with_first = request.include_key_material == Some(IncludeKeyMaterial::AllKeyMaterial)
            && family.place.is_none();
        let current = family.material.current().map(|it| it.id);
        let entries =
            family.material.all().filter(|version| with_first || version.rotation.is_some()).map(|version| {
                RotationsListEntry {
                    key_id: arn.clone(),
                    key_material_id: Some(version.id.to_string()),
                    key_material_state: Some(if Some(version.id) == current {
                        KeyMaterialState::Current
                    } else {
                        KeyMaterialState::NonCurrent
                    }),
                    rotation_date: version.rotation.map(|_| EpochSeconds(version.since)),
                    rotation_type: version.rotation,
                    ..Default::default()
                }
            });
        let page = page(entries, request.limit, 100, request.marker.as_deref())?;
        Ok(ListKeyRotationsResponse {
            rotations: page.entries,
            next_marker: page.next_marker,
            truncated: page.truncated,
        })
    }
}

/// Makes new material at the primary and sends it to every replica.
fn start_rotation(service: &mut Service<'_>, key: &KeyId, kind: RotationType) {
    let now = service.now;
    let Some(family) = service.store.family_mut(key) else { return };
    let takes = if family.is_multi_region() {
        service.transitions.multi_region_rotation
    } else {
        service.transitions.rotation
    };
    let material = BackingKey::draw_symmetric(key, now, Some(kind), service.rng);
    family.rotation.in_progress = Some(RotationInProgress {
        kind,
        started: now,
        ready: now + takes,
        material,
        reached: BTreeSet::from([family.primary]),
    });
    let primary = family.primary;
    let replicas: Vec<_> = family.replica_regions().collect();
    let steps = replicas.len() as i64 + 1;
    for (step, region) in (1..).zip(replicas) {
        // One after the other, all before the rotation is ready.
        let after = Span::micros(takes.as_micros().saturating_mul(step) / steps);
        service.copy_to(key, (primary, region), Synchronised::NewMaterial, after);
    }
    service.later(takes, Due::EndOfRotation(key.clone()));
}

/// Whether the key's own schedule may rotate it: its primary must be in use, and no other rotation under way.
fn may_rotate_automatically(family: &KeyFamily) -> bool {
    let primary = family.members.get(&family.primary);
    family.rotation.in_progress.is_none()
        && primary.is_some_and(|it| matches!(it.state, MemberState::Enabled | MemberState::Updating))
}

/// Starts the automatic rotation of a key if its date has come and nothing holds it up. A rotation that was held up
/// starts when that ends.
pub(in crate::kms) fn start_overdue_rotation(service: &mut Service<'_>, key: &KeyId) {
    let now = service.now;
    let Some(family) = service.store.family_mut(key) else { return };
    let may_rotate = may_rotate_automatically(family);
    let Some(automatic) = &mut family.rotation.automatic else { return };
    if automatic.next > now || !may_rotate {
        return;
    }
    automatic.next = now + Span::days(automatic.period_days);
    let next = automatic.next;
    service.at(next, Due::AutomaticRotation(key.clone()));
    start_rotation(service, key, RotationType::Automatic);
}
