//! Sign and Verify.

use super::{dry_run, given, material::incompatible};
use crate::kms::{
    Exception, KmsError,
    access::ConditionValues,
    api::{
        KeySpec, KeyUsage, MessageType, SignRequest, SignResponse, SigningAlgorithm, VerifyRequest,
        VerifyResponse,
    },
    cryptography::signature::{self, Unsuitable},
    resolve::{Accepts, ResolvedKey},
    service::Handling,
};

/// What KMS says of a message that an algorithm does not take.
fn refusal(why: Unsuitable, spec: KeySpec, algorithm: SigningAlgorithm, kind: MessageType) -> KmsError {
    let of_one_spec =
        matches!(algorithm, SigningAlgorithm::Ed25519Sha512 | SigningAlgorithm::Ed25519PhSha512)
            && kind != MessageType::ExternalMu;
    match why {
        Unsuitable::Algorithm => incompatible(algorithm, spec),
        Unsuitable::MessageType if of_one_spec => Exception::Validation
            .with(format!("Message type {kind} is incompatible with algorithm {algorithm}.")),
        Unsuitable::MessageType => {
            Exception::Validation.with(format!("Message type {kind} is incompatible with key spec {spec}."))
        }
        Unsuitable::Length => {
            let what = if kind == MessageType::ExternalMu { "External Mu" } else { "Digest" };
            Exception::Validation.with(format!("{what} is invalid length for algorithm {algorithm}."))
        }
    }
}

impl Handling<'_, '_> {
    /// All checks that Sign and Verify share.
    fn signing_key(
        &mut self,
        key_id: &str,
        algorithm: SigningAlgorithm,
        kind: MessageType,
        message: &[u8],
    ) -> Result<ResolvedKey, KmsError> {
        let key = self.resolve(key_id, Accepts::Alias)?;
        let conditions = ConditionValues::default()
            .text("kms:SigningAlgorithm", algorithm.name())
            .text("kms:MessageType", kind.name());
        self.authorise_key(self.operation.name(), &key, conditions)?;
        self.require_usable(&key)?;
        let spec = self.require_usage(&key, KeyUsage::SignVerify)?;
        signature::check(spec, algorithm, kind, message.len())
            .map_err(|why| refusal(why, spec, algorithm, kind))?;
        Ok(key)
    }

    pub(super) fn sign(&mut self, request: &SignRequest) -> Result<SignResponse, KmsError> {
        let algorithm = *given(&request.signing_algorithm, "signing_algorithm")?;
        let kind = request.message_type.unwrap_or(MessageType::Raw);
        let message = &request.message.0;
        let key = self.signing_key(&request.key_id, algorithm, kind, message)?;
        if request.dry_run {
            return Err(dry_run());
        }
        let pair = self.key_pair(&key)?;
        let seed = self.draw_seed();
        let signature = self.service.bench.sign(&pair, algorithm, kind, message, seed);
        let signature = signature.ok_or_else(|| Exception::KmsInternal.without_message())?;
        Ok(SignResponse {
            key_id: self.local_arn(&key),
            signature: signature.into(),
            signing_algorithm: Some(algorithm),
        })
    }

    pub(super) fn verify(&mut self, request: &VerifyRequest) -> Result<VerifyResponse, KmsError> {
        let algorithm = *given(&request.signing_algorithm, "signing_algorithm")?;
        let kind = request.message_type.unwrap_or(MessageType::Raw);
        let message = &request.message.0;
        let key = self.signing_key(&request.key_id, algorithm, kind, message)?;
        let pair = self.key_pair(&key)?;
        if !signature::verify(pair.public_key(), algorithm, kind, message, &request.signature.0) {
            return Err(Exception::KmsInvalidSignature.without_message());
        }
        if request.dry_run {
            return Err(dry_run());
        }
        Ok(VerifyResponse {
            key_id: self.local_arn(&key),
            signature_valid: true,
            signing_algorithm: Some(algorithm),
        })
    }
}
