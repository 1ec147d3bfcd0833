//! The names of things in KMS: account ids, key ids, ARNs, alias names, key material ids. Parsed at the edge, never inside.

use std::{cmp::Ordering, fmt, sync::Arc};

use rand_core::Rng;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};

use super::{Region, Timestamp};

/// Gives a name the conversions that it needs.
macro_rules! name_type {
    ($type:ident, $what:literal) => {
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::parse(&text)
                    .ok_or_else(|| de::Error::custom(format_args!(concat!("`{}` is not ", $what), text)))
            }
        }
    };
}

/// An AWS account: twelve digits.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountId([u8; 12]);
name_type!(AccountId, "an account id of twelve digits");

impl AccountId {
    /// The account with this id, if it is twelve digits.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: [u8; 12] = text.as_bytes().try_into().ok()?;
        digits.iter().all(u8::is_ascii_digit).then_some(Self(digits))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        ascii(&self.0)
    }
}

/// The text of a name that was made of ASCII characters alone.
fn ascii(name: &[u8]) -> &str {
    std::str::from_utf8(name).unwrap_or_default()
}

/// A key id: a UUID for a single-Region key, `mrk-` and 32 hexadecimal digits for a multi-Region key.
///
/// Both forms have 36 characters. They stand in the id itself: maps of many keys compare them without following
/// pointers.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct KeyId([u8; 36]);
name_type!(KeyId, "a key id");

/// The order of the texts. Compared in words of eight bytes: ids differ in their first two, and maps compare many.
impl Ord for KeyId {
    fn cmp(&self, other: &Self) -> Ordering {
        compare_words(&self.0, &other.0)
    }
}

impl PartialOrd for KeyId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The order of two texts of the same length, found word for word.
fn compare_words(one: &[u8], other: &[u8]) -> Ordering {
    let ((words, rest), (other_words, other_rest)) = (one.as_chunks::<8>(), other.as_chunks::<8>());
    for (word, other_word) in words.iter().zip(other_words) {
        let order = u64::from_be_bytes(*word).cmp(&u64::from_be_bytes(*other_word));
        if order.is_ne() {
            return order;
        }
    }
    rest.cmp(other_rest)
}

impl KeyId {
    /// The key id in `text`, if it has one of the two forms.
    pub fn parse(text: &str) -> Option<Self> {
        let is_hex = |part: &str| part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        let valid = match text.strip_prefix("mrk-") {
            Some(digits) => digits.len() == 32 && is_hex(digits),
            None => {
                let mut parts = text.split('-');
                [8, 4, 4, 4, 12]
                    .iter()
                    .all(|&length| parts.next().is_some_and(|part| part.len() == length && is_hex(part)))
                    && parts.next().is_none()
            }
        };
        if valid { text.as_bytes().try_into().ok().map(Self) } else { None }
    }

    /// Draws a new id: random, as KMS does it.
    pub fn draw(multi_region: bool, rng: &mut impl Rng) -> Self {
        let mut bytes = [0u8; 16];
        rng.fill_bytes(&mut bytes);
        let text = if multi_region {
            format!("mrk-{}", hex(&bytes))
        } else {
            bytes[6] = (bytes[6] & 0x0f) | 0x40;
            bytes[8] = (bytes[8] & 0x3f) | 0x80;
            uuid_text(&bytes)
        };
        let mut id = [0; 36];
        id.copy_from_slice(text.as_bytes()); // both forms have 36 characters
        Self(id)
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        ascii(&self.0)
    }

    /// Whether the id names a multi-Region key; its prefix says so.
    pub fn is_multi_region(&self) -> bool {
        self.0.starts_with(b"mrk-")
    }
}

/// A custom key store's id: `cks-` and 17 hexadecimal digits.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CustomKeyStoreId(Arc<str>);
name_type!(CustomKeyStoreId, "a custom key store id");

impl CustomKeyStoreId {
    /// How many digits stand behind the prefix.
    const DIGITS: usize = 17;

    /// The id in `text`, if it has the form.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix("cks-")?;
        let is_hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        (digits.len() == Self::DIGITS && digits.bytes().all(is_hex)).then(|| Self(text.into()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Draws a new id.
    pub fn draw(rng: &mut impl Rng) -> Self {
        let mut bytes = [0u8; 9];
        rng.fill_bytes(&mut bytes);
        Self(format!("cks-{}", &hex(&bytes)[..Self::DIGITS]).into())
    }
}

/// Sixteen bytes as `8-4-4-4-12` hexadecimal digits.
pub fn uuid_text(bytes: &[u8; 16]) -> String {
    let digits = hex(bytes);
    format!("{}-{}-{}-{}-{}", &digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..])
}

fn hex_digits(byte: u8) -> [u8; 2] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]
}

/// The UUID of an event of a trail: always the same for the same number and moment.
pub fn event_id(number: u64, time: Timestamp) -> String {
    numbered_uuid("event", number, time)
}

/// The UUID of a request, which all its events share.
pub fn request_id(number: u64, time: Timestamp) -> String {
    numbered_uuid("request", number, time)
}

fn numbered_uuid(purpose: &str, number: u64, time: Timestamp) -> String {
    let digest = Sha256::new()
        .chain_update(purpose)
        .chain_update(number.to_be_bytes())
        .chain_update(time.as_micros().to_be_bytes())
        .finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    uuid_text(&bytes)
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.extend(hex_digits(*byte).map(char::from));
    }
    text
}

/// Reads what [`hex`] writes.
pub(super) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != 2 * N {
        return None;
    }
    let value = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = (value(pair[0])? << 4) | value(pair[1])?;
    }
    Some(bytes)
}

/// The ARN of one member of a key: `arn:<partition>:kms:<region>:<account>:key/<key id>`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct KeyArn {
    /// The Region that the member lives in.
    pub region: Region,
    /// The account that owns the key.
    pub account: AccountId,
    /// The key id; the same for every member of a multi-Region key.
    pub key_id: KeyId,
}

impl KeyArn {
    /// Room for every ARN of a key.
    const LONGEST: usize = 96;

    fn parts(&self) -> [&str; 8] {
        let (partition, region) = (self.region.partition().name(), self.region.code());
        ["arn:", partition, ":kms:", region, ":", self.account.as_str(), ":key/", self.key_id.as_str()]
    }

    /// The ARN as text, made at once: every answer of a key's use holds one.
    pub fn text(&self) -> String {
        let (partition, region) = (self.region.partition().name(), self.region.code());
        let mut text = Vec::with_capacity(Self::LONGEST);
        text.extend_from_slice(b"arn:");
        text.extend_from_slice(partition.as_bytes());
        text.extend_from_slice(b":kms:");
        text.extend_from_slice(region.as_bytes());
        text.push(b':');
        text.extend_from_slice(&self.account.0);
        text.extend_from_slice(b":key/");
        text.extend_from_slice(&self.key_id.0);
        String::from_utf8(text).unwrap_or_default() // all of it is ASCII
    }
}

impl fmt::Display for KeyArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts().into_iter().try_for_each(|part| f.write_str(part))
    }
}

/// An alias name with its prefix, such as `alias/global-encrypt`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AliasName(Arc<str>);
name_type!(AliasName, "an alias name");

impl AliasName {
    /// The prefix of every alias name.
    pub const PREFIX: &str = "alias/";

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The alias name in `text`, if it has the prefix and only characters that KMS allows.
    pub fn parse(text: &str) -> Option<Self> {
        let name = text.strip_prefix(Self::PREFIX)?;
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_' | b'-');
        (!name.is_empty() && text.len() <= 256 && name.bytes().all(allowed)).then(|| Self(text.into()))
    }

    /// The name without its prefix.
    pub fn short(&self) -> &str {
        self.0.strip_prefix(Self::PREFIX).unwrap_or(&self.0)
    }

    /// Whether the name is reserved for AWS managed keys (`alias/aws/…`).
    pub fn is_reserved(&self) -> bool {
        self.short().starts_with("aws/")
    }

    /// The ARN of this alias in a Region and account.
    pub fn arn(&self, region: Region, account: &AccountId) -> String {
        format!("arn:{}:kms:{region}:{account}:{self}", region.partition().name())
    }
}

/// The id of a grant: 64 hexadecimal digits.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GrantId([u8; Self::LENGTH]);
name_type!(GrantId, "a grant id of 64 lower-case hexadecimal digits");

impl GrantId {
    /// How many characters a grant id has.
    pub const LENGTH: usize = 64;

    /// The grant id in `text`, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: [u8; Self::LENGTH] = text.as_bytes().try_into().ok()?;
        digits
            .iter()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte))
            .then_some(Self(digits))
    }

    /// Draws a new id.
    pub fn draw(rng: &mut impl Rng) -> Self {
        let mut bytes = [0; Self::LENGTH / 2];
        rng.fill_bytes(&mut bytes);
        let mut id = [0; Self::LENGTH];
        id.copy_from_slice(hex(&bytes).as_bytes()); // two digits for each byte
        Self(id)
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        ascii(&self.0)
    }
}

/// The id of one version of key material: 32 bytes, the same in every Region of a multi-Region key.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyMaterialId(pub [u8; 32]);

impl Ord for KeyMaterialId {
    fn cmp(&self, other: &Self) -> Ordering {
        compare_words(&self.0, &other.0)
    }
}

impl PartialOrd for KeyMaterialId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for KeyMaterialId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut digits = [0; 64];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(self.0) {
            pair.copy_from_slice(&hex_digits(byte));
        }
        f.write_str(ascii(&digits))
    }
}

impl fmt::Debug for KeyMaterialId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for KeyMaterialId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for KeyMaterialId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        unhex(&text)
            .map(Self)
            .ok_or_else(|| de::Error::custom("a key material id is 64 lower-case hexadecimal digits"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_ids_have_one_of_two_forms() {
        for good in ["mrk-0123456789abcdef0123456789abcdef", "1234abcd-12ab-34cd-56ef-1234567890ab"] {
            assert!(KeyId::parse(good).is_some(), "{good}");
        }
        for bad in [
            "fake-key-id",
            "mrk-abc123def456",
            "mrk-0123456789abcdef0123456789abcdef0",
            "MRK-0123456789abcdef0123456789abcdef",
            "1234abcd12ab34cd56ef1234567890ab",
            "1234abcd-12ab-34cd-56ef-1234567890ab-",
            "1234ABCD-12ab-34cd-56ef-1234567890ab",
            "",
        ] {
            assert!(KeyId::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn alias_names_have_a_prefix_and_few_characters() {
        assert_eq!(AliasName::parse("alias/a_B-9/x").expect("valid").short(), "a_B-9/x");
        assert!(AliasName::parse("alias/aws/s3").expect("valid").is_reserved());
        for bad in ["alias/", "x", "alias/a:b", "alias/ä", "alias/a b"] {
            assert!(AliasName::parse(bad).is_none(), "{bad}");
        }
        assert!(AliasName::parse(&format!("alias/{}", "a".repeat(251))).is_none());
    }

    #[test]
    fn an_arn_names_the_region_and_the_shared_id() {
        let arn = KeyArn {
            region: Region::parse("eu-west-1").expect("known"),
            account: AccountId::parse("111111111111").expect("valid"),
            key_id: KeyId::parse("mrk-0123456789abcdef0123456789abcdef").expect("valid"),
        };
        let text = "arn:aws:kms:eu-west-1:111111111111:key/mrk-0123456789abcdef0123456789abcdef";
        assert_eq!(arn.to_string(), text);
        assert_eq!(arn.text(), text);
    }
}
