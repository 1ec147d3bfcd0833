//! Calls that take KMS long, as making RSA keys does: prepared and committed with the stage in hand, computed by a
//! thread of their own while the window goes on.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{App, Outcome, calls::Action};
use crate::{
    gui::{
        command::{Import, Reply},
        command_lines::CommandLine,
        widgets::Tone,
    },
    kms::{
        Exception, KeyId, Region,
        api::{
            CreateAliasRequest, CreateKeyRequest, GenerateRandomRequest, GetParametersForImportRequest,
            Request,
        },
    },
    workloads::{SharedStage, import::wrap},
    world::Call,
};

/// The largest file that is read as key material, in bytes: a private key takes a few thousand.
const MAX_MATERIAL_FILE: u64 = 64 << 10;

impl App {
    /// Starts slow calls; the clock waits for them, as how long this machine takes is no simulated time.
    fn start_slow_calls<R: Send + 'static>(
        &mut self,
        label: &str,
        calls: impl FnOnce(&SharedStage) -> R + Send + 'static,
        then: impl FnOnce(&mut Self, R) + Send + 'static,
    ) -> bool {
        let shared = self.shared.clone();
        let before = self.checkpoint_named(label.to_owned());
        let started = self.start_job(label.to_owned(), move |_| {
            let result = calls(&shared);
            let then = move |app: &mut Self| {
                then(app, result);
                app.note_step(before);
            };
            Outcome::Answered(shared, Box::new(then))
        });
        if started {
            self.clock.local_work_begins();
        }
        started
    }

    /// Makes a key pair and names it, all or nothing.
    pub(super) fn create_key_slowly(
        &mut self,
        region: Region,
        request: CreateKeyRequest,
        alias: Option<String>,
    ) {
        let caller = self.desk.acting_arn();
        let name = alias.clone();
        let calls = move |shared: &SharedStage| {
            let call = Call::new(region, Arc::clone(&caller), request.into());
            shared.ask::<CreateKeyRequest, _>(call, |stage, made| {
                let target_key_id = made.key_metadata.key_id;
                let key = KeyId::parse(&target_key_id);
                if let Some(alias_name) = name.clone() {
                    let request = CreateAliasRequest { alias_name, target_key_id };
                    stage.world.ask(region, &caller, request)?;
                }
                Ok(key)
            })
        };
        let by = self.action();
        let started = self.start_slow_calls("Creating a key pair", calls, move |app, made| {
            app.key_was_made(by, region, alias, made)
        });
        if let Some(wizard) = &mut self.wizard {
            wizard.busy = started;
        }
    }

    /// Wraps key material and imports it.
    pub(super) fn import_material(&mut self, import: Import) {
        let caller = self.desk.acting_arn();
        let region = import.region;
        let parameters = GetParametersForImportRequest {
            key_id: import.key_id.clone(),
            wrapping_algorithm: Some(import.algorithm),
            wrapping_key_spec: Some(import.wrapping_spec),
        };
        self.note_action([(region, &parameters.clone().into())]);
        let Action { acting, mut lines } = self.action();
        let calls = move |shared: &SharedStage| {
            let call = Call::new(region, Arc::clone(&caller), parameters.into());
            let given = shared.ask::<GetParametersForImportRequest, _>(call, |_, answer| Ok(answer))?;
            let wrapped = wrap(
                import.wrapping_spec,
                import.algorithm,
                &given.public_key.0,
                &given.import_token.0,
                &import.material,
            );
            // The form lets through only what can be wrapped under the key that KMS was asked for.
            let wrapped = wrapped.map_err(|error| Exception::KmsInternal.with(error.to_string()))?;
            let request: Request = import.request(given.import_token, wrapped.into()).into();
            let line = CommandLine::new(&acting, region, &request);
            Ok((line, shared.call(Call::new(region, caller, request)).map(|_| ())))
        };
        let started = self.start_slow_calls("Importing key material", calls, move |app, answer| {
            let answer = answer.and_then(|(line, answer)| {
                lines.push(line);
                app.desk.last_action = lines;
                answer
            });
            app.reply(Reply::Dialog(format!("Key material imported in {region}")), answer);
        });
        if let Some(dialog) = &mut self.dialog {
            dialog.busy = started.then_some("KMS is making the wrapping key");
        }
    }

    /// Reads a file with key material for the open dialog.
    pub(super) fn read_material(&mut self, path: PathBuf) {
        self.start_job(format!("Reading {}", path.display()), move |_| {
            let result = match std::fs::metadata(&path) {
                Ok(data) if data.len() > MAX_MATERIAL_FILE => Err(format!(
                    "it is larger than {} KiB; no key material is that long",
                    MAX_MATERIAL_FILE >> 10
                )),
                Ok(_) => std::fs::read(&path).map_err(|error| error.to_string()),
                Err(error) => Err(error.to_string()),
            };
            Outcome::MaterialRead(path, result)
        });
    }

    pub(super) fn material_was_read(&mut self, path: &Path, result: Result<Vec<u8>, String>) {
        match (result, &mut self.dialog) {
            (Ok(bytes), Some(dialog)) => dialog.take_file(&bytes),
            (Ok(_), None) => {}
            (Err(problem), _) => {
                self.toast(Tone::Error, format!("{} was not read", path.display()), problem);
            }
        }
    }

    /// Has KMS draw random bytes for the open dialog.
    pub(super) fn draw_random(&mut self, region: Region, bytes: u32) {
        let caller = self.desk.acting_arn();
        let request = GenerateRandomRequest { number_of_bytes: Some(bytes), ..Default::default() };
        self.note_action([(region, &request.clone().into())]);
        let answer = self.with_stage(|stage| stage.world.ask(region, &caller, request));
        match (answer, &mut self.dialog) {
            (Ok(answer), Some(dialog)) => dialog.take_random(&answer.plaintext.0),
            (Ok(_), None) => {}
            (Err(error), _) => self.reply(Reply::Dialog(String::new()), Err(error)),
        }
    }
}
