//! The table of all that the window can do at once or after one more question. A new command gets a line here, and is
//! found. Its keys are those of `shell/shortcuts.rs`.

use super::entry::Entry;
use crate::{
    gui::{
        command::Command,
        desk::{Desk, Pace, Undoable, Workspace},
        journal::JournalPage,
        outage,
        principals::PrincipalQuestion,
        regions::{DialogKind, View, key_actions_of},
        shell::{PRESENTER_SCALES, next_presenter_scale, workspace_icon},
        theme::{Look, icons},
    },
    kms::{KeyId, Region},
    workloads::ways::{Traffic, Way},
};

/// What the window is like besides what the desk tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Appearance {
    /// The zoom factor.
    pub zoom: f32,
    /// The theme.
    pub look: Look,
}

/// The whole table, in the order in which it is shown while nothing is typed.
pub fn actions(desk: &Desk, appearance: Appearance) -> Vec<Entry> {
    let mut table = Vec::with_capacity(160);
    places(&mut table);
    selected_key(&mut table, desk);
    for region in desk.world().regions() {
        let title = format!("Create key in {region}…");
        table.push(Entry::action(title, icons::PLUS, Command::OpenWizard(*region)).about(region.name()));
    }
    clock(&mut table, desk);
    files(&mut table, desk);
    endpoint(&mut table, desk);
    command_lines(&mut table, desk);
    window(&mut table, desk, appearance);
    history(&mut table, desk);
    principals(&mut table, desk);
    regions(&mut table, desk);
    comparison(&mut table);
    table
}

fn comparison(table: &mut Vec<Entry>) {
    if let Some(traffic) = Traffic::of_seed_002(2) {
        let command = Command::Compare(Box::new(traffic), Way::SEED.to_vec());
        let entry =
            Entry::action("Compare the ways to share a key between Regions", icons::CHART_BAR, command);
        table.push(entry.about("On the usual traffic"));
    }
}

fn places(table: &mut Vec<Entry>) {
    for workspace in Workspace::ALL {
        let title = format!("Go to {}", workspace.name());
        table.push(Entry::action(title, workspace_icon(workspace), Command::Open(workspace)));
    }
    let traffic = Entry::action("Show the load generators", icons::CHART_BAR, Command::ShowTraffic(true));
    table.push(traffic.about("Traffic in Data flow"));
    for (view, title) in [
        (View::SideBySide, "Show Regions side by side"),
        (View::Table, "Show the key table"),
        (View::Families, "Show key families"),
    ] {
        table.push(Entry::action(title, icons::COLUMNS, Command::ShowView(view)).about("View of the keys"));
    }
}

/// What a dialog is about, from its key and Region.
type Kind = fn(KeyId, Region) -> DialogKind;

/// The dialogs about a key that are opened elsewhere than from the Key actions menu.
const KEY_DIALOGS: [(&str, &str, Kind); 3] = [
    ("Edit key policy…", icons::SHIELD, DialogKind::EditPolicy),
    ("Create alias…", icons::LINK, DialogKind::CreateAlias),
    ("Edit tags…", icons::TAG, DialogKind::EditTags),
];

/// What stands in the table while no key is selected, so that it can be found.
const KEY_ACTIONS: [(&str, &str); 9] = [
    ("Enable…", icons::CHECK_CIRCLE),
    ("Disable…", icons::PROHIBIT),
    ("Edit description…", icons::PENCIL),
    ("Replicate…", icons::COPY_SIMPLE),
    ("Change primary Region…", icons::CROWN),
    ("Rotate now…", icons::ARROWS_CLOCKWISE),
    ("Edit automatic rotation…", icons::ARROWS_CLOCKWISE),
    ("Create grant…", icons::USER),
    ("Schedule key deletion…", icons::TRASH),
];

fn selected_key(table: &mut Vec<Entry>, desk: &Desk) {
    let (Some(selected), Some((family, member))) = (&desk.selected, desk.selected_member()) else {
        let others = KEY_DIALOGS.iter().map(|(title, icon, _)| (*title, *icon));
        for (title, icon) in KEY_ACTIONS.into_iter().chain(others) {
            let entry = Entry::action(title, icon, Command::Select(None)).about("The selected key");
            table.push(entry.unless(Some("Select a key first")));
        }
        return;
    };
    let (key, region) = (&selected.key, selected.region);
    let about = format!("{} in {region}", desk.key_label(key, region));
    for action in key_actions_of(desk) {
        let command = Command::OpenDialog((action.kind)(key.clone(), region));
        table.push(Entry::action(action.text, action.icon, command).about(&about).unless(action.why_not));
    }
    let going = member.state.is_pending_deletion().then_some("Cancel the deletion first");
    for (title, icon, kind) in KEY_DIALOGS {
        let command = Command::OpenDialog(kind(key.clone(), region));
        table.push(Entry::action(title, icon, command).about(&about).unless(going));
    }
    let access = Command::ShowAccess(key.clone(), region);
    let access = Entry::action("Who can do what? (access, why denied)", icons::SHIELD_CHECK, access);
    table.push(access.about(&about));
    let mut copy = |title: &'static str, text: String| {
        table.push(Entry::action(title, icons::COPY, Command::Copy(text)).about(&about));
    };
    copy("Copy key ARN", family.arn(region).to_string());
    copy("Copy key ID", key.to_string());
    if let Some(alias) = desk.world().store().aliases_of(key, region).next() {
        copy("Copy alias", alias.to_string());
    }
    copy("Copy key policy", member.policy.text().to_owned());
    for other in family.members.keys().filter(|it| **it != region) {
        let title = format!("Go to the member in {other}");
        let command = Command::Inspect(key.clone(), *other);
        table.push(Entry::action(title, icons::ARROW_RIGHT, command).about(&about));
    }
    let unselect = Entry::action("Select no key", icons::X, Command::Select(None));
    table.push(unselect.about(&about));
}

fn clock(table: &mut Vec<Entry>, desk: &Desk) {
    let (title, icon, pace) = match desk.pace {
        Pace::Paused => ("Run the clock", icons::PLAY, Pace::RealTime),
        _ => ("Pause the clock", icons::PAUSE, Pace::Paused),
    };
    table.push(Entry::action(title, icon, Command::SetPace(pace)));
    let nothing = desk.world().next_event().is_none().then_some("Nothing is going to happen by itself");
    let next = Entry::action("Next event", icons::SKIP_FORWARD, Command::NextEvent);
    table.push(next.about("Jump to the next thing that happens by itself").unless(nothing));
    for (pace, title) in [
        (Pace::SlowMotion, "Clock: slow motion"),
        (Pace::RealTime, "Clock: real time"),
        (Pace::Minute, "Clock: a minute a second"),
        (Pace::Hour, "Clock: an hour a second"),
        (Pace::Day, "Clock: a day a second"),
    ] {
        let runs = (desk.pace == pace).then_some("It runs like this already");
        table.push(Entry::action(title, icons::CLOCK, Command::SetPace(pace)).unless(runs));
    }
}

fn files(table: &mut Vec<Entry>, desk: &Desk) {
    let mut add = |title: &'static str, icon, command| table.push(Entry::action(title, icon, command));
    add("New world", icons::PLUS, Command::NewWorld);
    add("Open demo world", icons::GLOBE, Command::OpenDemo);
    add("Open…", icons::FOLDER_OPEN, Command::OpenFile);
    add("Save", icons::FLOPPY, Command::Save);
    add("Save as…", icons::FLOPPY, Command::SaveAs);
    for path in &desk.recent {
        let name =
            path.file_name().map_or_else(|| path.display().to_string(), |it| it.to_string_lossy().into());
        let entry = Entry::action(format!("Open {name}"), icons::CLOCK, Command::OpenPath(path.clone()));
        table.push(entry.about(path.display().to_string()));
    }
    for work in &desk.work {
        let command = Command::CancelWork(work.id);
        table.push(Entry::action(format!("Cancel: {}", work.label), icons::STOP, command));
    }
}

fn endpoint(table: &mut Vec<Entry>, desk: &Desk) {
    let state = &desk.endpoint;
    let connect = Entry::action("Connect an AWS client…", icons::PLUGS, Command::OpenEndpointSheet);
    table.push(connect.about("Endpoint for AWS clients"));
    match &state.url {
        Some(url) => {
            table.push(Entry::action("Stop the endpoint", icons::PLUGS, Command::StopEndpoint).about(url));
            let copy = Command::Copy(url.clone());
            table.push(Entry::action("Copy the endpoint’s address", icons::COPY, copy).about(url));
        }
        None => {
            let start = Command::StartEndpoint { port: state.port, strict: state.strict };
            let entry = Entry::action("Start the endpoint", icons::PLUGS_CONNECTED, start);
            table.push(entry.about(format!("127.0.0.1:{}", state.port)));
        }
    }
}

fn command_lines(table: &mut Vec<Entry>, desk: &Desk) {
    let lines = || desk.command_lines().collect::<Vec<_>>().join("\n");
    let nothing = (desk.command_lines().len() == 0).then_some("Nothing was done yet");
    let copy = Entry::action("Copy the aws kms lines", icons::COPY, Command::Copy(lines()));
    table.push(copy.about("What was done last").unless(nothing));
    let open =
        Entry::action("Open the aws kms lines in Shell", icons::TERMINAL, Command::OpenInShell(lines()));
    table.push(open.about("What was done last").unless(nothing));
    let import =
        Entry::action("Import a file into the shell’s folder…", icons::UPLOAD, Command::ImportIntoShell);
    table.push(import);
}

fn window(table: &mut Vec<Entry>, desk: &Desk, appearance: Appearance) {
    let Appearance { zoom, look } = appearance;
    let (title, icon) =
        if look == Look::Light { ("Dark theme", icons::MOON) } else { ("Light theme", icons::SUN) };
    table.push(Entry::action(title, icon, Command::ToggleTheme));
    let contrast = Entry::action("High contrast", icons::EYE, Command::SetLook(Look::HighContrast));
    table.push(contrast.unless((look == Look::HighContrast).then_some("This is the theme already")));
    let (title, reduced) = match desk.reduced_motion {
        true => ("Allow motion", false),
        false => ("Reduce motion", true),
    };
    table.push(Entry::action(title, icons::SLIDERS, Command::SetReducedMotion(reduced)));
    let next = Command::SetZoom(next_presenter_scale(zoom));
    table.push(Entry::action("Next presenter scale", icons::PRESENTATION, next));
    for scale in PRESENTER_SCALES {
        let title = format!("Scale: {:.0} %", scale * 100.0);
        let present = ((zoom - scale).abs() < 0.01).then_some("This is the scale already");
        table.push(Entry::action(title, icons::PRESENTATION, Command::SetZoom(scale)).unless(present));
    }
}

fn history(table: &mut Vec<Entry>, desk: &Desk) {
    let Undoable { undo, redo } = &desk.undoable;
    let mut step = |title: &'static str, icon, command, what: &Option<String>| {
        let entry = Entry::action(title, icon, command).about(what.as_deref().unwrap_or_default());
        table.push(entry.unless(what.is_none().then_some("There is nothing")));
    };
    step("Undo", icons::ARROW_COUNTER_CLOCKWISE, Command::Undo, undo);
    step("Redo", icons::ARROW_CLOCKWISE, Command::Redo, redo);
    step("Save what I did as a script…", icons::FLOPPY, Command::SaveScript, undo);
    let done = Command::OpenJournal(JournalPage::Done);
    table.push(Entry::action("What I did", icons::LIST_DASHES, done).about("As aws kms lines"));
    let notices = Command::OpenJournal(JournalPage::Notices);
    table.push(Entry::action("Notifications", icons::BELL, notices));
}

fn principals(table: &mut Vec<Entry>, desk: &Desk) {
    for (title, icon, question) in [
        ("New user…", icons::USER, PrincipalQuestion::NewUser),
        ("New role…", icons::USER_GEAR, PrincipalQuestion::NewRole),
        ("New account…", icons::SHIELD, PrincipalQuestion::NewAccount),
    ] {
        table.push(Entry::action(title, icon, Command::AskPrincipal(question)).about("Principals"));
    }
    for principal in desk.world().principals().iter() {
        let acts = (principal.name == desk.acting).then_some("This principal acts already");
        let command = Command::ActAs(principal.name.clone());
        let title = format!("Act as {}", principal.name);
        let entry = Entry::action(title, super::principal_icon(principal), command);
        table.push(entry.about(&principal.note).unless(acts));
    }
    let copy = Command::Copy(desk.acting_arn().to_string());
    table.push(Entry::action("Copy the acting ARN", icons::COPY, copy).about(&desk.acting));
}

fn regions(table: &mut Vec<Entry>, desk: &Desk) {
    let add = Entry::action("Add Region…", icons::GLOBE, Command::OpenDialog(DialogKind::AddRegion));
    table.push(add);
    let world = desk.world();
    let shown = world.regions();
    for region in shown {
        let keys = world.store().key_count_in(*region) > 0;
        let why = match (keys, shown.len()) {
            (true, _) => Some("It still has keys"),
            (false, 1) => Some("A world needs at least one Region"),
            (false, _) => None,
        };
        let entry =
            Entry::action(format!("Remove Region {region}"), icons::MINUS, Command::RemoveRegion(*region));
        table.push(entry.about(region.name()).unless(why));
    }
    for region in shown {
        let (text, icon, command) = outage::offer(desk, *region);
        table.push(Entry::action(format!("{text}: {region}"), icon, command).about(region.name()));
    }
    for region in Region::all().filter(|it| it.partition() == world.partition() && !shown.contains(it)) {
        let entry = Entry::action(format!("Add Region {region}"), icons::GLOBE, Command::AddRegion(region));
        table.push(entry.about(region.name()));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{
        gui::{desk::Selected, shell::shortcut_list},
        workloads::{Stage, demo},
    };

    const LOOK: Appearance = Appearance { zoom: 1.0, look: Look::Dark };

    fn demo_desk() -> Desk {
        let mut desk = Desk::new(demo::stage().expect("the demo world"));
        let region = desk.world().regions()[0];
        let key = desk.world().store().keys_in(region).next().expect("keys").clone();
        desk.selected = Some(Selected { key, region });
        let step = Some("DisableKey in us-east-1".to_owned());
        desk.undoable = Undoable { undo: step.clone(), redo: step };
        desk
    }

    #[test]
    fn every_shortcut_is_in_the_table() {
        for pace in [Pace::Paused, Pace::Day] {
            let mut desk = demo_desk();
            desk.pace = pace;
            let table = actions(&desk, LOOK);
            for (keys, command) in shortcut_list(LOOK.zoom, pace) {
                // The palette needs no line that opens the palette.
                let there =
                    command == Command::OpenPalette || table.iter().any(|it| it.run.as_ref() == Ok(&command));
                assert!(there, "{keys} does {command:?}, which the palette has not");
            }
        }
    }

    #[test]
    fn no_two_lines_are_the_same() {
        for desk in [demo_desk(), Desk::new(Stage::new(1))] {
            let table = actions(&desk, LOOK);
            let distinct: BTreeSet<(&str, &str)> =
                table.iter().map(|it| (it.title.as_ref(), it.context.as_str())).collect();
            assert_eq!(distinct.len(), table.len());
        }
    }

    #[test]
    fn what_cannot_be_done_says_why() {
        let empty = actions(&Desk::new(Stage::new(1)), LOOK);
        let reason = |table: &[Entry], title: &str| {
            let found = table.iter().find(|it| it.title == title).unwrap_or_else(|| panic!("{title}"));
            found.run.clone().err().unwrap_or_default()
        };
        assert_eq!(reason(&empty, "Replicate…"), "Select a key first");
        assert_eq!(reason(&empty, "Next event"), "Nothing is going to happen by itself");
        assert_eq!(reason(&empty, "Act as alice"), "This principal acts already");
        assert_eq!(reason(&actions(&demo_desk(), LOOK), "Remove Region us-east-1"), "It still has keys");
    }
}
