//! The state of a source of random bytes as a save keeps it: its seed, and how far it was read. For fields with
//! `#[serde(with = …)]`.

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};

use crate::kms::api::Blob;

#[derive(Serialize, Deserialize)]
struct Saved {
    seed: Blob,
    /// In words of 32 bits.
    read: u64,
}

/// Writes the state of a source.
///
/// # Errors
/// If it was read further than any program can.
pub fn serialize<S: Serializer>(rng: &ChaCha20Rng, serializer: S) -> Result<S::Ok, S::Error> {
    let read = u64::try_from(rng.get_word_pos()).map_err(|_| ser::Error::custom("read beyond 2^64 words"))?;
    Saved { seed: rng.get_seed().as_slice().into(), read }.serialize(serializer)
}

/// Reads a source that will go on where the written one stood.
///
/// # Errors
/// If the seed has not 32 bytes.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ChaCha20Rng, D::Error> {
    let saved = Saved::deserialize(deserializer)?;
    let seed = saved.seed.0.try_into().map_err(|_| de::Error::custom("a seed has 32 bytes"))?;
    let mut rng = ChaCha20Rng::from_seed(seed);
    rng.set_word_pos(saved.read.into());
    Ok(rng)
}
