//! News of what the service did by itself while the clock ran: rotations and deletions, in one toast however many.

use std::collections::BTreeMap;

use super::App;
use crate::{
    gui::widgets::Tone,
    world::{Actor, Happening, TrailEvent},
};

/// What the service's events are called in the news, for one and for several.
const TOLD: [(&str, &str, &str); 2] = [
    ("RotateKey", "Key material was rotated", "rotations of key material"),
    ("DeleteKey", "A key was deleted", "keys were deleted"),
];

/// Title and detail of the news in these events; nothing if there is none.
fn news<'a>(events: impl Iterator<Item = &'a TrailEvent>) -> Option<(String, String)> {
    let mut counted: BTreeMap<usize, (usize, &TrailEvent)> = BTreeMap::new();
    for event in events.filter(|event| event.actor == Actor::ServiceEvent) {
        let Some(kind) = TOLD.iter().position(|(name, _, _)| *name == &*event.name) else { continue };
        let entry = counted.entry(kind).or_insert((0, event));
        *entry = (entry.0 + 1, event);
    }
    let tell = |(kind, (count, last)): (&usize, &(usize, &TrailEvent))| {
        let (_, one, many) = TOLD[*kind];
        let key = last.keys.first().map_or("", |arn| arn.key_id.as_str());
        let title = if *count == 1 { one.to_owned() } else { format!("{count} {many}") };
        (title, format!("{key} in {}, {}", last.region, last.time.date_and_time()))
    };
    let (titles, details): (Vec<_>, Vec<_>) = counted.iter().map(tell).unzip();
    let detail = details.last().cloned();
    detail.map(|detail| (titles.join(", "), detail))
}

impl App {
    /// Tells what happened since the last frame.
    pub(super) fn tell_the_news(&mut self) {
        let happenings = self.desk.world().happenings();
        let events = happenings.since(self.heard).filter_map(|happening| match happening {
            Happening::Recorded(event) => Some(&**event),
            Happening::Left(_) | Happening::Arrived(_) => None,
        });
        let told = news(events);
        self.heard = happenings.made();
        if let Some((title, detail)) = told {
            self.toast(Tone::Info, title, detail);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        kms::{
            Region, Span,
            api::{CreateKeyRequest, EnableKeyRotationRequest, ScheduleKeyDeletionRequest},
        },
        world::World,
    };

    #[test]
    fn rotations_and_deletions_are_told_in_one_piece_of_news() {
        let mut world = World::new(5);
        let region = Region::parse("us-east-1").expect("known");
        let alice = world.principals().named("alice").expect("alice").acting_arn().into();
        let make = |world: &mut World| {
            let made = world.ask(region, &alice, CreateKeyRequest::default()).expect("made");
            made.key_metadata.key_id
        };
        let (rotating, doomed) = (make(&mut world), make(&mut world));
        let rotation = EnableKeyRotationRequest { key_id: rotating, rotation_period_in_days: Some(90) };
        world.ask(region, &alice, rotation).expect("enabled");
        let deletion = ScheduleKeyDeletionRequest { key_id: doomed.clone(), pending_window_in_days: Some(7) };
        world.ask(region, &alice, deletion).expect("scheduled");
        assert_eq!(news(world.trail().events().iter().map(|event| &**event)), None);

        world.advance(world.now() + Span::days(8));
        let events = || world.trail().events().iter().map(|event| &**event);
        let (title, detail) = news(events()).expect("a deletion");
        assert_eq!(title, "A key was deleted");
        assert!(detail.starts_with(&doomed), "{detail}");

        let mut world = world.clone();
        world.advance(world.now() + Span::days(365));
        let (title, _) = news(world.trail().events().iter().map(|event| &**event)).expect("rotations");
        assert_eq!(title, "4 rotations of key material, A key was deleted");
    }
}
