//! A run of a workload in the inspector: how it ended, what crossed between Regions, and one of the packets taken apart.

use std::sync::Arc;

use egui::{Label, Ui};

use super::{
    crossed::{crossed, result},
    parts::{Question, WhoOpens, context, key_rows, title},
    proof::{self, Otherwise, Shown},
    transfer::FOOT,
};
use crate::{
    gui::{
        command::{CiphertextSending, Command},
        desk::Desk,
        flow::{
            anatomy::Anatomy,
            context_editor::ContextEditor,
            moment::Moment,
            proof::CrossedProof,
            story::{Act, Beat, Chosen, Story},
            words,
        },
        theme::{caption, icons, paragraph, region_mark, section, space},
        widgets::{
            Badge, Button, MenuItem, menu_button, menu_heading, property_table_with, row_sides, segmented,
            short_id,
        },
    },
    kms::{
        Region, Timestamp,
        api::{Blob, EncryptionContext},
    },
    workloads::{Cargo, CargoKind, Deed, Flow, ReplicationBehaviour, SealedMessage, StepId, Workload},
};

/// The packet that is taken apart.
#[derive(Debug)]
struct Packet {
    step: StepId,
    from: Region,
    to: Region,
    /// What crossed, as the run recorded it.
    cargo: Cargo,
    /// If it is one of the workloads' messages.
    message: Option<SealedMessage>,
    /// If it is a proof whose key is known.
    proof: Option<CrossedProof>,
    /// How far its flow was then: while that goes on, more becomes known.
    of_steps: (usize, bool),
}

impl Packet {
    /// The proof with all that crossed.
    fn shown(&self) -> Option<Shown<'_>> {
        let content = self.cargo.content.as_deref()?;
        Some(Shown { proof: self.proof.as_ref()?, content, from: self.from, to: self.to })
    }
}

/// What the inspector of runs remembers of itself.
#[derive(Default)]
pub(super) struct RunInspector {
    of: Option<Chosen>,
    /// The step whose packet people picked.
    picked: Option<StepId>,
    packet: Option<Packet>,
    /// Which of its wrapped keys is looked at.
    wrapped: usize,
    anatomy: Anatomy,
    opens: WhoOpens,
    other_context: ContextEditor,
    /// What is typed for a proof that is verified again.
    otherwise: Otherwise,
}

impl RunInspector {
    /// Takes a run up; answers how high its actions are.
    pub fn look_at(&mut self, desk: &Desk, story: &Story, moment: Moment) -> f32 {
        if self.of != Some(story.of) {
            *self = Self { of: Some(story.of), ..Self::default() };
        }
        let now = desk.world().now();
        let shown = moment.shown(now);
        let sent = |beat: &&Beat| matches!(beat.act, Act::Sent { .. }) && beat.start <= now;
        let picked = self.picked.filter(|step| story.beats.iter().any(|beat| beat.step == Some(*step)));
        let latest = || story.beats.iter().filter(sent).rfind(|beat| beat.start <= shown);
        let first = || story.beats.iter().find(sent);
        let step = picked.or_else(|| latest().or_else(first).and_then(|beat| beat.step));
        if self.packet.as_ref().map(|packet| packet.step) != step {
            self.packet = step.and_then(|step| packet_of(desk, step));
            self.wrapped = 0;
            self.opens.forget();
            let context = self.message().map(|message| message.context.clone()).unwrap_or_default();
            self.other_context = ContextEditor::of(&context);
            self.otherwise = Otherwise::default();
        }
        if let Some(packet) = &mut self.packet {
            packet.learn(desk);
        }
        let handled = self.ciphertext().is_some() || self.proof().is_some();
        if handled { FOOT } else { 0.0 }
    }

    fn message(&self) -> Option<&SealedMessage> {
        self.packet.as_ref()?.message.as_ref()
    }

    fn proof(&self) -> Option<Shown<'_>> {
        self.packet.as_ref()?.shown()
    }

    /// Who reads what was sent: who calls KMS last in this run; whoever acts while nobody has.
    fn reader(&self, desk: &Desk) -> Arc<str> {
        let flows = match self.of {
            Some(Chosen::Flow(root)) => desk.stage.flows.with_all_set_off(root),
            _ => Vec::new(),
        };
        let caller = flows.iter().rev().find_map(|flow| flow.calls().last()).map(|(_, it)| &it.caller);
        caller.map_or_else(|| desk.acting_arn(), Arc::clone)
    }

    /// The wrapped key that is looked at.
    fn ciphertext(&self) -> Option<&Blob> {
        self.message()?.wrapped.get(self.wrapped).map(|wrapped| &wrapped.blob)
    }

    /// Draws what it is.
    pub fn heading(&self, ui: &mut Ui, desk: &Desk, story: &Story) {
        let Chosen::Flow(root) = story.of else { return };
        let flows = desk.stage.flows.with_all_set_off(root);
        let Some(first) = flows.first() else { return };
        let words = words::run(&flows, desk.world());
        row_sides(
            ui,
            space::CONTROL_HEIGHT_SMALL,
            |ui| {
                ui.add(Label::new(section(first.name.to_string())).truncate());
            },
            |ui| {
                Badge::new(words.tone, words.state).icon(words.icon).show(ui);
            },
        );
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            ui.label(caption(first.workload.label()));
            region_mark(ui, desk.region_index(first.began_in), 16.0);
            ui.label(caption(first.began_in.code()));
            if first.load.is_some() {
                ui.label(caption("· part of the traffic"));
            }
        });
        if let Some(how) = how_copied(&flows) {
            ui.add(Label::new(caption(how)).truncate()).on_hover_text(how);
        }
    }

    /// Draws how it had ended at the moment that is shown, what had crossed by then, and the packet.
    pub fn body(
        &mut self,
        ui: &mut Ui,
        desk: &Desk,
        story: &Story,
        shown: Timestamp,
        commands: &mut Vec<Command>,
    ) {
        let Chosen::Flow(root) = story.of else { return };
        for flow in desk.stage.flows.with_all_set_off(root) {
            if flow.ended.is_none_or(|ended| ended <= shown) {
                result(ui, desk, flow);
            }
        }
        title(ui, "What crossed", "between Regions, in this order");
        let chosen = self.packet.as_ref().map(|packet| packet.step);
        self.picked = crossed(ui, desk, story, shown, chosen).or(self.picked);
        let calls = story.beats.iter().filter(|beat| beat.event.is_some() && beat.end <= shown);
        let calls = calls.count();
        if calls > 0 {
            row_sides(
                ui,
                space::CONTROL_HEIGHT_SMALL,
                |ui| {
                    let events = if calls == 1 { "event" } else { "events" };
                    ui.label(caption(format!("{calls} {events} in CloudTrail")))
                },
                |ui| {
                    let first = story.beats.iter().find_map(|beat| beat.event);
                    if Button::link("Show the first").small().show(ui).clicked() {
                        commands.extend(first.map(Command::ShowEvent));
                    }
                },
            );
        }
        self.packet_ui(ui, desk);
    }

    fn packet_ui(&mut self, ui: &mut Ui, desk: &Desk) {
        let Some(packet) = &self.packet else { return };
        let size = words::size(packet.cargo.bytes);
        title(ui, packet.cargo.kind.label(), &format!("{} to {}, {size}", packet.from, packet.to));
        ui.label(paragraph(packet.cargo.explanation()).weak());
        if let Some(shown) = packet.shown() {
            return proof::body(ui, desk, &shown, &mut self.anatomy, &mut self.opens);
        }
        let Some(message) = &packet.message else {
            if let Some(content) = &packet.cargo.content {
                title(ui, "Bytes", &what_bytes(packet.cargo.kind));
                self.anatomy.look_at(content);
                self.anatomy.bytes_ui(ui);
            }
            return;
        };
        if message.wrapped.len() > 1 {
            let names: Vec<(usize, String)> = message
                .wrapped
                .iter()
                .enumerate()
                .map(|(number, it)| (number, wrapped_name(number, it)))
                .collect();
            let items: Vec<(usize, &str, &str)> =
                names.iter().map(|(number, name)| (*number, name.as_str(), "")).collect();
            ui.add_space(space::XS);
            segmented(ui, "Wrapped key", &mut self.wrapped, &items);
        }
        let Some(wrapped) = message.wrapped.get(self.wrapped) else { return };
        let reader = self.reader(desk);
        self.opens.ui(ui, desk, Question::Opens(&wrapped.blob, &message.context), &reader);
        let inner = message.inner.is_some();
        let what = if inner { "the wrapped bucket key" } else { "the wrapped data key" };
        title(ui, "Anatomy", &format!("{what}, {}", words::size(wrapped.blob.0.len() as u64)));
        self.anatomy.look_at(&wrapped.blob);
        self.anatomy.ui(ui);
        property_table_with(ui, 104.0, |rows| {
            rows.row("Key ARN", |ui| short_id(ui, &wrapped.key, 18, 6));
            key_rows(rows, desk, &wrapped.blob);
            let header = message.header().len() as u64;
            let parts =
                format!("{} header + {} body", words::size(header), words::size(message.body.0.len() as u64));
            rows.text("Message", &parts);
            if inner {
                rows.text("Data key", "under the bucket key, without KMS");
            }
        });
        title(ui, "Encryption context", "in the header, bound as AAD");
        context(ui, &message.context);
    }

    /// Draws what can be done with the packet.
    pub fn actions(&mut self, ui: &mut Ui, desk: &Desk, commands: &mut Vec<Command>) {
        if let Some(shown) = self.packet.as_ref().and_then(Packet::shown) {
            return proof::actions(ui, desk, &shown, &mut self.anatomy, &mut self.otherwise, commands);
        }
        let Some((packet, message)) = self.packet.as_ref().and_then(|it| Some((it, it.message.as_ref()?)))
        else {
            return;
        };
        let Some(wrapped) = message.wrapped.get(self.wrapped) else { return };
        let sending = |to: Region, context: EncryptionContext, blob: Blob| {
            Command::SendCiphertext(Box::new(CiphertextSending {
                name: format!("Wrapped key to {}", packet.to),
                from: packet.from,
                to,
                ciphertext: blob,
                context: message.context.clone(),
                reader_context: context,
            }))
        };
        ui.horizontal(|ui| {
            menu_button(ui, Button::secondary("Decrypt in…").small(), 240.0, |ui| {
                menu_heading(ui, &format!("The wrapped key, decrypted there by {}", desk.acting));
                for region in desk.world().regions() {
                    let here = if *region == packet.to { "it was sent there" } else { "" };
                    if MenuItem::new(region.code()).note(here).show(ui).clicked() {
                        commands.push(sending(*region, message.context.clone(), wrapped.blob.clone()));
                    }
                }
            });
            let target = self.anatomy.target();
            let tooltip = format!(
                "Sends the wrapped key with one bit of byte {target} changed: {}.\nClick a byte above to choose another",
                self.anatomy.name_of(target)
            );
            if Button::secondary("Flip one bit").small().tooltip(&tooltip).show(ui).clicked() {
                let mut bytes = wrapped.blob.0.clone();
                if let Some(byte) = bytes.get_mut(target) {
                    *byte ^= 1;
                }
                commands.push(sending(packet.to, message.context.clone(), Blob(bytes)));
            }
            let button = Button::secondary("Other context…").small();
            let button = button.tooltip("Sends the wrapped key, to be read under another encryption context");
            let button = button.show(ui);
            let mut other = None;
            self.other_context.popover(&button, |ui, editor| {
                ui.add_space(space::XS);
                let sent = Button::primary("Send with this context").small().show(ui).clicked();
                if sent {
                    other = Some(editor.context());
                }
                sent
            });
            commands.extend(other.map(|context| sending(packet.to, context, wrapped.blob.clone())));
        });
        ui.horizontal(|ui| {
            for (text, bytes) in [
                ("Save message…", packet.cargo.content.as_deref()),
                ("Save wrapped key…", Some(&wrapped.blob)),
            ] {
                let button = Button::secondary(text).small().icon(icons::DOWNLOAD).enabled(bytes.is_some());
                if button.why_disabled("Too large to be kept").show(ui).clicked() {
                    let name =
                        if text == "Save message…" { "message.encrypted" } else { "wrapped-key.encrypted" };
                    commands.extend(bytes.map(|bytes| Command::SaveBytes {
                        name: name.to_owned(),
                        bytes: bytes.0.as_slice().into(),
                    }));
                }
            }
        });
    }
}

/// What the bytes of a packet are that is no message.
fn what_bytes(kind: CargoKind) -> String {
    match kind {
        CargoKind::DataInTransit => "as TLS carries them over the wire",
        CargoKind::SignedDigest => "the digest, then its signature",
        CargoKind::Token => "the claims, then their MAC",
        _ => "as they crossed",
    }
    .to_owned()
}

/// In which of its ways a run copied data, where there are several.
fn how_copied(flows: &[&Flow]) -> Option<&'static str> {
    let sent = |kind: CargoKind| {
        let steps = flows.iter().flat_map(|flow| &flow.steps);
        steps
            .map(|step| &step.what)
            .any(|deed| matches!(deed, Deed::Sent { cargo, .. } if cargo.kind == kind))
    };
    match flows.first()?.workload {
        Workload::ObjectStorage if sent(CargoKind::DataInTransit) => {
            Some(ReplicationBehaviour::AsS3Does.label())
        }
        Workload::ObjectStorage if sent(CargoKind::Object) => {
            Some(ReplicationBehaviour::CopiedUnchanged.label())
        }
        Workload::DisasterRecovery if sent(CargoKind::DataInTransit) => {
            Some("Copied by decrypting and encrypting anew")
        }
        Workload::DisasterRecovery if sent(CargoKind::Snapshot) => {
            Some("Copied unchanged, with its wrapped key")
        }
        _ => None,
    }
}

fn wrapped_name(number: usize, wrapped: &crate::workloads::WrappedKey) -> String {
    wrapped.region().map_or_else(|| format!("Key {}", number + 1), |region| region.code().to_owned())
}

fn packet_of(desk: &Desk, step: StepId) -> Option<Packet> {
    let its = desk.stage.flows.step(step)?;
    let Deed::Sent { to, cargo, .. } = &its.what else { return None };
    let message = cargo.content.as_ref().and_then(|content| SealedMessage::parse(&content.0));
    let (proof, of_steps) = (None, (0, false));
    let cargo = cargo.clone();
    Some(Packet { step, from: its.place, to: *to, cargo, message, proof, of_steps })
}

impl Packet {
    /// Looks again, after its flow has gone on, what kind of proof it is.
    fn learn(&mut self, desk: &Desk) {
        if !matches!(self.cargo.kind, CargoKind::SignedDigest | CargoKind::Token) {
            return;
        }
        let Some(flow) = desk.stage.flows.get(self.step.flow) else { return };
        let of_steps = (flow.steps.len(), flow.outcome.is_some());
        if self.of_steps != of_steps {
            self.of_steps = of_steps;
            self.proof = CrossedProof::of(&desk.stage, flow, &self.cargo);
        }
    }
}
