//! CreateCustomKeyStore.

use crate::kms::{
    AccountId, CustomKeyStoreId, Exception, KmsError,
    api::{
        CreateCustomKeyStoreRequest, CreateCustomKeyStoreResponse, CustomKeyStoreType, Operation,
        XksProxyAuthenticationCredential, XksProxyConnectivity,
    },
    custom_key_store::{
        Backing, ClusterSettings, Connection, CustomKeyStore, DEFAULT_REQUESTS_PER_SECOND,
        EndpointServiceName, MAX_STORES, ProxyCredential, ProxySettings, RateMeter, Secret,
    },
    operations::given,
    service::Handling,
};

use super::backing::is_same_certificate;

/// Refuses members that a store of the other type has.
pub(super) fn refuse_members(kind: CustomKeyStoreType, members: &[(&str, bool)]) -> Result<(), KmsError> {
    match members.iter().find(|(_, given)| *given) {
        None => Ok(()),
        Some((member, _)) => Err(Exception::Validation.with(format!(
            "{member} is not valid for a custom key store with a CustomKeyStoreType of {}.",
            kind.name()
        ))),
    }
}

/// Refuses a connectivity that does not go together with what else is said of the proxy.
pub(super) fn require_service(
    connectivity: XksProxyConnectivity,
    service: Option<&str>,
) -> Result<(), KmsError> {
    match (connectivity, service) {
        (XksProxyConnectivity::VpcEndpointService, None) => Err(Exception::Validation.with(
            "You must specify XksProxyVpcEndpointServiceName when XksProxyConnectivity is VPC_ENDPOINT_SERVICE.",
        )),
        (XksProxyConnectivity::PublicEndpoint, Some(_)) => Err(Exception::Validation.with(
            "XksProxyVpcEndpointServiceName is not valid when XksProxyConnectivity is PUBLIC_ENDPOINT.",
        )),
        _ => Ok(()),
    }
}

/// A credential as a request gives it.
pub(super) fn credential(given: &XksProxyAuthenticationCredential) -> ProxyCredential {
    ProxyCredential {
        access_key_id: given.access_key_id.as_str().into(),
        secret: Secret(given.raw_secret_access_key.as_str().into()),
    }
}

/// The account id in a member whose pattern was checked.
pub(super) fn owner(text: Option<&str>, default: &AccountId) -> AccountId {
    text.and_then(AccountId::parse).unwrap_or_else(|| default.clone())
}

/// What the request says of a cluster.
fn cluster_settings(request: &CreateCustomKeyStoreRequest) -> Result<ClusterSettings, KmsError> {
    refuse_members(
        CustomKeyStoreType::AwsCloudHsm,
        &[
            ("XksProxyUriEndpoint", request.xks_proxy_uri_endpoint.is_some()),
            ("XksProxyUriPath", request.xks_proxy_uri_path.is_some()),
            ("XksProxyVpcEndpointServiceName", request.xks_proxy_vpc_endpoint_service_name.is_some()),
            ("XksProxyVpcEndpointServiceOwner", request.xks_proxy_vpc_endpoint_service_owner.is_some()),
            ("XksProxyAuthenticationCredential", request.xks_proxy_authentication_credential.is_some()),
            ("XksProxyConnectivity", request.xks_proxy_connectivity.is_some()),
        ],
    )?;
    Ok(ClusterSettings {
        cluster: given(&request.cloud_hsm_cluster_id, "cloud_hsm_cluster_id")?.as_str().into(),
        trust_anchor: given(&request.trust_anchor_certificate, "trust_anchor_certificate")?.as_str().into(),
        password: Secret(given(&request.key_store_password, "key_store_password")?.as_str().into()),
    })
}

/// What the request says of a proxy.
fn proxy_settings(
    request: &CreateCustomKeyStoreRequest,
    account: &AccountId,
) -> Result<ProxySettings, KmsError> {
    refuse_members(
        CustomKeyStoreType::ExternalKeyStore,
        &[
            ("CloudHsmClusterId", request.cloud_hsm_cluster_id.is_some()),
            ("TrustAnchorCertificate", request.trust_anchor_certificate.is_some()),
            ("KeyStorePassword", request.key_store_password.is_some()),
        ],
    )?;
    let connectivity = *given(&request.xks_proxy_connectivity, "xks_proxy_connectivity")?;
    let service = request.xks_proxy_vpc_endpoint_service_name.as_deref();
    require_service(connectivity, service)?;
    let signed_with =
        given(&request.xks_proxy_authentication_credential, "xks_proxy_authentication_credential")?;
    Ok(ProxySettings {
        endpoint: given(&request.xks_proxy_uri_endpoint, "xks_proxy_uri_endpoint")?.as_str().into(),
        path: given(&request.xks_proxy_uri_path, "xks_proxy_uri_path")?.as_str().into(),
        service: service.map(|name| EndpointServiceName {
            name: name.into(),
            owner: owner(request.xks_proxy_vpc_endpoint_service_owner.as_deref(), account),
        }),
        credential: credential(signed_with),
    })
}

impl Handling<'_, '_> {
    pub(in crate::kms::operations) fn create_custom_key_store(
        &mut self,
        request: &CreateCustomKeyStoreRequest,
    ) -> Result<CreateCustomKeyStoreResponse, KmsError> {
        let kind = request.custom_key_store_type.unwrap_or(CustomKeyStoreType::AwsCloudHsm);
        let backing = match kind {
            CustomKeyStoreType::AwsCloudHsm => Backing::CloudHsm(cluster_settings(request)?),
            CustomKeyStoreType::ExternalKeyStore => {
                Backing::External(proxy_settings(request, self.account())?)
            }
        };
        self.authorise_stores(Operation::CreateCustomKeyStore)?;
        self.require_free_name(&request.custom_key_store_name, None)?;
        let account = self.account().clone();
        if self.service.store.custom_key_stores.of(self.region, &account).count() >= MAX_STORES {
            return Err(Exception::LimitExceeded
                .with(format!("You can have {MAX_STORES} custom key stores in this account and Region.")));
        }
        match &backing {
            Backing::CloudHsm(settings) => self.require_new_cluster(settings)?,
            Backing::External(proxy) => {
                self.require_own_proxy(proxy, None)?;
                self.require_fit_service(proxy)?;
                // Through a VPC endpoint service KMS goes when it connects the store.
                if proxy.service.is_none() {
                    self.require_healthy(proxy)?;
                }
            }
        }
        let id = CustomKeyStoreId::draw(self.service.rng);
        self.service.store.custom_key_stores.insert(CustomKeyStore {
            id: id.clone(),
            region: self.region,
            account,
            name: request.custom_key_store_name.as_str().into(),
            created: self.service.now,
            backing,
            connection: Connection::Disconnected,
            requests_per_second: DEFAULT_REQUESTS_PER_SECOND,
            meter: RateMeter::default(),
        });
        Ok(CreateCustomKeyStoreResponse { custom_key_store_id: id.to_string() })
    }

    /// Refuses a name that another store has.
    pub(super) fn require_free_name(
        &self,
        name: &str,
        own: Option<&CustomKeyStoreId>,
    ) -> Result<(), KmsError> {
        let mut stores = self.service.store.custom_key_stores.of(self.region, self.account());
        if stores.any(|store| *store.name == *name && Some(&store.id) != own) {
            return Err(Exception::CustomKeyStoreNameInUse
                .with(format!("A custom key store with the name {name} already exists.")));
        }
        Ok(())
    }

    /// Refuses a cluster that no new store can be put on.
    fn require_new_cluster(&self, settings: &ClusterSettings) -> Result<(), KmsError> {
        let id = &settings.cluster;
        let cluster = self.active_cluster(id)?;
        let stores = self.service.store.custom_key_stores.of(self.region, self.account());
        // Clusters that share a backup history have the same certificate.
        let mut in_use = stores.filter_map(CustomKeyStore::cluster);
        if in_use.any(|it| it.cluster == *id || is_same_certificate(&it.trust_anchor, &cluster.certificate)) {
            return Err(Exception::CloudHsmClusterInUse.with(format!(
                "The CloudHSM cluster {id} is already associated with a custom key store in this account, or shares a \
                 backup history with one that is."
            )));
        }
        if !is_same_certificate(&settings.trust_anchor, &cluster.certificate) {
            return Err(Exception::IncorrectTrustAnchor.with(format!(
                "The trust anchor certificate in the request is not the one of the CloudHSM cluster {id}."
            )));
        }
        self.require_fit_cluster(&cluster, id)
    }
}
