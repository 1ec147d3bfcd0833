//! A simulated external key manager with the proxy before it.

use std::sync::Arc;

use imbl::OrdMap;
use rand_chacha::ChaCha20Rng;
use rand_core::Rng as _;
use serde::{Deserialize, Serialize};

use crate::kms::{
    AccountId, Region, Span, cryptography,
    custom_key_store::{
        EndpointServiceView, ExternalKeyView, ProxyAnswer, ProxyCall, ProxyCredential, ProxyFailure,
        ProxyReply, ProxyRequest, RateMeter,
    },
};

/// The length of the nonce that stands before a ciphertext of the key manager.
const NONCE: usize = 12;

/// A key manager outside AWS, and its proxy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExternalKeyManager {
    /// What it is called.
    pub name: Arc<str>,
    /// The proxy's endpoint on the internet, `https://…`, if it has one.
    pub public_endpoint: Option<Arc<str>>,
    /// The VPC endpoint service that leads to the proxy, if there is one.
    pub service: Option<EndpointService>,
    /// The base path of the proxy's API.
    pub path: Arc<str>,
    /// The credential that the proxy knows.
    pub credential: ProxyCredential,
    /// Whether the proxy runs and the network leads to it.
    pub is_reachable: bool,
    /// Whether the TLS certificate is valid for the endpoint.
    pub has_valid_tls: bool,
    /// Whether the proxy's own rules admit what KMS asks.
    pub admits_kms: bool,
    /// Whether the key manager behind the proxy works.
    pub is_healthy: bool,
    /// Whether the proxy answers as its API demands.
    pub answers_in_form: bool,
    /// How long an answer takes.
    pub answer_time: Span,
    /// How many requests it takes a second.
    pub requests_per_second: u32,
    meter: RateMeter,
    /// Its keys, by their ids.
    pub keys: OrdMap<Arc<str>, ExternalKey>,
}

/// A VPC endpoint service that leads to a proxy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndpointService {
    /// `com.amazonaws.vpce.…`
    pub name: Arc<str>,
    /// The account that owns it.
    pub owner: AccountId,
    /// Its Region.
    pub region: Region,
    /// Its private DNS name.
    pub private_dns_name: Arc<str>,
    /// Whether it has a network load balancer in two Availability Zones, admits without acceptance, and its domain is
    /// verified.
    pub is_fit: bool,
    /// Whether KMS is among its allowed principals.
    pub allows_kms: bool,
}

impl EndpointService {
    pub(super) fn view(&self) -> EndpointServiceView {
        EndpointServiceView { private_dns_name: Arc::clone(&self.private_dns_name), is_fit: self.is_fit }
    }
}

/// A key of an external key manager.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExternalKey {
    /// `AES_256`, or another spec.
    pub spec: Arc<str>,
    /// Whether it can be used.
    pub is_enabled: bool,
    /// What it may be used for, such as `ENCRYPT` and `DECRYPT`.
    pub usage: Vec<Arc<str>>,
    /// The key.
    #[serde(with = "base64_key")]
    secret: [u8; 32],
}

impl std::fmt::Debug for ExternalKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { spec, is_enabled, usage, .. } = self;
        write!(f, "ExternalKey({spec}, enabled: {is_enabled}, {usage:?})")
    }
}

impl ExternalKey {
    /// An enabled AES-256 key for encryption and decryption.
    pub fn new(secret: [u8; 32]) -> Self {
        let usage = ["ENCRYPT", "DECRYPT"].map(Arc::from).to_vec();
        Self { spec: "AES_256".into(), is_enabled: true, usage, secret }
    }

    fn require(&self, usage: &str) -> Result<&[u8; 32], ProxyFailure> {
        if !self.is_enabled {
            return Err(ProxyFailure::KeyDisabled);
        }
        if &*self.spec != "AES_256" || !self.usage.iter().any(|it| **it == *usage) {
            return Err(ProxyFailure::KeyUsage);
        }
        Ok(&self.secret)
    }
}

impl ExternalKeyManager {
    /// Whether a request comes to this manager's proxy.
    pub(in crate::world) fn is_at(&self, call: &ProxyCall<'_>) -> bool {
        match &call.proxy.service {
            None => {
                let is_here = |own: &Arc<str>| own.eq_ignore_ascii_case(&call.proxy.endpoint);
                self.public_endpoint.as_ref().is_some_and(is_here)
            }
            Some(named) => self.service.as_ref().is_some_and(|own| {
                own.name == named.name
                    && own.region == call.region
                    && own.private_dns_name.eq_ignore_ascii_case(call.proxy.host())
            }),
        }
    }

    /// Answers a request.
    pub(super) fn answer(&mut self, call: &ProxyCall<'_>, rng: &mut ChaCha20Rng) -> ProxyReply {
        if !self.is_reachable {
            return ProxyReply { took: Span::ZERO, answer: Err(ProxyFailure::NotReachable) };
        }
        let answer = self.checked(call).and_then(|()| self.do_as_asked(call.request, rng));
        ProxyReply { took: self.answer_time, answer }
    }

    fn checked(&mut self, call: &ProxyCall<'_>) -> Result<(), ProxyFailure> {
        if !self.has_valid_tls {
            return Err(ProxyFailure::InvalidTls);
        }
        if *self.path != *call.proxy.path {
            return Err(ProxyFailure::InvalidPath);
        }
        if !self.answers_in_form {
            return Err(ProxyFailure::InvalidResponse);
        }
        if self.credential != call.proxy.credential {
            return Err(ProxyFailure::NotAuthenticated);
        }
        if !self.admits_kms {
            return Err(ProxyFailure::AccessDenied);
        }
        if !self.meter.admit(call.now, self.requests_per_second) {
            return Err(ProxyFailure::TooManyRequests);
        }
        if self.is_healthy { Ok(()) } else { Err(ProxyFailure::Unhealthy) }
    }

    fn do_as_asked(
        &self,
        request: ProxyRequest<'_>,
        rng: &mut ChaCha20Rng,
    ) -> Result<ProxyAnswer, ProxyFailure> {
        let key = |id: &str| self.keys.get(id).ok_or(ProxyFailure::KeyNotFound);
        match request {
            ProxyRequest::GetHealthStatus => Ok(ProxyAnswer::Healthy),
            ProxyRequest::GetKeyMetadata { key: id } => {
                let ExternalKey { spec, is_enabled, usage, .. } = key(id)?;
                let (spec, is_enabled, usage) = (Arc::clone(spec), *is_enabled, usage.clone());
                Ok(ProxyAnswer::Key(ExternalKeyView { spec, is_enabled, usage }))
            }
            ProxyRequest::Encrypt { key: id, plaintext, additional_data } => {
                let secret = key(id)?.require("ENCRYPT")?;
                let mut nonce = [0; NONCE];
                rng.fill_bytes(&mut nonce);
                let mut bytes = nonce.to_vec();
                bytes.extend(cryptography::seal(secret, &nonce, plaintext, additional_data));
                Ok(ProxyAnswer::Bytes(bytes))
            }
            ProxyRequest::Decrypt { key: id, ciphertext, additional_data } => {
                let secret = key(id)?.require("DECRYPT")?;
                let (nonce, ciphertext) =
                    ciphertext.split_first_chunk::<NONCE>().ok_or(ProxyFailure::InvalidCiphertext)?;
                cryptography::unseal(secret, nonce, ciphertext, additional_data)
                    .map(ProxyAnswer::Bytes)
                    .ok_or(ProxyFailure::InvalidCiphertext)
            }
        }
    }
}

/// A key of 32 bytes as Base64.
pub(super) mod base64_key {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    use crate::kms::api::Blob;

    pub fn serialize<S: Serializer>(key: &[u8; 32], serializer: S) -> Result<S::Ok, S::Error> {
        Blob::from(key.as_slice()).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[u8; 32], D::Error> {
        let bytes = Blob::deserialize(deserializer)?.0;
        bytes.try_into().map_err(|_| de::Error::custom("a key has 32 bytes"))
    }
}
