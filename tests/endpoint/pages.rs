//! Lists of many: the SDK's paginators go through all of them, in pages of any size.

use std::{collections::BTreeSet, fmt::Debug};

use aws_sdk_kms::{
    error::SdkError,
    types::{GrantOperation, Tag},
};

use crate::support::*;

const KEYS: usize = 130;
const ROOT: &str = "arn:aws:iam::111111111111:root";

/// What a stream of pages holds: how long each is, and every entry once.
macro_rules! pages {
    ($paginator:expr, $list:ident, $name:expr) => {{
        let mut stream = $paginator.send();
        let (mut lengths, mut names) = (Vec::new(), BTreeSet::new());
        while let Some(page) = stream.next().await {
            let page = whole(page);
            let more = page.next_marker.is_some();
            assert_eq!(page.truncated, more);
            let entries = page.$list.unwrap_or_default();
            lengths.push(entries.len());
            for entry in entries {
                let name: String = $name(entry);
                assert!(names.insert(name.clone()), "{name} comes twice");
            }
        }
        (lengths, names)
    }};
}

#[track_caller]
fn whole<T, E: Debug + std::error::Error + 'static, R: Debug>(page: Result<T, SdkError<E, R>>) -> T {
    page.unwrap_or_else(|error| panic!("{error:?}"))
}

#[test]
fn keys_come_in_pages() {
    let server = Server::new();
    let us = server.client("us-east-1");
    server.run(async {
        let mut made = BTreeSet::new();
        for _ in 0..KEYS {
            let key = us.create_key().send().await.expect("made").key_metadata.expect("metadata");
            made.insert(key.key_id);
        }
        // Without a limit a page holds a hundred.
        let name = |key: aws_sdk_kms::types::KeyListEntry| key.key_id.expect("an id");
        let (lengths, names) = pages!(us.list_keys().into_paginator(), keys, name);
        assert_eq!((lengths, &names), (vec![100, 30], &made));
        let (lengths, names) = pages!(us.list_keys().limit(50).into_paginator(), keys, name);
        assert_eq!((lengths, &names), (vec![50, 50, 30], &made));
        let (lengths, names) = pages!(us.list_keys().limit(1).into_paginator(), keys, name);
        assert_eq!((lengths.len(), &names), (KEYS, &made));
        let (lengths, names) = pages!(us.list_keys().limit(1000).into_paginator(), keys, name);
        assert_eq!((lengths, &names), (vec![KEYS], &made));
        // As one stream of keys.
        let mut items = us.list_keys().limit(7).into_paginator().items().send();
        let mut count = 0;
        while let Some(key) = items.next().await {
            assert!(made.contains(&name(whole(key))));
            count += 1;
        }
        assert_eq!(count, KEYS);
        // Another Region has none.
        let (lengths, _) = pages!(server.client("eu-west-1").list_keys().into_paginator(), keys, name);
        assert_eq!(lengths, [0]);
    });
}

#[test]
fn all_that_a_key_has_many_of_comes_in_pages() {
    let server = Server::new();
    let us = server.client("us-east-1");
    server.run(async {
        let made = us.create_key().send().await.expect("made").key_metadata.expect("metadata");
        let key = made.key_id;
        for number in 0..23 {
            us.create_alias()
                .alias_name(format!("alias/a-{number}"))
                .target_key_id(&key)
                .send()
                .await
                .expect("named");
            let tag = Tag::builder().tag_key(format!("tag {number}")).tag_value("x").build().expect("a tag");
            us.tag_resource().key_id(&key).tags(tag).send().await.expect("tagged");
            us.create_grant()
                .key_id(&key)
                .grantee_principal(ROOT)
                .retiring_principal(ROOT)
                .operations(GrantOperation::Decrypt)
                .send()
                .await
                .expect("granted");
            us.rotate_key_on_demand().key_id(&key).send().await.expect("rotated");
        }
        let tens = vec![10, 10, 3];
        let aliases = us.list_aliases().key_id(&key).limit(10).into_paginator();
        let (lengths, _) =
            pages!(aliases, aliases, |it: aws_sdk_kms::types::AliasListEntry| it.alias_name.expect("a name"));
        assert_eq!(lengths, tens);
        let tags = us.list_resource_tags().key_id(&key).limit(10).into_paginator();
        let (lengths, _) = pages!(tags, tags, |it: Tag| it.tag_key);
        assert_eq!(lengths, tens);
        let id = |grant: aws_sdk_kms::types::GrantListEntry| grant.grant_id.expect("an id");
        let grants = us.list_grants().key_id(&key).limit(10).into_paginator();
        let (lengths, ids) = pages!(grants, grants, id);
        assert_eq!(lengths, tens);
        let retirable = us.list_retirable_grants().retiring_principal(ROOT).limit(10).into_paginator();
        assert_eq!(pages!(retirable, grants, id), (tens.clone(), ids));
        let rotations = us.list_key_rotations().key_id(&key).limit(10).into_paginator();
        let (lengths, _) = pages!(rotations, rotations, |it: aws_sdk_kms::types::RotationsListEntry| it
            .key_material_id
            .expect("an id"));
        assert_eq!(lengths, tens);
        let policies = us.list_key_policies().key_id(&key).into_paginator();
        assert_eq!(pages!(policies, policy_names, |it| it).0, [1]);
    });
}
