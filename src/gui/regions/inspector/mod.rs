//! All about the selected member, and what it shares with its family.
//!
//! | file | its one job |
//! | --- | --- |
//! | `actions` | the Key actions menu |
//! | `tabs` | the row of tabs |
//! | `general`, `policy`, `cryptography`, `rotation`, `aliases`, `tags` | one tab each |
//! | `public_key` | the public half of a key pair, in the cryptography tab |
//! | `family` | the members of the key, and what can be done with all of them |
//! | `comparison` | what is shared, what is independent, and where the members differ today |

mod actions;
mod aliases;
mod comparison;
mod cryptography;
mod family;
mod general;
mod policy;
mod public_key;
mod rotation;
mod tabs;
mod tags;

use egui::{Frame, Margin, ScrollArea, Ui};

pub(in crate::gui) use self::actions::key_actions_of;
use self::{comparison::Comparison, public_key::PublicKeyPane, tabs::Tab};
use super::DialogKind;
use crate::{
    gui::{
        command::{Command, Reply},
        desk::{Desk, Selected},
        policy::KeyPolicyTab,
        theme::{body, icons, region_mark, space, strong, title},
        trail::cut,
        widgets::{empty_state, row, row_sides, short_id_caption},
    },
    kms::{KeyFamily, KeyId, Member, Region, api::Request},
};

/// What the inspector remembers.
#[derive(Default)]
pub(super) struct Inspector {
    tab: Tab,
    comparison: Comparison,
    public_key: PublicKeyPane,
    policy: KeyPolicyTab,
}

/// The member that is looked at, and where wishes go.
struct Subject<'a> {
    desk: &'a Desk,
    family: &'a KeyFamily,
    member: &'a Member,
    region: Region,
    commands: &'a mut Vec<Command>,
}

impl Subject<'_> {
    fn is_primary(&self) -> bool {
        self.family.primary == self.region
    }

    fn is_replica(&self) -> bool {
        self.family.is_multi_region() && !self.is_primary()
    }

    /// The Regions of the members: the primary's first, then as the columns stand.
    fn regions(&self) -> Vec<Region> {
        let mut regions: Vec<Region> = self.family.members.keys().copied().collect();
        regions.sort_by_key(|region| (*region != self.family.primary, self.desk.region_index(*region)));
        regions
    }

    /// Opens a dialog about this member.
    fn open(&mut self, kind: fn(KeyId, Region) -> DialogKind) {
        self.commands.push(Command::OpenDialog(kind(self.family.id.clone(), self.region)));
    }

    /// Selects another member of the key.
    fn select(&mut self, region: Region) {
        let selected = Selected { key: self.family.id.clone(), region };
        self.commands.push(Command::Select(Some(selected)));
    }

    /// Puts a request to the member's Region; the answer is shown as a toast.
    fn call(&mut self, request: impl Into<Request>, done: String) {
        self.commands.push(Command::Call {
            region: self.region,
            request: Box::new(request.into()),
            reply: Reply::Toast(done),
        });
    }
}

impl Inspector {
    /// Draws the inspector over the whole room.
    pub fn ui(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        let (Some(selected), Some((family, member))) = (&desk.selected, desk.selected_member()) else {
            Frame::new().inner_margin(Margin::same(space::L as i8)).show(ui, |ui| {
                let text = "Select a key in any Region. Its family lights up in every column, and here you see what \
                            the members share and what is independent in every Region.";
                empty_state(ui, icons::KEY, "No key selected", text, None);
            });
            return;
        };
        let mut subject = Subject { desk, family, member, region: selected.region, commands };
        let head = Margin { left: space::L as i8, right: space::L as i8, top: space::M as i8, bottom: 0 };
        let width = ui.available_width() - 2.0 * space::L;
        Frame::new().inner_margin(head).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            self.head(ui, &mut subject);
        });
        ScrollArea::vertical().id_salt("inspector").auto_shrink(false).show(ui, |ui| {
            let margin =
                Margin { left: space::L as i8, right: 0, top: space::XS as i8, bottom: space::L as i8 };
            Frame::new().inner_margin(margin).show(ui, |ui| {
                // The same with and without a scroll bar, so that nothing moves when one appears.
                ui.set_width(width);
                ui.push_id((family.id.as_str(), selected.region.code()), |ui| self.page(ui, &mut subject));
            });
        });
    }

    /// Title, Region, ARN, tabs.
    fn head(&mut self, ui: &mut Ui, subject: &mut Subject<'_>) {
        // How many characters of an ARN stand in one line, and how many of them at most before the `…`.
        const ROOM: usize = 42;
        const HEAD: usize = 36;
        let (desk, family, region) = (subject.desk, subject.family, subject.region);
        let label = desk.key_label(&family.id, region);
        let name = |ui: &mut Ui| cut(ui, title(&label)).on_hover_text(&label);
        row_sides(ui, space::CONTROL_HEIGHT, name, |ui| actions::key_actions(ui, subject));
        row(ui, 18.0, |ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            region_mark(ui, desk.region_index(region), 16.0);
            ui.label(strong(region.code()));
            cut(ui, body(region.place()).weak()).on_hover_text(region.name());
        });
        let arn = family.arn(region).to_string();
        // As much of the ARN as has room: all before the key's id if possible, and of that the end.
        let head = arn.find("key/").map_or(HEAD, |id| id.min(HEAD));
        short_id_caption(ui, &arn, head, ROOM - head - 1);
        ui.add_space(2.0);
        tabs::tab_row(ui, &mut self.tab);
    }

    fn page(&mut self, ui: &mut Ui, subject: &mut Subject<'_>) {
        // A tab's own spacing must not reach the sections below.
        ui.scope(|ui| match self.tab {
            Tab::General => general::ui(ui, subject),
            Tab::Policy => policy::ui(ui, subject, &mut self.policy),
            Tab::Cryptography => cryptography::ui(ui, subject, &mut self.public_key),
            Tab::Rotation => rotation::ui(ui, subject),
            Tab::Aliases => aliases::ui(ui, subject),
            Tab::Tags => tags::ui(ui, subject),
        });
        ui.add_space(space::L);
        family::ui(ui, subject);
        if subject.family.is_multi_region() {
            ui.add_space(space::L);
            self.comparison.ui(ui, subject);
        }
    }
}
