//! What stands around a page: title, steps, policy, footer; and where each of them stands in how much room.

use egui::{Align, Key, Label, Layout, Rect, ScrollArea, Ui, UiBuilder, pos2};

use super::{CARD_PADDING, Wizard, policy_pane, state::Page};
use crate::gui::{
    command::Command,
    desk::Desk,
    theme::{body, caption, icons, mono_caption, region_mark, space, subdued, title},
    widgets::{Button, Card, Step, icon_button, row, row_sides, step_list},
};

/// Below this width the policy has no card of its own.
const POLICY_FROM: f32 = 1060.0;
/// Below this width the steps have no card of their own.
const STEPS_FROM: f32 = 780.0;
/// Below this height the breadcrumb gives way.
const CRUMBS_FROM: f32 = 480.0;
const STEPS_WIDTH: f32 = 248.0;
/// What the policy leaves to the page at least.
const PAGE_WIDTH: f32 = 430.0;
/// How many characters of the command line can be in sight at most; the rest is not laid out.
const LINE_IN_SIGHT: usize = 240;

pub(super) fn ui(ui: &mut Ui, wizard: &mut Wizard, desk: &Desk, commands: &mut Vec<Command>) {
    let whole = ui.available_rect_before_wrap();
    let roomy = whole.width() >= STEPS_FROM;
    let margin = egui::vec2(if roomy { space::XL } else { space::M }, space::L);
    let area = whole.shrink2(margin);
    ui.allocate_rect(whole, egui::Sense::hover());
    let mut ui = ui.new_child(UiBuilder::new().id_salt("create key").max_rect(area));
    ui.spacing_mut().item_spacing.y = space::XS;

    if area.height() >= CRUMBS_FROM {
        breadcrumb(&mut ui, wizard, desk);
    }
    let wide = area.width() >= POLICY_FROM - 2.0 * space::XL;
    heading(&mut ui, wizard, wide, roomy);
    ui.add_space(space::M);

    let top = ui.cursor().top();
    let foot = area.bottom() - space::CONTROL_HEIGHT;
    let cards = Rect::from_min_max(pos2(area.left(), top), pos2(area.right(), foot - space::L));
    let layout = Cards::of(cards, roomy, wide, wizard);
    if let Some(rect) = layout.steps {
        card(&mut ui, "steps", rect, |ui| steps(ui, wizard));
    }
    let preview = layout.policy.is_none();
    if let Some(rect) = layout.page {
        card(&mut ui, wizard.page.title(), rect, |ui| wizard.page_ui(ui, desk, preview, commands));
    }
    if let Some(rect) = layout.policy {
        let reveal = std::mem::take(&mut wizard.reveal);
        card(&mut ui, "policy", rect, |ui| policy_pane::ui(ui, &wizard.policy, reveal));
    }
    let footer_area = Rect::from_min_max(pos2(area.left(), foot), area.max);
    let mut ui = ui.new_child(UiBuilder::new().id_salt("footer").max_rect(footer_area));
    footer(&mut ui, wizard, commands);
}

/// Where the cards stand.
struct Cards {
    steps: Option<Rect>,
    page: Option<Rect>,
    policy: Option<Rect>,
}

impl Cards {
    fn of(area: Rect, roomy: bool, wide: bool, wizard: &Wizard) -> Self {
        // The editor is the policy already.
        let shows_policy = wizard.page != Page::EditPolicy && (wide || wizard.policy_open);
        if shows_policy && !roomy {
            return Self { steps: None, page: None, policy: Some(area) };
        }
        let shows_steps = roomy && (wide || !shows_policy);
        let mut rest = area;
        let steps = shows_steps.then(|| {
            let rect = area.with_max_x(area.left() + STEPS_WIDTH);
            rest.min.x = rect.right() + space::L;
            rect
        });
        let policy = shows_policy.then(|| {
            let most = rest.width() - space::L - PAGE_WIDTH;
            let width = (area.width() * 0.36).min(most).clamp(280.0, 640.0);
            let rect = area.with_min_x(area.right() - width);
            rest.max.x = rect.left() - space::L;
            rect
        });
        Self { steps, page: Some(rest), policy }
    }
}

fn card(ui: &mut Ui, name: &str, rect: Rect, add: impl FnOnce(&mut Ui)) {
    let mut ui = ui.new_child(UiBuilder::new().id_salt(name).max_rect(rect));
    Card::new().padding(CARD_PADDING).show(&mut ui, |ui| {
        let room = ui.available_size();
        ui.set_min_size(room);
        ui.set_max_size(room);
        ui.spacing_mut().item_spacing.y = space::S;
        add(ui);
    });
}

fn breadcrumb(ui: &mut Ui, wizard: &Wizard, desk: &Desk) {
    row(ui, 18.0, |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        region_mark(ui, desk.region_index(wizard.region), 18.0);
        ui.label(subdued(format!("{} {}", wizard.region, wizard.region.place())));
        ui.label(caption(icons::CARET_RIGHT));
        ui.label(subdued("Customer managed keys"));
        ui.label(caption(icons::CARET_RIGHT));
        match wizard.replication() {
            None => drop(ui.label(body("Create key"))),
            Some(replication) => {
                ui.label(subdued(&replication.label));
                ui.label(caption(icons::CARET_RIGHT));
                ui.label(body("Create replica keys"));
            }
        }
    });
}

fn heading(ui: &mut Ui, wizard: &mut Wizard, wide: bool, roomy: bool) {
    let page = wizard.page;
    row_sides(
        ui,
        space::CONTROL_HEIGHT,
        |ui| {
            ui.add(Label::new(title(page.title())).truncate());
            if page.is_optional() {
                ui.label(subdued("optional"));
            }
        },
        |ui| {
            if !wide && page != Page::EditPolicy {
                let size = policy_pane::size_text(wizard.policy.text().len());
                let text = if wizard.policy_open { "Hide key policy" } else { "Show key policy" };
                let button = Button::secondary(text).small().icon(icons::SIDEBAR).tooltip(&size);
                if button.show(ui).clicked() {
                    wizard.policy_open = !wizard.policy_open;
                    wizard.reveal = true;
                }
            }
            if !roomy || (!wide && wizard.policy_open) {
                ui.label(caption(format!("Step {} of {}", wizard.place(page) + 1, wizard.pages().len())));
            }
        },
    );
}

fn steps(ui: &mut Ui, wizard: &mut Wizard) {
    let current = wizard.place(wizard.page);
    let by_hand = wizard.policy.is_by_hand();
    let step = |(place, page): (usize, &Page)| {
        // What lies ahead has a line only where something was chosen that differs from the beginning.
        let shown = place <= current || *page == Page::AddLabels;
        let summary = match wizard.replication() {
            _ if !shown => String::new(),
            Some(replication) if *page == Page::ChooseRegions => replication.summary(),
            _ => wizard.choices.summary(*page, by_hand),
        };
        Step::new(page.title(), summary)
    };
    let steps: Vec<Step> = wizard.pages().iter().enumerate().map(step).collect();
    ScrollArea::vertical().id_salt("steps").show(ui, |ui| {
        if let Some(step) = step_list(ui, &steps, current) {
            wizard.go(wizard.pages()[step]);
        }
    });
}

/// What a button of the footer asks for.
enum Way {
    Cancel,
    Go(Page),
    Finish,
}

fn footer(ui: &mut Ui, wizard: &mut Wizard, commands: &mut Vec<Command>) {
    let line = std::mem::take(&mut wizard.line);
    let (back, on) = row_sides(
        ui,
        space::CONTROL_HEIGHT,
        |ui| {
            let cancel = Button::secondary("Cancel").show(ui).clicked();
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| command_line(ui, &line));
            cancel.then_some(Way::Cancel)
        },
        |ui| ways_on(ui, wizard),
    );
    wizard.line = line;
    match back.or(on) {
        None => {}
        Some(Way::Cancel) => wizard.leave(commands),
        Some(Way::Go(page)) => wizard.go(page),
        Some(Way::Finish) => commands.push(wizard.finish()),
    }
}

fn ways_on(ui: &mut Ui, wizard: &mut Wizard) -> Option<Way> {
    const WIDTH: f32 = 72.0;
    let mut way = None;
    let missing = wizard.missing();
    let blocked = wizard.blocked();
    let next_page = wizard.next_page();
    let next = match next_page {
        Some(page) => {
            let button = Button::primary("Next").enabled(blocked.is_none()).min_width(WIDTH).tooltip("Enter");
            let next = button.why_disabled(blocked.unwrap_or_default()).show(ui);
            if next.clicked() {
                way = Some(Way::Go(page));
            }
            next
        }
        None => {
            let blocked = if wizard.busy { Some("KMS is making the key pair") } else { missing };
            let text = if wizard.busy { "Creating…" } else { "Finish" };
            let button =
                Button::primary(text).enabled(blocked.is_none()).min_width(WIDTH).tooltip("Ctrl+Enter");
            let finish = button.why_disabled(blocked.unwrap_or_default()).show(ui);
            if finish.clicked() {
                way = Some(Way::Finish);
            }
            finish
        }
    };
    // Enter in a one-line field takes the keyboard away from it: it leads on.
    let left_field =
        ui.input(|input| input.key_pressed(Key::Enter)) && ui.memory(|memory| memory.focused().is_none());
    let enter = (left_field || wizard.enter) && !wizard.leaving;
    if let Some(page) = next_page.filter(|_| enter && blocked.is_none() && !wizard.is_searching()) {
        way = Some(Way::Go(page));
    } else if enter || wizard.focus.take().is_some() {
        // Pages without a field of their own to begin with leave the keyboard to the way on.
        next.request_focus();
    }
    if wizard.page != Page::Review {
        let button = Button::secondary("Skip to review").enabled(missing.is_none());
        if button.why_disabled(missing.unwrap_or_default()).show(ui).clicked() {
            way = Some(Way::Go(Page::Review));
        }
    }
    if let Some(page) = wizard.previous_page()
        && Button::secondary("Previous").tooltip("Alt+Left").show(ui).clicked()
    {
        way = Some(Way::Go(page));
    }
    way
}

/// The line that does the same, as much of it as there is room for.
fn command_line(ui: &mut Ui, line: &str) {
    const LEAST: f32 = 120.0;
    ui.add_space(space::S);
    if ui.available_width() < LEAST {
        return;
    }
    if icon_button(ui, icons::COPY, "Copy command").clicked() {
        ui.copy_text(line.to_owned());
    }
    let cut = line.char_indices().nth(LINE_IN_SIGHT).map_or(line.len(), |(at, _)| at);
    // A policy that is no JSON keeps its line breaks, and a label would end at the first.
    let text = mono_caption(line[..cut].replace('\n', " "));
    let label = Label::new(text).truncate().show_tooltip_when_elided(false);
    ui.add(label).on_hover_text("The command that makes the same key; the button copies it whole");
}
