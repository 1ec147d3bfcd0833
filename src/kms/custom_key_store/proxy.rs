//! Why the proxy of an external key store refuses, and how KMS tells it: each kind of operation in its own exception,
//! all in the same words.

use super::{
    ProxyAnswer, ProxyCall, ProxyRequest, ProxySettings,
    backend::{ExternalKeyView, PROXY_TIMEOUT},
};
use crate::kms::{Exception, KmsError, Region, api::ConnectionErrorCode, service::Service};

/// Why a proxy did not do what KMS asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxyFailure {
    /// Nobody answers at the endpoint.
    NotReachable,
    /// The answer came too late.
    TimedOut,
    /// No TLS connection can be made.
    InvalidTls,
    /// The proxy has no API under this path.
    InvalidPath,
    /// The proxy does not know the credential.
    NotAuthenticated,
    /// The proxy does not let KMS do this.
    AccessDenied,
    /// The proxy or its key manager does not work.
    Unhealthy,
    /// The answer makes no sense.
    InvalidResponse,
    /// More requests come than the key manager can take.
    TooManyRequests,
    /// There is no such external key.
    KeyNotFound,
    /// The external key is disabled.
    KeyDisabled,
    /// The external key is not for this.
    KeyUsage,
    /// The ciphertext does not open under the external key.
    InvalidCiphertext,
}

impl ProxyFailure {
    /// KMS's words for it.
    fn message(self) -> &'static str {
        match self {
            Self::NotReachable => {
                "AWS KMS cannot communicate with the external key store proxy. Verify that your external key store \
                 proxy is active and is connected to the network, and that its URI path and endpoint URI or VPC \
                 service name are correct in your external key store."
            }
            Self::TimedOut => {
                "AWS KMS rejected the request because the external key store proxy did not respond in time. Retry the \
                 request. If you see this error repeatedly, report it to your external key store proxy administrator."
            }
            Self::InvalidTls => {
                "AWS KMS cannot establish a TLS connection to the external key store proxy. Verify the TLS \
                 configuration, including its certificate."
            }
            Self::InvalidPath => {
                "The external key store proxy rejected the request because of an invalid URI path. Verify the URI path \
                 for your external key store and update if necessary."
            }
            Self::NotAuthenticated => {
                "The external key store proxy rejected the request because it could not authenticate AWS KMS. Verify \
                 the credentials for your external key store and update if necessary."
            }
            Self::AccessDenied => {
                "The external key store proxy denied access to the operation. Verify that the user and the external \
                 key are both authorized for this operation, and try the request again."
            }
            Self::Unhealthy => {
                "The external key store proxy is in an unhealthy state. If you see this message repeatedly, notify \
                 your external key store proxy administrator."
            }
            Self::InvalidResponse => {
                "AWS KMS cannot interpret the response from the external key store proxy. If you see this error \
                 repeatedly, consult your external key store proxy administrator."
            }
            Self::TooManyRequests => {
                "The external key store proxy rejected the request due to a very high request rate. Retry the request. \
                 If you see this error repeatedly, report it to your external key store proxy administrator."
            }
            Self::KeyNotFound => {
                "The external key store proxy rejected the request because it could not find the external key."
            }
            Self::KeyDisabled => {
                "The external key store proxy rejected the request because the external key is not enabled in the \
                 external key manager."
            }
            Self::KeyUsage => {
                "The external key store proxy rejected the request because the external key does not support the \
                 requested operation."
            }
            Self::InvalidCiphertext => {
                "The external key store proxy rejected the request because the specified ciphertext or additional \
                 authenticated data is corrupted, missing, or otherwise invalid."
            }
        }
    }

    /// As CreateCustomKeyStore and UpdateCustomKeyStore tell it.
    pub(in crate::kms) fn of_management(self) -> KmsError {
        let exception = match self {
            Self::NotReachable | Self::TimedOut | Self::Unhealthy | Self::TooManyRequests => {
                Exception::XksProxyUriUnreachable
            }
            Self::InvalidTls | Self::InvalidPath | Self::AccessDenied => {
                Exception::XksProxyInvalidConfiguration
            }
            Self::NotAuthenticated => Exception::XksProxyIncorrectAuthenticationCredential,
            Self::InvalidResponse
            | Self::KeyNotFound
            | Self::KeyDisabled
            | Self::KeyUsage
            | Self::InvalidCiphertext => Exception::XksProxyInvalidResponse,
        };
        exception.with(self.message())
    }

    /// As CreateKey tells it.
    pub(in crate::kms) fn of_create_key(self) -> KmsError {
        let exception = match self {
            Self::KeyNotFound => Exception::XksKeyNotFound,
            _ => Exception::CustomKeyStoreInvalidState,
        };
        exception.with(self.message())
    }

    /// As operations that use a key tell it.
    pub(in crate::kms) fn of_cryptography(self) -> KmsError {
        Exception::KmsInvalidState.with(self.message())
    }

    /// As a connection that failed has it for `ConnectionErrorCode`.
    pub(in crate::kms) fn connection_error(self) -> ConnectionErrorCode {
        match self {
            Self::NotReachable | Self::Unhealthy => ConnectionErrorCode::XksProxyNotReachable,
            Self::TimedOut | Self::TooManyRequests => ConnectionErrorCode::XksProxyTimedOut,
            Self::InvalidTls => ConnectionErrorCode::XksProxyInvalidTlsConfiguration,
            Self::InvalidPath => ConnectionErrorCode::XksProxyInvalidConfiguration,
            Self::NotAuthenticated => ConnectionErrorCode::InvalidCredentials,
            Self::AccessDenied => ConnectionErrorCode::XksProxyAccessDenied,
            Self::InvalidResponse
            | Self::KeyNotFound
            | Self::KeyDisabled
            | Self::KeyUsage
            | Self::InvalidCiphertext => ConnectionErrorCode::XksProxyInvalidResponse,
        }
    }
}

impl Service<'_> {
    /// Sends a request to a proxy and waits for the answer, but not for ever.
    fn ask_proxy(
        &mut self,
        region: Region,
        proxy: &ProxySettings,
        request: ProxyRequest<'_>,
    ) -> Result<ProxyAnswer, ProxyFailure> {
        let call = ProxyCall { region, now: self.now, proxy, request };
        let reply = self.backends.ask_proxy(&call, self.rng);
        if reply.took > PROXY_TIMEOUT { Err(ProxyFailure::TimedOut) } else { reply.answer }
    }

    /// Asks a proxy whether it works.
    pub(in crate::kms) fn proxy_health(
        &mut self,
        region: Region,
        proxy: &ProxySettings,
    ) -> Result<(), ProxyFailure> {
        match self.ask_proxy(region, proxy, ProxyRequest::GetHealthStatus)? {
            ProxyAnswer::Healthy => Ok(()),
            _ => Err(ProxyFailure::InvalidResponse),
        }
    }

    /// Asks a proxy about an external key.
    pub(in crate::kms) fn external_key(
        &mut self,
        region: Region,
        proxy: &ProxySettings,
        key: &str,
    ) -> Result<ExternalKeyView, ProxyFailure> {
        match self.ask_proxy(region, proxy, ProxyRequest::GetKeyMetadata { key })? {
            ProxyAnswer::Key(key) => Ok(key),
            _ => Err(ProxyFailure::InvalidResponse),
        }
    }

    /// Asks a proxy to encrypt or decrypt.
    pub(in crate::kms) fn through_proxy(
        &mut self,
        region: Region,
        proxy: &ProxySettings,
        request: ProxyRequest<'_>,
    ) -> Result<Vec<u8>, ProxyFailure> {
        match self.ask_proxy(region, proxy, request)? {
            ProxyAnswer::Bytes(bytes) => Ok(bytes),
            _ => Err(ProxyFailure::InvalidResponse),
        }
    }
}
