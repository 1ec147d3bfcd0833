//! ConnectCustomKeyStore, CreateCustomKeyStore, DeleteCustomKeyStore, DescribeCustomKeyStores, DisconnectCustomKeyStore, UpdateCustomKeyStore.

use crate::kms::{
    Exception, KmsError,
    api::{
        ConnectCustomKeyStoreRequest, CreateCustomKeyStoreRequest, CreateCustomKeyStoreResponse,
        DeleteCustomKeyStoreRequest, DescribeCustomKeyStoresRequest, DescribeCustomKeyStoresResponse,
        DisconnectCustomKeyStoreRequest, EmptyResponse, UpdateCustomKeyStoreRequest,
    },
    service::Handling,
};

impl Handling<'_, '_> {
    pub(super) fn connect_custom_key_store(
        &mut self,
        _: &ConnectCustomKeyStoreRequest,
    ) -> Result<EmptyResponse, KmsError> {
        Err(Exception::KmsInternal.without_message())
    }

    pub(super) fn create_custom_key_store(
        &mut self,
        _: &CreateCustomKeyStoreRequest,
    ) -> Result<CreateCustomKeyStoreResponse, KmsError> {
        Err(Exception::KmsInternal.without_message())
    }

    pub(super) fn delete_custom_key_store(
        &mut self,
        _: &DeleteCustomKeyStoreRequest,
    ) -> Result<EmptyResponse, KmsError> {
        Err(Exception::KmsInternal.without_message())
    }

    pub(super) fn describe_custom_key_stores(
        &mut self,
        _: &DescribeCustomKeyStoresRequest,
    ) -> Result<DescribeCustomKeyStoresResponse, KmsError> {
        Err(Exception::KmsInternal.without_message())
    }

    pub(super) fn disconnect_custom_key_store(
        &mut self,
        _: &DisconnectCustomKeyStoreRequest,
    ) -> Result<EmptyResponse, KmsError> {
        Err(Exception::KmsInternal.without_message())
    }

    pub(super) fn update_custom_key_store(
        &mut self,
        _: &UpdateCustomKeyStoreRequest,
    ) -> Result<EmptyResponse, KmsError> {
        Err(Exception::KmsInternal.without_message())
    }
}
