//! The sheet of the endpoint for AWS clients: start and stop it, and the lines that point a client at it.
//!
//! | file | its one job |
//! | --- | --- |
//! | `recipes` | the lines for each kind of client |

mod recipes;

use egui::Ui;

pub(super) use self::recipes::{Client, Recipe, RecipeKind};
use super::{
    command::Command,
    desk::Desk,
    theme::{caption, icons, paragraph, section, space, strong},
    trail::short_client,
    widgets::{
        Button, CalloutKind, CodeView, Dialog, DialogOutcome, Dropdown, TextField, Tone, callout_with,
        icon_button, property_table_with, segmented, status_dot, switch,
    },
};
use crate::{kms::Region, world::Principal};

/// The open sheet, with what is chosen in it.
pub struct EndpointSheet {
    port: String,
    strict: bool,
    principal: String,
    region: Region,
    kind: RecipeKind,
}

impl EndpointSheet {
    /// The sheet for whoever acts, in the first Region of the world.
    pub fn new(desk: &Desk) -> Option<Self> {
        let region = desk.world().regions().first().copied()?;
        Some(Self {
            port: desk.endpoint.port.to_string(),
            strict: desk.endpoint.strict,
            principal: desk.acting.clone(),
            region,
            kind: RecipeKind::AwsCli,
        })
    }

    /// Draws the sheet.
    pub fn ui(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        let outcome = Dialog::new("Endpoint for AWS clients", "Done").cancel_text("").width(720.0).show(
            ui.ctx(),
            |ui| {
                self.switchboard(ui, desk, commands);
                ui.add_space(space::S);
                ui.label(section("Connect a client"));
                self.whom(ui, desk);
                self.credentials(ui, desk, commands);
                self.recipes(ui, desk, commands);
            },
        );
        if outcome != DialogOutcome::Open {
            commands.push(Command::CloseEndpointSheet);
        }
    }

    fn switchboard(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        ui.label(paragraph(
            "The AWS CLI, the SDKs and Terraform on this machine can drive this world: all Regions answer on one port of the \
             loopback address, and nothing leaves the machine.",
        ));
        let endpoint = &desk.endpoint;
        let port: Option<u16> = self.port.trim().parse().ok();
        match &endpoint.url {
            Some(url) => {
                ui.horizontal(|ui| {
                    status_dot(ui, Tone::Ok, "Listening");
                    ui.label(super::theme::mono(url.as_str()));
                    let calls = match endpoint.calls {
                        1 => "1 call answered".to_owned(),
                        count => format!("{count} calls answered"),
                    };
                    ui.label(caption(calls));
                    if endpoint.refused > 0 {
                        status_dot(ui, Tone::Warn, &format!("{} refused", endpoint.refused));
                    }
                });
                if let Some(last) = &endpoint.last_refusal {
                    let text = format!("{}: {} {}", short_client(&last.client), last.kind, last.message);
                    callout_with(
                        ui,
                        CalloutKind::Warning,
                        "The last request that was refused",
                        text.trim_end(),
                    );
                }
                if endpoint.strict {
                    ui.label(caption("Strict authentication: access keys that no principal has are refused"));
                }
                if Button::secondary("Stop the endpoint").show(ui).clicked() {
                    commands.push(Command::StopEndpoint);
                }
            }
            None => {
                let wrong =
                    port.is_none().then_some("A port is a number from 0 to 65535; 0 takes any that is free");
                TextField::new("Port on 127.0.0.1")
                    .mono()
                    .width(220.0)
                    .char_limit(5)
                    .help("0 takes any that is free")
                    .error(wrong)
                    .show(ui, &mut self.port);
                switch(
                    ui,
                    &mut self.strict,
                    "Strict authentication",
                    "Refuse access keys that no principal has; otherwise they act as the account's root user",
                );
                let start = Button::primary("Start the endpoint")
                    .enabled(port.is_some())
                    .why_disabled("Type a port first")
                    .show(ui);
                if let Some(port) = port.filter(|_| start.clicked()) {
                    commands.push(Command::StartEndpoint { port, strict: self.strict });
                }
            }
        }
        if let Some(problem) = &endpoint.problem {
            callout_with(ui, CalloutKind::Error, "The endpoint was not started", problem);
        }
    }

    fn whom(&mut self, ui: &mut Ui, desk: &Desk) {
        let names: Vec<(String, String)> = desk
            .world()
            .principals()
            .iter()
            .map(|it| (it.name.clone(), format!("{} · {}", it.name, it.note)))
            .collect();
        let items: Vec<(String, &str)> =
            names.iter().map(|(name, shown)| (name.clone(), shown.as_str())).collect();
        let regions: Vec<(Region, &str)> =
            desk.world().regions().iter().map(|region| (*region, region.code())).collect();
        ui.horizontal_top(|ui| {
            Dropdown::new("Acts as").width(380.0).show(ui, &mut self.principal, &items);
            Dropdown::new("Region").width(220.0).show(ui, &mut self.region, &regions);
        });
    }

    fn principal<'a>(&self, desk: &'a Desk) -> Option<&'a Principal> {
        desk.world().principals().named(&self.principal)
    }

    fn credentials(&self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        let Some(principal) = self.principal(desk) else { return };
        let key = principal.access_key();
        property_table_with(ui, 150.0, |rows| {
            rows.row("Access key ID", |ui| copyable(ui, "the access key ID", &key.id, commands));
            rows.row("Secret access key", |ui| copyable(ui, "the secret access key", &key.secret, commands));
        });
        ui.label(caption(
            "Simulated credentials, worth nothing anywhere else. Calls that are signed with them act as this principal.",
        ));
    }

    fn recipes(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        let Some(principal) = self.principal(desk) else { return };
        let kinds = RecipeKind::ALL.map(|kind| (kind, kind.name(), ""));
        segmented(ui, "Kind of client", &mut self.kind, &kinds);
        let url =
            desk.endpoint.url.clone().unwrap_or_else(|| format!("http://127.0.0.1:{}", self.port.trim()));
        let key = principal.access_key();
        let client = Client { url: &url, key: &key, region: self.region, profile: &principal.name };
        for Recipe { title, text } in self.kind.recipes(&client) {
            ui.horizontal(|ui| {
                ui.label(strong(title));
                let copy = Button::secondary("Copy").small().name(&format!("Copy: {title}")).show(ui);
                if copy.clicked() {
                    commands.push(Command::Copy(text.clone()));
                }
            });
            CodeView::new(title, &text).plain().show(ui);
        }
    }
}

/// A value in full, with a button that copies it.
fn copyable(ui: &mut Ui, what: &str, value: &str, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        ui.label(super::theme::mono(value));
        if icon_button(ui, icons::COPY, &format!("Copy {what}")).clicked() {
            commands.push(Command::Copy(value.to_owned()));
        }
    });
}
