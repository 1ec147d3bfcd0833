//! Running workloads whose data cross Regions.

use super::App;
use crate::{
    kms::{Region, api::Operation},
    workloads::FlowOrder,
};

impl App {
    /// Starts a workload, slow enough to be watched. Told as done are the calls that it really begins with: a service
    /// with a bucket key at hand asks nobody, and nothing is asked in a dark Region.
    pub(super) fn run_workload(&mut self, order: &FlowOrder) {
        let mut requests = order.first_requests();
        let started = self.with_stage(|stage| stage.start_order(order));
        let flows = &self.desk.stage.flows;
        let calls: Vec<(Region, Operation)> = started
            .iter()
            .filter_map(|id| flows.get(*id)?.calls().next())
            .map(|(_, call)| (call.endpoint, call.operation))
            .collect();
        requests.retain(|(region, request)| calls.contains(&(*region, request.operation())));
        self.note_action(requests.iter().map(|(region, request)| (*region, request)));
        self.slow_down_to_watch();
    }
}
