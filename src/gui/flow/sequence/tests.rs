//! The layout of every workload's sequence: names that can be read, none on anything else.

mod window;

use std::sync::Arc;

use egui::{Rect, pos2, vec2};

use super::{
    axes::Axes,
    frame::{Frame, lanes_area},
    labels::Label,
    marks,
    plan::{Plan, RIGHT, axis},
    room::{crosses, overlap},
    shapes::LineKind,
    texts::{Text, WHOLE},
};
use crate::{
    gui::{
        flow::{
            beats::line_color,
            story::{Act, CallEnd, Chosen, Story},
        },
        theme::Look,
    },
    kms::{
        Region, Span,
        api::{
            CreateKeyRequest, EncryptionContext, KeySpec, KeyUsage, MacAlgorithm, ReplicateKeyRequest,
            SigningAlgorithm,
        },
    },
    workloads::{
        Bucket, Client, Database, Delivery, FlowOrder, GlobalTable, KeyAt, Order, Proof, ProofKind, Records,
        ReplicationBehaviour, ReplicationRule, SnapshotCopy, Stage, demo,
    },
    world::Principal,
};

const KEY: &str = "alias/global-encrypt";

/// As wide as texts are in the window, and a little more.
fn measure(text: &Text) -> f32 {
    text.written(false).chars().count() as f32 * 6.4
}

fn region(code: &str) -> Region {
    Region::parse(code).expect("known")
}

struct Lab(Stage);

impl Lab {
    fn new() -> Self {
        let mut stage = demo::stage().expect("the demo stands");
        stage.advance(stage.world.now() + Span::seconds(60));
        Self(stage)
    }

    fn acting(&self, name: &str) -> Arc<str> {
        self.0.world.principals().named(name).map(Principal::acting_arn).expect("there").into()
    }

    fn pass(&mut self) {
        self.0.advance(self.0.world.now() + Span::seconds(30));
    }

    fn run(&mut self, order: &FlowOrder) -> Story {
        let first = *self.0.start_order(order).first().expect("it starts");
        self.pass();
        Story::of(&self.0, Chosen::Flow(first)).expect("it has begun")
    }

    fn envelope(&mut self, endpoint: &str, key: &str, reader: &str) -> Story {
        let delivery = Delivery {
            name: "Message".into(),
            from: region("us-east-1"),
            to: region("eu-west-1"),
            keys: vec![KeyAt { endpoint: region(endpoint), key_id: format!("alias/{key}") }],
            reader_client: Client::MultiRegionAware,
            writer: self.acting("alice"),
            reader: self.acting(reader),
            context: EncryptionContext::from([("Purpose".to_owned(), "Test".to_owned())]),
        };
        self.run(&FlowOrder::Delivery { delivery, data: b"all is well".as_slice().into() })
    }

    fn object(&mut self, behaviour: ReplicationBehaviour, bucket_key: bool, to: &[&str]) -> Story {
        let caller = self.acting("alice");
        let bucket = |code: &str| Bucket {
            name: format!("reports-{code}").into(),
            region: region(code),
            key_id: KEY.to_owned(),
            bucket_key,
            caller: Arc::clone(&caller),
        };
        let rules = to.iter().map(|code| ReplicationRule { to: bucket(code), behaviour }).collect();
        self.run(&FlowOrder::Object {
            bucket: bucket("us-east-1"),
            rules,
            object: "reports/q1.pdf".into(),
            data: b"all is well".as_slice().into(),
            reader: Some(Arc::clone(&caller)),
        })
    }

    fn table(&mut self, written: &[&str]) -> Story {
        let alice = self.acting("alice");
        let aliases = self.0.world.store().aliases_in(region("us-east-1"));
        let key =
            aliases.filter(|(_, name, _)| name.short() == "global-encrypt").map(|(.., it)| it.target.clone());
        let key = key.last().expect("in every demo");
        let members = self.0.world.store().family(&key).expect("there").members.keys();
        let callers = members.map(|region| (*region, Arc::clone(&alice))).collect();
        let context = EncryptionContext::from([("table".to_owned(), "customers".to_owned())]);
        let items = Records::under_key(&self.0.world, &key, callers, context).expect("there");
        self.run(&FlowOrder::Item {
            table: GlobalTable { name: "customers".into(), items },
            item: "customer-42".into(),
            writes: written.iter().map(|code| (region(code), code.as_bytes().into())).collect(),
            reader: Some(alice),
        })
    }

    fn recovery(&mut self, copy: SnapshotCopy) -> Story {
        let caller = self.acting("alice");
        let database = Database {
            name: "ledger".into(),
            region: region("us-east-1"),
            key_id: KEY.to_owned(),
            caller: Arc::clone(&caller),
        };
        let (data, to) = (b"all is well".as_slice().into(), region("eu-west-1"));
        self.run(&FlowOrder::Recovery { database, data, to, copy, restorer: Some(caller) })
    }

    fn proof(&mut self, kind: ProofKind, spec: KeySpec, usage: KeyUsage, verified_in: &str) -> Story {
        let (alice, home) = (self.acting("alice"), region("us-east-1"));
        let request = CreateKeyRequest {
            multi_region: true,
            key_spec: Some(spec),
            key_usage: Some(usage),
            ..Default::default()
        };
        let key = self.0.world.ask(home, &alice, request).expect("made").key_metadata.key_id;
        let request = ReplicateKeyRequest {
            key_id: key.clone(),
            replica_region: "eu-west-1".to_owned(),
            ..Default::default()
        };
        self.0.world.ask(home, &alice, request).expect("replicated");
        self.pass();
        let at = |code: &str| KeyAt { endpoint: region(code), key_id: key.clone() };
        let proof = Proof {
            name: "Document".into(),
            kind,
            from: home,
            maker_key: at("us-east-1"),
            maker: Arc::clone(&alice),
            to: region("eu-west-1"),
            verifier_key: at(verified_in),
            verifier: alice,
        };
        self.run(&FlowOrder::Proof { proof, data: b"sub=42".as_slice().into() })
    }

    fn text(&mut self) -> Story {
        let context = EncryptionContext::from([("Purpose".to_owned(), "Test".to_owned())]);
        let order = Order {
            name: "Text".to_owned(),
            source: region("us-east-1"),
            destination: region("eu-west-1"),
            key_id: KEY.to_owned(),
            context: context.clone(),
            reader_context: context,
            writer: self.acting("alice"),
            reader: self.acting("EUApplicationRole"),
        };
        let id = self.0.send(order, b"all is well").expect("alice may");
        self.pass();
        Story::of(&self.0, Chosen::Transfer(id)).expect("it has begun")
    }
}

/// A story of each workload, of a text, and of what goes wrong.
fn stories() -> Vec<(&'static str, Story)> {
    use ReplicationBehaviour::{AsS3Does, CopiedUnchanged};
    let mut lab = Lab::new();
    let signature = ProofKind::Signature(SigningAlgorithm::EcdsaSha256);
    let mac = ProofKind::Mac(MacAlgorithm::HmacSha256);
    let anew = SnapshotCopy::ReEncrypted { key_id: KEY.to_owned() };
    let (sign, hmac) =
        ((KeySpec::EccNistP256, KeyUsage::SignVerify), (KeySpec::Hmac256, KeyUsage::GenerateVerifyMac));
    let mut stories = vec![
        ("text", lab.text()),
        ("envelope", lab.envelope("us-east-1", "global-encrypt", "EUApplicationRole")),
        ("envelope, routed", lab.envelope("us-east-1", "legacy-reports", "alice")),
        ("envelope, refused", lab.envelope("us-east-1", "global-encrypt", "mallory")),
        ("object as S3 does", lab.object(AsS3Does, false, &["eu-west-1"])),
        ("object unchanged", lab.object(CopiedUnchanged, true, &["eu-west-1"])),
        ("object in three", lab.object(AsS3Does, true, &["eu-west-1", "ap-southeast-1"])),
        ("table", lab.table(&["us-east-1"])),
        ("table at once", lab.table(&["us-east-1", "eu-west-1"])),
        ("recovery", lab.recovery(SnapshotCopy::Unchanged)),
        ("recovery, anew", lab.recovery(anew)),
        ("signing", lab.proof(signature, sign.0, sign.1, "eu-west-1")),
        ("signing, routed", lab.proof(signature, sign.0, sign.1, "us-east-1")),
        ("token", lab.proof(mac, hmac.0, hmac.1, "eu-west-1")),
    ];
    lab.0.world.set_dark(region("us-east-1"), true);
    stories.push(("dark", lab.table(&["eu-west-1"])));
    stories
}

/// The plan of a story in a room of this size.
fn plan(story: &Story, size: egui::Vec2, sight: (f32, f32)) -> (Plan, Rect) {
    let frame = Frame::of(Rect::from_min_size(pos2(400.0, 640.0), size), story.lanes.len());
    let content = Rect::from_min_size(frame.lanes.min, vec2(size.x, frame.height));
    let area = lanes_area(content, 150.0, RIGHT);
    let axis = axis(story, area.width(), &measure);
    (Plan::of(&Axes { area, axis: &axis, story, sight }, &measure), content)
}

const SIZES: [egui::Vec2; 5] =
    [vec2(360.0, 110.0), vec2(480.0, 150.0), vec2(660.0, 150.0), vec2(660.0, 230.0), vec2(1100.0, 300.0)];
const SIGHTS: [(f32, f32); 3] = [(0.0, 1.0), (0.3, 0.4), (0.75, 0.25)];

fn every_plan(mut check: impl FnMut(&str, &Story, &Plan, Rect)) {
    for (name, story) in stories() {
        for size in SIZES {
            for sight in SIGHTS {
                let (plan, content) = plan(&story, size, sight);
                check(&format!("{name} in {size} at {sight:?}"), &story, &plan, content);
            }
        }
    }
}

#[test]
fn no_name_lies_on_another_or_on_an_arrow_a_bar_or_a_mark() {
    every_plan(|what, _, plan, content| {
        for (number, label) in plan.labels.iter().enumerate() {
            let Label { rect, .. } = label;
            assert!(content.contains_rect(*rect), "{what}: outside {label:?}");
            for other in &plan.labels[..number] {
                assert!(!overlap(*rect, other.rect), "{what}: {label:?} on {other:?}");
                let leads = |label: &Label, over: Rect| label.leader.is_some_and(|it| crosses(over, it));
                assert!(!leads(label, other.rect) && !leads(other, *rect), "{what}: {label:?}, {other:?}");
            }
            for line in &plan.shapes.lines {
                assert!(!crosses(*rect, line.ends), "{what}: {label:?} on {line:?}");
            }
            for solid in plan.shapes.solids() {
                assert!(!overlap(*rect, solid), "{what}: {label:?} on {solid:?}");
            }
        }
    });
}

#[test]
fn no_mark_lies_on_another_and_none_is_left_out() {
    every_plan(|what, story, plan, _| {
        let marks = &plan.shapes.marks;
        for (number, mark) in marks.iter().enumerate() {
            let clear = marks[..number].iter().all(|other| !overlap(mark.rect, other.rect));
            assert!(clear, "{what}: {mark:?}");
            let (width, height) = (mark.rect.width() - 0.01, mark.rect.height() - 0.01);
            assert!(width <= marks::WIDE && height <= marks::SIZE, "{what}: {mark:?}");
        }
        let local = story.beats.iter().filter(|beat| matches!(beat.act, Act::Local { .. })).count();
        assert_eq!(marks.iter().map(|mark| mark.beats.len()).sum::<usize>(), local, "{what}");
    });
}

#[test]
fn every_call_is_named_where_there_is_room() {
    let mut missing = Vec::new();
    for (name, story) in stories() {
        for (size, least) in [(vec2(660.0, 230.0), WHOLE), (vec2(1300.0, 330.0), 2)] {
            let (plan, _) = plan(&story, size, (0.0, 1.0));
            for (number, beat) in story.beats.iter().enumerate() {
                let Act::Call { operation, end, .. } = &beat.act else { continue };
                let label = plan.labels.iter().find(|label| label.beat == number);
                let says =
                    |label: &Label| label.text.what.contains(operation) || *end == CallEnd::Unreachable;
                if !label.is_some_and(|label| label.level < least && says(label)) {
                    missing.push(format!("{name} in {size}: {operation} of beat {number}, {label:?}"));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn what_crosses_has_the_colours_of_the_map() {
    let t = Look::Dark.tokens();
    let mut lab = Lab::new();
    let story = lab.envelope("us-east-1", "legacy-reports", "alice");
    let (plan, _) = plan(&story, SIZES[3], (0.0, 1.0));
    let colors: Vec<_> =
        plan.shapes.lines.iter().map(|line| (line.kind, line_color(&story, line, t))).collect();
    let expected = [
        // The data key is made where the writer is; nothing crosses for it.
        (LineKind::Request, t.text_subdued),
        (LineKind::Answer, t.text_subdued),
        (LineKind::Sent, t.ciphertext),
        (LineKind::Request, t.text_subdued),
        // It comes back from another Region in the clear, inside TLS.
        (LineKind::Answer, t.warn),
    ];
    assert_eq!(colors, expected);
}
