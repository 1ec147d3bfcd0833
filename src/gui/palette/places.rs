//! Where one can go: the lines for keys, principals and events. Those for keys are made once for each change of keys or
//! aliases.

use super::{
    entry::{Entry, Kind},
    score::Haystack,
};
use crate::{
    gui::{
        command::Command,
        desk::Desk,
        key_index::{KeyIndex, KeyLine},
        theme::icons,
    },
    kms::api::Operation,
    world::World,
};

/// The lines for all members of all keys.
#[derive(Default)]
pub(super) struct Keys {
    index: KeyIndex,
    made_for: u64,
    entries: Vec<Entry>,
}

impl Keys {
    /// Makes the lines anew if keys or aliases changed.
    pub fn update(&mut self, world: &World) {
        self.index.update(world);
        if self.made_for != self.index.generation() {
            self.made_for = self.index.generation();
            self.entries = self.index.lines().iter().map(key_entry).collect();
        }
    }

    /// The lines.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Counts how often they were made.
    pub fn generation(&self) -> u64 {
        self.made_for
    }
}

fn key_entry(line: &KeyLine) -> Entry {
    let title = line.label().to_owned();
    let named = !line.aliases.is_empty();
    let mut context =
        if named { format!("{} · {}", line.region, line.key) } else { line.region.to_string() };
    for alias in line.aliases.iter().skip(1) {
        context.push_str(" · ");
        context.push_str(alias);
    }
    let text = Haystack::new(&title, &context, named);
    let run = Ok(Command::Inspect(line.key.clone(), line.region));
    Entry { kind: Kind::Key, title: title.into(), context, icon: icons::KEY, run, text }
}

/// The events of the service that are no operation.
const SERVICE_EVENTS: [&str; 3] = ["DeleteKey", "RotateKey", "SynchronizeMultiRegionKey"];

/// The lines for principals and events.
pub(super) fn others(desk: &Desk) -> Vec<Entry> {
    let principals = desk.world().principals().iter().map(|principal| {
        let command = Command::ShowPrincipal(principal.arn());
        let icon = super::principal_icon(principal);
        let context = format!("{} of account {}", principal.kind, principal.account);
        Entry::new(Kind::Principal, principal.name.clone(), icon, Ok(command)).about(context)
    });
    let mut names: Vec<&'static str> = Operation::ALL.iter().map(|operation| operation.name()).collect();
    names.extend(SERVICE_EVENTS);
    names.sort_unstable();
    names.dedup();
    let events = names.into_iter().map(|name| {
        let command = Command::FindEvents(name.to_owned());
        Entry::new(Kind::Event, name, icons::LIST, Ok(command)).about("Events in CloudTrail")
    });
    principals.chain(events).collect()
}
