//! GenerateRandom.

use rand_core::Rng as _;

use super::material::refuse_recipient;
use crate::kms::{
    Exception, KmsError,
    access::ConditionValues,
    api::{GenerateRandomRequest, GenerateRandomResponse},
    service::Handling,
};

impl Handling<'_, '_> {
    pub(super) fn generate_random(
        &mut self,
        request: &GenerateRandomRequest,
    ) -> Result<GenerateRandomResponse, KmsError> {
        let length = request
            .number_of_bytes
            .ok_or_else(|| Exception::Validation.with("NumberOfBytes is required."))?;
        refuse_recipient(request.recipient.as_ref())?;
        self.authorise_account(self.operation.name(), "*", &ConditionValues::default())?;
        let mut plaintext = vec![0; length as usize]; // at most 1024
        match &request.custom_key_store_id {
            Some(store) => self.random_of_store(store, &mut plaintext)?,
            None => self.service.rng.fill_bytes(&mut plaintext),
        }
        Ok(GenerateRandomResponse { plaintext: plaintext.into() })
    }
}
