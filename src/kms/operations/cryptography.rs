//! Encrypt, Decrypt, ReEncrypt, GenerateDataKey and GenerateDataKeyWithoutPlaintext.
//!
//! A ciphertext names the version of material that opens it, and nothing else: whichever key of the called Region
//! owns that material is the one that decrypts.

use rand_core::Rng as _;

use super::{dry_run, given};
use crate::kms::{
    Exception, KmsError,
    access::ConditionValues,
    api::{
        Blob, DecryptRequest, DecryptResponse, EncryptRequest, EncryptResponse, EncryptionAlgorithm,
        EncryptionContext, GenerateDataKeyRequest, GenerateDataKeyResponse,
        GenerateDataKeyWithoutPlaintextRequest, GenerateDataKeyWithoutPlaintextResponse, Operation,
        ReEncryptRequest, ReEncryptResponse,
    },
    cryptography::{self, CiphertextKind, SymmetricCiphertext},
    family::MemberState,
    resolve::{Accepts, ResolvedKey},
    service::Handling,
};

/// A ciphertext with the local key that is to open it.
struct Openable {
    key: ResolvedKey,
    /// Nothing if the bytes are not laid out as a ciphertext.
    ciphertext: Option<SymmetricCiphertext>,
}

/// What KMS says of a ciphertext that was made by another key than the one that was named.
fn incorrect_key() -> KmsError {
    Exception::IncorrectKey
        .with("The key ID in the request does not identify a CMK that can perform this operation.")
}

/// What KMS says of a ciphertext that does not open; it does not say why.
fn unreadable() -> KmsError {
    Exception::InvalidCiphertext.without_message()
}

/// The condition keys that every use of a key with an encryption context has.
fn conditions(context: &EncryptionContext) -> ConditionValues {
    ConditionValues::default()
        .text("kms:EncryptionAlgorithm", EncryptionAlgorithm::SymmetricDefault.name())
        .encryption_context(context)
}

impl Handling<'_, '_> {
    /// Cryptography works in `Enabled`, and goes on while a role changes.
    fn require_usable(&self, key: &ResolvedKey) -> Result<(), KmsError> {
        self.require_state(&key.id, |state| state == MemberState::Updating)
    }

    /// Encrypts under the current material of a key; answers the ciphertext, the key's local ARN and the material id.
    fn seal(
        &mut self,
        key: &ResolvedKey,
        kind: CiphertextKind,
        plaintext: &[u8],
        context: &EncryptionContext,
    ) -> Result<(Vec<u8>, String, String), KmsError> {
        let (region, service) = (self.region, &mut *self.service);
        let Some((family, _)) = service.store.member(&key.id, region) else {
            return Err(self.missing(&key.id));
        };
        let Some(material) = family.material.current() else { return Err(self.missing(&key.id)) };
        let ciphertext = cryptography::encrypt(material, kind, plaintext, context, service.rng)
            .ok_or_else(|| Exception::KmsInternal.without_message())?;
        self.touched.material = Some(material.id);
        Ok((ciphertext, family.arn(region).to_string(), material.id.to_string()))
    }

    /// Finds the local key that is to open a ciphertext: the one that the client named, or the one that owns the
    /// material.
    fn openable(&mut self, blob: &Blob, named: Option<&str>) -> Result<Openable, KmsError> {
        let ciphertext = SymmetricCiphertext::parse(&blob.0);
        if let Some(named) = named {
            let key = match self.resolve(named, Accepts::Alias) {
                // A key ARN of another Region is compared with the ciphertext's key and found wanting.
                Err(error)
                    if error.exception == Exception::NotFound
                        && error.message.starts_with("Invalid arn ") =>
                {
                    return Err(ciphertext.map_or_else(unreadable, |_| incorrect_key()));
                }
                resolved => resolved?,
            };
            return Ok(Openable { key, ciphertext });
        }
        let ciphertext = ciphertext.ok_or_else(unreadable)?;
        let store = &self.service.store;
        let owner = store.key_of_material(&ciphertext.material).cloned();
        let local = owner.filter(|id| store.member(id, self.region).is_some());
        let Some(id) = local else {
            return Err(Exception::AccessDenied.with(
                "The ciphertext refers to a customer master key that does not exist, does not exist in this \
                 region, or you are not allowed to access.",
            ));
        };
        let key = self.resolve(id.as_str(), Accepts::IdOrArn)?;
        Ok(Openable { key, ciphertext: Some(ciphertext) })
    }

    /// Opens a ciphertext after all checks; answers the plaintext, the key's local ARN and the material id.
    fn open(
        &mut self,
        openable: &Openable,
        context: &EncryptionContext,
    ) -> Result<(Vec<u8>, String, String), KmsError> {
        let ciphertext = openable.ciphertext.as_ref().ok_or_else(unreadable)?;
        let (family, _) = self.member(&openable.key.id)?;
        let arn = family.arn(self.region).to_string();
        let version = family.material.find(&ciphertext.material).ok_or_else(incorrect_key)?;
        let plaintext = cryptography::decrypt(version, ciphertext, context).ok_or_else(unreadable)?;
        let material = ciphertext.material;
        self.touched.material = Some(material);
        Ok((plaintext, arn, material.to_string()))
    }

    pub(super) fn encrypt(&mut self, request: &EncryptRequest) -> Result<EncryptResponse, KmsError> {
        let key = self.resolve(&request.key_id, Accepts::Alias)?;
        let context = &request.encryption_context;
        self.authorise_key(Operation::Encrypt.name(), &key, conditions(context))?;
        self.require_usable(&key)?;
        if request.dry_run {
            return Err(dry_run());
        }
        let (ciphertext, key_id, _) =
            self.seal(&key, CiphertextKind::Message, &request.plaintext.0, context)?;
        Ok(EncryptResponse {
            ciphertext_blob: ciphertext.into(),
            key_id,
            encryption_algorithm: Some(EncryptionAlgorithm::SymmetricDefault),
        })
    }

    pub(super) fn decrypt(&mut self, request: &DecryptRequest) -> Result<DecryptResponse, KmsError> {
        let openable =
            self.openable(given(&request.ciphertext_blob, "ciphertext_blob")?, request.key_id.as_deref())?;
        let context = &request.encryption_context;
        self.authorise_key(Operation::Decrypt.name(), &openable.key, conditions(context))?;
        self.require_usable(&openable.key)?;
        let (plaintext, key_id, material) = self.open(&openable, context)?;
        if request.dry_run {
            return Err(dry_run());
        }
        Ok(DecryptResponse {
            key_id,
            plaintext: plaintext.into(),
            encryption_algorithm: Some(EncryptionAlgorithm::SymmetricDefault),
            key_material_id: Some(material),
        })
    }

    pub(super) fn re_encrypt(&mut self, request: &ReEncryptRequest) -> Result<ReEncryptResponse, KmsError> {
        let source = self.openable(
            given(&request.ciphertext_blob, "ciphertext_blob")?,
            request.source_key_id.as_deref(),
        )?;
        let destination = self.resolve(&request.destination_key_id, Accepts::Alias)?;
        let same_key = source.key.id == destination.id;
        let of = |context| conditions(context).boolean("kms:ReEncryptOnSameKey", same_key);
        self.authorise_key("ReEncryptFrom", &source.key, of(&request.source_encryption_context))?;
        self.authorise_key("ReEncryptTo", &destination, of(&request.destination_encryption_context))?;
        self.require_usable(&source.key)?;
        self.require_usable(&destination)?;
        let (plaintext, source_key_id, source_material) =
            self.open(&source, &request.source_encryption_context)?;
        if request.dry_run {
            return Err(dry_run());
        }
        let context = &request.destination_encryption_context;
        let (ciphertext, key_id, material) =
            self.seal(&destination, CiphertextKind::Message, &plaintext, context)?;
        Ok(ReEncryptResponse {
            ciphertext_blob: ciphertext.into(),
            source_key_id,
            key_id,
            source_encryption_algorithm: Some(EncryptionAlgorithm::SymmetricDefault),
            destination_encryption_algorithm: Some(EncryptionAlgorithm::SymmetricDefault),
            source_key_material_id: Some(source_material),
            destination_key_material_id: Some(material),
        })
    }

    fn make_data_key(
        &mut self,
        operation: Operation,
        request: &GenerateDataKeyRequest,
    ) -> Result<GenerateDataKeyResponse, KmsError> {
        let length = match (request.number_of_bytes, request.key_spec) {
            (Some(bytes), None) => bytes as usize, // at most 1024
            (None, Some(spec)) => spec.length(),
            _ => {
                return Err(Exception::Validation.with("Please specify either number of bytes or key spec."));
            }
        };
        let context = &request.encryption_context;
        let key = self.resolve(&request.key_id, Accepts::Alias)?;
        self.authorise_key(operation.name(), &key, conditions(context))?;
        self.require_usable(&key)?;
        if request.dry_run {
            return Err(dry_run());
        }
        let mut plaintext = vec![0; length];
        self.service.rng.fill_bytes(&mut plaintext);
        let (ciphertext, key_id, material) = self.seal(&key, CiphertextKind::DataKey, &plaintext, context)?;
        Ok(GenerateDataKeyResponse {
            ciphertext_blob: ciphertext.into(),
            plaintext: plaintext.into(),
            key_id,
            key_material_id: Some(material),
        })
    }

    pub(super) fn generate_data_key(
        &mut self,
        request: &GenerateDataKeyRequest,
    ) -> Result<GenerateDataKeyResponse, KmsError> {
        self.make_data_key(Operation::GenerateDataKey, request)
    }

    pub(super) fn generate_data_key_without_plaintext(
        &mut self,
        request: &GenerateDataKeyWithoutPlaintextRequest,
    ) -> Result<GenerateDataKeyWithoutPlaintextResponse, KmsError> {
        let request = GenerateDataKeyRequest {
            key_id: request.key_id.clone(),
            encryption_context: request.encryption_context.clone(),
            number_of_bytes: request.number_of_bytes,
            key_spec: request.key_spec,
            grant_tokens: request.grant_tokens.clone(),
            recipient: None,
            dry_run: request.dry_run,
        };
        let made = self.make_data_key(Operation::GenerateDataKeyWithoutPlaintext, &request)?;
        Ok(GenerateDataKeyWithoutPlaintextResponse {
            ciphertext_blob: made.ciphertext_blob,
            key_id: made.key_id,
            key_material_id: made.key_material_id,
        })
    }
}
