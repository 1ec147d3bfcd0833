//! Everyone, account by account, with a search.

use egui::{CursorIcon, Key, Response, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::{PrincipalQuestion, kind_icon, kind_name};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        theme::{BODY, CAPTION, caption, icons, regular, semibold, space, title, tokens},
        trail::contains_ignoring_case,
        widgets::{
            Button, MenuItem, Tone, focus_ring, icon_at, menu_button, one_line, paint_text, row_sides,
            search_field,
        },
    },
    kms::AccountId,
    world::Principal,
};

/// The height of a line of the list, in points.
const LINE: f32 = 42.0;

/// What the list remembers.
#[derive(Default)]
pub(super) struct PrincipalList {
    find: String,
    /// Bring the one that is looked at into sight.
    reveal: bool,
}

/// A line of the list.
enum Line<'a> {
    Account(&'a AccountId, usize),
    Principal(&'a Principal),
}

impl PrincipalList {
    /// Draws the list; the ARN of the one that was picked.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        desk: &Desk,
        shown: Option<&str>,
        commands: &mut Vec<Command>,
    ) -> Option<String> {
        ui.spacing_mut().item_spacing.y = space::S;
        row_sides(
            ui,
            space::CONTROL_HEIGHT,
            |ui| {
                ui.label(title("Principals"));
            },
            |ui| new_menu(ui, commands),
        );
        let width = ui.available_width();
        search_field(ui, "Find principals", width, &mut self.find);
        let lines = self.lines(desk);
        if lines.is_empty() {
            ui.add_space(space::S);
            ui.label(caption(format!("No principal matches “{}”", self.find.trim())));
            return None;
        }
        let is_shown = |line: &Line<'_>| match line {
            Line::Principal(principal) => Some(principal.arn().as_str()) == shown,
            Line::Account(..) => false,
        };
        let place = lines.iter().position(is_shown);
        let mut picked = self.walk(ui, &lines, place);
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut scroll = ScrollArea::vertical().id_salt("principals").auto_shrink(false);
        if let Some(place) = place.filter(|_| std::mem::take(&mut self.reveal)) {
            // In the middle of the room.
            let top = place as f32 * LINE - ui.available_height() / 2.0;
            scroll = scroll.vertical_scroll_offset(top.max(0.0));
        }
        scroll.show_rows(ui, LINE, lines.len(), |ui, range| {
            for line in lines.get(range).unwrap_or_default() {
                match line {
                    Line::Account(account, count) => account_line(ui, account, *count),
                    Line::Principal(principal) => {
                        let acts = principal.name == desk.acting;
                        if principal_line(ui, principal, is_shown(line), acts).clicked() {
                            picked = Some(principal.arn());
                        }
                    }
                }
            }
        });
        picked
    }

    fn lines<'a>(&self, desk: &'a Desk) -> Vec<Line<'a>> {
        let principals = desk.world().principals();
        let find = self.find.trim();
        let matches = |it: &&Principal| {
            [it.name.as_str(), &it.path, &it.note, it.account.as_str(), kind_name(it.kind)]
                .into_iter()
                .any(|text| contains_ignoring_case(text, find))
        };
        let mut lines = Vec::new();
        for account in principals.accounts() {
            let of = principals.iter().filter(|it| it.account == *account);
            let found: Vec<&Principal> = of.filter(matches).collect();
            if !found.is_empty() {
                lines.push(Line::Account(account, found.len()));
                lines.extend(found.into_iter().map(Line::Principal));
            }
        }
        lines
    }

    /// The arrow keys go from one to the next while no control has the keyboard.
    fn walk(&mut self, ui: &Ui, lines: &[Line<'_>], place: Option<usize>) -> Option<String> {
        if ui.memory(|memory| memory.focused().is_some()) {
            return None;
        }
        let arn = |line: &Line<'_>| match line {
            Line::Principal(principal) => Some(principal.arn()),
            Line::Account(..) => None,
        };
        let (down, up) =
            ui.input(|input| (input.key_pressed(Key::ArrowDown), input.key_pressed(Key::ArrowUp)));
        let next = match (place, down, up) {
            (Some(place), true, false) => lines.iter().skip(place + 1).find_map(arn),
            (Some(place), false, true) => lines.iter().take(place).rev().find_map(arn),
            _ => None,
        };
        self.reveal |= next.is_some();
        next
    }
}

fn new_menu(ui: &mut Ui, commands: &mut Vec<Command>) {
    let button = Button::secondary("New").icon(icons::PLUS).name("New principal");
    menu_button(ui, button, 200.0, |ui| {
        let items = [
            ("New user…", icons::USER, PrincipalQuestion::NewUser),
            ("New role…", icons::USER_GEAR, PrincipalQuestion::NewRole),
            ("New account…", icons::SHIELD, PrincipalQuestion::NewAccount),
        ];
        for (text, icon, question) in items {
            if MenuItem::new(text).icon(icon).show(ui).clicked() {
                commands.push(Command::AskPrincipal(question));
                ui.close();
            }
        }
    });
}

fn account_line(ui: &mut Ui, account: &AccountId, count: usize) {
    let t = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
    let text = format!("Account {account}");
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
    let low = rect.bottom() - 12.0;
    let galley = one_line(ui, &text, semibold(CAPTION), rect.width() - 40.0);
    paint_text(ui.painter(), rect.left() + space::XS, low, galley, t.text_subdued);
    let number = one_line(ui, &count.to_string(), regular(CAPTION), 40.0);
    let left = rect.right() - space::S - number.size().x;
    paint_text(ui.painter(), left, low, number, t.text_subdued);
}

fn principal_line(ui: &mut Ui, principal: &Principal, shown: bool, acts: bool) -> Response {
    const MARK: f32 = 52.0;
    let t = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, shown, &principal.name));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let painter = ui.painter();
    let ground = rect.shrink2(vec2(0.0, 1.0));
    if shown || response.hovered() {
        painter.rect_filled(ground, space::RADIUS_CONTROL, if shown { t.selected } else { t.hover });
    }
    let middle = rect.center().y;
    let color = if shown { t.text_strong } else { t.text_subdued };
    let sign = egui::pos2(rect.left() + 18.0, middle);
    icon_at(painter, sign, kind_icon(principal.kind), 18.0, color);
    let left = rect.left() + 36.0;
    let room = rect.right() - left - space::S - if acts { MARK } else { 0.0 };
    let name = one_line(ui, &principal.name, semibold(BODY), room);
    let has_note = !principal.note.is_empty();
    let name_middle = if has_note { middle - 8.0 } else { middle };
    paint_text(painter, left, name_middle, name, t.text_strong);
    if has_note {
        let note = one_line(ui, &principal.note, regular(CAPTION), room);
        paint_text(painter, left, middle + 9.0, note, t.text_subdued);
    }
    if acts {
        let (color, ground) = Tone::Info.colors(t);
        let word = one_line(ui, "Acting", regular(CAPTION), MARK);
        let size = vec2(word.size().x + 12.0, space::BADGE_HEIGHT);
        let center = egui::pos2(rect.right() - space::S - size.x / 2.0, middle);
        let badge = egui::Rect::from_center_size(center, size);
        painter.rect_filled(badge, space::RADIUS_FIELD, ground);
        paint_text(painter, badge.left() + 6.0, middle, word, color);
    }
    focus_ring(ui, &response, ground.shrink(2.0), space::RADIUS_CONTROL);
    response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(format!(
        "{} of account {}",
        kind_name(principal.kind),
        principal.account
    ))
}
