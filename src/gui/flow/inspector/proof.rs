//! A proof that crossed, in the inspector: its bytes, who can verify it, and verifying it again, whole or changed.

use std::sync::Arc;

use egui::Ui;

use super::parts::{Question, WhoOpens, principals, title};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        flow::{
            anatomy::Anatomy,
            proof::{Change, CrossedProof, algorithm_name, algorithms},
            words,
        },
        theme::{icons, space, strong},
        widgets::{
            Button, Dropdown, MenuItem, TextField, menu_button, menu_heading, popover, property_table_with,
            short_id,
        },
    },
    kms::{Region, api::Blob},
    workloads::ProofKind,
};

/// How wide what stands below `Change…` is.
const WIDTH: f32 = 320.0;

/// A proof on its way.
pub(super) struct Shown<'a> {
    pub proof: &'a CrossedProof,
    /// All that crossed.
    pub content: &'a Blob,
    pub from: Region,
    pub to: Region,
}

/// What is to be otherwise when it is verified again.
#[derive(Default)]
pub(super) struct Otherwise {
    /// What is typed in place of the document or the claims.
    message: Option<String>,
    kind: Option<ProofKind>,
    region: Option<Region>,
    verifier: Option<Arc<str>>,
}

/// Draws who can verify it, and its bytes.
pub(super) fn body(ui: &mut Ui, desk: &Desk, shown: &Shown<'_>, anatomy: &mut Anatomy, opens: &mut WhoOpens) {
    let Shown { proof, content, .. } = shown;
    opens.ui(ui, desk, Question::Verifies(proof), &desk.acting_arn());
    let (what, size) = (what(proof), words::size(proof.made.0.len() as u64));
    title(ui, "Anatomy", &format!("{}, then {what} of {size}", message(proof)));
    anatomy.look_at_proof(content, proof.message.len(), proof.is_signature());
    anatomy.ui(ui);
    property_table_with(ui, 104.0, |rows| {
        rows.text("Key", &key_label(desk, proof));
        rows.row("Key ARN", |ui| short_id(ui, &proof.key.to_string(), 18, 6));
        rows.mono("Algorithm", algorithm_name(proof.kind));
    });
}

/// Draws what can be done with it.
pub(super) fn actions(
    ui: &mut Ui,
    desk: &Desk,
    shown: &Shown<'_>,
    anatomy: &mut Anatomy,
    otherwise: &mut Otherwise,
    commands: &mut Vec<Command>,
) {
    let Shown { proof, content, from, to } = shown;
    let mut verify = |region: Region, verifier: Arc<str>, change: &Change| {
        commands.push(Command::RunWorkload(Box::new(proof.again((*from, region), verifier, change))));
    };
    ui.horizontal(|ui| {
        menu_button(ui, Button::secondary("Verify in…").small(), 240.0, |ui| {
            menu_heading(ui, &format!("Sent on, and verified there by {}", desk.acting));
            for region in desk.world().regions() {
                let here = if region == to { "it was sent there" } else { "" };
                if MenuItem::new(region.code()).note(here).show(ui).clicked() {
                    verify(*region, desk.acting_arn(), &Change::default());
                }
            }
        });
        anatomy.look_at_proof(content, proof.message.len(), proof.is_signature());
        let target = anatomy.target();
        let tooltip = format!(
            "Sends it again with one bit of byte {target} changed: {}.\nClick a byte above to choose another",
            anatomy.name_of(target)
        );
        if Button::secondary("Flip one bit").small().tooltip(&tooltip).show(ui).clicked() {
            verify(*to, desk.acting_arn(), &Change { flipped: Some(target), ..Change::default() });
        }
        let button = Button::secondary("Change…").small();
        let button =
            button.tooltip("Verifies it with another message or algorithm, elsewhere, by somebody else");
        let button = button.show(ui);
        let mut ordered = None;
        popover(&button, WIDTH, |ui| {
            ordered = otherwise.form(ui, desk, shown);
            ordered.is_some()
        });
        if let Some((region, verifier, change)) = ordered {
            verify(region, verifier, &change);
        }
    });
    ui.horizontal(|ui| {
        let (text, name) = match proof.is_signature() {
            true => ("Save signature…", "signature.sig"),
            false => ("Save MAC…", "token.mac"),
        };
        if Button::secondary(text).small().icon(icons::DOWNLOAD).show(ui).clicked() {
            let bytes = proof.made.0.as_slice().into();
            commands.push(Command::SaveProof { name: name.to_owned(), bytes });
        }
    });
}

/// Whose KMS is asked, by whom, and what is changed.
type Ordered = (Region, Arc<str>, Change);

impl Otherwise {
    /// Draws what can be changed; answers what is to be verified when that is pressed.
    fn form(&mut self, ui: &mut Ui, desk: &Desk, shown: &Shown<'_>) -> Option<Ordered> {
        let proof = shown.proof;
        let claims = || std::str::from_utf8(&proof.message).unwrap_or_default().to_owned();
        ui.label(strong("Verify otherwise"));
        let unchanged = if proof.is_signature() { String::new() } else { claims() };
        let text = self.message.get_or_insert_with(|| unchanged.clone());
        let (label, help) = match proof.is_signature() {
            true => ("Document to verify", "Empty: the digest as it travelled"),
            false => ("Claims to verify", "What the MAC is said to be of"),
        };
        TextField::new(label).help(help).show(ui, text);
        let message = Some(text.clone()).filter(|text| *text != unchanged);

        let kinds: Vec<(ProofKind, &str)> =
            algorithms(desk.world().store(), proof).into_iter().map(|it| (it, algorithm_name(it))).collect();
        let mut kind = self.kind.unwrap_or(proof.kind);
        Dropdown::new("Algorithm").show(ui, &mut kind, &kinds);
        self.kind = Some(kind);

        let regions: Vec<(Region, &str)> =
            desk.world().regions().iter().map(|region| (*region, region.code())).collect();
        let there = |region: &Region| desk.world().regions().contains(region);
        let mut region = self.region.filter(there).unwrap_or(shown.to);
        Dropdown::new("Region that is asked").show(ui, &mut region, &regions);
        self.region = Some(region);

        let principals = principals(desk);
        let known = |arn: &Arc<str>| principals.iter().any(|(it, _)| it == arn);
        let mut verifier = self.verifier.clone().filter(known).unwrap_or_else(|| desk.acting_arn());
        Dropdown::new("Verified by").show(ui, &mut verifier, &principals);
        self.verifier = Some(Arc::clone(&verifier));

        ui.add_space(space::XS);
        let clicked = Button::primary("Verify").icon(icons::CHECK).show(ui).clicked();
        let change = Change { flipped: None, message, kind: Some(kind).filter(|it| *it != proof.kind) };
        clicked.then_some((region, verifier, change))
    }
}

fn what(proof: &CrossedProof) -> &'static str {
    if proof.is_signature() { "a signature" } else { "a MAC" }
}

fn message(proof: &CrossedProof) -> String {
    let size = words::size(proof.message.len() as u64);
    if proof.is_signature() { format!("a digest of {size}") } else { format!("claims of {size}") }
}

/// What people call the key, in the Region of its primary: a replica may have no name.
fn key_label(desk: &Desk, proof: &CrossedProof) -> String {
    match desk.world().store().family(&proof.key.key_id) {
        Some(family) => desk.key_label(&family.id, family.primary),
        None => "this world has it no more".to_owned(),
    }
}
