//! Whatever crosses Regions, is stored, or is recorded holds neither plaintext nor key material.

use mrk_console::{
    kms::KeyStore,
    workloads::{
        Bucket, Database, Deed, GlobalTable, ReplicationBehaviour, ReplicationRule, SnapshotCopy, save,
    },
};

use super::*;

/// All secret bytes of a store's symmetric keys.
fn materials(store: &KeyStore) -> Vec<Vec<u8>> {
    let versions = store.families().flat_map(|family| family.material.all());
    versions
        .filter_map(|version| {
            version.symmetric().map(|it| it.to_vec()).or(version.hmac().map(<[u8]>::to_vec))
        })
        .collect()
}

/// Every data key and bucket key that wraps what is stored, as KMS opens it for those who may.
fn data_keys(lab: &mut Lab) -> Vec<Vec<u8>> {
    let stored = [us(), eu()].map(|region| {
        let messages = lab.stage.flows.stored_in(region).map(|(_, stored)| Arc::clone(&stored.message));
        messages.collect::<Vec<_>>()
    });
    let mut keys = Vec::new();
    for message in stored.iter().flatten() {
        for wrapped in &message.wrapped {
            let request = DecryptRequest {
                ciphertext_blob: Some(wrapped.blob.clone()),
                encryption_context: message.context.clone(),
                ..Default::default()
            };
            let region = wrapped.region().expect("an ARN");
            keys.push(lab.ask(region, request).plaintext.0);
        }
    }
    assert!(keys.len() > 5 && keys.iter().all(|key| key.len() == 32));
    keys
}

fn holds(bytes: &[u8], secret: &[u8]) -> bool {
    bytes.windows(secret.len()).any(|window| window == secret)
}

/// All bytes that flows sent, and all that is stored.
fn bytes_at_large(stage: &Stage) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for flow in stage.flows.all() {
        for step in &flow.steps {
            let cargos = match &step.what {
                Deed::Sent { cargo, .. } => vec![cargo],
                Deed::Call(call) => [&call.request, &call.answer].into_iter().flatten().collect(),
                _ => Vec::new(),
            };
            all.extend(cargos.into_iter().filter_map(|cargo| Some(cargo.content.as_ref()?.0.clone())));
        }
    }
    for region in [us(), eu(), ap()] {
        all.extend(stage.flows.stored_in(region).map(|(_, stored)| stored.message.bytes().0.clone()));
    }
    all
}

#[test]
fn neither_plaintext_nor_key_material_crosses_regions() {
    let mut lab = Lab::new();
    let (mrk, single, irish) = (lab.mrk.clone(), lab.single.clone(), lab.irish.clone());
    for client in [Client::Strict, Client::MultiRegionAware, Client::Own] {
        lab.deliver(&[(us(), &mrk)], client);
        lab.deliver(&[(us(), &single), (eu(), &irish)], client);
    }
    let alice = lab.alice();
    for (behaviour, bucket_key) in [
        (ReplicationBehaviour::AsS3Does, false),
        (ReplicationBehaviour::AsS3Does, true),
        (ReplicationBehaviour::CopiedUnchanged, false),
    ] {
        let bucket = |name: &str, region, key: &str| Bucket {
            name: format!("{name}-{bucket_key}").into(),
            region,
            key_id: key.to_owned(),
            bucket_key,
            caller: Arc::clone(&alice),
        };
        let rule = ReplicationRule { to: bucket("irish", eu(), &mrk), behaviour };
        lab.stage.put_object(&bucket("home", us(), &mrk), std::slice::from_ref(&rule), "report", SECRET);
        lab.pass(5);
        let id = lab.stage.get_object(&rule.to, "report");
        assert!(lab.over(id).is_done());
    }
    let table = GlobalTable { name: "table".into(), items: lab.mrk_records() };
    lab.stage.put_item(&table, us(), "item", SECRET);
    let request = CreateKeyRequest {
        multi_region: true,
        key_spec: Some(KeySpec::Hmac256),
        key_usage: Some(KeyUsage::GenerateVerifyMac),
        ..Default::default()
    };
    let mac = lab.ask(us(), request).key_metadata.key_id;
    let token = Proof {
        name: "token".into(),
        kind: ProofKind::Mac(MacAlgorithm::HmacSha256),
        from: us(),
        maker_key: key_at(us(), &mac),
        maker: Arc::clone(&alice),
        to: eu(),
        verifier_key: key_at(us(), &mac),
        verifier: Arc::clone(&alice),
    };
    lab.stage.prove(&token, b"sub=42");
    let database =
        Database { name: "ledger".into(), region: us(), key_id: single, caller: Arc::clone(&alice) };
    lab.stage.take_snapshot(&database, SECRET);
    lab.pass(5);
    lab.stage.copy_snapshot(&database, eu(), &SnapshotCopy::ReEncrypted { key_id: irish });
    lab.pass(5);

    let large = bytes_at_large(&lab.stage);
    assert!(large.len() > 15, "{} were seen", large.len());
    let mut materials = materials(lab.stage.world.store());
    assert!(materials.len() >= 4);
    materials.extend(data_keys(&mut lab));
    for bytes in &large {
        assert!(!holds(bytes, SECRET));
        assert!(materials.iter().all(|material| !holds(bytes, material)));
    }
    // The steps as they are recorded, whatever is in them.
    let mut recorded = lab.stage.clone();
    recorded.world = mrk_console::world::World::new(0);
    let text = save::to_text(&recorded).expect("can be written");
    let spelt = |bytes: &[u8]| Blob::from(bytes);
    for secret in materials.iter().map(Vec::as_slice).chain([SECRET]) {
        let base64 = serde_json::to_string(&spelt(secret)).expect("text");
        assert!(!text.contains(base64.trim_matches('"')));
        assert!(!holds(text.as_bytes(), secret));
    }
}

#[test]
fn what_is_in_the_clear_inside_tls_says_so() {
    let mut lab = Lab::new();
    let (mrk, single, irish) = (lab.mrk.clone(), lab.single.clone(), lab.irish.clone());
    let clear = |flow: &Flow| {
        let cargos = flow.calls().flat_map(|(_, call)| [call.request.clone(), call.answer.clone()]);
        cargos.flatten().filter(|cargo| cargo.clear_inside_tls).count()
    };
    let flow = lab.deliver(&[(us(), &mrk)], Client::MultiRegionAware);
    assert_eq!(clear(&flow), 0, "the data key never leaves a Region in the clear");
    let flow = lab.deliver(&[(us(), &single)], Client::Strict);
    assert_eq!(clear(&flow), 1, "the answer brings it home");
    let flow = lab.deliver(&[(us(), &single), (eu(), &irish)], Client::Strict);
    assert_eq!(clear(&flow), 1, "the request to wrap it anew has it inside");
    for (_, call) in flow.calls() {
        for cargo in [&call.request, &call.answer].into_iter().flatten() {
            assert!(cargo.bytes > 0 && cargo.content.is_none(), "what is in the clear is not kept");
        }
    }
}

#[test]
fn a_save_keeps_what_flows_did_and_no_data_keys() {
    let mut lab = Lab::new();
    let key = lab.mrk.clone();
    let done = lab.deliver(&[(us(), &key)], Client::MultiRegionAware);
    let delivery = lab.delivery(&[(us(), &key)], Client::MultiRegionAware);
    let under_way = lab.stage.deliver(&delivery, SECRET);
    lab.stage.advance(lab.stage.world.now() + Span::millis_f64(10.0));
    let text = save::to_text(&lab.stage).expect("can be written");
    let mut again = save::from_text(&text).expect("just written");
    assert_eq!(again.flows.get(done.id), Some(&done));
    assert_eq!(again.flows.get(under_way).expect("remembered").outcome, Some(Outcome::NotSaved));
    again.advance(again.world.now() + Span::seconds(60));
    let once_more = save::to_text(&again).expect("can be written");
    assert_eq!(save::from_text(&once_more).expect("just written"), again);
}
