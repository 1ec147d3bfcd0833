//! Replicate a key to other Regions.

use egui::{Ui, UiBuilder, vec2};

use super::{
    alias_field::{alias_field, alias_name},
    form::{Form, Heading, Page, WIDE, part},
    place::Place,
    policy_editor::PolicyEditor,
    region_list::{Choice, Offer, RegionList},
    tag_rows::TagRows,
};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        policy::Setting,
        theme::{caption, space},
        widgets::{CalloutKind, TextField, callout, segmented},
    },
    kms::{
        KeyId, Region,
        api::{CreateAliasRequest, ReplicateKeyRequest, Request, Tag},
    },
};

/// Where the replicas' key policy comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Policy {
    /// A copy of the primary's, as it is now.
    Primarys,
    /// None is given: KMS takes its default.
    Default,
    /// What was typed.
    Edited,
}

/// What the choice of the policy is called.
const POLICY: &str = "Key policy of the replicas";
/// From this width on the Regions stand beside the labels.
const TWO_COLUMNS: f32 = 700.0;

pub(super) struct Replicate {
    key: KeyId,
    region: Region,
    list: RegionList,
    alias: String,
    description: String,
    tags: TagRows,
    policy: Policy,
    primarys_policy: String,
    editor: PolicyEditor,
}

impl Replicate {
    pub fn new(key: &KeyId, region: Region, desk: &Desk) -> Self {
        let store = desk.world().store();
        let primary = store.family(key).map_or(region, |family| family.primary);
        let member = desk.member(key, primary).map(|(_, member)| member);
        let alias = store.aliases_of(key, primary).next();
        let policy = member.map(|it| it.policy.text().to_owned()).unwrap_or_default();
        Self {
            key: key.clone(),
            region,
            list: RegionList::new(Choice::Several),
            alias: alias.map(|it| it.short().to_owned()).unwrap_or_default(),
            description: member.map(|it| it.description.clone()).unwrap_or_default(),
            tags: member.map(|it| TagRows::new(&it.tags)).unwrap_or_default(),
            policy: Policy::Primarys,
            editor: PolicyEditor::new(policy.clone(), Setting::of_key(desk, key, region)),
            primarys_policy: policy,
        }
    }

    /// The same with a Region chosen.
    pub fn with_region(mut self, region: Region) -> Self {
        self.list.chosen.insert(region);
        self
    }

    fn offers(&self, desk: &Desk) -> Vec<Offer> {
        // A member can be chosen as well: KMS says why it cannot have a second one.
        Offer::replicas(desk, &self.key, self.region, true)
    }

    fn regions(&mut self, ui: &mut Ui, page: &Page<'_>, height: f32) -> bool {
        let offers = self.offers(page.desk);
        part(ui, "Replica Regions", |ui| {
            let changed = self.list.show(ui, page.desk, &offers, height, page.opening);
            page.refusal_below(ui, Place::Region);
            changed
        })
    }

    fn labels(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let mut changed = alias_field(ui, page, true, &mut self.alias).changed();
        let field = TextField::new("Description").optional().show(ui, &mut self.description);
        page.refusal_at(ui, Place::Description, &field);
        changed |= field.changed();
        changed |= part(ui, "Tags", |ui| {
            let changed = self.tags.show(ui);
            page.refusal_below(ui, Place::Tags);
            changed
        });
        changed | part(ui, POLICY, |ui| self.policy(ui, page))
    }

    fn policy(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let choices = [
            (Policy::Primarys, "Same as the primary's", ""),
            (Policy::Default, "Default policy", ""),
            (Policy::Edited, "Edit", ""),
        ];
        let mut changed = segmented(ui, POLICY, &mut self.policy, &choices).changed();
        match self.policy {
            Policy::Primarys => {
                ui.label(caption("A copy, made once: the policies stay independent"));
            }
            Policy::Default => {
                ui.label(caption("Full access for the account, so that IAM policies decide"));
            }
            Policy::Edited => {
                changed |= self.editor.show(ui, page, 360.0);
                return changed;
            }
        }
        page.refusal_below(ui, Place::Policy);
        changed
    }

    fn requests(&self) -> Vec<ReplicateKeyRequest> {
        let (policy, bypass) = match self.policy {
            Policy::Primarys => (Some(self.primarys_policy.clone()), false),
            Policy::Default => (None, false),
            Policy::Edited => (Some(self.editor.text().to_owned()), self.editor.bypass()),
        };
        let tags: Vec<Tag> = self.tags.tags().collect();
        let request = |region: &Region| ReplicateKeyRequest {
            key_id: self.key.to_string(),
            replica_region: region.code().to_owned(),
            policy: policy.clone(),
            bypass_policy_lockout_safety_check: bypass,
            description: (!self.description.is_empty()).then(|| self.description.clone()),
            tags: tags.clone(),
        };
        self.list.chosen.iter().map(request).collect()
    }
}

impl Form for Replicate {
    fn heading(&self) -> Heading {
        Heading::new("Create new replica keys", "Create replica keys").width(WIDE)
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let room = ui.ctx().content_rect().height();
        let text = "Alias, description, tags and key policy are filled in from the primary key. They are independent: \
                    nothing of them is synchronised later.";
        callout(ui, CalloutKind::Info, text);
        if ui.available_width() < TWO_COLUMNS {
            let changed = self.regions(ui, page, 192.0);
            return changed | self.labels(ui, page);
        }
        let whole = ui.available_rect_before_wrap();
        let left_width = 0.46 * (whole.width() - space::XL);
        let mut column = |name: &str, left: f32, width: f32| {
            let rect = egui::Rect::from_min_size(egui::pos2(left, whole.top()), vec2(width, whole.height()));
            let layout = egui::Layout::top_down(egui::Align::Min);
            ui.new_child(UiBuilder::new().id_salt(name).max_rect(rect).layout(layout))
        };
        let mut left = column("regions", whole.left(), left_width);
        let right_left = whole.left() + left_width + space::XL;
        let mut right = column("labels", right_left, whole.right() - right_left);
        let mut changed = self.regions(&mut left, page, (room - 430.0).clamp(160.0, 384.0));
        changed |= self.labels(&mut right, page);
        let height = left.min_rect().height().max(right.min_rect().height());
        ui.allocate_space(vec2(whole.width(), height));
        changed
    }

    fn missing(&self) -> Option<&'static str> {
        self.list.chosen.is_empty().then_some("Choose at least one Region")
    }

    fn shows(&self, place: Place) -> bool {
        place != Place::Whole && place != Place::Days
    }

    fn calls(&self) -> Vec<(Region, Request)> {
        let mut calls = Vec::new();
        for (region, request) in self.list.chosen.iter().zip(self.requests()) {
            let target_key_id = request.key_id.clone();
            calls.push((self.region, request.into()));
            if let Some(alias_name) = alias_name(&self.alias) {
                calls.push((*region, CreateAliasRequest { alias_name, target_key_id }.into()));
            }
        }
        calls
    }

    /// The wizard asks for more: who administers the replicas, and who uses them.
    fn alternative(&self) -> Option<(&'static str, Command)> {
        Some(("More options…", Command::OpenReplicateWizard(self.key.clone())))
    }

    fn commands(&self) -> Vec<Command> {
        let (from, requests) = (self.region, self.requests());
        vec![Command::Replicate { from, requests, alias: alias_name(&self.alias) }]
    }
}
