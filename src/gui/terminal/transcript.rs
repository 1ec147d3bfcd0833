//! What was printed, and how it is drawn.

use std::collections::VecDeque;

use egui::{Color32, Label, ScrollArea, Ui, text::LayoutJob, vec2};

use crate::{
    awscli::Printed,
    gui::{
        theme::{MONO, caption, icon, icons, mono, monospace, space, tokens},
        widgets::empty_state,
    },
    kms::Region,
};

/// The most bytes that are kept; the oldest go first.
const MAX_BYTES: usize = 512 << 10;
/// The most bytes of one entry; an output is as many entries as it takes.
const MAX_ENTRY: usize = 16 << 10;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Prompt,
    Out,
    Error,
    Hint,
}

#[derive(Clone, Debug)]
struct Entry {
    kind: Kind,
    /// Who is asked, before a prompt's text.
    prefix: String,
    text: String,
}

/// What the shell has printed, between the texts that it ran.
#[derive(Default)]
pub struct Transcript {
    entries: VecDeque<Entry>,
    bytes: usize,
    /// Whether older entries are gone.
    cut: bool,
    /// How many pages up it is to be scrolled in the next frame.
    pages: f32,
}

/// How much of the height a page is: a line or two stay, to read on from.
const PAGE: f32 = 0.9;

impl Transcript {
    /// Adds a text that is run.
    pub fn prompt(&mut self, acting: &str, region: Region, text: &str) {
        self.push(Kind::Prompt, prompt(acting, region), text.trim_end());
    }

    /// Adds what was printed.
    pub fn add(&mut self, piece: Printed) {
        match piece {
            Printed::Out(text) => self.append(Kind::Out, &text),
            Printed::Error(text) => self.append(Kind::Error, &text),
            Printed::Hint(text) => self.push(Kind::Hint, String::new(), &text),
            Printed::Clear => self.clear(),
        }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Adds to the last entry where it is of the same kind and not too long.
    fn append(&mut self, kind: Kind, text: &str) {
        match self.entries.back_mut().filter(|it| it.kind == kind && it.text.len() + text.len() <= MAX_ENTRY)
        {
            Some(entry) => {
                entry.text.push_str(text);
                self.bytes += text.len();
                self.forget_the_oldest();
            }
            None => self.push(kind, String::new(), text),
        }
    }

    fn push(&mut self, kind: Kind, prefix: String, text: &str) {
        let mut rest = text;
        loop {
            let mut end = rest.len().min(MAX_ENTRY);
            while !rest.is_char_boundary(end) {
                end -= 1;
            }
            let (part, after) = rest.split_at(end);
            self.bytes += part.len();
            self.entries.push_back(Entry { kind, prefix: prefix.clone(), text: part.to_owned() });
            rest = after;
            if rest.is_empty() {
                break;
            }
        }
        self.forget_the_oldest();
    }

    fn forget_the_oldest(&mut self) {
        while self.bytes > MAX_BYTES && self.entries.len() > 1 {
            if let Some(entry) = self.entries.pop_front() {
                self.bytes -= entry.text.len();
                self.cut = true;
            }
        }
    }

    /// Scrolls by pages, up by positive ones.
    pub fn scroll(&mut self, pages: f32) {
        self.pages += pages;
    }

    /// Draws it, the newest at the foot.
    pub fn ui(&mut self, ui: &mut Ui) {
        let step = std::mem::take(&mut self.pages) * ui.available_height() * PAGE;
        if self.entries.is_empty() {
            empty_state(
                ui,
                icons::TERMINAL,
                "Type aws kms … below",
                "Every command goes through the same door as the window. Tab completes, Up brings back, help lists what there is.",
                None,
            );
            return;
        }
        ScrollArea::vertical().auto_shrink(false).stick_to_bottom(true).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            if step != 0.0 {
                ui.scroll_with_delta(vec2(0.0, step));
            }
            if self.cut {
                ui.label(caption("Older output is no longer kept"));
            }
            for entry in &self.entries {
                entry.ui(ui);
            }
            ui.add_space(space::S);
        });
    }
}

impl Entry {
    fn ui(&self, ui: &mut Ui) {
        let t = tokens(ui);
        let text = self.text.trim_end_matches('\n').trim_start_matches('\n');
        let label = |text: egui::RichText| Label::new(text).wrap().selectable(true);
        match self.kind {
            Kind::Prompt => {
                ui.add_space(space::S);
                ui.horizontal_wrapped(|ui| {
                    ui.spacing_mut().item_spacing.x = space::S;
                    ui.label(mono(self.prefix.as_str()).color(t.accent));
                    ui.add(label(mono(text).color(t.text_strong)));
                });
            }
            Kind::Out => {
                ui.add(printed(text, t.text));
            }
            Kind::Error => {
                ui.add(printed(text, t.error));
            }
            Kind::Hint => {
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = space::S;
                    ui.label(icon(icons::INFO, space::ICON).color(t.info));
                    ui.add(label(crate::gui::theme::body(text).color(t.info)));
                });
            }
        }
    }
}

/// What was printed, as a terminal wraps it: at the edge, not where a word ends, so that Base64 stands in full lines.
fn printed(text: &str, color: Color32) -> Label {
    let mut job = LayoutJob::simple(text.to_owned(), monospace(MONO), color, f32::INFINITY);
    job.wrap.break_anywhere = true;
    Label::new(job).wrap().selectable(true)
}

/// `alice@us-east-1 $`
pub fn prompt(acting: &str, region: Region) -> String {
    format!("{acting}@{region} $")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_goes_first_and_long_output_is_cut_into_entries() {
        let mut transcript = Transcript::default();
        transcript.add(Printed::Out("a\n".to_owned()));
        transcript.add(Printed::Out("b\n".to_owned()));
        assert_eq!(transcript.entries.len(), 1, "output of one kind goes on");
        transcript.add(Printed::Error("c\n".to_owned()));
        transcript.add(Printed::Out("é".repeat(MAX_BYTES / 2 + 10)));
        assert!(transcript.cut);
        assert!(transcript.bytes <= MAX_BYTES);
        assert!(transcript.entries.iter().all(|entry| entry.text.len() <= MAX_ENTRY));
        transcript.add(Printed::Clear);
        assert!(transcript.entries.is_empty() && transcript.bytes == 0);
    }
}
