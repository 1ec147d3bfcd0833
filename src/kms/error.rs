//! KMS's exceptions with KMS's messages.
//!
//! A [`KmsError`] is what the API answers in place of a response: an exception's name, an HTTP status and a
//! message, which for several exceptions really is empty.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};

/// Declares the exceptions with their API names.
macro_rules! exceptions {
    ($($(#[$doc:meta])* $name:ident = $api_name:literal,)+) => {
        /// The exceptions of the KMS API.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Exception { $($(#[$doc])* $name,)+ }

        impl Exception {
            /// The exception's name on the wire (`__type`).
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $api_name,)+ }
            }
        }
    };
}

exceptions! {
    /// The caller may not do this.
    AccessDenied = "AccessDeniedException",
    /// The name is taken.
    AlreadyExists = "AlreadyExistsException",
    /// The cluster is behind another custom key store, or shares its backups.
    CloudHsmClusterInUse = "CloudHsmClusterInUseException",
    /// The cluster is not set up as a custom key store needs it.
    CloudHsmClusterInvalidConfiguration = "CloudHsmClusterInvalidConfigurationException",
    /// The cluster is not active.
    CloudHsmClusterNotActive = "CloudHsmClusterNotActiveException",
    /// There is no such cluster.
    CloudHsmClusterNotFound = "CloudHsmClusterNotFoundException",
    /// The cluster shares no backup history with the one it is to replace.
    CloudHsmClusterNotRelated = "CloudHsmClusterNotRelatedException",
    /// No exception of KMS: nobody answered at the endpoint, and the client gave up. The name is that of clients.
    ConnectTimeout = "ConnectTimeoutError",
    /// Two changes got in each other's way.
    Conflict = "ConflictException",
    /// The custom key store still has keys.
    CustomKeyStoreHasCmks = "CustomKeyStoreHasCMKsException",
    /// The connection state of the custom key store does not admit the operation.
    CustomKeyStoreInvalidState = "CustomKeyStoreInvalidStateException",
    /// Another custom key store has this name.
    CustomKeyStoreNameInUse = "CustomKeyStoreNameInUseException",
    /// There is no such custom key store in this Region.
    CustomKeyStoreNotFound = "CustomKeyStoreNotFoundException",
    /// KMS waited too long for something that it needs.
    DependencyTimeout = "DependencyTimeoutException",
    /// The key is disabled.
    Disabled = "DisabledException",
    /// The request would have succeeded, but `DryRun` was set.
    DryRunOperation = "DryRunOperationException",
    /// The import token is older than 24 hours.
    ExpiredImportToken = "ExpiredImportTokenException",
    /// The key named is not the one that made the ciphertext.
    IncorrectKey = "IncorrectKeyException",
    /// The material is not the one that was imported before, or not of the kind that the key needs.
    IncorrectKeyMaterial = "IncorrectKeyMaterialException",
    /// The certificate is not the one of the cluster.
    IncorrectTrustAnchor = "IncorrectTrustAnchorException",
    /// The alias name is not well-formed.
    InvalidAliasName = "InvalidAliasNameException",
    /// The ARN is not well-formed, or names a thing the operation does not take.
    InvalidArn = "InvalidArnException",
    /// The ciphertext, or its encryption context, is not what was made by Encrypt.
    InvalidCiphertext = "InvalidCiphertextException",
    /// There is no such grant.
    InvalidGrantId = "InvalidGrantIdException",
    /// The grant token is not one that KMS gave.
    InvalidGrantToken = "InvalidGrantTokenException",
    /// The import token is not one that KMS gave for this key.
    InvalidImportToken = "InvalidImportTokenException",
    /// The key's usage or spec does not fit the operation.
    InvalidKeyUsage = "InvalidKeyUsageException",
    /// The pagination marker is not one that KMS gave.
    InvalidMarker = "InvalidMarkerException",
    /// The key could not be reached.
    KeyUnavailable = "KeyUnavailableException",
    /// KMS itself failed.
    KmsInternal = "KMSInternalException",
    /// The MAC is not that of the message.
    KmsInvalidMac = "KMSInvalidMacException",
    /// The signature is not that of the message.
    KmsInvalidSignature = "KMSInvalidSignatureException",
    /// The key's state does not admit the operation.
    KmsInvalidState = "KMSInvalidStateException",
    /// A quota was reached.
    LimitExceeded = "LimitExceededException",
    /// The key policy is not well-formed, or would lock its author out.
    MalformedPolicyDocument = "MalformedPolicyDocumentException",
    /// The caller may not use a reserved name.
    NotAuthorized = "NotAuthorizedException",
    /// There is no such thing in this Region.
    NotFound = "NotFoundException",
    /// The request is not a document that the API can read.
    Serialization = "SerializationException",
    /// The tags are not well-formed.
    Tag = "TagException",
    /// Requests come faster than the quota admits.
    Throttling = "ThrottlingException",
    /// The endpoint's Region does not know the caller.
    UnrecognizedClient = "UnrecognizedClientException",
    /// The operation does not fit this kind of key.
    UnsupportedOperation = "UnsupportedOperationException",
    /// The request breaks a limit of the API.
    Validation = "ValidationException",
    /// Another KMS key has this external key.
    XksKeyAlreadyInUse = "XksKeyAlreadyInUseException",
    /// The external key is not one that encrypts and decrypts 256-bit AES, or is disabled.
    XksKeyInvalidConfiguration = "XksKeyInvalidConfigurationException",
    /// The external key store has no such key.
    XksKeyNotFound = "XksKeyNotFoundException",
    /// The proxy does not know the credential.
    XksProxyIncorrectAuthenticationCredential = "XksProxyIncorrectAuthenticationCredentialException",
    /// The proxy is not set up as an external key store needs it.
    XksProxyInvalidConfiguration = "XksProxyInvalidConfigurationException",
    /// The proxy's answer makes no sense.
    XksProxyInvalidResponse = "XksProxyInvalidResponseException",
    /// Another external key store has this endpoint.
    XksProxyUriEndpointInUse = "XksProxyUriEndpointInUseException",
    /// Another external key store has this endpoint and path.
    XksProxyUriInUse = "XksProxyUriInUseException",
    /// The proxy cannot be reached.
    XksProxyUriUnreachable = "XksProxyUriUnreachableException",
    /// Another external key store has this VPC endpoint service.
    XksProxyVpcEndpointServiceInUse = "XksProxyVpcEndpointServiceInUseException",
    /// The VPC endpoint service is not set up as an external key store needs it.
    XksProxyVpcEndpointServiceInvalidConfiguration = "XksProxyVpcEndpointServiceInvalidConfigurationException",
    /// There is no such VPC endpoint service.
    XksProxyVpcEndpointServiceNotFound = "XksProxyVpcEndpointServiceNotFoundException",
}

impl Exception {
    /// The HTTP status that carries the exception.
    pub fn http_status(self) -> u16 {
        match self {
            Self::KmsInternal | Self::DependencyTimeout | Self::KeyUnavailable => 500,
            Self::ConnectTimeout => 503,
            _ => 400,
        }
    }

    /// The exception with this message.
    pub fn with(self, message: impl Into<Cow<'static, str>>) -> KmsError {
        KmsError { exception: self, message: message.into() }
    }

    /// The exception with the empty message that KMS gives it.
    pub fn without_message(self) -> KmsError {
        self.with("")
    }

    /// The name that a trail record's `errorCode` has for the exception.
    pub fn trail_code(self) -> &'static str {
        if self == Self::AccessDenied { "AccessDenied" } else { self.name() }
    }
}

/// An exception of the KMS API with its message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KmsError {
    /// Which exception.
    pub exception: Exception,
    /// Its message; KMS leaves it empty for some exceptions.
    pub message: Cow<'static, str>,
}

impl fmt::Display for KmsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.exception.name())?;
        if self.message.is_empty() { Ok(()) } else { write!(f, ": {}", self.message) }
    }
}

impl std::error::Error for KmsError {}
