//! One order tells the whole story: what was written arrives, and a reader opens it there.

use mrk_console::workloads::{
    Act, Bucket, Database, Fingerprint, FlowOrder, GlobalTable, ReplicationBehaviour, ReplicationRule,
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

#[test]
fn of_two_writes_at_once_one_stays_and_is_read_everywhere() {
    let mut lab = Lab::new();
    for pair in [[us(), eu()], [eu(), us()]] {
        let order = lab.item(&pair.map(|region| (region, region.code())));
        let ids = lab.stage.start_order(&order);
        assert_eq!(ids.len(), 2);
        let stories = [ids[0], ids[1]].map(|id| lab.story_of(id));
        let winner = Some(Fingerprint::of(us().code().as_bytes()));
        for story in &stories {
            let read = story.last().expect("three");
            assert_eq!((story.len(), read.act, read.is_done()), (3, Act::Read, true), "{story:?}");
            assert_eq!((read.result, read.original), (winner, winner), "read in {}", read.here);
        }
        let stored = |region| lab.stage.flows.stored(region, "table/item").expect("stored").clone();
        assert_eq!(stored(us()), stored(eu()));
        assert_eq!(stored(us()).writer, us());
    }
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
