//! All about the selected member, and what it shares with its family: docked beside the keys, or as the key page over
//! the whole workspace. The tabs are the same in both, drawn for the width they have.
//!
//! | file | its one job |
//! | --- | --- |
//! | `actions` | the Key actions menu |
//! | `page` | the key page: the way back, the head, the room for the tab |
//! | `tabs` | the row of tabs |
//! | `layout` | columns and rows that all tabs are laid out in |
//! | `general`, `policy`, `cryptography`, `rotation`, `aliases`, `tags`, `grants`, `regionality`, `public_key`, `events` | one tab each |
//! | `last_use` | when the member was last used, as KMS answers it |
//! | `imports` | whether imported key material is present, and what can be done with it |
//! | `key_events` | the events of one key, kept up as they are recorded |
//! | `family` | the members of the key, and what can be done with all of them |
//! | `comparison` | what is shared, what is independent, and where the members differ today |

mod actions;
mod aliases;
mod comparison;
mod cryptography;
mod events;
mod family;
mod general;
mod grants;
mod imports;
mod key_events;
mod last_use;
mod layout;
mod page;
mod policy;
mod public_key;
mod regionality;
mod rotation;
mod tabs;
mod tags;

use egui::{Frame, Margin, ScrollArea, Ui};

pub(in crate::gui) use self::actions::key_actions_of;
use self::{
    comparison::Comparison, events::EventsPane, grants::GrantsPane, imports::ImportsPane, last_use::LastUse,
    public_key::PublicKeyPane, rotation::RotationPane, tabs::Tab,
};
use super::DialogKind;
use crate::{
    gui::{
        command::{Command, Reply},
        desk::{Desk, Selected},
        policy::KeyPolicyTab,
        theme::{body, icons, region_mark, space, strong, title},
        trail::cut,
        widgets::{empty_state, icon_button, row, row_sides, short_id_caption},
    },
    kms::{
        KeyFamily, KeyId, KmsError, Member, Region,
        api::{Operation, Request, Response},
    },
};

/// What the inspector remembers.
#[derive(Default)]
pub(super) struct Inspector {
    tab: Tab,
    /// Whether it fills the workspace.
    page: bool,
    /// Whether a text field had the keyboard in the last frame: the Escape that leaves it leaves nothing else.
    typing: bool,
    comparison: Comparison,
    last_use: LastUse,
    rotation: RotationPane,
    imports: ImportsPane,
    public_key: PublicKeyPane,
    policy: KeyPolicyTab,
    grants: GrantsPane,
    events: EventsPane,
}

/// The member that is looked at, and where wishes go.
struct Subject<'a> {
    desk: &'a Desk,
    family: &'a KeyFamily,
    member: &'a Member,
    region: Region,
    /// Whether there is room for two columns.
    wide: bool,
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
        self.open_dialog(kind(self.family.id.clone(), self.region));
    }

    fn open_dialog(&mut self, kind: DialogKind) {
        self.commands.push(Command::OpenDialog(kind));
    }

    /// Selects another member of the key.
    fn select(&mut self, region: Region) {
        let selected = Selected { key: self.family.id.clone(), region };
        self.commands.push(Command::Select(Some(selected)));
    }

    /// Puts a request to the member's Region; the answer is shown as a toast.
    fn call(&mut self, request: impl Into<Request>, done: String) {
        self.put(request, Reply::Toast(done));
    }

    /// Puts a request to the member's Region.
    fn put(&mut self, request: impl Into<Request>, reply: Reply) {
        self.commands.push(Command::Call { region: self.region, request: Box::new(request.into()), reply });
    }
}

impl Inspector {
    /// Fills the workspace, or stands beside the keys.
    pub fn show_page(&mut self, on: bool) {
        self.page = on;
    }

    /// Turns to who can do what.
    pub fn show_access(&mut self) {
        self.tab = Tab::Policy;
        self.policy.show_access();
    }

    /// Whether it fills the workspace: only if there is a member to tell of.
    pub fn is_page(&self, desk: &Desk) -> bool {
        self.page && desk.selected_member().is_some()
    }

    /// Takes the answer to a call that a tab has made.
    pub fn take_answer(&mut self, to: Operation, answer: Result<Response, KmsError>) {
        match to {
            Operation::GetPublicKey => self.public_key.take_answer(answer),
            _ => self.rotation.take_answer(answer.err()),
        }
    }

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
        let region = selected.region;
        let mut subject = Subject { desk, family, member, region, wide: false, commands };
        let head = Margin { left: space::L as i8, right: space::L as i8, top: space::M as i8, bottom: 0 };
        let width = ui.available_width() - 2.0 * space::L;
        Frame::new().inner_margin(head).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            self.head(ui, &mut subject);
        });
        self.room(ui, &mut subject, width);
    }

    /// Title, Region, ARN, tabs.
    fn head(&mut self, ui: &mut Ui, subject: &mut Subject<'_>) {
        /// How many characters of an ARN stand before the `…` at the most.
        const HEAD: usize = 36;
        /// About the width of a character of an ARN, in points.
        const CHARACTER: f32 = 7.4;
        let (desk, family, region) = (subject.desk, subject.family, subject.region);
        let label = desk.key_label(&family.id, region);
        let name = |ui: &mut Ui| cut(ui, title(&label)).on_hover_text(&label);
        row_sides(ui, space::CONTROL_HEIGHT, name, |ui| {
            ui.spacing_mut().item_spacing.x = space::XS;
            actions::key_actions(ui, subject);
            if icon_button(ui, icons::ARROWS_OUT, "Open key page").clicked() {
                subject.commands.push(Command::OpenKeyPage(family.id.clone(), region));
            }
        });
        row(ui, 18.0, |ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            region_mark(ui, desk.region_index(region), 16.0);
            ui.label(strong(region.code()));
            cut(ui, body(region.place()).weak()).on_hover_text(region.name());
        });
        let arn = family.arn(region).to_string();
        // As much of the ARN as has room: all before the key's id if possible, and of that the end.
        let room = ((ui.available_width() - 17.0) / CHARACTER).max(24.0) as usize;
        let head = arn.find("key/").map_or(HEAD, |id| id.min(HEAD)).min(room - 8);
        short_id_caption(ui, &arn, head, room - head - 1);
        ui.add_space(2.0);
        tabs::tab_row(ui, &mut self.tab, family.spec.is_asymmetric());
    }

    /// The room of the tab, `width` points wide at the left edge.
    fn room(&mut self, ui: &mut Ui, subject: &mut Subject<'_>, width: f32) {
        let id = (subject.family.id.as_str().to_owned(), subject.region.code());
        let tab = self.tab.of(subject.family.spec.is_asymmetric());
        let margin = Margin { left: space::L as i8, right: 0, top: space::XS as i8, bottom: space::L as i8 };
        // Long lists scroll by themselves, and draw only what is in sight.
        if matches!(tab, Tab::Grants | Tab::Events) {
            Frame::new().inner_margin(Margin { bottom: space::XS as i8, ..margin }).show(ui, |ui| {
                ui.set_width(width);
                ui.push_id(id, |ui| match tab {
                    Tab::Grants => self.grants.ui(ui, subject),
                    _ => self.events.ui(ui, subject),
                });
            });
            return;
        }
        ScrollArea::vertical().id_salt("inspector").auto_shrink(false).show(ui, |ui| {
            Frame::new().inner_margin(margin).show(ui, |ui| {
                // The same with and without a scroll bar, so that nothing moves when one appears.
                ui.set_width(width);
                ui.push_id(id, |ui| self.tab_ui(ui, subject, tab));
            });
        });
    }

    fn tab_ui(&mut self, ui: &mut Ui, subject: &mut Subject<'_>, tab: Tab) {
        // A tab's own spacing must not reach what stands below.
        ui.scope(|ui| match tab {
            Tab::General => general::ui(ui, subject, &mut self.last_use, &mut self.comparison),
            Tab::Policy => policy::ui(ui, subject, &mut self.policy),
            Tab::Cryptography => cryptography::ui(ui, subject),
            Tab::Rotation => rotation::ui(ui, subject, &mut self.rotation, &mut self.imports),
            Tab::Aliases => aliases::ui(ui, subject),
            Tab::Tags => tags::ui(ui, subject),
            Tab::Regionality => regionality::ui(ui, subject, &mut self.comparison),
            Tab::PublicKey => self.public_key.ui(ui, subject),
            // These have rooms of their own.
            Tab::Grants | Tab::Events => {}
        });
    }
}
