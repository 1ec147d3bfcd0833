//! The cryptography behind the operations: what key material is, how a message key is derived, how a ciphertext is
//! laid out, and what key pairs and MAC keys do.
//!
//! Pure functions: what they need of randomness comes as a seed or a generator.

mod asymmetric;
mod ciphertext;
mod der;
mod elliptic_der;
mod hash;
#[cfg(test)]
mod hostile;
mod kdf;
mod key_pair;
#[cfg(test)]
mod known_answers;
pub mod mac;
mod material;
#[cfg(test)]
mod pairs;
mod public_key;
mod rsa_key;
mod rsa_schemes;
pub mod signature;
mod symmetric;

pub(super) use self::symmetric::{additional_data, unwrap, wrap};
pub use self::{
    asymmetric::{
        Encapsulated, decapsulate, decrypt_with, encapsulate, encrypt_to, longest_plaintext, shared_secret,
    },
    ciphertext::{CiphertextKind, CiphertextPart, PartRole, SymmetricCiphertext},
    key_pair::KeyPair,
    material::{BackingKey, Material},
    public_key::PublicKey,
    symmetric::{decrypt, encrypt, seal, unseal},
};
