//! The workloads that can be composed, and which fields each of them has.

use super::keys::KeyClass;

/// What is composed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text, by Encrypt.
    Text,
    /// A file, by Encrypt or by envelope.
    File,
    /// An encrypted message with one or more wrapped data keys.
    Envelope,
    /// An object that is replicated.
    Object,
    /// An item of a global table.
    Table,
    /// A snapshot that is restored elsewhere.
    Recovery,
    /// A signed document.
    Signing,
    /// A token with a MAC.
    Token,
}

/// One thing to choose or to type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// The data, or the name of what holds them.
    Content,
    From,
    Key,
    /// A further key that wraps the data key.
    AlsoUnder,
    To,
    Client,
    Context,
    Reader,
    DestinationKey,
    Replication,
    BucketKeys,
    /// The second Region of two that write at once.
    AlsoIn,
    /// How a snapshot is copied.
    Copy,
}

/// Fields with their shares of a row.
pub(super) type Row = &'static [(Field, f32)];

impl Kind {
    /// All, in the order of the menu.
    pub const ALL: [Self; 8] = [
        Self::Text,
        Self::File,
        Self::Envelope,
        Self::Object,
        Self::Table,
        Self::Recovery,
        Self::Signing,
        Self::Token,
    ];

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::File => "File",
            Self::Envelope => "Client-side envelope",
            Self::Object => "Object storage",
            Self::Table => "Global table",
            Self::Recovery => "Disaster recovery",
            Self::Signing => "Signing",
            Self::Token => "MAC token",
        }
    }

    /// Which keys it takes.
    pub fn keys(self) -> KeyClass {
        match self {
            Self::Signing => KeyClass::Signing,
            Self::Token => KeyClass::Mac,
            _ => KeyClass::Symmetric,
        }
    }

    /// Whether it is a transfer rather than a workload that runs.
    pub fn is_sent(self) -> bool {
        matches!(self, Self::Text | Self::File)
    }

    /// Its fields, in two rows.
    pub fn rows(self) -> [Row; 2] {
        use Field::{
            AlsoIn, AlsoUnder, BucketKeys, Client, Content, Context, Copy, DestinationKey, From, Key, Reader,
            Replication, To,
        };
        match self {
            Self::Text | Self::File => [
                &[(Content, 0.3)],
                &[(From, 0.205), (Key, 0.215), (To, 0.205), (Context, 0.185), (Reader, 0.19)],
            ],
            Self::Envelope => [
                &[(Content, 0.31), (From, 0.22), (Key, 0.25), (To, 0.22)],
                &[(AlsoUnder, 0.31), (Client, 0.28), (Context, 0.2), (Reader, 0.21)],
            ],
            Self::Object => [
                &[(Content, 0.32), (From, 0.25), (Key, 0.28), (BucketKeys, 0.15)],
                &[(To, 0.23), (DestinationKey, 0.25), (Replication, 0.29), (Reader, 0.23)],
            ],
            Self::Table => [&[(Content, 0.22), (Key, 0.22)], &[(From, 0.2), (AlsoIn, 0.2), (Reader, 0.19)]],
            Self::Recovery => [
                &[(Content, 0.18), (From, 0.185), (Key, 0.185)],
                &[(To, 0.185), (Copy, 0.25), (Reader, 0.18)],
            ],
            Self::Signing | Self::Token => {
                [&[(Content, 0.34), (From, 0.2), (Key, 0.22)], &[(To, 0.2), (Reader, 0.2)]]
            }
        }
    }
}

impl Field {
    /// What stands above it, and what it is called.
    pub fn label(self, kind: Kind) -> &'static str {
        match self {
            Self::Content => match kind {
                Kind::Text => "Text to encrypt",
                Kind::File => "File to encrypt",
                Kind::Envelope => "Data",
                Kind::Object => "Object",
                Kind::Table => "Item",
                Kind::Recovery => "Database",
                Kind::Signing => "Document",
                Kind::Token => "Claims",
            },
            Self::From if kind == Kind::Table => "Written in",
            Self::From => "From Region",
            Self::Key => "Key",
            Self::AlsoUnder => "Also wrapped under",
            Self::To => "To Region",
            Self::Client => "Client",
            Self::Context => "Encryption context",
            Self::Reader => match kind {
                Kind::Signing | Kind::Token => "Verifier",
                Kind::Recovery => "Restored by",
                _ => "Reader",
            },
            Self::DestinationKey => "Destination key",
            Self::Replication => "Replication",
            Self::BucketKeys => "Bucket keys",
            Self::AlsoIn => "At once also in",
            Self::Copy => "Copy",
        }
    }
}
