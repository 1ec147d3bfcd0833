//! AWS JSON 1.1 for KMS: the target names the operation, the body has its members.

use std::sync::Arc;

use bytes::Bytes;
use hyper::http::request::Parts;

use super::{
    Shared,
    answer::{self, Answer, Refusal},
    caller,
    route::own_request_id,
    signature::Signed,
};
use crate::{
    kms::{
        api::{Operation, Request, Response},
        request_id,
    },
    world::{Call, may_be_slow},
};

/// What the service is called in targets.
const TARGET_PREFIX: &str = "TrentService.";
/// What the service is called in the scope of a signature.
const SERVICE: &str = "kms";

/// The operation of a target.
pub fn operation(target: &str) -> Option<Operation> {
    Operation::from_name(target.strip_prefix(TARGET_PREFIX)?)
}

/// Answers a request for an operation.
pub async fn answer_request(
    shared: &Arc<Shared>,
    operation: Operation,
    parts: &Parts,
    body: Bytes,
    client: Arc<str>,
) -> Answer {
    let call = match read(shared, operation, parts, &body) {
        Ok(call) => call.by(Arc::clone(&client)),
        Err(refused) => {
            shared.note_refusal(&refused, &client);
            return answer::refusal(&own_request_id(shared), &refused);
        }
    };
    let recorded = if may_be_slow(&call.request) {
        shared.slow.call(shared, call).await
    } else {
        shared.stage().record(call, &shared.manner)
    };
    shared.note_call();
    let id = request_id(recorded.number, recorded.time);
    match recorded.answer {
        Ok(response) => answer::json(&id, body_of(&response)),
        Err(error) => answer::refusal(&id, &error.into()),
    }
}

/// Who calls, and what is asked.
fn read(shared: &Shared, operation: Operation, parts: &Parts, body: &[u8]) -> Result<Call, Refusal> {
    let signed = Signed { method: &parts.method, uri: &parts.uri, headers: &parts.headers };
    let principals = shared.stage().lock().world.principals().clone();
    let caller = caller::identify(shared, &principals, SERVICE, &signed, body)?;
    let request = Request::decode(operation, body)?;
    Ok(Call::new(caller.region, caller.arn, request))
}

/// The body of an answer; operations without one answer with none.
fn body_of(response: &Response) -> Vec<u8> {
    // Responses are objects of texts, numbers, Booleans and lists: writing them cannot fail.
    let body = serde_json::to_vec(response).unwrap_or_default();
    if body == b"null" { Vec::new() } else { body }
}
