//! What each operation does. Every one checks in KMS's order: the members of the request, the key's name, the
//! caller's permission, the key's state, its usage, the ciphertext, and last `DryRun`.

mod aliases;
mod aws_managed;
mod cryptography;
mod custom_key_stores;
mod data_key_pairs;
mod data_keys;
mod deletion;
mod encapsulation;
mod grants;
mod import;
mod key_agreement;
mod keys;
mod last_usage;
mod macs;
mod material;
mod pagination;
mod policies;
mod public_keys;
mod random;
mod replication;
mod rotation;
mod signatures;
mod state;
mod tags;

use super::{
    Exception, KmsError,
    api::{Place, Request, Response},
    service::Handling,
    validate::Violations,
};

pub use self::grants::grant_operations;
pub(super) use self::rotation::start_overdue_rotation;

impl Handling<'_, '_> {
    /// Does what a request asks.
    ///
    /// # Errors
    /// The operation's own exceptions. The store may then have been changed in part; the caller throws it away.
    pub fn handle(&mut self, request: &Request) -> Result<Response, KmsError> {
        request.validate()?;
        Ok(match request {
            Request::CancelKeyDeletion(it) => Response::CancelKeyDeletion(self.cancel_key_deletion(it)?),
            Request::ConnectCustomKeyStore(it) => {
                Response::ConnectCustomKeyStore(self.connect_custom_key_store(it)?)
            }
            Request::CreateAlias(it) => Response::CreateAlias(self.create_alias(it)?),
            Request::CreateCustomKeyStore(it) => {
                Response::CreateCustomKeyStore(self.create_custom_key_store(it)?)
            }
            Request::CreateGrant(it) => Response::CreateGrant(self.create_grant(it)?),
            Request::CreateKey(it) => Response::CreateKey(self.create_key(it)?),
            Request::Decapsulate(it) => Response::Decapsulate(self.decapsulate(it)?),
            Request::Decrypt(it) => Response::Decrypt(self.decrypt(it)?),
            Request::DeleteAlias(it) => Response::DeleteAlias(self.delete_alias(it)?),
            Request::DeleteCustomKeyStore(it) => {
                Response::DeleteCustomKeyStore(self.delete_custom_key_store(it)?)
            }
            Request::DeleteImportedKeyMaterial(it) => {
                Response::DeleteImportedKeyMaterial(self.delete_imported_key_material(it)?)
            }
            Request::DeriveSharedSecret(it) => Response::DeriveSharedSecret(self.derive_shared_secret(it)?),
            Request::DescribeCustomKeyStores(it) => {
                Response::DescribeCustomKeyStores(self.describe_custom_key_stores(it)?)
            }
            Request::DescribeKey(it) => Response::DescribeKey(self.describe_key(it)?),
            Request::DisableKey(it) => Response::DisableKey(self.disable_key(it)?),
            Request::DisableKeyRotation(it) => Response::DisableKeyRotation(self.disable_key_rotation(it)?),
            Request::DisconnectCustomKeyStore(it) => {
                Response::DisconnectCustomKeyStore(self.disconnect_custom_key_store(it)?)
            }
            Request::EnableKey(it) => Response::EnableKey(self.enable_key(it)?),
            Request::EnableKeyRotation(it) => Response::EnableKeyRotation(self.enable_key_rotation(it)?),
            Request::Encapsulate(it) => Response::Encapsulate(self.encapsulate(it)?),
            Request::Encrypt(it) => Response::Encrypt(self.encrypt(it)?),
            Request::GenerateDataKey(it) => Response::GenerateDataKey(self.generate_data_key(it)?),
            Request::GenerateDataKeyPair(it) => {
                Response::GenerateDataKeyPair(self.generate_data_key_pair(it)?)
            }
            Request::GenerateDataKeyPairWithoutPlaintext(it) => {
                Response::GenerateDataKeyPairWithoutPlaintext(
                    self.generate_data_key_pair_without_plaintext(it)?,
                )
            }
            Request::GenerateDataKeyWithoutPlaintext(it) => {
                Response::GenerateDataKeyWithoutPlaintext(self.generate_data_key_without_plaintext(it)?)
            }
            Request::GenerateMac(it) => Response::GenerateMac(self.generate_mac(it)?),
            Request::GenerateRandom(it) => Response::GenerateRandom(self.generate_random(it)?),
            Request::GetKeyLastUsage(it) => Response::GetKeyLastUsage(self.get_key_last_usage(it)?),
            Request::GetKeyPolicy(it) => Response::GetKeyPolicy(self.get_key_policy(it)?),
            Request::GetKeyRotationStatus(it) => {
                Response::GetKeyRotationStatus(self.get_key_rotation_status(it)?)
            }
            Request::GetParametersForImport(it) => {
                Response::GetParametersForImport(self.get_parameters_for_import(it)?)
            }
            Request::GetPublicKey(it) => Response::GetPublicKey(self.get_public_key(it)?),
            Request::ImportKeyMaterial(it) => Response::ImportKeyMaterial(self.import_key_material(it)?),
            Request::ListAliases(it) => Response::ListAliases(self.list_aliases(it)?),
            Request::ListGrants(it) => Response::ListGrants(self.list_grants(it)?),
            Request::ListKeyPolicies(it) => Response::ListKeyPolicies(self.list_key_policies(it)?),
            Request::ListKeyRotations(it) => Response::ListKeyRotations(self.list_key_rotations(it)?),
            Request::ListKeys(it) => Response::ListKeys(self.list_keys(it)?),
            Request::ListResourceTags(it) => Response::ListResourceTags(self.list_resource_tags(it)?),
            Request::ListRetirableGrants(it) => {
                Response::ListRetirableGrants(self.list_retirable_grants(it)?)
            }
            Request::PutKeyPolicy(it) => Response::PutKeyPolicy(self.put_key_policy(it)?),
            Request::ReEncrypt(it) => Response::ReEncrypt(self.re_encrypt(it)?),
            Request::ReplicateKey(it) => Response::ReplicateKey(self.replicate_key(it)?),
            Request::RetireGrant(it) => Response::RetireGrant(self.retire_grant(it)?),
            Request::RevokeGrant(it) => Response::RevokeGrant(self.revoke_grant(it)?),
            Request::RotateKeyOnDemand(it) => Response::RotateKeyOnDemand(self.rotate_key_on_demand(it)?),
            Request::ScheduleKeyDeletion(it) => {
                Response::ScheduleKeyDeletion(self.schedule_key_deletion(it)?)
            }
            Request::Sign(it) => Response::Sign(self.sign(it)?),
            Request::TagResource(it) => Response::TagResource(self.tag_resource(it)?),
            Request::UntagResource(it) => Response::UntagResource(self.untag_resource(it)?),
            Request::UpdateAlias(it) => Response::UpdateAlias(self.update_alias(it)?),
            Request::UpdateCustomKeyStore(it) => {
                Response::UpdateCustomKeyStore(self.update_custom_key_store(it)?)
            }
            Request::UpdateKeyDescription(it) => {
                Response::UpdateKeyDescription(self.update_key_description(it)?)
            }
            Request::UpdatePrimaryRegion(it) => {
                Response::UpdatePrimaryRegion(self.update_primary_region(it)?)
            }
            Request::Verify(it) => Response::Verify(self.verify(it)?),
            Request::VerifyMac(it) => Response::VerifyMac(self.verify_mac(it)?),
        })
    }
}

/// The answer to a dry run that met no obstacle.
fn dry_run() -> KmsError {
    Exception::DryRunOperation.with("The request would have succeeded, but the DryRun option is set.")
}

/// A member that the model or the request's other members demand; `field` is its name in this program.
///
/// # Errors
/// `ValidationException` if it was not given.
fn given<'a, T>(member: &'a Option<T>, field: &str) -> Result<&'a T, KmsError> {
    member.as_ref().ok_or_else(|| {
        let mut violations = Violations::default();
        violations.missing(&Place::member(field));
        violations.into_result().err().unwrap_or_else(|| Exception::Validation.without_message())
    })
}
