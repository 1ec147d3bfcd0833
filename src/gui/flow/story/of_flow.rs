//! A run of a workload as a story: the flow that began it and all that it set off, on one axis of time.

use super::{
    Act, Beat, CallEnd, Chosen, Ending, Freight, Hop, Lane, Story, Work,
    lanes::{LaneKind, Lanes, lane_of},
};
use crate::{
    gui::{flow::words, theme::icons, widgets::Tone},
    kms::{Region, Timestamp},
    workloads::{
        self, CallOutcome, CallStep, Cargo, CargoKind, Deed, Flow, FlowId, Local, Rivals, Stage, Step,
        Workload,
    },
    world::{World, one_way, round_trip},
};

/// The story of the run that a flow began; nothing if the stage has forgotten it.
pub(super) fn story(stage: &Stage, root: FlowId) -> Option<Story> {
    let flows = stage.flows.with_all_set_off(root);
    let first = *flows.first()?;
    let lanes = lanes(&flows);
    let mut numbered: Vec<(&Flow, usize, &Step)> = flows
        .iter()
        .flat_map(|flow| flow.steps.iter().enumerate().map(move |(number, step)| (*flow, number, step)))
        .collect();
    // Of one moment: those that were set off after those that set them off, each flow's own in their order.
    numbered.sort_by_key(|(flow, number, step)| (step.at, flow.id, *number));
    let mut story = Story {
        of: Chosen::Flow(root),
        title: first.title(),
        spoken: words::spoken_flow(first, &flows, &stage.world),
        began: first.started,
        ends: first.started,
        lanes,
        beats: Vec::with_capacity(numbered.len()),
        hops: Vec::new(),
        plaintext: flows.iter().flat_map(|flow| plaintext(flow)).collect(),
        endings: flows.iter().filter_map(|flow| ending(flow, &stage.world)).collect(),
    };
    let dark: Vec<Region> = stage.world.dark_regions().collect();
    for (flow, number, step) in numbered {
        story.add(flow, number, step, &dark);
    }
    let flow_ends = flows.iter().filter_map(|flow| flow.ended);
    story.ends = story.beats.iter().map(|beat| beat.end).chain(flow_ends).max().unwrap_or(story.began);
    // Of one moment: what was set off is told before what set it off.
    story.endings.reverse();
    story.endings.sort_by_key(|ending| std::cmp::Reverse(ending.at));
    Some(story)
}

fn lanes(flows: &[&Flow]) -> Vec<Lane> {
    let mut lanes = Lanes::default();
    for flow in flows {
        lanes.note(flow.began_in, LaneKind::Workload);
        for step in &flow.steps {
            lanes.note(step.place, LaneKind::Workload);
            match &step.what {
                Deed::Call(call) => lanes.note(call.endpoint, LaneKind::Kms),
                Deed::Sent { to, .. } => lanes.note(*to, LaneKind::Workload),
                Deed::Local(_) | Deed::Outside(_) => {}
            }
        }
    }
    let who = flows.first().map_or("Client", |flow| who(flow.workload));
    lanes.into_lanes(|region| format!("{who} {region}"))
}

/// Who uses KMS in a workload.
fn who(workload: Workload) -> &'static str {
    match workload {
        Workload::ClientSide | Workload::GlobalTable | Workload::Signing | Workload::Tokens => "Client",
        Workload::ObjectStorage => "Storage",
        Workload::DisasterRecovery => "Database",
        Workload::Administration => "People",
    }
}

fn freight(cargo: &Cargo) -> Freight {
    Freight { kind: cargo.kind, bytes: cargo.bytes, clear_inside_tls: cargo.clear_inside_tls }
}

impl Story {
    fn lane(&self, region: Region, kind: LaneKind) -> usize {
        lane_of(&self.lanes, region, kind)
    }

    fn add(&mut self, flow: &Flow, number: usize, step: &Step, dark: &[Region]) {
        let (act, end) = match &step.what {
            Deed::Call(call) => self.call(step, call),
            Deed::Sent { to, cargo, .. } => {
                let arrives = step.ended.unwrap_or(step.at + one_way(step.place, *to));
                let cargo = freight(cargo);
                // What waits at the border of a dark Region has come as far as it can.
                let there = arrives.min(step.at + one_way(step.place, *to));
                self.hop((step.place, *to), (step.at, there), cargo, (false, step.ended.is_none()));
                let (from, to) =
                    (self.lane(step.place, LaneKind::Workload), self.lane(*to, LaneKind::Workload));
                (Act::Sent { from, to, cargo }, arrives)
            }
            Deed::Local(local) => {
                let act = Act::Local { lane: self.lane(step.place, LaneKind::Workload), work: work(local) };
                (act, step.ended.unwrap_or(step.at))
            }
            Deed::Outside(_) => {
                let lane = self.lane(step.place, LaneKind::Workload);
                (Act::Local { lane, work: Work::Other }, step.ended.unwrap_or(step.at))
            }
        };
        let event = match &step.what {
            Deed::Call(call) => call.event,
            _ => None,
        };
        self.beats.push(Beat {
            start: step.at,
            end,
            act,
            title: step.title(),
            why: match &step.what {
                Deed::Sent { to, .. } if step.ended.is_none() && dark.contains(to) => {
                    format!("{} It waits at the border: {to} is dark.", step.explanation())
                }
                _ => step.explanation(),
            },
            step: Some(flow.step_id(number)),
            event,
        });
    }

    fn call(&mut self, step: &Step, call: &CallStep) -> (Act, Timestamp) {
        let (here, there) = (step.place, call.endpoint);
        let crosses = here != there;
        let way = if crosses { one_way(here, there) } else { crate::kms::Span::ZERO };
        let expected = step.at + round_trip(here, there).max(round_trip(there, there));
        let over = step.ended.unwrap_or(expected);
        let end = match &call.outcome {
            None => CallEnd::Open,
            Some(CallOutcome::Granted) => CallEnd::Granted,
            Some(CallOutcome::Refused(error)) => CallEnd::Refused(error.clone()),
            Some(CallOutcome::Unreachable) => CallEnd::Unreachable,
        };
        let arrives = step.at + way;
        let answers = match end {
            CallEnd::Unreachable => over,
            _ => Timestamp::from_micros(over.as_micros() - way.as_micros()).max(arrives),
        };
        if let Some(request) = &call.request {
            self.hop((here, there), (step.at, arrives), freight(request), (end.is_lost(), false));
        }
        if let Some(answer) = &call.answer {
            self.hop((there, here), (answers, over), freight(answer), (false, false));
        }
        let act = Act::Call {
            from: self.lane(here, LaneKind::Workload),
            kms: self.lane(there, LaneKind::Kms),
            arrives,
            answers,
            operation: call.operation.name(),
            end,
        };
        (act, over)
    }

    fn hop(
        &mut self,
        (from, to): (Region, Region),
        (departs, arrives): (Timestamp, Timestamp),
        cargo: Freight,
        (lost, waits): (bool, bool),
    ) {
        self.hops.push(Hop { from, to, departs, arrives, waits, cargo, lost, beat: self.beats.len() });
    }
}

fn work(local: &Local) -> Work {
    match local {
        Local::Sealed => Work::Sealed,
        Local::Opened => Work::Opened,
        Local::Stored { .. } | Local::Fetched { .. } => Work::Stored,
        Local::DrewDataKey | Local::UsedBucketKey | Local::SetOff(_) => Work::Other,
    }
}

/// Where a flow's data stood in the clear, from when and until when. Proofs are made of what is no secret.
fn plaintext(flow: &Flow) -> Vec<(Region, Timestamp, Option<Timestamp>)> {
    let mut stood = Vec::new();
    let writes = matches!(flow.act, workloads::Act::Write | workloads::Act::Deliver);
    let mut stands = writes.then_some((flow.began_in, flow.started));
    for step in &flow.steps {
        match &step.what {
            Deed::Local(Local::Opened) => stands = Some((step.place, step.at)),
            Deed::Local(Local::Sealed) => {
                stood.extend(stands.take().map(|(region, since)| (region, since, Some(step.at))));
            }
            Deed::Sent { to, cargo, .. } if cargo.kind == CargoKind::DataInTransit => {
                stood.extend(stands.take().map(|(region, since)| (region, since, Some(step.at))));
                stands = step.ended.map(|ended| (*to, ended));
            }
            _ => {}
        }
    }
    // A write that failed has its data no more; what a reader opened stays with the reader.
    let until = if flow.result.is_some() { None } else { flow.ended };
    stood.extend(stands.map(|(region, since)| (region, since, until)));
    stood
}

/// What is said beside the Region where a flow ended or waits.
fn ending(flow: &Flow, world: &World) -> Option<Ending> {
    let at = flow.ended.or_else(|| words::waits_for(flow, world).map(|(_, since)| since))?;
    words::flow_outcome(flow, world).map(|outcome| Ending { at, outcome })
}

/// The words for a flow that was done: a heading and a line.
pub(in crate::gui::flow) fn done_words(flow: &Flow) -> Option<(Tone, &'static str, String, String)> {
    let here = flow.here;
    let last = flow.calls().last().map(|(_, call)| call.endpoint);
    let took = |flow: &Flow| flow.took().map(words::span).unwrap_or_default();
    Some(match flow.act {
        workloads::Act::Read | workloads::Act::Deliver => {
            let keeps = format!("Plaintext stays in {here}");
            if let Some(rivals) = flow.rivals() {
                let what = flow.result.map(|it| it.sha256()).unwrap_or_default();
                let what = what.get(..8).unwrap_or_default();
                let detail = format!("In place of the write of {}: SHA-256 {what}… {keeps}", rivals.lost.by);
                let title = format!("The write of {} won", rivals.won.by);
                return Some((Tone::Ok, icons::LOCK_OPEN, title, detail));
            }
            let call = flow.steps.iter().rev().find(|step| matches!(step.what, Deed::Call(_)));
            let call_took = call.and_then(|step| Some(words::span(step.ended? - step.at)));
            let time = call_took.unwrap_or_default();
            match last {
                Some(endpoint) if endpoint == here => {
                    (Tone::Ok, icons::LOCK_OPEN, format!("Decrypted locally · {time}"), keeps)
                }
                Some(endpoint) => (
                    Tone::Warn,
                    icons::LOCK_OPEN,
                    format!("Opened by {endpoint} · {time}"),
                    format!("The data key crossed inside TLS. {keeps}"),
                ),
                None => {
                    let detail = format!("KMS was not asked again. {keeps}");
                    (Tone::Ok, icons::LOCK_OPEN, "Opened by bucket key".to_owned(), detail)
                }
            }
        }
        workloads::Act::Write => (
            Tone::Ciphertext,
            icons::LOCK,
            format!("Encrypted and stored · {}", took(flow)),
            "Ciphertext and wrapped data key".to_owned(),
        ),
        workloads::Act::Replicate => {
            let anew = flow.steps.iter().any(
                |step| matches!(&step.what, Deed::Sent { cargo, .. } if cargo.kind == CargoKind::DataInTransit),
            );
            let overtaken = flow
                .steps
                .iter()
                .any(|step| matches!(step.what, Deed::Local(Local::Stored { kept: false, .. })));
            if overtaken {
                let newer = || format!("What {here} has was written later");
                let detail = flow.rivals().map_or_else(newer, Rivals::short);
                return Some((Tone::Warn, icons::PROHIBIT, "Not stored: overtaken".to_owned(), detail));
            }
            if let Some(rivals) = flow.rivals() {
                let title = format!("Stored over the write of {}", rivals.lost.by);
                return Some((Tone::Ciphertext, icons::LOCK, title, rivals.short()));
            }
            let text = if anew { "Encrypted anew and stored" } else { "Stored unchanged" };
            (Tone::Ciphertext, icons::LOCK, text.to_owned(), format!("took {}", took(flow)))
        }
        workloads::Act::Prove => {
            let what = if flow.workload == Workload::Tokens { "MAC" } else { "Signature" };
            let by = match last {
                Some(endpoint) if endpoint == here => format!("By the member in {here}"),
                Some(endpoint) => format!("By the key in {endpoint}"),
                None => String::new(),
            };
            (Tone::Ok, icons::CHECK_CIRCLE, format!("{what} verified"), by)
        }
        workloads::Act::SetUp | workloads::Act::Inspect | workloads::Act::Rotate => return None,
    })
}
