//! The keys that loads can use, found anew only when keys or their names changed.

use crate::{
    gui::{desk::Desk, trail::KeysStamp},
    kms::{KeyFamily, KeyId, MemberState, api::KeySpec},
    workloads::LoadOrder,
    world::World,
};

/// A key that records can be encrypted under.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Offer {
    pub key: KeyId,
    /// What people call it.
    pub label: String,
    /// What kind it is, and where.
    pub note: String,
    /// Whether it works in its Region or its primary's, and in how many it is.
    pub worth: (bool, usize),
}

/// All of them: multi-Region keys first, then by name.
#[derive(Default)]
pub(super) struct Keys {
    of: Option<KeysStamp>,
    offers: Vec<Offer>,
}

impl Keys {
    /// The keys of the desk's world.
    pub fn of(&mut self, desk: &Desk) -> &[Offer] {
        if !self.of.as_ref().is_some_and(|stamp| stamp.holds_for(desk.world())) {
            let fitting =
                |family: &&KeyFamily| family.spec == KeySpec::SymmetricDefault && !family.is_aws_managed();
            let mut found: Vec<(bool, Offer)> = desk
                .world()
                .store()
                .families()
                .filter(fitting)
                .map(|it| (!it.is_multi_region(), offer(desk, it)))
                .collect();
            found.sort_by(|a, b| (a.0, &a.1.label).cmp(&(b.0, &b.1.label)));
            self.offers = found.into_iter().map(|(_, offer)| offer).collect();
            self.of = Some(KeysStamp::of(desk.world()));
        }
        &self.offers
    }
}

/// The key of a load, if it is one of this world.
pub(in crate::gui) fn family_of<'a>(world: &'a World, order: &LoadOrder) -> Option<&'a KeyFamily> {
    let key = order.records.keys.values().flatten().next()?;
    let id = key.key_id.rsplit('/').next().and_then(KeyId::parse)?;
    world.store().family(&id)
}

fn offer(desk: &Desk, family: &KeyFamily) -> Offer {
    let primary = family.primary;
    let note = match family.members.len() {
        count if family.is_multi_region() => {
            format!("{count} {}", if count == 1 { "Region" } else { "Regions" })
        }
        _ => primary.code().to_owned(),
    };
    let works = family.members.get(&primary).is_some_and(|it| it.state == MemberState::Enabled);
    let worth = (works, family.members.len());
    Offer { key: family.id.clone(), label: desk.key_label(&family.id, primary), note, worth }
}
