//! The custom key stores of the wizard's Region, as DescribeCustomKeyStores answers whoever acts.

use std::sync::Arc;

use crate::{
    gui::{desk::Desk, trail::WorldStamp},
    kms::{
        Region,
        api::{CustomKeyStoresListEntry, DescribeCustomKeyStoresRequest},
    },
};

/// The last answer, and what it was given for.
#[derive(Default)]
pub(super) struct StoresHere {
    asked: Option<(WorldStamp, Arc<str>)>,
    stores: Vec<CustomKeyStoresListEntry>,
}

impl StoresHere {
    /// Asks a copy of the world, so that looking leaves no event in the trail, if it has changed or another acts.
    /// Who may not list stores sees none.
    pub(super) fn update(&mut self, desk: &Desk, region: Region) {
        let asked = (WorldStamp::of(desk.world()), desk.acting_arn());
        if self.asked.as_ref() == Some(&asked) {
            return;
        }
        let request = DescribeCustomKeyStoresRequest::default();
        let answer = desk.world().clone().ask(region, &asked.1, request);
        self.stores = answer.map(|answer| answer.custom_key_stores).unwrap_or_default();
        self.asked = Some(asked);
    }

    /// The stores.
    pub(super) fn all(&self) -> &[CustomKeyStoresListEntry] {
        &self.stores
    }
}
