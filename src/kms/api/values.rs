//! The values that members of requests and responses have: specs, usages, states, blobs, contexts.

use std::{collections::BTreeMap, fmt};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Declares an enumeration of the API whose values have names of their own on the wire.
macro_rules! api_enum {
    ($(#[$doc:meta])* $type:ident { $($(#[$variant_doc:meta])* $variant:ident = $name:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $type { $($(#[$variant_doc])* #[serde(rename = $name)] $variant,)+ }

        impl $type {
            /// Every value, in the order of the API model.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The names of all values, in the same order.
            pub const NAMES: &[&str] = &[$($name,)+];

            /// The value with this name in the API.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }

            /// The value's name in the API.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }

        impl crate::kms::api::MemberValue for $type {
            const KIND: crate::kms::api::Kind = crate::kms::api::Kind::Enumeration($type::NAMES);

            fn check(
                &self,
                _: &crate::kms::api::Place<'_>,
                _: &crate::kms::api::Limits,
                _: &mut crate::kms::validate::Violations,
            ) {
            }
        }
    };
}
pub(super) use api_enum;

api_enum! {
    /// Where a key's material comes from.
    Origin {
        /// KMS makes it.
        AwsKms = "AWS_KMS",
        /// It is imported.
        External = "EXTERNAL",
        /// It is made and kept in the CloudHSM cluster of a custom key store.
        AwsCloudHsm = "AWS_CLOUDHSM",
        /// It stays in a key manager outside AWS.
        ExternalKeyStore = "EXTERNAL_KEY_STORE",
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
        /// Its imported material is missing.
        PendingImport = "PendingImport",
        /// A primary that waits for its replicas to be deleted.
        PendingReplicaDeletion = "PendingReplicaDeletion",
        /// Its custom key store is not connected.
        Unavailable = "Unavailable",
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
        /// A service of AWS, for its customer.
        Aws = "AWS",
        /// The customer.
        Customer = "CUSTOMER",
    }
}

api_enum! {
    /// What ListKeyRotations lists.
    IncludeKeyMaterial {
        /// The key's material of all times, with the first one and what waits for rotation.
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
        /// Decrypts what it once encrypted.
        NonCurrent = "NON_CURRENT",
        /// Encrypts and decrypts.
        Current = "CURRENT",
        /// Imported, and waiting for RotateKeyOnDemand.
        PendingRotation = "PENDING_ROTATION",
        /// Imported into the primary, and waiting to be imported into every replica.
        PendingMultiRegionImportAndRotation = "PENDING_MULTI_REGION_IMPORT_AND_ROTATION",
    }
}

api_enum! {
    /// Whether a version of imported material is present in a Region.
    ImportState {
        /// Present.
        Imported = "IMPORTED",
        /// Missing.
        PendingImport = "PENDING_IMPORT",
    }
}

api_enum! {
    /// Whether ImportKeyMaterial brings a new version.
    ImportType {
        /// A version that the key does not have yet.
        NewKeyMaterial = "NEW_KEY_MATERIAL",
        /// A version that the key has, or once had.
        ExistingKeyMaterial = "EXISTING_KEY_MATERIAL",
    }
}

api_enum! {
    /// Whether imported material expires.
    ExpirationModel {
        /// At a moment that the import names.
        KeyMaterialExpires = "KEY_MATERIAL_EXPIRES",
        /// Never.
        KeyMaterialDoesNotExpire = "KEY_MATERIAL_DOES_NOT_EXPIRE",
    }
}

api_enum! {
    /// How material is wrapped for import (`AlgorithmSpec`).
    WrappingAlgorithm {
        /// PKCS #1 v1.5; retired, and refused.
        RsaesPkcs1V15 = "RSAES_PKCS1_V1_5",
        /// OAEP with SHA-1.
        RsaesOaepSha1 = "RSAES_OAEP_SHA_1",
        /// OAEP with SHA-256.
        RsaesOaepSha256 = "RSAES_OAEP_SHA_256",
        /// AES key wrap with padding under a key that is wrapped by OAEP with SHA-1.
        RsaAesKeyWrapSha1 = "RSA_AES_KEY_WRAP_SHA_1",
        /// AES key wrap with padding under a key that is wrapped by OAEP with SHA-256.
        RsaAesKeyWrapSha256 = "RSA_AES_KEY_WRAP_SHA_256",
        /// China's; China Regions only.
        Sm2Pke = "SM2PKE",
    }
}

api_enum! {
    /// The kinds of wrapping keys for import.
    WrappingKeySpec {
        /// RSA of 2048 bits.
        Rsa2048 = "RSA_2048",
        /// RSA of 3072 bits.
        Rsa3072 = "RSA_3072",
        /// RSA of 4096 bits.
        Rsa4096 = "RSA_4096",
        /// China's; China Regions only.
        Sm2 = "SM2",
    }
}

api_enum! {
    /// The operations that a grant can allow.
    GrantOperation {
        /// Decrypt.
        Decrypt = "Decrypt",
        /// Encrypt.
        Encrypt = "Encrypt",
        /// GenerateDataKey.
        GenerateDataKey = "GenerateDataKey",
        /// GenerateDataKeyWithoutPlaintext.
        GenerateDataKeyWithoutPlaintext = "GenerateDataKeyWithoutPlaintext",
        /// ReEncrypt, as the source key.
        ReEncryptFrom = "ReEncryptFrom",
        /// ReEncrypt, as the destination key.
        ReEncryptTo = "ReEncryptTo",
        /// Sign.
        Sign = "Sign",
        /// Verify.
        Verify = "Verify",
        /// GetPublicKey.
        GetPublicKey = "GetPublicKey",
        /// CreateGrant, for no more than the grant itself allows.
        CreateGrant = "CreateGrant",
        /// RetireGrant, by the grantee.
        RetireGrant = "RetireGrant",
        /// DescribeKey.
        DescribeKey = "DescribeKey",
        /// GenerateDataKeyPair.
        GenerateDataKeyPair = "GenerateDataKeyPair",
        /// GenerateDataKeyPairWithoutPlaintext.
        GenerateDataKeyPairWithoutPlaintext = "GenerateDataKeyPairWithoutPlaintext",
        /// GenerateMac.
        GenerateMac = "GenerateMac",
        /// VerifyMac.
        VerifyMac = "VerifyMac",
        /// DeriveSharedSecret.
        DeriveSharedSecret = "DeriveSharedSecret",
        /// Encapsulate.
        Encapsulate = "Encapsulate",
        /// Decapsulate.
        Decapsulate = "Decapsulate",
    }
}

api_enum! {
    /// Whose keys ListKeys lists.
    ResourceOwner {
        /// The caller's account's own.
        Own = "SELF",
        /// Those that other accounts share with it; there is no sharing in this world, so none.
        OtherAccountsViaRam = "OTHER_ACCOUNTS_VIA_RAM",
    }
}

api_enum! {
    /// What a dry run leaves out.
    DryRunModifier {
        /// The ciphertext need not be given, nor be readable.
        IgnoreCiphertext = "IGNORE_CIPHERTEXT",
    }
}

api_enum! {
    /// How an answer is encrypted for an enclave.
    KeyEncryptionMechanism {
        /// OAEP with SHA-256 under the public key of the attestation document.
        RsaesOaepSha256 = "RSAES_OAEP_SHA_256",
    }
}

api_enum! {
    /// What stands behind a custom key store.
    CustomKeyStoreType {
        /// A CloudHSM cluster.
        AwsCloudHsm = "AWS_CLOUDHSM",
        /// A key manager outside AWS, behind a proxy.
        ExternalKeyStore = "EXTERNAL_KEY_STORE",
    }
}

api_enum! {
    /// Whether a custom key store is connected.
    ConnectionState {
        /// Its keys can be used.
        Connected = "CONNECTED",
        /// On the way there.
        Connecting = "CONNECTING",
        /// The last attempt failed; `ConnectionErrorCode` says why.
        Failed = "FAILED",
        /// Its keys cannot be used.
        Disconnected = "DISCONNECTED",
        /// On the way there.
        Disconnecting = "DISCONNECTING",
    }
}

api_enum! {
    /// Why a custom key store could not be connected.
    ConnectionErrorCode {
        /// KMS has not the password of `kmsuser`.
        InvalidCredentials = "INVALID_CREDENTIALS",
        /// The cluster is gone.
        ClusterNotFound = "CLUSTER_NOT_FOUND",
        /// The network does not carry.
        NetworkErrors = "NETWORK_ERRORS",
        /// KMS failed.
        InternalError = "INTERNAL_ERROR",
        /// The cluster has too few HSMs.
        InsufficientCloudHsmHsms = "INSUFFICIENT_CLOUDHSM_HSMS",
        /// `kmsuser` is locked out.
        UserLockedOut = "USER_LOCKED_OUT",
        /// There is no `kmsuser`.
        UserNotFound = "USER_NOT_FOUND",
        /// `kmsuser` is logged in elsewhere.
        UserLoggedIn = "USER_LOGGED_IN",
        /// A subnet of the cluster is gone.
        SubnetNotFound = "SUBNET_NOT_FOUND",
        /// A subnet of the cluster has no free address.
        InsufficientFreeAddressesInSubnet = "INSUFFICIENT_FREE_ADDRESSES_IN_SUBNET",
        /// The proxy refuses.
        XksProxyAccessDenied = "XKS_PROXY_ACCESS_DENIED",
        /// The proxy does not answer.
        XksProxyNotReachable = "XKS_PROXY_NOT_REACHABLE",
        /// The VPC endpoint service is gone.
        XksVpcEndpointServiceNotFound = "XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND",
        /// The proxy's answer makes no sense.
        XksProxyInvalidResponse = "XKS_PROXY_INVALID_RESPONSE",
        /// The proxy is not set up as it must be.
        XksProxyInvalidConfiguration = "XKS_PROXY_INVALID_CONFIGURATION",
        /// The VPC endpoint service is not set up as it must be.
        XksVpcEndpointServiceInvalidConfiguration = "XKS_VPC_ENDPOINT_SERVICE_INVALID_CONFIGURATION",
        /// The proxy did not answer in time.
        XksProxyTimedOut = "XKS_PROXY_TIMED_OUT",
        /// The proxy's TLS is not set up as it must be.
        XksProxyInvalidTlsConfiguration = "XKS_PROXY_INVALID_TLS_CONFIGURATION",
    }
}

api_enum! {
    /// How KMS reaches the proxy of an external key store.
    XksProxyConnectivity {
        /// Over the internet.
        PublicEndpoint = "PUBLIC_ENDPOINT",
        /// Through a VPC endpoint service.
        VpcEndpointService = "VPC_ENDPOINT_SERVICE",
    }
}

/// Bytes that the wire carries in Base64.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Blob(pub Vec<u8>);

impl Blob {
    /// The bytes of a text in Base64, white space aside; nothing if it is none.
    pub fn from_base64(text: &str) -> Option<Self> {
        let dense: String = text.split_whitespace().collect();
        STANDARD.decode(dense).ok().map(Self)
    }

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
