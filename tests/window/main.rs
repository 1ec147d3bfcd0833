//! The real app, driven through its accessibility tree as a person or a screen reader would drive it.

mod command_lines;
mod common;
mod compare;
mod composer_keys;
mod endpoint;
mod families;
mod files;
mod journey;
mod key_page;
mod layout;
mod palette;
mod pictures;
mod policy_editor;
mod preferences;
mod principals;
mod refusals;
mod rest;
mod sending;
mod shell;
mod slow_calls;
mod tables;
mod traffic;
mod undo;
mod wizards;
mod workloads;
