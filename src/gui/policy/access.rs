//! Who can do what with a key, and why: the question, its answer, and the matrix of all.

use egui::{Rect, Ui, UiBuilder, vec2};

use super::{
    answer::Answer,
    matrix::{About, Matrix},
    matrix_view::{Cell, matrix_view},
    question::{Question, pairs_of},
    setting::Setting,
};
use crate::{
    gui::{command::Command, desk::Desk, theme::space, trail::WorldStamp},
    kms::{KeyId, Region},
};

/// From this width on, the answer stands beside the matrix.
const TWO_COLUMNS: f32 = 960.0;
/// The width of the answer there.
const ANSWER: f32 = 380.0;
/// The least height of the table.
const LEAST: f32 = 280.0;
/// How much of an answer below the table comes into sight when a cell is chosen.
const HEADLINE: f32 = 90.0;

/// Who can do what with a key, and why.
#[derive(Default)]
pub struct AccessMatrix {
    matrix: Matrix,
    question: Option<(KeyId, Region, Question)>,
    answered: Option<Answered>,
}

/// An answer, and what it answers.
struct Answered {
    stamp: WorldStamp,
    about: About,
    who: String,
    operation: &'static str,
    answer: Option<Answer>,
}

impl AccessMatrix {
    /// Draws the question, its answer and the matrix for a key. It begins with the member in `region`; another member can
    /// be chosen.
    pub fn ui(&mut self, ui: &mut Ui, desk: &Desk, key: &KeyId, region: Region, commands: &mut Vec<Command>) {
        let Some((family, _)) = desk.member(key, region) else { return };
        let mut regions: Vec<Region> = family.members.keys().copied().collect();
        regions.sort_by_key(|region| desk.region_index(*region));
        let mut question = self.question_of(desk, key, region);
        if !regions.contains(&question.region) {
            question.region = region;
        }
        let takes_context = Setting::of_key(desk, key, region).is_some_and(|it| it.takes_context());
        let about = about(key, &question);
        let done = self.matrix.update(desk, &about);
        if !done {
            ui.ctx().request_repaint();
        }
        ui.spacing_mut().item_spacing.y = space::S;
        question.ui(ui, &self.matrix.who, &self.matrix.groups, &regions, takes_context);
        let chosen = self.chosen(&question);
        let in_sight = ui.clip_rect().height();
        if ui.available_width() >= TWO_COLUMNS {
            let whole = ui.available_rect_before_wrap();
            let left_width = whole.width() - ANSWER - space::L;
            let mut column = |name: &str, left: f32, width: f32| {
                let min = egui::pos2(whole.left() + left, whole.top());
                let rect = Rect::from_min_size(min, vec2(width, whole.height()));
                ui.new_child(UiBuilder::new().id_salt(name).max_rect(rect))
            };
            let mut left = column("matrix", 0.0, left_width);
            left.spacing_mut().item_spacing.y = space::S;
            let height = (in_sight - 150.0).max(320.0);
            let picked = matrix_view(&mut left, &self.matrix, chosen, height);
            let mut right = column("answer", left_width + space::L, ANSWER);
            self.answer_ui(&mut right, desk, &about, &question, commands);
            let foot = left.min_rect().bottom().max(right.min_rect().bottom());
            ui.allocate_space(vec2(whole.width(), foot - whole.top()));
            self.pick(ui, &mut question, picked);
        } else {
            // The table first: its height never changes, so nothing jumps.
            let picked = matrix_view(ui, &self.matrix, chosen, (in_sight * 0.42).max(LEAST));
            let answer = ui.scope(|ui| self.answer_ui(ui, desk, &about, &question, commands)).response;
            if picked.is_some() {
                let rect = answer.rect.intersect(Rect::everything_above(answer.rect.top() + HEADLINE));
                ui.scroll_to_rect(rect, None);
            }
            self.pick(ui, &mut question, picked);
        }
        self.question = Some((key.clone(), region, question));
    }

    /// What is asked about the key; of another key or member than before, the same in its place.
    fn question_of(&mut self, desk: &Desk, key: &KeyId, region: Region) -> Question {
        let operation = desk.member(key, region).map(|(family, _)| super::permissions::groups(family));
        let known: Vec<&'static str> =
            operation.into_iter().flatten().flat_map(|group| group.permissions).collect();
        let first = known.iter().copied().find(|it| *it == "Decrypt").or(known.first().copied());
        match self.question.take() {
            Some((of, at, mut question)) => {
                if of != *key || at != region {
                    question.region = region;
                }
                if !known.contains(&question.operation) {
                    question.operation = first.unwrap_or_default();
                }
                question
            }
            None => Question {
                who: desk.acting_arn().to_string(),
                operation: first.unwrap_or_default(),
                region,
                context: String::new(),
            },
        }
    }

    fn chosen(&self, question: &Question) -> Option<Cell> {
        let row = self.matrix.operations().iter().position(|it| *it == question.operation)?;
        let column = self.matrix.who.iter().position(|who| who.acting_arn == question.who)?;
        Some((row, column))
    }

    fn pick(&self, ui: &Ui, question: &mut Question, picked: Option<Cell>) {
        let Some((row, column)) = picked else { return };
        if let (Some(operation), Some(who)) = (self.matrix.operations().get(row), self.matrix.who.get(column))
        {
            question.operation = operation;
            question.who.clone_from(&who.acting_arn);
            ui.ctx().request_repaint();
        }
    }

    fn answer_ui(
        &mut self,
        ui: &mut Ui,
        desk: &Desk,
        about: &About,
        question: &Question,
        commands: &mut Vec<Command>,
    ) {
        let stamp = WorldStamp::of(desk.world());
        let is_current = self.answered.as_ref().is_some_and(|it| {
            it.stamp == stamp
                && it.about == *about
                && it.who == question.who
                && it.operation == question.operation
        });
        if !is_current {
            let answer = Answer::new(desk, about, &question.who, question.operation);
            let (who, operation) = (question.who.clone(), question.operation);
            self.answered = Some(Answered { stamp, about: about.clone(), who, operation, answer });
        }
        if let Some(answer) = self.answered.as_ref().and_then(|it| it.answer.as_ref()) {
            answer.ui(ui, about, commands);
        }
    }
}

/// What the question is about. A context that is not typed to its end yet counts as none.
fn about(key: &KeyId, question: &Question) -> About {
    About {
        key: key.clone(),
        region: question.region,
        context: pairs_of(&question.context).unwrap_or_default(),
    }
}
