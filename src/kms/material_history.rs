//! The versions of a key's material: what all members share of it, and how imported material is present in one of them.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{
    KeyMaterialId, Timestamp,
    api::{ExpirationModel, RotationType},
    cryptography::BackingKey,
};

/// The versions of a key's material. A key whose material is imported has none before the first import.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MaterialHistory {
    /// Oldest first; the last one is current.
    versions: Vec<Arc<BackingKey>>,
    /// Imported material that RotateKeyOnDemand will make current. It does not belong to the key for good yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    waiting: Option<Arc<BackingKey>>,
    /// What the customer says of imported material.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    descriptions: BTreeMap<KeyMaterialId, String>,
}

impl MaterialHistory {
    /// The history of a new key with material.
    pub fn new(first: BackingKey) -> Self {
        Self { versions: vec![Arc::new(first)], ..Self::default() }
    }

    /// The version that encrypts.
    pub fn current(&self) -> Option<&BackingKey> {
        self.versions.last().map(Arc::as_ref)
    }

    /// Every version that encrypts or once did, oldest first.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &BackingKey> {
        self.versions.iter().map(Arc::as_ref)
    }

    /// How many of these versions there are.
    pub fn count(&self) -> usize {
        self.versions.len()
    }

    /// The version with this id. The newest are tried first: most ciphertexts are young.
    pub fn find(&self, id: &KeyMaterialId) -> Option<&BackingKey> {
        self.all().rev().find(|version| version.id == *id)
    }

    /// The imported material that waits for a rotation.
    pub fn waiting(&self) -> Option<&BackingKey> {
        self.waiting.as_deref()
    }

    /// Whether material with this id is a version or waits to become one.
    pub fn knows(&self, id: &KeyMaterialId) -> bool {
        self.find(id).is_some() || self.waiting().is_some_and(|waiting| waiting.id == *id)
    }

    /// What the customer says of a version of imported material.
    pub fn description(&self, id: &KeyMaterialId) -> Option<&str> {
        self.descriptions.get(id).map(String::as_str)
    }

    /// Notes what the customer says of a version of imported material.
    pub(super) fn describe(&mut self, id: KeyMaterialId, description: &str) {
        if description.is_empty() {
            self.descriptions.remove(&id);
        } else {
            self.descriptions.insert(id, description.to_owned());
        }
    }

    /// Has imported material wait for a rotation.
    pub(super) fn set_waiting(&mut self, material: BackingKey) {
        self.waiting = Some(Arc::new(material));
    }

    /// Forgets the material that waits for a rotation; answers its id.
    pub(super) fn drop_waiting(&mut self) -> Option<KeyMaterialId> {
        let id = self.waiting.take()?.id;
        self.descriptions.remove(&id);
        Some(id)
    }

    /// Makes `next` the current version.
    pub(super) fn rotate(&mut self, next: BackingKey) {
        self.versions.push(Arc::new(next));
    }

    /// The material that waits for a rotation, to become the current version at a moment.
    pub(super) fn take_waiting(&mut self, since: Timestamp, kind: RotationType) -> Option<BackingKey> {
        let mut waiting = Arc::unwrap_or_clone(self.waiting.take()?);
        (waiting.since, waiting.rotation) = (since, Some(kind));
        Some(waiting)
    }
}

/// How a version of imported material is present in one Region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedMaterial {
    /// When it will be deleted; nothing if it does not expire.
    pub valid_to: Option<Timestamp>,
}

impl ImportedMaterial {
    /// Whether it expires, in the API's words.
    pub fn expiration_model(&self) -> ExpirationModel {
        match self.valid_to {
            Some(_) => ExpirationModel::KeyMaterialExpires,
            None => ExpirationModel::KeyMaterialDoesNotExpire,
        }
    }

    /// Whether its time is over.
    pub(super) fn has_expired(&self, now: Timestamp) -> bool {
        self.valid_to.is_some_and(|valid_to| valid_to <= now)
    }
}
