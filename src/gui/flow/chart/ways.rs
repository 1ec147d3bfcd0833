//! The ways between Regions on the screen, kept for as long as the map stands still.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    gui::flow::map::{LonLat, MapFrame, Route},
    kms::Region,
};

/// How far data travel to the right of the straight way, in screen points, so that there and back are apart.
const ASIDE: f32 = 7.0;
/// How far ways bow where the straight one cannot be shown.
const BEND: f64 = 0.16;
const BEND_BACK: f64 = -0.13;
const BEND_OF_KMS: f64 = 0.05;

/// What travels on a way; so that the two never share a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Road {
    /// Data, and calls to KMS.
    Data,
    /// What KMS copies between members.
    Control,
}

/// The ways of one view of the map.
#[derive(Default)]
pub(super) struct Ways {
    frame: Option<MapFrame>,
    known: BTreeMap<(Region, Region, Road), Arc<Route>>,
}

impl Ways {
    /// Forgets the ways of another view.
    pub fn fit(&mut self, frame: &MapFrame) {
        if self.frame.as_ref() != Some(frame) {
            self.frame = Some(*frame);
            self.known.clear();
        }
    }

    /// The way from one Region to another.
    pub fn get(&mut self, from: Region, to: Region, road: Road) -> Arc<Route> {
        let frame = *self.frame.get_or_insert_with(nowhere);
        let way = self.known.entry((from, to, road)).or_insert_with(|| {
            let eastward = place(from)[0] <= place(to)[0];
            let (aside, bend) = match road {
                Road::Data => (ASIDE, if eastward { BEND } else { BEND_BACK }),
                Road::Control => (0.0, BEND_OF_KMS),
            };
            Arc::new(Route::readable(&frame, place(from), place(to), aside, bend))
        });
        Arc::clone(way)
    }
}

/// The view before there is one.
fn nowhere() -> MapFrame {
    crate::gui::flow::map::MapView::default().frame(egui::Rect::ZERO)
}

/// Where a Region is.
pub(super) fn place(region: Region) -> LonLat {
    let (latitude, longitude) = region.position();
    [longitude, latitude]
}
