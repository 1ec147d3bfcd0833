//! Ciphertexts from files: chosen or dropped, as bytes or as Base64, opened by KMS; and what is said of other files.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use egui::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use mrk_console::{
    gui::{
        command::Command,
        desk::Workspace,
        files::{FileKind, SettingsFile},
    },
    kms::{
        Region,
        api::{Blob, EncryptRequest},
    },
    workloads::{Leg, Stage},
    world::Principal,
};

use crate::{
    common::{Answers, Window, click, demo, perform, shows, shows_containing, wait_until, window_with},
    workloads::{choose, chosen},
};

fn us() -> Region {
    Region::parse("us-east-1").expect("known")
}

/// A ciphertext that a client made.
fn made(stage: &mut Stage) -> Blob {
    let alice = stage.world.principals().named("alice").map(Principal::acting_arn).expect("there").into();
    let request = EncryptRequest {
        key_id: "alias/global-encrypt".to_owned(),
        plaintext: b"from afar".as_slice().into(),
        ..Default::default()
    };
    stage.world.ask(us(), &alice, request).expect("alice may").ciphertext_blob
}

/// A file that the desktop drops on the window.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        fs::read(&self.0).map_err(|error| error.to_string())
    }
}

struct Files {
    folder: tempfile::TempDir,
    window: Window,
    ciphertext: Blob,
    answers: Answers,
}

impl Files {
    /// The Data flow of a world in which a client has made a ciphertext.
    fn new() -> Self {
        let answers = Answers::default();
        let mut window = window_with(answers.clone(), SettingsFile::default(), None);
        let mut stage = demo();
        let ciphertext = made(&mut stage);
        window.state_mut().show_stage(stage);
        perform(&mut window, Command::Open(Workspace::DataFlow));
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self { folder, window, ciphertext, answers }
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, bytes).expect("written");
        path
    }

    /// Chooses a file and waits for what is said of it.
    fn choose(&mut self, path: PathBuf, says: &str) {
        self.answers.paths.lock().expect("not poisoned").push_back(Some(path));
        if !shows(&self.window, "Choose file…") {
            click(&mut self.window, "Open ciphertext…");
        }
        click(&mut self.window, "Choose file…");
        wait_until(&mut self.window, says, |window| shows_containing(window, says));
    }

    fn text(&self) -> String {
        let field = self.window.get_by_role_and_label(Role::MultilineTextInput, "Ciphertext in Base64");
        field.accesskit_node().value().unwrap_or_default()
    }

    /// Decrypts what is in the form.
    fn plaintext(&mut self) -> Vec<u8> {
        click(&mut self.window, "Decrypt as alice");
        for _ in 0..20 {
            perform(&mut self.window, Command::NextEvent);
            let stage = &self.window.state().desk().stage;
            let last = stage.transfers().next_back().expect("sent");
            if let Leg::Opened { plaintext, .. } = &last.leg {
                return plaintext.as_deref().expect("just opened").to_vec();
            }
        }
        panic!("it is not opened");
    }
}

#[test]
fn a_file_of_bytes_or_of_base64_is_chosen_and_opened() {
    let mut files = Files::new();
    let (ciphertext, base64) = (files.ciphertext.0.clone(), files.ciphertext.to_base64());
    let raw = files.write("note.bin", ciphertext);
    files.choose(raw, "note.bin: ");
    assert!(shows_containing(&files.window, " bytes, under global-encrypt"));
    assert_eq!(files.text(), base64);
    assert_eq!(files.plaintext(), b"from afar");
    let question = files.answers.questions.lock().expect("not poisoned")[0].clone();
    assert_eq!((question.kind, question.kind.is_save()), (FileKind::OpenCiphertext, false));

    let text = files.write("note.b64", format!("{base64}\n"));
    files.choose(text, "note.b64: ");
    assert_eq!(files.text(), base64);
    assert_eq!(files.plaintext(), b"from afar");
}

#[test]
fn the_region_is_chosen_inside_the_form_which_stays_until_one_clicks_elsewhere() {
    let mut files = Files::new();
    let raw = files.write("note.bin", files.ciphertext.0.clone());
    files.choose(raw, "note.bin: ");
    choose(&mut files.window, "Region that is asked", "eu-west-1");
    assert_eq!(chosen(&files.window, "Region that is asked"), "eu-west-1", "the form is still open");
    // Escape closes the menu first, and the form then.
    files.window.get_by_role_and_label(Role::ComboBox, "Region that is asked").click();
    files.window.run_steps(4);
    for open in [true, false] {
        files.window.key_press(egui::Key::Escape);
        files.window.run_steps(4);
        assert_eq!(shows(&files.window, "Choose file…"), open);
    }
    click(&mut files.window, "Open ciphertext…");
    files.window.run_steps(4);
    assert_eq!(files.plaintext(), b"from afar");
    let last = files.window.state().desk().stage.transfers().next_back().expect("sent");
    assert_eq!(last.destination.code(), "eu-west-1");
    click(&mut files.window, "Open ciphertext…");
    assert!(shows(&files.window, "Choose file…"));
    let map = files.window.get_by_label("World map").rect().right_top() + egui::vec2(-120.0, 60.0);
    for event in [true, false] {
        files.window.event(egui::Event::PointerButton {
            pos: map,
            button: egui::PointerButton::Primary,
            pressed: event,
            modifiers: egui::Modifiers::NONE,
        });
        files.window.run_steps(2);
    }
    assert!(!shows(&files.window, "Choose file…"), "a click elsewhere closes it");
}

#[test]
fn a_file_that_holds_no_ciphertext_is_told_of_and_what_was_typed_stays() {
    let mut files = Files::new();
    let good = files.write("good.b64", files.ciphertext.to_base64());
    files.choose(good, "good.b64: ");
    let before = files.text();
    for (name, bytes, says) in [
        (
            "letter.txt",
            b"Dear colleagues, all is well".to_vec(),
            "letter.txt was not read: it is a text, but no Base64",
        ),
        ("photo.bin", vec![0xF0; 100 << 10], "photo.bin was not read: it is larger than 64 KiB"),
    ] {
        let path = files.write(name, bytes);
        files.choose(path, says);
        assert_eq!(files.text(), before);
    }
    let missing = files.folder.path().join("missing.bin");
    files.choose(missing, "missing.bin was not read");
    // Typing is the way on.
    let field = "Ciphertext in Base64";
    files.window.get_by_role_and_label(Role::MultilineTextInput, field).focus();
    files.window.run_steps(2);
    files.window.get_by_role_and_label(Role::MultilineTextInput, field).type_text("?");
    files.window.run_steps(2);
    assert!(!shows_containing(&files.window, "was not read"));
}

#[test]
fn a_file_that_is_dropped_while_the_form_is_open_is_taken_for_a_ciphertext() {
    let mut files = Files::new();
    let path = files.write("dropped.b64", files.ciphertext.to_base64());
    let drop_it = |window: &mut Window, path: PathBuf| {
        window.input_mut().dropped_files.push(Arc::new(Dropped(path)));
        window.run_steps(2);
    };
    drop_it(&mut files.window, path.clone());
    assert!(shows_containing(&files.window, "dropped.b64 · "), "without the form it is a file to send");
    click(&mut files.window, "Open ciphertext…");
    drop_it(&mut files.window, path);
    wait_until(&mut files.window, "read", |window| shows_containing(window, "dropped.b64: "));
    assert_eq!(files.plaintext(), b"from afar");
}
