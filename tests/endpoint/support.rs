//! An endpoint of its own for every test, and clients of it.

use std::{
    future::Future,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use aws_sdk_kms::{
    Client, Config,
    config::{Credentials, Region, retry::RetryConfig},
    error::SdkError,
};
use aws_smithy_http_client::Builder;
use mrk_console::{
    endpoint::{Endpoint, Options},
    kms::{Span, Transitions},
    workloads::{SharedStage, Stage},
    world::{AccessKey, World},
};
use tokio::runtime::Runtime;

/// An endpoint over a new world, whose background work takes no time.
pub struct Server {
    pub stage: SharedStage,
    pub endpoint: Endpoint,
    runtime: Runtime,
}

impl Server {
    pub fn new() -> Self {
        Self::with(Options { port: 0, ..Options::default() })
    }

    pub fn with(options: Options) -> Self {
        let mut stage = Stage::new(7);
        stage.world.set_transitions(Transitions::INSTANT);
        let stage = SharedStage::new(stage);
        let endpoint = Endpoint::start(stage.clone(), options, || {}).expect("a free port");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        Self { stage, endpoint, runtime }
    }

    pub fn run<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    /// A client with an access key that no principal has.
    pub fn client(&self, region: &'static str) -> Client {
        self.signed(region, "AKIAIOSFODNN7EXAMPLE", "anything")
    }

    /// A client that signs as a principal.
    pub fn client_of(&self, name: &str, region: &'static str) -> Client {
        let AccessKey { id, secret } = self.access_key(name);
        self.signed(region, &id, &secret)
    }

    pub fn access_key(&self, name: &str) -> AccessKey {
        self.stage.lock().world.principals().named(name).expect("in every new world").access_key()
    }

    pub fn signed(&self, region: &'static str, id: &str, secret: &str) -> Client {
        let credentials =
            Credentials::builder().access_key_id(id).secret_access_key(secret).provider_name("test").build();
        let config = Config::builder()
            .region(Region::from_static(region))
            .endpoint_url(self.endpoint.url())
            .credentials_provider(credentials)
            .retry_config(RetryConfig::disabled())
            .http_client(Builder::new().build_http())
            .build();
        Client::from_conf(config)
    }

    /// Lets simulated time pass.
    pub fn pass(&self, span: Span) {
        let mut stage = self.stage.lock();
        let until = stage.world.now() + span;
        stage.advance(until);
    }

    /// Changes the world behind the endpoint's back.
    pub fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        change(&mut self.stage.lock().world)
    }

    pub fn address(&self) -> SocketAddr {
        self.endpoint.address()
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address()).expect("the endpoint listens");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
        stream
    }

    /// Sends bytes and reads whatever comes until the endpoint closes the connection.
    pub fn send(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        // The endpoint may have closed the connection already.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Posts a document for an operation, on a connection of its own.
    pub fn post(&self, operation: &str, body: &str) -> Answer {
        self.post_with(&[("X-Amz-Target", &format!("TrentService.{operation}")), JSON, AUTHORIZED], body)
    }

    pub fn post_with(&self, headers: &[(&str, &str)], body: &str) -> Answer {
        Answer::of(&self.send(&request(headers, body, true)))
    }
}

pub const JSON: (&str, &str) = ("Content-Type", "application/x-amz-json-1.1");
pub const AUTHORIZED: (&str, &str) = (
    "Authorization",
    "AWS4-HMAC-SHA256 Credential=test/20260212/us-east-1/kms/aws4_request, SignedHeaders=host;x-amz-date, Signature=00",
);

/// A POST request as bytes.
pub fn request(headers: &[(&str, &str)], body: &str, close: bool) -> Vec<u8> {
    let mut text = String::from("POST / HTTP/1.1\r\n");
    if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
        text.push_str("Host: localhost\r\n");
    }
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    if close {
        text.push_str("Connection: close\r\n");
    }
    text.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
    text.into_bytes()
}

/// An answer, taken apart.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    pub fn of(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text:?}"));
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).expect("a status line");
        let headers = lines.filter_map(|line| line.split_once(": "));
        Self {
            status: status.parse().expect("a number"),
            headers: headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect(),
            body: body.to_owned(),
        }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The exception and its message.
    pub fn error(&self) -> (String, String) {
        let body = self.json();
        let text = |name: &str| body[name].as_str().expect("a text").to_owned();
        (text("__type"), text("message"))
    }
}

/// The service's own error out of what a call came to.
#[track_caller]
pub fn refused<T: std::fmt::Debug, E: std::fmt::Debug>(
    result: Result<T, SdkError<E, aws_sdk_kms::config::http::HttpResponse>>,
) -> E {
    match result {
        Err(SdkError::ServiceError(error)) => error.into_err(),
        other => panic!("not refused by the service: {other:?}"),
    }
}
