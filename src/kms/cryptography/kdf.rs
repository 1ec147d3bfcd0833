//! The key derivation of SP 800-108 in counter mode: HMAC-SHA256 as the pseudo-random function, a counter of 32 bits
//! before the fixed input.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Derives `N` bytes from a key. `fixed` is the fixed input in pieces: label, separator, context and length.
pub(super) fn derive<const N: usize>(key: &[u8], fixed: &[&[u8]]) -> [u8; N] {
    let mut derived = [0; N];
    for (counter, block) in (1u32..).zip(derived.chunks_mut(32)) {
        let mut prf = <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("HMAC takes keys of any length");
        prf.update(&counter.to_be_bytes());
        for piece in fixed {
            prf.update(piece);
        }
        block.copy_from_slice(&prf.finalize().into_bytes()[..block.len()]);
    }
    derived
}
