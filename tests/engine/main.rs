//! The engine through its one door: what KMS does and says, in every state, Region and role.

mod access;
mod algorithms;
mod asymmetric;
mod ciphertexts;
mod deletion;
mod identifiers;
mod imported_families;
mod imports;
mod keyring;
mod life;
mod limits;
mod material;
mod pages;
mod policies;
mod prepared;
mod random;
mod replication;
mod rotation;
mod saves;
mod scene;
mod states;
mod tidy;
mod trail;
mod transfers;
