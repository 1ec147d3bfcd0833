//! Starting load generators.

use super::App;
use crate::{
    gui::{flow::family_of, widgets::Tone},
    kms::{MemberState, Region},
    workloads::LoadOrder,
    world::World,
};

impl App {
    /// Starts a load generator; its records are written once before, where that is likely to go well.
    pub(super) fn start_traffic(&mut self, order: LoadOrder) {
        match first_writer(self.desk.world(), &order) {
            Some(first) => {
                self.with_stage(|stage| stage.start_load_with_records(order, first));
            }
            None => {
                self.toast(Tone::Warn, "No traffic was started", "Give at least one Region reads or writes.")
            }
        }
    }
}

/// Where the records of a load are written first: in a Region that is not dark, if there is one, with a key that works,
/// the key's home before others.
fn first_writer(world: &World, order: &LoadOrder) -> Option<Region> {
    let family = family_of(world, order);
    order.records.regions().min_by_key(|region| {
        let member = family.and_then(|family| family.members.get(region));
        let works = member.is_some_and(|it| it.state == MemberState::Enabled);
        let is_home = family.is_some_and(|family| family.primary == *region);
        (world.is_dark(*region), !works, !is_home)
    })
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, sync::Arc};

    use super::*;
    use crate::{
        kms::api::EncryptionContext,
        workloads::{Records, demo},
    };

    #[test]
    fn records_are_first_written_where_a_key_works_and_there_is_light() {
        let mut world = demo::stage().expect("the demo world").world;
        let [ap, eu, us] =
            ["ap-southeast-1", "eu-west-1", "us-east-1"].map(|it| Region::parse(it).expect("known"));
        let key = world
            .store()
            .aliases_in(us)
            .find(|(_, name, _)| name.short() == "global-encrypt")
            .map(|(_, _, alias)| alias.target.clone())
            .expect("in the demo world");
        let callers = [ap, eu, us].map(|region| (region, Arc::from("")));
        let records =
            Records::under_key(&world, &key, callers.into(), EncryptionContext::new()).expect("a key");
        let rates = BTreeMap::new();
        let mut order = LoadOrder { name: "a".into(), records, rates, names: 1, bytes: 1, lasts: None };
        assert_eq!(first_writer(&world, &order), Some(us), "home");
        world.set_dark(us, true);
        assert_eq!(first_writer(&world, &order), Some(eu), "the member in ap-southeast-1 is being created");
        world.set_dark(eu, true);
        assert_eq!(first_writer(&world, &order), Some(ap));
        world.set_dark(ap, true);
        assert_eq!(first_writer(&world, &order), Some(us));
        order.records.keys.clear();
        assert_eq!(first_writer(&world, &order), None);
    }
}
