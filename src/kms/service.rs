//! The service at work: at one moment, on one request or one thing that has come due.
//!
//! A request sees the keys of the Region that was called only. What it changes, it changes in a store that the world
//! throws away when the request fails, so a refused request never half-applies.

use std::collections::BTreeSet;

use rand_chacha::ChaCha20Rng;

use super::{
    AccountId, Due, Effect, Exception, KeyArn, KeyFamily, KeyId, KeyMaterialId, KmsError, Region,
    ResourceQuotas, ServiceRecord, Span, Synchronised, Timestamp, Transitions, Workbench,
    access::Identity,
    api::Operation,
    custom_key_store::Backends,
    family::{Member, MemberState},
    store::KeyStore,
};

/// The service with all that it may use at one moment.
pub struct Service<'a> {
    /// The moment.
    pub now: Timestamp,
    /// Keys and aliases.
    pub store: &'a mut KeyStore,
    /// What stands behind custom key stores.
    pub backends: &'a mut dyn Backends,
    /// Where every random byte comes from.
    pub rng: &'a mut ChaCha20Rng,
    /// Where slow steps are done, or lie finished.
    pub bench: &'a mut Workbench,
    /// How long background work takes.
    pub transitions: Transitions,
    /// How much an account can have.
    pub quotas: ResourceQuotas,
    /// What is set off.
    pub effects: Vec<Effect>,
}

/// What a trail record tells of a request besides its parameters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Touched {
    /// The keys that the request was about.
    pub keys: Vec<KeyArn>,
    /// The version of material that was used; by ReEncrypt, to encrypt.
    pub material: Option<KeyMaterialId>,
    /// The version of material that ReEncrypt decrypted under.
    pub source_material: Option<KeyMaterialId>,
}

/// A request in hand.
pub struct Handling<'a, 'b> {
    /// The service.
    pub service: &'b mut Service<'a>,
    /// The Region whose endpoint was called.
    pub region: Region,
    /// What is asked.
    pub operation: Operation,
    /// Who asks.
    pub caller: &'b Identity,
    /// The grant tokens that the request hands in ([`Request::grant_tokens`](super::api::Request::grant_tokens)).
    pub grant_tokens: &'b [String],
    /// The Regions that the account can use.
    pub enabled_regions: &'b BTreeSet<Region>,
    /// Whether a user, role or account that a key policy names exists.
    pub principal_exists: &'b dyn Fn(&str) -> bool,
    /// For the trail.
    pub touched: Touched,
}

impl Service<'_> {
    /// Has `due` done at a moment.
    pub(super) fn at(&mut self, moment: Timestamp, due: Due) {
        self.effects.push(Effect::Later(moment, due));
    }

    /// Has `due` done after a span.
    pub(super) fn later(&mut self, after: Span, due: Due) {
        self.at(self.now + after, due);
    }

    /// Copies `what` from the primary of a key to another member.
    pub(super) fn copy_to(
        &mut self,
        key: &KeyId,
        (primary, to): (Region, Region),
        what: Synchronised,
        takes: Span,
    ) {
        self.effects.push(Effect::Copy { key: key.clone(), from: primary, to, what, takes });
    }

    /// Copies `what` from the primary to every replica.
    pub(super) fn copy_to_replicas(&mut self, key: &KeyId, what: Synchronised) {
        let Some(family) = self.store.family(key) else { return };
        let from = family.primary;
        for to in family.replica_regions() {
            self.effects.push(Effect::Copy { key: key.clone(), from, to, what, takes: Span::ZERO });
        }
    }

    pub(super) fn record(&mut self, record: ServiceRecord) {
        self.effects.push(Effect::Record(record));
    }
}

impl Handling<'_, '_> {
    /// The account whose names a bare key id or alias name is looked up in: the caller's.
    pub(super) fn account(&self) -> &AccountId {
        &self.caller.account
    }

    /// The key's member here, after it was resolved: an operation's own key is always one of this Region.
    ///
    /// # Errors
    /// `NotFoundException`, if it is gone.
    pub(super) fn member(&self, id: &KeyId) -> Result<(&KeyFamily, &Member), KmsError> {
        self.service.store.member(id, self.region).ok_or_else(|| self.missing(id))
    }

    /// [`Self::member`], to change it.
    pub(super) fn member_mut(&mut self, id: &KeyId) -> Result<&mut Member, KmsError> {
        let missing = self.missing(id);
        self.service.store.member_mut(id, self.region).ok_or(missing)
    }

    /// [`Self::member`]'s family, to change it.
    pub(super) fn family_mut(&mut self, id: &KeyId) -> Result<&mut KeyFamily, KmsError> {
        let missing = self.missing(id);
        self.service.store.family_mut(id).ok_or(missing)
    }

    /// What KMS says of a key id that is well-formed and names nothing here.
    pub(super) fn missing(&self, id: &KeyId) -> KmsError {
        let arn = KeyArn { region: self.region, account: self.account().clone(), key_id: id.clone() };
        Exception::NotFound.with(format!("Key '{arn}' does not exist"))
    }

    /// Refuses unless the key's state admits the operation: `admits` names the states besides `Enabled`.
    ///
    /// # Errors
    /// `DisabledException` or `KMSInvalidStateException` in the words for the state.
    pub(super) fn require_state(
        &self,
        id: &KeyId,
        admits: impl Fn(MemberState) -> bool,
    ) -> Result<(), KmsError> {
        let (family, member) = self.member(id)?;
        let arn = family.arn(self.region);
        match member.state {
            MemberState::Enabled => Ok(()),
            state if admits(state) => Ok(()),
            state => Err(refusal(state, &arn)),
        }
    }
}

/// What KMS says when a key's state does not admit an operation.
pub(super) fn refusal(state: MemberState, arn: &KeyArn) -> KmsError {
    let why = match state {
        MemberState::Disabled => return Exception::Disabled.with(format!("{arn} is disabled.")),
        MemberState::Enabled => "enabled",
        MemberState::Creating => "creating",
        MemberState::PendingImport => "pending import",
        MemberState::Unavailable { .. } => "unavailable",
        MemberState::Updating => "updating",
        MemberState::PendingDeletion { .. } => "pending deletion",
        MemberState::PendingReplicaDeletion { .. } => "pending replica deletion",
    };
    Exception::KmsInvalidState.with(format!("{arn} is {why}."))
}
