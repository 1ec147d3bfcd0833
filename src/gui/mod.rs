//! The window.

pub mod flow;
pub mod theme;
pub mod widgets;
