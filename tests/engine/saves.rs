//! The same seed and the same calls give the same bytes; a world comes out of its save as it went in; a broken save
//! is refused with its place.

use mrk_console::{
    kms::{Region, Span, Transitions, api::*},
    workloads::{Order, Stage, demo, save},
};

use crate::scene::*;

/// A busy world: everything that a save can hold is in it.
fn busy(seed: u64) -> Stage {
    let mut stage = Stage::new(seed);
    let alice = stage.world.principals().named("alice").expect("exists").acting_arn().into();
    macro_rules! ask {
        ($region:expr, $request:expr) => {
            stage.world.ask($region, &alice, $request).expect("admitted")
        };
    }
    let request = CreateKeyRequest {
        multi_region: true,
        description: Some("quotes \" and\nlines, ä".to_owned()),
        tags: vec![tag("Team", "payments")],
        ..Default::default()
    };
    let key = ask!(us(), request).key_metadata.key_id;
    ask!(us(), create_alias("alias/x", &key));
    ask!(us(), replicate(&key, eu()));
    stage.advance(stage.world.now() + Span::days(1));
    ask!(us(), rotate_every(&key, Some(90)));
    let single = ask!(ap(), CreateKeyRequest::default()).key_metadata.key_id;
    ask!(ap(), delete_in(&single, 9));
    let order = |name: &str| Order {
        name: name.to_owned(),
        source: us(),
        destination: eu(),
        key_id: key.clone(),
        context: context(&[("a", "b")]),
        reader_context: context(&[("a", "b")]),
        writer: std::sync::Arc::clone(&alice),
        reader: std::sync::Arc::clone(&alice),
    };
    stage.send(order("Text"), b"hello").expect("admitted");
    stage.advance(stage.world.now() + Span::seconds(1));
    stage.world.set_throttling(true);
    let other = ask!(ap(), CreateKeyRequest { policy: Some(policy(&[DELEGATE])), ..Default::default() });
    let other = other.key_metadata.key_id;
    ask!(ap(), put_policy(&other, &policy(&[DELEGATE, DELEGATE])));
    let sealed = ask!(ap(), encrypt(&other, b"x")).ciphertext_blob;
    let request =
        ReEncryptRequest { ciphertext_blob: Some(sealed), destination_key_id: other, ..Default::default() };
    ask!(ap(), request);
    // Left unfinished: a rotation, a replica on its way, a promotion's end, a text on its way.
    ask!(us(), rotate(&key));
    ask!(us(), replicate(&key, ap()));
    ask!(us(), promote(&key, eu()));
    stage.send(order("On its way"), b"hello").expect("admitted");
    stage.advance(stage.world.now() + Span::micros(20_000));
    assert!(stage.world.ask(us(), &alice, rotate(&key)).is_err(), "a refusal is part of the past");
    stage
}

fn text(stage: &Stage) -> String {
    save::to_text(stage).expect("can be written")
}

fn opened(text: &str) -> Stage {
    save::from_text(text).expect("was just written")
}

#[test]
fn the_same_seed_and_calls_give_the_same_bytes() {
    assert_eq!(text(&busy(11)), text(&busy(11)));
    assert_ne!(text(&busy(11)), text(&busy(12)));
    let demo = || text(&demo::stage().expect("admitted"));
    assert_eq!(demo(), demo());
}

#[test]
fn a_world_comes_out_as_it_went_in_and_goes_on_the_same() {
    for stage in [busy(3), demo::stage().expect("admitted"), Stage::new(1)] {
        let saved = text(&stage);
        let mut again = opened(&saved);
        assert_eq!(again.world, stage.world);
        assert_eq!(text(&again), saved);
        // Equal worlds have the same future.
        let mut stage = stage;
        for it in [&mut stage, &mut again] {
            it.advance(it.world.now() + Span::days(200));
            let alice = it.world.principals().named("alice").expect("exists").acting_arn().into();
            it.world.ask(us(), &alice, CreateKeyRequest::default()).expect("admitted");
        }
        assert_eq!(again.world, stage.world);
        assert_eq!(text(&again), text(&stage));
    }
}

#[test]
fn instant_transitions_are_saved_too() {
    let mut stage = Stage::new(1);
    stage.world.set_transitions(Transitions::INSTANT);
    assert_eq!(opened(&text(&stage)).world.transitions(), Transitions::INSTANT);
}

/// The line and column that an error names, if it names any.
fn place(error: &save::SaveError) -> Option<(usize, usize)> {
    match error {
        save::SaveError::Broken { line, column, .. } => Some((*line, *column)),
        _ => None,
    }
}

#[test]
fn a_cut_save_is_refused_with_its_place() {
    let saved = text(&busy(5));
    let lines = saved.lines().count();
    let step = saved.len() / 400;
    for length in (0..saved.trim_end().len()).step_by(step.max(1)) {
        if !saved.is_char_boundary(length) {
            continue;
        }
        let error = save::from_text(&saved[..length]).expect_err("cut");
        let (line, column) = place(&error).unwrap_or_else(|| panic!("{error}"));
        assert!((1..=lines + 1).contains(&line) && column >= 1, "{line}:{column} cut at {length}");
        assert!(error.to_string().starts_with(&format!("line {line}, column {column}: ")));
    }
}

#[test]
fn a_changed_save_is_refused_or_read_and_never_panics() {
    let saved = text(&busy(5));
    let step = (saved.len() / 300).max(1);
    let (mut refused, mut read) = (0, 0);
    for (index, _) in saved.char_indices().step_by(step) {
        for strange in ["9", ")", "\"", "x", "-", "\u{0}"] {
            let mut changed = saved.clone();
            let end = index + saved[index..].chars().next().map_or(0, char::len_utf8);
            changed.replace_range(index..end, strange);
            match save::from_text(&changed) {
                Err(error) => {
                    assert!(
                        place(&error).is_some()
                            || matches!(error, save::SaveError::Newer(_) | save::SaveError::Older(_)),
                        "{error}"
                    );
                    refused += 1;
                }
                Ok(_) => read += 1,
            }
        }
    }
    assert!(refused > read, "{refused} refused, {read} read");
}

#[test]
fn a_save_that_says_what_cannot_be_is_refused() {
    let mut stage = Stage::new(2);
    let alice = stage.world.principals().named("alice").expect("exists").acting_arn().into();
    let request = CreateKeyRequest { multi_region: true, ..Default::default() };
    let key = stage.world.ask(us(), &alice, request).expect("admitted").key_metadata.key_id;
    stage.world.ask(us(), &alice, rotate_every(&key, Some(90))).expect("admitted");
    stage.world.ask(us(), &alice, create_alias("alias/x", &key)).expect("admitted");
    stage.world.ask(us(), &alice, replicate(&key, eu())).expect("admitted");
    stage.world.ask(us(), &alice, delete_in(&key, 7)).expect("admitted");
    let saved = text(&stage);
    opened(&saved);
    for (what, with, says) in [
        ("period_days: 90", "period_days: 0", "rotates every 0 days"),
        ("window_days: 7", "window_days: 4000000000", "waiting period"),
        ("primary: \"us-east-1\"", "primary: \"ap-southeast-1\"", "no member in ap-southeast-1"),
    ] {
        assert!(saved.contains(what), "{what}");
        let error = save::from_text(&saved.replace(what, with)).expect_err(what);
        assert!(place(&error).is_some() && error.to_string().contains(says), "{error}");
    }
    // Another well-formed key id, which nothing has.
    let other = format!("{}{}", &key[..key.len() - 1], if key.ends_with('0') { "1" } else { "0" });
    let aliases = saved.find("target:").expect("has an alias");
    let mut changed = saved.clone();
    let at = aliases + saved[aliases..].find(&key).expect("its target");
    changed.replace_range(at..at + key.len(), &other);
    let error = save::from_text(&changed).expect_err("names no key");
    assert!(error.to_string().contains("alias/x in us-east-1 names no key"), "{error}");
}

#[test]
fn a_newer_or_foreign_save_is_told_apart_from_a_broken_one() {
    let saved = text(&Stage::new(1));
    let newer = saved.replacen("format: 2", "format: 3", 1);
    assert_ne!(newer, saved);
    let error = save::from_text(&newer).expect_err("newer");
    assert_eq!(error, save::SaveError::Newer(3));
    assert!(error.to_string().contains("open it with a newer"));
    let older = saved.replacen("format: 2", "format: 1", 1);
    assert_eq!(save::from_text(&older).expect_err("older"), save::SaveError::Older(1));
    for foreign in ["", "{}", "()", "(format: 2)", "not RON at all", "(format: \"1\", stage: ())", "\u{feff}"]
    {
        let error = save::from_text(foreign).expect_err(foreign);
        assert!(place(&error).is_some(), "{error}");
    }
}

#[test]
fn every_region_of_the_catalogue_survives_a_save() {
    let mut stage = Stage::new(1);
    for region in Region::all().filter(|it| it.partition() == us().partition()) {
        let _present = stage.world.add_region(region);
    }
    assert_eq!(opened(&text(&stage)).world.regions(), stage.world.regions());
}

#[test]
fn a_trail_that_points_nowhere_is_refused() {
    let saved = text(&busy(5));
    for table in ["keys", "materials", "actors", "names", "policies"] {
        let trail = saved.find("trail: ").expect("has a trail");
        let start = trail + saved[trail..].find(&format!("\n{table}: [")).expect(table);
        let end = start + saved[start..].find("],\n").expect("ends");
        let emptied = format!("{}\n{table}: [{}", &saved[..start], &saved[end..]);
        let error = save::from_text(&emptied).expect_err(table);
        assert!(error.to_string().contains("that its table does not have"), "{error}");
    }
    let changed = saved.replacen("made: ", "made: 0, //", 1);
    assert!(save::from_text(&changed).is_err());
}

#[test]
fn a_save_keeps_each_policy_once() {
    let mut stage = Stage::new(1);
    let alice = stage.world.principals().named("alice").expect("exists").acting_arn().into();
    let marked = DELEGATE.replace("Root", "OnlyOnce");
    let policy = Some(policy(&[marked.as_str()]));
    for _ in 0..20 {
        let request = CreateKeyRequest { policy: policy.clone(), ..Default::default() };
        stage.world.ask(us(), &alice, request).expect("admitted");
    }
    let saved = text(&stage);
    assert_eq!(saved.matches("OnlyOnce").count(), 2, "once for the keys and once for the trail");
    assert_eq!(opened(&saved), stage);
}
