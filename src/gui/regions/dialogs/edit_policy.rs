//! Edit a key policy.

use egui::Ui;

use super::{
    form::{Form, Heading, Page},
    place::Place,
    policy_editor::PolicyEditor,
};
use crate::{
    gui::{desk::Desk, theme::caption},
    kms::{
        KeyId, Region,
        api::{PutKeyPolicyRequest, Request},
    },
};

/// What stands around the editor: the dialog's title and foot, the subject, the lines below the text.
const AROUND: f32 = 200.0 + 260.0;

pub(super) struct EditPolicy {
    key: KeyId,
    region: Region,
    policy: PolicyEditor,
}

impl EditPolicy {
    pub fn new(key: &KeyId, region: Region, desk: &Desk) -> Self {
        let text = desk.member(key, region).map(|(_, member)| member.policy.text().to_owned());
        Self { key: key.clone(), region, policy: PolicyEditor::new(text.unwrap_or_default()) }
    }
}

impl Form for EditPolicy {
    fn heading(&self) -> Heading {
        Heading::new("Edit key policy", "Save changes").width(780.0)
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let height = (ui.ctx().content_rect().height() - AROUND).clamp(160.0, 520.0);
        let changed = self.policy.show(ui, page, height);
        if self.key.is_multi_region() {
            ui.label(caption("Key policies are independent: those of related keys stay as they are"));
        }
        changed
    }

    fn shows(&self, place: Place) -> bool {
        place == Place::Policy
    }

    fn calls(&self) -> Vec<(Region, Request)> {
        let request = PutKeyPolicyRequest {
            key_id: self.key.to_string(),
            policy_name: None,
            policy: self.policy.text().to_owned(),
            bypass_policy_lockout_safety_check: self.policy.bypass(),
        };
        vec![(self.region, request.into())]
    }

    fn done(&self) -> String {
        format!("Key policy saved in {}", self.region)
    }
}
