//! MRK Console: a deterministic simulation of AWS KMS multi-Region keys, and the faces that show it.

#![warn(missing_docs)]

pub mod awscli;
#[cfg(feature = "gui")]
pub mod gui;
pub mod kms;
pub mod workloads;
pub mod world;
