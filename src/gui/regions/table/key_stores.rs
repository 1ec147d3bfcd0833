//! The custom key stores of Regions: what stands behind them, whether they are connected, and what can be done with them.

use egui::{Margin, ScrollArea, Ui};

use super::Scope;
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        regions::{DialogKind, catalogue::Catalogue},
        theme::{body, caption, icons, region_mark, space, strong, tokens},
        trail::cut,
        widgets::{
            Badge, Button, CalloutKind, Card, MenuItem, callout_with, empty_state, menu_button, menu_heading,
            row, row_sides, short_id_caption,
        },
    },
    kms::{
        CustomKeyStoreId, Region,
        api::{ConnectionErrorCode, ConnectionState, CustomKeyStoreType},
        custom_key_store::{Backing, Connection, CustomKeyStore},
    },
};

/// What the section remembers: nothing; there are few stores.
#[derive(Default)]
pub(super) struct KeyStores;

/// What KMS means by a code, and what helps.
fn meaning(code: ConnectionErrorCode) -> &'static str {
    use ConnectionErrorCode::*;
    match code {
        InvalidCredentials => {
            "The password of kmsuser that KMS has is not the one in the cluster. Disconnect the store, edit its password and \
             connect it again."
        }
        ClusterNotFound => "The cluster is gone. Restore it from a backup, and edit the store's cluster.",
        NetworkErrors => {
            "The network does not lead to the cluster. Disconnect the store and connect it again later."
        }
        InternalError => "KMS itself failed. Disconnect the store and connect it again.",
        InsufficientCloudHsmHsms => {
            "The cluster has too few active HSMs. Add HSMs, at least two in different Availability Zones."
        }
        UserLockedOut => {
            "kmsuser is locked out after wrong passwords. Give it another password in the cluster, and edit the store's."
        }
        UserNotFound => {
            "There is no crypto user kmsuser in the cluster. Make it, and edit the store's password."
        }
        UserLoggedIn => "kmsuser is logged in elsewhere. Log it out of the cluster.",
        SubnetNotFound => "A private subnet of the cluster is gone.",
        InsufficientFreeAddressesInSubnet => "A private subnet of the cluster has no free address.",
        XksProxyAccessDenied => {
            "The proxy refuses what KMS signs. Edit the store's proxy authentication credential, or the proxy's own rules."
        }
        XksProxyNotReachable => {
            "The proxy does not answer. See that it runs and that its endpoint is the store's."
        }
        XksVpcEndpointServiceNotFound => {
            "The VPC endpoint service is gone, or KMS is not among its allowed principals."
        }
        XksProxyInvalidResponse => "The proxy answers what its API does not have.",
        XksProxyInvalidConfiguration => {
            "The proxy or the key manager behind it is not set up as KMS needs it."
        }
        XksVpcEndpointServiceInvalidConfiguration => {
            "The VPC endpoint service is not set up as KMS needs it: its load balancer, its acceptance or its domain."
        }
        XksProxyTimedOut => "The proxy did not answer in time.",
        XksProxyInvalidTlsConfiguration => "The proxy's TLS certificate is not valid for its endpoint.",
    }
}

impl KeyStores {
    /// Draws the section over the whole room.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        desk: &Desk,
        catalogue: &Catalogue,
        scope: Scope,
        commands: &mut Vec<Command>,
    ) {
        let regions = scope.regions(desk);
        let stores = desk.world().store().custom_key_stores.iter();
        let stores: Vec<&CustomKeyStore> = stores.filter(|it| regions.contains(&it.region)).collect();
        if stores.is_empty() {
            let t = tokens(ui);
            Card::new().fill(t.panel).padding(Margin::same(1)).show(ui, |ui| {
                none(ui, desk, scope, commands);
                ui.take_available_height();
            });
            return;
        }
        let words = |ui: &mut Ui| {
            cut(ui, body("Keys in them have their material in a CloudHSM cluster or outside AWS").weak());
        };
        row_sides(ui, space::CONTROL_HEIGHT, words, |ui| create(ui, desk, scope, commands));
        ScrollArea::vertical().id_salt("custom key stores").auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            for store in stores {
                let keys = catalogue.keys_in_store(store.region, &store.id);
                ui.push_id(store.id.as_str(), |ui| card(ui, desk, store, keys, commands));
            }
        });
    }
}

fn card(ui: &mut Ui, desk: &Desk, store: &CustomKeyStore, keys: usize, commands: &mut Vec<Command>) {
    let t = tokens(ui);
    Card::new().fill(t.panel).padding(Margin::same(space::M as i8)).show(ui, |ui| {
        ui.take_available_width();
        ui.spacing_mut().item_spacing.y = space::XS;
        let head = |ui: &mut Ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            region_mark(ui, desk.region_index(store.region), 16.0).on_hover_text(store.region.code());
            connection_badge(ui, store.connection);
            cut(ui, strong(&*store.name)).on_hover_text(&*store.name);
        };
        row_sides(ui, space::CONTROL_HEIGHT, head, |ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            buttons(ui, store, keys, commands);
        });
        row(ui, space::BADGE_HEIGHT, |ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            Badge::neutral(kind_name(store.kind())).show(ui);
            ui.label(caption(if keys == 1 { "1 key".to_owned() } else { format!("{keys} keys") }));
            short_id_caption(ui, store.id.as_str(), 12, 4);
            let (what, behind) = match &store.backing {
                Backing::CloudHsm(cluster) => ("Cluster", cluster.cluster.to_string()),
                Backing::External(proxy) => ("Proxy", format!("{}{}", proxy.endpoint, proxy.path)),
            };
            cut(ui, caption(format!("{what} {behind}"))).on_hover_text(behind);
        });
        if let Some(code) = store.connection.error() {
            callout_with(ui, CalloutKind::Error, code.name(), meaning(code));
        }
    });
}

/// What a type is called.
fn kind_name(kind: CustomKeyStoreType) -> &'static str {
    match kind {
        CustomKeyStoreType::AwsCloudHsm => "AWS CloudHSM key store",
        CustomKeyStoreType::ExternalKeyStore => "External key store",
    }
}

fn connection_badge(ui: &mut Ui, connection: Connection) {
    match connection.state() {
        ConnectionState::Connected => Badge::ok("Connected").icon(icons::PLUGS_CONNECTED).show(ui),
        ConnectionState::Connecting => Badge::info("Connecting").icon(icons::HOURGLASS).show(ui),
        ConnectionState::Failed => Badge::error("Failed").icon(icons::WARNING_CIRCLE).show(ui),
        ConnectionState::Disconnected => Badge::neutral("Disconnected").icon(icons::PLUGS).show(ui),
        ConnectionState::Disconnecting => Badge::warn("Disconnecting").icon(icons::HOURGLASS).show(ui),
    };
}

fn buttons(ui: &mut Ui, store: &CustomKeyStore, keys: usize, commands: &mut Vec<Command>) {
    let mut open = |kind: fn(CustomKeyStoreId, Region) -> DialogKind| {
        commands.push(Command::OpenDialog(kind(store.id.clone(), store.region)));
    };
    let disconnected = store.connection == Connection::Disconnected;
    // From the right: what destroys comes last.
    let why_not = match (disconnected, keys) {
        (false, _) => Some("Disconnect the store first"),
        (true, 0) => None,
        (true, _) => Some("The store contains KMS keys: schedule their deletion first"),
    };
    let name = format!("Delete {}…", store.name);
    let delete = Button::danger("Delete…").name(&name).enabled(why_not.is_none());
    if delete.why_disabled(why_not.unwrap_or_default()).show(ui).clicked() {
        open(DialogKind::DeleteKeyStore);
    }
    let name = format!("Edit {}…", store.name);
    if Button::secondary("Edit…").name(&name).show(ui).clicked() {
        open(DialogKind::EditKeyStore);
    }
    let (text, kind): (_, fn(CustomKeyStoreId, Region) -> DialogKind) = match store.connection {
        Connection::Disconnected => ("Connect", DialogKind::ConnectKeyStore),
        _ => ("Disconnect", DialogKind::DisconnectKeyStore),
    };
    let name = format!("{text} {}…", store.name);
    let going = matches!(store.connection, Connection::Disconnecting { .. });
    let label = format!("{text}…");
    let button = Button::secondary(&label).name(&name).enabled(!going);
    if button.why_disabled("The store is being disconnected").show(ui).clicked() {
        open(kind);
    }
}

fn create(ui: &mut Ui, desk: &Desk, scope: Scope, commands: &mut Vec<Command>) {
    let mut open = |region| commands.push(Command::OpenDialog(DialogKind::CreateKeyStore(region)));
    match scope {
        Scope::One(region) => {
            if Button::primary("Create custom key store…").show(ui).clicked() {
                open(region);
            }
        }
        Scope::All => {
            menu_button(ui, Button::primary("Create custom key store"), 220.0, |ui| {
                menu_heading(ui, "In which Region?");
                for region in desk.world().regions() {
                    if MenuItem::new(region.code()).note(region.place()).show(ui).clicked() {
                        open(*region);
                    }
                }
            });
        }
    }
}

fn none(ui: &mut Ui, desk: &Desk, scope: Scope, commands: &mut Vec<Command>) {
    let text = "A custom key store keeps keys in a CloudHSM cluster of yours, or behind a key manager outside AWS. Only \
                single-Region symmetric encryption keys can be in one: no multi-Region keys.";
    let (title, create) = match scope {
        Scope::One(region) => (
            format!("No custom key stores in {}", region.place()),
            Some(Button::secondary("Create custom key store…").icon(icons::PLUS)),
        ),
        Scope::All => ("No custom key stores in any Region".to_owned(), None),
    };
    let clicked = empty_state(ui, icons::VAULT, &title, text, create).is_some_and(|it| it.clicked());
    let region = match scope {
        Scope::One(region) => Some(region),
        Scope::All => desk.world().regions().first().copied(),
    };
    if let Some(region) = region.filter(|_| clicked) {
        commands.push(Command::OpenDialog(DialogKind::CreateKeyStore(region)));
    }
}
