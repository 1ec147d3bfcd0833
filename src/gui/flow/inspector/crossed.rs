//! What came of a run's flows, and what crossed between Regions.

use egui::{CornerRadius, CursorIcon, Label, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::{
    gui::{
        desk::Desk,
        flow::{
            beats::cargo_color,
            story::{Act, Story},
            text::line,
            words,
        },
        theme::{
            CAPTION, RegionMark, caption, icon, icons, mono_caption, paint_mark, regular, space, strong,
            tokens,
        },
        widgets::{Badge, Card, focus_ring, icon_at, row_sides, shorten},
    },
    kms::{Region, Timestamp},
    workloads::{Flow, StepId},
};

const ROW: f32 = 28.0;

/// Draws what had crossed by the moment that is shown; answers the step whose packet was clicked.
pub(super) fn crossed(
    ui: &mut Ui,
    desk: &Desk,
    story: &Story,
    shown: Timestamp,
    chosen: Option<StepId>,
) -> Option<StepId> {
    let hops = story.hops.iter().filter(|hop| hop.departs <= shown && hop.from != hop.to);
    let (mut any, mut picked) = (false, None);
    ui.spacing_mut().item_spacing.y = 2.0;
    for hop in hops {
        any = true;
        let Some(beat) = story.beats.get(hop.beat) else { continue };
        let opens = matches!(beat.act, Act::Sent { .. });
        let chosen = opens && chosen.is_some() && beat.step == chosen;
        let t = tokens(ui);
        let sense = if opens { Sense::click() } else { Sense::hover() };
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), sense);
        let what = hop.cargo.kind.label();
        let size = words::size(hop.cargo.bytes);
        let clear = if hop.cargo.clear_inside_tls { ", in the clear at both ends" } else { "" };
        let spoken = format!("{what}, {} to {}, {size}{clear}", hop.from, hop.to);
        response.widget_info(|| {
            if opens {
                WidgetInfo::selected(Role::Button, true, chosen, &spoken)
            } else {
                WidgetInfo::labeled(Role::Label, true, &spoken)
            }
        });
        let painter = ui.painter();
        if chosen || (opens && response.hovered()) {
            let fill = if chosen { t.selected } else { t.hover };
            painter.rect_filled(rect, CornerRadius::same(space::RADIUS_FIELD), fill);
        }
        let middle = rect.center().y;
        let mark = |region: Region, x: f32| {
            let mark = RegionMark::at(ui, desk.region_index(region));
            paint_mark(painter, pos2(x, middle), 7.0, &mark, t.panel);
        };
        mark(hop.from, rect.left() + 12.0);
        icon_at(painter, pos2(rect.left() + 28.0, middle), icons::ARROW_RIGHT, 11.0, t.text_subdued);
        mark(hop.to, rect.left() + 44.0);
        let size = line(painter, &size, regular(CAPTION), 80.0);
        let left = rect.right() - 8.0 - size.size().x;
        painter.galley(pos2(left, middle - size.size().y / 2.0), size, t.text_subdued);
        let name = line(painter, what, regular(CAPTION), left - rect.left() - 66.0);
        let color = cargo_color(hop.cargo, t);
        painter.galley(pos2(rect.left() + 60.0, middle - name.size().y / 2.0), name, color);
        focus_ring(ui, &response, rect, space::RADIUS_FIELD);
        if response.clicked() {
            picked = beat.step;
        }
        let response = response.on_hover_text(spoken);
        if opens {
            response.on_hover_cursor(CursorIcon::PointingHand);
        }
    }
    if !any {
        ui.label(caption("Nothing has crossed so far"));
    }
    picked
}

/// What came of one of the run's flows, if something was opened or it failed.
pub(super) fn result(ui: &mut Ui, desk: &Desk, flow: &Flow) {
    let Some(outcome) = words::flow_outcome(flow, desk.world()) else { return };
    let t = tokens(ui);
    let edge = RegionMark::at(ui, desk.region_index(outcome.region)).color;
    ui.add_space(space::XS);
    Card::new().edge(edge).padding(space::S).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        let color = outcome.tone.colors(t).0;
        row_sides(
            ui,
            space::BADGE_HEIGHT,
            |ui| {
                ui.label(icon(outcome.icon, 15.0).color(color));
                ui.add(Label::new(strong(outcome.title.as_str())).truncate());
            },
            |ui| {
                if flow.result.is_some() {
                    if flow.rivals().is_some() {
                        Badge::neutral("other write").show(ui);
                    } else if flow.result == flow.original {
                        Badge::ok("identical").icon(icons::CHECK).show(ui);
                    } else {
                        Badge::error("different").icon(icons::X).show(ui);
                    }
                }
            },
        );
        ui.label(caption(format!("{}: {}", outcome.region, outcome.detail)));
        if let Some(result) = flow.result {
            ui.horizontal(|ui| {
                ui.label(caption("SHA-256 after"));
                ui.label(mono_caption(shorten(&result.sha256(), 10, 6))).on_hover_text(result.sha256());
            });
        }
    });
}
