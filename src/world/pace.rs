//! How long KMS itself takes over a call.

use super::{
    World,
    network::{in_cluster, round_trip},
};
use crate::kms::{
    KeyArn, Span,
    custom_key_store::{Backing, KeyPlace, PROXY_TIMEOUT, ProxyCall, ProxyRequest},
};

impl World {
    /// The time from a request's arrival at an endpoint to its answer, for a call that uses this member of a key: that
    /// of one call within the Region, and that of the HSM cluster or external key manager that keeps the key.
    pub fn time_in_kms(&self, key: &KeyArn) -> Span {
        let within = round_trip(key.region, key.region);
        let place = self.store.family(&key.key_id).and_then(|family| family.place.as_ref());
        place.map_or(within, |place| within + self.time_behind_store(key, place))
    }

    fn time_behind_store(&self, key: &KeyArn, place: &KeyPlace) -> Span {
        let Some(store) = self.store.custom_key_stores.get(key.region, place.store()) else {
            return Span::ZERO;
        };
        match &store.backing {
            Backing::CloudHsm(_) => in_cluster(),
            Backing::External(proxy) => {
                let request = ProxyRequest::GetHealthStatus;
                let call = ProxyCall { region: key.region, now: self.now, proxy, request };
                let manager = self.backends.managers().find(|manager| manager.is_at(&call));
                // KMS waits so long for a proxy, and no longer.
                manager.map_or(PROXY_TIMEOUT, |it| it.answer_time.min(PROXY_TIMEOUT))
            }
        }
    }
}
