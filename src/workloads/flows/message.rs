//! What a client-side workload stores and sends: a message like those of the AWS Encryption SDK. Its header names every
//! key that wraps the data key, and the encryption context; its body is the data under the data key (AES-256-GCM),
//! bound to the header.
//!
//! It is this program's own layout, not the SDK's.

use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use crate::kms::{
    Region,
    api::{Blob, EncryptionContext},
    cryptography::{seal, unseal},
};

const MAGIC: &[u8; 8] = b"MRKMSG\0\x01";
/// The most bytes of one part of a header.
const LONGEST_PART: usize = 1 << 16;

/// A data key, wrapped under one KMS key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrappedKey {
    /// The ARN of the key that wraps it, as KMS told it.
    pub key: String,
    /// The ciphertext of KMS.
    pub blob: Blob,
}

impl WrappedKey {
    /// The Region of the ARN.
    pub fn region(&self) -> Option<Region> {
        Region::parse(self.key.split(':').nth(3)?)
    }

    /// Whether the ARN is of a multi-Region key.
    pub fn is_multi_region(&self) -> bool {
        self.key.rsplit_once("key/").is_some_and(|(_, id)| id.starts_with("mrk-"))
    }

    /// The ARN of the same key's member in another Region, as a client writes it that knows multi-Region keys.
    pub fn arn_in(&self, region: Region) -> String {
        let mut parts: Vec<&str> = self.key.splitn(5, ':').collect();
        if let Some(part) = parts.get_mut(3) {
            *part = region.code();
        }
        parts.join(":")
    }
}

/// An encrypted message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The encryption context, in the clear.
    pub context: EncryptionContext,
    /// The data key under every key that can open the message. With a bucket key: the bucket key under KMS's key.
    pub wrapped: Vec<WrappedKey>,
    /// With a bucket key: the data key under the bucket key.
    pub inner: Option<Blob>,
    /// The nonce of the body.
    pub iv: [u8; 12],
    /// The data under the data key.
    pub body: Blob,
    #[serde(skip)]
    encoded: Encoded,
}

/// The bytes of a message, put together when they are first asked for: one message goes to many Regions.
#[derive(Clone, Debug, Default)]
struct Encoded(OnceLock<Arc<Blob>>);

impl PartialEq for Encoded {
    /// They follow from the rest of the message.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Encoded {}

impl Message {
    /// Encrypts data under a data key.
    pub fn seal(
        data_key: &[u8; 32],
        context: EncryptionContext,
        (wrapped, inner): (Vec<WrappedKey>, Option<Blob>),
        iv: [u8; 12],
        data: &[u8],
    ) -> Self {
        let (body, encoded) = (Blob(Vec::new()), Encoded::default());
        let mut message = Self { context, wrapped, inner, iv, body, encoded };
        message.body = Blob(seal(data_key, &iv, data, &message.header()));
        message
    }

    /// Decrypts the body; nothing if it was changed, or the data key is another one.
    pub fn open(&self, data_key: &[u8; 32]) -> Option<Vec<u8>> {
        unseal(data_key, &self.iv, &self.body.0, &self.header())
    }

    /// All bytes before the body.
    pub fn header(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        put_count(&mut bytes, self.context.len());
        for (name, value) in &self.context {
            put(&mut bytes, name.as_bytes());
            put(&mut bytes, value.as_bytes());
        }
        put_count(&mut bytes, self.wrapped.len());
        for wrapped in &self.wrapped {
            put(&mut bytes, wrapped.key.as_bytes());
            put(&mut bytes, &wrapped.blob.0);
        }
        put(&mut bytes, self.inner.as_ref().map_or(&[], |inner| &inner.0));
        bytes.extend_from_slice(&self.iv);
        bytes
    }

    /// The bytes that are stored and sent.
    pub fn bytes(&self) -> Arc<Blob> {
        let encode = || {
            let mut bytes = self.header();
            bytes.extend_from_slice(&self.body.0);
            Arc::new(Blob(bytes))
        };
        Arc::clone(self.encoded.0.get_or_init(encode))
    }

    /// Reads the bytes of a message; nothing if they are none.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let mut context = EncryptionContext::new();
        for _ in 0..take_count(&mut rest)? {
            let name = String::from_utf8(take(&mut rest)?.to_vec()).ok()?;
            context.insert(name, String::from_utf8(take(&mut rest)?.to_vec()).ok()?);
        }
        let mut wrapped = Vec::new();
        for _ in 0..take_count(&mut rest)? {
            let key = String::from_utf8(take(&mut rest)?.to_vec()).ok()?;
            wrapped.push(WrappedKey { key, blob: take(&mut rest)?.into() });
        }
        let inner = Some(take(&mut rest)?).filter(|it| !it.is_empty()).map(Blob::from);
        let (iv, body) = rest.split_first_chunk::<12>()?;
        let encoded = Encoded::default();
        Some(Self { context, wrapped, inner, iv: *iv, body: body.into(), encoded })
    }
}

fn put_count(bytes: &mut Vec<u8>, count: usize) {
    bytes.extend_from_slice(&(count.min(usize::from(u16::MAX)) as u16).to_be_bytes());
}

fn put(bytes: &mut Vec<u8>, part: &[u8]) {
    let part = &part[..part.len().min(LONGEST_PART)]; // KMS makes no longer ones
    bytes.extend_from_slice(&(part.len() as u32).to_be_bytes());
    bytes.extend_from_slice(part);
}

fn take_count(rest: &mut &[u8]) -> Option<u16> {
    let (count, after) = rest.split_first_chunk::<2>()?;
    *rest = after;
    Some(u16::from_be_bytes(*count))
}

fn take<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, after) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok().filter(|it| *it <= LONGEST_PART)?;
    let (part, after) = after.split_at_checked(length)?;
    *rest = after;
    Some(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message() -> Message {
        let context = EncryptionContext::from([("Purpose".to_owned(), "Test".to_owned())]);
        let wrapped = |key: &str| WrappedKey { key: key.to_owned(), blob: b"blob".as_slice().into() };
        let keys = vec![
            wrapped("arn:aws:kms:us-east-1:111111111111:key/mrk-1234567890abcdef1234567890abcdef"),
            wrapped("arn:aws:kms:eu-west-1:111111111111:key/12345678-1234-1234-1234-123456789012"),
        ];
        Message::seal(&[7; 32], context, (keys, None), [9; 12], b"the data")
    }

    #[test]
    fn a_message_comes_back_from_its_bytes_and_opens() {
        let message = message();
        let again = Message::parse(&message.bytes().0).expect("just written");
        assert_eq!(again, message);
        assert_eq!(again.open(&[7; 32]).as_deref(), Some(b"the data".as_slice()));
        assert_eq!(again.open(&[8; 32]), None);
    }

    #[test]
    fn a_changed_or_cut_message_does_not_open() {
        let bytes = message().bytes().0.clone();
        for index in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[index] ^= 1;
            let opened = Message::parse(&changed).and_then(|it| it.open(&[7; 32]));
            assert_eq!(opened, None, "byte {index}");
            let cut = Message::parse(&bytes[..index]).and_then(|it| it.open(&[7; 32]));
            assert_eq!(cut, None, "cut to {index}");
        }
    }

    #[test]
    fn a_wrapped_key_knows_its_region_and_its_relatives() {
        let Message { wrapped, .. } = message();
        assert!(wrapped[0].is_multi_region() && !wrapped[1].is_multi_region());
        let ireland = Region::parse("eu-west-1").expect("known");
        assert_eq!(wrapped[1].region(), Some(ireland));
        assert_eq!(
            wrapped[0].arn_in(ireland),
            "arn:aws:kms:eu-west-1:111111111111:key/mrk-1234567890abcdef1234567890abcdef"
        );
    }
}
