//! CreateGrant, ListGrants, ListRetirableGrants, RetireGrant, RevokeGrant.

use crate::kms::{
    Exception, KmsError,
    api::{
        CreateGrantRequest, CreateGrantResponse, ListGrantsRequest, ListGrantsResponse,
        ListRetirableGrantsRequest, RetireGrantRequest, RevokeGrantRequest,
    },
    service::Handling,
};

impl Handling<'_, '_> {
    pub(super) fn create_grant(&mut self, _: &CreateGrantRequest) -> Result<CreateGrantResponse, KmsError> {
        Err(Exception::KmsInternal.without_message())
    }

    pub(super) fn list_grants(&mut self, _: &ListGrantsRequest) -> Result<ListGrantsResponse, KmsError> {
        Err(Exception::KmsInternal.without_message())
    }

    pub(super) fn list_retirable_grants(
        &mut self,
        _: &ListRetirableGrantsRequest,
    ) -> Result<ListGrantsResponse, KmsError> {
        Err(Exception::KmsInternal.without_message())
    }

    pub(super) fn retire_grant(&mut self, _: &RetireGrantRequest) -> Result<(), KmsError> {
        Err(Exception::KmsInternal.without_message())
    }

    pub(super) fn revoke_grant(&mut self, _: &RevokeGrantRequest) -> Result<(), KmsError> {
        Err(Exception::KmsInternal.without_message())
    }
}
