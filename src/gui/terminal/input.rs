//! The line that is typed: history, completion, running it.

use egui::{
    Align2, Area, Event, Frame, Id, Key, Modifiers, Order, Pos2, TextEdit, Ui,
    text::{CCursor, CCursorRange},
    text_edit::TextEditState,
};

use super::{
    held::Held,
    transcript::{Transcript, prompt},
};
use crate::{
    awscli::{Completions, Known, Shell},
    gui::{
        command::Command,
        desk::Desk,
        theme::{MONO, caption, mono, monospace, space, tokens},
        widgets::{Button, MenuItem},
    },
    kms::Region,
};

/// The most candidates that are shown at once.
const SHOWN: usize = 9;
/// The most lines that the input shows without scrolling.
const ROWS: usize = 12;
/// The name of the field.
const NAME: &str = "Shell input";

/// The input with what helps typing.
#[derive(Default)]
pub struct Input {
    text: String,
    /// Where in the history the text comes from, counted from its end.
    recalled: Option<usize>,
    /// What was typed before the history was looked through.
    draft: String,
    completions: Option<(Completions, usize)>,
    wants_focus: bool,
    /// Keys that wait for the frame in which it is their turn.
    held: Held,
    /// Where the cursor is to be put, in characters.
    move_to: Option<usize>,
}

impl Input {
    /// Puts a text in place of what was typed.
    pub fn put(&mut self, text: String) {
        self.move_to = Some(text.chars().count());
        self.text = text;
        self.recalled = None;
        self.completions = None;
        self.wants_focus = true;
    }

    /// Gives the field the keyboard in the next frame.
    pub fn focus(&mut self) {
        self.wants_focus = true;
    }

    /// Draws the input and answers to its keys.
    #[expect(clippy::too_many_arguments, reason = "the parts of the workspace that an input touches")]
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        desk: &Desk,
        region: Region,
        shell: Option<&Shell>,
        busy: bool,
        known: &dyn Fn() -> Known,
        transcript: &mut Transcript,
        commands: &mut Vec<Command>,
    ) {
        let id = Id::unique(NAME);
        let focused = ui.memory(|memory| memory.has_focus(id));
        if focused {
            let waits = busy && Shell::is_complete(&self.text);
            self.held.let_one_act(ui, waits);
            self.keys(ui, id, shell, busy, known, transcript, commands);
        } else if ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none()) {
            // Escape has taken the focus away, or nothing had it: what is typed here is meant for the shell.
            if self.completions.take().is_some() || self.held.keep_what_was_typed(ui) {
                self.wants_focus = true;
            }
        }
        let t = tokens(ui);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            ui.add_space(0.0);
            ui.vertical(|ui| {
                ui.add_space(5.0);
                ui.label(mono(prompt(&desk.acting, region)).color(if busy {
                    t.text_disabled
                } else {
                    t.accent
                }));
            });
            let stop = 76.0;
            let width = ui.available_width() - stop;
            let rows = self.text.lines().count().max(1) + usize::from(self.text.ends_with('\n'));
            let edit = TextEdit::multiline(&mut self.text)
                .id(id)
                .font(monospace(MONO))
                .desired_rows(rows.min(ROWS))
                .desired_width(width)
                .lock_focus(true)
                .hint_text(if busy { "Running… Ctrl+C stops it" } else { "Type a command" });
            let response = ui.add(edit);
            ui.ctx().accesskit_node_builder(id, |node| node.set_label(NAME));
            if response.changed() {
                self.completions = None;
                self.recalled = None;
            }
            // To ask for the focus that one has would let the next arrow key move it away.
            if std::mem::take(&mut self.wants_focus) && !response.has_focus() {
                response.request_focus();
            }
            if let Some(place) = self.move_to.take() {
                set_cursor(ui, id, place);
            }
            let button = if busy {
                Button::danger("Stop").tooltip("Ctrl+C")
            } else {
                Button::primary("Run")
                    .tooltip("Enter")
                    .enabled(!self.text.trim().is_empty())
                    .why_disabled("Type a command first")
            };
            if button.min_width(64.0).show(ui).clicked() {
                if busy { commands.push(Command::InterruptShell) } else { self.run(commands) }
            }
            self.popup(ui, id, response.rect.left_top());
        });
    }

    fn run(&mut self, commands: &mut Vec<Command>) {
        let text = std::mem::take(&mut self.text);
        self.recalled = None;
        self.completions = None;
        if !text.trim().is_empty() {
            commands.push(Command::RunInShell(text));
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of the workspace that keys touch")]
    fn keys(
        &mut self,
        ui: &Ui,
        id: Id,
        shell: Option<&Shell>,
        busy: bool,
        known: &dyn Fn() -> Known,
        transcript: &mut Transcript,
        commands: &mut Vec<Command>,
    ) {
        let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        if pressed(Modifiers::CTRL, Key::L) {
            transcript.clear();
        }
        for (key, pages) in [(Key::PageUp, 1.0), (Key::PageDown, -1.0)] {
            if pressed(Modifiers::NONE, key) {
                transcript.scroll(pages);
            }
        }
        if self.copy_means_stop(ui, id) {
            self.held.forget();
            if busy {
                commands.push(Command::InterruptShell);
            } else {
                self.put(String::new());
            }
        }
        if self.completions.is_some() {
            if pressed(Modifiers::NONE, Key::Escape) {
                self.completions = None;
                return;
            }
            let step = [(Key::ArrowDown, 1), (Key::ArrowUp, -1), (Key::Tab, 1)];
            for (key, step) in step {
                if pressed(Modifiers::NONE, key) {
                    self.choose(step);
                }
            }
            if pressed(Modifiers::NONE, Key::Enter) {
                self.accept();
            }
            return;
        }
        let Some(shell) = shell.filter(|_| !busy) else { return };
        if pressed(Modifiers::NONE, Key::Tab) {
            self.complete(ui, id, shell, &known());
        }
        // In a text of several lines the arrows move between them.
        let one_line = !self.text.contains('\n');
        if (one_line || self.recalled.is_some()) && pressed(Modifiers::NONE, Key::ArrowUp) {
            self.recall(shell, 1);
        }
        if self.recalled.is_some() && pressed(Modifiers::NONE, Key::ArrowDown) {
            self.recall(shell, -1);
        }
        if Shell::is_complete(&self.text) && pressed(Modifiers::NONE, Key::Enter) {
            self.run(commands);
        }
    }

    /// Whether Ctrl+C was pressed with nothing selected that could be copied.
    fn copy_means_stop(&self, ui: &Ui, id: Id) -> bool {
        let selected = TextEditState::load(ui.ctx(), id)
            .and_then(|state| state.cursor.char_range())
            .is_some_and(|range| !range.is_empty());
        !selected && ui.input(|input| input.events.iter().any(|event| matches!(event, Event::Copy)))
    }

    /// Goes back in the history by 1, or forward by -1.
    fn recall(&mut self, shell: &Shell, step: isize) {
        let history = shell.history();
        let now = self.recalled.map_or(0, |place| place as isize + 1);
        let next = (now + step).clamp(0, history.len() as isize);
        if now == 0 {
            self.draft.clone_from(&self.text);
        }
        let text = match usize::try_from(next - 1) {
            Ok(back) => history[history.len() - 1 - back].clone(),
            Err(_) => self.draft.clone(),
        };
        self.put(text);
        self.recalled = usize::try_from(next - 1).ok();
    }

    /// Completes as far as there is no choice, or shows what there is to choose from.
    fn complete(&mut self, ui: &Ui, id: Id, shell: &Shell, known: &Known) {
        let cursor = TextEditState::load(ui.ctx(), id).and_then(|state| state.cursor.char_range());
        let place = cursor.map_or(usize::MAX, |range| range.primary.index.into());
        let cursor = self.text.char_indices().nth(place).map_or(self.text.len(), |(byte, _)| byte);
        let found = shell.complete(&self.text, cursor, known);
        match found.candidates.as_slice() {
            [] => {}
            [_] => {
                self.completions = Some((found, 0));
                self.accept();
            }
            candidates => {
                let common = common_start(candidates.iter().map(|it| it.text.as_str()));
                let typed = self.text.get(found.replaces.clone()).unwrap_or_default();
                // As in bash: first what all have in common, and the list when there is no more of it.
                if common.len() > typed.len() && common.starts_with(typed) {
                    let head = format!("{}{common}", &self.text[..found.replaces.start]);
                    let text = format!("{head}{}", &self.text[found.replaces.end..]);
                    self.put(text);
                    self.move_to = Some(head.chars().count());
                } else {
                    self.completions = Some((found, 0));
                }
            }
        }
    }

    fn choose(&mut self, step: isize) {
        if let Some((completions, chosen)) = &mut self.completions {
            let count = completions.candidates.len() as isize;
            *chosen = (*chosen as isize + step).rem_euclid(count) as usize;
        }
    }

    /// Takes the chosen candidate.
    fn accept(&mut self) {
        let Some((completions, chosen)) = self.completions.take() else { return };
        let Some(candidate) = completions.candidates.get(chosen) else { return };
        let Some(before) = self.text.get(..completions.replaces.start) else { return };
        let after = self.text.get(completions.replaces.end..).unwrap_or_default();
        let space = if candidate.text.ends_with("://") || after.starts_with(' ') { "" } else { " " };
        let head = format!("{before}{}{space}", candidate.text);
        let text = format!("{head}{after}");
        self.put(text);
        self.move_to = Some(head.chars().count());
    }

    /// The candidates, above the input.
    fn popup(&mut self, ui: &Ui, id: Id, corner: Pos2) {
        let Some((completions, chosen)) = &self.completions else { return };
        let count = completions.candidates.len();
        let first = chosen.saturating_sub(SHOWN - 1).min(count.saturating_sub(SHOWN));
        let mut clicked = None;
        Area::new(id.with("completions"))
            .order(Order::Foreground)
            .pivot(Align2::LEFT_BOTTOM)
            .fixed_pos(corner)
            .show(ui.ctx(), |ui| {
                Frame::popup(ui.style()).show(ui, |ui| {
                    ui.set_width(560.0_f32.min(ui.ctx().content_rect().width() - 420.0));
                    ui.spacing_mut().item_spacing.y = 1.0;
                    for (place, candidate) in
                        completions.candidates.iter().enumerate().skip(first).take(SHOWN)
                    {
                        let item =
                            MenuItem::new(&candidate.text).note(&candidate.note).chosen(place == *chosen);
                        if item.show(ui).clicked() {
                            clicked = Some(place);
                        }
                    }
                    ui.horizontal(|ui| {
                        ui.label(caption("Tab or arrows choose, Enter accepts, Esc closes"));
                        if count > SHOWN {
                            ui.label(caption(format!("{} of {count}", chosen + 1)));
                        }
                    });
                });
            });
        if let (Some(place), Some((_, chosen))) = (clicked, &mut self.completions) {
            *chosen = place;
            self.accept();
        }
    }
}

/// What all texts begin with.
fn common_start<'a>(mut texts: impl Iterator<Item = &'a str>) -> &'a str {
    let first = texts.next().unwrap_or_default();
    texts.fold(first, |common, text| {
        let same = common.char_indices().zip(text.chars()).find(|((_, one), other)| one != other);
        let end = same.map_or(common.len().min(text.len()), |((place, _), _)| place);
        &common[..end]
    })
}

fn set_cursor(ui: &Ui, id: Id, place: usize) {
    let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(place))));
    state.store(ui.ctx(), id);
    ui.ctx().request_repaint();
}

#[cfg(test)]
mod tests {
    use super::common_start;

    #[test]
    fn what_all_begin_with_is_cut_between_characters() {
        for (texts, expected) in [
            (&["list-keys", "list-key-policies"][..], "list-key"),
            (&["alias/ä", "alias/ö"], "alias/"),
            (&["a", "b"], ""),
            (&["alone"], "alone"),
            (&["ab", "abc"], "ab"),
        ] {
            assert_eq!(common_start(texts.iter().copied()), expected);
        }
    }
}
