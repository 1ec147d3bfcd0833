//! What a flow still has to do: a list of moves, made by the builders of workloads and carried out one by one.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Act, bucket_keys::Use, step::CargoKind};
use crate::kms::{
    Region,
    api::{EncryptionContext, MacAlgorithm, SigningAlgorithm},
};

/// Which wrapped key of a message a client takes, and whose endpoint it asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Client {
    /// Takes a wrapped key of its own Region if there is one, else the first, and asks the Region that its ARN names.
    Strict,
    /// Knows multi-Region keys: of such a key it asks the member of its own Region. Else as [`Self::Strict`].
    MultiRegionAware,
    /// Asks its own Region only, and knows multi-Region keys. A message without a key that can live there it does not
    /// open.
    Discovery,
    /// Asks its own Region without naming a key, and leaves it to KMS to find one.
    Own,
}

impl Client {
    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Strict => "Asks the Region in the key ARN",
            Self::MultiRegionAware => "Multi-Region aware",
            Self::Discovery => "Multi-Region discovery",
            Self::Own => "Asks its own Region",
        }
    }
}

/// A call to KMS that is yet to be made.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ask {
    /// Whose endpoint; nothing for the Region where the flow is. A client that unwraps chooses itself.
    pub endpoint: Option<Region>,
    pub caller: Arc<str>,
    pub what: Asked,
}

/// What is asked of KMS, of what the flow has in hand.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Asked {
    /// A data key.
    DataKey { key_id: String },
    /// The data key in hand under one more key.
    Wrap { key_id: String },
    /// The data key of the message in hand.
    Unwrap(Client),
    /// A signature of the digest of the data in hand.
    Sign { key_id: String, algorithm: SigningAlgorithm },
    /// Whether the signature in hand is right.
    Verify { key_id: String, algorithm: SigningAlgorithm },
    /// A MAC of the data in hand.
    Mac { key_id: String, algorithm: MacAlgorithm },
    /// Whether the MAC in hand is right.
    VerifyMac { key_id: String, algorithm: MacAlgorithm },
}

/// One thing that a flow does.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Move {
    /// Calls KMS.
    Ask(Ask),
    /// Draws a data key.
    DrawDataKey,
    /// Takes the bucket key that encrypts in a bucket in hand: the one that is kept, or one that it asks KMS for.
    BucketKey { bucket: Arc<str>, ask: Ask },
    /// Keeps the data key in hand as a bucket key for a while.
    KeepBucketKey(Use),
    /// Draws a data key and wraps it under the bucket key in hand.
    DrawUnderBucketKey,
    /// Takes what opens the message in hand: a bucket key that is kept for this requester, else KMS's answer.
    OpeningKey(Ask),
    /// Takes another encryption context in hand.
    Context(EncryptionContext),
    /// Encrypts the data in hand into a message; the data key is forgotten.
    Seal,
    /// Decrypts the message in hand; the data key is forgotten. The data stay in hand if they are needed on.
    Open { keep: bool },
    /// Writes the message in hand.
    Put { name: Arc<str> },
    /// Takes what is stored in hand.
    Get { name: Arc<str> },
    /// Takes what is in hand to another Region.
    Carry { to: Region, kind: CargoKind },
    /// Sets off another flow with the message in hand.
    SetOff { act: Act, name: Arc<str>, moves: Vec<Move> },
}
