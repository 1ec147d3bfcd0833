//! Schedule the deletion of a key.

use egui::Ui;

use super::{
    days,
    form::{Form, Heading, Page},
    place::Place,
};
use crate::{
    gui::widgets::{CalloutKind, callout, callout_with, checkbox, property_table},
    kms::{
        KeyFamily, KeyId, Region, Span,
        api::{Request, ScheduleKeyDeletionRequest},
    },
};

/// The waiting periods that ScheduleKeyDeletion takes; only these have a date to show.
const WINDOWS: std::ops::RangeInclusive<u32> = 7..=30;

pub(super) struct ScheduleDeletion {
    key: KeyId,
    region: Region,
    window: String,
    understood: bool,
}

impl ScheduleDeletion {
    pub fn new(key: &KeyId, region: Region) -> Self {
        Self { key: key.clone(), region, window: "30".to_owned(), understood: false }
    }

    fn waits_for_replicas(&self, family: &KeyFamily) -> bool {
        family.primary == self.region && family.replica_regions().next().is_some()
    }

    fn date(&self, family: Option<&KeyFamily>, page: &Page<'_>) -> String {
        match days::parse(&self.window) {
            Ok(days) if !WINDOWS.contains(&days) => "—".to_owned(),
            Ok(days) if family.is_some_and(|it| self.waits_for_replicas(it)) => {
                format!("{days} days after the last replica is deleted")
            }
            Ok(days) => (page.desk.world().now() + Span::days(days)).date_and_time(),
            Err(_) => "—".to_owned(),
        }
    }

    fn consequence(&self, ui: &mut Ui, family: &KeyFamily) {
        if self.waits_for_replicas(family) {
            let replicas: Vec<_> = family.replica_regions().map(Region::code).collect();
            let text = format!(
                "This primary key has replicas in {}. Its waiting period starts after the last of them is deleted, \
                 and each has to be scheduled by itself.",
                replicas.join(", ")
            );
            callout_with(ui, CalloutKind::Warning, "Replicas first", &text);
        } else if family.members.len() > 1 {
            let text = "Only the key in this Region is deleted. Its related keys keep the key material and go on \
                        working, also with what was made here.";
            callout(ui, CalloutKind::Info, text);
        } else {
            let text = "Once the key is deleted, what was made with it is lost: nothing can be decrypted, signed or \
                        proved with it any more. During the waiting period the deletion can be cancelled.";
            callout(ui, CalloutKind::Warning, text);
        }
    }
}

impl Form for ScheduleDeletion {
    fn heading(&self) -> Heading {
        Heading::new("Schedule key deletion", "Schedule deletion").danger()
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let family = page.desk.member(&self.key, self.region).map(|(family, _)| family);
        if let Some(family) = family {
            self.consequence(ui, family);
        }
        let label = "Waiting period (in days)";
        let changed = days::field(ui, page, label, "7 to 30 days", &mut self.window).changed();
        property_table(ui, |rows| rows.text("Deletion date", &self.date(family, page)));
        let understood = "I understand that the key cannot be used while it waits for its deletion";
        // Nothing that is sent: an exception stays in sight.
        checkbox(ui, &mut self.understood, understood, "");
        changed
    }

    fn missing(&self) -> Option<&'static str> {
        let not_understood = (!self.understood).then_some("Tick that you understand what happens");
        days::parse(&self.window).err().or(not_understood)
    }

    fn shows(&self, place: Place) -> bool {
        place == Place::Days
    }

    fn calls(&self) -> Vec<(Region, Request)> {
        let request = ScheduleKeyDeletionRequest {
            key_id: self.key.to_string(),
            pending_window_in_days: days::parse(&self.window).ok(),
        };
        vec![(self.region, request.into())]
    }

    fn done(&self) -> String {
        format!("Deletion scheduled in {}", self.region)
    }
}
