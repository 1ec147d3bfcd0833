//! The words and numbers that the workspace says of transfers and flows.

use crate::{
    gui::{desk::Desk, theme::icons, widgets::Tone},
    kms::{Exception, KeyId, KmsError, Region, Span, Timestamp, api::KeyState},
    workloads::{self, Deed, Flow, Leg, Message, Transfer},
    world::{World, one_way},
};

use super::story::done_words;

/// The name of the user or role that acts under `arn`.
pub(super) fn principal(arn: &str) -> &str {
    let resource = arn.rsplit(':').next().unwrap_or(arn);
    match resource.strip_prefix("assumed-role/") {
        Some(session) => session.split('/').next().unwrap_or(session),
        None => resource.rsplit('/').next().unwrap_or(resource),
    }
}

/// A span as people read it: `0.9 ms`, `40.3 ms`, `2.5 s`.
pub(super) fn span(span: Span) -> String {
    let millis = span.as_millis_f64();
    if millis < 1000.0 { format!("{millis:.1} ms") } else { format!("{:.1} s", millis / 1e3) }
}

/// A size as people read it: `174 B`, `12.4 KiB`, `3.0 MiB`.
pub(in crate::gui) fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{:.1} KiB", bytes as f64 / 1024.0),
        _ => format!("{:.1} MiB", bytes as f64 / 1_048_576.0),
    }
}

/// What is said of a leg at a glance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct LegWords {
    /// One or two words.
    pub state: &'static str,
    /// The colour that goes with them.
    pub tone: Tone,
    /// The icon that goes with them.
    pub icon: &'static str,
}

const WAITING: LegWords = LegWords { state: "Waiting", tone: Tone::Warn, icon: icons::PLUGS };
const ENCRYPTING: (&str, Tone, &str) = ("Encrypting", Tone::Plaintext, icons::HOURGLASS);
const IN_FLIGHT: (&str, Tone, &str) = ("In flight", Tone::Ciphertext, icons::LOCK);
const DECRYPTING: (&str, Tone, &str) = ("Decrypting", Tone::Ciphertext, icons::HOURGLASS);

/// Whether a transfer was still to end at a moment. That nobody answers is told at once, though the client gives up later.
pub(super) fn was_under_way(transfer: &Transfer, at: Timestamp) -> bool {
    let no_answer =
        matches!(&transfer.leg, Leg::Refused { error, .. } if error.exception == Exception::ConnectTimeout);
    transfer.times.ended.is_some_and(|ended| ended > at) && !no_answer
}

/// Whether what was sent waits at the border of a dark Region.
pub(super) fn is_waiting(transfer: &Transfer, world: &World) -> bool {
    let arrived = |packet| world.packet(packet).is_some_and(|it| it.arrives <= world.now());
    matches!(transfer.leg, Leg::Travelling(packet) if arrived(packet)) && world.is_dark(transfer.destination)
}

/// How far a transfer is in a world, where it may wait.
pub(super) fn leg_in(transfer: &Transfer, world: &World) -> LegWords {
    if is_waiting(transfer, world) { WAITING } else { leg(&transfer.leg) }
}

/// How far a transfer was at a moment.
pub(super) fn leg_at(transfer: &Transfer, at: Timestamp) -> LegWords {
    if !was_under_way(transfer, at) {
        return leg(&transfer.leg);
    }
    let by_then = |moment: Option<Timestamp>| moment.is_some_and(|it| it <= at);
    let (state, tone, icon) = match transfer.times {
        times if by_then(times.arrived) => DECRYPTING,
        times if by_then(times.left) => IN_FLIGHT,
        _ => ENCRYPTING,
    };
    LegWords { state, tone, icon }
}

/// How far a transfer is.
pub(super) fn leg(leg: &Leg) -> LegWords {
    let (state, tone, icon) = match leg {
        Leg::Encrypting => ENCRYPTING,
        Leg::Travelling(_) => IN_FLIGHT,
        Leg::Decrypting => DECRYPTING,
        Leg::OpeningFile => ("Opening file", Tone::Plaintext, icons::HOURGLASS),
        Leg::Opened { .. } => ("Opened", Tone::Plaintext, icons::LOCK_OPEN),
        Leg::Refused { error, .. } if error.exception == Exception::ConnectTimeout => {
            ("No answer", Tone::Error, icons::LINK_BREAK)
        }
        Leg::Refused { .. } => ("Refused", Tone::Error, icons::X_CIRCLE),
        Leg::FileDamaged(_) => ("Not opened", Tone::Error, icons::X_CIRCLE),
    };
    LegWords { state, tone, icon }
}

/// A transfer for assistive programs: `report.pdf, us-east-1 to eu-west-1, in flight`.
pub(super) fn spoken(transfer: &Transfer, world: &World) -> String {
    let Transfer { name, source, destination, .. } = transfer;
    format!("{name}, {source} to {destination}, {}", leg_in(transfer, world).state.to_lowercase())
}

/// How far a run is: the flow that began it, and all that it set off.
pub(super) fn run(flows: &[&Flow], world: &World) -> LegWords {
    let lost =
        flows.iter().find_map(|flow| flow.outcome.as_ref().filter(|it| **it != workloads::Outcome::Done));
    let (state, tone, icon) = match lost {
        Some(outcome) => outcome_words(outcome),
        None if flows.iter().any(|flow| waits_for(flow, world).is_some()) => return WAITING,
        None if flows.iter().any(|flow| flow.outcome.is_none()) => {
            ("Under way", Tone::Ciphertext, icons::HOURGLASS)
        }
        None => ("Done", Tone::Ok, icons::CHECK_CIRCLE),
    };
    LegWords { state, tone, icon }
}

/// The dark Region at whose border a flow waits, and since when.
pub(super) fn waits_for(flow: &Flow, world: &World) -> Option<(Region, Timestamp)> {
    let last = flow.steps.last().filter(|step| flow.outcome.is_none() && step.ended.is_none())?;
    match &last.what {
        Deed::Sent { to, .. } if world.is_dark(*to) => Some((*to, last.at + one_way(last.place, *to))),
        _ => None,
    }
}

fn outcome_words(outcome: &workloads::Outcome) -> (&'static str, Tone, &'static str) {
    use workloads::Outcome as O;
    match outcome {
        O::Done => ("Done", Tone::Ok, icons::CHECK_CIRCLE),
        O::Refused { .. } => ("Refused", Tone::Error, icons::X_CIRCLE),
        O::Unreachable(_) => ("No answer", Tone::Error, icons::LINK_BREAK),
        O::Dark(_) => ("Region dark", Tone::Error, icons::PLUGS),
        O::NoKeyHere => ("No key here", Tone::Error, icons::X_CIRCLE),
        O::NothingThere => ("Nothing there", Tone::Warn, icons::WARNING),
        O::NotAuthentic => ("Not authentic", Tone::Error, icons::X_CIRCLE),
        O::NotSaved => ("Not saved", Tone::Neutral, icons::WARNING),
    }
}

/// A run for assistive programs: `Object storage: report.pdf, us-east-1, done`.
pub(super) fn spoken_flow(first: &Flow, flows: &[&Flow], world: &World) -> String {
    format!("{}, {}, {}", first.title(), first.began_in, run(flows, world).state.to_lowercase())
}

/// What is to be said beside the Region where a flow ended or waits; nothing of people's acts, and while it goes on.
pub(super) fn flow_outcome(flow: &Flow, world: &World) -> Option<Outcome> {
    use workloads::Outcome as O;
    if let Some((region, _)) = waits_for(flow, world) {
        return Some(waits_at(region));
    }
    let outcome = flow.outcome.as_ref()?;
    let (_, tone, icon) = outcome_words(outcome);
    let (region, title, detail) = match outcome {
        O::Done => {
            let (tone, icon, title, detail) = done_words(flow)?;
            return Some(Outcome { region: flow.here, tone, icon, title, detail });
        }
        O::Refused { region, error } => {
            (*region, error.exception.name().to_owned(), exception_message(error))
        }
        O::Unreachable(region) => {
            let waited = flow.took().map(span).unwrap_or_default();
            (
                flow.here,
                format!("No answer from {region}"),
                format!("Its KMS endpoint was dark; gave up after {waited}"),
            )
        }
        O::Dark(region) => {
            (*region, "Dark".to_owned(), "The workload stands still with its Region".to_owned())
        }
        O::NoKeyHere => (
            flow.here,
            "No key here".to_owned(),
            "No wrapped key is of a key that can live in this Region".to_owned(),
        ),
        O::NothingThere | O::NotAuthentic | O::NotSaved => {
            (flow.here, outcome_words(outcome).0.to_owned(), outcome.text())
        }
    };
    Some(Outcome { region, tone, icon, title, detail })
}

/// What is said of what waits at the border of a dark Region.
pub(super) fn waits_at(region: Region) -> Outcome {
    let detail = format!("{region} is dark; it goes on when the Region is back");
    let title = "Waits at the border".to_owned();
    Outcome { region, tone: Tone::Warn, icon: icons::PLUGS, title, detail }
}

/// The first characters of what travels, as it stands in Base64.
pub(super) fn base64_prefix(message: &Message) -> String {
    // Six bytes are eight characters; the rest need not be encoded for that.
    let bytes = &message.kms_ciphertext().0;
    let head = crate::kms::api::Blob(bytes[..bytes.len().min(6)].to_vec());
    format!("{}…", head.to_base64())
}

/// The message of an exception, or what an empty one means here.
pub(super) fn exception_message(error: &KmsError) -> String {
    match (error.exception, error.message.is_empty()) {
        (Exception::InvalidCiphertext, true) => {
            "Changed bytes or another encryption context; KMS gives no message".to_owned()
        }
        (Exception::KmsInvalidSignature, true) => {
            "Not the signature of this message by this key and algorithm; KMS gives no message".to_owned()
        }
        (Exception::KmsInvalidMac, true) => {
            "Not the MAC of this message by this key; KMS gives no message".to_owned()
        }
        (_, true) => "KMS gives no message".to_owned(),
        (_, false) => error.message.to_string(),
    }
}

/// What is said of a transfer beside the Region where it is: a heading and a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Outcome {
    /// Where that is.
    pub region: Region,
    /// The colour that goes with it.
    pub tone: Tone,
    /// The icon that goes with it.
    pub icon: &'static str,
    /// The heading.
    pub title: String,
    /// The line below it.
    pub detail: String,
}

/// What is to be said beside a Region; nothing while the ciphertext is between two.
pub(super) fn outcome(transfer: &Transfer) -> Option<Outcome> {
    let Transfer { source, destination, .. } = transfer;
    let words = leg(&transfer.leg);
    let (region, tone, title, detail) = match &transfer.leg {
        Leg::Travelling(_) => return None,
        Leg::Encrypting => {
            (*source, words.tone, format!("Plaintext in {source}"), "Its KMS is asked to encrypt".to_owned())
        }
        Leg::Decrypting => {
            let title = format!("Ciphertext in {destination}");
            (*destination, words.tone, title, "Its own KMS is asked to decrypt".to_owned())
        }
        Leg::OpeningFile => {
            let title = "Data key opened locally".to_owned();
            (*destination, words.tone, title, format!("The file is decrypted in {destination}"))
        }
        Leg::Opened { .. } => {
            let title = match decrypt_span(transfer) {
                Some(took) => format!("Decrypted locally · {}", span(took)),
                None => "Decrypted locally".to_owned(),
            };
            (*destination, Tone::Ok, title, format!("Plaintext stays in {destination}"))
        }
        Leg::Refused { region, error } => {
            (*region, words.tone, error.exception.name().to_owned(), exception_message(error))
        }
        Leg::FileDamaged(reason) => (*destination, words.tone, "File not opened".to_owned(), reason.clone()),
    };
    Some(Outcome { region, tone, icon: words.icon, title, detail })
}

/// How long the destination's KMS took.
pub(super) fn decrypt_span(transfer: &Transfer) -> Option<Span> {
    Some(transfer.times.ended? - transfer.times.arrived?)
}

/// Why a Region's KMS would not open a ciphertext, or find a proof right, in a few words.
pub(super) fn short_reason(desk: &Desk, region: Region, key: Option<&KeyId>, error: &KmsError) -> String {
    match error.exception {
        Exception::AccessDenied if error.message.starts_with("The ciphertext refers") => {
            "no related key".to_owned()
        }
        Exception::AccessDenied => "denied by policy".to_owned(),
        Exception::Disabled => "key is disabled".to_owned(),
        Exception::ConnectTimeout => "Region is dark".to_owned(),
        Exception::InvalidCiphertext => "changed, or other context".to_owned(),
        Exception::KmsInvalidState => {
            let store = desk.world().store();
            let state = key.and_then(|id| store.member(id, region)).map(|(_, it)| it.state.key_state());
            match state {
                Some(KeyState::Creating) => "key is still creating",
                Some(KeyState::PendingDeletion | KeyState::PendingReplicaDeletion) => "key pending deletion",
                _ => "key state forbids it",
            }
            .to_owned()
        }
        Exception::NotFound => "the key is not here".to_owned(),
        Exception::KmsInvalidSignature => "not its signature".to_owned(),
        Exception::KmsInvalidMac => "not its MAC".to_owned(),
        other => other.name().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn principals_are_called_by_their_names() {
        assert_eq!(principal("arn:aws:iam::111111111111:user/alice"), "alice");
        assert_eq!(principal("arn:aws:sts::111111111111:assumed-role/Application/console"), "Application");
        assert_eq!(principal("arn:aws:iam::111111111111:root"), "root");
    }

    #[test]
    fn sizes_and_spans_have_units_that_fit() {
        assert_eq!(
            (size(174), size(12_700), size(3 << 20)),
            ("174 B".into(), "12.4 KiB".into(), "3.0 MiB".into())
        );
        assert_eq!(span(Span::micros(900)), "0.9 ms");
        assert_eq!(span(Span::millis_f64(2500.0)), "2.5 s");
    }
}
