//! Page 1: what kind of key, where its material comes from, and whether it can have replicas.

use std::cell::{Cell, RefCell};

use egui::{Key, Response, Ui};

use super::{
    Wizard,
    blame::Field,
    key_kind::{KeyType, connected_stores_for, needs_store, origin_note, stores_for},
    page::{FORM_WIDTH, heading, page_with_note, pair, refusal_line},
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
            if wizard.choices.kind.spec != before.spec && lacks(wizard, wizard.choices.kind.origin).is_some()
            {
                // What the new spec can't have does not stay chosen.
                wizard.choices.kind.choose_origin(Origin::AwsKms, wizard.stores.all());
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
    let focus = wizard.takes_focus();
    let go_on = Cell::new(false);
    let mut types = |ui: &mut Ui| {
        heading(ui, "Key type", "");
        for it in KeyType::ALL {
            let chosen = now.key_type == it;
            let card = radio_card(ui, chosen, it.name(), it.description());
            if chosen && focus {
                card.request_focus();
            }
            leads_on(ui, chosen, &card, &go_on);
            if card.clicked() {
                key_type = Some(it);
            }
        }
    };
    let mut usages = |ui: &mut Ui| {
        heading(ui, "Key usage", "");
        for it in now.key_type.usages() {
            let chosen = now.usage == *it;
            let card = radio_card(ui, chosen, usage_name(*it), usage_note(now.key_type, *it));
            leads_on(ui, chosen, &card, &go_on);
            if card.clicked() {
                usage = Some(*it);
            }
        }
    };
    pair(ui, [&mut types, &mut usages]);
    wizard.enter |= go_on.get();
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
    if let Some(text) = wizard.refusal(Field::Kind) {
        refusal_line(ui, &text);
    }
}

/// Notes whether Enter was pressed on what is chosen already: then it leads on.
fn leads_on(ui: &Ui, chosen: bool, card: &Response, go_on: &Cell<bool>) {
    if chosen && card.clicked() && ui.input(|input| input.key_pressed(Key::Enter)) {
        go_on.set(true);
    }
}

/// Why keys of this origin can't be made here and now.
fn lacks(wizard: &Wizard, origin: Origin) -> Option<String> {
    let (spec, stores) = (wizard.choices.kind.spec, wizard.stores.all());
    if origin == Origin::External && !spec.can_be_imported() {
        return Some(format!("Key material of spec {} is never imported", spec.name()));
    }
    if !needs_store(origin) {
        return None;
    }
    if spec != KeySpec::SymmetricDefault {
        return Some("Keys in custom key stores are symmetric encryption keys".to_owned());
    }
    if stores_for(origin, stores).next().is_none() {
        return Some(format!("There is no such key store in {}", wizard.region));
    }
    let none_connected = connected_stores_for(origin, stores).next().is_none();
    none_connected.then(|| "No such key store is connected: connect one first".to_owned())
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
    let mut chosen = None;
    let go_on = Cell::new(false);
    let mut column = |ui: &mut Ui, origins: [usize; 2]| {
        for (origin, name) in origins.map(|place| ORIGINS[place]) {
            let lacks = lacks(wizard, origin);
            // What is chosen stays so, even while its key store is not connected.
            let open = lacks.is_none() || now == origin;
            let card = ui.add_enabled_ui(open, |ui| radio_card(ui, now == origin, name, "")).inner;
            leads_on(ui, now == origin, &card, &go_on);
            if card.clicked() {
                chosen = Some(origin);
            }
            if let Some(why) = lacks {
                card.on_disabled_hover_text(why);
            }
        }
    };
    // Two calls of one closure cannot be lent out at once, so the columns take turns.
    let column = RefCell::new(&mut column);
    pair(ui, [&mut |ui| column.borrow_mut()(ui, [0, 2]), &mut |ui| column.borrow_mut()(ui, [1, 3])]);
    wizard.enter |= go_on.get();
    if let Some(origin) = chosen.filter(|it| *it != now) {
        wizard.choices.kind.choose_origin(origin, wizard.stores.all());
    }
    let (store_refusal, key_refusal) = (wizard.refusal(Field::Store), wizard.refusal(Field::XksKey));
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
            let stores: Vec<_> = connected_stores_for(kind.origin, wizard.stores.all())
                .map(|it| (it.custom_key_store_id.clone(), it.custom_key_store_name.clone()))
                .collect();
            let items: Vec<_> = stores.iter().map(|(id, text)| (Some(id.clone()), text.as_str())).collect();
            let store = Dropdown::new("Custom key store").placeholder("Choose a connected key store");
            store.show(ui, &mut kind.store, &items);
            if let Some(text) = &store_refusal {
                refusal_line(ui, text);
            }
            if kind.origin == Origin::ExternalKeyStore {
                TextField::new("External key ID")
                    .help("The key in the external key manager; each backs one KMS key of the store")
                    .show(ui, &mut kind.xks_key_id);
                if let Some(text) = &key_refusal {
                    refusal_line(ui, text);
                }
            }
        }
    }
}

fn regionality(ui: &mut Ui, wizard: &mut Wizard, desk: &Desk) {
    heading(ui, "Regionality", "");
    let now = wizard.choices.regionality;
    let free = wizard.choices.kind.can_be_multi_region();
    let go_on = Cell::new(false);
    let card = |ui: &mut Ui, it: Regionality, description: &str| {
        let card = radio_card(ui, now == it, it.name(), description);
        leads_on(ui, now == it, &card, &go_on);
        card.clicked()
    };
    let (mut single, mut multi) = (false, false);
    pair(
        ui,
        [&mut |ui| single = card(ui, Regionality::SingleRegion, SINGLE_REGION), &mut |ui| {
            let description = if free { MULTI_REGION } else { NO_MULTI_REGION };
            ui.add_enabled_ui(free, |ui| multi = card(ui, Regionality::MultiRegion, description));
        }],
    );
    wizard.enter |= go_on.get();
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
