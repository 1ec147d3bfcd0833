//! Why a principal cannot be as it was asked to be, and which part of it is wrong.

use crate::kms::{AccountId, policy::PolicyParseError};

use super::PrincipalKind;

/// The part of a principal that an error is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrincipalField {
    /// Its name.
    Name,
    /// Its path.
    Path,
    /// Its account.
    Account,
    /// The note on it.
    Note,
    /// The attribute of this condition key.
    Attribute(String),
    /// The policy of this name.
    Policy(String),
    /// None of them: the principal as a whole.
    Whole,
}

/// Why a principal was not added, changed or removed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrincipalError {
    /// Another one has the name.
    #[error(
        "{name} is the name of a principal of account {account}; names are unique in a world, in any case of letters, so \
         choose another"
    )]
    NameTaken {
        /// The name as the other one has it.
        name: String,
        /// The other one's account.
        account: AccountId,
    },
    /// The name is none by IAM's rules.
    #[error("`{0}` is not a name in IAM: use 1 to 64 letters, digits and + = , . @ - _")]
    BadName(String),
    /// The root user's name or path is another than the world gives it.
    #[error("the root user is named by its account; its name and path cannot be changed")]
    RootIsNamed,
    /// The path is none by IAM's rules.
    #[error(
        "`{0}` is not a path in IAM: begin and end it with /, with printable ASCII characters between, 512 characters at most"
    )]
    BadPath(String),
    /// IAM renames and moves users, never roles.
    #[error("IAM never renames or moves a role; make another role and remove {0}")]
    RoleIsNamedForGood(String),
    /// Keys name the user by the ARN that it would lose.
    #[error(
        "{name} keeps name and path: {keys} of this world's keys name it by its ARN; change their policies and grants first"
    )]
    NamedByKeys {
        /// The user's name.
        name: String,
        /// How many members of keys name it.
        keys: usize,
    },
    /// Account and kind are for good.
    #[error("a principal stays what it is, in the account it is of; make another one")]
    AnotherOne,
    /// The text is no account id.
    #[error("`{0}` is not an account ID: it has exactly 12 digits")]
    BadAccountId(String),
    /// The account has no principals.
    #[error("there is no account {0} in this world; add the account first")]
    NoSuchAccount(AccountId),
    /// The account has a root user.
    #[error("account {0} is part of this world already")]
    AccountExists(AccountId),
    /// The principal is of another partition than the world.
    #[error("the Regions of this world are of the partition {0}; its principals are too")]
    OtherPartition(&'static str),
    /// The note is too long.
    #[error("the note has {0} characters; keep it to 1,000")]
    LongNote(usize),
    /// An attribute's name is no condition key.
    #[error("`{0}` is not a condition key: write a service and a name, such as aws:PrincipalOrgID")]
    BadAttribute(String),
    /// The request or the key tells the condition key.
    #[error("{0} comes with each request; it cannot be set for a principal")]
    ToldByRequest(String),
    /// Two attributes have the same condition key.
    #[error("{0} is there twice; a condition key has one value, in any case of letters")]
    TwiceThere(String),
    /// The value is none that the condition key can have.
    #[error("`{value}` is not a value of {key}: {expected}")]
    BadValue {
        /// The condition key.
        key: String,
        /// The value.
        value: String,
        /// What a value is.
        expected: &'static str,
    },
    /// More attributes than a request carries.
    #[error("{0} attributes are too many; keep them to 50")]
    TooManyAttributes(usize),
    /// IAM attaches no policies to a root user.
    #[error("a root user has no IAM policies; key policies and grants alone decide what it may do")]
    RootHasNoPolicies,
    /// A policy's name is none by IAM's rules.
    #[error("`{0}` is not a name of a policy in IAM: use 1 to 128 letters, digits and + = , . @ - _")]
    BadPolicyName(String),
    /// Two policies have the same name.
    #[error("there is a policy named {0} already; choose another name")]
    PolicyNameTaken(String),
    /// A policy cannot be read.
    #[error("the policy {policy} cannot be read: {reason}")]
    BadPolicy {
        /// The policy's name.
        policy: String,
        /// What is wrong, and where.
        reason: PolicyParseError,
    },
    /// A policy has more characters than IAM takes.
    #[error(
        "the policy {policy} has {characters} characters without white space; IAM takes 6,144 in a managed policy, and {inline} in \
         all inline policies of a {} together. Shorten it, or split it in two", kind.to_string().to_lowercase()
    )]
    LongPolicy {
        /// The policy's name.
        policy: String,
        /// How many characters it has, white space aside.
        characters: usize,
        /// How many all inline policies may have together.
        inline: &'static str,
        /// Whose policy it is.
        kind: PrincipalKind,
    },
    /// More policies than IAM attaches.
    #[error("{0} policies are too many; IAM attaches 20 at most")]
    TooManyPolicies(usize),
    /// There is no such principal.
    #[error("there is no principal {0} in this world; it may have been removed meanwhile")]
    Unknown(String),
    /// A root user is as old as its account.
    #[error("the root user cannot be removed; it is there as long as account {0} is")]
    RootStays(AccountId),
    /// An account with keys stays.
    #[error("account {0} has keys; delete them first")]
    AccountHasKeys(AccountId),
    /// The last principals stay.
    #[error("this is all that can act in this world; add another one first")]
    Last,
}

impl PrincipalError {
    /// The part of the principal that is wrong.
    pub fn field(&self) -> PrincipalField {
        match self {
            Self::NameTaken { .. }
            | Self::BadName(_)
            | Self::RootIsNamed
            | Self::RoleIsNamedForGood(_)
            | Self::NamedByKeys { .. } => PrincipalField::Name,
            Self::BadPath(_) => PrincipalField::Path,
            Self::BadAccountId(_) | Self::NoSuchAccount(_) | Self::AccountExists(_) => {
                PrincipalField::Account
            }
            Self::LongNote(_) => PrincipalField::Note,
            Self::BadAttribute(key)
            | Self::ToldByRequest(key)
            | Self::TwiceThere(key)
            | Self::BadValue { key, .. } => PrincipalField::Attribute(key.clone()),
            Self::BadPolicyName(policy)
            | Self::PolicyNameTaken(policy)
            | Self::BadPolicy { policy, .. }
            | Self::LongPolicy { policy, .. } => PrincipalField::Policy(policy.clone()),
            Self::AnotherOne
            | Self::OtherPartition(_)
            | Self::TooManyAttributes(_)
            | Self::RootHasNoPolicies
            | Self::TooManyPolicies(_)
            | Self::Unknown(_)
            | Self::RootStays(_)
            | Self::AccountHasKeys(_)
            | Self::Last => PrincipalField::Whole,
        }
    }

    /// What is said of it beside a field: begins like a sentence.
    pub fn sentence(&self) -> String {
        let text = self.to_string();
        let mut characters = text.chars();
        match characters.next() {
            // A name is written as it is.
            Some(first)
                if !matches!(
                    self,
                    Self::NameTaken { .. }
                        | Self::NamedByKeys { .. }
                        | Self::ToldByRequest(_)
                        | Self::TwiceThere(_)
                ) =>
            {
                first.to_uppercase().chain(characters).collect()
            }
            _ => text,
        }
    }
}

/// The account that a person means by a text; AWS's console shows `1111-1111-1111` for `111111111111`.
///
/// # Errors
/// If it is no account id.
pub fn parse_account(text: &str) -> Result<AccountId, PrincipalError> {
    let digits: String = text.trim().chars().filter(|c| *c != '-').collect();
    AccountId::parse(&digits).ok_or_else(|| PrincipalError::BadAccountId(text.trim().to_owned()))
}
