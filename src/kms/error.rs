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
    /// Two changes got in each other's way.
    Conflict = "ConflictException",
    /// The key is disabled.
    Disabled = "DisabledException",
    /// The request would have succeeded, but `DryRun` was set.
    DryRunOperation = "DryRunOperationException",
    /// The key named is not the one that made the ciphertext.
    IncorrectKey = "IncorrectKeyException",
    /// The alias name is not well-formed.
    InvalidAliasName = "InvalidAliasNameException",
    /// The ARN is not well-formed, or names a thing the operation does not take.
    InvalidArn = "InvalidArnException",
    /// The ciphertext, or its encryption context, is not what was made by Encrypt.
    InvalidCiphertext = "InvalidCiphertextException",
    /// The key's usage or spec does not fit the operation.
    InvalidKeyUsage = "InvalidKeyUsageException",
    /// The pagination marker is not one that KMS gave.
    InvalidMarker = "InvalidMarkerException",
    /// KMS itself failed.
    KmsInternal = "KMSInternalException",
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
    /// The tags are not well-formed.
    Tag = "TagException",
    /// The endpoint's Region does not know the caller.
    UnrecognizedClient = "UnrecognizedClientException",
    /// The operation does not fit this kind of key.
    UnsupportedOperation = "UnsupportedOperationException",
    /// The request breaks a limit of the API.
    Validation = "ValidationException",
}

impl Exception {
    /// The HTTP status that carries the exception.
    pub fn http_status(self) -> u16 {
        if self == Self::KmsInternal { 500 } else { 400 }
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
