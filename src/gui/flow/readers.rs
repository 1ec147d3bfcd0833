//! Who can open a ciphertext now: every Region's KMS is asked, with `DryRun`, in a copy of the world.

use std::sync::Arc;

use egui::{CornerRadius, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::{text::line, words};
use crate::{
    gui::{
        desk::Desk,
        theme::{BODY, CAPTION, RegionMark, icons, regular, semibold, space, tokens},
        widgets::icon_at,
    },
    kms::{
        Exception, KmsError, Region,
        api::{Blob, DecryptRequest, EncryptionContext},
        cryptography::SymmetricCiphertext,
    },
};

/// What the answers depend on.
#[derive(Clone, Debug, PartialEq)]
struct Question {
    version: u64,
    ciphertext: Blob,
    context: EncryptionContext,
    reader: Arc<str>,
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
#[derive(Debug, Default)]
pub(super) struct Readers {
    asked: Option<Question>,
    answers: Vec<Answer>,
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
        let version = desk.world().version();
        let known = self.asked.as_ref().is_some_and(|it| {
            it.version == version
                && it.reader == *reader
                && it.context == *context
                && it.ciphertext == *ciphertext
        });
        if !known {
            let question = Question {
                version,
                ciphertext: ciphertext.clone(),
                context: context.clone(),
                reader: Arc::clone(reader),
            };
            self.answers = ask(desk, &question);
            self.asked = Some(question);
        }
        &self.answers
    }
}

fn ask(desk: &Desk, question: &Question) -> Vec<Answer> {
    let mut probe = desk.stage.clone();
    let material = SymmetricCiphertext::parse(&question.ciphertext.0).map(|it| it.material);
    let answer = |region: Region| {
        let request = DecryptRequest {
            ciphertext_blob: Some(question.ciphertext.clone()),
            encryption_context: question.context.clone(),
            dry_run: true,
            ..Default::default()
        };
        let error = match probe.world.ask(region, &question.reader, request) {
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
