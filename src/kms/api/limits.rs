//! The limits that the API model sets on the members of requests, and how a request is held against them.
//!
//! A request's declaration names each member's limits beside it; [`Members`] walks them. The same declarations tell
//! [`decode`](super::decode) what a document on the wire may say.

use std::fmt;

use regex_lite::Regex;
use std::sync::LazyLock;

use super::{Blob, EncryptionContext};
use crate::kms::{EpochSeconds, validate::Violations};

/// A regular expression of the model, which a text must match as a whole.
pub struct Pattern {
    /// The expression as the model writes it, and as messages quote it.
    pub text: &'static str,
    regex: LazyLock<Regex>,
}

impl Pattern {
    fn matches(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }
}

/// Declares the patterns: the model's spelling, and the same in the syntax of the library where that differs.
macro_rules! patterns {
    ($($(#[$doc:meta])* $name:ident = $text:literal $(as $ours:literal)?;)+) => {$(
        $(#[$doc])*
        pub(super) static $name: Pattern = Pattern {
            text: $text,
            regex: LazyLock::new(|| {
                let expression = patterns!(@ $text $(, $ours)?);
                // The expressions are those of this file, and a test compiles each.
                Regex::new(&format!("^(?:{expression})$")).expect("a pattern of this file is well-formed")
            }),
        };
    )+
        #[cfg(test)]
        const PATTERNS: &[&Pattern] = &[$(&$name,)+];
    };
    (@ $text:literal) => { $text };
    (@ $text:literal, $ours:literal) => { $ours };
}

patterns! {
    /// `AliasNameType`, and names of grants.
    ALIAS_NAME = "^[a-zA-Z0-9:/_-]+$";
    /// `PolicyNameType`
    POLICY_NAME = r"[\w]+";
    /// `PolicyType`
    POLICY_TEXT = r"[\u0009\u000A\u000D\u0020-\u00FF]+" as r"[\x09\x0A\x0D\x20-\u{FF}]+";
    /// `MarkerType`
    MARKER_TEXT = r"[\u0020-\u00FF]*" as r"[\x20-\u{FF}]*";
    /// `PrincipalIdType`
    PRINCIPAL_ID = r"^[\w+=,.@:/-]+$";
    /// `ServicePrincipalType`
    SERVICE_PRINCIPAL = r"^([A-Za-z0-9\-]+)\.([A-Za-z0-9\-]+)(\.[A-Za-z0-9\-]+)+$";
    /// `GrantConstraintSourceArnType`
    SOURCE_ARN = "^arn:aws[a-z0-9-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]{12}:.+$";
    /// `RegionType`
    REGION = r"^([a-z]+-){2,3}\d+$";
    /// `BackingKeyIdType`
    BACKING_KEY_ID = "^[a-f0-9]+$";
    /// `KeyMaterialDescriptionType`
    MATERIAL_DESCRIPTION = r"^[a-zA-Z0-9:/_\s.-]+$";
    /// `CloudHsmClusterIdType`
    CLUSTER_ID = "cluster-[2-7a-zA-Z]{11,16}";
    /// `XksKeyIdType`
    XKS_KEY_ID = "^[a-zA-Z0-9-_.]+$" as "^[a-zA-Z0-9_.-]+$";
    /// `XksProxyUriEndpointType`
    XKS_ENDPOINT = "^https://[a-zA-Z0-9.-]+$";
    /// `XksProxyUriPathType`
    XKS_PATH = r"^(/[a-zA-Z0-9\/_-]+/kms/xks/v\d{1,2})$|^(/kms/xks/v\d{1,2})$";
    /// `XksProxyVpcEndpointServiceNameType`
    XKS_VPC_SERVICE = r"^(com|eu)\.amazonaws\.vpce\.([a-z]+-){2,3}\d+\.vpce-svc-[0-9a-z]+$";
    /// `AccountIdType`
    ACCOUNT_ID = "[0-9]{12}";
    /// `XksProxyAuthenticationAccessKeyIdType`
    XKS_ACCESS_KEY_ID = "^[A-Z2-7]+$";
    /// `XksProxyAuthenticationRawSecretAccessKeyType`
    XKS_SECRET = r"^[a-zA-Z0-9\/+=]+$";
}

/// What the model demands of one member.
#[derive(Clone, Copy)]
pub struct Limits {
    /// Whether a request without it is refused.
    pub is_required: bool,
    least: i64,
    most: i64,
    pattern: Option<&'static Pattern>,
    /// The limits of a list's elements.
    element: Option<&'static Limits>,
}

impl Limits {
    /// No limits.
    pub const NONE: Self =
        Self { is_required: false, least: i64::MIN, most: i64::MAX, pattern: None, element: None };

    /// Lengths or values between two bounds, both allowed.
    pub(super) const fn between(least: i64, most: i64) -> Self {
        Self { least, most, ..Self::NONE }
    }

    /// A number of days out of those that are allowed.
    pub(super) const fn days(allowed: &std::ops::RangeInclusive<u32>) -> Self {
        Self::between(*allowed.start() as i64, *allowed.end() as i64)
    }

    /// The same, and a pattern.
    pub(super) const fn matching(self, pattern: &'static Pattern) -> Self {
        Self { pattern: Some(pattern), ..self }
    }

    /// The same, and the member must be given.
    pub(super) const fn required(self) -> Self {
        Self { is_required: true, ..self }
    }

    /// The same for a list, whose elements have limits of their own.
    pub(super) const fn of(self, element: &'static Self) -> Self {
        Self { element: Some(element), ..self }
    }

    /// The least and the greatest value or length.
    pub fn bounds(&self) -> (i64, i64) {
        (self.least, self.most)
    }
}

/// Members of many operations.
pub(super) const REQUIRED: Limits = Limits::NONE.required();
pub(super) const KEY_ID: Limits = Limits::between(1, 2048);
pub(super) const GRANT_TOKEN: Limits = Limits::between(1, 8192);
pub(super) const GRANT_TOKENS: Limits = Limits::between(0, 10).of(&GRANT_TOKEN);
pub(super) const PLAINTEXT: Limits = Limits::between(1, super::MAX_PLAINTEXT_BYTES as i64);
pub(super) const CIPHERTEXT: Limits = Limits::between(1, super::MAX_CIPHERTEXT_BYTES as i64);
pub(super) const MARKER: Limits = Limits::between(1, 1024).matching(&MARKER_TEXT);
pub(super) const POLICY: Limits = Limits::between(1, 131_072).matching(&POLICY_TEXT);
pub(super) const DESCRIPTION: Limits = Limits::between(0, 8192);
pub(super) const PRINCIPAL: Limits = Limits::between(1, 256).matching(&PRINCIPAL_ID);
pub(super) const SERVICE: Limits = Limits::between(1, 128).matching(&SERVICE_PRINCIPAL);
pub(super) const MATERIAL_ID: Limits = Limits::between(64, 64).matching(&BACKING_KEY_ID);
pub(super) const STORE_ID: Limits = Limits::between(1, 64);

/// Where a member stands in a request: `tags.1.member.tagKey`.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    parent: Option<&'a Place<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    /// By the field's name in this program.
    Member(&'a str),
    /// By its place in a list, from 1.
    Element(usize),
}

impl<'a> Place<'a> {
    /// A member of the request itself, by its field's name.
    pub fn member(name: &'a str) -> Self {
        Self { parent: None, step: Step::Member(name) }
    }

    fn field(&'a self, name: &'a str) -> Self {
        Self { parent: Some(self), step: Step::Member(name) }
    }

    fn element(&'a self, number: usize) -> Self {
        Self { parent: Some(self), step: Step::Element(number) }
    }

    pub(super) fn inside(&'a self, name: &'a str) -> Self {
        self.field(name)
    }

    pub(super) fn numbered(&'a self, number: usize) -> Self {
        self.element(number)
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            write!(f, "{parent}.")?;
        }
        match self.step {
            Step::Element(number) => write!(f, "{number}.member"),
            Step::Member(name) => {
                let mut words = name.split('_');
                f.write_str(words.next().unwrap_or_default())?;
                words.try_for_each(|word| f.write_str(&capitalised(word)))
            }
        }
    }
}

/// `key_id` as `KeyId`: a field's name as the wire has it.
pub(super) fn wire_name(field: &str) -> String {
    field.split('_').map(capitalised).collect()
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

/// What kind of value a member has on the wire.
#[derive(Clone, Copy)]
pub enum Kind {
    /// A text.
    Text,
    /// Bytes in Base64.
    Blob,
    /// True or false.
    Boolean,
    /// A whole number.
    Integer,
    /// Seconds since the epoch.
    Moment,
    /// One of these texts.
    Enumeration(&'static [&'static str]),
    /// Several values of one kind.
    List(&'static Kind),
    /// Texts by text.
    Pairs,
    /// Members of its own.
    Structure(&'static [MemberSpec]),
}

/// One member of a request or of a structure in one.
pub struct MemberSpec {
    /// Its field's name.
    pub field: &'static str,
    /// What kind of value it has.
    pub kind: Kind,
    /// What the model demands of it.
    pub limits: Limits,
}

impl MemberSpec {
    /// The member's name on the wire.
    pub fn name(&self) -> String {
        wire_name(self.field)
    }
}

/// A type that members can have.
pub trait MemberValue {
    /// The kind on the wire.
    const KIND: Kind;

    /// Holds the value against the limits of its member.
    fn check(&self, place: &Place<'_>, limits: &Limits, violations: &mut Violations);
}

/// A request, or a structure in one: the members it has.
pub trait Members {
    /// The members, in the order of their declaration.
    const MEMBERS: &'static [MemberSpec];

    /// Holds every member against its limits.
    fn check_members(&self, parent: Option<&Place<'_>>, violations: &mut Violations);
}

impl<T: Members> MemberValue for T {
    const KIND: Kind = Kind::Structure(T::MEMBERS);

    fn check(&self, place: &Place<'_>, _: &Limits, violations: &mut Violations) {
        self.check_members(Some(place), violations);
    }
}

impl MemberValue for String {
    const KIND: Kind = Kind::Text;

    fn check(&self, place: &Place<'_>, limits: &Limits, violations: &mut Violations) {
        violations.text_length(place, self, limits.bounds());
        if let Some(pattern) = limits.pattern
            && !self.is_empty()
            && !pattern.matches(self)
        {
            violations.pattern(place, self, pattern.text);
        }
    }
}

impl MemberValue for Blob {
    const KIND: Kind = Kind::Blob;

    fn check(&self, place: &Place<'_>, limits: &Limits, violations: &mut Violations) {
        violations.blob_length(place, self.0.len(), limits.bounds());
    }
}

impl MemberValue for u32 {
    const KIND: Kind = Kind::Integer;

    fn check(&self, place: &Place<'_>, limits: &Limits, violations: &mut Violations) {
        violations.range(place, i64::from(*self), limits.bounds());
    }
}

impl MemberValue for bool {
    const KIND: Kind = Kind::Boolean;

    fn check(&self, _: &Place<'_>, _: &Limits, _: &mut Violations) {}
}

impl MemberValue for EpochSeconds {
    const KIND: Kind = Kind::Moment;

    fn check(&self, _: &Place<'_>, _: &Limits, _: &mut Violations) {}
}

impl MemberValue for EncryptionContext {
    const KIND: Kind = Kind::Pairs;

    fn check(&self, _: &Place<'_>, _: &Limits, _: &mut Violations) {}
}

impl<T: MemberValue> MemberValue for Option<T> {
    const KIND: Kind = T::KIND;

    fn check(&self, place: &Place<'_>, limits: &Limits, violations: &mut Violations) {
        match self {
            Some(value) => value.check(place, limits, violations),
            None if limits.is_required => violations.missing(place),
            None => {}
        }
    }
}

impl<T: MemberValue> MemberValue for Vec<T> {
    const KIND: Kind = Kind::List(&T::KIND);

    fn check(&self, place: &Place<'_>, limits: &Limits, violations: &mut Violations) {
        // An absent list is an empty one, unless the model demands it.
        if !self.is_empty() || limits.is_required {
            violations.list_length(place, self.len(), limits.bounds());
        }
        let element = limits.element.unwrap_or(&Limits::NONE);
        for (number, value) in (1..).zip(self) {
            value.check(&place.element(number), element, violations);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        for pattern in PATTERNS {
            assert!(!pattern.matches("\u{1F600}"), "{}", pattern.text);
        }
    }

    #[test]
    fn patterns_hold_for_the_whole_text() {
        for (pattern, good, bad) in [
            (&REGION, "us-gov-west-1", "a-b-c-d-1"),
            (&REGION, "us-east-1", "us-east-1 "),
            (&ALIAS_NAME, "alias/a_b-c", "alias/a b"),
            (&POLICY_TEXT, "{\"a\":\n\t\"é\"}", "€"),
            (&CLUSTER_ID, "cluster-234567abcde", "xcluster-234567abcde"),
            (&XKS_PATH, "/example/kms/xks/v1", "/kms/xks/v123"),
            (&ACCOUNT_ID, "111111111111", "1111111111112"),
            (&PRINCIPAL_ID, "arn:aws:iam::111111111111:role/x", "a b"),
        ] {
            assert!(pattern.matches(good), "{good}");
            assert!(!pattern.matches(bad), "{bad}");
        }
    }

    #[test]
    fn places_are_told_as_kms_tells_them() {
        let tags = Place::member("tags");
        let first = tags.element(1);
        assert_eq!(first.field("tag_key").to_string(), "tags.1.member.tagKey");
        assert_eq!(wire_name("pending_window_in_days"), "PendingWindowInDays");
    }
}
