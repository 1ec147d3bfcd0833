//! All that surrounds the service: the simulated clock, the schedule, Regions, network, principals, the trail.
//!
//! Every face of the program puts its requests through one door, [`World::call`].

mod access;
mod access_key;
pub mod backends;
pub mod chance;
mod dark;
mod door;
mod equality;
mod happening;
mod metrics;
mod network;
mod pace;
mod packet;
mod prepared;
mod principals;
mod regions;
mod schedule;
mod throttle;
mod trail;

use std::sync::Arc;

use imbl::OrdMap;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use serde::{Deserialize, Serialize};

pub use self::{
    access_key::AccessKey,
    dark::{CallError, TIME_OUT, Unreachable},
    door::Call,
    happening::{Happening, Happenings},
    metrics::{Counts, MetricFilter, Metrics},
    network::{one_way, round_trip},
    packet::{Load, Packet, PacketId},
    prepared::{Committed, Prepared, may_be_slow},
    principals::{
        BadPrincipal, IdentityPolicy, MAX_POLICY_CHARACTERS, NamedBy, Principal, PrincipalError,
        PrincipalField, PrincipalKind, Principals, Signer, counted_characters, parse_account,
    },
    regions::RegionError,
    schedule::Wake,
    throttle::{Bucket, quotas_as_of},
    trail::{Actor, EventName, Trail, TrailEvent},
};
use self::{
    backends::Backends,
    dark::Darkness,
    regions::Regions,
    schedule::{Entry, Schedule},
    throttle::Throttle,
    trail::Caller,
};
use crate::kms::{
    CustomKeyStoreId, Due, Effect, KeyStore, Partition, Region, ResourceQuotas, Service, Span, Timestamp,
    Transitions, Workbench,
};

/// When every new world begins: 2026-02-12 09:00:00 UTC.
const BEGINNING: Timestamp = Timestamp::from_micros(1_770_886_800_000_000);

/// The Regions that a new world shows.
const FIRST_REGIONS: [&str; 3] = ["us-east-1", "eu-west-1", "ap-southeast-1"];

/// Regions with their keys, the clock, and everything that is going on. Cheap to clone: clones share what is equal.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct World {
    now: Timestamp,
    #[serde(with = "chance")]
    rng: ChaCha20Rng,
    regions: Regions,
    principals: Principals,
    transitions: Transitions,
    quotas: ResourceQuotas,
    store: KeyStore,
    backends: Backends,
    schedule: Schedule,
    packets: OrdMap<PacketId, Arc<Packet>>,
    packets_made: u64,
    trail: Trail,
    metrics: Metrics,
    throttle: Throttle,
    #[serde(default, skip_serializing_if = "Darkness::is_nowhere")]
    dark: Darkness,
    #[serde(skip)]
    happenings: Happenings,
    /// Counts changes, so that views know when what they derived is stale.
    #[serde(skip)]
    version: u64,
}

impl World {
    /// A world without keys. The same seed and the same calls give the same world, byte for byte.
    pub fn new(seed: u64) -> Self {
        Self {
            now: BEGINNING,
            rng: ChaCha20Rng::seed_from_u64(seed),
            regions: Regions::of(FIRST_REGIONS.iter().filter_map(|code| Region::parse(code)).collect()),
            principals: Principals::of_a_new_world(),
            transitions: Transitions::REALISTIC,
            quotas: ResourceQuotas::default(),
            store: KeyStore::default(),
            backends: Backends::of_a_new_world(),
            schedule: Schedule::default(),
            packets: OrdMap::new(),
            packets_made: 0,
            trail: Trail::default(),
            metrics: Metrics::default(),
            throttle: Throttle::default(),
            dark: Darkness::default(),
            happenings: Happenings::default(),
            version: 0,
        }
    }

    /// A world without keys in another partition, with the first of its Regions.
    pub fn in_partition(partition: Partition, seed: u64) -> Self {
        let regions = Region::all().filter(|region| region.partition() == partition);
        Self {
            regions: Regions::of(regions.take(FIRST_REGIONS.len()).collect()),
            principals: Principals::of_a_new_world_in(partition),
            ..Self::new(seed)
        }
    }

    /// The moment that the simulated clock shows.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Counts every change to the world, the clock's own moving aside.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Lets the world take the place of another one, as when something is undone: its changes are counted on from there,
    /// so that what was derived from the other is known to be stale.
    pub fn take_the_place_of(&mut self, other: &Self) {
        self.version = self.version.max(other.version) + 1;
    }

    /// Whether both have the same keys, names, Regions (and the same of them dark), principals and backends, as far as is seen at a glance: equal
    /// things that were made apart may count as different. Time, events and uses of keys do not count.
    pub fn has_the_same_things_as(&self, other: &Self) -> bool {
        self.store.shares_keys_with(&other.store)
            && self.store.custom_key_stores == other.store.custom_key_stores
            && self.regions == other.regions
            && self.principals.is_same(&other.principals)
            && self.backends == other.backends
            && self.dark.has_the_same_regions_as(&other.dark)
    }

    /// Counts a change to what a floor above keeps with the world.
    pub(crate) fn touch(&mut self) {
        self.version += 1;
    }

    /// The Regions of the world, in the order in which they are shown.
    pub fn regions(&self) -> &[Region] {
        self.regions.shown()
    }

    /// Keys and aliases.
    pub fn store(&self) -> &KeyStore {
        &self.store
    }

    /// What stands behind custom key stores.
    pub fn backends(&self) -> &Backends {
        &self.backends
    }

    /// [`Self::backends`], to change them.
    pub fn backends_mut(&mut self) -> &mut Backends {
        self.version += 1;
        &mut self.backends
    }

    /// Changes how many requests for cryptography KMS takes a second for the keys of a custom key store. False if
    /// there is no such store.
    pub fn set_requests_per_second(&mut self, region: Region, id: &CustomKeyStoreId, requests: u32) -> bool {
        self.version += 1;
        self.store.set_requests_per_second(region, id, requests)
    }

    /// Who can act.
    pub fn principals(&self) -> &Principals {
        &self.principals
    }

    /// What was recorded.
    pub fn trail(&self) -> &Trail {
        &self.trail
    }

    /// Keeps no more than `most` events of the trail from now on; the oldest go first. A world keeps 100,000 unless told
    /// to keep fewer.
    pub fn keep_events(&mut self, most: usize) {
        self.trail.keep(most);
        self.version += 1;
    }

    /// How many requests there were.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Whether requests are held to the request quotas.
    pub fn is_throttling(&self) -> bool {
        self.throttle.is_on()
    }

    /// Holds requests to the request quotas from now on, or no longer.
    pub fn set_throttling(&mut self, on: bool) {
        self.throttle.switch(on);
        self.version += 1;
    }

    /// What happened lately.
    pub fn happenings(&self) -> &Happenings {
        &self.happenings
    }

    /// What is on its way between Regions.
    pub fn packets(&self) -> impl Iterator<Item = &Packet> {
        self.packets.values().map(Arc::as_ref)
    }

    /// The packet with this number, while it is on its way or waits.
    pub fn packet(&self, id: PacketId) -> Option<&Packet> {
        self.packets.get(&id).map(Arc::as_ref)
    }

    /// How long background work takes.
    pub fn transitions(&self) -> Transitions {
        self.transitions
    }

    /// Changes how long background work takes from now on.
    pub fn set_transitions(&mut self, transitions: Transitions) {
        self.transitions = transitions;
        self.version += 1;
    }

    /// Changes how much an account can have from now on.
    pub fn set_resource_quotas(&mut self, quotas: ResourceQuotas) {
        self.quotas = quotas;
        self.version += 1;
    }

    /// Adds a Region at the end of those that are shown.
    ///
    /// # Errors
    /// If it is there, or of another partition.
    pub fn add_region(&mut self, region: Region) -> Result<(), RegionError> {
        self.regions.add(region)?;
        self.version += 1;
        Ok(())
    }

    /// Takes a Region without customer managed keys and custom key stores out of the world.
    ///
    /// # Errors
    /// If it has some, or is the last one.
    pub fn remove_region(&mut self, region: Region) -> Result<(), RegionError> {
        if self.store.has_customer_keys(region) {
            return Err(RegionError::HasKeys(region));
        }
        if self.store.custom_key_stores.iter().any(|store| store.region == region) {
            return Err(RegionError::HasCustomKeyStores(region));
        }
        self.regions.remove(region)?;
        self.store.forget_aws_managed_keys(region);
        self.set_dark(region, false);
        self.version += 1;
        Ok(())
    }

    /// Moves the clock to `until` and does everything that comes due on the way, in order. Stops at the first
    /// reminder of a floor above, with the clock at its moment.
    pub fn advance(&mut self, until: Timestamp) -> Option<Wake> {
        while let Some((moment, entry)) = self.schedule.take_due(until) {
            self.now = self.now.max(moment);
            if let Some(wake) = self.perform(entry) {
                return Some(wake);
            }
        }
        self.now = self.now.max(until);
        None
    }

    /// When the next thing will happen by itself.
    pub fn next_event(&self) -> Option<Timestamp> {
        self.schedule.next_moment()
    }

    /// Has `wake` handed back by [`Self::advance`] when its moment comes.
    pub fn wake_at(&mut self, moment: Timestamp, wake: Wake) {
        self.schedule.add(moment, Entry::Wake(wake));
    }

    /// Sends ciphertext from one Region to another; `wake` is handed back when it arrives.
    pub fn send_ciphertext(&mut self, from: Region, to: Region, bytes: u64, wake: Wake) -> PacketId {
        let arrives = self.now + network::one_way(from, to);
        self.send(Load::Ciphertext { bytes, wake }, from, to, arrives)
    }

    fn send(&mut self, load: Load, from: Region, to: Region, arrives: Timestamp) -> PacketId {
        let id = PacketId(self.packets_made);
        self.packets_made += 1;
        let packet = Arc::new(Packet { id, load, from, to, departs: self.now, arrives });
        self.packets.insert(id, Arc::clone(&packet));
        self.schedule.add(arrives, Entry::Arrival(id));
        self.happenings.add(Happening::Left(packet));
        self.version += 1;
        id
    }

    fn record(&mut self, event: TrailEvent) {
        let event = self.trail.add(event);
        self.happenings.add(Happening::Recorded(event));
        self.version += 1;
    }

    fn carry_out(&mut self, effects: Vec<Effect>, caller: Option<&Caller>, request: u64) {
        for effect in effects {
            match effect {
                Effect::Later(moment, due) => self.schedule.add(moment, Entry::Service(due)),
                Effect::Copy { key, from, to, what, takes } => {
                    let travels = network::one_way(from, to);
                    let instant = self.transitions == Transitions::INSTANT;
                    let span = if instant { Span::ZERO } else { takes.max(travels) };
                    self.send(Load::KeyState { key, what }, from, to, self.now + span);
                }
                Effect::Record(record) => {
                    let place = (self.trail.next_number(), self.now);
                    self.record(TrailEvent::of_service(place, record, caller, request));
                }
            }
        }
    }

    /// Performs what is due at this very moment, reminders aside; with instant transitions that is all background
    /// work of a call.
    fn settle(&mut self) {
        if self.transitions != Transitions::INSTANT {
            return;
        }
        let now = self.now;
        let mut reminders = Vec::new();
        while let Some((moment, entry)) = self.schedule.take_due(now) {
            if let Some(wake) = self.perform(entry) {
                reminders.push((moment, wake));
            }
        }
        for (moment, wake) in reminders {
            self.schedule.add(moment, Entry::Wake(wake));
        }
    }

    fn perform(&mut self, entry: Entry) -> Option<Wake> {
        if self.is_held_up(&entry) {
            self.dark.hold(entry);
            self.version += 1;
            return None;
        }
        match entry {
            Entry::Wake(wake) => return Some(wake),
            Entry::Service(due) => self.perform_service(&due),
            Entry::Arrival(id) => {
                let packet = self.packets.remove(&id)?;
                self.version += 1;
                self.happenings.add(Happening::Arrived(Arc::clone(&packet)));
                match &packet.load {
                    Load::Ciphertext { wake, .. } => return Some(*wake),
                    Load::KeyState { key, what } => {
                        self.perform_service(&Due::Synchronised(key.clone(), packet.to, *what));
                    }
                }
            }
        }
        None
    }

    fn perform_service(&mut self, due: &Due) {
        let mut service = Service {
            now: self.now,
            store: &mut self.store,
            backends: &mut self.backends,
            rng: &mut self.rng,
            bench: &mut Workbench::at_once(),
            transitions: self.transitions,
            quotas: self.quotas,
            effects: Vec::new(),
        };
        service.wake(due);
        let effects = service.effects;
        self.version += 1;
        let request = self.trail.next_number();
        self.carry_out(effects, None, request);
    }

    /// A Region that was replicated to joins those that are shown.
    fn show_regions_with_keys(&mut self) {
        let shown = self.regions.shown();
        let missing: Vec<Region> = self.store.regions_with_keys().filter(|it| !shown.contains(it)).collect();
        for region in missing {
            // It can be added: replicas stay in their partition.
            let _added = self.regions.add(region);
        }
    }
}
