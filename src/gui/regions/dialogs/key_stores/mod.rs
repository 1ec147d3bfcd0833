//! The dialogs about custom key stores.
//!
//! | file | its one job |
//! | --- | --- |
//! | `backing` | the fields for what stands behind a store |
//! | `create` | make a store |
//! | `edit` | change one |
//! | `step` | connect, disconnect and delete one |

mod backing;
mod create;
mod edit;
mod step;

pub(super) use self::{
    create::CreateKeyStore,
    edit::EditKeyStore,
    step::{Step, StoreStep},
};
