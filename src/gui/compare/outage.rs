//! What the other Regions read, second by second: while all Regions could be reached, while the home was dark, and after its
//! return.

use egui::{Label, Layout, Rect, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use egui_plot::{Bar, BarChart, GridMark, LineStyle, PlotBounds, VLine};

use super::results::{Ran, Results};
use crate::{
    gui::{
        theme::{CAPTION, caption, icons, regular, semibold, space, tokens},
        widgets::{icon_at, one_line, paint_text, still_plot},
    },
    workloads::ways::Traffic,
};

/// The height of a plot's bars, and of its axis.
const BARS: f32 = 100.0;
const AXIS: f32 = 20.0;
/// The height of what stands above it.
const HEAD: f32 = 36.0;
/// From this width on, three plots stand side by side.
const THREE: f32 = 760.0;

/// Draws a plot for every run.
pub fn outage_plots(ui: &mut Ui, results: &Results) {
    let ran: Vec<&Ran> = results.ran().collect();
    let seconds = || ran.iter().flat_map(|ran| &ran.seconds);
    let most = seconds().map(|it| it.done.max(it.lost)).max().unwrap_or(0).max(1);
    legend(ui, most);
    ui.add_space(space::S);
    let most = most as f64;
    let calm = f64::from(results.traffic.seconds);
    let dark = f64::from(results.traffic.dark_seconds);
    let end = calm + dark + f64::from(Traffic::BACK_SECONDS);
    let end = seconds().map(|it| it.at as f64 + 1.0).fold(end, f64::max);
    let width = ui.available_width();
    let columns = if width >= THREE { 3 } else { 2 };
    let each = (width - space::L * (columns - 1) as f32) / columns as f32;
    for ran in ran.chunks(columns) {
        let size = vec2(width, HEAD + BARS + AXIS + space::S);
        let (row, _) = ui.allocate_exact_size(size, Sense::hover());
        if !ui.is_rect_visible(row) {
            continue;
        }
        for (place, ran) in ran.iter().enumerate() {
            let left = row.left() + place as f32 * (each + space::L);
            let area = Rect::from_min_size(pos2(left, row.top()), vec2(each, row.height()));
            one_plot(ui, ran, area, Extent { calm, dark, end, most });
        }
    }
}

fn legend(ui: &mut Ui, most: u64) {
    let t = tokens(ui);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        for (icon, color, text) in [
            (icons::ARROW_UP, t.ok, format!("reads done a second, at most {most}")),
            (icons::ARROW_DOWN, t.error, "reads lost a second".to_owned()),
            (icons::MOON, t.text_subdued, "grey: home dark".to_owned()),
            (icons::SUN, t.text_subdued, "dashed: back".to_owned()),
        ] {
            let (rect, _) = ui.allocate_exact_size(vec2(14.0, 18.0), Sense::hover());
            icon_at(ui.painter(), rect.center(), icon, 14.0, color);
            ui.label(caption(text));
            ui.add_space(space::S);
        }
    });
    let late = "A read that nobody answers is lost when its time is out.";
    ui.add(Label::new(caption(late)).wrap());
}

/// What all plots have in common, so that they can be compared.
#[derive(Clone, Copy)]
struct Extent {
    calm: f64,
    dark: f64,
    /// The last second.
    end: f64,
    /// The most reads of a second.
    most: f64,
}

fn one_plot(ui: &mut Ui, ran: &Ran, area: Rect, extent: Extent) {
    let t = tokens(ui);
    let way = ran.row.run.way;
    let [(lost, all), (lost_writes, all_writes)] = ran.lost_in_the_dark;
    let mut says = format!("{lost} of {all} reads, {lost_writes} of {all_writes} writes lost");
    if let Some(seconds) = ran.back_within {
        says.push_str(&format!("; back in {seconds} s"));
    }
    let name = one_line(ui, way.label(), semibold(CAPTION), area.width());
    paint_text(ui.painter(), area.left(), area.top() + 9.0, name, t.text_strong);
    let color = if lost + lost_writes > 0 { t.error } else { t.text_subdued };
    let said = one_line(ui, &says, regular(CAPTION), area.width());
    paint_text(ui.painter(), area.left(), area.top() + 26.0, said, color);

    let at = Rect::from_min_size(pos2(area.left(), area.top() + HEAD), vec2(area.width(), BARS + AXIS));
    let builder = UiBuilder::new().id_salt(("outage", way)).max_rect(at).layout(Layout::default());
    let mut child = ui.new_child(builder);
    bars(&mut child, ran, extent);
    let response = ui.interact(area, ui.scope_id().with(("outage", way)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("{}: {says}", way.label())));
    response.on_hover_text(format!("{}: {says}\nA read counts in the second in which it ended", way.label()));
}

fn bars(ui: &mut Ui, ran: &Ran, extent: Extent) {
    let t = tokens(ui);
    let Extent { calm, dark, end, most } = extent;
    // Round marks: the beginning, the change, the return.
    let spacer = move |_: egui_plot::GridInput| {
        [0.0, calm, calm + dark].map(|value| GridMark { value, step_size: calm.min(dark) }).to_vec()
    };
    let label = |mark: GridMark, _: &std::ops::RangeInclusive<f64>| format!("{:.0} s", mark.value);
    let hints = egui_plot::AxisHints::new_x()
        .formatter(label)
        .tick_label_font(regular(CAPTION))
        .tick_label_color(t.text_subdued);
    let bar = |at: i64, height: f64, color| {
        Bar::new(at as f64 + 0.5, height).width(1.0).fill(color).stroke(Stroke::NONE)
    };
    let done =
        ran.seconds.iter().filter(|it| it.done > 0).map(|it| bar(it.at, it.done as f64, t.ok)).collect();
    let lost = ran
        .seconds
        .iter()
        .filter(|it| it.lost > 0)
        .map(|it| bar(it.at, -(it.lost as f64), t.error))
        .collect();
    let ground = vec![Bar::new(calm + dark / 2.0, 2.4 * most).base_offset(-1.2 * most).width(dark)]
        .into_iter()
        .map(|bar| bar.fill(t.neutral_bg).stroke(Stroke::NONE))
        .collect();
    still_plot(("reads", ran.row.run.way))
        .custom_x_axes(vec![hints])
        .x_grid_spacer(spacer)
        .show_axes([true, false])
        .show_grid([true, false])
        .grid_color(t.line_strong)
        .height(BARS + AXIS)
        .show(ui, |plot| {
            let margin = 0.06 * end;
            let bounds = PlotBounds::from_min_max([-margin, -1.2 * most], [end + margin, 1.2 * most]);
            plot.set_plot_bounds(bounds);
            for (name, bars) in [("dark", ground), ("done", done), ("lost", lost)] {
                plot.bar_chart(BarChart::new(name, bars).allow_hover(false));
            }
            let back = VLine::new("back", calm + dark).color(t.text_strong).width(1.5);
            plot.vline(back.style(LineStyle::dashed_dense()).allow_hover(false));
        });
}
