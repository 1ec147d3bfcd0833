//! What came of all requests of a load: a number, an icon and a word for each way to end.

use egui::{Color32, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::series::Loss;
use crate::{
    gui::{
        theme::{BODY, CAPTION, Tokens, icons, regular, semibold, space, tokens},
        widgets::{icon_at, one_line, paint_text},
    },
    workloads::{Act, Tally},
};

const CELL: f32 = 38.0;
const COLUMNS: usize = 3;

/// The icon and colour of a loss.
pub(super) fn sign(loss: Loss, t: &Tokens) -> (&'static str, Color32) {
    match loss {
        Loss::Refused => (icons::PROHIBIT, t.error),
        Loss::Throttled => (icons::HOURGLASS, t.warn),
        Loss::Unreachable => (icons::LINK_BREAK, t.info),
        Loss::Dark => (icons::PLUGS, t.text_strong),
        Loss::Failed => (icons::X_CIRCLE, t.text_subdued),
    }
}

/// Draws the totals, three in a row. Replication is no request to KMS and is not counted.
pub(super) fn totals(ui: &mut Ui, tally: &Tally) {
    let t = tokens(ui);
    let mut done = [0; 2];
    let mut lost = [0; 5];
    for (_, act, results) in tally.totals().filter(|(_, act, _)| matches!(act, Act::Read | Act::Write)) {
        done[usize::from(act == Act::Write)] += results.done;
        for (loss, count) in Loss::ALL.into_iter().zip(&mut lost) {
            *count += loss.of(results);
        }
    }
    let [reads, writes] = done;
    let why = format!("{reads} reads and {writes} writes");
    let mut cells = vec![("done", icons::CHECK_CIRCLE, t.ok, reads + writes, why)];
    for (loss, count) in Loss::ALL.into_iter().zip(lost) {
        let (icon, color) = sign(loss, t);
        cells.push((loss.word(), icon, color, count, meaning(loss).to_owned()));
    }
    let width = ((ui.available_width() - space::S * (COLUMNS - 1) as f32) / COLUMNS as f32).floor();
    ui.spacing_mut().item_spacing = vec2(space::S, space::XS);
    for row in cells.chunks(COLUMNS) {
        ui.horizontal(|ui| {
            for (word, icon, color, count, why) in row {
                let (rect, response) = ui.allocate_exact_size(vec2(width, CELL), Sense::hover());
                response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{count} {word}")));
                cell(ui, rect, word, icon, if *count == 0 { t.text_disabled } else { *color }, *count);
                response.on_hover_text(why);
            }
        });
    }
}

fn cell(ui: &Ui, rect: Rect, word: &str, icon: &str, color: Color32, count: u64) {
    let t = tokens(ui);
    let painter = ui.painter();
    painter.rect_filled(rect, space::RADIUS_FIELD, t.raised);
    icon_at(painter, pos2(rect.left() + 15.0, rect.center().y), icon, 15.0, color);
    let left = rect.left() + 28.0;
    let room = rect.right() - left - 4.0;
    let strong = if count == 0 { t.text_subdued } else { t.text_strong };
    let number = one_line(ui, &count.to_string(), semibold(BODY), room);
    paint_text(painter, left, rect.top() + 12.0, number, strong);
    let word = one_line(ui, word, regular(CAPTION), room);
    paint_text(painter, left, rect.bottom() - 12.0, word, t.text_subdued);
}

fn meaning(loss: Loss) -> &'static str {
    match loss {
        Loss::Refused => "KMS answered with an exception other than ThrottlingException",
        Loss::Throttled => "KMS answered with ThrottlingException: requests came too fast",
        Loss::Unreachable => "No endpoint answered before the client gave up",
        Loss::Dark => "The Region in which the client runs was dark itself",
        Loss::Failed => "No record was there, or nothing in it could be opened",
    }
}
