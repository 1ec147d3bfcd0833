//! When a member of a key was last used for cryptography (GetKeyLastUsage).

use serde::{Deserialize, Serialize};

use super::{Timestamp, api::Operation};

/// The last successful use of a member for cryptography.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastUse {
    /// For what.
    pub operation: Operation,
    /// When.
    pub time: Timestamp,
    /// The number of the trail's event, which is also that of the request.
    pub event: u64,
}

/// Whether GetKeyLastUsage tells of an operation (`KeyLastUsageTrackingOperation`).
pub fn is_use(operation: Operation) -> bool {
    matches!(
        operation,
        Operation::Decrypt
            | Operation::DeriveSharedSecret
            | Operation::Encrypt
            | Operation::GenerateDataKey
            | Operation::GenerateDataKeyPair
            | Operation::GenerateDataKeyPairWithoutPlaintext
            | Operation::GenerateDataKeyWithoutPlaintext
            | Operation::GenerateMac
            | Operation::ReEncrypt
            | Operation::Sign
            | Operation::Verify
            | Operation::VerifyMac
            | Operation::Encapsulate
            | Operation::Decapsulate
    )
}
