//! The condition keys that come with a principal's requests.

use std::collections::BTreeMap;

use egui::{Label, Response, RichText, TextEdit, Ui, vec2};

use super::form::{Form, Heading, MEDIUM, Page, present};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        theme::{MONO, caption, icons, monospace, space, tokens},
        widgets::{Button, MenuItem, field_edge, field_frame, icon_button, menu_below, row},
    },
    world::{Principal, PrincipalError, PrincipalField},
};

/// Condition keys that policies often ask for, with an example of a value and what it tells.
const KNOWN: [(&str, &str, &str); 7] = [
    ("aws:PrincipalOrgID", "o-a1b2c3d4e5", "The organisation of its account"),
    ("aws:SourceIp", "127.0.0.1", "The address that it calls from"),
    ("aws:MultiFactorAuthPresent", "true", "Whether it signed in with MFA"),
    ("aws:PrincipalTag/team", "payments", "A tag on the user or role"),
    ("aws:SourceVpce", "vpce-0a1b2c3d4e5f67890", "The VPC endpoint that it calls through"),
    ("aws:UserAgent", "aws-cli/2", "The client that it calls with"),
    ("kms:ViaService", "s3.us-east-1.amazonaws.com", "The AWS service that calls for it"),
];

pub(super) struct Attributes {
    arn: String,
    name: String,
    rows: Vec<(String, String)>,
    /// The row that was added last takes the keyboard.
    focus_last: bool,
}

impl Attributes {
    pub fn new(principal: &Principal) -> Self {
        let rows = principal.attributes.clone().into_iter().collect();
        Self { arn: principal.arn(), name: principal.name.clone(), rows, focus_last: false }
    }

    fn add_menu(&mut self, ui: &mut Ui) -> bool {
        let button = Button::secondary("Add attribute").icon(icons::PLUS).small();
        let button = button.trailing_icon(icons::CARET_DOWN).show(ui);
        let mut added = None;
        menu_below(&button, 430.0, |ui| {
            for (key, value, tells) in KNOWN {
                let present = self.rows.iter().any(|(it, _)| it.eq_ignore_ascii_case(key));
                let item = MenuItem::new(key).note(tells).enabled(!present);
                if item.why_disabled("It is there already").show(ui).clicked() {
                    added = Some((key.to_owned(), value.to_owned()));
                    ui.close();
                }
            }
            if MenuItem::new("Another condition key").show(ui).clicked() {
                added = Some((String::new(), String::new()));
                ui.close();
            }
        });
        self.focus_last |= added.is_some();
        self.rows.extend(added.clone());
        added.is_some()
    }
}

impl Form for Attributes {
    fn heading(&self) -> Heading {
        Heading::new(format!("Attributes of {}", self.name), "Save", MEDIUM)
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let mut changed = false;
        ui.spacing_mut().item_spacing.y = space::S;
        ui.add(
            Label::new(caption(
                "Condition keys that come with each request of this principal. What the request itself tells, such as \
                 aws:RequestedRegion, cannot be set.",
            ))
            .wrap(),
        );
        let width = (ui.available_width() - space::CONTROL_HEIGHT_SMALL - 2.0 * space::S) / 2.0;
        if self.rows.is_empty() {
            ui.label(caption("No attributes"));
        }
        let mut removed = None;
        let last = self.rows.len().saturating_sub(1);
        for (index, (key, value)) in self.rows.iter_mut().enumerate() {
            row(ui, space::CONTROL_HEIGHT, |ui| {
                ui.spacing_mut().item_spacing.x = space::S;
                let number = index + 1;
                let name = field(ui, width, &format!("Condition key {number}"), "aws:PrincipalOrgID", key);
                if self.focus_last && index == last {
                    name.request_focus();
                }
                let text = field(ui, width, &format!("Value {number}"), "Value", value);
                changed |= name.changed() || text.changed();
                if icon_button(ui, icons::TRASH, &format!("Remove attribute {number}")).clicked() {
                    removed = Some(index);
                }
            });
            let about = PrincipalField::Attribute(key.trim().to_owned());
            if let Some(error) = page.refusal(|field| *field == about) {
                page.tell(ui, error);
            }
        }
        self.focus_last = false;
        if let Some(index) = removed {
            self.rows.remove(index);
            changed = true;
        }
        changed |= self.add_menu(ui);
        changed
    }

    fn shows(&self, field: &PrincipalField) -> bool {
        let PrincipalField::Attribute(key) = field else { return false };
        self.rows.iter().any(|(it, _)| it.trim() == key)
    }

    fn command(&self, desk: &Desk) -> Result<Command, PrincipalError> {
        let mut attributes = BTreeMap::new();
        // A row with nothing in it is none.
        for (key, value) in self.rows.iter().map(|(key, value)| (key.trim(), value.trim())) {
            if key.is_empty() && value.is_empty() {
                continue;
            }
            if attributes.insert(key.to_owned(), value.to_owned()).is_some() {
                return Err(PrincipalError::TwiceThere(key.to_owned()));
            }
        }
        let principal = Principal { attributes, ..present(desk, &self.arn)? };
        let done = format!("The attributes of {} were saved", self.name);
        Ok(Command::PutPrincipal { was: Some(self.arn.clone()), principal: Box::new(principal), done })
    }
}

/// A field without a label in sight; `name` is spoken.
fn field(ui: &mut Ui, width: f32, name: &str, hint: &str, value: &mut String) -> Response {
    let t = tokens(ui);
    let size = vec2(width, space::CONTROL_HEIGHT);
    let font = monospace(MONO);
    let edit = TextEdit::singleline(value)
        .id_salt(name)
        .hint_text(RichText::new(hint).font(font.clone()).color(t.text_disabled))
        .font(font)
        .text_color(t.text_strong)
        .align(egui::Align2::LEFT_CENTER)
        .desired_width(width)
        .min_size(size)
        .frame(field_frame(ui));
    let response = ui.add_sized(size, edit).accessible_name(name);
    field_edge(ui, &response, false);
    response
}
