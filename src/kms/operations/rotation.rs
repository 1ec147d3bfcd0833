//! EnableKeyRotation, DisableKeyRotation, GetKeyRotationStatus, RotateKeyOnDemand, ListKeyRotations.
//!
//! Rotation belongs to the primary. New material is made there, copied to every member, and used nowhere before all
//! have it; until then the rotation is in progress.

use std::{borrow::Cow, collections::BTreeSet};

use super::pagination::{Paging, page};
use crate::kms::{
    Due, EpochSeconds, Exception, ImportedMaterial, KeyFamily, KeyId, KmsError, Span, Synchronised,
    access::ConditionValues,
    api::{
        DisableKeyRotationRequest, EnableKeyRotationRequest, GetKeyRotationStatusRequest,
        GetKeyRotationStatusResponse, ImportState, IncludeKeyMaterial, KeyMaterialState, KeySpec,
        ListKeyRotationsRequest, ListKeyRotationsResponse, Operation, Origin, RotateKeyOnDemandRequest,
        RotateKeyOnDemandResponse, RotationType, RotationsListEntry,
    },
    cryptography::BackingKey,
    family::{AutomaticRotation, DEFAULT_PERIOD_DAYS, Member, MemberState, RotationInProgress},
    resolve::{Accepts, ResolvedKey},
    service::{Handling, Service},
};

/// How many rotations on demand a key may have.
pub const MAX_ON_DEMAND: u32 = 25;
/// No rotation on demand so shortly before an automatic one.
const QUIET_BEFORE_AUTOMATIC: Span = Span::seconds(20 * 60);

impl Handling<'_, '_> {
    /// Refuses a key whose state does not admit rotating it, keys of kinds that do not rotate, and what only a primary
    /// or a single-Region key can do.
    fn require_rotating_member(
        &self,
        key: &ResolvedKey,
        admits: impl Fn(MemberState) -> bool,
    ) -> Result<(), KmsError> {
        self.require_state(&key.id, |state| {
            // What a custom key store's keys cannot do, they are told in any of their states.
            matches!(state, MemberState::Updating | MemberState::Unavailable { .. }) || admits(state)
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
            self.operation.name()
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
        self.require_rotating_member(&key, waits_for_import)?;
        self.require_origin(&key, Origin::AwsKms)?;
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
        if family.spec != KeySpec::SymmetricDefault {
            // There is nothing to disable, and KMS does not mind.
            return self
                .require_state(&key.id, |state| state == MemberState::Updating || waits_for_import(state));
        }
        self.require_rotating_member(&key, waits_for_import)?;
        self.require_origin(&key, Origin::AwsKms)?;
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
        self.require_rotating_member(&key, |_| false)?;
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
        if family.has_imported_material() {
            require_waiting_material(family, &arn)?;
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
        let (family, member) = self.member(&key.id)?;
        if request.include_key_material.is_some() && family.spec != KeySpec::SymmetricDefault {
            return Err(Exception::Validation
                .with("Input parameter includeKeyMaterial can only be used with symmetric keys."));
        }
        let arn = family.arn(self.region).to_string();
        let with_all = request.include_key_material == Some(IncludeKeyMaterial::AllKeyMaterial);
        let versions = family.material.all().filter(|version| with_all || version.rotation.is_some());
        let waiting = family.material.waiting().filter(|_| with_all);
        let entries = versions
            .chain(waiting)
            .filter(|_| rotates(family))
            .map(|version| rotations_entry(&arn, family, member, version));
        let paging = Paging {
            operation: Operation::ListKeyRotations,
            limit: request.limit,
            default_limit: 100,
            marker: request.marker.as_deref(),
        };
        // Versions only ever come to the end of the list; none goes.
        let page = page(entries.zip(0_u32..), &paging, |(_, number)| Cow::Owned(format!("{number:010}")))?;
        Ok(ListKeyRotationsResponse {
            rotations: page.entries.into_iter().map(|(entry, _)| entry).collect(),
            next_marker: page.next_marker,
            truncated: page.truncated,
        })
    }
}

/// Whether there is anything to rotate: only symmetric encryption keys outside custom key stores have versions.
fn rotates(family: &KeyFamily) -> bool {
    family.spec == KeySpec::SymmetricDefault && family.place.is_none()
}

/// Keys without imported material are told that it is the wrong kind, not that it is missing.
fn waits_for_import(state: MemberState) -> bool {
    state == MemberState::PendingImport
}

/// Refuses to rotate a key for which no imported material waits, or not everywhere.
fn require_waiting_material(family: &KeyFamily, arn: &str) -> Result<(), KmsError> {
    let refusal = match family.material.waiting() {
        None => format!("No available key material pending rotation for the key: {arn}."),
        Some(waiting) if !family.is_imported_everywhere(&waiting.id) => {
            "Cannot perform key material rotation: Key material has not been imported for replicas of the \
             Multi-Region key."
                .to_owned()
        }
        Some(_) => return Ok(()),
    };
    Err(Exception::KmsInvalidState.with(refusal))
}

/// What one member tells of a version of its material.
fn rotations_entry(
    arn: &str,
    family: &KeyFamily,
    member: &Member,
    version: &BackingKey,
) -> RotationsListEntry {
    let history = &family.material;
    let state = if history.waiting().is_some_and(|waiting| waiting.id == version.id) {
        // Once a rotation was asked for, what members lack no longer holds it up.
        if family.rotation.in_progress.is_some() || family.is_imported_everywhere(&version.id) {
            KeyMaterialState::PendingRotation
        } else {
            KeyMaterialState::PendingMultiRegionImportAndRotation
        }
    } else if history.current().is_some_and(|current| current.id == version.id) {
        KeyMaterialState::Current
    } else {
        KeyMaterialState::NonCurrent
    };
    let entry = RotationsListEntry {
        key_id: arn.to_owned(),
        key_material_id: Some(version.id.to_string()),
        key_material_state: Some(state),
        rotation_date: version.rotation.map(|_| EpochSeconds(version.since)),
        rotation_type: version.rotation,
        ..Default::default()
    };
    if !family.has_imported_material() {
        return entry;
    }
    let imported = member.imported.get(&version.id);
    RotationsListEntry {
        key_material_description: history.description(&version.id).map(str::to_owned),
        import_state: Some(match imported {
            Some(_) => ImportState::Imported,
            None => ImportState::PendingImport,
        }),
        expiration_model: imported.map(ImportedMaterial::expiration_model),
        valid_to: imported.and_then(|it| it.valid_to).map(EpochSeconds),
        ..entry
    }
}

/// Makes new material at the primary and sends it to every replica. Imported material is everywhere before; of it
/// only the news is sent.
fn start_rotation(service: &mut Service<'_>, key: &KeyId, kind: RotationType) {
    let now = service.now;
    let Some(family) = service.store.family_mut(key) else { return };
    let takes = if family.is_multi_region() {
        service.transitions.multi_region_rotation
    } else {
        service.transitions.rotation
    };
    let is_imported = family.has_imported_material();
    let (material, reached, what) = if is_imported {
        (None, family.members.keys().copied().collect(), Synchronised::ImportedMaterialId)
    } else {
        let drawn = BackingKey::draw_symmetric(key, now, Some(kind), service.rng);
        (Some(drawn), BTreeSet::from([family.primary]), Synchronised::NewMaterial)
    };
    family.rotation.in_progress =
        Some(RotationInProgress { kind, started: now, ready: now + takes, material, reached });
    let primary = family.primary;
    let replicas: Vec<_> = family.replica_regions().collect();
    let steps = replicas.len() as i64 + 1;
    for (step, region) in (1..).zip(replicas) {
        // One after the other, all before the rotation is ready.
        let after = Span::micros(takes.as_micros().saturating_mul(step) / steps);
        service.copy_to(key, (primary, region), what, after);
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
