//! Region marks stay apart, also for colour-blind eyes.

use super::*;
use crate::gui::theme::{DARK, LIGHT};

type Linear = [f32; 3];

/// Machado, Oliveira and Fernandes 2009, severity 1, on linear light: none, protanopia, deuteranopia, tritanopia.
const VISIONS: [[Linear; 3]; 4] = [
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
];

fn dot(row: Linear, c: Linear) -> f32 {
    row[0] * c[0] + row[1] * c[1] + row[2] * c[2]
}

fn oklab(color: Color32, vision: &[Linear; 3]) -> Linear {
    let linear = egui::Rgba::from(color);
    let seen = vision.map(|row| dot(row, [linear.r(), linear.g(), linear.b()]).clamp(0.0, 1.0));
    let lms = [
        [0.412_221_47, 0.536_332_54, 0.051_445_993],
        [0.211_903_5, 0.680_699_5, 0.107_396_96],
        [0.088_302_46, 0.281_718_84, 0.629_978_7],
    ]
    .map(|row| dot(row, seen).cbrt());
    [
        [0.210_454_26, 0.793_617_8, -0.004_072_047],
        [1.977_998_5, -2.428_592_2, 0.450_593_7],
        [0.025_904_037, 0.782_771_8, -0.808_675_77],
    ]
    .map(|row| dot(row, lms))
}

/// The smallest distance of any two of the first `count` colours, for any of the four ways of seeing (×100).
fn smallest_distance(theme: Theme, count: usize) -> f32 {
    let mut smallest = f32::MAX;
    for vision in &VISIONS {
        let labs: Vec<Linear> = (0..count).map(|i| oklab(RegionMark::of(theme, i).color, vision)).collect();
        for a in 0..count {
            for b in 0..a {
                let d = [0, 1, 2].map(|k| (labs[a][k] - labs[b][k]).powi(2)).iter().sum::<f32>().sqrt();
                smallest = smallest.min(100.0 * d);
            }
        }
    }
    smallest
}

#[test]
fn colours_stay_apart_for_every_kind_of_sight() {
    for theme in [Theme::Dark, Theme::Light] {
        let (four, eight) = (smallest_distance(theme, 4), smallest_distance(theme, 8));
        assert!(four >= 12.5, "{theme:?}: first four {four:.1}");
        assert!(eight >= 7.5, "{theme:?}: all eight {eight:.1}");
    }
}

#[test]
fn marks_reach_three_on_their_canvas() {
    for tokens in [&DARK, &LIGHT] {
        for index in 0..8 {
            let mark = RegionMark::of(tokens.theme, index);
            let c = contrast(mark.color, tokens.canvas);
            assert!(c >= 3.0, "{:?} {}: {c:.2}", tokens.theme, mark.letter);
            let letter = contrast(mark.color, mark.on_color());
            assert!(letter >= 4.0, "{:?} {}: letter {letter:.2}", tokens.theme, mark.letter);
        }
    }
}

#[test]
fn thirty_three_regions_have_distinct_letters() {
    let letters: std::collections::BTreeSet<char> =
        (0..33).map(|i| RegionMark::of(Theme::Dark, i).letter).collect();
    assert_eq!(letters.len(), 33);
}

#[test]
fn shape_and_colour_together_repeat_only_after_sixty_four() {
    let mut seen = std::collections::BTreeSet::new();
    for index in 0..64 {
        let mark = RegionMark::of(Theme::Light, index);
        assert!(seen.insert((mark.color.to_array(), mark.shape as u8)), "index {index} repeats");
    }
}

#[test]
fn a_region_that_is_not_shown_borrows_no_other_s_mark() {
    for theme in [Theme::Dark, Theme::Light] {
        let unshown = RegionMark::of(theme, RegionMark::UNSHOWN);
        assert_eq!(unshown.letter, '·');
        assert!((0..34).all(|index| {
            let mark = RegionMark::of(theme, index);
            mark.letter != unshown.letter && mark.color != unshown.color
        }));
    }
}
