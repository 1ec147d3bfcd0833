//! Signatures that AWS KMS itself made, as others recorded them.

use sha2::{Digest as _, Sha256, Sha384, Sha512};

use super::base64;
use crate::kms::{
    api::{KeySpec, MessageType, SigningAlgorithm},
    cryptography::{PublicKey, signature},
};

const MESSAGE: &[u8] = b"stackd ECC interoperability";

#[test]
fn signatures_of_kms_verify_here() {
    let digest = |algorithm| match algorithm {
        SigningAlgorithm::EcdsaSha256 => Sha256::digest(MESSAGE).to_vec(),
        SigningAlgorithm::EcdsaSha384 => Sha384::digest(MESSAGE).to_vec(),
        _ => Sha512::digest(MESSAGE).to_vec(),
    };
    let p256 = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEcGIr8j9vQq4yAB7OytYUGjHnGKyVq6JUTjwPam6F7dou5hpL+T9PxzarZQ7u0xBcd44U9Ut6syYz15xiUBnp0Q==";
    let p384 = "MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEZEAVbqxXPESazGhGTTAHd+/DM9yh0CmDU19wb7+/sZ3B+SRg9hBrEAHeJmiM+pnP0iN7zf1JXQ33hUSjnPDzfL5lrHOZZHvnSziIsdsPgLyjEfgHsFEiuRMDso1RH1lz";
    let ed25519 = "MCowBQYDK2VwAyEAmnl5akZRr82aTm/SBYXqN0IqltQoLHdjrOKW7LIKU7A=";
    for (spec, algorithm, kind, key, given) in [
        (
            KeySpec::EccNistP256,
            SigningAlgorithm::EcdsaSha256,
            MessageType::Raw,
            p256,
            "MEQCIDgjUJrpJqGtyDgAoDHnwSEzp8DdRkDaYWhOpTefoRHHAiBmFC/VowRUma6sqwA9hh285fGZYbjQnkZcjC4bYtOEfA==",
        ),
        (
            KeySpec::EccNistP256,
            SigningAlgorithm::EcdsaSha256,
            MessageType::Digest,
            p256,
            "MEYCIQD5VlUHxTOjr+R3e/FEOg4xa64KFNkVHINn144hG/H6iAIhAMFG1F3ny4R+yEqlQ/POXiLVknUQKcEuGQ5iXJb5EWcc",
        ),
        (
            KeySpec::EccNistP384,
            SigningAlgorithm::EcdsaSha384,
            MessageType::Raw,
            p384,
            "MGQCMDFS2PrnQy57tx8kfRRsEa2RDA288z/fJnkKCAbkUvV9KfDiea9AJoq0ijyIS9nJwAIwNbuKctra7GOcI+2cCYAPAvavbwBZUS+f7+jv+U7zObWJWC0StFi2xzNK/BSPJgtM",
        ),
        (
            KeySpec::EccNistEdwards25519,
            SigningAlgorithm::Ed25519Sha512,
            MessageType::Raw,
            ed25519,
            "/LlIG4hb/5IeqjrPH0jUm+NgE3UyPlDFulQ4wgr9eBxLa/ZEPSetXY8luFB4z0zjEs+pXiVONrhZELzak2FPBA==",
        ),
        // The digest is hashed once more.
        (
            KeySpec::EccNistEdwards25519,
            SigningAlgorithm::Ed25519PhSha512,
            MessageType::Digest,
            ed25519,
            "lRxoBfode2A1wa9SP+A30MmtzofGyeVULvcrrwOx8uYqWkic7PuGDT+ZzEJcYI6je4GNiIq29kgJTXk5kXJOAg==",
        ),
    ] {
        let message = if kind == MessageType::Raw { MESSAGE.to_vec() } else { digest(algorithm) };
        let der = base64(key);
        let key = PublicKey::from_der(spec, &der).expect("a public key");
        assert_eq!(key.to_der(), der, "{spec}: written as KMS writes it");
        let given = base64(given);
        assert!(signature::verify(&key, algorithm, kind, &message, &given), "{algorithm} {kind}");
        assert!(!signature::verify(&key, algorithm, kind, &message[1..], &given), "{algorithm} {kind}");
    }
}
