//! A second evaluator of policies, written straight from the rules over the policies' JSON: slow, without any thought of
//! how the first one does it.

use std::{collections::BTreeMap, net::Ipv4Addr};

use serde_json::Value;

/// Everything that a decision is made from.
#[derive(Clone, Debug)]
pub struct Case {
    pub caller: String,
    pub action: String,
    pub resource: String,
    /// By condition key in lower case.
    pub context: BTreeMap<String, Vec<String>>,
    pub encryption_context: Vec<(String, String)>,
    /// Nothing for an operation without a key.
    pub key: Option<Key>,
    pub identity: Vec<Value>,
    pub limits: Vec<(Limit, Value)>,
}

#[derive(Clone, Debug)]
pub struct Key {
    pub account: String,
    pub policy: Value,
    pub grants: Vec<Grant>,
}

#[derive(Clone, Debug)]
pub struct Grant {
    pub grantee: String,
    pub issuing_account: String,
    pub operations: Vec<String>,
    pub equals: Option<(String, String)>,
    pub subset: Option<(String, String)>,
    pub source_arn: Option<String>,
    pub known: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    Organisation,
    Boundary,
    Session,
}

/// What a decision comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    Allowed,
    ExplicitDeny,
    NoIdentityPolicy,
    NoResourcePolicy,
    Limited,
}

/// What a principal in a policy or grant is to the caller.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Name {
    Itself,
    ItsRole,
    Anyone,
    ItsAccount,
}

impl Case {
    pub fn verdict(&self) -> Verdict {
        if self.is_denied() {
            return Verdict::ExplicitDeny;
        }
        match &self.key {
            None if !self.identity_allows() => Verdict::NoIdentityPolicy,
            None => self.within_limits(&[Name::ItsAccount]),
            Some(key) if key.account == self.account() => self.within_account(key),
            Some(key) => self.across_accounts(key),
        }
    }

    fn account(&self) -> &str {
        self.caller.split(':').nth(4).expect("an ARN")
    }

    fn is_root(&self) -> bool {
        self.caller.ends_with(":root")
    }

    /// Role and session of a session.
    fn session(&self) -> Option<(&str, &str)> {
        self.caller.split_once(":assumed-role/")?.1.split_once('/')
    }

    fn is_denied(&self) -> bool {
        let key = self.key.iter().any(|key| {
            statements(&key.policy)
                .iter()
                .any(|it| is(it, "Deny") && self.principals_fit(it) && self.fits_under_key(it))
        });
        let own = self.identity.iter().chain(self.limits.iter().map(|(_, policy)| policy));
        let mut own = own.flat_map(statements);
        key || own.any(|it| is(&it, "Deny") && self.fits(&it))
    }

    fn within_account(&self, key: &Key) -> Verdict {
        let names = self.names_allowed(&key.policy);
        let mut roads: Vec<Name> = names.iter().copied().filter(|name| *name != Name::ItsAccount).collect();
        let delegates = names.contains(&Name::ItsAccount);
        if delegates && !self.is_root() && self.identity_allows() {
            roads.push(Name::ItsAccount);
        }
        for (_, name) in self.grants(key) {
            if name != Name::ItsAccount || self.identity_allows() {
                roads.push(name);
            }
        }
        match (roads.is_empty(), delegates) {
            (false, _) => self.within_limits(&roads),
            (true, true) => Verdict::NoIdentityPolicy,
            (true, false) => Verdict::NoResourcePolicy,
        }
    }

    fn across_accounts(&self, key: &Key) -> Verdict {
        let grants = self.grants(key);
        let trusted: Vec<Name> = grants
            .iter()
            .filter(|(grant, name)| grant.issuing_account == self.account() && *name != Name::ItsAccount)
            .map(|(_, name)| *name)
            .collect();
        if !trusted.is_empty() {
            return self.within_limits(&trusted);
        }
        if !self.identity_allows() {
            return Verdict::NoIdentityPolicy;
        }
        if self.names_allowed(&key.policy).is_empty() && grants.is_empty() {
            return Verdict::NoResourcePolicy;
        }
        self.within_limits(&[Name::ItsAccount])
    }

    /// Whether one of the roads is open: a limit that doesn't allow closes it, but boundary and session policy close
    /// none on which the caller itself is named.
    fn within_limits(&self, roads: &[Name]) -> Verdict {
        let silent = |kind: Limit| {
            let of_kind: Vec<_> = self.limits.iter().filter(|(it, _)| *it == kind).collect();
            !of_kind.is_empty() && !of_kind.iter().any(|(_, policy)| self.allowed_by(policy))
        };
        let open = |road: &Name| {
            let own = silent(Limit::Boundary) || silent(Limit::Session);
            !silent(Limit::Organisation) && (*road == Name::Itself || !own)
        };
        if roads.iter().any(open) { Verdict::Allowed } else { Verdict::Limited }
    }

    fn identity_allows(&self) -> bool {
        self.is_root() || self.identity.iter().any(|policy| self.allowed_by(policy))
    }

    fn allowed_by(&self, policy: &Value) -> bool {
        statements(policy).iter().any(|it| is(it, "Allow") && self.fits(it))
    }

    /// What those Allow statements of a key policy that fit call the caller.
    fn names_allowed(&self, policy: &Value) -> Vec<Name> {
        let fitting = statements(policy).into_iter().filter(|it| is(it, "Allow") && self.fits_under_key(it));
        fitting.flat_map(|it| self.names(&it)).collect()
    }

    /// What an Allow statement calls the caller.
    fn names(&self, statement: &Value) -> Vec<Name> {
        match (statement.get("Principal"), statement.get("NotPrincipal")) {
            (Some(principals), _) => self.names_in(principals),
            (None, Some(spared)) if self.names_in(spared).is_empty() => vec![Name::Anyone],
            _ => Vec::new(),
        }
    }

    fn names_in(&self, principals: &Value) -> Vec<Name> {
        if principals == "*" {
            return vec![Name::Anyone];
        }
        list(&principals["AWS"]).iter().filter_map(|principal| self.name(principal)).collect()
    }

    fn name(&self, principal: &str) -> Option<Name> {
        if principal == "*" {
            return Some(Name::Anyone);
        }
        if principal == self.account() || principal == format!("arn:aws:iam::{}:root", self.account()) {
            return Some(if self.is_root() { Name::Itself } else { Name::ItsAccount });
        }
        if principal == self.caller {
            return Some(Name::Itself);
        }
        let (role, _) = self.session()?;
        let of_account = principal.strip_prefix(&format!("arn:aws:iam::{}:role/", self.account()))?;
        (of_account.rsplit('/').next() == Some(role)).then_some(Name::ItsRole)
    }

    /// Whether a Deny statement's principals are meant for the caller.
    fn principals_fit(&self, statement: &Value) -> bool {
        if let Some(principals) = statement.get("Principal") {
            return !self.names_in(principals).is_empty();
        }
        let spared = self.names_in(&statement["NotPrincipal"]);
        let whole: &[Name] = match self.session() {
            _ if self.is_root() => &[Name::Itself],
            None => &[Name::Itself, Name::ItsAccount],
            Some(_) => &[Name::Itself, Name::ItsRole, Name::ItsAccount],
        };
        !(spared.contains(&Name::Anyone) || whole.iter().all(|name| spared.contains(name)))
    }

    fn grants<'k>(&self, key: &'k Key) -> Vec<(&'k Grant, Name)> {
        let operation = self.action.strip_prefix("kms:").expect("an action of KMS");
        let in_context = |wanted: &(String, String)| {
            self.encryption_context
                .iter()
                .any(|(k, v)| k.to_lowercase() == wanted.0.to_lowercase() && *v == wanted.1)
        };
        let constrained = ["Encrypt", "Decrypt", "ReEncryptTo"].contains(&operation);
        let mut found = Vec::new();
        for grant in &key.grants {
            let listed = grant.operations.iter().any(|it| it == operation);
            let equal = grant.equals.as_ref().is_none_or(|pair| {
                in_context(pair)
                    && self
                        .encryption_context
                        .iter()
                        .all(|(k, v)| (k.to_lowercase(), v) == (pair.0.to_lowercase(), &pair.1))
            });
            let subset = grant.subset.as_ref().is_none_or(in_context);
            let source = grant
                .source_arn
                .as_ref()
                .is_none_or(|arn| operation == "RetireGrant" || self.values("aws:SourceArn").contains(arn));
            let name = if grant.grantee == "*" { None } else { self.name(&grant.grantee) };
            let fits = listed && (!constrained || (equal && subset)) && source && grant.known;
            found.extend(name.filter(|_| fits).map(|name| (grant, name)));
        }
        found
    }

    fn values(&self, key: &str) -> Vec<String> {
        self.context.get(&key.to_lowercase()).cloned().unwrap_or_default()
    }

    fn fits(&self, statement: &Value) -> bool {
        self.action_fits(statement) && self.resource_fits(statement) && self.conditions_hold(statement)
    }

    /// In a key policy `kms:ResourceAliases` is never known.
    fn fits_under_key(&self, statement: &Value) -> bool {
        let mut blind = self.clone();
        blind.context.remove("kms:resourcealiases");
        blind.fits(statement)
    }

    fn action_fits(&self, statement: &Value) -> bool {
        let listed = |element: &Value| {
            list(element).iter().any(|it| wild(&it.to_lowercase(), &self.action.to_lowercase()))
        };
        match (statement.get("Action"), statement.get("NotAction")) {
            (Some(action), _) => listed(action),
            (None, Some(action)) => !listed(action),
            (None, None) => false,
        }
    }

    fn resource_fits(&self, statement: &Value) -> bool {
        let listed = |element: &Value| list(element).iter().any(|it| arn_like(it, &self.resource));
        match (statement.get("Resource"), statement.get("NotResource")) {
            (Some(resource), _) => listed(resource),
            (None, Some(resource)) => !listed(resource),
            (None, None) => false,
        }
    }

    fn conditions_hold(&self, statement: &Value) -> bool {
        let Some(blocks) = statement.get("Condition").and_then(Value::as_object) else { return true };
        blocks.iter().all(|(operator, keys)| {
            let mut keys = keys.as_object().expect("an object").iter();
            keys.all(|(key, values)| holds(operator, &self.values(key), &list(values)))
        })
    }
}

fn statements(policy: &Value) -> Vec<Value> {
    policy["Statement"].as_array().expect("a list").clone()
}

fn is(statement: &Value, effect: &str) -> bool {
    statement["Effect"] == effect
}

/// One text or a list of them.
fn list(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(all) => all.iter().map(|it| it.as_str().expect("a text").to_owned()).collect(),
        _ => Vec::new(),
    }
}

/// One condition: operator, the request's values, the policy's values.
fn holds(operator: &str, actual: &[String], wanted: &[String]) -> bool {
    if operator == "Null" {
        return wanted.iter().any(|it| it == if actual.is_empty() { "true" } else { "false" });
    }
    let (set, operator) = match operator.split_once(':') {
        Some((set, operator)) => (set, operator),
        None => ("", operator),
    };
    let (operator, if_exists) = match operator.strip_suffix("IfExists") {
        Some(operator) => (operator, true),
        None => (operator, false),
    };
    let positive = operator.replacen("Not", "", 1);
    let negated = positive != operator;
    if actual.is_empty() {
        return if_exists || set == "ForAllValues" || (set.is_empty() && negated);
    }
    let one = |value: &String| wanted.iter().any(|it| compare(&positive, value, it));
    match set {
        "ForAnyValue" => actual.iter().any(|value| one(value) != negated),
        "ForAllValues" => actual.iter().all(|value| one(value) != negated),
        _ => actual.iter().any(one) != negated,
    }
}

fn compare(operator: &str, actual: &str, wanted: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().ok();
    let numbers = || Some((number(actual)?, number(wanted)?));
    // Dates of one form are in the order of their texts.
    match operator {
        "StringEquals" => actual == wanted,
        "StringEqualsIgnoreCase" => actual.to_lowercase() == wanted.to_lowercase(),
        "StringLike" => wild(wanted, actual),
        "ArnEquals" | "ArnLike" => arn_like(wanted, actual),
        "Bool" => actual == wanted && ["true", "false"].contains(&wanted),
        "NumericEquals" => numbers().is_some_and(|(a, b)| a == b),
        "NumericLessThan" => numbers().is_some_and(|(a, b)| a < b),
        "NumericGreaterThanEquals" => numbers().is_some_and(|(a, b)| a >= b),
        "DateLessThan" => actual.starts_with("20") && actual < wanted,
        "DateGreaterThan" => actual.starts_with("20") && actual > wanted,
        "IpAddress" => in_network(actual, wanted).unwrap_or(false),
        other => panic!("{other} is not known here"),
    }
}

fn in_network(address: &str, network: &str) -> Option<bool> {
    let (base, length) = network.split_once('/').unwrap_or((network, "32"));
    let bits = |text: &str| -> Option<String> {
        let address: Ipv4Addr = text.parse().ok()?;
        Some(address.octets().iter().map(|octet| format!("{octet:08b}")).collect())
    };
    let length: usize = length.parse().ok()?;
    Some(bits(address)?[..length] == bits(base)?[..length])
}

/// Part by part between the first five colons; parts that the pattern lacks are free.
fn arn_like(pattern: &str, arn: &str) -> bool {
    if pattern.chars().all(|sign| sign == '*') && !pattern.is_empty() {
        return true;
    }
    let patterns: Vec<&str> = pattern.splitn(6, ':').collect();
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    parts.len() == 6 && patterns.iter().zip(&parts).all(|(pattern, part)| wild(pattern, part))
}

fn wild(pattern: &str, text: &str) -> bool {
    let (mut signs, mut letters) = (pattern.chars(), text.chars());
    match (signs.next(), letters.next()) {
        (None, letter) => letter.is_none(),
        (Some('*'), None) => wild(signs.as_str(), text),
        (Some('*'), Some(_)) => wild(signs.as_str(), text) || wild(pattern, letters.as_str()),
        (Some('?'), Some(_)) => wild(signs.as_str(), letters.as_str()),
        (Some(sign), Some(letter)) => sign == letter && wild(signs.as_str(), letters.as_str()),
        (Some(_), None) => false,
    }
}
