//! From an HTTP request to the service that it is for.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Limited};
use hyper::{
    Request, StatusCode,
    body::{Body as _, Incoming},
    header::{CONTENT_TYPE, HeaderName, USER_AGENT},
    http::request::Parts,
};
use tokio::time::timeout;

use super::{
    Shared,
    answer::{self, Answer, Refusal},
    guard, kms, sts,
};
use crate::kms::request_id;

/// The largest body that is read.
const MAX_BODY_BYTES: usize = 1 << 20;
/// How long a client may take to send a body.
const BODY_TIME: Duration = Duration::from_secs(20);
/// The longest name of a client that is kept.
const MAX_CLIENT_BYTES: usize = 512;

const FORM: &[&str] = &["application/x-www-form-urlencoded"];
const JSON: &[&str] = &["application/x-amz-json-1.1", "application/x-amz-json-1.0", "application/json"];
const TARGET: HeaderName = HeaderName::from_static("x-amz-target");

/// What a connection remembers from one request to the next.
#[derive(Default)]
pub struct Connection {
    client: Option<Arc<str>>,
}

impl Connection {
    /// The client's name for itself: one text in memory for all calls of a connection.
    fn client(&mut self, parts: &Parts) -> Arc<str> {
        let named = parts.headers.get(USER_AGENT).map(|value| String::from_utf8_lossy(value.as_bytes()));
        let named = named.as_deref().unwrap_or("an unnamed client");
        let mut end = named.len().min(MAX_CLIENT_BYTES);
        while !named.is_char_boundary(end) {
            end -= 1;
        }
        let named = &named[..end];
        match &self.client {
            Some(known) if **known == *named => Arc::clone(known),
            _ => Arc::clone(self.client.insert(named.into())),
        }
    }
}

/// Answers a request; whatever is wrong with it becomes an answer, too.
pub async fn answer_request(
    shared: &Arc<Shared>,
    connection: &std::sync::Mutex<Connection>,
    request: Request<Incoming>,
) -> Answer {
    let (parts, body) = request.into_parts();
    let client = connection.lock().unwrap_or_else(std::sync::PoisonError::into_inner).client(&parts);
    let refuse = |refused: &Refusal| {
        shared.note_refusal(refused, &client);
        answer::and_close(answer::refusal(&own_request_id(shared), refused))
    };
    if let Err(refused) = guard::admit(&parts.uri, &parts.headers) {
        return refuse(&refused);
    }
    let body = match read(body).await {
        Ok(body) => body,
        Err(refused) => return refuse(&refused),
    };
    match parts.headers.get(TARGET) {
        Some(target) => match kms::operation(target.to_str().unwrap_or_default()) {
            Some(operation) => kms::answer_request(shared, operation, &parts, body, client).await,
            None => unknown_operation(shared, &parts),
        },
        None if has_content(&parts, FORM) => sts::answer_request(shared, &parts, &body, &client),
        None => unknown_operation(shared, &parts),
    }
}

/// Reads a body up to the limit.
async fn read(body: Incoming) -> Result<Bytes, Refusal> {
    let too_large = || {
        let why = format!("The request is larger than {MAX_BODY_BYTES} bytes.");
        Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "RequestEntityTooLargeException", why)
    };
    if body.size_hint().lower() > MAX_BODY_BYTES as u64 {
        return Err(too_large());
    }
    match timeout(BODY_TIME, Limited::new(body, MAX_BODY_BYTES).collect()).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => Err(too_large()),
        Ok(Err(_)) => Err(Refusal::bad_request("SerializationException", "The request's body ended early.")),
        Err(_) => {
            let why = format!("The request's body did not arrive within {} seconds.", BODY_TIME.as_secs());
            Err(Refusal::new(StatusCode::REQUEST_TIMEOUT, "RequestTimeoutException", why))
        }
    }
}

/// Whether the body is of one of these kinds.
fn has_content(parts: &Parts, kinds: &[&str]) -> bool {
    let content = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = content.split(';').next().unwrap_or_default().trim();
    kinds.iter().any(|it| it.eq_ignore_ascii_case(kind))
}

/// The answer to a request that names no operation of KMS: in JSON to those who speak it, else as to a browser.
fn unknown_operation(shared: &Shared, parts: &Parts) -> Answer {
    const NAME: &str = "UnknownOperationException";
    let id = own_request_id(shared);
    if has_content(parts, JSON) {
        answer::refusal(&id, &Refusal::bad_request(NAME, ""))
    } else {
        answer::xml(StatusCode::NOT_FOUND, &id, format!("<{NAME}/>\n"))
    }
}

/// An id for a request that does not reach KMS and so has no event in a trail.
pub fn own_request_id(shared: &Shared) -> String {
    use std::sync::atomic::Ordering;
    request_id(shared.unrecorded.fetch_add(1, Ordering::Relaxed), super::machine_time())
}
