//! What a real client signs with to act as a principal.

use egui::{ScrollArea, Ui};

use super::page::Page;
use crate::{
    gui::{
        command::Command,
        connect::{Client, Recipe, RecipeKind},
        theme::{caption, icons, mono, section, space, strong},
        widgets::{
            Button, Card, CodeView, Dropdown, Tone, icon_toggle, property_table_with, row_sides, segmented,
            status_dot,
        },
    },
    kms::Region,
};

/// What stands for a secret that is not to be seen.
const HIDDEN: &str = "••••••••••••••••••••••••••••••••••••••••";

/// What the tab remembers.
#[derive(Default)]
pub(super) struct Credentials {
    /// Whose secret is in sight.
    in_sight: Option<String>,
    region: Option<Region>,
    kind: RecipeKind,
}

impl Credentials {
    /// Draws the tab.
    pub fn ui(&mut self, ui: &mut Ui, page: &mut Page<'_>) {
        ScrollArea::vertical().id_salt("credentials").auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            self.keys(ui, page);
            ui.add_space(space::S);
            self.recipes(ui, page);
        });
    }

    fn keys(&mut self, ui: &mut Ui, page: &mut Page<'_>) {
        let key = page.principal.access_key();
        let shown = self.in_sight.as_deref() == Some(page.arn);
        ui.label(section("Access key"));
        Card::new().show(ui, |ui| {
            property_table_with(ui, 170.0, |rows| {
                rows.row("Access key ID", |ui| {
                    ui.label(mono(&key.id));
                    copy(ui, "Copy the access key ID", &key.id, page.commands);
                });
                rows.row("Secret access key", |ui| {
                    ui.label(mono(if shown { key.secret.as_str() } else { HIDDEN }));
                    let (symbol, name) = if shown {
                        (icons::EYE_SLASH, "Hide the secret access key")
                    } else {
                        (icons::EYE, "Show the secret access key")
                    };
                    if icon_toggle(ui, symbol, name, shown).clicked() {
                        self.in_sight = (!shown).then(|| page.arn.to_owned());
                    }
                    copy(ui, "Copy the secret access key", &key.secret, page.commands);
                });
            });
        });
        ui.label(caption(
            "Simulated credentials, worth nothing anywhere else. Calls to this world's endpoint that are signed with them act as this \
             principal.",
        ));
    }

    fn recipes(&mut self, ui: &mut Ui, page: &mut Page<'_>) {
        let regions = page.desk.world().regions();
        let Some(first) = regions.first().copied() else { return };
        let mut region = self.region.filter(|region| regions.contains(region)).unwrap_or(first);
        let items: Vec<(Region, &str)> = regions.iter().map(|region| (*region, region.code())).collect();
        let endpoint = &page.desk.endpoint;
        row_sides(
            ui,
            space::CONTROL_HEIGHT,
            |ui| {
                ui.label(section("Lines for a client"));
            },
            |ui| {
                Dropdown::new("Region of the lines").label_hidden().width(170.0).show(
                    ui,
                    &mut region,
                    &items,
                );
                let button = Button::secondary("Endpoint…").icon(icons::PLUGS);
                if button.tooltip("Start or stop the endpoint for AWS clients").show(ui).clicked() {
                    page.commands.push(Command::OpenEndpointSheet);
                }
                match &endpoint.url {
                    Some(url) => status_dot(ui, Tone::Ok, url),
                    None => status_dot(ui, Tone::Neutral, "The endpoint is off"),
                };
            },
        );
        self.region = Some(region);
        let kinds = RecipeKind::ALL.map(|kind| (kind, kind.name(), ""));
        segmented(ui, "Kind of client", &mut self.kind, &kinds);
        let url = endpoint.url.clone().unwrap_or_else(|| format!("http://127.0.0.1:{}", endpoint.port));
        let key = page.principal.access_key();
        let client = Client { url: &url, key: &key, region, profile: &page.principal.name };
        let shown = self.in_sight.as_deref() == Some(page.arn);
        for Recipe { title, text } in self.kind.recipes(&client) {
            let head = |ui: &mut Ui| drop(ui.label(strong(title)));
            row_sides(ui, space::CONTROL_HEIGHT_SMALL, head, |ui| {
                copy(ui, &format!("Copy: {title}"), &text, page.commands);
            });
            let seen = if shown { text } else { text.replace(&key.secret, "••••••••") };
            CodeView::new(title, &seen).plain().show(ui);
        }
    }
}

fn copy(ui: &mut Ui, name: &str, text: &str, commands: &mut Vec<Command>) {
    if Button::secondary("Copy").small().name(name).show(ui).clicked() {
        commands.push(Command::Copy(text.to_owned()));
    }
}
