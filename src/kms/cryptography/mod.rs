//! The cryptography behind the operations: what key material is, how a message key is derived, how a ciphertext is
//! laid out, and what key pairs and MAC keys do.
//!
//! Pure functions: what they need of randomness comes as a seed or a generator.

mod asymmetric;
mod ciphertext;
mod der;
mod hash;
mod kdf;
mod key_pair;
pub mod mac;
mod material;
mod public_key;
mod rsa_schemes;
pub mod signature;
mod symmetric;

pub use self::{
    asymmetric::{
        Encapsulated, decapsulate, decrypt_with, encapsulate, encrypt_to, longest_plaintext, shared_secret,
    },
    ciphertext::{CiphertextKind, CiphertextPart, PartRole, SymmetricCiphertext},
    key_pair::KeyPair,
    material::{BackingKey, Material},
    public_key::PublicKey,
    symmetric::{decrypt, encrypt},
};
