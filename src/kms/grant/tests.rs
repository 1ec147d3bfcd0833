use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;

use super::*;

const KEY: &str = "mrk-0123456789abcdef0123456789abcdef";

fn context(pairs: &[(&str, &str)]) -> EncryptionContext {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn grant(number: u64, grantee: &str) -> Grant {
    let terms = GrantTerms {
        name: None,
        grantee: GrantPrincipal::Arn(grantee.into()),
        retiring: None,
        issuing_account: AccountId::parse("111111111111").expect("twelve digits"),
        operations: vec![GrantOperation::Encrypt, GrantOperation::CreateGrant],
        constraints: GrantConstraints::default(),
    };
    let mut rng = ChaCha20Rng::seed_from_u64(number);
    let now = Timestamp::from_micros(1_700_000_000_999_999);
    Grant::new(terms, now, now, &mut rng)
}

fn token(grant: &Grant, seed: u64) -> String {
    let key = KeyId::parse(KEY).expect("valid");
    grant.draw_token(&key, &mut ChaCha20Rng::seed_from_u64(seed))
}

#[test]
fn a_grant_knows_its_own_tokens() {
    let (one, two) = (grant(1, "a"), grant(2, "a"));
    let text = token(&one, 7);
    let read = GrantToken::parse(&text).expect("it was just made");
    assert_eq!((read.key.as_str(), &read.grant), (KEY, &one.id));
    assert!(one.issued(&read) && !two.issued(&read));
    assert_ne!(text, token(&one, 8), "every token is another text");
    // A token that claims another grant's id is not signed with that grant's secret.
    let mut stolen = read.clone();
    stolen.grant = two.id.clone();
    assert!(!two.issued(&stolen));
}

#[test]
fn creation_dates_are_whole_seconds() {
    assert_eq!(grant(1, "a").created.as_micros(), 1_700_000_000_000_000);
}

/// Any bytes, half of them with the beginning of a real token.
#[test]
fn tokens_of_any_bytes_are_read_without_panic() {
    let grant = grant(1, "a");
    let real = STANDARD.decode(token(&grant, 7)).expect("base64");
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    for round in 0..100_000 {
        let mut bytes = vec![0; round % 230];
        rng.fill_bytes(&mut bytes);
        if round % 2 == 0 {
            let known = round / 2 % real.len().min(bytes.len() + 1);
            bytes[..known].copy_from_slice(&real[..known]);
        }
        let read = GrantToken::parse(&STANDARD.encode(&bytes));
        assert!(read.is_none_or(|token| !grant.issued(&token)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn tokens_of_any_text_are_read_without_panic(text in any::<String>()) {
        GrantToken::parse(&text);
    }

    #[test]
    fn one_changed_byte_makes_a_token_worthless(at in any::<prop::sample::Index>(), change in 1u8..) {
        let grant = grant(1, "a");
        let mut bytes = STANDARD.decode(token(&grant, 7)).expect("base64");
        let at = at.index(bytes.len());
        bytes[at] ^= change;
        let issued = GrantToken::parse(&STANDARD.encode(bytes)).is_some_and(|token| grant.issued(&token));
        prop_assert!(!issued);
    }
}

#[test]
fn a_child_is_as_strict_as_its_parent() {
    let free = GrantConstraints::default;
    let equals =
        |pairs: &[(&str, &str)]| GrantConstraints { encryption_context_equals: context(pairs), ..free() };
    let subset =
        |pairs: &[(&str, &str)]| GrantConstraints { encryption_context_subset: context(pairs), ..free() };
    let source = |arn: &str| GrantConstraints { source_arn: Some(arn.to_owned()), ..free() };
    for (parent, child, expected) in [
        (free(), free(), true),
        (free(), equals(&[("a", "1")]), true),
        (subset(&[("a", "1")]), free(), false),
        (subset(&[("a", "1")]), subset(&[("A", "1")]), true),
        (subset(&[("a", "x")]), subset(&[("a", "X")]), false),
        (subset(&[("a", "1")]), subset(&[("a", "1"), ("b", "2")]), true),
        (subset(&[("a", "1"), ("b", "2")]), subset(&[("a", "1")]), false),
        (subset(&[("a", "1")]), equals(&[("a", "1"), ("b", "2")]), true),
        (subset(&[("a", "1")]), equals(&[("b", "2")]), false),
        (equals(&[("a", "1")]), equals(&[("a", "1")]), true),
        (equals(&[("a", "1")]), equals(&[("a", "1"), ("b", "2")]), false),
        (equals(&[("a", "1")]), subset(&[("a", "1")]), false),
        (equals(&[("a", "1")]), free(), false),
        (source("x"), source("x"), true),
        (source("x"), source("y"), false),
        (source("x"), free(), false),
        (free(), source("x"), true),
    ] {
        assert_eq!(as_strict(&child, &parent), expected, "{parent:?} {child:?}");
    }
}

#[test]
fn grants_are_found_by_all_that_a_caller_is() {
    let session = "arn:aws:sts::111111111111:assumed-role/app/one";
    let mut grants = Grants::default();
    for (number, grantee) in [
        (1, session),
        (2, "arn:aws:iam::111111111111:role/path/app"),
        (3, "arn:aws:iam::111111111111:role/app"),
        (4, "arn:aws:iam::111111111111:root"),
        (5, "arn:aws:sts::111111111111:assumed-role/app/two"),
        (6, "arn:aws:iam::444455556666:role/app"),
        (7, "arn:aws:iam::111111111111:user/app"),
    ] {
        grants.insert(Arc::new(grant(number, grantee)));
    }
    let caller = Caller::from_arn(session).expect("a session");
    let mut found: Vec<&str> = grants.for_caller(&caller).map(|it| it.terms.grantee.as_str()).collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            "arn:aws:iam::111111111111:role/app",
            "arn:aws:iam::111111111111:role/path/app",
            "arn:aws:iam::111111111111:root",
            session,
        ]
    );
    let ids: Vec<GrantId> = grants.iter().map(|it| it.id.clone()).collect();
    let saved: Grants = Vec::<Arc<Grant>>::from(grants.clone()).into();
    assert_eq!(saved, grants);
    for id in &ids {
        grants.remove(id);
    }
    assert_eq!(grants, Grants::default(), "no index is left behind");
}

/// A key with as many grants as it can have is cheap to clone, and a grantee's grants are found among them.
#[test]
fn many_grants_share_what_is_equal() {
    let mut grants = Grants::default();
    for number in 0..5_000 {
        grants.insert(Arc::new(grant(number, &format!("arn:aws:iam::111111111111:user/u{number}"))));
    }
    let before = grants.clone();
    let id = grants.of_grantee("arn:aws:iam::111111111111:user/u77").next().expect("one").id.clone();
    grants.remove(&id);
    assert_eq!((before.len(), grants.len()), (5_000, 4_999));
    assert!(before.get(&id).is_some() && grants.get(&id).is_none());
}
