//! The field and the list, above the window. The field keeps the keyboard all the time; arrows choose, Enter runs.

use egui::{
    Align2, Frame, Id, InputState, Key, Margin, Modal, Modifiers, RichText, ScrollArea, Stroke, TextEdit, Ui,
    vec2,
};

use super::{
    LineName,
    actions::{Appearance, actions},
    places::{self, Keys},
    row::{ROW, row},
    search::Search,
};
use crate::gui::{
    command::Command,
    desk::Desk,
    shell::shortcut_of,
    theme::{SECTION, Tokens, caption, icons, regular, space, tokens},
    widgets::{icon_at, row_sides},
};

/// The most lines in sight.
const MOST_LINES: f32 = 12.0;
const WIDTH: f32 = 700.0;
/// From the top of the window.
const TOP: f32 = 64.0;

/// The open palette.
#[derive(Default)]
pub(super) struct Overlay {
    typed: String,
    search: Search,
    chosen: usize,
    /// How far the list is scrolled.
    offset: f32,
    /// Bring the chosen line into sight.
    reveal: bool,
    /// Enter was pressed on a line that cannot be run.
    refused: bool,
}

/// What the keyboard asks for.
#[derive(Default)]
struct Pressed {
    steps: isize,
    first: bool,
    last: bool,
    run: bool,
    leave: bool,
}

impl Pressed {
    /// Takes the keys before the field sees them.
    fn take(input: &mut InputState, page: usize) -> Self {
        let mut count = |key| input.count_and_consume_key(Modifiers::NONE, key);
        let page = isize::try_from(page).unwrap_or(1);
        let times = |count: usize| isize::try_from(count).unwrap_or_default();
        let steps = times(count(Key::ArrowDown)) - times(count(Key::ArrowUp))
            + page * (times(count(Key::PageDown)) - times(count(Key::PageUp)));
        Self {
            steps,
            first: count(Key::Home) > 0,
            last: count(Key::End) > 0,
            run: count(Key::Enter) > 0,
            leave: count(Key::Escape) > 0 || input.consume_key(Modifiers::COMMAND, Key::K),
        }
    }
}

impl Overlay {
    /// Draws it; the line that was run with what the window is asked to do.
    pub fn ui(
        &mut self,
        ui: &Ui,
        desk: &Desk,
        keys: &Keys,
        recent: &[LineName],
        commands: &mut Vec<Command>,
    ) -> Option<(LineName, Command)> {
        let ctx = ui.ctx();
        let look = Appearance { zoom: ctx.zoom_factor(), look: Tokens::of(&ctx.global_style().visuals).look };
        let content = ctx.content_rect();
        let lines = ((content.height() - TOP - 140.0) / ROW).floor().clamp(3.0, MOST_LINES);
        let pressed = ctx.input_mut(|input| Pressed::take(input, lines as usize - 1));
        let mut others = actions(desk, look);
        others.extend(places::others(desk));
        self.update(others, keys, recent);
        self.step(&pressed);
        let t = tokens(ui);
        let frame = Frame::new()
            .fill(t.raised)
            .stroke(Stroke::new(space::HAIRLINE, t.button_line))
            .corner_radius(space::RADIUS_CARD)
            .shadow(ctx.global_style().visuals.window_shadow);
        let id = Id::unique("command palette");
        let area = Modal::default_area(id).anchor(Align2::CENTER_TOP, vec2(0.0, TOP));
        let area = area.accessible_name("Command palette");
        let modal = Modal::new(id).area(area).frame(frame).backdrop_color(t.scrim);
        let mut clicked = None;
        let shown = modal.show(ctx, |ui| {
            ui.set_width(WIDTH.min(content.width() - 2.0 * space::XL));
            ui.spacing_mut().item_spacing.y = 0.0;
            if self.field(ui) {
                self.chosen = 0;
                self.refused = false;
                self.reveal = true;
                let others = self.search.take_others();
                self.update(others, keys, recent);
            }
            rule(ui);
            clicked = self.list(ui, desk, keys, look, lines * ROW);
            rule(ui);
            self.foot(ui, keys);
        });
        if pressed.leave || shown.backdrop_response.clicked() {
            commands.push(Command::ClosePalette);
            return None;
        }
        let run = clicked.or_else(|| pressed.run.then_some(self.chosen))?;
        let entry = self.search.entry(keys, run)?;
        match &entry.run {
            Ok(command) => Some(((entry.title.to_string(), entry.context.clone()), command.clone())),
            Err(_) => {
                self.chosen = run;
                self.refused = true;
                None
            }
        }
    }

    fn update(&mut self, others: Vec<super::entry::Entry>, keys: &Keys, recent: &[LineName]) {
        if self.search.update(&self.typed, others, keys, recent) {
            self.chosen = self.chosen.min(self.search.len().saturating_sub(1));
        }
    }

    fn step(&mut self, pressed: &Pressed) {
        let last = self.search.len().saturating_sub(1);
        let before = self.chosen;
        self.chosen = match pressed {
            Pressed { first: true, .. } => 0,
            Pressed { last: true, .. } => last,
            // One step beyond an end goes round; a page stops there.
            Pressed { steps: -1, .. } if before == 0 => last,
            Pressed { steps: 1, .. } if before == last => 0,
            Pressed { steps, .. } => before.saturating_add_signed(*steps).min(last),
        };
        if self.chosen != before {
            self.reveal = true;
            self.refused = false;
        }
    }

    /// Whether something was typed.
    fn field(&mut self, ui: &mut Ui) -> bool {
        let t = tokens(ui);
        let font = regular(SECTION);
        let margin = Margin { left: 48, right: 16, top: 14, bottom: 14 };
        let edit = TextEdit::singleline(&mut self.typed)
            .id_salt("palette")
            .hint_text(RichText::new("Search or run…").font(font.clone()).color(t.text_subdued))
            .font(font)
            .text_color(t.text_strong)
            .desired_width(f32::INFINITY)
            .lock_focus(true) // there is nothing else to tab to
            .frame(Frame::new().inner_margin(margin));
        let field = ui.add(edit).accessible_name("Search or run");
        let glass = egui::pos2(field.rect.left() + 26.0, field.rect.center().y);
        icon_at(ui.painter(), glass, icons::MAGNIFIER, 18.0, t.text_subdued);
        if !field.has_focus() {
            field.request_focus();
        }
        field.changed()
    }

    /// The line that was clicked.
    fn list(&mut self, ui: &mut Ui, desk: &Desk, keys: &Keys, look: Appearance, most: f32) -> Option<usize> {
        let count = self.search.len();
        // One height whatever is found, so that nothing jumps while one types.
        let height = most;
        if count == 0 {
            ui.allocate_ui(vec2(ui.available_width(), height), |ui| {
                ui.set_min_height(height);
                ui.vertical_centered(|ui| {
                    ui.add_space(space::XL);
                    ui.label(caption(
                        "Nothing matches. Try part of an alias, a key ID, a name or an action.",
                    ));
                });
            });
            return None;
        }
        if std::mem::take(&mut self.reveal) {
            let top = self.chosen as f32 * ROW;
            self.offset = self.offset.min(top).max(top + ROW - height);
        }
        let scroll = ScrollArea::vertical()
            .id_salt("palette list")
            .auto_shrink(false)
            .min_scrolled_height(height)
            .max_height(height)
            .vertical_scroll_offset(self.offset);
        let moved = ui.input(|input| input.pointer.delta() != egui::Vec2::ZERO);
        let mut clicked = None;
        let mut under = None;
        let output = scroll.show_rows(ui, ROW, count, |ui, range| {
            for index in range {
                let Some(entry) = self.search.entry(keys, index) else { continue };
                let places = self.search.places(entry);
                let keys = entry.run.as_ref().ok().and_then(|it| shortcut_of(it, look.zoom, desk.pace));
                let response = row(ui, entry, &places, keys.as_deref(), index == self.chosen);
                if response.clicked() {
                    clicked = Some(index);
                } else if moved && response.hovered() {
                    under = Some(index);
                }
            }
        });
        self.offset = output.state.clamped_offset().y;
        if let Some(index) = under.filter(|it| *it != self.chosen) {
            self.chosen = index;
            self.refused = false;
        }
        clicked
    }

    fn foot(&self, ui: &mut Ui, keys: &Keys) {
        let margin = Margin::symmetric(space::L as i8, 6);
        Frame::new().inner_margin(margin).show(ui, |ui| {
            let reason = self.search.entry(keys, self.chosen).and_then(|entry| entry.run.as_ref().err());
            row_sides(
                ui,
                20.0,
                |ui| match reason.filter(|_| self.refused) {
                    Some(reason) => {
                        let text = format!("Not now: {reason}");
                        let shown = ui.label(caption(&text).color(tokens(ui).warn));
                        shown.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Alert, true, &text));
                    }
                    None => {
                        ui.label(caption("Up and Down choose · Enter runs · Esc closes"));
                    }
                },
                |ui| {
                    let count = self.search.len();
                    ui.label(caption(match count {
                        1 => "1 match".to_owned(),
                        _ => format!("{} matches", crate::gui::trail::thousands(count)),
                    }));
                },
            );
        });
    }
}

/// A hair line across the palette.
fn rule(ui: &mut Ui) {
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), space::HAIRLINE));
    ui.painter().rect_filled(rect, 0.0, tokens(ui).line);
}
