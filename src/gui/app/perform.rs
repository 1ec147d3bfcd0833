//! Carrying out commands: each once, after the frame was drawn.

use std::{path::Path, sync::Arc};

use super::{App, Outcome, SendError, lock, world_files::AfterQuestion};
use crate::{
    awscli,
    gui::{
        command::{Command, Content, Reply, Sending},
        desk::{Selected, Workspace},
        files::FileKind,
        regions::OpenDialog,
        widgets::Tone,
        wizard::Wizard,
    },
    kms::{
        AliasName, KmsError, Region,
        api::{CreateAliasRequest, CreateKeyRequest, MAX_PLAINTEXT_BYTES, ReplicateKeyRequest, Request},
    },
    workloads::{Leg, Message, Order, Stage, TransferId, envelope::MAX_FILE_BYTES},
    world::{Call, Principal},
};

impl App {
    /// Carries out one command.
    pub fn perform(&mut self, command: Command) {
        match command {
            Command::Call { region, request, reply } => self.call(region, *request, reply),
            Command::CallAll { calls, reply } => self.call_all(calls, reply),
            Command::CreateKey { region, request, alias } => self.create_key(region, *request, alias),
            Command::Replicate { from, requests, alias } => self.replicate(from, requests, alias.as_deref()),
            Command::OpenWizard(region) => {
                self.desk.workspace = Workspace::Regions;
                self.wizard = Some(Wizard::new(region, &self.desk));
            }
            Command::CloseWizard => self.wizard = None,
            Command::OpenDialog(kind) => self.dialog = Some(OpenDialog::new(kind, &self.desk)),
            Command::CloseDialog => self.dialog = None,
            Command::Select(selected) => self.desk.selected = selected,
            Command::Inspect(key, region) => {
                self.desk.selected = Some(Selected { key, region });
                self.desk.workspace = Workspace::Regions;
                self.wizard = None;
            }
            Command::ShowEvent(number) => {
                self.desk.workspace = Workspace::CloudTrail;
                self.wizard = None;
                self.trail.show_event(number);
            }
            Command::Open(workspace) => self.desk.workspace = workspace,
            Command::SetPace(pace) => self.set_pace(pace),
            Command::NextEvent => self.jump_to_next_event(),
            Command::ActAs(name) => self.desk.acting = name,
            Command::AddRegion(region) => self.change_regions(|stage| stage.world.add_region(region)),
            Command::RemoveRegion(region) => self.change_regions(|stage| stage.world.remove_region(region)),
            Command::Send(sending) => self.send(*sending),
            Command::SendOn(id, region) => {
                let reader = self.desk.acting_arn();
                self.send_again(|stage| stage.send_on(id, region, reader));
            }
            Command::FlipBit(id, byte) => self.send_again(|stage| stage.send_with_flipped_bit(id, byte)),
            Command::SendWithContext(id, context) => {
                self.send_again(|stage| stage.send_with_context(id, context));
            }
            Command::SavePlaintext(id) => self.save_plaintext(id),
            Command::SaveCiphertext(id) => self.save_ciphertext(id),
            Command::ChooseFileToSend => self.ask_for_file(FileKind::SendFile, String::new(), None),
            Command::CancelWork(id) => self.jobs.cancel(id),
            Command::NewWorld => self.leave_world_for(AfterQuestion::NewWorld),
            Command::OpenDemo => self.leave_world_for(AfterQuestion::Demo),
            Command::OpenFile => self.leave_world_for(AfterQuestion::ChooseFile),
            Command::OpenPath(path) => self.leave_world_for(AfterQuestion::Open(path)),
            Command::Save => self.save_world(None),
            Command::SaveAs => self.save_world_as(None),
            Command::Copy(text) => self.ctx.copy_text(text),
            Command::ToggleTheme => self.toggle_theme(),
            Command::SetZoom(zoom) => self.ctx.set_zoom_factor(zoom),
        }
    }

    fn toggle_theme(&mut self) {
        self.settings.light = !self.settings.light;
        self.ctx.set_theme(if self.settings.light { egui::Theme::Light } else { egui::Theme::Dark });
        self.settings_file.write(&self.settings);
    }

    fn change_regions(&mut self, change: impl FnOnce(&mut Stage) -> Result<(), crate::world::RegionError>) {
        match self.with_stage(change) {
            Ok(()) => self.dialog = None,
            Err(error) => self.toast(Tone::Warn, "The Regions stay as they are", error.to_string()),
        }
    }

    fn call(&mut self, region: Region, request: Request, reply: Reply) {
        self.desk.command_line = awscli::command_line(region, &request);
        let caller = self.desk.acting_arn();
        let answer = self.with_stage(|stage| stage.world.call(Call { region, caller, request }));
        self.reply(reply, answer.map(|_| ()));
    }

    fn reply(&mut self, reply: Reply, answer: Result<(), KmsError>) {
        match (answer, reply) {
            (Ok(()), Reply::Toast(text)) => self.toast(Tone::Ok, text, ""),
            (Ok(()), Reply::Dialog(text)) => {
                self.dialog = None;
                self.toast(Tone::Ok, text, "");
            }
            (Err(error), Reply::Toast(_)) => self.toast_error(&error),
            (Err(error), Reply::Dialog(_)) => match &mut self.dialog {
                Some(dialog) => dialog.error = Some(error),
                None => self.toast_error(&error),
            },
        }
    }

    /// Makes several calls of which all count or none: they are tried on a clone of the stage, which takes its place if
    /// all went well. The refused call alone is then made for real, so that the trail has it.
    fn all_or_nothing<R>(
        &mut self,
        calls: impl FnOnce(&mut Stage) -> Result<R, (KmsError, Option<Call>)>,
    ) -> Result<R, KmsError> {
        self.with_stage(|stage| {
            let mut trial = stage.clone();
            match calls(&mut trial) {
                Ok(result) => {
                    *stage = trial;
                    Ok(result)
                }
                Err((error, refused)) => {
                    if let Some(call) = refused {
                        // What the clone refused, the stage refuses as well: neither has changed since.
                        let _refused = stage.world.call(call);
                    }
                    Err(error)
                }
            }
        })
    }

    fn call_all(&mut self, calls: Vec<(Region, Request)>, reply: Reply) {
        let caller = self.desk.acting_arn();
        if let Some((region, request)) = calls.last() {
            self.desk.command_line = awscli::command_line(*region, request);
        }
        let answer = self.all_or_nothing(|stage| {
            for (region, request) in calls {
                let call = Call { region, caller: Arc::clone(&caller), request };
                stage.world.call(call.clone()).map_err(|error| (error, Some(call)))?;
            }
            Ok(())
        });
        self.reply(reply, answer);
    }

    fn create_key(&mut self, region: Region, request: CreateKeyRequest, alias: Option<String>) {
        let caller = self.desk.acting_arn();
        let request: Request = request.into();
        self.desk.command_line = awscli::command_line(region, &request);
        let made = self.all_or_nothing(|stage| {
            let call = Call { region, caller: Arc::clone(&caller), request };
            let known: Vec<_> = stage.world.store().keys_in(region).cloned().collect();
            stage.world.call(call.clone()).map_err(|error| (error, Some(call)))?;
            let store = stage.world.store();
            let key = store.keys_in(region).find(|id| known.binary_search(id).is_err()).cloned();
            if let (Some(key), Some(alias)) = (&key, &alias) {
                let request =
                    CreateAliasRequest { alias_name: alias.to_string(), target_key_id: key.to_string() };
                stage.world.ask(region, &caller, request).map_err(|error| (error, None))?;
            }
            Ok(key)
        });
        match made {
            Ok(key) => {
                self.wizard = None;
                self.desk.selected = key.map(|key| Selected { key, region });
                let name = alias.unwrap_or_else(|| "The key".to_owned());
                let name = name.strip_prefix(AliasName::PREFIX).unwrap_or(&name);
                self.toast(Tone::Ok, format!("{name} was created in {region}"), "");
            }
            Err(error) => match &mut self.wizard {
                Some(wizard) => wizard.error = Some(error),
                None => self.toast_error(&error),
            },
        }
    }

    fn replicate(&mut self, from: Region, requests: Vec<ReplicateKeyRequest>, alias: Option<&str>) {
        let caller = self.desk.acting_arn();
        if let Some(first) = requests.first() {
            self.desk.command_line = awscli::command_line(from, &first.clone().into());
        }
        let to: Vec<String> = requests.iter().map(|request| request.replica_region.clone()).collect();
        let answer = self.all_or_nothing(|stage| {
            for request in requests {
                let key_id = request.key_id.clone();
                let replica_region = Region::parse(&request.replica_region);
                let call = Call { region: from, caller: Arc::clone(&caller), request: request.into() };
                stage.world.call(call.clone()).map_err(|error| (error, Some(call)))?;
                if let (Some(region), Some(alias)) = (replica_region, alias) {
                    let request = CreateAliasRequest { alias_name: alias.to_owned(), target_key_id: key_id };
                    stage.world.ask(region, &caller, request).map_err(|error| (error, None))?;
                }
            }
            Ok(())
        });
        self.reply(Reply::Dialog(format!("Replicating to {}", to.join(", "))), answer);
    }

    fn send(&mut self, sending: Sending) {
        let reader = self.desk.world().principals().named(&sending.reader).map(Principal::acting_arn);
        let order = Order {
            name: match &sending.content {
                Content::Text(_) => "Text".to_owned(),
                Content::File(path) => file_name(path),
            },
            source: sending.source,
            destination: sending.destination,
            key_id: sending.key_id,
            context: sending.context,
            reader_context: sending.reader_context,
            writer: self.desk.acting_arn(),
            reader: reader.map_or_else(|| self.desk.acting_arn(), Into::into),
        };
        match sending.content {
            Content::Text(text) => {
                let answer = self.with_stage(|stage| stage.send(order, text.as_bytes()));
                self.note_last_call();
                match answer {
                    Ok(_) => self.slow_down_to_watch(),
                    Err(error) => self.toast_error(&error),
                }
            }
            Content::File(path) => {
                let shared = Arc::clone(&self.shared);
                self.start_job(format!("Encrypting {}", order.name), move |ticket| {
                    Outcome::Sent(send_file(&shared, order, &path, ticket))
                });
            }
        }
    }

    /// Shows the line of the Encrypt that a transfer began with.
    fn note_last_call(&mut self) {
        let last = self.desk.stage.transfers().next_back();
        if let Some(transfer) = last {
            let request = crate::kms::api::EncryptRequest {
                key_id: transfer.key_id.clone(),
                encryption_context: transfer.context.clone(),
                ..Default::default()
            };
            self.desk.command_line = awscli::command_line(transfer.source, &request.into());
        }
    }

    fn send_again(&mut self, send: impl FnOnce(&mut Stage) -> Option<TransferId>) {
        if self.with_stage(send).is_some() {
            self.slow_down_to_watch();
        } else {
            self.toast(Tone::Warn, "There is nothing to send", "This transfer has no ciphertext.");
        }
    }

    fn save_plaintext(&mut self, id: TransferId) {
        let Some(transfer) = self.desk.stage.transfer(id) else { return };
        let name = if transfer.name == "Text" { "decrypted.txt".to_owned() } else { transfer.name.clone() };
        match &transfer.leg {
            Leg::Opened { plaintext: Some(bytes), .. } => {
                let bytes = Arc::clone(bytes);
                self.ask_for_file(FileKind::SavePlaintext, name, Some(bytes));
            }
            _ => self.toast(
                Tone::Warn,
                "The plaintext is not at hand",
                "A saved world does not keep plaintext; send the ciphertext again to decrypt it.",
            ),
        }
    }

    fn save_ciphertext(&mut self, id: TransferId) {
        let Some(transfer) = self.desk.stage.transfer(id) else { return };
        let name = format!("{}.encrypted", transfer.name);
        let bytes: Option<Arc<[u8]>> = match &transfer.message {
            Some(Message::Direct(blob)) => Some(blob.0.as_slice().into()),
            Some(Message::Envelope { body, .. }) => body.clone(),
            None => None,
        };
        match bytes {
            Some(bytes) => self.ask_for_file(FileKind::SaveCiphertext, name, Some(bytes)),
            None => self.toast(
                Tone::Warn,
                "The ciphertext is not at hand",
                "A saved world does not keep encrypted files; send the file again.",
            ),
        }
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// Reads a file and sends it: as it is up to the size that Encrypt takes, by envelope above. The stage is only locked
/// while KMS is asked, never while the file is read or encrypted.
fn send_file(
    shared: &super::SharedStage,
    order: Order,
    path: &Path,
    ticket: &crate::gui::jobs::Ticket,
) -> Result<(), SendError> {
    let unreadable =
        |error: std::io::Error| SendError::File(format!("{} could not be read: {error}", path.display()));
    let size = std::fs::metadata(path).map_err(unreadable)?.len();
    if size > MAX_FILE_BYTES as u64 {
        let limit = MAX_FILE_BYTES >> 20;
        return Err(SendError::File(format!("The file is larger than {limit} MiB; choose a smaller one.")));
    }
    let file = std::fs::read(path).map_err(unreadable)?;
    if file.len() <= MAX_PLAINTEXT_BYTES {
        return lock(shared).send(order, &file).map(|_| ()).map_err(SendError::Kms);
    }
    let key = lock(shared).data_key_for_file(&order, size).map_err(SendError::Kms)?;
    let sealed = key
        .seal(&file, &order.context, &mut |done, all| ticket.report(done, all))
        .map_err(|error| SendError::File(error.to_string()))?;
    lock(shared).send_file(order, sealed);
    Ok(())
}
