//! What each operation does. Every one checks in KMS's order: the members of the request, the key's name, the
//! caller's permission, the key's state, its usage, the ciphertext, and last `DryRun`.

mod aliases;
mod cryptography;
mod deletion;
mod keys;
mod pagination;
mod policies;
mod replication;
mod rotation;
mod state;
mod tags;

use super::{
    Exception, KmsError,
    api::{Request, Response},
    service::Handling,
};

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
            Request::CreateAlias(it) => Response::CreateAlias(self.create_alias(it)?),
            Request::CreateKey(it) => Response::CreateKey(self.create_key(it)?),
            Request::Decrypt(it) => Response::Decrypt(self.decrypt(it)?),
            Request::DeleteAlias(it) => Response::DeleteAlias(self.delete_alias(it)?),
            Request::DescribeKey(it) => Response::DescribeKey(self.describe_key(it)?),
            Request::DisableKey(it) => Response::DisableKey(self.disable_key(it)?),
            Request::DisableKeyRotation(it) => Response::DisableKeyRotation(self.disable_key_rotation(it)?),
            Request::EnableKey(it) => Response::EnableKey(self.enable_key(it)?),
            Request::EnableKeyRotation(it) => Response::EnableKeyRotation(self.enable_key_rotation(it)?),
            Request::Encrypt(it) => Response::Encrypt(self.encrypt(it)?),
            Request::GenerateDataKey(it) => Response::GenerateDataKey(self.generate_data_key(it)?),
            Request::GenerateDataKeyWithoutPlaintext(it) => {
                Response::GenerateDataKeyWithoutPlaintext(self.generate_data_key_without_plaintext(it)?)
            }
            Request::GetKeyPolicy(it) => Response::GetKeyPolicy(self.get_key_policy(it)?),
            Request::GetKeyRotationStatus(it) => {
                Response::GetKeyRotationStatus(self.get_key_rotation_status(it)?)
            }
            Request::ListAliases(it) => Response::ListAliases(self.list_aliases(it)?),
            Request::ListKeyPolicies(it) => Response::ListKeyPolicies(self.list_key_policies(it)?),
            Request::ListKeyRotations(it) => Response::ListKeyRotations(self.list_key_rotations(it)?),
            Request::ListKeys(it) => Response::ListKeys(self.list_keys(it)?),
            Request::ListResourceTags(it) => Response::ListResourceTags(self.list_resource_tags(it)?),
            Request::PutKeyPolicy(it) => Response::PutKeyPolicy(self.put_key_policy(it)?),
            Request::ReEncrypt(it) => Response::ReEncrypt(self.re_encrypt(it)?),
            Request::ReplicateKey(it) => Response::ReplicateKey(self.replicate_key(it)?),
            Request::RotateKeyOnDemand(it) => Response::RotateKeyOnDemand(self.rotate_key_on_demand(it)?),
            Request::ScheduleKeyDeletion(it) => {
                Response::ScheduleKeyDeletion(self.schedule_key_deletion(it)?)
            }
            Request::TagResource(it) => Response::TagResource(self.tag_resource(it)?),
            Request::UntagResource(it) => Response::UntagResource(self.untag_resource(it)?),
            Request::UpdateAlias(it) => Response::UpdateAlias(self.update_alias(it)?),
            Request::UpdateKeyDescription(it) => {
                Response::UpdateKeyDescription(self.update_key_description(it)?)
            }
            Request::UpdatePrimaryRegion(it) => {
                Response::UpdatePrimaryRegion(self.update_primary_region(it)?)
            }
        })
    }
}

/// The answer to a dry run that met no obstacle.
fn dry_run() -> KmsError {
    Exception::DryRunOperation.with("The request would have succeeded, but the DryRun option is set.")
}
