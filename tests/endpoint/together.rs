//! Many clients at once.

use aws_sdk_kms::{
    primitives::Blob,
    types::{KeySpec, KeyUsageType},
};

use crate::support::*;

#[test]
fn clients_of_many_regions_are_answered_while_a_key_is_made() {
    const CALLS: usize = 60;
    let server = Server::new();
    let regions = ["us-east-1", "eu-west-1", "ap-southeast-1", "us-west-2"];
    let maker = server.client("us-east-1");
    let clients = regions.map(|region| server.client(region));
    server.run(async {
        let making = tokio::spawn(
            maker.create_key().key_usage(KeyUsageType::SignVerify).key_spec(KeySpec::Rsa2048).send(),
        );
        let work = clients.map(|client| {
            tokio::spawn(async move {
                let made = client.create_key().send().await.expect("made");
                let id = made.key_metadata.expect("metadata").key_id;
                for number in 0..CALLS {
                    let text = format!("number {number}");
                    let sealed = client
                        .encrypt()
                        .key_id(&id)
                        .plaintext(Blob::new(text.as_bytes()))
                        .send()
                        .await
                        .expect("encrypted");
                    let opened = client
                        .decrypt()
                        .ciphertext_blob(sealed.ciphertext_blob.expect("a blob"))
                        .send()
                        .await
                        .expect("decrypted");
                    assert_eq!(opened.plaintext.expect("a plaintext").as_ref(), text.as_bytes());
                }
            })
        });
        for work in work {
            work.await.expect("no panic");
        }
        let key = making.await.expect("no panic").expect("made").key_metadata.expect("metadata");
        assert_eq!(key.key_spec, Some(KeySpec::Rsa2048));
    });
    let stage = server.stage.lock();
    for region in regions {
        let count = |name: &str| {
            let events = stage.world.trail().events();
            events.iter().filter(|it| it.region.code() == region && *it.name == *name).count()
        };
        assert_eq!((count("Encrypt"), count("Decrypt")), (CALLS, CALLS), "{region}");
    }
    assert_eq!(stage.world.trail().made(), server.endpoint.calls());
}

#[test]
fn a_client_that_goes_away_leaves_the_rest_in_order() {
    use std::io::Write as _;
    let server = Server::new();
    let headers = [("X-Amz-Target", "TrentService.CreateKey"), JSON, AUTHORIZED];
    let slow = request(&headers, r#"{"KeySpec":"RSA_2048","KeyUsage":"SIGN_VERIFY"}"#, true);
    for _ in 0..4 {
        server.connect().write_all(&slow).expect("sent");
    }
    assert_eq!(server.post("ListKeys", "{}").status, 200);
    // Dropping the server while keys are made is in order, too.
}
