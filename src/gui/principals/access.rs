//! What a principal may do to every key, and which statement or grant decides. Only the rows in sight are asked for, and
//! only once for each state of the world.

use std::collections::HashMap;

use egui::{Align, CursorIcon, Layout, Role, Sense, Ui, Vec2, WidgetInfo};
use egui_extras::{Column, TableBuilder, TableRow};

use super::{page::Page, verdict::Verdict};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        key_index::{KeyIndex, KeyLine},
        theme::{body, caption, caption_strong, icon, icons, region_mark, space, strong, tokens},
        trail::{WorldStamp, contains_ignoring_case, cut},
        widgets::{Card, empty_state, focus_ring, row, row_sides, search_field, segmented},
    },
    kms::{
        AccessQuestion,
        api::{EncryptionContext, KeyUsage},
    },
};

/// How many operations stand side by side.
const OPERATIONS: usize = 5;
const ROW: f32 = 30.0;

/// Which operations are asked about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Group {
    /// Those that use a key.
    #[default]
    Use,
    /// Those that manage it.
    Manage,
}

/// A permission, and for keys of which usage it means something; nothing for all.
type Permission = (&'static str, Option<KeyUsage>);

impl Group {
    fn permissions(self) -> [Permission; OPERATIONS] {
        let encrypt = Some(KeyUsage::EncryptDecrypt);
        match self {
            Self::Use => [
                ("Encrypt", encrypt),
                ("Decrypt", encrypt),
                ("GenerateDataKey", encrypt),
                ("Sign", Some(KeyUsage::SignVerify)),
                ("GenerateMac", Some(KeyUsage::GenerateVerifyMac)),
            ],
            Self::Manage => [
                ("DescribeKey", None),
                ("CreateGrant", None),
                ("PutKeyPolicy", None),
                ("DisableKey", None),
                ("ScheduleKeyDeletion", None),
            ],
        }
    }
}

type Verdicts = [Option<Verdict>; OPERATIONS];

/// What the table remembers.
#[derive(Default)]
pub(super) struct AccessTable {
    index: KeyIndex,
    group: Group,
    find: String,
    /// The places of the keys that the search lets through, and what for.
    found: Vec<usize>,
    found_for: Option<(u64, String)>,
    /// What was asked so far, by the key's place, and what for.
    asked: HashMap<usize, Verdicts>,
    asked_for: Option<(WorldStamp, String, Group)>,
    /// The place of the key whose row tells more.
    chosen: Option<usize>,
}

impl AccessTable {
    /// Draws the tab.
    pub fn ui(&mut self, ui: &mut Ui, page: &mut Page<'_>) {
        self.update(page);
        let groups = [(Group::Use, "Use of keys", ""), (Group::Manage, "Management", "")];
        let (all, found) = (self.index.lines().len(), self.found.len());
        row_sides(
            ui,
            space::CONTROL_HEIGHT,
            |ui| {
                segmented(ui, "Operations", &mut self.group, &groups);
                let count =
                    if found == all { format!("{all} keys") } else { format!("{found} of {all} keys") };
                cut(ui, caption(count));
            },
            |ui| search_field(ui, "Alias, key ID or Region", 240.0, &mut self.find),
        );
        if all == 0 {
            let text = "As soon as there is a key in some Region, this table tells what this principal may do to it.";
            empty_state(ui, icons::KEY, "There are no keys yet", text, None);
            return;
        }
        let chosen = self.chosen.filter(|place| self.found.contains(place));
        const DETAIL: f32 = 172.0;
        let detail = if chosen.is_some() { DETAIL + space::S } else { 0.0 };
        let height = (ui.available_height() - detail).max(4.0 * ROW);
        ui.allocate_ui(Vec2::new(ui.available_width(), height), |ui| {
            ui.set_min_height(height);
            Card::new().fill(tokens(ui).panel).padding(egui::Margin::same(1)).show(ui, |ui| {
                self.table(ui, page);
                ui.take_available_height();
            });
        });
        if let Some(place) = chosen {
            self.detail(ui, page, place);
        }
    }

    fn update(&mut self, page: &Page<'_>) {
        let world = page.desk.world();
        self.index.update(world);
        let wanted = (self.index.generation(), self.find.trim().to_owned());
        if self.found_for.as_ref() != Some(&wanted) {
            let says = |line: &KeyLine| {
                contains_ignoring_case(line.key.as_str(), &wanted.1)
                    || contains_ignoring_case(line.region.code(), &wanted.1)
                    || line.aliases.iter().any(|alias| contains_ignoring_case(alias, &wanted.1))
            };
            let lines = self.index.lines().iter().enumerate();
            self.found = lines.filter(|(_, line)| says(line)).map(|(place, _)| place).collect();
            if self.found_for.as_ref().is_some_and(|(generation, _)| *generation != wanted.0) {
                self.chosen = None;
            }
            self.found_for = Some(wanted);
        }
        let wanted = (WorldStamp::of(world), page.arn.to_owned(), self.group);
        if self.asked_for.as_ref() != Some(&wanted) {
            self.asked.clear();
            self.asked_for = Some(wanted);
        }
    }

    fn table(&mut self, ui: &mut Ui, page: &mut Page<'_>) {
        const REGION: f32 = 138.0;
        let Self { index, group, found, asked, chosen, .. } = self;
        let permissions = group.permissions();
        let acting_arn = page.principal.acting_arn();
        let room = ui.available_width() - ui.spacing().scroll.allocated_width();
        let key = (room * 0.22).clamp(110.0, 260.0).floor();
        let operation = ((room - REGION - key) / OPERATIONS as f32).floor();
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        TableBuilder::new(ui)
            .id_salt("access")
            .sense(Sense::CLICK)
            .cell_layout(Layout::left_to_right(Align::Center))
            .auto_shrink(false)
            .column(Column::exact(key).clip(true))
            .column(Column::exact(REGION).clip(true))
            .columns(Column::exact(operation).clip(true), OPERATIONS)
            .header(space::HEAD_HEIGHT, |mut row| {
                for name in ["Key", "Region"].into_iter().chain(permissions.iter().map(|(name, _)| *name)) {
                    row.col(|ui| {
                        ui.add_space(space::S);
                        cut(ui, caption_strong(name)).on_hover_text(name);
                    });
                }
            })
            .body(|body| {
                body.rows(ROW, found.len(), |mut row| {
                    let Some(place) = found.get(row.index()).copied() else { return };
                    let Some(line) = index.lines().get(place) else { return };
                    let verdicts =
                        asked.entry(place).or_insert_with(|| ask(page.desk, &acting_arn, line, &permissions));
                    row.set_overline(true);
                    row.set_selected(*chosen == Some(place));
                    let picked = cells(&mut row, page.desk, line, verdicts);
                    if picked || row.response().clicked() {
                        *chosen = if *chosen == Some(place) { None } else { Some(place) };
                    }
                });
            });
    }

    /// What decided, in whole sentences.
    fn detail(&mut self, ui: &mut Ui, page: &mut Page<'_>, place: usize) {
        let Some(line) = self.index.lines().get(place) else { return };
        let Some(verdicts) = self.asked.get(&place) else { return };
        Card::new().show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            let name = |ui: &mut Ui| {
                cut(ui, strong(format!("{} and {} in {}", page.principal.name, line.label(), line.region)));
            };
            row_sides(ui, space::CONTROL_HEIGHT_SMALL, name, |ui| {
                if crate::gui::widgets::link(ui, "Show the key").clicked() {
                    page.commands.push(Command::Inspect(line.key.clone(), line.region));
                }
            });
            for (verdict, (operation, _)) in verdicts.iter().zip(self.group.permissions()) {
                row(ui, 20.0, |ui| {
                    ui.spacing_mut().item_spacing.x = 6.0;
                    match verdict {
                        Some(verdict) => {
                            sign(ui, verdict.allowed);
                            cut(ui, body(&verdict.sentence)).on_hover_text(&verdict.sentence);
                        }
                        None => {
                            ui.label(icon(icons::MINUS, 14.0).color(tokens(ui).text_subdued));
                            cut(
                                ui,
                                body(format!("{operation} is nothing that a key of this usage does")).weak(),
                            );
                        }
                    }
                });
            }
        });
    }
}

fn sign(ui: &mut Ui, allowed: bool) {
    let t = tokens(ui);
    let (symbol, color) = if allowed { (icons::CHECK, t.ok) } else { (icons::PROHIBIT, t.error) };
    ui.label(icon(symbol, 14.0).color(color));
}

fn ask(desk: &Desk, caller: &str, line: &KeyLine, permissions: &[Permission; OPERATIONS]) -> Verdicts {
    permissions.map(|(operation, usage)| {
        if usage.is_some_and(|usage| usage != line.usage) {
            return None;
        }
        let context = EncryptionContext::new();
        let question =
            AccessQuestion { region: line.region, key: &line.key, operation, encryption_context: &context };
        let explained = desk.world().explain_access(caller, question)?;
        Some(Verdict::new(operation, &explained.decision))
    })
}

/// Draws a row; whether the keyboard chose it.
fn cells(row: &mut TableRow<'_, '_>, desk: &Desk, line: &KeyLine, verdicts: &Verdicts) -> bool {
    let mut picked = false;
    row.col(|ui| {
        let entry = ui.interact(ui.max_rect(), ui.scope_id().with("row"), Sense::focusable_noninteractive());
        entry.widget_info(|| {
            let said: Vec<&str> = verdicts.iter().flatten().map(|it| it.sentence.as_str()).collect();
            let name = format!("{} in {}. {}", line.label(), line.region, said.join(". "));
            WidgetInfo::labeled(Role::Row, true, name)
        });
        focus_ring(ui, &entry, ui.max_rect().shrink(4.0), space::RADIUS_FIELD);
        picked = entry.has_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        ui.add_space(space::S);
        cut(ui, strong(line.label())).on_hover_text(line.key.as_str());
    });
    row.col(|ui| {
        ui.add_space(space::S);
        ui.spacing_mut().item_spacing.x = 6.0;
        region_mark(ui, desk.region_index(line.region), 12.0);
        cut(ui, body(line.region.code()));
    });
    for verdict in verdicts {
        let (_, response) = row.col(|ui| {
            ui.add_space(space::S);
            ui.spacing_mut().item_spacing.x = space::XS;
            match verdict {
                Some(verdict) => {
                    sign(ui, verdict.allowed);
                    cut(ui, caption(&verdict.short));
                }
                None => {
                    ui.label(caption("—"));
                }
            }
        });
        let response = response.on_hover_cursor(CursorIcon::PointingHand);
        match verdict {
            Some(verdict) => response.on_hover_text(&verdict.sentence),
            None => response.on_hover_text("Nothing that a key of this usage does"),
        };
    }
    picked
}
