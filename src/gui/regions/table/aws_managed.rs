//! The AWS managed keys of Regions: those that are there, and the predefined aliases that wait for their first use.

use egui::{Margin, ScrollArea, Ui, vec2};

use super::Scope;
use crate::{
    gui::{
        command::{Command, Reply},
        desk::{Desk, Selected},
        regions::words::state_badge,
        theme::{body, caption, icon, icons, mono_caption, paragraph, region_mark, space, strong, tokens},
        trail::{KeysStamp, cut, short_key_id},
        widgets::{Button, Card, row_sides},
    },
    kms::{AccountId, AwsService, KeyId, MemberState, Region, api::DescribeKeyRequest},
};

const ROW: f32 = 40.0;

/// An AWS managed key, or the alias of one that is not there yet.
struct Entry {
    region: Region,
    service: AwsService,
    alias: String,
    key: Option<(KeyId, MemberState)>,
}

/// What the section remembers.
#[derive(Default)]
pub(super) struct AwsManaged {
    entries: Vec<Entry>,
    made_for: Option<(KeysStamp, Vec<Region>, Option<AccountId>)>,
}

impl AwsManaged {
    fn update(&mut self, desk: &Desk, scope: Scope) {
        let (world, regions) = (desk.world(), scope.regions(desk));
        let account = desk.acting_principal().map(|it| it.account.clone());
        let current = self
            .made_for
            .as_ref()
            .is_some_and(|(stamp, of, whose)| *of == regions && *whose == account && stamp.holds_for(world));
        if current {
            return;
        }
        let store = world.store();
        let entry = |region: Region, service: AwsService| {
            let alias = service.alias_name()?;
            let target = account.as_ref().and_then(|account| store.alias(region, account, &alias));
            let key = target.and_then(|it| {
                let (_, member) = store.member(&it.target, region)?;
                Some((it.target.clone(), member.state))
            });
            Some(Entry { region, service, alias: alias.to_string(), key })
        };
        self.entries = regions
            .iter()
            .flat_map(|region| AwsService::all().filter_map(|service| entry(*region, service)))
            .collect();
        self.made_for = Some((KeysStamp::of(world), regions, account));
    }

    /// Draws the section over the whole room.
    pub fn ui(&mut self, ui: &mut Ui, desk: &Desk, scope: Scope, commands: &mut Vec<Command>) {
        self.update(desk, scope);
        let text = "AWS services make these keys in your account when they are first used in a Region, manage them and \
                    rotate them every year. You can look at them, but not change them, and use them only through their \
                    service.";
        ui.label(paragraph(text).weak());
        let t = tokens(ui);
        Card::new().fill(t.panel).padding(Margin::same(1)).show(ui, |ui| {
            ui.take_available_width();
            let (entries, all) = (&self.entries, scope == Scope::All);
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            ScrollArea::vertical().id_salt("AWS managed keys").auto_shrink(false).show_rows(
                ui,
                ROW,
                entries.len(),
                |ui, range| {
                    for entry in entries.iter().take(range.end).skip(range.start) {
                        ui.push_id((entry.region.code(), entry.service.alias), |ui| {
                            line(ui, desk, entry, all, commands);
                        });
                    }
                },
            );
        });
    }
}

fn line(ui: &mut Ui, desk: &Desk, entry: &Entry, with_region: bool, commands: &mut Vec<Command>) {
    let t = tokens(ui);
    let region = entry.region;
    let top = ui.cursor().min;
    let width = ui.available_width();
    let rect = egui::Rect::from_min_size(top, vec2(width, ROW));
    let is_selected = entry.key.as_ref().is_some_and(|(key, _)| {
        desk.selected.as_ref().is_some_and(|it| it.key == *key && it.region == region)
    });
    if is_selected {
        ui.painter().rect_filled(rect, 0.0, t.selected);
    }
    let line = egui::Stroke::new(space::HAIRLINE, t.line);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
    let left = |ui: &mut Ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        ui.add_space(space::M);
        if with_region {
            region_mark(ui, desk.region_index(region), 14.0).on_hover_text(region.code());
            column(ui, 116.0, |ui| drop(cut(ui, body(region.code()))));
        }
        let known = entry.key.is_some();
        ui.label(icon(icons::KEY, 15.0).color(if known { t.text } else { t.text_disabled }));
        column(ui, (width * 0.3).clamp(120.0, 240.0), |ui| {
            let alias = entry.alias.trim_start_matches("alias/");
            let text = if known { strong(alias) } else { body(alias).weak() };
            cut(ui, text).on_hover_text(&entry.alias);
        });
        match &entry.key {
            Some((key, state)) => {
                cut(ui, mono_caption(short_key_id(key, f32::INFINITY))).on_hover_text(key.as_str());
                state_badge(ui, *state, desk.world().now());
            }
            None => drop(cut(ui, caption("Not yet used in this Region"))),
        }
    };
    row_sides(ui, ROW, left, |ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        ui.add_space(space::M);
        match &entry.key {
            Some((key, _)) => {
                let name = format!("Show {} in {region}", entry.alias);
                if Button::link("Show").name(&name).show(ui).clicked() {
                    let selected = Selected { key: key.clone(), region };
                    commands.push(Command::Select(Some(selected)));
                }
            }
            None => {
                let name = format!("Use {} once in {region}", entry.alias);
                let use_once = Button::secondary("Use once").small().name(&name);
                let hint = format!("DescribeKey of {}, as {} does it", entry.alias, entry.service.name);
                if use_once.tooltip(&hint).show(ui).clicked() {
                    commands.push(first_use(entry));
                }
            }
        }
    });
}

/// What a service does when it first needs its key.
fn first_use(entry: &Entry) -> Command {
    let request = DescribeKeyRequest { key_id: entry.alias.clone(), ..Default::default() };
    let done = format!("{} has a key in {} now", entry.alias, entry.region);
    Command::Call { region: entry.region, request: Box::new(request.into()), reply: Reply::Toast(done) }
}

/// A part of the line with a width of its own.
fn column(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(width, ROW), egui::Layout::left_to_right(egui::Align::Center), |ui| {
        ui.set_min_width(width);
        add(ui);
    });
}
