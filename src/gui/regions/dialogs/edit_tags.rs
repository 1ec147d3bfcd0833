//! Add, change and remove a key's tags.

use std::collections::BTreeMap;

use egui::Ui;

use super::{
    form::{Form, Heading, MEDIUM, Page},
    place::Place,
    tag_rows::TagRows,
};
use crate::{
    gui::{desk::Desk, theme::caption},
    kms::{
        KeyId, Region,
        api::{Request, Tag, TagResourceRequest, UntagResourceRequest},
    },
};

pub(super) struct EditTags {
    key: KeyId,
    region: Region,
    before: BTreeMap<String, String>,
    rows: TagRows,
}

impl EditTags {
    pub fn new(key: &KeyId, region: Region, desk: &Desk) -> Self {
        let before = desk.member(key, region).map(|(_, member)| member.tags.clone()).unwrap_or_default();
        Self { key: key.clone(), region, rows: TagRows::new(&before), before }
    }
}

/// What leads from `before` to `after`: the tags to put, and the keys to take away.
///
/// A key that stands in several rows is put as often, so that KMS sees it and refuses it.
fn difference(before: &BTreeMap<String, String>, after: &[Tag]) -> (Vec<Tag>, Vec<String>) {
    let rows_of = |key: &str| after.iter().filter(|tag| tag.tag_key == key).count();
    let is_new = |tag: &&Tag| before.get(&tag.tag_key) != Some(&tag.tag_value) || rows_of(&tag.tag_key) > 1;
    let put = after.iter().filter(is_new).cloned().collect();
    let taken = before.keys().filter(|key| rows_of(key) == 0).cloned().collect();
    (put, taken)
}

impl Form for EditTags {
    fn heading(&self) -> Heading {
        Heading::new("Edit tags", "Save").width(MEDIUM)
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let changed = self.rows.show(ui);
        page.refusal_below(ui, Place::Tags);
        if self.key.is_multi_region() {
            ui.label(caption("Tags are independent: those of related keys stay as they are"));
        }
        changed
    }

    fn missing(&self) -> Option<&'static str> {
        self.calls().is_empty().then_some("Nothing has changed")
    }

    fn shows(&self, place: Place) -> bool {
        place == Place::Tags
    }

    fn calls(&self) -> Vec<(Region, Request)> {
        let after: Vec<Tag> = self.rows.tags().collect();
        let (tags, tag_keys) = difference(&self.before, &after);
        let key_id = self.key.to_string();
        let mut calls: Vec<(Region, Request)> = Vec::new();
        // First away, then on: a key with fifty tags has room for another only then.
        if !tag_keys.is_empty() {
            calls.push((self.region, UntagResourceRequest { key_id: key_id.clone(), tag_keys }.into()));
        }
        if !tags.is_empty() {
            calls.push((self.region, TagResourceRequest { key_id, tags }.into()));
        }
        calls
    }

    fn done(&self) -> String {
        format!("Tags saved in {}", self.region)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(key: &str, value: &str) -> Tag {
        Tag { tag_key: key.to_owned(), tag_value: value.to_owned() }
    }

    #[test]
    fn only_what_differs_is_put_and_what_is_missing_is_taken() {
        let before =
            [("Team", "a"), ("Stage", "dev"), ("Old", "")].map(|(k, v)| (k.to_owned(), v.to_owned()));
        let after = [tag("Team", "a"), tag("Stage", "prod"), tag("New", "")];
        let (put, taken) = difference(&before.into(), &after);
        assert_eq!(put, [tag("Stage", "prod"), tag("New", "")]);
        assert_eq!(taken, ["Old"]);
    }

    #[test]
    fn a_key_typed_twice_is_put_twice() {
        let before = BTreeMap::from([("Team".to_owned(), "a".to_owned())]);
        let (put, taken) = difference(&before, &[tag("Team", "a"), tag("Team", "b")]);
        assert_eq!(put, [tag("Team", "a"), tag("Team", "b")]);
        assert!(taken.is_empty());
    }
}
