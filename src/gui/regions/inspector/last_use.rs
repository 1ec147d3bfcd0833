//! When the member was last used, as GetKeyLastUsage answers whoever acts.

use std::sync::Arc;

use egui::Ui;

use super::Subject;
use crate::{
    gui::{
        command::Command,
        theme::{body, icons, space, subdued},
        trail::{WorldStamp, cut, event_numbered},
        widgets::{Properties, icon_button, row_sides},
    },
    kms::{
        KeyId, KmsError, Region,
        api::{GetKeyLastUsageRequest, GetKeyLastUsageResponse},
    },
};

/// What the last answer was given for.
#[derive(PartialEq)]
struct Question {
    world: WorldStamp,
    key: KeyId,
    region: Region,
    caller: Arc<str>,
}

/// The answer; asked for anew when the world, the key or the acting principal changes.
#[derive(Default)]
pub(super) struct LastUse {
    asked: Option<Question>,
    answer: Option<Result<GetKeyLastUsageResponse, KmsError>>,
}

impl LastUse {
    /// Draws the row.
    pub fn row(&mut self, rows: &mut Properties<'_>, subject: &mut Subject<'_>) {
        self.ask(subject);
        let (text, hint) = self.words(subject.wide);
        let last = subject.desk.world().store().last_use(&subject.family.id, subject.region);
        let trail = subject.desk.world().trail();
        let event = last.map(|last| last.event).filter(|number| event_numbered(trail, *number).is_some());
        rows.row("Last used", |ui| {
            let words = |ui: &mut Ui| {
                let text = if event.is_some() { body(&text) } else { subdued(&text) };
                cut(ui, text).on_hover_text(&hint);
            };
            let show = |ui: &mut Ui| {
                event.filter(|_| {
                    icon_button(ui, icons::ARROW_SQUARE_OUT, "Show the last use in CloudTrail").clicked()
                })
            };
            let ((), show) = row_sides(ui, space::CONTROL_HEIGHT_SMALL, words, show);
            if let Some(number) = show {
                subject.commands.push(Command::ShowEvent(number));
            }
        });
    }

    /// What was done last and when, and more of it.
    fn words(&self, wide: bool) -> (String, String) {
        match &self.answer {
            None => (String::new(), String::new()),
            Some(Err(error)) => ("KMS does not tell".to_owned(), error.to_string()),
            Some(Ok(answer)) => {
                let since = answer.tracking_start_date.map(|date| date.0.date()).unwrap_or_default();
                let usage = answer.key_last_usage.as_ref();
                let used = usage.and_then(|usage| Some((usage.operation?, usage.timestamp?, usage)));
                let Some((operation, time, usage)) = used else {
                    return (
                        format!("Never since {since}"),
                        format!("GetKeyLastUsage tells of cryptographic operations since {since}"),
                    );
                };
                let id = |id: &Option<String>| id.clone().unwrap_or_default();
                (
                    if wide {
                        format!("{} · {}", operation.name(), time.0.date_and_time())
                    } else {
                        format!("{} · {}", operation.name(), time.0.date())
                    },
                    format!(
                        "{}\nRecorded since {since}\nCloudTrail event {}\nKMS request {}",
                        time.0.date_and_time(),
                        id(&usage.cloud_trail_event_id),
                        id(&usage.kms_request_id)
                    ),
                )
            }
        }
    }

    /// Asks a copy of the world, so that looking leaves no event in the trail each time something changes.
    fn ask(&mut self, subject: &Subject<'_>) {
        let desk = subject.desk;
        let question = Question {
            world: WorldStamp::of(desk.world()),
            key: subject.family.id.clone(),
            region: subject.region,
            caller: desk.acting_arn(),
        };
        if self.asked.as_ref() == Some(&question) {
            return;
        }
        let request = GetKeyLastUsageRequest { key_id: question.key.to_string() };
        self.answer = Some(desk.world().clone().ask(question.region, &question.caller, request));
        self.asked = Some(question);
    }
}
