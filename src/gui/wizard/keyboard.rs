//! The keys that work on every page: Alt+Left goes back, Ctrl+Enter finishes. Enter, which leads on, belongs to the fields
//! first and is looked at by the footer.

use egui::{Key, Modifiers, Ui};

use super::{Wizard, state::Page};
use crate::gui::command::Command;

pub(super) fn keys(ui: &Ui, wizard: &mut Wizard, commands: &mut Vec<Command>) {
    wizard.enter = false;
    // A dialog above the wizard has the keyboard.
    if ui.memory(|memory| memory.top_modal_layer().is_some()) || wizard.leaving {
        return;
    }
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::ALT, Key::ArrowLeft)
        && let Some(page) = wizard.previous_page()
    {
        wizard.go(page);
    }
    if pressed(Modifiers::COMMAND, Key::Enter) && !wizard.busy {
        match (wizard.missing_at_first(), wizard.missing()) {
            // Where something is missing, that is where it leads.
            (Some(_), _) => wizard.go(wizard.pages()[0]),
            (None, Some(_)) => wizard.go(Page::AddLabels),
            (None, None) => commands.push(wizard.finish()),
        }
    }
}
