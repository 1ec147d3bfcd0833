//! Page 1: what kind of key, where its material comes from, and whether it can have replicas.

use egui::Ui;

use super::{
    Wizard,
    key_kind::{KeyType, origin_note, stores_for},
    page::{FORM_WIDTH, heading, page_with_note, pair},
    policy_draft::Choice,
    state::Regionality,
};
use crate::{
    gui::{
        desk::Desk,
        key_words::usage_name,
        theme::{caption, icons, space},
        widgets::{Button, CalloutKind, Dropdown, TextField, callout, checkbox, radio_card},
    },
    kms::api::{KeySpec, KeyUsage, Origin},
};

const EXAM: &str = "All of this is permanent. A single-Region key can never become a multi-Region key, nor the other \
                    way round. The ID of a multi-Region key begins with mrk- and is the same in every Region.";

const SINGLE_REGION: &str = "In this Region alone: no other Region can have it";
const MULTI_REGION: &str =
    "Can be replicated with its ID and material to other Regions: what one makes, each can use";
const NO_MULTI_REGION: &str = "Keys in custom key stores are single-Region keys";

/// The origins with what the wizard calls them.
const ORIGINS: [(Origin, &str); 4] = [
    (Origin::AwsKms, "KMS (recommended)"),
    (Origin::External, "External (imported)"),
    (Origin::AwsCloudHsm, "AWS CloudHSM key store"),
    (Origin::ExternalKeyStore, "External key store"),
];

pub(super) fn ui(ui: &mut Ui, wizard: &mut Wizard, desk: &Desk) {
    wizard.stores.update(desk, wizard.region);
    page_with_note(
        ui,
        "Configure key",
        |ui| drop(callout(ui, CalloutKind::Exam, EXAM)),
        |ui| {
            ui.set_max_width(ui.available_width().min(FORM_WIDTH + 120.0));
            let before = wizard.choices.kind.clone();
            kind(ui, wizard);
            ui.add_space(space::L);
            let caret = if wizard.advanced_open { icons::CARET_DOWN } else { icons::CARET_RIGHT };
            let name = if wizard.advanced_open { "Hide advanced options" } else { "Show advanced options" };
            if Button::link("Advanced options").icon(caret).name(name).show(ui).clicked() {
                wizard.advanced_open = !wizard.advanced_open;
            }
            if wizard.advanced_open {
                ui.add_space(space::S);
                origin(ui, wizard);
                ui.add_space(space::M);
                regionality(ui, wizard, desk);
            }
            if wizard.choices.kind != before {
                if !wizard.choices.kind.can_be_multi_region() {
                    wizard.choices.regionality = Regionality::SingleRegion;
                }
                wizard.chose(desk, Choice::Kind);
            }
        },
    );
}

/// Type and usage side by side, and the spec below them where there is a choice.
fn kind(ui: &mut Ui, wizard: &mut Wizard) {
    let now = wizard.choices.kind.clone();
    let (mut key_type, mut usage) = (None, None);
    let mut types = |ui: &mut Ui| {
        heading(ui, "Key type", "");
        for it in KeyType::ALL {
            if radio_card(ui, now.key_type == it, it.name(), it.description()).clicked() {
                key_type = Some(it);
            }
        }
    };
    let mut usages = |ui: &mut Ui| {
        heading(ui, "Key usage", "");
        for it in now.key_type.usages() {
            if radio_card(ui, now.usage == *it, usage_name(*it), usage_note(now.key_type, *it)).clicked() {
                usage = Some(*it);
            }
        }
    };
    pair(ui, [&mut types, &mut usages]);
    let kind = &mut wizard.choices.kind;
    if let Some(key_type) = key_type {
        kind.choose_type(key_type);
    }
    if let Some(usage) = usage {
        kind.choose_usage(usage);
    }
    let specs = kind.specs();
    if specs.len() > 1 {
        ui.add_space(space::S);
        let items: Vec<(KeySpec, &str)> = specs.into_iter().map(|spec| (spec, spec.name())).collect();
        Dropdown::new("Key spec").show(ui, &mut kind.spec, &items);
    }
}

/// What a usage means; asymmetric ones speak for themselves, and there are many.
fn usage_note(key_type: KeyType, usage: KeyUsage) -> &'static str {
    match (key_type, usage) {
        (KeyType::Symmetric, KeyUsage::EncryptDecrypt) => "Up to 4096 bytes, and data keys",
        (KeyType::Symmetric, _) => "Codes that prove a message",
        (KeyType::Asymmetric, _) => "",
    }
}

fn origin(ui: &mut Ui, wizard: &mut Wizard) {
    heading(ui, "Key material origin", "");
    let (region, now) = (wizard.region, wizard.choices.kind.origin);
    let spec = wizard.choices.kind.spec;
    let mut chosen = None;
    let mut column = |ui: &mut Ui, origins: [usize; 2]| {
        for (origin, name) in origins.map(|place| ORIGINS[place]) {
            let lacks = needs_store(origin) && stores_for(origin, wizard.stores.all()).next().is_none();
            let lacks = lacks || (origin == Origin::External && !spec.can_be_imported());
            let card = ui.add_enabled_ui(!lacks, |ui| radio_card(ui, now == origin, name, "")).inner;
            if card.clicked() {
                chosen = Some(origin);
            }
            if lacks {
                card.on_disabled_hover_text(format!("There is no such key store in {region}"));
            }
        }
    };
    // Two calls of one closure cannot be lent out at once, so the columns take turns.
    let column = std::cell::RefCell::new(&mut column);
    pair(ui, [&mut |ui| column.borrow_mut()(ui, [0, 2]), &mut |ui| column.borrow_mut()(ui, [1, 3])]);
    if let Some(origin) = chosen.filter(|it| *it != now) {
        wizard.choices.kind.choose_origin(origin, wizard.stores.all());
    }
    let kind = &mut wizard.choices.kind;
    ui.label(caption(origin_note(kind.origin, region)));
    match kind.origin {
        Origin::AwsKms => {}
        Origin::External => {
            let understood =
                "I understand that I must keep a copy of the key material, and answer for its durability";
            checkbox(ui, &mut kind.understood, understood, "");
        }
        Origin::AwsCloudHsm | Origin::ExternalKeyStore => {
            let stores: Vec<_> = stores_for(kind.origin, wizard.stores.all())
                .map(|it| {
                    let state = it.connection_state.map(|it| it.name()).unwrap_or_default();
                    (it.custom_key_store_id.clone(), format!("{} ({state})", it.custom_key_store_name))
                })
                .collect();
            let items: Vec<_> = stores.iter().map(|(id, text)| (Some(id.clone()), text.as_str())).collect();
            Dropdown::new("Custom key store").show(ui, &mut kind.store, &items);
            if kind.origin == Origin::ExternalKeyStore {
                TextField::new("External key ID")
                    .help("The key in the external key manager; each backs one KMS key of the store")
                    .show(ui, &mut kind.xks_key_id);
            }
        }
    }
}

fn needs_store(origin: Origin) -> bool {
    matches!(origin, Origin::AwsCloudHsm | Origin::ExternalKeyStore)
}

fn regionality(ui: &mut Ui, wizard: &mut Wizard, desk: &Desk) {
    heading(ui, "Regionality", "");
    let now = wizard.choices.regionality;
    let free = wizard.choices.kind.can_be_multi_region();
    let card = |ui: &mut Ui, it: Regionality, description: &str| {
        radio_card(ui, now == it, it.name(), description).clicked()
    };
    let (mut single, mut multi) = (false, false);
    pair(
        ui,
        [&mut |ui| single = card(ui, Regionality::SingleRegion, SINGLE_REGION), &mut |ui| {
            let description = if free { MULTI_REGION } else { NO_MULTI_REGION };
            ui.add_enabled_ui(free, |ui| multi = card(ui, Regionality::MultiRegion, description));
        }],
    );
    let chosen = match (single, multi) {
        (true, _) => Regionality::SingleRegion,
        (_, true) => Regionality::MultiRegion,
        _ => now,
    };
    if chosen != now {
        wizard.choices.regionality = chosen;
        wizard.chose(desk, Choice::Regionality);
    }
}
