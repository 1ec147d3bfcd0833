//! How one condition operator compares one value of the policy with one value of the request.

use std::net::IpAddr;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::pattern::{ArnPattern, Pattern, Token};
use super::variable::plain_text;

/// The comparison behind an operator's name, without negation, set prefix and suffix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    /// `StringEquals`
    Text,
    /// `StringEqualsIgnoreCase`
    TextIgnoringCase,
    /// `StringLike`
    TextLike,
    /// `ArnEquals` and `ArnLike`, which do the same
    Arn,
    /// `Bool`
    Bool,
    /// `Numeric…`
    Number(Order),
    /// `Date…`
    Date(Order),
    /// `IpAddress`
    Address,
    /// `Null`: is the key absent?
    Absence,
}

/// How the request's value must stand to the policy's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Equals,
    Less,
    LessOrEquals,
    Greater,
    GreaterOrEquals,
}

impl Order {
    fn holds<T: PartialOrd>(self, actual: T, wanted: T) -> bool {
        match self {
            Self::Equals => actual == wanted,
            Self::Less => actual < wanted,
            Self::LessOrEquals => actual <= wanted,
            Self::Greater => actual > wanted,
            Self::GreaterOrEquals => actual >= wanted,
        }
    }
}

/// A value of the policy, prepared for its comparison.
#[derive(Debug, Clone)]
pub(super) enum Operand {
    Text(String),
    TextIgnoringCase(String),
    TextLike(Pattern),
    Arn(ArnPattern),
    Bool(bool),
    Number(Order, f64),
    Date(Order, DateTime<Utc>),
    Address(Network),
}

impl Operand {
    /// Prepares a value. The error is a sentence for the policy's author.
    pub(super) fn new(comparison: Comparison, tokens: &[Token]) -> Result<Self, String> {
        let text = plain_text(tokens);
        match comparison {
            Comparison::Text => Ok(Self::Text(text)),
            Comparison::TextIgnoringCase => Ok(Self::TextIgnoringCase(text.to_lowercase())),
            Comparison::TextLike => Ok(Self::TextLike(Pattern::from_tokens(tokens.iter().copied()))),
            Comparison::Arn => Ok(Self::Arn(ArnPattern::from_tokens(tokens))),
            Comparison::Bool | Comparison::Absence => truth(&text)
                .map(Self::Bool)
                .ok_or_else(|| format!("\"{text}\" must be \"true\" or \"false\"")),
            Comparison::Number(order) => {
                let number = number(&text).ok_or_else(|| format!("\"{text}\" is not a number"))?;
                Ok(Self::Number(order, number))
            }
            Comparison::Date(order) => {
                let date = date(&text).ok_or_else(|| format!("\"{text}\" is not a date in ISO 8601"))?;
                Ok(Self::Date(order, date))
            }
            Comparison::Address => {
                let network =
                    text.parse().map_err(|()| format!("\"{text}\" is not an IP address or range"))?;
                Ok(Self::Address(network))
            }
        }
    }

    /// Whether a value of the request satisfies the comparison. A value of another type never does.
    pub(super) fn matches(&self, actual: &str) -> bool {
        match self {
            Self::Text(wanted) => actual == wanted,
            Self::TextIgnoringCase(wanted) => actual.to_lowercase() == *wanted,
            Self::TextLike(pattern) => pattern.matches(actual),
            Self::Arn(pattern) => pattern.matches(actual),
            Self::Bool(wanted) => truth(actual) == Some(*wanted),
            Self::Number(order, wanted) => number(actual).is_some_and(|actual| order.holds(actual, *wanted)),
            Self::Date(order, wanted) => date(actual).is_some_and(|actual| order.holds(actual, *wanted)),
            Self::Address(network) => actual.parse().is_ok_and(|address| network.contains(address)),
        }
    }
}

fn truth(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

fn number(text: &str) -> Option<f64> {
    // `f64` also reads "inf" and "NaN", which are no numbers to IAM.
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// A W3C ISO 8601 date, with or without time, or seconds since 1970.
fn date(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Some(moment.to_utc());
    }
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some(day.and_time(NaiveTime::MIN).and_utc());
    }
    let seconds: i64 = text.parse().ok()?;
    DateTime::from_timestamp(seconds, 0)
}

/// A range of addresses: `203.0.113.0/24`, `2001:db8::/32`, or a single address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Network {
    base: IpAddr,
    prefix: u32,
}

impl Network {
    fn contains(self, address: IpAddr) -> bool {
        match (self.base, address) {
            (IpAddr::V4(base), IpAddr::V4(address)) => {
                let mask = u32::MAX.checked_shl(32 - self.prefix).unwrap_or(0);
                base.to_bits() & mask == address.to_bits() & mask
            }
            (IpAddr::V6(base), IpAddr::V6(address)) => {
                let mask = u128::MAX.checked_shl(128 - self.prefix).unwrap_or(0);
                base.to_bits() & mask == address.to_bits() & mask
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (base, prefix) = match text.split_once('/') {
            Some((base, prefix)) => (base, Some(prefix)),
            None => (text, None),
        };
        let base: IpAddr = base.parse().map_err(|_| ())?;
        let longest = if base.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            Some(prefix) => prefix.parse().map_err(|_| ())?,
            None => longest,
        };
        if prefix > longest { Err(()) } else { Ok(Self { base, prefix }) }
    }
}
