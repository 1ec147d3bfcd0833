//! The world map.

pub mod land;
pub mod projection;
mod topology;

pub use topology::LandError;
