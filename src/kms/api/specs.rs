//! Key specs, usages and algorithms, and which fit together.

use super::values::api_enum;

api_enum! {
    /// What kind of key material a key has.
    KeySpec {
        /// An RSA key pair of 2048 bits.
        Rsa2048 = "RSA_2048",
        /// An RSA key pair of 3072 bits.
        Rsa3072 = "RSA_3072",
        /// An RSA key pair of 4096 bits.
        Rsa4096 = "RSA_4096",
        /// A key pair on NIST's curve P-256.
        EccNistP256 = "ECC_NIST_P256",
        /// A key pair on NIST's curve P-384.
        EccNistP384 = "ECC_NIST_P384",
        /// A key pair on NIST's curve P-521.
        EccNistP521 = "ECC_NIST_P521",
        /// A key pair on the curve secp256k1.
        EccSecgP256k1 = "ECC_SECG_P256K1",
        /// A 256-bit AES-GCM key.
        SymmetricDefault = "SYMMETRIC_DEFAULT",
        /// A MAC key of 224 bits.
        Hmac224 = "HMAC_224",
        /// A MAC key of 256 bits.
        Hmac256 = "HMAC_256",
        /// A MAC key of 384 bits.
        Hmac384 = "HMAC_384",
        /// A MAC key of 512 bits.
        Hmac512 = "HMAC_512",
        /// A key pair on China's curve; China Regions only.
        Sm2 = "SM2",
        /// A module-lattice signature key of the smallest parameter set.
        MlDsa44 = "ML_DSA_44",
        /// A module-lattice signature key of the middle parameter set.
        MlDsa65 = "ML_DSA_65",
        /// A module-lattice signature key of the largest parameter set.
        MlDsa87 = "ML_DSA_87",
        /// A key pair on edwards25519.
        EccNistEdwards25519 = "ECC_NIST_EDWARDS25519",
        /// A module-lattice key encapsulation key of the smallest parameter set.
        MlKem512 = "ML_KEM_512",
        /// A module-lattice key encapsulation key of the middle parameter set.
        MlKem768 = "ML_KEM_768",
        /// A module-lattice key encapsulation key of the largest parameter set.
        MlKem1024 = "ML_KEM_1024",
    }
}

api_enum! {
    /// What a key may be used for.
    KeyUsage {
        /// Sign and verify.
        SignVerify = "SIGN_VERIFY",
        /// Encrypt and decrypt.
        EncryptDecrypt = "ENCRYPT_DECRYPT",
        /// Generate and verify MACs.
        GenerateVerifyMac = "GENERATE_VERIFY_MAC",
        /// Derive shared secrets.
        KeyAgreement = "KEY_AGREEMENT",
        /// Encapsulate and decapsulate shared secrets.
        EncapsulateDecapsulate = "ENCAPSULATE_DECAPSULATE",
    }
}

api_enum! {
    /// The algorithms of Encrypt and Decrypt.
    EncryptionAlgorithm {
        /// AES-256-GCM under a key derived for each message.
        SymmetricDefault = "SYMMETRIC_DEFAULT",
        /// OAEP with SHA-1.
        RsaesOaepSha1 = "RSAES_OAEP_SHA_1",
        /// OAEP with SHA-256.
        RsaesOaepSha256 = "RSAES_OAEP_SHA_256",
        /// China's; China Regions only.
        Sm2Pke = "SM2PKE",
    }
}

api_enum! {
    /// The algorithms of Sign and Verify.
    SigningAlgorithm {
        /// PSS with SHA-256, the salt as long as the digest.
        RsassaPssSha256 = "RSASSA_PSS_SHA_256",
        /// PSS with SHA-384, the salt as long as the digest.
        RsassaPssSha384 = "RSASSA_PSS_SHA_384",
        /// PSS with SHA-512, the salt as long as the digest.
        RsassaPssSha512 = "RSASSA_PSS_SHA_512",
        /// PKCS #1 v1.5 with SHA-256.
        RsassaPkcs1V15Sha256 = "RSASSA_PKCS1_V1_5_SHA_256",
        /// PKCS #1 v1.5 with SHA-384.
        RsassaPkcs1V15Sha384 = "RSASSA_PKCS1_V1_5_SHA_384",
        /// PKCS #1 v1.5 with SHA-512.
        RsassaPkcs1V15Sha512 = "RSASSA_PKCS1_V1_5_SHA_512",
        /// ECDSA with SHA-256.
        EcdsaSha256 = "ECDSA_SHA_256",
        /// ECDSA with SHA-384.
        EcdsaSha384 = "ECDSA_SHA_384",
        /// ECDSA with SHA-512.
        EcdsaSha512 = "ECDSA_SHA_512",
        /// China's; China Regions only.
        Sm2Dsa = "SM2DSA",
        /// ML-DSA of FIPS 204, hedged, with an empty context.
        MlDsaShake256 = "ML_DSA_SHAKE_256",
        /// Ed25519ph of RFC 8032: over a SHA-512 digest.
        Ed25519PhSha512 = "ED25519_PH_SHA_512",
        /// Ed25519 of RFC 8032: over the message.
        Ed25519Sha512 = "ED25519_SHA_512",
    }
}

api_enum! {
    /// The algorithms of GenerateMac and VerifyMac.
    MacAlgorithm {
        /// HMAC with SHA-224.
        HmacSha224 = "HMAC_SHA_224",
        /// HMAC with SHA-256.
        HmacSha256 = "HMAC_SHA_256",
        /// HMAC with SHA-384.
        HmacSha384 = "HMAC_SHA_384",
        /// HMAC with SHA-512.
        HmacSha512 = "HMAC_SHA_512",
    }
}

api_enum! {
    /// The algorithms of DeriveSharedSecret.
    KeyAgreementAlgorithm {
        /// Elliptic-curve Diffie-Hellman: the x coordinate of the shared point.
        Ecdh = "ECDH",
    }
}

api_enum! {
    /// The algorithms of Encapsulate and Decapsulate.
    EncapsulationAlgorithm {
        /// ML-KEM of FIPS 203.
        MlKem = "ML_KEM",
    }
}

api_enum! {
    /// What the message of a signature is.
    MessageType {
        /// The message itself.
        Raw = "RAW",
        /// Its digest.
        Digest = "DIGEST",
        /// The 64 bytes μ of ML-DSA, made outside KMS.
        ExternalMu = "EXTERNAL_MU",
    }
}

api_enum! {
    /// The sizes of data keys that have names.
    DataKeySpec {
        /// 32 bytes.
        Aes256 = "AES_256",
        /// 16 bytes.
        Aes128 = "AES_128",
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
    /// The kinds of data key pairs.
    DataKeyPairSpec {
        /// RSA of 2048 bits.
        Rsa2048 = "RSA_2048",
        /// RSA of 3072 bits.
        Rsa3072 = "RSA_3072",
        /// RSA of 4096 bits.
        Rsa4096 = "RSA_4096",
        /// NIST's P-256.
        EccNistP256 = "ECC_NIST_P256",
        /// NIST's P-384.
        EccNistP384 = "ECC_NIST_P384",
        /// NIST's P-521.
        EccNistP521 = "ECC_NIST_P521",
        /// secp256k1.
        EccSecgP256k1 = "ECC_SECG_P256K1",
        /// China's curve; China Regions only.
        Sm2 = "SM2",
        /// Ed25519.
        EccNistEdwards25519 = "ECC_NIST_EDWARDS25519",
        /// ML-KEM, smallest parameter set.
        MlKem512 = "ML_KEM_512",
        /// ML-KEM, middle parameter set.
        MlKem768 = "ML_KEM_768",
        /// ML-KEM, largest parameter set.
        MlKem1024 = "ML_KEM_1024",
    }
}

impl DataKeyPairSpec {
    /// The spec of a KMS key of the same kind.
    pub fn key_spec(self) -> KeySpec {
        match self {
            Self::Rsa2048 => KeySpec::Rsa2048,
            Self::Rsa3072 => KeySpec::Rsa3072,
            Self::Rsa4096 => KeySpec::Rsa4096,
            Self::EccNistP256 => KeySpec::EccNistP256,
            Self::EccNistP384 => KeySpec::EccNistP384,
            Self::EccNistP521 => KeySpec::EccNistP521,
            Self::EccSecgP256k1 => KeySpec::EccSecgP256k1,
            Self::Sm2 => KeySpec::Sm2,
            Self::EccNistEdwards25519 => KeySpec::EccNistEdwards25519,
            Self::MlKem512 => KeySpec::MlKem512,
            Self::MlKem768 => KeySpec::MlKem768,
            Self::MlKem1024 => KeySpec::MlKem1024,
        }
    }
}

impl KeySpec {
    /// The usages that a key of this spec may have (CreateKey).
    pub fn usages(self) -> &'static [KeyUsage] {
        use KeyUsage::{EncapsulateDecapsulate, EncryptDecrypt, GenerateVerifyMac, KeyAgreement, SignVerify};
        match self {
            Self::SymmetricDefault => &[EncryptDecrypt],
            Self::Rsa2048 | Self::Rsa3072 | Self::Rsa4096 => &[EncryptDecrypt, SignVerify],
            Self::EccNistP256 | Self::EccNistP384 | Self::EccNistP521 => &[SignVerify, KeyAgreement],
            Self::EccSecgP256k1 | Self::EccNistEdwards25519 => &[SignVerify],
            Self::MlDsa44 | Self::MlDsa65 | Self::MlDsa87 => &[SignVerify],
            Self::Hmac224 | Self::Hmac256 | Self::Hmac384 | Self::Hmac512 => &[GenerateVerifyMac],
            Self::MlKem512 | Self::MlKem768 | Self::MlKem1024 => &[EncapsulateDecapsulate],
            Self::Sm2 => &[EncryptDecrypt, SignVerify, KeyAgreement],
        }
    }

    /// The algorithms of Encrypt and Decrypt for a key of this spec with the usage `ENCRYPT_DECRYPT`.
    pub fn encryption_algorithms(self) -> &'static [EncryptionAlgorithm] {
        use EncryptionAlgorithm::{RsaesOaepSha1, RsaesOaepSha256, Sm2Pke, SymmetricDefault};
        match self {
            Self::SymmetricDefault => &[SymmetricDefault],
            Self::Rsa2048 | Self::Rsa3072 | Self::Rsa4096 => &[RsaesOaepSha1, RsaesOaepSha256],
            Self::Sm2 => &[Sm2Pke],
            _ => &[],
        }
    }

    /// The algorithms of Sign and Verify for a key of this spec with the usage `SIGN_VERIFY`, in KMS's order.
    pub fn signing_algorithms(self) -> &'static [SigningAlgorithm] {
        use SigningAlgorithm as A;
        match self {
            Self::Rsa2048 | Self::Rsa3072 | Self::Rsa4096 => &[
                A::RsassaPkcs1V15Sha256,
                A::RsassaPkcs1V15Sha384,
                A::RsassaPkcs1V15Sha512,
                A::RsassaPssSha256,
                A::RsassaPssSha384,
                A::RsassaPssSha512,
            ],
            Self::EccNistP256 | Self::EccSecgP256k1 => &[A::EcdsaSha256],
            Self::EccNistP384 => &[A::EcdsaSha384],
            Self::EccNistP521 => &[A::EcdsaSha512],
            Self::EccNistEdwards25519 => &[A::Ed25519PhSha512, A::Ed25519Sha512],
            Self::MlDsa44 | Self::MlDsa65 | Self::MlDsa87 => &[A::MlDsaShake256],
            Self::Sm2 => &[A::Sm2Dsa],
            _ => &[],
        }
    }

    /// The algorithm of GenerateMac and VerifyMac for a key of this spec.
    pub fn mac_algorithms(self) -> &'static [MacAlgorithm] {
        match self {
            Self::Hmac224 => &[MacAlgorithm::HmacSha224],
            Self::Hmac256 => &[MacAlgorithm::HmacSha256],
            Self::Hmac384 => &[MacAlgorithm::HmacSha384],
            Self::Hmac512 => &[MacAlgorithm::HmacSha512],
            _ => &[],
        }
    }

    /// The algorithm of DeriveSharedSecret for a key of this spec with the usage `KEY_AGREEMENT`.
    pub fn key_agreement_algorithms(self) -> &'static [KeyAgreementAlgorithm] {
        match self {
            Self::EccNistP256 | Self::EccNistP384 | Self::EccNistP521 | Self::Sm2 => {
                &[KeyAgreementAlgorithm::Ecdh]
            }
            _ => &[],
        }
    }

    /// The algorithm of Encapsulate and Decapsulate for a key of this spec.
    pub fn encapsulation_algorithms(self) -> &'static [EncapsulationAlgorithm] {
        match self {
            Self::MlKem512 | Self::MlKem768 | Self::MlKem1024 => &[EncapsulationAlgorithm::MlKem],
            _ => &[],
        }
    }

    /// Whether a key of this spec is a key pair, whose public half GetPublicKey tells.
    pub fn is_asymmetric(self) -> bool {
        !matches!(
            self,
            Self::SymmetricDefault | Self::Hmac224 | Self::Hmac256 | Self::Hmac384 | Self::Hmac512
        )
    }

    /// Whether a key of this spec may have imported material (CreateKey, Origin `EXTERNAL`).
    pub fn can_be_imported(self) -> bool {
        !matches!(
            self,
            Self::MlDsa44 | Self::MlDsa65 | Self::MlDsa87 | Self::MlKem512 | Self::MlKem768 | Self::MlKem1024
        )
    }
}
