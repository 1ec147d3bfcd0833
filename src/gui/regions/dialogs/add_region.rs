//! Add Regions to the world.

use egui::Ui;

use super::{
    form::{Form, Heading, Page},
    region_list::{Choice, Note, Offer, RegionList},
};
use crate::{
    gui::{command::Command, theme::paragraph},
    kms::{Region, api::Request},
};

pub(super) struct AddRegion {
    list: RegionList,
    /// Made in the first frame: all Regions of the partition that are not part of the world.
    offers: Vec<Offer>,
}

impl Default for AddRegion {
    fn default() -> Self {
        Self { list: RegionList::new(Choice::Several), offers: Vec::new() }
    }
}

impl AddRegion {
    fn offers(page: &Page<'_>) -> Vec<Offer> {
        let present = page.desk.world().regions();
        let partition = present.first().map(|region| region.partition());
        Region::all()
            .filter(|it| {
                partition.is_none_or(|partition| it.partition() == partition) && !present.contains(it)
            })
            .map(|region| {
                let note = if region.is_opt_in() { Note::OptIn } else { Note::None };
                Offer { region, open: true, note }
            })
            .collect()
    }
}

impl Form for AddRegion {
    fn heading(&self) -> Heading {
        Heading::new("Add Regions", "Add Regions")
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        if page.opening {
            self.offers = Self::offers(page);
        }
        let text =
            "Regions of one AWS partition, side by side. A Region that is replicated to is added by itself.";
        ui.label(paragraph(text));
        let height = (ui.ctx().content_rect().height() - 340.0).clamp(128.0, 384.0);
        self.list.show(ui, page.desk, &self.offers, height, page.opening)
    }

    fn missing(&self) -> Option<&'static str> {
        self.list.chosen.is_empty().then_some("Choose a Region")
    }

    fn calls(&self) -> Vec<(Region, Request)> {
        Vec::new()
    }

    fn commands(&self) -> Vec<Command> {
        let adding = self.list.chosen.iter().map(|region| Command::AddRegion(*region));
        adding.chain([Command::CloseDialog]).collect()
    }
}
