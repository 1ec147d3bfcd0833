//! The window.

pub mod command;
pub mod desk;
pub mod flow;
pub mod gallery;
pub mod regions;
pub mod theme;
pub mod trail;
pub mod widgets;
pub mod wizard;
