//! GetParametersForImport, ImportKeyMaterial, DeleteImportedKeyMaterial.

use crate::kms::{
    Exception, KmsError,
    api::{
        DeleteImportedKeyMaterialRequest, DeleteImportedKeyMaterialResponse, GetParametersForImportRequest,
        GetParametersForImportResponse, ImportKeyMaterialRequest, ImportKeyMaterialResponse,
    },
    service::Handling,
};

impl Handling<'_, '_> {
    pub(super) fn get_parameters_for_import(
        &mut self,
        _: &GetParametersForImportRequest,
    ) -> Result<GetParametersForImportResponse, KmsError> {
        Err(Exception::KmsInternal.without_message())
    }

    pub(super) fn import_key_material(
        &mut self,
        _: &ImportKeyMaterialRequest,
    ) -> Result<ImportKeyMaterialResponse, KmsError> {
        Err(Exception::KmsInternal.without_message())
    }

    pub(super) fn delete_imported_key_material(
        &mut self,
        _: &DeleteImportedKeyMaterialRequest,
    ) -> Result<DeleteImportedKeyMaterialResponse, KmsError> {
        Err(Exception::KmsInternal.without_message())
    }
}
