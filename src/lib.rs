//! MRK Console: a deterministic simulation of AWS KMS multi-Region keys with **one door**,
//! [`World::call`](world::World::call), and the faces that use it.
//!
//! # The floors
//!
//! A room uses only rooms below it; a test reads the source to keep it so.
//!
//! | floor | room | what lives there |
//! | --- | --- | --- |
//! | 7 | `main.rs` | the command line: the window, pictures of it, the endpoint without it |
//! | 6 | `gui` | the window |
//! | 5 | `endpoint` | the service for real AWS clients, on the loopback address |
//! | 4 | [`files`] | worlds on disk |
//! | 3 | [`workloads`] | what uses keys: transfers of text and files; [`Flows`](workloads::Flows) of data between Regions; the [`ways`](workloads::ways) to share keys, compared; the [`Stage`](workloads::Stage) that is saved; the demo world |
//! | 3 | [`awscli`] | `aws kms` in a small shell, and a request as the line that makes it |
//! | 2 | [`world`] | clock, schedule, Regions, network, principals, the trail; the door |
//! | 1 | [`kms`] | the service: what one Region's KMS does with one request |
//!
//! `kms` and `world` know no window, no files, no threads and no clock of the machine: time and randomness are handed in.
//! The feature `gui` holds all window crates; without it the lower floors build and test alone.
//!
//! # The ideas
//!
//! - **A family is a type.** What the members of a multi-Region key share stands in [`KeyFamily`](kms::KeyFamily) once, what is
//!   independent in each [`Member`](kms::Member). No code has to remember which is which.
//! - **One door.** A wizard page, a transfer and a test all put a [`Request`](kms::api::Request) through `World::call`. Behind it, always in
//!   this order: the request's limits, the key's name, the caller's permission, the key's state, its usage, the ciphertext. Then the trail.
//! - **Nothing half-applies.** A refused request puts back the store as it was: a clone of it, which shares structure. The use of a key changes
//!   nothing in the store, so no clone is made for it.
//! - **Later is data.** What will happen by itself is an entry of one schedule ([`Due`](kms::Due)). An entry is a reminder, not an order: it
//!   acts only if the key still waits for it, so nothing is ever taken out of the schedule.
//! - **Slow steps lie on a workbench.** RSA takes seconds. A request that may need it can be prepared under a lock, computed outside, and
//!   committed under the lock ([`World::prepare`](world::World::prepare)): byte for byte the answer of `World::call`.
//! - **Limits stand beside members.** The declaration of a request's members ([`kms::api`]) is what validation and the reading of JSON walk.
//! - **What stands outside is asked.** CloudHSM clusters and external key managers belong to the world; the service knows them by what it can
//!   ask them ([`Backends`](kms::custom_key_store::Backends)), and has no key of theirs.
//! - **Effects are named, not done.** The service says what its answer sets off ([`Effect`](kms::Effect)); the world carries it out.
//! - **Same seed, same calls, same bytes.** One generator of random bytes, drawn from in the order of calls. A request that may be slow draws
//!   one seed when it is prepared, and all its bytes from that.
//!
//! # The window
//!
//! [`App`](gui::app::App) holds the shared stage. In each frame the [`Desk`](gui::desk::Desk) gets a clone of it, which is cheap; workspaces draw
//! from the desk and answer with [`Command`](gui::command::Command)s, which are carried out once, after the frame. Long work runs in threads that lock the
//! stage only while KMS is asked. The window rests unless the clock runs (`gui/repaint.rs`).
//!
//! - **Undo is a checkpoint.** Before an action that changes the world its stage is cloned; undo puts the clone back, clock and trail with it
//!   (`gui/app/history.rs`). There is no second way of reversing what KMS does.
//! - **One story for every picture.** What a transfer or a run of a workload did becomes a `Story` (`gui/flow/story`); map, sequence and steps
//!   are drawn from it as of one moment, past or present. What is still to come is found out in a copy of the stage that runs ahead.
//! - **The clock is late, never the window.** A frame changes the world so often and no more; what it has no time for waits for the next
//!   (`gui/app/clock.rs`, [`Stage::advance_within`](workloads::Stage::advance_within)), and the status bar says how much of its pace the clock keeps.
//! - **A visit leaves home as it is.** A compared run is looked at in a world of its own, while the open one waits with its history
//!   (`gui/app/visit.rs`).
//! - **What is derived is kept by stamps.** Tables, drift and the access matrix are worked out once for each change of keys
//!   ([`KeysStamp`](gui::trail::KeysStamp)), never once a frame.
//!
//! # Where this differs from a first sketch
//!
//! - Saving lives with the stage in [`workloads::save`], not with the world: transfers are saved too.
//! - A workload's next step is a reminder in the world's schedule that is handed back to the floor above
//!   ([`World::advance`](world::World::advance) returns it), so the world need not know workloads.

#![warn(missing_docs)]

pub mod awscli;
#[cfg(feature = "endpoint")]
pub mod endpoint;
pub mod files;
#[cfg(feature = "gui")]
pub mod gui;
pub mod kms;
pub mod workloads;
pub mod world;
