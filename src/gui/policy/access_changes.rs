//! What a new key policy changes for access: who gains and who loses what.

use super::permissions::groups;
use crate::{
    gui::desk::Desk,
    kms::{AccessQuestion, KeyId, KeyPolicy, Region, api::EncryptionContext},
};

/// What changes for one principal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct AccessChange {
    /// The principal's name.
    pub name: String,
    /// What it may do then and may not do now.
    pub gains: Vec<&'static str>,
    /// What it may do now and may not do then.
    pub loses: Vec<&'static str>,
}

/// Who gains and who loses access to a key in a Region by a new key policy; those for whom nothing changes are left out.
/// Asked without an encryption context and for the key's own grants and identity policies as they are.
pub(super) fn access_changes(
    desk: &Desk,
    key: &KeyId,
    region: Region,
    policy: &KeyPolicy,
) -> Vec<AccessChange> {
    let world = desk.world();
    let Some((family, _)) = desk.member(key, region) else { return Vec::new() };
    let groups = groups(family);
    let encryption_context = EncryptionContext::new();
    let mut changes = Vec::new();
    for principal in world.principals().iter() {
        let caller = principal.acting_arn();
        let mut change = AccessChange { name: principal.name.clone(), ..Default::default() };
        for operation in groups.iter().flat_map(|group| group.permissions.iter().copied()) {
            let question = AccessQuestion { region, key, operation, encryption_context: &encryption_context };
            let allowed = |policy| {
                world.decide_access(&caller, question, policy).is_some_and(|decision| decision.allowed())
            };
            match (allowed(None), allowed(Some(policy.document()))) {
                (true, false) => change.loses.push(operation),
                (false, true) => change.gains.push(operation),
                _ => {}
            }
        }
        if !change.gains.is_empty() || !change.loses.is_empty() {
            changes.push(change);
        }
    }
    changes
}

impl AccessChange {
    /// In a sentence: `carol loses Decrypt and 3 more`.
    pub fn sentence(&self) -> String {
        let part = |verb: &str, what: &[&str]| match what {
            [] => None,
            [one] => Some(format!("{verb} {one}")),
            [one, two] => Some(format!("{verb} {one} and {two}")),
            [one, two, rest @ ..] => Some(format!("{verb} {one}, {two} and {} more", rest.len())),
        };
        let parts = [part("gains", &self.gains), part("loses", &self.loses)];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        format!("{} {}", self.name, parts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        kms::policy::{ConsolePolicy, PolicyKeyKind, read_back},
        workloads::demo,
    };

    #[test]
    fn who_gains_and_who_loses_is_told_by_name() {
        let desk = Desk::new(demo::stage().expect("the demo"));
        let us = desk.world().regions()[0];
        let store = desk.world().store();
        let (_, _, alias) = store.aliases_in(us).find(|it| it.1.short() == "legacy-reports").expect("there");
        let key = alias.target.clone();
        let (_, member) = desk.member(&key, us).expect("there");
        assert_eq!(access_changes(&desk, &key, us, &member.policy), [], "the same policy changes nothing");

        let old: ConsolePolicy = read_back(member.policy.document()).expect("the console's");
        let mut new = old.clone();
        new.key_kind = PolicyKeyKind::Symmetric;
        new.users = vec!["arn:aws:iam::111111111111:role/app/EUApplicationRole".to_owned()];
        new.administrators.retain(|arn| !arn.ends_with("carol"));
        let policy = KeyPolicy::parse(&new.to_json()).expect("a policy");
        let changes = access_changes(&desk, &key, us, &policy);
        let told: Vec<String> = changes.iter().map(AccessChange::sentence).collect();
        assert!(told.iter().any(|it| it.starts_with("Application loses Encrypt, Decrypt and")), "{told:?}");
        assert!(
            told.iter().any(|it| it.starts_with("EUApplicationRole gains Encrypt, Decrypt and")),
            "{told:?}"
        );
        assert!(told.iter().any(|it| it.starts_with("carol loses CreateGrant")), "{told:?}");
        assert!(!told.iter().any(|it| it.starts_with("alice")), "{told:?}");
    }
}
