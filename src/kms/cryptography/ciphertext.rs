//! The layout of a symmetric ciphertext.
//!
//! | offset | bytes | meaning |
//! | --- | --- | --- |
//! | 0 | `01 02` | format |
//! | 2 | `02` or `03` | made by Encrypt and ReEncrypt, or by GenerateDataKey |
//! | 3 | `00 78` | constant |
//! | 5 | 32 | key material id: which version of which key's material opens it |
//! | 37 | `01` | constant |
//! | 38 | 16 | nonce of the key derivation |
//! | 54 | 4 | length of what follows, big-endian |
//! | 58 | | PKCS #7 `EncryptedData` in DER: the GCM nonce, and body and tag |
//!
//! No key id, ARN, account or Region stands in it: any key that owns the material can open it.

use std::ops::Range;

use super::der;
use crate::kms::KeyMaterialId;

const FORMAT: [u8; 2] = [1, 2];
const AFTER_KIND: [u8; 2] = [0x00, 0x78];
const BEFORE_NONCE: u8 = 1;
/// Where the length field stands; all before it is authenticated.
const HEADER: usize = 54;
const BODY_START: usize = HEADER + 4;

const SEQUENCE: u8 = 0x30;
const OBJECT_ID: u8 = 0x06;
const INTEGER: u8 = 0x02;
const OCTETS: u8 = 0x04;
const EXPLICIT_0: u8 = 0xa0;
const IMPLICIT_0: u8 = 0x80;
/// 1.2.840.113549.1.7.6
const ENCRYPTED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x06];
/// 1.2.840.113549.1.7.1
const DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01];
/// 2.16.840.1.101.3.4.1.46
const AES_256_GCM: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2e];

/// Length of the GCM tag at a ciphertext's end.
pub const TAG_LENGTH: usize = 16;

/// Which operation made a ciphertext.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CiphertextKind {
    /// Encrypt or ReEncrypt.
    Message,
    /// GenerateDataKey and its relatives.
    DataKey,
}

impl CiphertextKind {
    fn byte(self) -> u8 {
        match self {
            Self::Message => 2,
            Self::DataKey => 3,
        }
    }
}

/// A symmetric ciphertext, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SymmetricCiphertext<'a> {
    /// Which operation made it.
    pub kind: CiphertextKind,
    /// The version of key material that opens it.
    pub material: KeyMaterialId,
    /// The nonce of the key derivation.
    pub nonce: [u8; 16],
    /// The nonce of AES-GCM.
    pub iv: [u8; 12],
    /// The encrypted bytes with the tag behind them.
    pub body: &'a [u8],
}

/// What a run of bytes of a ciphertext means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartRole {
    /// Format, kind and constants.
    Header,
    /// The key material id.
    KeyMaterial,
    /// The nonce of the key derivation.
    DerivationNonce,
    /// Lengths and object ids of the DER structure.
    Structure,
    /// The nonce of AES-GCM.
    Iv,
    /// The encrypted bytes.
    Body,
    /// The authentication tag.
    Tag,
}

/// A run of bytes of a ciphertext with its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CiphertextPart {
    /// What the bytes mean.
    pub role: PartRole,
    /// Where they stand.
    pub bytes: Range<usize>,
}

impl<'a> SymmetricCiphertext<'a> {
    /// The bytes before the length field, which are authenticated together with the encryption context.
    pub fn header(kind: CiphertextKind, material: &KeyMaterialId, nonce: &[u8; 16]) -> [u8; HEADER] {
        let mut header = [0; HEADER];
        header[..2].copy_from_slice(&FORMAT);
        header[2] = kind.byte();
        header[3..5].copy_from_slice(&AFTER_KIND);
        header[5..37].copy_from_slice(&material.0);
        header[37] = BEFORE_NONCE;
        header[38..].copy_from_slice(nonce);
        header
    }

    /// All of a ciphertext before its body, in a buffer with room for a body of so many bytes.
    pub fn before_body(
        kind: CiphertextKind,
        material: &KeyMaterialId,
        nonce: &[u8; 16],
        iv: &[u8; 12],
        body: usize,
    ) -> Vec<u8> {
        // From the inside to the outside.
        let parameters = der::element_length(iv.len()) + der::element_length(1);
        let algorithm = der::element_length(AES_256_GCM.len()) + der::element_length(parameters);
        let content =
            der::element_length(DATA.len()) + der::element_length(algorithm) + der::element_length(body);
        let encrypted = der::element_length(1) + der::element_length(content);
        let explicit = der::element_length(encrypted);
        let outer = der::element_length(ENCRYPTED_DATA.len()) + der::element_length(explicit);
        let structure = der::element_length(outer);

        let mut bytes = Vec::with_capacity(BODY_START + structure);
        bytes.extend_from_slice(&Self::header(kind, material, nonce));
        bytes.extend_from_slice(&(structure as u32).to_be_bytes()); // a request carries 6144 bytes at most
        der::open(&mut bytes, SEQUENCE, outer);
        der::push(&mut bytes, OBJECT_ID, ENCRYPTED_DATA);
        der::open(&mut bytes, EXPLICIT_0, explicit);
        der::open(&mut bytes, SEQUENCE, encrypted);
        der::push(&mut bytes, INTEGER, &[0]);
        der::open(&mut bytes, SEQUENCE, content);
        der::push(&mut bytes, OBJECT_ID, DATA);
        der::open(&mut bytes, SEQUENCE, algorithm);
        der::push(&mut bytes, OBJECT_ID, AES_256_GCM);
        der::open(&mut bytes, SEQUENCE, parameters);
        der::push(&mut bytes, OCTETS, iv);
        der::push(&mut bytes, INTEGER, &[TAG_LENGTH as u8]);
        der::open(&mut bytes, IMPLICIT_0, body);
        bytes
    }

    /// The ciphertext as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let Self { kind, material, nonce, iv, body } = self;
        let mut bytes = Self::before_body(*kind, material, nonce, iv, body.len());
        bytes.extend_from_slice(body);
        bytes
    }

    /// Takes a ciphertext apart, or nothing if the bytes are not laid out as one.
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        if bytes.len() < BODY_START || bytes[..2] != FORMAT || bytes[3..5] != AFTER_KIND {
            return None;
        }
        let kind = match bytes[2] {
            2 => CiphertextKind::Message,
            3 => CiphertextKind::DataKey,
            _ => return None,
        };
        let material = KeyMaterialId(bytes[5..37].try_into().ok()?);
        let nonce = bytes[38..HEADER].try_into().ok()?;
        let length = u32::from_be_bytes(bytes[HEADER..BODY_START].try_into().ok()?);
        let mut rest = &bytes[BODY_START..];
        if bytes[37] != BEFORE_NONCE || usize::try_from(length).ok()? != rest.len() {
            return None;
        }
        let (iv, body) = Self::parse_structure(&mut rest)?;
        Some(Self { kind, material, nonce, iv, body })
    }

    fn parse_structure(rest: &mut &'a [u8]) -> Option<([u8; 12], &'a [u8])> {
        let expect = |found: &[u8], expected: &[u8]| (found == expected).then_some(());
        let end = |rest: &[u8]| rest.is_empty().then_some(());
        let mut structure = der::take(rest, SEQUENCE)?;
        end(rest)?;
        expect(der::take(&mut structure, OBJECT_ID)?, ENCRYPTED_DATA)?;
        let mut explicit = der::take(&mut structure, EXPLICIT_0)?;
        end(structure)?;
        let mut encrypted = der::take(&mut explicit, SEQUENCE)?;
        end(explicit)?;
        expect(der::take(&mut encrypted, INTEGER)?, &[0])?;
        let mut content = der::take(&mut encrypted, SEQUENCE)?;
        end(encrypted)?;
        expect(der::take(&mut content, OBJECT_ID)?, DATA)?;
        let mut algorithm = der::take(&mut content, SEQUENCE)?;
        let body = der::take(&mut content, IMPLICIT_0)?;
        end(content)?;
        expect(der::take(&mut algorithm, OBJECT_ID)?, AES_256_GCM)?;
        let mut parameters = der::take(&mut algorithm, SEQUENCE)?;
        end(algorithm)?;
        let iv = der::take(&mut parameters, OCTETS)?.try_into().ok()?;
        expect(der::take(&mut parameters, INTEGER)?, &[TAG_LENGTH as u8])?;
        end(parameters)?;
        Some((iv, body))
    }

    /// The meaning of each byte of a ciphertext, in order and without gaps; nothing if it is not laid out as one.
    pub fn anatomy(bytes: &[u8]) -> Option<Vec<CiphertextPart>> {
        let parsed = SymmetricCiphertext::parse(bytes)?;
        let body_start = bytes.len() - parsed.body.len();
        let tag_start = bytes.len().checked_sub(TAG_LENGTH).filter(|start| *start >= body_start)?;
        // Behind the nonce stand the tag length (3 bytes) and the body's own tag and length.
        let iv_end = Self::iv_end(bytes, body_start, &parsed.iv)?;
        let runs = [
            (PartRole::Header, 5),
            (PartRole::KeyMaterial, 37),
            (PartRole::Header, 38),
            (PartRole::DerivationNonce, HEADER),
            (PartRole::Structure, iv_end - parsed.iv.len()),
            (PartRole::Iv, iv_end),
            (PartRole::Structure, body_start),
            (PartRole::Body, tag_start),
            (PartRole::Tag, bytes.len()),
        ];
        let mut start = 0;
        let mut parts = Vec::with_capacity(runs.len());
        for (role, end) in runs {
            if start < end {
                parts.push(CiphertextPart { role, bytes: start..end });
            }
            start = end;
        }
        Some(parts)
    }

    fn iv_end(bytes: &[u8], body_start: usize, iv: &[u8; 12]) -> Option<usize> {
        let structure = &bytes[BODY_START..body_start];
        let start = structure.windows(iv.len()).rposition(|window| window == iv)?;
        Some(BODY_START + start + iv.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(body: usize) -> SymmetricCiphertext<'static> {
        SymmetricCiphertext {
            kind: CiphertextKind::Message,
            material: KeyMaterialId([7; 32]),
            nonce: [8; 16],
            iv: [9; 12],
            body: &[5; 5000][..body],
        }
    }

    #[test]
    fn a_ciphertext_comes_apart_as_it_was_put_together() {
        for body in [28, 100, 127, 128, 255, 256, 4123] {
            let made = sample(body);
            assert_eq!(SymmetricCiphertext::parse(&made.to_bytes()), Some(made), "{body}");
        }
    }

    #[test]
    fn a_recorded_ciphertext_is_read_and_written_back_byte_for_byte() {
        use base64::{Engine as _, engine::general_purpose::STANDARD};
        let recorded = STANDARD
            .decode(concat!(
                "AQICAHir0ui59IhhxerNSGWcivuEKUVOTTUODvAwMZqqKIhn7wFu8PiQgBGXfPYCWczVO42JAAAAdDByBgkqhkiG9w0BBwag",
                "ZTBjAgEAMF4GCSqGSIb3DQEHATAeBglghkgBZQMEAS4wEQQMpv0Kyh8bR051kBTtAgEQgDFeBLCU2kY3ZjO2Tm9D7e+mLF1L",
                "4bCooYlMn5/sJaA4ur3GACXGbcpXNZQ0pF3uurKw"
            ))
            .expect("valid Base64");
        let parsed = SymmetricCiphertext::parse(&recorded).expect("laid out as described");
        assert_eq!(parsed.body.len(), 22 + 11 + 16);
        assert!(parsed.material.to_string().starts_with("abd2e8b9"));
        assert_eq!(parsed.to_bytes(), recorded);
    }

    #[test]
    fn the_anatomy_covers_every_byte_once() {
        let bytes = sample(49).to_bytes();
        let parts = SymmetricCiphertext::anatomy(&bytes).expect("well-formed");
        let mut next = 0;
        for part in &parts {
            assert_eq!(part.bytes.start, next);
            next = part.bytes.end;
        }
        assert_eq!(next, bytes.len());
        let iv = parts.iter().find(|part| part.role == PartRole::Iv).expect("has a nonce");
        assert_eq!(bytes[iv.bytes.clone()], [9; 12]);
    }

    #[test]
    fn damaged_bytes_are_refused_or_read_and_never_panic() {
        let bytes = sample(49).to_bytes();
        for length in 0..bytes.len() {
            assert_eq!(SymmetricCiphertext::parse(&bytes[..length]), None, "cut to {length}");
        }
        for index in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[index] ^= 0x81;
            let _ = SymmetricCiphertext::anatomy(&damaged);
            if index < 5 || index == 37 {
                assert_eq!(SymmetricCiphertext::parse(&damaged), None, "byte {index}");
            }
        }
    }
}
