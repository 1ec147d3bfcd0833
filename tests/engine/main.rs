//! The engine through its one door: what KMS does and says, in every state, Region and role.

mod access;
mod ciphertexts;
mod conditions;
mod cross_account;
mod deletion;
mod grants;
mod identifiers;
mod life;
mod limits;
mod naive_policy;
mod pages;
mod policies;
mod policies_agree;
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
