//! The endpoint through real clients: the AWS SDK for Rust, and bytes on a socket.

mod callers;
mod connections;
mod errors;
mod headless;
mod hostile;
mod life;
mod operations;
mod pages;
mod support;
mod together;
mod wire;
