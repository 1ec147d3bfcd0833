//! The sheet that tells what was done, and what the toasts said.

use egui::{ScrollArea, Ui};

use super::{Done, Notice, script};
use crate::gui::{
    command::Command,
    command_lines::{all_lines, short_line},
    desk::Desk,
    theme::{caption, icon, icons, mono_caption, paragraph, space, strong, tokens},
    trail::cut,
    widgets::{Button, Dialog, DialogOutcome, empty_state, row, segmented},
};

/// The height of both lists.
const HEIGHT: f32 = 360.0;
const WIDTH: f32 = 720.0;
/// The room of a moment.
const TIME: f32 = 150.0;

/// What of the sheet is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum JournalPage {
    /// What was done in the window.
    #[default]
    Done,
    /// What the toasts told.
    Notices,
}

/// The open sheet.
#[derive(Default)]
pub struct JournalSheet {
    page: JournalPage,
}

impl JournalSheet {
    /// The sheet, open at a page.
    pub fn at(page: JournalPage) -> Self {
        Self { page }
    }

    /// Draws the sheet.
    pub fn ui(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        let outcome =
            Dialog::new("What happened", "Close").cancel_text("").width(WIDTH).show(ui.ctx(), |ui| {
                let pages =
                    [(JournalPage::Done, "What I did", ""), (JournalPage::Notices, "Notifications", "")];
                segmented(ui, "What is listed", &mut self.page, &pages);
                ui.add_space(space::S);
                match self.page {
                    JournalPage::Done => done_page(ui, desk, commands),
                    JournalPage::Notices => notices_page(ui, &desk.notices, commands),
                }
            });
        if outcome != DialogOutcome::Open {
            commands.push(Command::CloseJournal);
        }
    }
}

fn done_page(ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
    let done = &desk.done;
    ui.label(paragraph(
        "Every action since this world was opened, as the aws kms lines that do it again: in the Shell of another world, or in an \
         account of yours. The ids of new keys are kept in variables.",
    ));
    ui.add_space(space::XS);
    ui.horizontal(|ui| {
        let button = |button: Button<'static>| {
            button.enabled(!done.is_empty()).why_disabled("Nothing has been done yet")
        };
        let copy = button(Button::secondary("Copy script").icon(icons::COPY));
        if copy.show(ui).clicked() {
            commands.push(Command::Copy(script(done, &desk.acting)));
        }
        let save = button(Button::secondary("Save script…").icon(icons::FLOPPY));
        if save.show(ui).clicked() {
            commands.push(Command::SaveScript);
        }
        let undo = desk.undoable.undo.as_ref();
        let words = undo.map_or_else(|| "Undo".to_owned(), |title| format!("Undo {title}"));
        let undo_button = Button::secondary("Undo").icon(icons::ARROW_COUNTER_CLOCKWISE).name(&words);
        let undo_button = undo_button.tooltip(&words).enabled(undo.is_some());
        if undo_button.why_disabled("There is nothing to undo").show(ui).clicked() {
            commands.push(Command::Undo);
        }
    });
    ui.add_space(space::S);
    if done.is_empty() {
        let text = "Create a key, replicate it, change its policy: each action is listed here, newest first";
        empty_state(ui, icons::LIST_DASHES, "Nothing has been done yet", text, None);
        return;
    }
    ScrollArea::vertical()
        .id_salt("done")
        .auto_shrink(false)
        .max_height(HEIGHT)
        .min_scrolled_height(HEIGHT)
        .show(ui, |ui| {
            for (number, step) in done.iter().enumerate().rev() {
                ui.push_id(number, |ui| done_row(ui, desk, step));
            }
        });
}

fn done_row(ui: &mut Ui, desk: &Desk, step: &Done) {
    row(ui, 20.0, |ui| {
        ui.add_sized([TIME, 20.0], egui::Label::new(mono_caption(step.time.date_and_time())));
        cut(ui, strong(&step.title));
    });
    let lines = || step.lines.iter().map(|line| line.for_acting(&desk.acting));
    for line in lines() {
        row(ui, 18.0, |ui| {
            ui.add_space(TIME + space::S);
            let text = mono_caption(short_line(&line)).color(tokens(ui).text_subdued);
            cut(ui, text).on_hover_ui(|ui| all_lines(ui, lines()));
        });
    }
    ui.add_space(space::XS);
}

fn notices_page(ui: &mut Ui, notices: &[Notice], commands: &mut Vec<Command>) {
    if notices.is_empty() {
        empty_state(ui, icons::BELL, "No notifications", "What the window tells in passing stays here", None);
        return;
    }
    ScrollArea::vertical()
        .id_salt("notices")
        .auto_shrink(false)
        .max_height(HEIGHT)
        .min_scrolled_height(HEIGHT)
        .show(ui, |ui| {
            for (number, notice) in notices.iter().enumerate().rev() {
                ui.push_id(number, |ui| notice_row(ui, notice, commands));
            }
        });
}

fn notice_row(ui: &mut Ui, notice: &Notice, commands: &mut Vec<Command>) {
    let t = tokens(ui);
    row(ui, 20.0, |ui| {
        ui.add_sized([TIME, 20.0], egui::Label::new(mono_caption(notice.time.date_and_time())));
        ui.label(icon(notice.tone.icon(), 16.0).color(notice.tone.colors(t).0));
        cut(ui, strong(&notice.title)).on_hover_text(&notice.title);
    });
    if !notice.detail.is_empty() {
        row(ui, 18.0, |ui| {
            ui.add_space(TIME + space::S);
            let text = caption(&notice.detail).color(t.text_subdued);
            let label = cut(ui, text).on_hover_text(format!("{}\nClick to copy", notice.detail));
            if label.interact(egui::Sense::click()).clicked() {
                commands.push(Command::Copy(format!("{}: {}", notice.title, notice.detail)));
            }
        });
    }
    ui.add_space(space::XS);
}
