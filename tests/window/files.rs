//! Saving, opening, and never losing what was open.

use std::fs;

use egui_kittest::kittest::Queryable as _;
use mrk_console::{
    gui::{command::Command, files::SettingsFile},
    workloads::save::to_text,
};

use crate::common::{Answers, click, demo, demo_window, perform, shows, wait_until, window, window_with};

#[test]
fn a_world_is_saved_and_opened_again_as_it_was() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("class.ron");
    let answers = Answers::with([path.clone(), path.clone()]);
    let mut window = window_with(answers, SettingsFile::default(), None);
    window.state_mut().show_stage(demo());
    perform(&mut window, Command::Save);
    wait_until(&mut window, "saved", |window| window.state().desk().path.is_some());
    assert!(!window.state().desk().unsaved);
    let saved = std::fs::read_to_string(&path).expect("readable");

    perform(&mut window, Command::NewWorld);
    assert_eq!(window.state().desk().world().store().family_count(), 0);
    perform(&mut window, Command::OpenFile);
    wait_until(&mut window, "opened", |window| window.state().desk().world().store().family_count() == 5);
    let opened = to_text(&window.state().desk().stage).expect("text");
    assert!(opened == saved, "the world is as it was saved");
    assert_eq!(window.state().desk().recent, [path]);
}

#[test]
fn a_broken_file_is_refused_with_its_place_and_the_open_world_stays() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("broken.ron");
    fs::write(&path, "(\n format: 2,\n stage: nonsense,\n)").expect("written");
    let mut window = demo_window();
    perform(&mut window, Command::OpenPath(path));
    wait_until(&mut window, "refused", |window| window.query_by_label_contains("line 3").is_some());
    assert!(window.state().desk().stage == demo(), "the open world stays");
}

#[test]
fn unsaved_changes_are_asked_about_before_they_are_lost() {
    let mut window = window();
    let region = window.state().desk().world().regions()[0];
    perform(&mut window, Command::RemoveRegion(region));
    assert!(window.state().desk().unsaved);
    perform(&mut window, Command::OpenDemo);
    assert!(shows(&window, "Save changes?"));
    click(&mut window, "Cancel");
    assert!(!shows(&window, "Save changes?"));
    assert_eq!(window.state().desk().world().regions().len(), 2, "nothing was lost");

    perform(&mut window, Command::OpenDemo);
    click(&mut window, "Don’t save");
    assert_eq!(window.state().desk().world().store().family_count(), 5);
}

#[test]
fn an_autosave_of_a_session_that_ended_badly_can_be_recovered() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let settings = SettingsFile::at(folder.path().join("settings.ron"));
    let text = to_text(&demo()).expect("text");
    fs::write(folder.path().join("untitled.ron.autosave"), text).expect("written");
    let mut window = window_with(Answers::default(), settings, None);
    assert!(shows(&window, "Recover unsaved work?"));
    click(&mut window, "Recover");
    wait_until(&mut window, "recovered", |window| window.state().desk().world().store().family_count() == 5);
    assert!(window.state().desk().unsaved, "what was recovered is in no file yet");
}

#[test]
fn an_autosave_beside_a_file_waits_for_the_answer_while_the_file_is_opened() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (file, autosave) = (folder.path().join("class.ron"), folder.path().join("class.ron.autosave"));
    fs::write(&file, to_text(&mrk_console::workloads::Stage::new(1)).expect("text")).expect("written");
    std::thread::sleep(std::time::Duration::from_millis(20)); // the autosave has to be the newer one
    fs::write(&autosave, to_text(&demo()).expect("text")).expect("written");
    let mut window = window_with(Answers::default(), SettingsFile::default(), Some(file.clone()));
    wait_until(&mut window, "opened", |window| window.state().desk().path.as_ref() == Some(&file));
    assert!(autosave.exists() && shows(&window, "Recover unsaved work?"));
    click(&mut window, "Recover");
    wait_until(&mut window, "recovered", |window| window.state().desk().world().store().family_count() == 5);
    assert_eq!(window.state().desk().path, Some(file));
}

#[test]
fn where_the_desktop_has_no_dialog_a_path_can_be_typed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("typed.ron");
    let answers = Answers::default();
    answers.paths.lock().expect("not poisoned").push_back(None);
    let mut window = window_with(answers, SettingsFile::default(), None);
    window.state_mut().show_stage(demo());
    perform(&mut window, Command::SaveAs);
    window.run_steps(2);
    // The field has the focus and its suggestion is selected: typing replaces it.
    window.event(egui::Event::Text(path.display().to_string()));
    window.run_steps(2);
    click(&mut window, "Save");
    wait_until(&mut window, "saved", |_| path.exists());
}
