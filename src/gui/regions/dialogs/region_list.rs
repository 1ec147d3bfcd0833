//! A searchable list of Regions, of which one or several are chosen.

use std::collections::BTreeSet;

use egui::{
    Align, Color32, CornerRadius, CursorIcon, Frame, Layout, Margin, Rect, Role, ScrollArea, Sense, Stroke,
    StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};

use crate::{
    gui::{
        desk::Desk,
        theme::{Tokens, caption, icon, icons, region_mark, space, strong, subdued, tokens},
        widgets::{Badge, focus_ring, icon_at, search_field},
    },
    kms::{KeyId, Region},
};

/// A Region that is offered.
#[derive(Clone)]
pub(in crate::gui) struct Offer {
    /// The Region.
    pub region: Region,
    /// Whether it can be chosen.
    pub open: bool,
    /// What is said of it at the row's end.
    pub note: Note,
}

impl Offer {
    /// The Regions that a key can be replicated to: all of the partition of `from`, those of the world first. Those that
    /// have a member can be chosen if `members_too`.
    pub fn replicas(desk: &Desk, key: &KeyId, from: Region, members_too: bool) -> Vec<Self> {
        let world = desk.world();
        let family = world.store().family(key);
        let offer = |region: Region| {
            let is_member = family.is_some_and(|it| it.members.contains_key(&region));
            let note = match is_member {
                true if family.is_some_and(|it| it.primary == region) => Note::Primary,
                true => Note::Replica(None),
                false if world.regions().contains(&region) => Note::None,
                false if region.is_opt_in() => Note::OptIn,
                false => Note::WillBeAdded,
            };
            Self { region, open: members_too || !is_member, note }
        };
        let others = Region::all().filter(|it| !world.regions().contains(it));
        let all = world.regions().iter().copied().chain(others);
        all.filter(|it| it.partition() == from.partition()).map(offer).collect()
    }
}

/// What is said of a Region.
#[derive(Clone)]
pub(in crate::gui) enum Note {
    /// Nothing.
    None,
    /// It has the primary.
    Primary,
    /// It has a replica, with the state if it is another than Enabled.
    Replica(Option<&'static str>),
    /// It will be added to the world.
    WillBeAdded,
    /// An account has to enable it first.
    OptIn,
}

/// How many Regions can be chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::gui) enum Choice {
    /// One.
    One,
    /// Any number.
    Several,
}

/// What is chosen and searched for.
pub(in crate::gui) struct RegionList {
    /// The chosen Regions.
    pub chosen: BTreeSet<Region>,
    choice: Choice,
    search: String,
}

impl RegionList {
    /// A list of which nothing is chosen.
    pub fn new(choice: Choice) -> Self {
        Self { chosen: BTreeSet::new(), choice, search: String::new() }
    }

    /// Whether something is searched for: then Enter belongs to the search.
    pub fn is_searching(&self) -> bool {
        !self.search.is_empty()
    }

    /// The one chosen Region, or the first of several.
    pub fn first(&self) -> Option<Region> {
        self.chosen.first().copied()
    }

    /// Draws the rows, at most `height` points of them, below a search field where they are many; whether the choice
    /// changed. With `focus` the search field takes the keyboard.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, offers: &[Offer], height: f32, focus: bool) -> bool {
        let mut changed = false;
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            if offers.len() > MANY {
                let width = ui.available_width();
                let search = search_field(ui, "Find a Region by name or code", width, &mut self.search);
                if focus {
                    search.request_focus();
                }
            }
            let t = tokens(ui);
            let frame = Frame::new()
                .fill(t.panel)
                .stroke(Stroke::new(space::HAIRLINE, t.line))
                .corner_radius(space::RADIUS_CONTROL)
                .inner_margin(Margin::same(1));
            frame.show(ui, |ui| {
                ui.take_available_width();
                // The height stays while one searches.
                let height = height.min(offers.len() as f32 * ROW);
                ui.set_min_height(height);
                let rows = ScrollArea::vertical().id_salt("Regions").max_height(height).auto_shrink(false);
                rows.show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    let mut found = offers.iter().filter(|it| self.finds(it.region)).peekable();
                    if found.peek().is_none() {
                        ui.add_space(space::S);
                        ui.vertical_centered(|ui| ui.label(caption("No Region of this name")));
                    }
                    let mut clicked = None;
                    for offer in found {
                        if self.row(ui, desk, offer) {
                            clicked = Some(offer.region);
                        }
                    }
                    if let Some(region) = clicked {
                        self.choose(region);
                        changed = true;
                    }
                });
            });
        });
        changed
    }

    /// Chooses a Region, or of several gives a chosen one up.
    fn choose(&mut self, region: Region) {
        match self.choice {
            Choice::One => self.chosen = BTreeSet::from([region]),
            Choice::Several if self.chosen.remove(&region) => {}
            Choice::Several => drop(self.chosen.insert(region)),
        }
    }

    fn finds(&self, region: Region) -> bool {
        let wanted = self.search.trim().to_lowercase();
        region.code().contains(&wanted) || region.name().to_lowercase().contains(&wanted)
    }

    /// Draws one row; whether it was clicked.
    fn row(&self, ui: &mut Ui, desk: &Desk, offer: &Offer) -> bool {
        let t = tokens(ui);
        let chosen = self.chosen.contains(&offer.region);
        let sense = if offer.open { Sense::click() } else { Sense::hover() };
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), sense);
        let role = if self.choice == Choice::One { Role::RadioButton } else { Role::CheckBox };
        let name = format!("{} {}", offer.region.code(), offer.region.name());
        response.widget_info(|| WidgetInfo::selected(role, offer.open, chosen, &name));
        if ui.is_rect_visible(rect) {
            let fill = match (chosen, response.hovered() && offer.open) {
                (true, _) => t.selected,
                (false, true) => t.hover,
                (false, false) => Color32::TRANSPARENT,
            };
            ui.painter().rect_filled(rect, CornerRadius::same(space::RADIUS_FIELD), fill);
            self.contents(ui, desk, offer, chosen, rect);
            focus_ring(ui, &response, rect.shrink(3.0), space::RADIUS_FIELD);
        }
        if !offer.open {
            return false;
        }
        response.on_hover_cursor(CursorIcon::PointingHand).clicked()
    }

    fn contents(&self, ui: &mut Ui, desk: &Desk, offer: &Offer, chosen: bool, rect: Rect) {
        let t = tokens(ui);
        let inner = rect.shrink2(vec2(space::S, 0.0));
        let right = Layout::right_to_left(Align::Center);
        let mut row =
            ui.new_child(UiBuilder::new().id_salt(offer.region.code()).max_rect(inner).layout(right));
        row.spacing_mut().item_spacing.x = space::S;
        offer.note.show(&mut row);
        let left = Layout::left_to_right(Align::Center);
        row.with_layout(left, |ui| {
            let (mark, _) = ui.allocate_exact_size(Vec2::splat(MARK), Sense::hover());
            match self.choice {
                Choice::One => radio_mark(ui, mark, chosen, offer.open),
                Choice::Several => check_mark(ui, mark, chosen, offer.open),
            }
            if desk.world().regions().contains(&offer.region) {
                region_mark(ui, desk.region_index(offer.region), 16.0);
            } else {
                ui.label(icon(icons::CIRCLE_DASHED, 16.0).color(t.text_disabled));
            }
            let off = |text: egui::RichText| if offer.open { text } else { text.color(t.text_disabled) };
            let code = ui.label(off(strong(offer.region.code())));
            ui.add_space(CODE - code.rect.width());
            let name = if rect.width() < WIDE { offer.region.place() } else { offer.region.name() };
            ui.add(egui::Label::new(off(subdued(name))).truncate());
        });
    }
}

/// From how many Regions on they can be searched.
const MANY: usize = 8;
/// From this width on the rows have room for the Regions' full names.
const WIDE: f32 = 440.0;
/// The width of the codes' column.
const CODE: f32 = 112.0;
/// The height of a row.
const ROW: f32 = 32.0;
/// The side of a check or radio mark.
const MARK: f32 = 16.0;

impl Note {
    fn show(&self, ui: &mut Ui) {
        match self {
            Self::None => {}
            Self::Primary => drop(Badge::primary("Primary").icon(icons::CROWN).show(ui)),
            Self::Replica(state) => {
                Badge::info("Replica").show(ui);
                if let Some(state) = state {
                    Badge::neutral(state).show(ui);
                }
            }
            Self::WillBeAdded => drop(ui.label(caption("will be added"))),
            Self::OptIn => {
                let hint = "An account has to enable this Region before it can be used: here, by adding it to the world";
                Badge::neutral("Opt-in").show(ui).on_hover_text(hint);
            }
        }
    }
}

fn mark_colors(t: &Tokens, chosen: bool, open: bool) -> (Color32, Color32) {
    match (chosen, open) {
        (true, _) => (t.accent_fill, t.accent_fill),
        (false, true) => (t.field, t.line_strong),
        (false, false) => (t.field, t.line),
    }
}

fn check_mark(ui: &Ui, area: Rect, chosen: bool, open: bool) {
    let t = tokens(ui);
    let (fill, line) = mark_colors(t, chosen, open);
    let radius = CornerRadius::same(space::RADIUS_FIELD);
    ui.painter().rect(area, radius, fill, Stroke::new(space::HAIRLINE, line), StrokeKind::Inside);
    if chosen {
        icon_at(ui.painter(), area.center(), icons::CHECK, 12.0, t.on_accent);
    }
}

fn radio_mark(ui: &Ui, area: Rect, chosen: bool, open: bool) {
    let t = tokens(ui);
    let (fill, line) = mark_colors(t, chosen, open);
    let center = pos2(area.center().x, area.center().y);
    ui.painter().circle(center, MARK / 2.0 - 0.5, fill, Stroke::new(space::HAIRLINE, line));
    if chosen {
        ui.painter().circle_filled(center, 3.0, t.on_accent);
    }
}
