//! What the wizard is for when it replicates: a key, the Regions to choose from, and the requests that come of it.

use super::{
    key_kind::{KeyKind, KeyType},
    policy_draft::PolicyDraft,
    state::{Choices, Regionality},
};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        regions::{
            region_list::{Choice, Offer, RegionList},
            same_policy,
        },
    },
    kms::{
        KeyId, Region,
        api::{CreateAliasRequest, ReplicateKeyRequest, Request, Tag},
        policy::read_back,
    },
};

/// A replication that is being asked for.
pub(super) struct Replication {
    /// The key.
    pub(super) key: KeyId,
    /// What people call it.
    pub(super) label: String,
    /// The Regions that were chosen.
    pub(super) list: RegionList,
    /// The primary's Region.
    from: Region,
}

/// What the pages begin with: filled in from the primary.
pub(super) struct Prefilled {
    pub(super) replication: Replication,
    /// The primary's Region.
    pub(super) from: Region,
    pub(super) choices: Choices,
    pub(super) policy: PolicyDraft,
}

impl Replication {
    /// Fills everything in from the primary; nothing for a key that has none.
    pub(super) fn prefilled(key: &KeyId, desk: &Desk) -> Option<Prefilled> {
        let store = desk.world().store();
        let family = store.family(key).filter(|it| it.is_multi_region())?;
        let from = family.primary;
        let primary = family.members.get(&from)?;
        let alias = store.aliases_of(key, from).next();
        let key_type = if family.spec.is_asymmetric() { KeyType::Asymmetric } else { KeyType::Symmetric };
        let mut choices = Choices {
            kind: KeyKind {
                key_type,
                usage: family.usage,
                spec: family.spec,
                origin: family.origin,
                understood: true,
                ..KeyKind::default()
            },
            regionality: Regionality::MultiRegion,
            alias: alias.map(|it| it.short().to_owned()).unwrap_or_default(),
            description: primary.description.clone(),
            tags: primary
                .tags
                .iter()
                .map(|(key, value)| Tag { tag_key: key.clone(), tag_value: value.clone() })
                .collect(),
            ..Choices::default()
        };
        let text = primary.policy.text();
        if let Some(console) = read_back(primary.policy.document()) {
            choices.administrators = console.administrators.into_iter().collect();
            choices.administrators_may_delete =
                console.allow_administrators_to_delete || choices.administrators.is_empty();
            choices.users = console.users.into_iter().collect();
            choices.accounts = console.other_accounts;
        }
        let generated = choices.console_policy(desk, from);
        let same = same_policy((from, &generated), (from, text));
        // The primary's own text, as long as the choices lead to what it says.
        let mut policy = PolicyDraft::new(if same { text.to_owned() } else { generated });
        if !same {
            policy.write(text.to_owned());
        }
        let replication = Self {
            key: key.clone(),
            label: desk.key_label(key, from),
            list: RegionList::new(Choice::Several),
            from,
        };
        Some(Prefilled { replication, from, choices, policy })
    }

    /// The Regions of the partition: those of the world first, and those that have a member not to be chosen.
    pub(super) fn offers(&self, desk: &Desk) -> Vec<Offer> {
        Offer::replicas(desk, &self.key, self.from, false)
    }

    /// The chosen Regions that an account has to enable before they can be used.
    pub(super) fn to_enable(&self, desk: &Desk) -> Vec<Region> {
        let world = desk.world().regions();
        let chosen = self.list.chosen.iter().copied();
        chosen.filter(|region| region.is_opt_in() && !world.contains(region)).collect()
    }

    fn requests(&self, choices: &Choices, policy: &str) -> Vec<ReplicateKeyRequest> {
        let request = |region: &Region| ReplicateKeyRequest {
            key_id: self.key.to_string(),
            replica_region: region.code().to_owned(),
            policy: Some(policy.to_owned()),
            bypass_policy_lockout_safety_check: false,
            description: (!choices.description.is_empty()).then(|| choices.description.clone()),
            tags: choices.filled_tags().cloned().collect(),
        };
        self.list.chosen.iter().map(request).collect()
    }

    /// The calls that are made, each with the Region whose endpoint gets it.
    pub(super) fn calls(&self, choices: &Choices, policy: &str) -> Vec<(Region, Request)> {
        let mut calls = Vec::new();
        for (region, request) in self.list.chosen.iter().zip(self.requests(choices, policy)) {
            let target_key_id = request.key_id.clone();
            calls.push((self.from, request.into()));
            if let Some(alias_name) = choices.alias_name() {
                calls.push((*region, CreateAliasRequest { alias_name, target_key_id }.into()));
            }
        }
        calls
    }

    /// What the window is asked to do in the end.
    pub(super) fn command(&self, choices: &Choices, policy: &str) -> Command {
        let requests = self.requests(choices, policy);
        Command::Replicate { from: self.from, requests, alias: choices.alias_name() }
    }

    /// The chosen Regions in a line.
    pub(super) fn summary(&self) -> String {
        let codes: Vec<_> = self.list.chosen.iter().map(|region| region.code()).collect();
        if codes.len() > 3 { format!("{} Regions", codes.len()) } else { codes.join(", ") }
    }
}
