//! ReplicateKey and UpdatePrimaryRegion: the two operations that reach from one Region into another, inside KMS.

use std::collections::BTreeMap;

use serde_json::json;

use crate::kms::{
    Due, Exception, KeyFamily, KmsError, RecordDetails, Region, ServiceRecord, Synchronised, WrappingKeys,
    access::ConditionValues,
    api::{Operation, ReplicateKeyRequest, ReplicateKeyResponse, Tag, UpdatePrimaryRegionRequest},
    effect::RecordSource,
    family::{Member, MemberState},
    grant::Grants,
    operations::tags::checked_tags,
    resolve::Accepts,
    service::{Handling, refusal},
};

impl Handling<'_, '_> {
    pub(super) fn replicate_key(
        &mut self,
        request: &ReplicateKeyRequest,
    ) -> Result<ReplicateKeyResponse, KmsError> {
        let key = self.resolve(&request.key_id, Accepts::IdOrArn)?;
        let conditions =
            ConditionValues::default().text("kms:ReplicaRegion", request.replica_region.as_str());
        self.authorise_key(Operation::ReplicateKey.name(), &key, conditions)?;

        let here = self.region;
        let (family, _) = self.member(&key.id)?;
        if !family.is_multi_region() || family.primary != here {
            let arn = family.arn(here);
            return Err(
                Exception::UnsupportedOperation.with(format!("{arn} is not a multi-region primary key."))
            );
        }
        self.require_state(&key.id, |_| false)?;
        let to = self.replica_region(family, &request.replica_region)?;
        let tags = checked_tags(&BTreeMap::new(), &request.tags)?;
        self.authorise_new_replica(request, family, to)?;
        self.require_room_for_a_key(to)?;

        let arn = family.arn(to);
        let policy = self.policy_for_new_key(
            request.policy.as_deref(),
            request.bypass_policy_lockout_safety_check,
            &arn,
        )?;
        let replica_policy = policy.text().to_owned();
        let replica_tags = tags
            .iter()
            .map(|(tag_key, tag_value)| Tag { tag_key: tag_key.clone(), tag_value: tag_value.clone() });
        let replica_tags = replica_tags.collect();
        let member = Member {
            created: self.service.now,
            description: request.description.clone().unwrap_or_default(),
            policy,
            tags,
            state: MemberState::Creating,
            awaits_copy: true,
            imported: BTreeMap::new(),
            wrapping_keys: WrappingKeys::default(),
            grants: Grants::default(),
        };
        self.service.store.insert_member(&key.id, to, member);

        let (family, _) = self.member(&key.id)?;
        let metadata = family.metadata(to).ok_or_else(|| Exception::KmsInternal.without_message())?;
        self.service.record(ServiceRecord {
            region: to,
            event_name: Operation::CreateKey.name(),
            key: arn,
            source: RecordSource::CallerElsewhere,
            details: Some(RecordDetails::Members(json!({
                "description": metadata.description,
                "keyUsage": metadata.key_usage,
                "keySpec": metadata.key_spec,
                "customerMasterKeySpec": metadata.key_spec,
                "origin": metadata.origin,
                "bypassPolicyLockoutSafetyCheck": request.bypass_policy_lockout_safety_check,
                "multiRegion": true,
            }))),
            response: Some(json!({ "KeyMetadata": metadata })),
        });
        let takes = self.service.transitions.creating;
        self.service.copy_to(&key.id, (here, to), Synchronised::NewReplica, takes);
        Ok(ReplicateKeyResponse { replica_key_metadata: Box::new(metadata), replica_policy, replica_tags })
    }

    /// The Region that a new replica is wanted in.
    fn replica_region(&self, family: &KeyFamily, code: &str) -> Result<Region, KmsError> {
        let unknown = || {
            Exception::Validation.with(format!(
                "Region {code} is not a valid Region or multi-Region keys are not supported in Region {code}."
            ))
        };
        let to = Region::parse(code).ok_or_else(unknown)?;
        if to == family.primary {
            return Err(Exception::Validation
                .with(format!("{code} cannot have a replica because it contains the primary.")));
        }
        if to.partition() != family.primary.partition() {
            return Err(Exception::Validation.with(
                "The replica key Region must be in the same AWS partition as the primary key Region.",
            ));
        }
        if !self.enabled_regions.contains(&to) {
            return Err(unknown());
        }
        if family.members.contains_key(&to) {
            return Err(Exception::AlreadyExists
                .with("You can create only one replica of each primary key in each AWS Region."));
        }
        Ok(to)
    }

    /// A replica also needs permission to create a key, and to tag it, in its own Region.
    fn authorise_new_replica(
        &self,
        request: &ReplicateKeyRequest,
        family: &KeyFamily,
        to: Region,
    ) -> Result<(), KmsError> {
        let conditions = ConditionValues::default()
            .text("kms:KeySpec", family.spec.name())
            .text("kms:KeyUsage", family.usage.name())
            .text("kms:KeyOrigin", family.origin.name())
            .boolean("kms:MultiRegion", true)
            .text("kms:MultiRegionKeyType", "REPLICA")
            .boolean("kms:BypassPolicyLockoutSafetyCheck", request.bypass_policy_lockout_safety_check)
            .request_tags(&request.tags);
        self.authorise_account_in(to, Operation::CreateKey.name(), "*", &conditions)?;
        if !request.tags.is_empty() {
            self.authorise_account_in(to, Operation::TagResource.name(), "*", &conditions)?;
        }
        Ok(())
    }

    pub(super) fn update_primary_region(
        &mut self,
        request: &UpdatePrimaryRegionRequest,
    ) -> Result<(), KmsError> {
        let key = self.resolve(&request.key_id, Accepts::IdOrArn)?;
        let conditions =
            ConditionValues::default().text("kms:PrimaryRegion", request.primary_region.as_str());
        self.authorise_key(Operation::UpdatePrimaryRegion.name(), &key, conditions.clone())?;

        let here = self.region;
        let (family, _) = self.member(&key.id)?;
        if !family.is_multi_region() || family.primary != here {
            let arn = family.arn(here);
            return Err(Exception::KmsInvalidState.with(format!("{arn} is not a multi-Region primary key.")));
        }
        let member = Region::parse(&request.primary_region)
            .and_then(|to| family.members.get(&to).map(|member| (to, member)));
        if let Some((to, _)) = member {
            self.authorise_key_in(to, Operation::UpdatePrimaryRegion.name(), &key, conditions)?;
        }
        self.require_state(&key.id, |_| false)?;
        let Some((to, replica)) = member else {
            return Err(Exception::Validation
                .with(format!("{} does not have a replica key in the specified Region.", key.id)));
        };
        if to == here {
            return Ok(());
        }
        if replica.state != MemberState::Enabled {
            return Err(refusal(replica.state, &family.arn(to)));
        }

        let family = self.family_mut(&key.id)?;
        family.primary = to;
        for region in [here, to] {
            if let Some(member) = family.members.get_mut(&region) {
                member.state = MemberState::Updating;
            }
        }
        let arn = family.arn(to);
        let updating = self.service.transitions.updating;
        for region in [here, to] {
            self.service.later(updating, Due::EndOfUpdating(key.id.clone(), region));
        }
        self.service.record(ServiceRecord {
            region: to,
            event_name: Operation::UpdatePrimaryRegion.name(),
            key: arn.clone(),
            source: RecordSource::CallerElsewhere,
            details: Some(RecordDetails::Members(json!({
                "keyId": arn.to_string(),
                "primaryRegion": to.code(),
            }))),
            response: None,
        });
        self.service.copy_to_replicas(&key.id, Synchronised::PrimaryRegion);
        Ok(())
    }
}
