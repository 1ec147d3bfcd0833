//! Where on its way a packet is drawn: everywhere in turn, or at three stations for those who want nothing to move.

/// The stations: shortly after leaving, half way, shortly before arriving.
const STATIONS: [f32; 3] = [1.0 / 6.0, 0.5, 5.0 / 6.0];

/// How much of its way something is drawn to have behind it, from 0 to 1.
pub(super) fn shown_share(share: f32, reduced_motion: bool) -> f32 {
    if reduced_motion { station(share) } else { share }
}

fn station(progress: f32) -> f32 {
    let third = (progress * 3.0) as usize;
    STATIONS[third.min(STATIONS.len() - 1)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packet_stands_at_three_places_in_turn() {
        let places: Vec<f32> = (0..=12).map(|twelfth| station(twelfth as f32 / 12.0)).collect();
        assert!(places.is_sorted());
        let mut different = places.clone();
        different.dedup();
        assert_eq!(different, STATIONS);
        assert_eq!((places[0], places[6], places[12]), (STATIONS[0], STATIONS[1], STATIONS[2]));
    }
}
