//! What every dialog about a key has to say of itself, and what it may read while it draws.

use std::borrow::Cow;

use egui::{Align, Response, Ui};

use super::place::Place;
use crate::{
    gui::{
        command::{Command, Reply},
        desk::Desk,
        regions::refusal::refusal,
        theme::{space, strong, tokens},
    },
    kms::{
        KmsError, Region,
        api::{Request, Response as Answer},
    },
};

/// The width of a dialog that asks one question, in points.
pub(super) const NARROW: f32 = 520.0;
/// The width of a dialog with a list or rows.
pub(super) const MEDIUM: f32 = 620.0;
/// The width of a dialog with two columns or code.
pub(super) const WIDE: f32 = 900.0;

/// What stands around a dialog's body.
pub(super) struct Heading {
    /// Its title.
    pub title: &'static str,
    /// What its main button says.
    pub confirm: Cow<'static, str>,
    /// Whether the main button destroys.
    pub danger: bool,
    /// Its width in points.
    pub width: f32,
    /// Whether there is nothing left to cancel.
    pub done: bool,
}

impl Heading {
    /// A narrow dialog that destroys nothing.
    pub fn new(title: &'static str, confirm: impl Into<Cow<'static, str>>) -> Self {
        Self { title, confirm: confirm.into(), danger: false, width: NARROW, done: false }
    }

    /// With a main button that destroys.
    pub fn danger(self) -> Self {
        Self { danger: true, ..self }
    }

    /// With another width.
    pub fn width(self, width: f32) -> Self {
        Self { width, ..self }
    }
}

/// A dialog about a key.
pub(super) trait Form {
    /// What stands around the body.
    fn heading(&self) -> Heading;

    /// Draws what is asked; whether something was changed.
    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool;

    /// Why the form cannot be sent yet, if it cannot.
    fn missing(&self) -> Option<&'static str> {
        None
    }

    /// Whether the body itself shows an exception about this place.
    fn shows(&self, _place: Place) -> bool {
        false
    }

    /// The calls that the form makes, each with the Region whose endpoint gets it.
    fn calls(&self) -> Vec<(Region, Request)>;

    /// What is said when all went well.
    fn done(&self) -> String {
        String::new()
    }

    /// What the button says that leads back to an earlier step, past the first.
    fn back(&self) -> Option<&'static str> {
        None
    }

    /// Turns to the next step, or back to the one before; whether there was one. Confirming the last step sends the form.
    fn turn(&mut self, _forward: bool, _desk: &Desk) -> bool {
        false
    }

    /// Whether something was typed that is worth a question before it is thrown away.
    fn would_lose(&self) -> bool {
        false
    }

    /// Another way on, which closes the dialog: what its button says, and what the window is asked to do.
    fn alternative(&self) -> Option<(&'static str, Command)> {
        None
    }

    /// What the window is asked to do while the dialog stays open.
    fn wish(&mut self) -> Option<Command> {
        None
    }

    /// Takes random bytes that were wished for.
    fn take_random(&mut self, _bytes: &[u8]) {}

    /// Takes what is in a file that was wished for.
    fn take_file(&mut self, _bytes: &[u8]) {}

    /// Takes the answer to a call that was made with [`Reply::Answer`].
    fn take_answer(&mut self, _answer: &Answer) {}

    /// Which part an exception is about.
    fn place_of(&self, error: &KmsError) -> Place {
        Place::of(error)
    }

    /// What the window is asked to do.
    fn commands(&self) -> Vec<Command> {
        let mut calls = self.calls();
        let reply = Reply::Dialog(self.done());
        match (calls.len(), calls.pop()) {
            (1, Some((region, request))) => vec![Command::Call { region, request: Box::new(request), reply }],
            (_, Some(last)) => {
                vec![Command::CallAll { calls: calls.into_iter().chain([last]).collect(), reply }]
            }
            (_, None) => vec![Command::CloseDialog],
        }
    }
}

/// A part of the form that is no single field, below its name; the name stands like the label of a field.
pub(super) fn part<R>(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        ui.horizontal(|ui| ui.label(strong(name)));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            add(ui)
        })
        .inner
    })
    .inner
}

/// What a form may read while it draws.
pub(super) struct Page<'a> {
    /// What the window knows.
    pub desk: &'a Desk,
    /// What KMS said of the last try.
    pub error: Option<&'a KmsError>,
    /// Which part that is about.
    pub place: Place,
    /// The first frame: the first field takes the keyboard.
    pub opening: bool,
    /// The error is new, and must be seen.
    pub reveal: bool,
}

impl Page<'_> {
    /// The exception of the last try, if it is about `place`.
    pub fn refusal(&self, place: Place) -> Option<&KmsError> {
        self.error.filter(|_| self.place == place)
    }

    /// Below a field: the whole exception that is about it, and a red edge around it.
    pub fn refusal_at(&self, ui: &mut Ui, place: Place, field: &Response) {
        if let Some(error) = self.refusal(place) {
            let width = if field.has_focus() { space::RING } else { space::HAIRLINE };
            let line = egui::Stroke::new(width, tokens(ui).error);
            let kind = egui::StrokeKind::Inside;
            ui.painter().rect_stroke(field.rect, space::RADIUS_CONTROL, line, kind);
            self.tell(ui, error);
        }
    }

    /// The whole exception that is about `place`, below what is no field.
    pub fn refusal_below(&self, ui: &mut Ui, place: Place) {
        if let Some(error) = self.refusal(place) {
            self.tell(ui, error);
        }
    }

    fn tell(&self, ui: &mut Ui, error: &KmsError) {
        let shown = refusal(ui, error);
        self.bring_into_sight(&shown);
    }

    /// Scrolls to what tells a new refusal.
    pub fn bring_into_sight(&self, shown: &Response) {
        if self.reveal {
            shown.scroll_to_me(Some(Align::Center));
        }
    }

    /// Gives `field` the keyboard in the dialog's first frame.
    pub fn focus_first(&self, field: &Response) {
        if self.opening {
            field.request_focus();
        }
    }
}
