//! Statements and whole policies to begin with, filled with the accounts, Regions and principals of the world.

use serde_json::{Value, json};

use super::setting::Setting;
use crate::{
    gui::desk::Desk,
    kms::{
        AccountId, Region,
        policy::{ConsolePolicy, PolicyKind, default_policy},
    },
    world::{Principal, PrincipalKind},
};

/// An account that nobody has, for worlds with a single one.
const SOME_ACCOUNT: &str = "444455556666";

/// Something to put into a policy.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Template {
    /// Its name.
    pub name: &'static str,
    /// What it is for, in a line.
    pub note: &'static str,
    /// What it is made of.
    pub made: Made,
}

/// What a template makes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Made {
    /// A whole policy, in the place of the text.
    Whole(String),
    /// A statement, in the place of the one with its Sid or after the last.
    Statement(Value),
}

/// Whom and where a template can name.
struct Names<'a> {
    setting: &'a Setting,
    acting: Option<&'a Principal>,
    team: String,
    partner: String,
    regions: Vec<Region>,
}

/// The templates that fit a policy.
pub(super) fn templates(desk: &Desk, setting: &Setting) -> Vec<Template> {
    let world = desk.world();
    let own = |it: &&Principal| it.account == setting.account;
    let roles = || world.principals().iter().filter(own).filter(|it| it.kind == PrincipalKind::Role);
    let team = roles().find(|it| it.name.starts_with("EU")).or_else(|| roles().next());
    let team = team.map_or_else(|| setting.root_of(setting.account.as_str()), Principal::arn);
    let partner = world.principals().iter().find(|it| it.account != setting.account);
    let partner = partner.map_or(SOME_ACCOUNT, |it| it.account.as_str()).to_owned();
    let acting = desk.acting_principal().filter(|it| it.account == setting.account);
    let area = |region: &Region| region.code().split('-').next().map(str::to_owned);
    let near = world.regions().iter().filter(|it| area(it) == area(&setting.region)).copied();
    let mut regions: Vec<Region> = near.collect();
    if !regions.contains(&setting.region) {
        regions.push(setting.region);
    }
    let names = Names { setting, acting, team, partner, regions };
    match setting.kind {
        PolicyKind::Key => names.of_key(),
        PolicyKind::Identity => names.of_identity(),
    }
}

fn statement(name: &'static str, note: &'static str, value: Value) -> Template {
    Template { name, note, made: Made::Statement(value) }
}

impl Names<'_> {
    fn of_key(&self) -> Vec<Template> {
        let mut all =
            vec![self.console_default(), self.default_by_api(), self.cross_account(), self.team_only()];
        if self.setting.multi_region {
            all.push(self.no_replicas_elsewhere());
        }
        if self.setting.takes_context() {
            all.extend([self.through_s3(), self.context_required()]);
        }
        all.extend([self.deletion_with_mfa(), self.deletion_of_two()]);
        all
    }

    /// What users of the key do with it; all of KMS's names begin with `kms:`.
    fn uses(&self) -> Value {
        let actions = self.setting.key_kind.user_actions();
        json!(actions.iter().filter(|it| **it != "kms:DescribeKey").collect::<Vec<_>>())
    }

    fn console_default(&self) -> Template {
        let setting = self.setting;
        let account = setting.account.as_str();
        let mut policy = ConsolePolicy::new(setting.partition.name(), account, setting.key_kind);
        let named = self.acting.filter(|it| it.kind != PrincipalKind::Root);
        policy.administrators = named.map(Principal::arn).into_iter().collect();
        policy.users = vec![self.team.clone()].into_iter().filter(|arn| !arn.ends_with(":root")).collect();
        policy.multi_region = setting.multi_region;
        policy.origin_external = setting.external;
        Template {
            name: "Console default",
            note: "The console's policy: you administer the key, one role uses it; replaces the text",
            made: Made::Whole(policy.to_json()),
        }
    }

    fn default_by_api(&self) -> Template {
        Template {
            name: "Default by API",
            note: "IAM policies of the account decide about everything; replaces the text",
            made: Made::Whole(default_policy(self.setting.partition.name(), self.setting.account.as_str())),
        }
    }

    fn cross_account(&self) -> Template {
        statement(
            "Cross-account use",
            "Another account may use the key, where its own IAM policies allow it too",
            json!({
                "Sid": format!("Allow use of the key by account {}", self.partner),
                "Effect": "Allow",
                "Principal": { "AWS": self.setting.root_of(&self.partner) },
                "Action": self.setting.key_kind.user_actions(),
                "Resource": "*",
            }),
        )
    }

    fn team_only(&self) -> Template {
        // A session's ARN doesn't tell its role's path, so the pattern leaves it open.
        let name = self.team.rsplit(['/', ':']).next().unwrap_or_default();
        let account = self.setting.account.as_str();
        let pattern = format!("arn:{}:iam::{account}:*{name}", self.setting.partition.name());
        statement(
            "EU team only",
            "Nobody else uses the key, whatever allows it; administration is not touched",
            json!({
                "Sid": "Only the EU team uses this key",
                "Effect": "Deny",
                "Principal": "*",
                "Action": self.uses(),
                "Resource": "*",
                "Condition": { "ArnNotLike": { "aws:PrincipalArn": pattern } },
            }),
        )
    }

    fn no_replicas_elsewhere(&self) -> Template {
        statement(
            "Deny outside a Region",
            "No replica is made elsewhere than in the Regions of this area",
            json!({
                "Sid": "Deny replicas elsewhere",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "kms:ReplicateKey",
                "Resource": "*",
                "Condition": { "StringNotEquals": { "kms:ReplicaRegion": self.region_codes() } },
            }),
        )
    }

    fn through_s3(&self) -> Template {
        let suffix =
            if self.setting.partition.name() == "aws-cn" { "amazonaws.com.cn" } else { "amazonaws.com" };
        statement(
            "Only through S3",
            "The key is used only by Amazon S3 of this Region on behalf of who may",
            json!({
                "Sid": "Use only through Amazon S3",
                "Effect": "Deny",
                "Principal": "*",
                "Action": self.uses(),
                "Resource": "*",
                "Condition": {
                    "StringNotEquals": { "kms:ViaService": format!("s3.{}.{suffix}", self.setting.region.code()) }
                },
            }),
        )
    }

    fn context_required(&self) -> Template {
        statement(
            "Encryption context required",
            "No ciphertext is made or opened without an encryption context",
            json!({
                "Sid": "Require an encryption context",
                "Effect": "Deny",
                "Principal": "*",
                "Action": self.uses(),
                "Resource": "*",
                "Condition": { "Null": { "kms:EncryptionContextKeys": "true" } },
            }),
        )
    }

    fn deletion_with_mfa(&self) -> Template {
        statement(
            "Deletion with MFA",
            "Only who has signed in with a second factor schedules the key's deletion",
            json!({
                "Sid": "Delete only with MFA",
                "Effect": "Deny",
                "Principal": "*",
                "Action": ["kms:ScheduleKeyDeletion", "kms:DeleteImportedKeyMaterial"],
                "Resource": "*",
                "Condition": { "BoolIfExists": { "aws:MultiFactorAuthPresent": "false" } },
            }),
        )
    }

    fn deletion_of_two(&self) -> Template {
        statement(
            "Two-person deletion",
            "A deletion waits 30 days, so that a second person can cancel it",
            json!({
                "Sid": "Leave a second person 30 days",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "kms:ScheduleKeyDeletion",
                "Resource": "*",
                "Condition": { "NumericLessThan": { "kms:ScheduleKeyDeletionPendingWindowInDays": "30" } },
            }),
        )
    }

    fn region_codes(&self) -> Value {
        json!(self.regions.iter().map(|region| region.code()).collect::<Vec<_>>())
    }

    fn of_identity(&self) -> Vec<Template> {
        let partition = self.setting.partition.name();
        let keys = |account: &AccountId| format!("arn:{partition}:kms:*:{account}:key/*");
        let allow = |sid: &str, actions: Value, resource: Value| json!({ "Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resource });
        let uses = json!(self.setting.key_kind.user_actions());
        vec![
            statement(
                "Use of the account's keys",
                "Encrypt and decrypt with every key that leaves it to IAM",
                allow("UseKeys", uses.clone(), json!(keys(&self.setting.account))),
            ),
            statement(
                "Use of multi-Region keys",
                "The same, for the members of multi-Region keys in all Regions",
                allow(
                    "UseMultiRegionKeys",
                    uses,
                    json!(format!("arn:{partition}:kms:*:{}:key/mrk-*", self.setting.account)),
                ),
            ),
            statement(
                "Read only",
                "See keys, policies and tags, and change nothing",
                allow("ReadKeys", json!(["kms:Describe*", "kms:Get*", "kms:List*"]), json!("*")),
            ),
            statement(
                "Deny outside a Region",
                "KMS of other Regions is out of reach",
                json!({
                    "Sid": "DenyOtherRegions",
                    "Effect": "Deny",
                    "Action": "kms:*",
                    "Resource": "*",
                    "Condition": { "StringNotEquals": { "aws:RequestedRegion": self.region_codes() } },
                }),
            ),
            statement(
                "No multi-Region keys",
                "Keys are made for one Region only",
                json!({
                    "Sid": "DenyMultiRegionKeys",
                    "Effect": "Deny",
                    "Action": "kms:CreateKey",
                    "Resource": "*",
                    "Condition": { "Bool": { "kms:MultiRegion": "true" } },
                }),
            ),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        gui::policy::layout::with_statement,
        kms::{
            KeyId, KeyPolicy,
            api::{CreateKeyRequest, KeySpec, KeyUsage, PutKeyPolicyRequest},
            policy::{PolicyDocument, problems},
        },
        workloads::Stage,
    };

    fn text_of(made: &Made, onto: &str) -> String {
        match made {
            Made::Whole(text) => text.clone(),
            Made::Statement(value) => with_statement(onto, value).expect("the text has statements").0,
        }
    }

    #[test]
    fn kms_takes_every_template_of_every_kind_of_key() {
        let kinds = [
            (KeySpec::SymmetricDefault, KeyUsage::EncryptDecrypt, true),
            (KeySpec::Hmac256, KeyUsage::GenerateVerifyMac, false),
            (KeySpec::EccNistP256, KeyUsage::SignVerify, true),
        ];
        for (spec, usage, multi_region) in kinds {
            let mut desk = Desk::new(Stage::new(1));
            let region = desk.world().regions()[0];
            let alice = desk.acting_arn();
            let request = CreateKeyRequest {
                key_spec: Some(spec),
                key_usage: Some(usage),
                multi_region,
                ..Default::default()
            };
            let made = desk.stage.world.ask(region, &alice, request).expect("made").key_metadata;
            let key = KeyId::parse(&made.key_id).expect("an id");
            let setting = Setting::of_key(&desk, &key, region).expect("it is there");
            let all = templates(&desk, &setting);
            assert!(all.len() >= 6, "{spec:?}");
            for template in all {
                let old = desk.member(&key, region).expect("there").1.policy.text().to_owned();
                let policy = text_of(&template.made, &old);
                let exists = |arn: &str| desk.world().principals().exists(arn);
                assert_eq!(problems(&policy, PolicyKind::Key, &exists), [], "{}", template.name);
                let request =
                    PutKeyPolicyRequest { key_id: made.key_id.clone(), policy, ..Default::default() };
                let put = desk.stage.world.ask(region, &alice, request);
                assert_eq!(put, Ok(()), "{}", template.name);
            }
        }
    }

    #[test]
    fn identity_templates_are_identity_policies() {
        let desk = Desk::new(Stage::new(1));
        let principal = desk.acting_principal().expect("alice");
        let setting = Setting::of_identity(principal, desk.world().regions()[0]);
        let mut text = r#"{"Version": "2012-10-17", "Statement": []}"#.to_owned();
        for template in templates(&desk, &setting) {
            text = text_of(&template.made, &text);
            assert!(PolicyDocument::parse_identity_policy(&text).is_ok(), "{text}");
            assert_eq!(problems(&text, PolicyKind::Identity, &|_| true), [], "{}", template.name);
        }
    }

    #[test]
    fn templates_name_whom_the_world_has() {
        let desk = Desk::new(Stage::new(1));
        let region = desk.world().regions()[1];
        let account = desk.acting_principal().expect("alice").account.clone();
        let kind = crate::kms::policy::PolicyKeyKind::Symmetric;
        let setting = Setting::of_new_key(account, region, kind, true);
        let all: String = templates(&desk, &setting)
            .iter()
            .map(|it| text_of(&it.made, &default_policy("aws", "111111111111")))
            .collect();
        for name in ["user/alice", "EUApplicationRole", "444455556666:root", "s3.eu-west-1.amazonaws.com"] {
            assert!(all.contains(name), "{name}");
        }
        assert!(KeyPolicy::parse(&default_policy("aws", "111111111111")).is_ok());
    }
}
