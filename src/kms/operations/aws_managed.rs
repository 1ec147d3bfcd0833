//! How an AWS managed key comes into being, and what nobody can do to it.
//!
//! Most of what cannot be done to it, its own policy forbids by saying nothing of it: it delegates no management to the
//! account, so nobody has it to give away.

use std::collections::BTreeMap;

use crate::kms::{
    Due, Exception, KeyFamily, KeyId, KmsError, MaterialHistory, Span, WrappingKeys,
    api::{KeyManager, KeySpec, KeyUsage, Origin},
    aws_managed::AwsService,
    cryptography::BackingKey,
    family::{AutomaticRotation, DEFAULT_PERIOD_DAYS, Member, MemberState, Rotation},
    grant::Grants,
    members::Members,
    resolve::ResolvedKey,
    service::Handling,
    store::Alias,
};

impl Handling<'_, '_> {
    /// Makes the AWS managed key that `text` names by its predefined alias, if the Region does not have it yet.
    pub(super) fn make_aws_managed_key(&mut self, text: &str) -> Result<(), KmsError> {
        let Some(name) = self.own_alias_in(text) else { return Ok(()) };
        let Some(service) = AwsService::of_alias(&name) else { return Ok(()) };
        let (region, account, now) = (self.region, self.account().clone(), self.service.now);
        if self.service.store.alias(region, &account, &name).is_some() {
            return Ok(());
        }
        let policy = self.service.store.policies.read(&service.policy(region, &account));
        // It can be read: a test of `aws_managed` reads all of them.
        let policy = policy.map_err(|_| Exception::KmsInternal.without_message())?;
        let id = KeyId::draw(false, self.service.rng);
        let first = BackingKey::draw_symmetric(&id, now, None, self.service.rng);
        let member = Member {
            created: now,
            description: service.description(),
            policy,
            tags: BTreeMap::new(),
            state: MemberState::Enabled,
            awaits_copy: false,
            imported: BTreeMap::new(),
            wrapping_keys: WrappingKeys::default(),
            grants: Grants::default(),
        };
        let next = now + Span::days(DEFAULT_PERIOD_DAYS);
        let automatic = AutomaticRotation { period_days: DEFAULT_PERIOD_DAYS, next };
        let family = KeyFamily {
            id: id.clone(),
            account: account.clone(),
            manager: KeyManager::Aws,
            spec: KeySpec::SymmetricDefault,
            usage: KeyUsage::EncryptDecrypt,
            origin: Origin::AwsKms,
            place: None,
            material: MaterialHistory::new(first),
            rotation: Rotation { automatic: Some(automatic), ..Rotation::default() },
            primary: region,
            members: Members::of(region, member),
        };
        self.service.store.insert_family(family);
        let alias = Alias { target: id.clone(), created: now, updated: now };
        self.service.store.insert_alias(region, &account, &name, alias);
        self.service.at(next, Due::AutomaticRotation(id));
        Ok(())
    }

    /// Refuses what no policy could allow, as an AWS managed key is not the customer's to change.
    pub(super) fn refuse_aws_managed(&self, key: &ResolvedKey) -> Result<(), KmsError> {
        if key.family.manager == KeyManager::Customer {
            return Ok(());
        }
        Err(Exception::UnsupportedOperation.with(format!(
            "{} is an AWS managed key which is not valid for {}.",
            key.family.arn(self.region),
            self.operation.name()
        )))
    }
}
