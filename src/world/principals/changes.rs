//! Adding, changing and removing who can act.
//!
//! IAM remembers a principal that a key policy names by its unique id, and shows that id once the principal is gone. Here
//! policies and grants keep the ARN as it was written: while nobody has it, nobody is meant by it, and PutKeyPolicy
//! refuses it as it refuses every ARN that does not exist. Whoever gets the same ARN later is meant by it again.

use super::{Principal, PrincipalError, PrincipalKind, Principals};
use crate::{
    kms::{AccountId, KeyId, Partition, Region},
    world::World,
};

/// A member of a key that names a principal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedBy {
    /// The key.
    pub key: KeyId,
    /// The member's Region.
    pub region: Region,
    /// Whether its key policy does.
    pub in_policy: bool,
    /// How many of its grants do, as grantee or as who may retire it.
    pub grants: usize,
}

impl World {
    /// Adds a principal, or puts it in the place of the one with the ARN `was`. The root user of an account is put to
    /// add the account.
    ///
    /// # Errors
    /// If the principal is none by IAM's rules, or cannot be in this world. Nothing has then changed.
    pub fn put_principal(&mut self, was: Option<&str>, principal: Principal) -> Result<(), PrincipalError> {
        let mut all: Vec<Principal> = self.principals.iter().cloned().collect();
        let place = match was {
            None => None,
            Some(arn) => {
                let found = all.iter().position(|it| it.arn() == arn);
                Some(found.ok_or_else(|| PrincipalError::Unknown(arn.to_owned()))?)
            }
        };
        let before = place.and_then(|place| all.get(place));
        principal.check()?;
        self.check_identity(before, &principal)?;
        check_place(&all, place, &principal)?;
        match place.and_then(|place| all.get_mut(place)) {
            Some(there) => *there = principal,
            None => all.push(principal),
        }
        self.set_principals(all)
    }

    /// Removes a user or a role. What named it keeps its ARN, which then means nobody.
    ///
    /// # Errors
    /// If there is no such principal, or it is a root user.
    pub fn remove_principal(&mut self, arn: &str) -> Result<(), PrincipalError> {
        let found = self.principals.iter().find(|it| it.arn() == arn);
        let found = found.ok_or_else(|| PrincipalError::Unknown(arn.to_owned()))?;
        if found.kind == PrincipalKind::Root {
            return Err(PrincipalError::RootStays(found.account.clone()));
        }
        self.keep_principals(|it| it.arn() != arn)
    }

    /// Removes an account without keys, with all its principals.
    ///
    /// # Errors
    /// If it has keys, or nobody else could act.
    pub fn remove_account(&mut self, account: &AccountId) -> Result<(), PrincipalError> {
        if self.store.families().any(|family| family.account == *account) {
            return Err(PrincipalError::AccountHasKeys(account.clone()));
        }
        self.keep_principals(|it| it.account != *account)
    }

    /// The members of keys whose policy or grants name a principal: by its ARN or, of a role, by that of a session.
    /// Walks over all keys.
    pub fn named_by(&self, principal: &Principal) -> Vec<NamedBy> {
        let arn = principal.arn();
        let means = |text: &str| text == arn || principal.can_be_session(text);
        let mut found = Vec::new();
        for family in self.store.families() {
            for (region, member) in family.members.iter() {
                let statements = member.policy.document().statements();
                let mut named = statements.iter().flat_map(|statement| statement.principal.entries());
                let in_policy = named.any(|it| means(it.text()));
                let grants = member.grants.iter().filter(|grant| {
                    let terms = &grant.terms;
                    let retiring = terms.retiring.as_ref();
                    means(terms.grantee.as_str()) || retiring.is_some_and(|it| means(it.as_str()))
                });
                let grants = grants.count();
                if in_policy || grants > 0 {
                    found.push(NamedBy { key: family.id.clone(), region: *region, in_policy, grants });
                }
            }
        }
        found
    }

    /// The partition that all principals of the world are of.
    pub fn partition(&self) -> Partition {
        self.regions.shown().first().map_or(Partition::Aws, |region| region.partition())
    }

    fn check_identity(
        &self,
        before: Option<&Principal>,
        principal: &Principal,
    ) -> Result<(), PrincipalError> {
        let partition = self.partition();
        if principal.partition != partition {
            return Err(PrincipalError::OtherPartition(partition.name()));
        }
        let Some(before) = before else { return Ok(()) };
        if before.kind != principal.kind || before.account != principal.account {
            return Err(PrincipalError::AnotherOne);
        }
        if (&before.name, &before.path) == (&principal.name, &principal.path) {
            return Ok(());
        }
        match before.kind {
            PrincipalKind::Root => Err(PrincipalError::RootIsNamed),
            PrincipalKind::Role => Err(PrincipalError::RoleIsNamedForGood(before.name.clone())),
            PrincipalKind::User => match self.named_by(before).len() {
                0 => Ok(()),
                keys => Err(PrincipalError::NamedByKeys { name: before.name.clone(), keys }),
            },
        }
    }

    fn keep_principals(&mut self, stays: impl Fn(&Principal) -> bool) -> Result<(), PrincipalError> {
        let all: Vec<Principal> = self.principals.iter().filter(|it| stays(it)).cloned().collect();
        if all.is_empty() {
            return Err(PrincipalError::Last);
        }
        self.set_principals(all)
    }

    fn set_principals(&mut self, all: Vec<Principal>) -> Result<(), PrincipalError> {
        self.principals = Principals::new(all)
            .map_err(|bad| PrincipalError::BadPolicy { policy: bad.policy, reason: bad.reason })?;
        self.version += 1;
        Ok(())
    }
}

/// Checks that there is a place for a principal among the others: all but the one at `place`.
fn check_place(all: &[Principal], place: Option<usize>, principal: &Principal) -> Result<(), PrincipalError> {
    let others = || all.iter().enumerate().filter(|(other, _)| Some(*other) != place).map(|(_, it)| it);
    let account = &principal.account;
    if principal.kind == PrincipalKind::Root {
        if others().any(|it| it.kind == PrincipalKind::Root && it.account == *account) {
            return Err(PrincipalError::AccountExists(account.clone()));
        }
    } else if !all.iter().any(|it| it.account == *account) {
        return Err(PrincipalError::NoSuchAccount(account.clone()));
    }
    match others().find(|it| it.name.eq_ignore_ascii_case(&principal.name)) {
        Some(other) => {
            Err(PrincipalError::NameTaken { name: other.name.clone(), account: other.account.clone() })
        }
        None => Ok(()),
    }
}

impl Principals {
    /// The accounts that principals are of, in the order in which they came.
    pub fn accounts(&self) -> Vec<&AccountId> {
        let mut accounts = Vec::new();
        for principal in self.iter() {
            if !accounts.contains(&&principal.account) {
                accounts.push(&principal.account);
            }
        }
        accounts
    }

    /// The principal with this ARN.
    pub fn with_arn(&self, arn: &str) -> Option<&Principal> {
        self.iter().find(|it| it.arn() == arn)
    }
}
