//! What the window can be asked to do. Views answer with commands while they draw; the app carries them out once,
//! after the frame.

use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

use super::{
    desk::{Pace, Selected, Workspace},
    journal::JournalPage,
    principals::PrincipalQuestion,
    regions::{DialogKind, View},
    theme::Look,
    wizard::KeyNeed,
};
use crate::{
    kms::{
        AccountId, KeyId, Region, Timestamp,
        api::{
            Blob, CreateKeyRequest, EncryptionContext, ImportType, ReplicateKeyRequest, Request,
            WrappingAlgorithm, WrappingKeySpec,
        },
    },
    workloads::{
        FlowId, FlowOrder, LoadId, LoadOrder, Rates, TransferId,
        ways::{Traffic, Way},
    },
    world::Principal,
};

/// Where the answer to a request is shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// As a toast: this text if it went well, else the exception.
    Toast(String),
    /// In the open dialog: it closes with this toast if it went well, else it shows the exception.
    Dialog(String),
    /// In the open dialog, which stays open: it is handed the answer, or shows the exception.
    Answer,
    /// In the key page, which is handed the answer; a text that is not empty is also said as a toast if it went well.
    KeyPage(String),
}

/// Something to encrypt here and decrypt there.
#[derive(Clone, Debug, PartialEq)]
pub struct Sending {
    /// What it is.
    pub content: Content,
    /// Where it is encrypted.
    pub source: Region,
    /// Where it is decrypted.
    pub destination: Region,
    /// The key, in any form that Encrypt takes.
    pub key_id: String,
    /// The encryption context.
    pub context: EncryptionContext,
    /// The encryption context that the reader gives; mostly the same.
    pub reader_context: EncryptionContext,
    /// The name of the principal who decrypts; the acting one encrypts.
    pub reader: String,
}

/// A ciphertext that is there already, to be sent to a Region and decrypted there by the acting principal.
#[derive(Clone, Debug, PartialEq)]
pub struct CiphertextSending {
    /// What people call it.
    pub name: String,
    /// Where it is now.
    pub from: Region,
    /// Where it is decrypted.
    pub to: Region,
    /// The ciphertext, as KMS made it.
    pub ciphertext: Blob,
    /// The encryption context under which it was made, as far as is known.
    pub context: EncryptionContext,
    /// The encryption context that the reader gives.
    pub reader_context: EncryptionContext,
}

/// What is sent.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Text: encrypted by Encrypt, which takes 4096 bytes at most.
    Text(String),
    /// A file: by Encrypt up to 4096 bytes, by envelope above.
    File(PathBuf),
}

/// Key material to be imported.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// The key, in any form that the operations take.
    pub key_id: String,
    /// Where.
    pub region: Region,
    /// The material itself.
    pub material: Vec<u8>,
    /// The kind of wrapping key that KMS makes.
    pub wrapping_spec: WrappingKeySpec,
    /// How the material is wrapped.
    pub algorithm: WrappingAlgorithm,
    /// When KMS deletes the material; nothing if it does not expire.
    pub valid_to: Option<Timestamp>,
    /// Whether it is a further version, for keys that can have several.
    pub import_type: Option<ImportType>,
}

/// Something the window is asked to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Put a request to a Region's endpoint as the acting principal.
    Call {
        /// Whose endpoint.
        region: Region,
        /// What is asked.
        request: Box<Request>,
        /// Where the answer is shown.
        reply: Reply,
    },
    /// Put several requests one after the other, each to a Region's endpoint, as the acting principal; all or nothing.
    CallAll {
        /// The requests with their endpoints.
        calls: Vec<(Region, Request)>,
        /// Where the answer is shown.
        reply: Reply,
    },
    /// Make a key and name it; all or nothing. The wizard closes, or shows the exception.
    CreateKey {
        /// Where.
        region: Region,
        /// The key.
        request: Box<CreateKeyRequest>,
        /// Its alias with the prefix, as typed: KMS judges it.
        alias: Option<String>,
    },
    /// Replicate a key to several Regions and name the replicas; all or nothing. The dialog closes, or shows the exception.
    Replicate {
        /// The primary's Region.
        from: Region,
        /// One request a Region.
        requests: Vec<ReplicateKeyRequest>,
        /// The alias of each replica with its prefix, as it was typed: a bad one is for KMS to refuse.
        alias: Option<String>,
    },
    /// Wrap key material and import it: GetParametersForImport, then ImportKeyMaterial. The dialog closes, or shows the
    /// exception.
    ImportMaterial(Box<Import>),
    /// Have KMS draw random bytes for the open dialog.
    DrawRandom {
        /// Whose endpoint.
        region: Region,
        /// How many bytes.
        bytes: u32,
    },
    /// Ask for a file with key material for the open dialog.
    ChooseMaterialFile,
    /// Ask where to save a public key.
    SavePublicKey {
        /// A name to begin with.
        name: String,
        /// What is written.
        bytes: Vec<u8>,
    },
    /// Open the create-key wizard of a Region.
    OpenWizard(Region),
    /// Open the wizard that replicates a multi-Region key to several Regions.
    OpenReplicateWizard(KeyId),
    /// Close the wizard.
    CloseWizard,
    /// Open a dialog about a key.
    OpenDialog(DialogKind),
    /// Close the dialog.
    CloseDialog,
    /// Select a member, or nothing.
    Select(Option<Selected>),
    /// Show all about a member over the whole Regions workspace.
    OpenKeyPage(KeyId, Region),
    /// Go back from the key page to where the keys are side by side.
    CloseKeyPage,
    /// Show who can do what with a key, on its page.
    ShowAccess(KeyId, Region),
    /// Keep the inspector this wide, in points.
    ResizeInspector(f32),
    /// Go to a workspace.
    Open(Workspace),
    /// Change the clock's pace.
    SetPace(Pace),
    /// Jump to the next thing that will happen.
    NextEvent,
    /// Let another principal act.
    ActAs(String),
    /// Show another Region.
    AddRegion(Region),
    /// Take an empty Region away.
    RemoveRegion(Region),
    /// Encrypt, send, decrypt.
    Send(Box<Sending>),
    /// Send the ciphertext of a transfer on to a Region, to be decrypted there by the acting principal.
    SendOn(TransferId, Region),
    /// Change one bit of a transfer's ciphertext, at this byte, and send it again.
    FlipBit(TransferId, usize),
    /// Send a transfer's ciphertext again, to be read under another encryption context.
    SendWithContext(TransferId, EncryptionContext),
    /// Send a ciphertext that was made before, by the window or elsewhere.
    SendCiphertext(Box<CiphertextSending>),
    /// Ask where to save some bytes.
    SaveBytes {
        /// A name to begin with.
        name: String,
        /// What is written.
        bytes: Arc<[u8]>,
    },
    /// Save what a transfer's reader has decrypted to a file.
    SavePlaintext(TransferId),
    /// Save a transfer's ciphertext to a file.
    SaveCiphertext(TransferId),
    /// Ask for a file to send.
    ChooseFileToSend,
    /// Stop work beside the window.
    CancelWork(u64),
    /// Start anew with an empty world.
    NewWorld,
    /// Start anew with the demo world.
    OpenDemo,
    /// Ask for a file and open it.
    OpenFile,
    /// Open this file.
    OpenPath(PathBuf),
    /// Save to the open file, or ask for one.
    Save,
    /// Ask for a file and save to it.
    SaveAs,
    /// Copy a text.
    Copy(String),
    /// Copy a table as Markdown, and say so: nothing of it is seen to change.
    CopyTable(String),
    /// Switch between the dark and the light theme.
    ToggleTheme,
    /// Set the zoom factor.
    SetZoom(f32),
    /// Tell KMS's key id of a member to look at: open its inspector in Regions.
    Inspect(KeyId, Region),
    /// Look at the event with this number in CloudTrail.
    ShowEvent(u64),
    /// Show the sheet of the endpoint for AWS clients.
    OpenEndpointSheet,
    /// Close that sheet.
    CloseEndpointSheet,
    /// Answer AWS clients on a port of the loopback address.
    StartEndpoint {
        /// The port; 0 for any that is free.
        port: u16,
        /// Whether unknown access keys are refused.
        strict: bool,
    },
    /// Answer AWS clients no longer.
    StopEndpoint,
    /// Run a text in the shell.
    RunInShell(String),
    /// Stop what the shell runs.
    InterruptShell,
    /// Put a text into the shell's input, to be run or changed there.
    OpenInShell(String),
    /// Ask for a file to copy into the shell's folder.
    ImportIntoShell,
    /// Ask where to save a file of the shell's folder.
    ExportFromShell(String),
    /// Remove a file of the shell's folder.
    RemoveFromShell(String),
    /// Take the world back to the moment before the last action.
    Undo,
    /// Bring back what was undone last.
    Redo,
    /// Show what was done, or what toasts told.
    OpenJournal(JournalPage),
    /// Close that sheet.
    CloseJournal,
    /// Take the news away that is told now.
    DismissNews,
    /// Ask where to save what was done as a shell script.
    SaveScript,
    /// Choose the theme.
    SetLook(Look),
    /// Let nothing move for the eye alone, or let it.
    SetReducedMotion(bool),
    /// Go to Principals and look at the one with this ARN.
    ShowPrincipal(String),
    /// Go to Principals and ask this there.
    AskPrincipal(PrincipalQuestion),
    /// Ask it no longer.
    ClosePrincipalQuestion,
    /// Add a principal, or put it in the place of one. The open question closes, or tells what is wrong.
    PutPrincipal {
        /// The ARN of the one that it takes the place of.
        was: Option<String>,
        /// The principal.
        principal: Box<Principal>,
        /// What is said when it went well.
        done: String,
    },
    /// Remove the user or role with this ARN.
    RemovePrincipal(String),
    /// Remove an account with all its principals.
    RemoveAccount(AccountId),
    /// Look at the keys in another way.
    ShowView(View),
    /// Go to CloudTrail and look for a text there.
    FindEvents(String),
    /// Make a Region unreachable, or reachable again.
    SetDark(Region, bool),
    /// Take the clock to a moment that is to come, and stop it there.
    AdvanceTo(Timestamp),
    /// Open the command palette.
    OpenPalette,
    /// Close it.
    ClosePalette,
    /// Start a workload whose data cross Regions.
    RunWorkload(Box<FlowOrder>),
    /// Show the load generators beside the map, or put them away.
    ShowTraffic(bool),
    /// Start a load generator, after its records were written once.
    StartTraffic(Box<LoadOrder>),
    /// Change what a load generator does a second.
    SetTrafficRates(LoadId, BTreeMap<Region, Rates>),
    /// Have a load generator do no more.
    StopTraffic(LoadId),
    /// Forget a load generator and what it did.
    RemoveTraffic(LoadId),
    /// Run these ways on this traffic, each in a world of its own, and compare them.
    Compare(Box<Traffic>, Vec<Way>),
    /// Visit the world of a way's run, to look at this flow there; the open world waits.
    VisitRun(Way, Option<FlowId>),
    /// Go back to the open world, and to the comparison.
    EndVisit,
    /// Open the create-key wizard of a Region for a key that is needed, and come back from it.
    OpenWizardFor(Region, KeyNeed),
    /// Ask for a file with a ciphertext to open.
    ChooseCiphertextFile,
    /// Ask where to save a signature or a MAC.
    SaveProof {
        /// A name to begin with.
        name: String,
        /// What is written.
        bytes: Arc<[u8]>,
    },
}
