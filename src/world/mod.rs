//! All that surrounds the service: the simulated clock, the schedule, Regions, network, principals, the trail.
//!
//! Every face of the program puts its requests through one door, [`World::call`].

pub mod backends;
pub mod chance;
mod happening;
mod network;
mod packet;
mod prepared;
mod principals;
mod regions;
mod schedule;
mod trail;

use std::sync::Arc;

use imbl::OrdMap;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use serde::{Deserialize, Serialize};

use self::{
    backends::Backends,
    regions::Regions,
    schedule::{Entry, Schedule},
    trail::{Caller, Place},
};
pub use self::{
    happening::{Happening, Happenings},
    network::{one_way, round_trip},
    packet::{Load, Packet, PacketId},
    prepared::{Committed, Prepared, may_be_slow},
    principals::{BadPrincipal, IdentityPolicy, Principal, PrincipalKind, Principals},
    regions::RegionError,
    schedule::Wake,
    trail::{Actor, EventName, Trail, TrailEvent},
};
use crate::kms::{
    CustomKeyStoreId, Due, Effect, Exception, Handling, KeyStore, KmsError, Region, Service, Span, Timestamp,
    Touched, Transitions, Workbench,
    api::{KmsRequest, Request, Response},
};

/// When every new world begins: 2026-02-12 09:00:00 UTC.
const BEGINNING: Timestamp = Timestamp::from_micros(1_770_886_800_000_000);

/// The Regions that a new world shows.
const FIRST_REGIONS: [&str; 3] = ["us-east-1", "eu-west-1", "ap-southeast-1"];

/// A request with the endpoint it goes to and who makes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// The Region whose endpoint is called.
    pub region: Region,
    /// The ARN under which the caller acts ([`Principal::acting_arn`]).
    pub caller: Arc<str>,
    /// What is asked.
    pub request: Request,
}

/// Regions with their keys, the clock, and everything that is going on. Cheap to clone: clones share what is equal.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct World {
    now: Timestamp,
    #[serde(with = "chance")]
    rng: ChaCha20Rng,
    regions: Regions,
    principals: Principals,
    transitions: Transitions,
    store: KeyStore,
    backends: Backends,
    schedule: Schedule,
    packets: OrdMap<PacketId, Arc<Packet>>,
    packets_made: u64,
    trail: Trail,
    #[serde(skip)]
    happenings: Happenings,
    /// Counts changes, so that views know when what they derived is stale.
    #[serde(skip)]
    version: u64,
}

/// What the service makes of a request.
struct Answered {
    answer: Result<Response, KmsError>,
    touched: Touched,
    effects: Vec<Effect>,
    caller: Caller,
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
            store: KeyStore::default(),
            backends: Backends::of_a_new_world(),
            schedule: Schedule::default(),
            packets: OrdMap::new(),
            packets_made: 0,
            trail: Trail::default(),
            happenings: Happenings::default(),
            version: 0,
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

    /// What happened lately.
    pub fn happenings(&self) -> &Happenings {
        &self.happenings
    }

    /// What is on its way between Regions.
    pub fn packets(&self) -> impl Iterator<Item = &Packet> {
        self.packets.values().map(Arc::as_ref)
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

    /// Adds a Region at the end of those that are shown.
    ///
    /// # Errors
    /// If it is there, or of another partition.
    pub fn add_region(&mut self, region: Region) -> Result<(), RegionError> {
        self.regions.add(region)?;
        self.version += 1;
        Ok(())
    }

    /// Takes a Region without keys out of the world.
    ///
    /// # Errors
    /// If it has keys, or is the last one.
    pub fn remove_region(&mut self, region: Region) -> Result<(), RegionError> {
        if self.store.keys_in(region).next().is_some() {
            return Err(RegionError::HasKeys(region));
        }
        self.regions.remove(region)?;
        self.version += 1;
        Ok(())
    }

    /// The one door: puts a request to a Region's endpoint, records it, and sets off what follows from it.
    ///
    /// # Errors
    /// KMS's exception. Nothing but the trail has then changed.
    pub fn call(&mut self, call: Call) -> Result<Response, KmsError> {
        let Call { region, caller, request } = call;
        let seed = self.seed_for(&request);
        let answered = self.answer(region, caller, &request, seed, &mut Workbench::at_once());
        self.conclude(region, request, answered)
    }

    /// Records a request with its answer, and sets off what follows from it.
    fn conclude(
        &mut self,
        region: Region,
        request: Request,
        answered: Answered,
    ) -> Result<Response, KmsError> {
        let Answered { answer, touched, effects, caller } = answered;
        let changes = !request.operation().is_read_only();
        let place = Place { number: self.trail.next_number(), time: self.now, region };
        let through = (answer.is_ok() && changes).then(|| caller.clone());
        self.record(TrailEvent::of_request(place, caller, request, touched, &answer));
        if through.is_some() {
            self.carry_out(effects, through.as_ref(), place.number);
            self.settle();
            self.show_regions_with_keys();
        }
        answer
    }

    /// Has the service answer a request. When it refuses, the store and the randomness are as they were.
    /// Its randomness comes from `seed`, or from the world's own source.
    fn answer(
        &mut self,
        region: Region,
        caller: Arc<str>,
        request: &Request,
        seed: Option<[u8; 32]>,
        bench: &mut Workbench,
    ) -> Answered {
        let enabled_regions = self.regions.enabled();
        // An endpoint knows neither strangers nor accounts for which its Region is not enabled.
        let known = self.principals.acting_as(&caller).filter(|_| enabled_regions.contains(&region));
        let Some(known) = known else {
            let unknown = "The security token included in the request is invalid.";
            let answer = Err(Exception::UnrecognizedClient.with(unknown));
            let caller = Caller { arn: caller, role: None };
            return Answered { answer, touched: Touched::default(), effects: Vec::new(), caller };
        };
        let before = (self.store.clone(), self.backends.clone(), self.rng.clone());
        let mut own = seed.map(ChaCha20Rng::from_seed);
        let mut service = Service {
            now: self.now,
            store: &mut self.store,
            backends: &mut self.backends,
            rng: own.as_mut().unwrap_or(&mut self.rng),
            bench,
            transitions: self.transitions,
            effects: Vec::new(),
        };
        let mut handling = Handling {
            service: &mut service,
            region,
            operation: request.operation(),
            caller: &known.identity,
            grant_tokens: request.grant_tokens(),
            enabled_regions,
            principal_exists: &|arn| self.principals.exists(arn),
            touched: Touched::default(),
        };
        let answer = handling.handle(request);
        let touched = handling.touched;
        let effects = service.effects;
        let caller = Caller { arn: caller, role: known.role.clone() };
        if answer.is_err() {
            (self.store, self.backends, self.rng) = before;
        }
        Answered { answer, touched, effects, caller }
    }

    /// [`Self::call`] with the answer in the request's own type.
    ///
    /// # Errors
    /// KMS's exception.
    pub fn ask<R: KmsRequest>(
        &mut self,
        region: Region,
        caller: &Arc<str>,
        request: R,
    ) -> Result<R::Response, KmsError> {
        let response = self.call(Call { region, caller: Arc::clone(caller), request: request.into() })?;
        // Every operation answers in its own type; were that ever wrong, the service would have failed.
        R::answer(response).ok_or_else(|| Exception::KmsInternal.without_message())
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

impl PartialEq for World {
    /// Equal worlds have the same past and will have the same future.
    fn eq(&self, other: &Self) -> bool {
        self.now == other.now
            && self.rng == other.rng
            && self.regions == other.regions
            && self.principals == other.principals
            && self.transitions == other.transitions
            && self.store == other.store
            && self.backends == other.backends
            && self.schedule == other.schedule
            && self.packets == other.packets
            && self.packets_made == other.packets_made
            && self.trail == other.trail
    }
}
