//! The API of KMS: its operations, and their requests and responses in the service's own names and shapes.
//!
//! | file | its one job |
//! | --- | --- |
//! | `operation` | the operations as one type each way |
//! | `limits` | what the model demands of members, and how a request is held against it |
//! | `decode` | from a JSON document to a request |
//! | `specs`, `values`, `metadata` | what members are made of |
//! | the others | the shapes of some operations each |

mod aliases;
mod cryptography;
mod custom_key_stores;
mod data_keys;
mod decode;
mod grants;
mod import;
mod keys;
mod limits;
mod metadata;
mod operation;
mod policies_and_tags;
mod replication;
mod rotation;
mod signatures;
mod specs;
mod values;

pub use self::{
    aliases::*,
    cryptography::*,
    custom_key_stores::*,
    data_keys::*,
    grants::*,
    import::*,
    keys::*,
    limits::{Kind, Limits, MemberSpec, MemberValue, Members, Place},
    metadata::*,
    operation::*,
    policies_and_tags::*,
    replication::*,
    rotation::*,
    signatures::*,
    specs::*,
    values::*,
};

/// Declares shapes: plain structs in the API's PascalCase whose absent members stay off the wire.
macro_rules! shapes {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "PascalCase", default)]
        #[allow(missing_docs, reason = "members of API shapes mean what the API reference says of those names")]
        pub struct $name {
            $($(#[$field_doc])*
            #[serde(skip_serializing_if = "crate::kms::api::Absent::is_absent")]
            pub $field: $type,)*
        }
    )+};
}

/// Declares the shapes of requests, with the limits of each member that has some.
macro_rules! requests {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty $(= $limits:expr)?,)* })+) => {
        crate::kms::api::shapes! { $($(#[$doc])* $name { $($field: $type,)* })+ }
        $(
            impl crate::kms::api::Members for $name {
                const MEMBERS: &'static [crate::kms::api::MemberSpec] = &[$(crate::kms::api::MemberSpec {
                    field: stringify!($field),
                    kind: <$type as crate::kms::api::MemberValue>::KIND,
                    limits: crate::kms::api::requests!(@ $($limits)?),
                },)*];

                fn check_members(
                    &self,
                    parent: Option<&crate::kms::api::Place<'_>>,
                    violations: &mut crate::kms::validate::Violations,
                ) {
                    use crate::kms::api::{MemberValue as _, Place};
                    $({
                        let place = match parent {
                            Some(parent) => parent.inside(stringify!($field)),
                            None => Place::member(stringify!($field)),
                        };
                        self.$field.check(&place, &crate::kms::api::requests!(@ $($limits)?), violations);
                    })*
                }
            }
        )+
    };
    (@) => { crate::kms::api::Limits::NONE };
    (@ $limits:expr) => { $limits };
}
use {requests, shapes};

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
