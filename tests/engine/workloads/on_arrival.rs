//! One order tells the whole story: what was written arrives, and a reader opens it there.

use mrk_console::workloads::{
    Act, Bucket, Database, Fingerprint, FlowOrder, GlobalTable, Local, ReplicationBehaviour, ReplicationRule,
    SnapshotCopy,
};

use super::*;

use Operation::{Decrypt, Encrypt, GenerateDataKey};

impl Lab {
    fn caller(&self, name: &str) -> Arc<str> {
        self.stage.world.principals().named(name).expect("exists").acting_arn().into()
    }

    fn object(&self, key: &str, there: &str, behaviour: ReplicationBehaviour, reader: &str) -> FlowOrder {
        let bucket = |name: &str, region, key: &str| Bucket {
            name: name.into(),
            region,
            key_id: key.to_owned(),
            bucket_key: false,
            caller: self.alice(),
        };
        FlowOrder::Object {
            bucket: bucket("home", us(), key),
            rules: vec![ReplicationRule { to: bucket("irish", eu(), there), behaviour }],
            object: "report".into(),
            data: SECRET.into(),
            reader: Some(self.caller(reader)),
        }
    }

    fn item(&self, writes: &[(Region, &str)]) -> FlowOrder {
        FlowOrder::Item {
            table: GlobalTable { name: "table".into(), items: self.mrk_records() },
            item: "item".into(),
            writes: writes.iter().map(|(region, data)| (*region, data.as_bytes().into())).collect(),
            reader: Some(self.alice()),
        }
    }

    fn recovery(&self, key: &str, copy: SnapshotCopy) -> FlowOrder {
        let caller = self.alice();
        FlowOrder::Recovery {
            database: Database { name: "ledger".into(), region: us(), key_id: key.to_owned(), caller },
            data: SECRET.into(),
            to: eu(),
            copy,
            restorer: Some(self.alice()),
        }
    }

    /// What an order brings about: its one flow, then each that another set off.
    fn story(&mut self, order: &FlowOrder) -> Vec<Flow> {
        let ids = self.stage.start_order(order);
        let [first] = ids[..] else { panic!("{ids:?}") };
        self.story_of(first)
    }

    fn story_of(&mut self, first: FlowId) -> Vec<Flow> {
        let mut story = vec![self.over(first)];
        while let Some(next) = story.last().and_then(|last| self.stage.flows.set_off_by(last.id).next()) {
            story.push(next.clone());
        }
        story
    }
}

fn acts(story: &[Flow]) -> Vec<(Act, Region, bool)> {
    story.iter().map(|flow| (flow.act, flow.here, flow.is_done())).collect()
}

fn read_as_written(read: &Flow) {
    assert!(read.is_done(), "{read:?}");
    assert_eq!((read.result, read.original), (Some(Fingerprint::of(SECRET)), Some(Fingerprint::of(SECRET))));
}

#[test]
fn a_replica_is_read_through_the_destination_bucket_in_the_readers_name() {
    let mut lab = Lab::new();
    let (single, irish, mrk) = (lab.single.clone(), lab.irish.clone(), lab.mrk.clone());
    let whole = [(Act::Write, us(), true), (Act::Replicate, eu(), true), (Act::Read, eu(), true)];
    let order = lab.object(&single, &irish, ReplicationBehaviour::AsS3Does, "alice");
    let story = lab.story(&order);
    assert_eq!(acts(&story), whole);
    assert_eq!(story[2].began_in, eu());
    assert_eq!(lab.calls(&story[1]), [(Decrypt, us()), (Encrypt, eu())]);
    assert_eq!(lab.calls(&story[2]), [(Decrypt, eu())]);
    read_as_written(&story[2]);
    // Copied unchanged, a member of the same key is needed there.
    let order = lab.object(&mrk, &mrk, ReplicationBehaviour::CopiedUnchanged, "alice");
    let story = lab.story(&order);
    assert_eq!(acts(&story), whole);
    assert_eq!((lab.calls(&story[1]), lab.calls(&story[2])), (vec![], vec![(Decrypt, eu())]));
    read_as_written(&story[2]);
    let order = lab.object(&single, &irish, ReplicationBehaviour::CopiedUnchanged, "alice");
    let story = lab.story(&order);
    assert!(matches!(story[2].outcome, Some(Outcome::Refused { region, .. }) if region == eu()));
    // Nobody reads who may not.
    let order = lab.object(&mrk, &mrk, ReplicationBehaviour::CopiedUnchanged, "mallory");
    let story = lab.story(&order);
    assert!(matches!(story[2].outcome, Some(Outcome::Refused { region, .. }) if region == eu()));
    let (_, call) = story[2].calls().next().expect("asked");
    assert_eq!(call.caller, lab.caller("mallory"));
}

#[test]
fn nobody_reads_where_no_reader_is_named() {
    let mut lab = Lab::new();
    let mrk = lab.mrk.clone();
    let mut order = lab.object(&mrk, &mrk, ReplicationBehaviour::AsS3Does, "alice");
    if let FlowOrder::Object { reader, .. } = &mut order {
        *reader = None;
    }
    let story = lab.story(&order);
    assert_eq!(acts(&story), [(Act::Write, us(), true), (Act::Replicate, eu(), true)]);
}

#[test]
fn a_reader_opens_what_left_before_the_source_went_dark() {
    let dark_after = |lab: &mut Lab, order: &FlowOrder| {
        let ids = lab.stage.start_order(order);
        lab.stage.advance(lab.stage.world.now() + Span::millis_f64(5.0));
        lab.stage.world.set_dark(us(), true);
        let story = lab.story_of(ids[0]);
        lab.stage.world.set_dark(us(), false);
        story
    };
    let mut lab = Lab::new();
    let (mrk, single) = (lab.mrk.clone(), lab.single.clone());
    let unchanged = lab.object(&mrk, &mrk, ReplicationBehaviour::CopiedUnchanged, "alice");
    let item = lab.item(&[(us(), std::str::from_utf8(SECRET).expect("text"))]);
    let recovery = lab.recovery(&mrk, SnapshotCopy::Unchanged);
    for order in [unchanged, item, recovery] {
        let story = dark_after(&mut lab, &order);
        assert_eq!(story.len(), 3, "{order:?}");
        assert_eq!(lab.calls(&story[2]), [(Decrypt, eu())]);
        read_as_written(&story[2]);
    }
    // Items under a single-Region key are opened at its home, which is dark now.
    let home: &[_] = &[(us(), single.as_str())];
    let items = lab.records(&[(us(), home), (eu(), home)], Client::Strict);
    let order = FlowOrder::Item {
        table: GlobalTable { name: "routed".into(), items },
        item: "item".into(),
        writes: vec![(us(), SECRET.into())],
        reader: Some(lab.alice()),
    };
    let story = dark_after(&mut lab, &order);
    assert_eq!(story[2].outcome, Some(Outcome::Unreachable(us())));
}

/// Whose write the flow's step says won over whose.
fn rivals(flow: &Flow) -> Option<(Region, Region)> {
    flow.rivals().map(|it| (it.won.by, it.lost.by))
}

#[test]
fn two_writes_at_once_are_one_story_whose_readers_tell_who_won() {
    let mut lab = Lab::new();
    for pair in [[us(), eu()], [eu(), us()]] {
        let order = lab.item(&pair.map(|region| (region, region.code())));
        let ids = lab.stage.start_order(&order);
        assert_eq!(ids.len(), 2);
        lab.pass(60);
        let roots: Vec<_> = ids.iter().map(|id| lab.stage.flows.root_of(*id)).collect();
        assert_eq!(roots, [ids[0]; 2], "both belong to one story");
        let story: Vec<Flow> = lab.stage.flows.with_all_set_off(ids[0]).into_iter().cloned().collect();
        let of = |act| story.iter().filter(move |flow| flow.act == act);
        assert_eq!([Act::Write, Act::Replicate, Act::Read].map(|act| of(act).count()), [2; 3]);
        assert!(story.iter().all(Flow::is_done));
        // The same time of KMS in both Regions: written at one moment, and the code decides.
        let (winner, loser) = (us(), eu());
        let what = |region: Region| Some(Fingerprint::of(region.code().as_bytes()));
        for write in of(Act::Write) {
            assert_eq!((write.original, rivals(write)), (what(write.here), None));
        }
        for replica in of(Act::Replicate) {
            assert_eq!(rivals(replica), Some((winner, loser)), "in {}", replica.here);
            assert!(replica.rivals().expect("met").at_one_moment());
        }
        for read in of(Act::Read) {
            assert_eq!(read.result, what(winner), "read in {}", read.here);
            let (expected, said) = match read.here {
                here if here == loser => (what(winner), None),
                _ => (what(loser), Some((winner, loser))),
            };
            assert_eq!((read.original, rivals(read)), (expected, said), "in {}", read.here);
            let title = read.steps[0].title();
            assert_eq!(title.contains("the write of us-east-1"), said.is_some(), "{title}");
        }
        let stored = |region| lab.stage.flows.stored(region, "table/item").expect("stored").clone();
        assert_eq!(stored(us()), stored(eu()));
        assert_eq!(stored(us()).writer, us());
    }
}

#[test]
fn a_newer_write_wins_by_its_time_and_not_by_its_region() {
    let mut lab = Lab::new();
    let item = |lab: &Lab, region: Region| lab.item(&[(region, region.code())]);
    let first = lab.stage.start_order(&item(&lab, us()))[0];
    lab.stage.advance(lab.stage.world.now() + Span::millis_f64(5.0));
    let second = lab.stage.start_order(&item(&lab, eu()))[0];
    let [earlier, later] = [lab.story_of(first), lab.story_of(second)];
    // In eu-west-1 the earlier one comes too late; in us-east-1 the later one takes its place.
    for story in [&earlier, &later] {
        assert_eq!(rivals(&story[1]), Some((eu(), us())));
        assert!(!story[1].rivals().expect("met").at_one_moment());
        let put = story[1].steps.iter().find(|step| matches!(step.what, Deed::Local(Local::Stored { .. })));
        let words = put.expect("put").explanation();
        assert!(words.contains("eu-west-1 wrote it 5.0 ms after us-east-1"), "{words}");
        assert_eq!(story[2].result, Some(Fingerprint::of(eu().code().as_bytes())));
    }
    assert_eq!((rivals(&earlier[2]), rivals(&later[2])), (Some((eu(), us())), None));
    // A write that follows when all has arrived meets no other.
    let third = lab.stage.start_order(&item(&lab, us()))[0];
    let story = lab.story_of(third);
    assert!(story.iter().all(|flow| flow.rivals().is_none()));
}

#[test]
fn a_snapshot_is_copied_and_restored_one_after_the_other() {
    let mut lab = Lab::new();
    let (mrk, single, irish) = (lab.mrk.clone(), lab.single.clone(), lab.irish.clone());
    let whole = [(Act::Write, us(), true), (Act::Replicate, eu(), true), (Act::Read, eu(), true)];
    for (key, copy, copying) in [
        (&mrk, SnapshotCopy::Unchanged, vec![]),
        (
            &single,
            SnapshotCopy::ReEncrypted { key_id: irish },
            vec![(Decrypt, us()), (GenerateDataKey, eu())],
        ),
    ] {
        let order = lab.recovery(key, copy);
        let story = lab.story(&order);
        assert_eq!(acts(&story), whole);
        assert_eq!(lab.calls(&story[0]), [(GenerateDataKey, us())]);
        assert_eq!(lab.calls(&story[1]), copying);
        assert_eq!(lab.calls(&story[2]), [(Decrypt, eu())]);
        read_as_written(&story[2]);
        assert!(story[0].ended <= Some(story[1].started) && story[1].ended <= Some(story[2].started));
    }
    // Unchanged and without a member there it arrives, and nobody can restore it.
    let order = lab.recovery(&single, SnapshotCopy::Unchanged);
    let story = lab.story(&order);
    assert_eq!(acts(&story)[..2], whole[..2]);
    assert!(matches!(story[2].outcome, Some(Outcome::Refused { region, .. }) if region == eu()));
}

#[test]
fn an_order_tells_the_first_request_of_each_flow() {
    let lab = Lab::new();
    let mrk = lab.mrk.clone();
    let delivery =
        FlowOrder::Delivery { delivery: lab.delivery(&[(us(), &mrk)], Client::Strict), data: SECRET.into() };
    let orders = [
        (delivery, vec![us()]),
        (lab.object(&mrk, &mrk, ReplicationBehaviour::AsS3Does, "alice"), vec![us()]),
        (lab.item(&[(us(), "a"), (eu(), "b")]), vec![us(), eu()]),
        (lab.recovery(&mrk, SnapshotCopy::Unchanged), vec![us()]),
    ];
    for (order, regions) in orders {
        let first = order.first_requests();
        let told: Vec<_> = first.iter().map(|(region, request)| (*region, request.operation())).collect();
        let expected: Vec<_> = regions.into_iter().map(|region| (region, GenerateDataKey)).collect();
        assert_eq!(told, expected);
    }
}
