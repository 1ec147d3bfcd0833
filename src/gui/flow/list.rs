//! The list of what was sent and run lately: transfers and runs of workloads, latest first.

use egui::{CornerRadius, CursorIcon, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{
    story::Chosen,
    text::line,
    words::{self, LegWords},
};
use crate::{
    gui::{
        desk::Desk,
        theme::{BODY, CAPTION, RegionMark, caption, icons, paint_mark, regular, space, strong, tokens},
        widgets::{focus_ring, icon_at, row_sides},
    },
    kms::{Region, Timestamp},
    workloads::{Act, Change, Deed, Flow, Stage, Transfer},
};

const ROW: f32 = space::ROW_HEIGHT;
const WAY: f32 = 82.0;
/// The least room for the number.
const NUMBER: f32 = 34.0;

/// What can be looked at, latest first: transfers, and runs that people started; those of traffic are too many.
pub(super) fn all(stage: &Stage) -> Vec<Chosen> {
    let began = |transfer: &Transfer| transfer.times.asked.or(transfer.times.left).unwrap_or_default();
    let transfers = stage.transfers().map(|it| (began(it), Chosen::Transfer(it.id)));
    let is_run = |flow: &&Flow| flow.cause.is_none() && flow.load.is_none();
    let runs = stage.flows.all().filter(is_run).map(|it| (it.started, Chosen::Flow(it.id)));
    let mut all: Vec<(Timestamp, Chosen)> = transfers.chain(runs).collect();
    all.sort_by(|a, b| b.cmp(a));
    all.into_iter().map(|(_, chosen)| chosen).collect()
}

/// Draws the list with `head` at the end of its heading; answers what was clicked. What is selected is in it in any case.
pub(super) fn list(
    ui: &mut Ui,
    desk: &Desk,
    all: &[Chosen],
    selected: Option<Chosen>,
    head: impl FnOnce(&mut Ui),
) -> Option<Chosen> {
    row_sides(
        ui,
        space::CONTROL_HEIGHT_SMALL,
        |ui| {
            ui.label(strong("Sent and run"));
            ui.label(caption(all.len().to_string()));
        },
        head,
    );
    ui.add_space(space::XS);
    ui.spacing_mut().item_spacing.y = 0.0;
    // One of the traffic's runs that was picked on the map.
    let apart = selected.filter(|it| !all.contains(it) && it.is_in(&desk.stage));
    let rows: Vec<Chosen> = apart.into_iter().chain(all.iter().copied()).collect();
    let mut clicked = None;
    let mut scroll = ScrollArea::vertical().id_salt("sent and run").auto_shrink(false);
    // What is selected anew elsewhere is in view; what is clicked here is, and stays where it is.
    let id = ui.scope_id().with("seen");
    if ui.data(|data| data.get_temp::<Option<Chosen>>(id)) != Some(selected) {
        ui.data_mut(|data| data.insert_temp(id, selected));
        let place = rows.iter().position(|it| Some(*it) == selected);
        if let Some(place) = place {
            let middle = (place as f32 + 0.5) * ROW - ui.available_height() / 2.0;
            scroll = scroll.vertical_scroll_offset(middle.max(0.0));
        }
    }
    scroll.show_rows(ui, ROW, rows.len(), |ui, range| {
        for chosen in &rows[range] {
            if row(ui, desk, *chosen, selected == Some(*chosen)) {
                clicked = Some(*chosen);
            }
        }
    });
    if let Some(clicked) = clicked {
        ui.data_mut(|data| data.insert_temp(id, Some(clicked)));
    }
    clicked
}

/// What a row tells.
struct Row {
    words: LegWords,
    name: String,
    number: String,
    spoken: String,
    /// What tells it from others of its name, and when it began.
    detail: String,
    from: Region,
    /// The Regions that it reached, the first one first.
    to: Vec<Region>,
}

impl Row {
    fn of(stage: &Stage, chosen: Chosen) -> Option<Self> {
        match chosen {
            Chosen::Transfer(id) => {
                let transfer = stage.transfer(id)?;
                Some(Self {
                    words: words::leg_in(transfer, &stage.world),
                    name: transfer.name.clone(),
                    number: match transfer.changed {
                        None => format!("#{}", id.0 + 1),
                        Some(Change::Bit(byte)) => format!("#{} byte {byte} changed", id.0 + 1),
                        Some(Change::Context) => format!("#{} other context", id.0 + 1),
                    },
                    spoken: format!("Transfer {}: {}", id.0 + 1, words::spoken(transfer, &stage.world)),
                    detail: [began_at(transfer.times.asked), read_by(&transfer.reader)].join("\n"),
                    from: transfer.source,
                    to: vec![transfer.destination],
                })
            }
            Chosen::Flow(id) => {
                let flows = stage.flows.with_all_set_off(id);
                let first = flows.first()?;
                Some(Self {
                    words: words::run(&flows, &stage.world),
                    name: first.name.to_string(),
                    number: format!("#{} {}", id.0 + 1, first.workload.label()),
                    spoken: format!("Run {}: {}", id.0 + 1, words::spoken_flow(first, &flows, &stage.world)),
                    detail: what_tells_it_apart(first, &flows),
                    from: first.began_in,
                    to: others(&flows, first.began_in),
                })
            }
        }
    }
}

/// When something began, by the simulated clock.
fn began_at(moment: Option<Timestamp>) -> String {
    format!("Began {}", moment.unwrap_or_default().date_and_time())
}

fn read_by(arn: &str) -> String {
    format!("Read by {}", words::principal(arn))
}

/// When a run began, how its data were replicated, and who read them.
fn what_tells_it_apart(first: &Flow, flows: &[&Flow]) -> String {
    let mut lines = vec![began_at(Some(first.started))];
    let of = |act| flows.iter().filter(move |flow| flow.act == act);
    if of(Act::Replicate).next().is_some() {
        let anew = of(Act::Replicate).any(|flow| flow.calls().next().is_some());
        lines.push(if anew { "Encrypted anew on its way" } else { "Copied unchanged" }.to_owned());
    }
    let readers = of(Act::Read).filter_map(|flow| flow.calls().last());
    lines.extend(readers.map(|(_, call)| read_by(&call.caller)));
    lines.dedup();
    lines.join("\n")
}

/// The other Regions that something was sent to, or whose KMS was called, in the order in which they came.
fn others(flows: &[&Flow], home: Region) -> Vec<Region> {
    let mut all = Vec::new();
    for step in flows.iter().flat_map(|flow| &flow.steps) {
        let reached = match &step.what {
            Deed::Sent { to, .. } => Some(*to),
            Deed::Call(call) => Some(call.endpoint),
            Deed::Local(_) | Deed::Outside(_) => None,
        };
        all.extend(reached.filter(|it| *it != home && !all.contains(it)));
    }
    all
}

fn row(ui: &mut Ui, desk: &Desk, chosen: Chosen, selected: bool) -> bool {
    let t = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let Some(row) = Row::of(&desk.stage, chosen) else { return false };
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, &row.spoken));
    let painter = ui.painter();
    if selected || response.hovered() {
        let fill = if selected { t.selected } else { t.hover };
        painter.rect_filled(rect, CornerRadius::same(space::RADIUS_FIELD), fill);
    }
    let middle = rect.center().y;
    let color = row.words.tone.colors(t).0;
    icon_at(painter, pos2(rect.left() + 14.0, middle), row.words.icon, 15.0, color);
    let name_left = rect.left() + 28.0;
    let room = rect.right() - WAY - 8.0 - name_left;
    // The name counts most; of the number and what follows it, as much as there is room for.
    let name = line(painter, &row.name, regular(BODY), room - NUMBER - 6.0);
    let number = line(painter, &row.number, regular(CAPTION), room - name.size().x - 6.0);
    let after = name_left + name.size().x + 6.0;
    let text = if selected { t.text_strong } else { t.text };
    painter.galley(pos2(name_left, (middle - name.size().y / 2.0).floor()), name, text);
    painter.galley(pos2(after, (middle - number.size().y / 2.0).floor()), number, t.text_subdued);
    let mark = |region: Region, x: f32| {
        let mark = RegionMark::at(ui, desk.region_index(region));
        paint_mark(painter, pos2(x, middle), 7.5, &mark, t.panel);
    };
    let way = Rect::from_min_max(pos2(rect.right() - WAY, rect.top()), rect.max);
    mark(row.from, way.left() + 10.0);
    if let Some(first) = row.to.first() {
        icon_at(painter, pos2(way.left() + 30.0, middle), icons::ARROW_RIGHT, 12.0, t.text_subdued);
        mark(*first, way.left() + 50.0);
    }
    if row.to.len() > 1 {
        let more = line(painter, &format!("+{}", row.to.len() - 1), regular(CAPTION), 20.0);
        painter.galley(pos2(way.left() + 62.0, (middle - more.size().y / 2.0).floor()), more, t.text_subdued);
    }
    focus_ring(ui, &response, rect.shrink(2.0), space::RADIUS_FIELD);
    response
        .on_hover_cursor(CursorIcon::PointingHand)
        .on_hover_text(format!("{}\n{}", row.spoken, row.detail))
        .clicked()
}
