//! The programs that make calls from outside, by a short form of the name that they give themselves.

use std::borrow::Cow;

use crate::world::{Actor, TrailEvent};

/// What the window's own calls are made by, as the trail has it.
const OWN: &str = "mrk-console";
/// The most characters of a short name.
const LONGEST: usize = 32;

/// The client of an event in short: `aws-cli 1.44`; nothing for what the service does by itself.
pub fn client_of(event: &TrailEvent) -> Option<Cow<'_, str>> {
    match (&event.actor, &event.client) {
        (Actor::Caller(_), Some(client)) => Some(Cow::Owned(short_client(client))),
        (Actor::Caller(_), None) => Some(Cow::Borrowed(OWN)),
        (Actor::Through(_) | Actor::Service | Actor::ServiceEvent, _) => None,
    }
}

/// A `User-Agent` in short: the program with the first two parts of its version.
///
/// It is a list of `name/version`. The first one names the program, but for Terraform, which begins with its partner's
/// name and has its own behind that.
pub fn short_client(agent: &str) -> String {
    let products = || agent.split_whitespace().filter(|it| !it.starts_with('('));
    let product = products().find(|it| it.starts_with("Terraform/")).or_else(|| products().next());
    let Some(product) = product else { return "unnamed".to_owned() };
    let (name, version) = product.split_once('/').unwrap_or((product, ""));
    let is_version = version.starts_with(|first: char| first.is_ascii_digit());
    let mut short: String = if is_version {
        let parts: Vec<&str> = version.split('.').take(2).collect();
        format!("{name} {}", parts.join("."))
    } else {
        // Nothing is known of how it counts: a name of several words stays whole.
        if product == agent.trim() { product } else { agent.trim() }.to_owned()
    };
    if let Some((end, _)) = short.char_indices().nth(LONGEST) {
        short.truncate(end);
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clients_are_named_as_people_know_them() {
        for (agent, short) in [
            (
                "aws-cli/1.44.9 md/Botocore#1.42.19 ua/2.1 os/linux#6.1 md/arch#x86_64 lang/python#3.11.2",
                "aws-cli 1.44",
            ),
            ("aws-cli/2.22.0 md/awscrt#0.23.4 ua/2.0 os/linux#6.1 exec-env/EC2", "aws-cli 2.22"),
            ("Boto3/1.43.0 md/Botocore#1.43.0 ua/2.1 os/linux#6.1", "Boto3 1.43"),
            ("aws-sdk-rust/1.3.14 ua/2.1 api/kms/1.90.0 os/linux lang/rust/1.91.0", "aws-sdk-rust 1.3"),
            ("aws-sdk-java/2.31.6 md/io#sync md/http#Apache", "aws-sdk-java 2.31"),
            ("aws-sdk-js/3.700.0 ua/2.1 os/linux#6.1 lang/js", "aws-sdk-js 3.700"),
            ("aws-sdk-go-v2/1.32.6 ua/2.1 os/linux lang/go#1.23.4", "aws-sdk-go-v2 1.32"),
            (
                "APN/1.0 HashiCorp/1.0 Terraform/1.9.8 (+https://www.terraform.io) terraform-provider-aws/5.80.0",
                "Terraform 1.9",
            ),
            ("curl/8.5.0", "curl 8.5"),
            ("an unnamed client", "an unnamed client"),
            ("", "unnamed"),
            ("(nothing)", "unnamed"),
            ("wrk/", "wrk/"),
        ] {
            assert_eq!(short_client(agent), short);
        }
        let long = short_client(&"ü".repeat(200));
        assert_eq!(long.chars().count(), LONGEST + 1);
        assert!(long.ends_with('…'));
    }
}
