use super::*;
use crate::{
    gui::regions::table::{column::Column, query::Query, ticks::Ticks},
    kms::{
        MemberState,
        api::{
            CreateAliasRequest, CreateKeyRequest, DescribeKeyRequest, DisableKeyRequest, KeySpec, KeyState,
            KeyUsage, MultiRegionKeyType, ScheduleKeyDeletionRequest, Tag,
        },
    },
    workloads::Stage,
};

fn us() -> Region {
    Region::parse("us-east-1").expect("known")
}

/// A world with keys of several kinds, called a to e; c is disabled, d pending deletion, e an HMAC key without alias.
fn world() -> World {
    let mut world = Stage::new(1).world;
    let alice = world.principals().named("alice").expect("she is there").acting_arn().into();
    for (name, team) in [("b", "EU"), ("a", "us"), ("c", "eu west"), ("d", "")] {
        let tags = vec![Tag { tag_key: "Team".to_owned(), tag_value: team.to_owned() }];
        let request = CreateKeyRequest { tags, multi_region: name == "b", ..Default::default() };
        let key = world.ask(us(), &alice, request).expect("made").key_metadata.key_id;
        let alias = CreateAliasRequest { alias_name: format!("alias/{name}"), target_key_id: key.clone() };
        world.ask(us(), &alice, alias).expect("named");
        if name == "c" {
            world.ask(us(), &alice, DisableKeyRequest { key_id: key }).expect("disabled");
        } else if name == "d" {
            let request = ScheduleKeyDeletionRequest { key_id: key, pending_window_in_days: Some(9) };
            world.ask(us(), &alice, request).expect("scheduled");
        }
    }
    let request = CreateKeyRequest {
        key_spec: Some(KeySpec::Hmac256),
        key_usage: Some(KeyUsage::GenerateVerifyMac),
        description: Some("Signs Sessions".to_owned()),
        ..Default::default()
    };
    world.ask(us(), &alice, request).expect("made");
    // A key of AWS is in a section of its own.
    let request = DescribeKeyRequest { key_id: "alias/aws/s3".to_owned(), ..Default::default() };
    world.ask(us(), &alice, request).expect("made");
    world
}

fn list(sort: Sort, filter: &Filter) -> KeyList {
    let mut list = KeyList::default();
    list.update(&world(), &[us()], sort, filter);
    list
}

fn names(list: &KeyList) -> String {
    list.shown().map(|row| if row.aliases.is_empty() { "-" } else { &row.aliases }).collect()
}

fn found(text: &str) -> String {
    let filter = Filter { query: Query::parse(text), ..Filter::default() };
    names(&list(Sort::default(), &filter))
}

#[test]
fn the_filter_finds_words_everywhere_and_properties_where_they_are() {
    for (text, expected) in [
        ("", "abcd-"),
        ("   ", "abcd-"),
        ("eu", "bc"),
        ("EU", "bc"),
        ("disabled", "c"),
        ("hmac", "-"),
        ("sessions", "-"),
        ("mrk-", "b"),
        ("status:disabled", "c"),
        ("status:Pending-Deletion", "d"),
        ("STATUS:pendingdel", "d"),
        ("status:", "abcd-"),
        ("tag:team", "abcd"),
        ("tag:team=eu", "bc"),
        ("tag:team=\"eu west\"", "c"),
        ("tag:eu", "bc"),
        ("tag:stage=eu", ""),
        ("alias:a", "a"),
        ("spec:hmac", "-"),
        ("spec:symmetric", "abcd"),
        ("type:symmetric", "abcd-"),
        ("type:asymmetric", ""),
        ("usage:mac", "-"),
        ("regionality:primary", "b"),
        ("regionality:single", "acd-"),
        ("region:us-east", "abcd-"),
        ("region:eu", ""),
        ("description:signs", "-"),
        ("origin:kms", "abcd-"),
        ("store:cks", ""),
        ("tag:eu status:disabled", "c"),
        ("eu enabled", "b"),
        ("nothing:eu", ""),
        ("arn:aws:kms:us-east-1:111111111111:key/mrk", "b"),
        ("arn:aws:kms:eu", ""),
    ] {
        assert_eq!(found(text), expected, "{text}");
    }
}

#[test]
fn the_menus_hold_back_as_well() {
    let status = Filter { status: Some(KeyState::Enabled), ..Filter::default() };
    assert_eq!(names(&list(Sort::default(), &status)), "ab-");
    let primary = Some(Some(MultiRegionKeyType::Primary));
    let both = Filter { regionality: primary, ..status.clone() };
    assert_eq!(names(&list(Sort::default(), &both)), "b");
    assert!(both.narrows(&status) && !status.narrows(&both));
}

#[test]
fn every_column_sorts_both_ways_and_emptiness_comes_last() {
    let sorted = |by, falling| names(&list(Sort { by, falling }, &Filter::default()));
    assert_eq!(sorted(Column::Aliases, false), "abcd-");
    assert_eq!(sorted(Column::Aliases, true), "-dcba");
    assert_eq!(sorted(Column::Status, false), "cab-d");
    assert_eq!(sorted(Column::Deletion, false), "dabc-");
    assert_eq!(sorted(Column::KeySpec, false), "-abcd");
    assert_eq!(sorted(Column::Regionality, false), "bacd-");
    assert_eq!(sorted(Column::Created, false), "abcd-", "all were made at one moment");
    let sort = Sort::default().clicked(Column::Aliases);
    assert!(sort.falling && sort.spoken(Column::Aliases).ends_with("descending"));
    assert_eq!(sort.clicked(Column::Status), Sort { by: Column::Status, falling: false });
    for by in Column::ALL {
        let (up, down) = (sorted(by, false), sorted(by, true));
        assert_eq!((up.len(), down.len()), (5, 5), "{by:?}");
    }
}

#[test]
fn typing_on_gives_what_typing_at_once_gives() {
    let (world, sort) = (world(), Sort::default());
    for text in ["status:disabled eu", "tag:team=eu", "eu west", "\"eu west\"", "spec:hmac_256"] {
        let mut list = KeyList::default();
        for end in 0..=text.len() {
            let filter = Filter { query: Query::parse(&text[..end]), ..Filter::default() };
            list.update(&world, &[us()], sort, &filter);
            assert_eq!(names(&list), found(&text[..end]), "{}", &text[..end]);
        }
        for end in (0..=text.len()).rev() {
            let filter = Filter { query: Query::parse(&text[..end]), ..Filter::default() };
            list.update(&world, &[us()], sort, &filter);
            assert_eq!(names(&list), found(&text[..end]), "back to {}", &text[..end]);
        }
    }
}

#[test]
fn nothing_is_done_anew_while_nothing_changes() {
    let (mut world, sort, filter) = (world(), Sort::default(), Filter::default());
    let mut list = KeyList::default();
    list.update(&world, &[us()], sort, &filter);
    let revision = list.revision();
    list.update(&world, &[us()], sort, &filter);
    assert_eq!(list.revision(), revision);
    let alice = world.principals().named("alice").expect("she is there").acting_arn().into();
    world.ask(us(), &alice, CreateKeyRequest::default()).expect("made");
    list.update(&world, &[us()], sort, &filter);
    assert!(list.revision() > revision && list.len() == 6);
}

#[test]
fn ticks_are_turned_stretched_and_counted() {
    let mut list = list(Sort::default(), &Filter::default());
    let mut ticks = Ticks::default();
    ticks.turn(&list, 1);
    ticks.extend(&list, 3);
    ticks.update(&list);
    let summary = ticks.summary();
    assert_eq!((summary.ticked, summary.hidden), (3, 0));
    assert_eq!((summary.enabled, summary.disabled, summary.pending_deletion), (1, 1, 1));
    // The other way, from the same beginning.
    ticks.extend(&list, 0);
    ticks.turn(&list, 2);
    ticks.update(&list);
    assert_eq!(ticks.summary().ticked, 3);
    // The filter hides, and does not untick.
    list.arrange(Sort::default(), &Filter { query: Query::parse("alias:a"), ..Filter::default() });
    ticks.update(&list);
    assert_eq!((ticks.summary().ticked, ticks.summary().hidden), (3, 2));
    ticks.set_all(&list, false);
    ticks.update(&list);
    assert_eq!((ticks.summary().ticked, ticks.summary().hidden), (2, 2));
    // What is gone is not ticked any more.
    list.show(Vec::new());
    list.arrange(Sort::default(), &Filter::default());
    ticks.update(&list);
    assert_eq!(ticks.summary().ticked, 0);
    assert_eq!(ticks.keys().count(), 0);
}

#[test]
fn ten_thousand_rows_are_filtered_in_little_time() {
    let mut rows = Vec::new();
    let row = list(Sort::default(), &Filter::default()).rows()[0].clone();
    for number in 0..10_000 {
        let mut row = row.clone();
        row.aliases = format!("key-{number}");
        row.state = MemberState::Enabled;
        rows.push(row);
    }
    let mut list = KeyList::default();
    list.show(rows);
    list.arrange(Sort::default(), &Filter::default());
    let begin = std::time::Instant::now();
    list.arrange(
        Sort::default(),
        &Filter { query: Query::parse("alias:key-9 region:us"), ..Filter::default() },
    );
    // Far more than it takes, so that a busy machine does not fail; a quadratic step would.
    assert!(begin.elapsed() < std::time::Duration::from_secs(2));
    assert_eq!(list.len(), 1111);
}
