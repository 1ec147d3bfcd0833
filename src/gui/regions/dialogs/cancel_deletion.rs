//! Cancel a scheduled deletion.

use egui::Ui;

use super::form::{Form, Heading, Page};
use crate::{
    gui::{
        theme::paragraph,
        widgets::{CalloutKind, callout},
    },
    kms::{
        KeyId, MemberState, Region,
        api::{CancelKeyDeletionRequest, Request},
    },
};

pub(super) struct CancelDeletion {
    key: KeyId,
    region: Region,
}

impl CancelDeletion {
    pub fn new(key: &KeyId, region: Region) -> Self {
        Self { key: key.clone(), region }
    }
}

impl Form for CancelDeletion {
    fn heading(&self) -> Heading {
        Heading::new("Cancel key deletion", "Cancel key deletion")
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let state = page.desk.member(&self.key, self.region).map(|(_, member)| member.state);
        let when = match state {
            Some(MemberState::PendingDeletion { date }) => {
                format!("The key would be deleted on {}.", date.date_and_time())
            }
            Some(MemberState::PendingReplicaDeletion { window_days }) => format!(
                "The key waits until its replicas are deleted; its own {window_days} days would start then."
            ),
            _ => "No deletion of this key is scheduled.".to_owned(),
        };
        ui.label(paragraph(when));
        let text = "Afterwards the key is Disabled. Enable it to use it again.";
        callout(ui, CalloutKind::Info, text);
        false
    }

    fn calls(&self) -> Vec<(Region, Request)> {
        vec![(self.region, CancelKeyDeletionRequest { key_id: self.key.to_string() }.into())]
    }

    fn done(&self) -> String {
        format!("Deletion cancelled in {}: the key is Disabled", self.region)
    }
}
