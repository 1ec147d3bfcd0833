//! What of STS tells who is calling: `GetCallerIdentity`, in the query protocol.

use hyper::{StatusCode, http::request::Parts};

use super::{
    Shared,
    answer::{self, Answer, Refusal},
    caller,
    route::own_request_id,
    signature::Signed,
};

const SERVICE: &str = "sts";
const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";

/// Answers a form.
pub fn answer_request(shared: &Shared, parts: &Parts, body: &[u8], client: &str) -> Answer {
    let id = own_request_id(shared);
    match identity(shared, parts, body) {
        Ok((arn, user_id, account)) => {
            shared.note_call();
            let body = format!(
                "<GetCallerIdentityResponse xmlns=\"{NAMESPACE}\">\n  <GetCallerIdentityResult>\n    <Arn>{}</Arn>\n    \
                 <UserId>{}</UserId>\n    <Account>{}</Account>\n  </GetCallerIdentityResult>\n  <ResponseMetadata>\n    \
                 <RequestId>{id}</RequestId>\n  </ResponseMetadata>\n</GetCallerIdentityResponse>\n",
                escaped(&arn),
                escaped(&user_id),
                escaped(&account)
            );
            answer::xml(StatusCode::OK, &id, body)
        }
        Err(refused) => {
            shared.note_refusal(&refused, client);
            // The query protocol names exceptions without their last word.
            let code = match refused.kind.strip_suffix("Exception") {
                Some("UnrecognizedClient") => "InvalidClientTokenId",
                Some("InvalidSignature") => "SignatureDoesNotMatch",
                Some(short) => short,
                None => &refused.kind,
            };
            let status = if refused.kind == "InvalidAction" { refused.status } else { StatusCode::FORBIDDEN };
            let body = format!(
                "<ErrorResponse xmlns=\"{NAMESPACE}\">\n  <Error>\n    <Type>Sender</Type>\n    <Code>{}</Code>\n    \
                 <Message>{}</Message>\n  </Error>\n  <RequestId>{id}</RequestId>\n</ErrorResponse>\n",
                escaped(code),
                escaped(&refused.message)
            );
            answer::xml(status, &id, body)
        }
    }
}

/// The ARN, user id and account of the caller.
fn identity(shared: &Shared, parts: &Parts, body: &[u8]) -> Result<(String, String, String), Refusal> {
    let form = String::from_utf8_lossy(body);
    let mut fields = form.split('&').filter_map(|it| it.split_once('='));
    let action = fields.find(|(name, _)| *name == "Action").map_or("", |(_, action)| action);
    if action != "GetCallerIdentity" {
        let why = format!("Could not find operation {action} for version 2011-06-15");
        return Err(Refusal::bad_request("InvalidAction", why));
    }
    let signed = Signed { method: &parts.method, uri: &parts.uri, headers: &parts.headers };
    let principals = shared.stage().lock().world.principals().clone();
    let caller = caller::identify(shared, &principals, SERVICE, &signed, body)?;
    let principal = principals.with_acting_arn(&caller.arn);
    let user_id = principal.map(|it| it.user_id()).unwrap_or_default();
    let account = principal.map(|it| it.account.to_string()).unwrap_or_default();
    Ok((caller.arn.to_string(), user_id, account))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
