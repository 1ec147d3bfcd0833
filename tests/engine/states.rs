//! Every operation on a key in every state that a key can be in.

use std::collections::BTreeSet;

use mrk_console::{
    kms::{Exception, Region, api::*},
    world::Call,
};

use crate::scene::*;

/// A key in one state, with what the operations need besides it.
struct Setting {
    state: KeyState,
    scene: Scene,
    /// Where the key in this state is.
    region: Region,
    key: String,
    /// The Region of another member, if there is one.
    other_member: Region,
    /// Encrypted under the key.
    ciphertext: Blob,
    /// Another key of the Region, enabled.
    other: String,
    /// Encrypted under that other key.
    other_ciphertext: Blob,
}

impl Setting {
    /// A key with a member in us-east-1, and perhaps in eu-west-1, brought into a state by `bring`.
    fn new(
        state: KeyState,
        region: Region,
        other_member: Region,
        bring: impl FnOnce(&mut Scene, &str),
    ) -> Self {
        let mut scene = Scene::new();
        let key = scene.primary();
        let ciphertext = scene.seal(us(), &key, b"plaintext");
        let other = scene.single(region);
        let other_ciphertext = scene.seal(region, &other, b"plaintext");
        bring(&mut scene, &key);
        scene.ask(region, create_alias("alias/other", &other));
        Self { state, scene, region, key, other_member, ciphertext, other, other_ciphertext }
    }

    fn all() -> Vec<Self> {
        let replicated = |scene: &mut Scene, key: &str| scene.replicate(key, eu());
        vec![
            Self::new(KeyState::Enabled, us(), eu(), replicated),
            Self::new(KeyState::Disabled, us(), eu(), |scene, key| {
                replicated(scene, key);
                scene.ask(us(), disable(key));
            }),
            Self::new(KeyState::Creating, eu(), us(), |scene, key| {
                scene.ask(us(), replicate(key, eu()));
            }),
            Self::new(KeyState::Updating, eu(), us(), |scene, key| {
                replicated(scene, key);
                scene.ask(us(), promote(key, eu()));
            }),
            Self::new(KeyState::PendingDeletion, us(), eu(), |scene, key| {
                scene.ask(us(), delete_in(key, 7));
            }),
            Self::new(KeyState::PendingReplicaDeletion, us(), eu(), |scene, key| {
                replicated(scene, key);
                scene.ask(us(), delete_in(key, 7));
            }),
        ]
    }

    fn refusal(&self, code: &str) -> Refusal {
        let Self { region, key, .. } = self;
        let arn = arn(*region, key);
        let (exception, says) = match code {
            "D" => (Exception::Disabled, "is disabled"),
            "CR" => (Exception::KmsInvalidState, "is creating"),
            "UP" => (Exception::KmsInvalidState, "is updating"),
            "PD" => (Exception::KmsInvalidState, "is pending deletion"),
            "PR" => (Exception::KmsInvalidState, "is pending replica deletion"),
            "NPD" => (Exception::KmsInvalidState, "is not pending deletion"),
            // The role is checked before the state.
            "ROLE" => (Exception::UnsupportedOperation, "is not a multi-region primary key"),
            "role" => (Exception::KmsInvalidState, "is not a multi-Region primary key"),
            _ => panic!("{code} is no code of the table"),
        };
        (exception, format!("{arn} {says}."))
    }
}

/// One row: what is asked, and what comes of it in each state.
struct Row {
    name: &'static str,
    request: fn(&Setting) -> Request,
    /// Enabled, Disabled, Creating, Updating, PendingDeletion, PendingReplicaDeletion.
    answers: [&'static str; 6],
}

const fn row(name: &'static str, request: fn(&Setting) -> Request, answers: [&'static str; 6]) -> Row {
    Row { name, request, answers }
}

const ALWAYS: [&str; 6] = ["ok", "ok", "ok", "ok", "ok", "ok"];
const CRYPTOGRAPHY: [&str; 6] = ["ok", "D", "CR", "ok", "PD", "PR"];
const WHILE_IT_LIVES: [&str; 6] = ["ok", "ok", "ok", "ok", "PD", "PR"];
const SWITCH: [&str; 6] = ["ok", "ok", "CR", "UP", "PD", "PR"];

const TABLE: &[Row] = &[
    row("Encrypt", |it| encrypt(&it.key, b"x").into(), CRYPTOGRAPHY),
    row("Decrypt", |it| decrypt(&it.ciphertext).into(), CRYPTOGRAPHY),
    row("Decrypt, key named", |it| decrypt_with(&it.key, &it.ciphertext).into(), CRYPTOGRAPHY),
    row(
        "ReEncrypt from it",
        |it| {
            let (ciphertext_blob, destination_key_id) = (Some(it.ciphertext.clone()), it.other.clone());
            ReEncryptRequest { ciphertext_blob, destination_key_id, ..Default::default() }.into()
        },
        CRYPTOGRAPHY,
    ),
    row(
        "ReEncrypt to it",
        |it| {
            let (ciphertext_blob, destination_key_id) = (Some(it.other_ciphertext.clone()), it.key.clone());
            ReEncryptRequest { ciphertext_blob, destination_key_id, ..Default::default() }.into()
        },
        CRYPTOGRAPHY,
    ),
    row("GenerateDataKey", |it| data_key(&it.key).into(), CRYPTOGRAPHY),
    row(
        "GenerateDataKeyWithoutPlaintext",
        |it| {
            let (key_id, number_of_bytes) = (it.key.clone(), Some(64));
            GenerateDataKeyWithoutPlaintextRequest { key_id, number_of_bytes, ..Default::default() }.into()
        },
        CRYPTOGRAPHY,
    ),
    row("DescribeKey", |it| describe(&it.key).into(), ALWAYS),
    row(
        "GetKeyPolicy",
        |it| GetKeyPolicyRequest { key_id: it.key.clone(), policy_name: None }.into(),
        ALWAYS,
    ),
    row(
        "ListKeyPolicies",
        |it| ListKeyPoliciesRequest { key_id: it.key.clone(), ..Default::default() }.into(),
        ALWAYS,
    ),
    row("PutKeyPolicy", |it| put_policy(&it.key, &policy(&[DELEGATE])).into(), ALWAYS),
    row(
        "ListAliases",
        |it| ListAliasesRequest { key_id: Some(it.key.clone()), ..Default::default() }.into(),
        ALWAYS,
    ),
    row(
        "ListResourceTags",
        |it| ListResourceTagsRequest { key_id: it.key.clone(), ..Default::default() }.into(),
        ALWAYS,
    ),
    row("CreateAlias", |it| create_alias("alias/new", &it.key).into(), WHILE_IT_LIVES),
    row(
        "UpdateAlias",
        |it| {
            let (alias_name, target_key_id) = ("alias/other".to_owned(), it.key.clone());
            UpdateAliasRequest { alias_name, target_key_id }.into()
        },
        WHILE_IT_LIVES,
    ),
    row(
        "TagResource",
        |it| TagResourceRequest { key_id: it.key.clone(), tags: vec![tag("a", "b")] }.into(),
        WHILE_IT_LIVES,
    ),
    row(
        "UntagResource",
        |it| UntagResourceRequest { key_id: it.key.clone(), tag_keys: vec!["a".to_owned()] }.into(),
        WHILE_IT_LIVES,
    ),
    row(
        "UpdateKeyDescription",
        |it| UpdateKeyDescriptionRequest { key_id: it.key.clone(), description: "x".to_owned() }.into(),
        WHILE_IT_LIVES,
    ),
    row("EnableKey", |it| enable(&it.key).into(), SWITCH),
    row("DisableKey", |it| disable(&it.key).into(), SWITCH),
    row("EnableKeyRotation", |it| rotate_every(&it.key, None).into(), CRYPTOGRAPHY),
    row("DisableKeyRotation", |it| DisableKeyRotationRequest { key_id: it.key.clone() }.into(), CRYPTOGRAPHY),
    row("RotateKeyOnDemand", |it| rotate(&it.key).into(), CRYPTOGRAPHY),
    row("GetKeyRotationStatus", |it| rotation_status(&it.key).into(), ALWAYS),
    row(
        "ListKeyRotations",
        |it| ListKeyRotationsRequest { key_id: it.key.clone(), ..Default::default() }.into(),
        ALWAYS,
    ),
    row("ScheduleKeyDeletion", |it| delete_in(&it.key, 7).into(), ["ok", "ok", "ok", "UP", "PD", "PR"]),
    row("CancelKeyDeletion", |it| cancel(&it.key).into(), ["NPD", "NPD", "NPD", "NPD", "ok", "ok"]),
    row("ReplicateKey", |it| replicate(&it.key, ap()).into(), ["ok", "D", "ROLE", "UP", "PD", "PR"]),
    row(
        "UpdatePrimaryRegion",
        |it| promote(&it.key, it.other_member).into(),
        ["ok", "D", "role", "UP", "PD", "PR"],
    ),
];

#[test]
fn every_operation_answers_as_the_state_of_its_key_demands() {
    for (column, setting) in Setting::all().into_iter().enumerate() {
        let mut scene = Scene { world: setting.scene.world.clone() };
        assert_eq!(scene.state(setting.region, &setting.key), setting.state);
        for row in TABLE {
            let mut world = setting.scene.world.clone();
            let request = (row.request)(&setting);
            let caller = setting.scene.caller("alice");
            let answer = world.call(Call { region: setting.region, caller, request });
            let place = format!("{} in {}", row.name, setting.state);
            match row.answers[column] {
                "ok" => drop(answer.unwrap_or_else(|error| panic!("{place}: {error}"))),
                code => {
                    let error = answer.err().unwrap_or_else(|| panic!("{place} was admitted"));
                    assert_eq!(
                        (error.exception, error.message.into_owned()),
                        setting.refusal(code),
                        "{place}"
                    );
                    assert_eq!(world.store(), setting.scene.world.store(), "{place}");
                    assert_eq!(world.next_event(), setting.scene.world.next_event(), "{place}");
                }
            }
        }
    }
}

#[test]
fn the_table_has_every_operation_that_names_a_key() {
    let setting = Setting::new(KeyState::Enabled, us(), us(), |_, _| {});
    let in_table: BTreeSet<Operation> = TABLE.iter().map(|row| (row.request)(&setting).operation()).collect();
    let without_key = BTreeSet::from([
        Operation::CreateKey,
        Operation::ListKeys,
        Operation::DeleteAlias,
        Operation::GenerateRandom,
    ]);
    let all: BTreeSet<Operation> = Operation::ALL.iter().copied().collect();
    assert!(in_table.is_disjoint(&crate::asymmetric_states::in_every_state()));
    let in_table = &in_table | &crate::asymmetric_states::in_every_state();
    assert_eq!(&in_table | &without_key, all);
    assert!(in_table.is_disjoint(&without_key));
}

#[test]
fn an_alias_can_leave_a_key_in_any_state() {
    for mut setting in Setting::all() {
        let (region, key) = (setting.region, setting.key.clone());
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
