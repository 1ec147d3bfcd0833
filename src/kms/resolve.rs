//! From what a client wrote for a key to the key: id, ARN, alias name or alias ARN.
//!
//! Each is resolved in the Region that was called; an ARN of another Region is refused, never followed.

use std::sync::Arc;

use super::{
    AccountId, AliasName, Exception, KeyArn, KeyFamily, KeyId, KmsError, Member, Partition, Region,
    api::Operation, service::Handling,
};

/// Which forms an operation takes for its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepts {
    /// Key id and key ARN: operations that manage a key.
    IdOrArn,
    /// Also alias name and alias ARN: operations that use a key, and DescribeKey.
    Alias,
}

/// A key that a client named.
#[derive(Clone, Debug)]
pub struct ResolvedKey {
    /// The key; it has a member in the Region that was called.
    pub id: KeyId,
    /// The alias that it was named by.
    pub alias: Option<AliasName>,
    /// The key as it was when it was named. What an operation changes, it changes in the store and reads there again.
    pub(super) family: Arc<KeyFamily>,
}

/// What a client wrote, taken apart.
enum Named<'a> {
    Key(KeyId),
    KeyArn(KeyArn),
    Alias(AliasName),
    AliasArn { region: &'a str, account: AccountId, name: AliasName },
}

fn invalid_key_id(text: &str) -> KmsError {
    Exception::NotFound.with(format!("Invalid keyId '{text}'"))
}

/// `arn:<partition>:kms:<region>:<account>:<resource>`, taken apart.
fn parse_arn(text: &str) -> Option<(&str, AccountId, &str)> {
    let mut parts = text.splitn(6, ':');
    let (arn, partition, service) = (parts.next()?, parts.next()?, parts.next()?);
    let (region, account, resource) = (parts.next()?, AccountId::parse(parts.next()?)?, parts.next()?);
    let known = [Partition::Aws, Partition::AwsUsGov, Partition::AwsCn, Partition::AwsEusc];
    // An ARN names a Region of its own partition, or one that this program does not know.
    let fits = known.iter().any(|known| known.name() == partition)
        && Region::parse(region).is_none_or(|region| region.partition().name() == partition);
    (arn == "arn" && service == "kms" && fits).then_some((region, account, resource))
}

fn parse<'a>(text: &'a str, called: Region) -> Result<Named<'a>, KmsError> {
    if text.starts_with(AliasName::PREFIX) {
        return AliasName::parse(text).map(Named::Alias).ok_or_else(|| invalid_key_id(text));
    }
    if !text.starts_with("arn:") {
        return KeyId::parse(text).map(Named::Key).ok_or_else(|| invalid_key_id(text));
    }
    let malformed = || Exception::InvalidArn.with(format!("Invalid arn {text}"));
    let (region, account, resource) = parse_arn(text).ok_or_else(malformed)?;
    if let Some(name) = AliasName::parse(resource) {
        return Ok(Named::AliasArn { region, account, name });
    }
    let key_id = resource.strip_prefix("key/").ok_or_else(malformed)?;
    if region != called.code() {
        return Err(elsewhere(region));
    }
    let key_id = KeyId::parse(key_id).ok_or_else(|| invalid_key_id(key_id))?;
    Ok(Named::KeyArn(KeyArn { region: called, account, key_id }))
}

/// Whether an operation can be done to a key of another account (the API's notes on cross-account use).
fn crosses_accounts(operation: Operation) -> bool {
    use Operation::*;
    matches!(
        operation,
        CreateGrant
            | Decapsulate
            | Decrypt
            | DeriveSharedSecret
            | DescribeKey
            | Encapsulate
            | Encrypt
            | GenerateDataKey
            | GenerateDataKeyPair
            | GenerateDataKeyPairWithoutPlaintext
            | GenerateDataKeyWithoutPlaintext
            | GenerateMac
            | GetKeyRotationStatus
            | GetPublicKey
            | ListGrants
            | ReEncrypt
            | RetireGrant
            | RevokeGrant
            | Sign
            | Verify
            | VerifyMac
    )
}

/// What KMS says of an ARN whose Region is not the one that was called.
fn elsewhere(region: &str) -> KmsError {
    Exception::NotFound.with(format!("Invalid arn {region}"))
}

impl Handling<'_, '_> {
    /// Finds the key that `text` names, and notes it for the trail.
    ///
    /// # Errors
    /// `NotFoundException` or `InvalidArnException`.
    pub(super) fn resolve(&mut self, text: &str, accepts: Accepts) -> Result<ResolvedKey, KmsError> {
        let resolved = self.look_up(text, accepts)?;
        self.note(&resolved);
        Ok(resolved)
    }

    /// Notes a key for the trail.
    pub(super) fn note(&mut self, key: &ResolvedKey) {
        let arn = key.family.arn(self.region);
        if self.touched.keys.is_empty() {
            // Most requests are about one key, and the trail keeps the list.
            self.touched.keys.reserve_exact(1);
        }
        if !self.touched.keys.contains(&arn) {
            self.touched.keys.push(arn);
        }
    }

    /// The alias of the caller's own account and of this Region that `text` is, whether it names a key or not.
    pub(super) fn own_alias_in(&self, text: &str) -> Option<AliasName> {
        match parse(text, self.region).ok()? {
            Named::Alias(name) => Some(name),
            Named::AliasArn { region, account, name } => {
                (region == self.region.code() && account == self.caller.account).then_some(name)
            }
            Named::Key(_) | Named::KeyArn(_) => None,
        }
    }

    /// The key with an id, if it has a member in this Region.
    pub(super) fn local_key(&self, id: &KeyId, alias: Option<AliasName>) -> Option<ResolvedKey> {
        let family = self.service.store.family_shared(id)?;
        let is_here = family.members.contains_key(&self.region);
        is_here.then(|| ResolvedKey { id: id.clone(), alias, family: Arc::clone(family) })
    }

    /// The member here of a key as it was named.
    ///
    /// # Errors
    /// `NotFoundException`, if it has none.
    pub(super) fn member_of<'k>(&self, key: &'k ResolvedKey) -> Result<&'k Member, KmsError> {
        key.family.members.get(&self.region).ok_or_else(|| self.missing(&key.id))
    }

    fn look_up(&self, text: &str, accepts: Accepts) -> Result<ResolvedKey, KmsError> {
        let region = self.region;
        let is_alias = text.starts_with(AliasName::PREFIX)
            || (text.starts_with("arn:") && text.contains(concat!(":", "alias/")));
        if is_alias && accepts == Accepts::IdOrArn {
            return Err(Exception::InvalidArn.with("Key Aliases are not supported for this operation."));
        }
        match parse(text, region)? {
            Named::Key(id) => self.owned(&id, self.account(), None),
            Named::KeyArn(arn) => self.owned(&arn.key_id, &arn.account, None),
            Named::Alias(name) => self.aliased(name, self.account()),
            Named::AliasArn { region: named, .. } if named != region.code() => Err(elsewhere(named)),
            Named::AliasArn { account, name, .. } => self.aliased(name, &account),
        }
    }

    fn aliased(&self, name: AliasName, account: &AccountId) -> Result<ResolvedKey, KmsError> {
        let region = self.region;
        match self.service.store.alias(region, account, &name) {
            Some(alias) => self.owned(&alias.target, account, Some(name)),
            None if *account != self.caller.account => Err(self.hidden()),
            None => {
                Err(Exception::NotFound.with(format!("Alias {} is not found.", name.arn(region, account))))
            }
        }
    }

    fn owned(
        &self,
        id: &KeyId,
        account: &AccountId,
        alias: Option<AliasName>,
    ) -> Result<ResolvedKey, KmsError> {
        match self.local_key(id, alias) {
            // Whether another account's operation is allowed is not asked where it cannot be.
            _ if *account != self.caller.account && !crosses_accounts(self.operation) => Err(self.hidden()),
            Some(key) if key.family.account == *account => Ok(key),
            _ if *account != self.caller.account => Err(self.hidden()),
            _ => Err(self.missing(id)),
        }
    }

    /// What KMS says of a key of another account that the caller may not know of, whether it exists or not.
    fn hidden(&self) -> KmsError {
        Exception::AccessDenied.with(format!(
            "User: {} is not authorized to perform: kms:{} on this resource because the resource does not exist in \
             this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access",
            self.caller.arn,
            self.operation.name()
        ))
    }
}
