//! The service itself: what one Region's KMS does with one request.

pub mod policy;
