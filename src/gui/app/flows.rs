//! Running workloads whose data cross Regions.

use super::App;
use crate::workloads::FlowOrder;

impl App {
    /// Starts a workload, slow enough to be watched.
    pub(super) fn run_workload(&mut self, order: &FlowOrder) {
        let requests = order.first_requests();
        self.note_action(requests.iter().map(|(region, request)| (*region, request)));
        self.with_stage(|stage| stage.start_order(order));
        self.slow_down_to_watch();
    }
}
