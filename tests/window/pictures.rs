//! The pictures in `screenshots/` are the window as it is now.

use egui_kittest::{SnapshotOptions, SnapshotResults, try_image_snapshot_options};
use mrk_console::gui::shots::{self, Canvas};

/// What a picture may differ by: nothing a person could see, whatever the version of the driver.
fn options() -> SnapshotOptions {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/screenshots");
    SnapshotOptions::new().threshold(0.6).max_failed_pixels(0).output_path(folder)
}

#[test]
fn every_workspace_and_wizard_page_looks_as_in_its_picture() {
    let mut results = SnapshotResults::new();
    for name in shots::names() {
        match shots::draw(&name, Canvas::USUAL) {
            Ok(picture) => results.add(try_image_snapshot_options(&picture, name, &options())),
            Err(problem) if std::env::var_os("CI").is_some() => panic!("{problem}"),
            Err(problem) => {
                eprintln!("the pictures are not compared: {problem}");
                return;
            }
        }
    }
}
