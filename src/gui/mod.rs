//! The window.

pub mod flow;
pub mod gallery;
pub mod theme;
pub mod widgets;
