//! The window.

pub mod app;
pub mod command;
mod command_lines;
mod compare;
mod connect;
pub mod desk;
pub mod files;
pub mod flow;
pub mod gallery;
mod jobs;
pub mod journal;
mod key_index;
mod key_words;
mod line_diff;
pub mod palette;
pub mod policy;
pub mod principals;
pub mod regions;
mod repaint;
mod shell;
pub mod shots;
mod terminal;
pub mod theme;
pub mod trail;
pub mod widgets;
pub mod window;
pub mod wizard;
