//! CreateKey, DescribeKey, ListKeys, UpdateKeyDescription.

use std::{borrow::Cow, collections::BTreeMap};

use super::{
    custom_key_stores::check_members,
    pagination::{Paging, page},
};
use crate::kms::{
    Exception, KeyArn, KeyFamily, KeyId, KmsError, MaterialHistory, WrappingKeys,
    access::ConditionValues,
    api::{
        CreateKeyRequest, CreateKeyResponse, DescribeKeyRequest, DescribeKeyResponse, KeyListEntry,
        KeyManager, KeySpec, KeyUsage, ListKeysRequest, ListKeysResponse, Operation, Origin,
        UpdateKeyDescriptionRequest,
    },
    cryptography::BackingKey,
    custom_key_store::KeyPlace,
    family::{Member, MemberState, Rotation},
    grant::Grants,
    members::Members,
    operations::tags::checked_tags,
    resolve::Accepts,
    service::Handling,
};

/// The usage of a new key: it must be one that keys of its spec can have, and only symmetric encryption keys need not
/// name it.
fn checked_usage(spec: KeySpec, usage: Option<KeyUsage>) -> Result<KeyUsage, KmsError> {
    let usage = match usage {
        Some(usage) => usage,
        None if spec == KeySpec::SymmetricDefault => KeyUsage::EncryptDecrypt,
        None => {
            return Err(Exception::Validation.with(
                "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.",
            ));
        }
    };
    if spec.usages().contains(&usage) {
        return Ok(usage);
    }
    Err(Exception::Validation.with(format!("KeyUsage {usage} is not compatible with KeySpec {spec}")))
}

/// Refuses specs that cannot have imported material.
fn require_importable(spec: KeySpec, origin: Origin) -> Result<(), KmsError> {
    if origin != Origin::External || spec.can_be_imported() {
        return Ok(());
    }
    Err(Exception::Validation.with(format!("KeySpec {spec} is not supported for Origin {origin}")))
}

impl Handling<'_, '_> {
    pub(super) fn create_key(&mut self, request: &CreateKeyRequest) -> Result<CreateKeyResponse, KmsError> {
        let named = request.key_spec.or(request.customer_master_key_spec);
        let spec = named.unwrap_or(KeySpec::SymmetricDefault);
        let usage = checked_usage(spec, request.key_usage)?;
        let origin = request.origin.unwrap_or(Origin::AwsKms);
        require_importable(spec, origin)?;
        check_members(request, spec)?;
        let tags = checked_tags(&BTreeMap::new(), &request.tags)?;
        let conditions = ConditionValues::default()
            .text("kms:KeySpec", spec.name())
            .text("kms:KeyUsage", usage.name())
            .text("kms:KeyOrigin", origin.name())
            .boolean("kms:MultiRegion", request.multi_region)
            .boolean("kms:BypassPolicyLockoutSafetyCheck", request.bypass_policy_lockout_safety_check)
            .request_tags(&request.tags);
        let conditions = if request.multi_region {
            conditions.text("kms:MultiRegionKeyType", "PRIMARY")
        } else {
            conditions
        };
        self.authorise_account(Operation::CreateKey.name(), "*", &conditions)?;
        self.require_spec_here(spec)?;
        if !request.tags.is_empty() {
            self.authorise_account(Operation::TagResource.name(), "*", &conditions)?;
        }

        let place = self.place_for_new_key(request)?;
        let region = self.region;
        self.require_room_for_a_key(region)?;
        self.require_spec_here(spec)?;
        let id = KeyId::draw(request.multi_region, self.service.rng);
        let account = self.account().clone();
        let policy = self.policy_for_new_key(
            request.policy.as_deref(),
            request.bypass_policy_lockout_safety_check,
            &KeyArn { region, account: account.clone(), key_id: id.clone() },
        )?;
        let now = self.service.now;
        // Imported material comes later.
        let (material, state) = match &place {
            Some(KeyPlace::CloudHsm { store }) => {
                let first = self.material_in_cluster(store, &id)?;
                (MaterialHistory::new(first), MemberState::Enabled)
            }
            _ if origin == Origin::External => (MaterialHistory::default(), MemberState::PendingImport),
            _ => {
                let first = BackingKey::new(&id, self.new_material(spec)?, now, None);
                (MaterialHistory::new(first), MemberState::Enabled)
            }
        };
        let member = Member {
            created: now,
            description: request.description.clone().unwrap_or_default(),
            policy,
            tags,
            state,
            awaits_copy: false,
            imported: BTreeMap::new(),
            wrapping_keys: WrappingKeys::default(),
            grants: Grants::default(),
        };
        let family = KeyFamily {
            id,
            account,
            manager: KeyManager::Customer,
            spec,
            usage,
            origin,
            place,
            material,
            rotation: Rotation::default(),
            primary: region,
            members: Members::of(region, member),
        };
        self.touched.keys.push(family.arn(region));
        let id = family.id.clone();
        self.service.store.insert_family(family);
        let metadata = self.service.store.metadata(&id, region);
        let key_metadata = metadata.ok_or_else(|| Exception::KmsInternal.without_message())?;
        Ok(CreateKeyResponse { key_metadata: Box::new(key_metadata) })
    }

    pub(super) fn describe_key(
        &mut self,
        request: &DescribeKeyRequest,
    ) -> Result<DescribeKeyResponse, KmsError> {
        self.make_aws_managed_key(&request.key_id)?;
        let key = self.resolve(&request.key_id, Accepts::Alias)?;
        self.authorise_key(Operation::DescribeKey.name(), &key, ConditionValues::default())?;
        let metadata = self.service.store.metadata(&key.id, self.region);
        let key_metadata = metadata.ok_or_else(|| self.missing(&key.id))?;
        Ok(DescribeKeyResponse { key_metadata: Box::new(key_metadata) })
    }

    pub(super) fn list_keys(&mut self, request: &ListKeysRequest) -> Result<ListKeysResponse, KmsError> {
        self.authorise_account(Operation::ListKeys.name(), "*", &ConditionValues::default())?;
        let region = self.region;
        let store = &*self.service.store;
        let entries = store
            .keys_in(region)
            .filter_map(|id| store.family(id))
            .filter(|family| family.account == self.caller.account)
            .map(|family| KeyListEntry {
                key_id: family.id.to_string(),
                key_arn: family.arn(region).to_string(),
            });
        let paging = Paging {
            operation: Operation::ListKeys,
            limit: request.limit,
            default_limit: 100,
            marker: request.marker.as_deref(),
        };
        let page = page(entries, &paging, |it| Cow::Borrowed(&it.key_id))?;
        Ok(ListKeysResponse { keys: page.entries, next_marker: page.next_marker, truncated: page.truncated })
    }

    pub(super) fn update_key_description(
        &mut self,
        request: &UpdateKeyDescriptionRequest,
    ) -> Result<(), KmsError> {
        let key = self.resolve(&request.key_id, Accepts::IdOrArn)?;
        self.authorise_key(Operation::UpdateKeyDescription.name(), &key, ConditionValues::default())?;
        self.require_state(&key.id, |state| !state.is_pending_deletion())?;
        self.member_mut(&key.id)?.description.clone_from(&request.description);
        Ok(())
    }
}
