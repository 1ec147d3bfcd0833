//! Who a statement names, and who is asking.

use std::borrow::Cow;

/// The condition keys that a caller's ARN alone tells.
pub(super) const CALLER_KEYS: [&str; 7] = [
    "aws:principalarn",
    "aws:principalaccount",
    "aws:principalisawsservice",
    "aws:principalservicename",
    "aws:principaltype",
    "aws:username",
    "kms:calleraccount",
];

/// Who makes a request. Everything comes from the ARN that the service sees: for a role that is the
/// session's, `arn:aws:sts::111111111111:assumed-role/role/session`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller<'a> {
    arn: &'a str,
    partition: &'a str,
    account: &'a str,
    kind: CallerKind<'a>,
}

/// What kind of principal a [`Caller`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallerKind<'a> {
    /// The account's root user.
    Root,
    /// An IAM user.
    User {
        /// The user's name, without the path.
        name: &'a str,
    },
    /// A session of a role.
    Role {
        /// The role's name, which is unique in the account whatever the role's path.
        role: &'a str,
        /// The session's name.
        session: &'a str,
    },
    /// A user federated by GetFederationToken.
    FederatedUser {
        /// The name given at federation.
        name: &'a str,
    },
    /// An AWS service acting for itself.
    Service,
}

impl<'a> Caller<'a> {
    /// The caller that an ARN stands for; `None` when the ARN is not of one who can call: a role's own ARN,
    /// for example, can't, only its sessions can.
    pub fn from_arn(arn: &'a str) -> Option<Self> {
        let arn_parts = ArnParts::of(arn)?;
        let ArnParts { partition, service, account, resource } = arn_parts;
        let (resource_type, name) = cut(resource, b'/').unwrap_or((resource, ""));
        let kind = match (service, resource_type) {
            ("iam", "root") if name.is_empty() => CallerKind::Root,
            ("iam", "user") => CallerKind::User { name: name_after_path(name)? },
            ("sts", "assumed-role") => {
                let (role, session) = cut(name, b'/')?;
                CallerKind::Role { role, session }
            }
            ("sts", "federated-user") => CallerKind::FederatedUser { name },
            _ => return None,
        };
        Some(Self { arn, partition, account, kind })
    }

    /// An AWS service, by its principal such as `s3.amazonaws.com`.
    pub fn service(principal: &'a str) -> Self {
        Self { arn: principal, partition: "", account: "", kind: CallerKind::Service }
    }

    /// The ARN as it was given; a service's principal for a service.
    pub fn arn(&self) -> &'a str {
        self.arn
    }

    /// The partition, such as `aws`; empty for a service.
    pub(super) fn partition(&self) -> &'a str {
        self.partition
    }

    /// The 12-digit account id; empty for a service.
    pub fn account(&self) -> &'a str {
        self.account
    }

    /// What kind of principal this is.
    pub fn kind(&self) -> CallerKind<'a> {
        self.kind
    }

    /// The value of `aws:PrincipalArn`: for a session its role's ARN (without the role's path, which the
    /// session's ARN doesn't tell), for all others their own.
    pub fn principal_arn(&self) -> Cow<'a, str> {
        match self.kind {
            CallerKind::Role { role, .. } => {
                format!("arn:{}:iam::{}:role/{role}", self.partition, self.account).into()
            }
            _ => self.arn.into(),
        }
    }

    /// What the ARN alone tells of a condition key, which is given in lower case: `aws:PrincipalArn`,
    /// `aws:PrincipalAccount`, `kms:CallerAccount`, `aws:PrincipalType`, `aws:PrincipalIsAWSService`, `aws:username`;
    /// of a service, `aws:PrincipalServiceName`.
    pub fn condition_value(&self, key: &str) -> Option<Cow<'a, str>> {
        let is_service = self.kind == CallerKind::Service;
        let value: &'a str = match key {
            "aws:principalisawsservice" => return Some(if is_service { "true" } else { "false" }.into()),
            "aws:principalservicename" if is_service => self.arn,
            _ if is_service => return None,
            "aws:principalarn" => return Some(self.principal_arn()),
            "aws:principalaccount" | "kms:calleraccount" => self.account,
            "aws:principaltype" => match self.kind {
                CallerKind::Root => "Account",
                CallerKind::User { .. } => "User",
                CallerKind::Role { .. } => "AssumedRole",
                CallerKind::FederatedUser { .. } => "FederatedUser",
                CallerKind::Service => return None,
            },
            "aws:username" => match self.kind {
                CallerKind::User { name } => name,
                _ => return None,
            },
            _ => return None,
        };
        Some(value.into())
    }
}

/// The parts of an IAM or STS ARN that matter here. Such ARNs have no Region.
struct ArnParts<'a> {
    partition: &'a str,
    service: &'a str,
    account: &'a str,
    resource: &'a str,
}

impl<'a> ArnParts<'a> {
    fn of(arn: &'a str) -> Option<Self> {
        let (prefix, rest) = cut(arn, b':')?;
        let (partition, rest) = cut(rest, b':')?;
        let (service, rest) = cut(rest, b':')?;
        let (region, rest) = cut(rest, b':')?;
        let (account, resource) = cut(rest, b':')?;
        let well_formed = prefix == "arn" && partition.starts_with("aws") && region.is_empty();
        (well_formed && is_account_id(account)).then_some(Self { partition, service, account, resource })
    }
}

/// `str::split_once`, which takes several times as long to find something so near. Every request's caller is read.
fn cut(text: &str, at: u8) -> Option<(&str, &str)> {
    let place = text.bytes().position(|byte| byte == at)?;
    Some((text.get(..place)?, text.get(place + 1..)?))
}

fn is_account_id(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The name at the end of `path/name`.
fn name_after_path(text: &str) -> Option<&str> {
    text.rsplit('/').next().filter(|name| !name.is_empty())
}

/// How closely a principal fits a caller. In the order of closeness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Coverage {
    /// The caller's account. In an Allow this only delegates to the account's IAM policies.
    Account,
    /// `*`
    Everyone,
    /// The role whose session the caller is.
    Role,
    /// The caller itself: the user, this very session, the root user, the service.
    Exact,
}

/// The member of `Principal` under which an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PrincipalType {
    Aws,
    Service,
    Federated,
}

/// An entry of `Principal` or `NotPrincipal`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    text: String,
    form: Form<String>,
}

/// What an entry names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form<S> {
    Everyone,
    /// Without partition when written as a bare account id.
    Account {
        partition: Option<S>,
        account: S,
    },
    Role {
        partition: S,
        account: S,
        name: S,
    },
    /// A user, a session or a federated user: one caller, by its ARN.
    One {
        arn: S,
    },
    Service {
        principal: S,
    },
    /// A SAML, OpenID Connect or web identity provider. Its users call as sessions of a role, so it covers
    /// no caller itself.
    Provider,
    /// Nothing that a key policy may name: a group, a deleted principal's unique id, part of an ARN.
    Unusable,
}

impl Principal {
    pub(super) fn everyone() -> Self {
        Self { text: "*".to_owned(), form: Form::Everyone }
    }

    pub(super) fn new(principal_type: PrincipalType, text: &str) -> Self {
        let form = match principal_type {
            PrincipalType::Aws => aws_form(text),
            PrincipalType::Service => service_form(text),
            PrincipalType::Federated => federated_form(text),
        };
        Self { text: text.to_owned(), form: form.into_owned() }
    }

    /// As written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The account id, if the entry names a whole account.
    pub fn account(&self) -> Option<&str> {
        match &self.form {
            Form::Account { account, .. } => Some(account),
            _ => None,
        }
    }

    /// Whether this is `*`.
    pub fn is_everyone(&self) -> bool {
        self.form == Form::Everyone
    }

    /// See `PolicyDocument::invalid_principals`.
    pub(super) fn is_valid(&self, exists: impl Fn(&str) -> bool) -> bool {
        match &self.form {
            Form::Everyone | Form::Service { .. } | Form::Provider => true,
            Form::Account { account, .. } => exists(account),
            Form::Role { .. } | Form::One { .. } => exists(&self.text),
            Form::Unusable => false,
        }
    }

    /// How the entry fits a caller, if it does.
    pub(super) fn covers(&self, caller: &Caller<'_>) -> Option<Coverage> {
        self.form.covers(caller)
    }
}

/// Whether `NotPrincipal` in a Deny spares a caller. It does so only when the list has all that the caller
/// is: its account, and for a session also its role; naming only the user would still deny it through its
/// account (IAM: NotPrincipal).
pub(super) fn spared_by_not_principal(listed: &[Principal], caller: &Caller<'_>) -> bool {
    let has = |wanted: Coverage| listed.iter().any(|principal| principal.covers(caller) == Some(wanted));
    let whole = match caller.kind() {
        CallerKind::Root | CallerKind::Service => has(Coverage::Exact),
        CallerKind::User { .. } | CallerKind::FederatedUser { .. } => {
            has(Coverage::Exact) && has(Coverage::Account)
        }
        CallerKind::Role { .. } => has(Coverage::Exact) && has(Coverage::Role) && has(Coverage::Account),
    };
    whole || has(Coverage::Everyone)
}

/// A principal that PutKeyPolicy refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidPrincipal<'a> {
    /// Index of the statement that names it, from 0.
    pub statement: usize,
    /// The entry.
    pub principal: &'a Principal,
}

pub(super) fn aws_form(text: &str) -> Form<&str> {
    if text == "*" {
        return Form::Everyone;
    }
    if is_account_id(text) {
        return Form::Account { partition: None, account: text };
    }
    let Some(ArnParts { partition, service, account, resource }) = ArnParts::of(text) else {
        return Form::Unusable;
    };
    if text.contains(['*', '?']) {
        return Form::Unusable;
    }
    match (service, resource.split_once('/')) {
        ("iam", None) if resource == "root" => Form::Account { partition: Some(partition), account },
        ("iam", Some(("role", rest))) => match name_after_path(rest) {
            Some(name) => Form::Role { partition, account, name },
            None => Form::Unusable,
        },
        ("iam", Some(("user", rest))) if name_after_path(rest).is_some() => Form::One { arn: text },
        ("sts", Some(("assumed-role", rest))) if rest.contains('/') => Form::One { arn: text },
        ("sts", Some(("federated-user", rest))) if !rest.is_empty() => Form::One { arn: text },
        _ => Form::Unusable,
    }
}

pub(super) fn service_form(text: &str) -> Form<&str> {
    let known_suffix = text.ends_with(".amazonaws.com") || text.ends_with(".amazonaws.com.cn");
    if known_suffix && !text.starts_with('.') && !text.contains(['*', '?', ' ']) {
        Form::Service { principal: text }
    } else {
        Form::Unusable
    }
}

fn federated_form(text: &str) -> Form<&str> {
    let provider_arn = ArnParts::of(text).is_some_and(|arn| {
        arn.service == "iam"
            && (arn.resource.starts_with("saml-provider/") || arn.resource.starts_with("oidc-provider/"))
    });
    let provider_domain = text.contains('.') && !text.contains([':', '*', '?', ' ']);
    if provider_arn || provider_domain { Form::Provider } else { Form::Unusable }
}

impl Form<&str> {
    fn into_owned(self) -> Form<String> {
        match self {
            Self::Everyone => Form::Everyone,
            Self::Account { partition, account } => {
                Form::Account { partition: partition.map(str::to_owned), account: account.to_owned() }
            }
            Self::Role { partition, account, name } => Form::Role {
                partition: partition.to_owned(),
                account: account.to_owned(),
                name: name.to_owned(),
            },
            Self::One { arn } => Form::One { arn: arn.to_owned() },
            Self::Service { principal } => Form::Service { principal: principal.to_owned() },
            Self::Provider => Form::Provider,
            Self::Unusable => Form::Unusable,
        }
    }
}

impl<S: AsRef<str>> Form<S> {
    pub(super) fn covers(&self, caller: &Caller<'_>) -> Option<Coverage> {
        let coverage = match self {
            Self::Everyone => Coverage::Everyone,
            Self::Account { partition, account } => {
                let same_partition = partition.as_ref().is_none_or(|name| name.as_ref() == caller.partition);
                if !same_partition || account.as_ref() != caller.account {
                    return None;
                }
                if caller.kind == CallerKind::Root { Coverage::Exact } else { Coverage::Account }
            }
            Self::Role { partition, account, name } => match caller.kind {
                // The name first: it is what roles differ in.
                CallerKind::Role { role, .. }
                    if name.as_ref() == role
                        && account.as_ref() == caller.account
                        && partition.as_ref() == caller.partition =>
                {
                    Coverage::Role
                }
                _ => return None,
            },
            Self::One { arn } if arn.as_ref() == caller.arn => Coverage::Exact,
            Self::Service { principal }
                if caller.kind == CallerKind::Service && principal.as_ref() == caller.arn =>
            {
                Coverage::Exact
            }
            Self::One { .. } | Self::Service { .. } | Self::Provider | Self::Unusable => return None,
        };
        Some(coverage)
    }
}
