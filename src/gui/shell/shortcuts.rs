//! Keys that work everywhere. Those without a modifier rest while text is typed.

use egui::{Key, KeyboardShortcut, Modifiers, Ui};

use crate::gui::{
    command::Command,
    desk::{Desk, Pace, Workspace},
};

/// The keys and what they do; the first that matches wins, so those with more modifiers come first.
const SHORTCUTS: [(Modifiers, Key); 15] = [
    (Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::S),
    (Modifiers::COMMAND, Key::S),
    (Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z),
    (Modifiers::COMMAND, Key::Z),
    (Modifiers::COMMAND, Key::Y),
    (Modifiers::COMMAND, Key::O),
    (Modifiers::COMMAND, Key::N),
    (Modifiers::COMMAND, Key::K),
    (Modifiers::COMMAND, Key::Num1),
    (Modifiers::COMMAND, Key::Num2),
    (Modifiers::COMMAND, Key::Num3),
    (Modifiers::COMMAND, Key::Num4),
    (Modifiers::COMMAND, Key::Num5),
    (Modifiers::COMMAND, Key::Num6),
    (Modifiers::NONE, Key::F5),
];

fn command(shortcut: (Modifiers, Key), zoom: f32) -> Option<Command> {
    Some(match shortcut.1 {
        Key::S if shortcut.0.shift => Command::SaveAs,
        Key::S => Command::Save,
        Key::Z if shortcut.0.shift => Command::Redo,
        Key::Z => Command::Undo,
        Key::Y => Command::Redo,
        Key::O => Command::OpenFile,
        Key::N => Command::NewWorld,
        Key::K => Command::OpenPalette,
        Key::Num1 => Command::Open(Workspace::Regions),
        Key::Num2 => Command::Open(Workspace::DataFlow),
        Key::Num3 => Command::Open(Workspace::CloudTrail),
        Key::Num4 => Command::Open(Workspace::Compare),
        Key::Num5 => Command::Open(Workspace::Principals),
        Key::Num6 => Command::Open(Workspace::Shell),
        Key::F5 => Command::SetZoom(next_presenter_scale(zoom)),
        _ => return None,
    })
}

/// The scales for projectors, in turn.
pub const PRESENTER_SCALES: [f32; 4] = [1.0, 1.25, 1.5, 2.0];

/// The scale that the presenter key goes to.
pub fn next_presenter_scale(zoom: f32) -> f32 {
    PRESENTER_SCALES.into_iter().find(|scale| *scale > zoom + 0.01).unwrap_or(PRESENTER_SCALES[0])
}

/// What the space bar does.
fn other_pace(pace: Pace) -> Pace {
    if pace == Pace::Paused { Pace::RealTime } else { Pace::Paused }
}

/// All keys with what they do.
pub fn shortcut_list(zoom: f32, pace: Pace) -> impl Iterator<Item = (String, Command)> {
    let named = move |(modifiers, key): (Modifiers, Key)| {
        let control = if modifiers.command { "Ctrl+" } else { "" };
        let shift = if modifiers.shift { "Shift+" } else { "" };
        Some((format!("{control}{shift}{}", key.name()), command((modifiers, key), zoom)?))
    };
    let space = ("Space".to_owned(), Command::SetPace(other_pace(pace)));
    SHORTCUTS.into_iter().filter_map(named).chain([space])
}

/// The keys for a command, if there are some.
pub fn shortcut_of(wanted: &Command, zoom: f32, pace: Pace) -> Option<String> {
    shortcut_list(zoom, pace).find(|(_, command)| command == wanted).map(|(keys, _)| keys)
}

/// What the keys pressed in this frame ask for.
pub fn shortcuts(ui: &Ui, desk: &Desk) -> Vec<Command> {
    let zoom = ui.ctx().zoom_factor();
    // A text that is typed has an undo of its own.
    let typing = ui.ctx().text_edit_focused();
    let mut commands: Vec<Command> = ui.input_mut(|input| {
        SHORTCUTS
            .into_iter()
            .filter(|(_, key)| !(typing && matches!(key, Key::Z | Key::Y)))
            .filter(|(modifiers, key)| input.consume_shortcut(&KeyboardShortcut::new(*modifiers, *key)))
            .filter_map(|shortcut| command(shortcut, zoom))
            .collect()
    });
    let nothing_focused = ui.memory(|memory| memory.focused().is_none());
    // In the shell a blank is a letter like others.
    let is_shell = desk.workspace == Workspace::Shell;
    if nothing_focused && !is_shell && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Space)) {
        commands.push(Command::SetPace(other_pace(desk.pace)));
    }
    commands
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_shortcuts_share_a_key_and_each_has_a_command() {
        let distinct: BTreeSet<String> = SHORTCUTS.iter().map(|it| format!("{it:?}")).collect();
        assert_eq!(distinct.len(), SHORTCUTS.len());
        for shortcut in SHORTCUTS {
            assert!(command(shortcut, 1.0).is_some(), "{shortcut:?}");
        }
    }

    #[test]
    fn keys_are_named_as_they_are_written() {
        let keys = |command: &Command| shortcut_of(command, 1.0, Pace::Day);
        assert_eq!(keys(&Command::SaveAs).as_deref(), Some("Ctrl+Shift+S"));
        assert_eq!(keys(&Command::Open(Workspace::Compare)).as_deref(), Some("Ctrl+4"));
        assert_eq!(keys(&Command::Open(Workspace::Principals)).as_deref(), Some("Ctrl+5"));
        assert_eq!(keys(&Command::SetPace(Pace::Paused)).as_deref(), Some("Space"));
        assert_eq!(keys(&Command::NextEvent), None);
    }

    #[test]
    fn the_presenter_key_goes_round() {
        let mut zoom = 1.0;
        let seen: Vec<f32> = (0..4)
            .map(|_| {
                zoom = next_presenter_scale(zoom);
                zoom
            })
            .collect();
        assert_eq!(seen, [1.25, 1.5, 2.0, 1.0]);
    }
}
