//! What uses keys: transfers of text and files between Regions, on a world's clock and network.

pub mod demo;
pub mod envelope;
pub mod import;
pub mod save;
mod shared;
mod stage;
mod transfer;

pub use self::{
    shared::{Manner, Recorded, SharedStage},
    stage::{FileKey, FileToOpen, OpenedFile, SealedFile, Stage},
    transfer::{Fingerprint, Leg, Message, Order, Times, Transfer, TransferId},
};
