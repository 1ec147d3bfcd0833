//! What IAM asks of a principal: its name, its path, its policies; and what this world asks of its attributes.

use std::{collections::BTreeSet, net::IpAddr};

use super::{Principal, PrincipalError, PrincipalKind};
use crate::kms::policy::PolicyDocument;

/// The most characters of a name of a user or a role.
const MAX_NAME: usize = 64;
/// The most characters of a policy's name.
const MAX_POLICY_NAME: usize = 128;
/// The most characters of a path.
const MAX_PATH: usize = 512;
/// The most characters of a note; as of a role's description.
const MAX_NOTE: usize = 1_000;
/// The most attributes.
const MAX_ATTRIBUTES: usize = 50;
/// The most characters of an attribute's value.
const MAX_VALUE: usize = 256;
/// The most policies.
const MAX_POLICIES: usize = 20;
/// The most characters of a managed policy, white space aside.
pub const MAX_POLICY_CHARACTERS: usize = 6_144;

/// Condition keys that the ARN, the key or the request tells. Small letters.
const TOLD: [&str; 11] = [
    "aws:principalarn",
    "aws:principalaccount",
    "aws:principalisawsservice",
    "aws:principalservicename",
    "aws:principaltype",
    "aws:username",
    "aws:requestedregion",
    "aws:currenttime",
    "aws:epochtime",
    "aws:viaawsservice",
    "aws:resourceaccount",
];

/// What condition keys begin with that the key or the request tells. Small letters.
const TOLD_FROM: [&str; 3] = ["aws:resourcetag/", "aws:requesttag/", "aws:tagkeys"];

/// Condition keys whose values are true or false. Small letters.
const BOOLEANS: [&str; 3] = ["aws:multifactorauthpresent", "aws:securetransport", "aws:ispersoncalling"];

/// How many characters of a policy IAM counts: all but white space.
pub fn counted_characters(document: &str) -> usize {
    document.chars().filter(|c| !c.is_whitespace()).count()
}

impl Principal {
    /// What the root user of a further account is called: its ARN has no name, and names are unique in a world.
    pub fn root_name(account: &str) -> String {
        format!("root@{account}")
    }

    /// Checks all that can be told from the principal alone.
    ///
    /// # Errors
    /// The first part that is wrong.
    pub fn check(&self) -> Result<(), PrincipalError> {
        check_name(&self.name)?;
        check_path(&self.path)?;
        let characters = self.note.chars().count();
        if characters > MAX_NOTE {
            return Err(PrincipalError::LongNote(characters));
        }
        self.check_attributes()?;
        self.check_policies()
    }

    fn check_attributes(&self) -> Result<(), PrincipalError> {
        let mut seen = BTreeSet::new();
        for (key, value) in &self.attributes {
            check_attribute(key, value)?;
            if !seen.insert(key.to_lowercase()) {
                return Err(PrincipalError::TwiceThere(key.clone()));
            }
        }
        match self.attributes.len() {
            0..=MAX_ATTRIBUTES => Ok(()),
            count => Err(PrincipalError::TooManyAttributes(count)),
        }
    }

    fn check_policies(&self) -> Result<(), PrincipalError> {
        if self.kind == PrincipalKind::Root && !self.policies.is_empty() {
            return Err(PrincipalError::RootHasNoPolicies);
        }
        if self.policies.len() > MAX_POLICIES {
            return Err(PrincipalError::TooManyPolicies(self.policies.len()));
        }
        let mut seen = BTreeSet::new();
        // What is too long for a managed policy has to be inline.
        let (most_inline, inline_words) = match self.kind {
            PrincipalKind::Role => (10_240, "10,240"),
            PrincipalKind::Root | PrincipalKind::User => (2_048, "2,048"),
        };
        let mut inline = 0;
        for policy in &self.policies {
            let name = || policy.name.clone();
            if !is_name(&policy.name, MAX_POLICY_NAME) {
                return Err(PrincipalError::BadPolicyName(name()));
            }
            if !seen.insert(policy.name.to_lowercase()) {
                return Err(PrincipalError::PolicyNameTaken(name()));
            }
            let characters = counted_characters(&policy.document);
            if characters > MAX_POLICY_CHARACTERS {
                inline += characters;
            }
            if inline > most_inline {
                let (policy, kind) = (name(), self.kind);
                return Err(PrincipalError::LongPolicy { policy, characters, inline: inline_words, kind });
            }
            PolicyDocument::parse_identity_policy(&policy.document)
                .map_err(|reason| PrincipalError::BadPolicy { policy: name(), reason })?;
        }
        Ok(())
    }
}

fn is_name(text: &str, most: usize) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || "+=,.@-_".contains(c);
    (1..=most).contains(&text.len()) && text.chars().all(fits)
}

fn check_name(name: &str) -> Result<(), PrincipalError> {
    if is_name(name, MAX_NAME) { Ok(()) } else { Err(PrincipalError::BadName(name.to_owned())) }
}

fn check_path(path: &str) -> Result<(), PrincipalError> {
    let printable = path.chars().all(|c| ('!'..='~').contains(&c));
    // `//` would be an empty part: IAM's pattern takes `/` alone, or something between two of them.
    let well_formed = path == "/" || (path.len() > 2 && path.starts_with('/') && path.ends_with('/'));
    if printable && well_formed && path.len() <= MAX_PATH {
        Ok(())
    } else {
        Err(PrincipalError::BadPath(path.to_owned()))
    }
}

fn check_attribute(key: &str, value: &str) -> Result<(), PrincipalError> {
    let name = key.split_once(':').filter(|(service, name)| {
        let fits = |c: char| c.is_ascii_alphanumeric() || "-_./:=+@".contains(c);
        !service.is_empty()
            && service.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !name.is_empty()
            && name.chars().all(fits)
    });
    if name.is_none() || key.len() > MAX_NAME * 2 {
        return Err(PrincipalError::BadAttribute(key.to_owned()));
    }
    let small = key.to_lowercase();
    let told = TOLD.contains(&small.as_str())
        || TOLD_FROM.iter().any(|from| small.starts_with(from))
        // Of KMS's own keys only this one is about who calls.
        || (small.starts_with("kms:") && small != "kms:viaservice");
    if told {
        return Err(PrincipalError::ToldByRequest(key.to_owned()));
    }
    let expected = match small.as_str() {
        "aws:sourceip" if value.parse::<IpAddr>().is_err() => "write an IP address, such as 203.0.113.7",
        it if BOOLEANS.contains(&it) && !matches!(value, "true" | "false") => "write true or false",
        _ if value.is_empty() => "write a value, or remove the attribute",
        _ if value.chars().count() > MAX_VALUE => "keep it to 256 characters",
        _ => return Ok(()),
    };
    Err(PrincipalError::BadValue { key: key.to_owned(), value: value.to_owned(), expected })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{kms::AccountId, world::IdentityPolicy};

    fn user() -> Principal {
        Principal {
            name: "eve".to_owned(),
            path: "/".to_owned(),
            kind: PrincipalKind::User,
            partition: crate::kms::Partition::Aws,
            account: AccountId::parse("111111111111").expect("twelve digits"),
            note: String::new(),
            policies: Vec::new(),
            attributes: Default::default(),
        }
    }

    #[test]
    fn names_and_paths_follow_iam() {
        let longest = "x".repeat(64);
        for name in ["a", "a.b@c-d_e+f=g,h", &longest] {
            assert_eq!(check_name(name), Ok(()), "{name}");
        }
        let too_long = "x".repeat(65);
        for name in ["", "a b", "a/b", "ä", "a:b", &too_long] {
            assert_eq!(check_name(name), Err(PrincipalError::BadName(name.to_owned())));
        }
        for path in ["/", "/app/", "/a/b/c/"] {
            assert_eq!(check_path(path), Ok(()), "{path}");
        }
        let too_long = format!("/{}/", "x".repeat(511));
        for path in ["", "app", "/app", "app/", "//", "/a b/", "/ä/", &too_long] {
            assert!(check_path(path).is_err(), "{path}");
        }
    }

    #[test]
    fn attributes_are_condition_keys_that_the_request_does_not_tell() {
        for (key, value) in [
            ("aws:SourceIp", "2001:db8::1"),
            ("aws:MultiFactorAuthPresent", "true"),
            ("aws:PrincipalTag/team", "payments"),
            ("kms:ViaService", "s3.eu-west-1.amazonaws.com"),
        ] {
            assert_eq!(check_attribute(key, value), Ok(()), "{key}");
        }
        for key in ["", "SourceIp", ":x", "aws:", "aws source:ip"] {
            assert_eq!(check_attribute(key, "x"), Err(PrincipalError::BadAttribute(key.to_owned())));
        }
        for key in ["aws:PrincipalArn", "aws:RequestedRegion", "kms:KeySpec", "aws:ResourceTag/team"] {
            assert_eq!(check_attribute(key, "x"), Err(PrincipalError::ToldByRequest(key.to_owned())));
        }
        for (key, value) in
            [("aws:SourceIp", "localhost"), ("aws:MultiFactorAuthPresent", "yes"), ("aws:PrincipalOrgID", "")]
        {
            let error = check_attribute(key, value).expect_err(key);
            assert!(matches!(error, PrincipalError::BadValue { .. }), "{error}");
        }
        let mut twice = user();
        for key in ["aws:SourceIp", "aws:sourceip"] {
            twice.attributes.insert(key.to_owned(), "127.0.0.1".to_owned());
        }
        assert!(matches!(twice.check(), Err(PrincipalError::TwiceThere(_))));
    }

    /// A policy of so many characters that IAM counts.
    fn document(characters: usize) -> String {
        let frame = |action: &str| {
            format!(
                r#"{{ "Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"kms:{action}","Resource":"*"}}]}}"#
            )
        };
        let around = counted_characters(&frame(""));
        frame(&"x".repeat(characters - around))
    }

    #[test]
    fn policies_are_as_long_as_iam_takes_them() {
        let with = |kind, sizes: &[usize]| {
            let mut it = user();
            it.kind = kind;
            it.policies = (1..)
                .zip(sizes)
                .map(|(number, size)| IdentityPolicy {
                    name: format!("P{number}"),
                    document: document(*size),
                })
                .collect();
            it.check()
        };
        assert_eq!(with(PrincipalKind::User, &[6_144, 6_144]), Ok(()));
        let error = with(PrincipalKind::User, &[6_145]).expect_err("too long for a user");
        assert!(error.to_string().contains("6145 characters"), "{error}");
        assert_eq!(with(PrincipalKind::Role, &[10_240, 6_144]), Ok(()));
        assert!(with(PrincipalKind::Role, &[10_241]).is_err());
        assert!(with(PrincipalKind::Role, &[6_200, 6_200]).is_err(), "inline policies count together");
        assert_eq!(with(PrincipalKind::Root, &[200]), Err(PrincipalError::RootHasNoPolicies));
        assert_eq!(with(PrincipalKind::User, &[200; 21]), Err(PrincipalError::TooManyPolicies(21)));
    }

    #[test]
    fn a_policy_that_cannot_be_read_says_why() {
        let mut it = user();
        let policy = |name: &str, document: &str| IdentityPolicy {
            name: name.to_owned(),
            document: document.to_owned(),
        };
        it.policies = vec![policy("Bad", "{\n}")];
        let error = it.check().expect_err("no policy");
        assert!(error.to_string().starts_with("the policy Bad cannot be read: line "), "{error}");
        it.policies = vec![policy("One", &document(200)), policy("one", &document(200))];
        assert_eq!(it.check(), Err(PrincipalError::PolicyNameTaken("one".to_owned())));
        it.policies = vec![policy("a b", &document(200))];
        assert_eq!(it.check(), Err(PrincipalError::BadPolicyName("a b".to_owned())));
    }
}
