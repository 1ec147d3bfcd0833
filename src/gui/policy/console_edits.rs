//! The console's default view of a key policy as choices: what the view shows, why a policy has none, and the policy
//! text that comes of a change.

use super::setting::key_kind;
use crate::kms::{
    KeyFamily,
    api::Origin,
    policy::{ConsolePolicy, Effect, PolicyDocument, read_back},
};

/// The Sids that the console writes.
const SIDS: [&str; 5] = [
    "Enable IAM User Permissions",
    "Allow access for Key Administrators",
    "Allow administration of the key",
    "Allow use of the key",
    "Allow attachment of persistent resources",
];

/// The choices that a policy of this key has in the default view.
///
/// # Errors
/// Why it has no default view, in a sentence.
pub(super) fn choices(document: &PolicyDocument, family: &KeyFamily) -> Result<ConsolePolicy, String> {
    let mut policy = read_back(document).ok_or_else(|| why_not(document))?;
    policy.key_kind = key_kind(family);
    policy.multi_region = family.is_multi_region();
    policy.origin_external = family.origin == Origin::External;
    Ok(policy)
}

/// What the default view would hide.
fn why_not(document: &PolicyDocument) -> String {
    for (index, statement) in document.statements().iter().enumerate() {
        let name = match statement.sid.as_deref() {
            Some(sid) if !sid.is_empty() => format!("Statement “{sid}”"),
            _ => format!("Statement {}", index + 1),
        };
        let known = statement.sid.as_deref().is_some_and(|sid| SIDS.contains(&sid));
        let conditional =
            !statement.conditions.is_empty() && statement.sid.as_deref() != SIDS.last().copied();
        if !known {
            return format!("{name} is none that the console writes");
        }
        if statement.effect == Effect::Deny {
            return format!("{name} denies, and the console's statements only allow");
        }
        if conditional {
            return format!("{name} has a condition");
        }
    }
    let has_root = document.statements().iter().any(|it| it.sid.as_deref() == Some(SIDS[0]));
    if has_root {
        "Principals or actions are others than the console writes".to_owned()
    } else {
        format!("It has no statement “{}”", SIDS[0])
    }
}

/// Who may do what, as lists that people come and go from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The key administrators.
    Administrators,
    /// The key users.
    Users,
    /// Other AWS accounts, by their ids.
    Accounts,
}

impl Part {
    /// What the console calls them.
    pub fn name(self) -> &'static str {
        match self {
            Self::Administrators => "Key administrators",
            Self::Users => "Key users",
            Self::Accounts => "Other AWS accounts",
        }
    }

    /// What one of them is, after a verb.
    pub fn one(self) -> &'static str {
        match self {
            Self::Administrators => "key administrator",
            Self::Users => "key user",
            Self::Accounts => "account that uses the key",
        }
    }

    /// Who is in the list.
    pub fn of(self, policy: &ConsolePolicy) -> &[String] {
        match self {
            Self::Administrators => &policy.administrators,
            Self::Users => &policy.users,
            Self::Accounts => &policy.other_accounts,
        }
    }

    fn list(self, policy: &mut ConsolePolicy) -> &mut Vec<String> {
        match self {
            Self::Administrators => &mut policy.administrators,
            Self::Users => &mut policy.users,
            Self::Accounts => &mut policy.other_accounts,
        }
    }

    /// The policy with some more in the list.
    pub fn with(self, policy: &ConsolePolicy, more: impl IntoIterator<Item = String>) -> ConsolePolicy {
        let mut policy = policy.clone();
        let list = self.list(&mut policy);
        for one in more {
            if !list.contains(&one) {
                list.push(one);
            }
        }
        policy
    }

    /// The policy without one in the list.
    pub fn without(self, policy: &ConsolePolicy, gone: &str) -> ConsolePolicy {
        let mut policy = policy.clone();
        self.list(&mut policy).retain(|one| one != gone);
        policy
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kms::policy::PolicyKeyKind;

    fn why(text: &str) -> String {
        why_not(&PolicyDocument::parse_key_policy(text).expect("a policy"))
    }

    #[test]
    fn the_reason_names_what_would_be_hidden() {
        let of = |statement: &str| {
            format!(
                r#"{{"Version": "2012-10-17", "Statement": [{{"Principal": "*", "Action": "kms:*", "Resource": "*", {statement}}}]}}"#
            )
        };
        let told = [
            (r#""Effect": "Allow", "Sid": "Mine""#, "Statement “Mine” is none that the console writes"),
            (r#""Effect": "Allow""#, "Statement 1 is none that the console writes"),
            (
                r#""Effect": "Deny", "Sid": "Allow use of the key""#,
                "Statement “Allow use of the key” denies, and the console's statements only allow",
            ),
            (
                r#""Effect": "Allow", "Sid": "Allow use of the key", "Condition": {"Bool": {"kms:MultiRegion": true}}"#,
                "Statement “Allow use of the key” has a condition",
            ),
            (
                r#""Effect": "Allow", "Sid": "Allow use of the key""#,
                "It has no statement “Enable IAM User Permissions”",
            ),
        ];
        for (statement, reason) in told {
            assert_eq!(why(&of(statement)), reason);
        }
    }

    #[test]
    fn people_come_and_go() {
        let policy = ConsolePolicy::new("aws", "111111111111", PolicyKeyKind::Symmetric);
        let more = Part::Users.with(&policy, ["a".to_owned(), "b".to_owned(), "a".to_owned()]);
        assert_eq!(Part::Users.of(&more), ["a", "b"]);
        assert_eq!(Part::Users.of(&Part::Users.without(&more, "a")), ["b"]);
        assert_eq!(Part::Administrators.of(&more).len(), 0);
    }
}
