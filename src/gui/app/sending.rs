//! Sending: text at once, files by a thread of their own.

use std::{path::Path, sync::Arc};

use super::{App, Outcome, SendError};
use crate::{
    gui::{
        command::{CiphertextSending, Content, Sending},
        command_lines::CommandLine,
        files::FileKind,
        jobs::Ticket,
        widgets::Tone,
    },
    kms::api::{MAX_PLAINTEXT_BYTES, Request},
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
                let request = order.encrypt_request(text.as_bytes()).into();
                self.note_action([(order.source, &request)]);
                let answer = self.with_stage(|stage| stage.send(order, text.as_bytes()));
                match answer {
                    Ok(_) => self.slow_down_to_watch(),
                    Err(error) => self.toast_error(&error),
                }
            }
            Content::File(path) => {
                let shared = self.shared.clone();
                let (acting, source) = (self.desk.acting.clone(), order.source);
                self.clock.local_work_begins();
                self.start_job(format!("Encrypting {}", order.name), move |ticket| {
                    let mut asked = None;
                    let result = send_file(&shared, order, &path, &mut asked, ticket);
                    let asked = asked.map(|request| CommandLine::new(&acting, source, &request));
                    Outcome::Sent(shared, asked, result)
                });
            }
        }
    }

    /// Says what came of a file's encryption.
    pub(super) fn file_was_sent(&mut self, asked: Option<CommandLine>, result: Result<(), SendError>) {
        self.refresh();
        if let Some(line) = asked {
            self.desk.last_action = vec![line];
        }
        match result {
            Ok(()) => self.slow_down_to_watch(),
            Err(SendError::Kms(error)) => self.toast_error(&error),
            Err(SendError::File(problem)) => self.toast(Tone::Warn, "The file was not sent", problem),
        }
    }

    /// Shows the line of the call that the latest transfer will end with, as its reader makes it.
    fn note_last_call(&mut self) {
        let Some(transfer) = self.desk.stage.transfers().next_back() else { return };
        let reader = self.desk.world().principals().with_acting_arn(&transfer.reader);
        let line = reader
            .zip(transfer.decrypt_request())
            .map(|(reader, request)| CommandLine::new(&reader.name, transfer.destination, &request.into()));
        self.desk.last_action = line.into_iter().collect();
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

    /// Sends a ciphertext that was made before.
    pub(super) fn send_ciphertext(&mut self, sending: CiphertextSending) {
        let CiphertextSending { name, from, to, ciphertext, context, reader_context } = sending;
        let acting = self.desk.acting_arn();
        let order = Order {
            name,
            source: from,
            destination: to,
            key_id: String::new(),
            context,
            reader_context,
            writer: Arc::clone(&acting),
            reader: acting,
        };
        self.send_again(|stage| Some(stage.send_ciphertext(order, ciphertext)));
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
/// while KMS is asked, never while the file is read or encrypted. `asked` becomes what KMS was asked.
fn send_file(
    shared: &SharedStage,
    order: Order,
    path: &Path,
    asked: &mut Option<Request>,
    ticket: &Ticket,
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
        *asked = Some(order.encrypt_request(&file).into());
        return shared.lock().send(order, &file).map(|_| ()).map_err(SendError::Kms);
    }
    *asked = Some(order.data_key_request().into());
    let key = shared.lock().data_key_for_file(&order, size).map_err(SendError::Kms)?;
    let sealed = key
        .seal(&file, &order.context, &mut |done, all| ticket.report(done, all))
        .map_err(|error| SendError::File(error.to_string()))?;
    shared.lock().send_file(order, sealed);
    Ok(())
}
