//! The real app, driven through its accessibility tree as a person or a screen reader would drive it.

mod command_lines;
mod common;
mod endpoint;
mod files;
mod journey;
mod key_page;
mod pictures;
mod refusals;
mod rest;
mod sending;
mod shell;
mod slow_calls;
