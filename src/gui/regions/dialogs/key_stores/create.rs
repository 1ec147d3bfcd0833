//! Create a custom key store.

use egui::Ui;

use super::{
    super::form::{Form, Heading, MEDIUM, Page},
    backing::{ClusterFields, ProxyFields},
};
use crate::{
    gui::{
        desk::Desk,
        theme::space,
        widgets::{TextField, field_label, segmented},
    },
    kms::{
        Region,
        api::{CreateCustomKeyStoreRequest, CustomKeyStoreType, Request},
    },
};

pub(in crate::gui::regions::dialogs) struct CreateKeyStore {
    region: Region,
    name: String,
    kind: CustomKeyStoreType,
    cluster: ClusterFields,
    proxy: ProxyFields,
}

impl CreateKeyStore {
    pub fn new(region: Region, desk: &Desk) -> Self {
        let cluster = ClusterFields::first(desk, region);
        // What can be made here at all is offered first.
        let kind = if cluster.cluster.is_empty() {
            CustomKeyStoreType::ExternalKeyStore
        } else {
            CustomKeyStoreType::AwsCloudHsm
        };
        Self { region, name: String::new(), kind, cluster, proxy: ProxyFields::first(desk, region) }
    }
}

impl Form for CreateKeyStore {
    fn heading(&self) -> Heading {
        Heading::new("Create custom key store", "Create").width(MEDIUM)
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let help = format!("Unique in {}; it can be changed later", self.region);
        let name = TextField::new("Custom key store name").help(&help).show(ui, &mut self.name);
        page.focus_first(&name);
        let mut changed = name.changed();
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            field_label(ui, "Type", None);
            let items = [
                (CustomKeyStoreType::AwsCloudHsm, "AWS CloudHSM key store", ""),
                (CustomKeyStoreType::ExternalKeyStore, "External key store", ""),
            ];
            changed |= segmented(ui, "Type of the key store", &mut self.kind, &items).changed();
        });
        changed
            | match self.kind {
                CustomKeyStoreType::AwsCloudHsm => {
                    let chosen = self.cluster.choose(ui, page.desk, self.region);
                    let certificate = self.cluster.certificate(ui);
                    let password = self.cluster.password(ui);
                    chosen || certificate || password
                }
                CustomKeyStoreType::ExternalKeyStore => {
                    let chosen = self.proxy.choose(ui, page.desk, self.region);
                    let typed = self.proxy.show(ui, page.desk);
                    chosen || typed
                }
            }
    }

    fn missing(&self) -> Option<&'static str> {
        let no_cluster = self.kind == CustomKeyStoreType::AwsCloudHsm && self.cluster.cluster.is_empty();
        match (self.name.is_empty(), no_cluster) {
            (true, _) => Some("Type a name"),
            (false, true) => Some("There is no CloudHSM cluster in this Region"),
            (false, false) => None,
        }
    }

    fn calls(&self) -> Vec<(Region, Request)> {
        let Self { cluster, proxy, .. } = self;
        let request = CreateCustomKeyStoreRequest {
            custom_key_store_name: self.name.clone(),
            custom_key_store_type: Some(self.kind),
            ..Default::default()
        };
        let request = match self.kind {
            CustomKeyStoreType::AwsCloudHsm => CreateCustomKeyStoreRequest {
                cloud_hsm_cluster_id: Some(cluster.cluster.clone()),
                trust_anchor_certificate: Some(cluster.certificate.clone()),
                key_store_password: Some(cluster.password.clone()),
                ..request
            },
            CustomKeyStoreType::ExternalKeyStore => CreateCustomKeyStoreRequest {
                xks_proxy_connectivity: Some(proxy.connectivity),
                xks_proxy_uri_endpoint: Some(proxy.endpoint.clone()),
                xks_proxy_uri_path: Some(proxy.path.clone()),
                xks_proxy_vpc_endpoint_service_name: proxy.is_private().then(|| proxy.service.clone()),
                xks_proxy_authentication_credential: Some(proxy.credential()),
                ..request
            },
        };
        vec![(self.region, request.into())]
    }

    fn done(&self) -> String {
        format!("{} was created in {}; connect it to use it", self.name, self.region)
    }
}
