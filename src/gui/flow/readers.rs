//! Who can open a ciphertext now: every Region's KMS is asked, with `DryRun`, in a copy of the world.

use std::{collections::BTreeMap, sync::Arc};

use egui::{CornerRadius, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::{text::line, words};
use crate::{
    gui::{
        desk::Desk,
        theme::{BODY, CAPTION, RegionMark, icons, paint_mark, regular, semibold, space, tokens},
        trail::KeysStamp,
        widgets::icon_at,
    },
    kms::{
        Exception, KmsError, Region,
        api::{Blob, DecryptRequest, EncryptionContext},
        cryptography::SymmetricCiphertext,
    },
    world::Principals,
};

/// What the answers depend on, besides who asks.
struct Question {
    keys: KeysStamp,
    principals: Principals,
    dark: Vec<Region>,
    /// Policies and grants may look at the clock.
    minute: i64,
    ciphertext: Blob,
    context: EncryptionContext,
}

impl Question {
    fn of(desk: &Desk, ciphertext: &Blob, context: &EncryptionContext) -> Self {
        let world = desk.world();
        Self {
            keys: KeysStamp::of(world),
            principals: world.principals().clone(),
            dark: world.dark_regions().collect(),
            minute: minute(desk),
            ciphertext: ciphertext.clone(),
            context: context.clone(),
        }
    }

    fn holds(&self, desk: &Desk, ciphertext: &Blob, context: &EncryptionContext) -> bool {
        let world = desk.world();
        self.minute == minute(desk)
            && self.context == *context
            && self.ciphertext == *ciphertext
            && self.principals.is_same(world.principals())
            && world.dark_regions().eq(self.dark.iter().copied())
            && self.keys.holds_for(world)
    }
}

fn minute(desk: &Desk) -> i64 {
    desk.world().now().as_micros().div_euclid(60_000_000)
}

/// One Region's answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Answer {
    /// Whose KMS.
    pub region: Region,
    /// Whether it would decrypt for the reader.
    pub opens: bool,
    /// The answer in a few words.
    pub short: String,
    /// The exception with its message.
    pub full: String,
}

/// The answers, asked anew only when one of them may have changed.
#[derive(Default)]
pub(super) struct Readers {
    question: Option<Question>,
    /// By the ARN of who asks.
    answers: BTreeMap<Arc<str>, Vec<Answer>>,
}

impl Readers {
    /// Every Region's answer to `reader` who brings this ciphertext and context.
    pub fn of(
        &mut self,
        desk: &Desk,
        ciphertext: &Blob,
        context: &EncryptionContext,
        reader: &Arc<str>,
    ) -> &[Answer] {
        if !self.question.as_ref().is_some_and(|it| it.holds(desk, ciphertext, context)) {
            self.question = Some(Question::of(desk, ciphertext, context));
            self.answers.clear();
        }
        let ask = || ask(desk, ciphertext, context, reader);
        self.answers.entry(Arc::clone(reader)).or_insert_with(ask)
    }

    /// What was answered to a reader for whom it was asked last.
    pub fn known(&self, reader: &Arc<str>) -> &[Answer] {
        self.answers.get(reader).map_or(&[], Vec::as_slice)
    }
}

fn ask(desk: &Desk, ciphertext: &Blob, context: &EncryptionContext, reader: &Arc<str>) -> Vec<Answer> {
    let mut probe = desk.stage.clone();
    let material = SymmetricCiphertext::parse(&ciphertext.0).map(|it| it.material);
    let answer = |region: Region| {
        let request = DecryptRequest {
            ciphertext_blob: Some(ciphertext.clone()),
            encryption_context: context.clone(),
            dry_run: true,
            ..Default::default()
        };
        let error = match probe.world.ask(region, reader, request) {
            // A dry run never answers otherwise than by an exception.
            Ok(_) => Exception::KmsInternal.without_message(),
            Err(error) => error,
        };
        told(desk, material, region, &error)
    };
    desk.world().regions().iter().copied().map(answer).collect()
}

fn told(
    desk: &Desk,
    material: Option<crate::kms::KeyMaterialId>,
    region: Region,
    error: &KmsError,
) -> Answer {
    let opens = error.exception == Exception::DryRunOperation;
    let short = match opens {
        true => "yes · local".to_owned(),
        false => words::short_reason(desk, region, material, error),
    };
    Answer { region, opens, short, full: error.to_string() }
}

/// Draws the answers, one row a Region.
pub(super) fn answers_ui(ui: &mut Ui, desk: &Desk, answers: &[Answer]) {
    const ROW: f32 = 30.0;
    let t = tokens(ui);
    ui.spacing_mut().item_spacing.y = 4.0;
    for answer in answers {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
        let Answer { region, short, .. } = answer;
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{region}: {short}")));
        let painter = ui.painter();
        let radius = CornerRadius::same(space::RADIUS_FIELD);
        let line_stroke = Stroke::new(space::HAIRLINE, t.line);
        painter.rect(rect, radius, t.raised, line_stroke, egui::StrokeKind::Inside);
        let strip = Rect::from_min_max(rect.min, pos2(rect.left() + 3.0, rect.bottom()));
        let color = RegionMark::at(ui, desk.region_index(*region)).color;
        painter.with_clip_rect(strip.intersect(ui.clip_rect())).rect_filled(rect, radius, color);

        let (tone, sign) = if answer.opens { (t.ok, icons::CHECK) } else { (t.error, icons::X) };
        let middle = rect.center().y;
        let name = line(painter, region.code(), semibold(BODY), rect.width() * 0.45);
        let why = line(painter, short, regular(CAPTION), rect.width() - name.size().x - 48.0);
        painter.galley(pos2(rect.left() + space::M, middle - name.size().y / 2.0), name, t.text_strong);
        let right = rect.right() - 10.0;
        let left = right - why.size().x;
        icon_at(painter, pos2(left - 11.0, middle), sign, 13.0, tone);
        painter.galley(pos2(left, middle - why.size().y / 2.0), why, tone);
        response.on_hover_text(&answer.full);
    }
}

/// Draws the answers to many, a row each with a sign for every Region; among many Regions only how many of them.
pub(super) fn matrix_ui(ui: &mut Ui, desk: &Desk, rows: &[(&str, &[Answer])]) {
    const ROW: f32 = 24.0;
    const CELL: f32 = 30.0;
    const NAME: f32 = 120.0;
    let t = tokens(ui);
    ui.spacing_mut().item_spacing.y = 0.0;
    let regions = desk.world().regions();
    let shown = if NAME + CELL * regions.len() as f32 <= ui.available_width() { regions } else { &[] };
    let left = |rect: Rect, number: usize| rect.right() - CELL * (shown.len() - number) as f32 + CELL / 2.0;
    let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    for (number, region) in shown.iter().enumerate() {
        let mark = RegionMark::at(ui, desk.region_index(*region));
        paint_mark(ui.painter(), pos2(left(head, number), head.center().y), 7.5, &mark, t.panel);
    }
    for (name, answers) in rows {
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
        let painter = ui.painter().clone();
        painter.hline(rect.x_range(), rect.top(), Stroke::new(space::HAIRLINE, t.line));
        let galley = line(&painter, name, regular(BODY), rect.width() - CELL * shown.len() as f32 - 8.0);
        painter.galley(pos2(rect.left(), rect.center().y - galley.size().y / 2.0), galley, t.text);
        if shown.is_empty() {
            let open = answers.iter().filter(|it| it.opens).count();
            let text = format!("{open} of {} Regions", answers.len());
            let galley = line(&painter, &text, regular(CAPTION), 120.0);
            let corner = pos2(rect.right() - galley.size().x, rect.center().y - galley.size().y / 2.0);
            painter.galley(corner, galley, if open > 0 { t.ok } else { t.error });
        }
        for (number, answer) in answers.iter().enumerate().take(shown.len()) {
            let center = pos2(left(rect, number), rect.center().y);
            let area = Rect::from_center_size(center, vec2(CELL, ROW));
            let response = ui.interact(area, ui.scope_id().with(("reads", *name, number)), Sense::hover());
            let spoken = format!("{name} in {}: {}", answer.region, answer.short);
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &spoken));
            let (color, sign) = if answer.opens { (t.ok, icons::CHECK) } else { (t.error, icons::X) };
            icon_at(&painter, center, sign, 14.0, color);
            response.on_hover_text(format!("{spoken}\n{}", answer.full));
        }
    }
}
