//! CreateAlias, UpdateAlias, DeleteAlias, ListAliases.

use std::borrow::Cow;

use super::pagination::{Paging, page};
use crate::kms::{
    AliasName, AwsService, EpochSeconds, Exception, KeyId, KmsError,
    access::ConditionValues,
    api::{
        AliasListEntry, CreateAliasRequest, DeleteAliasRequest, ListAliasesRequest, ListAliasesResponse,
        Operation, UpdateAliasRequest,
    },
    resolve::{Accepts, ResolvedKey},
    service::Handling,
    store::Alias,
};

/// How many aliases one key may have.
const MAX_ALIASES_PER_KEY: usize = 50;

/// The alias name of a request that makes, moves or removes an alias.
fn checked_name(text: &str) -> Result<AliasName, KmsError> {
    if !text.starts_with(AliasName::PREFIX) {
        return Err(Exception::Validation.with(
            "Alias must start with the prefix \"alias/\". Please see \
             https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html",
        ));
    }
    let name = AliasName::parse(text).ok_or_else(|| {
        Exception::Validation.with(format!("{text} contains invalid characters for an alias"))
    })?;
    if name.is_reserved() { Err(Exception::NotAuthorized.without_message()) } else { Ok(name) }
}

/// Two lists in the order of names as one.
fn merged<T>(
    one: impl Iterator<Item = (AliasName, T)>,
    other: impl Iterator<Item = (AliasName, T)>,
) -> impl Iterator<Item = (AliasName, T)> {
    let (mut one, mut other) = (one.peekable(), other.peekable());
    std::iter::from_fn(move || {
        let other_first = match (one.peek(), other.peek()) {
            (Some((name, _)), Some((rival, _))) => rival < name,
            (mine, _) => mine.is_none(),
        };
        if other_first { other.next() } else { one.next() }
    })
}

impl Handling<'_, '_> {
    /// The key that an alias is to name: by id or ARN, never by another alias.
    fn alias_target(&mut self, text: &str) -> Result<ResolvedKey, KmsError> {
        if text.starts_with(AliasName::PREFIX) || text.contains(":alias/") {
            return Err(Exception::Validation.with("Aliases must refer to keys. Not aliases"));
        }
        self.resolve(text, Accepts::IdOrArn)
    }

    fn authorise_alias(&mut self, operation: Operation, name: &AliasName) -> Result<(), KmsError> {
        let arn = name.arn(self.region, self.account());
        let conditions = ConditionValues::default().text("kms:RequestAlias", name.as_str());
        self.authorise_account(operation.name(), &arn, &conditions)
    }

    fn check_alias_quota(&self, key: &KeyId) -> Result<(), KmsError> {
        let count = self.service.store.aliases_of(key, self.region).count();
        if count < MAX_ALIASES_PER_KEY {
            return Ok(());
        }
        Err(Exception::LimitExceeded
            .with(format!("You can have at most {MAX_ALIASES_PER_KEY} aliases for one KMS key.")))
    }

    pub(super) fn create_alias(&mut self, request: &CreateAliasRequest) -> Result<(), KmsError> {
        let name = checked_name(&request.alias_name)?;
        let target = self.alias_target(&request.target_key_id)?;
        self.authorise_alias(Operation::CreateAlias, &name)?;
        self.authorise_key(Operation::CreateAlias.name(), &target, ConditionValues::default())?;
        let (region, account, now) = (self.region, self.account().clone(), self.service.now);
        if self.service.store.alias(region, &account, &name).is_some() {
            let arn = name.arn(region, &account);
            return Err(Exception::AlreadyExists.with(format!("An alias with the name {arn} already exists")));
        }
        self.require_state(&target.id, |state| !state.is_pending_deletion())?;
        self.check_alias_quota(&target.id)?;
        let alias = Alias { target: target.id, created: now, updated: now };
        self.service.store.insert_alias(region, &account, &name, alias);
        Ok(())
    }

    pub(super) fn update_alias(&mut self, request: &UpdateAliasRequest) -> Result<(), KmsError> {
        let name = checked_name(&request.alias_name)?;
        let alias = self.existing_alias(&name)?;
        let target = self.alias_target(&request.target_key_id)?;
        let old = self.local_key(&alias.target, None).ok_or_else(|| self.missing(&alias.target))?;
        self.authorise_alias(Operation::UpdateAlias, &name)?;
        self.authorise_key(Operation::UpdateAlias.name(), &old, ConditionValues::default())?;
        self.authorise_key(Operation::UpdateAlias.name(), &target, ConditionValues::default())?;
        self.require_state(&target.id, |state| !state.is_pending_deletion())?;
        if target.id != alias.target {
            self.check_alias_quota(&target.id)?;
        }
        let (region, account) = (self.region, self.account().clone());
        let alias = Alias { target: target.id, created: alias.created, updated: self.service.now };
        self.service.store.insert_alias(region, &account, &name, alias);
        Ok(())
    }

    pub(super) fn delete_alias(&mut self, request: &DeleteAliasRequest) -> Result<(), KmsError> {
        let name = checked_name(&request.alias_name)?;
        let alias = self.existing_alias(&name)?;
        let target = self.resolve(alias.target.clone().as_str(), Accepts::IdOrArn)?;
        self.authorise_alias(Operation::DeleteAlias, &name)?;
        self.authorise_key(Operation::DeleteAlias.name(), &target, ConditionValues::default())?;
        let (region, account) = (self.region, self.account().clone());
        self.service.store.remove_alias(region, &account, &name);
        Ok(())
    }

    fn existing_alias(&self, name: &AliasName) -> Result<Alias, KmsError> {
        let (region, account) = (self.region, self.account());
        self.service.store.alias(region, account, name).cloned().ok_or_else(|| {
            Exception::NotFound.with(format!("Alias {} is not found.", name.arn(region, account)))
        })
    }

    pub(super) fn list_aliases(
        &mut self,
        request: &ListAliasesRequest,
    ) -> Result<ListAliasesResponse, KmsError> {
        let target =
            request.key_id.as_deref().map(|text| self.resolve(text, Accepts::IdOrArn)).transpose()?;
        self.authorise_account(Operation::ListAliases.name(), "*", &ConditionValues::default())?;
        let (region, account) = (self.region, self.account());
        let named = self.service.store.aliases_in(region).filter(|(owner, _, _)| *owner == account);
        let named = named
            .filter(|(_, _, alias)| target.as_ref().is_none_or(|target| target.id == alias.target))
            .map(|(_, name, alias)| (name.clone(), Some(alias)));
        // The predefined aliases are there before their keys.
        let predefined = AwsService::all().filter_map(AwsService::alias_name);
        let unused = predefined
            .filter(|name| target.is_none() && self.service.store.alias(region, account, name).is_none());
        let entries = merged(named, unused.map(|name| (name, None)));
        let entries = entries.map(|(name, alias)| AliasListEntry {
            alias_name: name.to_string(),
            alias_arn: name.arn(region, account),
            target_key_id: alias.map(|alias| alias.target.to_string()),
            creation_date: alias.map(|alias| EpochSeconds(alias.created)),
            last_updated_date: alias.map(|alias| EpochSeconds(alias.updated)),
        });
        let paging = Paging {
            operation: Operation::ListAliases,
            limit: request.limit,
            default_limit: 50,
            marker: request.marker.as_deref(),
        };
        let page = page(entries, &paging, |it| Cow::Borrowed(&it.alias_name))?;
        Ok(ListAliasesResponse {
            aliases: page.entries,
            next_marker: page.next_marker,
            truncated: page.truncated,
        })
    }
}
