//! A policy to edit: what is wrong is underlined as one types, and nothing keeps it from KMS.

use egui::{Id, Key, Modifiers, Ui};

use super::{
    layout::{formatted, indent_of, with_statement},
    problem_list::problem_list,
    setting::Setting,
    template_menu::template_menu,
    templates::Made,
};
use crate::{
    gui::{
        desk::Desk,
        theme::{caption, icon, icons, space, strong, tokens},
        widgets::{
            Button, CodeEditor, CodeMark, MenuItem, checkbox, icon_button, menu_below, replace_undoably,
            row_sides,
        },
    },
    kms::{
        Exception, KmsError,
        api::{CreateKeyRequest, PutKeyPolicyRequest},
        policy::{MAX_KEY_POLICY_BYTES, PolicyKind, PolicyProblem, Severity, outline, problems},
    },
};

/// What stands around the text: the bar above, the problems below.
const AROUND: f32 = space::CONTROL_HEIGHT + 2.0 * space::S + super::problem_list::HEIGHT;
/// The least height of the text.
const LEAST: f32 = 120.0;
/// From line to line.
const LINE: f32 = 19.0;
/// From this part of the largest size on, the size is a warning.
const NEARLY_FULL: f32 = 0.9;

/// A policy's text with what was found in it.
#[derive(Clone, Debug)]
pub struct PolicyEditor {
    /// The text's name.
    name: &'static str,
    setting: Option<Setting>,
    text: String,
    /// How many spaces Format gives a level.
    indent: usize,
    /// Whether the lockout check is to be bypassed; nothing where that is not asked.
    bypass: Option<bool>,
    /// Nothing until it was looked at.
    findings: Option<Findings>,
    /// The text field's id, once it was drawn.
    field: Option<Id>,
    /// Where the cursor is to go in the next frame, in bytes.
    jump: Option<usize>,
    left_by_escape: bool,
}

/// What was found in a text.
#[derive(Clone, Debug, Default)]
struct Findings {
    problems: Vec<PolicyProblem>,
    marks: Vec<CodeMark>,
    /// All problems in words, for the text's description.
    description: String,
    is_json: bool,
    statements: usize,
    /// What KMS would answer to the policy now, were it put.
    refusal: Option<KmsError>,
    /// Who acted then.
    acting: String,
}

impl PolicyEditor {
    /// An editor over `text`, named `name` for assistive programs. Without a setting it offers no templates, and takes the
    /// text for a key policy.
    pub fn new(name: &'static str, text: String, setting: Option<Setting>) -> Self {
        let indent = indent_of(&text);
        Self {
            name,
            setting,
            text,
            indent,
            bypass: None,
            findings: None,
            field: None,
            jump: None,
            left_by_escape: false,
        }
    }

    /// Asks whether the lockout check is to be bypassed.
    pub fn with_bypass(self) -> Self {
        Self { bypass: Some(false), ..self }
    }

    /// The text as it is.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the lockout check is to be bypassed.
    pub fn bypass(&self) -> bool {
        self.bypass.unwrap_or_default()
    }

    /// Puts another text in, from outside.
    pub fn set_text(&mut self, text: &str) {
        if self.text != text {
            text.clone_into(&mut self.text);
            self.findings = None;
        }
    }

    /// Tells what stands around the policy now.
    pub fn set_setting(&mut self, setting: Option<Setting>) {
        if self.setting != setting {
            self.setting = setting;
            self.findings = None;
        }
    }

    /// Whether the text was found to be no policy. False before the editor was drawn once.
    pub fn has_errors(&self) -> bool {
        self.findings.as_ref().is_some_and(|it| it.problems.iter().any(|it| it.severity == Severity::Error))
    }

    /// Whether Escape took the keyboard away from the text in the last frame: Tab indents there, so this is the way out.
    pub fn was_left_by_escape(&self) -> bool {
        self.left_by_escape
    }

    /// Moves the cursor to a byte of the text.
    pub fn jump_to(&mut self, byte: usize) {
        self.jump = Some(byte);
    }

    /// Draws the editor, `height` points high with all that belongs to it; whether something was changed.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, height: f32) -> bool {
        let mut changed = false;
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            changed |= self.bar(ui, desk);
            let findings = self.findings(desk);
            let below = if self.bypass.is_some() { LINE + space::S } else { 0.0 };
            let text_height = (height - AROUND - below).max(LEAST);
            let rows = ((text_height - 2.0 * space::S) / LINE).floor().max(4.0) as usize;
            let field = CodeEditor::new(self.name)
                .rows(rows)
                .max_height(text_height)
                .marks(&findings.marks)
                .description(&findings.description)
                .jump(self.jump.take())
                .show(ui, &mut self.text);
            self.field = Some(field.id);
            self.left_by_escape = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape));
            if self.left_by_escape {
                // Else it would close a dialog around the editor as well, and lose what was typed.
                ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
            }
            changed |= field.changed();
            let (verdict, good) = self.verdict(&findings);
            if let Some(byte) =
                problem_list(ui, &verdict, good, &findings.problems, findings.refusal.as_ref())
            {
                self.jump = Some(byte);
                ui.ctx().request_repaint();
            }
            if let Some(bypass) = &mut self.bypass {
                let note = "Takes a policy under which you could no longer change the policy";
                let tick = checkbox(ui, bypass, "Bypass the lockout check", "");
                changed |= tick.changed();
                tick.on_hover_text(note);
            }
            if !changed {
                self.findings = Some(findings);
            }
        });
        if changed {
            self.findings = None;
        }
        changed
    }

    fn kind(&self) -> PolicyKind {
        self.setting.as_ref().map_or(PolicyKind::Key, |setting| setting.kind)
    }

    /// What is found in the text, looked for only when it has changed.
    fn findings(&mut self, desk: &Desk) -> Findings {
        if let Some(findings) = self.findings.take().filter(|it| it.acting == desk.acting) {
            return findings;
        }
        let exists = |arn: &str| desk.world().principals().exists(arn);
        let problems = problems(&self.text, self.kind(), &exists);
        let mark =
            |it: &PolicyProblem| CodeMark { span: it.span.clone(), is_error: it.severity == Severity::Error };
        let sentences: Vec<String> = problems.iter().map(super::problem_list::sentence).collect();
        let is_json = serde_json::from_str::<serde::de::IgnoredAny>(&self.text).is_ok();
        let has_errors = problems.iter().any(|it| it.severity == Severity::Error);
        Findings {
            marks: problems.iter().map(mark).collect(),
            description: sentences.join("; "),
            is_json,
            statements: outline(&self.text).map_or(0, |outline| outline.statements.len()),
            refusal: if has_errors { None } else { self.rehearsed(desk) },
            problems,
            acting: desk.acting.clone(),
        }
    }

    /// What KMS would answer, tried out on a copy of the world.
    fn rehearsed(&self, desk: &Desk) -> Option<KmsError> {
        let setting = self.setting.as_ref().filter(|it| it.kind == PolicyKind::Key)?;
        let mut world = desk.world().clone();
        let (caller, policy) = (desk.acting_arn(), self.text.clone());
        let bypass_policy_lockout_safety_check = self.bypass();
        let answer = match &setting.key {
            Some(key) => {
                let request = PutKeyPolicyRequest {
                    key_id: key.to_string(),
                    policy,
                    bypass_policy_lockout_safety_check,
                    policy_name: None,
                };
                world.ask(setting.region, &caller, request)
            }
            None => {
                let request = CreateKeyRequest {
                    policy: Some(policy),
                    multi_region: setting.multi_region,
                    bypass_policy_lockout_safety_check,
                    ..Default::default()
                };
                world.ask(setting.region, &caller, request).map(drop)
            }
        };
        // What has nothing to do with the policy is no news here.
        answer.err().filter(|error| {
            matches!(
                error.exception,
                Exception::MalformedPolicyDocument | Exception::LimitExceeded | Exception::AccessDenied
            )
        })
    }

    /// Draws the bar above the text; whether the text was changed.
    fn bar(&mut self, ui: &mut Ui, desk: &Desk) -> bool {
        let mut changed = false;
        let title = match self.kind() {
            PolicyKind::Key => "Key policy",
            PolicyKind::Identity => "Identity policy",
        };
        let is_json = self.findings.as_ref().is_none_or(|it| it.is_json);
        let (bytes, kind, indent, setting) =
            (self.text.len(), self.kind(), self.indent, self.setting.clone());
        let (_, asked) = row_sides(
            ui,
            space::CONTROL_HEIGHT,
            |ui| {
                ui.label(strong(title));
                size(ui, kind, bytes);
            },
            |ui| {
                let mut asked = Asked::default();
                let more = icon_button(ui, icons::CARET_DOWN, "Indentation");
                menu_below(&more, 140.0, |ui| {
                    for (spaces, name) in [(2, "2 spaces"), (4, "4 spaces")] {
                        if MenuItem::new(name).chosen(indent == spaces).show(ui).clicked() {
                            asked.indent = Some(spaces);
                        }
                    }
                });
                let button = Button::secondary("Format").small().icon(icons::CODE);
                asked.format =
                    button.enabled(is_json).why_disabled("The text is not JSON").show(ui).clicked();
                if let Some(setting) = &setting {
                    asked.template = template_menu(ui, desk, setting, is_json);
                }
                asked
            },
        );
        if let Some(indent) = asked.indent {
            self.indent = indent;
        }
        if asked.format || asked.indent.is_some() {
            changed |= formatted(&self.text, self.indent).is_some_and(|text| self.replace(ui, text));
        }
        if let Some(made) = asked.template {
            changed |= self.insert(ui, &made);
        }
        changed
    }

    /// Puts what a template made into the text, and the cursor there; whether that changed it.
    fn insert(&mut self, ui: &Ui, made: &Made) -> bool {
        let (text, at) = match made {
            Made::Whole(text) => (text.clone(), 0),
            Made::Statement(value) => match with_statement(&self.text, value) {
                Some(done) => done,
                None => return false,
            },
        };
        self.jump = Some(at);
        self.replace(ui, text)
    }

    fn replace(&mut self, ui: &Ui, text: String) -> bool {
        let changes = text != self.text;
        if changes {
            replace_undoably(ui.ctx(), self.field, &mut self.text, text);
            self.findings = None;
        }
        changes
    }

    /// What the text is, in a line, and whether that is well.
    fn verdict(&self, findings: &Findings) -> (String, bool) {
        let counted =
            |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
        let errors = findings.problems.iter().filter(|it| it.severity == Severity::Error).count();
        let warnings = findings.problems.len() - errors;
        let kind = match self.kind() {
            PolicyKind::Key => "A key policy",
            PolicyKind::Identity => "An identity policy",
        };
        let what = match findings.statements {
            1 => format!("{kind} of one statement"),
            count => format!("{kind} of {count} statements"),
        };
        match (errors, warnings) {
            (0, 0) => (what, true),
            (0, warnings) => (format!("{what}, {}", counted(warnings, "warning")), true),
            (errors, 0) => (format!("Not a policy yet: {}", counted(errors, "error")), false),
            (errors, warnings) => {
                let (errors, warnings) = (counted(errors, "error"), counted(warnings, "warning"));
                (format!("Not a policy yet: {errors}, {warnings}"), false)
            }
        }
    }
}

/// What was asked for in the bar.
#[derive(Default)]
struct Asked {
    indent: Option<usize>,
    format: bool,
    template: Option<Made>,
}

/// How large the text is; a warning near the largest size, an error above.
fn size(ui: &mut Ui, kind: PolicyKind, bytes: usize) {
    let t = tokens(ui);
    if kind == PolicyKind::Identity {
        ui.label(caption(format!("{} bytes", grouped(bytes))));
        return;
    }
    let text = format!("{} of {} bytes", grouped(bytes), grouped(MAX_KEY_POLICY_BYTES));
    let (sign, color) = if bytes > MAX_KEY_POLICY_BYTES {
        (icons::X_CIRCLE, t.error)
    } else if bytes as f32 > NEARLY_FULL * MAX_KEY_POLICY_BYTES as f32 {
        (icons::WARNING, t.warn)
    } else {
        ui.label(caption(text));
        return;
    };
    ui.label(icon(sign, 14.0).color(color));
    ui.label(caption(text).color(color));
}

/// A number with commas between its thousands.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(
            [0, 999, 1000, 32_768, 1_234_567].map(grouped),
            ["0", "999", "1,000", "32,768", "1,234,567"]
        );
    }
}
