//! The cryptography behind the operations: what key material is, how a message key is derived, how a ciphertext is
//! laid out, and what key pairs and MAC keys do.
//!
//! Pure functions: what they need of randomness comes as a seed or a generator.

mod ciphertext;
mod der;
mod kdf;
mod key_pair;
mod material;
mod public_key;
mod symmetric;

pub use self::{
    ciphertext::{CiphertextKind, CiphertextPart, PartRole, SymmetricCiphertext},
    key_pair::KeyPair,
    material::{BackingKey, Material},
    public_key::PublicKey,
    symmetric::{decrypt, encrypt},
};
