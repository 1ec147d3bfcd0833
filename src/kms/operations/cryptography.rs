//! Encrypt, Decrypt and ReEncrypt.
//!
//! A symmetric ciphertext names the version of material that opens it, and nothing else: whichever key of the called
//! Region owns that material is the one that decrypts. An RSA ciphertext names nothing at all, so the key must be
//! named.

use super::{
    dry_run, given,
    material::{incompatible, refuse_recipient},
};
use crate::kms::{
    Exception, KeyMaterialId, KmsError,
    access::ConditionValues,
    api::{
        Blob, DecryptRequest, DecryptResponse, DryRunModifier, EncryptRequest, EncryptResponse,
        EncryptionAlgorithm, EncryptionContext, KeyUsage, ReEncryptRequest, ReEncryptResponse,
    },
    cryptography::{self, CiphertextKind, SymmetricCiphertext},
    resolve::{Accepts, ResolvedKey},
    service::Handling,
};

/// A ciphertext with the local key that is to open it.
struct Source<'a> {
    key: ResolvedKey,
    algorithm: EncryptionAlgorithm,
    ciphertext: Ciphertext<'a>,
}

/// What a request brings to be opened.
enum Ciphertext<'a> {
    /// Nothing if the bytes are not laid out as a symmetric ciphertext.
    Symmetric(Option<SymmetricCiphertext<'a>>),
    /// Bytes of an asymmetric algorithm.
    Asymmetric(&'a [u8]),
    /// A dry run that asks for permission only.
    Ignored,
}

/// What encryption made.
pub(super) struct Sealed {
    pub ciphertext: Vec<u8>,
    /// The key's local ARN.
    pub key_arn: String,
    /// The id of the material, for symmetric keys.
    pub material: Option<KeyMaterialId>,
}

/// What decryption found.
struct Opened {
    plaintext: Vec<u8>,
    key_arn: String,
    material: Option<KeyMaterialId>,
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

/// The condition keys that every use of a key for encryption has.
fn conditions(algorithm: EncryptionAlgorithm, context: &EncryptionContext) -> ConditionValues<'_> {
    ConditionValues::default().text("kms:EncryptionAlgorithm", algorithm.name()).encryption_context(context)
}

/// [`conditions`] for operations that use symmetric keys only.
pub(super) fn symmetric_conditions(context: &EncryptionContext) -> ConditionValues<'_> {
    conditions(EncryptionAlgorithm::SymmetricDefault, context)
}

/// Whether a dry run leaves the ciphertext out (`DryRunModifiers`, which mean nothing without `DryRun`).
fn ignores_ciphertext(is_dry_run: bool, modifiers: &[DryRunModifier]) -> bool {
    is_dry_run && modifiers.contains(&DryRunModifier::IgnoreCiphertext)
}

impl Handling<'_, '_> {
    /// Refuses a key that does not encrypt with this algorithm, and an encryption context where there can be none.
    fn require_encrypting(
        &self,
        key: &ResolvedKey,
        algorithm: EncryptionAlgorithm,
        context: &EncryptionContext,
    ) -> Result<(), KmsError> {
        let spec = self.require_usage(key, KeyUsage::EncryptDecrypt)?;
        if !spec.encryption_algorithms().contains(&algorithm) {
            return Err(incompatible(algorithm, spec));
        }
        if spec.is_asymmetric() && !context.is_empty() {
            return Err(Exception::Validation.with(
                "EncryptionContext is not supported when encrypting/decrypting with asymmetric CMKs.",
            ));
        }
        Ok(())
    }

    /// Refuses a key that is no symmetric encryption key, for operations that take no other.
    pub(super) fn require_symmetric(&self, key: &ResolvedKey) -> Result<(), KmsError> {
        self.require_encrypting(key, EncryptionAlgorithm::SymmetricDefault, &EncryptionContext::default())
    }

    /// Encrypts under the current material of a symmetric key.
    pub(super) fn seal(
        &mut self,
        key: &ResolvedKey,
        kind: CiphertextKind,
        plaintext: &[u8],
        context: &EncryptionContext,
    ) -> Result<Sealed, KmsError> {
        let (region, family) = (self.region, &key.family);
        let Some(material) = family.material.current() else { return Err(self.missing(&key.id)) };
        // What was opened before, by ReEncrypt, is the source.
        self.touched.source_material = self.touched.material.replace(material.id);
        let ciphertext = match &family.place {
            Some(place) => {
                self.service.encrypt_in_store((region, place), material, kind, plaintext, context)?
            }
            // A key has the material of its spec, which was checked.
            None => cryptography::encrypt(material, kind, plaintext, context, self.service.rng)
                .ok_or_else(|| Exception::KmsInternal.without_message())?,
        };
        Ok(Sealed { ciphertext, key_arn: self.local_arn(key), material: Some(material.id) })
    }

    /// Refuses a plaintext that is longer than the key and the algorithm take.
    fn require_room(
        &self,
        key: &ResolvedKey,
        algorithm: EncryptionAlgorithm,
        plaintext: &[u8],
    ) -> Result<(), KmsError> {
        let family = &key.family;
        match cryptography::longest_plaintext(family.spec, algorithm) {
            Some(longest) if plaintext.len() > longest => Err(Exception::Validation.with(format!(
                "Algorithm {algorithm} and key spec {} cannot encrypt data larger than {longest} bytes.",
                family.spec
            ))),
            _ => Ok(()),
        }
    }

    /// Encrypts with the algorithm that was asked for, after all checks.
    fn seal_with(
        &mut self,
        key: &ResolvedKey,
        algorithm: EncryptionAlgorithm,
        plaintext: &[u8],
        context: &EncryptionContext,
    ) -> Result<Sealed, KmsError> {
        if algorithm == EncryptionAlgorithm::SymmetricDefault {
            return self.seal(key, CiphertextKind::Message, plaintext, context);
        }
        let pair = self.key_pair(key)?;
        let seed = self.draw_seed();
        let ciphertext = cryptography::encrypt_to(pair.public_key(), algorithm, plaintext, seed)
            .ok_or_else(|| Exception::KmsInternal.without_message())?;
        Ok(Sealed { ciphertext, key_arn: self.local_arn(key), material: None })
    }

    /// Finds the local key that is to open a ciphertext: the one that the client named, or the one that owns the
    /// material. `member` is the name of the member that names the key.
    fn source<'a>(
        &mut self,
        blob: Option<&'a Blob>,
        named: (&str, Option<&str>),
        algorithm: Option<EncryptionAlgorithm>,
    ) -> Result<Source<'a>, KmsError> {
        let algorithm = algorithm.unwrap_or(EncryptionAlgorithm::SymmetricDefault);
        let (member, named) = named;
        let required =
            || named.ok_or_else(|| Exception::Validation.with(format!("{member} must not be null")));
        let Some(blob) = blob else {
            let key = self.resolve(required()?, Accepts::Alias)?;
            return Ok(Source { key, algorithm, ciphertext: Ciphertext::Ignored });
        };
        if algorithm != EncryptionAlgorithm::SymmetricDefault {
            let key = self.resolve(required()?, Accepts::Alias)?;
            return Ok(Source { key, algorithm, ciphertext: Ciphertext::Asymmetric(&blob.0) });
        }
        let ciphertext = SymmetricCiphertext::parse(&blob.0);
        let Some(named) = named else {
            let ciphertext = ciphertext.ok_or_else(unreadable)?;
            let key = self.owner_of(&ciphertext)?;
            return Ok(Source { key, algorithm, ciphertext: Ciphertext::Symmetric(Some(ciphertext)) });
        };
        match self.resolve(named, Accepts::Alias) {
            // A key ARN of another Region is compared with the ciphertext's key and found wanting.
            Err(error)
                if error.exception == Exception::NotFound && error.message.starts_with("Invalid arn ") =>
            {
                Err(ciphertext.map_or_else(unreadable, |_| incorrect_key()))
            }
            resolved => {
                Ok(Source { key: resolved?, algorithm, ciphertext: Ciphertext::Symmetric(ciphertext) })
            }
        }
    }

    /// The key of this Region that owns the material of a ciphertext, whosever it is.
    fn owner_of(&mut self, ciphertext: &SymmetricCiphertext<'_>) -> Result<ResolvedKey, KmsError> {
        let owner = self.service.store.key_of_material(&ciphertext.material);
        let Some(key) = owner.and_then(|id| self.local_key(id, None)) else {
            return Err(Exception::AccessDenied.with(
                "The ciphertext refers to a customer master key that does not exist, does not exist in this \
                 region, or you are not allowed to access.",
            ));
        };
        self.note(&key);
        Ok(key)
    }

    /// Refuses a named key that cannot have made an asymmetric ciphertext. A symmetric ciphertext is compared with the
    /// key itself, when it is opened.
    fn require_source(&self, source: &Source<'_>, context: &EncryptionContext) -> Result<(), KmsError> {
        match source.ciphertext {
            Ciphertext::Symmetric(_) => Ok(()),
            Ciphertext::Asymmetric(_) | Ciphertext::Ignored => {
                self.require_encrypting(&source.key, source.algorithm, context)
            }
        }
    }

    /// Opens a ciphertext after all checks. One that is ignored is a dry run's, which ends here.
    fn open(&mut self, source: &Source<'_>, context: &EncryptionContext) -> Result<Opened, KmsError> {
        let ciphertext = match &source.ciphertext {
            Ciphertext::Ignored => return Err(dry_run()),
            Ciphertext::Asymmetric(bytes) => {
                let pair = self.key_pair(&source.key)?;
                let plaintext =
                    self.service.bench.decrypt(&pair, source.algorithm, bytes).ok_or_else(unreadable)?;
                return Ok(Opened { plaintext, key_arn: self.local_arn(&source.key), material: None });
            }
            Ciphertext::Symmetric(ciphertext) => ciphertext.as_ref().ok_or_else(unreadable)?,
        };
        let family = &source.key.family;
        let version = family.material.find(&ciphertext.material).ok_or_else(incorrect_key)?;
        let plaintext = match &family.place {
            Some(place) => {
                self.service.decrypt_in_store((self.region, place), version, ciphertext, context)?
            }
            None => cryptography::decrypt(version, ciphertext, context).ok_or_else(unreadable)?,
        };
        let material = ciphertext.material;
        self.touched.material = Some(material);
        let key_arn = self.local_arn(&source.key);
        Ok(Opened { plaintext, key_arn, material: Some(material) })
    }

    pub(super) fn encrypt(&mut self, request: &EncryptRequest) -> Result<EncryptResponse, KmsError> {
        let key = self.resolve(&request.key_id, Accepts::Alias)?;
        let algorithm = request.encryption_algorithm.unwrap_or(EncryptionAlgorithm::SymmetricDefault);
        let context = &request.encryption_context;
        self.authorise_key(self.operation.name(), &key, conditions(algorithm, context))?;
        self.require_usable(&key)?;
        self.require_encrypting(&key, algorithm, context)?;
        self.require_room(&key, algorithm, &request.plaintext.0)?;
        if request.dry_run {
            return Err(dry_run());
        }
        let sealed = self.seal_with(&key, algorithm, &request.plaintext.0, context)?;
        Ok(EncryptResponse {
            ciphertext_blob: sealed.ciphertext.into(),
            key_id: sealed.key_arn,
            encryption_algorithm: Some(algorithm),
        })
    }

    pub(super) fn decrypt(&mut self, request: &DecryptRequest) -> Result<DecryptResponse, KmsError> {
        refuse_recipient(request.recipient.as_ref())?;
        let blob = match ignores_ciphertext(request.dry_run, &request.dry_run_modifiers) {
            true => None,
            false => Some(given(&request.ciphertext_blob, "ciphertext_blob")?),
        };
        let named = ("KeyId", request.key_id.as_deref());
        let source = self.source(blob, named, request.encryption_algorithm)?;
        let context = &request.encryption_context;
        self.authorise_key(self.operation.name(), &source.key, conditions(source.algorithm, context))?;
        self.require_usable(&source.key)?;
        self.require_source(&source, context)?;
        let opened = self.open(&source, context)?;
        if request.dry_run {
            return Err(dry_run());
        }
        Ok(DecryptResponse {
            key_id: opened.key_arn,
            plaintext: opened.plaintext.into(),
            encryption_algorithm: Some(source.algorithm),
            key_material_id: opened.material.map(|id| id.to_string()),
        })
    }

    pub(super) fn re_encrypt(&mut self, request: &ReEncryptRequest) -> Result<ReEncryptResponse, KmsError> {
        let blob = match ignores_ciphertext(request.dry_run, &request.dry_run_modifiers) {
            true => None,
            false => Some(given(&request.ciphertext_blob, "ciphertext_blob")?),
        };
        let named = ("SourceKeyId", request.source_key_id.as_deref());
        let source = self.source(blob, named, request.source_encryption_algorithm)?;
        let source_context = &request.source_encryption_context;
        let destination = self.resolve(&request.destination_key_id, Accepts::Alias)?;
        let algorithm =
            request.destination_encryption_algorithm.unwrap_or(EncryptionAlgorithm::SymmetricDefault);
        let context = &request.destination_encryption_context;
        let same_key = source.key.id == destination.id;
        let of =
            |algorithm, context| conditions(algorithm, context).boolean("kms:ReEncryptOnSameKey", same_key);
        self.authorise_key("ReEncryptFrom", &source.key, of(source.algorithm, source_context))?;
        self.authorise_key("ReEncryptTo", &destination, of(algorithm, context))?;
        self.require_usable(&source.key)?;
        self.require_usable(&destination)?;
        self.require_source(&source, source_context)?;
        self.require_encrypting(&destination, algorithm, context)?;
        let opened = self.open(&source, source_context)?;
        self.require_room(&destination, algorithm, &opened.plaintext)?;
        if request.dry_run {
            return Err(dry_run());
        }
        let sealed = self.seal_with(&destination, algorithm, &opened.plaintext, context)?;
        Ok(ReEncryptResponse {
            ciphertext_blob: sealed.ciphertext.into(),
            source_key_id: opened.key_arn,
            key_id: sealed.key_arn,
            source_encryption_algorithm: Some(source.algorithm),
            destination_encryption_algorithm: Some(algorithm),
            source_key_material_id: opened.material.map(|id| id.to_string()),
            destination_key_material_id: sealed.material.map(|id| id.to_string()),
        })
    }
}
