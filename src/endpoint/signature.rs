//! AWS Signature Version 4, from the side that checks it.
//!
//! The rules are those of "Signature Version 4 for API requests" in the IAM User Guide; the refusals are the ones of
//! AWS's JSON services.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use hyper::{HeaderMap, Method, Uri, header::AUTHORIZATION};
use sha2::{Digest as _, Sha256};

use super::answer::Refusal;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const DATE: &str = "x-amz-date";
const DATE_FORMAT: &str = "%Y%m%dT%H%M%SZ";
/// How far a client's clock may be from this machine's.
const TOLERANCE_MINUTES: i64 = 5;

/// What the `Authorization` header of a signed request says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authorization<'a> {
    /// Whose signature it is.
    pub access_key: &'a str,
    /// The day of the signing key, `20260212`.
    day: &'a str,
    /// The Region that the request is for.
    pub region: &'a str,
    /// The service that the request is for.
    pub service: &'a str,
    signed_headers: &'a str,
    signature: &'a str,
}

/// What of a request is signed, besides its body.
pub struct Signed<'a> {
    /// `POST`, mostly.
    pub method: &'a Method,
    /// Path and query.
    pub uri: &'a Uri,
    /// All headers.
    pub headers: &'a HeaderMap,
}

fn incomplete(message: String) -> Refusal {
    Refusal::bad_request("IncompleteSignatureException", message)
}

fn invalid(message: impl Into<std::borrow::Cow<'static, str>>) -> Refusal {
    Refusal::bad_request("InvalidSignatureException", message)
}

impl<'a> Authorization<'a> {
    /// Reads the header.
    pub fn of(headers: &'a HeaderMap) -> Result<Self, Refusal> {
        let Some(header) = headers.get(AUTHORIZATION) else {
            return Err(Refusal::bad_request(
                "MissingAuthenticationTokenException",
                "Missing Authentication Token",
            ));
        };
        let header = header.to_str().map_err(|_| incomplete("Authorization is not text.".to_owned()))?;
        let parameters = header.strip_prefix(ALGORITHM).filter(|rest| rest.starts_with([' ', '\t']));
        let Some(parameters) = parameters else {
            return Err(incomplete(format!("Unsupported AWS 'algorithm': '{header}'.")));
        };
        let find = |name: &str| {
            let mut found = parameters.split(',').filter_map(|it| it.trim().split_once('='));
            found.find(|(key, _)| *key == name).map(|(_, value)| value)
        };
        let missing = |name: &str| {
            incomplete(format!("Authorization header requires '{name}' parameter. Authorization={header}"))
        };
        let credential = find("Credential").ok_or_else(|| missing("Credential"))?;
        let signed_headers = find("SignedHeaders").ok_or_else(|| missing("SignedHeaders"))?;
        let signature = find("Signature").ok_or_else(|| missing("Signature"))?;
        // An access key may have slashes in it, as clients are set up with anything; the scope is the end.
        let mut parts = credential.rsplitn(5, '/');
        let mut part = || parts.next();
        match (part(), part(), part(), part(), part()) {
            (Some("aws4_request"), Some(service), Some(region), Some(day), Some(access_key)) => {
                Ok(Self { access_key, day, region, service, signed_headers, signature })
            }
            _ => Err(incomplete(format!(
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{credential}'"
            ))),
        }
    }

    /// Checks that the request was signed with `secret`, and lately.
    pub fn verify(
        &self,
        secret: &str,
        signed: &Signed<'_>,
        body: &[u8],
        now: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        let date = signed.headers.get(DATE).and_then(|value| value.to_str().ok());
        let date = date.ok_or_else(|| {
            incomplete(
                "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
                    .to_owned(),
            )
        })?;
        let moment = NaiveDateTime::parse_from_str(date, DATE_FORMAT)
            .map_err(|_| incomplete(format!("Date must be in ISO-8601 'basic format'. Got '{date}'.")))?
            .and_utc();
        if !date.starts_with(self.day) {
            return Err(invalid(format!(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{}' != '{}', from '{date}'.",
                self.day,
                date.get(..8).unwrap_or(date),
            )));
        }
        is_recent(date, moment, now)?;
        let request = self.canonical_request(signed, body);
        let mut mac = hmac(&self.signing_key(secret));
        mac.update(
            format!(
                "{ALGORITHM}\n{date}\n{}/{}/{}/aws4_request\n{}",
                self.day,
                self.region,
                self.service,
                hex(&Sha256::digest(request))
            )
            .as_bytes(),
        );
        let given = unhex(self.signature).unwrap_or_default();
        mac.verify_slice(&given).map_err(|_| {
            invalid(
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret \
                 Access Key and signing method. Consult the service documentation for details.",
            )
        })
    }

    fn signing_key(&self, secret: &str) -> [u8; 32] {
        let day = sign(format!("AWS4{secret}").as_bytes(), self.day);
        let service = sign(&sign(&day, self.region), self.service);
        sign(&service, "aws4_request")
    }

    fn canonical_request(&self, signed: &Signed<'_>, body: &[u8]) -> String {
        let mut text = String::with_capacity(512);
        text.push_str(signed.method.as_str());
        text.push('\n');
        push_encoded_path(&mut text, signed.uri.path());
        text.push('\n');
        push_sorted_query(&mut text, signed.uri.query().unwrap_or_default());
        text.push('\n');
        for name in self.signed_headers.split(';') {
            text.push_str(name);
            text.push(':');
            for (place, value) in signed.headers.get_all(name).iter().enumerate() {
                if place > 0 {
                    text.push(',');
                }
                push_with_single_spaces(&mut text, &String::from_utf8_lossy(value.as_bytes()));
            }
            text.push('\n');
        }
        text.push('\n');
        text.push_str(self.signed_headers);
        text.push('\n');
        text.push_str(&hex(&Sha256::digest(body)));
        text
    }
}

/// Refuses what was signed too long ago or too far in the future.
fn is_recent(date: &str, moment: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Refusal> {
    let tolerance = TimeDelta::minutes(TOLERANCE_MINUTES);
    let text = |moment: DateTime<Utc>| moment.format(DATE_FORMAT).to_string();
    if moment < now - tolerance {
        return Err(invalid(format!(
            "Signature expired: {date} is now earlier than {} ({} - {TOLERANCE_MINUTES} min.)",
            text(now - tolerance),
            text(now)
        )));
    }
    if moment > now + tolerance {
        return Err(invalid(format!(
            "Signature not yet current: {date} is still later than {} ({} + {TOLERANCE_MINUTES} min.)",
            text(now + tolerance),
            text(now)
        )));
    }
    Ok(())
}

/// The path with all but slashes and unreserved characters encoded once more.
fn push_encoded_path(text: &mut String, path: &str) {
    use std::fmt::Write as _;
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
}

fn push_sorted_query(text: &mut String, query: &str) {
    let mut parameters: Vec<(&str, &str)> = query
        .split('&')
        .filter(|it| !it.is_empty())
        .map(|it| it.split_once('=').unwrap_or((it, "")))
        .collect();
    parameters.sort_unstable();
    for (place, (name, value)) in parameters.into_iter().enumerate() {
        if place > 0 {
            text.push('&');
        }
        text.extend([name, "=", value]);
    }
}

/// A header's value without spaces at its ends and with single ones inside.
fn push_with_single_spaces(text: &mut String, value: &str) {
    for (place, word) in value.split(' ').filter(|word| !word.is_empty()).enumerate() {
        if place > 0 {
            text.push(' ');
        }
        text.push_str(word);
    }
}

fn hmac(key: &[u8]) -> Hmac<Sha256> {
    // HMAC takes keys of every length.
    Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of every length")
}

fn sign(key: &[u8], text: &str) -> [u8; 32] {
    let mut mac = hmac(key);
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().into()
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        text.chars().map(|it| it.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2))?;
    Some(digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

#[cfg(test)]
mod tests;
