//! Sending: text at once, files by a thread of their own.

use std::{path::Path, sync::Arc};

use super::{App, Outcome, SendError};
use crate::{
    awscli,
    gui::{
        command::{Content, Sending},
        files::FileKind,
        jobs::Ticket,
        widgets::Tone,
    },
    kms::api::{
        DataKeySpec, DecryptRequest, EncryptRequest, GenerateDataKeyRequest, MAX_PLAINTEXT_BYTES, Request,
    },
    workloads::{Leg, Message, Order, SharedStage, Stage, TransferId, envelope::MAX_FILE_BYTES},
    world::Principal,
};

/// What a transfer of text is called.
const TEXT: &str = "Text";

impl App {
    /// Encrypts something and sends it.
    pub(super) fn send(&mut self, sending: Sending) {
        let reader = self.desk.world().principals().named(&sending.reader).map(Principal::acting_arn);
        let order = Order {
            name: match &sending.content {
                Content::Text(_) => TEXT.to_owned(),
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
                self.note_first_call();
                match answer {
                    Ok(_) => self.slow_down_to_watch(),
                    Err(error) => self.toast_error(&error),
                }
            }
            Content::File(path) => {
                let shared = self.shared.clone();
                self.clock.local_work_begins();
                self.start_job(format!("Encrypting {}", order.name), move |ticket| {
                    let result = send_file(&shared, order, &path, ticket);
                    Outcome::Sent(shared, result)
                });
            }
        }
    }

    /// Says what came of a file's encryption.
    pub(super) fn file_was_sent(&mut self, result: Result<(), SendError>) {
        self.refresh();
        match result {
            Ok(()) => {
                self.note_first_call();
                self.slow_down_to_watch();
            }
            Err(SendError::Kms(error)) => {
                self.note_first_call();
                self.toast_error(&error);
            }
            Err(SendError::File(problem)) => self.toast(Tone::Warn, "The file was not sent", problem),
        }
    }

    /// Shows the line of the call that the latest transfer began with.
    fn note_first_call(&mut self) {
        let Some(transfer) = self.desk.stage.transfers().next_back() else { return };
        let (key_id, encryption_context) = (transfer.key_id.clone(), transfer.context.clone());
        let request: Request =
            if transfer.original.bytes > MAX_PLAINTEXT_BYTES as u64 && transfer.name != TEXT {
                let key_spec = Some(DataKeySpec::Aes256);
                GenerateDataKeyRequest { key_id, encryption_context, key_spec, ..Default::default() }.into()
            } else {
                EncryptRequest { key_id, encryption_context, ..Default::default() }.into()
            };
        self.desk.command_line = awscli::command_line(transfer.source, &request);
    }

    /// Shows the line of the call that the latest transfer will end with.
    fn note_last_call(&mut self) {
        let Some(transfer) = self.desk.stage.transfers().next_back() else { return };
        let encryption_context = transfer.reader_context.clone();
        let request = DecryptRequest { encryption_context, ..Default::default() };
        self.desk.command_line = awscli::command_line(transfer.destination, &request.into());
    }

    /// Sends a ciphertext once more.
    pub(super) fn send_again(&mut self, send: impl FnOnce(&mut Stage) -> Option<TransferId>) {
        if self.with_stage(send).is_some() {
            self.note_last_call();
            self.slow_down_to_watch();
        } else {
            self.toast(Tone::Warn, "There is nothing to send", "This transfer has no ciphertext.");
        }
    }

    /// Asks where to save what a reader decrypted.
    pub(super) fn save_plaintext(&mut self, id: TransferId) {
        let Some(transfer) = self.desk.stage.transfer(id) else { return };
        let name = if transfer.name == TEXT { "decrypted.txt".to_owned() } else { transfer.name.clone() };
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

    /// Asks where to save a ciphertext.
    pub(super) fn save_ciphertext(&mut self, id: TransferId) {
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
fn send_file(shared: &SharedStage, order: Order, path: &Path, ticket: &Ticket) -> Result<(), SendError> {
    let unreadable =
        |error: std::io::Error| SendError::File(format!("{} could not be read: {error}", path.display()));
    let size = std::fs::metadata(path).map_err(unreadable)?.len();
    if size > MAX_FILE_BYTES as u64 {
        let limit = MAX_FILE_BYTES >> 20;
        return Err(SendError::File(format!("The file is larger than {limit} MiB; choose a smaller one.")));
    }
    let file = std::fs::read(path).map_err(unreadable)?;
    if file.len() <= MAX_PLAINTEXT_BYTES {
        return shared.lock().send(order, &file).map(|_| ()).map_err(SendError::Kms);
    }
    let key = shared.lock().data_key_for_file(&order, size).map_err(SendError::Kms)?;
    let sealed = key
        .seal(&file, &order.context, &mut |done, all| ticket.report(done, all))
        .map_err(|error| SendError::File(error.to_string()))?;
    shared.lock().send_file(order, sealed);
    Ok(())
}
