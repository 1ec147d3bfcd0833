//! Starting load generators.

use super::App;
use crate::{gui::widgets::Tone, kms::Region, workloads::LoadOrder};

impl App {
    /// Starts a load generator; its records are written once before, where a key of the load is and can be reached.
    pub(super) fn start_traffic(&mut self, order: LoadOrder) {
        let Some(first) = first_writer(&order, |region| self.desk.world().is_dark(region)) else {
            self.toast(Tone::Warn, "No traffic was started", "Give at least one Region reads or writes.");
            return;
        };
        self.with_stage(|stage| stage.start_load_with_records(order, first));
    }
}

/// Where the records of a load are written first: beside a key of its writers, in a Region that is not dark if there is
/// one.
fn first_writer(order: &LoadOrder, is_dark: impl Fn(Region) -> bool) -> Option<Region> {
    let has_key = |region: Region| {
        let keys = order.records.keys.get(&region).into_iter().flatten();
        keys.into_iter().any(|key| key.endpoint == region)
    };
    order.records.regions().min_by_key(|region| (is_dark(*region), !has_key(*region)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{
        kms::api::EncryptionContext,
        workloads::{Client, KeyAt, Records},
    };

    #[test]
    fn records_are_first_written_beside_a_key_where_there_is_light() {
        let [ap, eu, us] =
            ["ap-south-1", "eu-west-1", "us-east-1"].map(|it| Region::parse(it).expect("known"));
        let key_in = |endpoint| vec![KeyAt { endpoint, key_id: "alias/a".to_owned() }];
        let records = Records {
            keys: BTreeMap::from([(ap, key_in(us)), (eu, key_in(eu)), (us, key_in(us))]),
            reader: Client::MultiRegionAware,
            callers: BTreeMap::new(),
            context: EncryptionContext::new(),
        };
        let order =
            LoadOrder { name: "a".into(), records, rates: BTreeMap::new(), names: 1, bytes: 1, lasts: None };
        assert_eq!(first_writer(&order, |_| false), Some(eu));
        assert_eq!(first_writer(&order, |region| region == eu), Some(us));
        assert_eq!(first_writer(&order, |region| region != ap), Some(ap));
        assert!(first_writer(&order, |_| true).is_some());
    }
}
