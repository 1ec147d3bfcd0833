//! The world map.

pub mod labels;
pub mod land;
pub mod projection;
pub mod route;
mod topology;

pub use topology::LandError;
