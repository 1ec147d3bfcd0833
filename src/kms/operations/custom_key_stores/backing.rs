//! Holds clusters and proxies against what a custom key store demands of them.

use crate::kms::{
    CustomKeyStoreId, Exception, KmsError,
    custom_key_store::{ClusterView, CustomKeyStore, ProxyFailure, ProxySettings},
    service::Handling,
};

/// The HSMs that a cluster needs for CreateCustomKeyStore, UpdateCustomKeyStore and CreateKey.
pub(super) const HSMS_TO_CREATE: usize = 2;

/// Refuses a cluster that is not active.
pub(super) fn require_active(cluster: &ClusterView, id: &str) -> Result<(), KmsError> {
    if cluster.is_active {
        return Ok(());
    }
    Err(Exception::CloudHsmClusterNotActive.with(format!("The CloudHSM cluster {id} is not active.")))
}

fn unfit(id: &str, why: &str) -> KmsError {
    Exception::CloudHsmClusterInvalidConfiguration.with(format!("The CloudHSM cluster {id} {why}."))
}

/// Refuses a cluster with fewer active HSMs; several must stand in as many Availability Zones.
pub(super) fn require_hsms(cluster: &ClusterView, id: &str, least: usize) -> Result<(), KmsError> {
    if cluster.active_hsms >= least && cluster.zones_with_hsms >= least {
        return Ok(());
    }
    Err(unfit(
        id,
        if least == 1 {
            "must contain at least one active HSM"
        } else {
            "must contain at least two active HSMs, each in a different Availability Zone"
        },
    ))
}

/// Same text, however its lines end.
pub(super) fn is_same_certificate(one: &str, other: &str) -> bool {
    one.trim().lines().map(str::trim_end).eq(other.trim().lines().map(str::trim_end))
}

impl Handling<'_, '_> {
    /// The cluster with this id, if a custom key store can be put on it.
    ///
    /// # Errors
    /// `CloudHsmClusterNotFoundException`, `CloudHsmClusterNotActiveException`.
    pub(super) fn active_cluster(&self, id: &str) -> Result<ClusterView, KmsError> {
        let cluster = self.service.backends.cluster(self.region, id).ok_or_else(|| {
            Exception::CloudHsmClusterNotFound.with(format!("The CloudHSM cluster {id} does not exist."))
        })?;
        require_active(&cluster, id)?;
        Ok(cluster)
    }

    /// Refuses a cluster that is not set up as a custom key store needs it.
    ///
    /// # Errors
    /// `CloudHsmClusterInvalidConfigurationException`.
    pub(super) fn require_fit_cluster(&self, cluster: &ClusterView, id: &str) -> Result<(), KmsError> {
        if cluster.zones_with_subnets < 2 || !cluster.has_all_subnets {
            return Err(unfit(id, "must have private subnets in at least two different Availability Zones"));
        }
        if !cluster.admits_kms {
            return Err(unfit(id, "must have a security group that allows TCP traffic on ports 2223-2225"));
        }
        require_hsms(cluster, id, HSMS_TO_CREATE)
    }

    /// The external key stores of the account here, but for one.
    fn other_proxies<'a>(
        &'a self,
        own: Option<&'a CustomKeyStoreId>,
    ) -> impl Iterator<Item = &'a ProxySettings> {
        let stores = self.service.store.custom_key_stores.of(self.region, self.account());
        stores.filter(move |store| Some(&store.id) != own).filter_map(CustomKeyStore::proxy)
    }

    /// Refuses the address of a proxy that another store has.
    ///
    /// # Errors
    /// `XksProxyUriInUseException`, `XksProxyUriEndpointInUseException`, `XksProxyVpcEndpointServiceInUseException`.
    pub(super) fn require_own_proxy(
        &self,
        proxy: &ProxySettings,
        own: Option<&CustomKeyStoreId>,
    ) -> Result<(), KmsError> {
        let mut others = self.other_proxies(own);
        // A host name may be shared by public endpoints only, each with another path.
        let clash = others.find_map(|other| {
            let same_service = match (&proxy.service, &other.service) {
                (Some(one), Some(other)) => one.is_same(other),
                _ => false,
            };
            let same_endpoint = proxy.endpoint.eq_ignore_ascii_case(&other.endpoint);
            let is_private = proxy.service.is_some() || other.service.is_some();
            if same_endpoint && proxy.path == other.path {
                Some(Exception::XksProxyUriInUse.with(format!(
                    "The XksProxyUriEndpoint {} with the XksProxyUriPath {} is already associated with another external \
                     key store in this Region.",
                    proxy.endpoint, proxy.path
                )))
            } else if same_endpoint && is_private {
                Some(Exception::XksProxyUriEndpointInUse.with(format!(
                    "The XksProxyUriEndpoint {} is already associated with another external key store in this Region.",
                    proxy.endpoint
                )))
            } else {
                same_service.then(|| {
                    Exception::XksProxyVpcEndpointServiceInUse.with(
                        "The VPC endpoint service is already associated with another external key store in this \
                         Region.",
                    )
                })
            }
        });
        clash.map_or(Ok(()), Err)
    }

    /// Refuses a VPC endpoint service that does not lead to the proxy as it must.
    ///
    /// # Errors
    /// `XksProxyVpcEndpointServiceNotFoundException`, `XksProxyVpcEndpointServiceInvalidConfigurationException`.
    pub(super) fn require_fit_service(&self, proxy: &ProxySettings) -> Result<(), KmsError> {
        let Some(named) = &proxy.service else { return Ok(()) };
        let service = self.service.backends.endpoint_service(self.region, &named.name, &named.owner);
        let service = service.ok_or_else(|| {
            Exception::XksProxyVpcEndpointServiceNotFound.with(format!(
                "The VPC endpoint service {} was not found, or does not allow AWS KMS as a principal.",
                named.name
            ))
        })?;
        let invalid = Exception::XksProxyVpcEndpointServiceInvalidConfiguration;
        if !service.is_fit {
            return Err(invalid.with(format!(
                "The VPC endpoint service {} must have a network load balancer in at least two Availability Zones, must \
                 not require acceptance, and the domain of its private DNS name must be verified.",
                named.name
            )));
        }
        if *service.private_dns_name != *proxy.host() {
            return Err(invalid.with(format!(
                "The private DNS name of the VPC endpoint service {} must match the XksProxyUriEndpoint.",
                named.name
            )));
        }
        Ok(())
    }

    /// Refuses a proxy that does not answer that it works.
    ///
    /// # Errors
    /// The exceptions for proxies.
    pub(super) fn require_healthy(&mut self, proxy: &ProxySettings) -> Result<(), KmsError> {
        self.service.proxy_health(self.region, proxy).map_err(ProxyFailure::of_management)
    }
}
