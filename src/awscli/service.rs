//! What a command reaches.

use crate::kms::{
    KmsError, Region, Span, Timestamp,
    api::{Request, Response},
};

/// Who makes the calls of a shell, as `sts get-caller-identity` tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// `Account`
    pub account: String,
    /// `Arn`
    pub arn: String,
    /// `UserId`
    pub user_id: String,
}

/// What the shell's commands reach.
pub trait Service {
    /// Puts a request to a Region's endpoint, as the shell's caller or as the profile of that name.
    ///
    /// # Errors
    /// KMS's exception.
    fn call(&mut self, profile: Option<&str>, region: Region, request: Request)
    -> Result<Response, KmsError>;

    /// Who the shell's caller is, or the profile of that name; nothing if there is no such profile.
    fn identity(&self, profile: Option<&str>) -> Option<Identity>;

    /// The moment that the simulated clock shows.
    fn now(&self) -> Timestamp;

    /// Lets simulated time pass.
    fn sleep(&mut self, span: Span);

    /// Whether the person has asked to stop.
    fn is_interrupted(&self) -> bool;
}
