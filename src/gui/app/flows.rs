//! Running workloads whose data cross Regions.

use super::App;
use crate::{
    gui::command_lines::CommandLine,
    workloads::{Deed, Flow, FlowOrder, Local},
};

impl App {
    /// Starts a workload, slow enough to be watched. Told as done are the calls that it begins with, if it does: a service
    /// with a bucket key at hand asks nobody, and nothing is asked in a dark Region.
    pub(super) fn run_workload(&mut self, order: &FlowOrder) {
        let mut requests = order.first_requests();
        let started = self.with_stage(|stage| stage.start_order(order));
        let flows: Vec<&Flow> = started.iter().filter_map(|id| self.desk.stage.flows.get(*id)).collect();
        requests.retain(|(region, request)| {
            flows.iter().any(|flow| match flow.calls().next() {
                Some((_, call)) => (call.endpoint, call.operation) == (*region, request.operation()),
                // What has to cross first is asked about when it has arrived.
                None => flow.outcome.is_none() && !used_bucket_key(flow),
            })
        });
        self.note_action(requests.iter().map(|(region, request)| (*region, request)));
        let caller = order.first_caller();
        if let Some(caller) = caller.and_then(|arn| self.desk.world().principals().with_acting_arn(arn)) {
            let line = |(region, request): &(_, _)| CommandLine::new(&caller.name, *region, request);
            self.desk.last_action = requests.iter().map(line).collect();
        }
        self.slow_down_to_watch();
    }
}

fn used_bucket_key(flow: &Flow) -> bool {
    flow.steps.iter().any(|step| matches!(step.what, Deed::Local(Local::UsedBucketKey)))
}
