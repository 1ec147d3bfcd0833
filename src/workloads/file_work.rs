//! What is done with a file outside the stage: encrypting it under a data key, and decrypting it under one that KMS has
//! opened.

use std::sync::Arc;

use super::{
    envelope::{self, DataKey, EnvelopeError},
    transfer::{Fingerprint, Message, TransferId},
};
use crate::kms::{
    Timestamp,
    api::{Blob, EncryptionContext},
};

impl PartialEq for FileToOpen {
    fn eq(&self, other: &Self) -> bool {
        self.transfer == other.transfer
    }
}

/// A data key for a file: what a client needs to encrypt it.
#[derive(Clone)]
pub struct FileKey {
    pub(super) key: DataKey,
    pub(super) wrapped: Blob,
    pub(super) nonce: [u8; 7],
    pub(super) asked: Timestamp,
}

impl FileKey {
    /// Encrypts the file, wherever that is convenient.
    ///
    /// # Errors
    /// If it is too large, or `progress` stops it.
    pub fn seal(
        &self,
        file: &[u8],
        context: &EncryptionContext,
        progress: envelope::Progress<'_>,
    ) -> Result<SealedFile, EnvelopeError> {
        let bytes = envelope::seal(&self.key, &self.wrapped.0, &self.nonce, file, context, progress)?;
        let message = Message::envelope(bytes).ok_or(EnvelopeError::NotAuthentic)?;
        Ok(SealedFile { message, original: Fingerprint::of(file), asked: self.asked })
    }
}

/// A file that was encrypted and can be sent.
#[derive(Clone, Debug)]
pub struct SealedFile {
    pub(super) message: Message,
    pub(super) original: Fingerprint,
    pub(super) asked: Timestamp,
}

/// A file whose data key KMS has opened in the destination.
#[derive(Clone)]
pub struct FileToOpen {
    /// The transfer it belongs to.
    pub transfer: TransferId,
    pub(super) key: DataKey,
    pub(super) body: Arc<[u8]>,
    pub(super) context: EncryptionContext,
}

impl std::fmt::Debug for FileToOpen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FileToOpen").field("transfer", &self.transfer).finish_non_exhaustive()
    }
}

impl FileToOpen {
    /// Decrypts the file, wherever that is convenient.
    ///
    /// # Errors
    /// If it is not what was encrypted, or `progress` stops it.
    pub fn open(&self, progress: envelope::Progress<'_>) -> Result<OpenedFile, EnvelopeError> {
        let plaintext = envelope::open(&self.key, &self.body, &self.context, progress)?;
        Ok(OpenedFile { result: Fingerprint::of(&plaintext), plaintext: plaintext.into() })
    }
}

/// A file that was decrypted.
#[derive(Clone, Debug)]
pub struct OpenedFile {
    pub(super) result: Fingerprint,
    pub(super) plaintext: Arc<[u8]>,
}
