//! The demo world: a morning's work in three Regions, made through the door with a fixed seed.

use std::sync::Arc;

use super::{Order, Stage};
use crate::{
    kms::{
        KmsError, Region, Span,
        api::{
            CreateAliasRequest, CreateKeyRequest, DecryptRequest, DisableKeyRequest,
            EnableKeyRotationRequest, EncryptRequest, EncryptionContext, ReplicateKeyRequest,
            ScheduleKeyDeletionRequest, Tag,
        },
        policy::{ConsolePolicy, PolicyKeyKind},
    },
    world::Principal,
};

/// The demo world's seed.
const SEED: u64 = 20_260_212;

struct Morning {
    stage: Stage,
    us: Region,
    eu: Region,
    ap: Region,
}

/// Builds the demo world: five keys, three of them multi-Region, one primary outside us-east-1, a disabled replica, a
/// scheduled deletion, traffic between Regions, and a refused call.
///
/// # Errors
/// KMS's exception, were one of the calls refused that must not be.
pub fn stage() -> Result<Stage, KmsError> {
    let stage = Stage::new(SEED);
    let [us, eu, ap] = *stage.world.regions() else { return Ok(stage) };
    let mut morning = Morning { stage, us, eu, ap };
    morning.make_keys()?;
    morning.send_data()?;
    Ok(morning.stage)
}

impl Morning {
    fn acting(&self, name: &str) -> Arc<str> {
        self.stage.world.principals().named(name).map(Principal::acting_arn).unwrap_or_default().into()
    }

    fn pass(&mut self, span: Span) {
        self.stage.advance(self.stage.world.now() + span);
    }

    /// The policy that the wizard writes for alice as administrator and both workloads as users.
    fn console_policy(&self, multi_region: bool, users: &[&str]) -> String {
        let arn = |name: &&str| self.stage.world.principals().named(name).map(Principal::arn);
        let mut policy = ConsolePolicy::new("aws", "111111111111", PolicyKeyKind::Symmetric);
        policy.administrators = ["alice", "carol"].iter().filter_map(arn).collect();
        policy.users = users.iter().filter_map(arn).collect();
        policy.multi_region = multi_region;
        policy.to_json()
    }

    fn create(
        &mut self,
        region: Region,
        name: &str,
        multi_region: bool,
        users: &[&str],
    ) -> Result<String, KmsError> {
        let alice = self.acting("alice");
        let request = CreateKeyRequest {
            description: Some(format!("Made for {name}")),
            policy: Some(self.console_policy(multi_region, users)),
            multi_region,
            tags: vec![Tag { tag_key: "Team".to_owned(), tag_value: "payments".to_owned() }],
            ..Default::default()
        };
        let key_id = self.stage.world.ask(region, &alice, request)?.key_metadata.key_id;
        self.name(region, name, &key_id)?;
        self.pass(Span::seconds(40));
        Ok(key_id)
    }

    fn name(&mut self, region: Region, name: &str, key_id: &str) -> Result<(), KmsError> {
        let alice = self.acting("alice");
        let request =
            CreateAliasRequest { alias_name: format!("alias/{name}"), target_key_id: key_id.to_owned() };
        self.stage.world.ask(region, &alice, request)
    }

    fn replicate(
        &mut self,
        from: Region,
        to: Region,
        name: &str,
        key_id: &str,
        policy: Option<String>,
    ) -> Result<(), KmsError> {
        let alice = self.acting("alice");
        let request = ReplicateKeyRequest {
            key_id: key_id.to_owned(),
            replica_region: to.code().to_owned(),
            policy,
            description: Some(format!("Made for {name}")),
            ..Default::default()
        };
        self.stage.world.ask(from, &alice, request)?;
        self.name(to, name, key_id)?;
        self.pass(Span::seconds(25));
        Ok(())
    }

    fn make_keys(&mut self) -> Result<(), KmsError> {
        let (us, eu, ap) = (self.us, self.eu, self.ap);
        let alice = self.acting("alice");
        let users = ["Application", "EUApplicationRole"];
        let global = self.create(us, "global-encrypt", true, &users)?;
        let policy = self.console_policy(true, &users);
        self.replicate(us, eu, "global-encrypt", &global, Some(policy))?;
        let rotation =
            EnableKeyRotationRequest { key_id: global.clone(), rotation_period_in_days: Some(365) };
        self.stage.world.ask(us, &alice, rotation)?;

        let orders = self.create(us, "orders", true, &["Application"])?;
        self.replicate(us, eu, "orders", &orders, None)?;

        self.create(us, "legacy-reports", false, &["Application"])?;

        let audit = self.create(eu, "audit-archive", true, &["EUApplicationRole"])?;
        self.replicate(eu, us, "audit-archive", &audit, None)?;
        self.stage.world.ask(us, &alice, DisableKeyRequest { key_id: audit })?;

        let sandbox = self.create(ap, "sandbox", false, &[])?;
        let deletion = ScheduleKeyDeletionRequest { key_id: sandbox, pending_window_in_days: Some(23) };
        self.stage.world.ask(ap, &alice, deletion)?;

        // The third member is still on its way when the demo opens.
        self.pass(Span::seconds(600));
        Ok(())
    }

    fn send_data(&mut self) -> Result<(), KmsError> {
        let (us, eu, ap) = (self.us, self.eu, self.ap);
        let context = EncryptionContext::from([("Purpose".to_owned(), "Migration".to_owned())]);
        let writer = self.acting("Application");
        let order = |destination, reader| Order {
            name: "Text".to_owned(),
            source: us,
            destination,
            key_id: "alias/global-encrypt".to_owned(),
            context: context.clone(),
            reader_context: context.clone(),
            writer: Arc::clone(&writer),
            reader,
        };
        self.stage.send(order(eu, self.acting("EUApplicationRole")), b"Quarterly report: all green")?;
        self.pass(Span::seconds(2));
        // No member of the key lives there yet: refused by that Region's KMS.
        self.stage.send(order(ap, self.acting("Application")), b"Quarterly report: all green")?;
        self.pass(Span::seconds(3));

        let request = EncryptRequest {
            key_id: "alias/global-encrypt".to_owned(),
            plaintext: b"a secret".as_slice().into(),
            encryption_context: context.clone(),
            ..Default::default()
        };
        let sealed = self.stage.world.ask(us, &writer, request)?.ciphertext_blob;
        let request = DecryptRequest {
            ciphertext_blob: Some(sealed),
            encryption_context: context,
            ..Default::default()
        };
        let mallory = self.acting("mallory");
        // She is refused; that is what the demo shows.
        let _refused = self.stage.world.ask(eu, &mallory, request);
        self.pass(Span::seconds(4));

        let alice = self.acting("alice");
        let global =
            self.stage.world.store().aliases_in(us).find(|(_, name, _)| name.short() == "global-encrypt");
        if let Some(key_id) = global.map(|(_, _, alias)| alias.target.to_string()) {
            let request = ReplicateKeyRequest {
                key_id: key_id.clone(),
                replica_region: ap.code().to_owned(),
                ..Default::default()
            };
            self.stage.world.ask(us, &alice, request)?;
            self.name(ap, "global-encrypt", &key_id)?;
        }
        self.pass(Span::seconds(2));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{kms::api::KeyState, workloads::Leg};

    #[test]
    fn the_demo_world_shows_every_kind_of_key_and_outcome() {
        let stage = stage().expect("no call of the demo is refused that must not be");
        let store = stage.world.store();
        assert_eq!(store.family_count(), 5);
        let states: Vec<_> = store
            .families()
            .flat_map(|family| family.members.values().map(|member| member.state.key_state()))
            .collect();
        for state in [KeyState::Enabled, KeyState::Disabled, KeyState::Creating, KeyState::PendingDeletion] {
            assert!(states.contains(&state), "{state}");
        }
        let legs: Vec<_> = stage.transfers().map(|it| &it.leg).collect();
        assert!(matches!(legs[..], [Leg::Opened { .. }, Leg::Refused { .. }]), "{legs:?}");
    }
}
