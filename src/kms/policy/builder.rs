//! The two policies that nobody writes by hand: the service's default, and the one the console's wizard
//! makes.

use serde::Serialize;
use serde_json::ser::PrettyFormatter;
use serde_json::{Value, json};

use super::document::{Effect, Element, PolicyDocument, Statement};
use super::principal::Principal;

const SID_ROOT: &str = "Enable IAM User Permissions";
const SID_ADMINISTRATORS: &str = "Allow access for Key Administrators";
/// Another wording of the administrators' Sid, read but never written.
const SID_ADMINISTRATORS_OTHER: &str = "Allow administration of the key";
const SID_USERS: &str = "Allow use of the key";
const SID_ATTACHMENT: &str = "Allow attachment of persistent resources";

const ADMINISTRATOR_ACTIONS: [&str; 12] = [
    "kms:Create*",
    "kms:Describe*",
    "kms:Enable*",
    "kms:List*",
    "kms:Put*",
    "kms:Update*",
    "kms:Revoke*",
    "kms:Disable*",
    "kms:Get*",
    "kms:Delete*",
    "kms:TagResource",
    "kms:UntagResource",
];
const DELETION_ACTIONS: [&str; 2] = ["kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion"];
const ROTATE_ACTION: &str = "kms:RotateKeyOnDemand";
const IMPORT_ACTION: &str = "kms:ImportKeyMaterial";
const MULTI_REGION_ACTIONS: [&str; 2] = ["kms:ReplicateKey", "kms:UpdatePrimaryRegion"];
const ATTACHMENT_ACTIONS: [&str; 3] = ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"];

/// The key policy that the API attaches when the caller gives none, laid out as GetKeyPolicy returns it.
/// `partition` is `aws`, `aws-cn` or `aws-us-gov`.
pub fn default_policy(partition: &str, account: &str) -> String {
    [
        "{",
        "  \"Version\" : \"2012-10-17\",",
        "  \"Id\" : \"key-default-1\",",
        "  \"Statement\" : [ {",
        "    \"Sid\" : \"Enable IAM User Permissions\",",
        "    \"Effect\" : \"Allow\",",
        "    \"Principal\" : {",
        &format!("      \"AWS\" : \"arn:{partition}:iam::{account}:root\""),
        "    },",
        "    \"Action\" : \"kms:*\",",
        "    \"Resource\" : \"*\"",
        "  } ]",
        "}",
    ]
    .join("\n")
}

/// What a key does, as far as its console policy depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyKeyKind {
    /// Symmetric encryption.
    Symmetric,
    /// HMAC.
    Hmac,
    /// RSA for encryption.
    RsaEncrypt,
    /// Signing and verifying.
    SignVerify,
    /// Key agreement.
    KeyAgreement,
    /// Key encapsulation.
    KeyEncapsulation,
}

impl PolicyKeyKind {
    /// All kinds.
    pub const ALL: [Self; 6] = [
        Self::Symmetric,
        Self::Hmac,
        Self::RsaEncrypt,
        Self::SignVerify,
        Self::KeyAgreement,
        Self::KeyEncapsulation,
    ];

    /// What key users may do.
    pub fn user_actions(self) -> &'static [&'static str] {
        match self {
            Self::Symmetric => {
                &["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
            }
            Self::Hmac => &["kms:DescribeKey", "kms:GenerateMac", "kms:VerifyMac"],
            Self::RsaEncrypt => {
                &["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:DescribeKey", "kms:GetPublicKey"]
            }
            Self::SignVerify => &["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign", "kms:Verify"],
            Self::KeyAgreement => &["kms:DescribeKey", "kms:GetPublicKey", "kms:DeriveSharedSecret"],
            Self::KeyEncapsulation => {
                &["kms:DescribeKey", "kms:GetPublicKey", "kms:Encapsulate", "kms:Decapsulate"]
            }
        }
    }
}

/// The choices of the console's wizard, from which it writes the policy `key-consolepolicy-3`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsolePolicy {
    /// Partition of the key: `aws`.
    pub partition: String,
    /// Account of the key.
    pub account: String,
    /// ARNs of the key administrators.
    pub administrators: Vec<String>,
    /// "Allow key administrators to delete this key".
    pub allow_administrators_to_delete: bool,
    /// ARNs of the key users.
    pub users: Vec<String>,
    /// Ids of other accounts that may use the key.
    pub other_accounts: Vec<String>,
    /// Whether the key is a multi-Region key.
    pub multi_region: bool,
    /// Whether the key material is imported (origin EXTERNAL).
    pub origin_external: bool,
    /// What the key does.
    pub key_kind: PolicyKeyKind,
}

impl ConsolePolicy {
    /// The choices with which the wizard begins: nobody chosen, deletion allowed.
    pub fn new(partition: impl Into<String>, account: impl Into<String>, key_kind: PolicyKeyKind) -> Self {
        Self {
            partition: partition.into(),
            account: account.into(),
            administrators: Vec::new(),
            allow_administrators_to_delete: true,
            users: Vec::new(),
            other_accounts: Vec::new(),
            multi_region: false,
            origin_external: false,
            key_kind,
        }
    }

    /// The policy's text, laid out as the console lays it out.
    pub fn to_json(&self) -> String {
        let mut statements = vec![statement(SID_ROOT, &[self.root_of(&self.account)], json!("kms:*"))];
        if !self.administrators.is_empty() {
            let actions = json!(self.administrator_actions());
            statements.push(statement(SID_ADMINISTRATORS, &self.administrators, actions));
        }
        let users = self.user_principals();
        if !users.is_empty() {
            statements.push(statement(SID_USERS, &users, json!(self.key_kind.user_actions())));
            let mut attachment = statement(SID_ATTACHMENT, &users, json!(ATTACHMENT_ACTIONS));
            attachment["Condition"] = json!({ "Bool": { "kms:GrantIsForAWSResource": "true" } });
            statements.push(attachment);
        }
        let policy = json!({ "Id": "key-consolepolicy-3", "Version": "2012-10-17", "Statement": statements });
        pretty(&policy)
    }

    fn root_of(&self, account: &str) -> String {
        format!("arn:{}:iam::{account}:root", self.partition)
    }

    fn administrator_actions(&self) -> Vec<&'static str> {
        let mut actions = ADMINISTRATOR_ACTIONS.to_vec();
        if self.allow_administrators_to_delete {
            actions.extend(DELETION_ACTIONS);
        }
        if self.key_kind == PolicyKeyKind::Symmetric {
            actions.push(ROTATE_ACTION);
        }
        if self.origin_external {
            actions.push(IMPORT_ACTION);
        }
        if self.multi_region {
            actions.extend(MULTI_REGION_ACTIONS);
        }
        actions
    }

    fn user_principals(&self) -> Vec<String> {
        let accounts = self.other_accounts.iter().map(|account| self.root_of(account));
        self.users.iter().cloned().chain(accounts).collect()
    }
}

fn statement(sid: &str, principals: &[String], action: Value) -> Value {
    let principals = match principals {
        [one] => json!(one),
        many => json!(many),
    };
    json!({
        "Sid": sid,
        "Effect": "Allow",
        "Principal": { "AWS": principals },
        "Action": action,
        "Resource": "*",
    })
}

/// Four spaces a level, as the console's policy editor shows it.
fn pretty(policy: &Value) -> String {
    let mut bytes = Vec::new();
    let mut serializer =
        serde_json::Serializer::with_formatter(&mut bytes, PrettyFormatter::with_indent(b"    "));
    // Writing a `Value` to memory has no way to fail; the compact form is only there to have no panic.
    match policy.serialize(&mut serializer) {
        Ok(()) => String::from_utf8(bytes).unwrap_or_else(|_| policy.to_string()),
        Err(_) => policy.to_string(),
    }
}

/// Reads the wizard's choices back, for the console's default view of a key policy; `None` when the policy
/// has anything that the wizard doesn't write, so that the view would hide it.
///
/// Older console policies are recognised: administrators need not have the newest actions. Without users the
/// policy doesn't tell what the key does: `key_kind` is then [`PolicyKeyKind::Symmetric`], and whoever writes
/// the policy again sets it from the key. The same goes for `multi_region` and `origin_external` without
/// administrators.
pub fn read_back(document: &PolicyDocument) -> Option<ConsolePolicy> {
    let parts = Parts::sorted(document)?;
    let [root] = principals_of(parts.root)? else { return None };
    let (partition, account) = (partition_of(root.text()), root.account()?);
    if actions_of(parts.root)? != ["kms:*"] {
        return None;
    }
    let mut policy = ConsolePolicy::new(partition, account, PolicyKeyKind::Symmetric);
    if let Some(administrators) = parts.administrators {
        policy.read_administrators(administrators)?;
    }
    match (parts.users, parts.attachment) {
        (None, None) => {}
        (Some(users), Some(attachment)) => policy.read_users(users, attachment)?,
        _ => return None,
    }
    Some(policy)
}

/// The statements of a console policy by their part.
struct Parts<'a> {
    root: &'a Statement,
    administrators: Option<&'a Statement>,
    users: Option<&'a Statement>,
    attachment: Option<&'a Statement>,
}

impl<'a> Parts<'a> {
    /// Sorts the statements by Sid; `None` if one has another Sid, comes twice, denies, or is not about this
    /// key.
    fn sorted(document: &'a PolicyDocument) -> Option<Self> {
        let (mut root, mut administrators, mut users, mut attachment) = (None, None, None, None);
        for statement in document.statements() {
            let part = match statement.sid.as_deref()? {
                SID_ROOT => &mut root,
                SID_ADMINISTRATORS | SID_ADMINISTRATORS_OTHER => &mut administrators,
                SID_USERS => &mut users,
                SID_ATTACHMENT => &mut attachment,
                _ => return None,
            };
            let this_key =
                matches!(&statement.resource, Element::Only(r) if r.len() == 1 && r[0].text() == "*");
            let has_conditions = !statement.conditions.is_empty();
            let is_attachment = statement.sid.as_deref() == Some(SID_ATTACHMENT);
            if statement.effect == Effect::Deny || !this_key || has_conditions != is_attachment {
                return None;
            }
            if part.replace(statement).is_some() {
                return None;
            }
        }
        Some(Self { root: root?, administrators, users, attachment })
    }
}

impl ConsolePolicy {
    fn read_administrators(&mut self, statement: &Statement) -> Option<()> {
        let actions = actions_of(statement)?;
        let known = |action: &&str| {
            ADMINISTRATOR_ACTIONS.contains(action)
                || DELETION_ACTIONS.contains(action)
                || MULTI_REGION_ACTIONS.contains(action)
                || [ROTATE_ACTION, IMPORT_ACTION].contains(action)
        };
        // Tagging came later than the rest, so its absence is no sign of a foreign hand.
        let expected = &ADMINISTRATOR_ACTIONS[..10];
        if !actions.iter().all(known) || !expected.iter().all(|action| actions.contains(action)) {
            return None;
        }
        let has_all = |wanted: &[&str]| wanted.iter().all(|action| actions.contains(action));
        self.allow_administrators_to_delete = has_all(&DELETION_ACTIONS);
        self.multi_region = has_all(&MULTI_REGION_ACTIONS);
        self.origin_external = has_all(&[IMPORT_ACTION]);
        self.administrators = named_texts(principals_of(statement)?)?;
        Some(())
    }

    fn read_users(&mut self, users: &Statement, attachment: &Statement) -> Option<()> {
        let mut actions = actions_of(users)?;
        actions.sort_unstable();
        self.key_kind = PolicyKeyKind::ALL.into_iter().find(|kind| {
            let mut expected = kind.user_actions().to_vec();
            expected.sort_unstable();
            expected == actions
        })?;
        if !is_attachment(attachment) || principals_of(users)? != principals_of(attachment)? {
            return None;
        }
        let (accounts, users): (Vec<_>, Vec<_>) =
            principals_of(users)?.iter().partition(|principal| principal.account().is_some());
        self.other_accounts = accounts.into_iter().filter_map(|a| a.account().map(str::to_owned)).collect();
        self.users = named_texts(users)?;
        Some(())
    }
}

fn is_attachment(statement: &Statement) -> bool {
    let [condition] = statement.conditions.as_slice() else { return false };
    actions_of(statement).is_some_and(|actions| actions == ATTACHMENT_ACTIONS)
        && condition.operator() == "Bool"
        && condition.key() == "kms:GrantIsForAWSResource"
        && condition.values().eq(["true"])
}

fn principals_of(statement: &Statement) -> Option<&[Principal]> {
    match &statement.principal {
        Element::Only(principals) => Some(principals),
        Element::Absent | Element::AllBut(_) => None,
    }
}

fn actions_of(statement: &Statement) -> Option<Vec<&str>> {
    match &statement.action {
        Element::Only(actions) => Some(actions.iter().map(|action| action.text()).collect()),
        Element::Absent | Element::AllBut(_) => None,
    }
}

/// The texts of principals that the wizard offers: users and roles, never `*`, whole accounts or services.
fn named_texts<'a>(principals: impl IntoIterator<Item = &'a Principal>) -> Option<Vec<String>> {
    let named = |principal: &Principal| principal.text().starts_with("arn:") && principal.account().is_none();
    principals.into_iter().map(|p| named(p).then(|| p.text().to_owned())).collect()
}

/// Partition of an ARN; `aws` for a bare account id.
fn partition_of(text: &str) -> &str {
    text.strip_prefix("arn:").and_then(|rest| rest.split(':').next()).unwrap_or("aws")
}
