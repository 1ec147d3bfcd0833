//! Create an alias of a key.

use egui::Ui;

use super::{
    alias_field::alias_field,
    form::{Form, Heading, Page},
    place::Place,
};
use crate::{
    gui::{
        theme::{caption, paragraph},
        widgets::{CalloutKind, callout},
    },
    kms::{
        AliasName, KeyId, Region,
        api::{CreateAliasRequest, Request},
    },
};

pub(super) struct CreateAlias {
    key: KeyId,
    region: Region,
    name: String,
}

impl CreateAlias {
    pub fn new(key: &KeyId, region: Region) -> Self {
        Self { key: key.clone(), region, name: String::new() }
    }
}

impl Form for CreateAlias {
    fn heading(&self) -> Heading {
        Heading::new("Create alias", "Create alias")
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let field = alias_field(ui, page, false, &mut self.name);
        page.focus_first(&field);
        let present: Vec<_> = page
            .desk
            .world()
            .store()
            .aliases_of(&self.key, self.region)
            .map(|it| it.short())
            .take(8)
            .collect();
        if !present.is_empty() {
            let names = format!("The key is called {} here already", present.join(", "));
            ui.add(egui::Label::new(caption(names.as_str())).truncate()).on_hover_text(names.as_str());
        }
        if self.key.is_multi_region() {
            let text =
                "Aliases are per Region. With the same name in every Region, the same code works in each.";
            callout(ui, CalloutKind::Info, text);
        } else {
            ui.label(paragraph("An alias is a name for the key in this Region.").weak());
        }
        field.changed()
    }

    fn missing(&self) -> Option<&'static str> {
        self.name.is_empty().then_some("Type a name")
    }

    fn shows(&self, place: Place) -> bool {
        place == Place::Alias
    }

    fn calls(&self) -> Vec<(Region, Request)> {
        let request = CreateAliasRequest {
            alias_name: format!("{}{}", AliasName::PREFIX, self.name),
            target_key_id: self.key.to_string(),
        };
        vec![(self.region, request.into())]
    }

    fn done(&self) -> String {
        format!("alias/{} created in {}", self.name, self.region)
    }
}
