//! Grants: permissions on one key for one grantee, in one Region. A member of a multi-Region key has its own.

use std::{fmt, sync::Arc};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use imbl::{OrdMap, OrdSet};
use rand_core::Rng;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::Sha256;

use super::{
    AccountId, GrantId, KeyId, Timestamp,
    api::{EncryptionContext, GrantConstraints, GrantOperation},
    hex,
    ids::unhex,
    policy::{Caller, GrantConstraint, GrantView, grantee_name},
};

/// The most grants that a key can have (quotas: grants per key).
pub const MAX_GRANTS: usize = 50_000;

/// Whom a grant names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GrantPrincipal {
    /// An account, user, role, session or federated user, by its ARN.
    Arn(Arc<str>),
    /// An AWS service, by its principal such as `s3.amazonaws.com`.
    Service(Arc<str>),
}

impl GrantPrincipal {
    /// The ARN or the service's principal.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Arn(text) | Self::Service(text) => text,
        }
    }

    /// The ARN, if it is one.
    pub fn arn(&self) -> Option<&str> {
        match self {
            Self::Arn(arn) => Some(arn),
            Self::Service(_) => None,
        }
    }

    /// The service's principal, if it is a service.
    pub fn service(&self) -> Option<&str> {
        match self {
            Self::Arn(_) => None,
            Self::Service(service) => Some(service),
        }
    }
}

/// A permission to use one key in one Region.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Grant {
    /// Its id, unique among all grants.
    pub id: GrantId,
    /// What it allows and to whom.
    pub terms: GrantTerms,
    /// When it was made, in whole seconds.
    pub created: Timestamp,
    /// From when on it counts without its token.
    pub visible_from: Timestamp,
    /// What its tokens are signed with.
    secret: Secret,
}

/// All that CreateGrant says of a grant: two grants of the same name with the same terms are one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GrantTerms {
    /// Its friendly name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Who gets the permissions.
    pub grantee: GrantPrincipal,
    /// Who may retire it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retiring: Option<GrantPrincipal>,
    /// The account under which it was made.
    pub issuing_account: AccountId,
    /// What it allows, each operation once.
    pub operations: Vec<GrantOperation>,
    /// What requests must be like.
    #[serde(default)]
    pub constraints: GrantConstraints,
}

impl GrantTerms {
    /// Whether this is the grant's friendly name.
    pub fn is_called(&self, name: &str) -> bool {
        self.name.as_deref() == Some(name)
    }

    /// Whether both ask for one and the same grant. The order of operations says nothing.
    pub fn same(&self, other: &Self) -> bool {
        let sorted = |terms: &Self| {
            let mut terms = terms.clone();
            terms.operations.sort_unstable();
            terms
        };
        sorted(self) == sorted(other)
    }
}

#[derive(Clone, PartialEq, Eq)]
struct Secret([u8; 32]);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex(&self.0))
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = unhex(&text);
        bytes.map(Self).ok_or_else(|| de::Error::custom("a grant's secret is 64 hexadecimal digits"))
    }
}

impl Grant {
    /// A new grant with an id and a secret of its own.
    pub fn new(terms: GrantTerms, now: Timestamp, visible_from: Timestamp, rng: &mut impl Rng) -> Self {
        let id = GrantId::draw(rng);
        let mut secret = [0; 32];
        rng.fill_bytes(&mut secret);
        let created = Timestamp::from_micros(now.as_micros().div_euclid(1_000_000) * 1_000_000);
        Self { id, terms, created, visible_from, secret: Secret(secret) }
    }

    /// Whether the grant lists an operation, by its name.
    pub fn allows(&self, operation: &str) -> bool {
        self.terms.operations.iter().any(|listed| listed.name() == operation)
    }

    /// Whether all that `child` would allow is allowed by this grant: what CreateGrant demands of one who may call it
    /// by a grant only. One parent must have every operation, and the child's constraints must be as strict.
    pub fn covers(&self, child: &GrantTerms) -> bool {
        let parent = &self.terms;
        let operations = child.operations.iter().all(|wanted| parent.operations.contains(wanted));
        operations && as_strict(&child.constraints, &parent.constraints)
    }

    /// The grant as decisions see it.
    pub(super) fn view(&self, known: bool) -> GrantView<'_> {
        let GrantTerms { grantee, issuing_account, operations, constraints, .. } = &self.terms;
        let GrantConstraints { encryption_context_equals: equals, encryption_context_subset: subset, .. } =
            constraints;
        let mut contexts = Vec::new();
        if !equals.is_empty() {
            contexts.push(GrantConstraint::Equals(pairs(equals)));
        }
        if !subset.is_empty() {
            contexts.push(GrantConstraint::Subset(pairs(subset)));
        }
        GrantView {
            id: self.id.as_str(),
            grantee: grantee.as_str(),
            issuing_account: issuing_account.as_str(),
            operations: operations.iter().map(|operation| operation.name()).collect(),
            constraints: contexts,
            source_arn: constraints.source_arn.as_deref(),
            known,
        }
    }

    /// A new token of the grant. All its tokens do the same.
    pub fn draw_token(&self, key: &KeyId, rng: &mut impl Rng) -> String {
        let mut nonce = [0; NONCE];
        rng.fill_bytes(&mut nonce);
        let mut bytes = vec![TOKEN_VERSION];
        bytes.push(key.as_str().len() as u8); // 36
        bytes.extend_from_slice(key.as_str().as_bytes());
        bytes.extend_from_slice(self.id.as_str().as_bytes());
        bytes.extend_from_slice(&nonce);
        let tag = self.signer(&bytes).finalize().into_bytes();
        bytes.extend_from_slice(&tag);
        STANDARD.encode(bytes)
    }

    /// Whether a token is one of this grant's.
    pub fn issued(&self, token: &GrantToken) -> bool {
        token.grant == self.id && self.signer(&token.signed).verify_slice(&token.tag).is_ok()
    }

    fn signer(&self, signed: &[u8]) -> Hmac<Sha256> {
        let mut signer =
            <Hmac<Sha256> as KeyInit>::new_from_slice(&self.secret.0).expect("HMAC takes keys of any length");
        signer.update(signed);
        signer
    }
}

fn pairs(context: &EncryptionContext) -> Vec<(&str, &str)> {
    context.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect()
}

/// Whether every request that `child` lets through is one that `parent` lets through. The names in constraints are
/// compared without case, as requests' are.
fn as_strict(child: &GrantConstraints, parent: &GrantConstraints) -> bool {
    let has = |pairs: &EncryptionContext, (key, value): (&String, &String)| {
        pairs.iter().any(|(k, v)| k.eq_ignore_ascii_case(key) && v == value)
    };
    let holds_all = |larger: &EncryptionContext, smaller: &EncryptionContext| {
        smaller.iter().all(|pair| has(larger, pair))
    };
    let (equals, subset) = (&child.encryption_context_equals, &child.encryption_context_subset);
    let wanted = &parent.encryption_context_equals;
    let as_equal = wanted.is_empty() || (holds_all(equals, wanted) && holds_all(wanted, equals));
    let wanted = &parent.encryption_context_subset;
    let as_large = holds_all(equals, wanted) || holds_all(subset, wanted);
    let same_source = parent.source_arn.is_none() || parent.source_arn == child.source_arn;
    as_equal && as_large && same_source
}

const TOKEN_VERSION: u8 = 1;
const NONCE: usize = 16;
const TAG: usize = 32;

/// A grant token, taken apart. It is worth something only to the grant that issued it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantToken {
    /// The key of the grant.
    pub key: KeyId,
    /// The grant.
    pub grant: GrantId,
    signed: Vec<u8>,
    tag: Vec<u8>,
}

impl GrantToken {
    /// Reads a token; nothing if the text is not laid out as one.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = STANDARD.decode(text).ok()?;
        let (signed, tag) = bytes.split_at_checked(bytes.len().checked_sub(TAG)?)?;
        let (&[version, length], rest) = signed.split_first_chunk()?;
        let (key, rest) = rest.split_at_checked(usize::from(length))?;
        let (grant, nonce) = rest.split_at_checked(GrantId::LENGTH)?;
        if version != TOKEN_VERSION || nonce.len() != NONCE {
            return None;
        }
        Some(Self {
            key: KeyId::parse(str::from_utf8(key).ok()?)?,
            grant: GrantId::parse(str::from_utf8(grant).ok()?)?,
            signed: signed.to_vec(),
            tag: tag.to_vec(),
        })
    }
}

/// The grants of one key in one Region. Cheap to clone: clones share what is equal.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Vec<Arc<Grant>>", into = "Vec<Arc<Grant>>")]
pub struct Grants {
    by_id: OrdMap<GrantId, Arc<Grant>>,
    /// Derived: the grants of each grantee, by [`grantee_name`].
    by_grantee: OrdMap<Arc<str>, OrdSet<GrantId>>,
}

impl From<Vec<Arc<Grant>>> for Grants {
    fn from(grants: Vec<Arc<Grant>>) -> Self {
        let mut all = Self::default();
        for grant in grants {
            all.insert(grant);
        }
        all
    }
}

impl From<Grants> for Vec<Arc<Grant>> {
    fn from(grants: Grants) -> Self {
        grants.by_id.values().cloned().collect()
    }
}

impl Grants {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// The grant with this id.
    pub fn get(&self, id: &GrantId) -> Option<&Grant> {
        self.by_id.get(id).map(Arc::as_ref)
    }

    /// Every grant, in the order of ids.
    pub fn iter(&self) -> impl Iterator<Item = &Grant> {
        self.by_id.values().map(Arc::as_ref)
    }

    /// The grants of a grantee, in the order of ids.
    pub fn of_grantee<'a>(&'a self, grantee: &str) -> impl Iterator<Item = &'a Grant> + use<'a> {
        self.named(&grantee_name(grantee))
    }

    /// The grants that name a caller, its role or its account.
    pub fn for_caller<'a>(&'a self, caller: &Caller<'a>) -> impl Iterator<Item = &'a Grant> + use<'a> {
        caller.grantee_names().flat_map(|name| self.named(&name))
    }

    fn named<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Grant> + use<'a> {
        let ids = self.by_grantee.get(name).into_iter().flatten();
        ids.filter_map(|id| self.get(id))
    }

    pub(super) fn insert(&mut self, grant: Arc<Grant>) {
        let name = Arc::from(grantee_name(grant.terms.grantee.as_str()));
        self.by_grantee.entry(name).or_default().insert(grant.id.clone());
        self.by_id.insert(grant.id.clone(), grant);
    }

    pub(super) fn remove(&mut self, id: &GrantId) {
        let Some(grant) = self.by_id.remove(id) else { return };
        let name = grantee_name(grant.terms.grantee.as_str());
        // A grantee without grants has no entry, so that equal grants have equal indices.
        if let Some(ids) = self.by_grantee.get_mut(&*name) {
            ids.remove(id);
            if ids.is_empty() {
                self.by_grantee.remove(&*name);
            }
        }
    }
}

#[cfg(test)]
mod tests;
