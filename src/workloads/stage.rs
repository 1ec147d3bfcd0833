//! A world with the workloads that play on it: what every face of the program holds, saves and draws.
//!
//! Time only moves through [`Stage::advance`], which hands the world's reminders to the workloads.

use std::{ops::ControlFlow, sync::Arc};

use imbl::OrdMap;
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng as _, SeedableRng as _};
use serde::{Deserialize, Serialize};

use super::{
    Flows,
    envelope::{DataKey, EnvelopeError},
    file_work::{FileKey, FileToOpen, OpenedFile, SealedFile},
    flows::{Woken, woken},
    transfer::{Change, Fingerprint, Leg, Message, Order, Times, Transfer, TransferId},
};
use crate::{
    kms::{
        Exception, KmsError, Region, Span, Timestamp,
        api::{Blob, EncryptionContext},
    },
    world::{TIME_OUT, Wake, World, chance, round_trip},
};

/// How many transfers a stage remembers.
const MAX_TRANSFERS: usize = 200;

/// What is said of a file whose bytes a save did not keep.
const NOT_SAVED: &str = "the encrypted file is not part of a saved world; send the file again";

/// A world and the workloads on it. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    /// Regions, keys, clock, trail.
    pub world: World,
    transfers: OrdMap<TransferId, Arc<Transfer>>,
    transfers_made: u64,
    /// Nonces of the workloads' own encryption. Apart from the world's randomness: workloads are not KMS.
    #[serde(with = "chance")]
    pub(super) rng: ChaCha20Rng,
    /// Workloads whose data cross Regions.
    #[serde(default, skip_serializing_if = "Flows::is_empty")]
    pub flows: Flows,
    /// Files whose data key KMS has opened, and that wait for someone to decrypt them.
    #[serde(skip)]
    files_to_open: Vec<FileToOpen>,
}

impl Stage {
    /// An empty world without transfers.
    pub fn new(seed: u64) -> Self {
        Self {
            world: World::new(seed),
            transfers: OrdMap::new(),
            transfers_made: 0,
            rng: ChaCha20Rng::seed_from_u64(seed ^ 0x5741_4745), // another stream than the world's
            flows: Flows::default(),
            files_to_open: Vec::new(),
        }
    }

    /// Whether both have the same keys, names, Regions, principals, transfers and flows, as far as is seen at a glance: equal
    /// things that were made apart count as different. Time, events and uses of keys do not count.
    pub fn has_the_same_things_as(&self, other: &Self) -> bool {
        self.world.has_the_same_things_as(&other.world)
            && self.transfers_made == other.transfers_made
            && self.flows.have_the_same_starts_as(&other.flows)
    }

    /// The transfers, oldest first.
    pub fn transfers(&self) -> impl DoubleEndedIterator<Item = &Transfer> {
        self.transfers.values().map(Arc::as_ref)
    }

    /// The transfer with this number.
    pub fn transfer(&self, id: TransferId) -> Option<&Transfer> {
        self.transfers.get(&id).map(Arc::as_ref)
    }

    /// Moves the clock to `until`; transfers and flows go on as their packets arrive.
    pub fn advance(&mut self, until: Timestamp) {
        self.advance_within(until, u64::MAX);
    }

    /// Moves the clock towards `until`, and stops on the way once that has changed the world some `changes` times: for
    /// those who must not take long. The same calls take the same world to the same moment on every machine. Tells
    /// whether the clock got there.
    pub fn advance_within(&mut self, until: Timestamp, changes: u64) -> bool {
        let enough = self.world.version().saturating_add(changes);
        while let Some(wake) = self.world.advance(until) {
            match woken(wake) {
                Woken::Transfer(id) => self.go_on(id),
                Woken::Flow(id) => self.go_on_with_flow(id),
                Woken::Load(id) => self.go_on_with_load(id, until),
            }
            if self.world.version() >= enough {
                return false;
            }
        }
        true
    }

    /// Encrypts up to 4096 bytes in the source Region and sends the ciphertext.
    ///
    /// # Errors
    /// KMS's exception; the transfer is kept, refused at its source.
    pub fn send(&mut self, order: Order, plaintext: &[u8]) -> Result<TransferId, KmsError> {
        let request = order.encrypt_request(plaintext);
        let asked = self.world.now();
        let original = Fingerprint::of(plaintext);
        match self.world.ask(order.source, &order.writer, request) {
            Ok(answer) => Ok(self.begin(order, original, Message::Direct(answer.ciphertext_blob), asked)),
            Err(error) => Err(self.refuse_at_source(order, original, error)),
        }
    }

    /// Asks the source Region's KMS for a data key to encrypt a file with.
    ///
    /// # Errors
    /// KMS's exception; a transfer is kept, refused at its source.
    pub fn data_key_for_file(&mut self, order: &Order, file_bytes: u64) -> Result<FileKey, KmsError> {
        let request = order.data_key_request();
        let asked = self.world.now();
        let answer = self.world.ask(order.source, &order.writer, request).and_then(|answer| {
            let key =
                DataKey::new(&answer.plaintext.0).ok_or_else(|| Exception::KmsInternal.without_message())?;
            Ok((key, answer.ciphertext_blob))
        });
        match answer {
            Ok((key, wrapped)) => {
                let mut nonce = [0; 7];
                self.rng.fill_bytes(&mut nonce);
                Ok(FileKey { key, wrapped, nonce, asked })
            }
            Err(error) => {
                let mut unknown = Fingerprint::of(&[]);
                unknown.bytes = file_bytes;
                Err(self.refuse_at_source(order.clone(), unknown, error))
            }
        }
    }

    /// Sends a file that was encrypted.
    pub fn send_file(&mut self, order: Order, file: SealedFile) -> TransferId {
        self.begin(order, file.original, file.message, file.asked)
    }

    /// Sends a ciphertext that is there already, from wherever it was made. The order names no key: the ciphertext does.
    pub fn send_ciphertext(&mut self, order: Order, ciphertext: Blob) -> TransferId {
        let unknown = Fingerprint::of(&[]);
        let (here, stays) = (order.source, order.source == order.destination);
        let message = Some(Message::Direct(ciphertext));
        let id = self.insert(order, unknown, message, Leg::Encrypting, Times::default());
        self.change(id, |transfer| transfer.made_elsewhere = true);
        if stays {
            // It is there already: KMS is asked at once.
            let (now, answered) = (self.world.now(), self.world.now() + round_trip(here, here));
            self.world.wake_at(answered, Wake(id.0));
            self.change(id, |transfer| {
                transfer.leg = Leg::Decrypting;
                (transfer.times.left, transfer.times.arrived) = (Some(now), Some(now));
            });
        } else {
            self.go_on(id); // nothing is encrypted anew: it leaves at once
        }
        id
    }

    /// Sends the ciphertext of a transfer that has arrived on to another Region, or to the same one again.
    pub fn send_on(&mut self, id: TransferId, destination: Region, reader: Arc<str>) -> Option<TransferId> {
        let earlier = self.transfers.get(&id)?;
        let message = earlier.message.clone()?;
        self.resend(id, message, destination, reader)
    }

    /// Changes one bit of the ciphertext of a transfer and sends it again.
    pub fn send_with_flipped_bit(&mut self, id: TransferId, byte: usize) -> Option<TransferId> {
        let earlier = self.transfers.get(&id)?;
        let message = earlier.message.as_ref()?.with_flipped_bit(byte);
        let again = self.resend(id, message, earlier.destination, Arc::clone(&earlier.reader))?;
        self.change(again, |transfer| transfer.changed = Some(Change::Bit(byte)));
        Some(again)
    }

    /// Sends the ciphertext of a transfer again, to be read under another encryption context.
    pub fn send_with_context(&mut self, id: TransferId, context: EncryptionContext) -> Option<TransferId> {
        let earlier = Arc::clone(self.transfers.get(&id)?);
        let message = earlier.message.clone()?;
        let again = self.resend(id, message, earlier.destination, Arc::clone(&earlier.reader))?;
        self.change(again, |transfer| {
            transfer.reader_context = context;
            transfer.changed = Some(Change::Context);
        });
        Some(again)
    }

    fn resend(
        &mut self,
        id: TransferId,
        message: Message,
        destination: Region,
        reader: Arc<str>,
    ) -> Option<TransferId> {
        let earlier = Arc::clone(self.transfers.get(&id)?);
        let order = Order {
            name: earlier.name.clone(),
            source: earlier.source,
            destination,
            key_id: earlier.key_id.clone(),
            context: earlier.context.clone(),
            reader_context: earlier.reader_context.clone(),
            writer: Arc::clone(&earlier.writer),
            reader,
        };
        let again = self.insert(order, earlier.original, Some(message), Leg::Encrypting, Times::default());
        self.change(again, |transfer| {
            transfer.made_elsewhere = earlier.made_elsewhere;
            transfer.changed = earlier.changed;
        });
        self.go_on(again); // nothing is encrypted anew: it leaves at once
        Some(again)
    }

    /// Files that wait to be decrypted; whoever takes them answers with [`Self::file_opened`].
    pub fn take_files_to_open(&mut self) -> Vec<FileToOpen> {
        std::mem::take(&mut self.files_to_open)
    }

    /// Says what came of a file that was taken to be decrypted.
    pub fn file_opened(&mut self, id: TransferId, answer: Result<OpenedFile, EnvelopeError>) {
        self.change(id, |transfer| {
            transfer.leg = match answer {
                Ok(file) => Leg::Opened { result: file.result, plaintext: Some(file.plaintext) },
                Err(error) => Leg::FileDamaged(error.to_string()),
            };
        });
    }

    /// Decrypts the files that wait, here and now. Those who must not be blocked take them elsewhere.
    pub fn open_files(&mut self) {
        for file in self.take_files_to_open() {
            let answer = file.open(&mut |_, _| ControlFlow::Continue(()));
            self.file_opened(file.transfer, answer);
        }
    }

    /// Ends the transfers of files that were being decrypted when the stage was saved: a save keeps neither their bytes
    /// nor their data keys.
    pub(super) fn give_up_unopened_files(&mut self) {
        let unopened = self.transfers().filter(|it| matches!(it.leg, Leg::OpeningFile)).map(|it| it.id);
        for id in unopened.collect::<Vec<_>>() {
            self.change(id, |transfer| transfer.leg = Leg::FileDamaged(NOT_SAVED.to_owned()));
        }
    }

    fn begin(
        &mut self,
        order: Order,
        original: Fingerprint,
        message: Message,
        asked: Timestamp,
    ) -> TransferId {
        let times = Times { asked: Some(asked), ..Times::default() };
        let here = order.source;
        let id = self.insert(order, original, Some(message), Leg::Encrypting, times);
        let answered = self.world.now() + round_trip(here, here);
        self.world.wake_at(answered, Wake(id.0));
        id
    }

    fn refuse_at_source(&mut self, order: Order, original: Fingerprint, error: KmsError) -> KmsError {
        let now = self.world.now();
        let times = Times { asked: Some(now), ended: Some(now + waited(&error)), ..Times::default() };
        let leg = Leg::Refused { region: order.source, error: error.clone() };
        self.insert(order, original, None, leg, times);
        error
    }

    fn insert(
        &mut self,
        order: Order,
        original: Fingerprint,
        message: Option<Message>,
        leg: Leg,
        times: Times,
    ) -> TransferId {
        let id = TransferId(self.transfers_made);
        self.transfers_made += 1;
        let Order { name, source, destination, key_id, context, reader_context, writer, reader } = order;
        let transfer = Transfer {
            id,
            name,
            source,
            destination,
            key_id,
            context,
            reader_context,
            writer,
            reader,
            original,
            made_elsewhere: false,
            changed: None,
            message,
            leg,
            times,
        };
        self.transfers.insert(id, Arc::new(transfer));
        // What a dark Region's endpoint never got has no event, and is to be seen all the same.
        self.world.touch();
        if self.transfers.len() > MAX_TRANSFERS {
            let oldest = self.transfers.values().find(|it| it.leg.is_over()).map(|it| it.id);
            if let Some(oldest) = oldest {
                self.transfers.remove(&oldest);
            }
        }
        id
    }

    fn change(&mut self, id: TransferId, change: impl FnOnce(&mut Transfer)) {
        if let Some(transfer) = self.transfers.get_mut(&id) {
            change(Arc::make_mut(transfer));
            self.world.touch();
        }
    }

    /// Takes a transfer to its next leg.
    fn go_on(&mut self, id: TransferId) {
        let Some(transfer) = self.transfers.get(&id).cloned() else { return };
        let now = self.world.now();
        match &transfer.leg {
            Leg::Encrypting => self.dispatch(&transfer),
            Leg::Travelling(_) => {
                let answered = now + round_trip(transfer.destination, transfer.destination);
                self.world.wake_at(answered, Wake(id.0));
                self.change(id, |transfer| {
                    transfer.leg = Leg::Decrypting;
                    transfer.times.arrived = Some(now);
                });
            }
            Leg::Decrypting => self.decrypt(&transfer),
            Leg::OpeningFile | Leg::Opened { .. } | Leg::Refused { .. } | Leg::FileDamaged(_) => {}
        }
    }

    fn dispatch(&mut self, transfer: &Transfer) {
        let bytes = transfer.message.as_ref().map_or(0, Message::bytes);
        let (from, to) = (transfer.source, transfer.destination);
        let packet = self.world.send_ciphertext(from, to, bytes, Wake(transfer.id.0));
        let now = self.world.now();
        self.change(transfer.id, |transfer| {
            transfer.leg = Leg::Travelling(packet);
            transfer.times.left = Some(now);
        });
    }

    /// Asks the destination's own KMS to decrypt, and no other.
    fn decrypt(&mut self, transfer: &Transfer) {
        let (Some(message), Some(request)) = (&transfer.message, transfer.decrypt_request()) else { return };
        let region = transfer.destination;
        let answer = self.world.ask(region, &transfer.reader, request);
        let ended = Some(self.world.now() + answer.as_ref().err().map_or(Span::ZERO, waited));
        let leg = match (answer, message) {
            (Err(error), _) => Leg::Refused { region, error },
            (Ok(answer), Message::Direct(_)) => Leg::Opened {
                result: Fingerprint::of(&answer.plaintext.0),
                plaintext: Some(answer.plaintext.0.into()),
            },
            (Ok(answer), Message::Envelope { body: Some(body), .. }) => {
                match DataKey::new(&answer.plaintext.0) {
                    Some(key) => {
                        self.files_to_open.push(FileToOpen {
                            transfer: transfer.id,
                            key,
                            body: Arc::clone(body),
                            context: transfer.reader_context.clone(),
                        });
                        Leg::OpeningFile
                    }
                    None => Leg::FileDamaged("the data key has not 32 bytes".to_owned()),
                }
            }
            (Ok(_), Message::Envelope { body: None, .. }) => Leg::FileDamaged(NOT_SAVED.to_owned()),
        };
        self.change(transfer.id, |transfer| {
            transfer.leg = leg;
            transfer.times.ended = ended;
        });
    }
}

/// How long a caller waited for nothing before it gave up.
fn waited(error: &KmsError) -> Span {
    if error.exception == Exception::ConnectTimeout { TIME_OUT } else { Span::ZERO }
}
