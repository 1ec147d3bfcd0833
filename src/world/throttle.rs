//! Request quotas: a bucket of tokens for each account, Region and kind of request. A bucket holds the requests of one
//! second and fills as simulated time passes.
//!
//! Switched off in a new world: a lesson calls as fast as it likes.

use std::{collections::BTreeMap, sync::OnceLock};

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use crate::kms::{
    AccountId, Exception, KmsError, Region, Timestamp,
    api::{DataKeyPairSpec, EncryptionAlgorithm, Operation, Request, SigningAlgorithm},
};

/// What requests draw on together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Bucket {
    /// Symmetric encryption, MACs and random bytes.
    Symmetric,
    /// Encryption and signatures under RSA keys.
    Rsa,
    /// Signatures and key agreement under elliptic curve keys.
    EllipticCurve,
    /// ML-DSA signatures.
    MlDsa,
    /// ML-KEM key encapsulation.
    MlKem,
    /// Data key pairs on elliptic curves, and other pairs that are made as quickly.
    EllipticCurvePair,
    /// RSA data key pairs of 2048 bits.
    Rsa2048Pair,
    /// RSA data key pairs of 3072 bits.
    Rsa3072Pair,
    /// RSA data key pairs of 4096 bits.
    Rsa4096Pair,
    /// The requests of one operation.
    Of(Operation),
}

#[derive(Deserialize)]
struct Shared {
    bucket: Bucket,
    rate: u32,
    #[serde(default)]
    elsewhere: BTreeMap<Region, u32>,
}

#[derive(Deserialize)]
struct Quotas {
    as_of: String,
    shared: Vec<Shared>,
    operations: BTreeMap<Operation, u32>,
}

fn quotas() -> &'static Quotas {
    static QUOTAS: OnceLock<Quotas> = OnceLock::new();
    QUOTAS.get_or_init(|| {
        ron::from_str(include_str!("../../assets/data/quotas.ron"))
            .expect("the embedded quotas are read by a test of this file")
    })
}

/// The day to which the quotas were looked up, as `2026-02-12`.
pub fn quotas_as_of() -> &'static str {
    &quotas().as_of
}

impl Bucket {
    /// How many requests a second an account may make in a Region; nothing if there is no such quota.
    pub fn rate(self, region: Region) -> Option<u32> {
        if let Self::Of(operation) = self {
            return quotas().operations.get(&operation).copied();
        }
        let shared = quotas().shared.iter().find(|it| it.bucket == self)?;
        Some(shared.elsewhere.get(&region).copied().unwrap_or(shared.rate))
    }

    /// The bucket of a request at the endpoint that it goes to.
    pub fn of(request: &Request) -> Self {
        match request {
            Request::Encrypt(it) => of_encryption(it.encryption_algorithm),
            Request::Decrypt(it) => of_encryption(it.encryption_algorithm),
            Request::ReEncrypt(it) => {
                of_encryption(it.source_encryption_algorithm.max(it.destination_encryption_algorithm))
            }
            Request::GenerateDataKey(_)
            | Request::GenerateDataKeyWithoutPlaintext(_)
            | Request::GenerateMac(_)
            | Request::GenerateRandom(_)
            | Request::VerifyMac(_) => Self::Symmetric,
            Request::Sign(it) => of_signature(it.signing_algorithm),
            Request::Verify(it) => of_signature(it.signing_algorithm),
            Request::DeriveSharedSecret(_) => Self::EllipticCurve,
            Request::Encapsulate(_) | Request::Decapsulate(_) => Self::MlKem,
            Request::GenerateDataKeyPair(it) => of_pair(it.key_pair_spec),
            Request::GenerateDataKeyPairWithoutPlaintext(it) => of_pair(it.key_pair_spec),
            other => Self::Of(other.operation()),
        }
    }
}

fn of_encryption(algorithm: Option<EncryptionAlgorithm>) -> Bucket {
    match algorithm {
        Some(EncryptionAlgorithm::RsaesOaepSha1 | EncryptionAlgorithm::RsaesOaepSha256) => Bucket::Rsa,
        _ => Bucket::Symmetric,
    }
}

fn of_signature(algorithm: Option<SigningAlgorithm>) -> Bucket {
    match algorithm.map(SigningAlgorithm::name) {
        Some(name) if name.starts_with("RSA") => Bucket::Rsa,
        Some(name) if name.starts_with("ML_DSA") => Bucket::MlDsa,
        _ => Bucket::EllipticCurve,
    }
}

fn of_pair(spec: Option<DataKeyPairSpec>) -> Bucket {
    match spec {
        Some(DataKeyPairSpec::Rsa2048) => Bucket::Rsa2048Pair,
        Some(DataKeyPairSpec::Rsa3072) => Bucket::Rsa3072Pair,
        Some(DataKeyPairSpec::Rsa4096) => Bucket::Rsa4096Pair,
        _ => Bucket::EllipticCurvePair,
    }
}

/// How full a bucket is, in millionths of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Level {
    tokens: i64,
    at: Timestamp,
}

/// The buckets that were drawn on. One that is not here is full.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Throttle {
    on: bool,
    levels: OrdMap<(AccountId, Region, Bucket), Level>,
}

/// A whole request.
const ONE: i64 = 1_000_000;

impl Throttle {
    /// Whether requests are held to the quotas.
    pub fn is_on(&self) -> bool {
        self.on
    }

    /// Switches the quotas on, with all buckets full, or off.
    pub fn switch(&mut self, on: bool) {
        *self = Self { on, levels: OrdMap::new() };
    }

    /// Takes from the buckets what a request costs, or nothing if one of them holds too little.
    ///
    /// # Errors
    /// `ThrottlingException`.
    pub fn admit(
        &mut self,
        now: Timestamp,
        account: &AccountId,
        region: Region,
        request: &Request,
    ) -> Result<(), KmsError> {
        if !self.on {
            return Ok(());
        }
        let here = (region, Bucket::of(request), 1);
        let there = elsewhere(request).filter(|(to, _, _)| *to != region);
        let mut drawn = Vec::with_capacity(2);
        for (region, bucket, cost) in [here].into_iter().chain(there) {
            let Some(rate) = bucket.rate(region) else { continue };
            let full = i64::from(rate) * ONE;
            let place = (account.clone(), region, bucket);
            let level = self.levels.get(&place);
            let filled = level.map_or(full, |level| {
                // `rate` requests a second are `rate` millionths a microsecond.
                let passed = (now - level.at).as_micros().max(0);
                level.tokens.saturating_add(passed.saturating_mul(i64::from(rate))).min(full)
            });
            if filled < cost * ONE {
                return Err(Exception::Throttling.with(
                    "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.",
                ));
            }
            drawn.push((place, Level { tokens: filled - cost * ONE, at: now }));
        }
        self.levels.extend(drawn);
        Ok(())
    }
}

/// What a request costs in another Region than the one that is called.
fn elsewhere(request: &Request) -> Option<(Region, Bucket, i64)> {
    match request {
        Request::ReplicateKey(it) => {
            Some((Region::parse(&it.replica_region)?, Bucket::Of(Operation::CreateKey), 2))
        }
        Request::UpdatePrimaryRegion(it) => {
            Some((Region::parse(&it.primary_region)?, Bucket::Of(Operation::UpdatePrimaryRegion), 1))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_has_a_quota_of_its_own_or_shares_one() {
        let home = Region::parse("us-east-1").expect("known");
        let shared = [
            Bucket::Symmetric,
            Bucket::Rsa,
            Bucket::EllipticCurve,
            Bucket::MlDsa,
            Bucket::MlKem,
            Bucket::EllipticCurvePair,
            Bucket::Rsa2048Pair,
            Bucket::Rsa3072Pair,
            Bucket::Rsa4096Pair,
        ];
        for bucket in shared {
            assert!(bucket.rate(home).is_some_and(|rate| rate > 0), "{bucket:?}");
        }
        assert_eq!(quotas().shared.len(), shared.len());
        let cryptography = [Operation::GenerateRandom];
        for operation in Operation::ALL {
            let own = Bucket::Of(*operation).rate(home).is_some();
            let shares = crate::kms::is_use(*operation) || cryptography.contains(operation);
            assert!(own != shares, "{}", operation.name());
        }
        assert_eq!(Bucket::Symmetric.rate(home), Some(100_000));
        let quiet = Region::parse("sa-east-1").expect("known");
        assert_eq!(Bucket::Symmetric.rate(quiet), Some(10_000));
        assert!(quotas_as_of().starts_with("20"));
    }
}
