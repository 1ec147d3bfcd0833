//! Making an RSA key: the same key as [`rsa::RsaPrivateKey::new`] makes from the same randomness, with pauses for breath.
//!
//! A search for primes computes for seconds. A thread that never sleeps for so long keeps the system from handing its
//! processor to others in time, however low its priority; so whoever has others to think of is asked every few
//! hundred microseconds whether to pause.

use crypto_bigint::{
    BoxedUint, Odd,
    modular::{BoxedMontyForm, BoxedMontyParams},
};
use crypto_primes::{
    Flavor,
    hazmat::{SetBits, SmallFactorsSieveFactory},
    is_prime, sieve_and_find,
};
use rand_chacha::ChaCha20Rng;
use rsa::{RsaPrivateKey, traits::PublicKeyParts as _};

/// The public exponent of all RSA keys of KMS.
const PUBLIC_EXPONENT: u64 = 65_537;
/// How many squarings of 2048-bit numbers are done between two breaths: a quarter of a millisecond.
const SQUARINGS: u32 = 128;

/// A key with a modulus of this many bits.
pub fn generate(rng: &mut ChaCha20Rng, bits: usize, breathe: &dyn Fn()) -> Option<RsaPrivateKey> {
    let half = u32::try_from(bits / 2).ok()?;
    loop {
        let primes = vec![prime(rng, half, breathe)?, prime(rng, half, breathe)?];
        // Primes that are equal, or do not go with the exponent, are as good as never met.
        if let Ok(key) = RsaPrivateKey::from_primes(primes, BoxedUint::from(PUBLIC_EXPONENT))
            && key.n().bits() as usize == bits
        {
            return Some(key);
        }
    }
}

fn prime(rng: &mut ChaCha20Rng, bits: u32, breathe: &dyn Fn()) -> Option<BoxedUint> {
    let candidates = SmallFactorsSieveFactory::new(Flavor::Any, bits, SetBits::TwoMsb).ok()?;
    // The last word is the library's; Fermat's test only spares it most of the work.
    sieve_and_find(rng, candidates, |_, candidate| {
        passes_fermat(candidate, breathe) && is_prime(Flavor::Any, candidate)
    })
    .ok()?
}

/// Whether 2 to the power of `candidate` - 1 leaves 1, as it does for every prime.
fn passes_fermat(candidate: &BoxedUint, breathe: &dyn Fn()) -> bool {
    let Some(modulus) = Option::<Odd<BoxedUint>>::from(Odd::new(candidate.clone())) else { return false };
    let parameters = BoxedMontyParams::new_vartime(modulus);
    let one = BoxedMontyForm::one(&parameters);
    let mut power = one.clone();
    for bit in (0..candidate.bits()).rev() {
        power = power.square();
        // The exponent is the candidate, which is odd, without its last bit.
        if bit > 0 && candidate.bit_vartime(bit) {
            power = power.double();
        }
        if bit % SQUARINGS == 0 {
            breathe();
        }
    }
    power == one
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use rand_core::SeedableRng as _;

    use super::*;

    #[test]
    fn the_key_is_the_one_that_the_library_makes() {
        for seed in 0..3 {
            let breaths = Cell::new(0);
            let ours =
                generate(&mut ChaCha20Rng::seed_from_u64(seed), 1024, &|| breaths.set(breaths.get() + 1));
            let theirs = RsaPrivateKey::new(&mut ChaCha20Rng::seed_from_u64(seed), 1024);
            assert_eq!(ours, theirs.ok());
            assert!(breaths.get() > 8, "{} breaths", breaths.get());
        }
    }

    #[test]
    fn fermat_lets_primes_through_and_others_not() {
        for (number, expected) in
            [(65_537_u64, true), (2_147_483_647, true), (65_539 * 65_543, false), (1 << 40, false)]
        {
            assert_eq!(passes_fermat(&BoxedUint::from(number), &|| {}), expected, "{number}");
        }
    }
}
