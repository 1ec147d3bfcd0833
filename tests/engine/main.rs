//! The engine through its one door: what KMS does and says, in every state, Region and role.

mod access;
mod ciphertexts;
mod custom_key_stores;
mod deletion;
<<<<<<< HEAD
mod grants;
=======
mod hostile;
>>>>>>> faces
mod identifiers;
mod imported_families;
mod imports;
mod life;
mod limits;
mod material;
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
