//! Who stands where in the sequence: for each Region a lane of its workload and one of its KMS, side by side.

use crate::kms::Region;

/// What stands in a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::gui::flow) enum LaneKind {
    /// A client or a service that uses KMS.
    Workload,
    /// KMS's endpoint.
    Kms,
}

/// A lane of the sequence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::gui::flow) struct Lane {
    /// Its Region.
    pub region: Region,
    /// What stands in it.
    pub kind: LaneKind,
    /// What people call it.
    pub name: String,
}

impl Lane {
    /// Who stands in it, without the Region's code.
    pub fn who(&self) -> &str {
        self.name.strip_suffix(self.region.code()).map_or(self.name.as_str(), str::trim_end)
    }
}

/// Collects who takes part, and gives each a lane.
#[derive(Default)]
pub(super) struct Lanes {
    /// In the order of appearance.
    regions: Vec<Region>,
    taking_part: Vec<(Region, LaneKind)>,
}

impl Lanes {
    /// Notes that somebody takes part.
    pub fn note(&mut self, region: Region, kind: LaneKind) {
        if !self.regions.contains(&region) {
            self.regions.push(region);
        }
        if !self.taking_part.contains(&(region, kind)) {
            self.taking_part.push((region, kind));
        }
    }

    /// The lanes from top to bottom. The first Region's KMS stands above its workload and every other's below, so that
    /// what goes from workload to workload crosses as few lanes as can be.
    pub fn into_lanes(self, name: impl Fn(Region) -> String) -> Vec<Lane> {
        let mut lanes = Vec::new();
        for (number, region) in self.regions.iter().enumerate() {
            let mut kinds = [LaneKind::Workload, LaneKind::Kms];
            if number == 0 {
                kinds.reverse();
            }
            for kind in kinds.into_iter().filter(|kind| self.taking_part.contains(&(*region, *kind))) {
                let name = match kind {
                    LaneKind::Workload => name(*region),
                    LaneKind::Kms => format!("KMS {region}"),
                };
                lanes.push(Lane { region: *region, kind, name });
            }
        }
        lanes
    }
}

/// The number of somebody's lane.
pub(super) fn lane_of(lanes: &[Lane], region: Region, kind: LaneKind) -> usize {
    // Everybody who takes part was noted before.
    lanes.iter().position(|lane| lane.region == region && lane.kind == kind).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workloads_of_two_regions_stand_side_by_side() {
        let region = |code: &str| Region::parse(code).expect("known");
        let mut lanes = Lanes::default();
        let (home, far) = (region("us-east-1"), region("eu-west-1"));
        for (region, kind) in [
            (home, LaneKind::Workload),
            (home, LaneKind::Kms),
            (far, LaneKind::Workload),
            (far, LaneKind::Kms),
            (home, LaneKind::Kms),
        ] {
            lanes.note(region, kind);
        }
        let lanes = lanes.into_lanes(|region| format!("alice {region}"));
        let names: Vec<&str> = lanes.iter().map(|lane| lane.name.as_str()).collect();
        assert_eq!(names, ["KMS us-east-1", "alice us-east-1", "alice eu-west-1", "KMS eu-west-1"]);
        assert_eq!(lane_of(&lanes, far, LaneKind::Kms), 3);
        let who: Vec<&str> = lanes.iter().map(Lane::who).collect();
        assert_eq!(who, ["KMS", "alice", "alice", "KMS"]);
    }
}
