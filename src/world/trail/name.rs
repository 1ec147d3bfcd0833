//! The names of events.

use std::{fmt, ops::Deref};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::kms::api::Operation;

/// What the service records besides the calls that it answers.
const OF_SERVICE: [&str; 4] =
    ["DeleteExpiredKeyMaterial", "DeleteKey", "RotateKey", "SynchronizeMultiRegionKey"];

/// `eventName`: an operation, or what the service did by itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventName(&'static str);

impl EventName {
    pub(super) fn of_service(name: &'static str) -> Self {
        Self(name)
    }

    /// The event with this name, if there is such an event.
    fn parse(name: &str) -> Option<Self> {
        let mut known = Operation::ALL.iter().map(|operation| operation.name()).chain(OF_SERVICE);
        known.find(|known| *known == name).map(Self)
    }

    /// Whether the event tells of a call that changes nothing.
    pub(super) fn is_read_only(self) -> bool {
        Operation::ALL.iter().any(|operation| operation.name() == self.0 && operation.is_read_only())
    }
}

impl From<Operation> for EventName {
    fn from(operation: Operation) -> Self {
        Self(operation.name())
    }
}

impl Deref for EventName {
    type Target = str;

    fn deref(&self) -> &str {
        self.0
    }
}

impl fmt::Display for EventName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Debug for EventName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Serialize for EventName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for EventName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::parse(&name).ok_or_else(|| de::Error::custom(format_args!("`{name}` is no event of a trail")))
    }
}
