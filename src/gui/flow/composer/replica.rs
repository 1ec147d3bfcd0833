//! What is said of a destination without a member of the key, for workloads that verify there: whose KMS is asked instead,
//! and how to have it otherwise.

use egui::{Align, Label, Layout, Rect, Ui, pos2};

use super::{Composer, cells::child, keys::KeyClass, kind::Field};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        regions::DialogKind,
        theme::{BODY, CAPTION, caption, icon, icons, regular, semibold, space, tokens},
        widgets::Button,
    },
    kms::{KeyId, MemberState, Region},
};

/// What a destination lacks to verify with a member of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lack {
    /// A replica of this multi-Region key, whose primary is there.
    Replica(KeyId, Region),
    /// Any member: a single-Region key never has one elsewhere.
    SingleRegion,
    /// A replica that is ready: it is still being made.
    Ready,
}

impl Lack {
    /// The sentence about it in a few words, as the row says it.
    fn short(&self) -> &'static str {
        match self {
            Self::Replica(..) => "No replica",
            Self::SingleRegion => "Single-Region key",
            Self::Ready => "Replica not ready",
        }
    }

    /// What it means.
    fn long(&self, name: &str, from: Region, to: Region) -> String {
        match self {
            Self::Replica(..) => {
                format!("{name} has no replica in {to}, so that the verifier there asks KMS in {from}")
            }
            Self::SingleRegion => {
                format!(
                    "{name} is a single-Region key of {from}, so that the verifier in {to} asks KMS there"
                )
            }
            Self::Ready => {
                format!(
                    "The replica of {name} in {to} is still being made: KMS refuses to use it before it is ready"
                )
            }
        }
    }
}

impl Composer {
    /// What a destination lacks to verify by itself; nothing for workloads that verify nothing.
    pub(super) fn lacks_in(&self, desk: &Desk, to: Region) -> Option<Lack> {
        if self.kind.keys() == KeyClass::Symmetric {
            return None;
        }
        let family = desk.world().store().family(self.key()?)?;
        match family.members.get(&to) {
            Some(member) => (member.state == MemberState::Creating).then_some(Lack::Ready),
            None if family.id.is_multi_region() => Some(Lack::Replica(family.id.clone(), family.primary)),
            None => Some(Lack::SingleRegion),
        }
    }

    /// Draws beside the labels of destination and reader what the destination lacks, if it lacks something.
    pub(super) fn lack_note(
        &self,
        ui: &mut Ui,
        cell: Rect,
        field: Field,
        desk: &Desk,
        commands: &mut Vec<Command>,
    ) {
        let (Some(lack), Some(from), Some(to), Some(key)) = (&self.lack, self.from, self.to, self.key())
        else {
            return;
        };
        if !matches!(field, Field::To | Field::Reader) {
            return;
        }
        let width = |text: &str, font| {
            ui.painter().layout_no_wrap(text.to_owned(), font, egui::Color32::PLACEHOLDER).size().x
        };
        let label = width(field.label(self.kind), semibold(BODY));
        let left = cell.left() + label + space::S;
        let area = Rect::from_min_max(pos2(left, cell.top() - 3.0), pos2(cell.right(), cell.top() + 21.0));
        let long = lack.long(&desk.key_label(key, from), from, to);
        let warn = tokens(ui).warn;
        let asks = format!("asks {from}");
        let (short, link) = match (field, lack) {
            (Field::To, Lack::Replica(..)) => (lack.short(), "Replicate…"),
            (Field::To, _) => (lack.short(), ""),
            (_, Lack::Ready) => return,
            (_, _) => (asks.as_str(), ""),
        };
        let link_width = if link.is_empty() { 0.0 } else { width(link, regular(CAPTION)) + space::S };
        // Where the words find no room the sign must do; the whole sentence is its name.
        let words = width(short, regular(CAPTION)) + link_width <= area.width();
        let mut at = child(ui, &format!("lack at {}", field.label(self.kind)), area);
        at.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if let (false, Lack::Replica(id, primary)) = (link.is_empty(), lack) {
                let name = format!("Replicate to {to}…");
                if Button::link(link).small().name(&name).tooltip(&long).show(ui).clicked() {
                    let dialog = DialogKind::ReplicateTo(id.clone(), *primary, to);
                    commands.push(Command::OpenDialog(dialog));
                }
            }
            let text =
                if words { caption(short).color(warn) } else { icon(icons::WARNING, 14.0).color(warn) };
            let spoken = if words { short.to_owned() } else { long.clone() };
            let response = ui.add(Label::new(text).truncate());
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &spoken));
            response.on_hover_text(long);
        });
    }
}
