//! The window.

pub mod app;
pub mod command;
pub mod desk;
pub mod files;
pub mod flow;
pub mod gallery;
mod jobs;
mod key_words;
pub mod regions;
mod repaint;
mod shell;
pub mod shots;
pub mod theme;
pub mod trail;
pub mod widgets;
pub mod window;
pub mod wizard;
