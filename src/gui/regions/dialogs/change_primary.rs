//! Change the primary Region.

use egui::Ui;

use super::{
    form::{Form, Heading, MEDIUM, Page, part},
    place::Place,
    region_list::{Choice, Note, Offer, RegionList},
};
use crate::{
    gui::{
        desk::Desk,
        theme::paragraph,
        widgets::{CalloutKind, callout, callout_with},
    },
    kms::{
        KeyFamily, KeyId, MemberState, Region,
        api::{Request, UpdatePrimaryRegionRequest},
    },
};

pub(super) struct ChangePrimary {
    key: KeyId,
    region: Region,
    list: RegionList,
}

impl ChangePrimary {
    pub fn new(key: &KeyId, region: Region, desk: &Desk) -> Self {
        let mut list = RegionList::new(Choice::One);
        // A key with one replica leaves no choice.
        if let Some((family, _)) = desk.member(key, region)
            && let [only] = family.replica_regions().collect::<Vec<_>>()[..]
        {
            list.chosen.insert(only);
        }
        Self { key: key.clone(), region, list }
    }
}

fn offers(family: &KeyFamily) -> Vec<Offer> {
    let replicas = family.members.iter().filter(|(region, _)| **region != family.primary);
    replicas
        .map(|(region, member)| {
            let state = member.state.key_state().name();
            let note = Note::Replica((member.state != MemberState::Enabled).then_some(state));
            Offer { region: *region, open: true, note }
        })
        .collect()
}

impl Form for ChangePrimary {
    fn heading(&self) -> Heading {
        Heading::new("Change primary Region", "Change primary Region").width(MEDIUM)
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let Some((family, _)) = page.desk.member(&self.key, self.region) else { return false };
        if family.primary != self.region {
            let text = format!(
                "The primary Region is changed from the primary key, which is in {}.",
                family.primary
            );
            callout_with(ui, CalloutKind::Warning, "Replica", &text);
        }
        let offers = offers(family);
        if offers.is_empty() {
            ui.label(paragraph(
                "This key has no replicas. Only a Region that has one can become the primary Region.",
            ));
            return false;
        }
        let changed = part(ui, "New primary Region", |ui| {
            let changed = self.list.show(ui, page.desk, &offers, 192.0, page.opening);
            page.refusal_below(ui, Place::Region);
            changed
        });
        let text = "Both keys are Updating for some seconds and can encrypt and decrypt all the while. Key ARNs, \
                    policies, aliases and key material stay as they are.";
        callout(ui, CalloutKind::Info, text);
        changed
    }

    fn missing(&self) -> Option<&'static str> {
        self.list.first().is_none().then_some("Choose the new primary Region")
    }

    fn shows(&self, place: Place) -> bool {
        place == Place::Region
    }

    fn calls(&self) -> Vec<(Region, Request)> {
        let request = |region: Region| {
            let primary_region = region.code().to_owned();
            UpdatePrimaryRegionRequest { key_id: self.key.to_string(), primary_region }.into()
        };
        self.list.first().map(|region| (self.region, request(region))).into_iter().collect()
    }

    fn done(&self) -> String {
        match self.list.first() {
            Some(region) => format!("{region} becomes the primary Region"),
            None => String::new(),
        }
    }
}
