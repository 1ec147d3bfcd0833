//! The fields for what stands behind a custom key store: a cluster, or the proxy of an external key manager. The world's
//! own clusters and managers can be chosen; what is typed instead is for KMS to judge.

use egui::Ui;

use crate::{
    gui::{
        desk::Desk,
        theme::space,
        widgets::{CalloutKind, Dropdown, TextField, callout, field_label, segmented},
    },
    kms::{
        Region,
        api::{XksProxyAuthenticationCredential, XksProxyConnectivity},
        custom_key_store::{Backing, CustomKeyStore},
    },
    world::backends::{Cluster, ExternalKeyManager},
};

/// The fields of a CloudHSM key store.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ClusterFields {
    pub cluster: String,
    pub certificate: String,
    pub password: String,
}

/// The fields of an external key store.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ProxyFields {
    /// The name of the manager that filled the fields.
    pub manager: String,
    pub connectivity: XksProxyConnectivity,
    pub endpoint: String,
    pub path: String,
    pub service: String,
    pub access_key_id: String,
    pub secret: String,
}

impl ClusterFields {
    /// The fields for a cluster, as its administrator knows it.
    fn of(cluster: &Cluster) -> Self {
        let password = cluster.kmsuser.as_ref().map(|user| user.password().0.to_string());
        Self {
            cluster: cluster.id.to_string(),
            certificate: cluster.certificate.to_string(),
            password: password.unwrap_or_default(),
        }
    }

    /// The fields for the first cluster of a Region.
    pub fn first(desk: &Desk, region: Region) -> Self {
        clusters(desk, region).next().map(Self::of).unwrap_or_default()
    }

    /// Draws the choice of a cluster; whether something was changed.
    pub fn choose(&mut self, ui: &mut Ui, desk: &Desk, region: Region) -> bool {
        let ids: Vec<String> = clusters(desk, region).map(|it| it.id.to_string()).collect();
        if ids.is_empty() {
            let text = format!(
                "There is no CloudHSM cluster in {region}. A CloudHSM key store needs one of its own Region."
            );
            callout(ui, CalloutKind::Warning, &text);
            return false;
        }
        let items: Vec<(String, &str)> = ids.iter().map(|id| (id.clone(), id.as_str())).collect();
        let dropdown =
            Dropdown::new("CloudHSM cluster").help("In this Region, active, with two HSMs or more");
        let mut chosen = self.cluster.clone();
        let changed = dropdown.show(ui, &mut chosen, &items).changed();
        if changed && let Some(cluster) = clusters(desk, region).find(|it| *it.id == *chosen) {
            *self = Self::of(cluster);
        }
        changed
    }

    /// Draws the field for the certificate.
    pub fn certificate(&mut self, ui: &mut Ui) -> bool {
        let field = TextField::new("Trust anchor certificate").mono().multiline(3);
        field
            .help("The certificate that the cluster was initialised with")
            .show(ui, &mut self.certificate)
            .changed()
    }

    /// Draws the field for the password.
    pub fn password(&mut self, ui: &mut Ui) -> bool {
        let field = TextField::new("Key store password").mono();
        field
            .help("The password of the crypto user kmsuser, 7 to 32 characters")
            .show(ui, &mut self.password)
            .changed()
    }
}

impl ProxyFields {
    /// The fields for a manager, as its administrator knows it.
    fn of(manager: &ExternalKeyManager, region: Region) -> Self {
        let public = manager.public_endpoint.as_ref();
        let service = manager.service.as_ref().filter(|it| it.region == region);
        let connectivity = match (public, service) {
            (None, Some(_)) => XksProxyConnectivity::VpcEndpointService,
            _ => XksProxyConnectivity::PublicEndpoint,
        };
        let private = service.map(|it| format!("https://{}", it.private_dns_name));
        Self {
            manager: manager.name.to_string(),
            connectivity,
            endpoint: public.map(ToString::to_string).or(private).unwrap_or_default(),
            path: manager.path.to_string(),
            service: service.map(|it| it.name.to_string()).unwrap_or_default(),
            access_key_id: manager.credential.access_key_id.to_string(),
            secret: manager.credential.secret.0.to_string(),
        }
    }

    /// The fields for the first external key manager of the world.
    pub fn first(desk: &Desk, region: Region) -> Self {
        let first = desk.world().backends().managers().next().map(|it| Self::of(it, region));
        first.unwrap_or_else(|| Self {
            manager: String::new(),
            connectivity: XksProxyConnectivity::PublicEndpoint,
            endpoint: String::new(),
            path: String::new(),
            service: String::new(),
            access_key_id: String::new(),
            secret: String::new(),
        })
    }

    /// The fields of a store as it is; nothing for a CloudHSM key store.
    pub fn of_store(store: &CustomKeyStore) -> Option<Self> {
        let Backing::External(proxy) = &store.backing else { return None };
        Some(Self {
            manager: String::new(),
            connectivity: proxy.connectivity(),
            endpoint: proxy.endpoint.to_string(),
            path: proxy.path.to_string(),
            service: proxy.service.as_ref().map(|it| it.name.to_string()).unwrap_or_default(),
            access_key_id: proxy.credential.access_key_id.to_string(),
            secret: String::new(),
        })
    }

    /// Whether KMS goes through a VPC endpoint service.
    pub fn is_private(&self) -> bool {
        self.connectivity == XksProxyConnectivity::VpcEndpointService
    }

    /// The credential, as requests give it.
    pub fn credential(&self) -> XksProxyAuthenticationCredential {
        XksProxyAuthenticationCredential {
            access_key_id: self.access_key_id.clone(),
            raw_secret_access_key: self.secret.clone(),
        }
    }

    /// Draws the choice of a manager, which fills the fields; whether something was changed.
    pub fn choose(&mut self, ui: &mut Ui, desk: &Desk, region: Region) -> bool {
        let names: Vec<String> = desk.world().backends().managers().map(|it| it.name.to_string()).collect();
        let items: Vec<(String, &str)> = names.iter().map(|name| (name.clone(), name.as_str())).collect();
        let dropdown = Dropdown::new("External key manager").help("Fills in the fields below");
        let changed = dropdown.show(ui, &mut self.manager, &items).changed();
        if changed && let Some(manager) = desk.world().backends().manager(&self.manager) {
            *self = Self::of(manager, region);
        }
        changed
    }

    /// Draws the fields; whether something was changed.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk) -> bool {
        let mut changed = false;
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            field_label(ui, "Proxy connectivity", None);
            let items = [
                (XksProxyConnectivity::PublicEndpoint, "Public endpoint", ""),
                (XksProxyConnectivity::VpcEndpointService, "VPC endpoint service", ""),
            ];
            if segmented(ui, "Proxy connectivity", &mut self.connectivity, &items).changed() {
                self.follow_connectivity(desk);
                changed = true;
            }
        });
        let mut field = |ui: &mut Ui, label: &str, help: &str, text: &mut String| {
            changed |= TextField::new(label).help(help).mono().show(ui, text).changed();
        };
        field(ui, "Proxy URI endpoint", "https:// and a host name", &mut self.endpoint);
        field(ui, "Proxy URI path prefix", "Ends in /kms/xks/v1", &mut self.path);
        if self.is_private() {
            field(ui, "VPC endpoint service name", "com.amazonaws.vpce.…", &mut self.service);
        }
        field(ui, "Access key ID", "20 to 30 capital letters and digits 2 to 7", &mut self.access_key_id);
        field(ui, "Secret access key", "43 to 64 characters", &mut self.secret);
        changed
    }

    /// The endpoint that goes with the connectivity, where the world has one.
    fn follow_connectivity(&mut self, desk: &Desk) {
        let managers = desk.world().backends();
        let Some(manager) = managers.manager(&self.manager) else { return };
        let service = manager.service.as_ref();
        let endpoint = if self.is_private() {
            service.map(|it| format!("https://{}", it.private_dns_name))
        } else {
            manager.public_endpoint.as_ref().map(ToString::to_string)
        };
        if let Some(endpoint) = endpoint {
            self.endpoint = endpoint;
        }
        if let Some(service) = service {
            self.service = service.name.to_string();
        }
    }
}

fn clusters(desk: &Desk, region: Region) -> impl Iterator<Item = &Cluster> {
    desk.world().backends().clusters().filter(move |it| it.region == region)
}
