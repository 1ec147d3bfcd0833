//! What goes back to a client.

use std::borrow::Cow;

use bytes::Bytes;
use http_body_util::Full;
use hyper::{
    Response, StatusCode,
    header::{CONNECTION, CONTENT_TYPE, HeaderName, HeaderValue},
};
use serde::Serialize;

use crate::kms::KmsError;

/// An answer as it goes over the wire.
pub type Answer = Response<Full<Bytes>>;

/// Every answer names the request that it is for.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");
const ERROR_TYPE: HeaderName = HeaderName::from_static("x-amzn-errortype");
const JSON: HeaderValue = HeaderValue::from_static("application/x-amz-json-1.1");
const XML: HeaderValue = HeaderValue::from_static("text/xml");

/// Why a request came to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: StatusCode,
    /// The exception's name.
    pub kind: Cow<'static, str>,
    /// What happened, and what to do; KMS leaves it empty for some exceptions.
    pub message: Cow<'static, str>,
}

impl Refusal {
    /// A refusal that is not the service's own.
    pub fn new(status: StatusCode, kind: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self { status, kind: Cow::Borrowed(kind), message: message.into() }
    }

    /// A refusal with status 400, as AWS's JSON services have for all that a client did wrong.
    pub fn bad_request(kind: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, kind, message)
    }
}

impl From<KmsError> for Refusal {
    fn from(error: KmsError) -> Self {
        let status = StatusCode::from_u16(error.exception.http_status());
        Self {
            status: status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            kind: Cow::Borrowed(error.exception.name()),
            message: error.message,
        }
    }
}

/// An error as AWS JSON 1.1 writes it.
#[derive(Serialize)]
struct ErrorBody<'a> {
    #[serde(rename = "__type")]
    kind: &'a str,
    message: &'a str,
}

fn answer(status: StatusCode, content: HeaderValue, request_id: &str, body: Bytes) -> Answer {
    let mut answer = Response::new(Full::new(body));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, content);
    // Ids are made of hexadecimal digits and hyphens.
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert(REQUEST_ID, id);
    }
    answer
}

/// An answer in JSON.
pub fn json(request_id: &str, body: Vec<u8>) -> Answer {
    answer(StatusCode::OK, JSON, request_id, body.into())
}

/// An answer in XML.
pub fn xml(status: StatusCode, request_id: &str, body: String) -> Answer {
    answer(status, XML, request_id, body.into())
}

/// A refusal in JSON.
pub fn refusal(request_id: &str, refusal: &Refusal) -> Answer {
    let body = ErrorBody { kind: &refusal.kind, message: &refusal.message };
    // Two texts: writing them cannot fail.
    let body = serde_json::to_vec(&body).unwrap_or_default();
    let mut answer = answer(refusal.status, JSON, request_id, body.into());
    if let Ok(kind) = HeaderValue::from_str(&refusal.kind) {
        answer.headers_mut().insert(ERROR_TYPE, kind);
    }
    answer
}

/// The same answer as the last one of its connection.
pub fn and_close(mut answer: Answer) -> Answer {
    answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    answer
}
