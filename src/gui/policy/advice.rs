//! What it would take to allow what is denied: a statement to add, and where.

use serde_json::{Value, json};

use super::{layout::with_statement, words};
use crate::{
    kms::{
        AccessQuestion, KeyPolicy, Region,
        api::GrantOperation,
        policy::{Decision, Effect, Finding, PolicySource, Reason},
    },
    world::{Principal, World},
};

/// What it would take to allow what is denied.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Advice {
    /// In a sentence or two.
    pub text: String,
    /// A key policy with what it takes, not put yet; nothing if the key policy alone cannot help.
    pub key_policy: Option<String>,
    /// A statement for an identity policy of the principal, where one would help.
    pub identity_statement: Option<String>,
}

/// Whose access to what was denied.
#[derive(Clone, Copy)]
pub(super) struct Denied<'a> {
    pub principal: &'a Principal,
    pub question: AccessQuestion<'a>,
    pub decision: &'a Decision,
    /// The key's policy in the Region.
    pub policy: &'a KeyPolicy,
}

/// What it would take; nothing where access is allowed.
pub(super) fn advice(world: &World, denied: Denied<'_>) -> Option<Advice> {
    let Denied { principal, question, decision, policy } = denied;
    let name = &principal.name;
    let operation = question.operation;
    let in_identity = identity_statement(denied, world);
    match &decision.reason {
        _ if decision.allowed() => None,
        Reason::ExplicitDeny { source, statement } => Some(Advice {
            text: format!(
                "Nothing outweighs a Deny. It would take a change of {} of the {}: another Effect, a condition \
                 that spares {name}, or its removal",
                words::statement(statement),
                words::policy(source),
            ),
            key_policy: (*source == PolicySource::KeyPolicy).then(|| policy.text().to_owned()),
            identity_statement: None,
        }),
        Reason::LimitDoesNotAllow { kind } => Some(Advice {
            text: format!("It would take a {} that allows kms:{operation}", kind.name()),
            key_policy: None,
            identity_statement: None,
        }),
        Reason::NoIdentityPolicyAllows if decision.cross_account => {
            Some(in_another_account(world, denied, in_identity))
        }
        _ => Some(in_the_key_policy(denied, in_identity)),
    }
}

/// KMS asks the caller's own account first; what the key's side would say is found out here.
fn in_another_account(world: &World, denied: Denied<'_>, in_identity: String) -> Advice {
    let Denied { principal, question, .. } = denied;
    let (name, operation) = (&principal.name, question.operation);
    let allows = |it: &Finding| {
        it.source == PolicySource::KeyPolicy && it.effect == Effect::Allow && it.applies.is_ok()
    };
    let key_side = world.explain_access(&principal.acting_arn(), question).is_some_and(|explained| {
        explained.statements.iter().any(allows) || explained.grants.iter().any(|it| it.applies.is_ok())
    });
    let account = &principal.account;
    let mut text = format!(
        "It would take an identity policy of {name} in account {account} that allows kms:{operation} on this key"
    );
    if !key_side {
        text.push_str(&format!("; and a key policy statement that allows it to {name} or to that account"));
    }
    let key_policy = if key_side { None } else { with_allowance(denied) };
    Advice { text, key_policy, identity_statement: Some(in_identity) }
}

fn in_the_key_policy(denied: Denied<'_>, in_identity: String) -> Advice {
    let Denied { principal, question, decision, .. } = denied;
    let (name, operation) = (&principal.name, question.operation);
    let leaves_to_iam = matches!(decision.reason, Reason::NoIdentityPolicyAllows);
    let mut ways = vec![format!("a key policy statement that allows kms:{operation} to {name}")];
    if leaves_to_iam {
        ways.push(format!("an identity policy of {name} that allows it on this key"));
    }
    if is_grantable(operation) {
        ways.push(format!("a grant for {name} with {operation}"));
    }
    Advice {
        text: format!("It would take {}", ways.join(", or ")),
        key_policy: with_allowance(denied),
        identity_statement: leaves_to_iam.then_some(in_identity),
    }
}

/// The key policy with a statement that allows what was denied.
fn with_allowance(denied: Denied<'_>) -> Option<String> {
    let statement = key_statement(denied.principal, denied.question.operation);
    with_statement(denied.policy.text(), &statement).map(|(text, _)| text)
}

/// A statement of a key policy that allows one thing to one principal.
fn key_statement(principal: &Principal, operation: &str) -> Value {
    json!({
        "Sid": format!("Allow {} to {operation}", principal.name),
        "Effect": "Allow",
        "Principal": { "AWS": principal.arn() },
        "Action": format!("kms:{operation}"),
        "Resource": "*",
    })
}

/// The statement of an identity policy that allows one thing with the key.
fn identity_statement(denied: Denied<'_>, world: &World) -> String {
    let AccessQuestion { region, key, operation, .. } = denied.question;
    let statement = json!({
        "Sid": format!("Allow{operation}"),
        "Effect": "Allow",
        "Action": format!("kms:{operation}"),
        "Resource": arn_of(world, key, region),
    });
    super::layout::pretty(&statement, super::layout::CONSOLE_INDENT)
}

fn arn_of(world: &World, key: &crate::kms::KeyId, region: Region) -> String {
    world
        .store()
        .member(key, region)
        .map_or_else(|| "*".to_owned(), |(family, _)| family.arn(region).to_string())
}

/// Whether a grant can have this operation.
fn is_grantable(operation: &str) -> bool {
    GrantOperation::from_name(operation).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        gui::desk::Desk,
        kms::{
            KeyId,
            api::{EncryptionContext, PutKeyPolicyRequest},
        },
        workloads::demo,
    };

    fn key(desk: &Desk, region: Region) -> KeyId {
        let store = desk.world().store();
        let mut aliases = store.aliases_in(region);
        aliases.find(|it| it.1.short() == "global-encrypt").expect("there").2.target.clone()
    }

    /// What is advised for a principal who may not do something with the demo's key.
    fn advised(desk: &Desk, region: Region, name: &str, operation: &str) -> Option<Advice> {
        let world = desk.world();
        let key = key(desk, region);
        let principal = world.principals().named(name).expect("there");
        let encryption_context = EncryptionContext::new();
        let question =
            AccessQuestion { region, key: &key, operation, encryption_context: &encryption_context };
        let decision = world.decide_access(&principal.acting_arn(), question, None).expect("there");
        let (_, member) = desk.member(&key, region).expect("there");
        advice(world, Denied { principal, question, decision: &decision, policy: &member.policy })
    }

    #[test]
    fn what_is_advised_for_mallory_helps() {
        let mut desk = Desk::new(demo::stage().expect("the demo"));
        let eu = desk.world().regions()[1];
        let advice = advised(&desk, eu, "mallory", "Decrypt").expect("she is denied");
        assert_eq!(
            advice.text,
            "It would take a key policy statement that allows kms:Decrypt to mallory, or an identity policy of \
             mallory that allows it on this key, or a grant for mallory with Decrypt"
        );
        assert!(advice.identity_statement.is_some_and(|it| it.contains("arn:aws:kms:eu-west-1:")));
        let policy = advice.key_policy.expect("there is a way");
        let request =
            PutKeyPolicyRequest { key_id: key(&desk, eu).to_string(), policy, ..Default::default() };
        let alice = desk.acting_arn();
        desk.stage.world.ask(eu, &alice, request).expect("KMS takes it");
        assert_eq!(advised(&desk, eu, "mallory", "Decrypt"), None, "now she may");
        assert!(advised(&desk, eu, "mallory", "Encrypt").is_some(), "and nothing else");
    }

    #[test]
    fn other_accounts_need_both_sides() {
        let desk = Desk::new(demo::stage().expect("the demo"));
        let us = desk.world().regions()[0];
        let advice = advised(&desk, us, "PartnerApp", "Decrypt").expect("denied");
        assert!(!advice.text.contains("identity policy"), "it has one: {}", advice.text);
        let advice = advised(&desk, us, "PartnerApp", "DisableKey").expect("denied");
        assert_eq!(
            advice.text,
            "It would take an identity policy of PartnerApp in account 444455556666 that allows kms:DisableKey on \
             this key; and a key policy statement that allows it to PartnerApp or to that account"
        );
        assert!(advice.key_policy.is_some() && advice.identity_statement.is_some());
        assert!(!advice.text.contains("grant"), "no grant has DisableKey");
    }
}
