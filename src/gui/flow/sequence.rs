//! The sequence of one transfer: who did what when, from the writer to the reader.

use egui::{
    Color32, CornerRadius, Painter, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use super::{
    text::line,
    timeline::{Phase, Step, Timeline, refused_at_source},
    words,
};
use crate::{
    gui::{
        desk::Desk,
        theme::{CAPTION, RegionMark, Tokens, icons, monospace, regular, semibold, space, strong, tokens},
        widgets::icon_at,
    },
    workloads::{Leg, Message, Transfer},
};

/// The lanes from top to bottom.
#[derive(Clone, Copy)]
enum Lane {
    Writer,
    Source,
    Destination,
    Reader,
}

/// Where lanes and moments are on the screen.
struct Axes<'a> {
    area: Rect,
    timeline: &'a Timeline,
}

impl Axes<'_> {
    fn y(&self, lane: Lane) -> f32 {
        let step = self.area.height() / 4.0;
        self.area.top() + step * (lane as u8 as f32 + 0.5)
    }

    fn x(&self, millis: f64) -> f32 {
        self.area.left() + self.area.width() * self.timeline.place(millis)
    }
}

/// Draws the sequence of `transfer` into all the room that `ui` has.
pub(super) fn sequence(ui: &mut Ui, desk: &Desk, transfer: Option<&Transfer>) {
    const FOOT: f32 = 18.0;
    let t = tokens(ui);
    ui.horizontal(|ui| {
        ui.label(strong("Sequence"));
        let note = "from the writer's plaintext to the reader's; short steps are drawn wider";
        ui.add(egui::Label::new(crate::gui::theme::caption(note)).truncate());
    });
    let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
    let Some((transfer, timeline)) = transfer.and_then(|it| Some((it, Timeline::of(it)?))) else {
        return;
    };
    let spoken = format!("Sequence of {}", words::spoken(transfer));
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &spoken));
    let painter = ui.painter_at(rect.expand(2.0));
    let names = (rect.width() * 0.36).min(144.0);
    let area = Rect::from_min_max(
        pos2(rect.left() + names, rect.top()),
        pos2(rect.right() - space::XL, rect.bottom() - FOOT),
    );
    let axes = Axes { area, timeline: &timeline };
    let source = RegionMark::at(ui, desk.region_index(transfer.source)).color;
    let destination = RegionMark::at(ui, desk.region_index(transfer.destination)).color;
    let lanes = [
        (Lane::Writer, words::principal(&transfer.writer).to_owned(), regular(CAPTION), t.line_strong),
        (Lane::Source, format!("KMS {}", transfer.source), semibold(CAPTION), source),
        (Lane::Destination, format!("KMS {}", transfer.destination), semibold(CAPTION), destination),
        (Lane::Reader, words::principal(&transfer.reader).to_owned(), regular(CAPTION), t.line_strong),
    ];
    for (lane, name, font, color) in lanes {
        let y = axes.y(lane);
        painter.hline(area.left()..=rect.right(), y, Stroke::new(space::HAIRLINE, t.line));
        painter.circle_filled(pos2(rect.left() + 4.0, y), 3.5, color);
        let galley = line(&painter, &name, font, names - 20.0);
        painter.galley(pos2(rect.left() + 14.0, y - galley.size().y / 2.0), galley, t.text);
    }
    let drawing = Drawing { painter: &painter, t, axes: &axes, transfer, source, destination };
    for phase in &timeline.phases {
        match phase.step {
            Step::Encrypt => drawing.encrypt(phase),
            Step::Travel => drawing.travel(phase),
            Step::Decrypt => drawing.decrypt(phase),
        }
    }
    drawing.ticks(area.bottom() + 2.0);
    if !transfer.leg.is_over() {
        cursor(&painter, &axes, timeline.millis(desk.world().now()), t);
    }
}

struct Drawing<'a> {
    painter: &'a Painter,
    t: &'a Tokens,
    axes: &'a Axes<'a>,
    transfer: &'a Transfer,
    source: Color32,
    destination: Color32,
}

impl Drawing<'_> {
    fn encrypt(&self, phase: &Phase) {
        let t = self.t;
        let (from, to) = (self.axes.x(phase.start), self.axes.x(phase.end));
        let (writer, kms) = (self.axes.y(Lane::Writer), self.axes.y(Lane::Source));
        self.step_arrow(
            pos2(self.axes.area.left(), writer),
            pos2(self.axes.area.left(), kms),
            t.plaintext,
            true,
        );
        let envelope = matches!(self.transfer.message, Some(Message::Envelope { .. }));
        let operation = if envelope { "GenerateDataKey" } else { "Encrypt" };
        if refused_at_source(self.transfer) {
            let left = self.axes.area.left();
            self.cross(pos2(left, kms));
            let text = match &self.transfer.leg {
                Leg::Refused { error, .. } => error.exception.name(),
                _ => operation,
            };
            self.text(pos2(left + 14.0, kms - 9.0), text, t.error, f32::INFINITY);
            return;
        }
        self.bar(from, to, kms, self.source, phase.past);
        self.text(
            pos2(from + 6.0, kms - 11.0),
            &self.timed(operation, phase),
            t.text,
            self.axes.area.right() - from,
        );
    }

    fn travel(&self, phase: &Phase) {
        let t = self.t;
        let (from, to) = (self.axes.x(phase.start), self.axes.x(phase.end));
        let (top, bottom) = (self.axes.y(Lane::Source), self.axes.y(Lane::Destination));
        self.step_arrow(pos2(from, top), pos2(to, bottom), t.ciphertext, phase.past);
        let bytes = self.transfer.message.as_ref().map_or(0, Message::bytes);
        let what = match self.transfer.message {
            Some(Message::Envelope { .. }) => "file and wrapped key",
            _ => "ciphertext",
        };
        // Below the line where it is still high: the room above its end belongs to Decrypt.
        let at = pos2(from + 6.0, bottom - 9.0);
        let room = (to - from) * 0.62;
        let short = self.timed("", phase);
        let fits = |text: &String| line(self.painter, text, regular(CAPTION), f32::INFINITY).size().x <= room;
        let texts = [self.timed(&format!("{what}, {}", words::size(bytes)), phase), self.timed(what, phase)];
        self.text(at, texts.iter().find(|text| fits(text)).unwrap_or(&short), t.ciphertext, f32::INFINITY);
    }

    fn decrypt(&self, phase: &Phase) {
        let t = self.t;
        let (from, to) = (self.axes.x(phase.start), self.axes.x(phase.end));
        let (kms, reader) = (self.axes.y(Lane::Destination), self.axes.y(Lane::Reader));
        let refused = matches!(self.transfer.leg, Leg::Refused { .. });
        let color = if refused { t.error } else { self.destination };
        self.bar(from, to, kms, color, phase.past);
        let text = self.timed("Decrypt", phase);
        let galley = line(self.painter, &text, regular(CAPTION), f32::INFINITY);
        let left = (self.axes.area.right() + space::XL - galley.size().x).min(from + 6.0);
        // The sign of a refusal is higher than the bar.
        let above = if refused { 15.0 } else { 12.0 };
        self.painter.galley(pos2(left, kms - above - galley.size().y / 2.0), galley, t.text);
        if refused {
            self.cross(pos2(to, kms));
            return;
        }
        let opened = matches!(self.transfer.leg, Leg::Opened { .. });
        self.step_arrow(pos2(to, kms), pos2(to, reader), t.plaintext, opened);
        let word = line(self.painter, "plaintext", regular(CAPTION), 80.0);
        let faint = if opened { t.plaintext } else { t.text_disabled };
        let at = pos2(to - word.size().x - 8.0, reader - 9.0 - word.size().y / 2.0);
        self.painter.galley(at, word, faint);
    }

    fn timed(&self, what: &str, phase: &Phase) -> String {
        let about = if phase.past { "" } else { "≈ " };
        let dot = if what.is_empty() { "" } else { " · " };
        format!("{what}{dot}{about}{:.1} ms", phase.end - phase.start)
    }

    fn bar(&self, from: f32, to: f32, y: f32, color: Color32, past: bool) {
        let rect = Rect::from_min_max(pos2(from, y - 3.5), pos2(to.max(from + 2.0), y + 3.5));
        if past {
            self.painter.rect_filled(rect, CornerRadius::same(2), color);
        } else {
            let stroke = Stroke::new(space::HAIRLINE, color.gamma_multiply(0.7));
            self.painter.rect(rect, CornerRadius::same(2), self.t.panel, stroke, egui::StrokeKind::Inside);
        }
    }

    /// A line with a head at its end: whole for what is past, dashed for what is to come.
    fn step_arrow(&self, from: Pos2, to: Pos2, color: Color32, past: bool) {
        let stroke = Stroke::new(1.75, if past { color } else { color.gamma_multiply(0.6) });
        if past {
            self.painter.line_segment([from, to], stroke);
        } else {
            self.painter.extend(Shape::dashed_line(&[from, to], stroke, 4.0, 4.0));
        }
        let along = (to - from).normalized();
        let back = to - along * 7.0;
        let side = along.rot90() * 3.5;
        self.painter.add(Shape::convex_polygon(
            vec![to, back + side, back - side],
            stroke.color,
            Stroke::NONE,
        ));
    }

    fn cross(&self, at: Pos2) {
        self.painter.circle_filled(at, 8.0, self.t.panel);
        icon_at(self.painter, at, icons::X_CIRCLE, 15.0, self.t.error);
    }

    fn text(&self, left_middle: Pos2, text: &str, color: Color32, room: f32) {
        let galley = line(self.painter, text, regular(CAPTION), room);
        self.painter.galley(left_middle - vec2(0.0, galley.size().y / 2.0), galley, color);
    }

    /// The moments between the steps, below the lanes.
    fn ticks(&self, top: f32) {
        let ends = self.axes.timeline.phases.iter().map(|phase| phase.end);
        let mut free_from = f32::NEG_INFINITY;
        for millis in [0.0].into_iter().chain(ends) {
            let x = self.axes.x(millis);
            let text = if millis == 0.0 { "0 ms".to_owned() } else { format!("{millis:.1}") };
            let galley = line(self.painter, &text, monospace(CAPTION), f32::INFINITY);
            let left = x - galley.size().x / 2.0;
            if left >= free_from {
                free_from = left + galley.size().x + 6.0;
                self.painter.galley(pos2(left, top), galley, self.t.text_subdued);
            }
        }
    }
}

/// The line of the present moment.
fn cursor(painter: &Painter, axes: &Axes<'_>, millis: f64, t: &Tokens) {
    let x = axes.x(millis);
    painter.vline(x, axes.area.y_range(), Stroke::new(1.5, t.primary_line));
    let galley = line(painter, &format!("{millis:.1} ms"), semibold(CAPTION), f32::INFINITY);
    let at = pos2((x + 5.0).min(axes.area.right() - galley.size().x), axes.area.bottom() - 14.0);
    painter.rect_filled(Rect::from_min_size(at, galley.size()).expand(2.0), 3.0, t.panel);
    painter.galley(at, galley, t.primary);
}
