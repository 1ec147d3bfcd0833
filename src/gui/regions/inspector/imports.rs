//! Whether imported key material is present in this Region, and what can be done with it.

use egui::Ui;

use super::{Subject, key_events::KeyEvents};
use crate::{
    gui::{
        regions::{DialogKind, words::time_left},
        theme::{caption, icon, icons, paragraph, space, strong, tokens},
        trail::cut,
        widgets::{Button, ButtonKind, Card, Tone, row},
    },
    kms::{KeyFamily, Member, Timestamp},
    world::TrailEvent,
};

/// The events after which material is missing that was present.
const LOSSES: [&str; 2] = ["DeleteExpiredKeyMaterial", "DeleteImportedKeyMaterial"];

/// What the card remembers.
#[derive(Default)]
pub(super) struct ImportsPane {
    events: KeyEvents,
}

/// How the material stands in one Region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// The key has no material anywhere.
    Never,
    /// So many of so many versions are not present.
    Missing(usize, usize),
    /// All is present; the first of it is deleted at this moment.
    Until(Timestamp),
    /// All is present, and stays.
    Forever,
}

impl Standing {
    fn of(family: &KeyFamily, member: &Member) -> Self {
        let versions = family.material.count();
        if versions == 0 {
            return Self::Never;
        }
        let present: Vec<_> =
            family.material.all().filter_map(|version| member.imported.get(&version.id)).collect();
        if present.len() < versions {
            return Self::Missing(versions - present.len(), versions);
        }
        present.iter().filter_map(|it| it.valid_to).min().map_or(Self::Forever, Self::Until)
    }

    /// A title, and what it means. `loss` is the event that took the material away, if the trail has it.
    fn words(self, loss: Option<&TrailEvent>, now: Timestamp) -> (String, String) {
        match self {
            Self::Never => (
                "Pending import".to_owned(),
                "The key has no key material yet. It can be used once you have imported some.".to_owned(),
            ),
            Self::Missing(missing, of) => {
                let what = if of == 1 {
                    "The key material is missing here".to_owned()
                } else {
                    format!("{missing} of {of} key materials are missing here")
                };
                let title = match loss {
                    Some(event) if &*event.name == LOSSES[0] => {
                        format!("Expired on {}", event.time.date_and_time())
                    }
                    Some(event) => format!("Deleted on {}", event.time.date_and_time()),
                    None => "Pending import".to_owned(),
                };
                (
                    title,
                    format!("{what}. The key can be used once the same material has been imported again."),
                )
            }
            Self::Until(moment) => (
                format!("Imported until {}", moment.date_and_time()),
                format!(
                    "KMS deletes it in {}, and the key is then Pending import. Import it again before to set \
                     another date.",
                    time_left(moment - now)
                ),
            ),
            Self::Forever => (
                "Imported, does not expire".to_owned(),
                "It stays until you delete it. Keep a copy: KMS never gives it out.".to_owned(),
            ),
        }
    }
}

impl ImportsPane {
    /// Draws the card.
    pub fn ui(&mut self, ui: &mut Ui, subject: &mut Subject<'_>) {
        let (family, member, world) = (subject.family, subject.member, subject.desk.world());
        self.events.update(world.trail(), &family.id, Some(subject.region));
        let standing = Standing::of(family, member);
        let loss = self.events.last_named(world.trail(), &LOSSES);
        let (title, text) = standing.words(loss.map(AsRef::as_ref), world.now());
        let t = tokens(ui);
        let (tone, symbol) = match standing {
            Standing::Never | Standing::Missing(..) => (Tone::Warn, icons::UPLOAD),
            Standing::Until(_) => (Tone::Info, icons::HOURGLASS),
            Standing::Forever => (Tone::Ok, icons::CHECK_CIRCLE),
        };
        let (color, _) = tone.colors(t);
        Card::new().edge(color).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            row(ui, 22.0, |ui| {
                ui.label(icon(symbol, space::ICON).color(color));
                cut(ui, strong(title));
            });
            ui.label(paragraph(text));
            if family.material.waiting().is_some() {
                ui.label(paragraph("New key material waits for Rotate now to become current.").weak());
            }
            if family.is_multi_region() {
                let rule = if subject.is_replica() {
                    "A replica takes only the material that its primary has; KMS copies none of it."
                } else {
                    "Import the same material into every replica too: KMS copies none of it."
                };
                ui.label(caption(rule));
            }
            ui.add_space(space::XS);
            buttons(ui, subject, matches!(standing, Standing::Never | Standing::Missing(..)));
        });
    }
}

fn buttons(ui: &mut Ui, subject: &mut Subject<'_>, urgent: bool) {
    ui.horizontal_wrapped(|ui| {
        let kind = if urgent { ButtonKind::Primary } else { ButtonKind::Secondary };
        if Button::new(kind, "Import key material…").small().icon(icons::UPLOAD).show(ui).clicked() {
            subject.open(DialogKind::ImportMaterial);
        }
        let delete = Button::secondary("Delete key material…")
            .small()
            .icon(icons::TRASH)
            .enabled(!subject.member.imported.is_empty())
            .why_disabled("There is no imported key material in this Region");
        if delete.show(ui).clicked() {
            subject.open(DialogKind::DeleteMaterial);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_standing_says_what_it_is_and_what_to_do() {
        let now = Timestamp::from_micros(0);
        let says = |standing: Standing| standing.words(None, now);
        assert_eq!(says(Standing::Never).0, "Pending import");
        assert!(says(Standing::Missing(1, 3)).1.starts_with("1 of 3 key materials are missing here"));
        assert!(says(Standing::Until(now + crate::kms::Span::days(3))).1.contains("in 3 d"));
        assert_eq!(says(Standing::Forever).0, "Imported, does not expire");
    }
}
