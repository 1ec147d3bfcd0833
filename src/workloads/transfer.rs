//! A transfer: something is encrypted in one Region, its ciphertext travels to another, and is decrypted there by
//! that Region's own KMS.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::envelope;
use crate::{
    kms::{
        KmsError, Region, Timestamp,
        api::{Blob, DataKeySpec, DecryptRequest, EncryptRequest, EncryptionContext, GenerateDataKeyRequest},
        hex,
    },
    world::PacketId,
};

/// Numbers the transfers of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TransferId(pub u64);

/// What is to be sent, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// What people call it: a file name, or `Text`.
    pub name: String,
    /// Where it is encrypted.
    pub source: Region,
    /// Where it is decrypted.
    pub destination: Region,
    /// The key to encrypt under, in any form that Encrypt takes.
    pub key_id: String,
    /// The encryption context at the source.
    pub context: EncryptionContext,
    /// The encryption context that the reader gives.
    pub reader_context: EncryptionContext,
    /// Who encrypts.
    pub writer: Arc<str>,
    /// Who decrypts.
    pub reader: Arc<str>,
}

impl Order {
    /// What the source's KMS is asked for up to 4096 bytes.
    pub fn encrypt_request(&self, plaintext: &[u8]) -> EncryptRequest {
        EncryptRequest {
            key_id: self.key_id.clone(),
            plaintext: plaintext.into(),
            encryption_context: self.context.clone(),
            ..Default::default()
        }
    }

    /// What the source's KMS is asked for a larger file.
    pub fn data_key_request(&self) -> GenerateDataKeyRequest {
        GenerateDataKeyRequest {
            key_id: self.key_id.clone(),
            encryption_context: self.context.clone(),
            key_spec: Some(DataKeySpec::Aes256),
            ..Default::default()
        }
    }
}

/// What is left of the plaintext once it was encrypted: enough to tell whether the same came out.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// How many bytes.
    pub bytes: u64,
    sha256: [u8; 32],
}

impl Fingerprint {
    /// The fingerprint of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self { bytes: bytes.len() as u64, sha256: Sha256::digest(bytes).into() }
    }

    /// The SHA-256 in hexadecimal digits.
    pub fn sha256(&self) -> String {
        hex(&self.sha256)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes, SHA-256 {}", self.bytes, self.sha256())
    }
}

/// What travels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Message {
    /// The ciphertext of Encrypt.
    Direct(Blob),
    /// A file encrypted under a data key, with the wrapped key in it.
    Envelope {
        /// The wrapped key.
        wrapped_key: Blob,
        /// How many bytes travel, wrapped key included.
        bytes: u64,
        /// The bytes; a save does not keep them.
        #[serde(skip)]
        body: Option<Arc<[u8]>>,
    },
}

impl Message {
    /// The envelope in the bytes of a file that [`envelope::seal`] made.
    pub fn envelope(bytes: Vec<u8>) -> Option<Self> {
        let wrapped_key = envelope::wrapped_key(&bytes)?.into();
        Some(Self::Envelope { wrapped_key, bytes: bytes.len() as u64, body: Some(bytes.into()) })
    }

    /// The ciphertext that KMS is asked to decrypt: the message itself, or its wrapped key.
    pub fn kms_ciphertext(&self) -> &Blob {
        match self {
            Self::Direct(ciphertext) => ciphertext,
            Self::Envelope { wrapped_key, .. } => wrapped_key,
        }
    }

    /// How many bytes travel.
    pub fn bytes(&self) -> u64 {
        match self {
            Self::Direct(ciphertext) => ciphertext.0.len() as u64,
            Self::Envelope { bytes, .. } => *bytes,
        }
    }

    /// The same message with one bit of KMS's ciphertext changed.
    pub(super) fn with_flipped_bit(&self, byte: usize) -> Self {
        let flip = |blob: &Blob| {
            let mut bytes = blob.0.clone();
            if let Some(byte) = bytes.get_mut(byte) {
                *byte ^= 1;
            }
            Blob(bytes)
        };
        match self {
            Self::Direct(ciphertext) => Self::Direct(flip(ciphertext)),
            Self::Envelope { wrapped_key, bytes, body } => {
                let wrapped_key = flip(wrapped_key);
                let body = body.as_ref().map(|body| {
                    let mut body = body.to_vec();
                    let place = envelope::WRAPPED_KEY_OFFSET;
                    if let Some(target) = body.get_mut(place..place + wrapped_key.0.len()) {
                        target.copy_from_slice(&wrapped_key.0);
                    }
                    body.into()
                });
                Self::Envelope { wrapped_key, bytes: *bytes, body }
            }
        }
    }
}

/// How far a transfer is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Leg {
    /// The source's KMS has it in hand.
    Encrypting,
    /// The ciphertext is on its way.
    Travelling(PacketId),
    /// The destination's KMS has it in hand.
    Decrypting,
    /// The reader decrypts the file under the data key that KMS opened.
    OpeningFile,
    /// The plaintext is out, in the destination alone.
    Opened {
        /// What came out.
        result: Fingerprint,
        /// The plaintext itself; a save does not keep it.
        #[serde(skip)]
        plaintext: Option<Arc<[u8]>>,
    },
    /// KMS refused.
    Refused {
        /// Whose KMS.
        region: Region,
        /// Its exception.
        error: KmsError,
    },
    /// The file could not be opened although KMS opened the data key.
    FileDamaged(String),
}

impl Leg {
    /// Whether nothing more will happen.
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Opened { .. } | Self::Refused { .. } | Self::FileDamaged(_))
    }
}

/// Moments of a transfer, as far as they have come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// The source's KMS was called.
    pub asked: Option<Timestamp>,
    /// The ciphertext left.
    pub left: Option<Timestamp>,
    /// The ciphertext arrived and the destination's KMS was called.
    pub arrived: Option<Timestamp>,
    /// It was over.
    pub ended: Option<Timestamp>,
}

/// What people changed of a ciphertext that is sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// A bit of this byte of what travels, counted from 0.
    Bit(usize),
    /// The encryption context that the reader names.
    Context,
}

/// Something on its way from plaintext in one Region to plaintext in another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Transfer {
    /// Its number.
    pub id: TransferId,
    /// What people call it.
    pub name: String,
    /// Where it is encrypted.
    pub source: Region,
    /// Where it is decrypted.
    pub destination: Region,
    /// The key as the writer named it.
    pub key_id: String,
    /// The encryption context at the source.
    pub context: EncryptionContext,
    /// The encryption context that the reader gives.
    pub reader_context: EncryptionContext,
    /// Who encrypts.
    pub writer: Arc<str>,
    /// Who decrypts.
    pub reader: Arc<str>,
    /// What went in; of a ciphertext that was made elsewhere nobody knows it.
    pub original: Fingerprint,
    /// Whether the ciphertext was there before the transfer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub made_elsewhere: bool,
    /// What was changed before it was sent again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Change>,
    /// What travels, once it is encrypted.
    pub message: Option<Message>,
    /// How far it is.
    pub leg: Leg,
    /// When.
    pub times: Times,
}

impl Transfer {
    /// What the destination's KMS is asked; nothing if there is no ciphertext.
    pub fn decrypt_request(&self) -> Option<DecryptRequest> {
        Some(DecryptRequest {
            ciphertext_blob: Some(self.message.as_ref()?.kms_ciphertext().clone()),
            encryption_context: self.reader_context.clone(),
            ..Default::default()
        })
    }

    /// Whether what came out is what went in.
    pub fn is_identical(&self) -> bool {
        matches!(&self.leg, Leg::Opened { result, .. } if *result == self.original)
    }
}
