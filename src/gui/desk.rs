//! What the window knows: the stage as it is in this frame, who acts, what is selected.
//!
//! Workspaces read the desk and answer with [`Command`](super::command::Command)s; nothing but
//! [`App`](super::app::App) changes it.

use std::{borrow::Cow, path::PathBuf, sync::Arc};

use super::{
    command_lines::CommandLine,
    journal::{Done, Notice},
    theme::{RegionMark, space},
    widgets::Toast,
};
use crate::{
    endpoint::Refused,
    kms::{KeyFamily, KeyId, Member, Region},
    workloads::Stage,
    world::{Principal, World},
};

/// The workspaces of the rail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Workspace {
    /// What exists where, and what belongs together?
    Regions,
    /// What travels, and where is it opened?
    DataFlow,
    /// Who did what, where?
    CloudTrail,
    /// Which way to share a key between Regions costs what?
    Compare,
    /// Who may act, and with what?
    Principals,
    /// How do I say it in the CLI?
    Shell,
}

impl Workspace {
    /// All of them, in the rail's order.
    pub const ALL: [Self; 6] =
        [Self::Regions, Self::DataFlow, Self::CloudTrail, Self::Compare, Self::Principals, Self::Shell];

    /// The workspace's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Regions => "Regions",
            Self::DataFlow => "Data flow",
            Self::CloudTrail => "CloudTrail",
            Self::Compare => "Compare",
            Self::Principals => "Principals",
            Self::Shell => "Shell",
        }
    }
}

/// How fast the simulated clock runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// It stands still.
    Paused,
    /// Twenty times slower than life, so that a packet can be followed by eye.
    SlowMotion,
    /// As in life.
    RealTime,
    /// A minute a second.
    Minute,
    /// An hour a second.
    Hour,
    /// A day a second.
    Day,
}

impl Pace {
    /// All of them, slowest first.
    pub const ALL: [Self; 6] =
        [Self::Paused, Self::SlowMotion, Self::RealTime, Self::Minute, Self::Hour, Self::Day];

    /// Simulated seconds in a second of life.
    pub fn factor(self) -> f64 {
        match self {
            Self::Paused => 0.0,
            Self::SlowMotion => 0.05,
            Self::RealTime => 1.0,
            Self::Minute => 60.0,
            Self::Hour => 3600.0,
            Self::Day => 86_400.0,
        }
    }
}

/// One member of a key, as a person points at it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Selected {
    /// The key.
    pub key: KeyId,
    /// The member's Region.
    pub region: Region,
}

/// What a piece of work counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Bytes of files.
    Bytes,
    /// Ways that are compared.
    Ways,
}

/// Work that goes on beside the window.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// Numbers the work, to cancel it by.
    pub id: u64,
    /// What is done, such as `Encrypting report.pdf`.
    pub label: String,
    /// What is counted.
    pub counted: Counted,
    /// How many are done.
    pub done: u64,
    /// How many there are in all.
    pub all: u64,
}

/// The endpoint for AWS clients.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EndpointState {
    /// Where clients reach it, if it runs.
    pub url: Option<String>,
    /// The port that it was started on last.
    pub port: u16,
    /// Whether unknown access keys are refused.
    pub strict: bool,
    /// How many calls it has answered.
    pub calls: u64,
    /// How many requests it has refused before they came to KMS.
    pub refused: u64,
    /// The last of those.
    pub last_refusal: Option<Refused>,
    /// Why it could not be started.
    pub problem: Option<String>,
}

/// What undo and redo would do now, by the titles of actions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Undoable {
    /// What undo takes back.
    pub undo: Option<String>,
    /// What redo brings back.
    pub redo: Option<String>,
}

/// What the window knows.
pub struct Desk {
    /// The stage as it is in this frame: a cheap clone of the shared one.
    pub stage: Stage,
    /// The name of the principal who acts.
    pub acting: String,
    /// The open workspace.
    pub workspace: Workspace,
    /// The member that is selected.
    pub selected: Option<Selected>,
    /// How fast the clock runs.
    pub pace: Pace,
    /// Whether the clock was slowed down for something to be watched, and will take up its pace again.
    pub slowed_down: bool,
    /// How much of its pace the clock has kept lately: 1, or less while more happens than a frame has time for.
    pub clock_share: f64,
    /// The `aws kms` lines that do what was done last, in the order of the calls.
    pub(super) last_action: Vec<CommandLine>,
    /// Whether KMS refused it, so that nothing was changed.
    pub last_refused: bool,
    /// The file that is open.
    pub path: Option<PathBuf>,
    /// Whether there is something to save.
    pub unsaved: bool,
    /// The way whose compared run is visited, while the open world waits.
    pub visiting: Option<String>,
    /// Files opened and saved before, latest first.
    pub recent: Vec<PathBuf>,
    /// Work beside the window.
    pub work: Vec<Work>,
    /// The endpoint for AWS clients.
    pub endpoint: EndpointState,
    /// What was done and not undone, oldest first.
    pub done: Vec<Done>,
    /// What undo and redo would do now.
    pub undoable: Undoable,
    /// The news that is told now, oldest first.
    pub toasts: Vec<Toast>,
    /// What toasts told, oldest first.
    pub notices: Vec<Notice>,
    /// How many of them nobody has looked at.
    pub unread: usize,
    /// Whether nothing is to move for the eye alone.
    pub reduced_motion: bool,
    /// How wide the inspector is, in points.
    pub inspector_width: f32,
}

impl Desk {
    /// A desk in front of a stage, with the clock paused and alice acting.
    pub fn new(stage: Stage) -> Self {
        Self {
            stage,
            acting: "alice".to_owned(),
            workspace: Workspace::Regions,
            selected: None,
            pace: Pace::Paused,
            slowed_down: false,
            clock_share: 1.0,
            last_action: Vec::new(),
            last_refused: false,
            path: None,
            unsaved: false,
            visiting: None,
            recent: Vec::new(),
            work: Vec::new(),
            endpoint: EndpointState::default(),
            done: Vec::new(),
            undoable: Undoable::default(),
            toasts: Vec::new(),
            notices: Vec::new(),
            unread: 0,
            reduced_motion: false,
            inspector_width: space::INSPECTOR,
        }
    }

    /// The world of this frame.
    pub fn world(&self) -> &World {
        &self.stage.world
    }

    /// Who acts.
    pub fn acting_principal(&self) -> Option<&Principal> {
        self.world().principals().named(&self.acting)
    }

    /// The `aws kms` lines that do what was done last, for a shell in which the acting principal acts.
    pub fn command_lines(&self) -> impl ExactSizeIterator<Item = Cow<'_, str>> + DoubleEndedIterator {
        self.last_action.iter().map(|line| line.for_acting(&self.acting))
    }

    /// The ARN under which the acting principal makes calls.
    pub fn acting_arn(&self) -> Arc<str> {
        self.acting_principal().map(Principal::acting_arn).unwrap_or_default().into()
    }

    /// Where a Region stands in the window's order; chooses its colour, letter and shape. Regions that the world does
    /// not have (a call to one is an event, too) have the neutral mark.
    pub fn region_index(&self, region: Region) -> usize {
        self.world().regions().iter().position(|it| *it == region).unwrap_or(RegionMark::UNSHOWN)
    }

    /// A key and its member in a Region.
    pub fn member(&self, key: &KeyId, region: Region) -> Option<(&KeyFamily, &Member)> {
        self.world().store().member(key, region)
    }

    /// The selected key and member.
    pub fn selected_member(&self) -> Option<(&KeyFamily, &Member)> {
        let selected = self.selected.as_ref()?;
        self.member(&selected.key, selected.region)
    }

    /// What people call a key in a Region: its first alias there without the prefix, or else its id.
    pub fn key_label(&self, key: &KeyId, region: Region) -> String {
        let alias = self.world().store().aliases_of(key, region).next();
        alias.map_or_else(|| key.to_string(), |alias| alias.short().to_owned())
    }
}
