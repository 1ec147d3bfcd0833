//! Edit a custom key store. Only what was changed is sent.

use egui::Ui;

use super::{
    super::form::{Form, Heading, MEDIUM, Page},
    backing::{ClusterFields, ProxyFields},
};
use crate::{
    gui::{
        desk::Desk,
        widgets::{CalloutKind, TextField, callout},
    },
    kms::{
        CustomKeyStoreId, Region,
        api::{Request, UpdateCustomKeyStoreRequest},
        custom_key_store::{Backing, Connection, CustomKeyStore},
    },
};

/// Fields before and after.
struct Change<T> {
    before: T,
    now: T,
}

/// What stands behind the store, before and after.
enum Behind {
    Cluster { before: String, now: ClusterFields },
    Proxy(Box<Change<ProxyFields>>),
}

pub(in crate::gui::regions::dialogs) struct EditKeyStore {
    id: CustomKeyStoreId,
    region: Region,
    before: String,
    name: String,
    /// Nothing if the store is gone.
    behind: Option<Behind>,
    is_connected: bool,
}

/// A text that was changed.
fn changed(now: &str, before: &str) -> Option<String> {
    (now != before).then(|| now.to_owned())
}

impl EditKeyStore {
    pub fn new(id: &CustomKeyStoreId, region: Region, desk: &Desk) -> Self {
        let store = desk.world().store().custom_key_stores.get(region, id);
        let name = store.map(|it| it.name.to_string()).unwrap_or_default();
        Self {
            id: id.clone(),
            region,
            before: name.clone(),
            name,
            behind: store.and_then(behind),
            is_connected: store.is_some_and(|it| it.connection != Connection::Disconnected),
        }
    }
}

fn behind(store: &CustomKeyStore) -> Option<Behind> {
    Some(match &store.backing {
        Backing::CloudHsm(settings) => {
            let before = settings.cluster.to_string();
            // The password is told to nobody: an empty field leaves it as it is.
            let now = ClusterFields { cluster: before.clone(), ..ClusterFields::default() };
            Behind::Cluster { before, now }
        }
        Backing::External(_) => {
            let before = ProxyFields::of_store(store)?;
            Behind::Proxy(Box::new(Change { now: before.clone(), before }))
        }
    })
}

impl Form for EditKeyStore {
    fn heading(&self) -> Heading {
        Heading::new("Edit custom key store", "Save").width(MEDIUM)
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        if self.is_connected {
            let text = "While the store is connected, only its name and what KMS signs its requests with can be changed.";
            callout(ui, CalloutKind::Info, text);
        }
        let name = TextField::new("Custom key store name").show(ui, &mut self.name);
        page.focus_first(&name);
        name.changed()
            | match &mut self.behind {
                None => false,
                Some(Behind::Cluster { now, .. }) => {
                    let password = std::mem::take(&mut now.password);
                    let chosen = now.choose(ui, page.desk, self.region);
                    // A chosen cluster brings its password; else what was typed stays.
                    if !chosen {
                        now.password = password;
                    }
                    let typed = now.password(ui);
                    chosen || typed
                }
                Some(Behind::Proxy(proxy)) => proxy.now.show(ui, page.desk),
            }
    }

    fn missing(&self) -> Option<&'static str> {
        match (self.name.is_empty(), self.calls().is_empty()) {
            (true, _) => Some("Type a name"),
            (false, true) => Some("Nothing has changed"),
            (false, false) => None,
        }
    }

    fn calls(&self) -> Vec<(Region, Request)> {
        let mut request = UpdateCustomKeyStoreRequest {
            custom_key_store_id: self.id.to_string(),
            new_custom_key_store_name: changed(&self.name, &self.before),
            ..Default::default()
        };
        let unchanged =
            UpdateCustomKeyStoreRequest { custom_key_store_id: self.id.to_string(), ..Default::default() };
        match &self.behind {
            None => {}
            Some(Behind::Cluster { before, now }) => {
                request.cloud_hsm_cluster_id = changed(&now.cluster, before);
                request.key_store_password = changed(&now.password, "");
            }
            Some(Behind::Proxy(proxy)) => {
                let Change { before, now } = &**proxy;
                let connectivity = (now.connectivity != before.connectivity).then_some(now.connectivity);
                request.xks_proxy_connectivity = connectivity;
                request.xks_proxy_uri_endpoint = changed(&now.endpoint, &before.endpoint);
                request.xks_proxy_uri_path = changed(&now.path, &before.path);
                if now.is_private() {
                    request.xks_proxy_vpc_endpoint_service_name = changed(&now.service, &before.service);
                }
                let signs_anew = now.access_key_id != before.access_key_id || !now.secret.is_empty();
                request.xks_proxy_authentication_credential = signs_anew.then(|| now.credential());
            }
        }
        if request == unchanged { Vec::new() } else { vec![(self.region, request.into())] }
    }

    fn done(&self) -> String {
        format!("{} was changed", self.name)
    }
}
