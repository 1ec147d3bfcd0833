//! The Key policy tab: the policy view.

use egui::Ui;

use super::Subject;
use crate::gui::{
    regions::DialogKind,
    theme::{caption, icons, space},
    trail::cut,
    widgets::{Button, CodeView, row_sides},
};

/// The height of the view; longer policies scroll in it.
const HEIGHT: f32 = 330.0;

/// Draws the tab.
pub(super) fn ui(ui: &mut Ui, subject: &mut Subject<'_>) {
    let (family, member, region) = (subject.family, subject.member, subject.region);
    let text = member.policy.text();
    let edit = |ui: &mut Ui| {
        Button::secondary("Edit…").small().icon(icons::PENCIL).name("Edit key policy…").show(ui)
    };
    let size = |ui: &mut Ui| {
        let kib = text.len() as f64 / 1024.0;
        cut(
            ui,
            caption(format!(
                "{} statements · {kib:.1} of 32 KiB",
                member.policy.document().statements().len()
            )),
        );
    };
    let ((), edit) = row_sides(ui, space::CONTROL_HEIGHT_SMALL, size, edit);
    if edit.clicked() {
        subject.open(DialogKind::EditPolicy);
    }
    ui.add_space(space::XS);
    CodeView::new("Key policy", text).line_numbers().max_height(HEIGHT).show(ui);
    if family.is_multi_region() && region != family.primary {
        let primary = family.members.get(&family.primary);
        let same = primary.is_some_and(|primary| primary.policy == member.policy);
        let relation = if same { "Equal to the primary's today" } else { "Differs from the primary's" };
        ui.add_space(space::XS);
        cut(ui, caption(format!("{relation}, {}; never synchronised", family.primary)));
    } else if family.is_multi_region() {
        ui.add_space(space::XS);
        cut(ui, caption("For this Region only: replicas have policies of their own"));
    }
}
