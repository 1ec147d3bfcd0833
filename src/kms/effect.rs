//! What handling a request sets off beyond its answer: entries for the schedule, copies between Regions, and
//! records in the trails of other Regions. The service names them; the world carries them out.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    CustomKeyStoreId, KeyArn, KeyId, KeyMaterialId, Region, Span, Timestamp,
    api::{Origin, RotationType},
};

/// How long the service takes for what it does in the background.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transitions {
    /// A replica's time in `Creating`.
    pub creating: Span,
    /// The time in `Updating` after UpdatePrimaryRegion.
    pub updating: Span,
    /// A rotation of a single-Region key.
    pub rotation: Span,
    /// A rotation of a multi-Region key, whose material has to reach every member.
    pub multi_region_rotation: Span,
    /// Connecting a custom key store to a CloudHSM cluster.
    pub connecting_cluster: Span,
    /// Connecting a custom key store to a proxy with a public endpoint.
    pub connecting_proxy: Span,
    /// Connecting a custom key store to a proxy through a VPC endpoint service.
    pub connecting_service: Span,
    /// Disconnecting a custom key store.
    pub disconnecting: Span,
    /// The time until a new grant counts without its token.
    pub grant: Span,
}

impl Transitions {
    /// The times that were observed of the real service, rounded.
    pub const REALISTIC: Self = Self {
        creating: Span::seconds(5),
        updating: Span::seconds(5),
        rotation: Span::seconds(120),
        multi_region_rotation: Span::seconds(240),
        connecting_cluster: Span::seconds(20 * 60),
        connecting_proxy: Span::seconds(5),
        connecting_service: Span::seconds(5 * 60),
        disconnecting: Span::seconds(5),
        grant: Span::seconds(60),
    };

    /// Everything is done at once.
    pub const INSTANT: Self = Self {
        creating: Span::ZERO,
        updating: Span::ZERO,
        rotation: Span::ZERO,
        multi_region_rotation: Span::ZERO,
        connecting_cluster: Span::ZERO,
        connecting_proxy: Span::ZERO,
        connecting_service: Span::ZERO,
        disconnecting: Span::ZERO,
        grant: Span::ZERO,
    };
}

/// What the service does later, by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Due {
    /// A rotation by the key's own schedule.
    AutomaticRotation(KeyId),
    /// The end of a rotation, if its material has reached every member.
    EndOfRotation(KeyId),
    /// The end of `Updating`.
    EndOfUpdating(KeyId, Region),
    /// The end of a waiting period.
    Deletion(KeyId, Region),
    /// The end of the time for which a version of imported material is valid in a Region.
    MaterialExpiry(KeyId, Region, KeyMaterialId),
    /// What was copied to a member has arrived there.
    Synchronised(KeyId, Region, Synchronised),
    /// The end of connecting or disconnecting a custom key store.
    EndOfConnectionChange(Region, CustomKeyStoreId),
}

/// What is copied from the primary to another member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Synchronised {
    /// All material, to a new replica.
    NewReplica,
    /// The material of a rotation that is under way.
    NewMaterial,
    /// Which imported material belongs to the key: its id and description, never the material itself.
    ImportedMaterialId,
    /// The settings of automatic rotation.
    RotationSettings,
    /// Which member is the primary.
    PrimaryRegion,
}

/// Something that a request or a due entry sets off.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// The service has something to do at this moment.
    Later(Timestamp, Due),
    /// Something is copied inside KMS from one Region to another. It takes this long, or the network's time if that
    /// is longer.
    Copy {
        /// The key.
        key: KeyId,
        /// The primary's Region.
        from: Region,
        /// The other member's Region.
        to: Region,
        /// What is copied.
        what: Synchronised,
        /// How long the service takes.
        takes: Span,
    },
    /// A record in a Region's trail besides the request's own.
    Record(ServiceRecord),
}

/// A trail record that the service makes.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceRecord {
    /// The Region whose trail gets it.
    pub region: Region,
    /// The record's `eventName`.
    pub event_name: &'static str,
    /// The key it is about.
    pub key: KeyArn,
    /// Who and what is behind it.
    pub source: RecordSource,
    /// `requestParameters`, or `serviceEventDetails` of a service event; nothing if the record has none.
    pub details: Option<RecordDetails>,
    /// `responseElements`.
    pub response: Option<Value>,
}

/// What a trail record that the service makes tells.
#[derive(Clone, Debug, PartialEq)]
pub enum RecordDetails {
    /// A rotation that has ended. Kept as values: there is one for every rotation of every key.
    Rotation(Box<RotationRecord>),
    /// Members by their names.
    Members(Value),
}

/// What the record of a rotation tells (`RotateKey`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RotationRecord {
    /// What started it.
    pub kind: RotationType,
    /// Where the key's material comes from.
    pub origin: Origin,
    /// The material that was current, if the key had any.
    pub previous: Option<KeyMaterialId>,
    /// The material that is current now.
    pub current: KeyMaterialId,
    /// The key.
    pub key: KeyId,
}

/// What is behind a trail record that the service makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RecordSource {
    /// A caller's request in another Region (`invokedBy` `kms.amazonaws.com`).
    CallerElsewhere,
    /// The service, as an API call (`invokedBy` `AWS Internal`).
    Internal,
    /// The service, as an `AwsServiceEvent`.
    ServiceEvent,
}
