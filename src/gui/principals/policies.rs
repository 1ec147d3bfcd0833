//! The IAM policies of a principal.

use std::borrow::Cow;

use egui::{ScrollArea, Ui};

use super::{
    PrincipalQuestion,
    page::{Page, part_head},
};
use crate::{
    gui::{
        command::Command,
        policy::{CONSOLE_INDENT, formatted},
        theme::{caption, icons, space, strong},
        trail::cut,
        widgets::{Button, Card, CodeView, empty_state, row_sides},
    },
    world::{IdentityPolicy, MAX_POLICY_CHARACTERS, PrincipalKind, counted_characters},
};

/// The height of a policy's text; longer ones scroll in it.
const HEIGHT: f32 = 230.0;

/// How large a policy is, against what IAM takes.
pub(super) fn size_words(document: &str) -> String {
    let most = MAX_POLICY_CHARACTERS;
    format!("{} of {},{:03} characters", counted_characters(document), most / 1000, most % 1000)
}

/// A policy for reading: one that was written in a single line gets lines.
pub(super) fn laid_out(document: &str) -> Cow<'_, str> {
    if document.contains('\n') {
        return Cow::Borrowed(document);
    }
    formatted(document, CONSOLE_INDENT).map_or(Cow::Borrowed(document), Cow::Owned)
}

/// Draws the tab.
pub(super) fn ui(ui: &mut Ui, page: &mut Page<'_>) {
    let principal = page.principal;
    if principal.kind == PrincipalKind::Root {
        let text = "IAM attaches no policies to a root user. What it may do to a key, the key's policy and grants decide.";
        empty_state(ui, icons::SHIELD, "A root user has no IAM policies", text, None);
        return;
    }
    if principal.policies.is_empty() {
        let text = "Without an IAM policy it may do only what key policies and grants allow it by name.";
        let add = Some(Button::secondary("Add policy…").icon(icons::PLUS));
        let added = empty_state(ui, icons::SHIELD, "No IAM policies", text, add);
        if added.is_some_and(|it| it.clicked()) {
            page.ask(PrincipalQuestion::AddPolicy);
        }
        return;
    }
    if part_head(ui, "IAM policies", "Add policy…", icons::PLUS) {
        page.ask(PrincipalQuestion::AddPolicy);
    }
    ScrollArea::vertical().id_salt("policies").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::M;
        for policy in &principal.policies {
            Card::new().show(ui, |ui| card(ui, page, policy));
        }
    });
}

fn card(ui: &mut Ui, page: &mut Page<'_>, policy: &IdentityPolicy) {
    let name = &policy.name;
    ui.spacing_mut().item_spacing.y = space::S;
    let head = |ui: &mut Ui| {
        cut(ui, strong(name)).on_hover_text(name);
        cut(ui, caption(size_words(&policy.document)));
    };
    row_sides(ui, space::CONTROL_HEIGHT_SMALL, head, |ui| {
        let mut ask = |question: PrincipalQuestion| page.commands.push(Command::AskPrincipal(question));
        let (arn, policy) = (page.arn.to_owned(), name.clone());
        let spoken = format!("Remove {name}…");
        if Button::secondary("Remove…").small().icon(icons::TRASH).name(&spoken).show(ui).clicked() {
            ask(PrincipalQuestion::RemovePolicy { arn: arn.clone(), policy: policy.clone() });
        }
        let spoken = format!("Edit {name}…");
        if Button::secondary("Edit…").small().icon(icons::PENCIL).name(&spoken).show(ui).clicked() {
            ask(PrincipalQuestion::EditPolicy { arn, policy });
        }
    });
    CodeView::new(name, &laid_out(&policy.document)).line_numbers().max_height(HEIGHT).show(ui);
}
