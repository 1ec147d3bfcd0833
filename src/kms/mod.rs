//! The service itself: what one Region's KMS does with one request.
//!
//! Pure and deterministic: time and randomness are handed in, and what a request sets off beyond its answer is named
//! as [`Effect`]s that the world carries out.

mod access;
mod algorithms;
pub mod api;
mod aws_managed;
pub mod cryptography;
pub mod custom_key_store;
mod effect;
mod error;
mod family;
mod grant;
mod ids;
mod index;
mod key_policy;
mod last_use;
mod lifecycle;
mod material_history;
mod members;
mod operations;
pub mod policy;
mod region;
mod resolve;
mod resource_quotas;
mod service;
mod store;
mod time;
mod validate;
mod workbench;
mod wrapping_keys;

pub use self::{
    access::{AccessQuestion, Explanation, Identity},
    aws_managed::AwsService,
    effect::{
        Due, Effect, RecordDetails, RecordSource, RotationRecord, ServiceRecord, Synchronised, Transitions,
    },
    error::{Exception, KmsError},
    family::{AutomaticRotation, KeyFamily, Member, MemberState, Rotation, RotationInProgress},
    grant::{Grant, GrantPrincipal, GrantTerms, GrantToken, Grants, MAX_GRANTS},
    ids::{
        AccountId, AliasName, CustomKeyStoreId, GrantId, KeyArn, KeyId, KeyMaterialId, event_id, hex,
        request_id, uuid_text,
    },
    key_policy::KeyPolicy,
    last_use::{LastUse, is_use},
    material_history::{ImportedMaterial, MaterialHistory},
    members::Members,
    operations::grant_operations,
    region::{Partition, Region, UnknownRegion},
    resource_quotas::ResourceQuotas,
    service::{Handling, Service, Touched},
    store::{Alias, KeyStore},
    time::{EpochSeconds, Span, Timestamp},
    workbench::{Breath, Workbench},
    wrapping_keys::{WrappingKey, WrappingKeys},
};
