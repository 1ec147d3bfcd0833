//! A transfer as a story: Encrypt or GenerateDataKey in one Region, the way, Decrypt in another.

use super::{
    Act, Beat, CallEnd, Chosen, Ending, Freight, Hop, Story, Work,
    lanes::{LaneKind, Lanes, lane_of},
};
use crate::{
    gui::flow::words,
    kms::{Exception, KmsError, Region, Timestamp},
    workloads::{CallOutcome, CallWords, CargoKind, Leg, Message, Transfer},
    world::{World, round_trip},
};

/// The story of a transfer; nothing before it has begun.
pub(super) fn story(transfer: &Transfer, world: &World) -> Option<Story> {
    let times = &transfer.times;
    let (from, to) = (transfer.source, transfer.destination);
    let began = times.asked.or(times.left)?;
    let writer = words::principal(&transfer.writer);
    let reader = words::principal(&transfer.reader);
    let mut lanes = Lanes::default();
    if times.asked.is_some() {
        lanes.note(from, LaneKind::Kms);
    }
    lanes.note(from, LaneKind::Workload);
    let reaches = times.left.is_some();
    if reaches {
        lanes.note(to, LaneKind::Workload);
        lanes.note(to, LaneKind::Kms);
    }
    let name = |region: Region| {
        let who = if region == to && region != from { reader } else { writer };
        format!("{who} {region}")
    };
    let lanes = lanes.into_lanes(name);
    let lane = |region, kind| lane_of(&lanes, region, kind);
    let mut beats = Vec::new();
    if let Some(asked) = times.asked {
        let refused = transfer.message.is_none();
        let ended = if refused { times.ended } else { times.left };
        let end = match &transfer.leg {
            Leg::Refused { error, .. } if refused => lost(error),
            _ if ended.is_none() => CallEnd::Open,
            _ => CallEnd::Granted,
        };
        beats.push(call(transfer, from, (asked, ended), &lane, end));
    }
    let mut hops = Vec::new();
    let travels = from != to || !transfer.made_elsewhere;
    if let (Some(left), Some(message)) = (times.left.filter(|_| travels), &transfer.message) {
        let arrives = times.arrived.unwrap_or(left + crate::world::one_way(from, to));
        let cargo = Freight { kind: CargoKind::Message, bytes: message.bytes(), clear_inside_tls: false };
        let lost = matches!(transfer.leg, Leg::Refused { .. } | Leg::FileDamaged(_));
        let waits = times.arrived.is_none();
        hops.push(Hop { from, to, departs: left, arrives, waits, cargo, lost, beat: beats.len() });
        let what = match message {
            Message::Direct(_) => "ciphertext",
            Message::Envelope { .. } => "file and wrapped key",
        };
        beats.push(Beat {
            start: left,
            end: arrives,
            act: Act::Sent {
                from: lane(from, LaneKind::Workload),
                to: lane(to, LaneKind::Workload),
                cargo,
            },
            title: format!("Send {what} to {to}"),
            why: format!(
                "From {from} to {to}: {}, and nothing else. Whoever sees it on its way learns its size. No key ID, \
                 account or Region stands in a ciphertext of KMS.",
                words::size(message.bytes())
            ),
            step: None,
            event: None,
        });
    }
    if let Some(arrived) = times.arrived {
        let end = match &transfer.leg {
            Leg::Refused { error, .. } => lost(error),
            Leg::Decrypting | Leg::Travelling(_) | Leg::Encrypting => CallEnd::Open,
            Leg::OpeningFile | Leg::Opened { .. } | Leg::FileDamaged(_) => CallEnd::Granted,
        };
        beats.push(call(transfer, to, (arrived, times.ended), &lane, end));
    }
    let mut plaintext = Vec::new();
    if let Some(asked) = times.asked {
        plaintext.push((from, asked, times.left.or(times.ended)));
    }
    if let (Leg::Opened { .. }, Some(ended)) = (&transfer.leg, times.ended) {
        plaintext.push((to, ended, None));
        beats.push(Beat {
            start: ended,
            end: ended,
            act: Act::Local { lane: lane(to, LaneKind::Workload), work: Work::Opened },
            title: format!("{reader} has the plaintext"),
            why: if from == to {
                format!("The plaintext is with {reader} in {to}.")
            } else {
                format!("The plaintext is with {reader} in {to}, and was nowhere between the two Regions.")
            },
            step: None,
            event: None,
        });
    }
    let ends = beats.iter().map(|beat| beat.end).max().unwrap_or(began);
    // That nobody answers is told at once, though the client gives up later: it is asked by people who wait for it.
    let no_answer =
        matches!(&transfer.leg, Leg::Refused { error, .. } if lost(error) == CallEnd::Unreachable);
    let at = times.ended.filter(|_| !no_answer).or(times.arrived).or(times.left).unwrap_or(began);
    let ending = match words::is_waiting(transfer, world) {
        true => Some(Ending { at: ends, outcome: words::waits_at(to) }),
        false => words::outcome(transfer).map(|outcome| Ending { at, outcome }),
    };
    let endings = ending.into_iter().collect();
    let title = transfer.name.clone();
    let of = Chosen::Transfer(transfer.id);
    let spoken = words::spoken(transfer, world);
    Some(Story { of, title, spoken, began, ends, lanes, beats, hops, plaintext, endings })
}

/// How a call ended that came to nothing.
fn lost(error: &KmsError) -> CallEnd {
    match error.exception {
        Exception::ConnectTimeout => CallEnd::Unreachable,
        _ => CallEnd::Refused(error.clone()),
    }
}

/// The call at one end.
fn call(
    transfer: &Transfer,
    region: Region,
    (start, ended): (Timestamp, Option<Timestamp>),
    lane: &impl Fn(Region, LaneKind) -> usize,
    end: CallEnd,
) -> Beat {
    let at_source = region == transfer.source && Some(start) == transfer.times.asked;
    let envelope = matches!(transfer.message, Some(Message::Envelope { .. }));
    let (operation, asked, does) = match (at_source, envelope) {
        (true, false) => (
            "Encrypt",
            "encrypt the plaintext",
            "KMS encrypts the plaintext under the key material of the KMS key.",
        ),
        (true, true) => (
            "GenerateDataKey",
            "make a data key for the file",
            "KMS answers a data key twice: in the clear, to encrypt the file with and to forget, and encrypted under \
             the KMS key, to travel with the file.",
        ),
        (false, false) => (
            "Decrypt",
            "open the ciphertext",
            "KMS finds the key by the key material that the ciphertext names, if the Region has a member of that key, \
             and opens it.",
        ),
        (false, true) => (
            "Decrypt",
            "open the wrapped data key",
            "KMS opens the wrapped data key; the file itself never comes to KMS.",
        ),
    };
    let outcome = match &end {
        CallEnd::Open => None,
        CallEnd::Granted => Some(CallOutcome::Granted),
        CallEnd::Refused(error) => Some(CallOutcome::Refused(error.clone())),
        CallEnd::Unreachable => Some(CallOutcome::Unreachable),
    };
    let caller = if at_source { &transfer.writer } else { &transfer.reader };
    let words = CallWords { asked, does, caller, place: region, endpoint: region, outcome: outcome.as_ref() };
    let end_of_it = ended.unwrap_or(start + round_trip(region, region));
    Beat {
        start,
        end: end_of_it,
        act: Act::Call {
            from: lane(region, LaneKind::Workload),
            kms: lane(region, LaneKind::Kms),
            arrives: start,
            answers: end_of_it,
            operation,
            end,
        },
        title: format!("{operation} in {region}"),
        why: words.explanation(),
        step: None,
        event: None,
    }
}
