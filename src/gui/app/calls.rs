//! Requests through the door: one, or several of which all count or none.

use std::sync::Arc;

use super::App;
use crate::{
    gui::{
        command::Reply,
        command_lines::CommandLine,
        desk::Selected,
        regions::{DialogKind, OpenDialog},
        widgets::Tone,
    },
    kms::{
        AliasName, KeyId, KmsError, Member, MemberState, Region,
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

/// An action under way: others may begin before it ends.
pub(super) struct Action {
    /// The name of the principal whose it is.
    pub acting: String,
    /// The lines of its calls so far.
    pub lines: Vec<CommandLine>,
}

/// Makes a call of several.
fn put(stage: &mut Stage, call: Call) -> Result<(), Refusal> {
    let again = Box::new(call.clone());
    stage.world.call(call).map(|_| ()).map_err(|error| Refusal { error, call: Some(again) })
}

impl App {
    /// Notes the calls of what the acting principal does now.
    pub(super) fn note_action<'a>(&mut self, calls: impl IntoIterator<Item = (Region, &'a Request)>) {
        let acting = &self.desk.acting;
        let line = |(region, request)| CommandLine::new(acting, region, request);
        self.desk.last_action = calls.into_iter().map(line).collect();
        self.desk.last_refused = false;
    }

    /// The action that was noted last.
    pub(super) fn action(&self) -> Action {
        Action { acting: self.desk.acting.clone(), lines: self.desk.last_action.clone() }
    }

    /// Puts one request as the acting principal.
    pub(super) fn call(&mut self, region: Region, request: Request, reply: Reply) {
        self.note_action([(region, &request)]);
        let caller = self.desk.acting_arn();
        let operation = request.operation();
        let answer = self.with_stage(|stage| stage.world.call(Call::new(region, caller, request)));
        match (reply, answer) {
            (Reply::Answer, Ok(answer)) => {
                if let Some(dialog) = &mut self.dialog {
                    dialog.take_answer(&answer);
                }
            }
            (Reply::KeyPage(done), answer) => {
                if answer.is_ok() && !done.is_empty() {
                    self.toast(Tone::Ok, done, "");
                }
                self.regions.take_answer(operation, answer);
            }
            (reply, answer) => self.reply(reply, answer.map(|_| ())),
        }
    }

    pub(super) fn reply(&mut self, reply: Reply, answer: Result<(), KmsError>) {
        self.desk.last_refused = answer.is_err();
        match (answer, reply) {
            (Ok(()), Reply::Toast(text)) => self.toast(Tone::Ok, text, ""),
            (Ok(()), Reply::Dialog(text)) => {
                self.dialog = None;
                self.toast(Tone::Ok, text, "");
            }
            (Ok(()), Reply::Answer | Reply::KeyPage(_)) => {}
            (Err(error), Reply::Toast(_) | Reply::KeyPage(_)) => self.toast_error(&error),
            (Err(error), Reply::Dialog(_) | Reply::Answer) => match &mut self.dialog {
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
        self.note_action(calls.iter().map(|(region, request)| (*region, request)));
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
        self.note_action([(region, &request)]);
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
        self.key_was_made(self.action(), region, alias, made);
    }

    /// Shows a key that `by` made and named, or why there is none.
    pub(super) fn key_was_made(
        &mut self,
        by: Action,
        region: Region,
        alias: Option<String>,
        made: Result<Option<KeyId>, KmsError>,
    ) {
        let Action { acting, mut lines } = by;
        match made {
            Ok(key) => {
                if let (Some(key), Some(alias)) = (&key, &alias) {
                    let request =
                        CreateAliasRequest { alias_name: alias.clone(), target_key_id: key.to_string() };
                    lines.push(CommandLine::new(&acting, region, &request.into()));
                }
                self.desk.last_action = lines;
                self.close_wizard();
                self.desk.selected = key.map(|key| Selected { key, region });
                self.go_on_to_import();
                let name = alias.unwrap_or_else(|| "The key".to_owned());
                let name = name.strip_prefix(AliasName::PREFIX).unwrap_or(&name);
                self.toast(Tone::Ok, format!("{name} was created in {region}"), "");
            }
            Err(error) => match &mut self.wizard {
                Some(wizard) => {
                    self.desk.last_refused = true;
                    wizard.busy = false;
                    wizard.error = Some(error);
                }
                None => self.toast_error(&error),
            },
        }
    }

    /// A new key whose material is to be imported leads on to that, as in the console.
    fn go_on_to_import(&mut self) {
        let waits = |member: &Member| member.state == MemberState::PendingImport;
        if let Some(Selected { key, region }) = &self.desk.selected
            && self.desk.selected_member().is_some_and(|(_, member)| waits(member))
        {
            let kind = DialogKind::ImportMaterial(key.clone(), *region);
            self.dialog = Some(OpenDialog::new(kind, &self.desk));
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
        let to: Vec<String> = requests.iter().map(|request| request.replica_region.clone()).collect();
        let mut calls: Vec<(Region, Request)> = Vec::with_capacity(2 * requests.len());
        for request in requests {
            let target_key_id = request.key_id.clone();
            let replica_region = Region::parse(&request.replica_region);
            calls.push((from, request.into()));
            if let (Some(region), Some(alias)) = (replica_region, alias) {
                let request = CreateAliasRequest { alias_name: alias.to_owned(), target_key_id };
                calls.push((region, request.into()));
            }
        }
        self.note_action(calls.iter().map(|(region, request)| (*region, request)));
        let answer = self.all_or_nothing(|stage| {
            for (region, request) in calls {
                let naming = matches!(request, Request::CreateAlias(_));
                let call = Call::new(region, Arc::clone(&caller), request);
                // The stage itself has no replica that could be named, so a refused name is not asked for again.
                put(stage, call).map_err(|refusal| if naming { refusal.error.into() } else { refusal })?;
            }
            Ok(())
        });
        let done = format!("Replicating to {}", to.join(", "));
        match (&self.dialog, &mut self.wizard, answer) {
            // It was the wizard that asked.
            (None, Some(wizard), Err(error)) => wizard.error = Some(error),
            (None, Some(_), Ok(())) => {
                self.close_wizard();
                self.toast(Tone::Ok, done, "");
            }
            (_, _, answer) => self.reply(Reply::Dialog(done), answer),
        }
    }
}
