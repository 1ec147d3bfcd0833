//! What workloads have stored in each Region: messages under names. Of two writes of one name the later one stays; of
//! two at the same moment, that of the Region whose code comes last.

use std::sync::Arc;

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use super::{
    Message,
    bucket_keys::BucketKeys,
    step::{Rivals, Written},
};
use crate::{
    kms::{Region, Timestamp},
    workloads::Fingerprint,
    world::one_way,
};

/// A stored message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stored {
    /// What is stored.
    pub message: Arc<Message>,
    /// When it was written.
    pub written: Timestamp,
    /// Where it was written.
    pub writer: Region,
    /// What the message holds; known to the simulation, stored nowhere in a Region.
    pub original: Option<Fingerprint>,
}

impl Stored {
    /// The write that it is of.
    pub(super) fn written(&self) -> Written {
        Written { at: self.written, by: self.writer, what: self.original }
    }

    fn order(&self) -> (Timestamp, &str) {
        (self.written, self.writer.code())
    }
}

/// All that is stored. Clones share structure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Shelf {
    stored: OrdMap<(Region, Arc<str>), Arc<Stored>>,
    /// A save has none, as it has no keys in the clear; after it KMS is asked again.
    #[serde(skip)]
    pub bucket_keys: BucketKeys,
}

impl Shelf {
    pub fn get(&self, region: Region, name: &Arc<str>) -> Option<&Arc<Stored>> {
        self.stored.get(&(region, Arc::clone(name)))
    }

    pub fn in_region(&self, region: Region) -> impl Iterator<Item = (&Arc<str>, &Stored)> {
        self.stored.iter().filter(move |((its, _), _)| *its == region).map(|((_, name), it)| (name, &**it))
    }

    pub fn is_empty(&self) -> bool {
        self.stored.is_empty()
    }

    /// Stores a message, unless what is there is newer. Tells whether it was stored, and whose write won over whose if
    /// two met of which neither writer knew the other's.
    pub fn put(&mut self, region: Region, name: &Arc<str>, stored: Stored) -> (bool, Option<Box<Rivals>>) {
        let place = (region, Arc::clone(name));
        let present = self.stored.get(&place);
        let is_newer = present.is_none_or(|present| stored.order() >= present.order());
        let rivals = present.and_then(|present| {
            let (ours, theirs) = (stored.written(), present.written());
            // Theirs had not come to the Region of ours when ours was written.
            let met = ours.by != theirs.by && ours.at < theirs.at + one_way(theirs.by, ours.by);
            match is_newer {
                true if met => Rivals::of(ours, theirs),
                true => None,
                false => Rivals::of(theirs, ours),
            }
        });
        if is_newer {
            self.stored.insert(place, Arc::new(stored));
        }
        (is_newer, rivals)
    }
}
