use super::*;

/// A request whose parts each test changes.
struct Scene {
    caller: String,
    action: &'static str,
    resource: &'static str,
    key_policy: Option<PolicyDocument>,
    identity: Vec<PolicyDocument>,
    limits: Vec<(LimitKind, PolicyDocument)>,
    grants: Vec<GrantView<'static>>,
    encryption_context: Vec<(&'static str, &'static str)>,
    context: ConditionContext,
}

impl Scene {
    fn new(caller: &str, key_policy: PolicyDocument) -> Self {
        Self {
            caller: caller.to_owned(),
            action: "kms:Decrypt",
            resource: KEY,
            key_policy: Some(key_policy),
            identity: Vec::new(),
            limits: Vec::new(),
            grants: Vec::new(),
            encryption_context: Vec::new(),
            context: ConditionContext::new(),
        }
    }

    fn identity(mut self, statements: &str) -> Self {
        self.identity.push(identity_policy(statements));
        self
    }

    fn limit(mut self, kind: LimitKind, statements: &str) -> Self {
        self.limits.push((kind, identity_policy(statements)));
        self
    }

    fn action(mut self, action: &'static str) -> Self {
        self.action = action;
        self
    }

    fn grant(mut self, grantee: &'static str, operations: &[&'static str]) -> Self {
        self.grants.push(GrantView {
            id: "grant-1",
            grantee,
            issuing_account: OWN,
            operations: operations.to_vec(),
            constraints: Vec::new(),
            source_arn: None,
            known: true,
        });
        self
    }

    fn knows(mut self, key: &str, value: &str) -> Self {
        self.context.set(key, value);
        self
    }

    fn ask<T>(&self, question: impl FnOnce(&AccessRequest<'_>) -> T) -> T {
        let names = ["first", "second", "third"];
        let identity: Vec<_> =
            self.identity.iter().zip(names).map(|(document, name)| NamedPolicy { name, document }).collect();
        let limits: Vec<_> = self
            .limits
            .iter()
            .map(|(kind, document)| Limit { kind: *kind, policy: NamedPolicy { name: "limit", document } })
            .collect();
        let caller = Caller::from_arn(&self.caller).unwrap_or_else(|| Caller::service(&self.caller));
        let key = self.key_policy.as_ref().map(|policy| KeySide {
            account: OWN,
            policy,
            grants: &self.grants,
            encryption_context: &self.encryption_context,
        });
        question(&AccessRequest {
            requester: Requester { caller, identity_policies: &identity, limits: &limits },
            action: self.action,
            resource: &self.resource,
            context: &self.context,
            key,
        })
    }

    fn reason(&self) -> Reason {
        self.ask(decide).reason
    }

    fn allowed(&self) -> bool {
        self.ask(decide).allowed()
    }

    fn message(&self) -> String {
        let decision = self.ask(decide);
        decision.message(&self.caller, self.action, self.resource).unwrap_or_default()
    }
}

const ALLOW_ALL: &str = r#"{"Effect":"Allow","Action":"kms:*","Resource":"*"}"#;
const ALLOW_OTHER: &str = r#"{"Effect":"Allow","Action":"kms:Encrypt","Resource":"*"}"#;
const DENY_DECRYPT: &str = r#"{"Sid":"NoDecrypt","Effect":"Deny","Action":"kms:Decrypt","Resource":"*"}"#;

fn to(principal: &str) -> String {
    format!(
        r#"{{"Sid":"Direct","Effect":"Allow","Principal":{{"AWS":"{principal}"}},"Action":"kms:*","Resource":"*"}}"#
    )
}

fn at(index: usize, sid: Option<&str>) -> StatementRef {
    StatementRef { index, sid: sid.map(str::to_owned) }
}

#[test]
fn within_the_account() {
    let by_key_policy = Reason::AllowedByKeyPolicy { statement: at(0, Some("Direct")) };
    let by_identity = Reason::AllowedByIdentityPolicy {
        policy: "first".to_owned(),
        statement: at(0, None),
        delegated_by: Some(at(0, Some("Enable IAM User Permissions"))),
    };
    for (scene, expected) in [
        // named by the key policy: no identity policy needed
        (Scene::new(ALICE, key_policy(&to(ALICE))), by_key_policy.clone()),
        (Scene::new(APP, key_policy(&to(APP_ROLE))), by_key_policy.clone()),
        (Scene::new(APP, key_policy(&to(APP))), by_key_policy.clone()),
        (Scene::new(ALICE, key_policy(&to("*"))), by_key_policy.clone()),
        // delegated to IAM
        (Scene::new(ALICE, delegating()).identity(ALLOW_ALL), by_identity.clone()),
        (Scene::new(ALICE, delegating()), Reason::NoIdentityPolicyAllows),
        (Scene::new(ALICE, delegating()).identity(ALLOW_OTHER), Reason::NoIdentityPolicyAllows),
        // not delegated: the identity policy is of no use
        (Scene::new(ALICE, key_policy(&to(APP_ROLE))).identity(ALLOW_ALL), Reason::NoResourcePolicyAllows),
        // delegated for other actions only
        (
            Scene::new(
                ALICE,
                key_policy(r#"{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"kms:Get*","Resource":"*"}"#),
            )
            .identity(ALLOW_ALL),
            Reason::NoResourcePolicyAllows,
        ),
        // the root user
        (
            Scene::new(ROOT, delegating()),
            Reason::AllowedByKeyPolicy { statement: at(0, Some("Enable IAM User Permissions")) },
        ),
        (Scene::new(ROOT, key_policy(&to(ALICE))), Reason::NoResourcePolicyAllows),
        // Deny beats Allow, wherever either stands
        (
            Scene::new(ALICE, key_policy(&to(ALICE))).identity(DENY_DECRYPT),
            Reason::ExplicitDeny {
                source: PolicySource::IdentityPolicy { name: "first".to_owned() },
                statement: at(0, Some("NoDecrypt")),
            },
        ),
        (
            Scene::new(ALICE, delegating()).identity(&format!("{ALLOW_ALL},{DENY_DECRYPT}")),
            Reason::ExplicitDeny {
                source: PolicySource::IdentityPolicy { name: "first".to_owned() },
                statement: at(1, Some("NoDecrypt")),
            },
        ),
        (
            Scene::new(
                ROOT,
                key_policy(&format!(
                    r#"{},{{"Effect":"Deny","Principal":{{"AWS":"{OWN}"}},"Action":"kms:Decrypt","Resource":"*"}}"#,
                    to(OWN)
                )),
            ),
            Reason::ExplicitDeny { source: PolicySource::KeyPolicy, statement: at(1, None) },
        ),
        // statements without Action or Resource have no effect
        (
            Scene::new(ALICE, key_policy(r#"{"Effect":"Allow","Principal":"*","Action":"kms:*"}"#)),
            Reason::NoResourcePolicyAllows,
        ),
        (
            Scene::new(ALICE, key_policy(r#"{"Effect":"Allow","Principal":"*","Resource":"*"}"#)),
            Reason::NoResourcePolicyAllows,
        ),
    ] {
        assert_eq!(scene.reason(), expected, "{} {:?}", scene.caller, scene.key_policy);
    }
}

#[test]
fn a_deny_to_the_account_denies_all_in_it() {
    let policy = format!(
        r#"{},{{"Effect":"Deny","Principal":{{"AWS":"{OWN}"}},"Action":"kms:*","Resource":"*"}}"#,
        to(ALICE)
    );
    assert!(!Scene::new(ALICE, key_policy(&policy)).allowed());
    assert!(!Scene::new(APP, key_policy(&policy)).identity(ALLOW_ALL).allowed());
}

#[test]
fn identity_policies_of_one_region_or_of_all() {
    let only = |region: &str| {
        format!(
            r#"{{"Effect":"Allow","Action":"kms:*","Resource":"arn:aws:kms:{region}:111111111111:key/mrk-*"}}"#
        )
    };
    let mut scene = Scene::new(ALICE, delegating()).identity(&only("*"));
    assert!(scene.allowed());
    scene.resource = "arn:aws:kms:eu-west-1:111111111111:key/mrk-0123456789abcdef0123456789abcdef";
    assert!(scene.allowed());
    let mut scene = Scene::new(ALICE, delegating()).identity(&only("us-east-1"));
    assert!(scene.allowed());
    scene.resource = "arn:aws:kms:eu-west-1:111111111111:key/mrk-0123456789abcdef0123456789abcdef";
    assert_eq!(scene.reason(), Reason::NoIdentityPolicyAllows);
}

#[test]
fn across_accounts_both_sides_must_allow() {
    let identity_side = Some(("first".to_owned(), at(0, None)));
    let key_side = GrantedBy::KeyPolicy(at(0, Some("Direct")));
    let both =
        Reason::AllowedAcrossAccounts { key_side: key_side.clone(), identity_side: identity_side.clone() };
    for (scene, expected) in [
        (Scene::new(FOREIGN_BOB, key_policy(&to(FOREIGN_ROOT))).identity(ALLOW_ALL), both.clone()),
        (Scene::new(FOREIGN_BOB, key_policy(&to(FOREIGN_BOB))).identity(ALLOW_ALL), both.clone()),
        (Scene::new(FOREIGN_BOB, key_policy(&to("*"))).identity(ALLOW_ALL), both.clone()),
        (Scene::new(FOREIGN_BOB, key_policy(&to(FOREIGN_BOB))), Reason::NoIdentityPolicyAllows),
        (Scene::new(FOREIGN_BOB, key_policy(&to("*"))), Reason::NoIdentityPolicyAllows),
        (Scene::new(FOREIGN_BOB, delegating()).identity(ALLOW_ALL), Reason::NoResourcePolicyAllows),
        (Scene::new(FOREIGN_BOB, delegating()), Reason::NoIdentityPolicyAllows),
        (
            Scene::new(FOREIGN_ROOT, key_policy(&to(OTHER))),
            Reason::AllowedAcrossAccounts { key_side, identity_side: None },
        ),
        (
            Scene::new(FOREIGN_BOB, delegating()).grant(FOREIGN_BOB, &["Decrypt"]).identity(ALLOW_ALL),
            Reason::AllowedAcrossAccounts { key_side: GrantedBy::Grant("grant-1".to_owned()), identity_side },
        ),
        (
            Scene::new(FOREIGN_BOB, delegating()).grant(FOREIGN_BOB, &["Decrypt"]),
            Reason::NoIdentityPolicyAllows,
        ),
    ] {
        assert_eq!(scene.reason(), expected, "{} {:?}", scene.caller, scene.key_policy);
        assert!(scene.ask(decide).cross_account);
    }
}

#[test]
fn operations_without_a_key_ask_only_iam() {
    let scene = |caller| {
        let mut scene = Scene::new(caller, delegating()).action("kms:CreateKey");
        scene.key_policy = None;
        scene.resource = "*";
        scene
    };
    assert_eq!(scene(ROOT).reason(), Reason::AllowedToRootUser);
    assert_eq!(scene(ALICE).reason(), Reason::NoIdentityPolicyAllows);
    let allowed = Reason::AllowedByIdentityPolicy {
        policy: "second".to_owned(),
        statement: at(0, None),
        delegated_by: None,
    };
    assert_eq!(scene(ALICE).identity(ALLOW_OTHER).identity(ALLOW_ALL).reason(), allowed);
    // Learning to forbid multi-Region keys: the classroom's statement.
    let forbid = r#"{"Effect":"Deny","Action":"kms:CreateKey","Resource":"*","Condition":{"Bool":{"kms:MultiRegion":"true"}}}"#;
    let guarded = || scene(ALICE).identity(ALLOW_ALL).identity(forbid);
    assert!(guarded().knows("kms:MultiRegion", "false").allowed());
    assert!(!guarded().knows("kms:MultiRegion", "true").allowed());
}

#[test]
fn replica_regions_and_member_types_as_conditions() {
    let regions = r#"{"Effect":"Deny","Principal":"*","Action":"kms:ReplicateKey","Resource":"*",
        "Condition":{"StringNotEquals":{"kms:ReplicaRegion":["eu-west-1","eu-central-1"]}}}"#;
    let scene =
        || Scene::new(ALICE, key_policy(&format!("{},{regions}", to(ALICE)))).action("kms:ReplicateKey");
    assert!(scene().knows("kms:ReplicaRegion", "eu-west-1").allowed());
    assert!(!scene().knows("kms:ReplicaRegion", "us-west-2").allowed());
    // A negated operator is true when the key is missing: the Deny applies.
    assert!(!scene().allowed());
    assert!(scene().action("kms:Decrypt").allowed());

    let only_replicas = r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:user/alice"},
        "Action":"kms:ScheduleKeyDeletion","Resource":"*",
        "Condition":{"StringEquals":{"kms:MultiRegionKeyType":"REPLICA"},"Bool":{"kms:MultiRegion":"true"}}}"#;
    let scene = || {
        Scene::new(ALICE, key_policy(only_replicas))
            .action("kms:ScheduleKeyDeletion")
            .knows("kms:MultiRegion", "true")
    };
    assert!(scene().knows("kms:MultiRegionKeyType", "REPLICA").allowed());
    assert!(!scene().knows("kms:MultiRegionKeyType", "PRIMARY").allowed());
    assert!(!scene().allowed());
}

#[test]
fn not_action_and_not_resource() {
    let all_but_decrypt = r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:user/alice"},"NotAction":["kms:De*"],"Resource":"*"}"#;
    let scene = || Scene::new(ALICE, key_policy(all_but_decrypt));
    assert!(!scene().allowed());
    assert!(scene().action("kms:Encrypt").allowed());
    assert!(!scene().action("KMS:describekey").allowed());

    let elsewhere = r#"{"Effect":"Deny","Action":"kms:*","NotResource":"arn:aws:kms:eu-*:*:key/*"}"#;
    assert!(!Scene::new(ALICE, key_policy(&to(ALICE))).identity(elsewhere).allowed());
    let here = r#"{"Effect":"Deny","Action":"kms:*","NotResource":"arn:aws:kms:us-*:*:key/*"}"#;
    assert!(Scene::new(ALICE, key_policy(&to(ALICE))).identity(here).allowed());
}

#[test]
fn not_principal_in_a_deny_spares_only_who_is_named_in_full() {
    let session = "arn:aws:sts::111111111111:assumed-role/app/i-0123";
    for (caller, spared, expected) in [
        (ALICE, vec![ALICE, ROOT], true),
        (ALICE, vec![ALICE, OWN], true),
        (ALICE, vec![ALICE], false),
        (ALICE, vec![ROOT], false),
        (APP, vec![session, APP_ROLE, ROOT], true),
        (APP, vec![APP_ROLE, ROOT], false),
        (ROOT, vec![ROOT], true),
        (ROOT, vec![ALICE], false),
        (ALICE, vec!["*"], true),
    ] {
        let list = serde_json::to_string(&spared).unwrap();
        let policy = format!(
            r#"{},{{"Effect":"Deny","NotPrincipal":{{"AWS":{list}}},"Action":"kms:*","Resource":"*"}}"#,
            to("*")
        );
        assert_eq!(Scene::new(caller, key_policy(&policy)).allowed(), expected, "{caller} {spared:?}");
    }
    let allow = r#"{"Effect":"Allow","NotPrincipal":{"AWS":"arn:aws:iam::111111111111:user/alice"},"Action":"kms:*","Resource":"*"}"#;
    assert!(!Scene::new(ALICE, key_policy(allow)).allowed());
    assert!(Scene::new(APP, key_policy(allow)).allowed());
}

#[test]
fn grants_allow_without_any_policy() {
    let by_grant = Reason::AllowedByGrant { grant_id: "grant-1".to_owned() };
    let no_one = || key_policy(&to(FOREIGN_BOB));
    assert_eq!(Scene::new(ALICE, no_one()).grant(ALICE, &["Encrypt", "Decrypt"]).reason(), by_grant);
    assert_eq!(Scene::new(APP, no_one()).grant(APP_ROLE, &["Decrypt"]).reason(), by_grant);
    assert_eq!(
        Scene::new("s3.amazonaws.com", no_one()).grant("s3.amazonaws.com", &["Decrypt"]).reason(),
        by_grant
    );
    assert_eq!(
        Scene::new(ALICE, no_one()).grant(ALICE, &["Encrypt"]).reason(),
        Reason::NoResourcePolicyAllows
    );
    assert_eq!(
        Scene::new(ALICE, delegating()).grant(APP_ROLE, &["Decrypt"]).reason(),
        Reason::NoIdentityPolicyAllows
    );
    // A grant to the account leaves it to IAM.
    assert!(!Scene::new(ALICE, no_one()).grant(ROOT, &["Decrypt"]).allowed());
    assert!(Scene::new(ALICE, no_one()).grant(ROOT, &["Decrypt"]).identity(ALLOW_ALL).allowed());
    assert!(Scene::new(ROOT, no_one()).grant(ROOT, &["Decrypt"]).allowed());
    // Deny beats a grant.
    assert!(!Scene::new(ALICE, no_one()).grant(ALICE, &["Decrypt"]).identity(DENY_DECRYPT).allowed());
}

#[test]
fn grant_constraints() {
    let pair = |key: &'static str, value: &'static str| (key, value);
    let it = || vec![pair("Department", "IT")];
    for (constraint, action, context, expected) in [
        (GrantConstraint::Subset(it()), "kms:Decrypt", vec![pair("Department", "IT"), pair("n", "1")], true),
        (GrantConstraint::Subset(it()), "kms:Decrypt", vec![pair("department", "IT")], true),
        (GrantConstraint::Subset(it()), "kms:Decrypt", vec![pair("Department", "it")], false),
        (GrantConstraint::Subset(it()), "kms:Decrypt", vec![], false),
        (GrantConstraint::Equals(it()), "kms:Decrypt", it(), true),
        (GrantConstraint::Equals(it()), "kms:Decrypt", vec![pair("Department", "IT"), pair("n", "1")], false),
        (GrantConstraint::Equals(it()), "kms:ReEncryptTo", vec![], false),
        // DescribeKey has no encryption context to constrain.
        (GrantConstraint::Equals(it()), "kms:DescribeKey", vec![], true),
    ] {
        let mut scene = Scene::new(ALICE, key_policy(&to(APP_ROLE))).action(action);
        scene = scene.grant(ALICE, &["Decrypt", "ReEncryptTo", "DescribeKey"]);
        scene.grants[0].constraints = vec![constraint.clone()];
        scene.encryption_context = context.clone();
        assert_eq!(scene.allowed(), expected, "{constraint:?} {action} {context:?}");
    }
}

#[test]
fn limits_withhold_what_others_allow() {
    use LimitKind::{PermissionsBoundary, ServiceControlPolicy, SessionPolicy};
    for (scene, expected) in [
        (Scene::new(ALICE, delegating()).identity(ALLOW_ALL).limit(PermissionsBoundary, ALLOW_ALL), None),
        (
            Scene::new(ALICE, delegating()).identity(ALLOW_ALL).limit(PermissionsBoundary, ALLOW_OTHER),
            Some(PermissionsBoundary),
        ),
        // A key policy that names the user itself is not held back by the boundary's silence …
        (Scene::new(ALICE, key_policy(&to(ALICE))).limit(PermissionsBoundary, ALLOW_OTHER), None),
        // … but by the organisation's.
        (
            Scene::new(ALICE, key_policy(&to(ALICE))).limit(ServiceControlPolicy, ALLOW_OTHER),
            Some(ServiceControlPolicy),
        ),
        // A session policy holds back what the role has, not what the very session has.
        (Scene::new(APP, key_policy(&to(APP_ROLE))).limit(SessionPolicy, ALLOW_OTHER), Some(SessionPolicy)),
        (Scene::new(APP, key_policy(&to(APP))).limit(SessionPolicy, ALLOW_OTHER), None),
        (
            Scene::new(APP, key_policy(&to(OTHER)))
                .grant(APP_ROLE, &["Decrypt"])
                .limit(SessionPolicy, ALLOW_OTHER),
            Some(SessionPolicy),
        ),
        (
            Scene::new(APP, key_policy(&to(OTHER)))
                .grant(APP, &["Decrypt"])
                .limit(SessionPolicy, ALLOW_OTHER),
            None,
        ),
        // A closed road doesn't close the others.
        (
            Scene::new(APP, key_policy(&to(APP_ROLE)))
                .grant(APP, &["Decrypt"])
                .limit(SessionPolicy, ALLOW_OTHER),
            None,
        ),
    ] {
        match (scene.reason(), expected) {
            (Reason::LimitDoesNotAllow { kind }, Some(expected)) => assert_eq!(kind, expected),
            (reason, None) => assert!(scene.allowed(), "{reason:?}"),
            (reason, Some(expected)) => panic!("{reason:?} instead of {expected:?}"),
        }
    }
    let denied = Scene::new(ALICE, key_policy(&to(ALICE))).limit(SessionPolicy, DENY_DECRYPT);
    assert!(matches!(denied.reason(), Reason::ExplicitDeny { source: PolicySource::Limit { .. }, .. }));
}

#[test]
fn the_words_of_access_denied() {
    let deny_key =
        format!(r#"{},{{"Effect":"Deny","Principal":"*","Action":"kms:Decrypt","Resource":"*"}}"#, to("*"));
    let key = KEY;
    for (scene, expected) in [
        (
            Scene::new(ALICE, delegating()),
            format!(
                "User: {ALICE} is not authorized to perform: kms:Decrypt on resource: {key} because no identity-based policy allows the kms:Decrypt action"
            ),
        ),
        (
            Scene::new(APP, key_policy(&to(ALICE))),
            format!(
                "User: {APP} is not authorized to perform: kms:Decrypt on resource: {key} because no resource-based policy allows the kms:Decrypt action"
            ),
        ),
        (
            Scene::new(ALICE, key_policy(&deny_key)),
            format!(
                "User: {ALICE} is not authorized to perform: kms:Decrypt on resource: {key} with an explicit deny in a resource-based policy"
            ),
        ),
        (
            Scene::new(ALICE, delegating()).identity(DENY_DECRYPT),
            format!(
                "User: {ALICE} is not authorized to perform: kms:Decrypt on resource: {key} with an explicit deny in an identity-based policy"
            ),
        ),
        (
            Scene::new(APP, delegating()).identity(ALLOW_ALL).limit(LimitKind::SessionPolicy, DENY_DECRYPT),
            format!(
                "User: {APP} is not authorized to perform: kms:Decrypt on resource: {key} with an explicit deny in a session policy"
            ),
        ),
        (
            Scene::new(APP, delegating()).identity(ALLOW_ALL).limit(LimitKind::SessionPolicy, ALLOW_OTHER),
            format!(
                "User: {APP} is not authorized to perform: kms:Decrypt on resource: {key} because no session policy allows the kms:Decrypt action"
            ),
        ),
        (
            Scene::new(ALICE, delegating())
                .identity(ALLOW_ALL)
                .limit(LimitKind::PermissionsBoundary, ALLOW_OTHER),
            format!(
                "User: {ALICE} is not authorized to perform: kms:Decrypt on resource: {key} because no permissions boundary allows the kms:Decrypt action"
            ),
        ),
        (
            Scene::new(FOREIGN_BOB, key_policy(&to(FOREIGN_BOB))).action("kms:DescribeKey"),
            format!(
                "User: {FOREIGN_BOB} is not authorized to perform: kms:DescribeKey on this resource because no identity-based policy allows the kms:DescribeKey action"
            ),
        ),
        (
            Scene::new(FOREIGN_BOB, delegating()).identity(ALLOW_ALL),
            format!(
                "User: {FOREIGN_BOB} is not authorized to perform: kms:Decrypt on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access"
            ),
        ),
        (Scene::new(ROOT, delegating()), String::new()),
    ] {
        assert_eq!(scene.message(), expected);
    }
}

#[test]
fn explanations_name_what_does_not_fit() {
    let policy = format!(
        r#"{},{},{{"Sid":"Via","Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*","Condition":{{"StringLike":{{"kms:ViaService":"s3.*"}}}}}}"#,
        to(APP_ROLE),
        to(ALICE),
    );
    let elsewhere = r#"{"Effect":"Deny","Action":"*","Resource":"arn:aws:s3:::b"}"#;
    let scene = Scene::new(ALICE, key_policy(&policy)).identity(ALLOW_OTHER).identity(elsewhere);
    let findings = scene.ask(explain);
    let applies: Vec<_> = findings.iter().map(|finding| finding.applies.clone()).collect();
    let condition =
        Mismatch::Condition { operator: "StringLike".to_owned(), key: "kms:ViaService".to_owned() };
    assert_eq!(
        applies,
        [Err(Mismatch::Principal), Ok(()), Err(condition), Err(Mismatch::Action), Err(Mismatch::Resource)]
    );
    assert_eq!(findings[1].source, PolicySource::KeyPolicy);
    assert_eq!(findings[2].statement.to_string(), "Via");
    assert_eq!(findings[4].source, PolicySource::IdentityPolicy { name: "second".to_owned() });
    assert_eq!(findings[4].statement.to_string(), "statement 1");
}

#[test]
fn lockout() {
    let keeps = |caller: &str, identity: &str, policy: PolicyDocument| {
        let document = identity_policy(identity);
        let identity_policies = [NamedPolicy { name: "own", document: &document }];
        let caller = Caller::from_arn(caller).unwrap();
        let requester = Requester { caller, identity_policies: &identity_policies, limits: &[] };
        caller_keeps_control(&policy, &requester, KEY, OWN, &ConditionContext::new())
    };
    assert!(keeps(ALICE, ALLOW_ALL, delegating()));
    assert!(!keeps(ALICE, ALLOW_OTHER, delegating()));
    assert!(keeps(ROOT, ALLOW_OTHER, delegating()));
    assert!(keeps(ALICE, ALLOW_OTHER, key_policy(&to(ALICE))));
    assert!(!keeps(ALICE, ALLOW_ALL, key_policy(&to(APP_ROLE))));
    assert!(!keeps(ROOT, ALLOW_ALL, key_policy(&to(ALICE))));
    let only_get =
        r#"{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"kms:Get*","Resource":"*"}"#;
    assert!(!keeps(ALICE, ALLOW_ALL, key_policy(only_get)));
    let denied =
        format!(r#"{},{{"Effect":"Deny","Principal":"*","Action":"kms:Put*","Resource":"*"}}"#, to(ALICE));
    assert!(!keeps(ALICE, ALLOW_ALL, key_policy(&denied)));
}
