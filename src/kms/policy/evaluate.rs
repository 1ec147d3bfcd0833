//! The decision: may this caller do this to this key?
//!
//! The order, for a key of the caller's own account:
//! 1. a Deny that applies, in any policy: denied;
//! 2. the key policy names the caller (or `*`): allowed, no identity policy needed;
//! 3. the key policy names the account, and an identity policy allows: allowed;
//! 4. a grant allows: allowed, with neither of the above;
//! 5. else denied.
//!
//! For a key of another account the key policy (or a grant) *and* an identity policy must allow; only a grant that
//! the caller's own account made needs no identity policy. Operations that use no key ask only the identity policies. What limits a caller (service control policy, permissions
//! boundary, session policy) never allows, only withholds.
//!
//! Each member of a multi-Region set has its own policy and grants: the caller hands in those of the Region
//! called.
//!
//! Evaluating borrows from the policies and writes nothing down, neither the resource's ARN nor a condition's
//! values, before a statement asks for it.

use std::cell::OnceCell;

use super::context::{ConditionSource, OfKeyPolicy};
use super::decision::Decision;
use super::document::{Effect, Element, PolicyDocument, Statement};
use super::explain::GrantMismatch;
use super::grantee::grantee_covers;
use super::outcome::{IdentityAllow, KeySideAllow, Origin, Outcome, Unfit};
use super::principal::{Caller, CallerKind, Coverage, spared_by_not_principal};
use super::request::{AccessRequest, GrantView, KeySide, Limit, LimitKind, NamedPolicy};

/// Judges a request.
pub fn decide(request: &AccessRequest<'_>) -> Decision {
    let judge = Judge::new(request);
    Decision { reason: judge.outcome().reason(), cross_account: judge.is_cross_account() }
}

/// Whether a request may go on: [`decide`] without the reason.
pub fn allows(request: &AccessRequest<'_>) -> bool {
    Judge::new(request).outcome().allows()
}

/// One request before the policies.
pub(super) struct Judge<'a> {
    request: &'a AccessRequest<'a>,
    /// The resource's ARN, once a statement has asked for it.
    resource: OnceCell<String>,
}

/// The Allows of a key policy that fit a request.
#[derive(Default)]
struct KeyPolicyAllows<'a> {
    /// The one that names the caller most closely, other than by its account.
    naming: Option<(Coverage, &'a Statement)>,
    /// The first one to the caller's account.
    delegating: Option<&'a Statement>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(request: &'a AccessRequest<'a>) -> Self {
        Self { request, resource: OnceCell::new() }
    }

    fn caller(&self) -> &'a Caller<'a> {
        &self.request.requester.caller
    }

    fn is_cross_account(&self) -> bool {
        // A service acting for itself has no account, and needs none.
        let has_account = self.caller().kind() != CallerKind::Service;
        has_account && self.request.key.is_some_and(|key| key.account != self.caller().account())
    }

    fn outcome(&self) -> Outcome<'a> {
        let request: &'a AccessRequest<'a> = self.request;
        self.explicit_deny().unwrap_or_else(|| match &request.key {
            None => self.without_key(),
            Some(key) if self.is_cross_account() => self.across_accounts(key),
            Some(key) => self.within_account(key),
        })
    }

    /// Every statement with the policy it stands in, in the order of the decision.
    pub(super) fn all_statements(&self) -> impl Iterator<Item = (Origin<'a>, &'a Statement)> + use<'a> {
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

    fn explicit_deny(&self) -> Option<Outcome<'a>> {
        let (origin, statement) = self.all_statements().find(|&(origin, statement)| {
            statement.effect == Effect::Deny && self.examine(origin, statement).is_ok()
        })?;
        Some(Outcome::ExplicitDeny(origin, statement))
    }

    fn without_key(&self) -> Outcome<'a> {
        let allowed = match self.identity_allow() {
            None => return Outcome::NoIdentityPolicyAllows,
            Some(IdentityAllow::RootUser) => Outcome::RootUser,
            Some(IdentityAllow::Policy(policy, statement)) => {
                Outcome::IdentityPolicy { policy, statement, delegated_by: None }
            }
        };
        self.unless_limited(Coverage::Account, allowed)
    }

    fn within_account(&self, key: &'a KeySide<'a>) -> Outcome<'a> {
        let KeyPolicyAllows { naming, delegating } = self.key_policy_allows(key.policy);
        // The first road that is open is taken; a road that only a limit closes is remembered for the
        // message.
        let mut limited = None;
        let mut try_road = |coverage, allowed| match self.unless_limited(coverage, allowed) {
            outcome @ Outcome::LimitDoesNotAllow(_) => {
                limited.get_or_insert(outcome);
                None
            }
            outcome => Some(outcome),
        };
        if let Some((coverage, statement)) = naming
            && let Some(open) = try_road(coverage, Outcome::KeyPolicy(statement))
        {
            return open;
        }
        if delegating.is_some()
            && let Some(IdentityAllow::Policy(policy, statement)) = self.identity_allow()
            && let Some(open) = try_road(
                Coverage::Account,
                Outcome::IdentityPolicy { policy, statement, delegated_by: delegating },
            )
        {
            return open;
        }
        if let Some((coverage, grant)) = self.grant(key, |_| true)
            // A grant to the whole account leaves it to the account's policies, as a key policy does.
            && (coverage > Coverage::Account || self.identity_allow().is_some())
            && let Some(open) = try_road(coverage, Outcome::Grant(grant))
        {
            return open;
        }
        limited.unwrap_or(match delegating {
            Some(_) => Outcome::NoIdentityPolicyAllows,
            None => Outcome::NoResourcePolicyAllows,
        })
    }

    fn across_accounts(&self, key: &'a KeySide<'a>) -> Outcome<'a> {
        // A grant that the caller's own account made stands for both sides (observed of CreateGrant by a user of a
        // key policy's account).
        if let Some((coverage, grant)) =
            self.grant(key, |grant| grant.issuing_account == self.caller().account())
            && coverage > Coverage::Account
        {
            return self.unless_limited(coverage, Outcome::Grant(grant));
        }
        // Else the caller's own side first: its answer gives nothing away about the other account's key.
        let Some(identity_side) = self.identity_allow() else {
            return Outcome::NoIdentityPolicyAllows;
        };
        let KeyPolicyAllows { naming, delegating } = self.key_policy_allows(key.policy);
        let key_side = match naming.map(|(_, statement)| statement).or(delegating) {
            Some(statement) => KeySideAllow::Policy(statement),
            None => match self.grant(key, |_| true) {
                Some((_, grant)) => KeySideAllow::Grant(grant),
                None => return Outcome::NoResourcePolicyAllows,
            },
        };
        self.unless_limited(Coverage::Account, Outcome::AcrossAccounts { key_side, identity_side })
    }

    fn key_policy_allows(&self, policy: &'a PolicyDocument) -> KeyPolicyAllows<'a> {
        let mut allows = KeyPolicyAllows::default();
        for statement in policy.statements().iter().filter(|statement| statement.effect == Effect::Allow) {
            let Ok(fit) = self.examine(Origin::Key, statement) else { continue };
            if let Some(coverage) = fit.named
                && allows.naming.is_none_or(|(closest, _)| coverage > closest)
            {
                allows.naming = Some((coverage, statement));
            }
            if fit.account && allows.delegating.is_none() {
                allows.delegating = Some(statement);
            }
        }
        allows
    }

    fn identity_allow(&self) -> Option<IdentityAllow<'a>> {
        if self.caller().kind() == CallerKind::Root {
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
    fn unless_limited(&self, coverage: Coverage, allowed: Outcome<'a>) -> Outcome<'a> {
        let limits: &'a [Limit<'a>] = self.request.requester.limits;
        if limits.is_empty() {
            return allowed;
        }
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
                return Outcome::LimitDoesNotAllow(kind);
            }
        }
        allowed
    }

    /// The grant that allows the request and fits the caller most closely, of those that `counts` takes.
    fn grant(
        &self,
        key: &'a KeySide<'a>,
        counts: impl Fn(&GrantView<'_>) -> bool,
    ) -> Option<(Coverage, &'a GrantView<'a>)> {
        let mut best: Option<(Coverage, &GrantView<'_>)> = None;
        for grant in key.grants.iter().filter(|grant| counts(grant)) {
            let Ok(coverage) = self.examine_grant(grant) else { continue };
            if best.is_none_or(|(closest, _)| coverage > closest) {
                best = Some((coverage, grant));
            }
        }
        best
    }

    /// How closely a grant that allows the request fits the caller, or the first thing that doesn't fit.
    pub(super) fn examine_grant(&self, grant: &GrantView<'_>) -> Result<Coverage, GrantMismatch> {
        let AccessRequest { action, context, key, .. } = *self.request;
        let coverage = grantee_covers(grant.grantee, self.caller()).ok_or(GrantMismatch::Grantee)?;
        // Only permissions of KMS can be granted.
        let (service, operation) = action.split_once(':').unwrap_or(("", action));
        let listed = || grant.operations.iter().any(|listed| listed.eq_ignore_ascii_case(operation));
        if !service.eq_ignore_ascii_case("kms") || !listed() {
            return Err(GrantMismatch::Operation);
        }
        let pairs = key.map_or(&[][..], |key| key.encryption_context);
        if !grant.constraints.iter().all(|constraint| constraint.met(operation, pairs)) {
            return Err(GrantMismatch::EncryptionContext);
        }
        // Retiring is for those who hold the grant, on whomever's behalf (`GrantConstraints`).
        if let Some(source) = grant.source_arn
            && !operation.eq_ignore_ascii_case("RetireGrant")
            && !context.values_of("aws:sourcearn").iter().any(|value| value == source)
        {
            return Err(GrantMismatch::SourceArn);
        }
        if grant.known { Ok(coverage) } else { Err(GrantMismatch::NotYetVisible) }
    }

    /// Whether a statement applies to the request: how its principals fit the caller, or the first thing that
    /// doesn't fit. A policy without principals is the caller's own.
    pub(super) fn examine(&self, origin: Origin<'_>, statement: &'a Statement) -> Result<Fit, Unfit<'a>> {
        let request: &'a AccessRequest<'a> = self.request;
        let for_key_policy = OfKeyPolicy(request.context);
        let (fit, context): (Fit, &dyn ConditionSource) = match origin {
            Origin::Key => (Fit::of(statement, self.caller()).ok_or(Unfit::Principal)?, &for_key_policy),
            Origin::Identity(_) | Origin::Limit(..) => (Fit::OWN_POLICY, request.context),
        };
        if !statement.action.selects(|action| action.matches(request.action)) {
            return Err(Unfit::Action);
        }
        let resource = || self.resource.get_or_init(|| request.resource.to_string()).as_str();
        if !statement.resource.selects(|pattern| pattern.matches(resource, context)) {
            return Err(Unfit::Resource);
        }
        match statement.conditions.iter().find(|condition| !condition.holds(context)) {
            None => Ok(fit),
            Some(failed) => Err(Unfit::Condition(failed)),
        }
    }
}

/// How the principals of a statement fit a caller. One statement may name both the caller and its account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fit {
    /// The closest of those that name the caller, its role or everyone.
    named: Option<Coverage>,
    /// Whether its account is named.
    account: bool,
}

impl Fit {
    /// That of a policy of the caller's own.
    const OWN_POLICY: Self = Self { named: Some(Coverage::Exact), account: false };

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
        let mut fit = Self { named: None, account: false };
        for principal in listed {
            match principal.covers(caller) {
                None => {}
                Some(Coverage::Account) => fit.account = true,
                Some(coverage) => fit.named = fit.named.max(Some(coverage)),
            }
        }
        (fit.named.is_some() || fit.account).then_some(fit)
    }
}
