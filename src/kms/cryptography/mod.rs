//! The cryptography behind the operations: how a message key is derived, and how a ciphertext is laid out.

mod ciphertext;
mod der;
mod symmetric;

pub use self::{
    ciphertext::{CiphertextKind, CiphertextPart, PartRole, SymmetricCiphertext},
    symmetric::{BackingKey, decrypt, encrypt},
};
