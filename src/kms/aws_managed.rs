//! AWS managed keys: keys that AWS services have in a customer's account. Their aliases are predefined; a key comes into
//! being in a Region when its alias is first used there.

use super::{AccountId, AliasName, Region};

/// An AWS service that has a key of its own in every account that uses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AwsService {
    /// The end of the key's alias, `alias/aws/…`.
    pub alias: &'static str,
    /// What the service is called.
    pub name: &'static str,
    /// The service as `kms:ViaService` names it, before the Region.
    endpoint: &'static str,
    /// Whether it keeps its use of a key by grants.
    makes_grants: bool,
}

const fn service(
    alias: &'static str,
    name: &'static str,
    endpoint: &'static str,
    makes_grants: bool,
) -> AwsService {
    AwsService { alias, name, endpoint, makes_grants }
}

/// The services, in the order of their aliases.
const SERVICES: [AwsService; 13] = [
    service("backup", "AWS Backup", "backup", true),
    service("dynamodb", "Amazon DynamoDB", "dynamodb", true),
    service("ebs", "Amazon Elastic Block Store", "ec2", true),
    service("elasticfilesystem", "Amazon Elastic File System", "elasticfilesystem", true),
    service("kinesis", "Amazon Kinesis", "kinesis", false),
    service("lambda", "AWS Lambda", "lambda", true),
    service("rds", "Amazon Relational Database Service", "rds", true),
    service("redshift", "Amazon Redshift", "redshift", true),
    service("s3", "Amazon Simple Storage Service", "s3", false),
    service("secretsmanager", "AWS Secrets Manager", "secretsmanager", false),
    service("sns", "Amazon Simple Notification Service", "sns", false),
    service("sqs", "Amazon Simple Queue Service", "sqs", false),
    service("ssm", "AWS Systems Manager", "ssm", false),
];

impl AwsService {
    /// Every service, in the order of their aliases.
    pub fn all() -> impl Iterator<Item = Self> {
        SERVICES.into_iter()
    }

    /// The service whose key a predefined alias names.
    pub fn of_alias(name: &AliasName) -> Option<Self> {
        let alias = name.short().strip_prefix(RESERVED)?;
        SERVICES.into_iter().find(|service| service.alias == alias)
    }

    /// The predefined alias of the service's key.
    pub fn alias_name(self) -> Option<AliasName> {
        AliasName::parse(&format!("{}{RESERVED}{}", AliasName::PREFIX, self.alias))
    }

    /// What DescribeKey tells of the service's key.
    pub fn description(self) -> String {
        format!("Default key that protects my {} data when no other key is defined", self.name)
    }

    /// The service in a Region, as `kms:ViaService` names it.
    pub fn via(self, region: Region) -> String {
        format!("{}.{region}.amazonaws.com", self.endpoint)
    }

    /// The policy of the service's key: whoever may use the service in the account uses the key through it, and the
    /// account reads what the key is. Nobody manages it.
    pub(super) fn policy(self, region: Region, account: &AccountId) -> String {
        let mut actions =
            vec!["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];
        if self.makes_grants {
            actions.push("kms:CreateGrant");
        }
        let actions: Vec<String> = actions.iter().map(|action| format!("\"{action}\"")).collect();
        let (name, via, partition) = (self.name, self.via(region), region.partition().name());
        [
            "{",
            "  \"Version\" : \"2012-10-17\",",
            &format!("  \"Id\" : \"auto-{}-1\",", self.alias),
            "  \"Statement\" : [ {",
            &format!(
                "    \"Sid\" : \"Allow access through {name} for all principals in the account that are authorized to use \
                 {name}\","
            ),
            "    \"Effect\" : \"Allow\",",
            "    \"Principal\" : {",
            "      \"AWS\" : \"*\"",
            "    },",
            &format!("    \"Action\" : [ {} ],", actions.join(", ")),
            "    \"Resource\" : \"*\",",
            "    \"Condition\" : {",
            "      \"StringEquals\" : {",
            &format!("        \"kms:CallerAccount\" : \"{account}\","),
            &format!("        \"kms:ViaService\" : \"{via}\""),
            "      }",
            "    }",
            "  }, {",
            "    \"Sid\" : \"Allow direct access to key metadata to the account\",",
            "    \"Effect\" : \"Allow\",",
            "    \"Principal\" : {",
            &format!("      \"AWS\" : \"arn:{partition}:iam::{account}:root\""),
            "    },",
            "    \"Action\" : [ \"kms:Describe*\", \"kms:Get*\", \"kms:List*\" ],",
            "    \"Resource\" : \"*\"",
            "  } ]",
            "}",
        ]
        .join("\n")
    }
}

/// What every predefined alias begins with, after the prefix of all aliases.
const RESERVED: &str = "aws/";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kms::KeyPolicy;

    #[test]
    fn every_service_has_an_alias_of_its_own_and_a_policy_that_can_be_read() {
        let aliases: Vec<_> = AwsService::all().map(|it| it.alias_name().expect("a name")).collect();
        assert!(aliases.is_sorted() && aliases.iter().all(AliasName::is_reserved));
        let region = Region::parse("eu-west-1").expect("known");
        let account = AccountId::parse("111111111111").expect("valid");
        for (service, alias) in AwsService::all().zip(aliases) {
            assert_eq!(AwsService::of_alias(&alias), Some(service));
            let policy = KeyPolicy::parse(&service.policy(region, &account)).expect("a policy");
            assert_eq!(policy.document().statements().len(), 2, "{alias}");
        }
        assert_eq!(AwsService::of_alias(&AliasName::parse("alias/aws/none").expect("a name")), None);
        assert_eq!(AwsService::of_alias(&AliasName::parse("alias/s3").expect("a name")), None);
    }
}
