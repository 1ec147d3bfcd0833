//! Latency, losses and requests over time, below one another on the same clock.

use egui::{Stroke, Ui, pos2, vec2};
use egui_plot::{Line, LineStyle};

use super::{
    axes::{Axes, Drawn},
    legend,
    series::{Counts, Latency, Loss, Reads, STRETCHES, Series, in_powers, millis, per_second},
    totals,
};
use crate::{
    gui::{
        desk::Desk,
        theme::{RegionMark, caption, paint_mark, space, strong, tokens},
        widgets::row_sides,
    },
    kms::Span,
};

const LATENCY_HEIGHT: f32 = 124.0;
const COUNT_HEIGHT: f32 = 60.0;
const HEAD: f32 = 20.0;
const LOST: &str = "lost";
/// More Regions than this have no entry in the legend; the readout has all that it has room for.
const MOST_ENTRIES: usize = 8;
const MOST_IN_READOUT: usize = 16;

/// Draws the three plots.
pub(super) fn plots(ui: &mut Ui, desk: &Desk, series: &Series) {
    latency(ui, desk, series);
    ui.add_space(space::XS);
    lost(ui, series);
    ui.add_space(space::XS);
    done(ui, series);
}

fn latency(ui: &mut Ui, desk: &Desk, series: &Series) {
    legends(ui, |ui| {
        for reads in series.reads.iter().take(MOST_ENTRIES) {
            let latest = reads.latest().map_or("–".to_owned(), |(_, it)| millis(it.median));
            legend::region(ui, desk.region_index(reads.region), &format!("{} {latest}", reads.region));
        }
        let more = series.reads.len().saturating_sub(MOST_ENTRIES);
        if more > 0 {
            legend::word(ui, &format!("and {more} more"));
        }
    });
    let mut lines = Vec::new();
    for (number, reads) in series.reads.iter().enumerate() {
        let color = RegionMark::at(ui, desk.region_index(reads.region)).color;
        let both =
            [(&reads.highs, 1.0, LineStyle::Dashed { length: 4.0 }), (&reads.medians, 2.0, LineStyle::Solid)];
        for (part, (of, width, style)) in both.into_iter().enumerate() {
            for (piece, points) in of.iter().enumerate() {
                let name = format!("{number}.{part}.{piece}");
                lines.push(Line::new(name, points.as_slice()).stroke(Stroke::new(width, color)).style(style));
            }
        }
    }
    let (low, high) = decades(&series.reads);
    let ticks: Vec<(f64, String)> =
        (low..=high).filter(|power| *power > low).map(|power| (f64::from(power), decade(power))).collect();
    let drawn = axes(series, "latency", LATENCY_HEIGHT, f64::from(low)..=f64::from(high), &ticks)
        .spoken(&series.spoken_latency, "Nothing was read in this time")
        .show(ui, lines);
    ends(ui, desk, &series.reads, &drawn);
    readout(series, drawn, |at| {
        let told = series.reads.iter().filter_map(|it| {
            let Latency { median, high } = it.latency[at]?;
            Some(format!("{}: {}, 95 of 100 under {}", it.region, millis(median), millis(high)))
        });
        told.take(MOST_IN_READOUT).collect()
    });
}

/// The Regions' marks at the ends of their lines; those at the same height stand side by side.
fn ends(ui: &Ui, desk: &Desk, reads: &[Reads], drawn: &Drawn) {
    const MARK: f32 = 13.0;
    let mut taken: Vec<egui::Pos2> = Vec::new();
    for reads in reads {
        let Some((at, latency)) = reads.latest().filter(|(at, _)| at + 1 == STRETCHES) else { continue };
        let x = drawn.transform.position_from_point_x(at as f64 + 0.5) + MARK * 0.7;
        let y = drawn.transform.position_from_point_y(in_powers(latency.median));
        let beside = taken.iter().filter(|it| (it.y - y).abs() < MARK).count() as f32;
        let center = pos2(x + beside * MARK, y);
        taken.push(center);
        if drawn.response.rect.shrink(5.0).contains(center) {
            let mark = RegionMark::at(ui, desk.region_index(reads.region));
            paint_mark(ui.painter(), center, MARK / 2.0, &mark, tokens(ui).field);
        }
    }
}

fn lost(ui: &mut Ui, series: &Series) {
    let t = tokens(ui);
    let style = |loss: Loss| match loss {
        Loss::Refused => LineStyle::Solid,
        Loss::Throttled => LineStyle::Dashed { length: 8.0 },
        Loss::Unreachable => LineStyle::Dashed { length: 4.0 },
        Loss::Dark => LineStyle::Dotted { spacing: 4.0 },
        Loss::Failed => LineStyle::Dotted { spacing: 8.0 },
    };
    let shown: Vec<(Loss, &Counts)> =
        Loss::ALL.into_iter().zip(&series.lost).filter(|(_, counts)| counts.all > 0).collect();
    legends(ui, |ui| {
        ui.label(strong("Lost"));
        if shown.is_empty() {
            ui.label(caption("nothing"));
        }
        for (loss, counts) in &shown {
            let text = format!("{} {}", loss.word(), latest(counts));
            legend::stroke(ui, totals::sign(*loss, t).1, style(*loss), &text);
        }
    });
    let lines = shown.iter().map(|(loss, counts)| {
        let stroke = Stroke::new(2.0, totals::sign(*loss, t).1);
        Line::new(loss.word(), counts.line.as_slice()).stroke(stroke).style(style(*loss))
    });
    let (top, ticks) = scale(shown.iter().map(|(_, counts)| *counts));
    let drawn = axes(series, LOST, COUNT_HEIGHT, 0.0..=top * 1.08, &ticks)
        .spoken(&series.spoken_lost, "Nothing was lost in this time")
        .show(ui, lines.collect());
    readout(series, drawn, |at| {
        shown
            .iter()
            .map(|(loss, counts)| format!("{} {}", per_second(counts.per_second[at]), loss.word()))
            .collect()
    });
}

fn done(ui: &mut Ui, series: &Series) {
    let t = tokens(ui);
    let both = [
        ("reads", &series.reads_done, t.accent, LineStyle::Solid),
        ("writes", &series.writes_done, t.primary, LineStyle::Dashed { length: 6.0 }),
    ];
    row_sides(
        ui,
        HEAD,
        |ui| ui.label(strong("Done")),
        |ui| {
            ui.spacing_mut().item_spacing.x = space::M;
            for (word, counts, color, style) in both.into_iter().rev() {
                legend::stroke(ui, color, style, &format!("{word} {}", latest(counts)));
            }
        },
    );
    let shown = both.into_iter().filter(|(_, counts, ..)| counts.all > 0);
    let lines = shown.map(|(word, counts, color, style)| {
        Line::new(word, counts.line.as_slice()).stroke(Stroke::new(2.0, color)).style(style)
    });
    let (top, ticks) = scale(both.into_iter().map(|(_, counts, ..)| counts));
    let drawn = axes(series, "done", COUNT_HEIGHT, 0.0..=top * 1.08, &ticks)
        .spoken(&series.spoken_done, "Nothing was done in this time")
        .show(ui, lines.collect());
    readout(series, drawn, |at| {
        both.map(|(word, counts, ..)| format!("{} {word}", per_second(counts.per_second[at]))).into()
    });
}

fn latest(counts: &Counts) -> String {
    per_second(counts.per_second[STRETCHES - 1])
}

/// Entries of a legend, in as many rows as they take.
fn legends(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::M, 2.0);
        add(ui);
    });
}

fn axes<'a>(
    series: &Series,
    id: &'a str,
    height: f32,
    y: std::ops::RangeInclusive<f64>,
    ticks: &'a [(f64, String)],
) -> Axes<'a> {
    // The plot between two others has their clock.
    let times = (id != LOST).then(|| [0, STRETCHES / 2, STRETCHES].map(|at| moment(series, at)));
    Axes { id, height, y, ticks, spoken: "", empty: "", times }
}

impl<'a> Axes<'a> {
    fn spoken(self, spoken: &'a str, empty: &'a str) -> Self {
        Self { spoken, empty, ..self }
    }
}

/// The clock at the beginning of a stretch, to the second.
fn moment(series: &Series, stretch: usize) -> String {
    let seconds = series.reach.step() * stretch as i64;
    let mut text = (series.begins + Span::seconds(seconds)).time_of_day();
    text.truncate("00:00:00".len());
    text
}

/// What the stretch under the pointer was like.
fn readout(series: &Series, drawn: Drawn, told: impl FnOnce(usize) -> Vec<String>) {
    let Some(at) = drawn.hovered else { return };
    drawn.response.on_hover_ui_at_pointer(|ui| {
        ui.label(strong(moment(series, at)));
        let told = told(at);
        if told.is_empty() {
            ui.label(caption("nothing"));
        }
        for line in told {
            ui.label(line);
        }
    });
}

/// The powers of ten around all latencies, in milliseconds: at least from a tenth to a hundred.
fn decades(reads: &[Reads]) -> (i32, i32) {
    let all = reads.iter().flat_map(|it| it.latency.iter().flatten());
    let (mut low, mut high) = (-1, 2);
    for latency in all {
        low = low.min(in_powers(latency.median).floor() as i32);
        high = high.max(in_powers(latency.high).ceil() as i32);
    }
    (low, high)
}

fn decade(power: i32) -> String {
    match power {
        3 => "1 s".to_owned(),
        4.. => format!("{} s", 10_i64.saturating_pow(power.unsigned_abs() - 3)),
        0.. => format!("{} ms", 10_i64.saturating_pow(power.unsigned_abs())),
        _ => format!("{} ms", 10_f64.powi(power)),
    }
}

/// A round number that nothing counted exceeds, and where its grid lines are.
fn scale<'a>(counts: impl Iterator<Item = &'a Counts>) -> (f64, Vec<(f64, String)>) {
    let most = counts.flat_map(|it| it.per_second).fold(0.0, f64::max);
    let top = round_above(most);
    (top, vec![(top / 2.0, per_second(top / 2.0)), (top, per_second(top))])
}

/// The next of 2, 4, 10, 20, 40, 100 and so on.
fn round_above(most: f64) -> f64 {
    let mut top = 2.0;
    let mut factors = [2.0, 2.5, 2.0].into_iter().cycle();
    while top < most && top < 1e9 {
        top *= factors.next().unwrap_or(2.0);
    }
    top
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_round() {
        let tops = [0.0, 2.0, 3.0, 5.0, 11.0, 25.0, 41.0, 101.0].map(round_above);
        assert_eq!(tops, [2.0, 2.0, 4.0, 10.0, 20.0, 40.0, 100.0, 200.0]);
        assert_eq!([-1, 0, 2, 3, 4].map(decade), ["0.1 ms", "1 ms", "100 ms", "1 s", "10 s"]);
        assert_eq!([0.9, 81.23, 612.4].map(millis), ["0.90 ms", "81.2 ms", "612 ms"]);
        assert_eq!([5.0, 0.5].map(per_second), ["5/s", "0.5/s"]);
    }
}
