//! GetPublicKey.

use crate::kms::{
    Exception, KmsError,
    access::ConditionValues,
    api::{GetPublicKeyRequest, GetPublicKeyResponse},
    family::MemberState,
    resolve::Accepts,
    service::Handling,
};

impl Handling<'_, '_> {
    pub(super) fn get_public_key(
        &mut self,
        request: &GetPublicKeyRequest,
    ) -> Result<GetPublicKeyResponse, KmsError> {
        let key = self.resolve(&request.key_id, Accepts::Alias)?;
        self.authorise_key(self.operation.name(), &key, ConditionValues::default())?;
        // A disabled key tells its public key too.
        self.require_state(&key.id, |state| matches!(state, MemberState::Disabled | MemberState::Updating))?;
        let (family, _) = self.member(&key.id)?;
        if !family.spec.is_asymmetric() {
            return Err(Exception::UnsupportedOperation.without_message());
        }
        Ok(GetPublicKeyResponse {
            key_id: self.local_arn(&key),
            public_key: self.key_pair(&key)?.public_key().to_der().into(),
            customer_master_key_spec: Some(family.spec),
            key_spec: Some(family.spec),
            key_usage: Some(family.usage),
            encryption_algorithms: family.encryption_algorithms(),
            signing_algorithms: family.signing_algorithms(),
            key_agreement_algorithms: family.key_agreement_algorithms(),
            encapsulation_algorithms: family.encapsulation_algorithms(),
        })
    }
}
