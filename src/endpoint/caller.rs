//! From a request's signature to the principal who acts.

use std::{sync::Arc, time::SystemTime};

use super::{
    Shared,
    answer::Refusal,
    signature::{Authorization, Signed},
};
use crate::{kms::Region, world::Principals};

/// The header that goes with temporary credentials.
const SESSION_TOKEN: &str = "x-amz-security-token";

/// Who makes a request, and where.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The ARN under which the caller acts.
    pub arn: Arc<str>,
    /// The Region whose endpoint is called.
    pub region: Region,
}

/// Who signed a request to `service`.
pub fn identify(
    shared: &Shared,
    principals: &Principals,
    service: &str,
    signed: &Signed<'_>,
    body: &[u8],
) -> Result<Caller, Refusal> {
    let authorization = Authorization::of(signed.headers)?;
    if authorization.service != service {
        let wrong = format!("Credential should be scoped to correct service: '{service}'. ");
        return Err(Refusal::bad_request("InvalidSignatureException", wrong));
    }
    let region = Region::parse(authorization.region).ok_or_else(|| {
        Refusal::bad_request("InvalidSignatureException", "Credential should be scoped to a valid region. ")
    })?;
    // Long-term keys come without a token; AWS knows no token that goes with one.
    if authorization.access_key.starts_with("AKIA") && signed.headers.contains_key(SESSION_TOKEN) {
        return Err(unrecognized());
    }
    let arn = match principals.with_access_key(authorization.access_key) {
        Some(signer) => {
            authorization.verify(&signer.secret, signed, body, SystemTime::now().into())?;
            signer.arn
        }
        None => stranger(shared, principals)?,
    };
    Ok(Caller { arn, region })
}

/// Who acts with an access key that no principal has.
fn stranger(shared: &Shared, principals: &Principals) -> Result<Arc<str>, Refusal> {
    let root = principals.root().filter(|_| !shared.options.strict_auth);
    root.map(|root| root.arn).ok_or_else(unrecognized)
}

fn unrecognized() -> Refusal {
    Refusal::bad_request(
        "UnrecognizedClientException",
        "The security token included in the request is invalid.",
    )
}
