//! Which lines fit what is typed, best first. Found anew only when something changed.

use super::{
    LineName,
    entry::{Entry, Kind},
    places::Keys,
    score::Needle,
};

/// Where a line stands: among the keys, or among all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Key(usize),
    Other(usize),
}

/// The lines that fit.
#[derive(Default)]
pub(super) struct Search {
    others: Vec<Entry>,
    needle: Needle,
    keys_generation: u64,
    found: Vec<Place>,
}

impl Search {
    /// Brings the list up to what is typed; whether it changed.
    pub fn update(&mut self, typed: &str, others: Vec<Entry>, keys: &Keys, recent: &[LineName]) -> bool {
        let needle = Needle::new(typed);
        let same =
            needle == self.needle && keys.generation() == self.keys_generation && others == self.others;
        if same {
            return false;
        }
        self.needle = needle;
        self.keys_generation = keys.generation();
        self.others = others;
        self.found = self.find(keys.entries(), recent);
        true
    }

    /// Gives the lines that are no keys, to be searched again.
    pub fn take_others(&mut self) -> Vec<Entry> {
        std::mem::take(&mut self.others)
    }

    /// How many lines fit.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// The line at a place of the list.
    pub fn entry<'a>(&'a self, keys: &'a Keys, index: usize) -> Option<&'a Entry> {
        match *self.found.get(index)? {
            Place::Key(place) => keys.entries().get(place),
            Place::Other(place) => self.others.get(place),
        }
    }

    /// The characters of a line that were typed, as places of its text.
    pub fn places(&self, entry: &Entry) -> Vec<usize> {
        self.needle.places(&entry.text)
    }

    fn find(&self, keys: &[Entry], recent: &[LineName]) -> Vec<Place> {
        let how_recent = |entry: &Entry| {
            recent.iter().position(|(title, context)| *title == *entry.title && *context == entry.context)
        };
        let others = self.others.iter().enumerate().map(|(place, entry)| (Place::Other(place), entry));
        let keys = keys.iter().enumerate().map(|(place, entry)| (Place::Key(place), entry));
        let all = others.chain(keys);
        let mut found: Vec<(u32, Place)> = if self.needle.is_empty() {
            // As they stand, but what was run last comes first.
            all.map(|(place, entry)| (how_recent(entry).map_or(0, |it| 1000 - it as u32), place)).collect()
        } else {
            all.filter_map(|(place, entry)| {
                let score = self.needle.score(&entry.text)?;
                let bonus = how_recent(entry).map_or(0, |it| 160 - 10 * it as u32);
                Some((score + bonus + preference(entry.kind), place))
            })
            .collect()
        };
        // Stable: those that fit alike stay in their order.
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        found.into_iter().map(|(_, place)| place).collect()
    }
}

fn preference(kind: Kind) -> u32 {
    match kind {
        Kind::Action => 60,
        Kind::Principal => 40,
        Kind::Key => 30,
        Kind::Event => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        gui::{
            command::Command,
            desk::Desk,
            palette::{
                actions::{Appearance, actions},
                places,
            },
        },
        workloads::demo,
    };

    fn titles(typed: &str, recent: &[LineName]) -> Vec<String> {
        let desk = Desk::new(demo::stage().expect("the demo world"));
        let mut keys = Keys::default();
        keys.update(desk.world());
        let mut others = actions(&desk, Appearance { zoom: 1.0, look: crate::gui::theme::Look::Dark });
        others.extend(places::others(&desk));
        let mut search = Search::default();
        assert!(search.update(typed, others.clone(), &keys, recent));
        assert!(!search.update(typed, others, &keys, recent), "nothing changed");
        (0..search.len()).filter_map(|it| search.entry(&keys, it)).map(|it| it.title.to_string()).collect()
    }

    #[test]
    fn actions_keys_principals_and_events_are_found() {
        assert_eq!(titles("light theme", &[])[0], "Light theme");
        assert_eq!(titles("global-enc", &[])[..3], ["global-encrypt"; 3]);
        assert!(titles("mallory", &[])[..2].contains(&"mallory".to_owned()));
        assert!(titles("mallory", &[])[..2].contains(&"Act as mallory".to_owned()));
        assert!(titles("generatedatakeypair", &[]).contains(&"GenerateDataKeyPair".to_owned()));
        assert_eq!(titles("save", &[])[0], "Save");
        assert!(titles("xyzzy", &[]).is_empty());
    }

    #[test]
    fn what_was_run_last_comes_first() {
        let recent =
            [("Save as…".to_owned(), String::new()), ("Next presenter scale".to_owned(), String::new())];
        assert_eq!(titles("", &recent)[..3], ["Save as…", "Next presenter scale", "Go to Regions"]);
        assert_eq!(titles("save", &recent)[0], "Save as…");
    }

    #[test]
    fn thousands_of_keys_are_searched_in_no_time() {
        let entry = |number: usize| {
            Entry::new(Kind::Key, format!("service-{number}-key"), "", Ok(Command::Select(None)))
                .about(format!("eu-west-1 · mrk-{number:032x}"))
        };
        let others: Vec<Entry> = (0..12_000).map(entry).collect();
        let mut search = Search::default();
        let begin = std::time::Instant::now();
        search.update("srv 1199", others, &Keys::default(), &[]);
        // Far above what it takes: this is a build for tests, on a machine that may do other things besides.
        assert!(begin.elapsed().as_millis() < 1000, "{:?}", begin.elapsed());
        assert!(search.len() > 10);
    }
}
