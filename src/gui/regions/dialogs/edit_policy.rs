//! Edit a key policy, and review what it changes before it is put.

use egui::Ui;

use super::{
    form::{Form, Heading, Page},
    place::Place,
    policy_editor::PolicyEditor,
};
use crate::{
    gui::{
        desk::Desk,
        policy::{PolicyReview, Setting},
        theme::caption,
    },
    kms::{
        KeyId, Region,
        api::{PutKeyPolicyRequest, Request},
    },
};

/// What stands around the editor: the dialog's title and buttons, the subject, the command line.
const AROUND: f32 = 200.0 + 152.0;
/// The room of the last line.
const NOTE: f32 = 28.0;
const WIDTH: f32 = 1300.0;

pub(super) struct EditPolicy {
    key: KeyId,
    region: Region,
    policy: PolicyEditor,
    /// The text that it began with.
    before: String,
    /// What the text changes, while that is looked at.
    review: Option<PolicyReview>,
}

impl EditPolicy {
    pub fn new(key: &KeyId, region: Region, desk: &Desk) -> Self {
        let text = desk.member(key, region).map(|(_, member)| member.policy.text().to_owned());
        Self::with_text(key, region, desk, text.unwrap_or_default())
    }

    /// Begins with another text than the key's policy, with the cursor where they begin to differ.
    pub fn with_text(key: &KeyId, region: Region, desk: &Desk, text: String) -> Self {
        let old = desk.member(key, region).map(|(_, member)| member.policy.text()).unwrap_or_default();
        let same = text.bytes().zip(old.bytes()).take_while(|(new, old)| new == old).count();
        let differs = (text != old).then(|| text.floor_char_boundary(same));
        let before = old.to_owned();
        let mut policy = PolicyEditor::new(text, Setting::of_key(desk, key, region));
        if let Some(byte) = differs {
            policy.jump_to(byte);
        }
        Self { key: key.clone(), region, policy, before, review: None }
    }
}

impl Form for EditPolicy {
    fn heading(&self) -> Heading {
        match self.review {
            None => Heading::new("Edit key policy", "Review changes…").width(WIDTH),
            Some(_) => Heading::new("Review changes", "Save changes").width(WIDTH),
        }
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let room = ui.ctx().content_rect().height() - AROUND;
        if let Some(review) = &self.review {
            review.ui(ui, room.clamp(240.0, 640.0));
            page.refusal_below(ui, Place::Policy);
            return false;
        }
        let note = if self.key.is_multi_region() { NOTE } else { 0.0 };
        let changed = self.policy.show(ui, page, (room - note).clamp(260.0, 640.0));
        if self.key.is_multi_region() {
            ui.label(caption("Key policies are independent: those of related keys stay as they are"));
        }
        changed
    }

    fn shows(&self, place: Place) -> bool {
        place == Place::Policy
    }

    fn would_lose(&self) -> bool {
        self.policy.text() != self.before
    }

    fn back(&self) -> Option<&'static str> {
        self.review.as_ref().map(|_| "Back to the text")
    }

    fn turn(&mut self, forward: bool, desk: &Desk) -> bool {
        let reviewing = self.review.is_some();
        let review = || PolicyReview::new(desk, &self.key, self.region, self.policy.text());
        self.review = forward.then(review);
        reviewing != forward
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
