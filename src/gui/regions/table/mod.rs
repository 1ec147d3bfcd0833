//! One Region's keys as a table, or those of all Regions; with AWS managed keys and custom key stores, as the console has
//! them.
//!
//! | file | its one job |
//! | --- | --- |
//! | `tabs` | which Region |
//! | `row`, `column` | a key as a row, and the columns: texts and orders |
//! | `query` | the language of the filter |
//! | `list` | the rows sorted and filtered, each step done once for each change |
//! | `ticks` | the ticked keys |
//! | `grid` | draws heads and rows |
//! | `toolbar` | the filter and its menus |
//! | `actions` | what is done with all ticked keys |
//! | `aws_managed` | the AWS managed keys of Regions |
//! | `key_stores` | the custom key stores of Regions |

mod actions;
mod aws_managed;
mod column;
mod grid;
mod key_stores;
mod list;
mod query;
mod row;
mod tabs;
mod ticks;
mod toolbar;

use egui::{CentralPanel, Frame, Margin, Panel, Ui};

use self::{
    aws_managed::AwsManaged, grid::Grid, key_stores::KeyStores, list::KeyList, ticks::Ticks, toolbar::Toolbar,
};
use super::catalogue::Catalogue;
use crate::{
    gui::{
        command::Command,
        desk::{Desk, Selected},
        theme::{icons, space, tokens},
        widgets::{Button, Card, empty_state, segmented},
    },
    kms::Region,
};

/// Which Regions the table shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    /// One of them.
    One(Region),
    /// All of them.
    All,
}

/// A part of the table, as the console's navigation has them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Section {
    #[default]
    CustomerManaged,
    AwsManaged,
    KeyStores,
}

/// What the table remembers.
#[derive(Default)]
pub(super) struct TableView {
    /// Nothing until it is drawn for the first time.
    scope: Option<Scope>,
    section: Section,
    list: KeyList,
    ticks: Ticks,
    grid: Grid,
    toolbar: Toolbar,
    aws_managed: AwsManaged,
    key_stores: KeyStores,
    /// What was selected in the last frame: when that changes, it is brought into sight.
    selected: Option<Selected>,
    /// What the table itself selected, which is in sight.
    own: Option<Selected>,
}

impl Scope {
    /// The Regions, in the window's order.
    fn regions(self, desk: &Desk) -> Vec<Region> {
        match self {
            Self::One(region) => vec![region],
            Self::All => desk.world().regions().to_vec(),
        }
    }

    /// `in us-east-1` or `in all Regions`.
    fn words(self) -> String {
        match self {
            Self::One(region) => format!("in {region}"),
            Self::All => "in all Regions".to_owned(),
        }
    }
}

impl TableView {
    /// Draws the table over the whole room.
    pub fn ui(&mut self, ui: &mut Ui, desk: &Desk, catalogue: &Catalogue, commands: &mut Vec<Command>) {
        let Some(scope) = self.scope_of(desk) else { return };
        let margin = Margin { left: space::M as i8, right: space::M as i8, top: 10, bottom: space::M as i8 };
        let frame = Frame::new().fill(tokens(ui).canvas).inner_margin(margin);
        CentralPanel::default().frame(frame).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            let scope = tabs::region_tabs(ui, desk, catalogue, scope);
            if self.scope != Some(scope) {
                self.ticks.clear();
                self.grid.forget_cursor();
            }
            self.scope = Some(scope);
            self.sections(ui, desk, catalogue, scope);
            match self.section {
                Section::CustomerManaged => self.customer_managed(ui, desk, scope, commands),
                Section::AwsManaged => self.aws_managed.ui(ui, desk, scope, commands),
                Section::KeyStores => self.key_stores.ui(ui, desk, catalogue, scope, commands),
            }
        });
    }

    /// What is shown: what was chosen, or where the selected key is. Follows a selection that was made elsewhere.
    fn scope_of(&mut self, desk: &Desk) -> Option<Scope> {
        let regions = desk.world().regions();
        let first = regions.first().copied()?;
        let selected = desk.selected.as_ref().filter(|it| regions.contains(&it.region));
        let newly = self.selected.as_ref() != desk.selected.as_ref();
        self.selected.clone_from(&desk.selected);
        let scope = match self.scope {
            Some(Scope::One(region)) if !regions.contains(&region) => None,
            Some(Scope::One(region)) if newly && selected.is_some_and(|it| it.region != region) => None,
            scope => scope,
        };
        let scope = scope.unwrap_or(Scope::One(selected.map_or(first, |it| it.region)));
        if self.scope.is_some_and(|it| it != scope) {
            self.ticks.clear();
            self.grid.forget_cursor();
        }
        self.scope = Some(scope);
        self.bring_up_to_date(desk, scope);
        if newly
            && let Some(selected) = selected
            && self.own.take().as_ref() != Some(selected)
        {
            self.grid.reveal(&self.list, selected);
        }
        Some(scope)
    }

    fn bring_up_to_date(&mut self, desk: &Desk, scope: Scope) {
        if self.section == Section::CustomerManaged {
            self.list.update(desk.world(), &scope.regions(desk), self.grid.sort, self.toolbar.filter());
            self.ticks.update(&self.list);
        }
    }

    fn sections(&mut self, ui: &mut Ui, desk: &Desk, catalogue: &Catalogue, scope: Scope) {
        let regions = scope.regions(desk);
        let keys: usize = regions.iter().map(|it| catalogue.keys(*it).len()).sum();
        let aws: usize = regions.iter().map(|it| catalogue.aws_managed(*it)).sum();
        let stores = desk.world().store().custom_key_stores.iter();
        let stores = stores.filter(|it| regions.contains(&it.region)).count();
        let labels = [
            format!("Customer managed keys  {keys}"),
            format!("AWS managed keys  {aws}"),
            format!("Custom key stores  {stores}"),
        ];
        let items = [
            (Section::CustomerManaged, labels[0].as_str(), "Customer managed keys"),
            (Section::AwsManaged, labels[1].as_str(), "AWS managed keys"),
            (Section::KeyStores, labels[2].as_str(), "Custom key stores"),
        ];
        segmented(ui, "Kind of keys", &mut self.section, &items);
    }

    fn customer_managed(&mut self, ui: &mut Ui, desk: &Desk, scope: Scope, commands: &mut Vec<Command>) {
        self.toolbar.ui(ui, desk, scope, &mut self.grid, commands);
        // What was typed or chosen just now counts in this frame already.
        self.bring_up_to_date(desk, scope);
        let foot = Panel::bottom("bulk actions").exact_size(actions::HEIGHT).resizable(false);
        foot.show_separator_line(false).frame(Frame::new()).show(ui, |ui| {
            actions::bar(ui, desk, &self.list, &mut self.ticks, commands);
        });
        let t = tokens(ui);
        Card::new().fill(t.panel).padding(Margin::same(1)).show(ui, |ui| {
            ui.take_available_width();
            if self.list.all() == 0 {
                no_keys(ui, desk, scope, commands);
            } else if self.list.len() == 0 {
                self.no_match(ui, scope);
            } else {
                let name = format!("Customer managed keys {}", scope.words());
                let before = commands.len();
                let keys = (&self.list, &mut self.ticks);
                self.grid.ui(ui, &name, scope == Scope::All, desk, keys, commands);
                for command in &commands[before..] {
                    if let Command::Select(selected) = command {
                        self.own.clone_from(selected);
                    }
                }
            }
            ui.take_available_height();
        });
    }

    fn no_match(&mut self, ui: &mut Ui, scope: Scope) {
        let text = format!(
            "No key {} passes the filter. Every word must be found; words such as {} look at one property.",
            scope.words(),
            query::EXAMPLES.split("   ").take(2).collect::<Vec<_>>().join(" and ")
        );
        let clear = Button::secondary("Clear filters");
        if empty_state(ui, icons::FUNNEL, "No key matches", &text, Some(clear)).is_some_and(|it| it.clicked())
        {
            self.toolbar.clear();
        }
    }
}

fn no_keys(ui: &mut Ui, desk: &Desk, scope: Scope, commands: &mut Vec<Command>) {
    let region = match scope {
        Scope::One(region) => Some(region),
        Scope::All => desk.world().regions().first().copied(),
    };
    let Some(region) = region else { return };
    let title = match scope {
        Scope::One(region) => format!("No customer managed keys in {}", region.place()),
        Scope::All => "No customer managed keys in any Region".to_owned(),
    };
    let text = "A KMS key belongs to one Region. Create one here, or replicate a multi-Region key from another Region.";
    let name = format!("Create the first key in {region}");
    let create = Button::secondary("Create key").icon(icons::PLUS).name(&name);
    if empty_state(ui, icons::KEY, &title, text, Some(create)).is_some_and(|it| it.clicked()) {
        commands.push(Command::OpenWizard(region));
    }
}
