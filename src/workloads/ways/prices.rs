//! What a way costs, by a table of prices.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::workloads::Stage;

/// The days of a month in which costs are told.
const MONTH_DAYS: u32 = 30;

/// Prices in US dollars.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Prices {
    /// The month to which they were looked up, as `2026-11`.
    pub as_of: String,
    /// A key a month; every member of a multi-Region key is one.
    pub key_month: f64,
    /// What a key costs more a month after a rotation.
    pub rotation_month: f64,
    /// So many rotations cost more, later ones nothing.
    pub charged_rotations: usize,
    /// 10,000 requests to symmetric keys.
    pub per_ten_thousand_requests: f64,
    /// 10^9 bytes from one Region to another.
    pub per_gigabyte_between_regions: f64,
    /// One HSM of a CloudHSM cluster for an hour.
    pub hsm_hour: f64,
}

/// The table of prices.
pub fn prices() -> &'static Prices {
    static PRICES: OnceLock<Prices> = OnceLock::new();
    PRICES.get_or_init(|| {
        ron::from_str(include_str!("../../../assets/data/prices.ron"))
            .expect("the embedded prices are read by a test of this file")
    })
}

/// What a way costs a month of 30 days, in US dollars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MonthlyCost {
    /// The keys with their rotations.
    pub keys: f64,
    /// The requests.
    pub requests: f64,
    /// The bytes between Regions.
    pub transfer: f64,
    /// The HSMs of CloudHSM clusters behind custom key stores.
    pub hsms: f64,
}

impl MonthlyCost {
    /// All of it.
    pub fn total(&self) -> f64 {
        self.keys + self.requests + self.transfer + self.hsms
    }

    /// The keys that a stage has now, and requests and bytes that came in so many seconds, as if they came so all month.
    pub(super) fn of(stage: &Stage, (requests, bytes): (u64, u64), seconds: u32) -> Self {
        let prices = prices();
        let store = stage.world.store();
        let keys = store.families().map(|family| {
            let rotations = family.material.count().saturating_sub(1).min(prices.charged_rotations);
            // Every member is charged like a key.
            family.members.len() as f64 * (prices.key_month + rotations as f64 * prices.rotation_month)
        });
        let clusters = store.custom_key_stores.iter().filter_map(|store| store.cluster());
        let hsms =
            clusters.filter_map(|it| stage.world.backends().cluster(&it.cluster)).map(|it| it.hsms.len());
        let a_month = f64::from(MONTH_DAYS) * 86_400.0 / f64::from(seconds.max(1));
        Self {
            keys: keys.sum(),
            requests: requests as f64 * a_month / 1e4 * prices.per_ten_thousand_requests,
            transfer: bytes as f64 * a_month / 1e9 * prices.per_gigabyte_between_regions,
            hsms: hsms.sum::<usize>() as f64 * f64::from(MONTH_DAYS) * 24.0 * prices.hsm_hour,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_prices_can_be_read() {
        let prices = prices();
        assert!(prices.as_of.starts_with("20") && prices.key_month > 0.0 && prices.hsm_hour > 0.0);
        let empty = MonthlyCost::of(&Stage::new(1), (10_000, 0), MONTH_DAYS * 86_400);
        assert!((empty.total() - prices.per_ten_thousand_requests).abs() < 1e-9);
    }
}
