//! Who can open a ciphertext now, or verify a proof: every Region's KMS is asked, with `DryRun`, in a copy of the world.

use std::{collections::BTreeMap, sync::Arc};

use egui::{CornerRadius, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::{proof::CrossedProof, text::line, words};
use crate::{
    gui::{
        desk::Desk,
        theme::{BODY, CAPTION, RegionMark, icons, paint_mark, regular, semibold, space, tokens},
        trail::KeysStamp,
        widgets::icon_at,
    },
    kms::{
        Exception, KeyId, KmsError, Region,
        api::{Blob, DecryptRequest, EncryptionContext, Request},
        cryptography::SymmetricCiphertext,
    },
    world::{Call, Principals},
};

/// What every Region's KMS is asked.
#[derive(Clone, Copy)]
pub(super) enum Question<'a> {
    /// Whether it opens this ciphertext, under this encryption context.
    Opens(&'a Blob, &'a EncryptionContext),
    /// Whether it finds this proof right.
    Verifies(&'a CrossedProof),
}

/// The same, kept.
enum Subject {
    Ciphertext(Blob, EncryptionContext),
    Proof(CrossedProof),
}

impl Subject {
    fn of(question: Question<'_>) -> Self {
        match question {
            Question::Opens(ciphertext, context) => Self::Ciphertext(ciphertext.clone(), context.clone()),
            Question::Verifies(proof) => Self::Proof(proof.clone()),
        }
    }

    fn is_of(&self, question: Question<'_>) -> bool {
        match (self, question) {
            (Self::Ciphertext(ciphertext, context), Question::Opens(asked, asked_context)) => {
                ciphertext == asked && context == asked_context
            }
            (Self::Proof(proof), Question::Verifies(asked)) => proof == asked,
            _ => false,
        }
    }
}

/// What the answers depend on, besides who asks.
struct Asked {
    keys: KeysStamp,
    principals: Principals,
    dark: Vec<Region>,
    /// Policies and grants may look at the clock.
    minute: i64,
    subject: Subject,
}

impl Asked {
    fn of(desk: &Desk, question: Question<'_>) -> Self {
        let world = desk.world();
        Self {
            keys: KeysStamp::of(world),
            principals: world.principals().clone(),
            dark: world.dark_regions().collect(),
            minute: minute(desk),
            subject: Subject::of(question),
        }
    }

    fn holds(&self, desk: &Desk, question: Question<'_>) -> bool {
        let world = desk.world();
        self.minute == minute(desk)
            && self.subject.is_of(question)
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
    /// Whether it would decrypt for the reader, or find the proof right.
    pub opens: bool,
    /// The answer in a few words.
    pub short: String,
    /// The exception with its message.
    pub full: String,
}

/// The answers, asked anew only when one of them may have changed.
#[derive(Default)]
pub(super) struct Readers {
    asked: Option<Asked>,
    /// By the ARN of who asks.
    answers: BTreeMap<Arc<str>, Vec<Answer>>,
}

impl Readers {
    /// Every Region's answer to `reader` who brings this.
    pub fn of(&mut self, desk: &Desk, question: Question<'_>, reader: &Arc<str>) -> &[Answer] {
        if !self.asked.as_ref().is_some_and(|it| it.holds(desk, question)) {
            self.asked = Some(Asked::of(desk, question));
            self.answers.clear();
        }
        let ask = || ask(desk, question, reader);
        self.answers.entry(Arc::clone(reader)).or_insert_with(ask)
    }

    /// What was answered to a reader for whom it was asked last.
    pub fn known(&self, reader: &Arc<str>) -> &[Answer] {
        self.answers.get(reader).map_or(&[], Vec::as_slice)
    }
}

fn ask(desk: &Desk, question: Question<'_>, reader: &Arc<str>) -> Vec<Answer> {
    let mut probe = desk.stage.clone();
    let store = desk.world().store();
    let key = match question {
        Question::Opens(ciphertext, _) => {
            let material = SymmetricCiphertext::parse(&ciphertext.0).map(|it| it.material);
            material.and_then(|material| store.key_of_material(&material))
        }
        Question::Verifies(proof) => Some(&proof.key.key_id),
    };
    let is_foreign =
        matches!(question, Question::Opens(it, _) if SymmetricCiphertext::parse(&it.0).is_none());
    let answer = |region: Region| {
        let request: Request = match question {
            Question::Opens(ciphertext, context) => DecryptRequest {
                ciphertext_blob: Some(ciphertext.clone()),
                encryption_context: context.clone(),
                dry_run: true,
                ..Default::default()
            }
            .into(),
            Question::Verifies(proof) => proof.dry_run_in(region),
        };
        let error = match probe.world.call(Call::new(region, Arc::clone(reader), request)) {
            // A dry run never answers otherwise than by an exception.
            Ok(_) => Exception::KmsInternal.without_message(),
            Err(error) => error,
        };
        told(desk, key, region, &error, is_foreign)
    };
    desk.world().regions().iter().copied().map(answer).collect()
}

fn told(desk: &Desk, key: Option<&KeyId>, region: Region, error: &KmsError, is_foreign: bool) -> Answer {
    let opens = error.exception == Exception::DryRunOperation;
    let short = match error.exception {
        Exception::DryRunOperation => "yes · local".to_owned(),
        Exception::InvalidCiphertext if is_foreign => "no ciphertext of KMS".to_owned(),
        _ => words::short_reason(desk, region, key, error),
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
