//! How long bytes take between Regions: measured where a public measurement exists, estimated elsewhere.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::kms::{Region, Span};

#[derive(Deserialize)]
struct LatencyTable {
    regions: Vec<Region>,
    round_trip_ms: Vec<Vec<f64>>,
    base_ms: f64,
    per_km_ms: f64,
    floor_ms: f64,
    in_region_ms: f64,
    in_cluster_ms: f64,
}

fn table() -> &'static LatencyTable {
    static TABLE: OnceLock<LatencyTable> = OnceLock::new();
    TABLE.get_or_init(|| {
        ron::from_str(include_str!("../../assets/data/latency.ron"))
            .expect("the embedded table is read by a test of this file")
    })
}

/// The average time from one Region to another and back; within a Region, the time of one KMS call.
pub fn round_trip(from: Region, to: Region) -> Span {
    // Asked for every packet, so each pair is worked out but once.
    static ALL: OnceLock<Vec<Vec<Span>>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        Region::all().map(|from| Region::all().map(|to| work_out_round_trip(from, to)).collect()).collect()
    });
    all[from.number()][to.number()]
}

fn work_out_round_trip(from: Region, to: Region) -> Span {
    let table = table();
    if from == to {
        return Span::millis_f64(table.in_region_ms);
    }
    let place = |region| table.regions.iter().position(|it| *it == region);
    let millis = match (place(from), place(to)) {
        (Some(row), Some(column)) => table.round_trip_ms[row][column],
        _ => (table.base_ms + table.per_km_ms * great_circle_km(from, to)).max(table.floor_ms),
    };
    Span::millis_f64(millis)
}

/// How long one operation of an HSM takes in a CloudHSM cluster behind a custom key store.
pub(super) fn in_cluster() -> Span {
    Span::millis_f64(table().in_cluster_ms)
}

/// Half of [`round_trip`].
pub fn one_way(from: Region, to: Region) -> Span {
    Span::micros(round_trip(from, to).as_micros() / 2)
}

/// The distance between two Regions on the sphere, in kilometres (haversine formula).
fn great_circle_km(from: Region, to: Region) -> f64 {
    const EARTH_RADIUS_KM: f64 = 6371.0;
    let ((lat_a, lon_a), (lat_b, lon_b)) = (from.position(), to.position());
    let half = |a: f64, b: f64| ((b - a).to_radians() / 2.0).sin().powi(2);
    let h = half(lat_a, lat_b) + lat_a.to_radians().cos() * lat_b.to_radians().cos() * half(lon_a, lon_b);
    2.0 * EARTH_RADIUS_KM * h.sqrt().asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(code: &str) -> Region {
        code.parse().expect("known")
    }

    #[test]
    fn measured_pairs_come_from_the_table() {
        assert_eq!(round_trip(region("us-east-1"), region("eu-west-1")), Span::millis_f64(80.55));
        assert_eq!(one_way(region("us-east-1"), region("eu-west-1")), Span::micros(40_275));
        assert_eq!(round_trip(region("sa-east-1"), region("ap-southeast-1")), Span::millis_f64(328.1));
    }

    #[test]
    fn other_pairs_are_estimated_from_their_distance() {
        let near = round_trip(region("eu-west-2"), region("eu-west-3")).as_millis_f64();
        let far = round_trip(region("eu-west-2"), region("ap-southeast-6")).as_millis_f64();
        assert!((19.0..30.0).contains(&near), "{near}");
        assert!((250.0..350.0).contains(&far), "{far}");
    }

    #[test]
    fn every_pair_of_regions_has_a_latency() {
        for from in Region::all() {
            for to in Region::all() {
                assert!(round_trip(from, to) > Span::ZERO, "{from} {to}");
            }
        }
    }
}
