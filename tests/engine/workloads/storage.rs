//! Objects, items and snapshots: what each behaviour calls where, and what it needs in the other Region.

use mrk_console::{
    kms::{Exception, KmsError},
    workloads::{
        Act, Bucket, CargoKind, Database, GlobalTable, Local, ReplicationBehaviour, ReplicationRule,
        SnapshotCopy,
    },
};

use super::*;

fn bucket(lab: &Lab, name: &str, region: Region, key: &str, bucket_key: bool) -> Bucket {
    Bucket { name: name.into(), region, key_id: key.to_owned(), bucket_key, caller: lab.alice() }
}

/// The replication that a write set off.
fn replication(lab: &Lab, write: FlowId) -> Flow {
    let flow = lab.stage.flows.set_off_by(write).next().expect("set off").clone();
    assert_eq!(flow.act, Act::Replicate);
    flow
}

fn sent(flow: &Flow) -> Vec<CargoKind> {
    let kind = |step: &mrk_console::workloads::Step| match &step.what {
        Deed::Sent { cargo, .. } => Some(cargo.kind),
        _ => None,
    };
    flow.steps.iter().filter_map(kind).collect()
}

use Operation::{Decrypt, Encrypt, GenerateDataKey};

#[test]
fn s3_decrypts_at_the_source_and_encrypts_under_the_destination_s_key() {
    for related in [true, false] {
        let mut lab = Lab::new();
        let (from, to) = if related {
            (lab.mrk.clone(), lab.mrk.clone())
        } else {
            (lab.single.clone(), lab.irish.clone())
        };
        let (home, irish) =
            (bucket(&lab, "home", us(), &from, false), bucket(&lab, "irish", eu(), &to, false));
        let rule = ReplicationRule { to: irish.clone(), behaviour: ReplicationBehaviour::AsS3Does };
        let write = lab.stage.put_object(&home, &[rule], "report.pdf", SECRET);
        assert_eq!(lab.over(write).calls_across(), 0);
        let replica = replication(&lab, write);
        assert!(replica.is_done(), "{replica:?}");
        assert_eq!(lab.calls(&replica), [(Decrypt, us()), (Encrypt, eu())], "also for related keys");
        assert_eq!(sent(&replica), [CargoKind::DataInTransit]);
        let stored = |region, name: &str| lab.stage.flows.stored(region, name).expect("stored").clone();
        let (source, copy) = (stored(us(), "home/report.pdf"), stored(eu(), "irish/report.pdf"));
        assert_ne!(source.message.wrapped, copy.message.wrapped);
        assert_ne!(source.message.body, copy.message.body);
        assert_eq!(source.original, copy.original);
        assert_eq!(source.message.context, context(&[("aws:s3:arn", "arn:aws:s3:::home/report.pdf")]));
        assert_eq!(copy.message.context, context(&[("aws:s3:arn", "arn:aws:s3:::irish/report.pdf")]));
        let read = lab.stage.get_object(&irish, "report.pdf");
        let read = lab.over(read);
        assert!(read.is_done() && read.result == source.original);
        assert_eq!(lab.calls(&read), [(Decrypt, eu())]);
    }
}

#[test]
fn bytes_copied_unchanged_open_only_where_a_member_of_the_key_is() {
    for (related, region) in [(true, eu()), (false, eu()), (true, ap())] {
        let mut lab = Lab::new();
        let key = if related { lab.mrk.clone() } else { lab.single.clone() };
        let home = bucket(&lab, "home", us(), &key, false);
        let copy = bucket(&lab, "copy", region, &key, false);
        let rule = ReplicationRule { to: copy.clone(), behaviour: ReplicationBehaviour::CopiedUnchanged };
        let write = lab.stage.put_object(&home, &[rule], "report.pdf", SECRET);
        lab.over(write);
        let replica = replication(&lab, write);
        assert_eq!((lab.calls(&replica), sent(&replica)), (vec![], vec![CargoKind::Object]));
        let stored =
            |region, name: &str| lab.stage.flows.stored(region, name).expect("stored").message.clone();
        assert_eq!(stored(us(), "home/report.pdf"), stored(region, "copy/report.pdf"), "the same bytes");
        let read = lab.stage.get_object(&copy, "report.pdf");
        let read = lab.over(read);
        assert_eq!(lab.calls(&read), [(Decrypt, region)], "its own KMS, and no other");
        assert_eq!(read.is_done(), related && region == eu(), "{read:?}");
        // With the source dark a local member still opens it.
        lab.stage.world.set_dark(us(), true);
        let read = lab.stage.get_object(&copy, "report.pdf");
        assert_eq!(lab.over(read).is_done(), related && region == eu());
    }
}

#[test]
fn bucket_keys_spare_calls() {
    let mut lab = Lab::new();
    let key = lab.mrk.clone();
    let home = bucket(&lab, "home", us(), &key, true);
    let irish = bucket(&lab, "irish", eu(), &key, true);
    let rule = ReplicationRule { to: irish.clone(), behaviour: ReplicationBehaviour::AsS3Does };
    let before = lab.stage.world.trail().made();
    for number in 0..10 {
        let name = format!("object {number}");
        lab.stage.put_object(&home, std::slice::from_ref(&rule), &name, SECRET);
        lab.pass(1);
    }
    lab.pass(5);
    let asked = |lab: &Lab| {
        let events = lab.stage.world.trail().events();
        let new = events.iter().filter(|event| event.number >= before);
        new.map(|event| (event.name.to_string(), event.region)).collect::<Vec<_>>()
    };
    let call = |operation: Operation, region| (operation.name().to_owned(), region);
    let written = [call(GenerateDataKey, us()), call(Decrypt, us()), call(GenerateDataKey, eu())];
    assert_eq!(asked(&lab), written, "one bucket key in each Region, and one that replication opens");
    for number in 0..10 {
        let id = lab.stage.get_object(&irish, &format!("object {number}"));
        lab.pass(1);
        let flow = lab.stage.flows.get(id).expect("remembered");
        assert!(flow.is_done() && flow.result == flow.original, "{flow:?}");
    }
    assert_eq!(asked(&lab)[3..], [call(Decrypt, eu())], "once for all reads");
    let stored = lab.stage.flows.stored(eu(), "irish/object 3").expect("stored");
    assert_eq!(stored.message.context, context(&[("aws:s3:arn", "arn:aws:s3:::irish")]));
    // Its time is short: later it is asked for again.
    lab.pass(600);
    let id = lab.stage.get_object(&home, "object 1");
    let flow = lab.over(id);
    assert!(flow.is_done());
    assert_eq!(lab.calls(&flow), [(Decrypt, us())]);
}

/// What KMS says to alice, who brings the wrapped key of what is stored, with its encryption context.
fn opens(lab: &mut Lab, (at, name): (Region, &str), region: Region) -> Result<Blob, KmsError> {
    let message = lab.stage.flows.stored(at, name).expect("stored").message.clone();
    let request = DecryptRequest {
        ciphertext_blob: Some(message.wrapped[0].blob.clone()),
        encryption_context: message.context.clone(),
        ..Default::default()
    };
    let alice = lab.alice();
    lab.stage.world.ask(region, &alice, request).map(|answer| answer.plaintext)
}

/// An object that alice wrote in us-east-1 with a bucket key, copied unchanged to eu-west-1: the buckets there and here.
fn copied_with_a_bucket_key(lab: &mut Lab) -> (Bucket, Bucket) {
    let key = lab.mrk.clone();
    let (home, irish) = (bucket(lab, "home", us(), &key, true), bucket(lab, "irish", eu(), &key, true));
    let rule = ReplicationRule { to: irish.clone(), behaviour: ReplicationBehaviour::CopiedUnchanged };
    let write = lab.stage.put_object(&home, &[rule], "report", SECRET);
    assert!(lab.over(write).is_done());
    (home, irish)
}

impl Lab {
    fn read_as(&mut self, bucket: &Bucket, name: &str) -> Flow {
        let caller = self.stage.world.principals().named(name).expect("exists").acting_arn().into();
        let id = self.stage.get_object(&Bucket { caller, ..bucket.clone() }, "report");
        self.over(id)
    }
}

#[track_caller]
fn refused(flow: &Flow, region: Region) {
    let Some(Outcome::Refused { region: its, error }) = &flow.outcome else { panic!("{flow:?}") };
    assert_eq!((*its, error.exception), (region, Exception::AccessDenied));
}

#[test]
fn a_bucket_key_is_fetched_at_least_once_for_every_requester() {
    let mut lab = Lab::new();
    let (home, irish) = copied_with_a_bucket_key(&mut lab);
    for (bucket, region) in [(&irish, eu()), (&home, us())] {
        let reads = [lab.read_as(bucket, "alice"), lab.read_as(bucket, "alice")];
        assert!(reads.iter().all(|read| read.is_done() && read.result == read.original));
        let calls: Vec<_> = reads.iter().flat_map(|read| lab.calls(read)).collect();
        assert_eq!(calls, [(Decrypt, region)], "two reads of one requester");
        assert!(reads[1].steps.iter().any(|step| step.what == Deed::Local(Local::UsedBucketKey)));
        // What is in memory for alice is not for mallory: KMS decides about her too, and each time anew.
        for _ in 0..2 {
            let read = lab.read_as(bucket, "mallory");
            refused(&read, region);
            assert_eq!(lab.calls(&read), [(Decrypt, region)]);
            assert_eq!(read.result, None);
        }
    }
    let caller = lab.stage.world.principals().named("mallory").expect("exists").acting_arn().into();
    let write = lab.stage.put_object(&Bucket { caller, ..home.clone() }, &[], "other", SECRET);
    let write = lab.over(write);
    refused(&write, us());
    assert_eq!(lab.calls(&write), [(GenerateDataKey, us())]);
}

#[test]
fn a_bucket_key_that_came_with_a_copied_object_encrypts_nothing() {
    let mut lab = Lab::new();
    let (home, irish) = copied_with_a_bucket_key(&mut lab);
    assert!(lab.read_as(&irish, "alice").is_done());
    // Back again: the bucket in eu-west-1 gets a key of its own, under its own context.
    let rule = ReplicationRule { to: home.clone(), behaviour: ReplicationBehaviour::CopiedUnchanged };
    let write = lab.stage.put_object(&irish, &[rule], "report", SECRET);
    let write = lab.over(write);
    assert!(write.is_done());
    assert_eq!(lab.calls(&write), [(GenerateDataKey, eu())]);
    let stored = lab.stage.flows.stored(eu(), "irish/report").expect("stored").message.clone();
    assert_eq!(stored.context, context(&[("aws:s3:arn", "arn:aws:s3:::irish")]));
    assert_eq!(stored.wrapped[0].region(), Some(eu()));
    let read = lab.read_as(&home, "alice");
    assert!(read.is_done() && read.result == read.original);
    assert_eq!(lab.calls(&read), [(Decrypt, us())], "it came from irish, and is not the key of home");
    // What the read told, KMS tells too.
    for place in [(eu(), "irish/report"), (us(), "home/report")] {
        for region in [us(), eu()] {
            assert!(opens(&mut lab, place, region).is_ok(), "{place:?} in {region}");
        }
    }
    // What is written next in us-east-1 is under the key of its own bucket.
    let write = lab.stage.put_object(&home, &[], "next", SECRET);
    assert!(lab.over(write).is_done());
    let stored = lab.stage.flows.stored(us(), "home/next").expect("stored").message.clone();
    assert_eq!(stored.context, context(&[("aws:s3:arn", "arn:aws:s3:::home")]));
    assert!(opens(&mut lab, (us(), "home/next"), us()).is_ok());
}

#[test]
fn a_bucket_key_is_of_one_bucket_and_one_kms_key() {
    let mut lab = Lab::new();
    let (mrk, single) = (lab.mrk.clone(), lab.single.clone());
    let mut asks = |name: &str, key: &str| {
        let bucket = bucket(&lab, name, us(), key, true);
        let id = lab.stage.put_object(&bucket, &[], "report", SECRET);
        lab.pass(1);
        lab.stage.flows.get(id).expect("remembered").calls().count()
    };
    assert_eq!([asks("home", &mrk), asks("home", &mrk)], [1, 0]);
    assert_eq!([asks("attic", &mrk), asks("attic", &mrk)], [1, 0]);
    assert_eq!([asks("home", &single), asks("home", &single)], [1, 0], "under the bucket's new default key");
}

#[test]
fn the_last_writer_of_an_item_wins_in_every_region() {
    let mut lab = Lab::new();
    let table = GlobalTable { name: "table".into(), items: lab.mrk_records() };
    let value = |lab: &mut Lab, region| {
        let id = lab.stage.get_item(&table, region, "x");
        lab.over(id).result.expect("opened")
    };
    let of = mrk_console::workloads::Fingerprint::of;
    // One after the other, each before the other's has arrived: the later one stays.
    lab.stage.put_item(&table, eu(), "x", b"earlier, from eu-west-1");
    lab.stage.advance(lab.stage.world.now() + Span::millis_f64(10.0));
    let later = lab.stage.put_item(&table, us(), "x", b"later, from us-east-1");
    lab.pass(5);
    for region in [us(), eu()] {
        assert_eq!(value(&mut lab, region), of(b"later, from us-east-1"), "{region}");
    }
    let replica = replication(&lab, later);
    assert_eq!((lab.calls(&replica), sent(&replica)), (vec![], vec![CargoKind::TableItem]));
    // At the same moment: the Region decides.
    for pair in [[us(), eu()], [eu(), us()]] {
        for region in pair {
            lab.stage.put_item(&table, region, "x", format!("from {region}").as_bytes());
        }
        lab.pass(5);
        for region in [us(), eu()] {
            assert_eq!(value(&mut lab, region), of(b"from us-east-1"), "{region}");
        }
    }
    // While a Region is dark the other writes on, and it catches up.
    lab.stage.world.set_dark(us(), true);
    lab.stage.put_item(&table, eu(), "x", b"while us-east-1 was dark");
    lab.pass(60);
    lab.stage.world.set_dark(us(), false);
    lab.pass(1);
    assert_eq!(value(&mut lab, us()), of(b"while us-east-1 was dark"));
}

#[test]
fn a_snapshot_needs_a_key_that_is_valid_where_it_is_restored() {
    let restored = |related: bool, copy: fn(&Lab) -> SnapshotCopy| {
        let mut lab = Lab::new();
        let key_id = if related { lab.mrk.clone() } else { lab.single.clone() };
        let database = Database { name: "ledger".into(), region: us(), key_id, caller: lab.alice() };
        lab.stage.take_snapshot(&database, SECRET);
        lab.pass(5);
        let how = copy(&lab);
        let copied = lab.stage.copy_snapshot(&database, eu(), &how);
        let copied = lab.over(copied);
        assert!(copied.is_done(), "{copied:?}");
        // The disaster.
        lab.stage.world.set_dark(us(), true);
        let alice = lab.alice();
        let id = lab.stage.restore_snapshot(&database, eu(), &alice);
        let flow = lab.over(id);
        assert_eq!(lab.calls(&flow), [(Decrypt, eu())]);
        (lab.calls(&copied), flow.is_done())
    };
    let anew = |lab: &Lab| SnapshotCopy::ReEncrypted { key_id: lab.irish.clone() };
    let re_encrypted = vec![(Decrypt, us()), (GenerateDataKey, eu())];
    assert_eq!(restored(true, |_| SnapshotCopy::Unchanged), (vec![], true));
    assert_eq!(restored(false, |_| SnapshotCopy::Unchanged), (vec![], false));
    assert_eq!(restored(false, anew), (re_encrypted.clone(), true));
    assert_eq!(restored(true, anew), (re_encrypted, true));
}
