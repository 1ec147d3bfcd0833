//! The answer to a question about access: yes or no, what decided, what it would take, and all that was considered.

use egui::{Label, Role, Ui, WidgetInfo};

use super::{
    advice::{Advice, Denied, advice},
    matrix::About,
    words,
};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        regions::DialogKind,
        theme::{body, caption, caption_strong, icon, icons, paragraph, space, strong, tokens},
        widgets::{Button, Card},
    },
    kms::{
        AccessQuestion, Explanation,
        policy::{Effect, Finding, GrantFinding},
    },
};

/// The answer to one question.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    /// `Yes: …` or `No: …`.
    headline: String,
    explanation: Explanation,
    advice: Option<Advice>,
    /// What KMS would say to a request.
    message: Option<String>,
}

impl Answer {
    /// Answers whether the principal that acts under `caller` may do `operation`; nothing if there is no such principal.
    pub fn new(desk: &Desk, about: &About, caller: &str, operation: &str) -> Option<Self> {
        let world = desk.world();
        let question = AccessQuestion {
            region: about.region,
            key: &about.key,
            operation,
            encryption_context: &about.context,
        };
        let explanation = world.explain_access(caller, question)?;
        let principal = world.principals().with_acting_arn(caller)?;
        let (family, member) = desk.member(&about.key, about.region)?;
        let decision = &explanation.decision;
        let (name, region) = (&principal.name, about.region);
        let headline = if decision.allowed() {
            format!("Yes: {name} can {operation} with this key in {region}")
        } else {
            format!("No: {name} cannot {operation} with this key in {region}")
        };
        let arn = family.arn(region).to_string();
        let message = decision.message(caller, &format!("kms:{operation}"), &arn);
        let advice = advice(world, Denied { principal, question, decision, policy: &member.policy });
        Some(Self { headline, advice, message, explanation })
    }

    /// Draws the answer.
    pub fn ui(&self, ui: &mut Ui, about: &About, commands: &mut Vec<Command>) {
        let t = tokens(ui);
        let allowed = self.explanation.decision.allowed();
        let edge = if allowed { t.ok } else { t.error };
        Card::new().fill(t.raised).edge(edge).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                let sign = if allowed { icons::CHECK_CIRCLE } else { icons::PROHIBIT };
                ui.label(icon(sign, 18.0).color(edge));
                ui.add(Label::new(strong(&self.headline)).wrap());
            });
            ui.add(Label::new(body(capitalised(&words::decided(&self.explanation.decision)))).wrap());
            if let Some(advice) = &self.advice {
                ui.add(Label::new(paragraph(&advice.text)).wrap());
                buttons(ui, advice, about, commands);
            }
            if let Some(message) = &self.message {
                let text = format!("AccessDeniedException: {message}");
                ui.add(Label::new(caption(text)).wrap().selectable(true));
            }
            self.considered(ui);
        });
    }

    /// Draws every statement and grant with what it is worth to the request.
    fn considered(&self, ui: &mut Ui) {
        ui.add_space(2.0);
        ui.label(caption_strong("What was considered"));
        ui.spacing_mut().item_spacing.y = 2.0;
        for finding in &self.explanation.statements {
            statement(ui, &self.explanation, finding);
        }
        for finding in &self.explanation.grants {
            grant(ui, finding);
        }
    }
}

fn buttons(ui: &mut Ui, advice: &Advice, about: &About, commands: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(space::S, space::XS);
        if let Some(policy) = &advice.key_policy {
            let button = Button::secondary("Edit key policy with it…")
                .small()
                .icon(icons::PENCIL)
                .tooltip("Opens the editor with the statement put in; nothing is changed before you say so");
            if button.show(ui).clicked() {
                let kind = DialogKind::EditPolicyAs(about.key.clone(), about.region, policy.clone());
                commands.push(Command::OpenDialog(kind));
            }
        }
        if let Some(statement) = &advice.identity_statement {
            let button = Button::ghost("Copy IAM statement").small().icon(icons::COPY).tooltip(statement);
            if button.show(ui).clicked() {
                commands.push(Command::Copy(statement.clone()));
            }
        }
    });
}

fn statement(ui: &mut Ui, explanation: &Explanation, finding: &Finding) {
    let t = tokens(ui);
    let decided = words::has_decided(&explanation.decision, finding);
    let denies = finding.effect == Effect::Deny;
    let (sign, color) = match (finding.applies.is_ok(), denies) {
        (true, false) => (icons::CHECK, t.ok),
        (true, true) => (icons::PROHIBIT, t.error),
        (false, _) => (icons::MINUS, t.text_disabled),
    };
    let effect = if denies { "Deny" } else { "Allow" };
    let name = format!(
        "{}, {} ({effect})",
        capitalised(&words::policy(&finding.source)),
        words::statement(&finding.statement)
    );
    let worth = words::applies(finding);
    let worth = if decided { format!("{worth}, and decides") } else { worth };
    line(ui, sign, color, &name, &worth);
}

fn grant(ui: &mut Ui, finding: &GrantFinding) {
    let t = tokens(ui);
    let (sign, color) =
        if finding.applies.is_ok() { (icons::LINK, t.ok) } else { (icons::MINUS, t.text_disabled) };
    line(ui, sign, color, &capitalised(&words::grant(&finding.grant_id)), words::grant_applies(finding));
}

fn line(ui: &mut Ui, sign: &str, color: egui::Color32, name: &str, worth: &str) {
    let shown = ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.spacing_mut().interact_size.y = 16.0;
        ui.label(icon(sign, 13.0).color(color));
        ui.add(Label::new(caption(format!("{name}: {worth}"))).wrap());
    });
    shown.response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, name));
}

fn capitalised(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}
