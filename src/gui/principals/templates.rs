//! IAM policies to begin with.

use crate::kms::Partition;

/// A policy to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Template {
    /// What it is called in the list.
    pub title: &'static str,
    /// The name that the policy gets.
    pub name: &'static str,
    /// The document.
    pub document: &'static str,
}

impl Template {
    /// The document for the ARNs of a partition.
    pub fn for_partition(self, partition: Partition) -> String {
        self.document.replace("arn:aws:", &format!("arn:{}:", partition.name()))
    }
}

/// All of them; the first is what a new policy begins with.
pub(super) const TEMPLATES: [Template; 6] = [
    Template {
        title: "Allow all of KMS",
        name: "AllOfKms",
        document: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "AllOfKms",
      "Effect": "Allow",
      "Action": "kms:*",
      "Resource": "*"
    }
  ]
}"#,
    },
    Template {
        title: "Use keys: encrypt and decrypt",
        name: "UseKeys",
        document: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "UseKeys",
      "Effect": "Allow",
      "Action": [
        "kms:Encrypt",
        "kms:Decrypt",
        "kms:ReEncrypt*",
        "kms:GenerateDataKey*",
        "kms:DescribeKey"
      ],
      "Resource": "arn:aws:kms:*:*:key/*"
    }
  ]
}"#,
    },
    Template {
        title: "Decrypt only",
        name: "DecryptOnly",
        document: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "DecryptOnly",
      "Effect": "Allow",
      "Action": "kms:Decrypt",
      "Resource": "arn:aws:kms:*:*:key/*"
    }
  ]
}"#,
    },
    Template {
        title: "Only in eu-west-1",
        name: "OnlyInEuWest1",
        document: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "AllOfKms",
      "Effect": "Allow",
      "Action": "kms:*",
      "Resource": "*"
    },
    {
      "Sid": "NowhereElse",
      "Effect": "Deny",
      "Action": "kms:*",
      "Resource": "*",
      "Condition": {
        "StringNotEquals": {
          "aws:RequestedRegion": "eu-west-1"
        }
      }
    }
  ]
}"#,
    },
    Template {
        title: "Look, and change nothing",
        name: "ReadOnly",
        document: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "ReadOnly",
      "Effect": "Allow",
      "Action": [
        "kms:Describe*",
        "kms:Get*",
        "kms:List*"
      ],
      "Resource": "*"
    }
  ]
}"#,
    },
    Template {
        title: "Deny deletion without MFA",
        name: "DeleteWithMfa",
        document: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "NoDeletionWithoutMfa",
      "Effect": "Deny",
      "Action": "kms:ScheduleKeyDeletion",
      "Resource": "*",
      "Condition": {
        "BoolIfExists": {
          "aws:MultiFactorAuthPresent": "false"
        }
      }
    }
  ]
}"#,
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kms::policy::PolicyDocument;

    #[test]
    fn every_template_is_a_policy() {
        for template in TEMPLATES {
            let read = PolicyDocument::parse_identity_policy(template.document);
            assert!(read.is_ok(), "{}: {read:?}", template.title);
        }
    }
}
