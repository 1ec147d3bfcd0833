//! Create a grant; then its token is shown, to be copied.

use std::collections::BTreeSet;

use egui::{Ui, vec2};

use super::{
    form::{Form, Heading, Page, WIDE, part},
    place::Place,
    principal_field::PrincipalField,
    tag_rows::PairRows,
};
use crate::{
    gui::{
        command::{Command, Reply},
        desk::Desk,
        theme::{caption, icons, paragraph, space},
        widgets::{
            Button, CalloutKind, CodeView, TextField, callout, callout_with, checkbox, property_table,
            row_sides, segmented, short_id,
        },
    },
    kms::{
        Exception, KeyId, KmsError, Region,
        api::{
            CreateGrantRequest, CreateGrantResponse, EncryptionContext, GrantConstraints, GrantOperation,
            KeySpec, Request, Response,
        },
        grant_operations,
    },
};

/// Whether and how a grant demands an encryption context.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Constraint {
    None,
    Equals,
    Subset,
}

pub(super) struct CreateGrant {
    key: KeyId,
    region: Region,
    spec: KeySpec,
    grantee: String,
    retiring: String,
    name: String,
    /// What a grant on this key can allow.
    offered: Vec<GrantOperation>,
    chosen: BTreeSet<GrantOperation>,
    constraint: Constraint,
    pairs: PairRows,
    /// What KMS has answered.
    made: Option<CreateGrantResponse>,
}

impl CreateGrant {
    pub fn new(key: &KeyId, region: Region, desk: &Desk) -> Self {
        let family = desk.member(key, region).map(|(family, _)| family);
        let offered = family.map(|family| grant_operations(family.spec, family.usage)).unwrap_or_default();
        Self {
            key: key.clone(),
            region,
            spec: family.map_or(KeySpec::SymmetricDefault, |family| family.spec),
            grantee: String::new(),
            retiring: String::new(),
            name: String::new(),
            offered: ordered(offered),
            chosen: BTreeSet::new(),
            constraint: Constraint::None,
            pairs: PairRows::default(),
            made: None,
        }
    }

    fn principals(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let grantee = PrincipalField {
            label: "Grantee principal",
            help: "A user, a role, a session or an account",
            optional: false,
            place: Place::Grantee,
        };
        let retiring = PrincipalField {
            label: "Retiring principal",
            help: "May retire the grant, as this account may",
            optional: true,
            place: Place::Retiring,
        };
        let mut changed = grantee.show(ui, page, true, &mut self.grantee);
        changed |= retiring.show(ui, page, false, &mut self.retiring);
        let help = "A request of the same name and terms makes no second grant";
        let name = TextField::new("Name").optional().help(help).show(ui, &mut self.name);
        page.refusal_at(ui, Place::Name, &name);
        changed | name.changed()
    }

    fn operations(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let mut changed = false;
        part(ui, "Operations", |ui| {
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 3.0;
                for operation in &self.offered {
                    let mut on = self.chosen.contains(operation);
                    if checkbox(ui, &mut on, operation.name(), "").changed() {
                        changed = true;
                        if on {
                            self.chosen.insert(*operation)
                        } else {
                            self.chosen.remove(operation)
                        };
                    }
                }
            });
            let count = format!("{} chosen", self.chosen.len());
            row_sides(
                ui,
                space::CONTROL_HEIGHT_SMALL,
                |ui| {
                    ui.spacing_mut().item_spacing.x = space::M;
                    if Button::link("Select all").small().show(ui).clicked() {
                        self.chosen = self.offered.iter().copied().collect();
                        changed = true;
                    }
                    if Button::link("Clear").small().name("Clear operations").show(ui).clicked() {
                        self.chosen.clear();
                        changed = true;
                    }
                },
                |ui| ui.label(caption(count)),
            );
            page.refusal_below(ui, Place::Operations);
        });
        changed
    }

    fn constraints(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let mut changed = false;
        part(ui, "Encryption context constraint", |ui| {
            if self.spec != KeySpec::SymmetricDefault {
                ui.label(caption("Only symmetric encryption keys take an encryption context"));
                return;
            }
            let items = [
                (Constraint::None, "None", "No constraint"),
                (Constraint::Equals, "Equals", "The context of requests equals these pairs"),
                (Constraint::Subset, "Contains", "The context of requests contains these pairs"),
            ];
            changed |= segmented(ui, "Encryption context constraint", &mut self.constraint, &items).changed();
            if self.constraint != Constraint::None {
                changed |= self.pairs.show(ui);
                ui.label(caption(
                    "Keys are compared without case, values with it; other operations are free",
                ));
            }
            page.refusal_below(ui, Place::Constraints);
        });
        changed
    }

    fn context(&self) -> EncryptionContext {
        self.pairs
            .pairs()
            .filter(|(key, _)| !key.is_empty())
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .collect()
    }

    fn request(&self) -> CreateGrantRequest {
        let text = |text: &str| Some(text.trim().to_owned()).filter(|it| !it.is_empty());
        let context = self.context();
        let constraints = match self.constraint {
            Constraint::None => None,
            Constraint::Equals => {
                Some(GrantConstraints { encryption_context_equals: context, ..Default::default() })
            }
            Constraint::Subset => {
                Some(GrantConstraints { encryption_context_subset: context, ..Default::default() })
            }
        };
        CreateGrantRequest {
            key_id: self.key.to_string(),
            grantee_principal: text(&self.grantee),
            retiring_principal: text(&self.retiring),
            operations: self.offered.iter().filter(|it| self.chosen.contains(it)).copied().collect(),
            constraints,
            name: text(&self.name),
            ..Default::default()
        }
    }

    /// What a person has to know of the new grant.
    fn result(&self, ui: &mut Ui, made: &CreateGrantResponse) {
        let text = "The grant counts in every call some seconds from now. Until then the grantee brings the grant \
                    token along (--grant-tokens); it is no secret, and worth nothing to others.";
        ui.label(paragraph(text));
        property_table(ui, |rows| rows.row("Grant ID", |ui| short_id(ui, &made.grant_id, 30, 8)));
        part(ui, "Grant token", |ui| {
            let folded = folded(&made.grant_token);
            CodeView::new("Grant token", &folded).plain().max_height(120.0).show(ui);
            let copy = Button::secondary("Copy grant token").small().icon(icons::COPY);
            if copy.show(ui).clicked() {
                ui.copy_text(made.grant_token.clone());
            }
        });
        callout(
            ui,
            CalloutKind::Info,
            "KMS tells the token this once. Without it, wait until the grant is in effect.",
        );
    }
}

/// The operations as people look for them: those that use the key first.
fn ordered(mut operations: Vec<GrantOperation>) -> Vec<GrantOperation> {
    use GrantOperation::{CreateGrant, DescribeKey, RetireGrant};
    operations.sort_by_key(|it| (matches!(it, CreateGrant | DescribeKey | RetireGrant), *it));
    operations
}

/// A long text in lines that have room.
fn folded(text: &str) -> String {
    const LINE: usize = 96;
    let characters: Vec<char> = text.chars().collect();
    characters.chunks(LINE).map(|line| line.iter().collect::<String>()).collect::<Vec<_>>().join("\n")
}

impl Form for CreateGrant {
    fn heading(&self) -> Heading {
        match self.made {
            None => Heading::new("Create grant", "Create grant").width(WIDE),
            Some(_) => Heading { done: true, ..Heading::new("Grant created", "Done").width(WIDE) },
        }
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        if let Some(made) = &self.made {
            self.result(ui, made);
            return false;
        }
        let mut changed = false;
        ui.scope(|ui| {
            // Between the columns, not between what is in them.
            ui.spacing_mut().item_spacing.x = space::XL;
            ui.columns(2, |columns| {
                let [left, right] = columns else { return };
                for column in [&mut *left, &mut *right] {
                    column.spacing_mut().item_spacing = vec2(space::S, space::M);
                }
                changed |= self.principals(left, page);
                changed |= self.operations(right, page);
            });
        });
        changed |= self.constraints(ui, page);
        if self.key.is_multi_region() {
            let text = "Grants belong to their Region: related keys get none of this.";
            callout_with(ui, CalloutKind::Info, "This Region only", text);
        }
        changed
    }

    fn missing(&self) -> Option<&'static str> {
        if self.made.is_some() {
            return None;
        }
        if self.grantee.trim().is_empty() {
            return Some("Type or choose the grantee principal");
        }
        if self.chosen.is_empty() {
            return Some("Choose an operation");
        }
        let lacks_pairs = self.constraint != Constraint::None && self.context().is_empty();
        lacks_pairs.then_some("Add a pair, or choose no constraint")
    }

    fn shows(&self, place: Place) -> bool {
        use Place::{Constraints, Grantee, Name, Operations, Retiring};
        matches!(place, Grantee | Retiring | Operations | Constraints | Name)
    }

    /// An ARN that refers to nobody is one of the two that were typed.
    fn place_of(&self, error: &KmsError) -> Place {
        let names = |arn: &str| !arn.trim().is_empty() && error.message.ends_with(arn.trim());
        match error.exception {
            Exception::InvalidArn if error.message.contains("RetiringPrincipal") => Place::Retiring,
            Exception::InvalidArn if names(&self.retiring) && !names(&self.grantee) => Place::Retiring,
            Exception::InvalidArn => Place::Grantee,
            _ => Place::of(error),
        }
    }

    fn calls(&self) -> Vec<(Region, Request)> {
        if self.made.is_some() { Vec::new() } else { vec![(self.region, self.request().into())] }
    }

    fn commands(&self) -> Vec<Command> {
        if self.made.is_some() {
            return vec![Command::CloseDialog];
        }
        let request = Box::new(self.request().into());
        vec![Command::Call { region: self.region, request, reply: Reply::Answer }]
    }

    fn take_answer(&mut self, answer: &Response) {
        if let Response::CreateGrant(made) = answer {
            self.made = Some(made.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kms::api::KeyUsage;

    #[test]
    fn what_uses_the_key_comes_before_what_manages_grants() {
        let offered = ordered(grant_operations(KeySpec::SymmetricDefault, KeyUsage::EncryptDecrypt));
        assert!(offered.len() > 8);
        let last: Vec<_> = offered[offered.len() - 3..].iter().map(|it| it.name()).collect();
        assert!(last.contains(&"CreateGrant") && last.contains(&"RetireGrant"), "{last:?}");
        assert_eq!(offered[0].name(), "Decrypt");
    }

    #[test]
    fn long_tokens_are_folded_and_lose_nothing() {
        let token = "x".repeat(200);
        assert_eq!(folded(&token).lines().map(str::len).collect::<Vec<_>>(), [96, 96, 8]);
        assert_eq!(folded(&token).replace('\n', ""), token);
    }
}
