//! Bucket keys, which a storage service keeps in memory for a short while so that KMS is asked seldom.
//!
//! A service makes one for a bucket, under the encryption context of that bucket, and encrypts with it in no other. What
//! opens an object is kept by the wrapped key that it came from, and never encrypts: an object that was copied from
//! another bucket brings that bucket's key. Both are kept for the requester in whose name KMS was asked, so that KMS
//! decides about every requester at least once, about its writing and about its reading.

use std::sync::Arc;

use imbl::OrdMap;

use super::{
    Flow, Outcome, WrappedKey,
    flow::{DataKey, Hands},
    moves::{Ask, Asked, Move},
    player::Turn,
    step::{Deed, Local},
};
use crate::{
    kms::{Region, Span, Timestamp},
    workloads::Stage,
};

/// How long a storage service keeps a bucket key before it asks KMS for another. S3 tells only that it is a short time.
const LIFE: Span = Span::seconds(300);

/// What a bucket key is kept for, and in whose name KMS gave it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Use {
    /// To encrypt the objects of a bucket under one of KMS's keys.
    Write { bucket: Arc<str>, key_id: String, requester: Arc<str> },
    /// To decrypt the objects that bring it, wrapped as it is here.
    Read { wrapped: Arc<[u8]>, requester: Arc<str> },
}

/// A bucket key at hand.
#[derive(Clone, Debug, PartialEq)]
struct BucketKey {
    key: DataKey,
    /// As KMS wrapped it; nothing of one that only decrypts.
    wrapped: Vec<WrappedKey>,
    until: Timestamp,
}

/// Those that the services of all Regions have at hand. Clones share structure.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct BucketKeys(OrdMap<(Region, Use), Arc<BucketKey>>);

impl BucketKeys {
    fn at_hand(&self, region: Region, of: &Use, now: Timestamp) -> Option<&BucketKey> {
        let key = self.0.get(&(region, of.clone()))?;
        (now < key.until).then_some(key)
    }

    fn keep(&mut self, region: Region, of: Use, key: BucketKey, now: Timestamp) {
        // KMS was asked for it, which is seldom: time enough to forget those that are over.
        let is_over = |kept: &Arc<BucketKey>| kept.until <= now;
        let over: Vec<_> = self.0.iter().filter(|(_, it)| is_over(it)).map(|(of, _)| of.clone()).collect();
        for of in over {
            self.0.remove(&of);
        }
        self.0.insert((region, of), Arc::new(key));
    }
}

impl Stage {
    /// Takes the bucket key that encrypts in a bucket in hand: the one that is kept, or one that KMS is asked for.
    pub(super) fn take_bucket_key(&mut self, flow: &mut Flow, bucket: Arc<str>, ask: &Ask) -> Turn {
        let Asked::DataKey { key_id } = &ask.what else { return Turn::Over(Outcome::NothingThere) };
        let requester = Arc::clone(&ask.caller);
        self.use_bucket_key(flow, Use::Write { bucket, key_id: key_id.clone(), requester }, ask)
    }

    /// Takes the key in hand that opens the message in hand, which is a bucket key if the message was encrypted with one.
    pub(super) fn take_opening_key(&mut self, flow: &mut Flow, ask: &Ask) -> Turn {
        let Some(message) = &flow.hands.message else { return Turn::Over(Outcome::NothingThere) };
        match message.wrapped.first() {
            Some(wrapped) if message.inner.is_some() => {
                let wrapped = wrapped.blob.0.as_slice().into();
                self.use_bucket_key(flow, Use::Read { wrapped, requester: Arc::clone(&ask.caller) }, ask)
            }
            _ => self.ask_kms(flow, ask),
        }
    }

    fn use_bucket_key(&mut self, flow: &mut Flow, of: Use, ask: &Ask) -> Turn {
        let now = self.world.now();
        if let Some(kept) = self.flows.shelf.bucket_keys.at_hand(flow.here, &of, now) {
            flow.hands.data_key = Some(kept.key.clone());
            flow.hands.wrapped = kept.wrapped.clone();
            flow.note(now, Some(now), Deed::Local(Local::UsedBucketKey));
            return Turn::On;
        }
        flow.moves.push_front(Move::KeepBucketKey(of));
        self.ask_kms(flow, ask)
    }

    /// Keeps what KMS gave as a bucket key for a while.
    pub(super) fn keep_bucket_key(&mut self, flow: &Flow, of: Use) {
        let Hands { wrapped, data_key, .. } = &flow.hands;
        if let Some(key) = data_key.clone() {
            let now = self.world.now();
            let key = BucketKey { key, wrapped: wrapped.clone(), until: now + LIFE };
            self.flows.shelf.bucket_keys.keep(flow.here, of, key, now);
        }
    }
}
