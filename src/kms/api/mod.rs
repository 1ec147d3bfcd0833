//! The API of KMS: its operations, and their requests and responses in the service's own names and shapes.

mod aliases;
mod cryptography;
mod keys;
mod metadata;
mod operation;
mod policies_and_tags;
mod replication;
mod rotation;
mod specs;
mod values;

pub use self::{
    aliases::*, cryptography::*, keys::*, metadata::*, operation::*, policies_and_tags::*, replication::*,
    rotation::*, specs::*, values::*,
};

/// Declares request or response shapes: plain structs in the API's PascalCase whose absent members stay off the wire.
macro_rules! shapes {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "PascalCase", default)]
        #[allow(missing_docs, reason = "members of API shapes mean what the API reference says of those names")]
        pub struct $name {
            $($(#[$field_doc])*
            #[serde(skip_serializing_if = "crate::kms::api::Absent::is_absent")]
            pub $field: $type,)*
        }
    )+};
}
use shapes;

/// Whether a member has no value and so stays off the wire.
pub(crate) trait Absent {
    /// True for an optional member that was not given.
    fn is_absent(&self) -> bool {
        false
    }
}

impl<T> Absent for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl Absent for String {}
impl Absent for bool {}
impl Absent for u32 {}
impl Absent for Blob {}
impl<T> Absent for Vec<T> {}

impl Absent for EncryptionContext {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}
