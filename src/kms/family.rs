//! The idea at the centre: what the members of a multi-Region key share stands in [`KeyFamily`] once; what is
//! independent in every Region stands in [`Member`].
//!
//! So no code has to remember which is which. A single-Region key is a family of one that cannot grow.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
};

use serde::{Deserialize, Serialize};

use super::{
    AccountId, KeyArn, KeyId, KeyMaterialId, Region, Timestamp,
    api::{
        KeyManager, KeyMetadata, KeySpec, KeyState, KeyUsage, MultiRegionConfiguration, MultiRegionKey,
        MultiRegionKeyType, Origin, RotationType, XksKeyConfiguration,
    },
    cryptography::BackingKey,
    custom_key_store::KeyPlace,
    grant::Grants,
    key_policy::KeyPolicy,
    material_history::{ImportedMaterial, MaterialHistory},
    members::Members,
    time::EpochSeconds,
    wrapping_keys::WrappingKeys,
};

/// The periods of automatic rotation that KMS admits (EnableKeyRotation).
pub(super) const ROTATION_PERIOD_DAYS: RangeInclusive<u32> = 90..=2560;
/// The period of automatic rotation when none is given, in days.
pub(super) const DEFAULT_PERIOD_DAYS: u32 = 365;
/// The waiting periods before a deletion that KMS admits (ScheduleKeyDeletion).
pub(super) const WAITING_PERIOD_DAYS: RangeInclusive<u32> = 7..=30;

/// A key with all its members: a multi-Region key in every Region that has one, or a single-Region key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyFamily {
    /// The id that all members share.
    pub id: KeyId,
    /// The account that owns the key.
    pub account: AccountId,
    /// Who manages the key: the customer, or AWS for a service of its own.
    #[serde(default = "by_customer", skip_serializing_if = "is_by_customer")]
    pub manager: KeyManager,
    /// What kind of material the key has.
    pub spec: KeySpec,
    /// What the key may be used for.
    pub usage: KeyUsage,
    /// Where the material comes from.
    pub origin: Origin,
    /// The key's place in a custom key store, if it is in one.
    pub place: Option<KeyPlace>,
    /// Every version of the material, oldest first; the last one is current.
    pub material: MaterialHistory,
    /// How the material is rotated.
    pub rotation: Rotation,
    /// The Region of the primary; of a single-Region key, its only Region.
    pub primary: Region,
    /// The members; always one in `primary`.
    pub members: Members,
}

fn by_customer() -> KeyManager {
    KeyManager::Customer
}

fn is_by_customer(manager: &KeyManager) -> bool {
    *manager == KeyManager::Customer
}

/// How a key's material is rotated; shared by all members and set on the primary.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rotation {
    /// The schedule, if automatic rotation is on.
    pub automatic: Option<AutomaticRotation>,
    /// How many rotations on demand were made.
    pub on_demand_used: u32,
    /// The rotation that is under way: its material exists but is used nowhere yet.
    pub in_progress: Option<RotationInProgress>,
}

/// The schedule of automatic rotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AutomaticRotation {
    /// 90 to 2560 days.
    pub period_days: u32,
    /// When the next rotation is due.
    pub next: Timestamp,
}

/// New material on its way to every member; none uses it before all have it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RotationInProgress {
    /// What started it.
    pub kind: RotationType,
    /// When it started.
    pub started: Timestamp,
    /// When it is done at the earliest.
    pub ready: Timestamp,
    /// The new material; nothing if the imported material that waits when the rotation ends is to become current.
    pub material: Option<BackingKey>,
    /// The Regions that already have it.
    pub reached: BTreeSet<Region>,
}

/// One Region's key: all that is independent of the other members.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// When it was created here.
    pub created: Timestamp,
    /// Its description; empty if none was given.
    pub description: String,
    /// Its key policy. A save keeps the policies of all members apart, each text once.
    #[serde(skip, default = "KeyPolicy::yet_to_come")]
    pub policy: KeyPolicy,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// Its state.
    pub state: MemberState,
    /// Whether what the family shares is still on its way here, whatever the state.
    #[serde(default, skip_serializing_if = "is_false")]
    pub awaits_copy: bool,
    /// Which versions of imported material are present here; empty for material of other origin.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub imported: BTreeMap<KeyMaterialId, ImportedMaterial>,
    /// The wrapping keys that GetParametersForImport handed out here.
    #[serde(default, skip_serializing_if = "WrappingKeys::is_untouched")]
    pub wrapping_keys: WrappingKeys,
    /// Its grants.
    #[serde(default, skip_serializing_if = "Grants::is_empty")]
    pub grants: Grants,
}

fn is_false(it: &bool) -> bool {
    !it
}

/// The state of a member with what only that state has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MemberState {
    /// A replica whose material is on its way.
    Creating,
    /// Imported material is missing.
    PendingImport,
    /// Ready for use.
    Enabled,
    /// Switched off.
    Disabled,
    /// Its role changes; it is enabled again afterwards.
    Updating,
    /// Its custom key store is not connected.
    Unavailable {
        /// Whether it is enabled once the store is connected.
        enabled: bool,
    },
    /// Waiting for its date.
    PendingDeletion {
        /// When it will be deleted.
        date: Timestamp,
    },
    /// A primary waiting for its replicas to be deleted; its own waiting period starts then.
    PendingReplicaDeletion {
        /// The waiting period that will start, in days.
        window_days: u32,
    },
}

impl MemberState {
    /// The state's name in the API.
    pub fn key_state(self) -> KeyState {
        match self {
            Self::Creating => KeyState::Creating,
            Self::PendingImport => KeyState::PendingImport,
            Self::Unavailable { .. } => KeyState::Unavailable,
            Self::Enabled => KeyState::Enabled,
            Self::Disabled => KeyState::Disabled,
            Self::Updating => KeyState::Updating,
            Self::PendingDeletion { .. } => KeyState::PendingDeletion,
            Self::PendingReplicaDeletion { .. } => KeyState::PendingReplicaDeletion,
        }
    }

    /// Switches a member on or off; one whose custom key store is not connected follows when it is.
    pub(super) fn switch(&mut self, on: bool) {
        *self = match self {
            Self::Unavailable { .. } => Self::Unavailable { enabled: on },
            _ if on => Self::Enabled,
            _ => Self::Disabled,
        };
    }

    /// When the member will be deleted, if a date is set.
    pub fn deletion_date(self) -> Option<Timestamp> {
        match self {
            Self::PendingDeletion { date } => Some(date),
            _ => None,
        }
    }

    /// Whether a deletion is scheduled, with a date or without one.
    pub fn is_pending_deletion(self) -> bool {
        matches!(self, Self::PendingDeletion { .. } | Self::PendingReplicaDeletion { .. })
    }
}

impl KeyFamily {
    /// Holds a family that was read against what every family is.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn check(&self) -> Result<(), String> {
        let Self { id, .. } = self;
        if !self.members.contains_key(&self.primary) {
            return Err(format!("key {id} has no member in {}, the Region of its primary", self.primary));
        }
        if !self.is_multi_region() && self.members.len() > 1 {
            return Err(format!("key {id} is a single-Region key with several members"));
        }
        if self.members.keys().any(|region| region.partition() != self.primary.partition()) {
            return Err(format!("key {id} has members in several partitions"));
        }
        let period = self.rotation.automatic.map_or(DEFAULT_PERIOD_DAYS, |it| it.period_days);
        if !ROTATION_PERIOD_DAYS.contains(&period) {
            return Err(format!("key {id} rotates every {period} days, which KMS does not admit"));
        }
        let waits_too_long = |member: &Member| match member.state {
            MemberState::PendingReplicaDeletion { window_days } => {
                !WAITING_PERIOD_DAYS.contains(&window_days)
            }
            _ => false,
        };
        if self.members.values().any(waits_too_long) {
            return Err(format!("key {id} has a waiting period that KMS does not admit"));
        }
        let is_plain = self.spec == KeySpec::SymmetricDefault && self.origin == Origin::AwsKms;
        if self.is_aws_managed() && (self.is_multi_region() || !is_plain) {
            return Err(format!("key {id} is of a kind that AWS does not manage"));
        }
        self.check_place()?;
        let is_imported = self.has_imported_material();
        if !is_imported && self.material.current().is_none() {
            return Err(format!("key {id} has no material"));
        }
        for member in self.members.values() {
            if member.state == MemberState::Creating && !member.awaits_copy {
                return Err(format!("key {id} has a replica that waits for nothing"));
            }
            if !is_imported && (!member.imported.is_empty() || member.state == MemberState::PendingImport) {
                return Err(format!("key {id} has imported material, though KMS makes its material"));
            }
            let is_usable = matches!(member.state, MemberState::Enabled | MemberState::Updating);
            if is_usable && (member.awaits_copy || !self.has_all_material(member)) {
                return Err(format!("key {id} is enabled where its material is missing"));
            }
        }
        Ok(())
    }

    /// Whether the place of the key is what its origin says.
    fn check_place(&self) -> Result<(), String> {
        let Self { id, .. } = self;
        let (origin_fits, is_in_cluster) = match &self.place {
            None => (!matches!(self.origin, Origin::AwsCloudHsm | Origin::ExternalKeyStore), false),
            Some(KeyPlace::CloudHsm { .. }) => (self.origin == Origin::AwsCloudHsm, true),
            Some(KeyPlace::External { .. }) => (self.origin == Origin::ExternalKeyStore, false),
        };
        if !origin_fits {
            return Err(format!("key {id} is not where its origin says"));
        }
        let is_handle = |version: &BackingKey| version.cluster_handle().is_some();
        if self.material.all().any(|version| is_handle(version) != is_in_cluster) {
            return Err(format!("the material of key {id} is not where its origin says"));
        }
        let is_unavailable = |it: &Member| matches!(it.state, MemberState::Unavailable { .. });
        match self.place {
            Some(_) if self.is_multi_region() || self.spec != KeySpec::SymmetricDefault => {
                Err(format!("key {id} is of a kind that no custom key store has"))
            }
            None if self.members.values().any(is_unavailable) => {
                Err(format!("key {id} is unavailable, though it is in no custom key store"))
            }
            _ => Ok(()),
        }
    }

    /// Whether AWS manages the key for one of its services.
    pub fn is_aws_managed(&self) -> bool {
        self.manager == KeyManager::Aws
    }

    /// Whether customers import the key's material.
    pub fn has_imported_material(&self) -> bool {
        self.origin == Origin::External
    }

    /// Whether every version of the key's material is present in a member, where material is imported.
    pub fn has_all_material(&self, member: &Member) -> bool {
        match self.origin {
            Origin::External => {
                let current = self.material.current().is_some();
                current && self.material.all().all(|version| member.imported.contains_key(&version.id))
            }
            Origin::AwsKms | Origin::AwsCloudHsm | Origin::ExternalKeyStore => true,
        }
    }

    /// The state of a member that is to be `wanted`: it lets go of it while its material is on its way or missing.
    pub(super) fn state_of(&self, member: &Member, wanted: MemberState) -> MemberState {
        if member.awaits_copy {
            MemberState::Creating
        } else if !self.has_all_material(member) {
            MemberState::PendingImport
        } else {
            wanted
        }
    }

    /// [`Self::state_of`] a member that nothing else holds up.
    pub(super) fn ready_state(&self, member: &Member) -> MemberState {
        self.state_of(member, MemberState::Enabled)
    }

    /// Puts members that have lost imported material, or never had it, into `PendingImport`.
    pub(super) fn hold_states_to_material(&mut self) {
        if !self.has_imported_material() {
            return;
        }
        let versions: Vec<KeyMaterialId> = self.material.all().map(|version| version.id).collect();
        for member in self.members.values_mut() {
            let has_all = versions.iter().all(|version| member.imported.contains_key(version));
            let admits =
                matches!(member.state, MemberState::Enabled | MemberState::Disabled | MemberState::Updating);
            if admits && !has_all {
                member.state = MemberState::PendingImport;
            }
        }
    }

    /// Whether a version of imported material is present in every member.
    pub(super) fn is_imported_everywhere(&self, material: &KeyMaterialId) -> bool {
        self.members.values().all(|member| member.imported.contains_key(material))
    }

    /// Whether the key may have members in several Regions.
    pub fn is_multi_region(&self) -> bool {
        self.id.is_multi_region()
    }

    /// The ARN of the member in a Region.
    pub fn arn(&self, region: Region) -> KeyArn {
        KeyArn { region, account: self.account.clone(), key_id: self.id.clone() }
    }

    /// The Regions of the replicas, in the order of their codes.
    pub fn replica_regions(&self) -> impl Iterator<Item = Region> {
        self.members.keys().copied().filter(|region| *region != self.primary)
    }

    /// The role of the member in a Region; nothing for a single-Region key.
    pub fn role(&self, region: Region) -> Option<MultiRegionKeyType> {
        self.is_multi_region().then(|| {
            if region == self.primary { MultiRegionKeyType::Primary } else { MultiRegionKeyType::Replica }
        })
    }

    /// `MultiRegionConfiguration` as the member in a Region tells it.
    pub fn multi_region_configuration(&self, region: Region) -> Option<MultiRegionConfiguration> {
        let key = |region| MultiRegionKey { arn: self.arn(region).to_string(), region };
        Some(MultiRegionConfiguration {
            multi_region_key_type: self.role(region)?,
            primary_key: key(self.primary),
            replica_keys: self.replica_regions().map(key).collect(),
        })
    }

    /// `KeyMetadata` of the member in a Region, if there is one.
    pub fn metadata(&self, region: Region) -> Option<KeyMetadata> {
        let member = self.members.get(&region)?;
        let current = self.material.current();
        // Only of symmetric encryption keys outside custom key stores is the material's id told, and not before a
        // replica is made.
        let shown = current.filter(|_| {
            self.spec == KeySpec::SymmetricDefault && self.place.is_none() && !member.awaits_copy
        });
        // A key that waits for material tells no expiration, though some of its material may be present.
        let imported = current
            .filter(|_| member.state != MemberState::PendingImport)
            .and_then(|version| member.imported.get(&version.id));
        Some(KeyMetadata {
            aws_account_id: self.account.to_string(),
            key_id: self.id.to_string(),
            arn: self.arn(region).to_string(),
            creation_date: EpochSeconds(member.created),
            enabled: member.state == MemberState::Enabled,
            description: member.description.clone(),
            key_usage: self.usage,
            key_state: member.state.key_state(),
            deletion_date: member.state.deletion_date().map(EpochSeconds),
            valid_to: imported.and_then(|it| it.valid_to).map(EpochSeconds),
            origin: self.origin,
            custom_key_store_id: self.place.as_ref().map(|place| place.store().to_string()),
            cloud_hsm_cluster_id: None,
            expiration_model: imported.map(ImportedMaterial::expiration_model),
            key_manager: self.manager,
            customer_master_key_spec: self.spec,
            key_spec: self.spec,
            encryption_algorithms: self.encryption_algorithms(),
            signing_algorithms: self.signing_algorithms(),
            key_agreement_algorithms: self.key_agreement_algorithms(),
            encapsulation_algorithms: self.encapsulation_algorithms(),
            multi_region: self.is_multi_region(),
            multi_region_configuration: self.multi_region_configuration(region),
            pending_deletion_window_in_days: match member.state {
                MemberState::PendingReplicaDeletion { window_days } => Some(window_days),
                _ => None,
            },
            mac_algorithms: self.mac_algorithms(),
            xks_key_configuration: match &self.place {
                Some(KeyPlace::External { key, .. }) => Some(XksKeyConfiguration { id: key.to_string() }),
                _ => None,
            },
            current_key_material_id: shown.map(|version| version.id.to_string()),
        })
    }
}
