//! What copying a property from one member to another will change, and the requests that do it.

use crate::{
    gui::{
        regions::families::{Property, Sign, policy_difference, same_policy, tag_text, with_region},
        theme::icons,
    },
    kms::{
        KeyId, KeyStore, Member, Region,
        api::{
            CreateAliasRequest, DeleteAliasRequest, PutKeyPolicyRequest, Request, Tag, TagResourceRequest,
            UntagResourceRequest, UpdateKeyDescriptionRequest,
        },
    },
};

/// What is copied, and how.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Choices {
    /// The property.
    pub property: Property,
    /// The member that it is copied from.
    pub from: Region,
    /// Whether what the source lacks is taken away.
    pub remove: bool,
    /// Whether a policy's mentions of the source's Region become those of the target's.
    pub own_region: bool,
}

/// One thing that will change at the target.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Change {
    /// It comes.
    Adds(String),
    /// It goes.
    Removes(String),
    /// It becomes another.
    Changes(String),
    /// It cannot be copied, and stays as it is.
    Stays(String),
}

impl Change {
    /// As a phrase.
    pub fn phrase(&self) -> String {
        match self {
            Self::Adds(what) => format!("adds {what}"),
            Self::Removes(what) => format!("removes {what}"),
            Self::Changes(what) | Self::Stays(what) => what.clone(),
        }
    }

    /// Its sign.
    pub fn icon(&self) -> &'static str {
        match self {
            Self::Adds(_) => icons::PLUS,
            Self::Removes(_) => icons::MINUS,
            Self::Changes(_) => icons::ARROWS_LEFT_RIGHT,
            Self::Stays(_) => icons::PROHIBIT,
        }
    }
}

/// What will change at a target.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Plan {
    /// In words.
    pub changes: Vec<Change>,
    /// The requests to the target's Region.
    pub calls: Vec<Request>,
}

/// Plans the copy to the member in `to`. A member that has gone changes nothing.
pub(super) fn plan(store: &KeyStore, key: &KeyId, to: Region, choices: Choices) -> Plan {
    let member = |region| store.member(key, region).map(|(_, member)| member);
    let (Some(source), Some(target)) = (member(choices.from), member(to)) else { return Plan::default() };
    match choices.property {
        Property::Policy => policy(key, source, target, to, choices),
        Property::Aliases => aliases(store, key, to, choices),
        Property::Tags => tags(key, source, target, choices),
        Property::Description => description(key, source, target),
        // These have no copy.
        Property::Grants | Property::State => Plan::default(),
    }
}

fn policy(key: &KeyId, source: &Member, target: &Member, to: Region, choices: Choices) -> Plan {
    let text = source.policy.text();
    let text = if choices.own_region { with_region(text, choices.from, to) } else { text.to_owned() };
    // Word for word here: both texts are of the target's Region.
    if same_policy((to, &text), (to, target.policy.text())) {
        return Plan::default();
    }
    let parts = policy_difference((to, &text), (to, target.policy.text()));
    let change = |part: crate::gui::regions::families::Part| match part.sign {
        Sign::Lacks => Change::Adds(part.text),
        Sign::Also => Change::Removes(part.text),
        Sign::Other => Change::Changes(part.text.replace(" has another ", " gets the copied ")),
    };
    let request = PutKeyPolicyRequest {
        key_id: key.to_string(),
        policy_name: None,
        policy: text,
        bypass_policy_lockout_safety_check: false,
    };
    Plan { changes: parts.into_iter().map(change).collect(), calls: vec![request.into()] }
}

fn aliases(store: &KeyStore, key: &KeyId, to: Region, choices: Choices) -> Plan {
    let mut plan = Plan::default();
    let Some(family) = store.family(key) else { return plan };
    let source: Vec<_> = store.aliases_of(key, choices.from).collect();
    let target: Vec<_> = store.aliases_of(key, to).collect();
    for name in source.iter().filter(|name| !target.contains(name)) {
        if store.alias(to, &family.account, name).is_some() {
            plan.changes.push(Change::Stays(format!("{name} names another key there, and stays with it")));
            continue;
        }
        plan.changes.push(Change::Adds(name.to_string()));
        let request = CreateAliasRequest { alias_name: name.to_string(), target_key_id: key.to_string() };
        plan.calls.push(request.into());
    }
    for name in target.iter().filter(|name| choices.remove && !source.contains(name)) {
        plan.changes.push(Change::Removes(name.to_string()));
        plan.calls.push(DeleteAliasRequest { alias_name: name.to_string() }.into());
    }
    plan
}

fn tags(key: &KeyId, source: &Member, target: &Member, choices: Choices) -> Plan {
    let mut plan = Plan::default();
    let extra = target.tags.iter().filter(|(name, _)| choices.remove && !source.tags.contains_key(*name));
    let tag_keys: Vec<String> = extra.clone().map(|(name, _)| name.clone()).collect();
    // First away, then on: a key with fifty tags has room for another only then.
    if !tag_keys.is_empty() {
        plan.changes.extend(extra.map(|(name, value)| Change::Removes(tag_text(name, value))));
        plan.calls.push(UntagResourceRequest { key_id: key.to_string(), tag_keys }.into());
    }
    let mut put = Vec::new();
    for (name, value) in &source.tags {
        match target.tags.get(name) {
            Some(own) if own == value => continue,
            Some(own) => {
                plan.changes.push(Change::Changes(format!(
                    "{} becomes {}",
                    tag_text(name, own),
                    tag_text(name, value)
                )));
            }
            None => plan.changes.push(Change::Adds(tag_text(name, value))),
        }
        put.push(Tag { tag_key: name.clone(), tag_value: value.clone() });
    }
    if !put.is_empty() {
        plan.calls.push(TagResourceRequest { key_id: key.to_string(), tags: put }.into());
    }
    plan
}

fn description(key: &KeyId, source: &Member, target: &Member) -> Plan {
    if source.description == target.description {
        return Plan::default();
    }
    let quoted = |text: &str| if text.is_empty() { "nothing".to_owned() } else { format!("“{text}”") };
    let change = format!("{} becomes {}", quoted(&target.description), quoted(&source.description));
    let request =
        UpdateKeyDescriptionRequest { key_id: key.to_string(), description: source.description.clone() };
    Plan { changes: vec![Change::Changes(change)], calls: vec![request.into()] }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{workloads::demo, world::World};

    fn region(code: &str) -> Region {
        Region::parse(code).expect("known")
    }

    fn key(world: &World, name: &str) -> KeyId {
        let us = region("us-east-1");
        let mut aliases = world.store().aliases_in(us);
        aliases.find(|(_, alias, _)| alias.short() == name).expect("there").2.target.clone()
    }

    fn choices(property: Property) -> Choices {
        Choices { property, from: region("us-east-1"), remove: false, own_region: true }
    }

    #[test]
    fn what_is_copied_makes_the_members_alike() {
        let mut world = demo::stage().expect("the demo").world;
        let alice: Arc<str> = world.principals().named("alice").expect("she is there").acting_arn().into();
        let global = key(&world, "global-encrypt");
        let (us, ap) = (region("us-east-1"), region("ap-southeast-1"));
        let extra =
            CreateAliasRequest { alias_name: "alias/extra".into(), target_key_id: global.to_string() };
        world.ask(us, &alice, extra).expect("free");
        let tag = Tag { tag_key: "Own".into(), tag_value: String::new() };
        let own = TagResourceRequest { key_id: global.to_string(), tags: vec![tag] };
        world.ask(ap, &alice, own).expect("she may");
        for property in [Property::Policy, Property::Aliases, Property::Tags, Property::Description] {
            let choices = Choices { remove: true, ..choices(property) };
            let made = plan(world.store(), &global, ap, choices);
            assert!(!made.changes.is_empty(), "{property:?}");
            for request in made.calls {
                world.call(crate::world::Call::new(ap, Arc::clone(&alice), request)).expect("she may");
            }
            assert_eq!(plan(world.store(), &global, ap, choices), Plan::default(), "{property:?}");
        }
    }

    #[test]
    fn an_alias_of_another_key_stays_with_it() {
        let mut world = demo::stage().expect("the demo").world;
        let alice: Arc<str> = world.principals().named("alice").expect("she is there").acting_arn().into();
        let (orders, global) = (key(&world, "orders"), key(&world, "global-encrypt"));
        for (region, target) in [(region("us-east-1"), &orders), (region("eu-west-1"), &global)] {
            let request =
                CreateAliasRequest { alias_name: "alias/both".into(), target_key_id: target.to_string() };
            world.ask(region, &alice, request).expect("free");
        }
        let made = plan(world.store(), &orders, region("eu-west-1"), choices(Property::Aliases));
        assert!(made.calls.is_empty());
        assert!(matches!(&made.changes[..], [Change::Stays(_)]), "{:?}", made.changes);
    }
}
