//! Running workloads whose data cross Regions.

use super::App;
use crate::{gui::command_lines::CommandLine, workloads::FlowOrder};

impl App {
    /// Starts a workload, slow enough to be watched.
    pub(super) fn run_workload(&mut self, order: &FlowOrder) {
        let requests = order.first_requests();
        self.note_action(requests.iter().map(|(region, request)| (*region, request)));
        let caller = order.first_caller();
        if let Some(caller) = caller.and_then(|arn| self.desk.world().principals().with_acting_arn(arn)) {
            let line = |(region, request): &(_, _)| CommandLine::new(&caller.name, *region, request);
            self.desk.last_action = requests.iter().map(line).collect();
        }
        self.with_stage(|stage| stage.start_order(order));
        self.slow_down_to_watch();
    }
}
