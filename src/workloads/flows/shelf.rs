//! What workloads have stored in each Region: messages under names. Of two writes of one name the later one stays; of
//! two at the same moment, that of the Region whose code comes last.

use std::sync::Arc;

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use super::{Message, WrappedKey, flow::DataKey};
use crate::{
    kms::{Region, Span, Timestamp},
    workloads::Fingerprint,
};

/// How long a storage service keeps a bucket key before it asks KMS for another. S3 tells only that it is a short time.
pub(super) const BUCKET_KEY_LIFE: Span = Span::seconds(300);

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
    fn order(&self) -> (Timestamp, &str) {
        (self.written, self.writer.code())
    }
}

/// A bucket key that a storage service has at hand.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct BucketKey {
    pub wrapped: WrappedKey,
    pub key: DataKey,
    pub until: Timestamp,
}

/// All that is stored. Clones share structure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Shelf {
    stored: OrdMap<(Region, Arc<str>), Arc<Stored>>,
    /// A save has none, as it has no keys in the clear; after it KMS is asked again.
    #[serde(skip)]
    bucket_keys: OrdMap<(Region, Arc<str>), Arc<BucketKey>>,
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

    /// Stores a message, unless what is there is newer. Tells whether it was stored.
    pub fn put(&mut self, region: Region, name: &Arc<str>, stored: Stored) -> bool {
        let place = (region, Arc::clone(name));
        let is_newer = self.stored.get(&place).is_none_or(|present| stored.order() >= present.order());
        if is_newer {
            self.stored.insert(place, Arc::new(stored));
        }
        is_newer
    }

    /// The bucket key at hand, if its time is not over.
    pub fn bucket_key(&self, region: Region, bucket: &Arc<str>, now: Timestamp) -> Option<&BucketKey> {
        let key = self.bucket_keys.get(&(region, Arc::clone(bucket)))?;
        (now < key.until).then_some(key)
    }

    pub fn keep_bucket_key(&mut self, region: Region, bucket: &Arc<str>, key: BucketKey) {
        self.bucket_keys.insert((region, Arc::clone(bucket)), Arc::new(key));
    }
}
