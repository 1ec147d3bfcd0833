//! Saving, opening, and never losing what was open.

use std::fs;

use egui_kittest::kittest::{NodeT as _, Queryable as _};
use mrk_console::gui::{command::Command, files::SettingsFile};

use crate::common::{Answers, demo, demo_window, perform, wait_until, window, window_with};

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
    let saved = window.state().desk().stage.clone();

    perform(&mut window, Command::NewWorld);
    assert_eq!(window.state().desk().world().store().family_count(), 0);
    perform(&mut window, Command::OpenFile);
    wait_until(&mut window, "opened", |window| window.state().desk().world().store().family_count() == 5);
    assert_eq!(window.state().desk().stage, saved);
    assert_eq!(window.state().desk().recent, [path]);
}

#[test]
fn a_broken_file_is_refused_with_its_place_and_the_open_world_stays() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("broken.ron");
    fs::write(&path, "(\n format: 1,\n stage: nonsense,\n)").expect("written");
    let mut window = demo_window();
    perform(&mut window, Command::OpenPath(path));
    wait_until(&mut window, "refused", |window| window.query_by_label_contains("line 3").is_some());
    assert_eq!(window.state().desk().stage, demo());
}

#[test]
fn unsaved_changes_are_asked_about_before_they_are_lost() {
    let mut window = window();
    let region = window.state().desk().world().regions()[0];
    perform(&mut window, Command::RemoveRegion(region));
    assert!(window.state().desk().unsaved);
    perform(&mut window, Command::OpenDemo);
    window.get_by_label("Save changes?");
    window.get_by_label("Cancel").click();
    window.run_steps(3);
    assert!(window.query_by_label("Save changes?").is_none());
    assert_eq!(window.state().desk().world().regions().len(), 2, "nothing was lost");

    perform(&mut window, Command::OpenDemo);
    window.get_by_label("Don’t save").click();
    window.run_steps(3);
    assert_eq!(window.state().desk().world().store().family_count(), 5);
}

#[test]
fn an_autosave_of_a_session_that_ended_badly_can_be_recovered() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let settings = SettingsFile::at(folder.path().join("settings.ron"));
    let text = mrk_console::workloads::save::to_text(&demo()).expect("text");
    fs::write(folder.path().join("untitled.ron.autosave"), text).expect("written");
    let mut window = window_with(Answers::default(), settings, None);
    window.get_by_label("Recover unsaved work?");
    window.get_by_label("Recover").click();
    wait_until(&mut window, "recovered", |window| window.state().desk().world().store().family_count() == 5);
    assert!(window.state().desk().unsaved, "what was recovered is in no file yet");
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
    let field = window.get_by_label("Path");
    assert!(field.accesskit_node().is_text_input() || field.value().is_some());
    field.focus();
    window.run_steps(1);
    window.get_by_label("Path").type_text(&path.display().to_string());
    window.run_steps(2);
    window.get_by_label("Save").click();
    wait_until(&mut window, "saved", |_| path.exists());
}
