//! Running workloads whose data cross Regions.

use super::App;
use crate::{
    gui::command_lines::CommandLine,
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
        let caller = order.first_caller();
        if let Some(caller) = caller.and_then(|arn| self.desk.world().principals().with_acting_arn(arn)) {
            let line = |(region, request): &(_, _)| CommandLine::new(&caller.name, *region, request);
            self.desk.last_action = requests.iter().map(line).collect();
        }
        self.slow_down_to_watch();
    }
}
