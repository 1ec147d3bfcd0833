//! From plaintext in one Region to the same plaintext in another, each Region's own KMS doing its half.

use std::{ops::ControlFlow, sync::Arc};

use mrk_console::{
    kms::{Exception, Region, Span, api::*},
    workloads::{Change, Fingerprint, Leg, Order, SealedFile, Stage, Transfer, TransferId, save},
};

use crate::scene::*;

const SECRET: &[u8] = b"Quarterly report: all green";

struct Road {
    stage: Stage,
    key: String,
}

impl Road {
    /// A key with members in us-east-1 and eu-west-1, and none in ap-southeast-1.
    fn new() -> Self {
        let mut road = Self { stage: Stage::new(21), key: String::new() };
        let request = CreateKeyRequest { multi_region: true, ..Default::default() };
        road.key = road.ask(us(), request).key_metadata.key_id;
        let request = replicate(&road.key, eu());
        road.ask(us(), request);
        road.pass(60);
        road
    }

    fn acting(&self, name: &str) -> Arc<str> {
        self.stage.world.principals().named(name).expect("exists").acting_arn().into()
    }

    #[track_caller]
    fn ask<R: KmsRequest>(&mut self, region: Region, request: R) -> R::Response {
        let alice = self.acting("alice");
        self.stage.world.ask(region, &alice, request).expect("admitted")
    }

    fn pass(&mut self, seconds: i64) {
        self.stage.advance(self.stage.world.now() + Span::seconds(seconds));
    }

    fn order(&self) -> Order {
        let purpose = context(&[("Purpose", "Migration")]);
        Order {
            name: "Text".to_owned(),
            source: us(),
            destination: eu(),
            key_id: self.key.clone(),
            context: purpose.clone(),
            reader_context: purpose,
            writer: self.acting("alice"),
            reader: self.acting("alice"),
        }
    }

    fn arrived(&mut self, id: TransferId) -> Transfer {
        self.pass(60);
        self.stage.open_files();
        let transfer = self.stage.transfer(id).expect("kept").clone();
        assert!(transfer.leg.is_over(), "{:?}", transfer.leg);
        transfer
    }

    fn sent(&mut self, order: Order) -> Transfer {
        let id = self.stage.send(order, SECRET).expect("encrypted");
        self.arrived(id)
    }

    fn sealed(&mut self, order: &Order, file: &[u8]) -> SealedFile {
        let key = self.stage.data_key_for_file(order, file.len() as u64).expect("admitted");
        key.seal(file, &order.context, &mut |_, _| ControlFlow::Continue(())).expect("small enough")
    }

    /// The cryptographic calls since the first so many events, by operation and Region.
    fn calls(&self, since: u64) -> Vec<(String, Region)> {
        let events = self.stage.world.trail().events().iter();
        events.filter(|it| it.number >= since).map(|it| (it.name.to_string(), it.region)).collect()
    }

    fn everything_recorded(&self) -> String {
        let records = self.stage.world.trail().events().iter().map(|it| it.to_record().to_string());
        records.collect::<Vec<_>>().join("\n")
    }
}

#[track_caller]
fn assert_refused(transfer: &Transfer, region: Region, exception: Exception) {
    match &transfer.leg {
        Leg::Refused { region: by, error } => assert_eq!((*by, error.exception), (region, exception)),
        other => panic!("{other:?}"),
    }
    assert!(!transfer.is_identical());
}

#[test]
fn a_text_arrives_as_it_left_and_each_region_does_its_half() {
    let mut road = Road::new();
    let before = road.stage.world.trail().made();
    let transfer = road.sent(road.order());
    assert!(transfer.is_identical());
    assert_eq!(transfer.original, Fingerprint::of(SECRET));
    let Leg::Opened { result, plaintext } = &transfer.leg else { panic!("{:?}", transfer.leg) };
    assert_eq!((result.sha256(), plaintext.as_deref()), (transfer.original.sha256(), Some(SECRET)));
    assert_eq!(road.calls(before), [("Encrypt".to_owned(), us()), ("Decrypt".to_owned(), eu())]);

    // Nothing in any record gives the plaintext or the ciphertext away.
    let recorded = road.everything_recorded();
    let ciphertext = transfer.message.as_ref().expect("was sent").kms_ciphertext();
    for secret in [
        String::from_utf8_lossy(SECRET).into_owned(),
        Blob::from(SECRET).to_base64(),
        ciphertext.to_base64(),
        "laintext\"".to_owned(),
        "iphertextBlob".to_owned(),
    ] {
        assert!(!recorded.contains(&secret), "{secret}");
    }

    // The moments are in order, and the way takes what the network takes.
    let times = transfer.times;
    let [asked, left, arrived, ended] =
        [times.asked, times.left, times.arrived, times.ended].map(|it| it.expect("came"));
    assert!(asked < left && left < arrived && arrived < ended);
    assert_eq!(arrived - left, mrk_console::world::one_way(us(), eu()));
}

#[test]
fn a_file_of_20_mib_arrives_as_it_left() {
    let mut road = Road::new();
    let file: Vec<u8> =
        (0..20_u32 << 20).map(|index| (index.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let before = road.stage.world.trail().made();
    let order = road.order();
    let sealed = road.sealed(&order, &file);
    let id = road.stage.send_file(order, sealed);
    let transfer = road.arrived(id);
    assert!(transfer.is_identical());
    assert_eq!(transfer.original.bytes, 20 << 20);
    let Leg::Opened { result, plaintext } = &transfer.leg else { panic!("{:?}", transfer.leg) };
    assert_eq!(result.sha256(), Fingerprint::of(&file).sha256());
    assert!(plaintext.as_deref() == Some(&file[..]));
    assert_eq!(road.calls(before), [("GenerateDataKey".to_owned(), us()), ("Decrypt".to_owned(), eu())]);
    let message = transfer.message.expect("was sent");
    assert!(message.bytes() > 20 << 20);
    assert_eq!(message.kms_ciphertext().0.len(), 184, "the wrapped key of 32 bytes");
    assert!(!road.everything_recorded().contains(&message.kms_ciphertext().to_base64()));
}

#[test]
fn a_flipped_bit_is_noticed_by_kms_at_the_destination() {
    let mut road = Road::new();
    let transfer = road.sent(road.order());
    let length = transfer.message.as_ref().expect("was sent").kms_ciphertext().0.len();
    for byte in [0, 45, length - 1] {
        let id = road.stage.send_with_flipped_bit(transfer.id, byte).expect("was sent");
        let arrived = road.arrived(id);
        assert_refused(&arrived, eu(), Exception::InvalidCiphertext);
        assert_eq!(arrived.changed, Some(Change::Bit(byte)));
    }
    let id = road.stage.send_with_flipped_bit(transfer.id, 20).expect("was sent");
    assert_refused(&road.arrived(id), eu(), Exception::AccessDenied);

    let order = road.order();
    let sealed = road.sealed(&order, &[1; 5000]);
    let id = road.stage.send_file(order, sealed);
    assert!(road.arrived(id).is_identical());
    let id = road.stage.send_with_flipped_bit(id, 100).expect("was sent");
    assert_refused(&road.arrived(id), eu(), Exception::InvalidCiphertext);
}

#[test]
fn another_context_does_not_open_it() {
    let mut road = Road::new();
    let order = Order { reader_context: context(&[("Purpose", "Backup")]), ..road.order() };
    let transfer = road.sent(order);
    assert_refused(&transfer, eu(), Exception::InvalidCiphertext);
    let right = context(&[("Purpose", "Migration")]);
    let id = road.stage.send_with_context(transfer.id, right).expect("was sent");
    let arrived = road.arrived(id);
    assert!(arrived.is_identical() && arrived.changed == Some(Change::Context));
}

#[test]
fn where_no_member_lives_nothing_opens_until_one_does() {
    let mut road = Road::new();
    let transfer = road.sent(Order { destination: ap(), ..road.order() });
    assert_refused(&transfer, ap(), Exception::AccessDenied);
    let request = replicate(&road.key, ap());
    road.ask(us(), request);
    let reader = road.acting("alice");
    let early = road.stage.send_on(transfer.id, ap(), Arc::clone(&reader)).expect("was sent");
    road.stage.advance(road.stage.world.now() + Span::seconds(1));
    assert_refused(&road.stage.transfer(early).expect("kept").clone(), ap(), Exception::KmsInvalidState);
    road.pass(10);
    let again = road.stage.send_on(transfer.id, ap(), reader).expect("was sent");
    assert!(road.arrived(again).is_identical());
}

#[test]
fn mallory_is_refused_at_either_end() {
    let mut road = Road::new();
    let mallory = road.acting("mallory");
    let transfer = road.sent(Order { reader: Arc::clone(&mallory), ..road.order() });
    assert_refused(&transfer, eu(), Exception::AccessDenied);
    let order = Order { writer: mallory, ..road.order() };
    let error = road.stage.send(order.clone(), SECRET).expect_err("she may not encrypt");
    assert_eq!(error.exception, Exception::AccessDenied);
    let at_source = road.stage.transfers().next_back().expect("kept").clone();
    assert_refused(&at_source, us(), Exception::AccessDenied);
    assert_eq!((at_source.message, at_source.original), (None, Fingerprint::of(SECRET)));
    let refused = road.stage.data_key_for_file(&order, 5000).err().expect("she may not make data keys");
    assert_eq!(refused.exception, Exception::AccessDenied);
}

#[test]
fn a_key_disabled_at_the_destination_stops_it_and_one_at_the_source_does_not() {
    let mut road = Road::new();
    let request = disable(&road.key);
    let id = road.stage.send(road.order(), SECRET).expect("encrypted");
    road.ask(eu(), request.clone());
    assert_refused(&road.arrived(id), eu(), Exception::Disabled);
    let request_to_enable = enable(&road.key);
    road.ask(eu(), request_to_enable);
    let id = road.stage.send(road.order(), SECRET).expect("encrypted");
    road.ask(us(), request);
    assert!(road.arrived(id).is_identical());
    assert!(road.stage.send(road.order(), SECRET).is_err());
}

#[test]
fn a_file_that_was_on_its_way_when_the_world_was_saved_says_so() {
    let mut road = Road::new();
    let order = road.order();
    let sealed = road.sealed(&order, &[7; 5000]);
    let on_its_way = road.stage.send_file(order.clone(), sealed);
    let saved = save::to_text(&road.stage).expect("can be written");
    let mut again = save::from_text(&saved).expect("was just written");
    again.advance(again.world.now() + Span::seconds(60));
    assert!(matches!(again.transfer(on_its_way).expect("kept").leg, Leg::FileDamaged(_)));

    // So does one whose data key was open at that moment.
    road.pass(60);
    assert_eq!(road.stage.transfer(on_its_way).expect("kept").leg, Leg::OpeningFile);
    let saved = save::to_text(&road.stage).expect("can be written");
    let again = save::from_text(&saved).expect("was just written");
    assert!(matches!(again.transfer(on_its_way).expect("kept").leg, Leg::FileDamaged(_)));
    assert!(road.arrived(on_its_way).is_identical(), "the open world still has it");
}

#[test]
fn a_file_can_be_stopped_on_either_side() {
    let mut road = Road::new();
    let order = road.order();
    let key = road.stage.data_key_for_file(&order, 3 << 20).expect("admitted");
    let file = vec![1; 3 << 20];
    assert!(key.seal(&file, &order.context, &mut |_, _| ControlFlow::Break(())).is_err());
    let sealed = road.sealed(&order, &file);
    let id = road.stage.send_file(order, sealed);
    road.pass(60);
    let files = road.stage.take_files_to_open();
    assert_eq!(files.len(), 1);
    let answer = files[0].open(&mut |_, _| ControlFlow::Break(()));
    road.stage.file_opened(id, answer);
    assert!(matches!(road.stage.transfer(id).expect("kept").leg, Leg::FileDamaged(_)));
}

#[test]
fn a_ciphertext_from_elsewhere_is_opened_where_its_key_is_and_sent_on() {
    let mut road = Road::new();
    let purpose = context(&[("Purpose", "Migration")]);
    let request = EncryptRequest {
        key_id: road.key.clone(),
        plaintext: SECRET.into(),
        encryption_context: purpose.clone(),
        ..Default::default()
    };
    let ciphertext = road.ask(us(), request).ciphertext_blob;
    let before = road.stage.world.trail().made();
    let order = Order { key_id: String::new(), ..road.order() };
    let id = road.stage.send_ciphertext(order, ciphertext);
    let transfer = road.arrived(id);
    let Leg::Opened { plaintext, .. } = &transfer.leg else { panic!("{:?}", transfer.leg) };
    assert_eq!(plaintext.as_deref(), Some(SECRET));
    assert!(transfer.made_elsewhere && !transfer.is_identical(), "nobody told what went in");
    assert_eq!(road.calls(before), [("Decrypt".to_owned(), eu())], "nothing was encrypted");

    let reader = road.acting("alice");
    let again = road.stage.send_on(id, ap(), reader).expect("there is a ciphertext");
    let refused = road.arrived(again);
    assert!(refused.made_elsewhere);
    assert_refused(&refused, ap(), Exception::AccessDenied);
    let saved = save::to_text(&road.stage).expect("written");
    let read = save::from_text(&saved).expect("read");
    assert!(read.transfer(id).expect("kept").made_elsewhere);
}
