//! The service itself: what one Region's KMS does with one request.

pub mod api;
pub mod cryptography;
mod error;
mod ids;
pub mod policy;
mod region;
mod time;
mod validate;

pub use self::{
    error::{Exception, KmsError},
    ids::{AccountId, AliasName, KeyArn, KeyId, KeyMaterialId, hex, uuid_text},
    region::{Partition, Region, UnknownRegion},
    time::{EpochSeconds, Span, Timestamp},
};
