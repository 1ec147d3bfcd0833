//! The world map.
