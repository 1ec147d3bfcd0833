//! The endpoint through real clients: the AWS SDK for Rust, and bytes on a socket.

mod callers;
mod errors;
mod life;
mod operations;
mod support;
mod together;
mod wire;
