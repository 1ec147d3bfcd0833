//! Imported key material: the wizard, and what the card says of it.

use mrk_console::kms::api::{KeyState, Origin};

use super::*;

#[test]
fn material_is_imported_from_a_file_step_by_step_and_deleted() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (short, right) = (folder.path().join("short.bin"), folder.path().join("right.bin"));
    std::fs::write(&short, [7; 16]).expect("written");
    std::fs::write(&right, [7; 32]).expect("written");
    let mut window = window_with(Answers::with([short, right]), SettingsFile::default(), None);
    let key =
        page_of_new(&mut window, CreateKeyRequest { origin: Some(Origin::External), ..Default::default() });
    let state = |window: &Window| {
        let (_, member) = window.state().desk().member(&key, us()).expect("made");
        member.state.key_state()
    };
    tab(&mut window, "Key material and rotations");
    assert!(says(&window, "The key has no key material yet"));
    press(&mut window, "Import key material…");
    assert!(shows(&window, "1 Wrapping key") && shows(&window, "Wrapping algorithm"));
    press(&mut window, "Next");
    let text = |window: &Window| {
        let field = window.get_by(|it| {
            it.label().is_some_and(|label| label == "Key material") && it.role() == Role::MultilineTextInput
        });
        field.value().unwrap_or_default()
    };
    press(&mut window, "From file…");
    wait_until(&mut window, "read", |window| text(window).len() == 24);
    press(&mut window, "Next");
    assert!(shows(&window, "16 bytes"));
    press(&mut window, "Import key material");
    wait_until(&mut window, "refused", |window| !alert(window).is_empty());
    window.run_steps(6);
    assert!(shows(&window, "From file…"), "back where the material is");
    press(&mut window, "From file…");
    wait_until(&mut window, "read", |window| text(window).len() == 44);
    pick(&mut window, Role::RadioButton, "Expires");
    type_over(&mut window, "Expires in (days)", "30");
    press(&mut window, "Next");
    assert!(shows(&window, "32 bytes"));
    press(&mut window, "Back");
    press(&mut window, "Next");
    press(&mut window, "Import key material");
    wait_until(&mut window, "imported", |window| state(window) == KeyState::Enabled);
    window.run_steps(6);
    assert!(says(&window, "Imported until "));
    press(&mut window, "Delete key material…");
    let tick = "I have a copy of the key material outside AWS KMS, or no longer need it";
    pick(&mut window, Role::CheckBox, tick);
    press(&mut window, "Delete key material");
    assert_eq!(state(&window), KeyState::PendingImport);
    assert!(says(&window, "Deleted on "));
}

#[test]
fn expired_material_says_so() {
    let mut window = window();
    let key =
        page_of_new(&mut window, CreateKeyRequest { origin: Some(Origin::External), ..Default::default() });
    tab(&mut window, "Key material and rotations");
    press(&mut window, "Import key material…");
    press(&mut window, "Next");
    press(&mut window, "Generate 256 random bits with KMS");
    pick(&mut window, Role::RadioButton, "Expires");
    type_over(&mut window, "Expires in (days)", "2");
    press(&mut window, "Next");
    press(&mut window, "Import key material");
    let state = |window: &Window| {
        let (_, member) = window.state().desk().member(&key, us()).expect("made");
        member.state.key_state()
    };
    wait_until(&mut window, "imported", |window| state(window) == KeyState::Enabled);
    while state(&window) == KeyState::Enabled {
        perform(&mut window, Command::NextEvent);
    }
    assert!(says(&window, "Expired on "));
}
