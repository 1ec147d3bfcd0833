//! What every question about a principal has to say of itself, and what it may read while it draws.

use egui::{Align, Label, Response, Role, Stroke, StrokeKind, Ui, WidgetInfo};

use crate::{
    gui::{
        command::Command,
        desk::Desk,
        theme::{caption, icon, icons, space, tokens},
    },
    world::{Principal, PrincipalError, PrincipalField},
};

/// The width of a dialog that asks for a few words, in points.
pub(super) const NARROW: f32 = 520.0;
/// The width of a dialog with rows.
pub(super) const MEDIUM: f32 = 680.0;
/// The width of a dialog with code.
pub(super) const WIDE: f32 = 860.0;

/// What stands around a dialog's body.
pub(super) struct Heading {
    /// Its title.
    pub title: String,
    /// What its main button says.
    pub confirm: &'static str,
    /// Whether the main button destroys.
    pub danger: bool,
    /// Its width in points.
    pub width: f32,
}

impl Heading {
    /// A dialog that destroys nothing.
    pub fn new(title: impl Into<String>, confirm: &'static str, width: f32) -> Self {
        Self { title: title.into(), confirm, danger: false, width }
    }
}

/// A question about a principal.
pub(super) trait Form {
    /// What stands around the body.
    fn heading(&self) -> Heading;

    /// Draws what is asked; whether something was changed.
    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool;

    /// Why the form cannot be sent yet, if it cannot.
    fn missing(&self) -> Option<&'static str> {
        None
    }

    /// Whether the body itself shows an error about this part.
    fn shows(&self, _field: &PrincipalField) -> bool {
        false
    }

    /// What the window is asked to do.
    ///
    /// # Errors
    /// If what was typed is nothing that could be asked for.
    fn command(&self, desk: &Desk) -> Result<Command, PrincipalError>;
}

/// The principal with this ARN as it is now.
pub(super) fn present(desk: &Desk, arn: &str) -> Result<Principal, PrincipalError> {
    let found = desk.world().principals().with_arn(arn);
    found.cloned().ok_or_else(|| PrincipalError::Unknown(arn.to_owned()))
}

/// What a form may read while it draws.
pub(super) struct Page<'a> {
    /// What the window knows.
    pub desk: &'a Desk,
    /// What was said of the last try.
    pub error: Option<&'a PrincipalError>,
    /// The first frame: the first field takes the keyboard.
    pub opening: bool,
    /// The error is new, and must be seen.
    pub reveal: bool,
}

impl Page<'_> {
    /// The error of the last try, if it is about such a part.
    pub fn refusal(&self, is_about: impl Fn(&PrincipalField) -> bool) -> Option<&PrincipalError> {
        self.error.filter(|error| is_about(&error.field()))
    }

    /// Below a field: the whole error that is about it, and a red edge around it.
    pub fn refusal_at(&self, ui: &mut Ui, field: &PrincipalField, control: &Response) {
        if let Some(error) = self.refusal(|it| it == field) {
            let width = if control.has_focus() { space::RING } else { space::HAIRLINE };
            let line = Stroke::new(width, tokens(ui).error);
            ui.painter().rect_stroke(control.rect, space::RADIUS_CONTROL, line, StrokeKind::Inside);
            self.tell(ui, error);
        }
    }

    /// An error in full.
    pub fn tell(&self, ui: &mut Ui, error: &PrincipalError) {
        let color = tokens(ui).error;
        let text = error.sentence();
        let shown = ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::XS;
            ui.label(icon(icons::WARNING_CIRCLE, 14.0).color(color));
            ui.add(Label::new(caption(text.as_str()).color(color)).wrap());
        });
        shown.response.widget_info(|| WidgetInfo::labeled(Role::Alert, true, &text));
        self.bring_into_sight(&shown.response);
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
