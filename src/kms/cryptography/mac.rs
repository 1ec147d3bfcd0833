//! HMAC (RFC 2104) with the hash functions of GenerateMac and VerifyMac.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Sha224, Sha256, Sha384, Sha512};

use crate::kms::api::MacAlgorithm;

fn prf<M: Mac + KeyInit>(key: &[u8], message: &[u8]) -> M {
    let mut mac = <M as KeyInit>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(message);
    mac
}

/// The HMAC of a message, as long as the digest.
pub fn generate(algorithm: MacAlgorithm, key: &[u8], message: &[u8]) -> Vec<u8> {
    match algorithm {
        MacAlgorithm::HmacSha224 => prf::<Hmac<Sha224>>(key, message).finalize().into_bytes().to_vec(),
        MacAlgorithm::HmacSha256 => prf::<Hmac<Sha256>>(key, message).finalize().into_bytes().to_vec(),
        MacAlgorithm::HmacSha384 => prf::<Hmac<Sha384>>(key, message).finalize().into_bytes().to_vec(),
        MacAlgorithm::HmacSha512 => prf::<Hmac<Sha512>>(key, message).finalize().into_bytes().to_vec(),
    }
}

/// Whether this is the HMAC of a message. How long it takes does not tell where the bytes differ.
pub fn verify(algorithm: MacAlgorithm, key: &[u8], message: &[u8], mac: &[u8]) -> bool {
    match algorithm {
        MacAlgorithm::HmacSha224 => prf::<Hmac<Sha224>>(key, message).verify_slice(mac).is_ok(),
        MacAlgorithm::HmacSha256 => prf::<Hmac<Sha256>>(key, message).verify_slice(mac).is_ok(),
        MacAlgorithm::HmacSha384 => prf::<Hmac<Sha384>>(key, message).verify_slice(mac).is_ok(),
        MacAlgorithm::HmacSha512 => prf::<Hmac<Sha512>>(key, message).verify_slice(mac).is_ok(),
    }
}
