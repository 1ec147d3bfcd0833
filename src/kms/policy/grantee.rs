//! Who a grant names: its grantee and its retiring principal.

use std::borrow::Cow;

use super::principal::{Caller, CallerKind, Coverage, Form, aws_form, service_form};

/// How a grantee fits a caller. A grantee is an ARN of the `AWS` kind, an account id or a service principal.
pub(super) fn grantee_covers(grantee: &str, caller: &Caller<'_>) -> Option<Coverage> {
    form(grantee).covers(caller)
}

fn form(grantee: &str) -> Form<&str> {
    match service_form(grantee) {
        Form::Unusable => aws_form(grantee),
        service => service,
    }
}

/// What is wrong with a text that is to name a grant's principal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadGrantee {
    /// It is no ARN.
    NoArn,
    /// It is an ARN that no principal can have.
    Malformed,
    /// It is the ARN of something that takes no grants, or of nobody.
    Unknown,
}

/// Holds a text against the principals that a grant can name: accounts, users, roles, sessions and federated users
/// that `exists` knows (CreateGrant). Sessions need not have begun.
///
/// # Errors
/// What is wrong with it.
pub fn check_grantee(text: &str, exists: impl Fn(&str) -> bool) -> Result<(), BadGrantee> {
    let known = match aws_form(text) {
        Form::Account { account, .. } => exists(account),
        Form::Role { .. } => exists(text),
        Form::One { arn } => {
            // A session's ARN has its role's name without the path.
            let session = arn.split_once(":assumed-role/").map(|(_, session)| session);
            if session.is_some_and(|session| session.split('/').count() != 2) {
                return Err(BadGrantee::Malformed);
            }
            exists(arn)
        }
        Form::Everyone | Form::Service { .. } | Form::Provider | Form::Unusable => false,
    };
    match text.splitn(6, ':').count() {
        _ if known => Ok(()),
        _ if !text.starts_with("arn:") => Err(BadGrantee::NoArn),
        6 => Err(BadGrantee::Unknown),
        _ => Err(BadGrantee::Malformed),
    }
}

/// A name under which a grantee can be looked up: equal for all ways to write one role or account.
pub fn grantee_name(grantee: &str) -> Cow<'_, str> {
    match form(grantee) {
        Form::Account { account, .. } => account.into(),
        Form::Role { partition, account, name } => role_name(partition, account, name).into(),
        _ => grantee.into(),
    }
}

fn role_name(partition: &str, account: &str, role: &str) -> String {
    format!("arn:{partition}:iam::{account}:role/{role}")
}

impl<'a> Caller<'a> {
    /// The [`grantee_name`]s of all grantees that the caller can be: itself, its role, its account.
    pub fn grantee_names(&self) -> impl Iterator<Item = Cow<'a, str>> + use<'a> {
        let role = match self.kind() {
            CallerKind::Role { role, .. } => Some(role_name(self.partition(), self.account(), role).into()),
            _ => None,
        };
        let account = (self.kind() != CallerKind::Service).then(|| self.account().into());
        [Some(self.arn().into()), role, account].into_iter().flatten()
    }
}
