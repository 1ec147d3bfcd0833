//! One question as a sentence: can someone do something with this key here?

use egui::Ui;

use super::{matrix::Who, permissions::Group};
use crate::{
    gui::{
        theme::{body, space},
        widgets::{Dropdown, TextField, control_row},
    },
    kms::{Region, api::EncryptionContext},
};

/// From this width on, the whole sentence stands in one row.
const ONE_ROW: f32 = 680.0;

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Question {
    /// Under which ARN the principal acts.
    pub who: String,
    /// The permission without its prefix.
    pub operation: &'static str,
    /// The Region whose endpoint would be called.
    pub region: Region,
    /// The encryption context as it is typed.
    pub context: String,
}

/// The pairs of a context that is typed as `Purpose=Backup, Team=EU`.
///
/// # Errors
/// What is no pair, in a sentence.
pub(super) fn pairs_of(text: &str) -> Result<EncryptionContext, String> {
    let pieces = text.split(',').map(str::trim).filter(|piece| !piece.is_empty());
    pieces
        .map(|piece| match piece.split_once('=') {
            Some((key, value)) if !key.trim().is_empty() => {
                Ok((key.trim().to_owned(), value.trim().to_owned()))
            }
            _ => Err(format!("“{piece}” is no pair such as Purpose=Backup")),
        })
        .collect()
}

impl Question {
    /// Draws the sentence; `takes_context` tells whether requests to the key can have an encryption context.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        who: &[Who],
        groups: &[Group],
        regions: &[Region],
        takes_context: bool,
    ) {
        let labels: Vec<String> = who.iter().map(Who::label).collect();
        let people: Vec<(String, &str)> =
            who.iter().zip(&labels).map(|(who, label)| (who.acting_arn.clone(), label.as_str())).collect();
        let operations: Vec<(&'static str, &str)> =
            groups.iter().flat_map(|group| group.permissions.iter().map(|name| (*name, *name))).collect();
        let places: Vec<(Region, &str)> = regions.iter().map(|region| (*region, region.code())).collect();
        let person = |ui: &mut Ui, value: &mut String, width| {
            Dropdown::new("Principal").label_hidden().width(width).show(ui, value, &people);
        };
        let operation = |ui: &mut Ui, value: &mut &'static str, width| {
            Dropdown::new("Operation").label_hidden().width(width).show(ui, value, &operations);
        };
        let place = |ui: &mut Ui, value: &mut Region, width| {
            Dropdown::new("Region").label_hidden().width(width).show(ui, value, &places);
        };
        if ui.available_width() >= ONE_ROW {
            control_row(ui, |ui| {
                ui.spacing_mut().item_spacing.x = space::S;
                ui.label(body("Can"));
                person(ui, &mut self.who, 170.0);
                operation(ui, &mut self.operation, 190.0);
                ui.label(body("with this key in"));
                place(ui, &mut self.region, 140.0);
                ui.label(body("?"));
            });
        } else {
            control_row(ui, |ui| {
                ui.spacing_mut().item_spacing.x = space::S;
                ui.label(body("Can"));
                let half = ((ui.available_width() - space::S) / 2.0).max(80.0);
                person(ui, &mut self.who, half);
                operation(ui, &mut self.operation, half);
            });
            control_row(ui, |ui| {
                ui.spacing_mut().item_spacing.x = space::S;
                ui.label(body("with this key in"));
                let rest = (ui.available_width() - 20.0).clamp(90.0, 170.0);
                place(ui, &mut self.region, rest);
                ui.label(body("?"));
            });
        }
        if takes_context {
            let problem = pairs_of(&self.context).err();
            TextField::new("Encryption context")
                .optional()
                .width(460.0)
                .hint("Purpose=Backup, Team=EU")
                .help("Conditions and grants hold it against the request")
                .error(problem.as_deref())
                .show(ui, &mut self.context);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contexts_are_pairs_with_commas_between() {
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(pairs_of(" "), Ok(EncryptionContext::new()));
        let two = EncryptionContext::from([pair("Purpose", "Backup"), pair("Team", "a=b")]);
        assert_eq!(pairs_of("Purpose=Backup , Team = a=b,"), Ok(two));
        assert_eq!(pairs_of("a=1, b"), Err("“b” is no pair such as Purpose=Backup".to_owned()));
        assert!(pairs_of("=x").is_err());
    }
}
