//! The values that members of requests and responses have: specs, usages, states, blobs, contexts.

use std::{collections::BTreeMap, fmt};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::kms::{EpochSeconds, Region};

/// Declares an enumeration of the API whose values have names of their own on the wire.
macro_rules! api_enum {
    ($(#[$doc:meta])* $type:ident { $($(#[$variant_doc:meta])* $variant:ident = $name:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $type { $($(#[$variant_doc])* #[serde(rename = $name)] $variant,)+ }

        impl $type {
            /// The value's name in the API.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

api_enum! {
    /// What kind of key material a key has.
    KeySpec {
        /// A 256-bit AES-GCM key.
        SymmetricDefault = "SYMMETRIC_DEFAULT",
    }
}

api_enum! {
    /// What a key may be used for.
    KeyUsage {
        /// Encrypt and decrypt.
        EncryptDecrypt = "ENCRYPT_DECRYPT",
    }
}

api_enum! {
    /// Where a key's material comes from.
    Origin {
        /// KMS makes it.
        AwsKms = "AWS_KMS",
    }
}

api_enum! {
    /// The algorithms of Encrypt and Decrypt.
    EncryptionAlgorithm {
        /// AES-256-GCM under a key derived for each message.
        SymmetricDefault = "SYMMETRIC_DEFAULT",
    }
}

api_enum! {
    /// The sizes of data keys that have names.
    DataKeySpec {
        /// 16 bytes.
        Aes128 = "AES_128",
        /// 32 bytes.
        Aes256 = "AES_256",
    }
}

impl DataKeySpec {
    /// The data key's length in bytes.
    pub fn length(self) -> usize {
        match self {
            Self::Aes128 => 16,
            Self::Aes256 => 32,
        }
    }
}

api_enum! {
    /// The states of a key, as DescribeKey tells them.
    KeyState {
        /// A new replica whose material is on its way.
        Creating = "Creating",
        /// Ready for use.
        Enabled = "Enabled",
        /// Switched off by DisableKey, or left so by CancelKeyDeletion.
        Disabled = "Disabled",
        /// Waiting for its deletion date.
        PendingDeletion = "PendingDeletion",
        /// A primary that waits for its replicas to be deleted.
        PendingReplicaDeletion = "PendingReplicaDeletion",
        /// Its role is being changed by UpdatePrimaryRegion.
        Updating = "Updating",
    }
}

api_enum! {
    /// The role of a multi-Region key in its Region.
    MultiRegionKeyType {
        /// The one member that may be replicated and whose rotation can be set.
        Primary = "PRIMARY",
        /// Any other member.
        Replica = "REPLICA",
    }
}

api_enum! {
    /// Who manages a key.
    KeyManager {
        /// The customer.
        Customer = "CUSTOMER",
    }
}

api_enum! {
    /// What ListKeyRotations lists.
    IncludeKeyMaterial {
        /// The key's material of all times, with the first one.
        AllKeyMaterial = "ALL_KEY_MATERIAL",
        /// Rotations that were completed.
        RotationsOnly = "ROTATIONS_ONLY",
    }
}

api_enum! {
    /// What started a rotation.
    RotationType {
        /// The key's own schedule.
        Automatic = "AUTOMATIC",
        /// RotateKeyOnDemand.
        OnDemand = "ON_DEMAND",
    }
}

api_enum! {
    /// Whether a version of key material is the one that encrypts.
    KeyMaterialState {
        /// Encrypts and decrypts.
        Current = "CURRENT",
        /// Decrypts what it once encrypted.
        NonCurrent = "NON_CURRENT",
    }
}

/// Bytes that the wire carries in Base64.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Blob(pub Vec<u8>);

impl Blob {
    /// The bytes in Base64, as the wire carries them.
    pub fn to_base64(&self) -> String {
        STANDARD.encode(&self.0)
    }
}

impl fmt::Debug for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Blob({} bytes)", self.0.len())
    }
}

impl From<Vec<u8>> for Blob {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Blob {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl Serialize for Blob {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_base64())
    }
}

impl<'de> Deserialize<'de> for Blob {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        STANDARD.decode(text).map(Self).map_err(de::Error::custom)
    }
}

/// Pairs that are bound to a ciphertext as additional authenticated data and never stored in it.
pub type EncryptionContext = BTreeMap<String, String>;

/// A tag of a key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Tag {
    /// 1 to 128 characters.
    pub tag_key: String,
    /// 0 to 256 characters.
    pub tag_value: String,
}

/// One member of a multi-Region key, as `MultiRegionConfiguration` lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct MultiRegionKey {
    /// The member's ARN.
    pub arn: String,
    /// The member's Region.
    pub region: Region,
}

/// How a multi-Region key is spread over Regions; the same in every Region except for the first member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct MultiRegionConfiguration {
    /// The role of the member that was asked.
    pub multi_region_key_type: MultiRegionKeyType,
    /// The primary.
    pub primary_key: MultiRegionKey,
    /// The replicas, in the order of their Regions.
    pub replica_keys: Vec<MultiRegionKey>,
}

/// What DescribeKey tells of a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the members are those of the shape KeyMetadata, by the same names")]
pub struct KeyMetadata {
    #[serde(rename = "AWSAccountId")]
    pub aws_account_id: String,
    pub key_id: String,
    pub arn: String,
    pub creation_date: EpochSeconds,
    pub enabled: bool,
    pub description: String,
    pub key_usage: KeyUsage,
    pub key_state: KeyState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deletion_date: Option<EpochSeconds>,
    pub origin: Origin,
    pub key_manager: KeyManager,
    pub customer_master_key_spec: KeySpec,
    pub key_spec: KeySpec,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encryption_algorithms: Option<Vec<EncryptionAlgorithm>>,
    pub multi_region: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub multi_region_configuration: Option<MultiRegionConfiguration>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending_deletion_window_in_days: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current_key_material_id: Option<String>,
}
