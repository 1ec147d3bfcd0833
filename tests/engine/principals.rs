//! Who can act is added, changed and removed by IAM's rules; keys go on to name them, saves keep them.

use std::sync::Arc;

use mrk_console::{
    kms::{AccountId, Exception, api::*},
    workloads::{Stage, save},
    world::{
        Call, IdentityPolicy, Principal, PrincipalError, PrincipalField, PrincipalKind, World, parse_account,
    },
};

use crate::scene::*;

const ALL_OF_KMS: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:*","Resource":"*"}]}"#;

fn account(id: &str) -> AccountId {
    AccountId::parse(id).expect("twelve digits")
}

fn principal(world: &World, kind: PrincipalKind, name: &str) -> Principal {
    Principal {
        name: name.to_owned(),
        path: "/".to_owned(),
        kind,
        partition: world.partition(),
        account: account("111111111111"),
        note: String::new(),
        policies: Vec::new(),
        attributes: Default::default(),
    }
}

fn user(scene: &Scene, name: &str) -> Principal {
    principal(&scene.world, PrincipalKind::User, name)
}

fn named(scene: &Scene, name: &str) -> Principal {
    scene.world.principals().named(name).expect("exists").clone()
}

#[test]
fn a_new_user_may_do_what_its_policies_allow_and_no_more() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let version = scene.world.version();
    scene.world.put_principal(None, user(&scene, "erin")).expect("added");
    assert!(scene.world.version() > version, "there is something to save");
    let (exception, message) = scene.refused_as("erin", us(), encrypt(&key, b"x"));
    assert_eq!(exception, Exception::AccessDenied);
    assert!(message.contains("no identity-based policy allows the kms:Encrypt action"), "{message}");

    let arn = "arn:aws:iam::111111111111:user/erin";
    let policy = IdentityPolicy { name: "All".to_owned(), document: ALL_OF_KMS.to_owned() };
    let with_policy = Principal { policies: vec![policy], ..named(&scene, "erin") };
    scene.world.put_principal(Some(arn), with_policy).expect("changed");
    scene.try_as("erin", us(), encrypt(&key, b"x")).expect("allowed by the policy");

    scene.world.put_principal(Some(arn), user(&scene, "erin")).expect("the policy is taken away");
    assert_eq!(scene.refused_as("erin", us(), encrypt(&key, b"x")).0, Exception::AccessDenied);
}

#[test]
fn attributes_are_what_conditions_ask_for() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let condition = r#"{"Bool":{"aws:MultiFactorAuthPresent":"true"}}"#;
    let document = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"kms:*","Resource":"*","Condition":{condition}}}]}}"#
    );
    let mut erin = user(&scene, "erin");
    erin.policies.push(IdentityPolicy { name: "WithMfa".to_owned(), document });
    scene.world.put_principal(None, erin.clone()).expect("added");
    assert_eq!(scene.refused_as("erin", us(), encrypt(&key, b"x")).0, Exception::AccessDenied);
    erin.attributes.insert("aws:MultiFactorAuthPresent".to_owned(), "true".to_owned());
    scene.world.put_principal(Some(&erin.arn()), erin).expect("changed");
    scene.try_as("erin", us(), encrypt(&key, b"x")).expect("the condition holds");
}

/// Asserts that a principal is refused, and that nothing has changed.
#[track_caller]
fn refused(scene: &mut Scene, was: Option<&str>, principal: Principal) -> PrincipalError {
    let before = scene.world.clone();
    let error = scene.world.put_principal(was, principal).expect_err("refused");
    assert!(scene.world == before && scene.world.version() == before.version(), "{error}");
    error
}

#[test]
fn names_are_unique_and_accounts_exist() {
    let mut scene = Scene::new();
    let taken = user(&scene, "Alice");
    let error = refused(&mut scene, None, taken);
    assert_eq!(
        error.to_string(),
        "alice is the name of a principal of account 111111111111; names are unique in a world, in any case of letters, so choose \
         another"
    );
    assert_eq!(error.field(), PrincipalField::Name);
    let nowhere = Principal { account: account("999999999999"), ..user(&scene, "erin") };
    assert_eq!(refused(&mut scene, None, nowhere), PrincipalError::NoSuchAccount(account("999999999999")));
    let nobody = user(&scene, "erin");
    let arn = nobody.arn();
    assert_eq!(refused(&mut scene, Some(&arn), nobody), PrincipalError::Unknown(arn));
    let bad = user(&scene, "a b");
    assert_eq!(refused(&mut scene, None, bad), PrincipalError::BadName("a b".to_owned()));
    let elsewhere = Principal { partition: mrk_console::kms::Partition::AwsCn, ..user(&scene, "erin") };
    assert_eq!(refused(&mut scene, None, elsewhere), PrincipalError::OtherPartition("aws"));
    let mut unreadable = user(&scene, "erin");
    unreadable.policies.push(IdentityPolicy { name: "P".to_owned(), document: "{".to_owned() });
    let error = refused(&mut scene, None, unreadable);
    assert_eq!(error.field(), PrincipalField::Policy("P".to_owned()));
    assert!(error.to_string().contains("line 1"), "{error}");
}

#[test]
fn users_are_renamed_unless_keys_name_them_and_roles_never() {
    let mut scene = Scene::new();
    let role = named(&scene, "Application");
    let moved = Principal { path: "/other/".to_owned(), ..role.clone() };
    let error = refused(&mut scene, Some(&role.arn()), moved);
    assert_eq!(error, PrincipalError::RoleIsNamedForGood("Application".to_owned()));
    let root = named(&scene, "root");
    let renamed = Principal { name: "king".to_owned(), ..root.clone() };
    assert_eq!(refused(&mut scene, Some(&root.arn()), renamed), PrincipalError::RootIsNamed);
    let bob = named(&scene, "bob");
    let other_kind = Principal { kind: PrincipalKind::Role, ..bob.clone() };
    assert_eq!(refused(&mut scene, Some(&bob.arn()), other_kind), PrincipalError::AnotherOne);

    let key = scene.single(us());
    let names_bob = format!(
        r#"{{"Effect":"Allow","Principal":{{"AWS":"{}"}},"Action":"kms:Decrypt","Resource":"*"}}"#,
        bob.arn()
    );
    scene.ask(us(), put_policy(&key, &policy(&[DELEGATE, &names_bob])));
    let robert = Principal { name: "robert".to_owned(), path: "/platform/".to_owned(), ..bob.clone() };
    let error = refused(&mut scene, Some(&bob.arn()), robert.clone());
    assert_eq!(error, PrincipalError::NamedByKeys { name: "bob".to_owned(), keys: 1 });
    // The note alone can be changed.
    let noted = Principal { note: "On leave".to_owned(), ..bob.clone() };
    scene.world.put_principal(Some(&bob.arn()), noted).expect("changed");
    scene.ask(us(), put_policy(&key, &policy(&[DELEGATE])));
    scene.world.put_principal(Some(&bob.arn()), robert).expect("renamed");
    assert_eq!(named(&scene, "robert").arn(), "arn:aws:iam::111111111111:user/platform/robert");
    assert!(scene.world.principals().named("bob").is_none());
}

#[test]
fn the_removed_are_strangers_and_key_policies_go_on_to_name_them() {
    let mut scene = Scene::new();
    let key = scene.single(us());
    let bob = named(&scene, "bob");
    let names_bob = format!(
        r#"{{"Effect":"Allow","Principal":{{"AWS":"{}"}},"Action":"kms:*","Resource":"*"}}"#,
        bob.arn()
    );
    let text = policy(&[DELEGATE, &names_bob]);
    scene.ask(us(), put_policy(&key, &text));
    let grantee = CreateGrantRequest {
        key_id: key.clone(),
        grantee_principal: Some(bob.arn()),
        operations: vec![GrantOperation::Decrypt],
        ..Default::default()
    };
    scene.ask(us(), grantee);
    let named_by = scene.world.named_by(&bob);
    assert_eq!(named_by.len(), 1);
    assert_eq!((named_by[0].in_policy, named_by[0].grants, named_by[0].region), (true, 1, us()));
    assert!(scene.world.named_by(&named(&scene, "mallory")).is_empty());

    let caller = scene.caller("bob");
    let access_key = bob.access_key();
    scene.world.remove_principal(&bob.arn()).expect("removed");
    assert!(scene.world.principals().with_access_key(&access_key.id).is_none(), "unknown to the endpoint");
    let call = Call::new(us(), Arc::clone(&caller), describe(&key).into());
    let error = scene.world.call(call).expect_err("a stranger");
    assert_eq!(error.exception, Exception::UnrecognizedClient);
    // The policy stays as it is, but cannot be put again.
    let kept = scene.ask(us(), GetKeyPolicyRequest { key_id: key.clone(), ..Default::default() });
    assert_eq!(kept.policy, text);
    let (exception, message) = scene.refused(us(), put_policy(&key, &text));
    assert_eq!(exception, Exception::MalformedPolicyDocument);
    assert!(message.contains("invalid principals"), "{message}");
    // Whoever has the ARN again is meant again.
    scene.world.put_principal(None, Principal { policies: Vec::new(), ..bob }).expect("added");
    scene.try_as("bob", us(), describe(&key)).expect("named by the key policy");
}

#[test]
fn an_account_begins_with_its_root_user_and_goes_as_a_whole() {
    let mut scene = Scene::new();
    let new = account("222233334444");
    let root = Principal {
        name: Principal::root_name(new.as_str()),
        account: new.clone(),
        ..principal(&scene.world, PrincipalKind::Root, "")
    };
    scene.world.put_principal(None, root.clone()).expect("added");
    assert_eq!(root.arn(), "arn:aws:iam::222233334444:root");
    assert_eq!(refused(&mut scene, None, root.clone()), PrincipalError::AccountExists(new.clone()));
    let erin = Principal { account: new.clone(), ..user(&scene, "erin") };
    scene.world.put_principal(None, erin).expect("added");
    let error = scene.world.remove_principal(&root.arn()).expect_err("the account is there");
    assert_eq!(error, PrincipalError::RootStays(new.clone()));
    // Keys of an account keep it.
    let key = scene.try_as("root@222233334444", us(), CreateKeyRequest::default()).expect("a key");
    assert_eq!(scene.world.remove_account(&new), Err(PrincipalError::AccountHasKeys(new.clone())));
    let key_id = key.key_metadata.key_id;
    let deletion = ScheduleKeyDeletionRequest { key_id, pending_window_in_days: Some(7) };
    scene.try_as("root@222233334444", us(), deletion).expect("scheduled");
    scene.pass_days(8);
    scene.world.remove_account(&new).expect("nothing keeps it");
    assert!(scene.world.principals().named("erin").is_none());
    assert_eq!(scene.world.principals().accounts().len(), 2);
    // Somebody always can act.
    let partner = account("444455556666");
    scene.world.remove_account(&partner).expect("nothing keeps it");
    assert_eq!(scene.world.remove_account(&account("111111111111")), Err(PrincipalError::Last));
}

#[test]
fn account_ids_have_twelve_digits() {
    assert_eq!(parse_account(" 2222-3333-4444 "), Ok(account("222233334444")));
    for text in ["", "12345", "22223333444a", "2222333344445"] {
        assert_eq!(parse_account(text), Err(PrincipalError::BadAccountId(text.to_owned())));
    }
}

#[test]
fn changed_principals_survive_a_save() {
    let mut stage = Stage::new(1);
    let mut erin = principal(&stage.world, PrincipalKind::Role, "erin");
    erin.path = "/team/".to_owned();
    erin.note = "quotes \" and ä".to_owned();
    erin.policies.push(IdentityPolicy { name: "All".to_owned(), document: ALL_OF_KMS.to_owned() });
    erin.attributes.insert("aws:PrincipalTag/team".to_owned(), "payments".to_owned());
    stage.world.put_principal(None, erin.clone()).expect("added");
    let mallory = stage.world.principals().named("mallory").expect("exists").arn();
    stage.world.remove_principal(&mallory).expect("removed");
    let text = save::to_text(&stage).expect("a text");
    let opened = save::from_text(&text).expect("opens");
    assert_eq!(opened, stage);
    assert_eq!(opened.world.principals().named("erin"), Some(&erin));
    assert!(opened.world.principals().named("mallory").is_none());
}
