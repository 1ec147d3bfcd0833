//! Client-side envelope encryption of a file: the file under a data key with AES-256-GCM, in segments; the data key
//! wrapped by KMS. The wrapped key travels with the file.
//!
//! Segments are bound to their place and to the header by the STREAM construction, so none can be dropped, moved
//! or cut off. The work is done in steps that report their progress and can be stopped.

use std::ops::ControlFlow;

use aead_stream::{DecryptorBE32, EncryptorBE32};
use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Buffer, array::Array},
};

use crate::kms::api::EncryptionContext;

/// The most bytes of a file.
pub const MAX_FILE_BYTES: usize = 64 << 20;
/// Plaintext bytes of one segment.
const SEGMENT: usize = 1 << 20;
const TAG: usize = 16;
const MAGIC: &[u8; 8] = b"MRKENV\0\x01";
/// Bytes of the nonce that all segments share; the rest counts them.
const NONCE_PREFIX: usize = 7;

/// A data key in the clear, as GenerateDataKey and Decrypt give it to a client.
#[derive(Clone, PartialEq, Eq)]
pub struct DataKey([u8; 32]);

impl DataKey {
    /// The data key in these bytes, if there are 32 of them.
    pub fn new(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

/// Why a file was not encrypted or decrypted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    /// It was stopped.
    #[error("stopped before the end")]
    Stopped,
    /// The file is too large.
    #[error("the file is larger than {} MiB; choose a smaller one", MAX_FILE_BYTES >> 20)]
    TooLarge,
    /// The bytes are not those that were encrypted under this data key and context.
    #[error("the encrypted file was changed, or belongs to another data key or encryption context")]
    NotAuthentic,
}

/// Hears how many of how many bytes are done, and says whether to go on.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>;

/// The bytes before the segments: the wrapped key and where the nonces begin. Authenticated with every segment,
/// together with the encryption context.
fn header(wrapped_key: &[u8], nonce: &[u8; NONCE_PREFIX]) -> Vec<u8> {
    let mut header = MAGIC.to_vec();
    header.extend_from_slice(&(wrapped_key.len() as u32).to_be_bytes()); // a wrapped key is at most 6144 bytes
    header.extend_from_slice(wrapped_key);
    header.extend_from_slice(nonce);
    header
}

fn additional_data(header: &[u8], context: &EncryptionContext) -> Vec<u8> {
    let mut data = header.to_vec();
    for text in context.iter().flat_map(|(key, value)| [key, value]) {
        data.extend_from_slice(&(text.len() as u32).to_be_bytes()); // far below 4 GiB
        data.extend_from_slice(text.as_bytes());
    }
    data
}

/// A segment inside the message buffer, as the cipher wants it.
struct Segment<'a>(&'a mut Vec<u8>);

impl AsRef<[u8]> for Segment<'_> {
    fn as_ref(&self) -> &[u8] {
        self.0
    }
}

impl AsMut<[u8]> for Segment<'_> {
    fn as_mut(&mut self) -> &mut [u8] {
        self.0
    }
}

impl Buffer for Segment<'_> {
    fn extend_from_slice(&mut self, other: &[u8]) -> aes_gcm::aead::Result<()> {
        self.0.extend_from_slice(other);
        Ok(())
    }

    fn truncate(&mut self, len: usize) {
        self.0.truncate(len);
    }
}

fn report(progress: Progress<'_>, done: usize, all: usize) -> Result<(), EnvelopeError> {
    match progress(done as u64, all as u64) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(EnvelopeError::Stopped),
    }
}

/// Encrypts a file under a data key; the answer holds the wrapped key and can travel.
///
/// # Errors
/// If the file is too large, or `progress` stops it.
pub fn seal(
    key: &DataKey,
    wrapped_key: &[u8],
    nonce: &[u8; NONCE_PREFIX],
    file: &[u8],
    context: &EncryptionContext,
    progress: Progress<'_>,
) -> Result<Vec<u8>, EnvelopeError> {
    if file.len() > MAX_FILE_BYTES {
        return Err(EnvelopeError::TooLarge);
    }
    let mut message = header(wrapped_key, nonce);
    let aad = additional_data(&message, context);
    message.reserve(file.len() + TAG * (file.len() / SEGMENT + 1));
    let mut cipher = EncryptorBE32::from_aead(Aes256Gcm::new(&key.0.into()), &Array::from(*nonce));
    let mut segments = file.chunks(SEGMENT);
    let mut done = 0;
    let mut buffer = Vec::with_capacity(SEGMENT + TAG);
    // An empty file is one empty segment.
    let mut segment: &[u8] = segments.next().unwrap_or_default();
    for next in segments {
        buffer.clear();
        buffer.extend_from_slice(segment);
        cipher.encrypt_next_in_place(&aad, &mut Segment(&mut buffer)).map_err(|_| EnvelopeError::TooLarge)?;
        message.extend_from_slice(&buffer);
        done += segment.len();
        report(progress, done, file.len())?;
        segment = next;
    }
    buffer.clear();
    buffer.extend_from_slice(segment);
    cipher.encrypt_last_in_place(&aad, &mut Segment(&mut buffer)).map_err(|_| EnvelopeError::TooLarge)?;
    message.extend_from_slice(&buffer);
    report(progress, file.len(), file.len())?;
    Ok(message)
}

/// The wrapped key of an encrypted file, and where it stands; nothing if the bytes are not such a file.
pub fn wrapped_key(message: &[u8]) -> Option<&[u8]> {
    let rest = message.strip_prefix(MAGIC)?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    rest.get(..usize::try_from(u32::from_be_bytes(*length)).ok()?)
}

/// Where the wrapped key stands in an encrypted file.
pub const WRAPPED_KEY_OFFSET: usize = MAGIC.len() + 4;

/// Decrypts a file under its data key.
///
/// # Errors
/// If it is not what was encrypted under this key and context, or `progress` stops it.
pub fn open(
    key: &DataKey,
    message: &[u8],
    context: &EncryptionContext,
    progress: Progress<'_>,
) -> Result<Vec<u8>, EnvelopeError> {
    let header_length =
        wrapped_key(message).ok_or(EnvelopeError::NotAuthentic)?.len() + WRAPPED_KEY_OFFSET + NONCE_PREFIX;
    let (header, body) = message.split_at_checked(header_length).ok_or(EnvelopeError::NotAuthentic)?;
    let nonce: [u8; NONCE_PREFIX] =
        header[header_length - NONCE_PREFIX..].try_into().map_err(|_| EnvelopeError::NotAuthentic)?;
    let aad = additional_data(header, context);
    let mut cipher = DecryptorBE32::from_aead(Aes256Gcm::new(&key.0.into()), &Array::from(nonce));
    let mut segments = body.chunks(SEGMENT + TAG);
    let mut file = Vec::with_capacity(body.len());
    let mut buffer = Vec::with_capacity(SEGMENT + TAG);
    let mut segment: &[u8] = segments.next().unwrap_or_default();
    for next in segments {
        buffer.clear();
        buffer.extend_from_slice(segment);
        cipher
            .decrypt_next_in_place(&aad, &mut Segment(&mut buffer))
            .map_err(|_| EnvelopeError::NotAuthentic)?;
        file.extend_from_slice(&buffer);
        report(progress, file.len(), body.len())?;
        segment = next;
    }
    buffer.clear();
    buffer.extend_from_slice(segment);
    cipher.decrypt_last_in_place(&aad, &mut Segment(&mut buffer)).map_err(|_| EnvelopeError::NotAuthentic)?;
    file.extend_from_slice(&buffer);
    report(progress, body.len(), body.len())?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: DataKey = DataKey([7; 32]);
    const NONCE: [u8; NONCE_PREFIX] = [9; NONCE_PREFIX];

    fn context() -> EncryptionContext {
        EncryptionContext::from([("Purpose".to_owned(), "Test".to_owned())])
    }

    fn sealed(file: &[u8]) -> Vec<u8> {
        seal(&KEY, b"wrapped", &NONCE, file, &context(), &mut |_, _| ControlFlow::Continue(()))
            .expect("small enough")
    }

    fn opened(message: &[u8]) -> Result<Vec<u8>, EnvelopeError> {
        open(&KEY, message, &context(), &mut |_, _| ControlFlow::Continue(()))
    }

    #[test]
    fn files_of_every_size_come_back_as_they_were() {
        for length in [0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT, 2 * SEGMENT + 5] {
            let file: Vec<u8> = (0..length).map(|index| (index % 251) as u8).collect();
            let message = sealed(&file);
            assert_eq!(wrapped_key(&message), Some(b"wrapped".as_slice()));
            assert_eq!(opened(&message).as_ref(), Ok(&file), "{length} bytes");
        }
    }

    #[test]
    fn a_changed_cut_or_reordered_file_is_refused() {
        let message = sealed(&vec![5; 2 * SEGMENT + 100]);
        let body = WRAPPED_KEY_OFFSET + 7 + NONCE_PREFIX;
        for index in [WRAPPED_KEY_OFFSET, body - 1, body, body + SEGMENT + TAG, message.len() - 1] {
            let mut changed = message.clone();
            changed[index] ^= 1;
            assert_eq!(opened(&changed), Err(EnvelopeError::NotAuthentic), "byte {index}");
        }
        let cut = &message[..body + 2 * (SEGMENT + TAG)];
        assert_eq!(opened(cut), Err(EnvelopeError::NotAuthentic));
        let mut swapped = message[..body].to_vec();
        swapped.extend_from_slice(&message[body + SEGMENT + TAG..body + 2 * (SEGMENT + TAG)]);
        swapped.extend_from_slice(&message[body..body + SEGMENT + TAG]);
        swapped.extend_from_slice(&message[body + 2 * (SEGMENT + TAG)..]);
        assert_eq!(opened(&swapped), Err(EnvelopeError::NotAuthentic));
        let other = EncryptionContext::new();
        let answer = open(&KEY, &message, &other, &mut |_, _| ControlFlow::Continue(()));
        assert_eq!(answer, Err(EnvelopeError::NotAuthentic));
        for length in 0..body {
            assert_eq!(opened(&message[..length]), Err(EnvelopeError::NotAuthentic), "cut to {length}");
        }
    }

    #[test]
    fn progress_rises_to_the_end_and_can_stop_the_work() {
        let file = vec![0; 3 * SEGMENT];
        let mut heard = Vec::new();
        let sealed = seal(&KEY, b"w", &NONCE, &file, &context(), &mut |done, all| {
            heard.push((done, all));
            ControlFlow::Continue(())
        });
        assert!(sealed.is_ok() && heard.is_sorted());
        assert_eq!(heard.last(), Some(&(3 * SEGMENT as u64, 3 * SEGMENT as u64)));
        let stopped = seal(&KEY, b"w", &NONCE, &file, &context(), &mut |_, _| ControlFlow::Break(()));
        assert_eq!(stopped, Err(EnvelopeError::Stopped));
        let large = vec![0; MAX_FILE_BYTES + 1];
        let answer = seal(&KEY, b"w", &NONCE, &large, &context(), &mut |_, _| ControlFlow::Continue(()));
        assert_eq!(answer, Err(EnvelopeError::TooLarge));
    }
}
