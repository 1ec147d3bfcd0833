//! What the matrix of a family says, row by row: shared properties once, independent ones for each member.

use super::{
    drift::{Part, Property, Sign, grant_text, tag_text},
    overview::Entry,
};
use crate::{
    gui::{
        key_words::{Rotates, algorithms, origin_name, usage_name},
        regions::words::time_left,
    },
    kms::{
        ImportedMaterial, KeyFamily, KeyStore, Member, MemberState, Region, Timestamp,
        api::{MultiRegionKeyType, Origin},
    },
};

/// How many aliases, tags or parts of a difference a cell shows at most.
const SHOWN: usize = 3;

/// A row of the matrix.
pub(super) struct Row {
    /// What the row is about.
    pub name: &'static str,
    /// What is to be known of it.
    pub hint: &'static str,
    /// The property, where members can drift apart in it.
    pub property: Option<Property>,
    /// What stands in it.
    pub values: Values,
}

/// What stands in a row.
pub(super) enum Values {
    /// One value for all members.
    Shared(Vec<Line>),
    /// A cell for each member, in the order of the entry.
    Each(Vec<Cell>),
}

impl Row {
    /// How many lines the row is high.
    pub fn lines(&self) -> usize {
        let most = match &self.values {
            Values::Shared(lines) => lines.len(),
            Values::Each(cells) => cells.iter().map(Cell::height).max().unwrap_or_default(),
        };
        let names = 1 + usize::from(self.property.is_some_and(Property::can_be_copied));
        most.max(names)
    }
}

/// What stands in one line.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Line {
    /// Words.
    Text(String),
    /// Words that step back.
    Quiet(String),
    /// Code.
    Mono(String),
    /// An identifier, to be copied.
    Id(String),
    /// A state.
    State(MemberState),
    /// How the member differs.
    Differs(Part),
}

/// One member's part of a row.
#[derive(Default)]
pub(super) struct Cell {
    /// Whether it differs from the primary.
    pub differs: bool,
    /// Whether the policies can be compared line by line.
    pub has_difference: bool,
    /// What it says.
    pub lines: Vec<Line>,
}

impl Cell {
    fn of(lines: Vec<Line>) -> Self {
        Self { lines, ..Self::default() }
    }

    fn height(&self) -> usize {
        usize::from(self.differs) + self.lines.len() + usize::from(self.has_difference)
    }
}

/// Every row about what the members share.
pub(super) fn shared(family: &KeyFamily, entry: &Entry) -> Vec<Row> {
    let row = |name, hint, lines| Row { name, hint, property: None, values: Values::Shared(lines) };
    let replicas: Vec<_> = entry.members.iter().skip(1).map(|(region, _)| region.code().to_owned()).collect();
    let replicas = match replicas.len() {
        0 => "no replica".to_owned(),
        1 => format!("replica {}", replicas[0]),
        _ => format!("replicas {}", replicas.join(", ")),
    };
    let algorithms = algorithms(family.spec, family.usage).join(", ");
    vec![
        row(
            "Key ID",
            "The same in every Region for as long as the key lives",
            vec![Line::Id(family.id.to_string())],
        ),
        row("Key spec", "Permanent", vec![Line::Text(family.spec.name().to_owned())]),
        row("Key usage", "Permanent", vec![Line::Text(usage_name(family.usage).to_owned())]),
        row("Algorithms", "Follow from spec and usage", vec![Line::Text(algorithms)]),
        row("Origin", "Permanent", vec![Line::Text(origin_name(family.origin).to_owned())]),
        row(
            "Roles",
            "The primary is changed from the primary; every member tells the same",
            vec![Line::Text(format!("primary {} · {replicas}", family.primary))],
        ),
        row("Key material", material_hint(family), materials(family)),
        row("Rotation", "Set on the primary, for all members", rotation(family)),
    ]
}

fn material_hint(family: &KeyFamily) -> &'static str {
    match family.origin {
        Origin::External => "Its ID is shared; the bytes are imported into every Region by their owner",
        _ => "Every version; KMS copies new material to every member before any uses it",
    }
}

fn materials(family: &KeyFamily) -> Vec<Line> {
    let count = family.material.count();
    if count == 0 {
        return vec![Line::Quiet("Not imported yet".to_owned())];
    }
    let mut lines = Vec::new();
    for (version, material) in family.material.all().enumerate().collect::<Vec<_>>().into_iter().rev() {
        if lines.len() == SHOWN {
            lines.push(Line::Quiet(format!("and {} earlier", version + 1)));
            break;
        }
        let id = material.id.to_string();
        let standing = if version + 1 == count { "current since" } else { "since" };
        let short = crate::gui::widgets::shorten(&id, 12, 4);
        lines.push(Line::Mono(format!("v{} {short} {standing} {}", version + 1, material.since.date())));
    }
    lines
}

fn rotation(family: &KeyFamily) -> Vec<Line> {
    if let Rotates::Never(why) = Rotates::of(family.spec, family.origin) {
        return vec![Line::Quiet(format!("None. {why}"))];
    }
    let mut lines = vec![match &family.rotation.automatic {
        Some(automatic) => Line::Text(format!(
            "Automatic every {} days · next on {}",
            automatic.period_days,
            automatic.next.date_and_time()
        )),
        None => Line::Text("Not automatic".to_owned()),
    }];
    if let Some(rotation) = &family.rotation.in_progress {
        let reached = family.members.keys().filter(|region| rotation.reached.contains(region)).count();
        let all = family.members.len();
        lines.push(Line::Text(format!("In progress: {reached} of {all} members have the new material")));
    }
    lines.push(Line::Quiet(format!("{} rotations on demand so far", family.rotation.on_demand_used)));
    lines
}

/// Every row about what each member has for itself.
pub(super) fn independent(family: &KeyFamily, entry: &Entry, store: &KeyStore, now: Timestamp) -> Vec<Row> {
    let each = |cell: &dyn Fn(Region, &Member) -> Cell| {
        let members = entry.members.iter();
        let cells = members.map(|(region, _)| {
            family.members.get(region).map(|member| cell(*region, member)).unwrap_or_default()
        });
        Values::Each(cells.collect())
    };
    let plain = |name, hint, values| Row { name, hint, property: None, values };
    let mut rows: Vec<Row> = Property::ALL
        .into_iter()
        .map(|property| Row {
            name: property.name(),
            hint: hint(property),
            property: Some(property),
            values: each(&|region, member| cell(property, family, entry, region, member)),
        })
        .collect();
    rows.push(plain(
        "Deletion",
        "Scheduled in each Region for itself",
        each(&|_, member| {
            Cell::of(vec![match member.state {
                MemberState::PendingDeletion { date } => {
                    Line::Text(format!("{} · in {}", date.date(), time_left(date - now)))
                }
                MemberState::PendingReplicaDeletion { window_days } => {
                    Line::Text(format!("{window_days} days after the last replica"))
                }
                _ => Line::Quiet("None".to_owned()),
            }])
        }),
    ));
    if family.origin == Origin::External {
        rows.push(plain(
            "Imported",
            "Import state and expiration belong to each Region",
            each(&|_, member| Cell::of(vec![imported(family, member)])),
        ));
    }
    rows.push(plain(
        "Created",
        "A replica's is when it was replicated",
        each(&|_, member| Cell::of(vec![Line::Text(member.created.date_and_time())])),
    ));
    rows.push(plain(
        "Last use",
        "For cryptography, in this Region",
        each(&|region, _| {
            Cell::of(match store.last_use(&family.id, region) {
                Some(last) => {
                    vec![Line::Text(last.operation.name().to_owned()), Line::Quiet(last.time.date_and_time())]
                }
                None => vec![Line::Quiet("Never used".to_owned())],
            })
        }),
    ));
    rows.push(plain(
        "Key ARN",
        "Differs in the Region alone",
        each(&|region, _| Cell::of(vec![Line::Id(family.arn(region).to_string())])),
    ));
    rows
}

fn hint(property: Property) -> &'static str {
    match property {
        Property::Policy => "Put in each Region for itself; layout and the Region's own code are no drift",
        Property::Aliases => "Each Region has its own; the same names let the same code work everywhere",
        Property::Tags => "Tagged in each Region for itself",
        Property::Description => "Written in each Region for itself",
        Property::Grants => "Made in each Region for itself; compared by their terms",
        Property::State => "Enabled and disabled in each Region for itself; states that pass are no drift",
    }
}

fn imported(family: &KeyFamily, member: &Member) -> Line {
    let all = family.material.count();
    if member.imported.is_empty() {
        return Line::Quiet("No key material here".to_owned());
    }
    let expires = member.imported.values().filter_map(|it| it.valid_to).min();
    let present = family.material.all().filter(|it| member.imported.contains_key(&it.id)).count();
    let model = |it: &ImportedMaterial| it.valid_to.is_some();
    match expires.filter(|_| member.imported.values().any(model)) {
        Some(date) => Line::Text(format!("{present} of {all} · expires {}", date.date())),
        None => Line::Text(format!("{present} of {all} · does not expire")),
    }
}

/// A member's cell of a property that can drift.
fn cell(property: Property, family: &KeyFamily, entry: &Entry, region: Region, member: &Member) -> Cell {
    let drift = entry.drift(property).and_then(|drift| drift.members.get(&region));
    let parts: &[Part] = drift.map_or(&[], Vec::as_slice);
    let mut lines = match property {
        Property::Policy => policy(family, region, member, parts.is_empty()),
        Property::Aliases => {
            let names = entry.aliases_in(region).iter().map(|it| it.as_str().to_owned());
            common(names.collect(), parts, Line::Mono, "No alias")
        }
        Property::Tags => {
            let tags = member.tags.iter().map(|(key, value)| tag_text(key, value));
            common(tags.collect(), parts, Line::Text, "No tags")
        }
        Property::Description if member.description.is_empty() => vec![Line::Quiet("Empty".to_owned())],
        Property::Description => vec![Line::Text(member.description.clone())],
        Property::Grants => {
            let grants = member.grants.iter().take(if parts.is_empty() { SHOWN } else { 0 });
            let mut lines = vec![match member.grants.len() {
                0 => Line::Quiet("No grants".to_owned()),
                1 => Line::Text("1 grant".to_owned()),
                many => Line::Text(format!("{many} grants")),
            }];
            lines.extend(grants.map(|grant| Line::Quiet(grant_text(grant))));
            lines
        }
        Property::State => vec![Line::State(member.state)],
    };
    // What the value itself shows needs no second word.
    let told = !matches!(property, Property::Description | Property::State);
    let shown = parts.iter().take(SHOWN).filter(|_| told).cloned();
    lines.extend(shown.map(Line::Differs));
    if told && parts.len() > SHOWN {
        lines.push(Line::Quiet(format!("and {} more", parts.len() - SHOWN)));
    }
    let has_difference = property == Property::Policy && !parts.is_empty();
    Cell { differs: !parts.is_empty(), has_difference, lines }
}

fn policy(family: &KeyFamily, region: Region, member: &Member, same: bool) -> Vec<Line> {
    let count = member.policy.document().statements().len();
    let size = member.policy.text().len() as f64 / 1024.0;
    let noun = if count == 1 { "statement" } else { "statements" };
    let mut lines = vec![Line::Text(format!("{count} {noun} · {size:.1} KiB"))];
    if same && family.role(region) == Some(MultiRegionKeyType::Replica) {
        lines.push(Line::Quiet("Says the same as the primary's".to_owned()));
    }
    lines
}

/// What a member has in common with the primary; what only it has is told by its parts.
fn common(all: Vec<String>, parts: &[Part], line: fn(String) -> Line, none: &str) -> Vec<Line> {
    let own = |text: &String| {
        let by_part = |part: &Part| match part.sign {
            Sign::Also => part.text == *text,
            Sign::Other => part.text.starts_with(&format!("{text},")),
            Sign::Lacks => false,
        };
        parts.iter().any(by_part)
    };
    let empty = all.is_empty();
    let shared: Vec<String> = all.into_iter().filter(|it| !own(it)).collect();
    let rest = shared.len().saturating_sub(SHOWN);
    let mut lines: Vec<Line> = shared.into_iter().take(SHOWN).map(line).collect();
    if rest > 0 {
        lines.push(Line::Quiet(format!("and {rest} more")));
    }
    if empty {
        lines.push(Line::Quiet(none.to_owned()));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{super::overview::Overview, *};
    use crate::workloads::demo;

    #[test]
    fn the_rows_of_a_family_with_drift() {
        let world = demo::stage().expect("the demo").world;
        let mut overview = Overview::default();
        overview.update(&world);
        let entry = &overview.entries()[1];
        let family = world.store().family(&entry.key).expect("there");
        let rows = independent(family, entry, world.store(), world.now());
        let cells = |name: &str| match &rows.iter().find(|row| row.name == name).expect("a row").values {
            Values::Each(cells) => cells,
            Values::Shared(_) => panic!("{name} is independent"),
        };
        let tags = cells("Tags");
        assert_eq!(tags[0].lines, [Line::Text("Team = payments".into())]);
        assert!(!tags[0].differs && tags[1].differs);
        let lacks = Line::Differs(Part::lacks("Team = payments".into()));
        assert_eq!(tags[1].lines, [Line::Quiet("No tags".into()), lacks]);
        let policy = cells("Key policy");
        assert!(!policy[1].differs && policy[2].has_difference);
        assert!(policy[2].lines.contains(&Line::Differs(Part::lacks("“Allow use of the key”".into()))));
        assert!(!cells("Key state")[2].differs, "Creating passes by itself");
        for name in
            ["Key ID", "Key spec", "Key usage", "Algorithms", "Origin", "Roles", "Key material", "Rotation"]
        {
            let rows = shared(family, entry);
            let row = rows.iter().find(|row| row.name == name).expect("a shared row");
            assert!(matches!(&row.values, Values::Shared(lines) if !lines.is_empty()), "{name}");
        }
    }
}
