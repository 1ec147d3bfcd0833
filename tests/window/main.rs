//! The real app, driven through its accessibility tree as a person or a screen reader would drive it.

mod command_lines;
mod common;
mod files;
mod journey;
mod pictures;
mod refusals;
mod rest;
mod sending;
mod slow_calls;
