//! The ways of seed 002 to read in several Regions what was encrypted in one.

use serde::{Deserialize, Serialize};

/// A way to share encrypted data between Regions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Way {
    /// A multi-Region key with a member in each Region.
    MultiRegionKey,
    /// A single-Region key; the other Regions call its Region.
    RoutedCalls,
    /// A single-Region key with a grant for each other Region's role.
    GrantsPerRegion,
    /// A single-Region key in each Region; every message holds its data key wrapped under all of them.
    KeyPerRegion,
    /// A key in an external key store of one Region; the other Regions call that Region.
    ExternalKeyStore,
    /// A key in a CloudHSM key store of one Region; the other Regions call that Region.
    CloudHsmKeyStore,
}

impl Way {
    /// All ways.
    pub const ALL: [Self; 6] = [
        Self::MultiRegionKey,
        Self::RoutedCalls,
        Self::GrantsPerRegion,
        Self::KeyPerRegion,
        Self::ExternalKeyStore,
        Self::CloudHsmKeyStore,
    ];

    /// The rows of seed 002's table; of its last one the kind that keeps the material outside AWS.
    pub const SEED: [Self; 5] = [
        Self::MultiRegionKey,
        Self::RoutedCalls,
        Self::GrantsPerRegion,
        Self::KeyPerRegion,
        Self::ExternalKeyStore,
    ];

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::MultiRegionKey => "Multi-Region key",
            Self::RoutedCalls => "Single-Region key, calls routed",
            Self::GrantsPerRegion => "Single-Region key, grants per Region",
            Self::KeyPerRegion => "Key per Region, data key wrapped for each",
            Self::ExternalKeyStore => "External key store",
            Self::CloudHsmKeyStore => "CloudHSM key store",
        }
    }

    /// Whether the service rotates its keys by itself.
    pub fn rotates_by_itself(self) -> bool {
        !matches!(self, Self::ExternalKeyStore | Self::CloudHsmKeyStore)
    }
}
