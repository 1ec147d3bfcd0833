//! GetParametersForImport, ImportKeyMaterial, DeleteImportedKeyMaterial.
//!
//! What material a key has is shared by its members; whether it is present, and until when, is each member's own. So
//! every member of a multi-Region key has its own wrapping keys and imports, and only the primary brings new material.

use super::given;
use crate::kms::{
    Due, EpochSeconds, Exception, ImportedMaterial, KeyFamily, KeyId, KeyMaterialId, KmsError, Region, Span,
    Synchronised, Timestamp,
    access::ConditionValues,
    api::{
        DeleteImportedKeyMaterialRequest, DeleteImportedKeyMaterialResponse, ExpirationModel,
        GetParametersForImportRequest, GetParametersForImportResponse, ImportKeyMaterialRequest,
        ImportKeyMaterialResponse, ImportType, KeySpec, MultiRegionKeyType, Origin,
    },
    cryptography::BackingKey,
    family::MemberState,
    resolve::{Accepts, ResolvedKey},
    service::Handling,
    wrapping_keys::{can_wrap, key_pair_spec},
};

/// The longest time for which imported material can be valid.
const LONGEST_VALIDITY: Span = Span::days(365);

/// What becomes of material that is imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// It is the key's first material.
    First,
    /// It waits for a rotation.
    Waiting,
    /// The key knows it already.
    Known,
}

impl Handling<'_, '_> {
    /// Refuses keys of another origin.
    pub(super) fn require_origin(&self, key: &ResolvedKey, origin: Origin) -> Result<(), KmsError> {
        let (family, _) = self.member(&key.id)?;
        if family.origin == origin {
            return Ok(());
        }
        let (arn, actual) = (family.arn(self.region), family.origin);
        Err(Exception::UnsupportedOperation
            .with(format!("{arn} origin is {actual} which is not valid for this operation.")))
    }

    /// The key that material is imported into or deleted from. A key of another origin is told its state first.
    fn importing_key(
        &mut self,
        named: &str,
        conditions: ConditionValues<'_>,
        admits: impl Fn(MemberState) -> bool,
    ) -> Result<ResolvedKey, KmsError> {
        let key = self.resolve(named, Accepts::IdOrArn)?;
        self.authorise_key(self.operation.name(), &key, conditions)?;
        let is_stored_elsewhere = |state| matches!(state, MemberState::Unavailable { .. });
        let can_be_imported = |state| matches!(state, MemberState::Disabled | MemberState::PendingImport);
        self.require_state(&key.id, |state| {
            can_be_imported(state) || is_stored_elsewhere(state) || admits(state)
        })?;
        self.require_origin(&key, Origin::External)?;
        Ok(key)
    }

    pub(super) fn get_parameters_for_import(
        &mut self,
        request: &GetParametersForImportRequest,
    ) -> Result<GetParametersForImportResponse, KmsError> {
        let algorithm = *given(&request.wrapping_algorithm, "wrapping_algorithm")?;
        let wrapping = *given(&request.wrapping_key_spec, "wrapping_key_spec")?;
        let conditions = ConditionValues::default()
            .text("kms:WrappingAlgorithm", algorithm.name())
            .text("kms:WrappingKeySpec", wrapping.name());
        let key = self.importing_key(&request.key_id, conditions, |_| false)?;

        let (family, _) = self.member(&key.id)?;
        let (arn, spec) = (family.arn(self.region), family.spec);
        let Some(pair_spec) = key_pair_spec(wrapping).filter(|_| can_wrap(algorithm, wrapping, spec)) else {
            return Err(Exception::Validation.with(format!(
                "Wrapping algorithm {algorithm} and wrapping key spec {wrapping} cannot be used to import a {spec} \
                 key."
            )));
        };
        let pair = self.new_key_pair(pair_spec)?;
        let secret = self.draw_seed();
        let public_key = pair.public_key().to_der();
        let now = self.service.now;
        let wrapping_keys = &mut self.member_mut(&key.id)?.wrapping_keys;
        let (token, valid_to) = wrapping_keys.hand_out(algorithm, pair, secret, now);
        Ok(GetParametersForImportResponse {
            key_id: arn.to_string(),
            import_token: token.into(),
            public_key: public_key.into(),
            parameters_valid_to: Some(EpochSeconds(valid_to)),
        })
    }

    pub(super) fn import_key_material(
        &mut self,
        request: &ImportKeyMaterialRequest,
    ) -> Result<ImportKeyMaterialResponse, KmsError> {
        let model = request.expiration_model.unwrap_or(ExpirationModel::KeyMaterialExpires);
        let conditions = ConditionValues::default()
            .text("kms:ExpirationModel", model.name())
            .optional_text("kms:ValidTo", request.valid_to.map(|moment| moment.0.iso_8601()));
        let key = self.importing_key(&request.key_id, conditions, |state| state == MemberState::Updating)?;

        let (region, now) = (self.region, self.service.now);
        let valid_to = checked_valid_to(model, request.valid_to, now)?;
        let (family, member) = self.member(&key.id)?;
        check_members(request, family, region)?;
        let wrapping_key = member.wrapping_keys.named_by(&request.import_token.0, now)?;
        let unreadable = || Exception::InvalidCiphertext.without_message();
        let bytes = wrapping_key
            .unwrap(&request.encrypted_key_material.0, self.service.bench)
            .ok_or_else(unreadable)?;
        let (family, _) = self.member(&key.id)?;
        // KMS does not tell material of another kind or size from material that is badly wrapped.
        let material =
            BackingKey::imported(&key.id, family.spec, &bytes, now, None).ok_or_else(unreadable)?;
        let place = place_of(&material, request, family, region)?;
        let (id, is_told) = (material.id, family.spec == KeySpec::SymmetricDefault);
        let arn = family.arn(region).to_string();
        self.bring_in(&key.id, material, place, ImportedMaterial { valid_to })?;
        if let Some(description) = &request.key_material_description {
            self.family_mut(&key.id)?.material.describe(id, description);
        }
        if place != Place::Known || request.key_material_description.is_some() {
            self.service.copy_to_replicas(&key.id, Synchronised::ImportedMaterialId);
        }
        if let Some(valid_to) = valid_to {
            self.service.at(valid_to, Due::MaterialExpiry(key.id, region, id));
        }
        Ok(ImportKeyMaterialResponse { key_id: arn, key_material_id: is_told.then(|| id.to_string()) })
    }

    /// Notes that material is present here, and what it is to the key. A key that then has all of its material is
    /// enabled, even one that was disabled.
    fn bring_in(
        &mut self,
        key: &KeyId,
        material: BackingKey,
        place: Place,
        imported: ImportedMaterial,
    ) -> Result<(), KmsError> {
        let id = material.id;
        match place {
            Place::First => self.service.store.add_version(key, material),
            Place::Waiting => self.family_mut(key)?.material.set_waiting(material),
            Place::Known => {}
        }
        self.member_mut(key)?.imported.insert(id, imported);
        let (family, member) = self.member(key)?;
        let state = match member.state {
            MemberState::PendingImport | MemberState::Disabled => family.ready_state(member),
            state => state,
        };
        self.member_mut(key)?.state = state;
        Ok(())
    }

    pub(super) fn delete_imported_key_material(
        &mut self,
        request: &DeleteImportedKeyMaterialRequest,
    ) -> Result<DeleteImportedKeyMaterialResponse, KmsError> {
        let conditions = ConditionValues::default();
        let key = self.importing_key(&request.key_id, conditions, MemberState::is_pending_deletion)?;
        let region = self.region;
        let (family, _) = self.member(&key.id)?;
        let (arn, is_told) = (family.arn(region).to_string(), family.spec == KeySpec::SymmetricDefault);
        let is_primary = family.primary == region;
        let material = match &request.key_material_id {
            None => family.material.current().map(|version| version.id),
            Some(named) => Some(known_material(family, named, region)?),
        };
        if let Some(material) = material {
            let waits = family.material.waiting().is_some_and(|waiting| waiting.id == material);
            if waits && is_primary {
                self.withdraw(&key.id)?;
            } else {
                self.service.delete_material(&key.id, region, &material);
            }
        }
        let key_material_id = material.filter(|_| is_told).map(|id| id.to_string());
        Ok(DeleteImportedKeyMaterialResponse { key_id: arn, key_material_id })
    }

    /// Takes material that waits for a rotation from every member. A rotation that was asked for goes on, and finds
    /// nothing, or what was imported in its place.
    fn withdraw(&mut self, key: &KeyId) -> Result<(), KmsError> {
        let family = self.family_mut(key)?;
        if let Some(material) = family.material.drop_waiting() {
            for member in family.members.values_mut() {
                member.imported.remove(&material);
            }
        }
        self.service.copy_to_replicas(key, Synchronised::ImportedMaterialId);
        Ok(())
    }
}

/// Until when the material is to be valid, in whole seconds.
fn checked_valid_to(
    model: ExpirationModel,
    valid_to: Option<EpochSeconds>,
    now: Timestamp,
) -> Result<Option<Timestamp>, KmsError> {
    let refusal = match (model, valid_to.map(|moment| moment.0.whole_seconds())) {
        (ExpirationModel::KeyMaterialDoesNotExpire, None) => return Ok(None),
        (ExpirationModel::KeyMaterialExpires, Some(moment))
            if moment > now && moment <= now + LONGEST_VALIDITY =>
        {
            return Ok(Some(moment));
        }
        (ExpirationModel::KeyMaterialExpires, None) => {
            "A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES"
        }
        (ExpirationModel::KeyMaterialDoesNotExpire, Some(_)) => {
            "A validTo date cannot be set if the ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE"
        }
        (ExpirationModel::KeyMaterialExpires, Some(moment)) if moment <= now => {
            "ValidTo must be in the future"
        }
        (ExpirationModel::KeyMaterialExpires, Some(_)) => "ValidTo must be less than 365 days in the future",
    };
    Err(Exception::Validation.with(refusal))
}

/// Refuses members of the request that do not go together with the key or with each other.
fn check_members(
    request: &ImportKeyMaterialRequest,
    family: &KeyFamily,
    region: Region,
) -> Result<(), KmsError> {
    let refused = |says: String| Err(Exception::Validation.with(says));
    let is_new = request.import_type == Some(ImportType::NewKeyMaterial);
    let is_described = request.key_material_description.is_some();
    if family.spec != KeySpec::SymmetricDefault {
        let given = [
            ("importType", request.import_type.is_some()),
            ("keyMaterialId", request.key_material_id.is_some()),
            ("keyMaterialDescription", is_described),
        ];
        if let Some((member, _)) = given.iter().find(|(_, is_given)| *is_given) {
            let spec = family.spec;
            return refused(format!("Input parameter {member} cannot be used with {spec} imported keys."));
        }
    }
    if family.role(region) == Some(MultiRegionKeyType::Replica) {
        if is_new {
            return refused(
                "Input parameter ImportType NEW_KEY_MATERIAL cannot be used on replica Multi-Region keys"
                    .into(),
            );
        }
        if is_described {
            return refused(
                "Key material description can only be specified on primary Multi-Region keys".into(),
            );
        }
    }
    if is_new && request.key_material_id.is_some() {
        return refused(
            "Input parameter keyMaterialId cannot be used with NEW_KEY_MATERIAL importType.".into(),
        );
    }
    Ok(())
}

/// What becomes of the material: by default a key's first material is new, and all further material known.
fn place_of(
    material: &BackingKey,
    request: &ImportKeyMaterialRequest,
    family: &KeyFamily,
    region: Region,
) -> Result<Place, KmsError> {
    let (history, arn, id) = (&family.material, family.arn(region), material.id);
    let incorrect = |says: String| Err(Exception::IncorrectKeyMaterial.with(says));
    let is_new = match request.import_type {
        Some(import_type) => import_type == ImportType::NewKeyMaterial,
        None => history.current().is_none(),
    };
    if is_new && history.knows(&id) {
        return incorrect(format!(
            "Key material (id: {id}) being imported as NEW_KEY_MATERIAL is already associated with KMS key {arn}."
        ));
    }
    if is_new && let Some(waiting) = history.waiting() {
        return Err(Exception::KmsInvalidState.with(format!(
            "New key material (id: {id}) cannot be imported into KMS key {arn}, because another key material (id: {}) \
             is pending rotation.",
            waiting.id
        )));
    }
    if is_new {
        return Ok(if history.current().is_none() { Place::First } else { Place::Waiting });
    }
    let named = request.key_material_id.as_ref().filter(|named| **named != id.to_string()).cloned();
    let current = || history.current().filter(|_| !history.knows(&id)).map(|version| version.id.to_string());
    if let Some(expected) = named.or_else(current) {
        return incorrect(format!(
            "Imported key material does not have the expected identifier ({expected})."
        ));
    }
    if !history.knows(&id) {
        return incorrect(never_imported(id, family, region));
    }
    Ok(Place::Known)
}

fn never_imported(id: impl std::fmt::Display, family: &KeyFamily, region: Region) -> String {
    let arn = family.arn(region);
    format!("Key material (id: {id}) has never been imported into KMS key {arn}.")
}

/// The material of a key that has this id.
fn known_material(family: &KeyFamily, named: &str, region: Region) -> Result<KeyMaterialId, KmsError> {
    let history = &family.material;
    let known = history.all().chain(history.waiting()).map(|version| version.id);
    let mut known = known.filter(|id| id.to_string() == named);
    known.next().ok_or_else(|| Exception::Validation.with(never_imported(named, family, region)))
}
