//! Access keys: what a client signs its requests with. Derived from the ARN that a principal acts under, so a principal
//! has the same one in every world, and the trail names the one that made a call.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha256};

/// How many characters the id of an access key has.
const ID_LENGTH: usize = 20;
/// How many bytes a secret is made of; 40 characters in Base64, as AWS's secrets have.
const SECRET_BYTES: usize = 30;

/// The access key of a principal. It protects nothing: whoever knows the ARN can derive it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessKey {
    /// `aws_access_key_id`
    pub id: String,
    /// `aws_secret_access_key`
    pub secret: String,
}

impl AccessKey {
    /// The access key of the principal that acts under `acting_arn`.
    pub fn of(acting_arn: &str) -> Self {
        let digest = Sha256::new().chain_update("secret access key ").chain_update(acting_arn).finalize();
        Self { id: access_key_id(acting_arn), secret: STANDARD.encode(&digest[..SECRET_BYTES]) }
    }
}

/// `accessKeyId`: begins with `ASIA` for the session of a role, else with `AKIA`.
pub(super) fn access_key_id(acting_arn: &str) -> String {
    let prefix = if acting_arn.contains(":assumed-role/") { "ASIA" } else { "AKIA" };
    let mut id = unique_id(prefix, acting_arn);
    id.truncate(ID_LENGTH);
    id
}

/// An id such as IAM gives its users and roles: always the same for the same ARN.
pub(super) fn unique_id(prefix: &str, arn: &str) -> String {
    const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let digest = Sha256::digest(arn);
    let digits = digest.iter().take(17).map(|byte| char::from(DIGITS[usize::from(byte & 31)]));
    prefix.chars().chain(digits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_looks_like_one_and_is_always_the_same() {
        let user = AccessKey::of("arn:aws:iam::111111111111:user/alice");
        assert_eq!((user.id.len(), user.secret.len()), (20, 40));
        assert!(user.id.starts_with("AKIA"), "{}", user.id);
        assert_eq!(user, AccessKey::of("arn:aws:iam::111111111111:user/alice"));
        let role = AccessKey::of("arn:aws:sts::111111111111:assumed-role/Application/console");
        assert!(role.id.starts_with("ASIA"), "{}", role.id);
        assert_ne!(role.secret, user.secret);
    }
}
