//! GenerateMac and VerifyMac.

use super::{dry_run, given, material::incompatible};
use crate::kms::{
    Exception, KmsError,
    access::ConditionValues,
    api::{
        GenerateMacRequest, GenerateMacResponse, KeyUsage, MacAlgorithm, VerifyMacRequest, VerifyMacResponse,
    },
    cryptography::mac,
    resolve::{Accepts, ResolvedKey},
    service::Handling,
};

impl Handling<'_, '_> {
    /// All checks that GenerateMac and VerifyMac share.
    fn mac_key(&mut self, key_id: &str, algorithm: MacAlgorithm) -> Result<ResolvedKey, KmsError> {
        let key = self.resolve(key_id, Accepts::Alias)?;
        let conditions = ConditionValues::default().text("kms:MacAlgorithm", algorithm.name());
        self.authorise_key(self.operation.name(), &key, conditions)?;
        self.require_usable(&key)?;
        let spec = self.require_usage(&key, KeyUsage::GenerateVerifyMac)?;
        if !spec.mac_algorithms().contains(&algorithm) {
            return Err(incompatible(algorithm, spec));
        }
        Ok(key)
    }

    /// The secret of a key that [`Self::mac_key`] admitted.
    fn mac_secret<'k>(&self, key: &'k ResolvedKey) -> Result<&'k [u8], KmsError> {
        // A key has the material of its spec, which was checked.
        key.family
            .material
            .current()
            .and_then(|it| it.hmac())
            .ok_or_else(|| Exception::KmsInternal.without_message())
    }

    pub(super) fn generate_mac(
        &mut self,
        request: &GenerateMacRequest,
    ) -> Result<GenerateMacResponse, KmsError> {
        let algorithm = *given(&request.mac_algorithm, "mac_algorithm")?;
        let key = self.mac_key(&request.key_id, algorithm)?;
        if request.dry_run {
            return Err(dry_run());
        }
        let mac = mac::generate(algorithm, self.mac_secret(&key)?, &request.message.0);
        Ok(GenerateMacResponse {
            mac: mac.into(),
            mac_algorithm: Some(algorithm),
            key_id: self.local_arn(&key),
        })
    }

    pub(super) fn verify_mac(&mut self, request: &VerifyMacRequest) -> Result<VerifyMacResponse, KmsError> {
        let algorithm = *given(&request.mac_algorithm, "mac_algorithm")?;
        let key = self.mac_key(&request.key_id, algorithm)?;
        if !mac::verify(algorithm, self.mac_secret(&key)?, &request.message.0, &request.mac.0) {
            return Err(Exception::KmsInvalidMac.without_message());
        }
        if request.dry_run {
            return Err(dry_run());
        }
        Ok(VerifyMacResponse {
            key_id: self.local_arn(&key),
            mac_valid: true,
            mac_algorithm: Some(algorithm),
        })
    }
}
