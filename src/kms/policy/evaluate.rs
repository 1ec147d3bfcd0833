//! The decision: may this caller do this to this key?
//!
//! The order, for a key of the caller's own account:
//! 1. a Deny that applies, in any policy: denied;
//! 2. the key policy names the caller (or `*`): allowed, no identity policy needed;
//! 3. the key policy names the account, and an identity policy allows: allowed;
//! 4. a grant allows: allowed, with neither of the above;
//! 5. else denied.
//!
//! For a key of another account the key policy (or a grant) *and* an identity policy must allow. Operations
//! that use no key ask only the identity policies. What limits a caller (service control policy, permissions
//! boundary, session policy) never allows, only withholds.
//!
//! Each member of a multi-Region set has its own policy and grants: the caller hands in those of the Region
//! called.

use super::decision::{Decision, GrantedBy, PolicySource, Reason, StatementRef};
use super::document::{Effect, Element, PolicyDocument, Statement};
use super::principal::{Caller, CallerKind, Coverage, grantee_covers, spared_by_not_principal};
use super::request::{AccessRequest, GrantView, KeySide, Limit, LimitKind, NamedPolicy};

/// Judges a request.
pub fn decide(request: &AccessRequest<'_>) -> Decision {
    let judge = Judge { request, action: request.action.to_ascii_lowercase() };
    let cross_account = judge.is_cross_account();
    let reason = judge.explicit_deny().unwrap_or_else(|| match &request.key {
        None => judge.without_key(),
        Some(key) if cross_account => judge.across_accounts(key),
        Some(key) => judge.within_account(key),
    });
    Decision { reason, cross_account }
}

/// Why a statement doesn't apply: the first of its elements that doesn't fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mismatch {
    /// It names others.
    Principal,
    /// It is about other actions.
    Action,
    /// It is about other resources.
    Resource,
    /// A condition doesn't hold.
    Condition {
        /// The operator as written.
        operator: String,
        /// The key as written.
        key: String,
    },
}

/// What [`explain`] finds out about one statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The policy.
    pub source: PolicySource,
    /// The statement.
    pub statement: StatementRef,
    /// Its effect.
    pub effect: Effect,
    /// Whether it applies to the request, and if not, what doesn't fit.
    pub applies: Result<(), Mismatch>,
}

/// All statements that were considered, policy by policy in the order of the decision: the long answer to
/// [`decide`].
pub fn explain(request: &AccessRequest<'_>) -> Vec<Finding> {
    let judge = Judge { request, action: request.action.to_ascii_lowercase() };
    let statements = judge.all_statements();
    statements
        .map(|(origin, statement)| Finding {
            source: origin.source(),
            statement: statement.into(),
            effect: statement.effect,
            applies: judge.examine(origin, statement).map(|_| ()),
        })
        .collect()
}

/// Where a statement comes from, borrowed.
#[derive(Clone, Copy)]
enum Origin<'a> {
    Key,
    Identity(&'a str),
    Limit(LimitKind, &'a str),
}

impl Origin<'_> {
    fn source(self) -> PolicySource {
        match self {
            Self::Key => PolicySource::KeyPolicy,
            Self::Identity(name) => PolicySource::IdentityPolicy { name: name.to_owned() },
            Self::Limit(kind, name) => PolicySource::Limit { kind, name: name.to_owned() },
        }
    }
}

/// What the caller's own account allows.
enum IdentityAllow<'a> {
    /// The root user may do all that its account may.
    RootUser,
    Policy(&'a str, &'a Statement),
}

struct Judge<'a> {
    request: &'a AccessRequest<'a>,
    /// In lower case, as action patterns are.
    action: String,
}

impl<'a> Judge<'a> {
    fn caller(&self) -> &'a Caller<'a> {
        &self.request.requester.caller
    }

    fn is_root_user(&self) -> bool {
        self.caller().kind() == CallerKind::Root
    }

    fn is_cross_account(&self) -> bool {
        // A service acting for itself has no account, and needs none.
        let has_account = self.caller().kind() != CallerKind::Service;
        has_account && self.request.key.is_some_and(|key| key.account != self.caller().account())
    }

    fn all_statements(&self) -> impl Iterator<Item = (Origin<'a>, &'a Statement)> + use<'a> {
        let request: &'a AccessRequest<'a> = self.request;
        let key = request.key.iter().map(|key| (Origin::Key, key.policy));
        let requester = &request.requester;
        let identity = requester.identity_policies.iter().map(|p| (Origin::Identity(p.name), p.document));
        let limits =
            requester.limits.iter().map(|l| (Origin::Limit(l.kind, l.policy.name), l.policy.document));
        key.chain(identity)
            .chain(limits)
            .flat_map(|(origin, policy)| policy.statements().iter().map(move |statement| (origin, statement)))
    }

    fn explicit_deny(&self) -> Option<Reason> {
        let (origin, statement) = self.all_statements().find(|&(origin, statement)| {
            statement.effect == Effect::Deny && self.examine(origin, statement).is_ok()
        })?;
        Some(Reason::ExplicitDeny { source: origin.source(), statement: statement.into() })
    }

    fn without_key(&self) -> Reason {
        let allowed = match self.identity_allow() {
            None => return Reason::NoIdentityPolicyAllows,
            Some(IdentityAllow::RootUser) => Reason::AllowedToRootUser,
            Some(IdentityAllow::Policy(name, statement)) => Reason::AllowedByIdentityPolicy {
                policy: name.to_owned(),
                statement: statement.into(),
                delegated_by: None,
            },
        };
        self.unless_limited(Coverage::Account, allowed)
    }

    fn within_account(&self, key: &KeySide<'_>) -> Reason {
        let named = self.naming_allow(key.policy);
        let delegation = self.delegating_allow(key.policy);
        let identity = self.identity_allow();
        // The first road that is open is taken; a road that only a limit closes is remembered for the
        // message.
        let mut limited = None;
        let mut try_road = |coverage, allowed| match self.unless_limited(coverage, allowed) {
            reason @ Reason::LimitDoesNotAllow { .. } => {
                limited.get_or_insert(reason);
                None
            }
            reason => Some(reason),
        };
        if let Some((coverage, statement)) = named
            && let Some(reason) =
                try_road(coverage, Reason::AllowedByKeyPolicy { statement: statement.into() })
        {
            return reason;
        }
        if let Some(delegating) = delegation
            && let Some(IdentityAllow::Policy(name, statement)) = &identity
            && let Some(reason) = try_road(
                Coverage::Account,
                Reason::AllowedByIdentityPolicy {
                    policy: (*name).to_owned(),
                    statement: (*statement).into(),
                    delegated_by: Some(delegating.into()),
                },
            )
        {
            return reason;
        }
        if let Some((coverage, grant)) = self.grant(key)
            // A grant to the whole account leaves it to the account's policies, as a key policy does.
            && (coverage > Coverage::Account || identity.is_some())
            && let Some(reason) = try_road(coverage, Reason::AllowedByGrant { grant_id: grant.id.to_owned() })
        {
            return reason;
        }
        limited.unwrap_or(match delegation {
            Some(_) => Reason::NoIdentityPolicyAllows,
            None => Reason::NoResourcePolicyAllows,
        })
    }

    fn across_accounts(&self, key: &KeySide<'_>) -> Reason {
        // The caller's own side first: its answer gives nothing away about the other account's key.
        let identity_side = match self.identity_allow() {
            None => return Reason::NoIdentityPolicyAllows,
            Some(IdentityAllow::RootUser) => None,
            Some(IdentityAllow::Policy(name, statement)) => Some((name.to_owned(), statement.into())),
        };
        let naming = self.naming_allow(key.policy).map(|(_, statement)| statement);
        let key_side = match naming.or_else(|| self.delegating_allow(key.policy)) {
            Some(statement) => GrantedBy::KeyPolicy(statement.into()),
            None => match self.grant(key) {
                Some((_, grant)) => GrantedBy::Grant(grant.id.to_owned()),
                None => return Reason::NoResourcePolicyAllows,
            },
        };
        self.unless_limited(Coverage::Account, Reason::AllowedAcrossAccounts { key_side, identity_side })
    }

    /// The key policy's Allow that names the caller most closely, other than by its account.
    fn naming_allow(&self, policy: &'a PolicyDocument) -> Option<(Coverage, &'a Statement)> {
        let mut best: Option<(Coverage, &Statement)> = None;
        for (fit, statement) in self.key_policy_allows(policy) {
            if let Some(coverage) = fit.named
                && best.is_none_or(|(closest, _)| coverage > closest)
            {
                best = Some((coverage, statement));
            }
        }
        best
    }

    /// The key policy's first Allow to the caller's account.
    fn delegating_allow(&self, policy: &'a PolicyDocument) -> Option<&'a Statement> {
        self.key_policy_allows(policy).find(|(fit, _)| fit.account).map(|(_, statement)| statement)
    }

    fn key_policy_allows(&self, policy: &'a PolicyDocument) -> impl Iterator<Item = (Fit, &'a Statement)> {
        let allows = policy.statements().iter().filter(|statement| statement.effect == Effect::Allow);
        allows.filter_map(|statement| Some((self.examine(Origin::Key, statement).ok()?, statement)))
    }

    fn identity_allow(&self) -> Option<IdentityAllow<'a>> {
        if self.is_root_user() {
            return Some(IdentityAllow::RootUser);
        }
        let policies: &'a [NamedPolicy<'a>] = self.request.requester.identity_policies;
        policies.iter().find_map(|policy| {
            let origin = Origin::Identity(policy.name);
            self.allowing_statement(origin, policy.document)
                .map(|statement| IdentityAllow::Policy(policy.name, statement))
        })
    }

    fn allowing_statement(&self, origin: Origin<'_>, policy: &'a PolicyDocument) -> Option<&'a Statement> {
        let mut statements = policy.statements().iter();
        statements
            .find(|statement| statement.effect == Effect::Allow && self.examine(origin, statement).is_ok())
    }

    /// `allowed`, unless a limit that counts here doesn't allow the request too.
    fn unless_limited(&self, coverage: Coverage, allowed: Reason) -> Reason {
        let limits: &'a [Limit<'a>] = self.request.requester.limits;
        for kind in
            [LimitKind::ServiceControlPolicy, LimitKind::PermissionsBoundary, LimitKind::SessionPolicy]
        {
            let mut of_kind = limits.iter().filter(|limit| limit.kind == kind).peekable();
            let counts = of_kind.peek().is_some() && kind.counts_against(coverage);
            // Several policies of one kind are one limit: what any of them allows is inside.
            let allows = |limit: &Limit<'a>| {
                self.allowing_statement(Origin::Limit(kind, limit.policy.name), limit.policy.document)
                    .is_some()
            };
            if counts && !of_kind.any(allows) {
                return Reason::LimitDoesNotAllow { kind };
            }
        }
        allowed
    }

    /// The grant that allows the request and fits the caller most closely.
    fn grant<'g>(&self, key: &KeySide<'g>) -> Option<(Coverage, &'g GrantView<'g>)> {
        let operation = self.action.strip_prefix("kms:")?;
        let mut best: Option<(Coverage, &GrantView<'_>)> = None;
        for grant in key.grants {
            let Some(coverage) = grantee_covers(grant.grantee, self.caller()) else { continue };
            let fits = grant.operations.iter().any(|listed| listed.eq_ignore_ascii_case(operation))
                && grant.constraint_met(operation, key.encryption_context);
            if fits && best.is_none_or(|(closest, _)| coverage > closest) {
                best = Some((coverage, grant));
            }
        }
        best
    }

    /// Whether a statement applies to the request: how its principals fit the caller, or the first thing that
    /// doesn't fit. A policy without principals is the caller's own.
    fn examine(&self, origin: Origin<'_>, statement: &Statement) -> Result<Fit, Mismatch> {
        let fit = match origin {
            Origin::Key => Fit::of(statement, self.caller()).ok_or(Mismatch::Principal)?,
            Origin::Identity(_) | Origin::Limit(..) => Fit { named: Some(Coverage::Exact), account: false },
        };
        let AccessRequest { resource, context, .. } = *self.request;
        if !statement.action.selects(|action| action.matches_lower(&self.action)) {
            return Err(Mismatch::Action);
        }
        if !statement.resource.selects(|pattern| pattern.matches(resource, context)) {
            return Err(Mismatch::Resource);
        }
        match statement.conditions.iter().find(|condition| !condition.holds(context)) {
            None => Ok(fit),
            Some(failed) => Err(Mismatch::Condition {
                operator: failed.operator().to_owned(),
                key: failed.key().to_owned(),
            }),
        }
    }
}

/// How the principals of a statement fit a caller. One statement may name both the caller and its account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fit {
    /// The closest of those that name the caller, its role or everyone.
    named: Option<Coverage>,
    /// Whether its account is named.
    account: bool,
}

impl Fit {
    /// `None` when no principal fits.
    fn of(statement: &Statement, caller: &Caller<'_>) -> Option<Self> {
        let listed = match &statement.principal {
            Element::Absent => return None,
            Element::AllBut(listed) => {
                let spared = match statement.effect {
                    Effect::Deny => spared_by_not_principal(listed, caller),
                    Effect::Allow => listed.iter().any(|principal| principal.covers(caller).is_some()),
                };
                return (!spared).then_some(Self { named: Some(Coverage::Everyone), account: false });
            }
            Element::Only(listed) => listed,
        };
        let coverages = || listed.iter().filter_map(|principal| principal.covers(caller));
        let named = coverages().filter(|&coverage| coverage > Coverage::Account).max();
        let account = coverages().any(|coverage| coverage == Coverage::Account);
        (named.is_some() || account).then_some(Self { named, account })
    }
}
