//! Connect, disconnect or delete a custom key store.

use egui::Ui;

use super::super::form::{Form, Heading, Page};
use crate::{
    gui::{
        desk::Desk,
        theme::paragraph,
        widgets::{CalloutKind, callout, property_table},
    },
    kms::{
        CustomKeyStoreId, Region,
        api::{
            ConnectCustomKeyStoreRequest, DeleteCustomKeyStoreRequest, DisconnectCustomKeyStoreRequest,
            Request,
        },
    },
};

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::gui::regions::dialogs) enum Step {
    Connect,
    Disconnect,
    Delete,
}

pub(in crate::gui::regions::dialogs) struct StoreStep {
    step: Step,
    id: CustomKeyStoreId,
    region: Region,
    name: String,
    keys: usize,
}

impl StoreStep {
    pub fn new(step: Step, id: &CustomKeyStoreId, region: Region, desk: &Desk) -> Self {
        let store = desk.world().store();
        let name = store.custom_key_stores.get(region, id).map(|it| it.name.to_string());
        let keys = store.keys_in_custom_key_store(region, id).count();
        Self { step, id: id.clone(), region, name: name.unwrap_or_else(|| id.to_string()), keys }
    }
}

impl Form for StoreStep {
    fn heading(&self) -> Heading {
        match self.step {
            Step::Connect => Heading::new("Connect custom key store", "Connect"),
            Step::Disconnect => Heading::new("Disconnect custom key store", "Disconnect").danger(),
            Step::Delete => Heading::new("Delete custom key store", "Delete").danger(),
        }
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        property_table(ui, |rows| {
            rows.text("Name", &self.name);
            rows.mono("Custom key store ID", self.id.as_str());
            rows.text("Region", self.region.name());
            rows.text("KMS keys in it", &self.keys.to_string());
        });
        match self.step {
            Step::Connect => {
                let takes = page.desk.world().transitions();
                let minutes = takes.connecting_cluster.as_seconds_f64() / 60.0;
                let text = format!(
                    "KMS connects to what stands behind the store. For a CloudHSM cluster that takes some {minutes:.0} minutes \
                     of simulated time. Then its keys can be used; if it fails, the store says why."
                );
                ui.label(paragraph(text));
            }
            Step::Disconnect => {
                let text = "The keys in the store become Unavailable: nothing can be encrypted or decrypted with them until \
                            it is connected again. They are not deleted.";
                callout(ui, CalloutKind::Warning, text);
            }
            Step::Delete => {
                let text = "KMS forgets the store. What stands behind it stays as it is. Only a disconnected store without \
                            KMS keys can be deleted.";
                callout(ui, CalloutKind::Warning, text);
            }
        }
        false
    }

    fn calls(&self) -> Vec<(Region, Request)> {
        let custom_key_store_id = self.id.to_string();
        let request = match self.step {
            Step::Connect => ConnectCustomKeyStoreRequest { custom_key_store_id }.into(),
            Step::Disconnect => DisconnectCustomKeyStoreRequest { custom_key_store_id }.into(),
            Step::Delete => DeleteCustomKeyStoreRequest { custom_key_store_id }.into(),
        };
        vec![(self.region, request)]
    }

    fn done(&self) -> String {
        match self.step {
            Step::Connect => format!("{} is connecting", self.name),
            Step::Disconnect => format!("{} is disconnecting", self.name),
            Step::Delete => format!("{} was deleted", self.name),
        }
    }
}
