//! Lists: what they hold in each Region, and how they come in pages.

use mrk_console::kms::{Exception, api::*};

use crate::scene::*;

#[test]
fn each_region_lists_its_own_keys() {
    let mut scene = Scene::new();
    let (key, single) = (scene.family(), scene.single(eu()));
    let mut ids = |region| -> Vec<String> {
        let keys = scene.ask(region, ListKeysRequest::default()).keys;
        assert!(keys.iter().all(|it| it.key_arn == arn(region, &it.key_id)));
        keys.into_iter().map(|it| it.key_id).collect()
    };
    assert_eq!(ids(us()), vec![key.clone()]);
    let mut both = vec![key, single];
    both.sort();
    assert_eq!(ids(eu()), both);
}

#[test]
fn pages_follow_each_other() {
    let mut scene = Scene::new();
    for _ in 0..7 {
        scene.single(us());
    }
    let (mut seen, mut marker, mut pages) = (Vec::new(), None, 0);
    loop {
        let page = scene.ask(us(), ListKeysRequest { limit: Some(3), marker, ..Default::default() });
        assert_eq!(page.truncated, page.next_marker.is_some());
        seen.extend(page.keys.into_iter().map(|it| it.key_id));
        pages += 1;
        marker = page.next_marker;
        if marker.is_none() {
            break;
        }
    }
    let all: Vec<_> =
        scene.ask(us(), ListKeysRequest::default()).keys.into_iter().map(|it| it.key_id).collect();
    assert_eq!((seen, pages), (all, 3));
}

#[test]
fn a_marker_must_be_one_that_kms_gave() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let marker = Some("bogus".to_owned());
    let request = ListKeysRequest { marker: marker.clone(), ..Default::default() };
    scene.refuses(us(), request, Exception::InvalidMarker, "");
    let request = ListAliasesRequest { marker: marker.clone(), ..Default::default() };
    scene.refuses(us(), request, Exception::InvalidMarker, "");
    let request = ListKeyRotationsRequest { key_id: key, marker, ..Default::default() };
    scene.refuses(us(), request, Exception::InvalidMarker, "");
}

#[test]
fn a_page_has_limits_of_its_own() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let says = |value, most| {
        format!(
            "1 validation error detected: Value '{value}' at 'limit' failed to satisfy constraint: Member must have \
             value less than or equal to {most}"
        )
    };
    let keys = ListKeysRequest { limit: Some(1001), ..Default::default() };
    scene.refuses(us(), keys, Exception::Validation, &says(1001, 1000));
    let aliases = ListAliasesRequest { limit: Some(101), ..Default::default() };
    scene.refuses(us(), aliases, Exception::Validation, &says(101, 100));
    let tags = ListResourceTagsRequest { key_id: key, limit: Some(51), marker: None };
    scene.refuses(us(), tags, Exception::Validation, &says(51, 50));
}

#[test]
fn aliases_are_listed_by_name_and_by_key() {
    let mut scene = Scene::new();
    let (key, other) = (scene.family(), scene.single(us()));
    for (name, target) in [("alias/b", &key), ("alias/c", &other), ("alias/a", &key)] {
        scene.ask(us(), create_alias(name, target));
    }
    let names = |scene: &mut Scene, region, key_id| -> Vec<String> {
        let request = ListAliasesRequest { key_id, ..Default::default() };
        let aliases = scene.ask(region, request).aliases.into_iter();
        // The predefined ones have tests of their own.
        aliases.filter(|it| it.target_key_id.is_some()).map(|it| it.alias_name).collect()
    };
    assert_eq!(names(&mut scene, us(), None), ["alias/a", "alias/b", "alias/c"]);
    assert_eq!(names(&mut scene, us(), Some(key.clone())), ["alias/a", "alias/b"]);
    assert!(names(&mut scene, eu(), Some(key)).is_empty());
}

/// What comes and goes between two pages makes no entry come twice or not at all.
#[test]
fn pages_stand_still_while_their_list_changes() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    for name in ["b", "d", "f", "h"] {
        scene.ask(us(), create_alias(&format!("alias/{name}"), &key));
    }
    let page = |scene: &mut Scene, marker: Option<String>| {
        let request = ListAliasesRequest { key_id: Some(key.clone()), limit: Some(2), marker };
        let page = scene.ask(us(), request);
        let names: Vec<String> = page.aliases.into_iter().map(|it| it.alias_name).collect();
        (names, page.next_marker)
    };
    let (first, marker) = page(&mut scene, None);
    assert_eq!(first, ["alias/b", "alias/d"]);
    scene.ask(us(), DeleteAliasRequest { alias_name: "alias/b".to_owned() });
    scene.ask(us(), create_alias("alias/a", &key));
    scene.ask(us(), create_alias("alias/c", &key));
    assert_eq!(page(&mut scene, marker.clone()).0, ["alias/f", "alias/h"]);
    // The very one where the page ended may go, too.
    scene.ask(us(), DeleteAliasRequest { alias_name: "alias/d".to_owned() });
    assert_eq!(page(&mut scene, marker.clone()).0, ["alias/f", "alias/h"]);
    // A marker is the operation's own, and no number.
    let request = ListKeysRequest { marker, ..Default::default() };
    scene.refuses(us(), request, Exception::InvalidMarker, "");
    let request = ListKeysRequest { marker: Some("from-1".to_owned()), ..Default::default() };
    scene.refuses(us(), request, Exception::InvalidMarker, "");
}
