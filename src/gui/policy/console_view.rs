//! The console's default view of a key policy: administrators, deletion, users, other accounts. Each change makes a new
//! policy text and one PutKeyPolicy.

use egui::{Label, Ui, vec2};

use super::{add_menu::AddMenu, console_edits::Part};
use crate::{
    gui::{
        command::{Command, Reply},
        desk::Desk,
        theme::{body, caption, icon, icons, space, strong, tokens},
        widgets::{Button, TextField, icon_button, row_sides, search_field, switch},
    },
    kms::{AccountId, KeyId, Region, api::PutKeyPolicyRequest, policy::ConsolePolicy},
    world::{Principal, PrincipalKind},
};

const ROW: f32 = 30.0;
/// From this width on, the search stands in the heading.
const ROOMY: f32 = 520.0;

/// What was typed into the view.
#[derive(Clone, Debug, Default)]
pub(super) struct ConsoleView {
    administrators: List,
    users: List,
    account: String,
}

/// What was typed into one of its lists.
#[derive(Clone, Debug, Default)]
struct List {
    find: String,
    add: AddMenu,
}

/// The member whose policy is shown.
#[derive(Clone, Copy)]
pub(super) struct Member<'a> {
    pub desk: &'a Desk,
    pub key: &'a KeyId,
    pub region: Region,
}

impl ConsoleView {
    /// Draws the view of a policy; changes are put as commands.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        member: Member<'_>,
        policy: &ConsolePolicy,
        commands: &mut Vec<Command>,
    ) {
        let mut change = None;
        let Self { administrators, users, account } = self;
        people(ui, member, policy, Part::Administrators, administrators, &mut change);
        deletion(ui, policy, &mut change);
        rule(ui);
        people(ui, member, policy, Part::Users, users, &mut change);
        rule(ui);
        accounts(ui, policy, account, &mut change);
        if let Some((policy, done)) = change {
            let request = PutKeyPolicyRequest {
                key_id: member.key.to_string(),
                policy: policy.to_json(),
                ..Default::default()
            };
            commands.push(Command::Call {
                region: member.region,
                request: Box::new(request.into()),
                reply: Reply::Toast(format!("{done} in {}", member.region)),
            });
        }
    }
}

/// A changed policy, and what is said when KMS has taken it.
type Change = Option<(ConsolePolicy, String)>;

fn rule(ui: &mut Ui) {
    ui.add_space(space::S);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), egui::Sense::hover());
    let line = egui::Stroke::new(space::HAIRLINE, tokens(ui).line);
    ui.painter().hline(rect.x_range(), rect.center().y, line);
    ui.add_space(space::S);
}

fn people(
    ui: &mut Ui,
    member: Member<'_>,
    policy: &ConsolePolicy,
    part: Part,
    list: &mut List,
    change: &mut Change,
) {
    let arns = part.of(policy);
    let principals = || member.desk.world().principals().iter();
    let free: Vec<&Principal> = principals()
        .filter(|it| it.kind != PrincipalKind::Root && it.account.as_str() == policy.account)
        .filter(|it| !arns.contains(&it.arn()))
        .collect();
    let find_name = format!("Find {}", part.name().to_lowercase());
    let roomy = ui.available_width() >= ROOMY;
    let List { find, add } = list;
    ui.push_id(part.name(), |ui| {
        let (_, added) = row_sides(
            ui,
            space::CONTROL_HEIGHT,
            |ui| heading(ui, part.name(), arns.len()),
            |ui| {
                let added = add.ui(ui, &format!("Add {}…", part.name().to_lowercase()), &free);
                if roomy && arns.len() > 1 {
                    search_field(ui, &find_name, 220.0, find);
                }
                added
            },
        );
        if !roomy && arns.len() > 1 {
            search_field(ui, &find_name, f32::INFINITY, find);
        }
        if let Some(added) = added.filter(|it| !it.is_empty()) {
            let done = match added.as_slice() {
                [one] => format!("{} is a {}", short_name(one), part.one()),
                more => format!("{} more {}", more.len(), part.name().to_lowercase()),
            };
            *change = Some((part.with(policy, added), done));
        }
        if arns.is_empty() {
            ui.label(caption("None chosen: IAM policies of the account decide"));
        }
        let wanted = find.trim().to_lowercase();
        let found = arns.iter().filter(|arn| arns.len() < 2 || arn.to_lowercase().contains(&wanted));
        for arn in found {
            let principal = principals().find(|it| it.arn() == *arn);
            if person(ui, arn, principal, part) {
                let done = format!("{} is no {} any more", short_name(arn), part.one());
                *change = Some((part.without(policy, arn), done));
            }
        }
    });
}

fn heading(ui: &mut Ui, name: &str, count: usize) {
    ui.label(strong(name));
    if count > 0 {
        ui.label(caption(count.to_string()));
    }
}

/// A row of a list; whether its principal is to be removed.
fn person(ui: &mut Ui, arn: &str, principal: Option<&Principal>, part: Part) -> bool {
    let name = principal.map_or_else(|| short_name(arn), |it| it.name.clone());
    let is_role = principal.is_none_or(|it| it.kind == PrincipalKind::Role);
    let note = principal.map(|it| format!("{} · {} · {}", it.kind, it.path, it.note));
    let (_, gone) = row_sides(
        ui,
        ROW,
        |ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            let sign = if is_role { icons::USER_GEAR } else { icons::USER };
            ui.label(icon(sign, 15.0).color(tokens(ui).text_subdued));
            ui.label(body(&name)).on_hover_text(arn);
            let note = note.as_deref().unwrap_or("No such user or role any more");
            ui.add(Label::new(caption(note)).truncate());
        },
        |ui| icon_button(ui, icons::X, &format!("Remove {name} from the {}", part.name().to_lowercase())),
    );
    gone.clicked()
}

fn deletion(ui: &mut Ui, policy: &ConsolePolicy, change: &mut Change) {
    ui.add_space(space::XS);
    let has_administrators = !policy.administrators.is_empty();
    let mut on = policy.allow_administrators_to_delete && has_administrators;
    ui.label(strong("Key deletion"));
    ui.add_enabled_ui(has_administrators, |ui| {
        let title = "Allow key administrators to delete this key";
        if switch(ui, &mut on, title, "").changed() {
            let mut policy = policy.clone();
            policy.allow_administrators_to_delete = on;
            let may = if on { "may" } else { "may not" };
            *change = Some((policy, format!("Key administrators {may} delete this key")));
        }
    });
}

fn accounts(ui: &mut Ui, policy: &ConsolePolicy, typed: &mut String, change: &mut Change) {
    let part = Part::Accounts;
    let ids = part.of(policy);
    ui.horizontal(|ui| heading(ui, part.name(), ids.len()));
    for id in ids {
        let (_, gone) = row_sides(
            ui,
            ROW,
            |ui| {
                ui.spacing_mut().item_spacing.x = space::S;
                ui.label(icon(icons::USERS, 15.0).color(tokens(ui).text_subdued));
                ui.label(crate::gui::theme::mono(id));
            },
            |ui| icon_button(ui, icons::X, &format!("Remove account {id}")),
        );
        if gone.clicked() {
            *change = Some((part.without(policy, id), format!("Account {id} may not use the key any more")));
        }
    }
    let id = typed.trim().to_owned();
    let problem = match AccountId::parse(&id) {
        None if !id.is_empty() => Some("An AWS account ID has 12 digits"),
        Some(_) if id == policy.account => Some("This is the key's own account"),
        Some(_) if ids.contains(&id) => Some("This account is in the list"),
        _ => None,
    };
    let field = TextField::new("Account ID")
        .width(240.0)
        .hint("12 digits")
        .help("Its IAM policies must allow it too")
        .error(problem)
        .show(ui, typed);
    let ready = problem.is_none() && !id.is_empty();
    let button = Button::secondary("Add account").small().icon(icons::PLUS).enabled(ready);
    let clicked = button.why_disabled("Enter the ID of another account").show(ui).clicked();
    let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    if ready && (clicked || entered) {
        typed.clear();
        *change = Some((part.with(policy, [id.clone()]), format!("Account {id} may use the key")));
    }
}

/// The name at the end of an ARN.
fn short_name(arn: &str) -> String {
    arn.rsplit('/').next().unwrap_or(arn).to_owned()
}
