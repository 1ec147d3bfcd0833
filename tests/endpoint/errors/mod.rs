//! Exceptions arrive as the SDK's own types, with KMS's messages: every one that the service's model has, on an operation
//! whose model has it.

mod cryptography;
mod imports;
mod keys;
mod stores;

use std::{collections::BTreeSet, fmt::Debug};

use aws_sdk_kms::{
    Client, Error,
    config::http::HttpResponse,
    error::{ProvideErrorMetadata as _, SdkError},
    types::{KeySpec, KeyUsageType},
};

use crate::support::*;

/// The exceptions of the service's model.
const MODELLED: [&str; 48] = [
    "AlreadyExistsException",
    "CloudHsmClusterInUseException",
    "CloudHsmClusterInvalidConfigurationException",
    "CloudHsmClusterNotActiveException",
    "CloudHsmClusterNotFoundException",
    "CloudHsmClusterNotRelatedException",
    "ConflictException",
    "CustomKeyStoreHasCMKsException",
    "CustomKeyStoreInvalidStateException",
    "CustomKeyStoreNameInUseException",
    "CustomKeyStoreNotFoundException",
    "DependencyTimeoutException",
    "DisabledException",
    "DryRunOperationException",
    "ExpiredImportTokenException",
    "IncorrectKeyException",
    "IncorrectKeyMaterialException",
    "IncorrectTrustAnchorException",
    "InvalidAliasNameException",
    "InvalidArnException",
    "InvalidCiphertextException",
    "InvalidGrantIdException",
    "InvalidGrantTokenException",
    "InvalidImportTokenException",
    "InvalidKeyUsageException",
    "InvalidMarkerException",
    "KMSInternalException",
    "KMSInvalidMacException",
    "KMSInvalidSignatureException",
    "KMSInvalidStateException",
    "KeyUnavailableException",
    "LimitExceededException",
    "MalformedPolicyDocumentException",
    "NotFoundException",
    "TagException",
    "UnsupportedOperationException",
    "XksKeyAlreadyInUseException",
    "XksKeyInvalidConfigurationException",
    "XksKeyNotFoundException",
    "XksProxyIncorrectAuthenticationCredentialException",
    "XksProxyInvalidConfigurationException",
    "XksProxyInvalidResponseException",
    "XksProxyUriEndpointInUseException",
    "XksProxyUriInUseException",
    "XksProxyUriUnreachableException",
    "XksProxyVpcEndpointServiceInUseException",
    "XksProxyVpcEndpointServiceInvalidConfigurationException",
    "XksProxyVpcEndpointServiceNotFoundException",
];

/// What nothing that a client does can lead to: failures inside AWS, and an exception in whose place KMS is known to
/// answer another.
const NEVER: [&str; 4] = [
    "DependencyTimeoutException",
    "InvalidAliasNameException",
    "KMSInternalException",
    "KeyUnavailableException",
];

/// What a call of the SDK comes to.
type Answered<T, E> = Result<T, SdkError<E, HttpResponse>>;

/// The exceptions that were seen.
#[derive(Default)]
struct Seen(BTreeSet<String>);

impl Seen {
    /// Checks that a call was refused with this exception and message, and that the SDK has a type for it where the
    /// model of the operation has one.
    #[track_caller]
    fn refused<T: Debug, E: Debug>(&mut self, result: Answered<T, E>, exception: &str, message: &str)
    where
        Error: From<SdkError<E, HttpResponse>>,
    {
        assert_eq!(self.message_of(result, exception), message);
    }

    /// [`Self::refused`] where what matters is a part of the message.
    #[track_caller]
    fn refused_saying<T: Debug, E: Debug>(&mut self, result: Answered<T, E>, exception: &str, part: &str)
    where
        Error: From<SdkError<E, HttpResponse>>,
    {
        let message = self.message_of(result, exception);
        assert!(message.contains(part), "{message}");
    }

    #[track_caller]
    fn message_of<T: Debug, E: Debug>(&mut self, result: Answered<T, E>, exception: &str) -> String
    where
        Error: From<SdkError<E, HttpResponse>>,
    {
        let error = Error::from(result.expect_err(exception));
        assert_eq!(error.meta().code(), Some(exception), "{error:?}");
        assert_eq!(is_typed(&error), MODELLED.contains(&exception), "{error:?}");
        self.0.insert(exception.to_owned());
        error.meta().message().unwrap_or_default().to_owned()
    }
}

/// Whether the SDK has a type for what was answered.
#[expect(deprecated, reason = "what the SDK could not type is what is looked for")]
fn is_typed(error: &Error) -> bool {
    !matches!(error, Error::Unhandled(_))
}

#[test]
fn every_exception_that_can_be_answered_is_typed() {
    let server = Server::new();
    let mut seen = Seen::default();
    server.run(async {
        keys::identifiers(&server, &mut seen).await;
        keys::states(&server, &mut seen).await;
        keys::families(&server, &mut seen).await;
        keys::rotations(&server, &mut seen).await;
        keys::policies_and_grants(&server, &mut seen).await;
        keys::tags_and_aliases(&server, &mut seen).await;
        cryptography::ciphertexts(&server, &mut seen).await;
        cryptography::usages(&server, &mut seen).await;
        cryptography::limits(&server, &mut seen).await;
        imports::tokens_and_material(&server, &mut seen).await;
        stores::clusters(&server, &mut seen).await;
        stores::proxies(&server, &mut seen).await;
        stores::external_keys(&server, &mut seen).await;
        keys::quotas(&server, &mut seen).await;
    });
    let missing: Vec<&str> =
        MODELLED.into_iter().filter(|name| !seen.0.contains(*name) && !NEVER.contains(name)).collect();
    assert!(missing.is_empty(), "never answered: {missing:?}");
}

async fn make(client: &Client, spec: KeySpec, usage: KeyUsageType) -> String {
    let made = client.create_key().key_spec(spec).key_usage(usage).send().await.expect("made");
    made.key_metadata.expect("metadata").key_id
}

/// A key that encrypts, in one Region.
async fn symmetric(client: &Client) -> String {
    make(client, KeySpec::SymmetricDefault, KeyUsageType::EncryptDecrypt).await
}

/// The ARN of a key in Virginia.
fn arn(id: &str) -> String {
    format!("arn:aws:kms:us-east-1:111111111111:key/{id}")
}
