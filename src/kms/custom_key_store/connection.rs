//! How a custom key store comes to be connected and disconnected, and what that does to its keys.

use super::{Backing, ClusterSettings, Connection, LogInRefusal, ProxySettings, Secret};
use crate::kms::{
    CustomKeyStoreId, Due, KeyId, MemberState, Region, api::ConnectionErrorCode, hex, service::Service,
};

impl Service<'_> {
    /// Starts to connect a store that is disconnected.
    pub(in crate::kms) fn start_connecting(&mut self, region: Region, id: &CustomKeyStoreId) {
        let Some(store) = self.store.custom_key_stores.get_mut(region, id) else { return };
        let takes = match &store.backing {
            Backing::CloudHsm(_) => self.transitions.connecting_cluster,
            Backing::External(ProxySettings { service: Some(_), .. }) => self.transitions.connecting_service,
            Backing::External(_) => self.transitions.connecting_proxy,
        };
        store.connection = Connection::Connecting { until: self.now + takes };
        self.later(takes, Due::EndOfConnectionChange(region, id.clone()));
    }

    /// Starts to disconnect a store; its keys cannot be used from now on.
    pub(in crate::kms) fn start_disconnecting(&mut self, region: Region, id: &CustomKeyStoreId) {
        let takes = self.transitions.disconnecting;
        let Some(store) = self.store.custom_key_stores.get_mut(region, id) else { return };
        store.connection = Connection::Disconnecting { until: self.now + takes };
        self.set_keys_available(region, id, false);
        self.later(takes, Due::EndOfConnectionChange(region, id.clone()));
    }

    /// Ends a change whose time has passed.
    pub(in crate::kms) fn end_connection_change(&mut self, region: Region, id: &CustomKeyStoreId) {
        let Some(store) = self.store.custom_key_stores.get(region, id) else { return };
        let connection = match store.connection {
            Connection::Disconnecting { until } if until <= self.now => Connection::Disconnected,
            Connection::Connecting { until } if until <= self.now => {
                let backing = store.backing.clone();
                match self.connect(region, id, &backing) {
                    Ok(()) => Connection::Connected,
                    Err(code) => Connection::Failed(code),
                }
            }
            _ => return, // another change was begun meanwhile
        };
        if let Some(store) = self.store.custom_key_stores.get_mut(region, id) {
            store.connection = connection;
        }
        if connection == Connection::Connected {
            self.set_keys_available(region, id, true);
        }
    }

    fn connect(
        &mut self,
        region: Region,
        id: &CustomKeyStoreId,
        backing: &Backing,
    ) -> Result<(), ConnectionErrorCode> {
        match backing {
            Backing::CloudHsm(settings) => self.connect_cluster(region, id, settings),
            Backing::External(proxy) => self.connect_proxy(region, proxy),
        }
    }

    fn connect_cluster(
        &mut self,
        region: Region,
        id: &CustomKeyStoreId,
        settings: &ClusterSettings,
    ) -> Result<(), ConnectionErrorCode> {
        let cluster = self.backends.cluster(region, &settings.cluster);
        let cluster = cluster.filter(|it| it.is_active).ok_or(ConnectionErrorCode::ClusterNotFound)?;
        let demands = [
            (cluster.has_all_subnets, ConnectionErrorCode::SubnetNotFound),
            (cluster.active_hsms > 0, ConnectionErrorCode::InsufficientCloudHsmHsms),
            (cluster.has_free_addresses, ConnectionErrorCode::InsufficientFreeAddressesInSubnet),
            (cluster.is_reachable && cluster.admits_kms, ConnectionErrorCode::NetworkErrors),
        ];
        if let Some((_, code)) = demands.into_iter().find(|(met, _)| !met) {
            return Err(code);
        }
        self.backends.log_in(region, &settings.cluster, &settings.password).map_err(
            |refusal| match refusal {
                LogInRefusal::NoUser => ConnectionErrorCode::UserNotFound,
                LogInRefusal::LoggedIn => ConnectionErrorCode::UserLoggedIn,
                LogInRefusal::LockedOut => ConnectionErrorCode::UserLockedOut,
                LogInRefusal::WrongPassword => ConnectionErrorCode::InvalidCredentials,
            },
        )?;
        // From now on only KMS knows the password.
        let mut bytes = [0; 16];
        rand_core::Rng::fill_bytes(self.rng, &mut bytes);
        let password = Secret(hex(&bytes).into());
        self.backends.change_password(region, &settings.cluster, password.clone());
        let store = self.store.custom_key_stores.get_mut(region, id);
        if let Some(Backing::CloudHsm(settings)) = store.map(|store| &mut store.backing) {
            settings.password = password;
        }
        Ok(())
    }

    fn connect_proxy(&mut self, region: Region, proxy: &ProxySettings) -> Result<(), ConnectionErrorCode> {
        if let Some(named) = &proxy.service {
            let service = self.backends.endpoint_service(region, &named.name, &named.owner);
            let service = service.ok_or(ConnectionErrorCode::XksVpcEndpointServiceNotFound)?;
            if !service.is_fit || *service.private_dns_name != *proxy.host() {
                return Err(ConnectionErrorCode::XksVpcEndpointServiceInvalidConfiguration);
            }
        }
        self.proxy_health(region, proxy).map_err(super::ProxyFailure::connection_error)
    }

    /// Lets the keys of a store be used, each if it is enabled, or not.
    fn set_keys_available(&mut self, region: Region, id: &CustomKeyStoreId, available: bool) {
        let keys: Vec<KeyId> =
            self.store.keys_in_custom_key_store(region, id).map(|family| family.id.clone()).collect();
        for key in keys {
            let Some(member) = self.store.member_mut(&key, region) else { continue };
            member.state = match member.state {
                MemberState::Enabled if !available => MemberState::Unavailable { enabled: true },
                MemberState::Disabled if !available => MemberState::Unavailable { enabled: false },
                MemberState::Unavailable { enabled: true } if available => MemberState::Enabled,
                MemberState::Unavailable { enabled: false } if available => MemberState::Disabled,
                state => state, // a deletion stays scheduled, whether the store is connected or not
            };
        }
    }
}
