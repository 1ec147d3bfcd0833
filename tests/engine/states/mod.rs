//! Every operation on a key in every state that a key can be in.

mod setting;
mod table;

use std::collections::BTreeSet;

use mrk_console::{
    kms::{Exception, api::*},
    world::Call,
};

use self::{
    setting::{Kind::Symmetric, Setting},
    table::{Row, TABLE},
};
use crate::scene::*;

#[test]
fn every_operation_answers_as_the_state_of_its_key_demands() {
    for (column, setting) in Setting::all().into_iter().enumerate() {
        let mut scene = Scene { world: setting.scene.world.clone() };
        for key in setting.keys.values() {
            assert_eq!(scene.state(setting.region, key), setting.state);
        }
        for row in TABLE {
            let place = format!("{} in {}", row.name, setting.state);
            let code = row.answers[column];
            let Some(key) = setting.keys.get(&row.kind) else {
                assert_eq!(code, "-", "{place}");
                continue;
            };
            let mut world = setting.scene.world.clone();
            let request = (row.request)(&setting, key);
            let caller = setting.scene.caller("alice");
            let answer = world.call(Call::new(setting.region, caller, request));
            if code == "ok" {
                drop(answer.unwrap_or_else(|error| panic!("{place}: {error}")));
                continue;
            }
            let error = answer.err().unwrap_or_else(|| panic!("{place} was admitted"));
            let refusal = (error.exception, error.message.into_owned());
            assert_eq!(refusal, setting.refusal(key, code), "{place}");
            assert_eq!(world.store(), setting.scene.world.store(), "{place}");
            assert_eq!(world.next_event(), setting.scene.world.next_event(), "{place}");
        }
    }
}

#[test]
fn the_table_has_every_operation_that_names_a_key() {
    use Operation::*;
    let setting = Setting::new(KeyState::Enabled, us(), us(), |_, _| {});
    let operation = |row: &Row| (row.request)(&setting, &setting.keys[&row.kind]).operation();
    let in_table: BTreeSet<Operation> = TABLE.iter().map(operation).collect();
    let without_key = BTreeSet::from([
        ConnectCustomKeyStore,
        CreateCustomKeyStore,
        CreateKey,
        DeleteAlias,
        DeleteCustomKeyStore,
        DescribeCustomKeyStores,
        DisconnectCustomKeyStore,
        GenerateRandom,
        ListKeys,
        ListRetirableGrants,
        UpdateCustomKeyStore,
    ]);
    let all: BTreeSet<Operation> = Operation::ALL.iter().copied().collect();
    assert_eq!(&in_table | &without_key, all);
    assert!(in_table.is_disjoint(&without_key));
}

#[test]
fn an_alias_can_leave_a_key_in_any_state() {
    for mut setting in Setting::all() {
        let (region, key) = (setting.region, setting.keys[&Symmetric].clone());
        // Named before the state came, where it cannot be named in it.
        if let Err(error) = setting.scene.try_ask(region, create_alias("alias/it", &key)) {
            assert_eq!(error.exception, Exception::KmsInvalidState);
            setting.scene.ask(region, cancel(&key));
            setting.scene.ask(region, create_alias("alias/it", &key));
            setting.scene.ask(region, delete_in(&key, 7));
        }
        assert_eq!(setting.scene.state(region, &key), setting.state);
        let mut moved = Scene { world: setting.scene.world.clone() };
        let to_other =
            UpdateAliasRequest { alias_name: "alias/it".to_owned(), target_key_id: setting.other.clone() };
        moved.ask(region, to_other);
        assert_eq!(moved.describe(region, "alias/it").key_id, setting.other);
        setting.scene.ask(region, DeleteAliasRequest { alias_name: "alias/it".to_owned() });
    }
}

#[test]
fn a_replica_must_be_enabled_to_become_the_primary() {
    let replicated = || {
        let mut scene = Scene::new();
        let key = scene.primary();
        scene.ask(us(), replicate(&key, eu()));
        (scene, key)
    };
    let (mut creating, key) = replicated();
    let replica = arn(eu(), &key);
    creating.refuses(
        us(),
        promote(&key, eu()),
        Exception::KmsInvalidState,
        &format!("{replica} is creating."),
    );

    let (mut disabled, key) = replicated();
    disabled.pass_days(1);
    disabled.ask(eu(), disable(&key));
    disabled.refuses(us(), promote(&key, eu()), Exception::Disabled, &format!("{replica} is disabled."));

    let (mut deleted, key) = replicated();
    deleted.pass_days(1);
    deleted.ask(eu(), delete_in(&key, 7));
    let says = format!("{replica} is pending deletion.");
    deleted.refuses(us(), promote(&key, eu()), Exception::KmsInvalidState, &says);
}
