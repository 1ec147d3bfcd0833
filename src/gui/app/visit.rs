//! Looking at the world of a compared run. The open world waits meanwhile as it is: its clock stands still, AWS clients
//! still talk to it, and it comes back when the visit is over.

use super::{App, history::History, world_files::Autosaved};
use crate::{
    gui::{
        desk::{Pace, Selected, Workspace},
        flow::FlowView,
        regions::RegionsView,
        trail::TrailView,
    },
    workloads::{FlowId, SharedStage, ways::Way},
};

/// The open world while another is visited, with what belongs to it.
pub(super) struct Home {
    shared: SharedStage,
    path: Option<std::path::PathBuf>,
    saved_version: Option<u64>,
    autosaved: Autosaved,
    heard: u64,
    history: History,
    selected: Option<Selected>,
    pace: Pace,
    regions: RegionsView,
    flow: FlowView,
    trail: TrailView,
}

impl App {
    /// Shows the world of a way's run as it was in the end, and one of its flows before all others. It stands still.
    pub(super) fn visit_run(&mut self, way: Way, flow: Option<FlowId>) {
        let Some(stage) = self.compare.stage_of(way) else { return };
        // From a visit one comes home all the same.
        let home = self.home.take().unwrap_or_else(|| Box::new(self.leave_home()));
        self.put(SharedStage::new(stage));
        self.home = Some(home);
        self.desk.path = None;
        self.desk.visiting = Some(way.label().to_owned());
        self.set_title();
        self.set_pace(Pace::Paused);
        self.refresh();
        self.desk.workspace = Workspace::DataFlow;
        if let Some(flow) = flow {
            self.flow.choose_flow(&self.desk, flow);
        }
    }

    fn leave_home(&mut self) -> Home {
        Home {
            shared: self.shared.clone(),
            path: self.desk.path.take(),
            saved_version: self.saved_version,
            autosaved: std::mem::take(&mut self.autosaved),
            heard: self.heard,
            history: std::mem::take(&mut self.history),
            selected: self.desk.selected.take(),
            pace: self.desk.pace,
            regions: std::mem::take(&mut self.regions),
            flow: std::mem::take(&mut self.flow),
            trail: std::mem::take(&mut self.trail),
        }
    }

    /// Ends a visit, if there is one: the open world is as it was left.
    pub(super) fn go_home(&mut self) {
        let Some(home) = self.home.take() else { return };
        self.put(home.shared);
        self.desk.path = home.path;
        self.saved_version = home.saved_version;
        self.autosaved = home.autosaved;
        self.heard = home.heard;
        self.history = home.history;
        self.desk.selected = home.selected;
        self.regions = home.regions;
        self.flow = home.flow;
        self.trail = home.trail;
        self.set_title();
        self.set_pace(home.pace);
        self.refresh();
        self.let_somebody_act();
    }
}
