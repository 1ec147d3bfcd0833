//! UpdateCustomKeyStore.

use super::{
    backing::is_same_certificate,
    create::{credential, owner, refuse_members, require_service},
};
use crate::kms::{
    CustomKeyStoreId, Exception, KmsError,
    api::{CustomKeyStoreType, EmptyResponse, Operation, UpdateCustomKeyStoreRequest, XksProxyConnectivity},
    custom_key_store::{Backing, ClusterSettings, Connection, EndpointServiceName, ProxySettings, Secret},
    service::Handling,
};

/// Whether a request changes what can be changed of a disconnected store only.
fn needs_disconnected(request: &UpdateCustomKeyStoreRequest) -> bool {
    request.key_store_password.is_some()
        || request.cloud_hsm_cluster_id.is_some()
        || request.xks_proxy_uri_endpoint.is_some()
        || request.xks_proxy_vpc_endpoint_service_name.is_some()
        || request.xks_proxy_vpc_endpoint_service_owner.is_some()
        || request.xks_proxy_connectivity.is_some()
}

/// Whether a request says anything of a proxy.
fn changes_proxy(request: &UpdateCustomKeyStoreRequest) -> bool {
    request.xks_proxy_uri_endpoint.is_some()
        || request.xks_proxy_uri_path.is_some()
        || request.xks_proxy_vpc_endpoint_service_name.is_some()
        || request.xks_proxy_vpc_endpoint_service_owner.is_some()
        || request.xks_proxy_authentication_credential.is_some()
        || request.xks_proxy_connectivity.is_some()
}

/// Refuses a request with members for a store of the other type.
fn require_fitting_members(
    request: &UpdateCustomKeyStoreRequest,
    kind: CustomKeyStoreType,
) -> Result<(), KmsError> {
    match kind {
        CustomKeyStoreType::AwsCloudHsm => refuse_members(
            kind,
            &[
                ("XksProxyUriEndpoint", request.xks_proxy_uri_endpoint.is_some()),
                ("XksProxyUriPath", request.xks_proxy_uri_path.is_some()),
                ("XksProxyVpcEndpointServiceName", request.xks_proxy_vpc_endpoint_service_name.is_some()),
                ("XksProxyVpcEndpointServiceOwner", request.xks_proxy_vpc_endpoint_service_owner.is_some()),
                ("XksProxyAuthenticationCredential", request.xks_proxy_authentication_credential.is_some()),
                ("XksProxyConnectivity", request.xks_proxy_connectivity.is_some()),
            ],
        ),
        CustomKeyStoreType::ExternalKeyStore => refuse_members(
            kind,
            &[
                ("KeyStorePassword", request.key_store_password.is_some()),
                ("CloudHsmClusterId", request.cloud_hsm_cluster_id.is_some()),
            ],
        ),
    }
}

impl Handling<'_, '_> {
    pub(in crate::kms::operations) fn update_custom_key_store(
        &mut self,
        request: &UpdateCustomKeyStoreRequest,
    ) -> Result<EmptyResponse, KmsError> {
        self.authorise_stores(Operation::UpdateCustomKeyStore)?;
        let store = self.custom_key_store(&request.custom_key_store_id)?;
        let id = store.id.clone();
        match store.connection {
            Connection::Disconnected => {}
            Connection::Connected if !needs_disconnected(request) => {}
            _ => return Err(store.invalid_state()),
        }
        require_fitting_members(request, store.kind())?;
        let backing = store.backing.clone();
        if let Some(name) = &request.new_custom_key_store_name {
            self.require_free_name(name, Some(&id))?;
        }
        let backing = match backing {
            Backing::CloudHsm(settings) => Backing::CloudHsm(self.updated_cluster(request, settings)?),
            Backing::External(proxy) if changes_proxy(request) => {
                Backing::External(self.updated_proxy(request, proxy, &id)?)
            }
            unchanged @ Backing::External(_) => unchanged,
        };
        let store = self.service.store.custom_key_stores.get_mut(self.region, &id);
        let store = store.ok_or_else(|| super::not_found(id.as_str()))?;
        store.backing = backing;
        if let Some(name) = &request.new_custom_key_store_name {
            store.name = name.as_str().into();
        }
        Ok(EmptyResponse::default())
    }

    fn updated_cluster(
        &self,
        request: &UpdateCustomKeyStoreRequest,
        mut settings: ClusterSettings,
    ) -> Result<ClusterSettings, KmsError> {
        if let Some(id) = &request.cloud_hsm_cluster_id {
            let cluster = self.active_cluster(id)?;
            if !is_same_certificate(&settings.trust_anchor, &cluster.certificate) {
                return Err(Exception::CloudHsmClusterNotRelated.with(format!(
                    "The CloudHSM cluster {id} has a different cluster certificate than the cluster {}.",
                    settings.cluster
                )));
            }
            self.require_fit_cluster(&cluster, id)?;
            settings.cluster = id.as_str().into();
        }
        if let Some(password) = &request.key_store_password {
            settings.password = Secret(password.as_str().into());
        }
        Ok(settings)
    }

    fn updated_proxy(
        &mut self,
        request: &UpdateCustomKeyStoreRequest,
        mut proxy: ProxySettings,
        id: &CustomKeyStoreId,
    ) -> Result<ProxySettings, KmsError> {
        let changed = request.xks_proxy_connectivity.filter(|new| *new != proxy.connectivity());
        if changed.is_some() && request.xks_proxy_uri_endpoint.is_none() {
            return Err(Exception::Validation
                .with("You must specify XksProxyUriEndpoint when you change XksProxyConnectivity."));
        }
        let connectivity = request.xks_proxy_connectivity.unwrap_or(proxy.connectivity());
        let service = request.xks_proxy_vpc_endpoint_service_name.as_deref();
        let known = proxy.service.take();
        proxy.service = match connectivity {
            XksProxyConnectivity::PublicEndpoint => {
                require_service(connectivity, service)?;
                None
            }
            XksProxyConnectivity::VpcEndpointService => {
                let name = service.or(known.as_ref().map(|it| &*it.name));
                require_service(connectivity, name)?;
                let default = known.as_ref().map_or(self.account(), |it| &it.owner);
                let owner = owner(request.xks_proxy_vpc_endpoint_service_owner.as_deref(), default);
                name.map(|name| EndpointServiceName { name: name.into(), owner })
            }
        };
        if let Some(endpoint) = &request.xks_proxy_uri_endpoint {
            proxy.endpoint = endpoint.as_str().into();
        }
        if let Some(path) = &request.xks_proxy_uri_path {
            proxy.path = path.as_str().into();
        }
        if let Some(given) = &request.xks_proxy_authentication_credential {
            proxy.credential = credential(given);
        }
        self.require_own_proxy(&proxy, Some(id))?;
        self.require_fit_service(&proxy)?;
        self.require_healthy(&proxy)?;
        Ok(proxy)
    }
}
