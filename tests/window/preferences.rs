//! What a person likes is kept for the next time.

use mrk_console::gui::{command::Command, files::SettingsFile, theme::Look};

use crate::common::{Answers, click, perform, window_with};

#[test]
fn theme_motion_and_scale_come_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = SettingsFile::at(folder.path().join("settings.ron"));
    let mut window = window_with(Answers::default(), settings.clone(), None);
    click(&mut window, "Scale, theme and motion");
    click(&mut window, "High contrast");
    click(&mut window, "Scale, theme and motion");
    click(&mut window, "Reduce motion");
    perform(&mut window, Command::SetZoom(1.25));
    assert!(window.state().desk().reduced_motion);
    assert_eq!(window.ctx.global_style().animation_time, 0.0);

    let again = window_with(Answers::default(), settings, None);
    assert!(again.state().desk().reduced_motion);
    assert_eq!(again.ctx.zoom_factor(), 1.25);
    let ground = again.ctx.global_style().visuals.extreme_bg_color;
    assert_eq!(ground, Look::HighContrast.tokens().field);
}
