//! Dark Regions: nobody reaches their KMS endpoints, and nothing reaches them. A model of an outage; AWS documents
//! none in this form.
//!
//! A call to a dark Region's endpoint is not answered: the caller gives up after [`TIME_OUT`], and no trail has it.
//! What travels to a dark Region waits at its border, and the service's own work that needs the Region waits with it;
//! both go on when the Region is back. So a rotation stays in progress until every member has the material.
//! A request to another Region that needs the dark one (ReplicateKey to it, UpdatePrimaryRegion to it) fails inside
//! KMS, and changes nothing.

use std::fmt;

use imbl::{OrdSet, Vector};
use serde::{Deserialize, Serialize};

use super::{World, schedule::Entry};
use crate::kms::{
    Due, Exception, KmsError, Region, Span,
    api::{Request, Response},
};

/// How long a client waits for an endpoint that does not answer before it gives up. It tries once.
pub const TIME_OUT: Span = Span::seconds(5);

/// Nobody answered at a Region's endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unreachable {
    /// The Region that was called.
    pub region: Region,
    /// How long the caller waited.
    pub after: Span,
}

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Connect timeout on endpoint URL: \"https://{}/\"", self.region.endpoint())
    }
}

/// Why a call has no response.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// KMS refused.
    #[error(transparent)]
    Refused(#[from] KmsError),
    /// The endpoint did not answer.
    #[error("{0}")]
    Unreachable(Unreachable),
}

impl From<CallError> for KmsError {
    /// For callers that know one kind of error. What a client makes up itself has the name that clients give it.
    fn from(error: CallError) -> Self {
        match error {
            CallError::Refused(error) => error,
            CallError::Unreachable(it) => Exception::ConnectTimeout.with(it.to_string()),
        }
    }
}

/// The dark Regions, and what waits for them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Darkness {
    regions: OrdSet<Region>,
    /// What came due meanwhile, in that order.
    waiting: Vector<Entry>,
}

impl Darkness {
    pub fn is_nowhere(&self) -> bool {
        self.regions.is_empty() && self.waiting.is_empty()
    }

    pub fn has_the_same_regions_as(&self, other: &Self) -> bool {
        self.regions == other.regions
    }

    pub fn hold(&mut self, entry: Entry) {
        self.waiting.push_back(entry);
    }
}

impl World {
    /// Whether nobody reaches a Region.
    pub fn is_dark(&self, region: Region) -> bool {
        self.dark.regions.contains(&region)
    }

    /// The Regions that nobody reaches.
    pub fn dark_regions(&self) -> impl Iterator<Item = Region> {
        self.dark.regions.iter().copied()
    }

    /// Makes a Region unreachable, or reachable again. What waited for it then goes on at once, in the order in which
    /// it came due.
    pub fn set_dark(&mut self, region: Region, dark: bool) {
        self.version += 1;
        if dark {
            self.dark.regions.insert(region);
            return;
        }
        if self.dark.regions.remove(&region).is_none() {
            return;
        }
        for entry in std::mem::take(&mut self.dark.waiting) {
            // What waits for another dark Region will wait again.
            self.schedule.add(self.now, entry);
        }
        self.settle();
    }

    /// Whether an endpoint answers.
    ///
    /// # Errors
    /// If its Region is dark.
    pub(super) fn reach(&self, region: Region) -> Result<(), CallError> {
        if self.is_dark(region) {
            return Err(CallError::Unreachable(Unreachable { region, after: TIME_OUT }));
        }
        Ok(())
    }

    /// What KMS answers when it has to reach another Region for a request that it would otherwise grant, and cannot.
    pub(super) fn beyond_reach(
        &self,
        region: Region,
        request: &Request,
        answer: Result<Response, KmsError>,
    ) -> Result<Response, KmsError> {
        let needed = match request {
            Request::ReplicateKey(it) => Region::parse(&it.replica_region),
            Request::UpdatePrimaryRegion(it) => Region::parse(&it.primary_region),
            _ => None,
        };
        match needed {
            Some(needed) if needed != region && answer.is_ok() && self.is_dark(needed) => {
                Err(Exception::KmsInternal.without_message())
            }
            _ => answer,
        }
    }

    /// Whether something that has come due needs a dark Region: it arrives there, or the service does it there.
    pub(super) fn is_held_up(&self, entry: &Entry) -> bool {
        if self.dark.regions.is_empty() {
            return false;
        }
        match entry {
            Entry::Wake(_) => false,
            Entry::Arrival(id) => self.packets.get(id).is_some_and(|packet| self.is_dark(packet.to)),
            Entry::Service(Due::AutomaticRotation(key) | Due::EndOfRotation(key)) => {
                self.store.family(key).is_some_and(|family| self.is_dark(family.primary))
            }
            Entry::Service(Due::Synchronised(_, region, _)) => self.is_dark(*region),
            // A dark Region goes on with what it can do alone.
            Entry::Service(
                Due::EndOfUpdating(..)
                | Due::Deletion(..)
                | Due::MaterialExpiry(..)
                | Due::EndOfConnectionChange(..),
            ) => false,
        }
    }
}
