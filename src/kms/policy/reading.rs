//! From JSON to a document, refusing what the policy grammar refuses and pointing at it.

use super::condition::Condition;
use super::document::{Effect, Element, PolicyDocument, PolicyParseError, Statement, Version};
use super::json::{self, Member, Node, Value, error_at, position};
use super::pattern::{ActionPattern, ResourcePattern};
use super::principal::{Principal, PrincipalType};

/// Which kind of policy is read, where their rules differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flavour {
    /// Only what all kinds have in common.
    Any,
    /// A key policy.
    Key,
    /// An identity policy.
    Identity,
}

/// Reads a whole policy.
pub(super) fn read_policy(text: &str, flavour: Flavour) -> Result<PolicyDocument, PolicyParseError> {
    let root = read_json(text)?;
    let reading = Reading { text, flavour };
    let Value::Object(members) = &root.value else {
        return Err(reading.wrong(&root, format!("a policy must be an object, not {}", root.kind())));
    };
    reading.policy(&root, members)
}

/// Reads a policy's text as JSON.
pub(super) fn read_json(text: &str) -> Result<Node<'_>, PolicyParseError> {
    if let Some((at, found)) = text.char_indices().find(|&(_, c)| !is_policy_character(c)) {
        let message = format!("a policy can't contain the character U+{:04X}", found as u32);
        return Err(error_at(text, at, message));
    }
    json::read(text)
}

/// Tab, line feed, carriage return and U+0020 to U+00FF (the API's pattern for a policy).
fn is_policy_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{ff}')
}

/// A text that is read as one kind of policy.
pub(super) struct Reading<'t> {
    pub(super) text: &'t str,
    pub(super) flavour: Flavour,
}

/// The elements of a statement as far as they were read.
#[derive(Default)]
pub(super) struct Draft {
    sid: Option<String>,
    effect: Option<Effect>,
    principal: Element<Principal>,
    action: Element<ActionPattern>,
    resource: Element<ResourcePattern>,
    conditions: Vec<Condition>,
}

type Read<T> = Result<T, PolicyParseError>;

impl Reading<'_> {
    pub(super) fn wrong(&self, node: &Node<'_>, message: impl Into<String>) -> PolicyParseError {
        error_at(self.text, node.start, message)
    }

    pub(super) fn wrong_key(&self, member: &Member<'_>, message: impl Into<String>) -> PolicyParseError {
        error_at(self.text, member.key_start, message)
    }

    fn policy(&self, root: &Node<'_>, members: &[Member<'_>]) -> Read<PolicyDocument> {
        let (mut version, mut id, mut statement) = (None, None, None);
        for member in members {
            match member.key.as_str() {
                "Version" => version = Some(self.version(&member.node)?),
                "Id" => id = Some(self.text_of(member)?.to_owned()),
                "Statement" => statement = Some(&member.node),
                _ => return Err(self.unknown(member, "a policy", &["Version", "Id", "Statement"])),
            }
        }
        if version.is_none() && self.flavour == Flavour::Key {
            return Err(self.wrong(root, "the policy has no Version"));
        }
        let statement = statement.ok_or_else(|| self.wrong(root, "the policy has no Statement"))?;
        let version = version.unwrap_or_default();
        let statements = self.statements(statement, version)?;
        Ok(PolicyDocument { text: self.text.to_owned(), version, id, statements })
    }

    pub(super) fn version(&self, node: &Node<'_>) -> Read<Version> {
        match &node.value {
            Value::Text(text) if text == "2012-10-17" => Ok(Version::V2012),
            Value::Text(text) if text == "2008-10-17" => Ok(Version::V2008),
            _ => Err(self.wrong(node, "Version must be \"2012-10-17\" or \"2008-10-17\"")),
        }
    }

    fn statements(&self, node: &Node<'_>, version: Version) -> Read<Vec<Statement>> {
        let nodes = match &node.value {
            Value::List(nodes) => nodes.as_slice(),
            Value::Object(_) => std::slice::from_ref(node),
            _ => return Err(self.wrong(node, format!("Statement must be an array, not {}", node.kind()))),
        };
        if nodes.is_empty() {
            return Err(self.wrong(node, "Statement must have at least one statement"));
        }
        let mut statements: Vec<Statement> = Vec::with_capacity(nodes.len());
        for (index, node) in nodes.iter().enumerate() {
            let statement = self.statement(index, node, version)?;
            let repeated = statement.sid.is_some() && statements.iter().any(|s| s.sid == statement.sid);
            if repeated && self.flavour == Flavour::Identity {
                return Err(self.wrong(node, "another statement has the same Sid"));
            }
            statements.push(statement);
        }
        Ok(statements)
    }

    fn statement(&self, index: usize, node: &Node<'_>, version: Version) -> Read<Statement> {
        let Value::Object(members) = &node.value else {
            return Err(self.wrong(node, format!("a statement must be an object, not {}", node.kind())));
        };
        let variables = version == Version::V2012;
        let mut draft = Draft::default();
        for member in members {
            self.element(&mut draft, member, variables)?;
        }
        if let Some(name) = self.missing(&draft) {
            return Err(self.wrong(node, format!("the statement has no {name}")));
        }
        let Draft { sid, effect, principal, action, resource, conditions } = draft;
        let effect = effect.ok_or_else(|| self.wrong(node, "the statement has no Effect"))?;
        Ok(Statement {
            index,
            sid,
            effect,
            principal,
            action,
            resource,
            conditions,
            lines: position(self.text, node.start).0..=position(self.text, node.end.saturating_sub(1)).0,
        })
    }

    /// Reads one element of a statement.
    pub(super) fn element(&self, draft: &mut Draft, member: &Member<'_>, variables: bool) -> Read<()> {
        match member.key.as_str() {
            "Sid" => draft.sid = Some(self.sid(member)?),
            "Effect" => draft.effect = Some(self.effect(&member.node)?),
            "Principal" | "NotPrincipal" => {
                self.place(&mut draft.principal, member, self.principals(member)?)?;
            }
            "Action" | "NotAction" => self.place(&mut draft.action, member, self.actions(member)?)?,
            "Resource" | "NotResource" => {
                self.place(&mut draft.resource, member, self.resources(member, variables)?)?;
            }
            "Condition" => draft.conditions = self.conditions(&member.node, variables)?,
            _ => return Err(self.unknown(member, "a statement", &STATEMENT_ELEMENTS)),
        }
        Ok(())
    }

    /// The first element that a statement of this kind of policy must have and lacks.
    pub(super) fn missing(&self, draft: &Draft) -> Option<&'static str> {
        match self.flavour {
            _ if draft.effect.is_none() => Some("Effect"),
            Flavour::Key if draft.principal.entries().is_empty() => Some("Principal"),
            Flavour::Identity if draft.action.entries().is_empty() => Some("Action"),
            Flavour::Identity if draft.resource.entries().is_empty() => Some("Resource"),
            Flavour::Any | Flavour::Key | Flavour::Identity => None,
        }
    }

    /// Puts a read element in its place, unless its twin was there before.
    fn place<T>(&self, element: &mut Element<T>, member: &Member<'_>, entries: Vec<T>) -> Read<()> {
        if !matches!(element, Element::Absent) {
            let name = member.key.trim_start_matches("Not");
            let message = format!("a statement can't have both {name} and Not{name}");
            return Err(self.wrong_key(member, message));
        }
        let negated = member.key.starts_with("Not");
        *element = if negated { Element::AllBut(entries) } else { Element::Only(entries) };
        Ok(())
    }

    fn sid(&self, member: &Member<'_>) -> Read<String> {
        let sid = self.text_of(member)?;
        // Key policies take spaces in a Sid, identity policies don't.
        if self.flavour == Flavour::Identity && !sid.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err(self.wrong(&member.node, "the Sid of an identity policy has only letters and digits"));
        }
        Ok(sid.to_owned())
    }

    fn effect(&self, node: &Node<'_>) -> Read<Effect> {
        match &node.value {
            Value::Text(text) if text == "Allow" => Ok(Effect::Allow),
            Value::Text(text) if text == "Deny" => Ok(Effect::Deny),
            _ => Err(self.wrong(node, "Effect must be \"Allow\" or \"Deny\"")),
        }
    }

    fn principals(&self, member: &Member<'_>) -> Read<Vec<Principal>> {
        if self.flavour == Flavour::Identity {
            return Err(self.wrong_key(member, format!("an identity policy has no {}", member.key)));
        }
        let node = &member.node;
        let kinds = match &node.value {
            Value::Text(text) if text == "*" => return Ok(vec![Principal::everyone()]),
            Value::Object(kinds) => kinds,
            _ => {
                let message = format!("{} must be \"*\" or an object such as {{\"AWS\": …}}", member.key);
                return Err(self.wrong(node, message));
            }
        };
        let mut principals = Vec::new();
        for kind in kinds {
            let principal_type = match kind.key.as_str() {
                "AWS" => PrincipalType::Aws,
                "Service" => PrincipalType::Service,
                "Federated" => PrincipalType::Federated,
                _ => return Err(self.unknown(kind, "Principal", &["AWS", "Service", "Federated"])),
            };
            for (_, text) in self.texts_of(kind)? {
                principals.push(Principal::new(principal_type, text));
            }
        }
        if principals.is_empty() {
            return Err(self.wrong(node, format!("{} names nobody", member.key)));
        }
        Ok(principals)
    }

    fn actions(&self, member: &Member<'_>) -> Read<Vec<ActionPattern>> {
        let mut actions = Vec::new();
        for (node, text) in self.texts_of(member)? {
            let action = ActionPattern::new(text).ok_or_else(|| {
                let message =
                    "an action must be \"*\" or a service and an operation, such as \"kms:Decrypt\"";
                self.wrong(node, message)
            })?;
            actions.push(action);
        }
        Ok(actions)
    }

    fn resources(&self, member: &Member<'_>, variables: bool) -> Read<Vec<ResourcePattern>> {
        let mut resources = Vec::new();
        for (node, text) in self.texts_of(member)? {
            let resource = ResourcePattern::new(text, variables)
                .ok_or_else(|| self.wrong(node, "a resource must be \"*\" or an ARN"))?;
            resources.push(resource);
        }
        Ok(resources)
    }

    fn conditions(&self, node: &Node<'_>, variables: bool) -> Read<Vec<Condition>> {
        let Value::Object(operators) = &node.value else {
            return Err(self.wrong(node, format!("Condition must be an object, not {}", node.kind())));
        };
        let mut conditions = Vec::new();
        for operator in operators {
            let Value::Object(keys) = &operator.node.value else {
                let message = format!("{} must have an object of condition keys", operator.key);
                return Err(self.wrong(&operator.node, message));
            };
            let parsed = operator.key.parse().map_err(|message: String| self.wrong_key(operator, message))?;
            for key in keys {
                let mut condition = Condition::new(&operator.key, parsed, &key.key);
                for (node, value) in self.condition_values(key)? {
                    condition.add_value(&value, variables).map_err(|message| self.wrong(node, message))?;
                }
                conditions.push(condition);
            }
        }
        Ok(conditions)
    }

    /// A condition's values as text: strings, numbers and Booleans, one or an array of them.
    fn condition_values<'n>(&self, member: &'n Member<'_>) -> Read<Vec<(&'n Node<'n>, String)>> {
        let mut values = Vec::new();
        for node in one_or_many(&member.node) {
            let text = match &node.value {
                Value::Text(text) => text.clone(),
                Value::Number(number) => (*number).to_owned(),
                Value::Bool(truth) => truth.to_string(),
                _ => {
                    let message = format!("a condition's value can't be {}", node.kind());
                    return Err(self.wrong(node, message));
                }
            };
            values.push((node, text));
        }
        Ok(values)
    }

    /// A member that must be one string.
    pub(super) fn text_of<'n>(&self, member: &'n Member<'_>) -> Read<&'n str> {
        match &member.node.value {
            Value::Text(text) => Ok(text),
            _ => {
                let message = format!("{} must be a string, not {}", member.key, member.node.kind());
                Err(self.wrong(&member.node, message))
            }
        }
    }

    /// A member that is one string or an array of strings.
    pub(super) fn texts_of<'n>(&self, member: &'n Member<'_>) -> Read<Vec<(&'n Node<'n>, &'n str)>> {
        let mut texts = Vec::new();
        for node in one_or_many(&member.node) {
            let Value::Text(text) = &node.value else {
                let message =
                    format!("{} must be a string or an array of strings, not {}", member.key, node.kind());
                return Err(self.wrong(node, message));
            };
            texts.push((node, text.as_str()));
        }
        Ok(texts)
    }

    pub(super) fn unknown(&self, member: &Member<'_>, place: &str, known: &[&str]) -> PolicyParseError {
        let near = known.iter().find(|name| name.eq_ignore_ascii_case(&member.key));
        let message = match near {
            Some(name) => format!("\"{}\" must be written \"{name}\"", member.key),
            None => format!("{place} has no element \"{}\"", member.key),
        };
        self.wrong_key(member, message)
    }
}

/// The elements that a statement can have.
pub(super) const STATEMENT_ELEMENTS: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

/// The values of an element that takes one or an array of them.
pub(super) fn one_or_many<'n>(node: &'n Node<'n>) -> &'n [Node<'n>] {
    match &node.value {
        Value::List(nodes) => nodes,
        _ => std::slice::from_ref(node),
    }
}
