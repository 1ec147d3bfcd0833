//! Workloads whose data cross Regions: which calls they make where, what crosses, and what a dark Region does to them.

mod crossing;
mod loads;
mod on_arrival;
mod storage;
mod ways;

use std::{collections::BTreeMap, sync::Arc};

use mrk_console::{
    kms::{Region, Span, api::*},
    workloads::{
        CallOutcome, Client, Deed, Delivery, Flow, FlowId, KeyAt, Outcome, Proof, ProofKind, Records, Stage,
    },
    world::{TIME_OUT, round_trip},
};

use crate::scene::*;

/// What no Region may see of another one's.
const SECRET: &[u8] = b"Quarterly report: all green, and nobody else may know";

struct Lab {
    stage: Stage,
    /// In us-east-1 and eu-west-1.
    mrk: String,
    /// In us-east-1 alone.
    single: String,
    /// In eu-west-1 alone.
    irish: String,
}

impl Lab {
    fn new() -> Self {
        let mut lab =
            Self { stage: Stage::new(5), mrk: String::new(), single: String::new(), irish: String::new() };
        let request = CreateKeyRequest { multi_region: true, ..Default::default() };
        lab.mrk = lab.ask(us(), request).key_metadata.key_id;
        let request = replicate(&lab.mrk, eu());
        lab.ask(us(), request);
        lab.pass(60);
        lab.single = lab.ask(us(), CreateKeyRequest::default()).key_metadata.key_id;
        lab.irish = lab.ask(eu(), CreateKeyRequest::default()).key_metadata.key_id;
        lab
    }

    fn alice(&self) -> Arc<str> {
        self.stage.world.principals().named("alice").expect("exists").acting_arn().into()
    }

    #[track_caller]
    fn ask<R: KmsRequest>(&mut self, region: Region, request: R) -> R::Response {
        let alice = self.alice();
        self.stage.world.ask(region, &alice, request).expect("admitted")
    }

    fn pass(&mut self, seconds: i64) {
        self.stage.advance(self.stage.world.now() + Span::seconds(seconds));
    }

    fn delivery(&self, keys: &[(Region, &str)], reader_client: Client) -> Delivery {
        Delivery {
            name: "report".into(),
            from: us(),
            to: eu(),
            keys: keys.iter().map(|(region, key)| key_at(*region, key)).collect(),
            reader_client,
            writer: self.alice(),
            reader: self.alice(),
            context: context(&[("Purpose", "Test")]),
        }
    }

    fn deliver(&mut self, keys: &[(Region, &str)], client: Client) -> Flow {
        let delivery = self.delivery(keys, client);
        let id = self.stage.deliver(&delivery, SECRET);
        self.over(id)
    }

    /// Records under one key in each Region.
    fn records(&self, keys: &[(Region, &[(Region, &str)])], reader: Client) -> Records {
        let at = |keys: &[(Region, &str)]| keys.iter().map(|(region, key)| key_at(*region, key)).collect();
        let keys: BTreeMap<_, _> = keys.iter().map(|(region, keys)| (*region, at(keys))).collect();
        let callers = keys.keys().map(|region| (*region, self.alice())).collect();
        Records { keys, reader, callers, context: context(&[("Purpose", "Test")]) }
    }

    fn mrk_records(&self) -> Records {
        let key = self.mrk.as_str();
        self.records(&[(us(), &[(us(), key)]), (eu(), &[(eu(), key)])], Client::MultiRegionAware)
    }

    /// The flow, once it is over.
    #[track_caller]
    fn over(&mut self, id: FlowId) -> Flow {
        self.pass(60);
        let flow = self.stage.flows.get(id).expect("remembered").clone();
        assert!(flow.outcome.is_some() && flow.steps.iter().all(|step| step.ended.is_some()), "{flow:?}");
        flow
    }

    /// Its calls, each with its endpoint, and whether the trail of that Region has it.
    fn calls(&self, flow: &Flow) -> Vec<(Operation, Region)> {
        let events = self.stage.world.trail().events();
        let call = |(_, call): (Region, &mrk_console::workloads::CallStep)| {
            if let Some(number) = call.event {
                let event = events.iter().find(|event| event.number == number).expect("in the trail");
                assert_eq!((&*event.name, event.region), (call.operation.name(), call.endpoint));
                assert_eq!(event.error.is_none(), call.outcome == Some(CallOutcome::Granted));
            }
            (call.operation, call.endpoint)
        };
        flow.calls().map(call).collect()
    }
}

fn key_at(endpoint: Region, key: &str) -> KeyAt {
    KeyAt { endpoint, key_id: key.to_owned() }
}

fn kinds(flow: &Flow) -> Vec<&'static str> {
    let kind = |deed: &Deed| match deed {
        Deed::Call(_) => "call",
        Deed::Sent { .. } => "sent",
        Deed::Local(_) => "local",
        Deed::Outside(_) => "outside",
    };
    flow.steps.iter().map(|step| kind(&step.what)).collect()
}

#[test]
fn a_client_that_knows_multi_region_keys_asks_its_own_region() {
    let mut lab = Lab::new();
    let key = lab.mrk.clone();
    let flow = lab.deliver(&[(us(), &key)], Client::MultiRegionAware);
    assert!(flow.is_done() && flow.result == flow.original && flow.result.is_some());
    use Operation::{Decrypt, GenerateDataKey};
    assert_eq!(lab.calls(&flow), [(GenerateDataKey, us()), (Decrypt, eu())]);
    assert_eq!((flow.calls_across(), flow.here), (0, eu()));
    assert_eq!(kinds(&flow), ["call", "local", "sent", "call", "local"]);
    // A plain client asks the Region in the ARN.
    let flow = lab.deliver(&[(us(), &key)], Client::Strict);
    assert!(flow.is_done());
    assert_eq!(lab.calls(&flow), [(GenerateDataKey, us()), (Decrypt, us())]);
    assert_eq!(flow.calls_across(), 1);
}

#[test]
fn a_single_region_key_is_opened_at_home_or_not_at_all() {
    use Operation::{Decrypt, Encrypt, GenerateDataKey};
    let mut lab = Lab::new();
    let (single, irish) = (lab.single.clone(), lab.irish.clone());
    for client in [Client::Strict, Client::MultiRegionAware] {
        let flow = lab.deliver(&[(us(), &single)], client);
        assert!(flow.is_done());
        assert_eq!(lab.calls(&flow), [(GenerateDataKey, us()), (Decrypt, us())], "{client:?}");
    }
    let flow = lab.deliver(&[(us(), &single)], Client::Discovery);
    assert_eq!(flow.outcome, Some(Outcome::NoKeyHere));
    assert_eq!(lab.calls(&flow), [(GenerateDataKey, us())]);
    let flow = lab.deliver(&[(us(), &single)], Client::Own);
    assert!(matches!(flow.outcome, Some(Outcome::Refused { region, .. }) if region == eu()), "{flow:?}");
    assert_eq!(lab.calls(&flow), [(GenerateDataKey, us()), (Decrypt, eu())]);
    // With a key of each Region every client finds one of its own.
    for client in [Client::Strict, Client::MultiRegionAware, Client::Discovery, Client::Own] {
        let flow = lab.deliver(&[(us(), &single), (eu(), &irish)], client);
        assert!(flow.is_done(), "{flow:?}");
        assert_eq!(lab.calls(&flow), [(GenerateDataKey, us()), (Encrypt, eu()), (Decrypt, eu())]);
    }
}

#[test]
fn far_reads_of_a_multi_region_key_take_no_longer_and_routed_ones_a_round_trip_more() {
    let mut lab = Lab::new();
    let single = lab.single.clone();
    let local = round_trip(us(), us());
    let records = lab.mrk_records();
    lab.stage.write_record(&records, us(), "a", SECRET);
    lab.pass(5);
    for region in [us(), eu()] {
        let id = lab.stage.read_record(&records, region, "a");
        let flow = lab.over(id);
        assert!(flow.is_done() && flow.result == flow.original, "{flow:?}");
        assert_eq!(flow.took(), Some(local), "{region}");
    }
    let home: &[_] = &[(us(), single.as_str())];
    let records = lab.records(&[(us(), home), (eu(), home)], Client::Strict);
    lab.stage.write_record(&records, us(), "b", SECRET);
    lab.pass(5);
    for (region, takes) in [(us(), local), (eu(), local + round_trip(eu(), us()))] {
        let id = lab.stage.read_record(&records, region, "b");
        assert_eq!(lab.over(id).took(), Some(takes), "{region}");
    }
}

#[test]
fn a_dark_home_takes_routed_reads_with_it_and_no_others() {
    let mut lab = Lab::new();
    let single = lab.single.clone();
    let home: &[_] = &[(us(), single.as_str())];
    let routed = lab.records(&[(us(), home), (eu(), home)], Client::Strict);
    let local = lab.mrk_records();
    lab.stage.write_record(&routed, us(), "routed", SECRET);
    lab.stage.write_record(&local, us(), "local", SECRET);
    lab.pass(5);
    lab.stage.world.set_dark(us(), true);
    let events = lab.stage.world.trail().made();
    let read = |lab: &mut Lab, records: &Records, region, name| {
        let id = lab.stage.read_record(records, region, name);
        lab.over(id)
    };
    let lost = read(&mut lab, &routed, eu(), "routed");
    assert_eq!((lost.outcome.clone(), lost.took()), (Some(Outcome::Unreachable(us())), Some(TIME_OUT)));
    assert_eq!(lab.stage.world.trail().made(), events, "no trail has the call");
    assert_eq!(read(&mut lab, &routed, us(), "routed").outcome, Some(Outcome::Dark(us())));
    assert!(read(&mut lab, &local, eu(), "local").is_done());
    // The other Region goes on writing; the home has it when it is back.
    let id = lab.stage.write_record(&local, eu(), "new", SECRET);
    assert!(lab.over(id).is_done());
    assert!(lab.stage.flows.stored(us(), "new").is_none());
    lab.stage.world.set_dark(us(), false);
    assert!(read(&mut lab, &routed, eu(), "routed").is_done());
    assert!(read(&mut lab, &local, us(), "new").is_done());
}

#[test]
fn proofs_are_verified_where_they_arrive() {
    use Operation::{GenerateMac, Sign, Verify, VerifyMac};
    let mut lab = Lab::new();
    let mut family = |spec, usage| {
        let request = CreateKeyRequest {
            multi_region: true,
            key_spec: Some(spec),
            key_usage: Some(usage),
            ..Default::default()
        };
        let key = lab.ask(us(), request).key_metadata.key_id;
        lab.ask(us(), replicate(&key, eu()));
        key
    };
    let signing = family(KeySpec::EccNistP256, KeyUsage::SignVerify);
    let mac = family(KeySpec::Hmac256, KeyUsage::GenerateVerifyMac);
    lab.pass(60);
    let proof = |kind, key: &str, verifier: Region, alice: Arc<str>| Proof {
        name: "proof".into(),
        kind,
        from: us(),
        maker_key: key_at(us(), key),
        maker: Arc::clone(&alice),
        to: eu(),
        verifier_key: key_at(verifier, key),
        verifier: alice,
    };
    let signature = ProofKind::Signature(SigningAlgorithm::EcdsaSha256);
    let token = ProofKind::Mac(MacAlgorithm::HmacSha256);
    for (kind, key, made, verified) in
        [(signature, &signing, Sign, Verify), (token, &mac, GenerateMac, VerifyMac)]
    {
        for verifier in [eu(), us()] {
            let proof = proof(kind, key, verifier, lab.alice());
            let id = lab.stage.prove(&proof, b"sub=42");
            let flow = lab.over(id);
            assert!(flow.is_done(), "{flow:?}");
            assert_eq!(lab.calls(&flow), [(made, us()), (verified, verifier)]);
            assert_eq!(flow.calls_across(), usize::from(verifier == us()));
        }
        // With the maker's Region dark, what has left it is still verified.
        let proof = proof(kind, key, eu(), lab.alice());
        let id = lab.stage.prove(&proof, b"sub=42");
        lab.stage.advance(lab.stage.world.now() + Span::millis_f64(5.0));
        lab.stage.world.set_dark(us(), true);
        assert!(lab.over(id).is_done());
        lab.stage.world.set_dark(us(), false);
    }
}

#[test]
fn a_refused_writer_is_told_so_and_sends_nothing() {
    let mut lab = Lab::new();
    let mallory = lab.stage.world.principals().named("mallory").expect("exists").acting_arn().into();
    let key = lab.mrk.clone();
    let delivery = Delivery { writer: mallory, ..lab.delivery(&[(us(), &key)], Client::Strict) };
    let id = lab.stage.deliver(&delivery, SECRET);
    let flow = lab.over(id);
    assert!(matches!(flow.outcome, Some(Outcome::Refused { region, .. }) if region == us()));
    assert_eq!(kinds(&flow), ["call"]);
}

#[test]
fn the_same_seed_gives_the_same_steps() {
    let run = || {
        let mut lab = Lab::new();
        let key = lab.mrk.clone();
        let flow = lab.deliver(&[(us(), &key)], Client::MultiRegionAware);
        (flow, lab.stage)
    };
    assert_eq!(run(), run());
}

#[test]
fn what_crosses_is_told_with_its_times() {
    let mut lab = Lab::new();
    let single = lab.single.clone();
    let flow = lab.deliver(&[(us(), &single)], Client::Strict);
    let motions: Vec<_> = flow.steps.iter().flat_map(|step| step.motions()).collect();
    let roads: Vec<_> = motions.iter().map(|it| (it.from, it.to)).collect();
    assert_eq!(roads, [(us(), eu()), (eu(), us()), (us(), eu())], "the message, the request, the answer");
    for pair in motions.windows(2) {
        assert!(pair[0].arrives <= pair[1].departs, "one after the other");
    }
    for motion in &motions {
        assert_eq!(motion.progress(motion.departs), Some(0.0));
        assert_eq!(motion.progress(motion.arrives), Some(1.0));
        assert_eq!(motion.progress(motion.arrives + Span::micros(1)), None);
    }
    assert_eq!(motions[2].arrives, flow.ended.expect("over"));
}

#[test]
fn packets_of_the_network_tell_whose_they_are() {
    let mut lab = Lab::new();
    let key = lab.mrk.clone();
    let delivery = lab.delivery(&[(us(), &key)], Client::Strict);
    let id = lab.stage.deliver(&delivery, SECRET);
    lab.stage.advance(lab.stage.world.now() + Span::millis_f64(5.0));
    let packets: Vec<_> = lab.stage.world.packets().map(|packet| packet.load.clone()).collect();
    let [mrk_console::world::Load::Ciphertext { wake, .. }] = &packets[..] else { panic!("{packets:?}") };
    assert_eq!(mrk_console::workloads::woken(*wake), mrk_console::workloads::Woken::Flow(id));
}

#[test]
fn records_follow_the_kind_of_their_key() {
    let lab = Lab::new();
    let callers: BTreeMap<_, _> = [us(), eu(), ap()].map(|region| (region, lab.alice())).into();
    let under = |key: &str| {
        let key = mrk_console::kms::KeyId::parse(key).expect("an id");
        let records = Records::under_key(&lab.stage.world, &key, callers.clone(), context(&[]));
        let records = records.expect("exists");
        let mut endpoints: Vec<_> = records.keys.values().map(|keys| keys[0].endpoint).collect();
        endpoints.sort_by_key(|region| region.code());
        (endpoints, records.reader)
    };
    assert_eq!(under(&lab.mrk), (vec![eu(), us(), us()], Client::MultiRegionAware));
    assert_eq!(under(&lab.single), (vec![us(); 3], Client::Strict));
}
