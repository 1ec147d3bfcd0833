//! Keys in the order in which they were pressed, though several came within one frame.
//!
//! The field takes a frame's letters when it is drawn, and the keys that act on the line (Enter, Tab, the arrows) are
//! looked at before. So that each acts on what was typed before it, and on nothing else, a frame has either letters or
//! one such key; what follows waits for the next frame.

use egui::{Event, Key, Ui};

/// Events that wait for their turn.
#[derive(Default)]
pub struct Held(Vec<Event>);

impl Held {
    /// Leaves in this frame what may act in it. While `waits`, Enter and all behind it wait for what runs to end.
    pub fn let_one_act(&mut self, ui: &Ui, waits: bool) {
        let held = std::mem::take(&mut self.0);
        self.0 = ui.input_mut(|input| {
            let mut events: Vec<Event> = held;
            events.append(&mut input.events);
            // Who stops what runs does not mean what was typed ahead of it.
            if events.iter().any(|it| matches!(it, Event::Copy)) {
                events.retain(|it| !is_for_line(it) || matches!(it, Event::Copy));
            }
            let (now, later) = parted(events, waits);
            input.events = now;
            later
        });
        if !self.0.is_empty() && !waits {
            ui.ctx().request_repaint();
        }
    }

    /// Keeps letters that were typed while nothing had the focus, for the frame in which the field has it.
    pub fn keep_what_was_typed(&mut self, ui: &Ui) -> bool {
        ui.input_mut(|input| {
            let begins = |it: &Event| matches!(it, Event::Text(_) | Event::Paste(_));
            let Some(place) = input.events.iter().position(begins) else { return };
            let (kept, left): (Vec<Event>, Vec<Event>) = input.events.drain(place..).partition(is_for_line);
            input.events.extend(left);
            self.0 = kept;
        });
        !self.0.is_empty()
    }

    /// Lets nothing of what waits act.
    pub fn forget(&mut self) {
        self.0.clear();
    }
}

/// The events that act now, and those that wait.
fn parted(events: Vec<Event>, waits: bool) -> (Vec<Event>, Vec<Event>) {
    let (mut now, mut later) = (Vec::new(), Vec::new());
    let (mut letters, mut acted) = (false, false);
    for event in events {
        let acts = acts_on_line(&event);
        if !is_for_line(&event) {
            now.push(event);
        } else if !later.is_empty() || acted || (acts && letters) || (waits && is_enter(&event)) {
            later.push(event);
        } else {
            acted = acts;
            letters = true;
            now.push(event);
        }
    }
    (now, later)
}

/// Whether an event changes the line or acts on it.
fn is_for_line(event: &Event) -> bool {
    matches!(
        event,
        Event::Text(_)
            | Event::Paste(_)
            | Event::Cut
            | Event::Copy
            | Event::Ime(_)
            | Event::Key { pressed: true, .. }
    )
}

fn acts_on_line(event: &Event) -> bool {
    const KEYS: [Key; 7] =
        [Key::Enter, Key::Tab, Key::ArrowUp, Key::ArrowDown, Key::Escape, Key::PageUp, Key::PageDown];
    match event {
        Event::Copy => true,
        Event::Key { key, pressed: true, modifiers, .. } => modifiers.is_none() && KEYS.contains(key),
        _ => false,
    }
}

fn is_enter(event: &Event) -> bool {
    matches!(event, Event::Key { key: Key::Enter, pressed: true, modifiers, .. } if modifiers.is_none())
}

#[cfg(test)]
mod tests {
    use egui::Modifiers;

    use super::*;

    fn text(text: &str) -> Event {
        Event::Text(text.to_owned())
    }

    fn key(key: Key) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
    }

    #[test]
    fn each_key_acts_on_what_was_typed_before_it_alone() {
        let events = vec![key(Key::E), text("e"), key(Key::Enter), text("x"), key(Key::Tab)];
        let (now, later) = parted(events, false);
        assert_eq!(now, [key(Key::E), text("e")]);
        let (now, later) = parted(later, false);
        assert_eq!(now, [key(Key::Enter)]);
        let (now, later) = parted(later, false);
        assert_eq!(now, [text("x")]);
        let (now, later) = parted(later, false);
        assert_eq!((now, later), (vec![key(Key::Tab)], Vec::new()));
    }

    #[test]
    fn enter_waits_for_what_runs_and_so_does_all_behind_it() {
        let (now, later) = parted(vec![text("a"), key(Key::Enter), text("b")], true);
        assert_eq!((now, later), (vec![text("a")], vec![key(Key::Enter), text("b")]));
        let pointer = Event::PointerGone;
        let (now, later) = parted(vec![key(Key::Enter), pointer.clone()], true);
        assert_eq!((now, later), (vec![pointer], vec![key(Key::Enter)]));
    }
}
