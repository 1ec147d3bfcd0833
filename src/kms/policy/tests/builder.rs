use super::*;

#[test]
fn the_default_policy_is_laid_out_as_the_service_does() {
    let expected = r#"{
  "Version" : "2012-10-17",
  "Id" : "key-default-1",
  "Statement" : [ {
    "Sid" : "Enable IAM User Permissions",
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : "arn:aws:iam::111111111111:root"
    },
    "Action" : "kms:*",
    "Resource" : "*"
  } ]
}"#;
    assert_eq!(default_policy("aws", OWN), expected);
    assert!(default_policy("aws-cn", OWN).contains("\"arn:aws-cn:iam::111111111111:root\""));
    assert_eq!(delegating().id(), Some("key-default-1"));
}

#[test]
fn with_nobody_chosen_only_the_account_is_named() {
    let policy = ConsolePolicy::new("aws", OWN, PolicyKeyKind::Symmetric);
    let expected = r#"{
    "Id": "key-consolepolicy-3",
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "Enable IAM User Permissions",
            "Effect": "Allow",
            "Principal": {
                "AWS": "arn:aws:iam::111111111111:root"
            },
            "Action": "kms:*",
            "Resource": "*"
        }
    ]
}"#;
    assert_eq!(policy.to_json(), expected);
}

#[test]
fn the_whole_policy_of_a_multi_region_key() {
    let policy = ConsolePolicy {
        administrators: vec![ALICE.to_owned()],
        users: vec![ALICE.to_owned(), APP_ROLE.to_owned()],
        other_accounts: vec![OTHER.to_owned()],
        multi_region: true,
        ..ConsolePolicy::new("aws", OWN, PolicyKeyKind::Symmetric)
    };
    let expected = r#"{
    "Id": "key-consolepolicy-3",
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "Enable IAM User Permissions",
            "Effect": "Allow",
            "Principal": {
                "AWS": "arn:aws:iam::111111111111:root"
            },
            "Action": "kms:*",
            "Resource": "*"
        },
        {
            "Sid": "Allow access for Key Administrators",
            "Effect": "Allow",
            "Principal": {
                "AWS": "arn:aws:iam::111111111111:user/alice"
            },
            "Action": [
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
                "kms:ScheduleKeyDeletion",
                "kms:CancelKeyDeletion",
                "kms:RotateKeyOnDemand",
                "kms:ReplicateKey",
                "kms:UpdatePrimaryRegion"
            ],
            "Resource": "*"
        },
        {
            "Sid": "Allow use of the key",
            "Effect": "Allow",
            "Principal": {
                "AWS": [
                    "arn:aws:iam::111111111111:user/alice",
                    "arn:aws:iam::111111111111:role/service/app",
                    "arn:aws:iam::444455556666:root"
                ]
            },
            "Action": [
                "kms:Encrypt",
                "kms:Decrypt",
                "kms:ReEncrypt*",
                "kms:GenerateDataKey*",
                "kms:DescribeKey"
            ],
            "Resource": "*"
        },
        {
            "Sid": "Allow attachment of persistent resources",
            "Effect": "Allow",
            "Principal": {
                "AWS": [
                    "arn:aws:iam::111111111111:user/alice",
                    "arn:aws:iam::111111111111:role/service/app",
                    "arn:aws:iam::444455556666:root"
                ]
            },
            "Action": [
                "kms:CreateGrant",
                "kms:ListGrants",
                "kms:RevokeGrant"
            ],
            "Resource": "*",
            "Condition": {
                "Bool": {
                    "kms:GrantIsForAWSResource": "true"
                }
            }
        }
    ]
}"#;
    assert_eq!(policy.to_json(), expected);
}

/// Every combination of the wizard's choices.
fn every_choice() -> Vec<ConsolePolicy> {
    let people = [vec![], vec![ALICE.to_owned()], vec![ALICE.to_owned(), APP_ROLE.to_owned()]];
    let accounts = [vec![], vec![OTHER.to_owned()]];
    let mut choices = Vec::new();
    for key_kind in PolicyKeyKind::ALL {
        for administrators in &people {
            for users in &people {
                for other_accounts in &accounts {
                    for flags in 0..8 {
                        choices.push(ConsolePolicy {
                            partition: "aws".to_owned(),
                            account: OWN.to_owned(),
                            administrators: administrators.clone(),
                            allow_administrators_to_delete: flags & 1 != 0,
                            users: users.clone(),
                            other_accounts: other_accounts.clone(),
                            multi_region: flags & 2 != 0,
                            origin_external: flags & 4 != 0,
                            key_kind,
                        });
                    }
                }
            }
        }
    }
    choices
}

#[test]
fn every_choice_makes_the_right_statements() {
    for choice in every_choice() {
        let policy = PolicyDocument::parse_key_policy(&choice.to_json()).unwrap();
        let sids: Vec<_> = policy.statements().iter().filter_map(|s| s.sid.as_deref()).collect();
        let mut expected = vec!["Enable IAM User Permissions"];
        if !choice.administrators.is_empty() {
            expected.push("Allow access for Key Administrators");
        }
        let has_users = !choice.users.is_empty() || !choice.other_accounts.is_empty();
        if has_users {
            expected.extend(["Allow use of the key", "Allow attachment of persistent resources"]);
        }
        assert_eq!(sids, expected, "{choice:?}");

        let actions = |sid: &str| -> Vec<&str> {
            let statement = policy.statements().iter().find(|s| s.sid.as_deref() == Some(sid));
            statement.map_or(vec![], |s| s.action.entries().iter().map(|action| action.text()).collect())
        };
        let administration = actions("Allow access for Key Administrators");
        let chosen = !choice.administrators.is_empty();
        for (action, wanted) in [
            ("kms:TagResource", true),
            ("kms:ScheduleKeyDeletion", choice.allow_administrators_to_delete),
            ("kms:CancelKeyDeletion", choice.allow_administrators_to_delete),
            ("kms:RotateKeyOnDemand", choice.key_kind == PolicyKeyKind::Symmetric),
            ("kms:ImportKeyMaterial", choice.origin_external),
            ("kms:ReplicateKey", choice.multi_region),
            ("kms:UpdatePrimaryRegion", choice.multi_region),
        ] {
            assert_eq!(administration.contains(&action), chosen && wanted, "{action} {choice:?}");
        }
        let use_of_key = match choice.key_kind {
            _ if !has_users => vec![],
            PolicyKeyKind::Symmetric => {
                vec![
                    "kms:Encrypt",
                    "kms:Decrypt",
                    "kms:ReEncrypt*",
                    "kms:GenerateDataKey*",
                    "kms:DescribeKey",
                ]
            }
            PolicyKeyKind::Hmac => vec!["kms:DescribeKey", "kms:GenerateMac", "kms:VerifyMac"],
            PolicyKeyKind::RsaEncrypt => {
                vec!["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:DescribeKey", "kms:GetPublicKey"]
            }
            PolicyKeyKind::SignVerify => {
                vec!["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign", "kms:Verify"]
            }
            PolicyKeyKind::KeyAgreement => {
                vec!["kms:DescribeKey", "kms:GetPublicKey", "kms:DeriveSharedSecret"]
            }
            PolicyKeyKind::KeyEncapsulation => {
                vec!["kms:DescribeKey", "kms:GetPublicKey", "kms:Encapsulate", "kms:Decapsulate"]
            }
        };
        assert_eq!(actions("Allow use of the key"), use_of_key, "{choice:?}");
    }
}

#[test]
fn every_choice_is_read_back() {
    for choice in every_choice() {
        let policy = PolicyDocument::parse_key_policy(&choice.to_json()).unwrap();
        // What no statement tells comes back as the wizard's first choice.
        let mut expected = choice.clone();
        if choice.administrators.is_empty() {
            expected.allow_administrators_to_delete = true;
            expected.multi_region = false;
            expected.origin_external = false;
        }
        if choice.users.is_empty() && choice.other_accounts.is_empty() {
            expected.key_kind = PolicyKeyKind::Symmetric;
        }
        assert_eq!(read_back(&policy), Some(expected));
    }
}

#[test]
fn other_wordings_are_recognised_and_foreign_policies_are_not() {
    let choice = ConsolePolicy {
        administrators: vec![ALICE.to_owned()],
        users: vec![APP_ROLE.to_owned()],
        ..ConsolePolicy::new("aws", OWN, PolicyKeyKind::Symmetric)
    };
    let text = choice.to_json();
    let back = |text: &str| read_back(&PolicyDocument::parse_key_policy(text).unwrap());
    let other_sid = text.replace("Allow access for Key Administrators", "Allow administration of the key");
    assert_eq!(back(&other_sid), Some(choice.clone()));
    let older = text.replace(",\n                \"kms:RotateKeyOnDemand\"", "");
    assert_ne!(older, text);
    assert_eq!(back(&older), Some(choice.clone()));
    assert!(read_back(&delegating()).is_some());

    for (from, to) in [
        ("Allow use of the key", "Allow my team"),
        ("\"Effect\": \"Allow\"", "\"Effect\": \"Deny\""),
        ("\"kms:Create*\"", "\"kms:Decrypt\""),
        ("\"kms:GenerateDataKey*\"", "\"kms:Sign\""),
        ("\"kms:ListGrants\"", "\"kms:RetireGrant\""),
        ("kms:GrantIsForAWSResource", "kms:MultiRegion"),
        ("\"Action\": \"kms:*\"", "\"Action\": \"kms:Get*\""),
        (ROOT, ALICE),
        ("\"Principal\"", "\"NotPrincipal\""),
        ("\"Resource\": \"*\"", "\"Resource\": \"arn:aws:kms:*:*:key/*\""),
    ] {
        assert!(text.contains(from), "{from}");
        assert_eq!(back(&text.replacen(from, to, 1)), None, "{from} to {to}");
    }
}
