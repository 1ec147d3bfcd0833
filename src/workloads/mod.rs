//! What uses keys.
