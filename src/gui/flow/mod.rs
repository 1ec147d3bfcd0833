//! Data flow: what travels, and where is it opened?

pub mod map;
