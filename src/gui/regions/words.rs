//! The words and badges for roles, states and distances, the same in columns and inspector.

use egui::{Response, Ui};

use crate::{
    gui::{theme::icons, widgets::Badge},
    kms::{KeyFamily, MemberState, Region, Span, Timestamp, api::MultiRegionKeyType},
    world::round_trip,
};

/// `Primary`, `Replica` or `Single-Region`.
pub(super) fn role_name(role: Option<MultiRegionKeyType>) -> &'static str {
    match role {
        Some(MultiRegionKeyType::Primary) => "Primary",
        Some(MultiRegionKeyType::Replica) => "Replica",
        None => "Single-Region",
    }
}

/// A badge of the role in a multi-Region key.
pub(super) fn role_badge(ui: &mut Ui, role: Option<MultiRegionKeyType>) -> Response {
    let name = role_name(role);
    match role {
        Some(MultiRegionKeyType::Primary) => Badge::primary(name).icon(icons::CROWN).show(ui),
        Some(MultiRegionKeyType::Replica) => Badge::info(name).show(ui),
        None => Badge::neutral(name).show(ui),
    }
}

/// The Regionality of a member, in the console's words.
pub(super) fn regionality(family: &KeyFamily, region: Region) -> &'static str {
    match family.role(region) {
        Some(MultiRegionKeyType::Primary) => "Multi-Region primary",
        Some(MultiRegionKeyType::Replica) => "Multi-Region replica",
        None => "Single-Region key",
    }
}

/// What a member's state is called; a scheduled deletion says when.
pub(super) fn state_name(state: MemberState, now: Timestamp) -> String {
    match state {
        MemberState::PendingDeletion { date } => format!("Deletes in {}", time_left(date - now)),
        MemberState::PendingReplicaDeletion { .. } => "Waits for replicas".to_owned(),
        MemberState::PendingImport => "Pending import".to_owned(),
        state => state.key_state().name().to_owned(),
    }
}

/// A badge of the state.
pub(super) fn state_badge(ui: &mut Ui, state: MemberState, now: Timestamp) -> Response {
    let name = state_name(state, now);
    match state {
        MemberState::Enabled => Badge::ok(&name).show(ui),
        MemberState::Disabled => Badge::neutral(&name).icon(icons::PROHIBIT).show(ui),
        MemberState::Creating => Badge::info(&name).icon(icons::HOURGLASS).show(ui).on_hover_text(
            "The key material is on its way to this Region. The replica can be used once it is Enabled.",
        ),
        MemberState::Updating => Badge::warn(&name).icon(icons::HOURGLASS).show(ui).on_hover_text(
            "The primary Region is being changed. Cryptographic operations go on; some others wait.",
        ),
        MemberState::PendingImport => Badge::warn(&name).icon(icons::UPLOAD).show(ui).on_hover_text(
            "Key material is missing in this Region. The key can be used once it has been imported.",
        ),
        MemberState::Unavailable { enabled } => {
            Badge::error(&name).icon(icons::PLUGS).show(ui).on_hover_text(format!(
                "The custom key store is not connected. Once it is, the key is {}.",
                if enabled { "enabled" } else { "disabled" }
            ))
        }
        MemberState::PendingDeletion { date } => {
            Badge::error(&name).show(ui).on_hover_text(format!("Pending deletion on {}", date.date_and_time()))
        }
        MemberState::PendingReplicaDeletion { window_days } => {
            Badge::error(&name).show(ui).on_hover_text(format!(
                "Pending replica deletion: its own {window_days} days begin when the last replica has been deleted"
            ))
        }
    }
}

/// A span as a countdown: days, below two days hours, below two hours minutes; rounded up.
pub(super) fn time_left(left: Span) -> String {
    let minutes = (left.as_seconds_f64() / 60.0).max(0.0);
    let (count, unit) = match minutes {
        minutes if minutes >= 2.0 * 24.0 * 60.0 => (minutes / (24.0 * 60.0), "d"),
        minutes if minutes >= 2.0 * 60.0 => (minutes / 60.0, "h"),
        minutes => (minutes, "min"),
    };
    // A countdown that has run for a moment still says the days it was set to.
    format!("{} {unit}", (count - 1e-9).ceil().max(0.0))
}

/// How far a Region is from another, as the time of a round trip: `0.9 ms local`, `81 ms away`.
pub(super) fn distance(from: Region, to: Region) -> String {
    let millis = round_trip(from, to).as_millis_f64();
    if from == to { format!("{millis:.1} ms local") } else { format!("{millis:.0} ms away") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countdowns_are_rounded_up_and_change_their_unit() {
        for (seconds, text) in [
            (23 * 86_400, "23 d"),
            (22 * 86_400 + 1, "23 d"),
            (2 * 86_400, "2 d"),
            (2 * 86_400 - 1, "48 h"),
            (7200, "2 h"),
            (7199, "120 min"),
            (1, "1 min"),
            (-5, "0 min"),
        ] {
            assert_eq!(time_left(Span::seconds(seconds)), text, "{seconds}");
        }
    }

    #[test]
    fn a_region_is_local_to_itself() {
        let region = |code| Region::parse(code).expect("known");
        assert_eq!(distance(region("us-east-1"), region("us-east-1")), "0.9 ms local");
        assert_eq!(distance(region("us-east-1"), region("eu-west-1")), "81 ms away");
    }
}
