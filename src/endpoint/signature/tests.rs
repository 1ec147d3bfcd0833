//! Known answers of AWS's published test suite for Signature Version 4, and what else may stand in a header.

use chrono::TimeZone as _;

use super::*;

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const SCOPE: &str = "AKIDEXAMPLE/20150830/us-east-1/service/aws4_request";

struct Case {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: &'static [u8],
}

impl Case {
    fn new(
        method: &str,
        uri: &str,
        headers: &[(&'static str, &'static str)],
        signed: &str,
        signature: &str,
    ) -> Self {
        let mut map = HeaderMap::new();
        map.insert("host", "example.amazonaws.com".parse().expect("a value"));
        map.insert(DATE, "20150830T123600Z".parse().expect("a value"));
        for (name, value) in headers {
            map.append(*name, value.parse().expect("a value"));
        }
        let authorization =
            format!("{ALGORITHM} Credential={SCOPE}, SignedHeaders={signed}, Signature={signature}");
        map.insert(AUTHORIZATION, authorization.parse().expect("a value"));
        Self {
            method: method.parse().expect("a method"),
            uri: uri.parse().expect("a URI"),
            headers: map,
            body: b"",
        }
    }

    fn verify_at(&self, secret: &str, now: DateTime<Utc>) -> Result<(), Refusal> {
        let signed = Signed { method: &self.method, uri: &self.uri, headers: &self.headers };
        Authorization::of(&self.headers)?.verify(secret, &signed, self.body, now)
    }

    fn verify(&self) -> Result<(), Refusal> {
        self.verify_at(SECRET, at(12, 36))
    }
}

fn at(hour: u32, minute: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2015, 8, 30, hour, minute, 0).single().expect("a moment")
}

const VANILLA: &str = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";

fn vanilla() -> Case {
    Case::new("GET", "/", &[], "host;x-amz-date", VANILLA)
}

#[test]
fn published_signatures_are_true() {
    vanilla().verify().expect("get-vanilla");
    let post = "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b";
    Case::new("POST", "/", &[], "host;x-amz-date", post).verify().expect("post-vanilla");
    let query = "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500";
    Case::new("GET", "/?Param2=value2&Param1=value1", &[], "host;x-amz-date", query)
        .verify()
        .expect("get-vanilla-query-order-key-case");
    let trim = "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736";
    let headers = [("my-header1", " value1"), ("my-header2", " \"a   b   c\"")];
    Case::new("GET", "/", &headers, "host;my-header1;my-header2;x-amz-date", trim)
        .verify()
        .expect("get-header-value-trim");
    let twice = "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea";
    let headers = [("my-header1", "value2"), ("my-header1", "value2"), ("my-header1", "value1")];
    Case::new("GET", "/", &headers, "host;my-header1;x-amz-date", twice)
        .verify()
        .expect("get-header-key-duplicate");
}

#[test]
fn whatever_is_changed_breaks_the_signature() {
    let kind = |case: &Case| case.verify().expect_err("refused").kind.into_owned();
    assert_eq!(kind(&Case { body: b"x", ..vanilla() }), "InvalidSignatureException");
    assert_eq!(kind(&Case { method: Method::POST, ..vanilla() }), "InvalidSignatureException");
    assert_eq!(
        kind(&Case { uri: "/other".parse().expect("a URI"), ..vanilla() }),
        "InvalidSignatureException"
    );
    let mut case = vanilla();
    case.headers.insert("host", "elsewhere.example".parse().expect("a value"));
    assert_eq!(kind(&case), "InvalidSignatureException");
    let other = vanilla().verify_at("another secret", at(12, 36)).expect_err("refused");
    assert!(other.message.starts_with("The request signature we calculated does not match"));
    for signature in ["", "zz", "5fa0", &VANILLA[1..]] {
        let case = Case::new("GET", "/", &[], "host;x-amz-date", signature);
        assert_eq!(kind(&case), "InvalidSignatureException", "{signature}");
    }
}

#[test]
fn a_signature_is_good_for_some_minutes() {
    vanilla().verify_at(SECRET, at(12, 41)).expect("five minutes later");
    vanilla().verify_at(SECRET, at(12, 31)).expect("a clock that is behind");
    assert_eq!(
        vanilla().verify_at(SECRET, at(12, 42)).expect_err("too late").message,
        "Signature expired: 20150830T123600Z is now earlier than 20150830T123700Z (20150830T124200Z - 5 min.)"
    );
    assert_eq!(
        vanilla().verify_at(SECRET, at(12, 30)).expect_err("too early").message,
        "Signature not yet current: 20150830T123600Z is still later than 20150830T123500Z (20150830T123000Z + 5 min.)"
    );
}

#[test]
fn headers_that_say_too_little_are_told_apart() {
    let refusal = |value: Option<&str>| {
        let mut headers = HeaderMap::new();
        if let Some(value) = value {
            headers.insert(AUTHORIZATION, value.parse().expect("a value"));
        }
        let refused = Authorization::of(&headers).map(|it| it.access_key.to_owned()).expect_err("refused");
        (refused.status.as_u16(), refused.kind.into_owned())
    };
    assert_eq!(refusal(None), (400, "MissingAuthenticationTokenException".to_owned()));
    for value in [
        "",
        "Bearer x",
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 Credential=a/b/c/kms/aws4_request",
        "AWS4-HMAC-SHA256 Credential=a/b/c/kms/aws4_request, SignedHeaders=host",
        "AWS4-HMAC-SHA256 Credential=b/c/kms/aws4_request, SignedHeaders=host, Signature=00",
        "AWS4-HMAC-SHA256 Credential=a/b/c/kms/aws5, SignedHeaders=host, Signature=00",
    ] {
        assert_eq!(refusal(Some(value)), (400, "IncompleteSignatureException".to_owned()), "{value}");
    }
}

#[test]
fn an_access_key_may_hold_slashes() {
    let mut headers = HeaderMap::new();
    let value = "AWS4-HMAC-SHA256 Credential=my/key/20260212/eu-west-1/kms/aws4_request,SignedHeaders=host,Signature=00";
    headers.insert(AUTHORIZATION, value.parse().expect("a value"));
    let read = Authorization::of(&headers).expect("readable");
    assert_eq!((read.access_key, read.region, read.service), ("my/key", "eu-west-1", "kms"));
}
