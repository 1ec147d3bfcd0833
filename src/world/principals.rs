//! Who can act in the world: users and roles of its accounts, with the policies of their identities.
//!
//! | file | its one job |
//! | --- | --- |
//! | `rules` | what IAM asks of a principal |
//! | `changes` | adding, changing and removing principals |
//! | `error` | why a principal cannot be as it was asked to be |

mod changes;
mod error;
mod rules;

use std::{collections::BTreeMap, fmt, sync::Arc};

use serde::{Deserialize, Serialize};

pub use self::{
    changes::NamedBy,
    error::{PrincipalError, PrincipalField, parse_account},
    rules::{MAX_POLICY_CHARACTERS, counted_characters},
};
use super::access_key::{AccessKey, unique_id};
use crate::kms::{
    AccountId, Identity, Partition,
    policy::{PolicyDocument, PolicyParseError},
};

/// A user or a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Principal {
    /// Its name, unique in the account.
    pub name: String,
    /// Its path, `/` at the least.
    pub path: String,
    /// User, role or the account's root.
    pub kind: PrincipalKind,
    /// The partition that the account is of.
    #[serde(default, skip_serializing_if = "is_commercial")]
    pub partition: Partition,
    /// The account.
    pub account: AccountId,
    /// What it is for.
    pub note: String,
    /// The policies of its identity.
    pub policies: Vec<IdentityPolicy>,
    /// Condition keys of its requests that its ARN doesn't tell, such as `aws:PrincipalOrgID` and `aws:SourceIp`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
}

fn is_commercial(partition: &Partition) -> bool {
    *partition == Partition::Aws
}

/// The name of the session in which a role acts.
const SESSION: &str = "console";

/// What kind of principal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PrincipalKind {
    /// The root user of the account.
    Root,
    /// An IAM user.
    User,
    /// An IAM role; it acts in a session.
    Role,
}

impl fmt::Display for PrincipalKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Root => "Root",
            Self::User => "User",
            Self::Role => "Role",
        })
    }
}

/// A policy of an identity, as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityPolicy {
    /// Its name.
    pub name: String,
    /// The policy document.
    pub document: String,
}

impl Principal {
    /// The ARN that policies name the principal by.
    pub fn arn(&self) -> String {
        let Self { name, path, account, .. } = self;
        let partition = self.partition.name();
        match self.kind {
            PrincipalKind::Root => format!("arn:{partition}:iam::{account}:root"),
            PrincipalKind::User => format!("arn:{partition}:iam::{account}:user{path}{name}"),
            PrincipalKind::Role => format!("arn:{partition}:iam::{account}:role{path}{name}"),
        }
    }

    /// The ARN that the service sees when the principal acts: for a role, that of its session.
    pub fn acting_arn(&self) -> String {
        match self.kind {
            PrincipalKind::Role => {
                let partition = self.partition.name();
                format!("arn:{partition}:sts::{}:assumed-role/{}/{SESSION}", self.account, self.name)
            }
            PrincipalKind::Root | PrincipalKind::User => self.arn(),
        }
    }

    /// What a client signs its requests with to act as the principal.
    pub fn access_key(&self) -> AccessKey {
        AccessKey::of(&self.acting_arn())
    }

    /// `UserId`, as `sts get-caller-identity` tells it.
    pub fn user_id(&self) -> String {
        match self.kind {
            PrincipalKind::Root => self.account.to_string(),
            PrincipalKind::User => unique_id("AIDA", &self.arn()),
            PrincipalKind::Role => format!("{}:{SESSION}", unique_id("AROA", &self.arn())),
        }
    }
}

impl Principal {
    /// Whether an ARN is of a session of the role, or of a federated user of the account.
    fn can_be(&self, arn: &str) -> bool {
        let federated = self.sts_part(arn).and_then(|rest| rest.strip_prefix(":federated-user/"));
        federated.is_some_and(|name| !name.is_empty()) || self.can_be_session(arn)
    }

    /// What follows the account in an ARN of STS, if it is of the principal's account.
    fn sts_part<'a>(&self, arn: &'a str) -> Option<&'a str> {
        arn.split_once(":sts::")?.1.strip_prefix(self.account.as_str())
    }

    /// Whether an ARN is of a session of the role.
    fn can_be_session(&self, arn: &str) -> bool {
        let Some(rest) = self.sts_part(arn) else { return false };
        let session = rest.strip_prefix(":assumed-role/").and_then(|rest| rest.strip_prefix(&self.name));
        let has_session = |rest: &str| rest.strip_prefix('/').is_some_and(|session| !session.is_empty());
        self.kind == PrincipalKind::Role && session.is_some_and(has_session)
    }
}

/// The principals of a world, in the order in which they were made, with their policies read. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Principals(Arc<List>);

#[derive(Debug)]
struct List {
    all: Vec<Known>,
    /// Derived: who acts under an ARN, by place in the list. By the lengths of the ARNs first, as most tell themselves
    /// apart by it and begin alike.
    by_acting_arn: BTreeMap<usize, BTreeMap<Arc<str>, usize>>,
    /// Derived: whose an access key is, by place in the list.
    by_access_key: BTreeMap<String, usize>,
}

/// A principal with what every call of it needs.
#[derive(Debug)]
pub(super) struct Known {
    principal: Principal,
    /// As the service sees it.
    pub identity: Identity,
    /// The ARN of the role, if the principal is one: it acts under its session's.
    pub role: Option<Arc<str>>,
    secret: Arc<str>,
}

/// A principal as a client that signs its requests is known: under which ARN it acts, and the secret of its access key.
#[derive(Clone, Debug)]
pub struct Signer {
    /// The ARN under which it acts.
    pub arn: Arc<str>,
    /// The secret of its access key.
    pub secret: Arc<str>,
}

impl Known {
    fn signer(&self) -> Signer {
        Signer { arn: Arc::clone(&self.identity.arn), secret: Arc::clone(&self.secret) }
    }
}

/// Why a list of principals is not one.
#[derive(Debug, thiserror::Error)]
#[error("the policy `{policy}` of {principal} is not a policy: {reason}")]
pub struct BadPrincipal {
    principal: String,
    policy: String,
    reason: PolicyParseError,
}

impl Principals {
    /// Reads the policies of principals.
    ///
    /// # Errors
    /// Names the policy that cannot be read.
    pub fn new(principals: Vec<Principal>) -> Result<Self, BadPrincipal> {
        let read = |principal: Principal| {
            let mut policies = Vec::with_capacity(principal.policies.len());
            for policy in &principal.policies {
                let document = PolicyDocument::parse_identity_policy(&policy.document).map_err(|error| {
                    BadPrincipal { principal: principal.arn(), policy: policy.name.clone(), reason: error }
                })?;
                policies.push((policy.name.as_str().into(), Arc::new(document)));
            }
            let arn = principal.acting_arn().into();
            let (account, attributes) = (principal.account.clone(), principal.attributes.clone());
            let identity = Identity { arn, account, policies, attributes };
            let role = (principal.kind == PrincipalKind::Role).then(|| principal.arn().into());
            let secret = principal.access_key().secret.into();
            Ok(Known { principal, identity, role, secret })
        };
        let all = principals.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let mut by_acting_arn: BTreeMap<usize, BTreeMap<Arc<str>, usize>> = BTreeMap::new();
        let mut by_access_key = BTreeMap::new();
        for (place, it) in all.iter().enumerate() {
            let arn = &it.identity.arn;
            // Of two with the same ARN the first acts.
            by_acting_arn.entry(arn.len()).or_default().entry(Arc::clone(arn)).or_insert(place);
            by_access_key.entry(it.principal.access_key().id).or_insert(place);
        }
        Ok(Self(Arc::new(List { all, by_acting_arn, by_access_key })))
    }

    /// The principals that every new world has.
    pub fn of_a_new_world() -> Self {
        Self::of_a_new_world_in(Partition::Aws)
    }

    /// The principals that every new world of a partition has.
    pub fn of_a_new_world_in(partition: Partition) -> Self {
        let mut principals: Vec<Principal> = ron::from_str(include_str!("../../assets/data/principals.ron"))
            .expect("the embedded principals are read by a test of this file");
        for principal in &mut principals {
            principal.partition = partition;
        }
        Self::new(principals).expect("the embedded policies are read by a test of this file")
    }

    /// Whether both are the same list, not only equal ones.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Every principal.
    pub fn iter(&self) -> impl Iterator<Item = &Principal> {
        self.0.all.iter().map(|it| &it.principal)
    }

    /// The principal with this name.
    pub fn named(&self, name: &str) -> Option<&Principal> {
        self.iter().find(|principal| principal.name == name)
    }

    /// Whose an access key is.
    pub fn with_access_key(&self, id: &str) -> Option<Signer> {
        self.0.all.get(*self.0.by_access_key.get(id)?).map(Known::signer)
    }

    /// The root user of the first account.
    pub fn root(&self) -> Option<Signer> {
        self.0.all.iter().find(|it| it.principal.kind == PrincipalKind::Root).map(Known::signer)
    }

    /// The principal that acts under an ARN.
    pub fn with_acting_arn(&self, arn: &str) -> Option<&Principal> {
        self.acting_as(arn).map(|known| &known.principal)
    }

    /// Who acts under an ARN.
    pub(super) fn acting_as(&self, arn: &str) -> Option<&Known> {
        self.0.all.get(*self.0.by_acting_arn.get(&arn.len())?.get(arn)?)
    }

    /// Whether a key policy may name this ARN: accounts always, users and roles if they exist, sessions of roles that
    /// exist, and federated users of accounts that have principals.
    pub fn exists(&self, arn: &str) -> bool {
        arn.ends_with(":root")
            || AccountId::parse(arn).is_some()
            || self.iter().any(|principal| principal.arn() == arn || principal.can_be(arn))
    }
}

impl PartialEq for Principals {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Serialize for Principals {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Principals {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(Vec::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_world_has_administrators_workloads_and_an_outsider() {
        let principals = Principals::of_a_new_world();
        let alice = principals.named("alice").expect("she is in the file");
        assert_eq!(alice.arn(), "arn:aws:iam::111111111111:user/alice");
        let role = principals.named("EUApplicationRole").expect("it is in the file");
        assert_eq!(role.arn(), "arn:aws:iam::111111111111:role/app/EUApplicationRole");
        assert_eq!(role.acting_arn(), "arn:aws:sts::111111111111:assumed-role/EUApplicationRole/console");
        assert!(principals.named("mallory").expect("she is in the file").policies.is_empty());
    }

    #[test]
    fn everyone_is_found_by_access_key() {
        let principals = Principals::of_a_new_world();
        for principal in principals.iter() {
            let key = principal.access_key();
            let signer = principals.with_access_key(&key.id).expect("known");
            assert_eq!((&*signer.arn, &*signer.secret), (&*principal.acting_arn(), &*key.secret));
        }
        assert!(principals.with_access_key("AKIAIOSFODNN7EXAMPLE").is_none());
        let root = principals.root().expect("there is one");
        assert_eq!(&*root.arn, "arn:aws:iam::111111111111:root");
        let role = principals.with_acting_arn("arn:aws:sts::111111111111:assumed-role/Application/console");
        assert!(role.expect("known").user_id().ends_with(":console"));
    }

    #[test]
    fn policies_may_name_accounts_and_whoever_exists() {
        let principals = Principals::of_a_new_world();
        for good in [
            "arn:aws:iam::999999999999:root",
            "999999999999",
            "arn:aws:iam::111111111111:user/alice",
            "arn:aws:iam::111111111111:role/app/Application",
            "arn:aws:sts::111111111111:assumed-role/Application/tomorrow",
            "arn:aws:sts::111111111111:federated-user/guest",
            "arn:aws:iam::444455556666:user/dana",
        ] {
            assert!(principals.exists(good), "{good}");
        }
        for bad in [
            "arn:aws:iam::111111111111:user/nobody",
            "arn:aws:sts::111111111111:assumed-role/Nobody/tomorrow",
            "arn:aws:sts::111111111111:assumed-role/Application/",
            "arn:aws:sts::999999999999:federated-user/guest",
        ] {
            assert!(!principals.exists(bad), "{bad}");
        }
    }
}
