//! Edit automatic rotation.

use egui::Ui;

use super::{
    days,
    form::{Form, Heading, Page},
    place::Place,
};
use crate::{
    gui::{
        theme::{caption, space},
        widgets::{CalloutKind, callout, callout_with, property_table, switch},
    },
    kms::{
        AutomaticRotation, KeyFamily, KeyId, MemberState, Region, Span, Timestamp,
        api::{DisableKeyRotationRequest, EnableKeyRotationRequest, Request},
    },
};

/// The period that the console offers, in days.
const DEFAULT_PERIOD: &str = "365";
/// The periods that EnableKeyRotation takes; only these have a next date to show.
const PERIODS: std::ops::RangeInclusive<u32> = 90..=2560;

pub(super) struct Rotation {
    key: KeyId,
    region: Region,
    on: bool,
    period: String,
}

impl Rotation {
    pub fn new(key: &KeyId, region: Region, desk: &crate::gui::desk::Desk) -> Self {
        let present = desk.member(key, region).and_then(|(family, _)| family.rotation.automatic);
        Self {
            key: key.clone(),
            region,
            on: present.is_some(),
            period: present.map_or_else(|| DEFAULT_PERIOD.to_owned(), |it| it.period_days.to_string()),
        }
    }

    fn next(&self, present: Option<AutomaticRotation>, now: Timestamp) -> String {
        match days::parse(&self.period) {
            _ if !self.on => "None: automatic rotation is off".to_owned(),
            Ok(days) if PERIODS.contains(&days) => match present.filter(|it| it.period_days == days) {
                Some(kept) => kept.next.date_and_time(),
                None => (now + Span::days(days)).date_and_time(),
            },
            _ => "—".to_owned(),
        }
    }

    fn notes(&self, ui: &mut Ui, family: &KeyFamily) {
        if family.primary != self.region {
            let text = format!(
                "Rotation is set on the primary key in {} and copied from there to every replica.",
                family.primary
            );
            callout_with(ui, CalloutKind::Warning, "Replica", &text);
        } else if family.replica_regions().next().is_some() {
            let text =
                "These settings are shared: every replica gets them, and the new material of each rotation.";
            callout(ui, CalloutKind::Info, text);
        }
        let state = family.members.get(&family.primary).map(|member| member.state);
        if self.on && state == Some(MemberState::Disabled) {
            let text = "The key is disabled: a rotation that comes due waits until it is enabled.";
            callout_with(ui, CalloutKind::Warning, "Paused", text);
        }
    }
}

impl Form for Rotation {
    fn heading(&self) -> Heading {
        Heading::new("Edit automatic key rotation", "Save")
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let mut changed = switch(
            ui,
            &mut self.on,
            "Automatically rotate this key",
            "New key material at each date; what was encrypted before stays readable",
        )
        .changed();
        ui.add_enabled_ui(self.on, |ui| {
            let help = "90 to 2560 days";
            changed |= days::field(ui, page, "Rotation period (in days)", help, &mut self.period).changed();
        });
        let family = page.desk.member(&self.key, self.region).map(|(family, _)| family);
        let present = family.and_then(|family| family.rotation.automatic);
        property_table(ui, |rows| rows.text("Next rotation", &self.next(present, page.desk.world().now())));
        if let Some(family) = family {
            self.notes(ui, family);
        } else {
            ui.add_space(space::XS);
            ui.label(caption("The key is gone"));
        }
        changed
    }

    fn missing(&self) -> Option<&'static str> {
        if self.on { days::parse(&self.period).err() } else { None }
    }

    fn shows(&self, place: Place) -> bool {
        place == Place::Days
    }

    fn calls(&self) -> Vec<(Region, Request)> {
        let key_id = self.key.to_string();
        let request = if self.on {
            let rotation_period_in_days = days::parse(&self.period).ok();
            EnableKeyRotationRequest { key_id, rotation_period_in_days }.into()
        } else {
            DisableKeyRotationRequest { key_id }.into()
        };
        vec![(self.region, request)]
    }

    fn done(&self) -> String {
        match (self.on, days::parse(&self.period)) {
            (true, Ok(days)) => format!("Automatic rotation every {days} days"),
            _ => "Automatic rotation is off".to_owned(),
        }
    }
}
