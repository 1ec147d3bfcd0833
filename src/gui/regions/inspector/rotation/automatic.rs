//! The schedule of automatic rotation with its editor, and rotations on demand.

use egui::Ui;

use super::{
    super::{Subject, general::LABELS},
    MAX_ON_DEMAND,
};
use crate::{
    gui::{
        command::Reply,
        key_words::Rotates,
        regions::{DialogKind, dialogs::parse_days, refusal::refusal},
        theme::{caption, icons, space, tokens},
        widgets::{Badge, Button, Card, TextField, property_table_with, switch},
    },
    kms::{
        KeyId, KmsError, MemberState, Region, Span,
        api::{DisableKeyRotationRequest, EnableKeyRotationRequest, RotationType},
    },
};

/// The period that the console offers, in days.
const DEFAULT_PERIOD: u32 = 365;
/// The periods that EnableKeyRotation takes; only these have a next date to show.
const PERIODS: std::ops::RangeInclusive<u32> = 90..=2560;

/// What the tab remembers.
#[derive(Default)]
pub(in super::super) struct RotationPane {
    editing: Option<Editing>,
}

/// The schedule as it is typed.
struct Editing {
    key: KeyId,
    region: Region,
    on: bool,
    period: String,
    /// What KMS said of the last try.
    error: Option<KmsError>,
    /// Not drawn yet: the field takes the keyboard.
    opening: bool,
}

impl RotationPane {
    /// Takes what KMS has said of the schedule: the editor closes, or tells the exception.
    pub fn take_answer(&mut self, error: Option<KmsError>) {
        match (error, &mut self.editing) {
            (Some(error), Some(editing)) => editing.error = Some(error),
            (Some(_), None) => {}
            (None, editing) => *editing = None,
        }
    }

    /// Draws what is set, or its editor, and what can be done.
    pub(super) fn ui(&mut self, ui: &mut Ui, subject: &mut Subject<'_>, rotates: Rotates) {
        let here = |it: &Editing| it.key == subject.family.id && it.region == subject.region;
        if !self.editing.as_ref().is_some_and(here) {
            self.editing = None;
        }
        status(ui, subject, rotates);
        if subject.is_replica() {
            return;
        }
        ui.add_space(space::XS);
        match &mut self.editing {
            None => self.buttons(ui, subject, rotates),
            Some(editing) => {
                if editing.ui(ui, subject) {
                    self.editing = None;
                }
            }
        }
    }

    fn buttons(&mut self, ui: &mut Ui, subject: &mut Subject<'_>, rotates: Rotates) {
        ui.horizontal(|ui| {
            let edit = Button::secondary("Edit")
                .small()
                .icon(icons::PENCIL)
                .name("Edit automatic rotation")
                .enabled(rotates == Rotates::Automatically)
                .why_disabled("Imported key material is rotated on demand alone");
            if edit.show(ui).clicked() {
                let present = subject.family.rotation.automatic;
                self.editing = Some(Editing {
                    key: subject.family.id.clone(),
                    region: subject.region,
                    on: true,
                    period: present.map_or(DEFAULT_PERIOD, |it| it.period_days).to_string(),
                    error: None,
                    opening: true,
                });
            }
            let going = subject.member.state.is_pending_deletion();
            let now = Button::secondary("Rotate now…")
                .small()
                .icon(icons::ARROWS_CLOCKWISE)
                .enabled(!going)
                .why_disabled("Cancel the deletion first");
            if now.show(ui).clicked() {
                subject.open(DialogKind::RotateNow);
            }
        });
    }
}

/// What is set, and how many rotations on demand are left.
fn status(ui: &mut Ui, subject: &Subject<'_>, rotates: Rotates) {
    let (family, state) = (subject.family, subject.member.state);
    // A key that waits for its deletion date tells no schedule; GetKeyRotationStatus is silent too.
    let automatic = family.rotation.automatic.filter(|_| state.deletion_date().is_none());
    property_table_with(ui, LABELS, |rows| {
        rows.row("Automatic", |ui| match automatic {
            Some(_) => Badge::ok("Enabled").show(ui),
            None if rotates == Rotates::OnDemand => {
                let hint =
                    "KMS cannot make key material that is imported: import the next, then rotate on demand";
                Badge::neutral("Not for imported material").show(ui).on_hover_text(hint)
            }
            None => Badge::neutral("Disabled").show(ui),
        });
        if let Some(automatic) = automatic {
            rows.text("Period", &format!("{} days", automatic.period_days));
            let primary = family.members.get(&family.primary).map(|it| it.state);
            let held_up = !matches!(primary, Some(MemberState::Enabled | MemberState::Updating));
            let next = automatic.next.date_and_time();
            rows.text("Next rotation", &if held_up { format!("{next}, paused") } else { next });
        }
        let mut newest_first = family.material.all().rev();
        let last = newest_first.find(|version| version.rotation == Some(RotationType::Automatic));
        if let Some(last) = last {
            rows.text("Last automatic", &last.since.date_and_time());
        }
        let used = family.rotation.on_demand_used;
        let left = MAX_ON_DEMAND.saturating_sub(used);
        rows.text("On demand", &format!("{used} of {MAX_ON_DEMAND} used, {left} left"));
    });
}

impl Editing {
    /// Draws the editor; whether it is given up.
    fn ui(&mut self, ui: &mut Ui, subject: &mut Subject<'_>) -> bool {
        let now = subject.desk.world().now();
        let present = subject.family.rotation.automatic;
        let mut cancelled = false;
        Card::new().fill(tokens(ui).field).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            let on = switch(ui, &mut self.on, "Automatically rotate this key", "");
            let days = parse_days(&self.period);
            let mut changed = on.changed();
            ui.add_enabled_ui(self.on, |ui| {
                let field = TextField::new("Rotation period (in days)")
                    .help("90 to 2560 days")
                    .error(days.err().filter(|_| self.on))
                    .width(220.0)
                    .show(ui, &mut self.period);
                if std::mem::take(&mut self.opening) {
                    field.request_focus();
                }
                changed |= field.changed();
            });
            if changed {
                self.error = None;
            }
            if let Some(error) = &self.error {
                refusal(ui, error);
            }
            let next = match days {
                _ if !self.on => "No next rotation: automatic rotation is off".to_owned(),
                Ok(days) if PERIODS.contains(&days) => {
                    let kept = present.filter(|it| it.period_days == days);
                    let next = kept.map_or_else(|| now + Span::days(days), |kept| kept.next);
                    format!("Next rotation {}", next.date_and_time())
                }
                _ => "Next rotation —".to_owned(),
            };
            ui.label(caption(next));
            ui.horizontal(|ui| {
                let save =
                    Button::primary("Save").small().name("Save rotation").enabled(!self.on || days.is_ok());
                if save.why_disabled("Type a number of days").show(ui).clicked() {
                    self.save(subject);
                }
                cancelled = Button::secondary("Cancel").small().show(ui).clicked();
            });
        });
        cancelled
    }

    fn save(&self, subject: &mut Subject<'_>) {
        let key_id = self.key.to_string();
        if self.on {
            let rotation_period_in_days = parse_days(&self.period).ok();
            let request = EnableKeyRotationRequest { key_id, rotation_period_in_days };
            let done = format!("Automatic rotation every {} days", self.period.trim());
            subject.put(request, Reply::KeyPage(done));
        } else {
            let done = "Automatic rotation is off".to_owned();
            subject.put(DisableKeyRotationRequest { key_id }, Reply::KeyPage(done));
        }
    }
}
