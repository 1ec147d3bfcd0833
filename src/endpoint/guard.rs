//! Who may talk to the endpoint: programs that mean this machine. A web page can make a browser send requests to the
//! loopback address, under a host name of its own (DNS rebinding) or from its own origin; both are refused.

use std::net::IpAddr;

use hyper::{
    HeaderMap, StatusCode, Uri,
    header::{HOST, ORIGIN},
};

use super::answer::Refusal;

/// Lets a request through, or says why not.
pub fn admit(uri: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
    if headers.contains_key(ORIGIN) {
        let why = "This endpoint answers programs of this machine, not web pages: a request with an Origin header is refused.";
        return Err(Refusal::new(StatusCode::FORBIDDEN, "AccessDeniedException", why));
    }
    let mut hosts = headers.get_all(HOST).iter().map(|value| value.to_str().unwrap_or_default());
    let in_uri = uri.authority().map(|authority| authority.as_str());
    let named = headers.contains_key(HOST) || in_uri.is_some();
    if named && hosts.all(is_loopback) && in_uri.is_none_or(is_loopback) {
        return Ok(());
    }
    let why = "This endpoint answers on the loopback address only: the Host header has to be 127.0.0.1, localhost or [::1].";
    Err(Refusal::new(StatusCode::FORBIDDEN, "AccessDeniedException", why))
}

/// Whether a host, with or without a port, is this machine whatever a name server says.
fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map_or("", |(name, _)| name),
        None => host.split_once(':').map_or(host, |(name, _)| name),
    };
    let name = name.to_ascii_lowercase();
    name == "localhost"
        || name.ends_with(".localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_loopback() {
        for good in
            ["127.0.0.1", "127.0.0.1:4599", "LOCALHOST:80", "kms.localhost", "[::1]:4599", "127.8.8.8"]
        {
            assert!(is_loopback(good), "{good}");
        }
        for bad in [
            "",
            "kms.us-east-1.amazonaws.com",
            "127.0.0.1.evil.example",
            "10.0.0.1",
            "[::2]",
            "[::1",
            "::1",
            "localhost.evil.example",
        ] {
            assert!(!is_loopback(bad), "{bad}");
        }
    }

    #[test]
    fn web_pages_and_strangers_are_refused() {
        let admitted = |pairs: &[(&str, &str)], uri: &str| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                let name: hyper::header::HeaderName = name.parse().expect("a name");
                headers.append(name, value.parse().expect("a value"));
            }
            admit(&uri.parse().expect("a URI"), &headers).is_ok()
        };
        assert!(admitted(&[("host", "127.0.0.1:4599")], "/"));
        assert!(admitted(&[], "http://localhost/"));
        assert!(!admitted(&[], "/"));
        assert!(!admitted(&[("host", "rebound.example")], "/"));
        assert!(!admitted(&[("host", "localhost"), ("host", "rebound.example")], "/"));
        assert!(!admitted(&[("host", "localhost")], "http://rebound.example/"));
        assert!(!admitted(&[("host", "localhost"), ("origin", "http://localhost")], "/"));
        assert!(!admitted(&[("host", "localhost"), ("origin", "null")], "/"));
    }
}
