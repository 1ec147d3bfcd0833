//! Requests through the door: one, or several of which all count or none.

use std::sync::Arc;

use super::App;
use crate::{
    awscli,
    gui::{command::Reply, desk::Selected, widgets::Tone},
    kms::{
        AliasName, KeyId, KmsError, Region,
        api::{CreateAliasRequest, CreateKeyRequest, ReplicateKeyRequest, Request},
    },
    workloads::Stage,
    world::{Call, may_be_slow},
};

/// Why several requests came to nothing.
struct Refusal {
    error: KmsError,
    /// The refused call, if it can be made without those before it.
    call: Option<Box<Call>>,
}

impl From<KmsError> for Refusal {
    fn from(error: KmsError) -> Self {
        Self { error, call: None }
    }
}

/// Makes a call of several.
fn put(stage: &mut Stage, call: Call) -> Result<(), Refusal> {
    let again = Box::new(call.clone());
    stage.world.call(call).map(|_| ()).map_err(|error| Refusal { error, call: Some(again) })
}

impl App {
    /// Puts one request as the acting principal.
    pub(super) fn call(&mut self, region: Region, request: Request, reply: Reply) {
        self.desk.command_line = awscli::command_line(region, &request);
        let caller = self.desk.acting_arn();
        let answer = self.with_stage(|stage| stage.world.call(Call::new(region, caller, request)));
        self.reply(reply, answer.map(|_| ()));
    }

    pub(super) fn reply(&mut self, reply: Reply, answer: Result<(), KmsError>) {
        match (answer, reply) {
            (Ok(()), Reply::Toast(text)) => self.toast(Tone::Ok, text, ""),
            (Ok(()), Reply::Dialog(text)) => {
                self.dialog = None;
                self.toast(Tone::Ok, text, "");
            }
            (Err(error), Reply::Toast(_)) => self.toast_error(&error),
            (Err(error), Reply::Dialog(_)) => match &mut self.dialog {
                Some(dialog) => {
                    dialog.busy = None;
                    dialog.error = Some(error);
                }
                None => self.toast_error(&error),
            },
        }
    }

    /// Makes several calls of which all count or none: they are tried on a clone of the stage, which takes its place if
    /// all went well. The refused call alone is then made for real, so that the trail has it.
    fn all_or_nothing<R>(
        &mut self,
        calls: impl FnOnce(&mut Stage) -> Result<R, Refusal>,
    ) -> Result<R, KmsError> {
        self.with_stage(|stage| {
            let mut trial = stage.clone();
            match calls(&mut trial) {
                Ok(result) => {
                    *stage = trial;
                    Ok(result)
                }
                Err(Refusal { error, call }) => {
                    if let Some(call) = call {
                        // What the clone refused first, the stage refuses as well.
                        let _refused = stage.world.call(*call);
                    }
                    Err(error)
                }
            }
        })
    }

    /// Puts several requests, all or nothing.
    pub(super) fn call_all(&mut self, calls: Vec<(Region, Request)>, reply: Reply) {
        let caller = self.desk.acting_arn();
        if let Some((region, request)) = calls.last() {
            self.desk.command_line = awscli::command_line(*region, request);
        }
        let answer = self.all_or_nothing(|stage| {
            for (region, request) in calls {
                let call = Call::new(region, Arc::clone(&caller), request);
                put(stage, call)?;
            }
            Ok(())
        });
        self.reply(reply, answer);
    }

    /// Makes a key and names it, all or nothing.
    pub(super) fn create_key(&mut self, region: Region, request: CreateKeyRequest, alias: Option<String>) {
        let caller = self.desk.acting_arn();
        let slow = request.clone();
        let request: Request = request.into();
        self.desk.command_line = awscli::command_line(region, &request);
        if may_be_slow(&request) {
            self.create_key_slowly(region, slow, alias);
            return;
        }
        let made = self.all_or_nothing(|stage| {
            let call = Call::new(region, Arc::clone(&caller), request);
            let known: Vec<_> = stage.world.store().keys_in(region).cloned().collect();
            put(stage, call)?;
            let store = stage.world.store();
            let key = store.keys_in(region).find(|id| known.binary_search(id).is_err()).cloned();
            if let (Some(key), Some(alias)) = (&key, &alias) {
                let request =
                    CreateAliasRequest { alias_name: alias.to_string(), target_key_id: key.to_string() };
                stage.world.ask(region, &caller, request)?;
            }
            Ok(key)
        });
        self.key_was_made(region, alias, made);
    }

    /// Shows a key that was made and named, or why it was not.
    pub(super) fn key_was_made(
        &mut self,
        region: Region,
        alias: Option<String>,
        made: Result<Option<KeyId>, KmsError>,
    ) {
        match made {
            Ok(key) => {
                if let (Some(key), Some(alias)) = (&key, &alias) {
                    let request =
                        CreateAliasRequest { alias_name: alias.clone(), target_key_id: key.to_string() };
                    let naming = awscli::command_line(region, &request.into());
                    self.desk.command_line = format!("{} && {naming}", self.desk.command_line);
                }
                self.wizard = None;
                self.desk.selected = key.map(|key| Selected { key, region });
                let name = alias.unwrap_or_else(|| "The key".to_owned());
                let name = name.strip_prefix(AliasName::PREFIX).unwrap_or(&name);
                self.toast(Tone::Ok, format!("{name} was created in {region}"), "");
            }
            Err(error) => match &mut self.wizard {
                Some(wizard) => {
                    wizard.busy = false;
                    wizard.error = Some(error);
                }
                None => self.toast_error(&error),
            },
        }
    }

    /// Replicates a key and names the replicas, all or nothing.
    pub(super) fn replicate(
        &mut self,
        from: Region,
        requests: Vec<ReplicateKeyRequest>,
        alias: Option<&str>,
    ) {
        let caller = self.desk.acting_arn();
        if let Some(first) = requests.first() {
            self.desk.command_line = awscli::command_line(from, &first.clone().into());
        }
        let to: Vec<String> = requests.iter().map(|request| request.replica_region.clone()).collect();
        let answer = self.all_or_nothing(|stage| {
            for request in requests {
                let key_id = request.key_id.clone();
                let replica_region = Region::parse(&request.replica_region);
                let call = Call::new(from, Arc::clone(&caller), request.into());
                put(stage, call)?;
                if let (Some(region), Some(alias)) = (replica_region, alias) {
                    let request = CreateAliasRequest { alias_name: alias.to_owned(), target_key_id: key_id };
                    stage.world.ask(region, &caller, request)?;
                }
            }
            Ok(())
        });
        self.reply(Reply::Dialog(format!("Replicating to {}", to.join(", "))), answer);
    }
}
